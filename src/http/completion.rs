//! How a plan stands, on the wire: the scorecard, and one indicator's status. It does not know how they come about.

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

pub use super::assessment_shapes::{AssessmentOut, Written};
use super::{
    answer::read_failed,
    answer_exports::{scorecard_file, status_file},
    documented::{FormRefusals, JudgeRefusals},
    judged::{Chosen, Common},
    kept::{self, Made},
    outgoing::{ANSWERS, TableWord, Wanted},
    plan_shapes::PlanOut,
    precondition::is_known,
    problem::Problem,
    query::{Parameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    summary_shapes::SummaryOut,
    upload::WorkbookFile,
    words::{CodeText, DayText, LanguageText, MemberText, NatureWord, PeriodText, StatusWord},
};
use crate::{
    domain::reading::Language,
    service::{
        export::{Form, Format},
        scorecard::Scorecard,
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
    /// List only this section, by its Chinese or English name. The counts are of all; `summary` counts only some.
    section: Option<String>,
    /// List only this nature: binding or anticipatory.
    #[param(value_type = Option<NatureWord>)]
    nature: Option<String>,
    /// List only this status.
    #[param(value_type = Option<StatusWord>)]
    status: Option<String>,
    /// The language of the words: zh or en; by Accept-Language where left out, and both where that names neither.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
    /// The form; by Accept where left out, else JSON.
    #[param(value_type = Option<TableWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// A moment that a parameter names.
pub(super) fn moment_in(parameters: &mut Parameters, name: &str, text: &str) -> Option<DateTime<Utc>> {
    parameters.fields().moment(name, text)
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

/// Gives a plan's scorecard: how each of its targets stands, and the counts.
///
/// What cannot be judged is no error: it has a status and a reason. The same question gets the same answer, byte for
/// byte, as long as nothing that it depends on changes.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), ScorecardQuery),
    responses(
        (status = 200, description = "The scorecard. As a table it has one row a target, as an export does.", content(
            (ScorecardOut = "application/json"),
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(
            ("ETag" = String, description = "Changes exactly when the answer does; another one for each form and language."),
            ("Content-Language" = String, description = "The languages of the words."),
        )),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals, FormRefusals,
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
    let ScorecardQuery { on, as_of, area, category, section, nature, status, lang, format, bom } = &query.0;
    let mut parameters = Parameters::default();
    let (mut question, tongue) = Common { on, as_of, area, category, lang }.read(&mut parameters, &request);
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), &request, ANSWERS);
    question.listed = Chosen { section, nature, status }.read(&mut parameters);
    parameters.finish()?;
    let wanted = wanted.taken()?;
    let state = state.get_ref();
    if wanted.form != Form::Table(Format::Json) {
        return scorecard_file(&request, state, plan, question, wanted).await;
    }
    let mark = wanted.mark_with(tongue);
    kept::answer(&request, state, mark, question, |question| async move {
        let card = state.plantrack.scorecard(&plan, &question).await.map_err(read_failed)?;
        let out = ScorecardOut::new(&card, tongue.language);
        Ok(Made::json(&out, card.ground, card.made_at)?.worded(tongue).in_forms())
    })
    .await
}

/// What one indicator's status is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatusQuery {
    /// The day it is judged for, and the last that is looked at; today where left out.
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
    /// The language of the words: zh or en; by Accept-Language where left out, and both where that names neither.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
    /// The form; by Accept where left out, else JSON.
    #[param(value_type = Option<TableWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
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
        (status = 200, description = "The assessment. As a table it has the indicator's row, as the scorecard has it, and those of its sub-indicators.", content(
            (AssessmentOut = "application/json"),
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(
            ("ETag" = String, description = "Changes exactly when the answer does; another one for each form and language."),
            ("Content-Language" = String, description = "The languages of the words."),
        )),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals, FormRefusals,
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
    let StatusQuery { on, as_of, area, category, period, lang, format, bom } = &query.0;
    let mut parameters = Parameters::default();
    let (question, tongue) = Common { on, as_of, area, category, lang }.read(&mut parameters, &request);
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), &request, ANSWERS);
    let period = parameters.period("period", period.as_deref());
    parameters.finish()?;
    let wanted = wanted.taken()?;
    let state = state.get_ref();
    if wanted.form != Form::Table(Format::Json) {
        return status_file(&request, state, (plan, indicator, period), question, wanted).await;
    }
    kept::answer(&request, state, wanted.mark_with(tongue), question, |question| async move {
        let answer = state.plantrack.indicator_status(&plan, &indicator, period, &question).await;
        let (card, item) = answer.map_err(read_failed)?;
        let mut out = AssessmentOut::with_members(&item, &card.assessed, card.on);
        if let Some(language) = tongue.language {
            out.only(language);
        }
        Ok(Made::json(&out, card.ground, card.made_at)?.worded(tongue).in_forms())
    })
    .await
}

/// The operations on how a plan stands.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_scorecard).service(show_indicator_status);
}
