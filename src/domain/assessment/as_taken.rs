//! What was reported as the target of a case takes it: what speaks of another target does not speak of this one, and what is
//! counted from the end of the year before is counted from there. Takes no decision.

use chrono::Datelike as _;

use super::{Case, Reported};
use crate::domain::{
    criterion::PREVIOUS_PERIOD,
    indicator::Measure,
    outcome::Outcome,
    period::Period,
    reading::{YearsTarget, counts_from_the_years_beginning, names_the_years_target, years_target_named},
    value::{Figure, Value},
};

/// The vintages as the target takes them; `None` where that is as they are.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let as_they_are = case.reported.iter().all(|vintage| {
        !is_of_another_target(case, &vintage.outcome) && years_beginning(case, vintage).is_none()
    });
    (!as_they_are).then(|| case.reported.iter().filter_map(|vintage| taken(case, vintage)).collect())
}

fn taken(case: &Case<'_>, vintage: &Reported) -> Option<Reported> {
    let mut taken = vintage.clone();
    let value = &mut taken.outcome.value;
    if let Some(base) = years_beginning(case, vintage) {
        count_from(value, &base.to_string());
    }
    if is_of_another_target(case, &vintage.outcome) {
        // The amount beside a share is the indicator's all the same.
        let Figure::ShareOfTarget { value: Some(amount), .. } = value.figure else { return None };
        value.figure = Figure::Number { value: amount, approximate: false };
    }
    Some(taken)
}

/// Whether a report speaks of another target than the one for the period: a share, or the word that it is attained, of the year's
/// target (完成年度目标的52%) says nothing of that of another year or of half a year, and a share that is printed for a year or less
/// says nothing of the target of several years. One of a plan of several years (完成“十四五”规划目标的62%) is of what that plan asks
/// by its end.
fn is_of_another_target(case: &Case<'_>, outcome: &Outcome) -> bool {
    let asked = case.target.period;
    let is_of_another_year = !asked.overlaps(outcome.period);
    let names_the_years = || names_the_years_target(&outcome.text);
    match outcome.value.figure {
        Figure::ShareOfTarget { .. } => {
            let is_too_short = asked.years() > 1 && outcome.period.years() < 2;
            let is_of_another_plan =
                || years_target_named(&outcome.text).is_some_and(|named| !is_asked_by(named, case));
            is_of_another_year
                || is_too_short
                || (asked.years() != 1 && names_the_years())
                || is_of_another_plan()
        }
        Figure::DeclaredAttained | Figure::DeclaredMissed => is_of_another_year && names_the_years(),
        _ => false,
    }
}

/// Whether the target is that of all the years of the plan that is named.
fn is_asked_by(named: YearsTarget, case: &Case<'_>) -> bool {
    let asked = case.target.period;
    let is_of_all = asked == case.plan_period();
    match named {
        YearsTarget::From(first, last) => {
            asked.years() > 1 && (asked.start().year(), asked.end().year()) == (first, last)
        }
        YearsTarget::Count(years) => is_of_all && asked.years() == years,
        YearsTarget::Unnamed => is_of_all && asked.years() > 1,
    }
}

/// The year before, at the end of which a state began to change, where the words of a report within a year say so: 比上年末
/// counts from December, and 同比 from the same month.
fn years_beginning(case: &Case<'_>, vintage: &Reported) -> Option<Period> {
    let Outcome { value, period, text, .. } = &vintage.outcome;
    let counts = |from: &String| from == PREVIOUS_PERIOD;
    let is_counted = match &value.figure {
        Figure::Change { from, .. } => counts(from),
        _ => value.changes.iter().any(|change| counts(&change.from)),
    };
    let is_state_within_a_year = case.indicator.measure == Measure::Level && period.years() == 0;
    if !is_counted || !is_state_within_a_year || !counts_from_the_years_beginning(text) {
        return None;
    }
    let year = case.plan_period().whole_years()?.into_iter().find(|year| year.covers(*period))?;
    year.previous()
}

fn count_from(value: &mut Value, base: &str) {
    let own = if let Figure::Change { from, .. } = &mut value.figure { Some(from) } else { None };
    let beside = value.changes.iter_mut().map(|change| &mut change.from);
    for from in own.into_iter().chain(beside).filter(|from| *from == PREVIOUS_PERIOD) {
        base.clone_into(from);
    }
}
