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

/// What should be reached of a sum by the last of the days covered, given the whole.
pub(super) fn expected_sum(case: &Case<'_>, whole: Exact, until: NaiveDate) -> Option<(Path, Exact)> {
    let period = case.target.period;
    match case.profile {
        Profile::Seasonal => {
            if let Some(share) = seasonal_share(case, until) {
                return Some((Path::Seasonal, whole.times(share)?));
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
pub(super) fn between(from: (NaiveDate, Exact), to: (NaiveDate, Exact), on: NaiveDate) -> Option<Exact> {
    let days = |first: NaiveDate, last: NaiveDate| Exact::from(last.signed_duration_since(first).num_days());
    if on >= to.0 {
        return Some(to.1);
    }
    if on <= from.0 {
        return Some(from.1);
    }
    let way = to.1.minus(from.1)?.times(days(from.0, on))?.over(days(from.0, to.0))?;
    from.1.plus(way)
}

/// The share that earlier years had reached by the same day of the year: the sum of what they had reached over
/// the sum of their totals. `None` where no earlier year is known both ways.
pub(super) fn seasonal_share(case: &Case<'_>, until: NaiveDate) -> Option<Exact> {
    let mut reached = Exact::ZERO;
    let mut totals = Exact::ZERO;
    for (part, total) in earlier_runs(case, case.target.period, until) {
        reached = reached.plus(part)?;
        totals = totals.plus(total)?;
    }
    if totals.is_positive() { reached.over(totals) } else { None }
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
