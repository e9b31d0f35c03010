//! Which earlier period a target or a report names to count from: one place decides, for what counts from it and for what
//! gathers its figure. Knows no figures.

use std::collections::BTreeSet;

use super::Case;
use crate::domain::{
    criterion::{Condition, PREVIOUS_PERIOD},
    outcome::Outcome,
    period::Period,
    target::Target,
    value::Figure,
};

/// The period that a label names beside the figure of a period in a case.
pub(super) fn in_case(case: &Case<'_>, label: &str, period: Period) -> Option<Period> {
    named(label, [period, case.target.period, case.plan_period()])
}

/// The earlier periods that a target of a plan counts from by their names.
pub fn of_target(target: &Target, plan: Period) -> BTreeSet<Period> {
    let mut bases = BTreeSet::new();
    if let Some(criterion) = &target.criterion {
        criterion.visit(&mut |condition| {
            if let Condition::Change { from, .. } = condition
                && from != PREVIOUS_PERIOD
            {
                bases.extend(named(from, [target.period, target.period, plan]));
            }
        });
    }
    bases
}

/// The earlier period that a report counts from by its name where it gives a change in place of the figure, beside a target for
/// a period in a plan.
pub fn of_report(outcome: &Outcome, target: Period, plan: Period) -> Option<Period> {
    let Figure::Change { from, .. } = &outcome.value.figure else { return None };
    if from == PREVIOUS_PERIOD { None } else { named(from, [outcome.period, target, plan]) }
}

/// Years are named as the first of the periods is that is made of years: a quarter has no name for a financial year, and is
/// one of the plan's.
fn named(label: &str, beside: [Period; 3]) -> Option<Period> {
    let [own, ..] = beside;
    beside.into_iter().find(|period| period.years() > 0).unwrap_or(own).named_beside(label)
}
