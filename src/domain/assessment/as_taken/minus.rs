//! A minus alone where a fall is asked of what was above nothing: -50 of “reduce by 100” is as often the change as what there is,
//! of which there can be no less than nothing. Of neither anything is judged.

use super::{Case, Reported, as_something_else, replaced, value_of};
use crate::domain::{assessment::demand, criterion::Condition, indicator::Measure, quantity::Exact};

/// The vintages without those whose minus says nothing beside the fall that is asked; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    const MINUS: [char; 5] = ['-', '−', '－', '–', '﹣'];
    let is_amount = matches!(case.indicator.measure, Measure::Flow | Measure::Level | Measure::Ratio);
    if !is_amount || case.indicator.is_reduction {
        return None;
    }
    // Whoever writes what there is fell to -50 writes more than the sign.
    let is_minus_alone = |vintage: &Reported| {
        vintage.outcome.text.trim_start().starts_with(MINUS)
            && value_of::interval(&vintage.outcome.value.figure)
                .is_some_and(|known| known.high.is_some_and(|high| high.at.is_negative()))
    };
    if !case.reported.iter().any(is_minus_alone) {
        return None;
    }
    replaced(case, |vintage| {
        (is_minus_alone(vintage) && was_above_nothing(case, vintage)).then(|| as_something_else(vintage))
    })
}

/// Whether what a fall is asked of is known to have been above nothing, and is to stay so.
fn was_above_nothing(case: &Case<'_>, vintage: &Reported) -> bool {
    let Some(criterion) = &case.target.criterion else { return false };
    criterion.asks(|condition| match condition {
        Condition::Change { by, from, average_per_year, .. } if by.is_negative() => {
            let earlier = demand::counted_from(case, from, *average_per_year, vintage.outcome.period);
            let low = earlier.and_then(|(earlier, _)| earlier.low);
            let asked = demand::of(case, condition, vintage.outcome.period).ok().flatten();
            let most = asked.and_then(|asked| asked.ceiling?.at.as_point());
            low.is_some_and(|low| low.at.is_positive()) && !most.is_some_and(Exact::is_negative)
        }
        _ => false,
    })
}
