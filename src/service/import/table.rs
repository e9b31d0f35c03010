//! Tables: CSV text into rows that know their line and their columns by name. Knows no use of the columns.

use crate::service::error::{Fault, Faults};

/// Most rows of a table.
pub const MOST_ROWS: usize = 200_000;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins at, counted from 1.
    pub line: u64,
    cells: Vec<String>,
}

/// A table: its columns by name, and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<String>,
    /// The rows, in the order of the file; empty lines are left out.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads CSV with a header line.
    ///
    /// # Errors
    /// The faults: a column that is missing, unknown (unless that is to be ignored) or there twice, a row with
    /// too many or too few cells, broken quotes.
    pub fn read(text: &str, known: &[&str], required: &[&str], ignore_unknown: bool) -> Result<Self, Faults> {
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| broken(&error))?;
        let columns: Vec<String> = header.iter().map(str::to_owned).collect();
        let mut faults = Faults::default();
        for (number, column) in columns.iter().enumerate() {
            if columns.iter().take(number).any(|earlier| earlier == column) {
                let detail = "the column is there twice; take one away";
                faults.push(Fault::new(column, column, "duplicate_column", detail).at_line(1));
            } else if !known.contains(&column.as_str()) && !ignore_unknown {
                let detail = format!(
                    "no such column is known; the columns are {}; or ask for unknown columns to be ignored",
                    known.join(", ")
                );
                faults.push(Fault::new(column, column, "unknown_column", detail).at_line(1));
            }
        }
        for column in required.iter().filter(|column| !columns.iter().any(|there| there == *column)) {
            let detail =
                format!("the column {column} is missing; the first line of the file names the columns");
            faults.push(Fault::new(column, "", "missing_column", detail).at_line(1));
        }
        if faults.total > 0 {
            return Err(faults);
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().all(str::is_empty) {
                continue;
            }
            if record.len() != columns.len() {
                let detail = format!(
                    "the row has {} cells and the header {}; check the commas",
                    record.len(),
                    columns.len()
                );
                faults.push(Fault::new("", "", "wrong_number_of_cells", detail).at_line(line));
                continue;
            }
            if rows.len() == MOST_ROWS {
                let detail = format!("a table has at most {MOST_ROWS} rows; split the file");
                faults.push(Fault::new("", "", "too_many_rows", detail).at_line(line));
                break;
            }
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
        if faults.total > 0 { Err(faults) } else { Ok(Self { columns, rows }) }
    }

    /// The cell of a row; empty where the table has no such column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let number = self.columns.iter().position(|there| there == column);
        number.and_then(|number| row.cells.get(number)).map_or("", String::as_str)
    }
}

fn broken(error: &csv::Error) -> Faults {
    let line = error.position().map_or(1, csv::Position::line);
    Fault::new("", "", "broken_csv", format!("the file is no readable CSV: {error}")).at_line(line).into()
}
