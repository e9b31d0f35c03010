//! Tables: CSV text into rows that know their line and their columns by name, one at a time. Knows no use of
//! the columns.

use std::io::{Read, Seek};

use super::encoding::as_utf8;
use crate::service::error::{Fault, Faults};

/// Longest cell, in bytes: far above any text that a field takes.
const LONGEST_CELL: usize = 64 * 1024;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins at, counted from 1.
    pub line: u64,
    cells: Vec<String>,
}

/// The columns of a table, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<String>);

/// Which columns a table may and must have.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    /// All that are known.
    pub known: &'a [&'a str],
    /// Those that must be there.
    pub required: &'a [&'a str],
    /// Whether others are passed over instead of refused.
    pub ignore_unknown: bool,
}

impl Columns {
    /// The cell of a row; empty where the table has no such column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let number = self.0.iter().position(|there| there == column);
        number.and_then(|number| row.cells.get(number)).map_or("", String::as_str)
    }

    /// The same; `None` where it is empty.
    pub fn filled(&self, row: &Row, column: &str) -> Option<String> {
        Some(self.cell(row, column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// A table that is being read.
pub struct Table<R> {
    /// Its columns.
    pub columns: Columns,
    reader: csv::Reader<R>,
    record: csv::StringRecord,
}

/// Opens a table: CSV with a header line, in any of the encodings.
///
/// # Errors
/// The faults: a column that is missing, unknown (unless that is to be ignored) or there twice, no encoding.
pub fn open<R: Read + Seek>(input: R, shape: Shape<'_>) -> Result<Table<impl Read>, Faults> {
    let text = as_utf8(input)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text);
    let header = reader.headers().map_err(|error| broken(&error))?;
    let columns: Vec<String> = header.iter().map(str::to_owned).collect();
    let mut faults = Faults::default();
    for (number, column) in columns.iter().enumerate() {
        if columns.iter().take(number).any(|earlier| earlier == column) {
            let detail = "the column is there twice; take one away";
            faults.push(Fault::new(column, column, "duplicate_column", detail).at_line(1));
        } else if !shape.known.contains(&column.as_str()) && !shape.ignore_unknown {
            let detail = format!(
                "no such column is known; the columns are {}; or ask for unknown columns to be ignored",
                shape.known.join(", ")
            );
            faults.push(Fault::new(column, column, "unknown_column", detail).at_line(1));
        }
    }
    for column in shape.required.iter().filter(|column| !columns.iter().any(|there| there == *column)) {
        let detail = format!("the column {column} is missing; the first line of the file names the columns");
        faults.push(Fault::new(column, "", "missing_column", detail).at_line(1));
    }
    if faults.total > 0 {
        return Err(faults);
    }
    Ok(Table { columns: Columns(columns), reader, record: csv::StringRecord::new() })
}

impl<R: Read> Table<R> {
    /// The next row; empty lines are passed over. `None` at the end.
    ///
    /// # Errors
    /// A fault of the row: too many or too few cells, a cell without an end. Reading may go on after it.
    pub fn next_row(&mut self) -> Option<Result<Row, Fault>> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) if self.record.iter().all(str::is_empty) => {}
                Ok(true) => return Some(self.row()),
                Err(error) => return Some(Err(broken(&error))),
            }
        }
    }

    fn row(&self) -> Result<Row, Fault> {
        let line = self.record.position().map_or(0, csv::Position::line);
        let (cells, columns) = (self.record.len(), self.columns.0.len());
        if cells != columns {
            let detail = format!("the row has {cells} cells and the header {columns}; check the commas");
            return Err(Fault::new("", "", "wrong_number_of_cells", detail).at_line(line));
        }
        if let Some(long) = self.record.iter().find(|cell| cell.len() > LONGEST_CELL) {
            let detail = "the cell is longer than any text that is taken; is a closing quote missing?";
            return Err(Fault::new("", long, "too_long", detail).at_line(line));
        }
        Ok(Row { line, cells: self.record.iter().map(str::to_owned).collect() })
    }

    /// All good rows of a small table; the faults of the others are added, one where there are more than `most`.
    pub fn all_rows(mut self, most: usize, faults: &mut Faults) -> (Columns, Vec<Row>) {
        let mut rows = Vec::new();
        while let Some(row) = self.next_row() {
            match row {
                Ok(row) if rows.len() == most => {
                    let detail = format!("such a table has at most {most} rows; split the file");
                    faults.push(Fault::new("", "", "too_many_rows", detail).at_line(row.line));
                    break;
                }
                Ok(row) => rows.push(row),
                Err(fault) => faults.push(fault),
            }
        }
        (self.columns, rows)
    }
}

fn broken(error: &csv::Error) -> Fault {
    let line = error.position().map_or(1, csv::Position::line);
    Fault::new("", "", "broken_csv", format!("the file is no readable CSV: {error}")).at_line(line)
}
