//! The name in the words against that of the indicator they are given for. It does not know how a name is found.

use super::error::Fault;
use crate::domain::{
    code::Code,
    indicator::{Indicator, Measure},
    reading::another_name,
};

/// The fault of words that name something else in front of their figure than the indicator. A part by a category goes by its
/// own name, which is not the indicator's.
pub(super) fn other_indicator(
    field: &str,
    text: &str,
    indicator: &Indicator,
    category: Option<&Code>,
) -> Option<Fault> {
    if category.is_some() || matches!(indicator.measure, Measure::Milestone | Measure::Group) {
        return None;
    }
    let printed = another_name(text, &indicator.name_zh, &indicator.name_en)?;
    let own = if indicator.name_zh.is_empty() { &indicator.name_en } else { &indicator.name_zh };
    let detail = format!(
        "the words are of {printed}, and the indicator is {own}; give them for the indicator that they are of, or leave the \
         name out of the words where it means the same"
    );
    Some(Fault::new(field, text, "other_indicator", detail))
}
