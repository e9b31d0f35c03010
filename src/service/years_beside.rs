//! The years of other figures beside the one that is reported: an earlier one is passed over, the report's own or a later one is
//! not. It does not know how the words are read.

use super::{
    error::Fault,
    other_years::{days_of, of_uncertain_year, words_of},
};
use crate::domain::{indicator::Indicator, period::Period, reading::years_beside};

/// The fault of a report with another figure beside it that is of its own year, so that it is not certain which of the two is the
/// report's, or of a later one, which is not yet there.
pub(super) fn of_outcome(field: &str, text: &str, indicator: &Indicator, period: Period) -> Option<Fault> {
    years_beside(text, &indicator.unit).into_iter().find_map(|named| {
        let is_no_earlier = || {
            // Beside the figure of a financial year one may stand of the calendar year in which it begins.
            let span = days_of(named, period).filter(|span| span.start() >= period.start())?;
            let detail = format!(
                "beside the figure there is one of {}, and the outcome is reported for {period}, which {span} is not before; \
                 give the figure of {period} alone, or correct the year",
                words_of(named)
            );
            Some(Fault::new(field, text, "other_period", detail))
        };
        is_no_earlier().or_else(|| of_uncertain_year(field, text, named, period))
    })
}

/// The fault of words that count a change from a year that is not an earlier one.
pub(super) fn counted_from(field: &str, text: &str, from: &str, period: Period) -> Fault {
    let detail = format!("the words count from {from}, which is not before {period}; correct one of the two");
    Fault::new(field, text, "other_period", detail)
}

#[cfg(test)]
mod tests {
    use super::{super::other_years, of_outcome};
    use crate::domain::{
        indicator::{Indicator, Measure},
        period::Period,
        reading::{context_of, read_outcome},
    };

    fn indicator(unit: &str, measure: Measure) -> Indicator {
        Indicator::sample("", unit, measure, false)
    }

    #[test]
    fn the_figure_of_a_year_is_not_what_words_count_from() {
        let people = indicator("万人", Measure::Flow);
        let period = Period::parse("2023").unwrap();
        for (text, says) in [
            ("106万人（2025年为100万人）", "there is one of 2025"),
            ("106万人，比2025年增长6%", "count from 2025"),
            ("比2025年增长6%", "count from 2025"),
        ] {
            let value = read_outcome(text, &context_of(&people)).unwrap().value;
            let found = other_years::of_outcome("outcome", text, &value, &people, period).unwrap();
            assert!(found.detail.contains(says), "{text}: {}", found.detail);
        }
    }

    #[test]
    fn another_figure_beside_is_of_an_earlier_year() {
        let share = indicator("%", Measure::Level);
        let people = indicator("people", Measure::Flow);
        let rank = indicator("rank", Measure::Level);
        let april = "2020-04..2021-03";
        for (text, indicator, period, is_refused) in [
            ("1,204 (404 in 2020–21)", &people, april, true),
            ("1,204 total (404 in 2020–21)", &people, april, true),
            ("1,204 (2020-21: 804)", &people, april, true),
            ("1,204 in total (804 in 2020–21)", &people, april, true),
            ("1,204 (804 in 2019–20)", &people, april, false),
            ("1,204 (2019-20: 804)", &people, april, false),
            ("1,204 (60% in 2020–21)", &people, april, false),
            ("82% (79% in 2020–21)", &share, april, true),
            ("82% (2020-21: 79%)", &share, april, true),
            ("82% vs 79% in 2020-21", &share, april, true),
            ("82% compared to 79% in 2020-21", &share, april, true),
            ("82%, up from 79% in 2020–21", &share, april, true),
            ("82% (79% in 2021-22)", &share, april, true),
            ("82% (79% in FY21)", &share, april, true),
            ("82% (79% in FY20)", &share, april, true),
            ("82% (79% in FY19)", &share, april, false),
            ("82% vs 79% in 2019-20", &share, april, false),
            ("82%, up from 79% in 2019–20", &share, april, false),
            ("82% (79% in 2020)", &share, april, false),
            ("82% in 2020-21", &share, april, false),
            ("Achieved: 82% in 2020-21", &share, april, false),
            ("Target: 80%, 82% in 2020-21", &share, april, false),
            ("82% (2020-21)", &share, april, false),
            ("82% (79% in FY22)", &share, "2022", true),
            ("82% (FY22: 79%)", &share, "2022", true),
            ("82% (79% in FY23)", &share, "2022", true),
            ("82% (79% in FY21)", &share, "2022", false),
            ("82% (79% in 2022/23)", &share, "2022", true),
            ("82% (79% in 2021/22)", &share, "2022", false),
            ("82% (79% in 2021/22)", &share, "2021-07..2022-06", true),
            ("82% (79% in FY22)", &share, "2021-07..2022-06", true),
            ("82% (FY22: 79%)", &share, "2021-07..2022-06", true),
            ("82% (79% in FY21)", &share, "2021-07..2022-06", false),
            ("82% (79% in 2021/22)", &share, "2021-10..2022-09", true),
            ("82% (79% in FY23)", &share, "2021-10..2022-09", true),
            ("82% (79% in 2020/21)", &share, "2021-10..2022-09", false),
            ("3rd (5th in 2022)", &rank, "2022", true),
            ("3rd, 5th in 2022", &rank, "2022", true),
            ("3rd (5th in 2023)", &rank, "2022", true),
            ("第3位（2022年第5位）", &rank, "2022", true),
            ("3rd (5th in 2021)", &rank, "2022", false),
            ("第3位（2021年第5位）", &rank, "2022", false),
        ] {
            let period = Period::parse(period).unwrap();
            let found = of_outcome("outcome", text, indicator, period);
            assert_eq!(found.is_some(), is_refused, "{text} for {period}");
        }
    }
}
