//! What is wrong in a file, and where. Knows no use case.

use std::fmt;

/// Where in a file a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// The line of a text, or the row of a sheet, counted from 1.
    Line(u64),
    /// The item of a JSON array, counted from 0 as JSON pointers do.
    Item(usize),
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Item(item) => write!(f, "item {item}"),
        }
    }
}

/// One thing that is wrong with a file: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The row; `None` where it is the file as a whole.
    pub spot: Option<Spot>,
    /// The column; empty where it is the row as a whole.
    pub column: String,
    /// The value as it stands there.
    pub value: String,
    /// A stable code.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub detail: String,
}

impl RowFault {
    /// A fault of the file as a whole.
    pub(super) fn of_file(code: &'static str, detail: impl Into<String>) -> Self {
        Self { spot: None, column: String::new(), value: String::new(), code, detail: detail.into() }
    }

    /// A fault of a row.
    pub(super) fn of_row(spot: Spot, code: &'static str, detail: impl Into<String>) -> Self {
        Self { spot: Some(spot), ..Self::of_file(code, detail) }
    }

    /// A fault of a cell.
    pub(super) fn of_cell(
        spot: Spot,
        column: &str,
        value: &str,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { column: column.to_owned(), value: value.to_owned(), ..Self::of_row(spot, code, detail) }
    }
}
