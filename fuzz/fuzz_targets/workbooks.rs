//! Any bytes as a workbook, as its sheet, as its shared texts or as its styles: nothing panics, and nothing is taken
//! beyond the limits.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use plantrack::files::{Columns, Format, Limits, Row, RowFault, Shape, Sink, read};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const SHAPE: Shape =
    Shape { known: &["indicator", "period", "outcome"], required: &["indicator"], lists: &[], ignore_unknown: true };
const LIMITS: Limits = Limits { workbook_bytes: 64 * 1024, unpacked_bytes: 1024 * 1024 };

const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row>\
                     <row r='2'><c r='A2' t='s' s='1'><v>1</v></c><c r='B2' s='1'><v>0.5</v></c></row></sheetData></worksheet>";

struct Seen {
    has_columns: bool,
    bytes: usize,
}

impl Sink for Seen {
    fn columns(&mut self, _columns: Columns) {
        assert!(!self.has_columns, "the columns come once");
        self.has_columns = true;
    }

    fn row(&mut self, row: Result<Row, RowFault>) -> bool {
        assert!(self.has_columns, "the columns come before the rows");
        match row {
            Ok(row) => self.bytes += row.weight(),
            Err(fault) => assert!(!fault.code.is_empty() && !fault.detail.is_empty()),
        }
        true
    }
}

fn package(choice: u8, part: &[u8]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>")
    };
    let root = format!("<a>{}</a>", relation("r1", "officeDocument", "xl/workbook.xml"));
    let book = format!(
        "<a>{}{}{}</a>",
        relation("r1", "worksheet", "sheet.xml"),
        relation("r2", "sharedStrings", "strings.xml"),
        relation("r3", "styles", "styles.xml"),
    );
    let parts: [(&str, &[u8]); 6] = [
        ("_rels/.rels", root.as_bytes()),
        ("xl/_rels/workbook.xml.rels", if choice == 4 { part } else { book.as_bytes() }),
        ("xl/workbook.xml", b"<workbook><sheets><sheet r:id='r1'/></sheets></workbook>"),
        ("xl/strings.xml", if choice == 1 { part } else { b"<sst><si><t>indicator</t></si><si><t>x</t></si></sst>" }),
        ("xl/styles.xml", if choice == 2 { part } else { b"<s><cellXfs><xf numFmtId='0'/><xf numFmtId='9'/></cellXfs></s>" }),
        ("xl/sheet.xml", if choice == 3 { part } else { SHEET.as_bytes() }),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    let bytes = match choice % 5 {
        0 => rest.to_vec(),
        part => package(part, rest),
    };
    let mut seen = Seen { has_columns: false, bytes: 0 };
    drop(read(Box::new(Cursor::new(bytes)), Format::Xlsx, SHAPE, LIMITS, &mut seen));
    assert!(seen.bytes <= 64 * 1024 * 1024);
});
