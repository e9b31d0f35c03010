//! A phrase as a list of clauses and notes: where they begin and end. Knows no more than separators and
//! brackets.

use std::ops::Range;

use crate::domain::{
    reading::{
        numbers::{
            number::said_again,
            range::{goes_on_as_margin, opens_margin},
        },
        times::calendar::MONTHS,
    },
    unit::multiplier_starting,
};

/// A part of a phrase, as bytes of the normalised copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) span: Range<usize>,
    /// Whether it stands in brackets.
    pub(crate) is_note: bool,
}

/// Cuts a normalised phrase into clauses and notes. `None` with the offset where a bracket has no partner or
/// stands within a clause.
///
/// A bracket of the unit that figures are given in is a part of that unit.
pub(crate) fn parts(plain: &str, unit: &str) -> Result<Vec<Part>, usize> {
    let mut parts: Vec<Part> = Vec::new();
    let mut unit_ends = 0;
    let mut start = 0;
    let mut quoted = false;
    let mut open: Option<usize> = None;
    let mut after_note = false;
    for (offset, character) in plain.char_indices() {
        let next = offset + character.len_utf8();
        if open.is_none()
            && character == '('
            && let Some(length) = bracket_of_unit(plain, offset, unit)
        {
            unit_ends = offset + length;
        }
        if offset < unit_ends {
            continue;
        }
        match (character, open) {
            ('"', None) => quoted = !quoted,
            ('(', None) if !is_inline(plain, offset) => {
                push(&mut parts, plain, start..offset, false);
                open = Some(next);
            }
            ('(', Some(_)) => return Err(offset),
            (')', Some(from)) => {
                push(&mut parts, plain, from..offset, true);
                open = None;
                start = next;
                after_note = true;
                continue;
            }
            (')', None) if !is_inline_end(plain, offset) => return Err(offset),
            ('、' | ',' | ';' | '。', None)
                if !quoted
                    && !within_date(plain, offset)
                    && !goes_on_as_margin(plain.get(next..).unwrap_or("")) =>
            {
                let is_empty = plain.get(start..offset).is_none_or(|text| text.trim().is_empty());
                if is_empty && !after_note {
                    // A clause is missing before the separator.
                    return Err(offset);
                }
                push(&mut parts, plain, start..offset, false);
                start = next;
            }
            (' ', None) => continue,
            (_, None) if after_note => return Err(offset),
            _ => {}
        }
        if !matches!(character, ' ') {
            after_note = false;
        }
    }
    if let Some(from) = open {
        return Err(from.saturating_sub(1));
    }
    push(&mut parts, plain, start..plain.len(), false);
    Ok(parts)
}

/// The bytes of a bracket that belongs to the unit, where it stands behind the unit's word: (间) of 万套(间).
fn bracket_of_unit(plain: &str, offset: usize, unit: &str) -> Option<usize> {
    let (word, _) = unit.split_once('(')?;
    let bracket = unit.get(word.len()..).filter(|bracket| bracket.ends_with(')'))?;
    let multiplier = multiplier_starting(word).map_or(0, |(_, length)| length);
    let thing = word.get(multiplier..)?.trim();
    let (before, rest) = plain.split_at_checked(offset)?;
    let stands = !thing.is_empty() && before.trim_end().ends_with(thing) && rest.starts_with(bracket);
    stands.then_some(bracket.len())
}

fn push(parts: &mut Vec<Part>, plain: &str, span: Range<usize>, is_note: bool) {
    let text = plain.get(span.clone()).unwrap_or("");
    let start = span.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    if start < end || is_note {
        parts.push(Part { span: start..end, is_note });
    }
}

/// Brackets that belong to a word: 台(套), (含)以上, (plus or minus 2%), two (2).
fn is_inline(plain: &str, offset: usize) -> bool {
    let rest = plain.get(offset..).unwrap_or("");
    rest.starts_with("(含)以")
        || opens_margin(rest)
        || plain.get(..offset).is_some_and(|before| said_again(before, rest).is_some())
        || (rest.starts_with("(套)") && plain.get(..offset).is_some_and(|p| p.ends_with('台')))
}

fn is_inline_end(plain: &str, offset: usize) -> bool {
    let before = plain.get(..offset).unwrap_or("");
    let opened = || before.rfind('(').is_some_and(|open| is_inline(plain, open));
    before.ends_with("(含") || before.ends_with("台(套") || opened()
}

/// Whether a comma stands between a day and its year: March 31, 2023.
fn within_date(plain: &str, offset: usize) -> bool {
    let before = plain.get(..offset).unwrap_or("");
    let after = plain.get(offset + 1..).unwrap_or("").trim_start();
    let letters = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let has_month = MONTHS.iter().any(|(month, _)| letters.ends_with(month));
    (1..=2).contains(&digits) && has_month && (after.starts_with("19") || after.starts_with("20"))
}
