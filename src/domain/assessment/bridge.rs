//! Figures on another caliber, turned to the target's: by what the report itself prints like for like, else by a declared
//! bridge. Knows no target number and no verdict.

use super::{
    Case, Implied, Reason, Reported, Status, Step,
    choose::{counts, is_mere_word},
    judge::Decision,
    parts, spoken,
};
use crate::domain::{
    caliber::{self, Bridge},
    criterion::{ChangeUnit, Condition, Criterion},
    quantity::Exact,
    value::{Change, Figure},
};

/// Significant digits to which a figure times a factor is exact, where the factor is the quotient of two figures: three digits
/// fewer than a quotient has, so that the figure which the factor was taken from turns to exactly the other one.
const DIGITS_OF_A_FACTOR: u32 = 25;

/// Whether an outcome follows another caliber than the target and does not say like-for-like.
pub(super) fn differs_in_caliber(case: &Case<'_>, vintage: &Reported) -> bool {
    let outcome = &vintage.outcome;
    !outcome.value.like_for_like && !caliber::is_same(case.target.caliber.as_ref(), outcome.caliber.as_ref())
}

/// The vintages of the case with those turned that print their figure like for like too, where that is what the target
/// means, and those that a bridge leads from; `None` where there is none to turn. A period that has a figure on the target's
/// own caliber that counts, or parts on it that add up to one, needs no bridge and takes none.
pub fn cross(case: &Case<'_>) -> Option<Vec<Reported>> {
    let own = |vintage: &Reported| {
        let period = vintage.outcome.period;
        let is_reported = case.reported.iter().any(|other| {
            other.outcome.period == period
                && !is_mere_word(&other.outcome.value.figure)
                && !differs_in_caliber(case, other)
                && counts(case, other)
        });
        is_reported || parts::all_parts(case, period).is_some()
    };
    let mut crossed = false;
    let turned = case
        .reported
        .iter()
        .map(|vintage| {
            let bridged = || {
                let bridge = bridge_for(case, vintage).filter(|_| counts(case, vintage) && !own(vintage));
                bridge.and_then(|bridge| turned(case, vintage, bridge))
            };
            let turned = with_comparable_changes(case, vintage, comparable(case, vintage).or_else(bridged));
            crossed |= turned.is_some();
            turned.unwrap_or_else(|| vintage.clone())
        })
        .collect();
    crossed.then_some(turned)
}

/// Tells that the vintage which answers was turned.
pub(super) fn tell(case: &Case<'_>, chosen: Option<i64>, steps: &mut Vec<Step>) {
    let Some(vintage) = case.reported.iter().find(|vintage| Some(vintage.id) == chosen) else { return };
    if let Some((printed, comparable)) = like_for_like(case, vintage) {
        steps.insert(0, Step::LikeForLike { printed, comparable });
    } else if let Some(bridge) = bridge_for(case, vintage) {
        steps.insert(0, Step::Bridged { factor: bridge.factor, source: bridge.source.clone() });
    }
}

/// The decision, where nothing was decided though all of the period is reported, for a part of it is on another caliber.
pub(super) fn but_for_the_caliber(
    case: &Case<'_>,
    implied: Option<&Implied>,
    decision: Decision,
) -> Decision {
    let differs = |vintage: &Reported| differs_in_caliber(case, vintage);
    if decision.reason != Some(Reason::Late) || !case.reported.iter().any(differs) {
        return decision;
    }
    let on_one = |vintage: &Reported| {
        let mut vintage = vintage.clone();
        vintage.outcome.caliber.clone_from(&case.target.caliber);
        vintage
    };
    let reported: Vec<Reported> = case.reported.iter().map(on_one).collect();
    let (whole, under_way) = spoken(&Case { reported: &reported, ..*case }, implied);
    if whole.is_some() || under_way.is_some_and(|parts| parts.covers) {
        return Decision::without_verdict(Status::NotAssessable, Reason::CaliberChanged);
    }
    decision
}

/// The figure that a vintage prints, and the one like for like beside it, where the target means that one.
fn like_for_like(case: &Case<'_>, vintage: &Reported) -> Option<(Exact, Exact)> {
    let Figure::Number { value: printed, .. } = vintage.outcome.value.figure else { return None };
    let comparable = vintage.outcome.value.comparable?;
    means_like_for_like(case, vintage).then_some((printed, comparable))
}

/// The vintage as it was turned, with no changes but those like for like where it prints others beside them and the target
/// means those.
fn with_comparable_changes(
    case: &Case<'_>,
    vintage: &Reported,
    turned: Option<Reported>,
) -> Option<Reported> {
    let changes = &vintage.outcome.value.changes;
    if let (Figure::Change { .. }, Some(like)) =
        (&vintage.outcome.value.figure, changes.iter().find(|change| change.like_for_like))
    {
        return means_like_for_like(case, vintage).then(|| by_the_change(vintage, like)).or(turned);
    }
    let of_both_kinds = changes.iter().any(|change| change.like_for_like)
        && changes.iter().any(|change| !change.like_for_like);
    if !of_both_kinds || !means_like_for_like(case, vintage) {
        return turned;
    }
    let mut turned = turned.unwrap_or_else(|| vintage.clone());
    turned.outcome.value.changes.retain(|change| change.like_for_like);
    Some(turned)
}

/// The vintage with the change like for like as its figure, in place of the one that it prints before it.
fn by_the_change(vintage: &Reported, like: &Change) -> Reported {
    let Change { by, by_unit, op, approximate, from, average_per_year, like_for_like } = like.clone();
    let mut taken = vintage.clone();
    let value = &mut taken.outcome.value;
    value.figure = Figure::Change { by, by_unit, op, approximate, from };
    (value.like_for_like, value.average_per_year) = (like_for_like, average_per_year);
    value.changes.clear();
    taken
}

/// Whether it is the figure like for like that the target means.
fn means_like_for_like(case: &Case<'_>, vintage: &Reported) -> bool {
    case.target.criterion.as_ref().is_some_and(asks_like_for_like) || differs_in_caliber(case, vintage)
}

/// Whether a part of what is asked is asked like for like.
fn asks_like_for_like(criterion: &Criterion) -> bool {
    criterion.like_for_like
        || matches!(&criterion.condition, Condition::All { of } if of.iter().any(asks_like_for_like))
}

/// The vintage with its figure like for like, where the target means that one.
fn comparable(case: &Case<'_>, vintage: &Reported) -> Option<Reported> {
    let (_, value) = like_for_like(case, vintage)?;
    let mut turned = vintage.clone();
    turned.outcome.value.figure = Figure::Number { value, approximate: false };
    turned.outcome.value.like_for_like = true;
    turned.outcome.value.comparable = None;
    Some(turned)
}

/// The bridge that leads from a vintage's caliber to the target's. A factor that is not positive would turn the
/// sense of a bound and is no bridge.
fn bridge_for<'a>(case: &Case<'a>, vintage: &Reported) -> Option<&'a Bridge> {
    if !differs_in_caliber(case, vintage) {
        return None;
    }
    case.bridges.iter().find(|bridge| {
        bridge.indicator == case.indicator.code
            && Some(&bridge.from) == vintage.outcome.caliber.as_ref()
            && bridge.to == case.target.caliber
            && bridge.factor.is_positive()
    })
}

fn turned(case: &Case<'_>, vintage: &Reported, bridge: &Bridge) -> Option<Reported> {
    let times = |number: Exact| number.times(bridge.factor)?.to_digits(DIGITS_OF_A_FACTOR);
    let mut turned = vintage.clone();
    turned.outcome.value.comparable = None;
    turned.outcome.caliber.clone_from(&case.target.caliber);
    match &mut turned.outcome.value.figure {
        Figure::Number { value, .. } | Figure::Bound { value, .. } => *value = times(*value)?,
        Figure::Between { low, high } => (*low, *high) = (times(*low)?, times(*high)?),
        Figure::ShareOfTarget { value, .. } => {
            if let Some(value) = value {
                *value = times(*value)?;
            }
        }
        Figure::Change { .. }
        | Figure::DeclaredAttained
        | Figure::DeclaredMissed
        | Figure::DeclaredPace
        | Figure::Grade { .. }
        | Figure::Rank { .. }
        | Figure::Act { .. }
        | Figure::NotReported { .. } => return None,
    }
    for change in &mut turned.outcome.value.changes {
        if change.by_unit != ChangeUnit::Percent {
            change.by = times(change.by)?;
        }
    }
    Some(turned)
}
