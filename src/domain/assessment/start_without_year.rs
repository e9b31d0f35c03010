//! The earlier figure that a report prints without its year (1,060, up from 1,000; 由31.2%降至30.5%) or as that of the year before (上年3333亿元), as the
//! change since then, where that is asked and nothing else says what that year came to. Takes no decision.

use super::{Case, Reported, demand};
use crate::domain::{
    criterion::{ChangeUnit, Condition, PREVIOUS_PERIOD},
    indicator::Measure,
    reading::{context_of, figure_of_last_year, start_without_year},
    value::{Change, Figure},
};

/// The change that a report of a year is taken to print. A figure that is the target's own baseline, of another year, is no figure
/// of the year before.
pub(super) fn change(case: &Case<'_>, vintage: &Reported) -> Option<Change> {
    let outcome = &vintage.outcome;
    let Figure::Number { value: now, approximate: false } = outcome.value.figure else { return None };
    let may_be_one = outcome.period.years() == 1
        && outcome.period == case.target.period
        && outcome.value.changes.is_empty()
        && (outcome.text.contains("from ") || outcome.text.contains(['上', '去', '由', '从']));
    if !may_be_one || case.indicator.is_reduction || !asks_the_change_of_a_year(case) {
        return None;
    }
    let indicator = case.indicator;
    let by_unit = match indicator.measure {
        Measure::Flow | Measure::Level if matches!(indicator.unit.trim(), "%" | "percent") => {
            ChangeUnit::Points
        }
        Measure::Flow | Measure::Level => ChangeUnit::Amount,
        _ => return None,
    };
    let context = context_of(indicator);
    let named = figure_of_last_year(&outcome.text, now, &context);
    let earlier = named.or_else(|| start_without_year(&outcome.text, now, &context))?;
    let is_the_baseline = named.is_none() && case.baseline.is_some_and(|baseline| baseline.value == earlier);
    if is_the_baseline || demand::earlier(case, PREVIOUS_PERIOD, outcome.period).is_some() {
        return None;
    }
    Some(Change {
        by: now.minus(earlier)?,
        by_unit,
        op: None,
        approximate: false,
        from: PREVIOUS_PERIOD.to_owned(),
        average_per_year: false,
        like_for_like: false,
    })
}

/// Whether the target asks a change from the year before.
fn asks_the_change_of_a_year(case: &Case<'_>) -> bool {
    let is_one = |condition: &Condition| match condition {
        Condition::Change { from, average_per_year, .. } => from == PREVIOUS_PERIOD && !average_per_year,
        _ => false,
    };
    case.target.criterion.as_ref().is_some_and(|criterion| criterion.asks(is_one))
}
