//! What a collector of metrics reads: the numbers of the HTTP floor, of the database and of the plans. It answers also
//! where the database does not. It does not know how anything is counted.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};

use super::{
    admission::Lane,
    documented::MetricsRefusals,
    kept::KeptCounts,
    problem::{Kind, Problem},
    query::{NoParameters, Query},
    services::ServiceConfig,
    state::State,
};
use crate::{
    config::{Reads, Switch},
    domain::indicator::Nature,
    service::{measures::PlanCounts, readiness::Following},
    telemetry::metrics::{Exposition, Family, seconds},
};

/// How long the database has for its part.
const DATABASE_LIMIT: Duration = Duration::from_secs(2);

/// The media type of the text.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Gives what is counted, for a collector such as Prometheus.
///
/// Requests, connections, places, the pool of the database, the last change, and how the targets of the newest plans
/// stand. The names are stable; docs/operations.md has each of them.
#[utoipa::path(
    tag = "Health",
    responses(
        (status = 200, description = "The numbers, in the text format 0.0.4 of Prometheus.", body = String,
            content_type = "text/plain"),
        MetricsRefusals,
    ),
)]
#[get("/metrics")]
async fn show_metrics(state: web::Data<State>, _query: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    if state.settings.metrics.serve == Switch::Off {
        return Err(Problem::new(
            Kind::NotFound,
            "metrics are not served here; the setting is metrics.serve",
        ));
    }
    let mut text = Exposition::default();
    text.family("plantrack_build_info", Family::Gauge, "The version of the program.");
    text.sample("plantrack_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    state.edge.observed.show(&mut text);
    places(&mut text, &state);
    kept(&mut text, &state);
    spans(&mut text, &state);
    following(&mut text, &state);
    database(&mut text, &state).await;
    Ok(HttpResponse::Ok().content_type(TEXT).body(text.into_text()))
}

fn kept(text: &mut Exposition, state: &State) {
    let KeptCounts { hits, misses, bytes } = state.kept.counts();
    text.family(
        "plantrack_kept_answers_total",
        Family::Counter,
        "Answers about plans: kept ones, and made ones.",
    );
    text.sample("plantrack_kept_answers_total", &[("from", "memory")], hits);
    text.sample("plantrack_kept_answers_total", &[("from", "made")], misses);
    text.family("plantrack_kept_answers_bytes", Family::Gauge, "Memory that the kept answers take, about.");
    text.sample("plantrack_kept_answers_bytes", &[], bytes);
}

fn spans(text: &mut Exposition, state: &State) {
    let Some(spans) = &state.settings.spans else { return };
    let counts = spans.counts();
    let name = "plantrack_spans_total";
    text.family(name, Family::Counter, "Spans for a collector of traces, by what became of them.");
    for (result, counter) in [("sent", &counts.sent), ("dropped", &counts.dropped), ("lost", &counts.lost)] {
        text.sample(name, &[("result", result)], counter.get());
    }
}

fn places(text: &mut Exposition, state: &State) {
    let lanes = [("read", Lane::Read), ("write", Lane::Write)];
    let fullness = lanes.map(|(name, lane)| (name, state.edge.admission.fullness(lane)));
    let waiting = "plantrack_waiting_requests";
    text.family(waiting, Family::Gauge, "Requests that wait for a place.");
    for (name, lane) in fullness {
        text.sample(waiting, &[("kind", name)], lane.waiting);
    }
    let free = "plantrack_free_places";
    text.family(free, Family::Gauge, "Places that are free for requests.");
    for (name, lane) in fullness {
        text.sample(free, &[("kind", name)], lane.free);
    }
    let shed = "plantrack_shed_total";
    text.family(shed, Family::Counter, "Requests refused because too much was being done.");
    for (name, lane) in fullness {
        text.sample(shed, &[("kind", name)], lane.shed);
    }
}

fn following(text: &mut Exposition, state: &State) {
    let Some(following) = state.plantrack.following() else { return };
    let age = "Time since the last look for the writes of other processes that succeeded.";
    let looked_ago = u64::try_from(following.looked_ago.as_micros()).unwrap_or(u64::MAX);
    text.single("plantrack_follower_look_age_seconds", Family::Gauge, age, seconds(looked_ago));
}

/// How far what is known lags behind a number of the database that was read after it.
fn lag(text: &mut Exposition, known: Following, change: i64) {
    let behind = change.saturating_sub(known.known).max(0);
    let help = "Changes that the database has and this process had not seen when this was gathered.";
    text.single("plantrack_follower_behind_changes", Family::Gauge, help, behind);
    let since = if behind == 0 { Duration::ZERO } else { known.looked_ago };
    let help = "The longest that such a change may have been there unseen; 0 where there is none.";
    let since = u64::try_from(since.as_micros()).unwrap_or(u64::MAX);
    text.single("plantrack_follower_lag_seconds", Family::Gauge, help, seconds(since));
}

async fn database(text: &mut Exposition, state: &State) {
    let pools = state.plantrack.pool_use();
    let name = "plantrack_database_connections";
    text.family(name, Family::Gauge, "Connections to the database, by pool and state.");
    for pool in &pools {
        text.sample(name, &[("pool", pool.pool), ("state", "idle")], pool.idle);
        text.sample(name, &[("pool", pool.pool), ("state", "used")], pool.open.saturating_sub(pool.idle));
    }
    let name = "plantrack_database_connections_max";
    text.family(name, Family::Gauge, "The most connections to the database, by pool.");
    for pool in &pools {
        text.sample(name, &[("pool", pool.pool)], pool.most);
    }
    let most = state.settings.metrics.max_plans;
    let before = state.plantrack.following();
    let asked = async {
        let change = state.plantrack.last_change().await?;
        Ok::<_, crate::service::error::ServiceError>((change, state.plantrack.counts_of_plans(most).await?))
    };
    let known = match tokio::time::timeout(DATABASE_LIMIT, asked).await {
        Ok(Ok(known)) => Some(known),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database gives no metrics");
            None
        }
        Err(_late) => {
            tracing::warn!("the database gave no metrics in time");
            None
        }
    };
    let is_up = "Whether the database answered while this was gathered.";
    text.single("plantrack_database_up", Family::Gauge, is_up, u8::from(known.is_some()));
    let Some((change, plans)) = known else { return };
    text.single("plantrack_last_change", Family::Gauge, "The number of the last change.", change);
    if let Some(before) = before {
        lag(text, before, change);
    }
    // Where reading needs a key, so does what stands in the plans.
    if state.settings.access.reads == Reads::Open {
        targets(text, &plans);
    }
}

fn targets(text: &mut Exposition, plans: &[PlanCounts]) {
    const NAME: &str = "plantrack_plan_targets";
    text.family(NAME, Family::Gauge, "Headline targets of a plan, by nature and status, judged for today.");
    for PlanCounts { plan, summary } in plans {
        for (nature, tally) in &summary.headline.by_nature {
            for (status, count) in &tally.by_status {
                let nature: &Nature = nature;
                let labels = [("plan", plan.as_str()), ("nature", nature.word()), ("status", status.word())];
                text.sample(NAME, &labels, count);
            }
        }
    }
}

/// The operation that gives the numbers.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_metrics);
}
