//! Shares of which the words of the report say that they are of something else than the indicator is by its name, or the target by
//! its words.

use super::super::Case;
use crate::domain::{
    indicator::{Direction, Measure},
    outcome::Outcome,
    reading::{AskedShare, names_another_rate, shares_another},
    value::Figure,
};

/// Whether a report gives the share of something else.
pub(super) fn are_of_something_else(case: &Case<'_>, outcome: &Outcome) -> bool {
    let indicator = case.indicator;
    let is_number =
        matches!(outcome.value.figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    if !is_number || indicator.measure != Measure::Level {
        return false;
    }
    // A category may be of a rate of its own.
    if outcome.series.category.is_none()
        && names_another_rate(&outcome.text, &indicator.name_zh, &case.target.text)
    {
        return true;
    }
    let asked = AskedShare {
        name: if indicator.name_en.is_empty() { &indicator.name_zh } else { &indicator.name_en },
        unit: &indicator.unit,
        target: &case.target.text,
        is_of_a_part: outcome.series.area.is_some() || outcome.series.category.is_some(),
    };
    shares_another(&outcome.text, &asked, indicator.direction == Some(Direction::Lower))
}
