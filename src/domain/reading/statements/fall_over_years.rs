//! A fall over all the years of a plan, as its table prints it: 五年累计下降23% for 2021..2025 is one against 2020. Of growth, and of an
//! amount, it may be what the years add up to.

use chrono::Datelike as _;

use crate::domain::{
    characters::in_simplified,
    indicator::{Direction, Measure},
    period::Period,
    reading::{Context, CumulatedOver, YearsTarget, cumulated_over},
};

/// The words of a target for all the years of a period with the year from which its fall is counted; `None` where they say no such
/// thing, or name other years.
pub fn fall_over_years(phrase: &str, context: &Context<'_>, period: Period) -> Option<String> {
    const FALLS: [&str; 3] = ["下降", "降低", "减少"];
    let is_amount = matches!(context.measure, Measure::Flow | Measure::Level);
    let falls = context.direction == Some(Direction::Lower) && !context.is_reduction;
    if !is_amount || !falls || phrase.is_ascii() {
        return None;
    }
    let said = in_simplified(phrase.trim());
    let (lead, fall) = said.split_once("累计")?;
    let (first, last) = (period.start().year(), period.end().year());
    let is_of_calendar_years = period.start().ordinal() == 1 && period.years() > 1;
    let names_them = match cumulated_over(&said) {
        None => lead.is_empty(),
        Some(CumulatedOver::Years(YearsTarget::Count(years))) => years == period.years(),
        Some(CumulatedOver::Years(YearsTarget::From(from, to))) => (from, to) == (first, last),
        Some(_) => false,
    };
    let by = FALLS.iter().find_map(|word| fall.strip_prefix(word))?;
    let number = by.strip_suffix("以上").unwrap_or(by);
    let by_share = ["%", "％", "个百分点"].iter().find_map(|unit| number.strip_suffix(unit))?;
    let is_number = by_share.chars().all(|c| c.is_ascii_digit() || c == '.');
    (is_of_calendar_years && names_them && is_number).then(|| format!("比{}年{fall}", first - 1))
}

#[cfg(test)]
mod tests {
    use super::fall_over_years;
    use crate::domain::{
        indicator::{Direction, Measure},
        period::Period,
        reading::Context,
    };

    #[test]
    fn a_fall_over_the_years_is_one_against_the_year_before_them() {
        let read = |phrase, measure, direction, period| {
            let context = Context {
                unit: "万吨",
                measure,
                direction: Some(direction),
                is_reduction: false,
                scale: &[],
            };
            fall_over_years(phrase, &context, Period::parse(period).unwrap_or_else(|why| panic!("{why}")))
        };
        for (phrase, period, words) in [
            ("五年累计下降23%", "2021..2025", Some("比2020年下降23%")),
            ("5年累计减少10%以上", "2021..2025", Some("比2020年减少10%以上")),
            ("累计降低13.5%", "2021..2025", Some("比2020年降低13.5%")),
            ("五年累計減少10%", "2021..2025", Some("比2020年减少10%")),
            ("“十四五”期间累计下降2个百分点", "2021..2025", Some("比2020年下降2个百分点")),
            ("三年累计下降23%", "2021..2025", None),
            ("“十三五”期间累计下降23%", "2021..2025", None),
            ("累计下降23%", "2024", None),
            ("累计下降23%", "2022-04..2024-03", None),
            ("2023年累计下降23%", "2021..2025", None),
            ("累计增长23%", "2021..2025", None),
            ("累计减少10万吨", "2021..2025", None),
            ("累计下降23%，其中工业下降25%", "2021..2025", None),
        ] {
            let found = read(phrase, Measure::Level, Direction::Lower, period);
            assert_eq!(found.as_deref(), words, "{phrase} for {period}");
        }
        assert_eq!(read("五年累计下降23%", Measure::Level, Direction::Higher, "2021..2025"), None);
        assert_eq!(read("五年累计下降23%", Measure::Rate, Direction::Lower, "2021..2025"), None);
    }
}
