//! An outcome as an assessment shows it: the indicator stands around it. It does not know how it was chosen.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    readings::{BesideOut, ValueOut},
    words::{BasisWord, CodeText, DayText, PeriodText},
};
use crate::{domain::outcome::Outcome, service::Vintage};

/// An outcome that was reported for the series of the assessment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reported)]
pub(super) struct ReportedOut {
    /// Its number.
    #[schema(minimum = 1, example = 42)]
    id: i64,
    /// The words as published.
    #[schema(example = "2.6")]
    text: String,
    /// What the words were read as.
    value: ValueOut,
    /// What the words print beside it.
    beside: BesideOut,
    /// How firm it is.
    #[schema(value_type = BasisWord)]
    basis: &'static str,
    /// The period that it is for.
    #[schema(value_type = PeriodText)]
    period: String,
    /// Who published it.
    source: String,
    /// The day it was reported.
    #[schema(value_type = DayText)]
    reported_on: String,
    /// The share of the plan's target as published, where it stood apart from the words.
    #[schema(required = true, example = json!(null))]
    share_of_target: Option<String>,
    /// The statistical definition it follows; null is the target's.
    #[schema(required = true, value_type = Option<CodeText>)]
    caliber: Option<String>,
    /// Free text.
    note: String,
}

impl From<Vintage> for ReportedOut {
    fn from(vintage: Vintage) -> Self {
        let Vintage { id, outcome, share_text } = vintage;
        let Outcome { series: _, period, text, value, basis, caliber, source, reported_on, note } = outcome;
        let (value, beside) = ValueOut::of(value);
        Self {
            id,
            text,
            value,
            beside,
            basis: basis.word(),
            period: period.to_string(),
            source,
            reported_on: reported_on.to_string(),
            share_of_target: Some(share_text).filter(|text| !text.is_empty()),
            caliber: caliber.map(|code| code.to_string()),
            note,
        }
    }
}
