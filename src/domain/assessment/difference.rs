//! What a part of a longer time makes where only the time until its end and the time before it are reported, each from one
//! beginning on: their difference. Gives no status.

use super::{
    Case, Reported,
    choose::{answer_of, choose_for, rank},
    differs_in_caliber,
    interval::Interval,
    parts::{SoFar, conflicts},
    value_of::is_approximate,
};
use crate::domain::{indicator::Measure, outcome::Outcome, period::Period, quantity::Exact, value::Figure};

/// What was reached of the target's period by the furthest day for which the figures of one source say so.
pub(super) fn of_two<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    let asked = case.target.period;
    let reaches_into_it = |until: &Period| {
        until.start() < asked.start() && until.end() >= asked.start() && until.end() <= asked.end()
    };
    case.reported
        .iter()
        .map(|vintage| vintage.outcome.period)
        .filter(|until| reaches_into_it(until) && until.end() <= case.on)
        .filter_map(|until| less_the_time_before(case, until, asked))
        .max_by_key(|so_far| (so_far.covered.end(), so_far.firmness()))
}

/// All of a period that adds up, by the figures of one source that begin before it, the firmest and of the shortest time.
pub(super) fn of_all<'a>(case: &Case<'a>, period: Period) -> Option<SoFar<'a>> {
    let ends_it = |until: &Period| until.start() < period.start() && until.end() == period.end();
    let untils = case.reported.iter().map(|vintage| vintage.outcome.period).filter(ends_it);
    let is_sum = case.indicator.measure == Measure::Flow;
    untils
        .filter(|_| is_sum)
        .filter_map(|until| Some((until, less_the_time_before(case, until, period)?)))
        .max_by_key(|(until, whole)| (whole.is_counted(), until.start()))
        .map(|(_, whole)| whole)
}

/// The figure until a day less that for the time before a period; none where it were below zero, while both are
/// not: then one of them was counted anew.
fn less_the_time_before<'a>(case: &Case<'a>, until: Period, asked: Period) -> Option<SoFar<'a>> {
    let first = asked.start();
    let before = Period::new(until.start(), first.pred_opt()?).ok()?;
    let answer = |period| {
        let answer = choose_for(case, period)?.answer;
        (!differs_in_caliber(case, answer)).then_some((answer, plain_number(&answer.outcome.value.figure)?))
    };
    let ((whole, all), (part, taken)) = (answer(until)?, answer(before)?);
    let left = all.minus(taken)?;
    if left.is_negative() && !all.is_negative() && !taken.is_negative() {
        return None;
    }
    let (whole, part) = if are_alike(whole, part) {
        (whole, part)
    } else {
        of_one_source(case, (until, all), (before, taken))?
    };
    Some(SoFar {
        covered: Period::new(first, until.end()).ok()?,
        known: Some(Interval::point(left)),
        parts: vec![part, whole],
        conflict: conflicts(case, [before, until].into_iter()),
    })
}

/// Whether two reports are of one source and of the same thing.
fn are_alike(one: &Reported, other: &Reported) -> bool {
    let key = |outcome: &Outcome| (outcome.caliber.clone(), outcome.value.like_for_like);
    one.outcome.source == other.outcome.source && key(&one.outcome) == key(&other.outcome)
}

/// The reports of one source for two periods, where it gives the numbers that answer for them: another one that repeats a number
/// takes none of them away. Of several such sources the firmest, then the newest.
fn of_one_source<'a>(
    case: &Case<'a>,
    (until, all): (Period, Exact),
    (before, taken): (Period, Exact),
) -> Option<(&'a Reported, &'a Reported)> {
    let own = |period: Period, number: Exact, source: &str| {
        let answer = answer_of(case, period, source)?;
        (plain_number(&answer.outcome.value.figure) == Some(number)).then_some(answer)
    };
    case.reported
        .iter()
        .filter(|vintage| vintage.outcome.period == until)
        .filter_map(|vintage| {
            let source = &vintage.outcome.source;
            Some((own(until, all, source)?, own(before, taken, source)?))
        })
        .filter(|(whole, part)| are_alike(whole, part))
        .max_by_key(|(whole, part)| (whole.outcome.basis.min(part.outcome.basis), rank(whole), rank(part)))
}

fn plain_number(figure: &Figure) -> Option<Exact> {
    figure.number().filter(|_| !is_approximate(figure))
}
