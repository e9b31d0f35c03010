//! Which way a growth rate went, where a word beside its number says so: 6.1% (decrease). Of a state the same word says how it
//! moved, and not what it is.

use super::{
    super::{
        beside_year::is_start_of,
        fault::{Fault, Parsed, Reason},
        start_and_goal::reached,
    },
    Outcome,
    gathered::Gathered,
};
use crate::domain::{indicator::Measure, quantity::Exact, value::Figure};

const UP: [&str; 11] =
    ["increase", "rise", "growth", "increased", "rose", "grew", "增长", "增加", "上升", "提高", "上涨"];

const DOWN: [&str; 15] = [
    "decrease",
    "decline",
    "fall",
    "drop",
    "reduction",
    "contraction",
    "decreased",
    "declined",
    "fell",
    "dropped",
    "下降",
    "减少",
    "降低",
    "下跌",
    "负增长",
];

/// Words behind which the growth itself may be falling, or what it is the growth of.
const EITHER: [&str; 3] = ["decreasing", "declining", "falling"];

/// Nouns of a movement, which behind an amount may as well say of what it is: 500 t (reduction). In Chinese the same words are verbs,
/// and behind a comma say how the amount moved.
const MOVEMENTS: [&str; 15] = [
    "increase",
    "decrease",
    "decline",
    "reduction",
    "improvement",
    "rise",
    "growth",
    "drop",
    "fall",
    "增加",
    "减少",
    "下降",
    "降低",
    "提高",
    "上升",
];

/// Adjectives before such a noun.
const HOW: [&str; 12] = [
    "net ",
    "significant ",
    "substantial ",
    "steady ",
    "sustained ",
    "stable ",
    "continued ",
    "continuous ",
    "further ",
    "overall ",
    "slight ",
    "small ",
];

/// Whether words behind an amount are no more than such a noun.
fn is_movement(words: &str, is_note: bool) -> bool {
    let noun = ["a ", "an "].iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words);
    let noun = HOW.iter().find_map(|how| noun.strip_prefix(how)).unwrap_or(noun);
    MOVEMENTS.contains(&noun) && (is_note || noun.is_ascii())
}

impl Outcome<'_> {
    /// Takes a word beside the only number that says which way that went; whether it was one.
    ///
    /// # Errors
    /// A fault where the number says otherwise, or the word may be said of something else.
    pub(super) fn goes_the_way(&self, gathered: &mut Gathered, before: &str, words: &str) -> Parsed<bool> {
        let fault = |reason| Err(Fault::at(words.len(), reason));
        let context = self.reader.context;
        if matches!(words, "incomplete" | "not complete") && !gathered.figures.is_empty() {
            // It may be the data that are not complete.
            return if context.measure == Measure::Milestone { Ok(false) } else { fault(Reason::Ambiguous) };
        }
        let is_amount = matches!(context.measure, Measure::Flow | Measure::Level)
            && !self.reader.yardstick.unit.is_fraction()
            && !context.is_reduction;
        let is_figure = matches!(
            gathered.figures.as_slice(),
            [Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. }]
        );
        if is_amount && is_figure && is_movement(words, before.ends_with('(')) {
            return fault(Reason::Ambiguous);
        }
        let [Figure::Number { value, .. }] = gathered.figures.as_mut_slice() else { return Ok(false) };
        let word = ["a ", "an "].iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words);
        let word =
            ["同比", "比上年", "较上年"].iter().find_map(|than| word.strip_prefix(than)).unwrap_or(word);
        let (is_up, is_down) = (UP.contains(&word), DOWN.contains(&word));
        if context.is_reduction && is_up {
            return fault(Reason::ReductionGrows);
        }
        if context.measure != Measure::Rate || !self.reader.yardstick.unit.is_fraction() {
            return Ok(false);
        }
        let may_be_either = EITHER.contains(&word) && value.is_positive() && !context.is_reduction;
        if may_be_either {
            return fault(Reason::Ambiguous);
        }
        if !(is_up || is_down) {
            return Ok(false);
        }
        let is_counted_as_such = is_up || context.is_reduction;
        match (is_counted_as_such, value.is_negative()) {
            (true, true) => return fault(Reason::Contradiction),
            (true, false) | (false, true) => {}
            (false, false) if value.is_zero() || self.is_bare(before) => *value = Exact::negated(*value),
            (false, false) => return fault(Reason::Ambiguous),
        }
        Ok(true)
    }

    /// Takes words beside a change that print what it is counted from, or what it led to; whether they do.
    ///
    /// # Errors
    /// A fault where they may be either, or the change does not lead there.
    pub(super) fn is_of_the_change(
        &self,
        gathered: &mut Gathered,
        before: &str,
        words: &str,
    ) -> Parsed<bool> {
        let yardstick = self.reader.yardstick;
        if gathered.is_of_changes() && is_start_of(before, words, yardstick)? {
            return Ok(true);
        }
        let Some((by, by_unit)) = gathered.only_change() else { return Ok(false) };
        let Some(value) = reached(words, by, by_unit, yardstick)? else { return Ok(false) };
        gathered.figures.push(Figure::Number { value, approximate: false });
        Ok(true)
    }

    /// Whether there is no more than a number without a sign before a word.
    fn is_bare(&self, before: &str) -> bool {
        let number = before.trim_end_matches([' ', '(', ',', '、', ';', '-', ':']);
        number.starts_with(|c: char| c.is_ascii_digit()) && self.reader.yardstick.is_amount(number)
    }
}
