//! What a part contributes to the growth of a whole, from amounts and growth rates as printed, with the range
//! that their rounding leaves. Arithmetic alone.

use super::{Known, Unavailable, rollup::Printed};
use crate::domain::quantity::Exact;

/// An amount with its growth over the year before, both as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grown {
    /// The amount, in the unit.
    pub amount: Printed,
    /// Its growth, in percent.
    pub growth_percent: Printed,
}

/// What a part contributes to the growth of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// The part's change over the whole's change, in percent.
    pub percent: Exact,
    /// The least that it can be, the four figures being rounded as printed; `None` where an end cannot be
    /// represented.
    pub low: Option<Exact>,
    /// The most that it can be.
    pub high: Option<Exact>,
    /// The part's change over the whole a year before: its share of the growth, in percentage points.
    pub points: Exact,
}

impl Contribution {
    /// Whether a printed contribution can be true, given the rounding.
    pub fn allows(&self, printed: Exact) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low <= printed && printed <= high)
    }
}

impl Grown {
    /// The amount a year before: amount × 100 / (100 + growth).
    fn before(self) -> Option<Exact> {
        let factor = Exact::HUNDRED.plus(self.growth_percent.value)?;
        if factor.is_positive() { self.amount.value.times(Exact::HUNDRED)?.over(factor) } else { None }
    }

    fn change(self) -> Option<Exact> {
        self.amount.value.minus(self.before()?)
    }

    /// The four corners of the rounding.
    fn corners(self) -> Option<[Self; 4]> {
        let (least, most) = self.amount.range()?;
        let (slow, fast) = self.growth_percent.range()?;
        let corner =
            |amount: Exact, growth: Exact| Self { amount: amount.into(), growth_percent: growth.into() };
        Some([corner(least, slow), corner(least, fast), corner(most, slow), corner(most, fast)])
    }
}

/// The contribution of a part to the growth of the whole: Δpart / Δwhole × 100, where Δ = amount − amount ×
/// 100 / (100 + growth).
///
/// # Errors
/// [`Unavailable::NO_GROWTH`] where the whole did not change,
/// [`Unavailable::OUT_OF_RANGE`] where a number cannot be represented.
pub fn contribution(part: Grown, whole: Grown) -> Result<Contribution, Unavailable> {
    let change = whole.change().ok_or(Unavailable::OUT_OF_RANGE)?;
    if change.is_zero() {
        return Err(Unavailable::NO_GROWTH);
    }
    let percent = share(part, whole).ok_or(Unavailable::OUT_OF_RANGE)?;
    let points: Known = part
        .change()
        .and_then(|part| part.times(Exact::HUNDRED)?.over(whole.before()?))
        .ok_or(Unavailable::OUT_OF_RANGE);
    let range = range(part, whole);
    Ok(Contribution {
        percent,
        low: range.map(|(low, _)| low),
        high: range.map(|(_, high)| high),
        points: points?,
    })
}

fn share(part: Grown, whole: Grown) -> Option<Exact> {
    part.change()?.times(Exact::HUNDRED)?.over(whole.change()?)
}

/// The share is monotone in each of the four figures, so that its ends lie at corners: a printed growth other than
/// zero is at least one unit of its last digit, so that half a unit does not turn its sign.
fn range(part: Grown, whole: Grown) -> Option<(Exact, Exact)> {
    let mut ends: Option<(Exact, Exact)> = None;
    for whole in whole.corners()? {
        for part in part.corners()? {
            let share = share(part, whole)?;
            let (low, high) = ends.unwrap_or((share, share));
            ends = Some((low.min(share), high.max(share)));
        }
    }
    ends
}
