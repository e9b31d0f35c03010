//! Where it leads by the end of the period: one named method for each shape of path, the range that earlier
//! years' errors give, and the pace needed from here on. Deterministic; takes no decision.

use chrono::NaiveDate;

use super::{
    Case, Known, Unavailable, Verdict,
    demand::Demand,
    interval::Interval,
    parts::SoFar,
    profile::{Path, Quotient, earlier_runs, expected_sum, on_the_way, passed, year_by_year},
    starting_point,
    weigh::number_against,
};
use crate::domain::{indicator::words, quantity::Exact};

words! {
    /// How a figure for the end of the period is projected.
    Method, "method" {
        /// What was reached over the elapsed share.
        RunRate = "run_rate",
        /// What was reached over the share that earlier years had reached by the same day.
        SeasonalShare = "seasonal_share",
        /// What was reached over the share that the plan's own cumulative targets ask by that day.
        PlanProfile = "plan_profile",
        /// The latest figure stands: what is compared whole is never extrapolated.
        LatestFigure = "latest_figure",
        /// The way from the baseline through the latest figure: a straight line, or growth that compounds where that is asked.
        TrendFromBaseline = "trend_from_baseline",
    }
}

/// The least number of earlier years whose errors make a range.
pub const YEARS_FOR_A_RANGE: usize = 3;

/// A projection to the end of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// How it was made.
    pub method: Method,
    /// The projected figure, in the unit.
    pub value: Exact,
    /// The range that the errors of the same method in earlier years give, where at least three are known.
    pub range: Result<(Exact, Exact), Unavailable>,
    /// How many earlier years' errors are known.
    pub years: usize,
    /// What the projection, or its range, would say about the target.
    pub verdict: Verdict,
    /// What is still missing to the target, in the unit; negative where the target is passed.
    pub remaining: Known,
    /// What is needed a day from here on, in the unit, to reach the target.
    pub needed_per_day: Known,
    /// That, as a multiple of what was reached a day so far.
    pub needed_times: Known,
}

impl Projection {
    /// What is projected: the range, where there is one.
    pub(super) fn known(&self) -> Interval {
        self.range.map_or(Interval::point(self.value), |(low, high)| Interval::between(low, high))
    }
}

/// Projects what was reached so far to the end of the target's period.
pub(super) fn project(case: &Case<'_>, so_far: &SoFar<'_>, asked: &Demand, path: Path) -> Option<Projection> {
    let reached = so_far.known.and_then(Interval::as_point)?;
    let until = so_far.covered.end();
    let runs = earlier_runs(case, case.target.period, until);
    let start = starting_point(case);
    let target = asked.threshold();
    let (method, value, range) = match path {
        Path::Linear | Path::Seasonal | Path::Waypoints => {
            let (method, whole) = match path {
                Path::Linear => (Method::RunRate, None),
                Path::Seasonal => (Method::SeasonalShare, None),
                // The share that waypoints ask by a day is a share of what is asked at the end.
                _ => (Method::PlanProfile, target.filter(|target| target.is_positive())),
            };
            let whole = whole.unwrap_or(Exact::ONE);
            let (_, Quotient { dividend, divisor }) = expected_sum(case, whole, until)?;
            let value = reached.times(whole)?.times(divisor)?.over(dividend)?;
            // The method's error in a year is that year's whole over what it would have projected then, and both have the
            // same share in them: what is left is the whole over the part.
            let as_then = runs.iter().filter_map(|(part, total)| reached.times(*total)?.over(*part));
            (method, value, ends(as_then, runs.len()))
        }
        Path::FromBaseline => {
            let (from, baseline) = start?;
            let end = case.target.period.end();
            let compounding = target.filter(|_| year_by_year(case, (from, baseline)).is_some());
            let (done, all) = if let Some(target) = compounding {
                // Along a way that compounds, days are no measure of how far it has led.
                let expected = on_the_way(case, (from, baseline), target, until)?;
                let done = expected.dividend.minus(baseline.times(expected.divisor)?)?;
                (done, target.minus(baseline)?.times(expected.divisor)?)
            } else {
                let (part, whole) = passed(from, end, until)?;
                (Exact::from(part), Exact::from(whole))
            };
            let way = reached.minus(baseline)?.times(all)?.over(done)?;
            (Method::TrendFromBaseline, baseline.plus(way)?, None)
        }
        Path::Flat => {
            let errors = runs.iter().filter_map(|(part, total)| total.minus(*part));
            let range = ends(errors.filter_map(|error| reached.plus(error)), runs.len());
            (Method::LatestFigure, reached, range)
        }
    };
    let (remaining, needed_per_day, needed_times) = needed(case, reached, target, until, path, start);
    let projected = Projection {
        method,
        value,
        range: range.ok_or(Unavailable::TOO_FEW_YEARS),
        years: runs.len(),
        verdict: Verdict::Open,
        remaining,
        needed_per_day,
        needed_times,
    };
    Some(Projection { verdict: number_against(asked, projected.known()).verdict, ..projected })
}

fn days(first: NaiveDate, last: NaiveDate) -> i64 {
    last.signed_duration_since(first).num_days()
}

fn ends(values: impl Iterator<Item = Exact> + Clone, years: usize) -> Option<(Exact, Exact)> {
    if years < YEARS_FOR_A_RANGE || values.clone().count() < years {
        return None;
    }
    Some((values.clone().min()?, values.max()?))
}

/// What is still missing, a day from here on, and against the days so far.
fn needed(
    case: &Case<'_>,
    reached: Exact,
    target: Option<Exact>,
    until: NaiveDate,
    path: Path,
    start: Option<(NaiveDate, Exact)>,
) -> (Known, Known, Known) {
    let Some(target) = target else {
        let none = Err(Unavailable::TARGET_WITHOUT_NUMBER);
        return (none, none, none);
    };
    let remaining = target.minus(reached).ok_or(Unavailable::OUT_OF_RANGE);
    let from = match (path, start) {
        (Path::Flat, _) => None,
        (Path::FromBaseline, start) => start,
        _ => case.target.period.start().pred_opt().map(|day| (day, Exact::ZERO)),
    };
    let Some((from, base)) = from else {
        return (remaining, Err(Unavailable::COMPARED_WHOLE), Err(Unavailable::COMPARED_WHOLE));
    };
    let left = days(until, case.target.period.end());
    if left <= 0 {
        return (remaining, Err(Unavailable::NO_TIME_LEFT), Err(Unavailable::NO_TIME_LEFT));
    }
    let per_day =
        remaining.and_then(|remaining| remaining.over(Exact::from(left)).ok_or(Unavailable::OUT_OF_RANGE));
    let so_far = reached.minus(base).and_then(|way| way.over(Exact::from(days(from, until))));
    let times = per_day.and_then(|needed| {
        let so_far = so_far.filter(|pace| !pace.is_zero()).ok_or(Unavailable::NOTHING_REACHED)?;
        needed.over(so_far).ok_or(Unavailable::OUT_OF_RANGE)
    });
    (remaining, per_day, times)
}
