//! The texts that the cells of a workbook share, in one piece of memory.

use quick_xml::events::Event;

use super::{
    super::fault::RowFault,
    xml::{Xml, cut_short},
};

/// Most texts, and most bytes of all of them.
const MOST_STRINGS: usize = 2_000_000;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The shared texts.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads them from their part.
    ///
    /// # Errors
    /// XML that is broken or out of bounds.
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, RowFault> {
        let mut strings = Self::default();
        loop {
            match xml.next()? {
                Event::Start(start) if start.local_name().into_inner() == "si" => {
                    let text = rich_text(&mut xml)?;
                    strings.text.push_str(&text);
                    let end =
                        u32::try_from(strings.text.len()).ok().filter(|_| strings.text.len() <= MOST_BYTES);
                    let Some(end) = end.filter(|_| strings.ends.len() < MOST_STRINGS) else {
                        let detail =
                            "the workbook holds more text than a table that is taken; save it in parts";
                        return Err(RowFault::of_file("too_much_text", detail));
                    };
                    strings.ends.push(end);
                }
                Event::Eof => return Ok(strings),
                _ => {}
            }
        }
    }

    /// The text of a number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let place = |end: u32| usize::try_from(end).ok();
        let start = match number.checked_sub(1) {
            Some(before) => place(*self.ends.get(before)?)?,
            None => 0,
        };
        self.text.get(start..place(*self.ends.get(number)?)?)
    }
}

/// The text of an element made of runs, to its end: without what is only shown above it to say how it sounds.
pub(super) fn rich_text(xml: &mut Xml<'_>) -> Result<String, RowFault> {
    let mut text = String::new();
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Event::Start(start) => match start.local_name().into_inner() {
                "t" => xml.text(&mut text)?,
                "rPh" => xml.skip()?,
                _ => depth += 1,
            },
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(cut_short()),
            _ => {}
        }
    }
    Ok(unescaped(&text))
}

/// Characters that XML cannot hold are written as `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        let hex = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let character = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        if let Some(character) = character {
            out.push(character);
            rest = after.get(5..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}
