//! Numbers that stand in brackets as a whole: what accountants write below zero, and what a five-year plan adds up.
//! Knows nothing of notes.

use std::ops::Range;

use super::{
    fault::{Fault, Parsed, Reason},
    phrase::Part,
    sense::Reader,
    text::Text,
};

/// A number that stands in brackets as a whole. In round ones of ASCII it may be below zero; in square ones it is
/// the figure of a table over several years: 〔18〕.
pub(super) fn figure_in_brackets(
    parts: Vec<Part>,
    text: &Text<'_>,
    reader: &Reader<'_>,
) -> Parsed<Vec<Part>> {
    let plain = text.plain.as_str();
    let yardstick = reader.yardstick;
    if let [part] = parts.as_slice()
        && part.is_note
        && text.is_in_ascii_brackets()
        && plain
            .get(part.span.clone())
            .is_some_and(|words| !words.starts_with(['-', '+']) && yardstick.is_amount(words))
    {
        return Err(Fault::at(plain.len(), Reason::Ambiguous));
    }
    let Some(span) = square_brackets(plain) else { return Ok(parts) };
    let words = plain.get(span.clone()).unwrap_or("");
    let limits = ["以上", "及以上", "以下", "以内", "左右"];
    let number = words.trim_start_matches(['>', '<', '≥', '≤']);
    let number = limits.iter().find_map(|limit| number.strip_suffix(limit)).unwrap_or(number);
    if !yardstick.is_amount(number) {
        return Ok(parts);
    }
    // Of what adds up, or is itself a fall, it is the sum over the years; of a state or a rate, how far it moves.
    if !reader.makes_a_whole() {
        return Err(Fault::at(plain.len(), Reason::Cumulative));
    }
    Ok(vec![Part { span, is_note: false }])
}

/// Whether the phrase as a whole stands in the brackets of a table over several years.
pub(super) fn is_bracketed(plain: &str) -> bool {
    square_brackets(plain).is_some()
}

/// The words in the brackets that a five-year plan puts around what adds up over its years, with or without saying so:
/// 累计〔18〕.
fn square_brackets(plain: &str) -> Option<Range<usize>> {
    let bracket = plain.strip_prefix("累计").unwrap_or(plain);
    let lead = plain.len() - bracket.len();
    let plain = bracket;
    let open = plain.chars().next()?;
    let close = match open {
        '〔' => '〕',
        '[' => ']',
        '【' => '】',
        _ => return None,
    };
    let words = plain.strip_prefix(open)?.strip_suffix(close)?;
    let start = lead + open.len_utf8();
    Some(start..start + words.len())
}
