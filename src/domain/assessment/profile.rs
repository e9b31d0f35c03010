//! Expected paths: what should be reached by a day if the target is to be reached at the end. Arithmetic alone.

use chrono::NaiveDate;

use super::{Case, Profile, parts::earlier_run};
use crate::domain::{indicator::words, period::Period, quantity::Exact};

words! {
    /// The shape of the path that a pace is held against.
    Path, "path" {
        /// The target times the elapsed share of the period.
        Linear = "linear",
        /// The target times the share that earlier years had reached by the same day.
        Seasonal = "seasonal",
        /// The plan's own cumulative targets, straight lines between them.
        Waypoints = "waypoints",
        /// The target itself: what is compared whole is never pro-rated.
        Flat = "flat",
        /// A straight line from the baseline to the target.
        FromBaseline = "from_baseline",
    }
}

/// How many earlier years a profile and the errors of a projection are taken from at most.
const YEARS_BACK: usize = 10;

/// A quotient that is not carried out, so that nothing is rounded before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotient {
    /// What is divided.
    pub(super) dividend: Exact,
    /// What it is divided by; above zero.
    pub(super) divisor: Exact,
}

/// What should be reached of a sum by the last of the days covered, given the whole.
pub(super) fn expected_sum(case: &Case<'_>, whole: Exact, until: NaiveDate) -> Option<(Path, Quotient)> {
    let period = case.target.period;
    match case.profile {
        Profile::Seasonal => {
            if let Some(Quotient { dividend, divisor }) = seasonal_share(case, until) {
                return Some((Path::Seasonal, Quotient { dividend: whole.times(dividend)?, divisor }));
            }
        }
        Profile::Waypoints(points) => {
            let mut before = (period.start().pred_opt()?, Exact::ZERO);
            let mut after = (period.end(), whole);
            for point in points {
                if point.until <= until && point.until >= before.0 {
                    before = (point.until, point.cumulative);
                } else if point.until > until && point.until <= after.0 {
                    after = (point.until, point.cumulative);
                }
            }
            return Some((Path::Waypoints, between(before, after, until)?));
        }
        Profile::Linear => {}
    }
    Some((Path::Linear, between((period.start().pred_opt()?, Exact::ZERO), (period.end(), whole), until)?))
}

/// The straight line between two days.
pub(super) fn between(from: (NaiveDate, Exact), to: (NaiveDate, Exact), on: NaiveDate) -> Option<Quotient> {
    let days = |first: NaiveDate, last: NaiveDate| Exact::from(last.signed_duration_since(first).num_days());
    let whole = |dividend| Some(Quotient { dividend, divisor: Exact::ONE });
    if on >= to.0 {
        return whole(to.1);
    }
    if on <= from.0 {
        return whole(from.1);
    }
    let dividend = to.1.times(days(from.0, on))?.plus(from.1.times(days(on, to.0))?)?;
    Some(Quotient { dividend, divisor: days(from.0, to.0) })
}

/// The share that earlier years had reached by the same day of the year: the sum of what they had reached over
/// the sum of their totals. `None` where no earlier year is known both ways.
fn seasonal_share(case: &Case<'_>, until: NaiveDate) -> Option<Quotient> {
    let mut reached = Exact::ZERO;
    let mut totals = Exact::ZERO;
    for (part, total) in earlier_runs(case, case.target.period, until) {
        reached = reached.plus(part)?;
        totals = totals.plus(total)?;
    }
    totals.is_positive().then_some(Quotient { dividend: reached, divisor: totals })
}

/// For each earlier year that is known both ways, the latest first: what was reached by the same day, and the
/// whole.
pub(super) fn earlier_runs(case: &Case<'_>, period: Period, until: NaiveDate) -> Vec<(Exact, Exact)> {
    let mut runs = Vec::new();
    let (mut whole, mut part) = (period, Period::new(period.start(), until).ok());
    for _ in 0..YEARS_BACK {
        let (Some(earlier), Some(earlier_part)) =
            (whole.a_year_before(), part.and_then(Period::a_year_before))
        else {
            break;
        };
        (whole, part) = (earlier, Some(earlier_part));
        runs.extend(earlier_run(case, whole, earlier_part.end()));
    }
    runs
}
