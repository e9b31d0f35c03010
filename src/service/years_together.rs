//! What words say of several years together (累计, 〔〕, 年均) against a period that is one of them, or a part of one. It does not
//! know which years the words name.

use super::error::Fault;
use crate::domain::{
    criterion::{Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Indicator, Measure},
    period::Period,
    reading::{is_of_a_longer_table, is_said_to_add_up, years_counted_from},
    value::{Figure, Value},
};

/// What several years together fell by is no fall of one of them, and the figure in the brackets of a table over five years is
/// none of one. Of a part of a year 累计 may mean the year to date.
pub(super) fn of_one_year(field: &str, text: &str, indicator: &Indicator, period: Period) -> Option<Fault> {
    let is_fall_of_a_year =
        indicator.is_reduction && indicator.measure == Measure::Rate && period.years() == 1;
    let is_of_several =
        (is_fall_of_a_year && is_said_to_add_up(text)) || (period.years() < 2 && is_of_a_longer_table(text));
    is_of_several.then(|| of_several_years(field, text, period))
}

pub(super) fn of_several_years(field: &str, text: &str, period: Period) -> Fault {
    let detail = format!(
        "the words are for several years together, and the period is {period}; give the period of those years, as \
         2021..2025, or leave out the word (累计) or the brackets (〔〕) where {period} alone is meant"
    );
    Fault::new(field, text, "other_period", detail)
}

pub(super) fn average_of_one(field: &str, text: &str, period: Period) -> Fault {
    let years =
        years_averaged(text, period).map_or_else(|| "2021..2025".to_owned(), |years| years.to_string());
    let detail = format!(
        "the words are an average of several years, and the period is {period}; give all of those years: {years}"
    );
    Fault::new(field, text, "average_of_one_year", detail)
}

/// The years that an average is of, where the words say how many of them end with the period: 两年平均增长5.1%.
fn years_averaged(text: &str, period: Period) -> Option<Period> {
    let (_, counts) = years_counted_from(text);
    let earlier = (1..*counts.first()?).try_fold(period, |year, _| year.a_year_before())?;
    Period::new(earlier.start(), period.end()).ok().filter(|_| period.years() == 1)
}

/// Whether an average of several years is asked of one of them. What amounts grow by on average leads to the amount of the last
/// year of a plan, and the mean of a state within a year is called its average as well.
pub(super) fn is_average_over(
    criterion: &Criterion,
    indicator: &Indicator,
    plan: Period,
    period: Period,
) -> bool {
    let is_state = matches!(indicator.measure, Measure::Level | Measure::Ratio);
    let mut is_over = false;
    criterion.visit(&mut |condition| match condition {
        Condition::Threshold { average_per_year: true, .. }
        | Condition::Range { average_per_year: true, .. } => is_over |= !is_state && period.years() < 2,
        Condition::Change { average_per_year: true, from, .. } => {
            is_over |= from == PREVIOUS_PERIOD && plan.years() < 2;
        }
        _ => {}
    });
    is_over
}

/// Whether a report is of an average of several years.
pub(super) fn is_average_of_one(value: &Value) -> bool {
    let of_the_figure = match &value.figure {
        Figure::Change { from, .. } => value.average_per_year && from == PREVIOUS_PERIOD,
        _ => value.average_per_year,
    };
    // Beside an amount the average says how it came about, and the amount is that of the year.
    let is_amount = matches!(
        value.figure,
        Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. } | Figure::ShareOfTarget { .. }
    );
    of_the_figure
        || !is_amount
            && value.changes.iter().any(|change| change.average_per_year && change.from == PREVIOUS_PERIOD)
}

#[cfg(test)]
mod tests {
    use crate::{
        domain::{
            indicator::{Direction, Indicator, Measure},
            period::Period,
            reading::{Context, read_target},
        },
        service::other_years::of_target,
    };

    #[test]
    fn an_average_names_its_years() {
        let named =
            |text, period| super::average_of_one("outcome", text, Period::parse(period).unwrap()).detail;
        assert!(named("两年平均增长5.1%", "2021").ends_with("all of those years: 2020..2021"));
        assert!(named("前三年年均增长5.8%", "2023").ends_with("all of those years: 2021..2023"));
        assert!(named("年均增长6%", "2023").ends_with("all of those years: 2021..2025"));
    }

    #[test]
    fn what_is_of_several_years_is_set_for_no_one_of_them() {
        let (rate, flow, level) = (Measure::Rate, Measure::Flow, Measure::Level);
        for (measure, text, period, plan, code) in [
            (rate, "〔13.5〕", "2023", "2023", Some("other_period")),
            (rate, "【18】", "2023", "2023", Some("other_period")),
            (rate, "累计下降8%", "2023", "2023", Some("other_period")),
            (rate, "累计下降8%", "2023-H1", "2023", None),
            (rate, "“十四五”期间累计下降13.5%", "2023", "2023", Some("other_period")),
            (rate, "“十四五”期间下降13.5%", "2025", "2021..2025", Some("other_period")),
            (rate, "“十四五”期间累计下降13.5%", "2021..2025", "2021..2025", None),
            (rate, "比2022年下降3%", "2023", "2023", None),
            (rate, "下降3%", "2023", "2023", None),
            (rate, "年均下降3%", "2023", "2023", Some("average_of_one_year")),
            (rate, "年均下降3%", "2021..2025", "2021..2025", None),
            (flow, "〔300〕", "2025", "2021..2025", Some("other_period")),
            (flow, "[>300]", "2023", "2023", Some("other_period")),
            (flow, "〔300〕", "2023-H1", "2023", Some("other_period")),
            (flow, "〔300〕", "2021..2025", "2021..2025", None),
            (flow, "300万人（规划期累计）", "2025", "2021..2025", Some("other_period")),
            (flow, "“十四五”期间累计300万人", "2025", "2021..2025", Some("other_period")),
            (flow, "“十四五”期间累计300万人", "2023..2025", "2023..2025", Some("other_period")),
            (flow, "到2025年累计新增300万人", "2025", "2021..2025", Some("other_period")),
            (flow, "累计60万人", "2023", "2023", None),
            (flow, "全年累计60万人", "2023", "2021..2025", None),
            (flow, "300万人", "2025", "2021..2025", None),
            (flow, "年均60万人", "2023", "2023", Some("average_of_one_year")),
            (flow, "年均60万人", "2023", "2021..2025", Some("average_of_one_year")),
            (flow, "年均60万人", "2021..2025", "2021..2025", None),
            (flow, "年均增长6%", "2023", "2023", Some("average_of_one_year")),
            (flow, "年均增长6%", "2025", "2021..2025", None),
            (level, "年均35万人以内", "2023", "2023", None),
            (level, "年均增长6%", "2025", "2021..2025", None),
            (level, "比2020年年均增长6%", "2023", "2023", None),
            (level, "累计建成5万人", "2025", "2021..2025", None),
        ] {
            let unit = if measure == rate { "%" } else { "万人" };
            let direction = Some(Direction::Higher);
            let is_reduction = measure == rate;
            let context = Context { unit, measure, direction, is_reduction, scale: &[] };
            let criterion = read_target(text, &context).unwrap_or_else(|why| panic!("{text}: {why:?}"));
            let indicator = Indicator::sample("", unit, measure, is_reduction);
            let [period, plan] = [period, plan].map(|period| Period::parse(period).unwrap());
            for is_given in [true, false] {
                let fault = of_target(text, &criterion.criterion, &indicator, period, plan, is_given);
                let found = fault.map(|fault| fault.code).filter(|code| code != "period_missing");
                assert_eq!(found.as_deref(), code, "{text} for {period}");
            }
        }
    }
}
