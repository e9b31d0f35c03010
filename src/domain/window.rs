//! Which periods say something of a plan: what overlaps its own time and the time before that it counts from, and of the
//! years before those the figures that run from their first day.

use std::collections::BTreeSet;

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

    /// Of what overlaps it, what overlaps the days from the first to the last of some periods; `None` where there are none.
    pub fn around(self, periods: &[Period]) -> Option<Self> {
        let start = periods.iter().map(|period| period.start()).min()?;
        let end = periods.iter().map(|period| period.end()).max()?;
        Period::new(start.max(self.span.start()), end.min(self.span.end())).ok().map(Self::of)
    }

    /// The days on which the earlier years began.
    pub fn earlier_beginnings(&self) -> Vec<NaiveDate> {
        (1..=self.earlier_years)
            .filter_map(|year| self.first.checked_sub_months(Months::new(year.checked_mul(12)?)))
            .collect()
    }

    /// The same without the earlier years.
    #[must_use]
    pub const fn without_earlier_years(self) -> Self {
        Self { earlier_years: 0, ..self }
    }

    /// Whether a period is a part of the plan's own time that leaves something of it open: how far earlier years had come by
    /// its end is then asked.
    pub fn leaves_open(&self, period: Period) -> bool {
        self.earlier_years > 0 && period.start() >= self.first && period.end() < self.span.end()
    }

    /// What earlier years, before all that takes part anyway, had come to by some days of the plan.
    pub fn earlier_runs(&self, until: impl Iterator<Item = NaiveDate>) -> BTreeSet<Period> {
        let mut runs = BTreeSet::new();
        for day in until {
            let mut run = Period::new(self.first, day).ok();
            for _ in 0..self.earlier_years {
                run = run.and_then(Period::a_year_before);
                runs.extend(run.filter(|run| run.end() < self.span.start()));
            }
        }
        runs
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
        let open = ["2022-02", "2022-H1"].map(period);
        assert!(open.into_iter().all(|part| window.leaves_open(part)) && !window.leaves_open(period("2022")));
        let runs = window.earlier_runs([period("2022-02"), period("2022")].map(Period::end).into_iter());
        let expected = ["2017-01..2017-02", "2018-01..2018-02", "2019-01..2019-02", "2020-01..2020-02"];
        let years = ["2017", "2018", "2019", "2020"];
        let around = |periods: &[Period]| window.around(periods).map(|around| around.span);
        assert_eq!(around(&[period("2022-03"), period("2018..2022")]), Some(period("2021..2022")));
        assert_eq!(around(&[period("2022-03"), period("2022-Q2")]), Some(period("2022-03..2022-06")));
        assert_eq!(around(&[]), None);
        assert_eq!(runs, expected.into_iter().chain(years).map(period).collect());
        assert!(
            !Window::of(period("2022")).takes(period("1990..2022")),
            "of no period that a plan asks about"
        );
    }
}
