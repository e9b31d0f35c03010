//! A figure below zero against a limit that English words call within: as far on either side of nothing, or no more than that?

use super::{Case, Reported, as_something_else, replaced, value_of};
use crate::domain::{
    criterion::{Comparison, Condition},
    indicator::Direction,
    quantity::Exact,
};

/// The vintages without the figures that lie further below zero than the limit lies above it; `None` where there is none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let is_within = case.indicator.direction == Some(Direction::Lower)
        && case.target.text.split(' ').any(|word| word.eq_ignore_ascii_case("within"));
    let criterion = case.target.criterion.as_ref().filter(|_| is_within)?;
    let Condition::Threshold { op: Comparison::AtMost, value: most, .. } = criterion.condition else {
        return None;
    };
    let is_beyond = |value: Exact| value.is_negative() && value.negated() > most && !most.is_negative();
    replaced(case, |vintage| {
        let value = value_of::number(&vintage.outcome.value.figure)?;
        is_beyond(value).then(|| as_something_else(vintage))
    })
}
