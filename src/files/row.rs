//! Rows that know where they stand and their columns by name. Knows no form of file.

use super::fault::{RowFault, Spot};

/// Longest cell, in bytes: above any text that a field takes.
pub(super) const LONGEST_CELL: usize = 16 * 1024;

/// Most columns that have a name, and most fields of an object: each is looked for among the others.
pub(super) const MOST_COLUMNS: usize = 256;

/// Most faults that are told of one row.
pub(super) const MOST_FAULTS: usize = 100;

/// A row of a table: the cells of the columns that are known, in one piece of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub spot: Spot,
    text: Box<str>,
    ends: Box<[usize]>,
    /// The numbers of the columns that this row says nothing of; only rows of JSON leave some out.
    left_out: Box<[usize]>,
}

impl Row {
    /// A row from its cells, in the order of the columns.
    pub(super) fn new<'a>(spot: Spot, cells: impl Iterator<Item = &'a str>) -> Self {
        Self::of_some(spot, cells.map(Some))
    }

    /// The same, where cells may be left out.
    pub(super) fn of_some<'a>(spot: Spot, cells: impl Iterator<Item = Option<&'a str>>) -> Self {
        let (mut text, mut ends, mut left_out) = (String::new(), Vec::new(), Vec::new());
        for cell in cells {
            match cell {
                Some(cell) => text.push_str(cell),
                None => left_out.push(ends.len()),
            }
            ends.push(text.len());
        }
        Self {
            spot,
            text: text.into_boxed_str(),
            ends: ends.into_boxed_slice(),
            left_out: left_out.into_boxed_slice(),
        }
    }

    /// The memory that its cells take, in bytes.
    pub fn weight(&self) -> usize {
        let numbers = self.ends.len().saturating_add(self.left_out.len());
        self.text.len().saturating_add(numbers.saturating_mul(size_of::<usize>()))
    }

    fn cell(&self, number: usize) -> Option<&str> {
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(number)?)
    }
}

/// The columns of a table, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<String>);

impl Columns {
    /// The cell of a row; empty where the table has no such column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let number = self.0.iter().position(|there| there == column);
        number.and_then(|number| row.cell(number)).unwrap_or_default()
    }

    /// Whether a row says something of a column, be it that the cell is empty.
    pub fn has(&self, row: &Row, column: &str) -> bool {
        let number = self.0.iter().position(|there| there == column);
        number.is_some_and(|number| !row.left_out.contains(&number))
    }

    /// The cell of a row; `None` where it is empty.
    pub fn filled(&self, row: &Row, column: &str) -> Option<String> {
        Some(self.cell(row, column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// Which columns a table may and must have.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// All that are known.
    pub known: &'static [&'static str],
    /// Those that must be there.
    pub required: &'static [&'static str],
    /// Those that hold several words with spaces between them, which JSON may give as an array.
    pub lists: &'static [&'static str],
    /// Whether others are passed over instead of refused.
    pub ignore_unknown: bool,
}

impl Shape {
    /// All the columns that are known, as columns.
    pub(super) fn columns(self) -> Columns {
        Columns(self.known.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The columns that a header names, with the place of each in it; a place without a name is no column.
    ///
    /// # Errors
    /// The faults: a column that is missing, unknown (unless that is to be ignored), or there twice; one alone where there
    /// are too many columns to look at each.
    pub(super) fn of_header(
        self,
        spot: Spot,
        header: &[String],
    ) -> Result<(Columns, Vec<usize>), Vec<RowFault>> {
        let named = header.iter().filter(|column| !column.is_empty()).count();
        if named > MOST_COLUMNS {
            let detail =
                format!("the file has {named} columns, and at most {MOST_COLUMNS} are taken; take some away");
            return Err(vec![RowFault::of_row(spot, "too_many_columns", detail)]);
        }
        let mut faults = Vec::new();
        let (mut columns, mut places) = (Vec::new(), Vec::new());
        for (place, column) in header.iter().enumerate() {
            if column.is_empty() {
                continue;
            }
            if header.iter().take(place).any(|earlier| earlier == column) {
                let detail = "the column is there twice; take one away";
                faults.push(RowFault::of_cell(spot, column, column, "duplicate_column", detail));
            } else if self.known.contains(&column.as_str()) {
                columns.push(column.clone());
                places.push(place);
            } else if !self.ignore_unknown {
                let detail = format!(
                    "no such column is known; the columns are {}; an import can be asked to ignore unknown columns",
                    self.known.join(", ")
                );
                faults.push(RowFault::of_cell(spot, column, column, "unknown_column", detail));
            }
        }
        for column in self.required.iter().filter(|column| !header.iter().any(|there| there == *column)) {
            let detail =
                format!("the column {column} is missing; the first line of the file names the columns");
            faults.push(RowFault::of_cell(spot, column, "", "missing_column", detail));
        }
        faults.truncate(MOST_FAULTS);
        if faults.is_empty() { Ok((Columns(columns), places)) } else { Err(faults) }
    }
}

/// The cell, where it is of bearable length.
pub(super) fn bearable(cell: &str) -> Result<(), String> {
    if cell.len() <= LONGEST_CELL {
        return Ok(());
    }
    Err("the cell is longer than any text that is taken; is a closing quote missing?".to_owned())
}
