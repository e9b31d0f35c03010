//! The rows of a sheet, as they stream by. How far out cells lie is checked before a place is made for them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        fault::{RowFault, Spot},
        formulas::unguarded,
        read::{Limits, Sink},
        row::{MOST_COLUMNS, MOST_FAULTS, Row, Shape},
    },
    Shared,
    code::Shown,
    formats::alters_numbers,
    number,
    strings::rich_text,
    xml::{Xml, attribute, cut_short},
};

/// Most rows and cells that are looked at.
const MOST_ROWS: u64 = 200_001;
const MOST_CELLS: u64 = 3_000_000;

/// A cell as it is written.
#[derive(Debug, Default)]
struct Written {
    kind: String,
    style: usize,
    value: Option<String>,
    has_formula: bool,
}

/// Where the columns of the table stand in the sheet: the place in a row, and the name.
struct Header {
    places: BTreeMap<usize, String>,
    /// The sheet's columns of the table's, in the table's order.
    taken: Vec<usize>,
}

struct Reading<'a> {
    shared: &'a Shared,
    shape: Shape,
    sink: &'a mut dyn Sink,
    header: Option<Header>,
    /// The columns that are hidden, counted from 0: the first and the last of each group.
    hidden: Vec<(usize, usize)>,
    /// Whether the sheet shows no zero.
    hides_zeros: bool,
    last_row: u64,
    cells: u64,
    /// Bytes of text that may still be handed on: a text that is shared counts each time.
    text_left: u64,
}

/// Hands on the rows of a sheet; the first that holds anything names the columns.
pub(super) fn read(
    xml: Xml<'_>,
    shared: &Shared,
    shape: Shape,
    limits: Limits,
    sink: &mut dyn Sink,
) -> Result<(), Vec<RowFault>> {
    let mut reading = Reading {
        shared,
        shape,
        sink,
        header: None,
        hidden: Vec::new(),
        hides_zeros: false,
        last_row: 0,
        cells: 0,
        text_left: limits.unpacked_bytes,
    };
    match reading.sheet(xml) {
        Ok(()) => {}
        Err(faults) if reading.header.is_none() => return Err(faults),
        Err(faults) => {
            for fault in faults {
                reading.sink.row(Err(fault));
            }
        }
    }
    if reading.header.is_some() {
        return Ok(());
    }
    // An empty sheet lacks the columns that must be there.
    shape.of_header(Spot::Line(1), &[]).map(|(columns, _)| sink.columns(columns))
}

impl Reading<'_> {
    fn sheet(&mut self, mut xml: Xml<'_>) -> Result<(), Vec<RowFault>> {
        let one = |fault| vec![fault];
        loop {
            match xml.next().map_err(one)? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "col" => self.column(&start),
                    "sheetView" => self.hides_zeros |= is_off(&start, "showZeros"),
                    "cfRule" | "dataBar" | "iconSet" | "numFmt" if self.alters_numbers(&start) => {
                        let detail = "a conditional format of the sheet shows numbers in a way of its own, or hides \
                                      them; take it away, or its number format";
                        return Err(one(RowFault::of_file("conditional_format", detail)));
                    }
                    "row" => {
                        let row = self.row_number(&start).map_err(one)?;
                        let is_hidden = is_hidden(&start);
                        if !self.row(&mut xml, row, is_hidden)? {
                            return Ok(());
                        }
                    }
                    "mergeCell" => {
                        let area = attribute(&start, "ref").unwrap_or_default();
                        let detail = format!(
                            "the cells {area} are merged, and only the first of them has a value; take the merging \
                             apart and fill each"
                        );
                        return Err(one(RowFault::of_file("merged_cells", detail)));
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Keeps where hidden columns are, as far out as any are looked at.
    fn column(&mut self, start: &BytesStart<'_>) {
        let place = |name| attribute(start, name)?.parse::<usize>().ok()?.checked_sub(1);
        if let (Some(first), Some(last)) = (place("min"), place("max"))
            && is_hidden(start)
            && first < MOST_COLUMNS
            && self.hidden.len() < MOST_COLUMNS
        {
            self.hidden.push((first, last));
        }
    }

    /// Whether a format that hangs on a condition has a format of numbers, which may stand in the sheet itself, or puts a
    /// picture in their place.
    fn alters_numbers(&self, start: &BytesStart<'_>) -> bool {
        let format = attribute(start, "dxfId").and_then(|id| id.parse().ok());
        format.is_some_and(|format| self.shared.formats.is_of_numbers(format))
            || is_off(start, "showValue")
            || (start.local_name().into_inner() == "numFmt" && alters_numbers(start))
    }

    fn row_number(&mut self, start: &BytesStart<'_>) -> Result<u64, RowFault> {
        let number = match attribute(start, "r") {
            Some(text) => text.parse::<u64>().ok(),
            None => Some(self.last_row.saturating_add(1)),
        };
        let number = number.filter(|number| *number > self.last_row);
        self.last_row = number.ok_or_else(|| {
            RowFault::of_file("broken_workbook", "the rows of the sheet are not in order; save it anew")
        })?;
        Ok(self.last_row)
    }

    /// Reads a row to its end; `false` where no more are wanted.
    fn row(&mut self, xml: &mut Xml<'_>, number: u64, is_hidden: bool) -> Result<bool, Vec<RowFault>> {
        let one = |fault| vec![fault];
        let spot = Spot::Line(number);
        let mut cells: BTreeMap<usize, Result<String, RowFault>> = BTreeMap::new();
        let mut next = 0;
        loop {
            match xml.next().map_err(one)? {
                Event::Start(start) if start.local_name().into_inner() == "c" => {
                    let place = match attribute(&start, "r") {
                        Some(reference) => column_of(&reference).unwrap_or(usize::MAX),
                        None => next,
                    };
                    next = place.saturating_add(1);
                    let written = Written {
                        kind: attribute(&start, "t").unwrap_or_default(),
                        style: attribute(&start, "s").and_then(|s| s.parse().ok()).unwrap_or_default(),
                        ..Written::default()
                    };
                    let written = written.complete(xml).map_err(one)?;
                    self.cells += 1;
                    if self.cells > MOST_CELLS {
                        let detail = format!(
                            "the sheet has more than {MOST_CELLS} cells; save it as CSV, or in parts"
                        );
                        return Err(one(RowFault::of_row(spot, "too_many_cells", detail)));
                    }
                    if written.value.is_none() && !written.has_formula {
                        continue;
                    }
                    if number > MOST_ROWS || place >= MOST_COLUMNS {
                        let detail = format!(
                            "a cell lies outside of the first {MOST_ROWS} rows and {MOST_COLUMNS} columns; take it \
                             away, or save the table as CSV"
                        );
                        return Err(one(RowFault::of_row(spot, "cell_too_far_out", detail)));
                    }
                    let text = self.seen(&written, spot, place);
                    if let Ok(text) = &text {
                        let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
                        self.text_left = self
                            .text_left
                            .checked_sub(bytes)
                            .ok_or_else(|| one(super::package::Unpacking::fault()))?;
                    }
                    if text.as_ref().is_ok_and(String::is_empty) {
                        continue;
                    }
                    if cells.insert(place, text).is_some() {
                        let detail = "a cell is there twice; save the workbook anew";
                        return Err(one(RowFault::of_row(spot, "broken_workbook", detail)));
                    }
                }
                Event::Start(_) => xml.skip().map_err(one)?,
                Event::End(_) => break,
                Event::Eof => return Err(one(cut_short())),
                _ => {}
            }
        }
        if cells.is_empty() {
            return Ok(true);
        }
        let hidden = is_hidden.then(|| {
            let detail =
                "the row is hidden, by itself or by a filter, and holds cells; show it, or take it away";
            RowFault::of_row(spot, "hidden_row", detail)
        });
        match (&self.header, hidden) {
            (None, Some(fault)) => Err(one(fault)),
            (Some(_), Some(fault)) => Ok(self.sink.row(Err(fault))),
            (Some(header), None) => Ok(hand_on(header, spot, cells, self.sink)),
            (None, None) => self.take_header(spot, cells).map(|()| true),
        }
    }

    fn take_header(
        &mut self,
        spot: Spot,
        cells: BTreeMap<usize, Result<String, RowFault>>,
    ) -> Result<(), Vec<RowFault>> {
        let mut places = BTreeMap::new();
        for (place, cell) in cells {
            places.insert(place, cell.map_err(|fault| vec![fault])?);
        }
        let names: Vec<String> = places.values().cloned().collect();
        let (columns, taken) = self.shape.of_header(spot, &names)?;
        let all: Vec<usize> = places.keys().copied().collect();
        let taken: Vec<usize> = taken.into_iter().filter_map(|place| all.get(place).copied()).collect();
        let is_hidden = |place| self.hidden.iter().any(|(first, last)| (*first..=*last).contains(place));
        let faults: Vec<RowFault> = taken
            .iter()
            .filter(|place| is_hidden(*place))
            .map(|place| {
                let name = places.get(place).map_or("", String::as_str);
                let detail = format!("the column {} is hidden; show it, or take it away", letters(*place));
                RowFault::of_cell(spot, name, name, "hidden_column", detail)
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        self.header = Some(Header { places, taken });
        self.sink.columns(columns);
        Ok(())
    }

    /// The text of a cell as people see it.
    fn seen(&self, written: &Written, spot: Spot, place: usize) -> Result<String, RowFault> {
        let value = written.value.as_deref().unwrap_or_default();
        let name = || match self.header.as_ref().and_then(|header| header.places.get(&place)) {
            Some(name) => name.clone(),
            None => letters(place),
        };
        let refused = |(code, detail): number::Refusal| RowFault::of_cell(spot, &name(), value, code, detail);
        if written.has_formula {
            let detail = "the cell holds a formula; put its value in its place (copy, paste as values)";
            return Err(refused(("formula_cell", detail)));
        }
        let text = |text: &str| match unguarded(text.trim()) {
            text if !text.is_empty() && self.shared.formats.words_text(written.style) => {
                Err(refused(WORDED_TEXT))
            }
            text => Ok(text.to_owned()),
        };
        match written.kind.as_str() {
            "s" => {
                let shared = value.trim().parse().ok().and_then(|number| self.shared.strings.get(number));
                let missing = (
                    "broken_workbook",
                    "the cell refers to a text that is not there; save the workbook anew",
                );
                text(shared.ok_or_else(|| refused(missing))?)
            }
            "inlineStr" | "str" => text(value),
            "b" => Ok(if value.trim() == "1" { "true" } else { "false" }.to_owned()),
            "d" => {
                let (day, time) = value.trim().split_once('T').unwrap_or((value.trim(), "00:00:00"));
                if !matches!(time, "00:00:00" | "00:00:00.000" | "00:00:00Z") {
                    let detail = "the cell holds a time of day beside the day; write the day alone";
                    return Err(refused(("time_of_day", detail)));
                }
                match day.parse() {
                    Ok(day) => part_of(day, self.shared.formats.shown(written.style, 1.0)).map_err(refused),
                    Err(_) => text(day),
                }
            }
            "" | "n" if value.trim().is_empty() => Ok(String::new()),
            "" | "n" => {
                // What is no number is refused whatever its sign.
                let number: f64 = value.trim().parse().unwrap_or(1.0);
                let shown = match self.shared.formats.shown(written.style, number) {
                    Shown::Number | Shown::Percent if self.hides_zeros && number == 0.0 => Shown::Worded,
                    shown => shown,
                };
                self.number(value, shown).map_err(refused)
            }
            "e" => Err(refused(("error_cell", "the cell holds an error; write its value"))),
            _ => Err(refused((
                "broken_workbook",
                "the cell is of a kind that is not known; save the workbook anew",
            ))),
        }
    }

    fn number(&self, value: &str, shown: Shown) -> Result<String, number::Refusal> {
        match shown {
            Shown::Number => number::plain(value),
            Shown::Percent => number::percent(value),
            Shown::Day | Shown::Month | Shown::Year | Shown::PartOfDay => {
                part_of(number::day(value, self.shared.from_1904)?, shown)
            }
            Shown::Time => Err((
                "time_of_day",
                "the cell is shown with a time of day; write the day alone, as 2022-06-30",
            )),
            Shown::Worded => Err(WORDED_NUMBER),
        }
    }
}

const WORDED_NUMBER: number::Refusal = (
    "worded_number",
    "the format of the cell adds words or signs to the number, hides it or shows it in thousands, or the sheet hides zeros; \
     write what is meant as text",
);

const WORDED_TEXT: number::Refusal = (
    "worded_text",
    "the format of the cell adds words to its text, or hides it; write what is meant, and give the cell the format Text",
);

/// What is seen of a day.
fn part_of(day: NaiveDate, shown: Shown) -> Result<String, number::Refusal> {
    match shown {
        Shown::Year => Ok(day.format("%Y").to_string()),
        Shown::Month => Ok(day.format("%Y-%m").to_string()),
        Shown::PartOfDay => Err((
            "part_of_day",
            "the cell shows only a part of its day, or what the language of the spreadsheet makes of it; write what is \
             meant as text, as 2022, 2022-06 or 2022-06-30",
        )),
        Shown::Worded => Err(WORDED_NUMBER),
        _ => Ok(day.to_string()),
    }
}

impl Written {
    /// Reads the cell to its end.
    fn complete(mut self, xml: &mut Xml<'_>) -> Result<Self, RowFault> {
        loop {
            match xml.next()? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "v" => {
                        let mut value = String::new();
                        xml.text(&mut value)?;
                        self.value = Some(value);
                    }
                    "is" => self.value = Some(rich_text(xml)?),
                    "f" => {
                        self.has_formula = true;
                        xml.skip()?;
                    }
                    _ => xml.skip()?,
                },
                Event::End(_) => return Ok(self),
                Event::Eof => return Err(cut_short()),
                _ => {}
            }
        }
    }
}

fn hand_on(
    header: &Header,
    spot: Spot,
    mut cells: BTreeMap<usize, Result<String, RowFault>>,
    sink: &mut dyn Sink,
) -> bool {
    let mut faults = Vec::new();
    for (place, cell) in &cells {
        match cell {
            Err(fault) => faults.push(fault.clone()),
            Ok(value) if !header.places.contains_key(place) => {
                let detail = "the cell stands under no column; name its column in the first row, or empty it";
                faults.push(RowFault::of_cell(spot, &letters(*place), value, "cell_without_column", detail));
            }
            Ok(_) => {}
        }
    }
    if !faults.is_empty() {
        return faults.into_iter().take(MOST_FAULTS).all(|fault| sink.row(Err(fault)));
    }
    let taken: Vec<String> = header
        .taken
        .iter()
        .map(|place| cells.remove(place).and_then(Result::ok).unwrap_or_default())
        .collect();
    sink.row(Ok(Row::new(spot, taken.iter().map(String::as_str))))
}

/// Whether something that is on by itself is turned off.
fn is_off(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| matches!(value.as_str(), "0" | "false"))
}

/// Whether a row or a group of columns is hidden.
fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true"))
}

/// The column of a reference such as `AB12`, counted from 0.
fn column_of(reference: &str) -> Option<usize> {
    let mut number: usize = 0;
    for letter in reference.bytes().take_while(u8::is_ascii_alphabetic) {
        let place = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        number = number.checked_mul(26)?.checked_add(place)?;
    }
    number.checked_sub(1)
}

/// The letters of a column, counted from 0.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.extend(
            u32::try_from(column % 26).ok().and_then(|place| char::from_u32(place + u32::from(b'A'))),
        );
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters.iter().rev().collect(),
        }
    }
}
