//! The sign of what is short by its name: a deficit, a loss. Some print it below zero, where it is the larger the lower it is, and
//! some print how large it is; of the two together nothing is judged.

use super::{Case, Reported, as_something_else, replaced, value_of};
use crate::domain::{
    criterion::Condition,
    indicator::{Direction, Measure},
    quantity::Exact,
    shortfall::names_a_shortfall,
};

/// The vintages without those whose sign says nothing beside the target's; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let indicator = case.indicator;
    let is_amount = matches!(indicator.measure, Measure::Flow | Measure::Level | Measure::Ratio);
    if !is_amount || indicator.is_reduction {
        return None;
    }
    let asked = numbers_asked(case);
    let any_below = |numbers: &[Exact]| numbers.iter().any(|number| number.is_negative());
    let any_above = |numbers: &[Exact]| numbers.iter().any(|number| number.is_positive());
    let says_nothing = |vintage: &Reported| {
        let Some(known) = value_of::interval(&vintage.outcome.value.figure) else { return false };
        let is_below = known.high.is_some_and(|high| high.at.is_negative());
        let is_above = known.low.is_some_and(|low| low.at.is_positive());
        let is_magnitude = indicator.direction == Some(Direction::Lower);
        let is_mixed = (is_below && any_above(&asked)) || (is_above && any_below(&asked));
        is_mixed || (is_magnitude && (is_below || any_below(&asked)))
    };
    if !case.reported.iter().any(says_nothing) || !names_a_shortfall(&indicator.name_zh, &indicator.name_en) {
        return None;
    }
    replaced(case, |vintage| says_nothing(vintage).then(|| as_something_else(vintage)))
}

/// The numbers that the target asks.
fn numbers_asked(case: &Case<'_>) -> Vec<Exact> {
    let mut numbers = Vec::new();
    if let Some(criterion) = &case.target.criterion {
        criterion.visit(&mut |condition| match condition {
            Condition::Threshold { value, .. } | Condition::Change { to_value: Some(value), .. } => {
                numbers.push(*value);
            }
            Condition::Range { low, high, .. } => numbers.extend([*low, *high]),
            _ => {}
        });
    }
    numbers
}
