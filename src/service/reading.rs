//! Reading phrases for people: what a phrase is read as, or a fault that says where and why not.

use super::{error::Fault, fields::Fields};
pub use crate::domain::reading::context_of;
use crate::domain::{
    characters::says,
    code::Code,
    criterion::{Comparison, Condition, Criterion},
    indicator::{Direction, Indicator, Measure},
    period::Period,
    reading::{
        Context, OutcomeReading, TargetReading, as_of_its_name, asks_for_a_move, counts_the_fall, day_within,
        fall_over_years, is_an_act_of_reports, names_an_average_of_years, read_outcome,
        read_outcome_of_years, read_target, read_target_of_a_year, without_its_period, without_own_words,
    },
    reduction::names_what_should_fall,
};

/// A phrase with the indicator it is to be read for, as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The phrase as published.
    pub phrase: String,
    /// The indicator's unit; empty where there is none.
    pub unit: String,
    /// How the number behaves in time.
    pub measure: String,
    /// Which way is better.
    pub direction: Option<String>,
    /// Whether the indicator is itself a reduction.
    pub is_reduction: bool,
}

/// What an indicator brings to the reading, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    unit: String,
    measure: Measure,
    direction: Option<Direction>,
    is_reduction: bool,
}

impl Setting {
    /// What takes part in the reading.
    pub fn context(&self) -> Context<'_> {
        Context {
            unit: &self.unit,
            measure: self.measure,
            direction: self.direction,
            is_reduction: self.is_reduction,
            scale: &[],
        }
    }
}

impl Question {
    /// What the indicator brings to the reading.
    ///
    /// # Errors
    /// The faults of the fields other than the phrase.
    pub fn setting(&self) -> Result<Setting, Vec<Fault>> {
        let mut fields = Fields::default();
        let measure: Option<Measure> = fields.word("measure", &self.measure);
        let direction = fields.optional_word("direction", self.direction.as_deref());
        if measure.is_some_and(Measure::needs_direction)
            && self.direction.as_deref().is_none_or(str::is_empty)
        {
            let detail = "this measure needs a direction; write higher, lower or on_target";
            fields.fault("direction", "", "missing", detail);
        }
        let unit = fields.unit(&self.unit);
        fields.finish()?;
        let Some(measure) = measure else { return Err(Vec::new()) };
        Ok(Setting { unit, measure, direction, is_reduction: self.is_reduction })
    }
}

/// Reads a target phrase.
///
/// # Errors
/// A fault of the field.
pub fn target(field: &str, phrase: &str, context: &Context<'_>) -> Result<TargetReading, Fault> {
    read_target(phrase, context).map_err(|refusal| Fault::unread(field, phrase, refusal))
}

/// What the words of a target ask of an indicator for a period: the day of a milestone that leaves its year to the period,
/// and the series that a relative one means, included. Years that are counted are those of the plan, where it is another one.
///
/// # Errors
/// A fault of the field.
pub fn criterion(
    field: &str,
    phrase: &str,
    indicator: &Indicator,
    period: Option<Period>,
    plan: Option<Period>,
    relative_to: Option<&Code>,
) -> Result<Criterion, Fault> {
    let context = context_of(indicator);
    let indicator = &indicator.with_plain_name();
    let is_for_a_year = period.and_then(Period::whole_years).is_some_and(|years| years.len() == 1);
    let read = if is_for_a_year { read_target_of_a_year } else { read_target };
    let is_of_reports = is_an_act_of_reports(phrase);
    let own = (!is_of_reports).then(|| without_own_words(phrase, indicator)).flatten();
    let by_its_name = own.filter(|own| read(own, &context).is_ok());
    let words = by_its_name.as_deref().unwrap_or(phrase);
    // A target for the part of a year that its words name: 上半年增长5%以上.
    let of_its_part = || {
        const LONGER: [&str; 4] = ["以来", "全年", "年底", "年末"];
        let period =
            period.filter(|period| period.years() == 0 && indicator.measure != Measure::Milestone)?;
        if says(phrase, &LONGER) {
            return None;
        }
        let rest = without_its_period(phrase, indicator.measure, period)?;
        let rest = as_of_its_name(&rest, indicator).into_owned();
        Some((read(&rest, &context).ok()?, rest))
    };
    // What its years bring together, from the year before them: 五年累计下降23%.
    let of_its_years = || {
        let period = period.filter(|period| plan.is_none_or(|plan| plan == *period))?;
        let rest = fall_over_years(phrase, &context, period)?;
        Some((read(&rest, &context).ok()?, rest))
    };
    let (read, words) = match read(words, &context) {
        Ok(reading) => (reading, words.to_owned()),
        Err(refusal) => {
            of_its_part().or_else(of_its_years).ok_or_else(|| Fault::unread(field, phrase, refusal))?
        }
    };
    let mut criterion = read.criterion;
    if counts_the_fall(&words, &context) || counts_it_by_name(&criterion, indicator) {
        let detail = "the words ask for a fall of something of which more is better: of an indicator that counts the fall \
                      itself, so that reports of a fall are positive numbers; mark the indicator so (is_reduction: true), \
                      or limit the fall (降幅不超过5%)";
        return Err(Fault::new(field, phrase, "reduction_unmarked", detail));
    }
    if is_limit_of_a_size(&criterion, indicator) {
        let detail = "a limit below zero on the side that is worse may be that of the number, or of how far below zero it is; \
                      write the limit with the sign that it has (at most -55%), or without one (a fall of at least 55%)";
        return Err(Fault::new(field, phrase, "ambiguous", detail));
    }
    if asks_for_a_move(&words, &criterion, indicator) {
        return Err(Fault::new(field, phrase, MOVED_LEVEL.0, MOVED_LEVEL.1));
    }
    if let (Condition::Milestone { by: by @ None, .. }, Some(period)) = (&mut criterion.condition, period) {
        *by = day_within(phrase, period, plan.unwrap_or(period))
            .map_err(|refusal| Fault::unread(field, phrase, refusal))?;
    }
    if period.is_some_and(|period| period.years() > 1) {
        averaged_by_name(&mut criterion.condition, indicator);
    }
    Ok(match relative_to {
        Some(to) => criterion.referring_to(to),
        None => criterion,
    })
}

/// Why what says how a level moved is refused where the level is entered as a rate: the code and the words.
pub(super) const MOVED_LEVEL: (&str, &str) = (
    "not_kept",
    "the words say how much it moved, and by its name or unit the indicator is no rate of growth, of which that would be the \
     figure; give the figure itself, or set the indicator up as a level",
);

/// Whether a target asks a rate above zero of what should fall, where more of the rate is better and the indicator is not marked.
fn counts_it_by_name(criterion: &Criterion, indicator: &Indicator) -> bool {
    let is_above_zero = |condition: &Condition| match condition {
        Condition::Threshold { value, .. } | Condition::Range { low: value, .. } => value.is_positive(),
        _ => false,
    };
    indicator.measure == Measure::Rate
        && indicator.direction == Some(Direction::Higher)
        && !indicator.is_reduction
        && names_what_should_fall(&indicator.name_zh)
        && criterion.asks(is_above_zero)
}

/// At least -55% where less is better, at most -3% where more is: whether the limit is that of the number, or of how far below zero it is, is
/// not said.
fn is_limit_of_a_size(criterion: &Criterion, indicator: &Indicator) -> bool {
    let is_one = |condition: &Condition| match condition {
        Condition::Threshold { op, value, .. } if value.is_negative() => {
            let worse = match op {
                Comparison::AtLeast | Comparison::MoreThan => Some(Direction::Lower),
                Comparison::AtMost | Comparison::LessThan => Some(Direction::Higher),
                Comparison::Equal => None,
            };
            worse.is_some() && indicator.direction == worse
        }
        _ => false,
    };
    criterion.asks(is_one)
}

/// A growth that is asked over several years is the average of them where the indicator's name says so: 年均增速. A reduction
/// over several years is that of all of them together.
fn averaged_by_name(condition: &mut Condition, indicator: &Indicator) {
    let is_growth = indicator.measure == Measure::Rate && !indicator.is_reduction;
    let is_average = is_growth && names_an_average_of_years(&indicator.name_zh, &indicator.name_en);
    if let Condition::Threshold { average_per_year, .. } | Condition::Range { average_per_year, .. } =
        condition
    {
        *average_per_year |= is_average;
    }
}

/// Reads an outcome phrase.
///
/// # Errors
/// A fault of the field.
pub fn outcome(field: &str, phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Fault> {
    read_outcome(phrase, context).map_err(|refusal| Fault::unread(field, phrase, refusal))
}

/// Reads an outcome phrase that is reported for several years.
///
/// # Errors
/// A fault of the field.
pub fn outcome_of_years(field: &str, phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Fault> {
    read_outcome_of_years(phrase, context).map_err(|refusal| Fault::unread(field, phrase, refusal))
}

#[cfg(test)]
mod tests {
    use super::criterion;
    use crate::domain::{
        criterion::Condition,
        indicator::{Direction, Indicator, Measure},
        period::Period,
    };

    fn read(phrase: &str, of: &Indicator, period: &str) -> Option<crate::domain::criterion::Criterion> {
        criterion("target", phrase, of, Some(Period::parse(period).unwrap()), None, None).ok()
    }

    #[test]
    fn a_limit_below_zero_on_the_worse_side_is_refused() {
        let of = |direction, measure| Indicator {
            direction: Some(direction),
            ..Indicator::sample("x", "%", measure, false)
        };
        let (less, more) = (Direction::Lower, Direction::Higher);
        for (phrase, direction, measure, is_read) in [
            ("at least -55%", less, Measure::Rate, false),
            ("-55% or more", less, Measure::Level, false),
            ("不低于-5%", less, Measure::Rate, false),
            ("no more than -3%", more, Measure::Level, false),
            ("at least -3%", more, Measure::Level, true),
            ("at most -55%", less, Measure::Rate, true),
            ("-55%", less, Measure::Rate, true),
            ("at least 5%", less, Measure::Rate, true),
            ("at least -5%", Direction::OnTarget, Measure::Rate, true),
        ] {
            assert_eq!(read(phrase, &of(direction, measure), "2025").is_some(), is_read, "{phrase}");
        }
    }

    #[test]
    fn a_target_may_name_the_part_of_a_year_that_it_is_set_for() {
        let growth = Indicator::sample("地区生产总值", "%", Measure::Rate, false);
        for (phrase, period) in [
            ("上半年增长5%以上", "2022-H1"),
            ("2022年上半年增长5%以上", "2022-H1"),
            ("一季度增长5%以上", "2022-Q1"),
            ("1-9月增长5%以上", "2022-01..2022-09"),
            ("前三季度增长5%以上", "2022-01..2022-09"),
        ] {
            assert_eq!(read(phrase, &growth, period), read("增长5%以上", &growth, period), "{phrase}");
            assert!(read(phrase, &growth, period).is_some(), "{phrase}");
        }
        for (phrase, period) in [
            ("上半年增长5%以上", "2022"),
            ("上半年增长5%以上", "2022-Q2"),
            ("2021年上半年增长5%以上", "2022-H1"),
            ("一季度增长5%以上", "2022-H1"),
            ("上半年增长5%以上、全年增长6%", "2022-H1"),
            ("上半年增长5%以上，力争全年增长6%", "2022-H1"),
            ("一季度增长5%、上半年增长6%", "2022-Q1"),
            ("上半年未增长5%", "2022-H1"),
            ("今年以来增长5%", "2022-H1"),
            ("1-12月增长5%以上", "2022"),
        ] {
            assert_eq!(read(phrase, &growth, period), None, "{phrase} for {period}");
        }
    }

    #[test]
    fn a_fall_over_the_years_of_a_plan_is_from_the_year_before_it() {
        let lower = |unit, measure| Indicator {
            direction: Some(Direction::Lower),
            ..Indicator::sample("化学需氧量", unit, measure, false)
        };
        let plan = Period::parse("2021..2025").unwrap();
        let of = |phrase, of: &Indicator, period| {
            criterion("target", phrase, of, Some(Period::parse(period).unwrap()), Some(plan), None).ok()
        };
        let level = lower("万吨", Measure::Level);
        for phrase in ["五年累计减少10%", "累计减少10%", "“十四五”期间累计减少10%"] {
            assert_eq!(
                of(phrase, &level, "2021..2025"),
                read("比2020年减少10%", &level, "2021..2025"),
                "{phrase}"
            );
            assert!(of(phrase, &level, "2021..2025").is_some(), "{phrase}");
            assert_eq!(of(phrase, &level, "2021..2023"), None, "{phrase}");
            assert_eq!(of(phrase, &level, "2025"), None, "{phrase}");
            assert_eq!(of(phrase, &lower("%", Measure::Rate), "2021..2025"), None, "{phrase}");
        }
        assert_eq!(of("五年累计减少10万吨", &lower("万吨", Measure::Flow), "2021..2025"), None);
    }

    #[test]
    fn a_target_may_begin_with_the_end_of_the_name() {
        let rate = Indicator::sample("投资计划完成率", "%", Measure::Level, false);
        assert_eq!(read("完成率90%以上", &rate, "2022"), read("90%以上", &rate, "2022"));
        assert!(read("完成率90%以上", &rate, "2022").is_some());
        assert_eq!(read("执行率90%以上", &rate, "2022"), None);
        let better = Indicator::sample("PM2.5浓度改善率", "%", Measure::Rate, true);
        assert_eq!(read("改善6%以上", &better, "2022"), read("下降6%以上", &better, "2022"));
        assert!(read("改善6%以上", &better, "2022").is_some());
    }

    #[test]
    fn a_growth_over_years_is_the_average_where_the_name_says_so_in_english() {
        let average = |name: &str, period| {
            let of =
                Indicator { name_en: name.to_owned(), ..Indicator::sample("", "%", Measure::Rate, false) };
            let asked = read("7%", &of, period).unwrap().condition;
            matches!(asked, Condition::Threshold { average_per_year: true, .. })
        };
        for (name, is_average) in [
            ("Average annual GDP growth", true),
            ("GDP growth (annual average)", true),
            ("CAGR of exports", true),
            ("GDP growth", false),
            ("Average wage growth", false),
        ] {
            assert_eq!(average(name, "2021..2025"), is_average, "{name}");
            assert!(!average(name, "2022"), "{name}");
        }
    }
}
