//! The only place that reads the machine's clock. Everything below takes the moment and the day as arguments.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Where the time comes from, and which day it is where the service's users are.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
    offset: FixedOffset,
}

impl Clock {
    /// The machine's clock; the offset from UTC says which day today is.
    pub const fn system(offset: FixedOffset) -> Self {
        Self { fixed: None, offset }
    }

    /// A clock that stands still, for tests and for looking back.
    pub const fn fixed(at: DateTime<Utc>, offset: FixedOffset) -> Self {
        Self { fixed: Some(at), offset }
    }

    /// The moment.
    pub fn now(self) -> DateTime<Utc> {
        self.fixed.unwrap_or_else(Utc::now)
    }

    /// The day.
    pub fn today(self) -> NaiveDate {
        self.day_of(self.now())
    }

    /// The day that a moment lies on, where the service's users are.
    pub fn day_of(self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.offset).date_naive()
    }
}

/// A point on the machine's stopwatch, which never runs backwards: for how long something takes or is kept, not
/// for when it happened.
pub fn instant() -> std::time::Instant {
    std::time::Instant::now()
}
