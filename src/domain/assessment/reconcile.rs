//! A reported total beside what its reported parts make: both are shown with the difference and the missing
//! parts, and neither is corrected. Real data disagree.

use super::{
    Known, Unavailable,
    rollup::{Part, Printed, Rollup, roll_up},
};
use crate::domain::{indicator::Aggregation, quantity::Exact};

/// A total and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// The total as reported.
    pub total: Known,
    /// What the parts make.
    pub parts: Rollup,
    /// Total − parts, in the unit.
    pub difference: Known,
    /// How large a difference the rounding of the printed figures can make: half a unit of the last digit that is printed, of
    /// the total and of each part of a sum.
    pub rounding: Known,
    /// Whether the two agree exactly, no part missing; `None` where one of them is not known.
    pub agrees: Option<bool>,
    /// Whether they agree as far as rounding lets one see, no part missing.
    pub agrees_within_rounding: Option<bool>,
}

/// Holds a reported total against its parts. `per` as for [`roll_up`].
pub fn reconcile(
    total: Result<Printed, Unavailable>,
    aggregation: Aggregation,
    per: Known,
    parts: &[Part],
) -> Reconciliation {
    let rolled = roll_up(aggregation, per, parts);
    let difference = match (total, rolled.value) {
        (Ok(total), Ok(sum)) => total.value.minus(sum).ok_or(Unavailable::OUT_OF_RANGE),
        (Err(why), _) | (_, Err(why)) => Err(why),
    };
    let rounding = rounding(total.ok(), aggregation, parts);
    let whole = !rolled.is_partial();
    Reconciliation {
        total: total.map(|total| total.value),
        agrees: difference.ok().map(|difference| whole && difference.is_zero()),
        agrees_within_rounding: difference
            .ok()
            .zip(rounding.ok())
            .map(|(difference, rounding)| whole && difference.abs() <= rounding),
        parts: rolled,
        difference,
        rounding,
    }
}

impl Reconciliation {
    /// The same, where total and counted parts are known as ranges (least, most), as targets are that follow from
    /// printed shares: they agree within rounding where the range of the total and that of the sum meet, no part
    /// missing. The rounding is half the width of both together. Only for what adds up.
    #[must_use]
    pub fn with_ranges(self, total: Option<(Exact, Exact)>, parts: &[(Exact, Exact)]) -> Self {
        let sum = |end: fn(&(Exact, Exact)) -> Exact| {
            parts.iter().try_fold(Exact::ZERO, |sum, part| sum.plus(end(part)))
        };
        let (Some((low, high)), Some(least), Some(most)) = (total, sum(|part| part.0), sum(|part| part.1))
        else {
            return Self {
                rounding: Err(Unavailable::NOTHING_REPORTED),
                agrees_within_rounding: None,
                ..self
            };
        };
        let width = || high.minus(low)?.plus(most.minus(least)?)?.over(Exact::from(2));
        Self {
            rounding: width().ok_or(Unavailable::OUT_OF_RANGE),
            agrees_within_rounding: Some(!self.parts.is_partial() && low <= most && least <= high),
            ..self
        }
    }
}

fn rounding(total: Option<Printed>, aggregation: Aggregation, parts: &[Part]) -> Known {
    if aggregation != Aggregation::Sum {
        return Err(Unavailable::NOT_ADDITIVE);
    }
    let counted = parts.iter().filter(|part| !part.overlapping).filter_map(|part| part.figure);
    let each = counted.chain(total).map(|figure| figure.rounding);
    each.into_iter().try_fold(Exact::ZERO, Exact::plus).ok_or(Unavailable::OUT_OF_RANGE)
}
