//! A share of what is done within another time than the one that is asked.

use super::{Case, Counts, least_of, most_of};
use crate::domain::{
    criterion::{Comparison, Condition},
    indicator::Direction,
    outcome::Outcome,
    quantity::Exact,
    reading::{AnotherTimeLimit, another_time_limit_named},
    value::Figure,
};

/// How a share within another time stands to what is asked: it is no more than that within a longer time, and no less than that
/// within a shorter one, and settles the goal where this does. `None` where the words name no other time.
pub(super) fn counts(case: &Case<'_>, outcome: &Outcome) -> Option<Counts> {
    let figure = &outcome.value.figure;
    if !matches!(figure, Figure::Number { .. } | Figure::Bound { .. }) {
        return None;
    }
    // The words of the target, or else the name.
    let asked = [&case.target.text, &case.indicator.name_en].map(String::as_str);
    let other = another_time_limit_named(&outcome.text, asked)?;
    let settled = match other {
        AnotherTimeLimit::Tighter => {
            least_of(figure).filter(|least| reaches(case, *least) == Some(true)).map(Counts::NoLessThan)
        }
        AnotherTimeLimit::Looser => {
            most_of(figure).filter(|most| reaches(case, *most) == Some(false)).map(Counts::NoMoreThan)
        }
        AnotherTimeLimit::OfAnotherKind => None,
    };
    Some(settled.unwrap_or(Counts::SomethingElse))
}

/// Whether so much is what is asked, where more is better.
fn reaches(case: &Case<'_>, share: Exact) -> Option<bool> {
    let condition = &case.target.criterion.as_ref()?.condition;
    let Condition::Threshold { op, value, average_per_year: false, .. } = condition else { return None };
    let is_more = match op {
        Comparison::AtLeast => share >= *value,
        Comparison::MoreThan => share > *value,
        _ => return None,
    };
    (case.indicator.direction == Some(Direction::Higher)).then_some(is_more)
}
