//! What would follow, on the wire: a target phrase against an outcome phrase; nothing is kept. It does not know how
//! the case is judged.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    assessment_shapes::AssessmentOut,
    body::Json,
    documented::AskRefusals,
    problem::{Place, Problem},
    query::{NoParameters, Query},
    services::ServiceConfig,
    state::State,
    words::{
        BasisWord, DayOrNothingText, DecimalText, DirectionWord, MeasureWord, MemberText,
        PeriodOrNothingText, WordsText,
    },
};
use crate::service::{
    scorecard::Assessed,
    what_if::{Judged, WhatIf},
};

/// A case to be judged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "target": "5.5左右", "outcome": "2.6", "unit": "%", "measure": "rate", "direction": "higher",
    "period": "2022", "on": "2023-01-13"
}))]
pub(super) struct CaseIn {
    /// The target phrase.
    #[schema(value_type = WordsText, example = "5.5左右")]
    target: String,
    /// The outcome phrase; null or empty: nothing is reported.
    #[schema(value_type = Option<WordsText>, example = "2.6")]
    outcome: Option<String>,
    /// The share of the target as published beside the outcome.
    #[schema(value_type = Option<WordsText>, example = json!(null))]
    share_of_target: Option<String>,
    /// The unit; empty where there is none.
    #[serde(default)]
    #[schema(value_type = WordsText, example = "%")]
    unit: String,
    /// How the number behaves in time.
    #[schema(value_type = MeasureWord)]
    measure: String,
    /// Which way is better; needed by every measure but group and milestone.
    #[schema(value_type = Option<DirectionWord>)]
    direction: Option<String>,
    /// Whether the indicator is itself a reduction, so that a fall is reported as a positive amount; where left out, as the
    /// target's words say (压减5%以上 of a rate of which more is better).
    is_reduction: Option<bool>,
    /// The period of the target; the calendar year of the day it is judged for where left out or empty.
    #[schema(value_type = Option<PeriodOrNothingText>)]
    period: Option<String>,
    /// The period of the outcome; that of the target where left out or empty.
    #[schema(value_type = Option<PeriodOrNothingText>)]
    outcome_period: Option<String>,
    /// How firm the outcome is; where left out, as a note behind the figure says (forecast, estimate), else final.
    #[schema(value_type = Option<BasisWord>)]
    basis: Option<String>,
    /// The day it is judged for; today where left out or empty.
    #[schema(value_type = Option<DayOrNothingText>)]
    on: Option<String>,
    /// The outcome phrase of the period before, for a target that is a change.
    #[schema(value_type = Option<WordsText>)]
    previous: Option<String>,
    /// The outcome phrase of the series that a relative target refers to.
    #[schema(value_type = Option<WordsText>)]
    reference: Option<String>,
    /// How far from the number about (左右) may be, in the unit.
    #[schema(value_type = Option<DecimalText>)]
    tolerance: Option<String>,
    /// The caliber that the target was set on.
    #[schema(value_type = Option<MemberText>)]
    target_caliber: Option<String>,
    /// The caliber that the outcome follows.
    #[schema(value_type = Option<MemberText>)]
    caliber: Option<String>,
}

/// What follows from a case, in the shape of an assessment.
pub fn judged_out(judged: Judged) -> AssessmentOut {
    let on = judged.on;
    AssessmentOut::with_members(&Assessed::from(judged), &[], on)
}

impl From<CaseIn> for WhatIf {
    fn from(case: CaseIn) -> Self {
        let CaseIn {
            target,
            outcome,
            share_of_target,
            unit,
            measure,
            direction,
            is_reduction,
            period,
            outcome_period,
            basis,
            on,
            previous,
            reference,
            tolerance,
            target_caliber,
            caliber,
        } = case;
        Self {
            target,
            outcome,
            share_of_target,
            unit,
            measure,
            direction,
            is_reduction,
            period,
            outcome_period,
            basis,
            on,
            previous,
            reference,
            tolerance,
            target_caliber,
            caliber,
        }
    }
}

/// Judges a case; nothing is kept.
///
/// A target phrase against an outcome phrase, by the same rules as a plan's scorecard: for what-if questions, and to
/// check a verdict by hand.
#[utoipa::path(
    tag = "Reading",
    request_body = CaseIn,
    responses((status = 200, description = "What follows.", body = AssessmentOut), AskRefusals),
)]
#[post("/assess")]
async fn assess_case(
    state: web::Data<State>,
    _query: Query<NoParameters>,
    body: Json<CaseIn>,
) -> Result<HttpResponse, Problem> {
    let judged = state.plantrack.judge(&body.0.into()).map_err(|error| Problem::of(error, Place::Body))?;
    Ok(HttpResponse::Ok().json(judged_out(judged)))
}

/// The operation on cases.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(assess_case);
}
