//! Rows of a workbook: a zip of XML parts, read as a stream. Nothing is taken on the file's word: what is unpacked, how
//! far cells lie out and how many there are is counted while it is read, before memory is taken. What people see in a
//! cell and what is stored can differ; where they do the cell is read as it is seen, or refused.

mod code;
mod formats;
mod number;
mod package;
mod sheet;
mod strings;
#[cfg(test)]
mod tests;
mod xml;

use quick_xml::events::{BytesStart, Event};

use self::{
    formats::Formats,
    package::Package,
    strings::Strings,
    xml::{Xml, attribute},
};
use super::{
    fault::RowFault,
    read::{Input, Limits, Sink},
    row::Shape,
};

/// Most sheets that are named where there are too many.
const SHEETS_NAMED: usize = 10;

/// What a workbook says of itself.
#[derive(Debug, Default)]
struct Book {
    /// Its sheets, in order.
    sheets: Vec<Sheet>,
    strings: Option<String>,
    styles: Option<String>,
    /// Whether its days are counted from 1904.
    from_1904: bool,
}

/// A sheet, and whether people see it.
#[derive(Debug)]
struct Sheet {
    name: String,
    part: String,
    is_hidden: bool,
}

/// What a cell may refer to.
struct Shared {
    strings: Strings,
    formats: Formats,
    from_1904: bool,
}

/// Reads the rows of the one sheet that holds cells.
pub(super) fn read(
    input: Box<dyn Input>,
    shape: Shape,
    limits: Limits,
    sink: &mut dyn Sink,
) -> Result<(), Vec<RowFault>> {
    let prepared = Package::open(input, limits).and_then(|mut package| {
        let book = read_book(&mut package)?;
        let shared = read_shared(&mut package, &book)?;
        let sheet = only_sheet(&mut package, &book)?;
        Ok((package, shared, sheet))
    });
    let (mut package, shared, sheet) = prepared.map_err(|fault| vec![fault])?;
    let part = package.part(&sheet).map_err(|fault| vec![fault])?;
    sheet::read(part, &shared, shape, limits, sink)
}

fn read_shared(package: &mut Package, book: &Book) -> Result<Shared, RowFault> {
    let strings = match &book.strings {
        Some(name) => Strings::read(package.part(name)?)?,
        None => Strings::default(),
    };
    let formats = match &book.styles {
        Some(name) => Formats::read(package.part(name)?)?,
        None => Formats::default(),
    };
    Ok(Shared { strings, formats, from_1904: book.from_1904 })
}

/// A relation of one part to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn read_book(package: &mut Package) -> Result<Book, RowFault> {
    let relations = read_relations(package, "_rels/.rels", "")?;
    let workbook = relations.into_iter().find(|relation| relation.kind == "officeDocument");
    let name = workbook.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let relations = read_relations(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let target = |kind: &str| relations.iter().find(|relation| relation.kind == kind);
    let part = |kind: &str| target(kind).map(|relation| relation.target.clone());
    let mut book = Book { strings: part("sharedStrings"), styles: part("styles"), ..Book::default() };
    let mut xml = package.part(&name)?;
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().into_inner() == "workbookPr" => {
                let flag = attribute(&start, "date1904");
                book.from_1904 = matches!(flag.as_deref(), Some("1" | "true"));
            }
            Event::Start(start) if start.local_name().into_inner() == "sheet" => {
                let id = attribute(&start, "id").unwrap_or_default();
                let part = relations.iter().find(|relation| relation.id == id);
                if let Some(part) = part.filter(|part| part.kind == "worksheet") {
                    book.sheets.push(Sheet {
                        name: attribute(&start, "name").unwrap_or_default(),
                        part: part.target.clone(),
                        is_hidden: attribute(&start, "state").is_some_and(|state| state != "visible"),
                    });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(book)
}

fn read_relations(package: &mut Package, name: &str, folder: &str) -> Result<Vec<Relation>, RowFault> {
    if !package.has(name) {
        return Ok(Vec::new());
    }
    let mut relations = Vec::new();
    let mut xml = package.part(name)?;
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().into_inner() == "Relationship" => {
                relations.extend(relation(&start, folder));
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A relation to a part within the file; none to one outside of it.
fn relation(start: &BytesStart<'_>, folder: &str) -> Option<Relation> {
    if attribute(start, "TargetMode").is_some_and(|mode| mode == "External") {
        return None;
    }
    let kind = attribute(start, "Type")?;
    let target = attribute(start, "Target")?;
    let target = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target,
        None => format!("{folder}/{target}"),
    };
    let kind = kind.rsplit_once('/').map_or(kind.as_str(), |(_, last)| last).to_owned();
    Some(Relation { id: attribute(start, "Id")?, kind, target })
}

/// The one sheet that holds cells; an empty one where all are empty.
fn only_sheet(package: &mut Package, book: &Book) -> Result<String, RowFault> {
    if let [only] = book.sheets.as_slice()
        && !only.is_hidden
    {
        return Ok(only.part.clone());
    }
    let mut filled = Vec::new();
    for sheet in &book.sheets {
        if has_cells(package.part(&sheet.part)?)? {
            filled.push(sheet);
        }
    }
    match (filled.as_slice(), book.sheets.first()) {
        ([], Some(first)) => Ok(first.part.clone()),
        ([only], _) if only.is_hidden => {
            let detail = format!(
                "the sheet {:?} is hidden, and it alone holds cells; show it (in a spreadsheet: Unhide), or take it away",
                only.name
            );
            Err(RowFault::of_file("hidden_sheet", detail))
        }
        ([only], _) => Ok(only.part.clone()),
        ([], None) => Err(RowFault::of_file("no_sheet", "the workbook has no sheet")),
        (several, _) => {
            let named = several.iter().take(SHEETS_NAMED).map(|sheet| {
                let hidden = if sheet.is_hidden { " (hidden)" } else { "" };
                format!("{:?}{hidden}", sheet.name)
            });
            let named: Vec<String> = named.collect();
            let more = if several.len() > SHEETS_NAMED { ", …" } else { "" };
            let detail = format!(
                "{} sheets of the workbook hold cells: {}{more}; leave one of them in it",
                several.len(),
                named.join(", ")
            );
            Err(RowFault::of_file("several_sheets", detail))
        }
    }
}

fn has_cells(mut xml: Xml<'_>) -> Result<bool, RowFault> {
    loop {
        match xml.next()? {
            Event::Start(start) if matches!(start.local_name().into_inner(), "v" | "is" | "f") => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}
