//! Which periods say something of a plan: what overlaps its own time and the time before that it counts from, and of the
//! years before those the figures that run from their first day.

use chrono::{Months, NaiveDate};

use super::period::Period;

/// The periods whose outcomes may take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// All that overlaps it takes part, unless it begins so long before that it is of no period that a plan asks about.
    pub span: Period,
    /// The first day of the plan: a figure that begins so many years before it takes part, too.
    pub first: NaiveDate,
    /// How many years.
    pub earlier_years: u32,
}

impl Window {
    /// Only what overlaps a period.
    pub const fn of(span: Period) -> Self {
        Self { span, first: span.start(), earlier_years: 0 }
    }

    /// The days on which the earlier years began.
    pub fn earlier_beginnings(&self) -> Vec<NaiveDate> {
        (1..=self.earlier_years)
            .filter_map(|year| self.first.checked_sub_months(Months::new(year.checked_mul(12)?)))
            .collect()
    }

    /// Whether an outcome for the period may take part.
    pub fn takes(&self, period: Period) -> bool {
        let begins_late_enough = period.start() >= self.span.earliest_start();
        let is_earlier = || self.earlier_beginnings().contains(&period.start());
        begins_late_enough
            && period.start() <= self.span.end()
            && (period.overlaps(self.span) || is_earlier())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_years_take_part_with_what_runs_from_their_first_day() {
        let period = |text: &str| Period::parse(text).unwrap();
        let first = period("2022").start();
        let window = Window { span: period("2021..2022"), first, earlier_years: 5 };
        for taken in ["2022-06", "2021-Q3", "2020..2021", "2019", "2019-H1", "2017-01..2017-09"] {
            assert!(window.takes(period(taken)), "{taken}");
        }
        for left in ["2023", "2019-Q2", "2016", "2019-07..2019-12"] {
            assert!(!window.takes(period(left)), "{left}");
        }
        assert!(!Window::of(period("2022")).takes(period("2021")));
        assert!(
            !Window::of(period("2022")).takes(period("1990..2022")),
            "of no period that a plan asks about"
        );
    }
}
