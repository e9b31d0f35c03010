//! What a part that is known only upwards leaves of a sum downwards: an amount that is never reported below zero cannot fall,
//! so that nothing that was reached is lost again. Knows no target and gives no status.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Case,
    interval::{End, Interval},
    parts::SoFar,
    value_of,
};
use crate::domain::{indicator::Measure, quantity::Exact};

/// What is known of an amount, which is at least nothing where no report of the series says that it can be less.
pub(super) fn at_least_nothing(case: &Case<'_>, known: Interval) -> Interval {
    let can_be_nothing = known.high.is_none_or(|high| !high.at.is_negative());
    if known.low.is_some() || !can_be_nothing || !is_never_negative(case) {
        return known;
    }
    Interval { low: Some(End { at: Exact::ZERO, open: false }), ..known }
}

/// The way to a day, with what a shorter one had reached before: where no more than a bound is known of the days until then,
/// it is not less than that, and what the shorter one rests on goes before what the bound rests on.
pub(super) fn kept<'a>(
    case: &Case<'a>,
    reached: &BTreeMap<NaiveDate, SoFar<'a>>,
    day: NaiveDate,
) -> Option<SoFar<'a>> {
    let way = reached.get(&day)?;
    let is_bound = way.known.is_some_and(|known| known.as_point().is_none());
    if !is_bound || !is_never_negative(case) {
        return Some(way.clone());
    }
    let low = |before: &SoFar<'_>| before.known.and_then(|known| known.low);
    let before = reached.range(..day).filter_map(|(_, before)| Some((before, low(before)?)));
    let furthest = before.max_by_key(|(_, low)| (low.at, low.open));
    Some(furthest.map_or_else(
        || way.clone(),
        |(before, low)| both(before, way, Interval { low: Some(low), high: None }),
    ))
}

/// A way of which another one says more, without saying otherwise: what is known by both, and the reports of both.
pub(super) fn both<'a>(other: &SoFar<'a>, way: &SoFar<'a>, says: Interval) -> SoFar<'a> {
    let Some(known) = way.known.filter(|known| known.meets(says)) else { return way.clone() };
    let narrowed = known.narrowed_by(says);
    if narrowed == known {
        return way.clone();
    }
    let is_new = |part: &&super::Reported| way.parts.iter().all(|own| own.id != part.id);
    let parts = other.parts.iter().copied().filter(is_new).chain(way.parts.iter().copied()).collect();
    let conflict = way.conflict.iter().chain(&other.conflict).copied().collect();
    SoFar { known: Some(narrowed), parts, conflict, ..way.clone() }
}

/// Whether what adds up is never reported to be below zero.
fn is_never_negative(case: &Case<'_>) -> bool {
    let below = |end: Option<End>| end.is_some_and(|end| end.at.is_negative());
    case.indicator.measure == Measure::Flow
        && case.reported.iter().all(|vintage| {
            value_of::interval(&vintage.outcome.value.figure)
                .is_none_or(|known| !below(known.low) && !below(known.high))
        })
}
