//! A figure that meets the target, of which its own report says that it is missed: not achieved (80%), of 80%. One of the two is of
//! something else, and neither proves anything.

use super::{Case, Reported, as_something_else, replaced};
use crate::domain::{
    assessment::{Verdict, weigh},
    reading::says_it_is_missed,
    value::Figure,
};

/// The vintages without those whose figure and word say otherwise; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let criterion = case.target.criterion.as_ref()?;
    let is_against_its_word = |vintage: &Reported| {
        let outcome = &vintage.outcome;
        matches!(outcome.value.figure, Figure::Number { .. } | Figure::Bound { .. })
            && outcome.period == case.target.period
            && says_it_is_missed(&outcome.text, case.indicator.direction)
            && weigh::weigh(case, criterion, vintage).verdict == Verdict::Proved
    };
    replaced(case, |vintage| is_against_its_word(vintage).then(|| as_something_else(vintage)))
}
