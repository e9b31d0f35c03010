//! The pictures of a plan, for reports and pages: one indicator's chart, the badge. It does not know how they are drawn.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::{
    documented::JudgeRefusals,
    drawn::{SVG, drawn},
    judged::{OfIndicator, OfPlan},
    problem::{Place, Problem},
    query::{Parameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    words::CodeText,
};
use crate::dashboard;

/// Draws the way of an indicator through the period of its target.
///
/// What was expected and what was reported, as SVG whose words can be selected and are read aloud. It loads nothing from
/// elsewhere and can be put into a report or a page. The numbers are those of `/plans/{plan}/series/{indicator}`.
#[utoipa::path(
    tag = "Completion",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        OfIndicator,
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
    query: Query<OfIndicator>,
) -> Result<HttpResponse, Problem> {
    let (plan, indicator) = (path_code("plan", &path.0)?, path_code("indicator", &path.1)?);
    let mut parameters = Parameters::default();
    let (question, tongue) = query.0.common().read(&mut parameters, &request);
    let period = parameters.period("period", query.0.period.as_deref());
    parameters.finish()?;
    let answer = state.plantrack.way(&plan, &indicator, period, &question).await;
    let (standpoint, way) = answer.map_err(|error| Problem::of(error, Place::Query))?;
    drawn(&request, SVG, None, dashboard::chart(&standpoint, &way, tongue.only_one()))
}

/// Draws the badge of a plan: how many of its headline targets are met.
///
/// Met are those achieved; while some still run, those on track count as on course. As SVG, for a page or a report.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), OfPlan),
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
    query: Query<OfPlan>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let mut parameters = Parameters::default();
    let (question, tongue) = query.0.common().read(&mut parameters, &request);
    parameters.finish()?;
    let answer = state.plantrack.scorecard(&plan, &question).await;
    let card = answer.map_err(|error| Problem::of(error, Place::Query))?;
    drawn(&request, SVG, None, dashboard::badge(&card, tongue.only_one()))
}

/// The operations that draw.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_chart).service(show_badge);
}
