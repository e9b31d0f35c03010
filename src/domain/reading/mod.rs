//! Reading plan language: target and outcome phrases, Chinese and English, into criteria and values; and
//! printing those back. A phrase that cannot be read for certain is refused with position and reason.
//!
//! From the ground up: `wording` (the words of a phrase), `numbers` and `times`, `statements` (what one clause says), `reports` (what
//! is said without a figure), `names` (of what a figure is), `beside` (what stands with it). `reworded` turns forms of tables into those
//! that the grammar has. `target` and `outcome` read whole phrases, and `print` writes them.

mod beside;
mod names;
mod numbers;
mod outcome;
mod print;
#[cfg(test)]
mod properties;
mod reports;
mod reworded;
#[cfg(test)]
mod samples;
mod statements;
mod target;
mod times;
mod wording;

pub use beside::in_all::{
    CumulatedOver, InAll, asks_for_the_new, counted_in_all, cumulated_over, is_cumulated, may_run_on,
};
pub use beside::notes_of_basis::basis_noted;
pub use beside::of_year::{figure_behind_base, year_come_to};
pub use beside::own_period::{
    counts_from_the_years_beginning, names_a_longer_year, names_the_years_target, one_year_reported,
    says_all_of_a_year, without_its_period, years_ended,
};
pub use beside::progress::{WorksDone, works_are_under_way, works_asked, works_reported};
pub use beside::running_total::{names_a_running_total, names_a_total_of_the_year, says_it_is_missed};
pub use beside::since::{figure_of_last_year, since_the_year_before, start_without_year};
pub use beside::start_and_goal::leads_to;
pub use beside::starts::{Start, prints_a_start, starts_at};
pub use beside::years_named::{
    Span, is_a_share_of_a_year, is_of_a_longer_table, is_said_to_add_up, names_a_base, names_the_year_before,
    years_beside, years_counted_from, years_named, years_reported,
};
pub use beside::years_target::{YearsTarget, years_target_named};
pub use names::other_deed::{Asked, counts_another_deed};
pub use names::other_name::{AnotherTimeLimit, another_name, another_time_limit_named, denies_another_event};
pub use names::other_rate::names_another_rate;
pub use names::other_thing::{ThingCounted, thing_counted};
pub use names::own_acts::is_an_act_of_reports;
pub use names::own_part::names_its_own_part;
pub use names::own_words::{as_of_its_name, without_own_words};
pub use names::share_named::{AskedShare, shares_another};
pub use names::statistic::is_of_another_statistic;
pub use names::stock::{is_mean_of_its_days, is_what_there_is_at_a_day, unit_counts_things};
pub use names::whole_said::is_said_of_the_whole;
pub use names::yearly_name::{months_of_name, names_an_average_of_years};
pub use numbers::number::is_number_alone;
pub use numbers::scale_said::{has_a_thousandth, prints_a_scale, scale_of};
pub use reports::counted::Counted;
pub use reports::day_done::{DayDone, day_done, of_a_milestone};
pub use reports::done::{act_denied, is_not_yet_done};
pub use reports::expected::expects_to_attain;
pub use reports::report::year_done;
pub use statements::brackets::step_in_brackets;
pub use statements::done_behind::counts_another;
pub use statements::fall_over_years::fall_over_years;
pub use statements::falls::counts_the_fall;
pub use statements::level_as_rate::{asks_for_a_move, tells_a_move};
pub use statements::lexicon::{is_issued_by, issuer_named};
pub use statements::prices::{
    Prices, is_at_constant_prices, names_prices, names_prices_as_such, prices_named, prices_of,
    prices_of_growth_named, without_other_prices,
};
pub use statements::things::things_counted;
pub use times::held::{is_asked_each_year, is_held_each_year};
pub use times::within::day_within;

use super::{
    criterion::Criterion,
    indicator::{Direction, Indicator, Measure},
    unit::Unit,
    value::Value,
};

/// The language of a text that a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese, simplified.
    Zh,
    /// English.
    En,
}

/// The indicator that a phrase is read for: what takes part in the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The indicator's unit as written; empty where there is none.
    pub unit: &'a str,
    /// How the number behaves in time.
    pub measure: Measure,
    /// Which way is better; `None` only where the measure needs none.
    pub direction: Option<Direction>,
    /// Whether the indicator is itself a reduction, so that a fall is reported as a positive amount.
    pub is_reduction: bool,
    /// The indicator's own scale of grades in ascending order; empty where it has none.
    pub scale: &'a [String],
}

/// What an indicator of the catalogue brings to the reading.
pub fn context_of(indicator: &Indicator) -> Context<'_> {
    Context {
        unit: &indicator.unit,
        measure: indicator.measure,
        direction: indicator.direction,
        is_reduction: indicator.is_reduction,
        scale: &indicator.scale,
    }
}

/// What a target phrase was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetReading {
    /// The criterion.
    pub criterion: Criterion,
    /// The unit that the phrase prints, as written.
    pub unit_read: Option<String>,
}

/// What an outcome phrase was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeReading {
    /// The value.
    pub value: Value,
    /// The unit that the phrase prints, as written.
    pub unit_read: Option<String>,
}

/// Why a phrase was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code of the reason: `not_understood`, `other_currency`, …
    pub code: &'static str,
    /// Where it stopped, counted in characters of the phrase as given, from 0.
    pub position: usize,
    /// The words at that position.
    pub found: String,
    /// The reason and what to do, in Chinese.
    pub zh: String,
    /// The reason and what to do, in English.
    pub en: String,
}

/// Reads a target phrase.
///
/// # Errors
/// [`Refusal`] where it cannot be read for certain.
pub fn read_target(phrase: &str, context: &Context<'_>) -> Result<TargetReading, Refusal> {
    target::read(phrase, context, false)
}

/// Reads the phrase of a target for one year, of which so many a year (5 per year) are as many where it adds up.
///
/// # Errors
/// [`Refusal`] where it cannot be read for certain.
pub fn read_target_of_a_year(phrase: &str, context: &Context<'_>) -> Result<TargetReading, Refusal> {
    target::read(phrase, context, true)
}

/// Reads an outcome phrase.
///
/// # Errors
/// [`Refusal`] where it cannot be read for certain.
pub fn read_outcome(phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Refusal> {
    outcome::read(phrase, context, false)
}

/// Reads the phrase of an outcome that is reported for several years: a share of the target of a plan of several years
/// (完成规划目标的62.3%) is one of the target that it is reported for.
///
/// # Errors
/// [`Refusal`] where it cannot be read for certain.
pub fn read_outcome_of_years(phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Refusal> {
    outcome::read(phrase, context, true)
}

/// Whether two units as written mean the same: 亿元 and 億元, 千克 and 公斤, but not 亿元 and 万元. Nothing is converted.
pub fn is_same_unit(one: &str, other: &str) -> bool {
    if one.trim() == other.trim() {
        return true;
    }
    // A share of GDP is no share of another whole.
    let whole = |given| {
        wording::text::Text::new(given)
            .ok()
            .and_then(|text| text.plain.split_once(" of ").map(|(_, of)| of.to_owned()))
    };
    if whole(one) != whole(other) {
        return false;
    }
    let read = |given| {
        let text = wording::text::Text::new(given).ok()?;
        // 兆 is another number in traditional characters.
        let is_zhao_of_its_own = text.is_traditional && text.plain.contains('兆');
        let Unit { base, multiplier, scale, per } = Unit::parse(&text.plain);
        Some((base, multiplier.times(scale)?, per, is_zhao_of_its_own))
    };
    matches!((read(one), read(other)), (Some(one), Some(other)) if one == other)
}

/// A unit as it is written, in whatever forms of its characters.
pub(super) fn unit_of(given: &str) -> Option<Unit> {
    Some(Unit::parse(&wording::text::Text::new(given).ok()?.plain))
}

/// The canonical text of a criterion; it reads back as the same criterion in the same context.
pub fn target_text(criterion: &Criterion, context: &Context<'_>, language: Language) -> String {
    print::target(criterion, context, language)
}

/// The canonical text of a value; it reads back as the same value in the same context.
pub fn outcome_text(value: &Value, context: &Context<'_>, language: Language) -> String {
    print::outcome(value, context, language)
}

#[cfg(test)]
mod tests {
    use super::{
        Context, Language, Measure, is_same_unit, outcome_text, read_outcome, read_target,
        read_target_of_a_year,
    };
    use crate::domain::indicator::Direction;

    #[test]
    fn so_many_a_year_are_as_many_in_one() {
        let context = |measure| Context {
            unit: "audits",
            measure,
            direction: Some(Direction::Higher),
            is_reduction: false,
            scale: &[],
        };
        let flow = context(Measure::Flow);
        for (phrase, same) in
            [("At least 2 per year", "at least 2"), ("5 annually", "5"), ("12 per annum", "12")]
        {
            let of_a_year = read_target_of_a_year(phrase, &flow).unwrap().criterion;
            assert_eq!(of_a_year, read_target(same, &flow).unwrap().criterion, "{phrase}");
            assert!(read_target(phrase, &flow).is_err(), "{phrase}");
        }
        assert!(read_target_of_a_year("increase by 5 per year", &flow).is_err());
        let rate = Context { unit: "%", ..context(Measure::Rate) };
        assert!(read_target_of_a_year("2% per year", &rate).is_err());
    }

    #[test]
    fn units_are_the_same_by_what_they_mean() {
        for (one, other) in [
            ("亿元", "億元"),
            ("亿元", "亿人民币元"),
            ("千克", "公斤"),
            ("%", "％"),
            ("元/人", "元／人"),
            ("万 吨", "万吨"),
            ("粒", " 粒 "),
            ("", " "),
            ("% of GDP", "% of gdp"),
            ("Kshs", "KSh"),
            ("Rs crore", "Rs in crore"),
        ] {
            assert!(is_same_unit(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("亿元", "万元"),
            ("亿元", "亿美元"),
            ("亿元", ""),
            ("%", "百分点"),
            ("%", "% of GDP"),
            ("% of GDP", "% of GNI"),
            ("%", "‰"),
            ("%", "% of GDP"),
            ("% of GDP", "% of exports"),
            ("家", "个"),
            ("元/人", "元"),
            ("兆瓦", "千瓦"),
            ("粒", "株"),
            ("人\u{200b}", "人"),
        ] {
            assert!(!is_same_unit(one, other) && !is_same_unit(other, one), "{one} {other}");
        }
    }

    #[test]
    fn what_is_read_prints_as_what_reads_back() {
        let context = Context {
            unit: "$ million",
            measure: Measure::Index,
            direction: Some(Direction::Lower),
            is_reduction: false,
            scale: &[],
        };
        // One of the two is as large as the scale of its unit, and is printed with it.
        for phrase in ["-22666666~666666", "5百万~22666666百万", "11111111111~111111111111111111555555555"]
        {
            let value = read_outcome(phrase, &context).unwrap().value;
            for language in [Language::Zh, Language::En] {
                let text = outcome_text(&value, &context, language);
                assert_eq!(read_outcome(&text, &context).map(|read| read.value), Ok(value.clone()), "{text}");
            }
        }
    }
}
