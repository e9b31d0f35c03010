//! The day that words beside a figure say it is of, or due on: as of March 31, 2023, by 30 June 2023, 截至2023年6月底. Knows no
//! period: whether the day is its end is asked where one is given.

use chrono::{Datelike as _, NaiveDate};

use super::{day::date, reference::year};
use crate::domain::reading::wording::scan::{Table, take, try_word};

const LEADS: Table<()> = &[
    ("by", ()),
    ("by end", ()),
    ("by end of", ()),
    ("by the end of", ()),
    ("before the end of", ()),
    ("at", ()),
    ("at end of", ()),
    ("at the end of", ()),
    ("as of", ()),
    ("as of end", ()),
    ("as of the end of", ()),
    ("as at", ()),
    ("as at end", ()),
    ("as at the end of", ()),
    ("as on", ()),
    ("截至", ()),
    ("截至到", ()),
    ("截止", ()),
    ("截止到", ()),
    ("到", ()),
    ("至", ()),
];

/// Takes a day with its year, or a month of which the last day is meant, and the word that leads to it. In Chinese 底 and 前
/// behind it do as well.
pub(crate) fn day_named(input: &mut &str) -> Option<NaiveDate> {
    let mut rest = *input;
    let is_led = try_word(&mut rest, LEADS).is_some();
    rest = rest.trim_start().trim_start_matches('-');
    if !is_led && !starts_with_chinese_month(rest) {
        return None;
    }
    let start = rest;
    let named = date(&mut rest, "").ok().flatten()?;
    if (named.first.year(), named.first.month()) != (named.last.year(), named.last.month()) {
        return None;
    }
    let words = start.get(..start.len() - rest.len())?;
    let is_chinese = words.contains('年');
    let is_certain = words.ends_with(['日', '号', '底', '末']);
    let mut is_limit = is_led || words.ends_with(['底', '末']);
    if is_chinese && ["之前", "以前", "前"].into_iter().any(|before| take(&mut rest, before)) {
        // 2023年9月前 may be before it begins, or by its end.
        is_limit = is_certain;
    }
    let _ = is_chinese && take(&mut rest, "止");
    let goes_on =
        !is_chinese && rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '%'));
    (is_limit && !goes_on).then(|| {
        *input = rest;
        named.last
    })
}

/// Whether a month of a year stands next: 2023年6月.
fn starts_with_chinese_month(input: &str) -> bool {
    let mut rest = input;
    year(&mut rest).is_some()
        && take(&mut rest, "年")
        && rest.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('月')
}

#[cfg(test)]
mod tests {
    use super::day_named;

    #[test]
    fn a_day_or_a_month_that_is_led_to() {
        for (words, day) in [
            ("as of march 31, 2023", Some("2023-03-31")),
            ("as at 30 june 2023", Some("2023-06-30")),
            ("as of september 30, 2023", Some("2023-09-30")),
            ("by march 2023", Some("2023-03-31")),
            ("at the end of june 2023", Some("2023-06-30")),
            ("as of 2023-09-30", Some("2023-09-30")),
            ("截至2023年3月31日", Some("2023-03-31")),
            ("截至2023年3月底", Some("2023-03-31")),
            ("2023年6月底前", Some("2023-06-30")),
            ("2023年6月30日前", Some("2023-06-30")),
            ("到2023年6月", Some("2023-06-30")),
            ("2023年6月前", None),
            ("到2023年6月前", None),
            ("2023年6月", None),
            ("2023年底", None),
            ("by 2023", None),
            ("by the end of 2023", None),
            ("as of q1 2023", None),
            ("by april-june 2023", None),
            ("by june 31, 2023", None),
            ("march 31, 2023", None),
        ] {
            let mut rest = words;
            assert_eq!(day_named(&mut rest).map(|day| day.to_string()).as_deref(), day, "{words}");
            assert_eq!(rest, if day.is_some() { "" } else { words });
        }
    }
}
