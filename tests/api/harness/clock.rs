//! The clock that a test sets: the service under test reads its time from here.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};

/// When every test begins: the morning of 13 January 2023, the day the golden report of Chongqing was given.
const START: &str = "2023-01-13T08:00:00Z";

/// A clock that stands still until it is moved. Clones show the same time.
#[derive(Clone)]
pub(crate) struct Clock(Arc<Mutex<DateTime<Utc>>>);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(START.parse().unwrap())))
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        let mut time = self.0.lock().unwrap();
        *time += by;
    }
}
