//! Which way a growth rate went, where a word beside its number says so: 6.1% (decrease). Of a state the same word says how it
//! moved, and not what it is.

use super::{Outcome, gathered::Gathered, parts::is_a_time};
use crate::domain::{
    indicator::Measure,
    quantity::Exact,
    reading::{
        beside::{another, of_year::is_start_of, start_and_goal::reached},
        statements::lexicon::{Words, is_one_of},
        wording::fault::{Fault, Parsed, Reason},
    },
    value::Figure,
};

/// Nouns of a movement, which behind an amount may as well say of what it is: 500 t (reduction). In Chinese the same words are verbs,
/// and behind a comma say how the amount moved.
const RISES: [&str; 6] = ["increase", "rise", "growth", "增加", "上升", "提高"];
const FALLS: [&str; 8] = ["decrease", "decline", "fall", "drop", "reduction", "下降", "减少", "降低"];

/// Words that are said of a growth alone.
const UP: [&str; 5] = ["increased", "rose", "grew", "增长", "上涨"];
const DOWN: [&str; 7] = ["contraction", "decreased", "declined", "fell", "dropped", "下跌", "负增长"];

/// Words behind which the growth itself may be falling, or what it is the growth of.
const EITHER: [&str; 3] = ["decreasing", "declining", "falling"];

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

/// What holds a figure against another without saying which way it moved.
const AGAINST: [&str; 4] = ["compared ", "versus ", "vs", "against "];

/// Whether a unit that is not known is so much of one thing on another, and no time: per 100,000, g/km.
fn is_quotient(unit: &str) -> bool {
    const TIMES: Words = "a|d|h|s|w|hr|min|yr|day|week|month|quarter|year";
    let is_short = |symbol: &str| (1..=4).contains(&symbol.len()) && symbol.is_ascii();
    let per = unit.strip_prefix("per ");
    let per = per.or_else(|| {
        unit.split_once('/').filter(|(what, per)| is_short(what) && is_short(per)).map(|(_, per)| per)
    });
    per.is_some_and(|per| !is_one_of(per.trim(), TIMES))
}

/// Whether words behind an amount, without an article, are no more than such a noun.
fn is_movement(words: &str, is_note: bool) -> bool {
    let noun = without_manner(words);
    let is_one = noun == "improvement" || RISES.contains(&noun) || FALLS.contains(&noun);
    is_one && (is_note || noun.is_ascii())
}

fn without_manner(noun: &str) -> &str {
    HOW.iter().find_map(|how| noun.strip_prefix(how)).unwrap_or(noun)
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
        let word = ["a ", "an "].iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words);
        if is_amount
            && is_figure
            && is_movement(word, before.ends_with('('))
            && !self.is_a_state_of(&gathered.figures, before, without_manner(word))
        {
            return fault(Reason::Ambiguous);
        }
        let [Figure::Number { value, .. }] = gathered.figures.as_mut_slice() else { return Ok(false) };
        let word =
            ["同比", "比上年", "较上年"].iter().find_map(|than| word.strip_prefix(than)).unwrap_or(word);
        let (is_up, is_down) =
            (UP.contains(&word) || RISES.contains(&word), DOWN.contains(&word) || FALLS.contains(&word));
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

    /// Whether an amount is that of a state, and no movement itself: a quotient (12 per 100,000), a mark on a scale (8.1 out of 10), or
    /// one that is held against an earlier one from which it moved as the noun behind it says (450 t, down from 500 t).
    fn is_a_state_of(&self, figures: &[Figure], before: &str, noun: &str) -> bool {
        let yardstick = self.reader.yardstick;
        let unit = &yardstick.unit;
        let is_per_time = yardstick.of_a_year || unit.per.as_ref().is_some_and(|(per, _)| is_a_time(per));
        if self.reader.context.measure == Measure::Level
            && !is_per_time
            && (unit.per.is_some() || is_quotient(&yardstick.plain) || yardstick.plain.starts_with("out of "))
        {
            return true;
        }
        let [Figure::Number { value, .. }] = figures else { return false };
        let before = before.trim_end_matches([' ', '(', ',', ';', '-']);
        before.match_indices([' ', ',']).any(|(at, _)| {
            let (lead, words) = before.split_at_checked(at).unwrap_or(("", ""));
            let words = words.trim_start_matches([' ', ',']);
            // 50 t down from 500 t may be how far it fell.
            let is_set_off = before.get(at..).is_some_and(|behind| behind.starts_with(','))
                || lead.trim_end().ends_with([',', '(', ';', '-'])
                || AGAINST.iter().any(|against| words.starts_with(against));
            is_set_off
                && another::moved_from_another(words, yardstick, *value).is_some_and(|is_up| {
                    (is_up && RISES.contains(&noun))
                        || (!is_up && FALLS.contains(&noun))
                        || noun == "improvement"
                })
        })
    }

    /// Whether there is no more than a number without a sign before a word.
    fn is_bare(&self, before: &str) -> bool {
        let number = before.trim_end_matches([' ', '(', ',', '、', ';', '-', ':']);
        number.starts_with(|c: char| c.is_ascii_digit()) && self.reader.yardstick.is_amount(number)
    }
}
