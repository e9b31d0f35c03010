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
        | Figure::DeclaredMissed
        | Figure::DeclaredPace
        | Figure::Grade { .. }
        | Figure::Rank { .. }
        | Figure::Act { .. }
        | Figure::NotReported { .. } => None,
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

/// What is known of the number that a reported change makes of the figure for the period before. `None` where the figure is
/// no change, or where the base of a percentage is not known to be positive.
pub(super) fn changed(earlier: Interval, figure: &Figure) -> Option<Interval> {
    let Figure::Change { by, by_unit, op, .. } = figure else { return None };
    let change = op.map_or(Interval::point(*by), |op| Interval::bound(op, *by));
    match by_unit {
        ChangeUnit::Points | ChangeUnit::Amount => earlier.plus(change),
        ChangeUnit::Percent if change == Interval::point(Exact::ZERO) => Some(earlier),
        ChangeUnit::Percent => {
            earlier.low.filter(|low| low.at.is_positive())?;
            // A fall by more than all of it leaves less than nothing, as of a profit.
            change.moved(Exact::HUNDRED)?.times_of_positive(earlier)?.over(Exact::HUNDRED)
        }
    }
}
