//! What the rows of a plan table have from the group that they stand under. Knows no target.

use std::collections::BTreeMap;

use crate::domain::indicator::{Indicator, Measure, names_a_growth};

/// Marks new shares that stand under a group of cuts as cuts themselves: under 主要污染物排放总量减少 the row 氨氮 counts the fall.
/// `rows` are the code and the parent of each.
pub(super) fn mark_cuts<'a>(
    rows: impl Iterator<Item = (&'a str, &'a str)>,
    indicators: &mut BTreeMap<String, Indicator>,
    is_new: impl Fn(&str) -> bool,
) {
    for (code, parent) in rows.filter(|(code, _)| is_new(code)) {
        let is_of_cuts =
            indicators.get(parent).is_some_and(|group| group.measure == Measure::Group && group.is_reduction);
        if let Some(indicator) = indicators.get_mut(code)
            && is_of_cuts
            && indicator.measure == Measure::Rate
            && indicator.unit == "%"
        {
            indicator.is_reduction |= !names_a_growth(&indicator.name_zh, &indicator.name_en);
        }
    }
}
