//! The amounts of an indicator whose unit says in what time they come about (homes per year, 万吨/年): those of one year and the
//! next are no amount together. Those of the parts of one year are, of a unit of a year.

use super::{Case, Reported, as_something_else, asks_a_mean, replaced, value_of};
use crate::domain::{indicator::Measure, period::Period, unit::months_of_pace};

/// The vintages without the amounts of parts that would be added up; `None` where none is.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Flow {
        return None;
    }
    let months = months_of_pace(&case.indicator.unit)?;
    if comes_on_top(&case.indicator.name_zh, &case.indicator.name_en) {
        return None;
    }
    let asked = case.target.period;
    // What is asked a year is asked of each of them.
    if !is_longer(asked, months) || asks_a_mean(case) {
        return None;
    }
    replaced(case, |vintage| {
        let part = vintage.outcome.period;
        let is_added = part != asked && asked.covers(part);
        let is_amount = value_of::interval(&vintage.outcome.value.figure).is_some();
        (is_added && is_amount).then(|| as_something_else(vintage))
    })
}

/// Whether what is counted comes on top of what there is, by its name (新增污水处理能力 in 万吨/日): of that there is more with each.
fn comes_on_top(name_zh: &str, name_en: &str) -> bool {
    let name_en = name_en.to_ascii_lowercase();
    ["新增", "新建", "净增"].iter().any(|word| name_zh.contains(word))
        || ["added", "additional", "new "].iter().any(|word| name_en.contains(word))
}

/// Whether a period is longer than so many months; than a day or a week where there are none.
fn is_longer(period: Period, months: u32) -> bool {
    if months == 0 { period.days() > 7 } else { period.whole_months().is_none_or(|of| of > months) }
}
