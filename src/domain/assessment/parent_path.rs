//! What a longer plan's path asks of a shorter plan's period, and whether the shorter plan asks for as much. Looks
//! at targets and at what was reported before the period; gives no status.

use super::{
    Case, assess,
    compare::{Line, number},
    demand,
    horizon::HorizonKind,
};
use crate::domain::{
    indicator::{Direction, Indicator},
    period::Period,
    quantity::Exact,
    target::Target,
};

/// Decimals to which a number that comes from a root is held against a printed one.
const DECIMALS_OF_A_ROOT: u32 = 9;

/// What the longer plan's path asks of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathAsk {
    /// The number that the path asks of the period, in the unit: for an average of yearly growth, for a sum and for a change
    /// over all years what each year left must bring; for a value due at the end the last figure, grown by what each year left must
    /// bring: last × (1 + needed / 100) ^ years.
    pub path: Exact,
    /// The number that the shorter plan asks.
    pub asked: Exact,
    /// Whether it asks for at least as much, by the direction; `None` where the target itself is best.
    pub enough: Option<bool>,
}

/// What the path of a longer plan asks of the period of a shorter plan's target. `longer` is the case of the longer
/// plan's target, judged for the day before that period begins; `None` where nothing follows from what was reported.
pub fn path_ask(longer: &Case<'_>, indicator: &Indicator, target: &Target) -> Option<PathAsk> {
    let horizon = assess(longer).horizon?;
    let needed = horizon.needed_a_year.ok()?;
    let path = match horizon.kind {
        HorizonKind::AverageGrowth | HorizonKind::Sum | HorizonKind::CumulativeChange => needed,
        HorizonKind::EndYear => {
            let (covered, last) = horizon.last?;
            let factor = Exact::ONE.plus(needed.over(Exact::HUNDRED)?)?;
            (0..years_between(covered, target.period)?).try_fold(last, |value, _| value.times(factor))?
        }
    }
    .rounded(DECIMALS_OF_A_ROOT);
    let asked = number(&Line { indicator, target }).or_else(|| grown(longer, target))?;
    let enough = match indicator.direction? {
        Direction::Higher => Some(asked >= path),
        Direction::Lower => Some(asked <= path),
        Direction::OnTarget => None,
    };
    Some(PathAsk { path, asked, enough })
}

/// The number that the shorter plan's target asks where it asks a change: what that makes of the figure that it is counted from.
fn grown(longer: &Case<'_>, target: &Target) -> Option<Exact> {
    let baseline = target.baseline.as_ref();
    let shorter = Case { target, baseline, plan_period: None, ..*longer };
    demand::known(&shorter, &target.criterion.as_ref()?.condition, target.period)?.threshold()
}

/// The whole years from the end of one period to the end of another.
fn years_between(from: Period, to: Period) -> Option<usize> {
    let between = Period::new(from.end().succ_opt()?, to.end()).ok()?;
    Some(between.whole_years()?.len())
}
