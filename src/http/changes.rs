//! What changed, on the wire: as a stream of events that a browser follows and takes up again, or as a plain list. It
//! does not know what a change means.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, get,
    http::header::{self, HeaderName},
    web,
};
use serde::{Deserialize, Serialize};
use tokio::{sync::OwnedSemaphorePermit, time::Instant};
use utoipa::{IntoParams, ToSchema};

use super::{
    admission::Lane,
    answer::read_failed,
    audit::{SeriesOut, number_in, recorded},
    documented::SubscribeRefusals,
    entry::{credential, may_read},
    envelope::HeadAlone,
    incoming::Incoming,
    problem::{Kind, Problem},
    query::{Parameters, Query},
    services::ServiceConfig,
    state::State,
    subscriber::{self, Subscriber},
    words::{CodeText, MemberText},
};
use crate::{
    config::Reads,
    domain::code::Code,
    service::{Changed, Plantrack, Touches, error::ServiceError},
};

/// Changes of one answer, and of one write to a subscriber.
const A_BATCH: usize = 100;

/// Batches that one plain list looks through for what it is asked for.
const MOST_BATCHES: usize = 50;

/// The longest that a plain list waits for a change, in seconds.
const LONGEST_WAIT: i64 = 8;

/// What is left of the time of a request when its list has waited.
const TIME_TO_ANSWER: Duration = Duration::from_secs(2);

const EVENT_STREAM: &str = "text/event-stream";
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A change: what was done to what, and whose answers may differ by it. Who and why stand in the record (`/audit`).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub(super) struct ChangeOut {
    /// Its number: changes are numbered without gaps in the order of commit.
    #[schema(minimum = 1, example = 42)]
    number: i64,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime, example = "2023-01-13T08:00:00.000001Z")]
    time: String,
    /// What was done.
    #[schema(example = "reported")]
    action: String,
    /// What it was done to: its kind, a slash, and its name.
    #[schema(example = "outcome/gdp-growth 2022")]
    subject: String,
    /// The plan that it belongs to.
    #[schema(required = true, value_type = Option<CodeText>, example = json!(null))]
    plan: Option<String>,
    /// The series that it belongs to.
    #[schema(required = true)]
    series: Option<SeriesOut>,
    /// The plans whose answers may differ by it; null is any, where something was changed that all plans share.
    #[schema(required = true, example = json!(["cq-2022"]))]
    plans: Option<Vec<String>>,
}

impl From<&Changed> for ChangeOut {
    fn from(change: &Changed) -> Self {
        let Changed { number, recorded_at, action, subject, plan, series, touches } = change;
        Self {
            number: *number,
            time: recorded(*recorded_at),
            action: action.clone(),
            subject: subject.clone(),
            plan: plan.as_ref().map(ToString::to_string),
            series: series.as_ref().map(SeriesOut::from),
            plans: match touches {
                Touches::Any => None,
                Touches::Plans(plans) => Some(plans.iter().map(ToString::to_string).collect()),
            },
        }
    }
}

/// What changed after a number.
#[derive(Debug, Serialize, ToSchema)]
struct ChangesOut {
    /// The changes, in the order of commit.
    items: Vec<ChangeOut>,
    /// The number of the last change that was looked at: ask for what is after it next.
    #[schema(minimum = 0, example = 42)]
    last: i64,
    /// The number of the last change of all; where it is larger than `last`, there may be more already.
    #[schema(minimum = 0, example = 42)]
    head: i64,
    /// true: the record does not go as far as `after`, as after a restore; what the client has is to be read afresh, and
    /// `last` is where to go on.
    #[schema(example = false)]
    reset: bool,
}

/// Which changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChangesQuery {
    /// Only changes by which this plan's answers may differ.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
    /// Only changes of this indicator and of its series.
    #[param(value_type = Option<MemberText>)]
    indicator: Option<String>,
    /// Only changes after this number. Left out, a list begins with the first change, and a stream with the next one.
    #[param(value_type = Option<i64>, minimum = 0, example = 0)]
    after: Option<String>,
    /// Most changes of a list, 1 to 100, which is also the default. A stream has no end.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, example = 100)]
    limit: Option<String>,
    /// How many seconds a list waits for a change that is asked for where there is none yet, 0 to 8; 0 is the default. It
    /// answers earlier where a request may not take that long (`server.request_timeout_ms`).
    #[param(value_type = Option<u32>, minimum = 0, maximum = 8, example = 0)]
    wait: Option<String>,
}

/// Which changes someone wants to be told.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    plan: Option<Code>,
    indicator: Option<Code>,
}

impl Wanted {
    /// Whether a change is among them.
    fn takes(&self, change: &Changed) -> bool {
        let of_plan = self.plan.as_ref().is_none_or(|plan| change.touches.includes(plan));
        let of_indicator = self.indicator.as_ref().is_none_or(|indicator| match &change.series {
            Some(series) => series.indicator == *indicator,
            None => change.subject.strip_prefix("indicator/") == Some(indicator.as_str()),
        });
        of_plan && of_indicator
    }

    /// The events of a batch, written out.
    pub(super) fn events(&self, batch: &[Arc<Changed>]) -> String {
        let mut text = String::new();
        for change in batch.iter().filter(|change| self.takes(change)) {
            let data = serde_json::to_string(&ChangeOut::from(change.as_ref())).unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = write!(text, "id: {}\nevent: change\ndata: {data}\n\n", change.number);
        }
        text
    }

    /// Refuses a plan or an indicator that does not exist: a stream about it would be silent for ever.
    async fn check(&self, plantrack: &Plantrack) -> Result<(), ServiceError> {
        plantrack.check_subscription(self.plan.as_ref(), self.indicator.as_ref()).await
    }
}

/// How a request for changes was understood.
struct Asked {
    wanted: Wanted,
    after: Option<i64>,
    limit: usize,
    wait: Duration,
}

impl ChangesQuery {
    fn read(&self, is_stream: bool) -> Result<Asked, Problem> {
        let mut parameters = Parameters::default();
        let wanted = Wanted {
            plan: parameters.code("plan", self.plan.as_deref()),
            indicator: parameters.code("indicator", self.indicator.as_deref()),
        };
        let after = self.after.as_deref().and_then(|text| number_in(&mut parameters, "after", text, 0));
        for (name, value) in [("limit", &self.limit), ("wait", &self.wait)] {
            if let (true, Some(value)) = (is_stream, value) {
                let detail = format!("a stream takes no {name}; leave it out, or ask for application/json");
                parameters.fault(name, value, "not_for_streams", detail);
            }
        }
        let mut within = |name: &str, text: &Option<String>, low: i64, high: i64, default: i64| {
            let Some(text) = text else { return default };
            let number = text.parse::<i64>().ok().filter(|number| (low..=high).contains(number));
            if number.is_none() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                let detail = format!("write a whole number from {low} to {high}");
                parameters.fault(name, text, &format!("bad_{name}"), detail);
            }
            number.unwrap_or(default)
        };
        let most = i64::try_from(A_BATCH).unwrap_or(i64::MAX);
        let limit = within("limit", &self.limit, 1, most, most);
        let wait = within("wait", &self.wait, 0, LONGEST_WAIT, 0);
        parameters.finish()?;
        Ok(Asked {
            wanted,
            after,
            limit: usize::try_from(limit).unwrap_or(A_BATCH),
            wait: Duration::from_secs(u64::try_from(wait).unwrap_or_default()),
        })
    }
}

/// Tells what changed, as it happens.
///
/// With `Accept: text/event-stream` the answer is a stream of server-sent events that does not end: each change by
/// which the answer of a plan may differ is an event `change`, its number the event's id. A client that was cut off
/// sends the last id that it has in `Last-Event-ID` (a browser does so by itself) and is told every change after it
/// once, in the order of commit, whichever replica it reaches; the header counts more than `after`. Where nothing
/// changes, a comment every few seconds shows that the stream lives. An event `reset` says that the record does not
/// go as far as the client's last id, as after a restore: what it has is to be read afresh.
///
/// Else the answer is a plain list of the changes after a number, which waits for the next one where it is asked to.
#[utoipa::path(
    tag = "Record",
    params(
        ChangesQuery,
        ("Last-Event-ID" = Option<i64>, Header, description = "The number of the last change that the client was told.", minimum = 0, example = 0),
    ),
    responses(
        (status = 200, description = "The changes.", content(
            (ChangesOut = "application/json"),
            (String = "text/event-stream", example = "id: 42\nevent: change\ndata: {\"number\":42}\n\n"),
        )),
        SubscribeRefusals,
    ),
)]
#[get("/changes")]
async fn list_changes(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<ChangesQuery>,
) -> Result<HttpResponse, Problem> {
    let is_stream = asks_for_stream(&request);
    let told = last_event_id(&request)?;
    let asked = query.0.read(is_stream)?;
    asked.wanted.check(&state.plantrack).await.map_err(read_failed)?;
    if is_stream && request.extensions().get::<HeadAlone>().is_some() {
        return Ok(head_of_a_stream().finish());
    }
    let credential = match state.settings.access.reads {
        Reads::Keyed => credential(request.headers())?,
        Reads::Open => None,
    };
    if !is_stream {
        let body = request.extensions().get::<Incoming>().cloned();
        return list(&state, body.as_ref(), asked, credential).await;
    }
    stream(&state, told, asked, credential).await
}

fn asks_for_stream(request: &HttpRequest) -> bool {
    let accepted = request.headers().get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|part| {
        let (kind, parameters) = part.split_once(';').unwrap_or((part, ""));
        kind.trim().eq_ignore_ascii_case(EVENT_STREAM) && parameters.trim() != "q=0"
    })
}

async fn stream(
    state: &web::Data<State>,
    told: Option<i64>,
    asked: Asked,
    credential: Option<String>,
) -> Result<HttpResponse, Problem> {
    let told = told.or(asked.after);
    let place = place_to_follow(state)?;
    let head = state.plantrack.last_change().await.map_err(read_failed)?;
    let subscriber = Subscriber { wanted: asked.wanted, told: told.unwrap_or(head), head, place, credential };
    let body = subscriber::follow(subscriber, state);
    Ok(head_of_a_stream().streaming(body))
}

/// A place among those who follow the changes, by a stream or by waiting for the next one.
fn place_to_follow(state: &State) -> Result<OwnedSemaphorePermit, Problem> {
    state.subscribers.clone().try_acquire_owned().map_err(|_full| {
        let most = state.settings.stream.max_subscribers;
        let detail = format!(
            "{most} clients follow the changes already; try another replica, or ask for a list without wait"
        );
        Problem::new(Kind::TooManySubscribers, detail)
    })
}

fn head_of_a_stream() -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(EVENT_STREAM)
        .insert_header((header::CACHE_CONTROL, "no-cache, no-transform"))
        .insert_header((header::VARY, "accept"))
        // What stands between may neither compress nor hold back what is written.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"));
    answer
}

fn last_event_id(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let mut values = request.headers().get_all(LAST_EVENT_ID);
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    // A browser that was told nothing yet may send it empty.
    if text.is_empty() {
        return Ok(None);
    }
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(number) if is_plain && values.next().is_none() => Ok(Some(number)),
        _ => Err(Problem::new(
            Kind::BadHeader,
            "Last-Event-ID is the number of a change; leave it out to begin with the next one",
        )),
    }
}

async fn list(
    state: &State,
    body: Option<&Incoming>,
    asked: Asked,
    credential: Option<String>,
) -> Result<HttpResponse, Problem> {
    let Asked { wanted, after, limit, wait } = asked;
    let plantrack = &state.plantrack;
    let mut found = Found { items: Vec::new(), last: after.unwrap_or(0) };
    let so_far = plantrack.last_change().await.map_err(read_failed)?;
    if found.last > so_far {
        let all = ChangesOut { items: Vec::new(), last: so_far, head: so_far, reset: true };
        return Ok(HttpResponse::Ok().insert_header((header::VARY, "accept")).json(all));
    }
    let ends = Instant::now() + wait.min(longest_wait(state));
    let mut has_waited = false;
    loop {
        found.add(plantrack, &wanted, limit).await?;
        if !found.items.is_empty() || Instant::now() >= ends || state.draining.has_begun() {
            break;
        }
        wait_beyond(state, body, found.last, ends).await?;
        has_waited = true;
    }
    if let Some(credential) = credential.filter(|_| has_waited)
        && !may_read(state, &credential).await?
    {
        return Err(Problem::bad_credentials("what this request was sent with has ended while it waited"));
    }
    let Found { items, last } = found;
    let head = plantrack.last_change().await.map_err(read_failed)?;
    let all = ChangesOut { items, last, head, reset: false };
    Ok(HttpResponse::Ok().insert_header((header::VARY, "accept")).json(all))
}

/// So long that the answer is still given in time.
fn longest_wait(state: &State) -> Duration {
    let limit = Duration::from_millis(state.settings.server.request_timeout_ms);
    limit.saturating_sub(TIME_TO_ANSWER).max(limit / 2)
}

/// Waits for a change after one. Who waits does nothing meanwhile, and so leaves the place of those who are worked for.
async fn wait_beyond(
    state: &State,
    body: Option<&Incoming>,
    last: i64,
    ends: Instant,
) -> Result<(), Problem> {
    let place = place_to_follow(state)?;
    if let Some(body) = body {
        body.leave();
    }
    let ended = tokio::select! {
        ended = tokio::time::timeout_at(ends, state.plantrack.wait_beyond(last)) => ended,
        () = state.draining.begun() => Ok(Ok(last)),
    };
    drop(place);
    if let Ok(Err(error)) = ended {
        return Err(read_failed(error));
    }
    match body {
        Some(body) => body.enter(Lane::Read).await,
        None => Ok(()),
    }
}

/// What a list has found of what it is asked for.
struct Found {
    items: Vec<ChangeOut>,
    /// The last change that it looked at.
    last: i64,
}

impl Found {
    /// Looks on, through so much as one answer may.
    async fn add(&mut self, plantrack: &Plantrack, wanted: &Wanted, limit: usize) -> Result<(), Problem> {
        for _ in 0..MOST_BATCHES {
            let batch = plantrack.changed_after(self.last, A_BATCH).await.map_err(read_failed)?;
            if batch.is_empty() || self.items.len() == limit {
                break;
            }
            for change in &batch {
                if self.items.len() == limit {
                    break;
                }
                self.last = change.number;
                if wanted.takes(change) {
                    self.items.push(ChangeOut::from(change.as_ref()));
                }
            }
        }
        Ok(())
    }
}

/// The operation on changes.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_changes);
}
