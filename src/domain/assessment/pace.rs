//! Pace: how what was reached so far stands to the expected path. Whatever is compared whole has a flat path.
//! Looks back only; where it leads is the projection's.

use chrono::NaiveDate;

use super::{
    Case, Known, Unavailable, Verdict,
    demand::Demand,
    figures::Figures,
    horizon::is_average_level,
    interval::Interval,
    parts::SoFar,
    profile::{Path, between, expected_sum},
    reported_change::ByChange,
    root::factor,
    weigh::{Finding, number_against},
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition},
    indicator::{Measure, words},
    period::Period,
    quantity::Exact,
};

words! {
    /// The pace, classed by the plan's limits.
    Standing, "standing" {
        /// As expected or better.
        OnTrack = "on_track",
        /// A little behind.
        AtRisk = "at_risk",
        /// Far behind.
        OffTrack = "off_track",
    }
}

words! {
    /// What the numbers of a pace are counted in.
    CountedIn, "counted_in" {
        /// The indicator's unit.
        Unit = "unit",
        /// Percent of the target, where only a share of it is reported.
        ShareOfTarget = "share_of_target",
        /// A change against the period before, in percent of it.
        Percent = "percent",
        /// A change against the period before, in percentage points.
        Points = "points",
        /// A change against the period before, in the unit.
        Amount = "amount",
    }
}

/// How it stands against the expected path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// The elapsed share of the target's period on the day that is judged for, in percent.
    pub elapsed_percent: Exact,
    /// The last day that the figure is for: the path is read there, so that a late report is no slow pace.
    pub until: NaiveDate,
    /// The shape of the path; `None` where none can be drawn.
    pub path: Option<Path>,
    /// What was expected by that day.
    pub expected: Known,
    /// What was reached by that day, in the same.
    pub reached: Known,
    /// What the path asks by that day, with both its ends; `None` where none can be drawn.
    pub asked: Option<Demand>,
    /// What is known of what was reached, also where that is no one number; `None` where it is no number at all.
    pub known: Option<Interval>,
    /// What both are counted in.
    pub counted_in: CountedIn,
    /// Completion over expected completion; 1 is as expected. From a baseline, the way done over the way
    /// expected. Where less is better, 2 − reached / expected.
    pub ratio: Known,
    /// The pace by the plan's limits; `None` where there is no path.
    pub standing: Option<Standing>,
}

impl Pace {
    /// What was reached, where it is a figure or a share of one and no change of it.
    pub fn figure_reached(&self) -> Option<Exact> {
        self.reached.ok().filter(|_| !self.counted_in.is_a_change())
    }

    /// What was expected, where it is a figure or a share of one and no change of it.
    pub fn figure_expected(&self) -> Option<Exact> {
        self.expected.ok().filter(|_| !self.counted_in.is_a_change())
    }
}

impl CountedIn {
    /// Whether a change against the period before is counted.
    pub const fn is_a_change(self) -> bool {
        matches!(self, Self::Percent | Self::Points | Self::Amount)
    }
}

/// The pace of what was reached so far towards what is asked.
pub(super) fn pace(case: &Case<'_>, so_far: &SoFar<'_>, asked: &Demand, known: Option<Interval>) -> Pace {
    let until = so_far.covered.end();
    let Some(expected) = expected(case, asked, until, known) else {
        // Without a path only what already meets the target says how it stands.
        let met = known.is_some_and(|known| number_against(asked, known).verdict == Verdict::Proved);
        let standing = met.then_some(Standing::OnTrack);
        let reached = known.and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER);
        return Pace { reached, known, standing, ..unknown(case, until) };
    };
    held(case, until, &expected, known)
}

/// The pace of a change as it is reported: what is counted in the unit, or from the figure of an earlier year, grows with the
/// days; what is a rate of growth is compared whole; and where it is counted otherwise than what is asked only its sign
/// speaks.
pub(super) fn of_change(case: &Case<'_>, so_far: &SoFar<'_>, by: &ByChange, finding: Finding) -> Pace {
    if !by.is_counted_alike() {
        return compared_whole(case, so_far, finding);
    }
    let until = so_far.covered.end();
    let adds_up = case.indicator.measure == Measure::Flow && by.asked_in == ChangeUnit::Amount;
    let start = case.target.period.start().pred_opt().filter(|_| adds_up).map(|start| (start, Path::Linear));
    let base = by.from.as_ref().and_then(|(_, base)| Some((*base.as_ref()?, Path::FromBaseline)));
    let end = case.target.period.end();
    let (path, demand) = match base.or(start) {
        Some((start, path)) => {
            let way = |whole| between((start, Exact::ZERO), (end, whole), until);
            (path, each_end(&by.asked, way).unwrap_or(by.asked))
        }
        None => (Path::Flat, by.asked),
    };
    let counted_in = match by.asked_in {
        ChangeUnit::Percent => CountedIn::Percent,
        ChangeUnit::Points => CountedIn::Points,
        ChangeUnit::Amount => CountedIn::Amount,
    };
    let expected = Expected { path, demand, baseline: None };
    Pace { counted_in, ..held(case, until, &expected, Some(by.said)) }
}

/// A pace of which nothing but the time is known.
fn unknown(case: &Case<'_>, until: NaiveDate) -> Pace {
    Pace {
        elapsed_percent: case.target.period.elapsed_percent(case.on),
        until,
        path: None,
        expected: Err(Unavailable::NO_PATH),
        reached: Err(Unavailable::NO_NUMBER),
        asked: None,
        known: None,
        counted_in: CountedIn::Unit,
        ratio: Err(Unavailable::NO_PATH),
        standing: None,
    }
}

/// What is known held against what the path asks by a day.
fn held(case: &Case<'_>, until: NaiveDate, expected: &Expected, known: Option<Interval>) -> Pace {
    let figures = Figures::of(known, Some(&expected.demand), None);
    let reached = known.and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER);
    let ratio = match expected.baseline {
        Some(baseline) => Figures::of(known, Some(&expected.demand), Some(baseline)).progress,
        None => figures.completion,
    }
    .and_then(|percent| percent.over(Exact::HUNDRED).ok_or(Unavailable::OUT_OF_RANGE));
    let verdict = known.map(|known| number_against(&expected.demand, known).verdict);
    let is_just_met = reached.is_ok() && reached == figures.threshold;
    let asks_less = case.rules.on_track_from < Exact::ONE;
    let standing = if is_just_met && verdict == Some(Verdict::Disproved) && !asks_less {
        // What is to be passed is met, which is not enough, and the least that is missing.
        Some(Standing::AtRisk)
    } else {
        classed(case, verdict, ratio)
    };
    let (path, asked) = (Some(expected.path), Some(expected.demand));
    Pace { path, expected: figures.threshold, reached, asked, known, ratio, standing, ..unknown(case, until) }
}

/// The pace of something compared whole that is no number: a grade, a rank, a word.
pub(super) fn compared_whole(case: &Case<'_>, so_far: &SoFar<'_>, finding: Finding) -> Pace {
    let standing = match finding.verdict {
        Verdict::Proved => Some(Standing::OnTrack),
        Verdict::Disproved => Some(Standing::OffTrack),
        Verdict::Open => None,
    };
    let ratio = Err(Unavailable::NO_NUMBER);
    let path = Some(Path::Flat);
    Pace { path, expected: ratio, ratio, standing, ..unknown(case, so_far.covered.end()) }
}

/// On track where what was expected is reached, unless the plan asks for more than that; else by the ratio; and far
/// behind where there is no ratio but what was expected is ruled out.
pub(super) fn classed(case: &Case<'_>, verdict: Option<Verdict>, ratio: Known) -> Option<Standing> {
    match (verdict, ratio) {
        (Some(Verdict::Proved), Err(_)) => Some(Standing::OnTrack),
        (Some(Verdict::Proved), Ok(_)) if case.rules.on_track_from <= Exact::ONE => Some(Standing::OnTrack),
        (_, Ok(ratio)) if ratio >= case.rules.on_track_from => Some(Standing::OnTrack),
        (_, Ok(ratio)) if ratio >= case.rules.at_risk_from => Some(Standing::AtRisk),
        (_, Ok(_)) | (Some(Verdict::Disproved), Err(_)) => Some(Standing::OffTrack),
        (Some(Verdict::Open) | None, Err(_)) => None,
    }
}

/// What the path asks by a day.
struct Expected {
    path: Path,
    demand: Demand,
    baseline: Option<Exact>,
}

fn expected(case: &Case<'_>, asked: &Demand, until: NaiveDate, known: Option<Interval>) -> Option<Expected> {
    let running = case.on >= case.target.period.start();
    match case.indicator.measure {
        Measure::Flow if running => {
            let mut path = Path::Linear;
            let demand = each_end(asked, |whole| {
                let (shape, expected) = expected_sum(case, whole, until)?;
                path = shape;
                Some(expected)
            })?;
            Some(Expected { path, demand, baseline: None })
        }
        Measure::Level if is_average_level(case) => {
            Some(Expected { path: Path::Flat, demand: *asked, baseline: None })
        }
        Measure::Flow | Measure::Level => from_baseline(case, asked, until, known).or_else(|| {
            let flat = Expected { path: Path::Flat, demand: *asked, baseline: None };
            // Without a baseline nothing says how far a target that is due in a later year should be by now.
            (running || super::starting_point(case).is_some()).then_some(flat)
        }),
        Measure::Rate | Measure::Index | Measure::Ratio | Measure::Grade if running => {
            Some(Expected { path: Path::Flat, demand: *asked, baseline: None })
        }
        _ => None,
    }
}

/// The way from the baseline, where there is a way to go. Of two ends it leads to the nearer one, for as long as what was
/// reached has not left by the farther one.
fn from_baseline(
    case: &Case<'_>,
    asked: &Demand,
    until: NaiveDate,
    known: Option<Interval>,
) -> Option<Expected> {
    let baseline = super::starting_point(case)?;
    let rules_out = |demand: Demand, known| number_against(&demand, known).verdict == Verdict::Disproved;
    let floor = Demand { floor: asked.floor, ceiling: None };
    let ceiling = Demand { floor: None, ceiling: asked.ceiling };
    let start = Interval::point(baseline.1);
    let (op, nearer, farther) = match (rules_out(floor, start), rules_out(ceiling, start)) {
        (true, false) => (Comparison::AtLeast, floor, ceiling),
        (false, true) => (Comparison::AtMost, ceiling, floor),
        _ => return None,
    };
    if known.is_some_and(|known| rules_out(farther, known)) {
        return None;
    }
    let target = nearer.threshold()?;
    let expected = on_the_way(case, baseline, target, until)?;
    Some(Expected {
        path: Path::FromBaseline,
        demand: Demand::from_comparison(op, Interval::point(expected), false, Exact::ZERO),
        baseline: Some(baseline.1),
    })
}

/// What the way from a baseline asks by a day: a straight line; and where growth a year is asked, a line from year to year,
/// since growth compounds and asks less of the first years.
pub(super) fn on_the_way(
    case: &Case<'_>,
    baseline: (NaiveDate, Exact),
    whole: Exact,
    until: NaiveDate,
) -> Option<Exact> {
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

/// The demand with each of its ends replaced.
fn each_end(asked: &Demand, mut at: impl FnMut(Exact) -> Option<Exact>) -> Option<Demand> {
    let mut demand = Demand { floor: None, ceiling: None };
    for (end, place) in [(asked.floor, &mut demand.floor), (asked.ceiling, &mut demand.ceiling)] {
        if let Some(mut limit) = end {
            limit.at = Interval::point(at(limit.at.as_point()?)?);
            // What must be passed at the end need only be kept up with on the way.
            limit.strict = false;
            *place = Some(limit);
        }
    }
    Some(demand)
}
