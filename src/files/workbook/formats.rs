//! How the numbers of a workbook are shown, by the style of a cell. Knows no cells.

use quick_xml::events::{BytesStart, Event};

use super::{
    super::fault::RowFault,
    code::{BySign, Shown},
    xml::{Xml, attribute},
};

const MOST_FORMATS: usize = 65_536;

/// How the number of each style is shown.
#[derive(Debug, Default)]
pub(super) struct Formats {
    of_style: Vec<BySign>,
    /// Of each format that hangs on a condition, whether it shows numbers in a way of its own.
    of_condition: Vec<bool>,
}

impl Formats {
    /// Reads them from the part of the styles.
    ///
    /// # Errors
    /// XML that is broken or out of bounds.
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, RowFault> {
        let mut custom: Vec<(u32, BySign)> = Vec::new();
        let mut formats = Self::default();
        let (mut in_cell_styles, mut in_condition) = (false, false);
        loop {
            match xml.next()? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "dxf" => {
                        in_condition = true;
                        formats.of_condition.push(false);
                    }
                    "numFmt" if in_condition => {
                        if let Some(last) = formats.of_condition.last_mut() {
                            *last = alters_numbers(&start);
                        }
                    }
                    "numFmt" => {
                        let id = attribute(&start, "numFmtId").and_then(|id| id.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(&start, "formatCode")) {
                            custom.push((id, BySign::of_code(&code)));
                        }
                    }
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => {
                        let id = attribute(&start, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                        let id = id.unwrap_or_default();
                        let own = custom.iter().find(|(custom, _)| *custom == id).map(|(_, shown)| *shown);
                        formats.of_style.push(own.unwrap_or_else(|| BySign::all(built_in(id))));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().into_inner() == "cellXfs" => in_cell_styles = false,
                Event::End(end) if end.local_name().into_inner() == "dxf" => in_condition = false,
                Event::Eof => return Ok(formats),
                _ => {}
            }
            let styles = formats.of_style.len().max(formats.of_condition.len());
            if custom.len() > 1_000 || styles > MOST_FORMATS {
                return Err(RowFault::of_file(
                    "too_many_styles",
                    "the workbook has too many styles; save it anew",
                ));
            }
        }
    }

    /// How a number of a style is shown.
    pub(super) fn shown(&self, style: usize, number: f64) -> Shown {
        let shown = self.of_style.get(style).copied().unwrap_or_default();
        if number == 0.0 {
            shown.zero
        } else if shown.hides_small && number.abs() < 0.5 {
            Shown::Worded
        } else if number < 0.0 {
            shown.negative
        } else {
            shown.positive
        }
    }

    /// Whether a text of a style is seen with words around it, or not at all.
    pub(super) fn words_text(&self, style: usize) -> bool {
        self.of_style.get(style).is_some_and(|shown| shown.words_text)
    }

    /// Whether a format that hangs on a condition shows numbers in a way of its own.
    pub(super) fn is_of_numbers(&self, condition: usize) -> bool {
        self.of_condition.get(condition).copied().unwrap_or_default()
    }
}

/// Whether a format of numbers that stands for another one shows more than digits, or less: some programs give one to all.
pub(super) fn alters_numbers(format: &BytesStart<'_>) -> bool {
    attribute(format, "formatCode").is_none_or(|code| BySign::of_code(&code) != BySign::default())
}

/// The formats that have a number and no code. What those of days for East Asia show is the language's to say: 57 is a
/// month of a year in one, a day in another.
const fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percent,
        14 | 15 | 22 | 30 | 31 => Shown::Day,
        17 => Shown::Month,
        16 | 27..=29 | 36 | 50..=58 => Shown::PartOfDay,
        18..=21 | 32..=35 | 45..=47 => Shown::Time,
        _ => Shown::Number,
    }
}
