//! The normalised copy of a phrase, with the way back to the characters as given: widths, dashes, quotes,
//! thousands separators and traditional characters are made one. Knows no grammar.

use std::ops::Range;

use super::{
    fault::{Fault, Reason},
    symbols::with_capitals,
};
use crate::domain::{
    characters::{simplified, simplified_behind},
    reading::times::day_alone::with_lead,
};

/// Longest phrase that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 4096;

/// A normalised phrase.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// The phrase as given.
    given: &'a str,
    /// The normalised copy, in lower case but for the capitals that tell one unit from another.
    pub(crate) plain: String,
    /// For each byte of the copy, and one past its end: the position in characters of the phrase as given.
    origin: Vec<usize>,
    /// Whether it is written in traditional characters.
    pub(crate) is_traditional: bool,
}

/// Whether a text is one that [`Text::new`] takes.
pub(crate) fn is_taken(given: &str) -> bool {
    given.len() <= MAX_BYTES && !given.chars().any(is_hidden)
}

impl<'a> Text<'a> {
    /// Normalises a phrase.
    ///
    /// # Errors
    /// A fault for a phrase that is too long or holds characters that cannot be seen.
    pub(crate) fn new(given: &'a str) -> Result<Self, (usize, Fault)> {
        Self::normalised(given, false)
    }

    /// Normalises what is reported, of which a number may begin with its point (.50). Of what is asked a digit may be lost before it.
    ///
    /// # Errors
    /// Those of [`Text::new`].
    pub(crate) fn of_report(given: &'a str) -> Result<Self, (usize, Fault)> {
        Self::normalised(given, true)
    }

    fn normalised(given: &'a str, may_begin_with_point: bool) -> Result<Self, (usize, Fault)> {
        if given.len() > MAX_BYTES {
            return Err((0, Fault::firm("", Reason::TooLong)));
        }
        let mut characters: Vec<(char, usize)> = Vec::with_capacity(given.len());
        for (position, character) in given.chars().enumerate() {
            if is_hidden(character) {
                return Err((position, Fault::firm("", Reason::HiddenCharacter)));
            }
            if let Some(decimals) = vulgar_fraction(character) {
                // 2½ is 2.5; where no digit stands before it, or one behind, it goes on as it is and is not read.
                let is_behind_digit = characters.last().is_some_and(|(c, _)| c.is_ascii_digit());
                let goes_on = given.chars().nth(position + 1).is_some_and(|c| c.is_numeric() || c == '.');
                if is_behind_digit && !goes_on {
                    characters.extend(decimals.chars().map(|c| (c, position)));
                    continue;
                }
            }
            let last = characters.last().copied();
            let plain = match character {
                '畫' => simplified_behind(last.map(|(before, _)| before), character),
                _ => plain_character(character),
            };
            // 负5.2%: the word for the sign.
            let is_sign =
                plain == '负' && given.chars().nth(position + 1).is_some_and(|c| c.is_ascii_digit());
            let plain = if is_sign { '-' } else { plain };
            match (plain, last) {
                (' ', None | Some((' ', _))) => {}
                // CO₂
                ('₂', Some(('o', _))) => characters.push(('2', position)),
                // A Chinese dash is two em dashes: one sign, and never a minus.
                ('-', Some(('-', before))) if is_em_dash(character) && was_em_dash(given, before) => {
                    characters.pop();
                    characters.push(('—', before));
                }
                _ => characters.push((plain, position)),
            }
        }
        while characters.last().is_some_and(|(c, _)| *c == ' ') {
            characters.pop();
        }
        drop_full_stop(&mut characters);
        if may_begin_with_point {
            zero_before_point(&mut characters);
        }
        plus_behind_percent(&mut characters);
        with_capitals(&mut characters, given);
        let characters = with_lead(above_a_number(without_thousands_separators(&characters)));
        let mut plain = String::with_capacity(given.len());
        let mut origin = Vec::with_capacity(given.len() + 1);
        for (character, position) in &characters {
            plain.push(*character);
            origin.resize(plain.len(), *position);
        }
        origin.push(characters.last().map_or(0, |(_, position)| position + 1));
        let is_traditional = given.chars().any(|c| simplified(c) != c);
        Ok(Self { given, plain, origin, is_traditional })
    }

    /// The position in characters of the phrase as given for an offset into the copy.
    pub(crate) fn position(&self, offset: usize) -> usize {
        self.origin.get(offset).or(self.origin.last()).copied().unwrap_or(0)
    }

    /// The words as given for a span of the copy, trimmed.
    pub(crate) fn as_given(&self, span: Range<usize>) -> String {
        let (start, end) = (self.position(span.start), self.position(span.end));
        let words: String = self.given.chars().skip(start).take(end.saturating_sub(start)).collect();
        words.trim().to_owned()
    }
}

impl Text<'_> {
    /// The text without the characters at two offsets of the copy.
    pub(crate) fn without(&self, offsets: [usize; 2]) -> Self {
        let mut plain = String::with_capacity(self.plain.len());
        let mut origin = Vec::with_capacity(self.origin.len());
        for (offset, character) in self.plain.char_indices().filter(|(offset, _)| !offsets.contains(offset)) {
            plain.push(character);
            origin.resize(plain.len(), self.position(offset));
        }
        origin.extend(self.origin.last());
        Self { given: self.given, plain, origin, is_traditional: self.is_traditional }
    }

    /// The whole of it as given, trimmed.
    pub(crate) fn given(&self) -> &str {
        self.given.trim()
    }

    /// Whether the four digits at an offset of the copy are given with a thousands separator.
    pub(crate) fn is_grouped(&self, offset: usize) -> bool {
        self.as_given(offset..offset + 4).chars().any(|c| !c.is_numeric())
    }

    /// Whether what may be a year by its digits is given with a thousands separator wherever it stands.
    pub(crate) fn groups_what_may_be_years(&self) -> bool {
        let is_digit = |c: char| c.is_ascii_digit();
        let mut may_be_years = ["19", "20", "21"]
            .into_iter()
            .flat_map(|century| self.plain.match_indices(century))
            .filter(|(at, _)| {
                let (before, from) = self.plain.split_at_checked(*at).unwrap_or_default();
                !before.ends_with(is_digit) && from.len() - from.trim_start_matches(is_digit).len() == 4
            });
        may_be_years.all(|(at, _)| self.is_grouped(at))
    }

    /// Whether the phrase as given stands in ASCII brackets, as accountants write a number below zero.
    pub(crate) fn is_in_ascii_brackets(&self) -> bool {
        let given = self.given.trim();
        given.starts_with('(') && given.ends_with(')')
    }
}

/// Leaves out the full stop of a sentence; one behind a digit may be a lost decimal and stays.
fn drop_full_stop(characters: &mut Vec<(char, usize)>) {
    let mut last = characters.iter().rev().map(|(c, _)| *c);
    let is_stop = last.next() == Some('.');
    let ends_a_word = last.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '%' | ')'));
    // An abbreviation has a second stop before its last letter.
    if is_stop && ends_a_word && last.next() != Some('.') {
        characters.pop();
    }
}

/// .50 is 0.50, where the number begins with its point: what stands before is no digit, no letter and no other point.
fn zero_before_point(characters: &mut Vec<(char, usize)>) {
    let begins = |before: &[(char, usize)]| {
        let mut last = before.iter().rev().map(|(c, _)| *c);
        match last.next() {
            None => true,
            // 5 .5, No. .5
            Some(' ') => last.next().is_some_and(|c| !c.is_ascii_digit() && c != '.'),
            Some(c) => matches!(
                c,
                '-' | '+' | '±' | '~' | '≈' | '<' | '>' | '=' | '≤' | '≥' | '(' | '[' | ':' | '$' | '£' | '€'
            ),
        }
    };
    let mut at = 0;
    while let Some(&(character, position)) = characters.get(at) {
        let is_point = character == '.' && characters.get(at + 1).is_some_and(|(c, _)| c.is_ascii_digit());
        if is_point && characters.get(..at).is_some_and(begins) {
            characters.insert(at, ('0', position));
            at += 1;
        }
        at += 1;
    }
}

/// Over 2,000 is above it: the separator says that it is no year that something is counted from.
fn above_a_number(mut characters: Vec<(char, usize)>) -> Vec<(char, usize)> {
    const OVER: [char; 5] = ['o', 'v', 'e', 'r', ' '];
    let is_over = |at: &usize| {
        let words = characters.get(*at..).unwrap_or(&[]);
        let digits: Vec<usize> =
            words.iter().skip(OVER.len()).take_while(|(c, _)| c.is_ascii_digit()).map(|(_, p)| *p).collect();
        let is_word =
            at.checked_sub(1).and_then(|before| characters.get(before)).is_none_or(|(c, _)| *c == ' ');
        let is_grouped =
            digits.len() == 4 && digits.windows(2).any(|pair| matches!(pair, [a, b] if b - a > 1));
        is_word && is_grouped && words.iter().zip(OVER).all(|((c, _), over)| *c == over)
    };
    let Some(at) = (0..characters.len()).find(is_over) else { return characters };
    let position = characters.get(at).map_or(0, |(_, position)| *position);
    characters.splice(at..at + OVER.len() - 1, "above".chars().map(|c| (c, position)));
    characters
}

/// 80+% is 80%+.
fn plus_behind_percent(characters: &mut [(char, usize)]) {
    for start in 0..characters.len() {
        if let Some([(digit, _), plus, percent]) = characters.get_mut(start..start + 3)
            && digit.is_ascii_digit()
            && (plus.0, percent.0) == ('+', '%')
        {
            std::mem::swap(plus, percent);
        }
    }
}

fn is_em_dash(character: char) -> bool {
    matches!(character, '—' | '―' | '─')
}

fn was_em_dash(given: &str, position: usize) -> bool {
    // Only asked of the character before, so the walk is as long as the phrase is up to there; phrases are
    // short, and pairs of dashes rare.
    given.chars().nth(position).is_some_and(is_em_dash)
}

/// Whether a character cannot be seen, or turns the order in which others are seen.
fn is_hidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e0fff}')
}

fn plain_character(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = u32::from(character).checked_sub(0xfee0).and_then(char::from_u32);
            narrow.map_or(character, plain_character)
        }
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '−' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '─' | '﹣' | '﹘' => '-',
        '〜' | '∼' | '˜' => '~',
        '∶' | '︰' | '﹕' => ':',
        '﹪' => '%',
        '﹐' => ',',
        '﹔' => ';',
        '﹙' => '(',
        '﹚' => ')',
        '≧' | '⩾' | '≮' => '≥',
        '≦' | '⩽' | '≯' => '≤',
        '﹥' => '>',
        '﹤' => '<',
        '￥' => '¥',
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》' | '〝' | '〞' => {
            '"'
        }
        '‘' | '’' | '‚' | '‛' => '\'',
        _ if character.is_ascii() => character.to_ascii_lowercase(),
        _ => simplified(character),
    }
}

/// The decimals of a fraction that is one character, where they are exact.
const fn vulgar_fraction(character: char) -> Option<&'static str> {
    match character {
        '¼' => Some(".25"),
        '½' => Some(".5"),
        '¾' => Some(".75"),
        '⅛' => Some(".125"),
        _ => None,
    }
}

/// The commas of a number from its first on, where groups of two digits stand before a last one of three. What follows a
/// comma is asked by where it stands.
fn lakhs(behind_comma: impl Fn(usize) -> Option<usize>, first: usize) -> Option<Vec<usize>> {
    let (mut commas, mut at) = (Vec::new(), first);
    while behind_comma(at) == Some(2) {
        commas.push(at);
        at += 3;
    }
    let is_closed = !commas.is_empty() && behind_comma(at) == Some(3);
    commas.push(at);
    is_closed.then_some(commas)
}

/// Leaves out a comma or a space between groups of exactly three digits (`5,500`, `10 000`). Anything less
/// regular stays, and is then refused as two numbers.
fn without_thousands_separators(characters: &[(char, usize)]) -> Vec<(char, usize)> {
    let digits_from = |start: usize| -> usize {
        characters.iter().skip(start).take_while(|(c, _)| c.is_ascii_digit()).count()
    };
    let at = |index: usize| characters.get(index).map(|(c, _)| *c);
    let mut kept = Vec::with_capacity(characters.len());
    let mut index = 0;
    while let Some(&(character, position)) = characters.get(index) {
        let run = digits_from(index);
        if run == 0 {
            kept.push((character, position));
            index += 1;
            continue;
        }
        let before = index.checked_sub(1).and_then(at);
        let mut next = index + run;
        let separator = at(next).filter(|c| matches!(c, ',' | ' '));
        let mut skipped = Vec::new();
        if let Some(separator) = separator
            && (1..=3).contains(&run)
            && character != '0'
            && !matches!(before, Some('.' | ',' | ':'))
            && (before != Some('/') || separator == ',')
        {
            while at(next) == Some(separator) && digits_from(next + 1) == 3 {
                skipped.push(next);
                next += 4;
            }
            // 1,50,000: in the Indian manner groups of two stand before the last one of three.
            let groups = lakhs(|from| (at(from) == Some(',')).then(|| digits_from(from + 1)), next);
            if skipped.is_empty()
                && run <= 2
                && let Some(groups) = groups
            {
                next = groups.last().map_or(next, |last| last + 4);
                skipped = groups;
            }
            let goes_on = matches!(at(next), Some(',' | ' ')) && digits_from(next + 1) > 0;
            if goes_on {
                skipped.clear();
                next = index + run;
            }
        }
        kept.extend(
            characters
                .iter()
                .enumerate()
                .take(next)
                .skip(index)
                .filter(|(i, _)| !skipped.contains(i))
                .map(|(_, c)| *c),
        );
        index = next;
    }
    kept
}
