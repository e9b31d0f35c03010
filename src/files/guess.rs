//! What the bytes of a text that says nothing of its encoding tell of it. Nearly all bytes decode as GB18030, those of
//! other encodings to other words than were written; what is Chinese in truth has next to nothing but the characters of
//! GB2312. Works on bytes as they stream by, and reads no file.

use std::collections::BTreeSet;

/// So many different characters of Chinese are not all among the first half of the ordinary ones; those of Korean are.
const ENOUGH: usize = 16;

/// What is counted of a text that is read as GB18030.
#[derive(Debug)]
pub(super) struct Tally {
    state: State,
    line: u64,
    /// The line of the first character that is not ASCII.
    first: Option<u64>,
    /// The line of the first that is odd.
    first_odd: Option<u64>,
    all: u64,
    /// Those that plain Chinese does not have.
    odd: u64,
    /// Those that it has now and then: of the second level of GB2312, or alone beside a letter of ASCII, as in `A级`.
    rare: u64,
    /// Different ordinary characters, as many as are needed.
    different: BTreeSet<(u8, u8)>,
    /// Whether any stands where no syllable of Korean does.
    is_not_korean: bool,
    /// How many characters of Chinese stand side by side.
    run: usize,
    is_run_behind_letter: bool,
    is_behind_letter: bool,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Between,
    Behind(u8),
    /// Within a character of four bytes, with so many to come.
    Within(u8),
}

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A sign, or a letter of pinyin.
    Sign,
    Common,
    Rare,
    Odd,
}

impl Tally {
    pub(super) const fn new() -> Self {
        Self {
            state: State::Between,
            line: 1,
            first: None,
            first_odd: None,
            all: 0,
            odd: 0,
            rare: 0,
            different: BTreeSet::new(),
            is_not_korean: false,
            run: 0,
            is_run_behind_letter: false,
            is_behind_letter: false,
        }
    }

    /// Counts a piece.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        if let (State::Between, true, [first, .., last]) = (self.state, bytes.is_ascii(), bytes) {
            self.end_run(first.is_ascii_alphabetic());
            self.is_behind_letter = last.is_ascii_alphabetic();
            self.line += bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
            return;
        }
        for byte in bytes {
            self.state = match self.state {
                State::Between if byte.is_ascii() => {
                    self.end_run(byte.is_ascii_alphabetic());
                    self.is_behind_letter = byte.is_ascii_alphabetic();
                    self.line += u64::from(*byte == b'\n');
                    State::Between
                }
                State::Between => State::Behind(*byte),
                State::Behind(_) if byte.is_ascii_digit() => {
                    self.count(Class::Odd);
                    State::Within(2)
                }
                State::Behind(lead) => {
                    let class = class(lead, *byte);
                    if class == Class::Common && self.different.len() < ENOUGH {
                        self.different.insert((lead, *byte));
                    }
                    self.is_not_korean |= lead > 0xC8;
                    self.count(class);
                    State::Between
                }
                State::Within(2) => State::Within(1),
                State::Within(_) => State::Between,
            };
        }
    }

    fn count(&mut self, class: Class) {
        self.all += 1;
        self.first.get_or_insert(self.line);
        match class {
            Class::Sign | Class::Common => {}
            Class::Rare => self.rare += 1,
            Class::Odd => self.count_odd(),
        }
        if matches!(class, Class::Common | Class::Rare) {
            if self.run == 0 {
                self.is_run_behind_letter = self.is_behind_letter;
            }
            self.run += 1;
        } else {
            self.end_run(false);
        }
        self.is_behind_letter = false;
    }

    fn count_odd(&mut self) {
        self.odd += 1;
        self.first_odd.get_or_insert(self.line);
    }

    /// A letter with a mark stands alone among letters of ASCII; a character of Chinese does so seldom.
    fn end_run(&mut self, is_before_letter: bool) {
        if self.run == 1 {
            match (self.is_run_behind_letter, is_before_letter) {
                (true, true) => self.count_odd(),
                (true, false) | (false, true) => self.rare += 1,
                (false, false) => {}
            }
        }
        self.run = 0;
    }

    /// The line of the first character that is not ASCII.
    pub(super) fn first_line(&self) -> u64 {
        self.first.unwrap_or(1)
    }

    /// The line where the text is no plain Chinese, so that it may be other words in another encoding; `None` where it is.
    pub(super) fn doubtful_line(mut self) -> Option<u64> {
        self.end_run(false);
        let has_odd = self.odd * 20 > self.all;
        let is_rare = (self.odd + self.rare) * 2 > self.all;
        let is_korean = self.different.len() >= ENOUGH && !self.is_not_korean;
        if has_odd || is_rare || is_korean { self.first_odd.or(self.first) } else { None }
    }
}

const fn class(lead: u8, trail: u8) -> Class {
    match (lead, trail) {
        // What planners print though it came later: ▽, and units in one sign (㎡).
        (0xA8, 0x8C) | (0xA9, 0x4A..=0x53) => Class::Sign,
        (_, ..=0xA0) => Class::Odd,
        // Signs, Greek and the marks of sounds.
        (0xA1..=0xA3, _) | (0xA6, 0xA1..=0xD8) | (0xA8, 0xA1..=0xC0) => Class::Sign,
        (0xB0..=0xD7, _) => Class::Common,
        (0xD8..=0xF7, _) => Class::Rare,
        _ => Class::Odd,
    }
}
