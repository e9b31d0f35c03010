//! Outcomes on the wire: report, list, read with the vintages before and after. It does not know how a phrase is
//! read, nor which vintage answers.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, dev::Payload, get, http::header, post, web,
};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Page, PageAsked, page, read_failed},
    body::{Batch, MOST_ITEMS, one_or_more},
    documented::{ListNamedRefusals, ReadRefusals, ReportRefusals},
    problem::{Kind, Place, Problem},
    query::{NoParameters, Parameters, Query},
    readings::{BesideOut, ValueOut},
    services::ServiceConfig,
    state::State,
    upload::{Upload, form_of, upload},
    words::{BasisWord, CodeText, CursorText, DayText, MemberText, PeriodText, WordsText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::{code::Code, outcome::Outcome, series::Series},
    service::{
        Caller, OutcomeFilter, Recorded, Vintage,
        import::{outcomes as import, table::Format},
        outcomes::OutcomeDraft,
    },
};

const CURSOR: char = 'o';

/// An outcome as it is reported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "indicator": "gdp-growth", "period": "2022", "outcome": "2.6", "basis": "forecast",
    "source": "重庆市人民政府", "reported_on": "2023-01-13"
}))]
pub(super) struct OutcomeIn {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The area; null is the whole.
    #[schema(value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period that it is for.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The words as published.
    #[serde(default)]
    #[schema(value_type = WordsText, example = "2.6")]
    outcome: String,
    /// The share of the plan's target as published, where it stands apart from the words.
    #[schema(value_type = Option<WordsText>, example = json!(null))]
    share_of_target: Option<String>,
    /// How firm it is; where nothing is said, as a note behind the figure says (forecast, estimate), else final.
    #[schema(value_type = Option<BasisWord>)]
    basis: Option<String>,
    /// The statistical definition it follows, where it is another than the target's.
    #[schema(value_type = Option<CodeText>)]
    caliber: Option<String>,
    /// Who published it.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    source: String,
    /// The day it was reported; today where nothing is said.
    #[schema(value_type = Option<DayText>)]
    reported_on: Option<String>,
    /// Free text.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    note: String,
}

/// One outcome, or several of which all or none are taken.
pub(super) struct OneOrMoreOutcomes;

one_or_more!(OneOrMoreOutcomes, "OneOrMoreOutcomes", OutcomeIn);

/// Outcomes as they are reported: JSON, or the rows of a file.
enum Reported {
    Json(Box<Batch<OutcomeIn>>),
    Rows(Upload),
}

impl FromRequest for Reported {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        const TAKEN: [&str; 5] = [
            "application/json",
            "text/csv",
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
        ];
        if form_of(request) == Some(Format::Json) {
            let batch = Batch::from_request(request, payload);
            return Box::pin(async move { batch.await.map(|batch| Self::Json(Box::new(batch))) });
        }
        let file = upload(request, &TAKEN, |state| state.settings.server.max_json_bytes);
        Box::pin(async move { file.await.map(Self::Rows) })
    }
}

impl Reported {
    /// The outcomes, and how faults name their fields.
    async fn read(self) -> Result<(import::Batch, Place), Problem> {
        match self {
            Self::Json(batch) => {
                let place = batch.place();
                let drafts: Vec<OutcomeDraft> =
                    batch.into_items().into_iter().map(OutcomeIn::draft).collect();
                Ok((drafts.into(), place))
            }
            Self::Rows(file) => {
                let read = import::Batch::read(file.0, MOST_ITEMS).await;
                let batch = read.map_err(|error| Problem::of(error, Place::File))?.ok_or_else(|| {
                    let detail = format!(
                        "the file has more than {MOST_ITEMS} rows; import it at /api/v1/imports/outcomes"
                    );
                    Problem::new(Kind::BodyTooLarge, detail)
                })?;
                Ok((batch, Place::File))
            }
        }
    }
}

/// A reported outcome: one vintage. It is never changed; a later report is another vintage.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutcomeOut {
    /// Its number.
    #[schema(minimum = 1, example = 42)]
    id: i64,
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period that it is for.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The words as published.
    #[schema(example = "2.6")]
    outcome: String,
    /// The share of the plan's target as published, where it stood apart from the words.
    #[schema(required = true, example = json!(null))]
    share_of_target: Option<String>,
    /// What the words were read as.
    value: ValueOut,
    /// What the words print beside it.
    beside: BesideOut,
    /// How firm it is.
    #[schema(value_type = BasisWord)]
    basis: &'static str,
    /// The statistical definition it follows; null is the target's.
    #[schema(required = true, value_type = Option<CodeText>)]
    caliber: Option<String>,
    /// Who published it.
    source: String,
    /// The day it was reported.
    #[schema(value_type = DayText)]
    reported_on: String,
    /// Free text.
    note: String,
}

/// An outcome with those of the same series, period and source before and after it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutcomeHistory {
    /// The outcome.
    #[serde(flatten)]
    outcome: OutcomeOut,
    /// The vintages recorded before it, in order.
    earlier: Vec<OutcomeOut>,
    /// The vintages recorded after it, in order.
    later: Vec<OutcomeOut>,
}

/// What became of one reported outcome.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordedOut {
    /// The number of the vintage that says so.
    #[schema(minimum = 1, example = 42)]
    id: i64,
    /// Whether the record said so already, so that nothing was added.
    known: bool,
}

/// What became of the reported outcomes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportOut {
    /// Each of them, in the order given.
    items: Vec<RecordedOut>,
    /// How many of them are new.
    #[schema(example = 1)]
    new: usize,
}

/// Which outcomes, and which page of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OutcomesQuery {
    /// Only of this indicator: of the series that area and category name with it.
    #[param(value_type = Option<MemberText>)]
    indicator: Option<String>,
    /// With an indicator the area of the series; left out or empty it is the whole. Without one, only of this area.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// With an indicator the category of the series; left out or empty it is all of them. Without one, only of this
    /// category.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// Only for exactly this period.
    #[param(value_type = Option<PeriodText>)]
    period: Option<String>,
    /// true: only the vintages that answer now, not those that a later one displaced.
    #[param(value_type = Option<bool>)]
    current: Option<String>,
    /// Most entries of the page. The default and the largest value are settings (50 and 1000).
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 50)]
    limit: Option<String>,
    /// The cursor of the page, as the page before gave it in `next`.
    #[param(value_type = Option<CursorText>)]
    cursor: Option<String>,
}

impl OutcomesQuery {
    fn filter(&self, parameters: &mut Parameters) -> OutcomeFilter {
        let indicator = parameters.code("indicator", self.indicator.as_deref());
        let area = parameters.code("area", self.area.as_deref());
        let category = parameters.code("category", self.category.as_deref());
        let (series, area, category) = match indicator {
            Some(indicator) => (Some(Series { indicator, area, category }), None, None),
            None => (None, area, category),
        };
        OutcomeFilter {
            series,
            area,
            category,
            period: parameters.period("period", self.period.as_deref()),
            current_only: parameters.flag("current", self.current.as_deref()),
        }
    }
}

/// The indicator, the area and the category that a filter names.
fn named(filter: &OutcomeFilter) -> (Option<&Code>, Option<&Code>, Option<&Code>) {
    match &filter.series {
        Some(Series { indicator, area, category }) => (Some(indicator), area.as_ref(), category.as_ref()),
        None => (None, filter.area.as_ref(), filter.category.as_ref()),
    }
}

impl OutcomeIn {
    fn draft(self) -> OutcomeDraft {
        let Self {
            indicator,
            area,
            category,
            period,
            outcome,
            share_of_target,
            basis,
            caliber,
            source,
            reported_on,
            note,
        } = self;
        OutcomeDraft {
            indicator,
            area,
            category,
            period,
            outcome,
            share_of_target,
            basis,
            caliber,
            source,
            reported_on,
            note,
            value: None,
            unit: None,
        }
    }
}

impl From<Vintage> for OutcomeOut {
    fn from(vintage: Vintage) -> Self {
        let Vintage { id, outcome, share_text } = vintage;
        let Outcome { series, period, text, value, basis, caliber, source, reported_on, note } = outcome;
        let (value, beside) = ValueOut::of(value);
        let Series { indicator, area, category } = series;
        Self {
            id,
            indicator: indicator.to_string(),
            area: area.map(|code| code.to_string()),
            category: category.map(|code| code.to_string()),
            period: period.to_string(),
            outcome: text,
            share_of_target: Some(share_text).filter(|text| !text.is_empty()),
            value,
            beside,
            basis: basis.word(),
            caliber: caliber.map(|code| code.to_string()),
            source,
            reported_on: reported_on.to_string(),
            note,
        }
    }
}

/// Reports outcomes: one, or several of which all or none are taken.
///
/// A report that says what the record says already adds nothing, so that it can be sent again without harm. Rows of CSV
/// or NDJSON, at most 10,000 of them, have the columns of a file of outcomes; larger files are imported.
#[utoipa::path(
    tag = "Outcomes",
    request_body(
        content(
            (OneOrMoreOutcomes = "application/json"),
            (String = "application/x-ndjson"),
            (String = "text/csv", example = "indicator,period,outcome\ngdp-growth,2022,2.6\n"),
        ),
        description = "One outcome, an array of them, or the rows of a file.",
    ),
    responses(
        (status = 201, description = "They are recorded; at least one is new.", body = ReportOut,
            headers(("Location" = String, description = "Where the one is that is new; of several the list of them."))),
        (status = 200, description = "The record said so already; nothing was added.", body = ReportOut),
        ReportRefusals,
    ),
)]
#[post("/outcomes")]
async fn report_outcomes(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Reported,
) -> Result<HttpResponse, Problem> {
    let (batch, place) = body.read().await?;
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| plantrack.report_batch(caller, &batch).await;
    to_the_end(asking, write, place.problem(), |recorded: Vec<Recorded>| reported(&recorded)).await
}

/// What became of the reported outcomes.
fn reported(recorded: &[Recorded]) -> HttpResponse {
    let of_the_new = recorded.iter().filter(|one| matches!(one, Recorded::New(_))).map(Recorded::id);
    let new: Vec<i64> = of_the_new.collect();
    let mut answer = match new.as_slice() {
        [] => HttpResponse::Ok(),
        [id] => created(format!("/api/v1/outcomes/{id}")),
        _ => created("/api/v1/outcomes".to_owned()),
    };
    let items = recorded
        .iter()
        .map(|one| RecordedOut { id: one.id(), known: matches!(one, Recorded::Known(_)) })
        .collect();
    answer.json(ReportOut { items, new: new.len() })
}

fn created(location: String) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, location));
    answer
}

/// Lists outcomes, in the order they were recorded.
///
/// Every vintage is listed, also those that a later one displaced, unless `current` is true.
#[utoipa::path(
    tag = "Outcomes",
    params(OutcomesQuery),
    responses(
        (status = 200, description = "A page of outcomes.", body = Page<OutcomeOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListNamedRefusals,
    ),
)]
#[get("/outcomes")]
async fn list_outcomes(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<OutcomesQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.0;
    let mut parameters = Parameters::default();
    let filter = query.filter(&mut parameters);
    let (limit, cursor) = (query.limit.as_deref(), query.cursor.as_deref());
    let asked = PageAsked::read(&mut parameters, CURSOR, limit, cursor, &state);
    parameters.finish()?;
    let (indicator, area, category) = named(&filter);
    state.plantrack.check_named(indicator, area, category).await.map_err(read_failed)?;
    let found = state.plantrack.list_outcomes(&filter, asked.after, asked.to_load()).await;
    Ok(page(&request, CURSOR, asked, found.map_err(read_failed)?, |vintage| vintage.id, OutcomeOut::from))
}

/// Reads an outcome, with the vintages of the same series, period and source before and after it.
///
/// An outcome is never changed: what was said of the same figure before and after stands beside it.
#[utoipa::path(
    tag = "Outcomes",
    params(("id" = i64, Path, description = "The outcome's number.", minimum = 1, example = 42)),
    responses(
        (status = 200, description = "The outcome and its other vintages.", body = OutcomeHistory),
        ReadRefusals,
    ),
)]
#[get("/outcomes/{id}")]
async fn find_outcome(
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_digit());
    let id = path.parse::<i64>().ok().filter(|id| is_plain && *id > 0);
    let id =
        id.ok_or_else(|| Problem::path("id", &path, "bad_id", "write the number of an outcome: 1 or more"))?;
    let mut history = OutcomeHistory {
        outcome: state.plantrack.find_outcome(id).await.map_err(read_failed)?.into(),
        earlier: Vec::new(),
        later: Vec::new(),
    };
    for vintage in state.plantrack.vintages_of(id).await.map_err(read_failed)? {
        match vintage.id.cmp(&id) {
            std::cmp::Ordering::Less => history.earlier.push(vintage.into()),
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => history.later.push(vintage.into()),
        }
    }
    Ok(HttpResponse::Ok().json(history))
}

/// The operations on outcomes.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(report_outcomes).service(list_outcomes).service(find_outcome);
}
