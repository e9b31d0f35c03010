//! Whether the process lives, and whether it can serve. Liveness never touches the database, so that an outage of
//! the database restarts nothing. It does not know who asks.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    documented::{LiveRefusals, ReadyRefusals},
    problem::{Kind, Problem},
    query::{NoParameters, Query},
    services::ServiceConfig,
    state::State,
};

/// How long the database has to answer.
const DATABASE_LIMIT: Duration = Duration::from_secs(1);

/// How the process is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `live` or `ready`.
    #[schema(value_type = String, example = "ready")]
    status: &'static str,
    /// The version of the program.
    #[schema(value_type = String, example = "0.1.0")]
    version: &'static str,
}

fn healthy(status: &'static str) -> HttpResponse {
    HttpResponse::Ok().json(Health { status, version: env!("CARGO_PKG_VERSION") })
}

/// Says that the process lives. It does not touch the database.
///
/// For a supervisor: an outage of the database is no reason to restart the process.
#[utoipa::path(
    tag = "Health",
    responses((status = 200, description = "The process lives.", body = Health), LiveRefusals),
)]
#[get("/health/live")]
async fn check_live(_query: Query<NoParameters>) -> HttpResponse {
    healthy("live")
}

/// Says whether requests can be served.
///
/// They can where the database answers, its schema is the one that the program knows, the writes of other processes are seen,
/// and the server was not told to stop.
#[utoipa::path(
    tag = "Health",
    responses((status = 200, description = "Requests can be served.", body = Health), ReadyRefusals),
)]
#[get("/health/ready")]
async fn check_ready(state: web::Data<State>, _query: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    let not_ready = |why: String| Problem::new(Kind::NotReady, why);
    if state.draining.has_begun() {
        return Err(not_ready("the server was told to stop; ask another one".to_owned()));
    }
    if let Some(blind) = state.plantrack.following().filter(|following| following.is_blind()) {
        return Err(not_ready(format!(
            "no look for the writes of other processes has succeeded for {} s; see the log and the database",
            blind.looked_ago.as_secs()
        )));
    }
    match tokio::time::timeout(DATABASE_LIMIT, state.plantrack.pending_migrations()).await {
        Ok(Ok(0)) => Ok(healthy("ready")),
        Ok(Ok(pending)) => Err(not_ready(format!(
            "the database lacks {pending} migrations of its schema; run plantrack migrate up"
        ))),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Err(not_ready("the database does not answer; see whether it runs".to_owned()))
        }
        Err(_late) => Err(not_ready("the database did not answer within a second".to_owned())),
    }
}

/// The operations on the process.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(check_live).service(check_ready);
}
