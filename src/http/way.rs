//! The way of one indicator through the period of its target, on the wire: expected and reported, for a chart. It
//! does not know how the path is drawn.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    completion::tagged,
    documented::JudgeRefusals,
    judged::OfIndicator,
    problem::{Place, Problem},
    query::{Parameters, Query, path_code},
    readings::BothLanguages,
    services::ServiceConfig,
    standpoint::StandpointOut,
    state::State,
    target_shapes::WaypointOut,
    words::{
        CodeText, DayText, DecimalText, DirectionWord, EvidenceWord, MeasureWord, PeriodText, ReasonWord,
        StandingWord, StatusWord,
    },
};
use crate::{
    domain::{
        assessment::{Evidence, Pace, Reason, pace::Standing},
        indicator::Direction,
        quantity::Exact,
        target::Baseline,
    },
    service::{
        comparison::{Point, Way},
        members::Standpoint,
        scorecard::Assessed,
    },
};

/// The way of an indicator through the period of its target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Way)]
struct WayOut {
    #[serde(flatten)]
    standpoint: StandpointOut,
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The indicator's name.
    name: BothLanguages,
    /// The unit as written; empty where there is none.
    unit: String,
    /// How the number behaves in time: a flow is read from the start of the period.
    #[schema(value_type = MeasureWord)]
    measure: &'static str,
    /// Which way is better; null where the measure needs none.
    #[schema(required = true, value_type = Option<DirectionWord>)]
    direction: Option<&'static str>,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period of the target.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The target, in the words as published.
    #[schema(example = "60万人以上")]
    target: String,
    /// The number that is asked by the end of the period, in the unit; where no target is printed, the one that a
    /// share implies. Null where none is known.
    #[schema(required = true, value_type = Option<DecimalText>)]
    threshold: Option<Exact>,
    /// Where the way starts; null where the target names no baseline.
    #[schema(required = true)]
    baseline: Option<BaselineOut>,
    /// Cumulative targets that the plan sets for days within the period.
    waypoints: Vec<WaypointOut>,
    /// How it stands on the day that is asked for.
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// What that rests on; null where there is no verdict.
    #[schema(required = true, value_type = Option<EvidenceWord>)]
    evidence: Option<&'static str>,
    /// Why it is not assessed or awaited; null else.
    #[schema(required = true, value_type = Option<ReasonWord>)]
    reason: Option<&'static str>,
    /// The points that were reported, in the order of their days.
    points: Vec<PointOut>,
}

/// The figure that a target starts from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WayBaseline)]
struct BaselineOut {
    /// The period of the figure.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The figure, in the unit.
    #[schema(value_type = DecimalText)]
    value: Exact,
}

/// A point on the way: how it stood on a day, by what is for the time until then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WayPoint)]
struct PointOut {
    /// The day.
    #[schema(value_type = DayText)]
    until: String,
    /// The period of the outcome that answers there. Where parts were added up, the last of them.
    #[schema(required = true, value_type = Option<PeriodText>)]
    period: Option<String>,
    /// The words as published of that outcome.
    #[schema(required = true)]
    outcome: Option<String>,
    /// The elapsed share of the target's period, in percent.
    #[schema(value_type = DecimalText)]
    elapsed: Exact,
    /// What was reached by that day, in the unit; in percent of the target where only a share is reported. Null where
    /// the report gives no number.
    #[schema(required = true, value_type = Option<DecimalText>)]
    reached: Option<Exact>,
    /// What was expected by that day, in the same; null where no path can be drawn.
    #[schema(required = true, value_type = Option<DecimalText>)]
    expected: Option<Exact>,
    /// Completion over expected completion; 1 is as expected. Null on the last day of the period and without a path.
    #[schema(required = true, value_type = Option<DecimalText>)]
    ratio: Option<Exact>,
    /// The pace by the plan's limits.
    #[schema(required = true, value_type = Option<StandingWord>)]
    standing: Option<&'static str>,
    /// The achieved share of the target, in percent, not capped.
    #[schema(required = true, value_type = Option<DecimalText>)]
    completion: Option<Exact>,
    /// The status on that day.
    #[schema(value_type = StatusWord)]
    status: &'static str,
}

fn threshold(item: &Assessed) -> Option<Exact> {
    let implied = item.assessment.implied.map(|implied| implied.target.as_quotient());
    item.assessment.figures.threshold.ok().map(Exact::as_figure).or(implied)
}

impl From<Point> for PointOut {
    fn from(point: Point) -> Self {
        let Point { until, stood } = point;
        let asked = stood.target.item.period;
        let Assessed { outcome, assessment, .. } = &stood;
        let pace = assessment.pace.as_ref();
        let is_the_end = until == asked.end();
        let at_the_end = || threshold(&stood).filter(|_| is_the_end);
        Self {
            until: until.to_string(),
            period: outcome.as_ref().map(|vintage| vintage.outcome.period.to_string()),
            outcome: outcome.as_ref().map(|vintage| vintage.outcome.text.clone()),
            elapsed: asked.elapsed_percent(until).as_quotient(),
            reached: pace
                .and_then(Pace::figure_reached)
                .or(assessment.figures.outcome.ok())
                .map(Exact::as_figure),
            expected: pace.and_then(Pace::figure_expected).map(Exact::as_quotient).or_else(at_the_end),
            ratio: pace.and_then(|pace| pace.ratio.ok()).map(Exact::as_quotient),
            standing: pace.and_then(|pace| pace.standing).map(Standing::word),
            completion: assessment.figures.completion.ok().map(Exact::as_quotient),
            status: assessment.status.word(),
        }
    }
}

impl WayOut {
    fn new(standpoint: Standpoint, way: Way) -> Self {
        let Way { now, points } = way;
        let now = Arc::unwrap_or_clone(now);
        let (threshold, target) = (threshold(&now), now.target.item);
        Self {
            standpoint: standpoint.into(),
            indicator: now.indicator.code.to_string(),
            name: BothLanguages::new(&now.indicator.name_zh, &now.indicator.name_en),
            unit: now.indicator.unit,
            measure: now.indicator.measure.word(),
            direction: now.indicator.direction.map(Direction::word),
            area: target.series.area.map(|area| area.to_string()),
            category: target.series.category.map(|category| category.to_string()),
            period: target.period.to_string(),
            target: target.text,
            threshold,
            baseline: target.baseline.map(|Baseline { period, value, label: _ }| BaselineOut {
                period: period.to_string(),
                value,
            }),
            waypoints: target.waypoints.into_iter().map(WaypointOut::from).collect(),
            status: now.assessment.status.word(),
            evidence: now.assessment.evidence.map(Evidence::word),
            reason: now.assessment.reason.map(Reason::word),
            points: points.into_iter().map(PointOut::from).collect(),
        }
    }
}

/// Gives the way of an indicator through the period of its target, for a chart.
///
/// A point for each day until which something was reported: what was expected by then and what was reached.
#[utoipa::path(
    tag = "Completion",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        OfIndicator,
    ),
    responses(
        (status = 200, description = "The way.", body = WayOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/series/{indicator:.+}")]
async fn show_series(
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
    let mut out = WayOut::new(standpoint, way);
    if let Some(language) = tongue.language {
        out.name.only(language);
    }
    Ok(tongue.say(tagged(&request, &out)?))
}

/// The operation on ways.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_series);
}
