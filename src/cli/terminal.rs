//! What is printed: tables that line up although Chinese characters are wide, and colour only on a terminal.

use std::{
    fmt::{self, Display},
    io::{self, IsTerminal, Write},
};

use comfy_table::{Cell, Color, ContentArrangement, Table, TableComponent, presets};

use super::Failure;
use crate::domain::assessment::Status;

/// Writes text and a line end to stdout. A reader that has gone away is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::environment(error)),
        _ => Ok(()),
    }
}

/// Writes words for people and a line end to stderr. Where nobody listens any more, what was done is done all the same.
pub(super) fn say(words: fmt::Arguments<'_>) {
    drop(writeln!(io::stderr().lock(), "{words}"));
}

/// Writes what must be seen, such as a key that is shown once, and a line end to stdout. A reader that has gone away has
/// not seen it.
pub(super) fn hand_over(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush())
}

/// How many there are of what English has a word for one and for several of.
pub(super) fn counted<N: Copy + Display + PartialEq + From<u8>>(
    count: N,
    one: &str,
    several: &str,
) -> String {
    let word = if count == N::from(1) { one } else { several };
    format!("{count} {word}")
}

/// A table of words.
pub(super) fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = frame(header);
    for row in rows {
        table.add_row(row);
    }
    table.to_string()
}

/// A table whose columns are set out for people; cut to the width of the terminal where there is one.
pub(super) fn frame(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_style(TableComponent::HeaderLines, '─')
        .set_style(TableComponent::MiddleHeaderIntersections, '─')
        .set_header(header.iter().copied());
    if io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.force_no_tty();
    }
    table
}

/// Whether colour is wanted: on a terminal, unless `NO_COLOR` is set.
pub(super) fn is_coloured() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A cell with the status in words, in its colour.
pub(super) fn status_cell(words: &str, status: Status) -> Cell {
    let cell = Cell::new(words);
    if !is_coloured() {
        return cell;
    }
    cell.fg(match status {
        Status::Achieved | Status::OnTrack => Color::Green,
        Status::AtRisk => Color::Yellow,
        Status::NotAchieved | Status::OffTrack => Color::Red,
        Status::AwaitingOutcome | Status::NotAssessable => Color::DarkGrey,
    })
}
