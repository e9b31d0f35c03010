//! Pace: how what was reached so far stands to the expected path. Whatever is compared whole has a flat path.
//! Looks back only; where it leads is the projection's.

use chrono::NaiveDate;

use super::{
    Case, Known, Unavailable, Verdict,
    compounding::adds_up,
    demand::{Demand, Limit},
    figures::{Figures, completion_of_change},
    horizon::is_average_level,
    interval::Interval,
    parts::SoFar,
    profile::{Path, Quotient, between, expected_share, expected_sum, on_the_way, year_by_year},
    reported_change::ByChange,
    share_of_change,
    weigh::{Finding, number_against},
};
use crate::domain::{
    criterion::ChangeUnit,
    indicator::{Measure, words},
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
    /// What the path asks by that day, with both its ends and the tolerance that it leaves; `None` where none can be drawn.
    pub asked: Option<Demand>,
    /// What is known of what was reached, also where that is no one number; `None` where it is no number at all.
    pub known: Option<Interval>,
    /// What both are counted in.
    pub counted_in: CountedIn,
    /// The earlier period that a change is counted from; `None` for the period before, and where no change is counted.
    pub counted_from: Option<String>,
    /// Whether the change is the average a year over several years.
    pub average_per_year: bool,
    /// Completion over expected completion; 1 is as expected. From a baseline, the way done over the way
    /// expected. Where less is better, 2 − reached / expected.
    pub ratio: Known,
    /// The pace by the plan's limits; `None` where there is no path.
    pub standing: Option<Standing>,
    /// The plan's limits: from where on it is on track, and at risk.
    pub limits: [Exact; 2],
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
    on_path(case, so_far.covered.end(), asked, known, expected(case, so_far, asked, known, true))
}

/// The pace of a share of a target of which no one number is known: what is given in the unit, where the way begins and what the
/// plan asks on it, says nothing of a share.
pub(super) fn of_share_alone(
    case: &Case<'_>,
    so_far: &SoFar<'_>,
    asked: &Demand,
    known: Option<Interval>,
) -> Pace {
    let pace = on_path(case, so_far.covered.end(), asked, known, expected(case, so_far, asked, known, false));
    Pace { counted_in: CountedIn::ShareOfTarget, ..pace }
}

fn on_path(
    case: &Case<'_>,
    until: NaiveDate,
    asked: &Demand,
    known: Option<Interval>,
    expected: Option<Expected>,
) -> Pace {
    let Some(expected) = expected else {
        // Without a path only what already meets the target says how it stands.
        let met = known.is_some_and(|known| number_against(asked, known).verdict == Verdict::Proved);
        let standing = met.then_some(Standing::OnTrack);
        let reached = known.and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER);
        return Pace { reached, known, standing, ..unknown(case, until) };
    };
    held(case, until, &expected, known)
}

/// The pace of a share of the target, of which the number is known: that of the amount that it is, told in percent of the
/// target, since where the way begins and what the plan asks on it are given in the unit. A share of a change is as much of the
/// way as it says.
pub(super) fn of_share(
    case: &Case<'_>,
    so_far: &SoFar<'_>,
    (percent, asked): (Exact, &Demand),
    number: Option<&Demand>,
) -> Option<Pace> {
    if let Some((path, since)) = share_of_change::way(case) {
        let (until, end) = (so_far.covered.end(), case.target.period.end());
        let way = |since| {
            let due = |whole| between((since, Exact::ZERO), (end, whole), until);
            let due = each_end(asked, |limit| added_up_to(limit, due))?;
            Some(Expected { path, due, from: From::Nothing })
        };
        let expected = since.and_then(way).unwrap_or_else(|| Expected::whole(asked));
        let known = Some(Interval::point(percent));
        return Some(Pace { counted_in: CountedIn::ShareOfTarget, ..held(case, until, &expected, known) });
    }
    let number = number?;
    let whole = number.threshold().filter(|whole| whole.is_positive())?;
    let amount = whole.times(percent)?.over(Exact::HUNDRED)?;
    let pace = pace(case, so_far, number, Some(Interval::point(amount)));
    let in_percent = |figure: Exact| figure.times(Exact::HUNDRED)?.over(whole);
    let told = |figure: Known| figure.and_then(|figure| in_percent(figure).ok_or(Unavailable::OUT_OF_RANGE));
    Some(Pace {
        expected: told(pace.expected),
        reached: Ok(percent),
        asked: pace.asked.and_then(|asked| asked.each_number(in_percent)),
        known: Some(Interval::point(percent)),
        counted_in: CountedIn::ShareOfTarget,
        ..pace
    })
}

/// The pace of a change as it is reported: what is counted in the unit, or from the figure of an earlier year, grows with the
/// days; what is a rate of growth, that of a part of the year included, is compared whole; and where it is counted otherwise
/// than what is asked only its sign speaks.
pub(super) fn of_change(case: &Case<'_>, so_far: &SoFar<'_>, by: &ByChange, finding: Finding) -> Pace {
    if !by.is_counted_alike() {
        return compared_whole(case, so_far, finding);
    }
    let until = so_far.covered.end();
    let adds_up = case.indicator.measure == Measure::Flow && by.asked_in == ChangeUnit::Amount;
    let start = case.target.period.start().pred_opt().filter(|_| adds_up).map(|start| (start, Path::Linear));
    // What a part of the target's own year has grown by since an earlier one is a rate of growth against the same part of that.
    let is_a_rate = case.indicator.measure == Measure::Flow
        && by.asked_in == ChangeUnit::Percent
        && case.target.period.years() < 2
        && so_far.is_within(case);
    let base = by
        .from
        .as_ref()
        .filter(|_| !is_a_rate)
        .and_then(|(_, base)| Some((*base.as_ref()?, Path::FromBaseline)));
    let end = case.target.period.end();
    let expected = base.or(start).and_then(|(start, path)| {
        let compounded = growth_on_the_way(case, start, until).filter(|_| by.asked_in == ChangeUnit::Percent);
        let way = |whole| compounded.or_else(|| between((start, Exact::ZERO), (end, whole), until));
        let due = each_end(&by.asked, |limit| added_up_to(limit, way))?;
        Some(Expected { path, due, from: From::NoChange })
    });
    let expected = expected.unwrap_or(Expected { from: From::NoChange, ..Expected::whole(&by.asked) });
    let counted_in = match by.asked_in {
        ChangeUnit::Percent => CountedIn::Percent,
        ChangeUnit::Points => CountedIn::Points,
        ChangeUnit::Amount => CountedIn::Amount,
    };
    let counted_from = by.from.as_ref().map(|(base, _)| base.clone());
    let average_per_year = by.average_per_year;
    Pace { counted_in, counted_from, average_per_year, ..held(case, until, &expected, Some(by.said)) }
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
        counted_from: None,
        average_per_year: false,
        ratio: Err(Unavailable::NO_PATH),
        standing: None,
        limits: [case.rules.on_track_from, case.rules.at_risk_from],
    }
}

/// What is known held against what the path asks by a day.
fn held(case: &Case<'_>, until: NaiveDate, expected: &Expected, known: Option<Interval>) -> Pace {
    let Due { multiplied, by } = expected.due;
    // What was reached and where it started, as many times as what is due.
    let as_often = known.and_then(|known| known.stretched(by));
    let baseline = match expected.from {
        From::Figure(baseline) => baseline.times(by).ok_or(Unavailable::OUT_OF_RANGE),
        From::Nothing | From::NoChange => Err(Unavailable::NO_BASELINE),
    };
    let figures = Figures::of(as_often, Some(&multiplied), baseline);
    let reached = known.and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER);
    let ratio = match expected.from {
        From::Figure(_) => figures.progress,
        From::Nothing => figures.completion,
        From::NoChange => completion_of_change(&figures),
    }
    .and_then(|percent| percent.over(Exact::HUNDRED).ok_or(Unavailable::OUT_OF_RANGE));
    let verdict = as_often.map(|known| number_against(&multiplied, known).verdict);
    let is_just_met = figures.outcome.is_ok() && figures.outcome == figures.threshold;
    let asks_less = case.rules.on_track_from < Exact::ONE;
    let standing = if is_just_met && verdict == Some(Verdict::Disproved) && !asks_less {
        // What is to be passed is met, which is not enough, and the least that is missing.
        Some(Standing::AtRisk)
    } else {
        classed(case, verdict, ratio)
    };
    let path = Some(expected.path);
    let due = figures.threshold.and_then(|due| due.over(by).ok_or(Unavailable::OUT_OF_RANGE));
    let asked = multiplied.each_number(|number| number.over(by));
    Pace { path, expected: due, reached, asked, known, ratio, standing, ..unknown(case, until) }
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

/// How much a standing counts among those of several parts that are asked at once: what is behind is behind whatever else is
/// not known, and what is not known keeps the others from being on track together.
pub(super) const fn weight(standing: Option<Standing>) -> u8 {
    match standing {
        Some(Standing::OnTrack) => 0,
        None => 1,
        Some(Standing::AtRisk) => 2,
        Some(Standing::OffTrack) => 3,
    }
}

/// The standing of two parts that are asked at once.
pub(super) const fn worse(one: Option<Standing>, other: Option<Standing>) -> Option<Standing> {
    if weight(other) > weight(one) { other } else { one }
}

/// What the path asks by a day.
struct Expected {
    path: Path,
    due: Due,
    from: From,
}

/// What the way to it is counted from.
enum From {
    /// Nothing: an amount that adds up, or what is compared whole.
    Nothing,
    /// A figure.
    Figure(Exact),
    /// No change, where a change is asked.
    NoChange,
}

impl Expected {
    /// All of what is asked, at any time.
    const fn whole(asked: &Demand) -> Self {
        Self { path: Path::Flat, due: Due { multiplied: *asked, by: Exact::ONE }, from: From::Nothing }
    }
}

/// What is due, multiplied by a positive number: the straight line to a target is a quotient, which is compared without being
/// carried out, so that nothing is rounded before.
struct Due {
    multiplied: Demand,
    by: Exact,
}

fn expected(
    case: &Case<'_>,
    so_far: &SoFar<'_>,
    asked: &Demand,
    known: Option<Interval>,
    is_in_unit: bool,
) -> Option<Expected> {
    let until = so_far.covered.end();
    let start = super::starting_point(case).filter(|_| is_in_unit);
    let year_runs = has_last_year_begun(case);
    match case.indicator.measure {
        Measure::Flow | Measure::Rate if adds_up(case) && so_far.is_within(case) => {
            let mut path = Path::Linear;
            // What is to be just so much at the end, or between two ends, is kept up with on the way: no part of it is too much
            // before it is more than all of it.
            let is_within = asked.floor.is_some() && (asked.threshold().is_some() || !case.less_is_better());
            let most = Demand { floor: None, ceiling: asked.ceiling };
            let is_too_much =
                known.is_some_and(|known| number_against(&most, known).verdict == Verdict::Disproved);
            let ceiling = asked.ceiling.filter(|_| !is_within || is_too_much);
            let due = each_end(&Demand { ceiling, ..*asked }, |limit| {
                added_up_to(limit, |whole| {
                    let (shape, expected) = if is_in_unit {
                        expected_sum(case, whole, until)
                    } else {
                        expected_share(case, whole, until)
                    }?;
                    path = shape;
                    Some(expected)
                })
            })?;
            Some(Expected { path, due, from: From::Nothing })
        }
        Measure::Level if is_average_level(case) => Some(Expected::whole(asked)),
        Measure::Flow | Measure::Level | Measure::Ratio => {
            start.and_then(|start| from_baseline(case, start, asked, until, known)).or_else(|| {
                let flat = Expected::whole(asked);
                // Without a baseline nothing says how far a target that is due in a later year should be by now, nor what the
                // amount of the year before says of the year that runs.
                let is_state = case.indicator.measure != Measure::Flow;
                ((is_state && year_runs) || start.is_some()).then_some(flat)
            })
        }
        Measure::Rate | Measure::Index | Measure::Grade if case.target.period.has_begun(case.on) => {
            Some(Expected::whole(asked))
        }
        _ => None,
    }
}

/// Whether the target is due in a later year of its plan than the one that runs.
pub(super) fn is_due_in_a_later_year(case: &Case<'_>) -> bool {
    let plan = case.plan_period();
    plan.years() > 1 && case.target.period.years() > 0 && !has_last_year_begun(case)
}

/// Whether the year has begun at the end of which a state is due: the last one of a period of several years.
fn has_last_year_begun(case: &Case<'_>) -> bool {
    let years = case.target.period.whole_years().unwrap_or_default();
    years.last().copied().unwrap_or(case.target.period).has_begun(case.on)
}

/// The way from the baseline, where there is a way to go. Of two ends it leads to the nearer one, for as long as what was
/// reached has not left by the farther one. Growth a year is a way to go for a cap as well, which rises with it.
fn from_baseline(
    case: &Case<'_>,
    baseline: (NaiveDate, Exact),
    asked: &Demand,
    until: NaiveDate,
    known: Option<Interval>,
) -> Option<Expected> {
    let rules_out = |demand: Demand, known| number_against(&demand, known).verdict == Verdict::Disproved;
    let floor = Demand { floor: asked.floor, ceiling: None };
    let ceiling = Demand { floor: None, ceiling: asked.ceiling };
    let start = Interval::point(baseline.1);
    let (nearer, farther) = match (rules_out(floor, start), rules_out(ceiling, start)) {
        (true, false) => (floor, ceiling),
        (false, true) => (ceiling, floor),
        _ => return kept_every_year(case, baseline, asked, until),
    };
    // What is to be passed and only just is at the start leaves no way to go.
    let is_at_it = nearer.threshold() == Some(baseline.1);
    if is_at_it || known.is_some_and(|known| rules_out(farther, known)) {
        return None;
    }
    let due = each_end(&nearer, |limit| on_the_way_to(case, baseline, limit, until))?;
    Some(Expected { path: Path::FromBaseline, due, from: From::Figure(baseline.1) })
}

/// What growth a year leaves of a limit that the baseline itself keeps: a cap on growth, or a floor under a decline.
fn kept_every_year(
    case: &Case<'_>,
    baseline: (NaiveDate, Exact),
    asked: &Demand,
    until: NaiveDate,
) -> Option<Expected> {
    year_by_year(case, baseline)?;
    let due = each_end(asked, |limit| on_the_way_to(case, baseline, limit, until))?;
    Some(Expected { path: Path::FromBaseline, due, from: From::Nothing })
}

/// What the way from a baseline to a limit asks by a day, multiplied by a number that is given with it; of the tolerance as
/// much as of the way.
fn on_the_way_to(
    case: &Case<'_>,
    baseline: (NaiveDate, Exact),
    limit: Limit,
    until: NaiveDate,
) -> Option<(Limit, Exact)> {
    let whole = limit.at.as_point()?;
    let Quotient { dividend, divisor } = on_the_way(case, baseline, whole, until)?;
    let done = dividend.minus(baseline.1.times(divisor)?)?;
    let tolerance = limit.tolerance.times(done)?.over(whole.minus(baseline.1)?)?;
    Some((Limit { at: Interval::point(dividend), tolerance, ..limit }, divisor))
}

/// What growth a year is to bring by a day since another one, in percent of what there was then.
fn growth_on_the_way(case: &Case<'_>, since: NaiveDate, until: NaiveDate) -> Option<Quotient> {
    let start = (since, Exact::HUNDRED);
    let (_, whole) = year_by_year(case, start)?.pop()?;
    let Quotient { dividend, divisor } = on_the_way(case, start, whole, until)?;
    Some(Quotient { dividend: dividend.minus(divisor.times(Exact::HUNDRED)?)?, divisor })
}

/// The demand with each of its ends replaced by what the way to it asks, both multiplied by the same number.
fn each_end(asked: &Demand, mut on_the_way: impl FnMut(Limit) -> Option<(Limit, Exact)>) -> Option<Due> {
    let mut end = |limit: Option<Limit>| match limit {
        // What must be passed at the end need only be kept up with on the way.
        Some(limit) => on_the_way(limit).map(|(limit, by)| (Some(Limit { strict: false, ..limit }), by)),
        None => Some((None, Exact::ONE)),
    };
    let ((floor, by), (ceiling, and_by)) = (end(asked.floor)?, end(asked.ceiling)?);
    if by == and_by {
        return Some(Due { multiplied: Demand { floor, ceiling }, by });
    }
    let floor = Demand { floor, ceiling: None }.each_number(|number| number.times(and_by))?;
    let ceiling = Demand { floor: None, ceiling }.each_number(|number| number.times(by))?;
    Some(Due { multiplied: floor.and(ceiling), by: by.times(and_by)? })
}

/// What the way of a sum to a limit asks, multiplied by a number that is given with it. The tolerance is what lies between that
/// way and the way to what is still tolerated at the end.
fn added_up_to(limit: Limit, mut way: impl FnMut(Exact) -> Option<Quotient>) -> Option<(Limit, Exact)> {
    let whole = limit.at.as_point()?;
    let Quotient { dividend, divisor } = way(whole)?;
    let tolerance = way(whole.plus(limit.tolerance)?)?.dividend.minus(dividend)?.abs();
    Some((Limit { at: Interval::point(dividend), tolerance, ..limit }, divisor))
}
