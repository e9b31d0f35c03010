//! The record on the wire: who changed what, when and why, each entry chained to the one before by its hash. It does
//! not know how an entry comes about.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Page, PageAsked, page_up_to, read_failed},
    completion::moment_in,
    documented::{ReadRefusals, SearchRefusals},
    problem::Problem,
    query::{NoParameters, Parameters, Query},
    services::ServiceConfig,
    state::State,
    words::{CodeText, CursorText, MemberText, OrderText, WordsText},
    writing::Asking,
};
use crate::{
    domain::series::Series,
    service::{LogEntry, LogFilter, audit::PageOfRecord},
};

const CURSOR: char = 'e';

/// A series: an indicator in an area and a category.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Series)]
pub(super) struct SeriesOut {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
}

impl From<&Series> for SeriesOut {
    fn from(series: &Series) -> Self {
        let Series { indicator, area, category } = series;
        Self {
            indicator: indicator.to_string(),
            area: area.as_ref().map(ToString::to_string),
            category: category.as_ref().map(ToString::to_string),
        }
    }
}

/// An entry of the record. Entries are numbered without gaps in the order of commit, and never changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
struct EntryOut {
    /// Its number.
    #[schema(minimum = 1, example = 42)]
    number: i64,
    /// When it was recorded, to the microsecond; later entries have later times.
    #[schema(value_type = String, format = DateTime, example = "2023-01-13T08:00:00.000001Z")]
    time: String,
    /// Who made the change.
    actor: String,
    /// The id of the request that made it, as in the header X-Request-Id and in the log; empty for a command.
    request_id: String,
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
    /// Why, where it was said; else empty.
    reason: String,
    /// How it stood before, in the very characters that the hash is over; null where there was nothing.
    #[schema(required = true, value_type = Option<serde_json::Value>, example = json!(null))]
    before: Option<Box<RawValue>>,
    /// How it stands since, in the very characters that the hash is over; null where there is nothing any more.
    #[schema(
        required = true,
        value_type = Option<serde_json::Value>,
        example = json!({"indicator": "gdp-growth", "outcome": "2.6"})
    )]
    after: Option<Box<RawValue>>,
    /// The key of the plan in the database: a part of what the hash is over.
    #[schema(required = true)]
    plan_key: Option<i64>,
    /// The key of the series in the database: a part of what the hash is over.
    #[schema(required = true)]
    series_key: Option<i64>,
    /// SHA-256 over the hash of the entry before and the fields of this one, in hexadecimal digits.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    hash: String,
}

/// An entry of the record, with the hash of the one before it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChainedAuditEntry)]
struct ChainedEntryOut {
    /// The entry.
    #[serde(flatten)]
    entry: EntryOut,
    /// The hash of the entry before; empty before the first.
    previous_hash: String,
}

/// A moment of the record as it is sent: always to the microsecond, so that the hash can be computed from it.
pub(super) fn recorded(micros: i64) -> String {
    DateTime::<Utc>::from_timestamp_micros(micros)
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Micros, true))
        .unwrap_or_default()
}

impl From<LogEntry> for EntryOut {
    fn from(entry: LogEntry) -> Self {
        let LogEntry {
            number,
            recorded_at,
            actor,
            request,
            action,
            subject,
            plan_id,
            series_id,
            plan,
            series,
            reason,
            before,
            after,
            hash,
        } = entry;
        // What cannot be read as JSON is shown as it is: the record is shown, whatever became of it.
        let shown = |text: String| RawValue::from_string(text.clone()).or_else(|_| to_raw_value(&text)).ok();
        Self {
            number,
            time: recorded(recorded_at),
            actor,
            request_id: request,
            action,
            subject,
            plan: plan.map(|plan| plan.to_string()),
            series: series.as_ref().map(SeriesOut::from),
            reason,
            before: before.and_then(shown),
            after: after.and_then(shown),
            plan_key: plan_id,
            series_key: series_id,
            hash,
        }
    }
}

/// Which entries, and which page of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// Only what was done to this subject, or to a subject whose name goes on after it with a slash or a space:
    /// `target/cq-2022` is every target of the plan.
    #[param(value_type = Option<WordsText>)]
    subject: Option<String>,
    /// Only what belongs to this plan, and the outcomes of the indicators that it has targets for.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
    /// Only what belongs to a series of this indicator, and the indicator itself.
    #[param(value_type = Option<MemberText>)]
    indicator: Option<String>,
    /// Only by this actor.
    #[param(value_type = Option<WordsText>)]
    actor: Option<String>,
    /// Only this action, such as created, revised, reported or withdrawn.
    #[param(value_type = Option<WordsText>)]
    action: Option<String>,
    /// Only of this request.
    #[param(value_type = Option<WordsText>)]
    request_id: Option<String>,
    /// Only what was recorded at this moment or later, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Only what was recorded before this moment, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
    /// Only from this number on.
    #[param(value_type = Option<i64>, minimum = 1, example = 1)]
    first: Option<String>,
    /// Only up to this number.
    #[param(value_type = Option<i64>, minimum = 1, example = 1000)]
    last: Option<String>,
    /// newest: the latest entry first, which is the default; oldest: in the order of commit.
    #[param(value_type = Option<OrderText>)]
    order: Option<String>,
    /// Most entries of the page. The default and the largest value are settings (50 and 1000).
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 50)]
    limit: Option<String>,
    /// The cursor of the page, as the page before gave it in `next`.
    #[param(value_type = Option<CursorText>)]
    cursor: Option<String>,
}

/// A number of a change, in a parameter.
pub(super) fn number_in(parameters: &mut Parameters, name: &str, text: &str, least: i64) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<i64>().ok().filter(|number| is_plain && *number >= least);
    if number.is_none() {
        let detail = format!("write the number of a change: {least} or more");
        parameters.fault(name, text, "bad_number", detail);
    }
    number
}

impl AuditQuery {
    fn read(&self, parameters: &mut Parameters) -> (LogFilter, bool) {
        let Self {
            subject, plan, indicator, actor, action, request_id, from, until, first, last, order, ..
        } = self;
        let mut text = |name: &str, text: &Option<String>| {
            text.as_deref().map(|text| parameters.fields().text(name, text)).filter(|text| !text.is_empty())
        };
        let (subject, actor) = (text("subject", subject), text("actor", actor));
        let (action, request) = (text("action", action), text("request_id", request_id));
        let mut moment =
            |name: &str, text: &Option<String>| moment_in_micros(parameters, name, text.as_deref()?);
        let (from, until) = (moment("from", from), moment("until", until));
        let mut number = |name: &str, text: &Option<String>| number_in(parameters, name, text.as_deref()?, 1);
        let (first, last) = (number("first", first), number("last", last));
        let newest_first = match order.as_deref() {
            None | Some("newest") => true,
            Some("oldest") => false,
            Some(other) => {
                parameters.fault("order", other, "unknown_word", "write newest or oldest");
                true
            }
        };
        let filter = LogFilter {
            subject,
            plan: parameters.code("plan", plan.as_deref()),
            indicator: parameters.code("indicator", indicator.as_deref()),
            actor,
            action,
            request,
            from,
            until,
            first,
            last,
        };
        (filter, newest_first)
    }
}

fn moment_in_micros(parameters: &mut Parameters, name: &str, text: &str) -> Option<i64> {
    moment_in(parameters, name, text).map(|moment| moment.timestamp_micros())
}

/// Lists the record: who changed what, when and why.
///
/// The entries are numbered without gaps in the order of commit and chained by their hashes; docs/audit.md says how
/// to check them. A search for what is rare may give a page with few entries or none, and still a `next`: it says
/// how far it came.
#[utoipa::path(
    tag = "Record",
    params(AuditQuery),
    responses(
        (status = 200, description = "A page of entries.", body = Page<EntryOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        SearchRefusals,
    ),
)]
#[get("/audit")]
async fn list_audit(
    request: HttpRequest,
    state: web::Data<State>,
    asking: Asking,
    query: Query<AuditQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.0;
    let mut parameters = Parameters::default();
    let (filter, newest_first) = query.read(&mut parameters);
    let (limit, cursor) = (query.limit.as_deref(), query.cursor.as_deref());
    let asked = PageAsked::read(&mut parameters, CURSOR, limit, cursor, &state);
    parameters.finish()?;
    let beyond = (asked.after > 0).then_some(asked.after);
    let page = PageOfRecord { newest_first, beyond, limit: u64::from(asked.limit) };
    let found = state.plantrack.list_entries(asking.reader(), &filter, page).await;
    let found = found.map_err(read_failed)?;
    let items: Vec<EntryOut> = found.entries.into_iter().map(EntryOut::from).collect();
    Ok(page_up_to(&request, CURSOR, found.next, items))
}

/// Reads one entry of the record.
///
/// With the hash of the entry before it, so that its own hash can be computed.
#[utoipa::path(
    tag = "Record",
    params(("number" = i64, Path, description = "The number of the entry.", minimum = 1, example = 42)),
    responses((status = 200, description = "The entry.", body = ChainedEntryOut), ReadRefusals),
)]
#[get("/audit/{number}")]
async fn find_audit_entry(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_digit());
    let number = path.parse::<i64>().ok().filter(|number| is_plain && *number > 0);
    let number = number.ok_or_else(|| {
        Problem::path("number", &path, "bad_number", "write the number of an entry: 1 or more")
    })?;
    let found = state.plantrack.find_entry(asking.reader(), number).await;
    let (entry, previous_hash) = found.map_err(read_failed)?;
    Ok(HttpResponse::Ok().json(ChainedEntryOut { entry: entry.into(), previous_hash }))
}

/// The operations on the record.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_audit).service(find_audit_entry);
}
