//! Numbers that stand in brackets as a whole: what accountants write below zero, and what a five-year plan adds up.
//! Knows nothing of notes.

use super::{
    lexicon::{Words, take_one_of},
    phrase::{Part, parts},
    sense::Reader,
};
use crate::domain::{
    indicator::{Direction, Measure},
    reading::{
        Context,
        numbers::amount::Yardstick,
        wording::{
            fault::{Fault, Parsed, Reason},
            text::Text,
        },
    },
    unit::Base,
};

/// Words that may stand before the bracket of a table over several years.
const BEFORE: Words = "累计|>|<|≥|≤|不低于|超过|不超过|下降|降低|减少|减排|新增";

/// Those of them that say how the figure moves.
const FALLS: [&str; 3] = ["下降", "降低", "减少"];

/// Limits that may stand behind its number, within the bracket or behind it.
const LIMITS: [&str; 6] = ["及以上", "以上", "以下", "以内", "左右", "+"];

/// The clauses and notes of a phrase. A number that stands in round brackets of ASCII as a whole is refused, since it may be
/// below zero.
pub(crate) fn clauses(text: &Text<'_>, reader: &Reader<'_>) -> Parsed<Vec<Part>> {
    let plain = text.plain.as_str();
    // Of a score the bracket says what it is out of, and is read by itself.
    let is_score = matches!(reader.yardstick.unit.base, Base::OutOf(_));
    let parts = parts(plain, if is_score { "" } else { &reader.yardstick.plain })
        .map_err(|offset| Fault::at(plain.len().saturating_sub(offset), Reason::NotUnderstood))?;
    if let [part] = parts.as_slice()
        && part.is_note
        && text.is_in_ascii_brackets()
        && plain
            .get(part.span.clone())
            .is_some_and(|words| !words.starts_with(['-', '+']) && reader.yardstick.is_amount(words))
    {
        return Err(Fault::at(plain.len(), Reason::Ambiguous));
    }
    Ok(parts)
}

/// The phrase without the square brackets around its figure, which are those of a table over several years: 〔18〕,
/// >〔300〕, 〔5500〕万人. `None` where it has none.
pub(crate) fn out_of_brackets<'a>(text: &Text<'a>, reader: &Reader<'_>) -> Parsed<Option<Text<'a>>> {
    let plain = text.plain.as_str();
    let Some(found) = square_brackets(plain) else { return Ok(None) };
    let is_number = matches!(
        reader.context.measure,
        Measure::Flow | Measure::Level | Measure::Rate | Measure::Index | Measure::Ratio
    );
    let number = strip_limit(found.words.trim_start_matches(['>', '<', '≥', '≤']));
    let number = number.strip_prefix("累计").unwrap_or(number);
    let unit = strip_limit(found.behind);
    if !is_number || !reader.yardstick.is_amount(&format!("{number}{unit}")) {
        return Ok(None);
    }
    // Of what adds up, or is itself a fall, it is the sum over the years; of a state or a rate, how far it moves. What moves is
    // counted from nobody says what.
    let moves = FALLS.iter().any(|fall| found.lead.contains(fall)) && !reader.context.is_reduction;
    if !reader.makes_a_whole() || moves {
        return Err(Fault::at(plain.len(), Reason::Cumulative));
    }
    Ok(Some(text.without([found.open, found.close])))
}

fn strip_limit(words: &str) -> &str {
    LIMITS.iter().find_map(|limit| words.strip_suffix(limit)).unwrap_or(words)
}

/// What a number in the brackets of a table over several years asks of a state, in words: 提高3个百分点 of 〔3〕. It is how far the
/// state is to rise over these years, from a figure that the words do not print.
pub fn step_in_brackets(phrase: &str, context: &Context<'_>) -> Option<String> {
    let text = Text::new(phrase).ok()?;
    let unit = Text::new(context.unit).ok()?;
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    let found = square_brackets(&text.plain)?;
    let is_rising_state = context.measure == Measure::Level
        && context.direction == Some(Direction::Higher)
        && !context.is_reduction
        && matches!(found.lead, "" | "累计");
    let printed = if found.behind.is_empty() { found.words } else { found.behind };
    let printed = strip_limit(printed).trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = found.words.strip_suffix(printed).unwrap_or(found.words);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && yardstick.is_amount(number);
    let own = if yardstick.unit.is_fraction() { "%" } else { yardstick.plain.as_str() };
    if !is_rising_state || !is_number || !(printed.is_empty() || printed == own || printed == "个百分点")
    {
        return None;
    }
    let unit = if own == "%" { "个百分点" } else { context.unit };
    Some(format!("提高{number}{unit}"))
}

/// Whether a figure stands in the brackets of a table over several years.
pub(crate) fn is_bracketed(plain: &str) -> bool {
    square_brackets(plain).is_some()
}

/// Square brackets in a phrase, by their offsets.
struct Brackets<'p> {
    open: usize,
    close: usize,
    lead: &'p str,
    words: &'p str,
    behind: &'p str,
}

/// The brackets that a five-year plan puts around what adds up over its years, with no more before them than words that
/// say so, or how it stands to the figure: 累计〔18〕.
fn square_brackets(plain: &str) -> Option<Brackets<'_>> {
    let (open, bracket) = plain.char_indices().find(|(_, c)| matches!(c, '〔' | '[' | '【'))?;
    let close_sign = match bracket {
        '〔' => '〕',
        '[' => ']',
        _ => '】',
    };
    let (lead, from) = plain.split_at_checked(open)?;
    let mut unknown = lead;
    while take_one_of(&mut unknown, BEFORE) {}
    let (words, behind) = from.get(bracket.len_utf8()..)?.split_once(close_sign)?;
    let close = open + bracket.len_utf8() + words.len();
    // What is said behind a separator is no part of the figure.
    let is_whole = unknown.is_empty() && !behind.contains(['〔', '[', '【', ',', '、', ';', '(']);
    is_whole.then_some(Brackets { open, close, lead, words, behind })
}
