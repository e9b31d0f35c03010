//! An act that a report says was not done, behind an earlier one that was: 已建成，未通车, of what is to be open to traffic. Takes no
//! decision.

use super::{Case, Reported, replaced};
use crate::domain::{act::settles, criterion::Condition, indicator::Measure, reading, value::Figure};

/// The vintages with such an act where what is asked is refuted by it; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Milestone {
        return None;
    }
    let Condition::Milestone { what: asked, .. } = &case.target.criterion.as_ref()?.condition else {
        return None;
    };
    replaced(case, |vintage| {
        let outcome = &vintage.outcome;
        let Figure::Act { what, not_done: false } = &outcome.value.figure else { return None };
        if settles(asked, what, false) {
            return None;
        }
        let missing = reading::act_denied(&outcome.text).filter(|missing| settles(asked, missing, true))?;
        let mut taken = vintage.clone();
        taken.outcome.value.figure = Figure::Act { what: missing, not_done: true };
        Some(taken)
    })
}
