//! Expected paths: what should be reached by a day if the target is to be reached at the end. Arithmetic alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate};

use super::{Case, Profile, parts::earlier_run, root::factor};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition},
    indicator::words,
    period::Period,
    quantity::Exact,
    target::{Target, Waypoint},
};

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
        Profile::Seasonal => {}
        Profile::Waypoints(points) => {
            return Some((Path::Waypoints, along(period, points, whole, until)?));
        }
        Profile::Linear => {
            let steps = steps(case);
            if !steps.is_empty() {
                return Some((Path::Waypoints, along(period, &steps, whole, until)?));
            }
        }
    }
    expected_share(case, whole, until)
}

/// The same of a whole that is not counted in the unit, of which amounts that are asked on the way say nothing.
pub(super) fn expected_share(case: &Case<'_>, whole: Exact, until: NaiveDate) -> Option<(Path, Quotient)> {
    let period = case.target.period;
    if matches!(case.profile, Profile::Seasonal)
        && let Some(Quotient { dividend, divisor }) = seasonal_share(case, until)
    {
        return Some((Path::Seasonal, Quotient { dividend: whole.times(dividend)?, divisor }));
    }
    Some((Path::Linear, between((period.start().pred_opt()?, Exact::ZERO), (period.end(), whole), until)?))
}

/// What the way from a baseline asks by a day: a straight line; and where growth a year is asked, a line from year to year,
/// since growth compounds and asks less of the first years.
pub(super) fn on_the_way(
    case: &Case<'_>,
    baseline: (NaiveDate, Exact),
    whole: Exact,
    until: NaiveDate,
) -> Option<Quotient> {
    let years = year_by_year(case, baseline).filter(|years| years.last().map(|year| year.1) == Some(whole));
    let Some(years) = years else { return between(baseline, (case.target.period.end(), whole), until) };
    let next = years.iter().position(|(end, _)| until <= *end)?;
    let before = next.checked_sub(1).and_then(|before| years.get(before)).copied();
    between(before.unwrap_or(baseline), *years.get(next)?, until)
}

/// What growth a year makes of a baseline by the end of each year, where that is what is asked.
pub(super) fn year_by_year(
    case: &Case<'_>,
    (day, base): (NaiveDate, Exact),
) -> Option<Vec<(NaiveDate, Exact)>> {
    let Condition::Change { by, by_unit: ChangeUnit::Percent, average_per_year: true, .. } =
        case.target.criterion.as_ref()?.condition
    else {
        return None;
    };
    let growth = factor(by)?;
    let years = Period::new(day.succ_opt()?, case.target.period.end()).ok()?.whole_years()?;
    let mut value = base;
    years
        .iter()
        .map(|year| {
            value = value.times(growth)?;
            Some((year.end(), value))
        })
        .collect()
}

/// The straight line between the two waypoints that a day lies between, the first and the last day of the period included.
fn along(period: Period, points: &[Waypoint], whole: Exact, until: NaiveDate) -> Option<Quotient> {
    let mut before = (period.start().pred_opt()?, Exact::ZERO);
    let mut after = (period.end(), whole);
    for point in points {
        if point.until <= until && point.until >= before.0 {
            before = (point.until, point.cumulative);
        } else if point.until > until && point.until <= after.0 {
            after = (point.until, point.cumulative);
        }
    }
    between(before, after, until)
}

/// The waypoints that the plan's own targets for parts of the period make: those for parts that begin with it, and those for
/// parts that follow one another from there, which add up. None where they do not rise to what is asked of the whole.
fn steps(case: &Case<'_>) -> Vec<Waypoint> {
    let period = case.target.period;
    let is_part = |other: &&&Target| {
        period.covers(other.period) && other.period != period && other.caliber == case.target.caliber
    };
    let parts: BTreeMap<Period, Exact> = case
        .beside
        .iter()
        .filter(is_part)
        .filter_map(|other| Some((other.period, plain_number(other, case.target)?)))
        .collect();
    let mut reached: BTreeMap<NaiveDate, Exact> = BTreeMap::new();
    for (part, number) in parts {
        let before = if part.start() == period.start() {
            Some(Exact::ZERO)
        } else {
            part.start().pred_opt().and_then(|day| reached.get(&day).copied())
        };
        if let Some(cumulative) = before.and_then(|before| before.plus(number)) {
            reached.entry(part.end()).or_insert(cumulative);
        }
    }
    // Where the parts are the whole and make another number than it, they are no way to it.
    let together = reached.remove(&period.end());
    let numbers = reached.values().copied();
    let leads_elsewhere = together.is_some() && together != case.target.threshold();
    if leads_elsewhere || !numbers.chain(case.target.threshold()).is_sorted() {
        return Vec::new();
    }
    reached.into_iter().map(|(until, cumulative)| Waypoint { until, cumulative }).collect()
}

/// The number that a part is asked, where it is asked no less plainly than a number can be, and to the same side as the whole.
fn plain_number(part: &Target, whole: &Target) -> Option<Exact> {
    let Condition::Threshold { op, value, average_per_year: false, .. } = part.criterion.as_ref()?.condition
    else {
        return None;
    };
    let is_floor = |op| matches!(op, Comparison::AtLeast | Comparison::MoreThan);
    let is_cap = |op| matches!(op, Comparison::AtMost | Comparison::LessThan);
    let fits = match whole.criterion.as_ref()?.condition {
        Condition::Threshold { op: other, .. } => {
            (is_floor(op), is_cap(op)) == (is_floor(other), is_cap(other))
        }
        _ => is_floor(op),
    };
    (fits && !value.is_negative()).then_some(value)
}

/// How much of the time between two days has passed on a day, as a part and the whole of it.
pub(super) fn passed(from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Option<(i64, i64)> {
    Some(Period::new(from.succ_opt()?, to).ok()?.elapsed(on))
}

/// The straight line between two days.
pub(super) fn between(from: (NaiveDate, Exact), to: (NaiveDate, Exact), on: NaiveDate) -> Option<Quotient> {
    let whole = |dividend| Some(Quotient { dividend, divisor: Exact::ONE });
    if on >= to.0 {
        return whole(to.1);
    }
    if on <= from.0 {
        return whole(from.1);
    }
    let (part, all) = passed(from.0, to.0, on)?;
    let left = Exact::from(all.checked_sub(part)?);
    let dividend = to.1.times(Exact::from(part))?.plus(from.1.times(left)?)?;
    Some(Quotient { dividend, divisor: Exact::from(all) })
}

/// The share that earlier years had reached by the same day of the year. Where none is known by that very day, it lies on the
/// straight line between the ends of months that they are known by. `None` where there are none.
fn seasonal_share(case: &Case<'_>, until: NaiveDate) -> Option<Quotient> {
    if let Some(share) = share_by(case, until) {
        return Some(share);
    }
    let period = case.target.period;
    let none = Quotient { dividend: Exact::ZERO, divisor: Exact::ONE };
    let all = Quotient { dividend: Exact::ONE, divisor: Exact::ONE };
    let ends = month_ends(case);
    let known_by = |end: &NaiveDate| Some((*end, share_by(case, *end)?));
    let before = ends.range(..until).rev().find_map(known_by);
    let after = ends.range(until..).find_map(known_by);
    before.or(after)?;
    let (from, low) = before.or_else(|| Some((period.start().pred_opt()?, none)))?;
    let (to, high) = after.unwrap_or((period.end(), all));
    let (part, days) = passed(from, to, until)?;
    let (part, left) = (Exact::from(part), Exact::from(days.checked_sub(part)?));
    let over_both = |share: Quotient, other: Quotient| share.dividend.times(other.divisor);
    let dividend = over_both(low, high)?.times(left)?.plus(over_both(high, low)?.times(part)?)?;
    Some(Quotient { dividend, divisor: low.divisor.times(high.divisor)?.times(Exact::from(days))? })
}

/// The sum of what earlier years had reached by a day of the year over the sum of their totals. `None` where no earlier year is
/// known both ways.
fn share_by(case: &Case<'_>, day: NaiveDate) -> Option<Quotient> {
    let (mut reached, mut totals) = (Exact::ZERO, Exact::ZERO);
    for (part, total) in earlier_runs(case, case.target.period, day) {
        reached = reached.plus(part)?;
        totals = totals.plus(total)?;
    }
    totals.is_positive().then_some(Quotient { dividend: reached, divisor: totals })
}

/// The last days of months within the target's period by which an earlier year may be known: something is reported of it until
/// then. Looked for in what is reported, since a plan may have many more months than reports.
fn month_ends(case: &Case<'_>) -> BTreeSet<NaiveDate> {
    let period = case.target.period;
    let reported = case.reported.iter().filter_map(|vintage| vintage.outcome.period.end().succ_opt());
    let next: BTreeSet<NaiveDate> = reported.filter(|next| next.day() == 1).collect();
    let in_later_years = |next: NaiveDate| {
        let later =
            (1..).take(YEARS_BACK).map_while(move |year| next.checked_add_months(Months::new(year * 12)));
        later.filter_map(|next| next.pred_opt())
    };
    let ends = next.into_iter().flat_map(in_later_years);
    ends.filter(|end| period.start() <= *end && *end < period.end()).collect()
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
