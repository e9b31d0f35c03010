//! Tables written in any of the forms: one row at a time, so that a table may be larger than memory. What is written
//! reads back as the same cells. Knows no use of the columns.

use std::{
    io::{self, Read, Seek, Write},
    path::Path,
};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};
use thiserror::Error;

use super::{format::Format, formulas::guarded};

/// Most rows of a workbook: what is written is also read.
pub const MOST_WORKBOOK_ROWS: u32 = 100_000;

/// Digits of a number that a spreadsheet keeps for certain.
const SURE_DIGITS: usize = 15;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words and codes.
    Text,
    /// Exact decimals in their canonical text.
    Number,
    /// ISO days.
    Day,
}

/// A column of words.
pub const fn text(name: &'static str) -> Field {
    Field { name, kind: Kind::Text }
}

/// A column of numbers.
pub const fn number(name: &'static str) -> Field {
    Field { name, kind: Kind::Number }
}

/// A column of days.
pub const fn day(name: &'static str) -> Field {
    Field { name, kind: Kind::Day }
}

/// Why a table cannot be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The file cannot be written.
    #[error("the file cannot be written")]
    Io(#[from] io::Error),
    /// There are more rows than the form holds.
    #[error("a workbook has at most {MOST_WORKBOOK_ROWS} rows; ask for fewer, or for CSV or NDJSON")]
    TooManyRows,
    /// The workbook cannot be written.
    #[error("the workbook cannot be written")]
    Workbook(#[from] XlsxError),
}

/// What a table is written to, and read back from.
pub trait Output: Read + Write + Seek + Send {}
impl<T: Read + Write + Seek + Send> Output for T {}

/// A table that is being written.
pub struct Writer {
    fields: &'static [Field],
    form: Form,
}

enum Form {
    Csv(Box<csv::Writer<Box<dyn Output>>>),
    Json { out: io::BufWriter<Box<dyn Output>>, is_array: bool, rows: usize },
    Workbook(Box<Sheet>),
}

struct Sheet {
    out: Box<dyn Output>,
    workbook: Workbook,
    day: CellFormat,
    rows: u32,
}

impl Writer {
    /// Begins a table with its header. A workbook keeps its rows in the folder until it is finished; a mark tells a
    /// spreadsheet that CSV is UTF-8.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn new(
        mut out: Box<dyn Output>,
        format: Format,
        fields: &'static [Field],
        folder: &Path,
        with_mark: bool,
    ) -> Result<Self, WriteError> {
        let form = match format {
            Format::Csv => {
                if with_mark {
                    out.write_all(&[0xEF, 0xBB, 0xBF])?;
                }
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(fields.iter().map(|field| field.name)).map_err(io_error)?;
                Form::Csv(Box::new(writer))
            }
            Format::Json | Format::Ndjson => {
                let is_array = format == Format::Json;
                let mut out = io::BufWriter::new(out);
                if is_array {
                    out.write_all(b"[")?;
                }
                Form::Json { out, is_array, rows: 0 }
            }
            Format::Xlsx => Form::Workbook(Box::new(Sheet::new(out, fields, folder)?)),
        };
        Ok(Self { fields, form })
    }

    /// Writes a row: a cell for each column, empty where there is nothing to say.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn row(&mut self, cells: &[String]) -> Result<(), WriteError> {
        match &mut self.form {
            Form::Csv(writer) => {
                for (cell, field) in cells.iter().zip(self.fields) {
                    match field.kind {
                        Kind::Text => writer.write_field(guarded(cell)),
                        Kind::Number | Kind::Day => writer.write_field(cell),
                    }
                    .map_err(io_error)?;
                }
                writer.write_record(None::<&[u8]>).map_err(io_error)?;
            }
            Form::Json { out, is_array, rows } => {
                if *is_array {
                    out.write_all(if *rows == 0 { b"\n" } else { b",\n" })?;
                }
                *rows += 1;
                json_row(out, self.fields, cells)?;
                if !*is_array {
                    out.write_all(b"\n")?;
                }
            }
            Form::Workbook(sheet) => sheet.row(self.fields, cells)?,
        }
        Ok(())
    }

    /// Ends the table and gives the file back.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn finish(self) -> Result<Box<dyn Output>, WriteError> {
        let given_back = |error: io::Error| WriteError::Io(error);
        match self.form {
            Form::Csv(writer) => writer.into_inner().map_err(|error| given_back(error.into_error())),
            Form::Json { mut out, is_array, .. } => {
                if is_array {
                    out.write_all(b"\n]\n")?;
                }
                out.into_inner().map_err(|error| given_back(error.into_error()))
            }
            Form::Workbook(sheet) => sheet.finish(),
        }
    }
}

fn io_error(error: csv::Error) -> WriteError {
    WriteError::Io(error.into())
}

/// A row as a JSON object: numbers with all their digits, null where there is nothing.
fn json_row(out: &mut impl Write, fields: &[Field], cells: &[String]) -> io::Result<()> {
    for (number, (cell, field)) in cells.iter().zip(fields).enumerate() {
        out.write_all(if number == 0 { b"{" } else { b"," })?;
        serde_json::to_writer(&mut *out, field.name)?;
        out.write_all(b":")?;
        match field.kind {
            _ if cell.is_empty() => out.write_all(b"null")?,
            Kind::Number => out.write_all(cell.as_bytes())?,
            Kind::Text | Kind::Day => serde_json::to_writer(&mut *out, cell)?,
        }
    }
    out.write_all(b"}")
}

impl Sheet {
    fn new(out: Box<dyn Output>, fields: &[Field], folder: &Path) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        // The same table gives the same file, whenever it is written.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        let header = CellFormat::new().set_bold();
        for (column, field) in (0..).zip(fields) {
            sheet.set_column_width(column, 16)?;
            sheet.write_string_with_format(0, column, field.name, &header)?;
        }
        let day = CellFormat::new().set_num_format("yyyy-mm-dd");
        Ok(Self { out, workbook, day, rows: 0 })
    }

    fn row(&mut self, fields: &[Field], cells: &[String]) -> Result<(), WriteError> {
        if self.rows == MOST_WORKBOOK_ROWS {
            return Err(WriteError::TooManyRows);
        }
        self.rows += 1;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, (cell, field)) in (0..).zip(cells.iter().zip(fields)) {
            if !cell.is_empty() {
                write_cell(sheet, self.rows, column, cell, field.kind, &self.day)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Box<dyn Output>, WriteError> {
        self.workbook.save_to_writer(&mut self.out)?;
        Ok(self.out)
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &str,
    kind: Kind,
    day: &CellFormat,
) -> Result<(), WriteError> {
    match kind {
        Kind::Number if cell.bytes().filter(u8::is_ascii_digit).count() <= SURE_DIGITS => {
            if let Ok(value) = cell.parse::<f64>() {
                sheet.write_number(row, column, value)?;
                return Ok(());
            }
        }
        Kind::Day => {
            if let Some(date) = in_a_sheet(cell) {
                sheet.write_datetime_with_format(row, column, &date, day)?;
                return Ok(());
            }
        }
        Kind::Text | Kind::Number => {}
    }
    sheet.write_string(row, column, guarded(cell))?;
    Ok(())
}

/// A day that a spreadsheet counts rightly.
fn in_a_sheet(day: &str) -> Option<ExcelDateTime> {
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let year = u16::try_from(day.year()).ok().filter(|year| (1901..=9999).contains(year))?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::io::SeekFrom;

    use super::*;
    use crate::files::{Columns, Limits, Row, RowFault, Shape, Sink, read};

    const FIELDS: [Field; 3] = [text("words"), number("value"), day("on")];
    const SHAPE: Shape =
        Shape { known: &["words", "value", "on"], required: &[], lists: &[], ignore_unknown: false };

    #[derive(Default)]
    struct Seen(Option<Columns>, Vec<Vec<String>>);

    impl Sink for Seen {
        fn columns(&mut self, columns: Columns) {
            self.0 = Some(columns);
        }

        fn row(&mut self, row: Result<Row, RowFault>) -> bool {
            let (row, columns) = (row.unwrap(), self.0.clone().unwrap());
            self.1.push(SHAPE.known.iter().map(|name| columns.cell(&row, name).to_owned()).collect());
            true
        }
    }

    #[test]
    fn what_is_written_reads_back_in_every_form() {
        let rows = [
            ["5.5左右", "5.5", "2023-01-13"],
            ["=1+1", "-2.5", "1900-01-01"],
            ["'=1+1, \"x\"\nnext", "1234567890123.456789", "9999-12-31"],
            ["-8.4", "0", ""],
            ["—8.4", "", "2024-02-29"],
            ["_x000D_ & <b>", "0.000001", ""],
            ["2.50", "123456789012345", "1904-01-01"],
            ["＋", "79228162514264337593543950335", "2000-01-01"],
        ];
        let folder = tempfile::tempdir().unwrap();
        for format in Format::ALL {
            for with_mark in [false, true] {
                let file = tempfile::tempfile().unwrap();
                let mut writer = Writer::new(
                    Box::new(file.try_clone().unwrap()),
                    format,
                    &FIELDS,
                    folder.path(),
                    with_mark,
                )
                .unwrap();
                for row in rows {
                    writer.row(&row.map(str::to_owned)).unwrap();
                }
                let mut out = writer.finish().unwrap();
                out.seek(SeekFrom::Start(0)).unwrap();
                let mut seen = Seen::default();
                read(Box::new(file), format, SHAPE, Limits::default(), &mut seen).unwrap();
                let expected: Vec<Vec<String>> =
                    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
                assert_eq!(seen.1, expected, "{format}");
            }
        }
    }

    #[test]
    fn nothing_that_is_written_for_a_spreadsheet_is_a_formula() {
        let mut file = tempfile::tempfile().unwrap();
        let out = Box::new(file.try_clone().unwrap());
        let mut writer = Writer::new(out, Format::Csv, &FIELDS, &std::env::temp_dir(), false).unwrap();
        for lead in ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'="] {
            writer.row(&[format!("{lead}cmd"), String::new(), String::new()]).unwrap();
        }
        drop(writer.finish().unwrap());
        let mut written = String::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        io::Read::read_to_string(&mut file, &mut written).unwrap();
        assert!(written.lines().skip(1).all(|line| line.starts_with('\'')), "{written}");
    }
}
