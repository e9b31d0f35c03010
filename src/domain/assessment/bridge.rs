//! Figures on another caliber, turned to the target's by a declared bridge. Knows no target number and no verdict.

use super::{Case, Reported, Step, differs_in_caliber};
use crate::domain::{caliber::Bridge, criterion::ChangeUnit, quantity::Exact, value::Figure};

/// The vintages of the case with those turned that a bridge leads from; `None` where no bridge applies. A period
/// that has a figure on the target's own caliber needs no bridge and takes none.
pub(super) fn cross(case: &Case<'_>) -> Option<Vec<Reported>> {
    let own = |vintage: &Reported| {
        case.reported.iter().any(|other| {
            other.outcome.period == vintage.outcome.period
                && other.outcome.value.figure != Figure::NotReported
                && !differs_in_caliber(case, other)
        })
    };
    let mut crossed = false;
    let turned = case
        .reported
        .iter()
        .map(|vintage| {
            let turned = bridge_for(case, vintage)
                .filter(|_| !own(vintage))
                .and_then(|bridge| turned(case, vintage, bridge));
            crossed |= turned.is_some();
            turned.unwrap_or_else(|| vintage.clone())
        })
        .collect();
    crossed.then_some(turned)
}

/// Tells that the vintage which answers was turned.
pub(super) fn tell(case: &Case<'_>, chosen: Option<i64>, steps: &mut Vec<Step>) {
    let vintage = case.reported.iter().find(|vintage| Some(vintage.id) == chosen);
    if let Some(bridge) = vintage.and_then(|vintage| bridge_for(case, vintage)) {
        steps.insert(0, Step::Bridged { factor: bridge.factor, source: bridge.source.clone() });
    }
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
    let times = |number: Exact| number.times(bridge.factor);
    let mut turned = vintage.clone();
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
        | Figure::Grade { .. }
        | Figure::Rank { .. }
        | Figure::NotReported => return None,
    }
    for change in &mut turned.outcome.value.changes {
        if change.by_unit != ChangeUnit::Percent {
            change.by = times(change.by)?;
        }
    }
    Some(turned)
}
