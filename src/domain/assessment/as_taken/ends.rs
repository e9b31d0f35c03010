//! What is reported of the last days of a period, where it is what there is of all of it: of things that are there, the last month's
//! level is the year's. Takes no decision.

use chrono::{Datelike as _, Months};

use super::super::{Case, Reported, choose, differs_in_caliber, firmness::is_counted, value_of};
use crate::domain::{
    criterion::Condition,
    indicator::{Indicator, Measure},
    period::Period,
    reading::is_what_there_is_at_a_day,
    value::Figure,
};

/// Whether what is reported of the last days of a period is the period's.
pub(super) enum Ends {
    /// What there is at its end is what there is of the period.
    AreTheWholes,
    /// It may be one of several that make its mean, or its last part.
    AreParts,
}

impl Ends {
    pub(super) fn of(case: &Case<'_>) -> Self {
        let Indicator { measure, unit, name_zh, name_en, .. } = case.indicator;
        let asked = case.target.period;
        let is_a_state = *measure == Measure::Level;
        // Most is reported for years, or for what is asked, and needs no name to be read.
        let has_parts = || {
            let mut reported = case.reported.iter().map(|vintage| vintage.outcome.period);
            reported.any(|part| part.years() == 0 && part != asked)
        };
        let is_at_a_day = || is_what_there_is_at_a_day(unit, [name_zh, name_en]);
        if is_a_state && has_parts() && !asks_a_mean(case) && is_at_a_day() {
            Self::AreTheWholes
        } else {
            Self::AreParts
        }
    }

    /// The period at the end of which a report says what there is, where nothing as firm is reported of all of it: a year, which
    /// ends as the target's does, or the target's own where that is a part of one.
    pub(super) fn whole_of(&self, case: &Case<'_>, vintage: &Reported) -> Option<Period> {
        let outcome = &vintage.outcome;
        let (Self::AreTheWholes, 0) = (self, outcome.period.years()) else { return None };
        let says_how_much = value_of::interval(&outcome.value.figure).is_some()
            || matches!(outcome.value.figure, Figure::Change { .. } | Figure::NotReported { .. });
        let whole = whole_that_ends_with(case.target.period, outcome.period)?;
        // A number that was counted passes over what was expected of the whole.
        let passes_over =
            is_counted(Some(outcome.basis)) && value_of::number(&outcome.value.figure).is_some();
        let is_reported = || {
            let of_it = |other: &Reported| {
                other.outcome.period == whole
                    && (!passes_over || is_counted(Some(other.outcome.basis)))
                    && choose::counts(case, other)
                    && differs_in_caliber(case, other) == differs_in_caliber(case, vintage)
            };
            case.reported.iter().any(of_it)
        };
        (says_how_much && !is_reported()).then_some(whole)
    }
}

/// What a part of a year is the end of: a year that ends as the period asked does, or that period where it is a part of a year
/// itself.
fn whole_that_ends_with(asked: Period, part: Period) -> Option<Period> {
    if asked.years() == 0 {
        return (asked.covers(part) && asked != part && asked.end() == part.end()).then_some(asked);
    }
    let (after_it, after_asked) = (part.end().succ_opt()?, asked.end().succ_opt()?);
    let is_at_a_year_end = (after_it.month(), after_it.day()) == (after_asked.month(), after_asked.day());
    let start = after_it.checked_sub_months(Months::new(12)).filter(|_| is_at_a_year_end)?;
    Period::new(start, part.end()).ok()
}

/// Whether the target asks the mean of the days or the years.
pub(super) fn asks_a_mean(case: &Case<'_>) -> bool {
    let is_a_mean = |condition: &Condition| {
        matches!(
            condition,
            Condition::Threshold { average_per_year: true, .. }
                | Condition::Range { average_per_year: true, .. }
        )
    };
    case.target.criterion.as_ref().is_some_and(|criterion| criterion.asks(is_a_mean))
}
