//! How the numbers of a workbook are shown: which formats make a number a percentage, a day or words. Knows no cells.

use quick_xml::events::Event;

use super::{
    super::fault::RowFault,
    xml::{Xml, attribute},
};

const MOST_FORMATS: usize = 65_536;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// As a number, whatever its decimals and separators.
    #[default]
    Number,
    /// A hundred times itself, with a percent sign.
    Percent,
    /// As a day.
    Day,
    /// As a month of a year.
    Month,
    /// As a time of day, or a span.
    Time,
    /// With words around it, or in thousands: what is seen is not what is stored.
    Worded,
}

/// How the number of each style is shown.
#[derive(Debug, Default)]
pub(super) struct Formats {
    of_style: Vec<Shown>,
}

impl Formats {
    /// Reads them from the part of the styles.
    ///
    /// # Errors
    /// XML that is broken or out of bounds.
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, RowFault> {
        let mut custom: Vec<(u32, Shown)> = Vec::new();
        let mut formats = Self::default();
        let mut in_cell_styles = false;
        loop {
            match xml.next()? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "numFmt" => {
                        let id = attribute(&start, "numFmtId").and_then(|id| id.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(&start, "formatCode")) {
                            custom.push((id, of_code(&code)));
                        }
                    }
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => {
                        let id = attribute(&start, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                        let id = id.unwrap_or_default();
                        let own = custom.iter().find(|(custom, _)| *custom == id).map(|(_, shown)| *shown);
                        formats.of_style.push(own.unwrap_or_else(|| built_in(id)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().into_inner() == "cellXfs" => in_cell_styles = false,
                Event::Eof => return Ok(formats),
                _ => {}
            }
            if custom.len() > 1_000 || formats.of_style.len() > MOST_FORMATS {
                return Err(RowFault::of_file(
                    "too_many_styles",
                    "the workbook has too many styles; save it anew",
                ));
            }
        }
    }

    /// How the numbers of a style are shown.
    pub(super) fn shown(&self, style: usize) -> Shown {
        self.of_style.get(style).copied().unwrap_or_default()
    }
}

/// The formats that have a number and no code.
const fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percent,
        14..=16 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Day,
        17 | 55 | 56 => Shown::Month,
        18..=22 | 32..=35 | 45..=47 => Shown::Time,
        _ => Shown::Number,
    }
}

/// What the code of a format makes of a number.
fn of_code(code: &str) -> Shown {
    let lower = code.to_ascii_lowercase();
    // Only the first section counts: the others are for negative numbers, zero and text.
    let mut letters = String::new();
    let mut has_words = false;
    let mut characters = lower.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => {
                let words: String = characters.by_ref().take_while(|c| *c != '"').collect();
                has_words |= words.chars().any(char::is_alphabetic);
            }
            '\\' => has_words |= characters.next().is_some_and(char::is_alphabetic),
            '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if !inner.is_empty() && inner.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    return Shown::Time;
                }
            }
            other => letters.push(other),
        }
    }
    let letters = letters.replace("general", "0");
    let is_scientific = letters.contains("e+") || letters.contains("e-");
    let has = |wanted: &[char]| letters.contains(wanted);
    if has(&['h', 's']) || letters.contains("am/pm") {
        return Shown::Time;
    }
    if has(&['d']) {
        return Shown::Day;
    }
    if has(&['y']) || (has(&['e']) && !is_scientific) {
        return if has(&['m']) { Shown::Month } else { Shown::Day };
    }
    if has(&['m']) {
        return Shown::Day;
    }
    if letters.contains('%') {
        return Shown::Percent;
    }
    let scales = letters.trim_end().ends_with(',') || letters.contains(",.");
    let other_words = letters.chars().any(|c| c.is_alphabetic() && !(c == 'e' && is_scientific));
    if has_words || other_words || scales { Shown::Worded } else { Shown::Number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_how_a_number_is_seen() {
        for (code, shown) in [
            ("General", Shown::Number),
            ("0.00", Shown::Number),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("[$¥-804]#,##0.00", Shown::Number),
            ("0.0%", Shown::Percent),
            ("yyyy\\-mm\\-dd", Shown::Day),
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("yyyy-mm", Shown::Month),
            ("yyyy\"年\"m\"月\"", Shown::Month),
            ("m/d", Shown::Day),
            ("[h]:mm:ss", Shown::Time),
            ("yyyy-mm-dd hh:mm", Shown::Time),
            ("0.0\"亿元\"", Shown::Worded),
            ("0\\万", Shown::Worded),
            ("#,##0,", Shown::Worded),
            ("0.0,,", Shown::Worded),
            ("0万", Shown::Worded),
        ] {
            assert_eq!(of_code(code), shown, "{code}");
        }
    }
}
