//! Reading single fields of what people give into types that cannot be wrong; each failure is a fault that
//! names the field. Knows no use case.

use std::{fmt::Display, ops::RangeInclusive, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::error::{Fault, Faults};
use crate::domain::{code::Code, period::Period, quantity::Exact};

/// Longest text of one field, in characters.
pub const LONGEST_TEXT: usize = 4_000;

/// Most characters of a decimal: its digits, a sign, a point, and some zeros that say nothing.
pub const LONGEST_DECIMAL: usize = 40;

/// Whether a unit as written says that there is none: -, ——, /.
pub fn is_no_unit(written: &str) -> bool {
    let written = written.trim();
    !written.is_empty()
        && written.chars().all(|c| matches!(c, '-' | '–' | '—' | '－' | '―' | '−' | '/' | '／'))
}

/// The years that days and moments are written in, in UTC.
const YEARS: RangeInclusive<i32> = 1..=9999;

/// Collects the faults of one item while its fields are read.
#[derive(Debug, Default)]
pub struct Fields {
    faults: Vec<Fault>,
}

impl Fields {
    /// What the reading of a field gave, or a fault of that field.
    pub fn take<T, E: Display>(
        &mut self,
        field: &str,
        value: &str,
        code: &str,
        read: Result<T, E>,
    ) -> Option<T> {
        read.map_err(|error| self.fault(field, value, code, error.to_string())).ok()
    }

    /// Notes a fault.
    pub fn fault(&mut self, field: &str, value: &str, code: &str, detail: impl Into<String>) {
        self.faults.push(Fault::new(field, value, code, detail));
    }

    /// Notes a fault that was found elsewhere.
    pub fn push(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// A code that must be there.
    pub fn code(&mut self, field: &str, value: &str) -> Option<Code> {
        self.take(field, value, "bad_code", Code::new(value))
    }

    /// A code that may be absent or empty.
    pub fn optional_code(&mut self, field: &str, value: Option<&str>) -> Option<Code> {
        value.filter(|value| !value.is_empty()).and_then(|value| self.code(field, value))
    }

    /// A word of a closed set.
    pub fn word<T: FromStr<Err: Display>>(&mut self, field: &str, value: &str) -> Option<T> {
        self.take(field, value, "unknown_word", value.parse())
    }

    /// A word of a closed set that may be absent or empty.
    pub fn optional_word<T: FromStr<Err: Display>>(&mut self, field: &str, value: Option<&str>) -> Option<T> {
        value.filter(|value| !value.is_empty()).and_then(|value| self.word(field, value))
    }

    /// A period.
    pub fn period(&mut self, field: &str, value: &str) -> Option<Period> {
        self.take(field, value, "bad_period", Period::parse(value))
    }

    /// A day, ISO 8601.
    pub fn day(&mut self, field: &str, value: &str) -> Option<NaiveDate> {
        let read = (value.len() == 10)
            .then(|| NaiveDate::parse_from_str(value, "%Y-%m-%d").ok())
            .flatten()
            .filter(|day| YEARS.contains(&day.year()))
            .ok_or_else(|| format!("{value:?} is no day; write it as 2022-06-30"));
        self.take(field, value, "bad_day", read)
    }

    /// A moment, RFC 3339. A leap second is none: no clock of the record knows it.
    pub fn moment(&mut self, field: &str, value: &str) -> Option<DateTime<Utc>> {
        let read = DateTime::parse_from_rfc3339(value)
            .map(|time| time.with_timezone(&Utc))
            .ok()
            .filter(|time| YEARS.contains(&time.year()) && time.timestamp_subsec_nanos() < 1_000_000_000)
            .ok_or("write a moment as 2023-01-13T08:00:00Z; a + of an offset is written %2B in a query");
        self.take(field, value, "bad_time", read)
    }

    /// An exact decimal.
    pub fn exact(&mut self, field: &str, value: &str) -> Option<Exact> {
        if value.len() > LONGEST_DECIMAL {
            let detail = format!("a decimal is written with at most {LONGEST_DECIMAL} characters");
            self.fault(field, value, "bad_decimal", detail);
            return None;
        }
        self.take(field, value, "bad_decimal", Exact::parse(value))
    }

    /// A tolerance, which is zero or more; it may be absent.
    pub fn tolerance(&mut self, value: Option<&str>) -> Option<Exact> {
        let tolerance = value.and_then(|value| self.exact("tolerance", value));
        if let Some(negative) = tolerance.filter(|tolerance| tolerance.is_negative()) {
            self.fault("tolerance", &negative.to_string(), "negative", "a tolerance is zero or more");
        }
        tolerance
    }

    /// The day that something was reported on: today where nothing is said, and not in the future. Where the day has
    /// begun already in another part of the world, it is tomorrow here.
    pub fn reported_on(&mut self, value: Option<&str>, today: NaiveDate) -> Option<NaiveDate> {
        let Some(text) = value.filter(|value| !value.is_empty()) else { return Some(today) };
        let day = self.day("reported_on", text)?;
        if Some(day) > today.succ_opt() {
            let detail = format!("nothing was reported on a day to come; today is {today}");
            self.fault("reported_on", text, "in_the_future", detail);
        }
        Some(day)
    }

    /// A unit; a table prints a dash where there is none.
    pub fn unit(&mut self, value: &str) -> String {
        let unit = self.text("unit", value);
        if is_no_unit(&unit) { String::new() } else { unit }
    }

    /// Text of bearable length without control characters other than line ends and tabs; empty where nothing of it can
    /// be seen.
    pub fn text(&mut self, field: &str, value: &str) -> String {
        let length = value.chars().count();
        if length > LONGEST_TEXT {
            let detail = format!("the text has {length} characters; at most {LONGEST_TEXT} are taken");
            self.fault(field, value, "too_long", detail);
        }
        if let Some(bad) = value.chars().find(|c| is_unwelcome(*c)) {
            let detail = format!(
                "the text holds the control character U+{:04X}, which cannot be seen; take it out",
                u32::from(bad)
            );
            self.fault(field, value, "control_character", detail);
        }
        if value.chars().all(is_invisible) { String::new() } else { value.trim().to_owned() }
    }

    /// The faults found, if any.
    ///
    /// # Errors
    /// All the faults.
    pub fn finish(self) -> Result<(), Vec<Fault>> {
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }
}

/// Control characters, those that turn the direction of the text around it, and those that are none: XML takes no file that
/// holds one.
fn is_unwelcome(c: char) -> bool {
    let is_none = u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    is_none
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// What leaves no mark on the page by itself: blanks, and the characters that only act on those around them (joiners,
/// marks of direction, selectors of variants, fillers).
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
                | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Reads each item of a list; all faults of all items, or all items.
///
/// # Errors
/// The faults, each with the number of its item.
pub fn read_all<I, T>(
    items: impl IntoIterator<Item = I>,
    mut read: impl FnMut(I) -> Result<T, Vec<Fault>>,
) -> Result<Vec<T>, Faults> {
    let mut faults = Faults::default();
    let mut good = Vec::new();
    for (number, item) in items.into_iter().enumerate() {
        match read(item) {
            Ok(item) => good.push(item),
            Err(found) => faults.extend(found.into_iter().map(|fault| fault.of_item(number))),
        }
    }
    if faults.total == 0 { Ok(good) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_which_nothing_can_be_seen_is_blank() {
        let text = |value: &str| Fields::default().text("name", value);
        for blank in [
            "",
            " ",
            "\u{3000}\t",
            "\u{200B}",
            "\u{200B} \u{200D}\u{2060}",
            "\u{3164}",
            "\u{AD}",
            "\u{FE0F}",
            "\u{2800}",
        ] {
            assert_eq!(text(blank), "", "{blank:?}");
        }
        // What stands between letters is kept as it is written.
        for kept in ["a\u{200D}b", "\u{200B}名", "名\u{200B}", "❤\u{FE0F}", "·", "\u{301}"] {
            assert_eq!(text(kept), kept, "{kept:?}");
        }
        assert_eq!(text(" 名 "), "名");
    }

    #[test]
    fn what_cannot_stand_in_a_text_is_refused() {
        for refused in
            ["a\u{0}b", "a\u{202E}b", "a\u{FFFF}b", "a\u{FFFE}b", "a\u{FDD0}b", "a\u{1FFFE}b", "a\u{10FFFF}b"]
        {
            let mut fields = Fields::default();
            fields.text("name", refused);
            assert!(fields.finish().is_err(), "{refused:?}");
        }
        for taken in ["a\tb", "a\u{FFFD}b", "a\u{FFEE}b", "a\u{1FFFD}b", "吉\u{20BB7}"] {
            let mut fields = Fields::default();
            fields.text("name", taken);
            assert!(fields.finish().is_ok(), "{taken:?}");
        }
    }

    #[test]
    fn days_and_moments_are_those_of_the_calendar() {
        let day = |text: &str| Fields::default().day("on", text).is_some();
        assert_eq!(["2022-06-30", "0001-01-01", "9999-12-31"].map(day), [true; 3]);
        assert_eq!(["0000-06-30", "-001-06-30", "2022-02-29", "2022-6-30"].map(day), [false; 4]);
        let moment = |text: &str| Fields::default().moment("as_of", text).is_some();
        assert_eq!(
            ["2022-06-30T08:00:00Z", "9999-12-31T23:59:59Z", "2022-06-30T08:00:00+08:00"].map(moment),
            [true; 3]
        );
        for wrong in [
            "9999-12-31T23:59:59-01:00",
            "0000-06-30T08:00:00Z",
            "0001-01-01T00:00:00+01:00",
            "2022-06-30T08:00:60Z",
            "2022-06-30T08:00:00",
        ] {
            assert!(!moment(wrong), "{wrong}");
        }
    }
}
