//! What an earlier year of the plan says of a figure that is due in a later one: as it is reported, or as its parts add up. Knows
//! no target number and gives no status.

use super::{
    Case, Reported,
    earlier_word::asks_a_change,
    parts::{SoFar, is_as_long, latest, made_of_parts},
};
use crate::domain::{
    criterion::{Condition, PREVIOUS_PERIOD},
    indicator::Measure,
    outcome::Outcome,
    period::Period,
};

/// The amount of an earlier year, until a part of the target's own is known. Nothing where the target follows from it, or from
/// another series' figure for the year, and where the plan asks amounts of single years.
pub(super) fn amount<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    if follows_from_a_year(case) || asks_years_apart(case) || !says_something(case) {
        return None;
    }
    or_its_parts(case, report(case, |_| true))
}

/// Whether an earlier year says something of the target's, which has not ended.
fn says_something(case: &Case<'_>) -> bool {
    case.target.period.years() > 0 && !case.target.period.has_ended(case.on)
}

/// What is reported last of a year of the plan until the target's, or what a later year makes by its parts, or they of the same
/// one where they are firmer.
pub(super) fn or_its_parts<'a>(case: &Case<'a>, reported: Option<SoFar<'a>>) -> Option<SoFar<'a>> {
    let asked = case.target.period;
    if case.indicator.measure != Measure::Flow || asked.years() != 1 {
        return reported;
    }
    let is_known = |year: Period| {
        reported.as_ref().is_some_and(|reported| {
            let end = reported.covered.end();
            end > year.end() || (end == year.end() && reported.is_counted())
        })
    };
    let years = case.plan_period().whole_years().unwrap_or_default().into_iter().rev();
    let parts = years
        .filter(|year| year.end() <= case.on.min(asked.end()))
        .take_while(|year| !is_known(*year))
        .find_map(|year| made_of_parts(case, year));
    [parts, reported].into_iter().flatten().max_by_key(|year| (year.covered.end(), year.is_counted()))
}

/// Whether the plan asks an amount of its own of another year as well: then the amount of a year answers for that year's
/// target, where it has one, and for no other. What the target counts from a baseline goes on from year to year.
fn asks_years_apart(case: &Case<'_>) -> bool {
    let goes_on = case.baseline.is_some() || asks_a_change(case.target);
    let own = case.target.period;
    let is_of_another_year = |other: Period| is_as_long(other, own) && !other.overlaps(own);
    !goes_on && case.beside.iter().any(|other| is_of_another_year(other.period))
}

/// The latest report that fits of those for a year of the plan, while the target's year has not ended: a year says something
/// about a later one, while quarters and months differ by season.
pub(super) fn report<'a>(case: &Case<'a>, fits: impl Fn(&Reported) -> bool) -> Option<SoFar<'a>> {
    if !says_something(case) {
        return None;
    }
    latest(case, |vintage| is_as_long(vintage.outcome.period, case.target.period) && fits(vintage))
}

/// The same, or the average that is reported of several years from the first one of the plan on.
pub(super) fn of_years<'a>(case: &Case<'a>, fits: impl Fn(&Reported) -> bool) -> Option<SoFar<'a>> {
    if !says_something(case) {
        return None;
    }
    let plan = case.plan_period();
    let is_average = |outcome: &Outcome| {
        let Outcome { period, value, .. } = outcome;
        period.years() > 1
            && period.start() == plan.start()
            && period.end() < case.target.period.end()
            && (value.average_per_year || value.changes.iter().any(|change| change.average_per_year))
    };
    latest(case, |vintage| {
        let outcome = &vintage.outcome;
        (is_as_long(outcome.period, case.target.period) || is_average(outcome)) && fits(vintage)
    })
}

fn follows_from_a_year(case: &Case<'_>) -> bool {
    let mut follows = false;
    if let Some(criterion) = &case.target.criterion {
        criterion.visit(&mut |condition| {
            follows |= match condition {
                Condition::Change { from, to_value: None, average_per_year: false, .. } => {
                    from == PREVIOUS_PERIOD
                }
                Condition::Relative { .. } => true,
                _ => false,
            };
        });
    }
    follows
}
