//! Judging a target by an outcome for the whole of its period: which vintage answers, what it says, and the
//! answer that is made of it. Knows no path.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;

use super::{
    Assessment, Case, Evidence, Figures, Implied, Reason, Reported, Status, Unavailable, Verdict, bare,
    choose::{self, Chosen, choose_for, contradicts_parts},
    demand, differs_in_caliber, explain, implied, is_due, is_provisional,
    judge::Decision,
    parts, value_of,
    weigh::{self, Finding},
    yearly_growth,
};
use crate::domain::{
    act::{is_what_is_asked, settles},
    criterion::{Condition, Criterion},
    indicator::Direction,
    outcome::{Basis, Outcome},
    period::Period,
    reading::{expects_to_attain, names_the_years_target},
    value::{Declaration, Figure, Value},
};

/// The vintage that answers for the period asked. What is to be done once is done whenever it was reported
/// done within the period.
pub(super) fn answering<'a>(case: &Case<'a>) -> Option<Chosen<'a>> {
    let asked = case.target.period;
    let whole = choose_for(case, asked);
    let criterion = case.target.criterion.as_ref();
    let once = criterion.is_some_and(|criterion| matches!(criterion.condition, Condition::Milestone { .. }));
    if !once {
        return whole.map(|chosen| with_other_verdicts(case, chosen));
    }
    let stands = said_to_be_done(case, criterion, whole);
    or_not_done_by_its_day(case, criterion, stands)
}

/// The vintage that answers for what is to be done once: the report of the whole of the period, or that of a part that it is done.
fn said_to_be_done<'a>(
    case: &Case<'a>,
    criterion: Option<&Criterion>,
    whole: Option<Chosen<'a>>,
) -> Option<Chosen<'a>> {
    let done = reported_done(case, criterion);
    let Some(chosen) = whole else { return done.map(|done| with_those_who_deny_it(case, done)) };
    match done {
        Some(done) if goes_before(case, &done, &chosen) => Some(with_those_who_deny_it(case, done)),
        done => {
            let against = done.filter(|done| contradict(case, done.answer, chosen.answer));
            let chosen = with_other_verdicts(case, chosen);
            Some(match against {
                Some(done) => chosen.with_conflict(&[done.answer]),
                None => chosen,
            })
        }
    }
}

/// The report that what is to be done was not done by its day, where that day is past and what else answers gives way to it; else
/// what else answers. What is counted as not done at the end of days that reach the day was not done on it, and what is
/// done later does not turn that.
fn or_not_done_by_its_day<'a>(
    case: &Case<'a>,
    criterion: Option<&Criterion>,
    stands: Option<Chosen<'a>>,
) -> Option<Chosen<'a>> {
    if !is_due(case) {
        return stands;
    }
    let (asked, day) = (case.target.period, day_asked(case));
    let reaches_it = |period: Period| {
        period != asked && period.end() >= day && (asked.covers(period) || period.contains(day))
    };
    let denied = case
        .reported
        .iter()
        .filter(|vintage| reaches_it(vintage.outcome.period))
        .filter_map(|vintage| choose_for(case, vintage.outcome.period))
        .filter(|chosen| {
            let outcome = &chosen.answer.outcome;
            outcome.basis > Basis::Forecast
                && weigh(case, chosen.answer, None).verdict == Verdict::Disproved
                && !is_a_share_of_else(criterion, outcome)
                && stands.as_ref().is_none_or(|stands| gives_way(case, criterion, stands, chosen))
        })
        .max_by_key(|chosen| (chosen.answer.outcome.basis, Reverse(chosen.answer.outcome.period.end())));
    let Some(denied) = denied else { return stands };
    let until = denied.answer.outcome.period.end();
    // Who says that it was done afterwards does not say otherwise.
    let against = stands.filter(|stands| {
        stands.answer.outcome.period.end() <= until && contradict(case, stands.answer, denied.answer)
    });
    let denied = with_other_verdicts(case, denied);
    Some(match against {
        Some(done) => denied.with_conflict(&[done.answer]),
        None => denied,
    })
}

/// Whether a share says nothing of the day: one of the year's plan, and one of works of which something else is asked than that they
/// are finished or in use.
fn is_a_share_of_else(criterion: Option<&Criterion>, outcome: &Outcome) -> bool {
    let is_share = matches!(outcome.value.figure, Figure::ShareOfTarget { .. });
    let asks_to_finish = criterion.is_some_and(|criterion| {
        let refutes = |what: &str| ["完工", "completed"].iter().any(|act| settles(what, act, true));
        matches!(&criterion.condition, Condition::Milestone { what, .. } if refutes(what))
    });
    is_share && (!asks_to_finish || names_the_years_target(&outcome.text))
}

/// Whether what answers gives way to a counted report that it was not done by its day: where that is firmer, where what answers
/// says only that it was done by a later day, and where it cannot be judged. What is done by the day stays done.
fn gives_way(
    case: &Case<'_>,
    criterion: Option<&Criterion>,
    stands: &Chosen<'_>,
    not_done: &Chosen<'_>,
) -> bool {
    let finding = weigh(case, stands.answer, None);
    let (says, denies) = (&stands.answer.outcome, &not_done.answer.outcome);
    if finding.verdict == Verdict::Open {
        return finding.obstacle.is_some() && finding.settles_nothing() && says.basis <= denies.basis;
    }
    if finding.verdict == Verdict::Disproved || is_done_by_its_day(case, criterion, denies.basis) {
        return false;
    }
    match says.basis.cmp(&denies.basis) {
        Ordering::Less => true,
        _ if denies.period.end() < says.period.end() => true,
        Ordering::Equal => choose::rank(not_done.answer) > choose::rank(stands.answer),
        Ordering::Greater => false,
    }
}

/// Whether a report as firm as this says that it is done within days that end by the day.
fn is_done_by_its_day(case: &Case<'_>, criterion: Option<&Criterion>, basis: Basis) -> bool {
    let (asked, day) = (case.target.period, day_asked(case));
    case.reported
        .iter()
        .map(|vintage| vintage.outcome.period)
        .filter(|period| asked.covers(*period) && period.end() <= day)
        .filter_map(|period| choose_for(case, period))
        .any(|chosen| {
            let outcome = &chosen.answer.outcome;
            outcome.basis >= basis
                && says_it_is_done(criterion, &outcome.value)
                && !is_still_expected(case, outcome)
                && weigh(case, chosen.answer, None).verdict == Verdict::Proved
        })
}

/// The report for a part of the period that says that what is to be done once is done: on its day, the firmest, the last.
fn reported_done<'a>(case: &Case<'a>, criterion: Option<&Criterion>) -> Option<Chosen<'a>> {
    let asked = case.target.period;
    let is_a_part =
        |vintage: &&Reported| asked.covers(vintage.outcome.period) && vintage.outcome.period != asked;
    case.reported
        .iter()
        .filter(is_a_part)
        .filter_map(|vintage| choose_for(case, vintage.outcome.period))
        .filter(|chosen| {
            let outcome = &chosen.answer.outcome;
            says_it_is_done(criterion, &outcome.value) && !is_still_expected(case, outcome)
        })
        // What was done after its day says nothing about the day.
        .max_by_key(|chosen| {
            let Outcome { period, basis, .. } = chosen.answer.outcome;
            let is_on_its_caliber = !differs_in_caliber(case, chosen.answer);
            (!is_after_its_day(case, period), is_on_its_caliber, basis, period.end())
        })
}

/// Whether the report of a part that it is done goes before that of the whole: where it is firmer, and where it is as firm and the
/// whole settles nothing, or denies it and is the earlier word of the two.
fn goes_before(case: &Case<'_>, done: &Chosen<'_>, whole: &Chosen<'_>) -> bool {
    if weigh(case, done.answer, None).verdict != Verdict::Proved {
        return false;
    }
    let says = weigh(case, whole.answer, None);
    let (done, whole) = (done.answer, whole.answer);
    match done.outcome.basis.cmp(&whole.outcome.basis) {
        Ordering::Greater => true,
        Ordering::Equal if says.settles_nothing() => true,
        Ordering::Equal => says.verdict == Verdict::Disproved && choose::rank(done) > choose::rank(whole),
        Ordering::Less => false,
    }
}

/// Adds to those who disagree whoever else says of the same time or a later one that it is not done.
fn with_those_who_deny_it<'a>(case: &Case<'a>, done: Chosen<'a>) -> Chosen<'a> {
    let asked = case.target.period;
    let against: Vec<&Reported> = case
        .reported
        .iter()
        .map(|vintage| vintage.outcome.period)
        .filter(|period| asked.covers(*period) && period.end() >= done.answer.outcome.period.end())
        .filter_map(|period| choose_for(case, period))
        .map(|chosen| chosen.answer)
        .filter(|other| contradict(case, done.answer, other))
        .collect();
    done.with_conflict(&against)
}

/// Whether two sources settle the target, the one this way and the other that way.
fn contradict(case: &Case<'_>, one: &Reported, other: &Reported) -> bool {
    let says = |vintage| weigh(case, vintage, None);
    let (this, that) = (says(one), says(other));
    one.outcome.source != other.outcome.source
        && this.verdict != Verdict::Open
        && this.verdict == that.verdict.negated()
}

/// Lists a report of the whole that was passed over where another source answers the other way.
pub(super) fn list_against(case: &Case<'_>, answer: &mut Assessment, other: &Reported, says: Verdict) {
    let answers = case.reported.iter().find(|vintage| Some(vintage.id) == answer.chosen);
    let is_of_another = answers.is_some_and(|vintage| vintage.outcome.source != other.outcome.source);
    if is_of_another && says != Verdict::Open && answer.verdict == says.negated() {
        answer.conflict.push(other.id);
        answer.conflict.sort_unstable();
        answer.conflict.dedup();
    }
}

/// Whether a report says that what is to be done once is done.
fn says_it_is_done(criterion: Option<&Criterion>, value: &Value) -> bool {
    match (&value.figure, criterion.map(|criterion| &criterion.condition)) {
        (Figure::Act { what, not_done: false }, Some(Condition::Milestone { what: asked, .. })) => {
            is_what_is_asked(asked, what)
        }
        (figure, asked) => {
            let is_without = asked.is_some_and(|asked| weigh::is_without_what_is_asked(asked, figure));
            !is_without
                && (*figure == Figure::DeclaredAttained || value.declared == Some(Declaration::Attained))
        }
    }
}

/// Whether a report from before the day by which it is to be done says only that it will be: on track in the second of five
/// years is not done in the fifth.
fn is_still_expected(case: &Case<'_>, outcome: &Outcome) -> bool {
    outcome.period.end() < day_asked(case) && expects_to_attain(&outcome.text)
}

/// The day by which it is to be done: the one that its words name, or else the last of its period.
fn day_asked(case: &Case<'_>) -> NaiveDate {
    let day = case.target.criterion.as_ref().and_then(|criterion| match criterion.condition {
        Condition::Milestone { by, .. } => by,
        _ => None,
    });
    day.unwrap_or(case.target.period.end())
}

/// Adds to those who disagree whoever settles the target the other way by a word, a share, a change or a figure, where the
/// digits that both print do not allow that they mean the same. Of two amounts the one with a change is told apart only where
/// the other answers: what answers has said itself why its amount is judged otherwise.
fn with_other_verdicts<'a>(case: &Case<'a>, chosen: Chosen<'a>) -> Chosen<'a> {
    let Some(criterion) = &case.target.criterion else { return chosen };
    let answer = chosen.answer;
    if chosen.others.is_empty() || differs_in_caliber(case, answer) {
        return chosen;
    }
    let verdict = settled(case, criterion, answer);
    let other_way = match verdict {
        Verdict::Proved => Verdict::Disproved,
        Verdict::Disproved => Verdict::Proved,
        Verdict::Open => return chosen,
    };
    let can_be = |vintage: &Reported| choose::number_can_be(case, &vintage.outcome);
    let is_figure = |vintage: &Reported| value_of::interval(&vintage.outcome.value.figure).is_some();
    let changes = |vintage: &Reported| {
        weigh::by_changes(case, &criterion.condition, &vintage.outcome.value, vintage.outcome.period)
    };
    let may_be_the_same = |other: &Reported| {
        if is_figure(answer) && is_figure(other) {
            return !changes(answer).is_empty() || changes(other).is_empty();
        }
        can_be(answer).zip(can_be(other)).is_some_and(|(one, other)| one.meets(other))
    };
    chosen.and_against(|other| {
        !differs_in_caliber(case, other)
            && answer.outcome.value.like_for_like == other.outcome.value.like_for_like
            && settled(case, criterion, other) == other_way
            && !may_be_the_same(other)
    })
}

/// How a vintage settles the target, whatever the digits that it does not print.
fn settled(case: &Case<'_>, criterion: &Criterion, vintage: &Reported) -> Verdict {
    let outcome = &vintage.outcome;
    let (condition, value, period) = (&criterion.condition, &outcome.value, outcome.period);
    let finding = weigh::weigh(case, criterion, vintage);
    if finding.obstacle.is_some() {
        return Verdict::Open;
    }
    let is_done = matches!(condition, Condition::Milestone { .. });
    if is_done || !weigh::by_changes(case, condition, value, period).is_empty() {
        return finding.verdict;
    }
    if let Figure::ShareOfTarget { percent, value: None } = value.figure {
        let asked = demand::known(case, condition, period);
        let asked = weigh::in_percent(case, asked.as_ref());
        let share = choose::as_printed(percent, false, &outcome.text);
        return asked.map_or(Verdict::Open, |asked| weigh::number_against(&asked, share).verdict);
    }
    match choose::number_can_be(case, outcome) {
        Some(known) => weigh::known_against(case, condition, known, period).verdict,
        None => finding.verdict,
    }
}

/// Adds to those who disagree the parts of the period that other sources report, where together they are all of it and
/// another number.
pub(super) fn with_other_parts<'a>(case: &Case<'a>, chosen: Chosen<'a>) -> Chosen<'a> {
    let said = &chosen.answer.outcome;
    if said.period != case.target.period || differs_in_caliber(case, chosen.answer) {
        return chosen;
    }
    if let Some(parts) = parts::all_parts(case, said.period).map(|whole| whole.parts)
        && contradicts_parts(case, said, &parts, true)
    {
        return chosen.with_conflict(&parts);
    }
    chosen
}

/// Whether a period begins after the day by which the target is to be done.
fn is_after_its_day(case: &Case<'_>, period: Period) -> bool {
    case.target.criterion.as_ref().is_some_and(|criterion| {
        matches!(criterion.condition, Condition::Milestone { by: Some(by), .. } if period.start() > by)
    })
}

/// What a vintage for the whole of the period says about the target. The target's own words stand before the
/// caliber, and the caliber before any figure.
pub(super) fn weigh(case: &Case<'_>, vintage: &Reported, implied: Option<&Implied>) -> Finding {
    let finding = match &case.target.criterion {
        Some(criterion) if !implied::is_unprinted(case) => weigh::weigh(case, criterion, vintage),
        _ => implied::weigh(case, vintage, implied),
    };
    let of_the_target = matches!(
        finding.obstacle,
        Some(Reason::TargetQualitative | Reason::TargetDeferred | Reason::TargetNotIssued)
    );
    if !of_the_target && differs_in_caliber(case, vintage) && !rests_on_comparable_changes(case, vintage) {
        return Finding::obstacle(Reason::CaliberChanged);
    }
    finding
}

/// Whether nothing but changes decides that the report says are like for like, though its figure is not.
fn rests_on_comparable_changes(case: &Case<'_>, vintage: &Reported) -> bool {
    let outcome = &vintage.outcome;
    case.target.criterion.as_ref().is_some_and(|criterion| {
        let (condition, value, period) = (&criterion.condition, &outcome.value, outcome.period);
        let by = weigh::by_changes(case, condition, value, period);
        let is_all = weigh::without_changes(case, condition, value, period).is_none();
        is_all && by.iter().all(|(_, change)| change.like_for_like)
    })
}

/// The answer made of it.
pub(super) fn answer(
    case: &Case<'_>,
    chosen: &Chosen<'_>,
    implied: Option<Implied>,
    decision: Decision,
) -> Assessment {
    let outcome = &chosen.answer.outcome;
    let mut answer = bare(decision, implied);
    answer.chosen = Some(chosen.answer.id);
    answer.conflict = chosen.conflict.iter().map(|other| other.id).collect();
    answer.provisional = is_provisional(case, outcome)
        || case.target.criterion.as_ref().is_some_and(|criterion| {
            weigh::without_changes(case, &criterion.condition, &outcome.value, outcome.period)
                .is_some_and(|rest| demand::rests_on_provisional(case, &rest, outcome.period))
        })
        || yearly_growth::rests_on_provisional(case, outcome);
    answer.approximate = is_approximate(case, outcome);
    answer.figures = figures(case, chosen, implied.as_ref(), decision.status);
    answer.steps.clear();
    let steps = &mut answer.steps;
    explain::tell::target(case, outcome.period, Some(chosen.answer), implied.as_ref(), steps);
    explain::tell::outcome(case, chosen, steps);
    match decision.reason {
        Some(Reason::CaliberChanged) => steps.push(explain::Step::CaliberDiffers),
        Some(_) => {}
        None => {
            let evidence = decision.evidence.unwrap_or(Evidence::Undemonstrated);
            explain::tell::declarations(&outcome.value, decision.verdict, steps);
            explain::tell::verdict(decision.verdict, evidence, true, &answer.figures, steps);
        }
    }
    answer
}

/// Whether what decides was reported as approximate: the figure, or a change.
fn is_approximate(case: &Case<'_>, outcome: &Outcome) -> bool {
    let of_the_figure = value_of::is_approximate(&outcome.value.figure);
    let Some(criterion) = &case.target.criterion else { return of_the_figure };
    let (condition, value, period) = (&criterion.condition, &outcome.value, outcome.period);
    let rests_on_figure = weigh::without_changes(case, condition, value, period).is_some();
    let by = weigh::by_changes(case, condition, value, period);
    (rests_on_figure && of_the_figure) || by.iter().any(|(_, change)| change.approximate)
}

fn figures(case: &Case<'_>, chosen: &Chosen<'_>, implied: Option<&Implied>, status: Status) -> Figures {
    if status == Status::NotAssessable {
        return Figures::none(Unavailable::NOT_COMPARABLE);
    }
    let Outcome { value, period, .. } = &chosen.answer.outcome;
    let printed = value_of::interval(&value.figure);
    let grown = || demand::number_of_change(case, value, *period).ok().map(|(known, _)| known);
    let asked = match (&case.target.criterion, implied) {
        (_, Some(implied)) => implied::demand(implied, case.indicator.direction),
        (Some(criterion), None) => {
            let changes = weigh::by_changes(case, &criterion.condition, value, *period);
            let (findings, by): (Vec<Finding>, Vec<_>) = changes.into_iter().unzip();
            let change_fails = findings.iter().any(|finding| finding.verdict != Verdict::Proved);
            let is_met =
                |rest: &Condition| weigh::against(case, rest, value, *period).verdict == Verdict::Proved;
            match weigh::without_changes(case, &criterion.condition, value, *period) {
                Some(rest) if !(change_fails && is_met(&rest)) => {
                    demand::known(case, &weigh::deciding_part(case, &rest, value, *period), *period)
                }
                _ => return Figures::judged_by_change(printed, weigh::deciding_change(&findings, &by)),
            }
        }
        (None, None) => None,
    };
    let baseline = super::progress_from(case, *period);
    let figures = Figures::of(printed.or_else(grown), asked.as_ref(), baseline);
    match &value.figure {
        Figure::ShareOfTarget { percent, value } if value.is_none() || implied.is_some() => figures
            .with_printed_share(
                *percent,
                // Of what is to be done once, more is better.
                weigh::in_percent(case, asked.as_ref())
                    .or_else(|| weigh::percent_of(asked.as_ref(), Direction::Higher))
                    .as_ref(),
            ),
        _ => figures,
    }
}
