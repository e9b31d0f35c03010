//! What a report says was done, where that is another act than is asked: 新增 of what is to be got rid of. Takes no decision.

use super::Case;
use crate::domain::{
    criterion::Condition,
    indicator::{Direction, Measure},
    outcome::Outcome,
    reading::{Asked, counts_another_deed},
    value::Figure,
};

/// Whether the word before the number of a report is of another act than is asked. What something rose or fell by says by itself which
/// way it went.
pub(super) fn are_others(case: &Case<'_>, outcome: &Outcome) -> bool {
    let indicator = case.indicator;
    if matches!(outcome.value.figure, Figure::Change { .. }) {
        return false;
    }
    let is_a_change = |condition: &Condition| matches!(condition, Condition::Change { .. });
    let asked = Asked {
        name: &indicator.name_zh,
        unit: &indicator.unit,
        target: &case.target.text,
        is_level: indicator.measure == Measure::Level,
        is_lower_better: indicator.direction == Some(Direction::Lower),
        is_change: case.target.criterion.as_ref().is_some_and(|criterion| criterion.asks(is_a_change)),
    };
    let is_amount = matches!(indicator.measure, Measure::Flow | Measure::Level);
    is_amount && counts_another_deed(&outcome.text, &asked)
}
