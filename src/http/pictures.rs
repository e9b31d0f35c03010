//! The pictures of a plan, for reports and pages: one indicator's chart, the badge. It does not know how they are drawn.

use super::services::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    completion::Common,
    documented::JudgeRefusals,
    drawn::{SVG, drawn, language},
    problem::{Place, Problem},
    query::{Parameters, Query, path_code},
    state::State,
    words::{CodeText, DayText, LanguageText, MemberText, PeriodText},
};
use crate::dashboard;

/// Which chart.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChartQuery {
    /// The last day that is looked at; today where left out.
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
    /// The language of the words: zh or en; by Accept-Language where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// Which badge.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BadgeQuery {
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
    /// The language of the words: zh or en; by Accept-Language where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// Draws the way of an indicator through the period of its target.
///
/// What was expected and what was reported, as SVG whose words can be selected and are read aloud. It loads nothing from
/// elsewhere and can be put into a report or a page. The numbers are those of `/plans/{plan}/series/{indicator}`.
#[utoipa::path(
    tag = "Completion",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        ChartQuery,
    ),
    responses(
        (status = 200, description = "The picture.", body = String, content_type = "image/svg+xml",
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/chart/{indicator:.+}.svg")]
async fn show_chart(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<ChartQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, indicator) = (path_code("plan", &path.0)?, path_code("indicator", &path.1)?);
    let ChartQuery { on, as_of, area, category, period, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, _) = Common { on, as_of, area, category, lang: &None }.read(&mut parameters);
    let language = language(&request, lang.as_deref(), &mut parameters);
    let period = parameters.period("period", period.as_deref());
    parameters.finish()?;
    let answer = state.plantrack.way(&plan, &indicator, period, &question).await;
    let (standpoint, way) = answer.map_err(|error| Problem::of(error, Place::Query))?;
    drawn(&request, SVG, None, dashboard::chart(&standpoint, &way, language))
}

/// Draws the badge of a plan: how many of its headline targets are met.
///
/// Met are those achieved; while some still run, those on track count as on course. As SVG, for a page or a report.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), BadgeQuery),
    responses(
        (status = 200, description = "The picture.", body = String, content_type = "image/svg+xml",
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/badge.svg")]
async fn show_badge(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<BadgeQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let BadgeQuery { on, as_of, area, category, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, _) = Common { on, as_of, area, category, lang: &None }.read(&mut parameters);
    let language = language(&request, lang.as_deref(), &mut parameters);
    parameters.finish()?;
    let answer = state.plantrack.scorecard(&plan, &question).await;
    let card = answer.map_err(|error| Problem::of(error, Place::Query))?;
    drawn(&request, SVG, None, dashboard::badge(&card, language))
}

/// The operations that draw.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_chart).service(show_badge);
}
