//! An index of prices beside the growth of prices: 100.2 is none of 3 %.

use super::Case;
use crate::domain::{
    assessment::{demand, index_base::are_index_and_growth, value_of},
    criterion::Condition,
    indicator::Measure,
    outcome::Outcome,
    reading::names_prices_as_such,
    unit::Unit,
};

/// Whether of what is asked and what is reported one is an index of which the year before is 100, and the other its growth, where
/// the name says that prices are measured, or the words of the target that a growth is asked and the report is a number alone.
pub(super) fn are_told_apart(case: &Case<'_>, outcome: &Outcome) -> bool {
    let indicator = case.indicator;
    if !matches!(indicator.measure, Measure::Rate | Measure::Level)
        || !(names_prices_as_such(&indicator.name_zh, &indicator.name_en)
            || is_growth_by_words(case, outcome))
        || !Unit::parse(&indicator.unit).is_fraction()
    {
        return false;
    }
    let condition = case.target.criterion.as_ref().map(|criterion| &criterion.condition);
    let Some(condition @ (Condition::Threshold { .. } | Condition::Range { .. })) = condition else {
        return false;
    };
    let asked = demand::of(case, condition, outcome.period).ok().flatten();
    let known = value_of::interval(&outcome.value.figure);
    asked.zip(known).is_some_and(|(asked, known)| are_index_and_growth(&asked, known))
}

fn is_growth_by_words(case: &Case<'_>, outcome: &Outcome) -> bool {
    let says = |text: &str| ["涨", "漲"].iter().any(|word| text.contains(word));
    case.indicator.measure == Measure::Rate && says(&case.target.text) && !says(&outcome.text)
}
