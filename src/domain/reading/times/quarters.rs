//! Quarters and halves of a year by their English names and signs, with the year behind or before them: Q2 2025, 2025-Q2, the
//! first half of 2025, 2Q25. Knows no phrase around them.

use super::{
    calendar::{Named, months, small},
    deadline::ends,
    financial::{by_two_numbers, called_so, financial_year, financial_year_goes_on},
    reference::year,
};
use crate::domain::reading::{
    numbers::ordinal::small_ordinal,
    wording::{
        fault::{Fault, Parsed, Reason},
        scan::{Table, starts_with_word, take, try_word},
    },
};

/// The month with which a part of a year begins, and how many it has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    first: u32,
    count: u32,
}

/// Takes a quarter or a half: Q2, 2Q, the second quarter, H1, the first six months.
pub(crate) fn part(input: &mut &str) -> Option<Part> {
    let mut rest = input.trim_start_matches(' ');
    let _ = take(&mut rest, "the");
    rest = rest.trim_start_matches(' ');
    let found = sign(&mut rest).or_else(|| named(&mut rest))?;
    *input = rest;
    Some(found)
}

/// Takes a quarter or a half with its year, where it ends what is said or something is due in it.
///
/// # Errors
/// A fault where it is due in a part of a financial year, of which the days are not said, or in two parts.
pub(crate) fn dated(input: &mut &str, is_due: bool) -> Parsed<Option<Named>> {
    let start = *input;
    let mut rest = start;
    if let Some(first) = part(&mut rest) {
        if is_due && behind_uncertain(start).is_some() {
            return Err(Fault::firm(start, Reason::UncertainDay));
        }
        if is_due && goes_on_to_another(rest) {
            return Err(Fault::firm(start, Reason::TwoDays));
        }
        let Some(year) = year_behind(&mut rest) else { return Ok(None) };
        return Ok(in_year(input, first, year, rest, is_due));
    }
    let found = year(&mut rest).and_then(|year| year.parse().ok());
    let Some(year) = found else { return Ok(None) };
    rest = rest.strip_prefix(['-', '/', ',', ':']).unwrap_or(rest);
    Ok(part(&mut rest).and_then(|first| in_year(input, first, year, rest, is_due)))
}

fn in_year<'a>(input: &mut &'a str, part: Part, year: i32, rest: &'a str, is_due: bool) -> Option<Named> {
    if !(is_due || ends(rest.trim_start()) || goes_on(rest)) {
        // The Q2 2025 report is the name of a thing.
        return None;
    }
    *input = rest;
    months(year, part.first, part.count)
}

/// A quarter or a half without its year that the input begins with, and what stands behind it.
pub(crate) fn undated(input: &str) -> Option<(&str, &str)> {
    let mut rest = input;
    part(&mut rest)?;
    let named = input.get(..input.len() - rest.len())?;
    // Within 2h are two hours.
    let is_time = named.trim().len() == 2 && named.ends_with('h');
    (!is_time && year_behind(&mut { rest }).is_none()).then_some((named, rest))
}

/// What is left behind a part of a financial year, or one whose year or length is not certain: Q2 FY25, FY2025 Q2, Q4 2022-23,
/// 2022-23 Q4, Q2-25, T1 2025. `None` where no such time stands next.
pub(crate) fn behind_uncertain(input: &str) -> Option<&str> {
    let joined = |rest: &str| rest.trim_start().strip_prefix(['-', '/', ',', ':']).map(str::len);
    let mut rest = input;
    if called_so(&mut rest) || by_two_numbers(&mut rest) {
        rest = joined(rest).and_then(|left| rest.get(rest.len() - left..)).unwrap_or(rest);
        return part(&mut rest).is_some().then_some(rest);
    }
    if year(&mut rest).is_some() {
        rest = joined(rest).and_then(|left| rest.get(rest.len() - left..)).unwrap_or(rest);
        return term(&mut rest).then_some(rest);
    }
    rest = input;
    let is_term = term(&mut rest);
    if !is_term && part(&mut rest).is_none() {
        return None;
    }
    let _ = take(&mut rest, "of");
    if financial_year(&mut rest) {
        return Some(rest);
    }
    let behind = rest.strip_prefix('-').unwrap_or("");
    let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 2 {
        return behind.get(digits..);
    }
    rest = rest.strip_prefix(['-', '/']).filter(|_| is_term).unwrap_or(rest);
    let is_dated = year(&mut rest).is_some();
    if is_dated && rest.starts_with(['-', '/']) {
        financial_year_goes_on(&mut rest);
        return Some(rest);
    }
    (is_dated && is_term).then_some(rest)
}

/// Takes a term, which is as long as whoever names it has it: S1, T2, term 1, trimester 3.
fn term(input: &mut &str) -> bool {
    let mut rest = input.trim_start_matches(' ');
    let is_sign = rest.starts_with(['s', 't']);
    let is_named = ["term", "trimester"].into_iter().any(|word| take(&mut rest, word));
    if !is_named && is_sign {
        rest = rest.get(1..).unwrap_or("");
    }
    let is_glued = rest.starts_with(|c: char| c.is_ascii_digit());
    let is_term = (is_named || (is_sign && is_glued))
        && small(&mut rest, 4).is_some()
        && !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '%'));
    if is_term {
        *input = rest;
    }
    is_term
}

/// Whether a second part stands next, joined to the first: Q1-Q2 2025.
fn goes_on_to_another(input: &str) -> bool {
    let mut rest = input;
    let is_joined = ["-", "/", "~", "and", "to", "or"].into_iter().any(|link| take(&mut rest, link));
    is_joined && part(&mut rest).is_some()
}

/// Whether what is said goes on behind a time, so that the time names no thing: Q2 2025 with partners.
fn goes_on(rest: &str) -> bool {
    const LINKS: &[&str] = &[
        "with",
        "in",
        "on",
        "at",
        "for",
        "by",
        "to",
        "as",
        "or",
        "and",
        "after",
        "before",
        "across",
        "per",
        "under",
        "from",
        "through",
        "within",
        "onwards",
        "onward",
        "start",
        "end",
        "latest",
        "if",
        "subject to",
        "following",
        "via",
        "of",
    ];
    let rest = rest.trim_start();
    LINKS.iter().any(|link| starts_with_word(rest, link))
}

/// Q2, 2Q, H1, 1H.
fn sign(input: &mut &str) -> Option<Part> {
    let mut characters = input.chars();
    let (one, two) = (characters.next()?, characters.next()?);
    let rest = characters.as_str();
    let is_first = one.is_ascii_digit();
    let (letter, number) = if is_first { (two, one.to_digit(10)?) } else { (one, two.to_digit(10)?) };
    let goes_on = |c: char| c.is_alphabetic() || matches!(c, '.' | '%') || (!is_first && c.is_ascii_digit());
    if rest.starts_with(goes_on) {
        return None;
    }
    let found = match letter {
        'q' => quarter(number),
        'h' => half(number),
        _ => None,
    }?;
    *input = rest;
    Some(found)
}

/// The second quarter, quarter 2, the first half, the first six months.
fn named(input: &mut &str) -> Option<Part> {
    let last: Table<u32> = &[("last", 4), ("final", 4)];
    let halves: Table<()> = &[("half", ()), ("half-year", ()), ("half year", ()), ("semester", ())];
    let spans: Table<u32> = &[
        ("three months", 3),
        ("six months", 6),
        ("nine months", 9),
        ("3 months", 3),
        ("6 months", 6),
        ("9 months", 9),
        ("two quarters", 6),
        ("three quarters", 9),
    ];
    let mut rest = *input;
    let found = if take(&mut rest, "quarter") {
        quarter(small(&mut rest, 4)?)?
    } else if take(&mut rest, "semester") {
        half(small(&mut rest, 2)?)?
    } else {
        let number = small_ordinal(&mut rest, 4).or_else(|| try_word(&mut rest, last))?;
        if take(&mut rest, "quarter") {
            quarter(number)?
        } else if try_word(&mut rest, halves).is_some() {
            half(number)?
        } else {
            let count = try_word(&mut rest, spans).filter(|_| number == 1)?;
            Part { first: 1, count }
        }
    };
    *input = rest;
    Some(found)
}

fn quarter(number: u32) -> Option<Part> {
    let first = number.checked_sub(1)?.checked_mul(3)?.checked_add(1)?;
    (1..=4).contains(&number).then_some(Part { first, count: 3 })
}

const fn half(number: u32) -> Option<Part> {
    match number {
        1 => Some(Part { first: 1, count: 6 }),
        2 => Some(Part { first: 7, count: 6 }),
        _ => None,
    }
}

/// The year behind a part of it: of 2025, -2025, '25, and the 25 of 2Q25.
fn year_behind(input: &mut &str) -> Option<i32> {
    let mut rest = *input;
    let is_glued = rest.starts_with(|c: char| c.is_ascii_digit());
    let _ = take(&mut rest, "of");
    rest = rest.trim_start_matches(' ');
    rest = rest.strip_prefix(['-', '/', ',']).unwrap_or(rest);
    if let Some(found) = year(&mut rest) {
        let is_whole = !rest.starts_with(['-', '/']);
        *input = if is_whole { rest } else { input };
        return found.parse().ok().filter(|_| is_whole);
    }
    let found = if is_glued { two_digits(&mut rest) } else { apostrophe_year(&mut rest) }?;
    *input = rest;
    Some(found)
}

/// The last two digits of a year of this century behind an apostrophe: '25.
pub(crate) fn apostrophe_year(input: &mut &str) -> Option<i32> {
    let mut rest = input.trim_start_matches(' ').strip_prefix('\'')?;
    let found = two_digits(&mut rest)?;
    *input = rest;
    Some(found)
}

fn two_digits(input: &mut &str) -> Option<i32> {
    let digits = input.len() - input.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = input.split_at_checked(digits).filter(|_| digits == 2)?;
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '%'));
    let year = number.parse::<i32>().ok().filter(|_| !goes_on)?;
    *input = rest;
    Some(2000 + year)
}
