//! The amounts of an indicator whose unit or name says in what time they come about (homes per year, 万吨/年, Annual road deaths,
//! 年均新增就业): those of one year and the next are no amount together. Those of the parts of one year are, of what is of a year.

use super::{Case, Reported, as_something_else, asks_a_mean, replaced, value_of};
use crate::domain::{
    characters::says,
    indicator::Measure,
    period::Period,
    reading::{is_said_to_add_up, months_of_name, years_counted_from},
    unit::months_of_pace,
};

/// The vintages without the amounts of parts that would be added up; `None` where none is.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Flow {
        return None;
    }
    let asked = case.target.period;
    let is_added = |part: Period| part != asked && asked.covers(part);
    // Most is reported for what is asked, and needs no name to be read.
    if !case.reported.iter().any(|vintage| is_added(vintage.outcome.period)) {
        return None;
    }
    let (zh, en) = (&case.indicator.name_zh, &case.indicator.name_en);
    let of_unit = months_of_pace(&case.indicator.unit).filter(|_| !comes_on_top(zh, en));
    let months = of_unit.or_else(|| months_of_name(zh, en).filter(|_| !is_of_all(&case.target.text)))?;
    // What is asked a year is asked of each of them.
    if !is_longer(asked, months) || asks_a_mean(case) {
        return None;
    }
    replaced(case, |vintage| {
        let is_amount = value_of::interval(&vintage.outcome.value.figure).is_some();
        (is_added(vintage.outcome.period) && is_amount).then(|| as_something_else(vintage))
    })
}

/// Whether the words of a target say that it is all that comes about in its years, whatever the name says: 165,000 in total.
fn is_of_all(text: &str) -> bool {
    const TOGETHER: [&str; 7] = ["合计", "合計", "总计", "總計", "共", "otal", "umulative"];
    is_said_to_add_up(text)
        || TOGETHER.iter().any(|word| text.contains(word))
        || !years_counted_from(text).1.is_empty()
}

/// Whether what is counted comes on top of what there is, by its name (新增污水处理能力 in 万吨/日): of that there is more with each.
fn comes_on_top(name_zh: &str, name_en: &str) -> bool {
    let name_en = name_en.to_ascii_lowercase();
    says(name_zh, &["新增", "新建", "净增"])
        || ["added", "additional", "new "].iter().any(|word| name_en.contains(word))
}

/// Whether a period is longer than so many months; than a day or a week where there are none.
fn is_longer(period: Period, months: u32) -> bool {
    if months == 0 { period.days() > 7 } else { period.whole_months().is_none_or(|of| of > months) }
}
