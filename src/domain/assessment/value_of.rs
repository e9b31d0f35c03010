//! What a reported figure says about the number it stands for. Knows no target and no period.

use super::interval::Interval;
use crate::domain::{criterion::ChangeUnit, quantity::Exact, value::Figure};

/// What is known of the number, in the indicator's unit; `None` where the figure names none.
pub(super) fn interval(figure: &Figure) -> Option<Interval> {
    match figure {
        Figure::Number { value, .. } => Some(Interval::point(*value)),
        Figure::Bound { op, value, .. } => Some(Interval::bound(*op, *value)),
        Figure::Between { low, high } => Some(Interval::between(*low, *high)),
        Figure::ShareOfTarget { value, .. } => value.map(Interval::point),
        Figure::Change { .. }
        | Figure::DeclaredAttained
        | Figure::Grade { .. }
        | Figure::Rank { .. }
        | Figure::NotReported => None,
    }
}

/// The number itself, where the figure prints it.
pub(super) fn number(figure: &Figure) -> Option<Exact> {
    interval(figure).and_then(Interval::as_point)
}

/// Whether the report says about.
pub(super) const fn is_approximate(figure: &Figure) -> bool {
    matches!(figure, Figure::Number { approximate: true, .. } | Figure::Change { approximate: true, .. })
}

/// The least and the most that a printed number can be, if it was rounded to the decimals it prints: half a
/// unit of the last digit either way. `None` where an end cannot be represented.
pub(super) fn rounding_range(printed: Exact) -> Option<(Exact, Exact)> {
    let mut half = Exact::ONE.over(Exact::from(2))?;
    for _ in 0..printed.decimals() {
        half = half.over(Exact::from(10))?;
    }
    Some((printed.minus(half)?, printed.plus(half)?))
}

/// The number that a reported change makes of the figure for the period before: a range, since the change is printed
/// rounded. `None` where the figure is no change, or where a percentage has no positive base.
pub(super) fn changed(earlier: Interval, figure: &Figure) -> Option<Interval> {
    let Figure::Change { by, by_unit, op, .. } = figure else { return None };
    let change = if let Some(op) = op {
        Interval::bound(*op, *by)
    } else {
        let (low, high) = rounding_range(*by)?;
        Interval::between(low, high)
    };
    match by_unit {
        ChangeUnit::Points | ChangeUnit::Amount => earlier.plus(change),
        ChangeUnit::Percent => {
            let base = earlier.as_point().filter(|base| base.is_positive())?;
            change.moved(Exact::HUNDRED)?.stretched(base.over(Exact::HUNDRED)?)
        }
    }
}
