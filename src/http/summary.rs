//! The counts of a plan on the wire. It does not know what is counted.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    answer_exports::summary_file,
    completion::moment,
    documented::{FormRefusals, JudgeRefusals},
    judged::{Chosen, Common},
    kept::{self, Made},
    outgoing::{ANSWERS, TableWord, Wanted},
    plan_shapes::PlanOut,
    problem::Problem,
    query::{Parameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    summary_shapes::SummaryOut,
    upload::WorkbookFile,
    words::{CodeText, DayText, LanguageText, MemberText, NatureWord, StatusWord},
};
use crate::service::{
    export::{Form, Format},
    scorecard::Scorecard,
};

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
    /// The counts of its targets: of all, or of those asked for.
    summary: SummaryOut,
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
    /// Count only this section, by its Chinese or English name.
    section: Option<String>,
    /// Count only this nature: binding or anticipatory.
    #[param(value_type = Option<NatureWord>)]
    nature: Option<String>,
    /// Count only this status.
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

/// Gives the counts of a plan's targets, or of some of them.
///
/// By status, nature, section, reason and evidence; headline targets and sub-indicators apart. No percentage is ever
/// averaged.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), SummaryQuery),
    responses(
        (status = 200, description = "The counts. As a table it has a row for each group of targets that is counted.", content(
            (PlanSummaryOut = "application/json"),
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
#[get("/plans/{plan}/summary")]
async fn show_summary(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<SummaryQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let SummaryQuery { on, as_of, area, category, section, nature, status, lang, format, bom } = &query.0;
    let mut parameters = Parameters::default();
    let (mut question, tongue) = Common { on, as_of, area, category, lang }.read(&mut parameters, &request);
    question.listed = Chosen { section, nature, status }.read(&mut parameters);
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), &request, ANSWERS);
    parameters.finish()?;
    let wanted = wanted.taken()?;
    let state = state.get_ref();
    if wanted.form != Form::Table(Format::Json) {
        return summary_file(&request, state, plan, question, wanted).await;
    }
    kept::answer(&request, state, wanted.mark_with(tongue), question, |question| async move {
        let card = state.plantrack.counts(&plan, &question).await.map_err(read_failed)?;
        let mut summary = SummaryOut::from(&card.summary);
        if let Some(language) = tongue.language {
            summary.only(language);
        }
        let Scorecard { plan, on, as_of, change, ground, made_at, .. } = card;
        let (on, as_of) = (on.to_string(), moment(as_of));
        let out = PlanSummaryOut { plan: plan.into(), on, as_of, change, summary };
        Ok(Made::json(&out, ground, made_at)?.worded(tongue).in_forms())
    })
    .await
}

/// The operation on counts.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_summary);
}
