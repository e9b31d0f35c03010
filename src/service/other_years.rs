//! Years in words against the period that these are given for. It does not know how the words are read.

use chrono::Datelike as _;

use super::error::Fault;
use crate::domain::{
    criterion::{Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Indicator, Measure},
    period::Period,
    reading::{Span, is_said_to_add_up, years_counted_from, years_named, years_reported},
    value::{Figure, Value},
};

/// The fault of a target whose words are for other years than its period: a figure of that period says nothing of them. Where
/// nobody gave the period, so that it is all of a plan of several years, the figure of one year of them is not the sum, nor
/// the growth, of all.
pub(super) fn of_target(
    text: &str,
    criterion: &Criterion,
    indicator: &Indicator,
    period: Period,
    is_given: bool,
) -> Option<Fault> {
    let years = years_in(period);
    let is_average = is_average(criterion);
    let named = years_named(text, criterion).into_iter().find_map(|named| {
        let (first, last) = match named {
            Span::From(first, last) => (first, last),
            Span::Count(count) => return other_count("target", text, count, period),
        };
        let words = if first == last { first.to_string() } else { format!("{first} to {last}") };
        let span = days_of(named)?;
        let ends_before = years > 1 && span.end() < period.end() && !is_average;
        // A financial year has two numbers; the sum of more years is not that of one.
        let is_longer = indicator.measure == Measure::Flow && last - first >= 2 && !is_average;
        let goes_on = is_longer && span.end() > period.end();
        if !span.overlaps(period) || ends_before || goes_on {
            let detail = format!(
                "the words are for {words}, and the target is set for {period}; set it for the period {span}, in a plan \
                 that contains it, or leave the year out of the words"
            );
            return Some(Fault::new("target", text, "other_period", detail));
        }
        let is_one_of_several = years > 1 && first == last && !is_average;
        let adds_up = matches!(indicator.measure, Measure::Flow | Measure::Rate | Measure::Index);
        (is_one_of_several && adds_up && !is_given).then(|| {
            let detail = format!(
                "the words are for {words}, and no period is given; give {span} for the figure of that year alone, or \
                 {period} where all the years together are meant"
            );
            Fault::new("period", text, "period_missing", detail)
        })
    });
    let is_of_numbers = matches!(criterion.condition, Condition::Threshold { .. } | Condition::Range { .. });
    let one_year = || of_one_year("target", text, indicator, period).filter(|_| is_given);
    let other_base = || if is_of_numbers { other_base("target", text, indicator, period) } else { None };
    named.or_else(other_base).or_else(one_year)
}

/// The fault of a report whose words are of other years than its period: an average of several for one, a change from a
/// figure that is not an earlier one.
pub(super) fn of_outcome(
    field: &str,
    text: &str,
    value: &Value,
    indicator: &Indicator,
    period: Period,
) -> Option<Fault> {
    if is_average_of_one(value) && years_in(period) < 2 {
        let detail = format!(
            "the words are an average of several years, and {period} is the period given; give all of those years: \
             2021..2025"
        );
        return Some(Fault::new(field, text, "average_of_one_year", detail));
    }
    let own = if let Figure::Change { from, .. } = &value.figure { Some(from) } else { None };
    let beside = value.changes.iter().map(|change| &change.from);
    let is_no_earlier = |from: &String| Period::parse(from).is_ok_and(|base| base.end() >= period.start());
    if let Some(from) = own.into_iter().chain(beside).find(|from| is_no_earlier(from)) {
        let detail =
            format!("the words count from {from}, which is not before {period}; correct one of the two");
        return Some(Fault::new(field, text, "other_period", detail));
    }
    if let Some(span) =
        years_reported(text).into_iter().filter_map(days_of).find(|span| !span.overlaps(period))
    {
        let detail = format!(
            "the words are of {span}, and the outcome is reported for {period}; report it for {span}, or leave the year \
             out of the words"
        );
        return Some(Fault::new(field, text, "other_period", detail));
    }
    let (_, counts) = years_counted_from(text);
    let counted = counts.into_iter().find_map(|count| other_count(field, text, count, period));
    let is_number =
        matches!(value.figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    let of_numbers =
        || other_base(field, text, indicator, period).or_else(|| of_one_year(field, text, indicator, period));
    counted.or_else(|| if is_number { of_numbers() } else { None })
}

fn is_average_of_one(value: &Value) -> bool {
    let of_the_figure = match &value.figure {
        Figure::Change { from, .. } => value.average_per_year && from == PREVIOUS_PERIOD,
        _ => value.average_per_year,
    };
    of_the_figure
        || value.changes.iter().any(|change| change.average_per_year && change.from == PREVIOUS_PERIOD)
}

/// The days of years that are named.
fn days_of(span: Span) -> Option<Period> {
    let Span::From(first, last) = span else { return None };
    Period::new(Period::year(first)?.start(), Period::year(last)?.end()).ok()
}

fn years_in(period: Period) -> usize {
    period.whole_years().map_or(0, |years| years.len())
}

fn other_count(field: &str, text: &str, count: usize, period: Period) -> Option<Fault> {
    (years_in(period) != count).then(|| {
        let detail = format!(
            "the words are for {count} years together, and {period} is the period given; give the period of those \
             years: 2021..2025"
        );
        Fault::new(field, text, "other_period", detail)
    })
}

/// What is itself a reduction is kept as its number alone: the year that it counts from must be the one before its period.
fn other_base(field: &str, text: &str, indicator: &Indicator, period: Period) -> Option<Fault> {
    if !(indicator.is_reduction && indicator.measure == Measure::Rate) {
        return None;
    }
    let before = period.start().pred_opt()?;
    let (bases, _) = years_counted_from(text);
    let base = bases.into_iter().find(|base| Period::year(*base).is_some_and(|base| base.end() != before))?;
    let detail = format!(
        "the words count from {base}, and {period} is the period given; a reduction from {base} is one of the years \
         behind it: give the period {}..{}",
        base + 1,
        period.end().year()
    );
    Some(Fault::new(field, text, "other_period", detail))
}

/// What several years together fell by is no fall of one of them. Of a part of a year the words may mean the year to date.
fn of_one_year(field: &str, text: &str, indicator: &Indicator, period: Period) -> Option<Fault> {
    let is_fall_of_a_year =
        indicator.is_reduction && indicator.measure == Measure::Rate && years_in(period) == 1;
    (is_fall_of_a_year && is_said_to_add_up(text)).then(|| {
        let detail = format!(
            "the words are for several years together, and {period} is the period given; give the period of those \
             years, as 2021..2025, or leave out the word where the year alone is meant"
        );
        Fault::new(field, text, "other_period", detail)
    })
}

fn is_average(criterion: &Criterion) -> bool {
    let mut is_average = false;
    criterion.visit(&mut |condition| {
        is_average |= matches!(
            condition,
            Condition::Threshold { average_per_year: true, .. }
                | Condition::Range { average_per_year: true, .. }
                | Condition::Change { average_per_year: true, .. }
        );
    });
    is_average
}
