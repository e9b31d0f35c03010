//! Which targets of a plan stand under another one. It does not know how they are judged.

use std::collections::HashMap;

use crate::domain::{code::Code, indicator::Measure, period::Period, series::Series, target::Target};

/// The places of the targets that stand under a target, which is a group or a number with parts. A sub-indicator is asked
/// for the same period or, in a table of several years, for another one that ends within it: a level for the last year
/// beside what is added up over all of them. What has a target for the same period stands there by that alone; else a
/// state by its last one, and what was done in some time by each.
pub(super) fn members<'a>(
    above: &Target,
    targets: impl Iterator<Item = &'a Target>,
    measure: impl Fn(&Code) -> Option<Measure>,
) -> Vec<usize> {
    let mut under: HashMap<&Code, Vec<(usize, Period)>> = HashMap::new();
    for (place, target) in targets.enumerate() {
        let Series { indicator, area, category } = &target.series;
        let is_under = target.parent.as_ref() == Some(&above.series.indicator)
            && *area == above.series.area
            && *category == above.series.category;
        if is_under && above.period.contains(target.period.end()) {
            under.entry(indicator).or_default().push((place, target.period));
        }
    }
    let mut members = Vec::new();
    for (indicator, mut targets) in under {
        if targets.iter().any(|(_, period)| *period == above.period) {
            targets.retain(|(_, period)| *period == above.period);
        } else if measure(indicator).is_some_and(is_of_a_moment) {
            let last = targets.iter().map(|(_, period)| period.end()).max();
            targets.retain(|(_, period)| Some(period.end()) == last);
        }
        members.extend(targets.into_iter().map(|(place, _)| place));
    }
    members.sort_unstable();
    members
}

const fn is_of_a_moment(measure: Measure) -> bool {
    matches!(measure, Measure::Level | Measure::Ratio | Measure::Grade | Measure::Index)
}
