//! How a plan stands, on the wire: the scorecard, one indicator's status, the counts. It does not know how they
//! come about.

use super::services::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

pub use super::assessment_shapes::{AssessmentOut, Written};
use super::{
    documented::JudgeRefusals,
    kept::{self, Made},
    plan_shapes::PlanOut,
    precondition::is_known,
    problem::{Place, Problem},
    query::{Parameters, Query, path_code},
    state::State,
    summary_shapes::SummaryOut,
    words::{CodeText, DayText, LanguageText, MemberText, NatureWord, PeriodText, StatusWord},
};
use crate::{
    domain::{assessment::Status, indicator::Nature, reading::Language},
    service::{
        error::ServiceError,
        scorecard::{Listed, Question, Scorecard},
    },
};

/// A plan's scorecard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Scorecard)]
pub struct ScorecardOut {
    /// The plan.
    plan: PlanOut,
    /// The day it was judged for.
    #[schema(value_type = DayText)]
    on: String,
    /// The moment whose knowledge counts; null is now.
    #[schema(required = true, format = DateTime)]
    as_of: Option<String>,
    /// The number of the last change that it takes into account.
    change: i64,
    /// The counts of all its targets, listed or not.
    summary: SummaryOut,
    /// The targets asked for, in the order of the plan.
    #[schema(value_type = Vec<AssessmentOut>)]
    indicators: Vec<Written>,
}

/// The counts of a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanSummary)]
struct PlanSummaryOut {
    /// The plan.
    plan: PlanOut,
    /// The day it was judged for.
    #[schema(value_type = DayText)]
    on: String,
    /// The moment whose knowledge counts; null is now.
    #[schema(required = true, format = DateTime)]
    as_of: Option<String>,
    /// The number of the last change that it takes into account.
    change: i64,
    /// The counts of all its targets.
    summary: SummaryOut,
}

/// A moment as it is sent.
pub(super) fn moment(time: Option<DateTime<Utc>>) -> Option<String> {
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

impl ScorecardOut {
    /// A scorecard, in one language or in both.
    pub fn new(card: &Scorecard, language: Option<Language>) -> Self {
        let Scorecard { plan, on, as_of, change, summary, assessed, ground: _, made_at: _ } = card;
        let mut summary = SummaryOut::from(summary);
        if let Some(language) = language {
            summary.only(language);
        }
        Self {
            plan: plan.clone().into(),
            on: on.to_string(),
            as_of: moment(*as_of),
            change: *change,
            summary,
            indicators: assessed.iter().filter_map(|item| AssessmentOut::json(item, language)).collect(),
        }
    }
}

/// What a scorecard is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ScorecardQuery {
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The targets for this area; left out or empty, those for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The targets for this category; left out or empty, those for all of them.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// List only this section, by its Chinese or English name. The counts are of all.
    section: Option<String>,
    /// List only this nature: binding or anticipatory.
    #[param(value_type = Option<NatureWord>)]
    nature: Option<String>,
    /// List only this status.
    #[param(value_type = Option<StatusWord>)]
    status: Option<String>,
    /// Only this language, zh or en; both where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// What one indicator's status is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatusQuery {
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The target for this area; left out or empty, that for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The target for this category; left out or empty, that for all of them.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// The period of the target, where the plan has several.
    #[param(value_type = Option<PeriodText>)]
    period: Option<String>,
    /// Only this language, zh or en; both where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// What the counts are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SummaryQuery {
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The targets for this area; left out or empty, those for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The targets for this category; left out or empty, those for all of them.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// Only this language, zh or en; both where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// The parts that all of these have.
pub(super) struct Common<'a> {
    pub(super) on: &'a Option<String>,
    pub(super) as_of: &'a Option<String>,
    pub(super) area: &'a Option<String>,
    pub(super) category: &'a Option<String>,
    pub(super) lang: &'a Option<String>,
}

impl Common<'_> {
    /// Reads them, and notes what is wrong with them.
    pub(super) fn read(&self, parameters: &mut Parameters) -> (Question, Option<Language>) {
        let question = Question {
            on: self.on.as_deref().and_then(|on| parameters.fields().day("on", on)),
            as_of: self.as_of.as_deref().and_then(|text| moment_in(parameters, "as_of", text)),
            area: parameters.code("area", self.area.as_deref()),
            category: parameters.code("category", self.category.as_deref()),
            listed: Listed::default(),
        };
        let language = match self.lang.as_deref() {
            None => None,
            Some("zh") => Some(Language::Zh),
            Some("en") => Some(Language::En),
            Some(other) => {
                parameters.fault("lang", other, "unknown_word", "write zh or en, or leave it out for both");
                None
            }
        };
        (question, language)
    }
}

/// A moment that a parameter names.
pub(super) fn moment_in(parameters: &mut Parameters, name: &str, text: &str) -> Option<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(text).ok();
    if read.is_none() {
        let detail = "write a moment as 2023-01-13T08:00:00Z; a + of an offset is written %2B in a query";
        parameters.fault(name, text, "bad_time", detail);
    }
    read.map(|time| time.with_timezone(&Utc))
}

/// The answer with an ETag of its own bytes: it changes exactly when the answer does.
pub(super) fn tagged(request: &HttpRequest, out: &impl Serialize) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_vec(out).map_err(|error| Problem::internal(error.to_string()))?;
    let digest = Sha256::digest(&body);
    let start = digest.first_chunk::<16>().copied().unwrap_or_default();
    let tag = format!("\"{:032x}\"", u128::from_be_bytes(start));
    if is_known(request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((header::ETAG, tag)).content_type("application/json").body(body))
}

fn failed(error: ServiceError) -> Problem {
    Problem::of(error, Place::Query)
}

/// Gives a plan's scorecard: how each of its targets stands, and the counts.
///
/// What cannot be judged is no error: it has a status and a reason. The same question gets the same answer, byte for
/// byte, as long as nothing that it depends on changes.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), ScorecardQuery),
    responses(
        (status = 200, description = "The scorecard.", body = ScorecardOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/completion")]
async fn show_scorecard(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<ScorecardQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let ScorecardQuery { on, as_of, area, category, section, nature, status, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (mut question, language) = Common { on, as_of, area, category, lang }.read(&mut parameters);
    question.listed = Listed {
        section: section.clone(),
        nature: nature.as_deref().and_then(|word| parameters.fields().word::<Nature>("nature", word)),
        status: status.as_deref().and_then(|word| parameters.fields().word::<Status>("status", word)),
    };
    parameters.finish()?;
    let state = state.get_ref();
    kept::answer(&request, state, "", question, |question| async move {
        let card = state.plantrack.scorecard(&plan, &question).await.map_err(failed)?;
        let out = ScorecardOut::new(&card, language);
        Made::json(&out, card.ground, card.made_at)
    })
    .await
}

/// Gives one indicator's status: the assessment with its steps, its pace and its sub-indicators.
///
/// What cannot be judged is no error: it has a status and a reason. Each step has the numbers it used, so that the
/// verdict can be checked by hand.
#[utoipa::path(
    tag = "Completion",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        StatusQuery,
    ),
    responses(
        (status = 200, description = "The assessment.", body = AssessmentOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/completion/{indicator:.+}")]
async fn show_indicator_status(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<StatusQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, indicator) = (path_code("plan", &path.0)?, path_code("indicator", &path.1)?);
    let StatusQuery { on, as_of, area, category, period, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, language) = Common { on, as_of, area, category, lang }.read(&mut parameters);
    let period = parameters.period("period", period.as_deref());
    parameters.finish()?;
    let state = state.get_ref();
    kept::answer(&request, state, "", question, |question| async move {
        let answer = state.plantrack.indicator_status(&plan, &indicator, period, &question).await;
        let (card, item) = answer.map_err(failed)?;
        let mut out = AssessmentOut::with_members(&item, &card.assessed, card.on);
        if let Some(language) = language {
            out.only(language);
        }
        Made::json(&out, card.ground, card.made_at)
    })
    .await
}

/// Gives the counts of a plan's targets.
///
/// By status, nature, section, reason and evidence; headline targets and sub-indicators apart. No percentage is ever
/// averaged.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), SummaryQuery),
    responses(
        (status = 200, description = "The counts.", body = PlanSummaryOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/summary")]
async fn show_summary(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<SummaryQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let SummaryQuery { on, as_of, area, category, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, language) = Common { on, as_of, area, category, lang }.read(&mut parameters);
    parameters.finish()?;
    let state = state.get_ref();
    kept::answer(&request, state, "", question, |question| async move {
        let card = state.plantrack.scorecard(&plan, &question).await.map_err(failed)?;
        let mut summary = SummaryOut::from(&card.summary);
        if let Some(language) = language {
            summary.only(language);
        }
        let Scorecard { plan, on, as_of, change, ground, made_at, .. } = card;
        let (on, as_of) = (on.to_string(), moment(as_of));
        Made::json(&PlanSummaryOut { plan: plan.into(), on, as_of, change, summary }, ground, made_at)
    })
    .await
}

/// The operations on how a plan stands.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_scorecard).service(show_indicator_status).service(show_summary);
}
