//! Gathers how a target stands from the parts of its period: what was reached, what that says, the pace, the
//! outlook and the years. Also where parts together cover the whole. Gives no status.

use std::borrow::Cow;

use chrono::{Months, NaiveDate};

use super::{
    Case, Figures, Implied, Reason, Reported, Unavailable, Verdict, averaged_parts,
    compounding::adds_up,
    demand::{self, ByParts, Demand},
    horizon::{self, Horizon},
    implied,
    interval::Interval,
    judge::Running,
    pace::{self, Pace, Standing},
    parts::{self, SoFar},
    projection::{self, Projection},
    reported_change::ByChange,
    share_of_change, value_of,
    weigh::{self, Finding, number_against},
    year_before, yearly_growth,
};
use crate::domain::{
    criterion::Condition, indicator::Measure, outcome::Outcome, period::Period, quantity::Exact,
    reading::expects_to_attain, value::Figure,
};

/// How a target stands from the parts of its period.
pub(super) struct UnderWay<'a> {
    /// What was reached so far.
    pub(super) so_far: SoFar<'a>,
    /// What it says about the target.
    pub(super) finding: Finding,
    /// Whether no later part can turn what it says.
    pub(super) final_so_far: bool,
    /// Whether the parts together are the whole of the period.
    pub(super) covers: bool,
    /// How it stands against the path.
    pub(super) pace: Pace,
    /// Where it leads.
    pub(super) outlook: Option<Projection>,
    /// The several years.
    pub(super) horizon: Option<Horizon>,
    /// The figures.
    pub(super) figures: Figures,
    /// The vintage of which reported changes decide; `None` where figures alone do.
    pub(super) changed: Option<&'a Reported>,
}

impl UnderWay<'_> {
    /// The facts for the decision table.
    pub(super) const fn facts(&self) -> Running {
        Running { so_far: self.finding, final_so_far: self.final_so_far, pace: self.pace.standing }
    }

    /// What of the condition is held against figures.
    pub(super) fn condition<'c>(&self, case: &Case<'c>) -> Option<Cow<'c, Condition>> {
        let condition = &case.target.criterion.as_ref()?.condition;
        match self.changed.map(|vintage| &vintage.outcome) {
            Some(outcome) => weigh::without_changes(case, condition, &outcome.value, outcome.period),
            None => Some(Cow::Borrowed(condition)),
        }
    }

    /// Whether a level or an average already meets what is due later, and can still fall back.
    pub(super) fn is_reached_early(&self, case: &Case<'_>) -> bool {
        let can_fall_back = match case.indicator.measure {
            Measure::Level | Measure::Ratio | Measure::Grade => true,
            // A sum that is still below its cap has reached nothing.
            Measure::Flow => !self.so_far.is_within(case),
            // What another series will do in the years left nobody knows.
            _ => self.horizon.is_some() && !is_beside_another(case),
        };
        // What will be attained is not attained yet.
        let is_word = self.so_far.known.is_none();
        let is_expected =
            is_word && self.so_far.latest().is_some_and(|latest| expects_to_attain(&latest.outcome.text));
        let is_open = !self.final_so_far && !self.covers && !is_expected;
        can_fall_back && is_open && self.finding.verdict == Verdict::Proved
    }
}

/// Whether it is asked how the series stands to another one.
fn is_beside_another(case: &Case<'_>) -> bool {
    let criterion = case.target.criterion.as_ref();
    criterion
        .is_some_and(|criterion| criterion.asks(|condition| matches!(condition, Condition::Relative { .. })))
}

/// How the case stands from the parts of its period; `None` where no part is reported.
pub(super) fn of<'a>(case: &Case<'a>, implied: Option<&Implied>) -> Option<UnderWay<'a>> {
    if horizon::is_average_growth(case) {
        return average(case);
    }
    let condition = case.target.criterion.as_ref().map(|criterion| &criterion.condition);
    let by_amounts = by_amounts(case, condition, implied);
    let by_change = condition.and_then(|condition| by_change(case, condition, implied));
    match (by_amounts, by_change) {
        (Some(amounts), Some(changed)) => {
            // The figures reach further where a later part is reported without its growth over the year to date.
            let is_known = amounts.finding.obstacle.is_none();
            let reaches_further = changed.is_behind(amounts.so_far.covered.end());
            let figures_say_more = is_known && (amounts.covers || reaches_further);
            Some(if figures_say_more { amounts } else { changed.under_way })
        }
        (Some(amounts), None) => Some(amounts),
        (None, Some(changed)) => Some(changed.under_way),
        (None, None) => None,
    }
}

/// The same on the last day of the period and after it, where of the whole of it nothing but an expectation is reported, and what
/// that says: what was counted before the end, and cannot be turned any more, is not hidden behind one that says otherwise.
pub(super) fn beside_an_expectation<'a>(
    case: &Case<'a>,
    implied: Option<&Implied>,
    (expected, says): (&Reported, Finding),
) -> Option<UnderWay<'a>> {
    let at_the_end = of(case, implied);
    let is_it_alone = at_the_end
        .as_ref()
        .is_none_or(|parts| matches!(parts.so_far.parts.as_slice(), [only] if only.id == expected.id));
    let end = case.target.period.end();
    let counted = end.pred_opt().filter(|_| is_it_alone && case.on >= end);
    counted
        .and_then(|day_before| of(&Case { on: day_before, ..*case }, implied))
        .filter(|parts| parts.final_so_far && parts.finding.obstacle.is_none())
        .filter(|parts| says.obstacle.is_some() || says.verdict != parts.finding.verdict)
        .or(at_the_end)
}

/// How the case stands by the amounts, states and shares that are reported.
fn by_amounts<'a>(
    case: &Case<'a>,
    condition: Option<&Condition>,
    implied: Option<&Implied>,
) -> Option<UnderWay<'a>> {
    let so_far = parts::so_far(case)?;
    let latest = so_far.latest()?;
    let direction = case.indicator.direction;
    let unprinted = implied::is_unprinted(case);
    let share = match latest.outcome.value.figure {
        Figure::ShareOfTarget { percent, value: None } if so_far.parts.len() == 1 => Some(percent),
        _ => None,
    };
    let compared = match (share, condition) {
        (Some(percent), condition) => {
            let number = condition.and_then(|condition| demand::known(case, condition, case.target.period));
            Compared {
                known: Some(Interval::point(percent)),
                asked: Some(weigh::in_percent(case, number.as_ref())?),
                apart: Vec::new(),
                finding: weigh::share_of(case, number.as_ref(), percent),
                share_of: Some((percent, number)),
            }
        }
        (None, Some(condition)) if !unprinted => {
            let period = so_far.asked_for(case);
            // A place is a state; of what adds up the place of a part is none of the whole.
            let is_place =
                matches!(condition, Condition::Rank { .. }) && case.indicator.measure != Measure::Flow;
            match so_far.known {
                // A place that is due in a later year is on its way there, as any state is.
                _ if is_place && pace::is_due_in_a_later_year(case) => {
                    let Condition::Rank { op, rank, .. } = condition else { return None };
                    let asked = Interval::point(Exact::from(i64::from(*rank)));
                    Compared {
                        known: weigh::place(case, &latest.outcome.value.figure),
                        asked: Some(Demand::from_comparison(*op, asked, false, Exact::ZERO)),
                        apart: Vec::new(),
                        finding: weigh::against(case, condition, &latest.outcome.value, period),
                        share_of: None,
                    }
                }
                Some(known) if !is_place && !matches!(condition, Condition::Deferred { .. }) => {
                    let ByParts { together, apart } = demand::by_parts(case, condition, period);
                    Compared {
                        known: Some(known),
                        asked: together.or(demand::known(case, condition, period)),
                        apart,
                        finding: weigh::known_against(case, condition, known, period),
                        share_of: None,
                    }
                }
                _ => Compared {
                    known: None,
                    asked: None,
                    apart: Vec::new(),
                    finding: by_words(case, condition, latest, period),
                    share_of: None,
                },
            }
        }
        _ => {
            let known = so_far.known?;
            Compared {
                known: Some(known),
                asked: implied::demand(implied?, direction),
                apart: Vec::new(),
                finding: implied::amount_against(case, known, implied)?,
                share_of: None,
            }
        }
    };
    Some(gathered(case, so_far, compared))
}

/// What a report of which no number is known says of what is asked of a period.
fn by_words(case: &Case<'_>, condition: &Condition, latest: &Reported, period: Period) -> Finding {
    let Outcome { value, period: own, .. } = &latest.outcome;
    let asks_it = matches!(condition, Condition::Change { .. }) && !case.target.period.has_ended(case.on);
    let is_of_others = period.years() > 1 || (asks_it && own.years() > 1);
    if !is_of_others || *own == period || !matches!(value.figure, Figure::Change { .. }) {
        return weigh::against(case, condition, value, period);
    }
    // A change of one of the years is counted from the year before it, and is none of all of them; nor is one of several of one.
    if weigh::by_changes(case, condition, value, *own).is_empty() {
        return Finding::obstacle(Reason::ReferenceMissing);
    }
    weigh::against(case, condition, value, *own)
}

/// What was reached beside what is asked.
struct Compared {
    /// What is known of what was reached, or of the share of the target that it is.
    known: Option<Interval>,
    /// What is asked, counted alike, as far as it is known.
    asked: Option<Demand>,
    /// Each part of what is asked that is not known as a number.
    apart: Vec<Result<Demand, Reason>>,
    /// What follows.
    finding: Finding,
    /// The share of the target, in percent, where nothing else is reported, and what is asked in the unit.
    share_of: Option<(Exact, Option<Demand>)>,
}

/// How a case stands by the changes that are reported.
struct ByChanges<'a> {
    under_way: UnderWay<'a>,
    /// The last day that the changes are for.
    until: NaiveDate,
    /// Whether one of them is made of the growth of single years.
    is_of_years: bool,
}

impl ByChanges<'_> {
    /// Whether figures until a day say more. A part of the next year changes nothing of what the years have grown by.
    fn is_behind(&self, day: NaiveDate) -> bool {
        let next_year = self.until.checked_add_months(Months::new(12)).filter(|_| self.is_of_years);
        next_year.map_or(day > self.until, |end| day >= end)
    }
}

/// How the case stands where a change is asked and the year to date, or the latest state, is reported with its own: against
/// the period before it is compared whole, as a rate of growth is, once the target's period runs; from an earlier year it
/// grows with the days. What is asked beside it is held against the amounts, and the worse of the two paces counts.
fn by_change<'a>(case: &Case<'a>, condition: &Condition, implied: Option<&Implied>) -> Option<ByChanges<'a>> {
    let changes = |vintage: &Reported| {
        weigh::by_changes(case, condition, &vintage.outcome.value, vintage.outcome.period)
    };
    let mut so_far = match case.indicator.measure {
        Measure::Flow => parts::year_to_date(case, |vintage| !changes(vintage).is_empty())
            .or_else(|| year_before::of_years(case, |vintage| counts_from_a_year(&changes(vintage))))?,
        Measure::Level => parts::so_far(case)
            .filter(|so_far| so_far.latest().is_some_and(|latest| !changes(latest).is_empty()))
            .or_else(|| year_before::report(case, |vintage| is_of_years(&changes(vintage))))?,
        Measure::Rate => parts::so_far(case)?,
        _ => return None,
    };
    let vintage = so_far.latest()?;
    let says = changes(vintage);
    if !case.target.period.has_begun(case.on) && !counts_from_a_year(&says) {
        return None;
    }
    let (findings, by): (Vec<Finding>, Vec<ByChange>) = says.into_iter().unzip();
    let paces = findings.iter().zip(&by).map(|(finding, by)| pace::of_change(case, &so_far, by, *finding));
    let worst = paces.max_by_key(|pace| pace::weight(pace.standing))?;
    let known = value_of::interval(&vintage.outcome.value.figure);
    let of_the_change = Figures::judged_by_change(known, weigh::deciding_change(&findings, &by));
    let until = so_far.covered.end();
    let outcome = &vintage.outcome;
    let is_of_years = by.iter().any(|change| change.compounded_since.is_some() || change.average_per_year);
    let horizon = findings.iter().zip(&by).find_map(|(finding, change)| {
        let grown = yearly_growth::behind(case, change, outcome)?;
        so_far.conflict.extend(parts::conflicts(case, grown.spans.iter().copied()));
        Some(horizon::of_yearly_growth(case, change, &grown, outcome, finding.verdict))
    });
    so_far.conflict.sort_unstable();
    so_far.conflict.dedup();
    let left = weigh::without_changes(case, condition, &vintage.outcome.value, vintage.outcome.period);
    let Some(left) = left else {
        let under_way = UnderWay {
            finding: weigh::all(findings.into_iter()),
            final_so_far: false,
            covers: false,
            pace: worst,
            outlook: None,
            horizon,
            figures: of_the_change,
            changed: Some(vintage),
            so_far,
        };
        return Some(ByChanges { under_way, until, is_of_years });
    };
    let amounts = by_amounts(case, Some(&left), implied)?;
    let is_broken = amounts.finding.verdict == Verdict::Disproved;
    let behind = pace::weight(amounts.pace.standing) >= pace::weight(worst.standing);
    let finding = match amounts.finding.obstacle {
        Some(_) if worst.standing == Some(Standing::OnTrack) => amounts.finding,
        _ => weigh::all(findings.into_iter().chain([amounts.finding])),
    };
    let under_way = UnderWay {
        final_so_far: amounts.final_so_far && is_broken,
        finding,
        figures: if behind { amounts.figures } else { of_the_change },
        pace: if behind { amounts.pace } else { worst },
        changed: Some(vintage),
        ..amounts
    };
    Some(ByChanges { under_way, until, is_of_years })
}

/// Whether every change is made of the growth of single years.
fn is_of_years(says: &[(Finding, ByChange)]) -> bool {
    !says.is_empty() && says.iter().all(|(_, change)| change.compounded_since.is_some())
}

/// Whether every change is counted from the figure of an earlier year that it names, or is the average of the years since one.
fn counts_from_a_year(says: &[(Finding, ByChange)]) -> bool {
    !says.is_empty() && says.iter().all(|(_, change)| change.from.is_some() || change.average_per_year)
}

fn gathered<'a>(case: &Case<'a>, so_far: SoFar<'a>, compared: Compared) -> UnderWay<'a> {
    let Compared { known, asked, apart, mut finding, share_of } = compared;
    let mut pace = match (&asked, &share_of) {
        (Some(asked), Some((percent, number))) => {
            pace::of_share(case, &so_far, (*percent, asked), number.as_ref())
                .unwrap_or_else(|| pace::of_share_alone(case, &so_far, asked, known))
        }
        (Some(asked), None) => pace::pace(case, &so_far, asked, known),
        (None, _) => pace::compared_whole(case, &so_far, finding),
    };
    let final_so_far = is_final(case, &so_far, known, asked.as_ref(), finding);
    let mut decides = asked.as_ref();
    for part in apart.iter().flatten() {
        let other = pace::pace(case, &so_far, part, known);
        let is_behind = matches!(other.standing, Some(Standing::AtRisk | Standing::OffTrack));
        if is_behind && pace::weight(other.standing) > pace::weight(pace.standing) {
            (pace, decides) = (other, Some(part));
        } else {
            pace.standing = pace::worse(pace.standing, other.standing);
        }
    }
    if let Some(Err(reason)) = apart.iter().find(|part| part.is_err()) {
        match pace.standing {
            Some(Standing::OnTrack) => {
                pace.standing = None;
                // What is refuted at the end is, whatever else is not known.
                let is_refuted = finding.verdict == Verdict::Disproved && covers(case, &so_far);
                if !final_so_far && !is_refuted {
                    finding = Finding::obstacle(*reason);
                }
            }
            // What is behind on one condition is behind, whatever the one that is not known asks.
            Some(Standing::AtRisk | Standing::OffTrack) if finding.obstacle.is_some() => {
                finding = decides.zip(known).map_or(finding, |(asked, known)| number_against(asked, known));
            }
            _ => {}
        }
    }
    let numeric = decides.filter(|_| share_of.is_none());
    let baseline = super::progress_from(case, so_far.covered);
    let figures = match &share_of {
        Some((percent, number)) => {
            Figures::of(None, number.as_ref(), baseline).with_printed_share(*percent, asked.as_ref())
        }
        None => Figures::of(numeric.and(known), numeric, baseline),
    };
    let mut outlook =
        numeric.zip(pace.path).and_then(|(asked, path)| projection::project(case, &so_far, asked, path));
    if let Some(outlook) = &mut outlook {
        let says = |part: &Result<Demand, Reason>| match part {
            Ok(asked) => number_against(asked, outlook.known()).verdict,
            Err(_) => Verdict::Open,
        };
        outlook.verdict = apart.iter().map(says).fold(outlook.verdict, Verdict::and);
    }
    UnderWay {
        final_so_far,
        covers: covers(case, &so_far),
        outlook,
        // What is the difference of two figures is no way of several years.
        horizon: numeric
            .filter(|_| so_far.parts.len() < 2 || !so_far.is_difference())
            .and_then(|asked| horizon::of(case, &so_far, asked)),
        figures,
        changed: None,
        pace,
        finding,
        so_far,
    }
}

/// An average of yearly growth, and what it is to be besides: behind on one part is behind, whatever the others are.
fn average<'a>(case: &Case<'a>) -> Option<UnderWay<'a>> {
    let parts = averaged_parts::of(case)?.into_iter();
    let ways: Option<Vec<UnderWay<'a>>> = parts.map(|part| average_of(case, part)).collect();
    let ways = ways?;
    let finding = weigh::all(ways.iter().map(|way| way.finding));
    let decides = |way: &UnderWay<'_>| match way.finding.verdict {
        _ if way.finding.obstacle.is_some() => 1,
        Verdict::Disproved => 3,
        Verdict::Open => 2,
        Verdict::Proved => 0,
    };
    // Of several that stand alike the first.
    let way = ways.into_iter().rev().max_by_key(|way| {
        (pace::weight(way.pace.standing.filter(|_| way.finding.obstacle.is_none())), decides(way))
    })?;
    Some(UnderWay { finding, ..way })
}

/// The average against one part of what is asked of it.
fn average_of<'a>(case: &Case<'a>, part: averaged_parts::Part<'_>) -> Option<UnderWay<'a>> {
    let averaged = horizon::averaged(case, part)?;
    let (so_far, asked) = (averaged.so_far, averaged.asked);
    let mut pace = match &asked {
        Some(asked) => pace::pace(case, &so_far, asked, so_far.known),
        None => pace::compared_whole(case, &so_far, averaged.finding),
    };
    // The root is for show; the product decides whether the average is kept.
    pace.standing = match averaged.finding.verdict {
        Verdict::Proved => Some(Standing::OnTrack),
        Verdict::Disproved => {
            Some(pace.standing.map_or(Standing::OffTrack, |standing| standing.max(Standing::AtRisk)))
        }
        Verdict::Open => pace.standing,
    };
    let project = |path| projection::project(case, &so_far, asked.as_ref()?, path);
    Some(UnderWay {
        finding: averaged.finding,
        final_so_far: false,
        covers: averaged.complete,
        outlook: pace.path.and_then(project),
        horizon: Some(averaged.horizon),
        figures: Figures::of(so_far.known, asked.as_ref(), Err(Unavailable::NO_BASELINE)),
        changed: None,
        pace,
        so_far,
    })
}

/// A sum that cannot fall keeps what it has reached, and a cap that it has broken stays broken.
fn is_final(
    case: &Case<'_>,
    so_far: &SoFar<'_>,
    known: Option<Interval>,
    asked: Option<&Demand>,
    finding: Finding,
) -> bool {
    let (Some(known), Some(asked)) = (known, asked) else { return false };
    let adds_up = case.indicator.measure == Measure::Flow && so_far.is_within(case);
    if !adds_up || !so_far.cannot_fall(case) {
        return false;
    }
    let cap = Demand { floor: None, ceiling: asked.ceiling };
    match finding.verdict {
        // What was used less of so far may be used after all.
        Verdict::Proved => asked.ceiling.is_none() && share_of_change::of_a_fall(case).is_none(),
        Verdict::Disproved => {
            asked.ceiling.is_some() && number_against(&cap, known).verdict == Verdict::Disproved
        }
        Verdict::Open => false,
    }
}

/// Whether parts together are the whole: they add up to all of its days, or the last of several years gives the
/// state at the end.
fn covers(case: &Case<'_>, so_far: &SoFar<'_>) -> bool {
    let period = case.target.period;
    match case.indicator.measure {
        Measure::Flow | Measure::Rate if adds_up(case) => so_far.covered == period && so_far.parts.len() > 1,
        Measure::Level | Measure::Ratio | Measure::Grade => {
            let years = period.years();
            let last = so_far.covered.years() == 1 && !horizon::is_average_level(case);
            so_far.reaches(period.end()) && years > 1 && (last || so_far.parts.len() == years)
        }
        Measure::Flow | Measure::Rate | Measure::Index | Measure::Milestone | Measure::Group => false,
    }
}

/// Why nothing can be said from what was reported, where that is because of its caliber.
pub(super) fn obstacle(case: &Case<'_>) -> Option<Reason> {
    parts::only_other_caliber(case).then_some(Reason::CaliberChanged)
}
