//! The time within which a service is given: within 30 days, in four weeks of receipt. It is a part of what is measured, and no
//! time by which a target is due.

use std::cmp::Ordering;

use crate::domain::{
    quantity::Exact,
    reading::{
        numbers::number::number_said,
        wording::scan::{Table, take, try_word},
    },
};

/// A time within which something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeLimit {
    /// In seconds.
    time: Exact,
    /// Whether only days on which people work are counted.
    is_of_working_days: bool,
}

impl TimeLimit {
    /// How it stands to another one; `None` where days of another kind are counted.
    pub(crate) fn against(self, other: Self) -> Option<Ordering> {
        (self.is_of_working_days == other.is_of_working_days).then(|| self.time.cmp(&other.time))
    }
}

/// Units of such a time, in seconds. Months and years are none, since a target may be due within them.
const UNITS: Table<i64> = &[
    ("second", 1),
    ("seconds", 1),
    ("minute", 60),
    ("minutes", 60),
    ("hour", 3_600),
    ("hours", 3_600),
    ("day", 86_400),
    ("days", 86_400),
    ("week", 604_800),
    ("weeks", 604_800),
];

/// The time that stands next, behind its preposition.
fn limit(input: &mut &str) -> Option<TimeLimit> {
    let count = number_said(input).ok()?;
    let is_of_working_days = take(input, "business") || take(input, "working");
    let _ = is_of_working_days || take(input, "calendar");
    let time = count.times(Exact::from(try_word(input, UNITS)?))?;
    Some(TimeLimit { time, is_of_working_days })
}

/// Where a preposition of time stands, and the words behind it.
fn behind_prepositions(words: &str) -> impl Iterator<Item = (usize, &str)> {
    words.char_indices().filter_map(|(at, _)| {
        let (before, rest) = words.split_at_checked(at)?;
        let is_word = before.is_empty() || before.ends_with(' ');
        let behind = rest.strip_prefix("within ").or_else(|| rest.strip_prefix("in "))?;
        is_word.then_some((at, behind))
    })
}

/// The words without the time at their end within which a service is given; `None` where none stands there.
pub(crate) fn without_time_limit(words: &str) -> Option<&str> {
    behind_prepositions(words).find_map(|(at, mut rest)| {
        limit(&mut rest)?;
        let behind: Vec<&str> = rest.split_whitespace().collect();
        let is_whole = match behind.as_slice() {
            [] => true,
            ["of", rest @ ..] => matches!(
                rest,
                ["receipt" | "request" | "application" | "submission" | "notification"]
                    | ["the" | "a", "request" | "application" | "complaint" | "submission"]
            ),
            _ => false,
        };
        is_whole.then(|| words.get(..at)).flatten().map(str::trim_end)
    })
}

/// The time limit that words name, as they print it, where they name one and no other.
pub(crate) fn named(words: &str) -> Option<(TimeLimit, &str)> {
    let mut found = None;
    for (at, behind) in behind_prepositions(words) {
        let mut rest = behind;
        let Some(limit) = limit(&mut rest) else { continue };
        if found.is_some_and(|(other, _)| other != limit) {
            return None;
        }
        found = words.get(at..words.len() - rest.len()).map(|printed| (limit, printed));
    }
    found
}
