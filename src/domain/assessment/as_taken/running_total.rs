//! The reports of an indicator whose name says that it counts all since something began (Number of teachers trained
//! (cumulative)), or all of the year (Homes built (YTD)): each is of all the time until its end, and none is added to another.

use std::collections::BTreeSet;

use super::{Case, Reported, replaced, something_else, value_of};
use crate::domain::{
    assessment::choose::choose_for,
    indicator::Measure,
    period::Period,
    quantity::Exact,
    reading::{names_a_running_total, names_a_total_of_the_year},
};

/// The vintages for the time from the beginning of the target's period on; `None` where the name says no such thing. What falls
/// is no such total, and none of them says anything of what is asked.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let asked = case.target.period;
    let names = [case.indicator.name_zh.as_str(), case.indicator.name_en.as_str()];
    if case.indicator.measure != Measure::Flow {
        return None;
    }
    if names.into_iter().any(names_a_total_of_the_year) {
        return of_the_years(case);
    }
    if !names.into_iter().any(names_a_running_total) {
        return None;
    }
    // An amount a year is asked of years that are counted apart.
    if super::asks_a_mean(case) {
        return None;
    }
    let is_amount = |vintage: &Reported| value_of::interval(&vintage.outcome.value.figure).is_some();
    let is_a_part = |vintage: &Reported| asked.covers(vintage.outcome.period) && is_amount(vintage);
    let is_a_later_part =
        |vintage: &Reported| is_a_part(vintage) && vintage.outcome.period.start() > asked.start();
    if !case.reported.iter().any(is_a_later_part) {
        return None;
    }
    let known = known(case);
    // 累计 in a name is as often that of the years together: only figures that go on from those before them are totals.
    if !case.indicator.name_zh.is_empty() && names_a_running_total(&case.indicator.name_zh) && !go_on(&known)
    {
        return None;
    }
    let falls = falls(&known);
    let taken = case.reported.iter().map(|vintage| {
        let mut taken = vintage.clone();
        if falls && is_a_part(vintage) {
            something_else(&mut taken.outcome);
        }
        if is_a_later_part(vintage)
            && let Ok(until) = Period::new(asked.start(), vintage.outcome.period.end())
        {
            taken.outcome.period = until;
        }
        taken
    });
    Some(taken.collect())
}

/// The vintages for the time from the beginning of their own year on, where each counts all of the year until then.
fn of_the_years(case: &Case<'_>) -> Option<Vec<Reported>> {
    let years = case.target.period.whole_years().filter(|years| !years.is_empty())?;
    let known = known(case);
    replaced(case, |vintage| {
        let part = vintage.outcome.period;
        let year = years.iter().find(|year| year.covers(part) && **year != part)?;
        value_of::interval(&vintage.outcome.value.figure)?;
        let of_the_year: Vec<_> = known.iter().filter(|(other, _)| year.covers(*other)).copied().collect();
        let mut taken = vintage.clone();
        if falls(&of_the_year) {
            something_else(&mut taken.outcome);
        }
        taken.outcome.period = Period::new(year.start(), part.end()).ok()?;
        Some(taken)
    })
}

/// The figures that answer within the target's period, in order.
fn known(case: &Case<'_>) -> Vec<(Period, Exact)> {
    let periods: BTreeSet<Period> = case.reported.iter().map(|vintage| vintage.outcome.period).collect();
    let periods = periods.into_iter().filter(|period| case.target.period.covers(*period));
    periods
        .filter_map(|period| {
            let figure = &choose_for(case, period)?.answer.outcome.value.figure;
            Some((period, value_of::number(figure)?))
        })
        .collect()
}

/// Whether one of the figures is less than one of an earlier time.
fn falls(known: &[(Period, Exact)]) -> bool {
    let is_less = |(one, before): &(Period, Exact)| {
        known.iter().any(|(other, after)| other.start() > one.end() && after < before)
    };
    known.iter().any(is_less)
}

/// Whether each figure is at least all that was reported for the times before it together, and half as much again as any of them.
fn go_on(known: &[(Period, Exact)]) -> bool {
    known.iter().all(|(period, figure)| {
        let before = || known.iter().filter(|(other, _)| other.end() < period.start()).map(|(_, of)| *of);
        let is_all = before().try_fold(Exact::ZERO, Exact::plus).is_some_and(|sum| *figure >= sum);
        let twice = figure.times(Exact::from(2));
        is_all
            && before().all(|one| twice.zip(one.times(Exact::from(3))).is_some_and(|(now, then)| now >= then))
    })
}
