//! Workbooks as they come: made by a spreadsheet's writer, written by hand, and hostile ones.

use std::{
    io::{Cursor, Write},
    time::{Duration, Instant},
};

use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::files::{Columns, Format, Limits, Row, RowFault, Shape, Sink, read};

const SHAPE: Shape = Shape {
    known: &["indicator", "period", "outcome"],
    required: &["indicator"],
    lists: &[],
    ignore_unknown: false,
};

#[derive(Default)]
struct Seen {
    columns: Option<Columns>,
    rows: Vec<Row>,
    faults: Vec<RowFault>,
}

impl Sink for Seen {
    fn columns(&mut self, columns: Columns) {
        self.columns = Some(columns);
    }

    fn row(&mut self, row: Result<Row, RowFault>) -> bool {
        match row {
            Ok(row) => self.rows.push(row),
            Err(fault) => self.faults.push(fault),
        }
        true
    }
}

fn seen(bytes: &[u8]) -> Seen {
    seen_within(bytes, Limits::default())
}

fn seen_within(bytes: &[u8], limits: Limits) -> Seen {
    let mut seen = Seen::default();
    let started = Instant::now();
    let input = Box::new(Cursor::new(bytes.to_vec()));
    if let Err(faults) = read(input, Format::Xlsx, SHAPE, limits, &mut seen) {
        seen.faults.extend(faults);
    }
    // A build for tests is many times slower than the one that is shipped.
    assert!(started.elapsed() < Duration::from_secs(20));
    seen
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    seen(bytes).faults.iter().map(|fault| fault.code).collect()
}

fn outcomes(bytes: &[u8]) -> Vec<String> {
    let seen = seen(bytes);
    assert_eq!(seen.faults, [], "refused");
    let columns = seen.columns.unwrap();
    seen.rows.iter().map(|row| columns.cell(row, "outcome").to_owned()).collect()
}

/// A workbook of a spreadsheet's writer, with a header.
fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn with_outcomes(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        for (column, name) in (0..).zip(["indicator", "period", "outcome"]) {
            sheet.write_string(0, column, name).unwrap();
        }
        fill(sheet);
    })
}

/// A zip of the parts that are named, the others as a spreadsheet has them.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let root =
        format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "xl/workbook.xml"));
    let book = format!(
        "<Relationships>{}{}{}</Relationships>",
        relation("r1", "worksheet", "worksheets/sheet1.xml"),
        relation("r2", "sharedStrings", "sharedStrings.xml"),
        relation("r3", "styles", "/xl/styles.xml"),
    );
    let mut all: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", root.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book.as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>"),
        ("xl/sharedStrings.xml", b"<sst><si><t>indicator</t></si><si><t>outcome</t></si></sst>"),
        ("xl/styles.xml", b"<styleSheet/>"),
        ("xl/worksheets/sheet1.xml", HEADER.as_bytes()),
    ];
    all.retain(|(name, _)| parts.iter().all(|(other, _)| other != name));
    all.extend(parts);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in all {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HEADER: &str =
    "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c></row>";

fn with_rows(rows: &str) -> Vec<u8> {
    let sheet = format!("{HEADER}{rows}</sheetData></worksheet>");
    package(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

#[test]
fn a_cell_reads_as_it_is_seen() {
    let formats = [
        ("General", 2.6, "2.6"),
        ("0.00", 2.5, "2.5"),
        ("#,##0", 6348.0, "6348"),
        ("0%", 0.586, "58.6%"),
        ("0.0%", -0.025, "-2.5%"),
        ("yyyy-mm-dd", 44_939.0, "2023-01-13"),
        ("yyyy\"年\"m\"月\"d\"日\"", 44_939.0, "2023-01-13"),
        ("yyyy-mm", 44_805.0, "2022-09"),
        ("yyyy", 44_562.0, "2022"),
        ("yyyy\"年\"", 44_562.0, "2022"),
        ("yyyy-mm-dd hh:mm:ss", 44_562.0, "2022-01-01"),
        ("#,##0.0_);(#,##0.0)", -58.6, "-58.6"),
        ("General", -8.4, "-8.4"),
        ("0.00E+00", 1e15, "1000000000000000"),
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1.1 + 2.2, "3.3"),
        ("General", 1e-7, "0.0000001"),
    ];
    let bytes = with_outcomes(|sheet| {
        for (row, (format, number, _)) in (1..).zip(formats) {
            sheet.write_string(row, 0, "gdp-growth").unwrap();
            sheet.write_string(row, 1, "2022").unwrap();
            let format = CellFormat::new().set_num_format(format);
            sheet.write_number_with_format(row, 2, number, &format).unwrap();
        }
        sheet.write_string(18, 2, "5.5左右").unwrap();
        sheet.write_boolean(19, 2, true).unwrap();
        sheet.write_string(20, 2, "'=1+1").unwrap();
        sheet.write_string(21, 2, " a\r\n<&>_x000D_ ").unwrap();
    });
    let mut expected: Vec<&str> = formats.iter().map(|(_, _, text)| *text).collect();
    expected.extend(["5.5左右", "true", "=1+1", "a\r\n<&>_x000D_"]);
    assert_eq!(outcomes(&bytes), expected);
}

#[test]
fn what_is_seen_otherwise_than_stored_is_refused_with_its_place() {
    let formats = [
        ("0.0\"亿元\"", 3.5, "worded_number"),
        ("#,##0,", 5000.0, "worded_number"),
        ("0.0\"%\"", 58.6, "worded_number"),
        ("\"-\"0.0", 58.6, "worded_number"),
        ("0.0;0.0", -58.6, "worded_number"),
        ("mmmm", 44_805.0, "part_of_day"),
        ("yy", 44_562.0, "part_of_day"),
        ("hh:mm", 0.5, "time_of_day"),
        ("yyyy-mm-dd", 44_939.5, "time_of_day"),
        ("yyyy-mm-dd hh:mm:ss", 44_939.5, "time_of_day"),
        ("yyyy-mm-dd", 60.0, "bad_day"),
        ("0.0;-0.0;", 0.0, "worded_number"),
        ("0.0;-0.0;\"未报\"", 0.0, "worded_number"),
        ("#", 0.0, "worded_number"),
        ("#", 0.3, "worded_number"),
        ("General", 1e300, "inexact_number"),
        ("0", 1_234_567_890_123_456_789.0, "inexact_number"),
    ];
    let bytes = with_outcomes(|sheet| {
        for (row, (format, number, _)) in (1..).zip(formats) {
            let format = CellFormat::new().set_num_format(format);
            sheet.write_number_with_format(row, 2, number, &format).unwrap();
        }
        sheet.write_formula(18, 2, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_string(19, 5, "outside").unwrap();
    });
    let seen = seen(&bytes);
    let found: Vec<_> = seen
        .faults
        .iter()
        .map(|fault| (fault.spot.map(|spot| spot.to_string()), fault.column.as_str(), fault.code))
        .collect();
    let mut expected: Vec<_> = (2..)
        .zip(formats)
        .map(|(row, (_, _, code))| (Some(format!("line {row}")), "outcome", code))
        .collect();
    expected.push((Some("line 19".to_owned()), "outcome", "formula_cell"));
    expected.push((Some("line 20".to_owned()), "F", "cell_without_column"));
    assert_eq!(found, expected);
}

#[test]
fn a_text_that_its_format_words_or_hides_is_refused() {
    for (format, is_taken) in [
        ("@", true),
        ("0.0\"亿元\"", true),
        ("0;-0;0;@", true),
        ("@\"以上\"", false),
        (";;;", false),
        ("0;-0;0;\"x\"", false),
    ] {
        let cell_format = CellFormat::new().set_num_format(format);
        let shared = with_outcomes(|sheet| {
            sheet.write_string_with_format(1, 2, "5.5", &cell_format).unwrap();
        });
        assert_eq!(codes(&shared), if is_taken { vec![] } else { vec!["worded_text"] }, "{format}");
        let empty = with_outcomes(|sheet| {
            sheet.write_string(1, 0, "gdp-growth").unwrap();
            sheet.write_string_with_format(1, 2, "", &cell_format).unwrap();
        });
        assert_eq!(codes(&empty), [""; 0], "{format}");
    }
    let styles = b"<styleSheet><numFmts><numFmt numFmtId='170' formatCode=';;;'/></numFmts>\
                   <cellXfs><xf numFmtId='170'/></cellXfs></styleSheet>";
    for cell in ["<c r='C2' t='str'><v>5</v></c>", "<c r='C2' t='inlineStr'><is><t>5</t></is></c>"] {
        let sheet = format!("{HEADER}<row r='2'>{cell}</row></sheetData></worksheet>");
        let header = sheet.replace(" t='s'", " s='1' t='s'");
        let parts: [(&str, &[u8]); 2] =
            [("xl/styles.xml", styles), ("xl/worksheets/sheet1.xml", header.as_bytes())];
        assert_eq!(codes(&package(&parts)), ["worded_text"], "{cell}");
    }
}

#[test]
fn a_sheet_that_shows_no_zeros_has_none() {
    let with = |view: &str, number: &str| {
        let start = format!("<worksheet><sheetViews>{view}</sheetViews>");
        let sheet = format!("{HEADER}<row r='2'><c r='C2'><v>{number}</v></c></row></sheetData></worksheet>");
        let sheet = sheet.replace("<worksheet>", &start);
        codes(&package(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())]))
    };
    for view in ["<sheetView showZeros='0'/>", "<sheetView/><sheetView showZeros='false'/>"] {
        assert_eq!(with(view, "0"), ["worded_number"], "{view}");
        assert_eq!(with(view, "-0.0"), ["worded_number"], "{view}");
        assert_eq!(with(view, "5"), [""; 0], "{view}");
    }
    assert_eq!(with("<sheetView showZeros='1'/>", "0"), [""; 0]);
}

#[test]
fn a_condition_that_changes_what_is_seen_of_numbers_is_refused() {
    let styles = b"<styleSheet><cellXfs><xf numFmtId='0'/></cellXfs><dxfs><dxf><font/></dxf>\
                   <dxf><numFmt numFmtId='170' formatCode='0.0&quot;&#x4E07;&quot;'/></dxf>\
                   <dxf><numFmt numFmtId='171' formatCode='General'/></dxf></dxfs></styleSheet>";
    let with = |rule: &str| {
        let sheet = format!(
            "{HEADER}<row r='2'><c r='C2'><v>2</v></c></row></sheetData>\
             <conditionalFormatting sqref='C2'>{rule}</conditionalFormatting></worksheet>"
        );
        codes(&package(&[("xl/styles.xml", styles), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]))
    };
    assert_eq!(with("<cfRule type='cellIs' dxfId='0'/>"), [""; 0], "a colour alone");
    assert_eq!(with("<cfRule type='cellIs' dxfId='1'/>"), ["conditional_format"]);
    assert_eq!(with("<cfRule type='cellIs' dxfId='2'/>"), [""; 0], "a number as it is");
    assert_eq!(with("<cfRule type='dataBar'><dataBar/></cfRule>"), [""; 0]);
    let own = |code: &str| with(&format!("<cfRule><dxf><numFmt formatCode='{code}'/></dxf></cfRule>"));
    assert_eq!((own("0.00"), own("0%")), (vec![], vec!["conditional_format"]));
    assert_eq!(with("<cfRule type='iconSet'><iconSet showValue='0'/></cfRule>"), ["conditional_format"]);
}

#[test]
fn a_workbook_holds_one_table() {
    let filled = |workbook: &mut Workbook, name: &str| {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, "indicator").unwrap();
    };
    let two = workbook(|workbook| {
        filled(workbook, "a");
        filled(workbook, "b");
    });
    assert_eq!(codes(&two), ["several_sheets"]);
    let one = workbook(|workbook| {
        workbook.add_worksheet();
        filled(workbook, "b");
    });
    assert_eq!(codes(&one), [""; 0]);
    let empty = workbook(|workbook| {
        workbook.add_worksheet();
    });
    assert_eq!(codes(&empty), ["missing_column"]);
    let merged = with_outcomes(|sheet| {
        sheet.merge_range(1, 0, 2, 0, "gdp-growth", &CellFormat::new()).unwrap();
    });
    assert_eq!(codes(&merged), ["merged_cells"]);
}

#[test]
fn what_a_workbook_hides_is_refused() {
    let hidden_row = with_outcomes(|sheet| {
        sheet.write_string(1, 0, "seen").unwrap();
        sheet.write_string(2, 0, "hidden").unwrap();
        sheet.set_row_hidden(2).unwrap();
        sheet.set_row_hidden(3).unwrap();
    });
    let found = seen(&hidden_row);
    let faults: Vec<_> =
        found.faults.iter().map(|fault| (fault.code, fault.spot.unwrap().to_string())).collect();
    assert_eq!(faults, [("hidden_row", "line 3".to_owned())], "an empty row hides nothing");
    assert_eq!(found.rows.len(), 1);
    let hidden_column = with_outcomes(|sheet| {
        sheet.write_string(1, 2, "5").unwrap();
        sheet.set_column_hidden(2).unwrap();
        sheet.set_column_hidden(7).unwrap();
    });
    let fault = seen(&hidden_column).faults.remove(0);
    assert_eq!((fault.code, fault.column.as_str()), ("hidden_column", "outcome"));
    let header = with_outcomes(|sheet| {
        sheet.set_row_hidden(0).unwrap();
    });
    assert_eq!(codes(&header), ["hidden_row"]);
    for very in [false, true] {
        let sheets = |is_other_filled: bool| {
            workbook(|workbook| {
                let seen = workbook.add_worksheet().set_name("Seen").unwrap();
                if is_other_filled {
                    seen.write_string(0, 0, "indicator").unwrap();
                }
                let hidden = workbook.add_worksheet().set_name("Kept back").unwrap();
                hidden.write_string(0, 0, "indicator").unwrap();
                if very {
                    hidden.set_very_hidden(true)
                } else {
                    hidden.set_hidden(true)
                };
            })
        };
        let fault = seen(&sheets(false)).faults.remove(0);
        assert_eq!(fault.code, "hidden_sheet");
        assert!(fault.detail.contains("\"Kept back\""), "{}", fault.detail);
        let fault = seen(&sheets(true)).faults.remove(0);
        assert_eq!(fault.code, "several_sheets");
        assert!(fault.detail.contains("\"Seen\", \"Kept back\" (hidden)"), "{}", fault.detail);
    }
    let alone = b"<workbook><sheets><sheet name='a' state='hidden' r:id='r1'/></sheets></workbook>";
    assert_eq!(codes(&package(&[("xl/workbook.xml", alone)])), ["hidden_sheet"]);
}

#[test]
fn parts_written_by_hand_are_read() {
    let rows = "<row><c t='inlineStr'><is><r><t>gdp</t></r><r><t>-growth</t></r><rPh><t>x</t></rPh></is></c>\
                <c/><c><v>1.5</v></c></row><x:row r='9'><x:c r='C9' t='str'><x:v>&#x35;&lt;</x:v></x:c></x:row>";
    let read = seen(&with_rows(rows));
    assert_eq!(read.faults, []);
    let columns = read.columns.unwrap();
    let cells: Vec<_> = read
        .rows
        .iter()
        .map(|row| (row.spot.to_string(), columns.cell(row, "indicator"), columns.cell(row, "outcome")))
        .collect();
    assert_eq!(cells, [("line 2".to_owned(), "gdp-growth", "1.5"), ("line 9".to_owned(), "", "5<")]);
    let mac = b"<workbook><workbookPr date1904='1'/><sheets><sheet r:id='r1'/></sheets></workbook>";
    let styles = b"<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>";
    let sheet = format!("{HEADER}<row r='2'><c r='C2' s='0'><v>43477</v></c></row></sheetData></worksheet>");
    let parts: [(&str, &[u8]); 3] =
        [("xl/workbook.xml", mac), ("xl/styles.xml", styles), ("xl/worksheets/sheet1.xml", sheet.as_bytes())];
    assert_eq!(outcomes(&package(&parts)), ["2023-01-13"]);
}

#[test]
fn a_sparse_giant_takes_no_memory() {
    let giant = with_rows("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>");
    assert!(giant.len() < 3_000);
    assert_eq!(codes(&giant), ["cell_too_far_out"]);
    let empty = with_rows("<row r='1048576'><c r='XFD1048576' s='1'/></row>");
    assert_eq!(codes(&empty), [""; 0], "a cell without a value is none");
    assert_eq!(codes(&with_rows("<row r='99999999999999999999'/>")), ["broken_workbook"]);
    assert_eq!(
        codes(&with_rows("<row r='2'><c r='ZZZZZZZZZZZZZZZZZZ2'><v>1</v></c></row>")),
        ["cell_too_far_out"]
    );
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let small = Limits { unpacked_bytes: 4 * 1024 * 1024, ..Limits::default() };
    let bomb = |bytes: &[u8]| {
        let faults = seen_within(bytes, small).faults;
        faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    assert_eq!(bomb(&with_rows(&"<row><c/><c/></row>".repeat(300_000))), ["unpacks_too_far"]);
    assert_eq!(bomb(&with_rows(&" ".repeat(3 * 1024 * 1024))), ["too_long"]);
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(1_000_000));
    assert_eq!(bomb(&package(&[("xl/sharedStrings.xml", strings.as_bytes())])), ["unpacks_too_far"]);
    // By far more than a hundred times its size.
    let blank = format!("<sst>{}</sst>", format!("<!--{}-->", " ".repeat(500_000)).repeat(20));
    assert_eq!(codes(&package(&[("xl/sharedStrings.xml", blank.as_bytes())])), ["unpacks_too_far"]);
    // A long text that is shared by many cells.
    let long = format!("<sst><si><t>indicator</t></si><si><t>{}</t></si></sst>", "x".repeat(16_000));
    let sheet = format!(
        "<worksheet><sheetData><row><c t='s'><v>0</v></c></row>{}</sheetData></worksheet>",
        "<row><c t='s'><v>1</v></c></row>".repeat(1_000)
    );
    let parts: [(&str, &[u8]); 2] =
        [("xl/sharedStrings.xml", long.as_bytes()), ("xl/worksheets/sheet1.xml", sheet.as_bytes())];
    assert_eq!(bomb(&package(&parts)), ["unpacks_too_far"]);
}

#[test]
fn other_things_in_the_clothes_of_a_workbook_are_refused() {
    let entity =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><row><c><v>&b;</v></c></row>";
    assert_eq!(codes(&with_rows(entity)), ["document_type"]);
    assert_eq!(codes(&with_rows("<row r='2'><c t='str'><v>&b;</v></c></row>")), ["entity"]);
    assert_eq!(codes(&with_rows(&"<a>".repeat(100_000))), ["broken_workbook"]);
    assert_eq!(codes(&with_rows("<row r='3'/><row r='2'/>")), ["broken_workbook"]);
    assert_eq!(codes(&with_rows("<row r='2'><c r='A2' t='s'><v>77</v></c></row>")), ["broken_workbook"]);
    assert_eq!(codes(&with_rows("<row r='2'><c r='A2' t='e'><v>#REF!</v></c></row>")), ["error_cell"]);
    assert_eq!(codes(&package(&[("xl/externalLinks/externalLink1.xml", b"<a/>")])), ["external_link"]);
    assert_eq!(codes(&package(&[("xl/vbaProject.bin", b"x")])), ["macros"]);
    let inner = with_rows("");
    assert_eq!(codes(&package(&[("xl/embeddings/inner.xlsx", &inner)])), ["embedded_file"]);
    assert_eq!(codes(&package(&[("more/inner.zip", &inner)])), ["embedded_file"]);
    assert_eq!(codes(b"PK\x03\x04 and no more"), ["broken_workbook"]);
    assert_eq!(codes(b"indicator,outcome\n"), ["no_workbook"]);
    assert_eq!(codes(b""), ["no_workbook"]);
    assert_eq!(codes(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]), ["no_workbook"]);
    let whole = with_rows("");
    for length in [4, 100, whole.len() / 2, whole.len() - 1] {
        assert_ne!(codes(&whole[..length]), [""; 0], "cut at {length}");
    }
    let names: Vec<String> = (0..2_000).map(|number| format!("xl/{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(codes(&package(&parts)), ["too_many_parts"]);
    let mut large = with_rows("");
    large.resize(11 * 1024 * 1024, 0);
    assert_eq!(codes(&large), ["workbook_too_large"]);
}
