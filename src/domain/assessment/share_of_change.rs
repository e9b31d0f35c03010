//! What a printed share is a share of where a change is asked: of a fall it is how much of the fall was brought about, and of a
//! rise of a state how much of the way up. Takes no decision.

use chrono::NaiveDate;

use super::{Case, counted_over::Over, profile::Path};
use crate::domain::{
    criterion::{Comparison, Condition},
    indicator::Measure,
    quantity::Exact,
};

/// A change that is asked by itself.
struct Asked<'a> {
    op: Comparison,
    by: Exact,
    from: &'a str,
}

/// How a share of the fall must stand to the whole of it, where a fall is all that is asked of what is to be less: 80 % of it is
/// not the fall, and more of it is better.
pub(super) fn of_a_fall(case: &Case<'_>) -> Option<Comparison> {
    if !case.less_is_better() {
        return None;
    }
    let changes = changes(case)?;
    let is_a_fall = |asked: &Asked<'_>| {
        asked.by.is_negative()
            && matches!(asked.op, Comparison::AtMost | Comparison::LessThan | Comparison::Equal)
    };
    let is_strict = changes.iter().any(|asked| asked.op == Comparison::LessThan);
    let op = if is_strict { Comparison::MoreThan } else { Comparison::AtLeast };
    (!changes.is_empty() && changes.iter().all(is_a_fall)).then_some(op)
}

/// The shape of the way that a share of the change grows along, and the day from which it does; no day where it is compared whole.
/// `None` where the share is one of the number that the change leads to, as it is of a sum that rises.
pub(super) fn way(case: &Case<'_>) -> Option<(Path, Option<NaiveDate>)> {
    let is_a_fall = of_a_fall(case).is_some();
    match case.indicator.measure {
        Measure::Flow if is_a_fall => Some((Path::Linear, case.target.period.start().pred_opt())),
        Measure::Level => {
            let since = Over::of(case, changes(case)?.first()?.from, false, case.target.period)
                .and_then(|over| over.since())
                .filter(|since| *since < case.target.period.end());
            match since {
                Some(since) => Some((Path::FromBaseline, Some(since))),
                None => is_a_fall.then_some((Path::Flat, None)),
            }
        }
        _ => is_a_fall.then_some((Path::Flat, None)),
    }
}

/// The changes that are asked, where nothing else is.
fn changes<'a>(case: &Case<'a>) -> Option<Vec<Asked<'a>>> {
    let change = |condition: &'a Condition| match condition {
        Condition::Change { op, by, from, to_value: None, average_per_year: false, .. } if !by.is_zero() => {
            Some(Asked { op: *op, by: *by, from })
        }
        _ => None,
    };
    match &case.target.criterion.as_ref()?.condition {
        Condition::All { of } => of.iter().map(|part| change(&part.condition)).collect(),
        condition => Some(vec![change(condition)?]),
    }
}
