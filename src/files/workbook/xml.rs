//! XML events of a part, within bounds: on one event, on depth, and on what is unpacked. A document type is refused,
//! and with it every entity but the five that XML has of itself.

use std::{
    borrow::Cow,
    io::{BufReader, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    super::{
        fault::RowFault,
        read::{Allowance, too_long},
        row::LONGEST_CELL,
    },
    package::Unpacking,
};

const DEEPEST: u32 = 64;

/// A part that is being read.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Box<dyn Read + 'a>>>,
    buffer: Vec<u8>,
    allowance: Allowance,
    unpacking: Unpacking,
    depth: u32,
}

impl<'a> Xml<'a> {
    pub(super) fn new(
        input: BufReader<Box<dyn Read + 'a>>,
        allowance: Allowance,
        unpacking: Unpacking,
    ) -> Self {
        let mut reader = Reader::from_reader(input);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), allowance, unpacking, depth: 0 }
    }

    /// The next event; an empty element is a start and an end.
    ///
    /// # Errors
    /// XML that is broken, or out of bounds.
    pub(super) fn next(&mut self) -> Result<Event<'_>, RowFault> {
        self.allowance.renew();
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => {
                let detail = "the workbook declares a document type, which no workbook needs";
                Err(RowFault::of_file("document_type", detail))
            }
            Ok(Event::Start(start)) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(RowFault::of_file("broken_workbook", "the workbook is nested too deeply"));
                }
                Ok(Event::Start(start))
            }
            Ok(Event::End(end)) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Event::End(end))
            }
            Ok(event) => Ok(event),
            Err(_) if self.unpacking.is_used_up() => Err(Unpacking::fault()),
            Err(_) if self.allowance.is_used_up() => Err(RowFault::of_file("too_long", too_long())),
            Err(error) => {
                let detail = format!("the workbook holds XML that cannot be read: {error}");
                Err(RowFault::of_file("broken_workbook", detail))
            }
        }
    }

    /// The text of the element that was begun, to its end. What stands in elements within it is left out.
    ///
    /// # Errors
    /// As for [`Xml::next`]; a text that is longer than any cell.
    pub(super) fn text(&mut self, into: &mut String) -> Result<(), RowFault> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(text) if depth == 1 => into.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
                Event::CData(text) if depth == 1 => into.push_str(&text),
                Event::GeneralRef(reference) if depth == 1 => into.push_str(&resolved(&reference)?),
                Event::Eof => return Err(cut_short()),
                _ => {}
            }
            if into.len() > LONGEST_CELL {
                let detail =
                    format!("a text of the workbook is longer than {LONGEST_CELL} bytes; shorten it");
                return Err(RowFault::of_file("too_long", detail));
            }
        }
        Ok(())
    }

    /// Passes over the element that was begun, to its end.
    ///
    /// # Errors
    /// As for [`Xml::next`].
    pub(super) fn skip(&mut self) -> Result<(), RowFault> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(cut_short()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The fault of XML that ends too early.
pub(super) fn cut_short() -> RowFault {
    RowFault::of_file("broken_workbook", "the workbook is cut short")
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, RowFault> {
    let character = reference.resolve_char_ref().ok().flatten().map(String::from);
    let predefined = resolve_predefined_entity(reference).map(str::to_owned);
    character.or(predefined).ok_or_else(|| {
        let detail = "the workbook holds a reference to an entity, which no workbook needs";
        RowFault::of_file("entity", detail)
    })
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|one| one.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}
