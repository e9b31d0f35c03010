//! Days and moments on the command line, and what is said of those that are none. It knows no command.

use chrono::{DateTime, NaiveDate, Utc};

/// A day as it is written everywhere.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let read = (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    read.ok_or_else(|| "it is no day; write it as 2022-06-30".to_owned())
}

/// A moment as it is written everywhere.
pub(super) fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let read = DateTime::parse_from_rfc3339(text);
    read.map(|moment| moment.to_utc())
        .map_err(|_| "it is no moment; write it as 2023-01-13T00:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_written_in_one_way() {
        assert!(day("2022-06-30").is_ok() && moment("2023-01-13T08:00:00+08:00").is_ok());
        for text in ["2022-13-01", "2022-6-3", "yesterday", ""] {
            assert!(day(text).unwrap_err().contains("2022-06-30"), "{text}");
            assert!(moment(text).unwrap_err().contains("2023-01-13T00:00:00Z"), "{text}");
        }
    }
}
