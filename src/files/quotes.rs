//! The quotes of CSV text, watched as it streams by. A reader of CSV takes any quotes: one that never closes makes one
//! cell of all rows behind it, and text behind a closing quote joins the cell. Both are found here, with the line where
//! the quote opens, and so is a carriage return alone, which may stand within a cell. It counts the lines too: a reader of CSV counts neither the empty ones before a row nor the second
//! half of a CRLF. It changes nothing of the text, and knows no columns.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

/// Text that passes on as it is, its quotes watched.
pub(super) struct Quotes<R> {
    inner: R,
    state: State,
    is_between_rows: bool,
    last: u8,
    here: Place,
    /// Where the last quote opened.
    opened: Place,
    /// The rows that have begun and were not asked for.
    rows: VecDeque<Begun>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    line: u64,
    field: usize,
}

/// A row: where it begins, and what is wrong with its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    /// The line.
    pub(super) line: u64,
    /// The first thing that is wrong: one of each row, so that no row takes memory without end.
    pub(super) wrong: Option<Misquoted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a cell; `true` behind a space.
    Start(bool),
    /// In a cell without quotes, where a quote is a character as any other.
    Plain,
    Quoted,
    /// Behind a quote that closes, unless another follows at once.
    Closing,
    /// Behind a closing quote and a space.
    Closed,
}

/// A quote that does not say for certain where its cell ends, or an end of a line that may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Misquoted {
    /// The line where the quote opens.
    pub(super) line: u64,
    /// The place of its cell in the row.
    pub(super) field: usize,
    /// A stable code.
    pub(super) code: &'static str,
    closed: Option<u64>,
}

impl Misquoted {
    /// What is wrong and what to do.
    pub(super) fn detail(&self) -> String {
        let Self { line, closed, code, .. } = self;
        match closed {
            Some(closed) => format!(
                "a quote opens in line {line} and closes in line {closed}, and text stands behind it; close the quote at \
                 the end of its cell, and write a quote within it twice"
            ),
            None if *code == UNCLOSED => format!(
                "a quote opens in line {line} and is never closed, so that all rows behind it would be one cell; close \
                 it, or write it twice within quotes"
            ),
            None if *code == LONE_CR => format!(
                "before this row, in line {line}, stands a carriage return without a line feed; end lines in CRLF or LF"
            ),
            None => format!("a space stands before the quote in line {line}; take the space away"),
        }
    }
}

const UNCLOSED: &str = "unclosed_quote";
const LONE_CR: &str = "lone_carriage_return";

impl<R> Quotes<R> {
    pub(super) const fn new(inner: R) -> Self {
        let here = Place { line: 1, field: 0 };
        Self {
            inner,
            state: State::Start(false),
            is_between_rows: true,
            last: 0,
            here,
            opened: here,
            rows: VecDeque::new(),
        }
    }

    /// The line of the quote that is open.
    pub(super) fn open_since(&self) -> Option<u64> {
        (self.state == State::Quoted).then_some(self.opened.line)
    }

    /// The row that follows those that were asked for; lines that are empty are none.
    pub(super) fn next_row(&mut self) -> Option<Begun> {
        self.rows.pop_front()
    }

    fn tell(&mut self, code: &'static str, at: Place, closed: Option<u64>) {
        if let Some(row) = self.rows.back_mut() {
            let Place { line, field } = at;
            row.wrong.get_or_insert(Misquoted { line, field, code, closed });
        }
    }

    fn pass(&mut self, byte: u8) {
        if self.is_between_rows && !matches!(byte, b'\r' | b'\n') {
            self.is_between_rows = false;
            let line = self.here.line;
            let wrong = Misquoted { line, field: 0, code: LONE_CR, closed: None };
            self.rows.push_back(Begun { line, wrong: Some(wrong).filter(|_| self.last == b'\r') });
        }
        let is_space = matches!(byte, b' ' | b'\t');
        self.state = match (self.state, byte) {
            (State::Start(false), b'"') => {
                self.opened = self.here;
                State::Quoted
            }
            (State::Quoted, b'"') => State::Closing,
            (State::Quoted, _) | (State::Closing, b'"') => State::Quoted,
            (_, b',') => {
                self.here.field += 1;
                State::Start(false)
            }
            (_, b'\r' | b'\n') => {
                self.here.field = 0;
                self.is_between_rows = true;
                State::Start(false)
            }
            (State::Start(true), b'"') => {
                self.tell("space_before_quote", self.here, None);
                State::Plain
            }
            (State::Start(_), _) if is_space => State::Start(true),
            (State::Closing | State::Closed, _) if is_space => State::Closed,
            (State::Closing | State::Closed, _) => {
                self.tell("text_behind_quote", self.opened, Some(self.here.line));
                State::Plain
            }
            (State::Start(_) | State::Plain, _) => State::Plain,
        };
        self.here.line += u64::from(byte == b'\n');
        self.last = byte;
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        for byte in buffer.get(..read).unwrap_or_default() {
            self.pass(*byte);
        }
        if read == 0 && !buffer.is_empty() && self.state == State::Quoted {
            self.tell(UNCLOSED, self.opened, None);
        }
        Ok(read)
    }
}
