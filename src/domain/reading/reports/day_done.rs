//! The day or the month behind what a report says was done: published 2 April 2024, completed in June 2024. Whether it is in the period
//! of the report is asked where one is given.

use chrono::{Datelike as _, NaiveDate};

use super::done;
use crate::domain::{
    period::Period,
    reading::{
        OutcomeReading,
        times::{calendar::Named, day::date},
        wording::{scan::take, text::Text},
    },
    value::Figure,
};

/// Words that say no more than that all of it was done.
const ALL_DONE: [&str; 9] = [
    "completed",
    "delivered",
    "implemented",
    "achieved",
    "done",
    "finished",
    "fully completed",
    "fully implemented",
    "fully delivered",
];

/// What was done, and the day or the month in which it was.
fn split(plain: &str) -> Option<(Figure, &str, Named)> {
    if !plain.is_ascii() || !plain.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    plain.match_indices(' ').find_map(|(at, _)| {
        let (head, rest) = plain.split_at_checked(at)?;
        let done = figure(head)?;
        let mut rest = rest.trim_start();
        let _ = take(&mut rest, "on") || take(&mut rest, "in");
        let named = date(&mut rest, "by").ok().flatten()?;
        let is_of_a_month =
            (named.first.year(), named.first.month()) == (named.last.year(), named.last.month());
        (is_of_a_month && rest.trim().is_empty()).then_some((done, plain.get(at + 1..)?, named))
    })
}

fn figure(head: &str) -> Option<Figure> {
    if ALL_DONE.contains(&head) {
        return Some(Figure::DeclaredAttained);
    }
    let (what, _) = done::act(head).filter(|(_, not_done)| !not_done)?;
    Some(Figure::Act { what: what.to_owned(), not_done: false })
}

/// What a report of a milestone for a period says by its time: that it was done on a day, or in a month, of the period; or that it is not done
/// yet, which is asked again of the day of the report.
pub fn of_a_milestone(phrase: &str, period: Period) -> Option<OutcomeReading> {
    let text = Text::of_report(phrase).ok()?;
    let figure = match split(&text.plain) {
        Some((done, _, named)) => {
            let is_within = period.start() <= named.first && named.last <= period.end();
            Some(done).filter(|_| is_within)
        }
        None => done::not_yet(&text.plain),
    };
    figure.map(|figure| OutcomeReading { value: figure.into(), unit_read: None })
}

/// The day or the month in which a report says that something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayDone {
    /// As the words have it.
    pub words: String,
    /// The first day that is meant.
    pub first: NaiveDate,
    /// The last one.
    pub last: NaiveDate,
}

/// The day or the month that words name behind what they say was done.
pub fn day_done(phrase: &str) -> Option<DayDone> {
    let text = Text::of_report(phrase).ok()?;
    let (_, words, named) = split(&text.plain)?;
    Some(DayDone { words: words.to_owned(), first: named.first, last: named.last })
}

#[cfg(test)]
mod tests {
    use super::{day_done, of_a_milestone};
    use crate::domain::{period::Period, value::Figure};

    fn read(phrase: &str, period: &str) -> Option<Figure> {
        of_a_milestone(phrase, Period::parse(period).unwrap()).map(|read| read.value.figure)
    }

    #[test]
    fn the_day_may_stand_behind_what_was_done() {
        for (phrase, days) in [
            ("Published 2 April 2024", "2024-04-02..2024-04-02"),
            ("Published on 2 April 2024", "2024-04-02..2024-04-02"),
            ("Published April 2, 2024", "2024-04-02..2024-04-02"),
            ("Was published on 2 April 2024", "2024-04-02..2024-04-02"),
            ("Launched in July 2024", "2024-07-01..2024-07-31"),
            ("Completed June 2024", "2024-06-01..2024-06-30"),
        ] {
            let said = read(phrase, "2024");
            let is_done =
                matches!(said, Some(Figure::DeclaredAttained | Figure::Act { not_done: false, .. }));
            assert!(is_done, "{phrase}: {said:?}");
            let found = day_done(phrase).map(|done| format!("{}..{}", done.first, done.last));
            assert_eq!(found.as_deref(), Some(days), "{phrase}");
            for other in ["2025", "2023", "2024-Q1"] {
                assert_eq!(read(phrase, other), None, "{phrase}: {other}");
            }
        }
        for phrase in [
            "Published",
            "Published in 2024",
            "Published in Q1 2024",
            "Published 2 April",
            "Published 6/7/2024",
            "Published 2 April 2024, revised in May",
            "Published 2 April 2024 in part",
            "Published by 2 April 2024",
            "Not published 2 April 2024",
            "To be published 2 April 2024",
            "Will be published on 2 April 2024",
            "Expected to be completed in June 2024",
            "Draft published 2 April 2024",
            "On track 2 April 2024",
            "Delayed to June 2024",
            "Phase 1 completed in June 2024",
        ] {
            assert_eq!(read(phrase, "2024"), None, "{phrase}");
        }
    }

    #[test]
    fn what_is_not_done_yet_may_be_said_alone() {
        for phrase in
            ["Not yet enacted", "Has not yet been published", "Not yet in place", "Yet to be signed"]
        {
            let said = read(phrase, "2024");
            let is_denied = matches!(said, Some(Figure::DeclaredMissed | Figure::Act { not_done: true, .. }));
            assert!(is_denied, "{phrase}: {said:?}");
        }
        for phrase in [
            "Not yet",
            "Not yet started drafting",
            "Not yet fully enacted",
            "Not yet enacted, expected in May",
            "Yet",
        ] {
            assert_eq!(read(phrase, "2024"), None, "{phrase}");
        }
    }
}
