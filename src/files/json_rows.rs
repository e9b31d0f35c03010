//! Rows of JSON objects: one a line, or the items of one array. A number counts as the digits that stand there, never
//! as binary floating point.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Read},
};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    fault::{RowFault, Spot},
    read::{Input, LONGEST_ROW, Sink, too_long},
    row::{MOST_COLUMNS, MOST_FAULTS, Row, Shape, bearable},
};

const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Reads one object a line; empty lines are passed over.
pub(super) fn read_lines(input: Box<dyn Input>, shape: Shape, sink: &mut dyn Sink) {
    sink.columns(shape.columns());
    let mut input = BufReader::new(input);
    let mut bytes = Vec::new();
    for line in 1_u64.. {
        bytes.clear();
        let spot = Spot::Line(line);
        let most = u64::try_from(LONGEST_ROW).unwrap_or(u64::MAX);
        let read = input.by_ref().take(most).read_until(b'\n', &mut bytes);
        match read {
            Ok(0) => break,
            Ok(read) if read == LONGEST_ROW && bytes.last() != Some(&b'\n') => {
                sink.row(Err(RowFault::of_row(spot, "row_too_long", too_long())));
                break;
            }
            Ok(_) => {}
            Err(error) => {
                sink.row(Err(unreadable(spot, &error)));
                break;
            }
        }
        let text = bytes.strip_prefix(MARK).filter(|_| line == 1).unwrap_or(&bytes);
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if !hand_on(object(text, spot, shape), sink) {
            break;
        }
    }
}

/// Reads the items of an array, one at a time.
pub(super) fn read_array(
    input: Box<dyn Input>,
    shape: Shape,
    sink: &mut dyn Sink,
) -> Result<(), Vec<RowFault>> {
    let mut array = Array { input: BufReader::new(input), item: Vec::new(), line: 1 };
    array.begin().map_err(|fault| vec![fault])?;
    sink.columns(shape.columns());
    for number in 0.. {
        let spot = Spot::Item(number);
        match array.next_item(spot) {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                sink.row(Err(fault));
                break;
            }
        }
        if !hand_on(object(&array.item, spot, shape), sink) {
            break;
        }
    }
    Ok(())
}

fn hand_on(row: Result<Row, Vec<RowFault>>, sink: &mut dyn Sink) -> bool {
    match row {
        Ok(row) => sink.row(Ok(row)),
        Err(faults) => faults.into_iter().all(|fault| sink.row(Err(fault))),
    }
}

fn unreadable(spot: Spot, error: &io::Error) -> RowFault {
    RowFault::of_row(spot, "unreadable", format!("the file cannot be read: {error}"))
}

/// The keys of an object with their values as they are written, in order; a key may be there twice. Of one that has more
/// than are taken the others are counted and not kept.
struct Entries<'a> {
    kept: Vec<(String, &'a RawValue)>,
    number: usize,
}

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while kept.len() < MOST_COLUMNS
            && let Some(entry) = map.next_entry()?
        {
            kept.push(entry);
        }
        let mut number = kept.len();
        while number >= MOST_COLUMNS && map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            number += 1;
        }
        Ok(Entries { kept, number })
    }
}

/// The row that an object describes.
fn object(bytes: &[u8], spot: Spot, shape: Shape) -> Result<Row, Vec<RowFault>> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| vec![RowFault::of_row(spot, "bad_encoding", "the row is no UTF-8; JSON is UTF-8")])?;
    let entries = serde_json::from_str::<Entries<'_>>(text).map_err(|error| {
        let detail = format!("the row is no JSON object that is taken here: {error}");
        vec![RowFault::of_row(spot, "malformed_json", detail)]
    })?;
    if entries.number > MOST_COLUMNS {
        let number = entries.number;
        let detail =
            format!("the object has {number} fields, and at most {MOST_COLUMNS} are taken; take some away");
        return Err(vec![RowFault::of_row(spot, "too_many_fields", detail)]);
    }
    let mut cells: Vec<Option<String>> = vec![None; shape.known.len()];
    let mut faults = Vec::new();
    for (key, value) in entries.kept {
        let place = shape.known.iter().position(|known| *known == key);
        let Some(cell) = place.and_then(|place| cells.get_mut(place)) else {
            if !shape.ignore_unknown {
                let detail = format!(
                    "no such field is known; the fields are {}; or ask for unknown ones to be ignored",
                    shape.known.join(", ")
                );
                faults.push(RowFault::of_cell(spot, &key, &key, "unknown_field", detail));
            }
            continue;
        };
        if cell.is_some() {
            let detail = "the field is there twice; take one away";
            faults.push(RowFault::of_cell(spot, &key, value.get(), "duplicate_field", detail));
            continue;
        }
        let text = if shape.lists.contains(&key.as_str()) && value.get().starts_with('[') {
            list(value.get())
        } else {
            scalar(value.get())
        };
        match text {
            Ok(text) => *cell = Some(text),
            Err((code, detail)) => {
                *cell = Some(String::new());
                faults.push(RowFault::of_cell(spot, &key, value.get(), code, detail));
            }
        }
    }
    for (known, cell) in shape.known.iter().zip(&cells) {
        if cell.is_none() && shape.required.contains(known) {
            let detail = format!("the field {known} is missing");
            faults.push(RowFault::of_cell(spot, known, "", "missing_field", detail));
        }
    }
    if !faults.is_empty() {
        faults.truncate(MOST_FAULTS);
        return Err(faults);
    }
    Ok(Row::of_some(spot, cells.iter().map(Option::as_deref)))
}

/// The text of a value: of a string its content, of a number its digits, of null nothing.
fn scalar(written: &str) -> Result<String, (&'static str, String)> {
    let text = match written.bytes().next() {
        Some(b'"') => serde_json::from_str(written)
            .map_err(|error| ("malformed_json", format!("the text cannot be read: {error}")))?,
        Some(b'n') => String::new(),
        Some(b'{' | b'[') => {
            return Err(("wrong_type", "a field is a text, a number, true, false or null".to_owned()));
        }
        _ => written.to_owned(),
    };
    bearable(&text).map_err(|detail| ("too_long", detail))?;
    Ok(text)
}

/// Several words in the one cell of a table: with spaces between them, or with bars where one of them holds a space.
pub fn in_one_cell(words: &[String]) -> String {
    let has_space = words.iter().any(|word| word.contains(char::is_whitespace));
    words.join(if has_space { " | " } else { " " })
}

/// The words of such a cell.
pub fn words_of_cell(cell: &str) -> Vec<String> {
    if cell.contains('|') {
        return cell.split('|').map(|word| word.trim().to_owned()).collect();
    }
    cell.split_whitespace().map(str::to_owned).collect()
}

/// The text of an array of words, as it stands in the one cell of a table.
fn list(written: &str) -> Result<String, (&'static str, String)> {
    let words: Vec<String> = serde_json::from_str(written)
        .map_err(|_| ("wrong_type", "a field of several words is a text or an array of texts".to_owned()))?;
    if words.iter().any(|word| word.trim().is_empty() || word.contains('|')) {
        let detail = "a word of a list is not empty and holds no bar, since bars part words that hold spaces";
        return Err(("bad_word", detail.to_owned()));
    }
    let text = in_one_cell(&words);
    bearable(&text).map_err(|detail| ("too_long", detail))?;
    Ok(text)
}

/// An array that is read item by item.
struct Array<R> {
    input: BufReader<R>,
    item: Vec<u8>,
    line: u64,
}

impl<R: Read> Array<R> {
    fn malformed(&self, spot: Option<Spot>, what: &str) -> RowFault {
        let detail = format!("the file is no JSON array of objects: {what} in line {}", self.line);
        RowFault { spot, ..RowFault::of_file("malformed_json", detail) }
    }

    fn next_byte(&mut self) -> Result<Option<u8>, RowFault> {
        let buffer = self
            .input
            .fill_buf()
            .map_err(|error| RowFault::of_file("unreadable", format!("the file cannot be read: {error}")))?;
        let byte = buffer.first().copied();
        if byte == Some(b'\n') {
            self.line += 1;
        }
        self.input.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    fn next_visible(&mut self) -> Result<Option<u8>, RowFault> {
        loop {
            match self.next_byte()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                other => return Ok(other),
            }
        }
    }

    /// Reads as far as the bracket that opens the array.
    fn begin(&mut self) -> Result<(), RowFault> {
        let mut first = self.next_visible()?;
        if first == MARK.first().copied() {
            self.next_byte()?;
            self.next_byte()?;
            first = self.next_visible()?;
        }
        if first == Some(b'[') { Ok(()) } else { Err(self.malformed(None, "it does not begin with [")) }
    }

    /// Reads the next item into `item`; `false` where the array has ended.
    fn next_item(&mut self, spot: Spot) -> Result<bool, RowFault> {
        let is_first = spot == Spot::Item(0);
        let mut byte = self.next_visible()?;
        if byte == Some(b',') && !is_first {
            byte = self.next_visible()?;
        } else if byte == Some(b']') {
            return match self.next_visible()? {
                None => Ok(false),
                Some(_) => Err(self.malformed(Some(spot), "there is more after its end")),
            };
        } else if !is_first {
            return Err(self.malformed(Some(spot), "a comma or ] is missing"));
        }
        if byte != Some(b'{') {
            return Err(self.malformed(Some(spot), "something that is no object"));
        }
        self.item.clear();
        self.item.push(b'{');
        let (mut depth, mut in_text, mut is_escaped) = (1_u32, false, false);
        while depth > 0 {
            let Some(byte) = self.next_byte()? else {
                return Err(self.malformed(Some(spot), "it ends too early"));
            };
            if self.item.len() >= LONGEST_ROW {
                return Err(RowFault::of_row(spot, "row_too_long", too_long()));
            }
            self.item.push(byte);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_text => is_escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth -= 1,
                _ => {}
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let shape = Shape { known: &["a", "b"], required: &[], lists: &[], ignore_unknown: false };
        match object(text.as_bytes(), Spot::Line(1), shape) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(|fault| fault.code).collect(),
        }
    }

    #[test]
    fn an_object_of_many_fields_is_refused_before_they_are_looked_at() {
        let fields = |number: usize| format!("{{{}}}", vec!["\"c\":1"; number].join(","));
        assert_eq!(codes(&fields(100)), vec!["unknown_field"; 100]);
        assert_eq!(codes(&fields(256)), vec!["unknown_field"; 100], "no more than a hundred of one row");
        for number in [257, 170_000] {
            assert_eq!(codes(&fields(number)), ["too_many_fields"], "{number}");
        }
        assert_eq!(codes(&fields(300).replace('}', "")), ["malformed_json"]);
    }
}
