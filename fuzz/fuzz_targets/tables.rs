//! Any bytes as CSV, NDJSON or a JSON array: nothing panics, every fault has a code and a text, and the rows of CSV
//! that are written as CSV again read back as the same.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use plantrack::files::{Columns, Field, Format, Limits, Row, RowFault, Shape, Sink, Writer, read, text};

const NAMES: [&str; 3] = ["indicator", "period", "outcome"];
const FIELDS: [Field; 3] = [text("indicator"), text("period"), text("outcome")];

#[derive(Default)]
struct Seen {
    columns: Option<Columns>,
    rows: Vec<Vec<String>>,
    has_faults: bool,
}

impl Sink for Seen {
    fn columns(&mut self, columns: Columns) {
        assert!(self.columns.is_none(), "the columns come once");
        self.columns = Some(columns);
    }

    fn row(&mut self, row: Result<Row, RowFault>) -> bool {
        let columns = self.columns.as_ref().expect("the columns come before the rows");
        match row {
            Ok(row) => {
                self.rows.push(NAMES.iter().map(|name| columns.cell(&row, name).to_owned()).collect());
            }
            Err(fault) => {
                assert!(!fault.code.is_empty() && !fault.detail.is_empty());
                self.has_faults = true;
            }
        }
        true
    }
}

fn seen(bytes: Vec<u8>, format: Format, ignore_unknown: bool) -> Seen {
    let shape = Shape { known: &NAMES, required: &["indicator"], lists: &[], ignore_unknown };
    let mut seen = Seen::default();
    if read(Box::new(Cursor::new(bytes)), format, shape, Limits::default(), &mut seen).is_err() {
        seen.has_faults = true;
    }
    seen
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    let format = [Format::Csv, Format::Ndjson, Format::Json][usize::from(choice % 3)];
    let mut first = seen(rest.to_vec(), format, choice >= 128);
    // What stood only in columns that are not known leaves an empty line, which is no row.
    first.rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    if format != Format::Csv || first.has_faults {
        return;
    }
    let out = Box::new(Cursor::new(Vec::new()));
    let mut writer = Writer::new(out, Format::Csv, &FIELDS, &std::env::temp_dir(), choice >= 64).unwrap();
    for row in &first.rows {
        writer.row(row).unwrap();
    }
    let mut out = writer.finish().unwrap();
    let mut bytes = Vec::new();
    out.seek(std::io::SeekFrom::Start(0)).unwrap();
    out.read_to_end(&mut bytes).unwrap();
    let is_told = choice >= 64 || bytes.is_ascii();
    let again = seen(bytes, Format::Csv, false);
    // Without a mark, what could be other words in another encoding is refused and not guessed.
    if is_told || !again.has_faults || !again.rows.is_empty() {
        assert_eq!(again.rows, first.rows);
    }
});
