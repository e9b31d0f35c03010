//! Times as plans print them: days, parts of a year, years and spans of them, and which of them words belong to. Knows no clock.

pub(super) mod calendar;
pub(super) mod counted_time;
pub(super) mod dated;
pub(super) mod day;
pub(super) mod day_alone;
pub(super) mod deadline;
pub(super) mod financial;
pub(super) mod held;
pub(super) mod last_year;
pub(super) mod pending;
pub(super) mod quarters;
pub(super) mod reference;
pub(super) mod second_day;
pub(super) mod time_limit;
pub(super) mod undated;
pub(super) mod within;
pub(super) mod year_spans;
