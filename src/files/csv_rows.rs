//! Rows of CSV text, in any of the encodings.

use csv::{Position, ReaderBuilder, StringRecord, Trim};

use super::{
    encoding::as_utf8,
    fault::{RowFault, Spot},
    formulas::unguarded,
    read::{Allowance, Input, Measured, Sink, too_long},
    row::{Row, Shape, bearable},
};

/// Reads the rows; empty lines are passed over.
pub(super) fn read(input: Box<dyn Input>, shape: Shape, sink: &mut dyn Sink) -> Result<(), Vec<RowFault>> {
    let text = as_utf8(input).map_err(|fault| vec![fault])?;
    let (text, allowance) = Measured::new(text);
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(text);
    let header = reader.headers().map_err(|error| vec![broken(&error, 1, &allowance)])?;
    let header: Vec<String> = header.iter().map(str::to_owned).collect();
    let (columns, places) = shape.of_header(Spot::Line(1), &header)?;
    sink.columns(columns);
    let mut record = StringRecord::new();
    loop {
        allowance.renew();
        let row = match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) if record.iter().all(str::is_empty) => continue,
            Ok(true) => row(&record, &header, &places),
            Err(error) => {
                sink.row(Err(broken(&error, reader.position().line(), &allowance)));
                return Ok(());
            }
        };
        if !sink.row(row) {
            return Ok(());
        }
    }
}

fn row(record: &StringRecord, header: &[String], places: &[usize]) -> Result<Row, RowFault> {
    let spot = Spot::Line(record.position().map_or(0, Position::line));
    let (cells, columns) = (record.len(), header.len());
    if cells != columns {
        let detail = format!("the row has {cells} cells and the header {columns}; check the commas");
        return Err(RowFault::of_row(spot, "wrong_number_of_cells", detail));
    }
    for (cell, column) in record.iter().zip(header) {
        bearable(cell).map_err(|detail| RowFault::of_cell(spot, column, cell, "too_long", detail))?;
    }
    let cells = places.iter().map(|place| unguarded(record.get(*place).unwrap_or_default()));
    Ok(Row::new(spot, cells))
}

fn broken(error: &csv::Error, line: u64, allowance: &Allowance) -> RowFault {
    let line = Spot::Line(error.position().map_or(line, Position::line));
    if allowance.is_used_up() {
        return RowFault::of_row(line, "row_too_long", too_long());
    }
    RowFault::of_row(line, "broken_csv", format!("the file is no readable CSV: {error}"))
}
