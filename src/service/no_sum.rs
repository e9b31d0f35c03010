//! Targets over several years that are none of all of them together. It does not know how the words are read.

use super::error::Fault;
use crate::domain::{
    characters::says,
    criterion::{Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Indicator, Measure},
    period::Period,
    reading::{
        Span, context_of, is_asked_each_year, is_held_each_year, is_said_to_add_up, names_the_year_before,
        prints_a_start, years_counted_from, years_named,
    },
    target::Baseline,
};

/// The fault of such a target: an amount that is held each year, or that starts from the amount of one; a change from the year before; a
/// state that is asked of each year, of which the last would be judged alone.
pub(super) fn of_target(
    text: &str,
    criterion: &Criterion,
    indicator: &Indicator,
    period: Period,
    baseline: Option<&Baseline>,
) -> Option<Fault> {
    let years = period.whole_years().filter(|years| years.len() > 1)?;
    let (mut is_amount, mut is_change) = (false, false);
    criterion.visit(&mut |condition| match condition {
        Condition::Threshold { average_per_year: false, .. }
        | Condition::Range { average_per_year: false, .. } => is_amount = true,
        Condition::Change { from, average_per_year: false, to_value: None, .. } => {
            is_change |= from == PREVIOUS_PERIOD;
        }
        _ => {}
    });
    let is_sum = indicator.measure == Measure::Flow && is_amount;
    if indicator.measure == Measure::Level && is_amount && is_asked_each_year(text, &indicator.unit) {
        let detail = format!(
            "the words ask it of each year, and {period} is the period given, of which the last figure alone would be judged; \
             set a target for each of the years ({}), or leave the word out where what there is at the end is meant",
            years.first()?
        );
        return Some(Fault::new("period", text, "period_missing", detail));
    }
    let base = baseline.map(|baseline| baseline.period).filter(|base| base.years() == 1);
    let prints_its_start = || baseline.is_none() && prints_a_start(text, &context_of(indicator));
    let why = match base {
        _ if is_sum && is_held_each_year(text) => {
            "the words are for an amount that is held each year".to_owned()
        }
        Some(base) if is_sum && !is_marked_as_sum(text, criterion) => {
            format!("the amount starts from that of {base}, which is one year")
        }
        None if is_sum && prints_its_start() && !is_marked_as_sum(text, criterion) => {
            "the words print the amount that it starts from, which is that of one year".to_owned()
        }
        _ if is_change && names_the_year_before(text) => "the words count from the year before".to_owned(),
        _ => return None,
    };
    let last = years.last()?;
    let detail = format!(
        "{why}, and {period} is the period given, over which the years are taken together; give the period of the year \
         that is meant ({last}), or say what all of them are to bring: on average (年均) or together (累计)"
    );
    Some(Fault::new("period", text, "period_missing", detail))
}

/// Whether the words say that an amount is that of all years together.
fn is_marked_as_sum(text: &str, criterion: &Criterion) -> bool {
    let (_, counts) = years_counted_from(text);
    let is_of_all = |span: &Span| matches!(span, Span::From(first, last) if first < last);
    is_said_to_add_up(text)
        || !counts.is_empty()
        || says(text, &["合计", "总计", "共", "total"])
        || years_named(text, criterion).iter().any(is_of_all)
}

#[cfg(test)]
mod tests {
    use super::of_target;
    use crate::domain::{
        indicator::{Indicator, Measure},
        period::Period,
        reading::{context_of, read_target},
    };

    #[test]
    fn a_level_of_each_year_is_set_for_no_more_than_one() {
        for (unit, text, period, is_refused) in [
            ("%", "每年95%以上", "2021..2025", true),
            ("%", "每年保持在95%以上", "2021..2025", true),
            ("%", "at least 80% each year", "2021..2025", true),
            ("%", "80% annually", "2021..2025", true),
            ("万人", "每年500万人以上", "2021..2025", true),
            ("%", "每年95%以上", "2025", false),
            ("%", "95%以上", "2021..2025", false),
            ("%", "保持在95%以上", "2021..2025", false),
            ("%", "年均95%以上", "2021..2025", false),
        ] {
            let indicator = Indicator::sample("", unit, Measure::Level, false);
            let read =
                read_target(text, &context_of(&indicator)).unwrap_or_else(|why| panic!("{text}: {why:?}"));
            let period = Period::parse(period).unwrap();
            let fault = of_target(text, &read.criterion, &indicator, period, None);
            let code = fault.map(|fault| fault.code);
            assert_eq!(code.as_deref(), is_refused.then_some("period_missing"), "{text} for {period}");
        }
    }
}
