//! English ordinals: 3rd, third. Knows no rank.

use crate::domain::reading::wording::scan::{Table, starts_with_word, take, try_word};

/// Words behind a place for which a better one does as well.
pub(crate) const OR_BETTER: [&str; 4] = ["or better", "or higher", "or above", "and above"];

const ENDINGS: [&str; 4] = ["st", "nd", "rd", "th"];

/// Takes what makes an English ordinal of the number before it: the letters of 3rd.
pub(crate) fn take_ordinal_ending(input: &mut &str) -> bool {
    ENDINGS.into_iter().any(|ending| take(input, ending))
}

/// Whether an English ordinal follows: 3rd.
pub(crate) fn is_ordinal(input: &str) -> bool {
    let rest = input.trim_start_matches(' ').trim_start_matches(|c: char| c.is_ascii_digit());
    let has_digits = rest.len() < input.trim_start_matches(' ').len();
    has_digits && ENDINGS.into_iter().any(|ending| starts_with_word(rest, ending))
}

const IN_WORDS: Table<u32> = &[
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
];

const IN_DIGITS: Table<u32> = &[("1st", 1), ("2nd", 2), ("3rd", 3), ("4th", 4), ("5th", 5)];

/// Takes the number of a year or a part of one, in a word or in digits, up to the most there may be: second, 2nd.
pub(crate) fn small_ordinal(input: &mut &str, most: u32) -> Option<u32> {
    let mut rest = *input;
    let number = try_word(&mut rest, IN_WORDS).or_else(|| try_word(&mut rest, IN_DIGITS))?;
    (number <= most).then(|| {
        *input = rest;
        number
    })
}

/// A place by its word.
pub(crate) fn ordinal_in_words(input: &mut &str) -> Option<i64> {
    let number = try_word(input, IN_WORDS)?;
    let _ = take(input, "place");
    Some(number.into())
}

/// Whether a place by its word follows that what stands behind it says to be one: a third is a part of a whole as well, and a
/// second a time.
pub(crate) fn is_ordinal_in_words(input: &str) -> bool {
    let mut rest = input;
    let is_word = ordinal_in_words(&mut rest).is_some();
    let said = input.get(..input.len() - rest.len()).unwrap_or("");
    is_word && (said.ends_with("place") || OR_BETTER.into_iter().any(|behind| take(&mut rest, behind)))
}
