//! Over what a change is counted: from which earlier figure, and over how many years where it is the average of one. Knows no
//! figures.

use chrono::{Datelike as _, NaiveDate};

use super::{Case, named_base};
use crate::domain::{criterion::PREVIOUS_PERIOD, indicator::Measure, period::Period};

/// The period that a change for a period is counted from, where nothing else is named. What is a state over several years is
/// that at their end, and moves from the state at the end of the year before them.
pub fn period_before(measure: Measure, period: Period) -> Option<Period> {
    let first = match measure {
        Measure::Level | Measure::Ratio => period.whole_years().and_then(|years| years.first().copied()),
        _ => None,
    };
    first.unwrap_or(period).counted_from()
}

/// The way that a change is counted over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Over {
    base: Base,
    /// How many years it is the average of; 1 where it is the whole change.
    pub(super) years: usize,
}

/// What a change is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Base {
    /// The figure of a period.
    Of(Period),
    /// A figure that is known by its name alone.
    Named(String),
}

impl Over {
    /// The way of a change for a period. An average over several years is counted from the year before them, and one for
    /// the last year of a plan from the year before the plan.
    pub(super) fn of(case: &Case<'_>, from: &str, average_per_year: bool, period: Period) -> Option<Self> {
        // Of which years it is the average nothing says where neither the plan nor the report is of several.
        if from == PREVIOUS_PERIOD
            && average_per_year
            && period.years() == 1
            && case.plan_period().years() == 1
        {
            return None;
        }
        let base = if from == PREVIOUS_PERIOD {
            let counted = if average_per_year {
                before_the_years(case, period)
            } else {
                period_before(case.indicator.measure, period)
            };
            Base::Of(counted?)
        } else {
            base_named(case, from, period)
        };
        let years = match &base {
            Base::Of(base) if average_per_year => years_between(case.indicator.measure, *base, period)?,
            Base::Named(_) if average_per_year => return None,
            Base::Of(_) | Base::Named(_) => 1,
        };
        Some(Self { base, years })
    }

    /// Whether the other is counted from the same figure. What is a state is the same at the end of a year and of the years
    /// that end with it.
    pub(super) fn starts_as(&self, other: &Self, measure: Measure) -> bool {
        match (&self.base, &other.base) {
            (Base::Of(one), Base::Of(other)) if measure == Measure::Level => one.end() == other.end(),
            (one, other) => one == other,
        }
    }

    /// Whether it is the whole change against the period before.
    pub(super) fn is_one_step(&self, measure: Measure, period: Period) -> bool {
        let before = period_before(measure, period);
        self.years == 1 && matches!(self.base, Base::Of(base) if Some(base) == before)
    }

    /// The whole change over the same way.
    #[must_use]
    pub(super) fn as_a_whole(&self) -> Self {
        Self { years: 1, ..self.clone() }
    }

    /// The last day of the period that it is counted from.
    pub(super) fn since(&self) -> Option<NaiveDate> {
        match &self.base {
            Base::Of(period) => Some(period.end()),
            Base::Named(_) => None,
        }
    }

    /// What it is counted from, as a person writes it.
    pub(super) fn base(&self) -> String {
        match &self.base {
            Base::Of(period) => period.to_string(),
            Base::Named(name) => name.clone(),
        }
    }
}

/// Of how many years a change between two periods is the average, if it is one. What is a state in the midst of a year has moved over
/// no whole years since an earlier one; what adds up over a part of a year has since the same part of that one.
pub(super) fn years_between(measure: Measure, base: Period, period: Period) -> Option<usize> {
    let years = Period::new(base.end().succ_opt()?, period.end()).ok()?.years();
    let is_part = years == 0 && period.years() == 0;
    match measure {
        Measure::Level | Measure::Ratio if is_part => None,
        Measure::Flow if is_part => {
            let between = period.end().year().checked_sub(base.end().year())?;
            usize::try_from(between).ok().filter(|years| *years > 0)
        }
        _ => Some(years.max(1)),
    }
}

fn base_named(case: &Case<'_>, from: &str, period: Period) -> Base {
    let given = case.baseline.filter(|baseline| baseline.label == from).map(|baseline| baseline.period);
    let named = given.or_else(|| named_base::in_case(case, from, period));
    named.map_or_else(|| Base::Named(from.to_owned()), Base::Of)
}

fn before_the_years(case: &Case<'_>, period: Period) -> Option<Period> {
    let plan = case.plan_period();
    let years = if period.years() < 2 && plan.covers(period) { plan } else { period };
    match years.whole_years()?.first() {
        Some(first) => first.counted_from(),
        None => period.counted_from(),
    }
}
