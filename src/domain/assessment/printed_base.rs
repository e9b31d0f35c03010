//! The earlier figure that a report prints beside its own (96, down from 100 in 2014), for a target in percent of it of which nothing
//! is on record. Takes no decision.

use std::collections::BTreeSet;

use super::{
    Case, Reason, Reported, choose::choose_for, demand, differs_in_caliber, named_base, value_of, weigh,
};
use crate::domain::{
    criterion::{ChangeUnit, Condition, PREVIOUS_PERIOD},
    outcome::Outcome,
    period::Period,
    quantity::Exact,
    value::{Change, Figure, Value},
};

/// The vintages with the earlier figures that they print, each as its report's own word; `None` where none is missing.
pub(super) fn with_those_printed(case: &Case<'_>) -> Option<Vec<Reported>> {
    let mut added: Vec<Reported> = Vec::new();
    case.target.criterion.as_ref()?.visit(&mut |condition| added.extend(missing(case, condition)));
    // Two parts of what is asked may count from the same figure.
    added.dedup_by_key(|base| base.outcome.period);
    (!added.is_empty()).then(|| case.reported.iter().cloned().chain(added).collect())
}

/// The figure that a condition counts from, as the report says it that reaches furthest of those that print it.
fn missing(case: &Case<'_>, condition: &Condition) -> Option<Reported> {
    let Condition::Change {
        by_unit: ChangeUnit::Percent, from, to_value: None, average_per_year: false, ..
    } = condition
    else {
        return None;
    };
    let within = |period: &Period| case.target.period.covers(*period) && period.end() <= case.on;
    let periods: BTreeSet<Period> =
        case.reported.iter().map(|vintage| vintage.outcome.period).filter(within).collect();
    let mut periods: Vec<Period> = periods.into_iter().collect();
    periods.sort_by_key(|period| std::cmp::Reverse((period.end(), period.days())));
    periods.into_iter().find_map(|period| {
        let vintage = choose_for(case, period)?.answer;
        let (base, earlier) = printed(case, &vintage.outcome, from)?;
        let value = &vintage.outcome.value;
        let is_wanted = !differs_in_caliber(case, vintage)
            && demand::earlier(case, from, period).is_none()
            && weigh::against(case, condition, value, period).obstacle == Some(Reason::ReferenceMissing);
        is_wanted.then(|| {
            let mut taken = vintage.clone();
            taken.outcome.period = base;
            taken.outcome.value = Value {
                like_for_like: value.like_for_like,
                ..Figure::Number { value: earlier, approximate: false }.into()
            };
            taken
        })
    })
}

/// The earlier figure that a report prints, by how much its own differs from it, and the period that it is of.
fn printed(case: &Case<'_>, outcome: &Outcome, from: &str) -> Option<(Period, Exact)> {
    let base = |label: &str| {
        if label == PREVIOUS_PERIOD {
            super::period_before(case.indicator.measure, outcome.period)
        } else {
            named_base::in_case(case, label, outcome.period)
        }
    };
    let asked = base(from)?;
    let is_of_it = |change: &&Change| {
        let Change { by_unit, op, approximate, average_per_year, like_for_like, from, by: _ } = change;
        let is_plain = op.is_none() && !approximate && !average_per_year && !like_for_like;
        *by_unit == ChangeUnit::Amount && is_plain && base(from) == Some(asked)
    };
    let own = value_of::number(&outcome.value.figure)
        .filter(|_| !value_of::is_approximate(&outcome.value.figure))?;
    let mut said = outcome.value.changes.iter().filter(is_of_it);
    let earlier = own.minus(said.next()?.by)?;
    let is_alone = said.all(|other| own.minus(other.by) == Some(earlier));
    (is_alone && demand::is_comparable(case, from, outcome.period)).then_some((asked, earlier))
}
