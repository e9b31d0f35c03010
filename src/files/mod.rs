//! Tables in files: CSV, XLSX, NDJSON and JSON, read into rows and written from them, within bounds on memory and
//! time whatever the file holds. It knows no use of the columns, no use case and no door that a file comes through.

mod csv_rows;
mod encoding;
mod fault;
mod format;
mod formulas;
mod guess;
mod json_rows;
mod quotes;
mod read;
mod row;
mod workbook;
mod write;

pub use self::{
    encoding::Charset,
    fault::{RowFault, Spot},
    format::Format,
    formulas::{guarded, unguarded},
    json_rows::{in_one_cell, words_of_cell},
    read::{Input, Limits, Said, Sink, read},
    row::{Columns, Row, Shape},
    write::{Field, Kind, MOST_WORKBOOK_ROWS, Output, WriteError, Writer, day, number, text},
};
