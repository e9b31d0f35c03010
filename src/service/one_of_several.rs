//! The figure of one year, or of the end of an earlier one, by its words, that is reported for several years together. It does not know how the words are read.

use super::{
    error::Fault,
    other_years::{days_of, words_of},
};
use crate::domain::{
    criterion::PREVIOUS_PERIOD,
    indicator::{Indicator, Measure},
    period::Period,
    reading::{is_said_to_add_up, one_year_reported, years_counted_from, years_ended},
    value::{Figure, Value},
};

/// The fault of an amount, or a change, of one of the years that are reported together: the one is no sum of all of them, and the
/// other no change over them. A state is that of the end of a year, and a change from a year that is named goes over all since then.
pub(super) fn of_outcome(
    field: &str,
    text: &str,
    value: &Value,
    indicator: &Indicator,
    period: Period,
) -> Option<Fault> {
    if period.years() < 2 || value.average_per_year {
        return None;
    }
    if let Some(fault) = of_an_earlier_end(field, text, value, indicator, period) {
        return Some(fault);
    }
    let is_number =
        matches!(value.figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    let is_of_it = match indicator.measure {
        Measure::Flow => is_number,
        // What is itself a change is kept as its number alone, whatever it counts from.
        Measure::Rate => is_number && years_counted_from(text).0.is_empty(),
        _ => false,
    };
    let own = value.figure.as_change(value.average_per_year, false).into_iter();
    let mut changes = own.chain(value.changes.iter().cloned());
    let is_step = changes.any(|change| change.from == PREVIOUS_PERIOD && !change.average_per_year);
    if !(is_of_it || is_step) || is_said_to_add_up(text) {
        return None;
    }
    let named = one_year_reported(text)?;
    let span = days_of(named, period).filter(|span| span.years() == 1 && span.overlaps(period))?;
    let detail = format!(
        "the words are of {} alone, and the outcome is reported for {period}; report it for {span}, or give the figure of all of \
         {period}",
        words_of(named)
    );
    Some(Fault::new(field, text, "other_period", detail))
}

/// The fault of a state, or of a change until then, that words say is of the end of a year before the last one: 2024年达到58% says
/// nothing of the end of 2025. What adds up was so much by then and is no less since.
fn of_an_earlier_end(
    field: &str,
    text: &str,
    value: &Value,
    indicator: &Indicator,
    period: Period,
) -> Option<Fault> {
    let is_of_its_end = match value.figure {
        Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. } => {
            indicator.measure != Measure::Flow
        }
        Figure::Change { .. } | Figure::Grade { .. } | Figure::Rank { .. } => true,
        _ => false,
    };
    let named = years_ended(text).filter(|_| is_of_its_end)?;
    let span = days_of(named, period).filter(|span| span.overlaps(period) && span.end() < period.end())?;
    let words = words_of(named);
    let detail = format!(
        "the words are of {words}, and the outcome is reported for {period}, which goes on after it; report it for {span}, or \
         give the figure of the end of {period}"
    );
    Some(Fault::new(field, text, "other_period", detail))
}

#[cfg(test)]
mod tests {
    use super::super::other_years;
    use crate::domain::{
        indicator::{Indicator, Measure},
        period::Period,
        reading::{context_of, read_outcome},
    };

    #[test]
    fn the_figure_of_one_year_is_none_of_all_of_them() {
        let (flow, level, rate) = (Measure::Flow, Measure::Level, Measure::Rate);
        for (measure, unit, text, period, is_refused) in [
            (flow, "万吨", "2024年新增12万吨", "2021..2025", true),
            (flow, "万吨", "2025年新增12万吨", "2021..2025", true),
            (flow, "万吨", "2025年52万吨", "2021..2025", true),
            (flow, "万吨", "52万吨（2025年）", "2021..2025", true),
            (flow, "万吨", "2025年增长6.5%", "2021..2025", true),
            (flow, "t", "12 in 2024", "2021..2025", true),
            (flow, "t", "12 (2025)", "2021..2025", true),
            (flow, "t", "2025: 12", "2021..2025", true),
            (level, "家", "2024年增长6.5%", "2021..2025", true),
            (level, "家", "2025年达到500家，增长6.5%", "2021..2025", true),
            (level, "%", "2025年提高0.9个百分点", "2021..2025", true),
            (level, "%", "up 0.9 points in 2025", "2021..2025", true),
            (rate, "%", "2025年增长6.5%", "2021..2025", true),
            (flow, "万吨", "2021—2025年新增52万吨", "2021..2025", false),
            (flow, "万吨", "到2025年新增52万吨", "2021..2025", false),
            (flow, "万吨", "截至2025年底新增52万吨", "2021..2025", false),
            (flow, "万吨", "“十四五”期间新增52万吨", "2021..2025", false),
            (flow, "万吨", "比2020年增长30%", "2021..2025", false),
            (flow, "万吨", "2025年新增12万吨", "2025", false),
            (flow, "t", "52 by 2025", "2021..2025", false),
            (flow, "t", "52 by end-2025", "2021..2025", false),
            (flow, "t", "52 by FY2025/26", "2021-04..2026-03", false),
            (flow, "t", "52 by the end of financial year 2025-26", "2021-04..2026-03", false),
            (flow, "万吨", "“十四五”末达到52万吨", "2021..2025", false),
            (level, "家", "“十四五”期末增长25%", "2021..2025", false),
            (level, "%", "2025年达到60%", "2021..2025", false),
            (level, "家", "2025年新增12家", "2021..2025", true),
            (level, "家", "2025年新增12，五年累计52家", "2021..2025", false),
            (level, "%", "60% in 2025", "2021..2025", false),
            (level, "家", "2025年达到500家，比2020年增长30%", "2021..2025", false),
            (level, "家", "2025年较2020年增长5%", "2021..2025", false),
            (level, "%", "到2025年提高5个百分点", "2021..2025", false),
            (rate, "%", "2025年年均增长6.5%", "2021..2025", false),
            (level, "%", "2024年达到58%", "2021..2025", true),
            (level, "%", "58%（2024年）", "2021..2025", true),
            (level, "%", "2024年底达到58%", "2021..2025", true),
            (level, "%", "截至2024年底，58%", "2021..2025", true),
            (level, "%", "到2024年达到58%", "2021..2025", true),
            (level, "%", "58% in 2024", "2021..2025", true),
            (level, "%", "58% (2024)", "2021..2025", true),
            (level, "%", "2024: 58%", "2021..2025", true),
            (level, "%", "58% by 2024", "2021..2025", true),
            (level, "%", "58% at the end of 2024", "2021..2025", true),
            (level, "%", "58% by the end of 2024", "2021..2025", true),
            (level, "家", "2024年较2020年增长5%", "2021..2025", true),
            (level, "家", "2021—2024年达到58家", "2021..2025", true),
            (level, "%", "2025年底达到58%", "2021..2025", false),
            (level, "%", "58% by the end of 2025", "2021..2025", false),
            (level, "%", "“十四五”末达到58%", "2021..2025", false),
            (level, "%", "由2020年的52%提高到2025年的58%", "2021..2025", false),
            (level, "家", "2021—2025年达到58家", "2021..2025", false),
            (flow, "万吨", "到2024年新增52万吨", "2021..2025", false),
            (level, "%", "2024年达到58%", "2021..2024", false),
            (level, "%", "2024年达到58%", "2024", false),
            (level, "%", "58% (2024-25)", "2022-04..2026-03", true),
            (level, "%", "58% (2025-26)", "2022-04..2026-03", false),
        ] {
            let indicator = Indicator::sample("", unit, measure, false);
            let value = read_outcome(text, &context_of(&indicator)).unwrap().value;
            let period = Period::parse(period).unwrap();
            let fault = other_years::of_outcome("outcome", text, &value, &indicator, period);
            let code = fault.map(|fault| fault.code);
            assert_eq!(code.as_deref() == Some("other_period"), is_refused, "{text} for {period}: {code:?}");
        }
    }
}
