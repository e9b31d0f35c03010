//! What a report says is not done yet before the days that it is for are over: not yet published, of the year in June. It may be done by
//! their end, and is reported then. Takes no decision.

use super::{Case, Reported, replaced};
use crate::domain::{
    indicator::Measure,
    reading::is_not_yet_done,
    value::{Figure, Value},
};

/// The vintages in which such a report says nothing; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Milestone {
        return None;
    }
    replaced(case, |vintage| {
        let outcome = &vintage.outcome;
        let is_early = outcome.reported_on < outcome.period.end();
        (is_early && is_not_yet_done(&outcome.text)).then(|| {
            let mut taken = vintage.clone();
            taken.outcome.value = Value::from(Figure::NotReported { why: None });
            taken
        })
    })
}
