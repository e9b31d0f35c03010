//! Outcomes: what was reported for a series and a period. A later report supersedes an earlier one and does
//! not erase it.

use chrono::NaiveDate;

use super::{code::Code, indicator::words, period::Period, series::Series, value::Value};

words! {
    /// How firm a reported figure is.
    Basis, "basis" {
        /// 预计: expected before the period is over or counted.
        Forecast = "forecast",
        /// 初步: a first count.
        Preliminary = "preliminary",
        /// 最终: counted.
        Final = "final",
    }
}

/// What was reported for a series and a period: one vintage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The series it is for.
    pub series: Series,
    /// The days it is for.
    pub period: Period,
    /// The words as published.
    pub text: String,
    /// What they were read as.
    pub value: Value,
    /// How firm it is.
    pub basis: Basis,
    /// The statistical definition it follows; `None` is the target's.
    pub caliber: Option<Code>,
    /// Who published it; empty where unknown.
    pub source: String,
    /// The day it was reported.
    pub reported_on: NaiveDate,
    /// Free text.
    pub note: String,
}

impl Outcome {
    /// Whether it may speak on a day: what was reported only after the day about a period that was not over on
    /// it belongs to the future of that day.
    pub fn speaks_on(&self, day: NaiveDate) -> bool {
        self.reported_on <= day || self.period.end() <= day
    }

    /// How this vintage stands among those of its source: the firmest basis first, then the latest day
    /// reported. A counted figure is not displaced by an expectation that is published later.
    pub const fn standing(&self) -> (Basis, NaiveDate) {
        (self.basis, self.reported_on)
    }
}
