//! A bare bracket right behind the name of what a change is counted from (10% below 2021 (500)): it may print the figure of
//! then or what the change comes to, which the figure on record tells. Takes no decision.

use super::{
    Case, Reported,
    as_taken::{replaced, something_else},
    demand, named_base,
};
use crate::domain::{
    criterion::{ChangeUnit, Condition},
    period::Period,
    quantity::Exact,
    reading::{context_of, figure_behind_base, leads_to, year_come_to},
    target::Baseline,
    value::Figure,
};

/// The vintages with the figures of such brackets as they are meant; `None` where none has one. What is then known is no more
/// than the change, unless the record says that the bracket is what it led to.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    replaced(case, |vintage| meant(case, vintage))
}

fn meant(case: &Case<'_>, vintage: &Reported) -> Option<Reported> {
    let outcome = &vintage.outcome;
    let Figure::Number { value, approximate: false } = outcome.value.figure else { return None };
    let [change] = outcome.value.changes.as_slice() else { return None };
    let is_plain = change.op.is_none() && !change.approximate && !change.average_per_year;
    if !is_plain || change.by.is_zero() || !outcome.text.contains(['(', '（']) {
        return None;
    }
    let printed = figure_behind_base(&outcome.text, &change.from, &context_of(case.indicator))?;
    if printed != value {
        return None;
    }
    let record = on_record(case, &change.from, outcome.period);
    let mut taken = vintage.clone();
    match record {
        Some(record) if leads_to(change.by, change.by_unit, record, value) => return None,
        Some(record) if record != value => something_else(&mut taken.outcome),
        _ => {
            let (by, by_unit, from) = (change.by, change.by_unit, change.from.clone());
            taken.outcome.value.figure = Figure::Change { by, by_unit, op: None, approximate: false, from };
            // A change that is the figure itself does not stand beside it.
            taken.outcome.value.changes.clear();
        }
    }
    Some(taken)
}

fn on_record(case: &Case<'_>, from: &str, period: Period) -> Option<Exact> {
    demand::earlier(&Case { baseline: own_baseline(case), ..*case }, from, period)?.as_point()
}

/// The figure that the target's own words print in such a bracket, and the change that it stands behind.
struct Printed {
    figure: Exact,
    by: Exact,
    by_unit: ChangeUnit,
    from: String,
}

fn printed(case: &Case<'_>) -> Option<Printed> {
    let baseline = case.target.baseline.as_ref()?;
    let Condition::Change { by, by_unit, from, to_value: None, average_per_year: false, .. } =
        &case.target.criterion.as_ref()?.condition
    else {
        return None;
    };
    let figure = figure_behind_base(&case.target.text, from, &context_of(case.indicator))?;
    let (by, by_unit, from) = (*by, *by_unit, from.clone());
    (figure == baseline.value).then_some(Printed { figure, by, by_unit, from })
}

/// The baseline of the case, unless it is no more than such a bracket.
fn own_baseline<'a>(case: &Case<'a>) -> Option<&'a Baseline> {
    case.baseline
        .filter(|baseline| case.target.baseline.as_ref() != Some(*baseline) || printed(case).is_none())
}

/// Whether the figure on record stands in place of the one that the target's words print in such a bracket, being another.
pub(super) fn is_on_record(case: &Case<'_>) -> bool {
    case.baseline.is_some()
        && own_baseline(case).is_none()
        && printed(case).is_some_and(|printed| {
            on_record(case, &printed.from, case.target.period).is_some_and(|record| record != printed.figure)
        })
}

/// Whether what is on record is neither what such a bracket of the target prints nor what the change would lead to it from.
pub(super) fn contradicts_the_record(case: &Case<'_>, period: Period) -> bool {
    printed(case).is_some_and(|printed| {
        let Some(record) = on_record(case, &printed.from, period) else { return false };
        record != printed.figure && !leads_to(printed.by, printed.by_unit, record, printed.figure)
    })
}

/// Whether what a target's words print with its year, as what a change comes to, is of a year in which the target is not due: 2 points above
/// 2018-19 (72% in 2019-20) for 2020-21.
pub(super) fn is_of_another_year(case: &Case<'_>, from: &str) -> bool {
    let due = case.target.period;
    year_come_to(&case.target.text, from, &context_of(case.indicator))
        .and_then(|year| named_base::in_case(case, &year, due))
        .is_some_and(|year| !year.contains(due.end()))
}
