//! Parts of a whole in words: 三分之二, half, one in five. A part that has no exact decimal is refused and never rounded.

use super::number::{digits, numeral, word_number};
use crate::domain::{
    quantity::Exact,
    reading::wording::{
        fault::{Fault, Parsed, Reason},
        scan::{Table, space, take, try_word},
    },
};

/// Words for a part, and what it is of what.
const PARTS: Table<(i64, i64)> = &[
    ("一半", (1, 2)),
    ("半数", (1, 2)),
    ("half", (1, 2)),
    ("a half", (1, 2)),
    ("one half", (1, 2)),
    ("one-half", (1, 2)),
    ("a third", (1, 3)),
    ("one third", (1, 3)),
    ("one-third", (1, 3)),
    ("two thirds", (2, 3)),
    ("two-thirds", (2, 3)),
    ("one-quarter", (1, 4)),
    ("three-quarters", (3, 4)),
    ("a fifth", (1, 5)),
    ("one fifth", (1, 5)),
    ("one-fifth", (1, 5)),
    ("two fifths", (2, 5)),
    ("two-fifths", (2, 5)),
    ("three fifths", (3, 5)),
    ("three-fifths", (3, 5)),
    ("four fifths", (4, 5)),
    ("four-fifths", (4, 5)),
    ("a tenth", (1, 10)),
    ("one tenth", (1, 10)),
    ("one-tenth", (1, 10)),
    ("nine tenths", (9, 10)),
    ("nine-tenths", (9, 10)),
];

/// Quarters, which are parts of a year as well, but where it is said what they are of.
const QUARTERS: Table<(i64, i64)> =
    &[("a quarter of", (1, 4)), ("one quarter of", (1, 4)), ("three quarters of", (3, 4))];

/// Parts that are nothing else only where they are all that is said, of an indicator that is a share.
const ALONE: [(&str, (i64, i64)); 2] = [("three quarters", (3, 4)), ("one quarter", (1, 4))];

/// The part that the input begins with, in percent; `None` where it begins with none. In digits it is one only where the
/// indicator is a share: 9 out of 10.
pub(crate) fn fraction(input: &mut &str, of_share: bool) -> Parsed<Option<Exact>> {
    let start = *input;
    let found = match parts(input) {
        None if of_share => alone(input).or_else(|| among(input, counted)).or_else(|| of_all(input)),
        found => found,
    };
    let Some((part, whole)) = found else {
        *input = start;
        return Ok(None);
    };
    let not_exact = || Fault::firm(start, Reason::NotExact);
    let percent = part.times(Exact::HUNDRED).and_then(|part| part.over_exactly(whole));
    percent.map(Some).ok_or_else(not_exact)
}

/// Whether the input begins with a part of a whole.
pub(crate) fn is_next(input: &str) -> bool {
    let mut input = input;
    parts(&mut input).is_some()
}

fn parts(input: &mut &str) -> Option<(Exact, Exact)> {
    let exact = |(part, whole): (i64, i64)| (Exact::from(part), Exact::from(whole));
    if let Some(said) = try_word(input, PARTS) {
        return Some(exact(said));
    }
    let mut of = *input;
    if let Some(said) = try_word(&mut of, QUARTERS) {
        // What they are of stays.
        let taken = input.len() - of.len() - " of".len();
        *input = input.get(taken..)?;
        return Some(exact(said));
    }
    among(input, word_number).or_else(|| chinese(input))
}

fn alone(input: &mut &str) -> Option<(Exact, Exact)> {
    let (_, (part, whole)) = ALONE.iter().find(|(words, _)| input.trim() == *words)?;
    *input = "";
    Some((Exact::from(*part), Exact::from(*whole)))
}

/// A count in digits, too small to be a year.
fn counted(input: &mut &str) -> Option<Exact> {
    space(input);
    let start = *input;
    let count = digits(input).ok()?;
    // 4.0 out of 5 is a score.
    let is_whole = !start.get(..start.len() - input.len())?.contains('.');
    (is_whole && count.decimals() == 0 && count <= Exact::from(1_000)).then_some(count)
}

/// One in five, nine out of ten.
fn among(input: &mut &str, number: impl Fn(&mut &str) -> Option<Exact>) -> Option<(Exact, Exact)> {
    let mut rest = *input;
    let part = number(&mut rest)?;
    if !(take(&mut rest, "in") || take(&mut rest, "out of")) {
        return None;
    }
    let whole = number(&mut rest)?;
    (part.is_positive() && part < whole).then(|| {
        *input = rest;
        (part, whole)
    })
}

/// 12 of 15, 10 out of 10: counts of which one is a part of the other, or all of it.
fn of_all(input: &mut &str) -> Option<(Exact, Exact)> {
    let mut rest = *input;
    let part = counted(&mut rest)?;
    let is_of = take(&mut rest, "of") || take(&mut rest, "out of");
    let whole = counted(&mut rest).filter(|whole| is_of && part <= *whole && whole.is_positive())?;
    *input = rest;
    Some((part, whole))
}

/// 三分之二: the whole stands first.
fn chinese(input: &mut &str) -> Option<(Exact, Exact)> {
    let mut rest = *input;
    let number = |rest: &mut &str| digits(rest).or_else(|_| numeral(rest)).ok();
    let whole = number(&mut rest)?;
    if !take(&mut rest, "分之") {
        return None;
    }
    let part = number(&mut rest)?;
    (part.is_positive() && part < whole).then(|| {
        *input = rest;
        (part, whole)
    })
}
