//! Rows of CSV text, in any of the encodings.

use std::io::Read;

use csv::{Position, Reader, ReaderBuilder, StringRecord, Trim};

use super::{
    encoding::{Charset, as_utf8},
    fault::{RowFault, Spot},
    formulas::unguarded,
    quotes::{Begun, Misquoted, Quotes},
    read::{Allowance, Input, Measured, Sink, too_long},
    row::{Row, Shape, bearable},
};

/// Reads the rows; empty lines are passed over.
pub(super) fn read(
    input: Box<dyn Input>,
    charset: Option<Charset>,
    shape: Shape,
    sink: &mut dyn Sink,
) -> Result<(), Vec<RowFault>> {
    let text = as_utf8(input, charset).map_err(|fault| vec![fault])?;
    let (text, allowance) = Measured::new(text);
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(Quotes::new(text));
    let header = reader.headers().cloned().map_err(|error| vec![broken(&error, &reader, &allowance)])?;
    let begun = reader.get_mut().next_row();
    if let Some(wrong) = begun.and_then(|row| row.wrong) {
        return Err(vec![misquoted(wrong, &header, &[])]);
    }
    let header: Vec<String> = header.iter().map(str::to_owned).collect();
    if let [one] = header.as_slice()
        && let Some(separator) = one.chars().find(|letter| matches!(letter, ';' | '\t' | '，' | '；'))
    {
        let detail = format!(
            "the first line has no comma and a {separator:?}; cells are separated by a comma: save it as CSV with commas"
        );
        return Err(vec![RowFault::of_row(Spot::Line(1), "other_separator", detail)]);
    }
    let (columns, places) = shape.of_header(Spot::Line(begun.map_or(1, |row| row.line)), &header)?;
    sink.columns(columns);
    let taken = Taken { places, ignore_unnamed: shape.ignore_unknown };
    let mut record = StringRecord::new();
    loop {
        allowance.renew();
        let more = match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => match reader.get_mut().next_row() {
                Some(Begun { wrong: Some(wrong), .. }) => sink.row(Err(misquoted(wrong, &record, &header))),
                _ if record.iter().all(str::is_empty) => true,
                begun => {
                    let line = begun.map_or_else(|| reader.position().line(), |row| row.line);
                    sink.row(row(Spot::Line(line), &record, &header, &taken))
                }
            },
            Err(error) => {
                sink.row(Err(broken(&error, &reader, &allowance)));
                return Ok(());
            }
        };
        if !more {
            return Ok(());
        }
    }
}

fn misquoted(wrong: Misquoted, record: &StringRecord, header: &[String]) -> RowFault {
    let column = header.get(wrong.field).map_or("", String::as_str);
    let cell = record.get(wrong.field).unwrap_or_default();
    RowFault::of_cell(Spot::Line(wrong.line), column, cell, wrong.code, wrong.detail())
}

/// Which cells of a record are taken.
struct Taken {
    /// The places of the columns.
    places: Vec<usize>,
    /// Whether cells under no column are passed over.
    ignore_unnamed: bool,
}

fn row(spot: Spot, record: &StringRecord, header: &[String], taken: &Taken) -> Result<Row, RowFault> {
    let (cells, columns) = (record.len(), header.len());
    if cells != columns {
        let detail = format!("the row has {cells} cells and the header {columns}; check the commas");
        return Err(RowFault::of_row(spot, "wrong_number_of_cells", detail));
    }
    for (number, (cell, column)) in (1..).zip(record.iter().zip(header)) {
        bearable(cell).map_err(|detail| RowFault::of_cell(spot, column, cell, "too_long", detail))?;
        if column.is_empty() && !cell.is_empty() && !taken.ignore_unnamed {
            let detail = format!(
                "the cell stands in column {number}, which has no name; name it in the first line, or empty the cell"
            );
            return Err(RowFault::of_cell(spot, &number.to_string(), cell, "cell_without_column", detail));
        }
    }
    let cells = taken.places.iter().map(|place| unguarded(record.get(*place).unwrap_or_default()));
    Ok(Row::new(spot, cells))
}

fn broken<R: Read>(error: &csv::Error, reader: &Reader<Quotes<R>>, allowance: &Allowance) -> RowFault {
    let line = error.position().map_or(reader.position().line(), Position::line);
    if allowance.is_used_up() {
        let line = Spot::Line(reader.get_ref().open_since().unwrap_or(line));
        return RowFault::of_row(line, "row_too_long", too_long());
    }
    RowFault::of_row(Spot::Line(line), "broken_csv", format!("the file is no readable CSV: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::files::{Columns, Row};

    const SHAPE: Shape = Shape { known: &["a", "b"], required: &[], lists: &[], ignore_unknown: false };

    #[derive(Default)]
    struct Seen(Option<Columns>, Vec<Result<Row, RowFault>>);

    impl Sink for Seen {
        fn columns(&mut self, columns: Columns) {
            self.0 = Some(columns);
        }

        fn row(&mut self, row: Result<Row, RowFault>) -> bool {
            self.1.push(row);
            true
        }
    }

    /// Each row as its place and its cells or its code.
    fn rows(text: &str) -> Vec<String> {
        let mut seen = Seen::default();
        if let Err(faults) = super::read(Box::new(Cursor::new(text.to_owned())), None, SHAPE, &mut seen) {
            seen.1.extend(faults.into_iter().map(Err));
        }
        let columns = seen.0.clone();
        let of = |row: &Result<Row, RowFault>| match (row, &columns) {
            (Ok(row), Some(columns)) => {
                format!("{}: {}|{}", row.spot, columns.cell(row, "a"), columns.cell(row, "b"))
            }
            (Err(fault), _) => {
                let spot = fault.spot.map(|spot| spot.to_string()).unwrap_or_default();
                format!("{spot}: {} {} {:?}", fault.code, fault.column, fault.value)
            }
            _ => "a row without columns".to_owned(),
        };
        seen.1.iter().map(of).collect()
    }

    #[test]
    fn a_quote_that_never_closes_is_refused_where_it_opens() {
        assert_eq!(
            rows("a,b\n1,2\n3,\"x\n4,y\n"),
            ["line 2: 1|2", "line 3: unclosed_quote b \"x\\n4,y\""],
            "the row before it is read"
        );
        assert_eq!(rows("a,\"b\n1,2\n"), ["line 1: unclosed_quote  \"b\\n1,2\""]);
        let long = format!("a,b\n1,2\n3,\"{}", "x\n".repeat(1024 * 1024));
        assert_eq!(rows(&long), ["line 2: 1|2", "line 3: row_too_long  \"\""]);
    }

    #[test]
    fn another_separator_than_a_comma_is_named() {
        for text in ["a;b\n1;2\n", "a\tb\n1\t2\n", "a；b\n1；2\n"] {
            assert_eq!(rows(text), ["line 1: other_separator  \"\""], "{text}");
        }
        assert_eq!(rows("a\n1;2\n"), ["line 2: 1;2|"]);
    }

    #[test]
    fn text_behind_a_closing_quote_is_refused_where_the_quote_opens() {
        assert_eq!(
            rows("a,b\n\"a\"b,2\n3,4\n\"5\" x,\"y\"z\n, \"6\"\n"),
            [
                "line 2: text_behind_quote a \"ab\"",
                "line 3: 3|4",
                "line 4: text_behind_quote a \"5 x\"",
                "line 5: space_before_quote b \"\\\"6\\\"\"",
            ],
            "one fault a row, and reading goes on"
        );
        // A quote that was forgotten closes at the next cell that has one.
        assert_eq!(
            rows("a,b\n1,\"x\n2,\"y\"\n3,z\n"),
            ["line 2: text_behind_quote b \"x\\n2,y\\\"\"", "line 4: 3|z"]
        );
    }

    #[test]
    fn a_column_without_a_name_is_none_as_long_as_it_is_empty() {
        assert_eq!(
            rows("a,b,,\n1,2,,\n3,4,,5\n6,7\n,,8,\n"),
            [
                "line 2: 1|2",
                "line 3: cell_without_column 4 \"5\"",
                "line 4: wrong_number_of_cells  \"\"",
                "line 5: cell_without_column 3 \"8\"",
            ]
        );
        assert_eq!(rows(",b,a\n,1,2\n"), ["line 2: 2|1"]);
    }

    #[test]
    fn a_carriage_return_alone_ends_no_line() {
        assert_eq!(
            rows("a,b\n1,2\r3,4\n5,6\n"),
            ["line 2: 1|2", "line 2: lone_carriage_return a \"3\"", "line 3: 5|6"]
        );
        assert_eq!(rows("a,b\r1,2\r"), ["line 1: lone_carriage_return a \"1\""]);
        assert_eq!(rows("a,b\r\n1,\"x\ry\"\r\n"), ["line 2: 1|x\ry"]);
    }

    #[test]
    fn a_header_of_many_columns_is_refused_before_they_are_looked_at() {
        let header = |number: usize| (0..number).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
        assert_eq!(rows(&header(100)).len(), 100);
        assert_eq!(rows(&header(256)).len(), 100, "no more than a hundred of one row");
        for number in [257, 100_000] {
            assert_eq!(rows(&header(number)), ["line 1: too_many_columns  \"\""], "{number}");
        }
        // Columns without a name are none.
        assert_eq!(rows(&format!("a,b{}\n", ",".repeat(1_000))), [""; 0]);
    }

    #[test]
    fn quotes_that_close_and_quotes_within_plain_text_are_taken() {
        assert_eq!(
            rows("\"a\",b\r\n\"1\"\"\" ,\"x\r\ny,\"\r\n\r\n5\" pipe,\"\"\r\n,\"\"\"\"\n6,\"7\""),
            ["line 2: 1\"|x\r\ny,", "line 5: 5\" pipe|", "line 6: |\"", "line 7: 6|7"]
        );
    }
}
