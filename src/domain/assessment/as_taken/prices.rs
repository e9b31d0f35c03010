//! Growth at constant prices and at current ones: which of them a target asks, and what a report says of that one.

use super::{Case, Reported, replaced};
use crate::domain::{
    criterion::{ChangeUnit, Condition},
    indicator::Measure,
    period::Period,
    quantity::Exact,
    reading::{Prices, is_at_constant_prices, names_prices, prices_named, prices_of, prices_of_growth_named},
    value::{Change, Figure},
};

/// The vintages with no more than what they say at the prices that the target asks; `None` where that is as they are.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let asked = asked(case);
    let all = replaced(case, |vintage| taken(case, vintage, asked))?;
    // Where another report of the period is at the prices that are asked, that answers.
    let is_answered = |period: Period| all.iter().any(|one| one.outcome.period == period && answers(one));
    let speaks = |one: &&Reported| answers(one) || !is_answered(one.outcome.period);
    Some(all.iter().filter(speaks).cloned().collect())
}

fn answers(vintage: &Reported) -> bool {
    !matches!(vintage.outcome.value.figure, Figure::Act { .. } | Figure::NotReported { .. })
}

/// The prices of the growth that is asked, by the words of the target, or else by the name of the indicator.
fn asked(case: &Case<'_>) -> Option<Prices> {
    let (indicator, text) = (case.indicator, &case.target.text);
    let is_rate = indicator.measure == Measure::Rate;
    let (mut growths, mut asks_growth) = (Vec::new(), is_rate);
    case.target.criterion.as_ref()?.visit(&mut |condition| match condition {
        Condition::Change { by, by_unit: ChangeUnit::Percent, to_value: None, .. } => {
            growths.push(*by);
            asks_growth = true;
        }
        Condition::Threshold { value, .. } if is_rate => growths.push(*value),
        Condition::Range { low, .. } if is_rate => growths.push(*low),
        _ => {}
    });
    let named = || {
        let prices = prices_of_growth_named(&indicator.name_zh)?;
        // Amounts are at current prices most often, and their growth is not.
        (is_rate || prices == Prices::Constant).then_some(prices)
    };
    let said = growths.into_iter().find_map(|growth| prices_of(text, growth));
    said.or_else(named).filter(|_| asks_growth)
}

/// Whether a growth by so much is asked at constant prices, which the quotient of two amounts at current ones is not.
pub(in super::super) fn asks_at_constant_prices(case: &Case<'_>, by: Exact) -> bool {
    let name = &case.indicator.name_zh;
    let is_asked = prices_of(&case.target.text, by) == Some(Prices::Constant)
        || prices_named(name) == Some(Prices::Constant);
    is_asked && !is_at_constant_prices(name)
}

fn taken(case: &Case<'_>, vintage: &Reported, asked: Option<Prices>) -> Option<Reported> {
    let outcome = &vintage.outcome;
    let text = &outcome.text;
    // Where neither the target nor the name says which, what is published at constant prices is the growth.
    let asked = asked.or_else(|| names_prices(text).then_some(Prices::Constant))?;
    let is_other = |number: Exact| prices_of(text, number).is_some_and(|said| said != asked);
    let is_own = |number: Exact| prices_of(text, number) == Some(asked);
    let growth = match &outcome.value.figure {
        Figure::Number { value, .. } if case.indicator.measure == Measure::Rate => Some(*value),
        Figure::Bound { value, .. } if case.indicator.measure == Measure::Rate => Some(*value),
        Figure::Change { by, by_unit: ChangeUnit::Percent, .. } => Some(*by),
        _ => None,
    };
    let changes = &outcome.value.changes;
    let is_growth = |change: &Change| change.by_unit == ChangeUnit::Percent;
    let prints_own = changes.iter().any(|change| is_growth(change) && is_own(change.by));
    let is_kept = |change: &&Change| {
        !is_growth(change) || if prints_own { is_own(change.by) } else { !is_other(change.by) }
    };
    let kept: Vec<Change> = changes.iter().filter(is_kept).cloned().collect();
    let is_of_other = growth.is_some_and(is_other);
    if !is_of_other && kept.len() == changes.len() {
        return None;
    }
    let mut taken = vintage.clone();
    taken.outcome.value.changes = kept;
    if is_of_other {
        taken.outcome.value.figure = Figure::Act { what: text.clone(), not_done: false };
    }
    Some(taken)
}
