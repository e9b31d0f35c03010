//! The families of a plan's targets: whoever is named as a parent has a target in the plan, and nobody is the parent of
//! their own parents. Otherwise a target would be counted nowhere. It does not know how targets come in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::error::Fault;
use crate::domain::{code::Code, series::Series, target::Target};

/// What is wrong with the parents that new targets name, each with the number of the target. What stood so before is not
/// looked at again.
pub(super) fn faults<'a>(
    standing: impl IntoIterator<Item = &'a Target>,
    new: &[&'a Target],
) -> Vec<(usize, Fault)> {
    let place = |target: &&'a Target| (&target.series, target.period);
    let before: HashMap<_, &Target> = standing.into_iter().map(|target| (place(&target), target)).collect();
    let replaced: HashSet<_> = new.iter().map(place).collect();
    let stays = before.iter().filter(|(place, _)| !replaced.contains(*place)).map(|(_, target)| *target);
    let mut asked: HashSet<&Series> = HashSet::new();
    let mut parents: BTreeMap<&Code, BTreeSet<&Code>> = BTreeMap::new();
    for target in stays.chain(new.iter().copied()) {
        asked.insert(&target.series);
        parents.entry(&target.series.indicator).or_default().extend(&target.parent);
    }
    let mut faults = Vec::new();
    for (number, target) in new.iter().enumerate() {
        let Some(parent) = &target.parent else { continue };
        if before.get(&place(target)).is_some_and(|old| old.parent.as_ref() == Some(parent)) {
            continue;
        }
        if !series_of_parent(parent, target).iter().any(|series| asked.contains(series)) {
            faults.push((number, unknown_parent(parent.as_str())));
        } else if leads_back(&parents, parent, &target.series.indicator) {
            let detail = format!("{parent} is itself a sub-indicator of {}", target.series.indicator);
            faults.push((number, Fault::new("parent", parent.as_str(), "circle", detail)));
        }
    }
    faults
}

/// The parents that new targets name and of which nothing is asked in any series: what can be said where some of the new
/// targets cannot be read. Each new one is given by its indicator and its parent.
pub(super) fn strangers<'a>(
    standing: impl IntoIterator<Item = &'a Target>,
    new: impl Iterator<Item = (&'a str, Option<&'a str>)> + Clone,
) -> Vec<(usize, Fault)> {
    let mut asked: HashSet<&str> = new.clone().map(|(indicator, _)| indicator).collect();
    for target in standing {
        asked.insert(target.series.indicator.as_str());
        asked.extend(target.parent.as_ref().map(Code::as_str));
    }
    let named = new.enumerate().filter_map(|(number, (_, parent))| Some((number, parent?)));
    // What is no code is a fault of its own.
    let strange = named.filter(|(_, parent)| Code::new(parent).is_ok() && !asked.contains(parent));
    strange.map(|(number, parent)| (number, unknown_parent(parent))).collect()
}

fn unknown_parent(parent: &str) -> Fault {
    let detail = format!(
        "the plan has no target for {parent}, so that this one would be counted nowhere; set that one too, in the same \
         request or before"
    );
    Fault::new("parent", parent, "unknown_parent", detail)
}

/// The series of which one must be asked for: the parent's for the whole, or in the same place.
fn series_of_parent(parent: &Code, child: &Target) -> [Series; 2] {
    let there = Series { indicator: parent.clone(), ..child.series.clone() };
    [Series { area: None, category: None, ..there.clone() }, there]
}

/// The sub-indicators that would have no parent any more without a target.
pub(super) fn orphans<'a>(standing: &[&'a Target], without: &Target) -> BTreeSet<&'a Code> {
    let left = || standing.iter().filter(|target| !is_for_the_same(target, without));
    left()
        .filter(|child| is_parent(without, child) && !left().any(|other| is_parent(other, child)))
        .map(|child| &child.series.indicator)
        .collect()
}

/// Whether two targets are for the same series and period: a plan has one of them.
pub(super) fn is_for_the_same(one: &Target, other: &Target) -> bool {
    (&one.series, one.period) == (&other.series, other.period)
}

/// Whether a target is for the parent that another names.
fn is_parent(target: &Target, child: &Target) -> bool {
    child.parent.as_ref().is_some_and(|parent| series_of_parent(parent, child).contains(&target.series))
}

fn leads_back(parents: &BTreeMap<&Code, BTreeSet<&Code>>, from: &Code, to: &Code) -> bool {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![from]);
    while let Some(code) = waiting.pop() {
        if code == to {
            return true;
        }
        if seen.insert(code) {
            waiting.extend(parents.get(code).into_iter().flatten());
        }
    }
    false
}
