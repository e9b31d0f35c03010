//! Years in a target's words against the period that it is set for. It does not know how the words are read.

use super::error::Fault;
use crate::domain::{
    criterion::{Condition, Criterion},
    indicator::Measure,
    period::Period,
    reading::{YearsNamed, years_named},
};

/// The fault of a target whose words are for other years than its period: a figure of that period says nothing of them. Where
/// nobody gave the period, so that it is all of a plan of several years, the figure of one year of them is not the sum, nor
/// the growth, of all.
pub(super) fn fault(
    text: &str,
    criterion: &Criterion,
    measure: Measure,
    period: Period,
    is_given: bool,
) -> Option<Fault> {
    let years = period.whole_years().map_or(0, |years| years.len());
    let is_average = is_average(criterion);
    years_named(text, criterion).into_iter().find_map(|named| {
        let words = words(named);
        let span = Period::year(named.first)?.start();
        let span = Period::new(span, Period::year(named.last)?.end()).ok()?;
        let ends_before = years > 1 && span.end() < period.end() && !is_average;
        if !span.overlaps(period) || ends_before {
            let detail = format!(
                "the words are for {words}, and the target is set for {period}; set it for the period {span}, in a plan \
                 that contains it, or leave the year out of the words"
            );
            return Some(Fault::new("target", text, "other_period", detail));
        }
        let is_one_of_several = years > 1 && named.first == named.last && !is_average;
        let adds_up = matches!(measure, Measure::Flow | Measure::Rate | Measure::Index);
        (is_one_of_several && adds_up && !is_given).then(|| {
            let detail = format!(
                "the words are for {words}, and no period is given; give {span} for the figure of that year alone, or \
                 {period} where all the years together are meant"
            );
            Fault::new("period", text, "period_missing", detail)
        })
    })
}

fn words(named: YearsNamed) -> String {
    let YearsNamed { first, last } = named;
    if first == last { first.to_string() } else { format!("{first} to {last}") }
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
