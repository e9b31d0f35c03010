//! The smallest parsers: words out of tables, spaces, numbers in digits and in Chinese numerals. Knows nothing
//! of what a phrase is.

use winnow::{Parser, combinator::opt, token::take_while};

use super::fault::{Fault, Parsed, Reason};
use crate::domain::quantity::Exact;

/// A table of words and what each means.
pub(super) type Table<T> = &'static [(&'static str, T)];

/// Passes over spaces.
pub(super) fn space(input: &mut &str) {
    *input = input.trim_start_matches(' ');
}

/// The longest word of the table that the input begins with. A word that ends in a letter must end where the
/// word in the input ends.
pub(super) fn word<'a, T: Copy>(table: Table<T>) -> impl Parser<&'a str, T, Fault> {
    move |input: &mut &'a str| {
        let (start, _) = (*input, space(input));
        let found =
            table.iter().filter(|(word, _)| starts_with_word(input, word)).max_by_key(|(word, _)| word.len());
        let Some((word, meaning)) = found else {
            let fault = Fault::soft(input);
            *input = start;
            return Err(fault);
        };
        *input = input.get(word.len()..).unwrap_or("");
        Ok(*meaning)
    }
}

/// Whether the input begins with the word, and the word does not go on.
pub(super) fn starts_with_word(input: &str, word: &str) -> bool {
    input.strip_prefix(word).is_some_and(|rest| {
        !(word.ends_with(|c: char| c.is_ascii_alphabetic())
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// Takes the word where it stands next.
pub(super) fn take(input: &mut &str, expected: &'static str) -> bool {
    let start = *input;
    space(input);
    if starts_with_word(input, expected) {
        *input = input.get(expected.len()..).unwrap_or("");
        return true;
    }
    *input = start;
    false
}

/// What the table says of the next word, if it is in the table.
pub(super) fn try_word<T: Copy>(input: &mut &str, table: Table<T>) -> Option<T> {
    opt(word(table)).parse_next(input).ok().flatten()
}

/// A number in digits: `5`, `5.5`. No sign; thousands separators are gone by now.
pub(super) fn digits(input: &mut &str) -> Parsed<Exact> {
    let start = *input;
    let whole: &str = take_while(1.., |c: char| c.is_ascii_digit()).parse_next(input)?;
    let mut length = whole.len();
    if let Some(rest) = input.strip_prefix('.') {
        let decimals = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if decimals == 0 {
            return Err(Fault::firm(start, Reason::BadNumber));
        }
        *input = rest.get(decimals..).unwrap_or("");
        length += 1 + decimals;
    }
    let is_padded = whole.len() > 1 && whole.starts_with('0');
    if is_padded || input.starts_with('.') {
        return Err(Fault::firm(start, Reason::BadNumber));
    }
    let number = start.get(..length).map(Exact::parse);
    number.and_then(Result::ok).ok_or_else(|| Fault::firm(start, Reason::BadNumber))
}

/// The digits in Chinese numerals.
pub(super) const NUMERALS: Table<i64> = &[
    ("零", 0),
    ("〇", 0),
    ("一", 1),
    ("二", 2),
    ("两", 2),
    ("三", 3),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("七", 7),
    ("八", 8),
    ("九", 9),
];

const PLACES: [(&str, i64); 3] = [("千", 1000), ("百", 100), ("十", 10)];

/// A whole number below 10,000 in Chinese numerals: 三, 十, 二十五, 一百零五. Digits read out one by one
/// (二〇二五) and colloquial short forms (一百五 for 150) are not read.
pub(super) fn numeral(input: &mut &str) -> Parsed<Exact> {
    let start = *input;
    let number = numeral_value(input);
    let goes_on = input.starts_with(|c| "零〇一二两三四五六七八九十".contains(c));
    match number {
        Some(number) if !goes_on => Ok(Exact::from(number)),
        _ => {
            *input = start;
            Err(Fault::soft(start))
        }
    }
}

fn numeral_value(input: &mut &str) -> Option<i64> {
    let mut total = 0;
    let mut any = false;
    let mut gap = false;
    for (place, weight) in PLACES {
        let before = *input;
        let zero = any && take(input, "零");
        let digit = try_word(input, NUMERALS);
        let bare_ten = place == "十" && digit.is_none() && !any;
        if take(input, place) && (bare_ten || digit.is_some_and(|d| d > 0)) && zero == gap {
            total += digit.unwrap_or(1) * weight;
            any = true;
            gap = false;
        } else {
            *input = before;
            gap = any;
        }
    }
    let zero = any && take(input, "零");
    match try_word(input, NUMERALS) {
        Some(0) if any => None,
        Some(digit) => (zero == gap).then_some(total + digit),
        None => (any && !zero).then_some(total),
    }
}
