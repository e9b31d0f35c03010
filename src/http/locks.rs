//! Locks of periods on the wire: list, lock, unlock. It does not know what is kept from being written.

use actix_web::{HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    body::Json,
    documented::{ListRefusals, LockRefusals, RemovalRefusals},
    problem::{Place, Problem},
    query::{NoParameters, Parameters, Query},
    services::ServiceConfig,
    state::State,
    words::{CodeText, FilledText, MemberText, PeriodText, WordsText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::{approval::PeriodLock, period::Period},
    service::Caller,
};

/// Why a period is locked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LockReason, example = json!({"reason": "published in the yearbook"}))]
struct LockIn {
    /// Why; kept in the record.
    #[schema(value_type = WordsText)]
    reason: String,
}

/// A period that is locked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lock)]
struct LockOut {
    /// The plan that it is locked for; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    plan: Option<String>,
    /// The days.
    #[schema(value_type = PeriodText)]
    period: String,
    /// Who locked it.
    by: String,
    /// Why.
    reason: String,
}

/// The locks that stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Locks)]
struct LocksOut {
    /// All of them, by their first day.
    items: Vec<LockOut>,
}

/// For which plan a period is locked.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LockQuery {
    /// The plan; left out or empty it is all of them.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
}

/// For which plan a period is unlocked, and why.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UnlockQuery {
    /// The plan; left out or empty it is all of them.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
    /// Why; kept in the record.
    #[param(value_type = FilledText, required = true, example = "a correction of the statistical office")]
    reason: Option<String>,
}

impl From<PeriodLock> for LockOut {
    fn from(lock: PeriodLock) -> Self {
        let PeriodLock { plan, period, by, reason } = lock;
        Self { plan: plan.map(|code| code.to_string()), period: period.to_string(), by, reason }
    }
}

fn path_period(text: &str) -> Result<Period, Problem> {
    Period::parse(text).map_err(|error| Problem::path("period", text, "bad_period", error.to_string()))
}

/// Lists the locks that stand.
///
/// All of them at once: there are few.
#[utoipa::path(
    tag = "Approval",
    responses((status = 200, description = "The locks.", body = LocksOut), ListRefusals),
)]
#[get("/locks")]
async fn list_locks(state: web::Data<State>, _query: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    let locks = state.plantrack.locks().await.map_err(read_failed)?;
    Ok(HttpResponse::Ok().json(LocksOut { items: locks.into_iter().map(LockOut::from).collect() }))
}

/// Locks a period, for one plan or for all.
///
/// What belongs to its days is not changed until it is unlocked: outcomes, targets, remarks, approvals, and the rules of a
/// plan. A figure belongs to the last day of its period. A period that is locked already stays as it is.
#[utoipa::path(
    tag = "Approval",
    params(("period" = PeriodText, Path, description = "The days.", example = "2022"), LockQuery),
    request_body = LockIn,
    responses((status = 200, description = "It is locked.", body = LockOut), LockRefusals),
)]
#[put("/locks/{period}")]
async fn lock_period(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    query: Query<LockQuery>,
    body: Json<LockIn>,
) -> Result<HttpResponse, Problem> {
    let period = path_period(&path)?;
    let mut parameters = Parameters::default();
    let plan = parameters.code("plan", query.0.plan.as_deref());
    parameters.finish()?;
    let (reason, plantrack) = (body.0.reason, state.plantrack.clone());
    let write = async move |caller: &Caller| {
        plantrack.lock_period(caller, plan.as_ref(), period, true, &reason).await
    };
    to_the_end(asking, write, Place::Body.problem(), |(_, lock)| HttpResponse::Ok().json(LockOut::from(lock)))
        .await
}

/// Unlocks a period, with a reason; that it was locked stays in the record.
///
/// Where it is not locked, nothing happens.
#[utoipa::path(
    tag = "Approval",
    params(("period" = PeriodText, Path, description = "The days.", example = "2022"), UnlockQuery),
    responses((status = 204, description = "It is not locked."), RemovalRefusals),
)]
#[delete("/locks/{period}")]
async fn unlock_period(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    query: Query<UnlockQuery>,
) -> Result<HttpResponse, Problem> {
    let period = path_period(&path)?;
    let mut parameters = Parameters::default();
    let plan = parameters.code("plan", query.0.plan.as_deref());
    let reason = parameters.fields().text("reason", query.0.reason.as_deref().unwrap_or_default());
    if reason.is_empty() {
        parameters.fault("reason", "", "missing", "a period is unlocked with a reason");
    }
    parameters.finish()?;
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| {
        plantrack.lock_period(caller, plan.as_ref(), period, false, &reason).await
    };
    to_the_end(asking, write, Place::Query.problem(), |_| HttpResponse::NoContent().finish()).await
}

/// The operations on locks.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_locks).service(lock_period).service(unlock_period);
}
