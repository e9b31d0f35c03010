//! The code of a number format, as `#,##0.0_);[Red](#,##0.0)` or `yyyy"年"m"月"`: what it lets people see of a number.
//! Knows no styles.

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// As a number, whatever its decimals and separators.
    #[default]
    Number,
    /// A hundred times itself, with a percent sign.
    Percent,
    /// As a day, whether a time of day stands beside it or not.
    Day,
    /// As a month of a year.
    Month,
    /// As a year.
    Year,
    /// As a part of a day that does not say which one it is, or in a way that the language of the spreadsheet decides.
    PartOfDay,
    /// As a time of day, or a span.
    Time,
    /// With words or signs around it, in thousands, or not at all: what is seen is not what is stored.
    Worded,
}

/// How a value is shown: a number by its sign, and a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct BySign {
    /// A number above zero.
    pub(super) positive: Shown,
    /// One below zero.
    pub(super) negative: Shown,
    /// Zero.
    pub(super) zero: Shown,
    /// Whether a number that is rounded to zero is not seen.
    pub(super) hides_small: bool,
    /// Whether a text is seen with words around it, or not at all.
    pub(super) words_text: bool,
}

impl BySign {
    /// A number the same whatever its sign, a text as it is.
    pub(super) const fn all(shown: Shown) -> Self {
        Self { positive: shown, negative: shown, zero: shown, hides_small: false, words_text: false }
    }

    /// What the code of a format makes of a value. Its first section is for all numbers, and for those that are zero or
    /// more where a second one is for those below; a third is for zero, a fourth for texts, as is any that is the last
    /// and has a place for one.
    pub(super) fn of_code(code: &str) -> Self {
        if code.trim().is_empty() {
            return Self::default();
        }
        let sections = sections(code);
        let positive = sections.first().map_or(Shown::Worded, Section::of_positive);
        // Which section a number falls to is then the conditions' to say.
        let words_text = match (sections.get(3), sections.last()) {
            (Some(section), _) => !section.is_plain_text(),
            (None, Some(last)) if last.places.contains('@') => !last.is_plain_text(),
            _ => false,
        };
        if sections.iter().any(|section| section.has_condition) {
            let is_same = sections.iter().all(|section| section.of_positive() == positive);
            let hides_zero = sections.iter().any(|section| !section.shows_zero());
            let hides_small = sections.iter().any(|section| !section.shows_zero() && section.is_of_wholes());
            let shown = if is_same { positive } else { Shown::Worded };
            let zero = if hides_zero { Shown::Worded } else { shown };
            return Self { zero, hides_small, words_text, ..Self::all(shown) };
        }
        let negative = match sections.get(1) {
            Some(second) if matches!(positive, Shown::Number | Shown::Percent | Shown::Worded) => {
                second.of_negative()
            }
            _ => positive,
        };
        let is_number = matches!(positive, Shown::Number | Shown::Percent);
        let first_hides = is_number && sections.first().is_some_and(|section| !section.shows_zero());
        let hides_small = first_hides && sections.first().is_some_and(Section::is_of_wholes);
        let zero = match sections.get(2) {
            Some(third) if sections.len() > 3 || !third.places.contains('@') => third.of_zero(positive),
            _ if first_hides => Shown::Worded,
            _ => positive,
        };
        Self { positive, negative, zero, hides_small, words_text }
    }
}

/// A section of a code.
#[derive(Debug, Default)]
struct Section {
    /// What stands for digits and parts of days, lower case.
    places: String,
    /// What is shown as it stands there.
    words: String,
    has_condition: bool,
    has_color: bool,
    /// Whether it shows hours, minutes or seconds that go on counting.
    is_span: bool,
}

fn sections(code: &str) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut section = Section::default();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => sections.push(std::mem::take(&mut section)),
            '"' => section.words.extend(characters.by_ref().take_while(|c| *c != '"')),
            '\\' => section.words.extend(characters.next()),
            // A gap as wide as the next character, and one that fills the cell.
            '_' | '*' => {
                characters.next();
            }
            '[' => section.bracket(&characters.by_ref().take_while(|c| *c != ']').collect::<String>()),
            other => section.places.extend(other.to_lowercase()),
        }
    }
    sections.push(section);
    for section in &mut sections {
        section.places = section.places.replace("general", "0");
    }
    sections
}

impl Section {
    fn bracket(&mut self, inner: &str) {
        let lower = inner.to_ascii_lowercase();
        if let Some(currency) = inner.strip_prefix('$') {
            let (sign, _language) = currency.split_once('-').unwrap_or((currency, ""));
            if !sign.chars().all(is_of_a_currency) {
                self.words.push_str(sign);
            }
        } else if lower.starts_with(['<', '>', '=']) {
            self.has_condition = true;
        } else if !lower.is_empty() && lower.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
            self.is_span = true;
        } else {
            self.has_color |= !lower.starts_with("dbnum") && !lower.starts_with("natnum");
        }
    }

    fn of_positive(&self) -> Shown {
        self.of_day().unwrap_or_else(|| self.of_number(|sign| sign == '+'))
    }

    /// One below zero is shown by a sign, in parentheses or in a colour; else nobody sees that it is.
    fn of_negative(&self) -> Shown {
        let is_minus = |sign: char| matches!(sign, '-' | '−' | '－' | '–' | '—' | '(' | ')' | '（' | '）');
        let has_sign = self.has_color || self.places.chars().chain(self.words.chars()).any(is_minus);
        match self.of_day() {
            None if has_sign => self.of_number(is_minus),
            _ => Shown::Worded,
        }
    }

    /// What the section for zero shows of it. A dash alone is how accounts write zero.
    fn of_zero(&self, positive: Shown) -> Shown {
        let is_number = matches!(positive, Shown::Number | Shown::Percent);
        let is_blank = |c: &char| c.is_whitespace() || is_sign_of_currency(*c) || matches!(c, '#' | '?');
        let mut seen = self.words.chars().chain(self.places.chars()).filter(|c| !is_blank(c));
        let is_dash = matches!(seen.next(), Some('-' | '–' | '—' | '－' | '−')) && seen.next().is_none();
        match self.of_positive() {
            _ if is_number && is_dash => positive,
            shown @ (Shown::Number | Shown::Percent) if self.shows_zero() => shown,
            Shown::Number | Shown::Percent => Shown::Worded,
            shown => shown,
        }
    }

    /// Whether zero is seen: by a digit that is shown at any rate, or as a fraction.
    fn shows_zero(&self) -> bool {
        self.places.contains(['0', '@', '/'])
    }

    /// Whether nothing smaller than a half is seen.
    fn is_of_wholes(&self) -> bool {
        !self.places.contains(['.', '%'])
    }

    /// Whether a text is shown as it is.
    fn is_plain_text(&self) -> bool {
        matches!(self.places.trim(), "@" | "0") && self.words.trim().is_empty()
    }

    /// What it shows of a number. `is_taken` says which signs change nothing.
    fn of_number(&self, is_taken: impl Fn(char) -> bool) -> Shown {
        let has_exponent = ["e+", "e-"].iter().any(|exponent| self.places.contains(exponent));
        let places = self.places.replace("e+", "").replace("e-", "");
        let has_digits = places.contains(['0', '#', '?', '@']);
        let is_harmless = |c: char| c.is_whitespace() || is_sign_of_currency(c) || c == '\'' || is_taken(c);
        let is_place = |c: char| matches!(c, '0' | '#' | '?' | '@' | '.' | ',' | '/' | '%') || is_harmless(c);
        let is_scaled = !has_exponent && (places.trim_end().ends_with(',') || places.contains(",."));
        let is_plain = has_digits && places.chars().all(is_place) && self.words.chars().all(is_harmless);
        match places.matches('%').count() {
            _ if !is_plain || is_scaled => Shown::Worded,
            0 => Shown::Number,
            1 => Shown::Percent,
            _ => Shown::Worded,
        }
    }

    /// What it shows of a day; `None` where it shows numbers.
    fn of_day(&self) -> Option<Shown> {
        if self.is_span {
            return Some(Shown::Time);
        }
        let places = self.places.replace("am/pm", "").replace("a/p", "");
        let characters: Vec<char> = places.chars().collect();
        // A letter as often as it stands there. An `e` before a sign is an exponent, another one a year.
        let mut runs: Vec<(char, usize)> = Vec::new();
        let mut rest = characters.as_slice();
        for run in characters.chunk_by(|one, other| one == other) {
            rest = rest.get(run.len()..).unwrap_or_default();
            let is_exponent = matches!(rest, ['+' | '-', '0' | '#' | '?', ..]);
            match run.first() {
                Some('e') if is_exponent => {}
                Some(letter @ ('y' | 'e' | 'm' | 'd' | 'h' | 's')) => runs.push((*letter, run.len())),
                _ => {}
            }
        }
        if runs.is_empty() {
            return None;
        }
        let letter = |place: Option<usize>| Some(runs.get(place?)?.0);
        // Minutes stand behind hours or before seconds.
        let is_month = |place: usize| {
            letter(Some(place)) == Some('m')
                && letter(place.checked_sub(1)) != Some('h')
                && letter(place.checked_add(1)) != Some('s')
        };
        let has = |wanted: &[char]| runs.iter().any(|(letter, _)| wanted.contains(letter));
        let has_day = runs.iter().any(|(letter, length)| *letter == 'd' && *length <= 2);
        let has_month = (0..runs.len()).any(is_month);
        Some(match (has(&['y', 'e']), has_month, has_day, has(&['h', 's'])) {
            (true, true, true, _) => Shown::Day,
            (_, _, _, true) => Shown::Time,
            (true, true, false, false) => Shown::Month,
            (true, false, false, false) if self.is_a_whole_year() => Shown::Year,
            _ => Shown::PartOfDay,
        })
    }

    /// Whether it shows the four digits of a year and nothing that gives them another sense, as a financial year.
    fn is_a_whole_year(&self) -> bool {
        let digits = self.places.trim().trim_end_matches('年').trim_end();
        let is_year = digits.len() > 2 && digits.chars().all(|c| c == 'y');
        is_year && matches!(self.words.trim(), "" | "年")
    }
}

/// A sign of money, which a number may have in any unit of money.
const fn is_sign_of_currency(sign: char) -> bool {
    matches!(sign, '$' | '£' | '¥' | '＄' | '￡' | '￥' | '￦' | '\u{20A0}'..='\u{20C0}')
}

/// What stands in the name of a currency: a sign, or letters as in `CHF`, but no word such as 亿元.
fn is_of_a_currency(c: char) -> bool {
    is_sign_of_currency(c)
        || c.is_whitespace()
        || c == '.'
        || matches!(c, '元' | '円' | '圆' | '원')
        || (c.is_alphabetic() && c < '\u{2E80}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_how_a_number_is_seen() {
        for (code, shown) in [
            ("General", Shown::Number),
            ("", Shown::Number),
            ("@", Shown::Number),
            ("0.00", Shown::Number),
            ("0.0_ ", Shown::Number),
            ("0.0\\ ", Shown::Number),
            ("#\\ ##0.0", Shown::Number),
            ("+0.0;-0.0;0.0", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("##0.0E+0", Shown::Number),
            ("# ?/?", Shown::Number),
            ("\"$\"#,##0.00", Shown::Number),
            ("[$¥-804]#,##0.00", Shown::Number),
            ("[$¥-zh-CN]#,##0.00", Shown::Number),
            ("[$CHF] #,##0.00", Shown::Number),
            ("\\¥#,##0;\\¥\\-#,##0", Shown::Number),
            ("_-* #,##0_-;\\-* #,##0_-;_-* \"-\"_-;_-@_-", Shown::Number),
            ("0.0%", Shown::Percent),
            ("0.0\"亿元\"", Shown::Worded),
            ("0\\万", Shown::Worded),
            ("#,##0,", Shown::Worded),
            ("0.0,,", Shown::Worded),
            ("0!.0,", Shown::Worded),
            ("0万", Shown::Worded),
            ("[$亿元-804]0.0", Shown::Worded),
            ("[$%-804]0.0", Shown::Worded),
            ("0.0\"%\"", Shown::Worded),
            ("0.0\\%", Shown::Worded),
            ("0.0\"‰\"", Shown::Worded),
            ("0.0%\"以上\"", Shown::Worded),
            ("\"-\"0.0", Shown::Worded),
            ("\\-0.0", Shown::Worded),
            ("-0.0", Shown::Worded),
            ("0.0-", Shown::Worded),
            ("(0.0)", Shown::Worded),
            ("\">\"0.0", Shown::Worded),
            ("\"≥\"0", Shown::Worded),
            ("\"±\"0", Shown::Worded),
            ("0\"/2\"", Shown::Worded),
            ("0\\.0", Shown::Worded),
            ("0.0\":1\"", Shown::Worded),
            (";;;", Shown::Worded),
            ("\"x\"", Shown::Worded),
            ("[>=10000]0.0,;0.0", Shown::Worded),
            ("[Red][<0]0.0;0.0", Shown::Number),
        ] {
            assert_eq!(BySign::of_code(code).positive, shown, "{code}");
        }
    }

    #[test]
    fn a_number_below_zero_has_a_section_of_its_own() {
        for (code, shown) in [
            ("0.0", Shown::Number),
            ("#,##0.00_);(#,##0.00)", Shown::Number),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", Shown::Number),
            ("#,##0;[Red]-#,##0", Shown::Number),
            ("#,##0;[Red]#,##0", Shown::Number),
            ("#,##0\\ ;\\-#,##0\\ ", Shown::Number),
            ("0.0%;-0.0%", Shown::Percent),
            ("0.0%;\"-\"0.0", Shown::Number),
            ("0.0;0.0", Shown::Worded),
            ("0.0;;0", Shown::Worded),
            ("0.0;\"下降\"0.0", Shown::Worded),
            ("0.0;-0.0\"%\"", Shown::Worded),
            ("0.0;+0.0", Shown::Worded),
            ("\"-\"0.0", Shown::Worded),
            ("yyyy\\-mm\\-dd;@", Shown::Day),
        ] {
            assert_eq!(BySign::of_code(code).negative, shown, "{code}");
        }
    }

    #[test]
    fn zero_has_a_section_of_its_own() {
        for (code, shown) in [
            ("0.0", Shown::Number),
            ("0.0%", Shown::Percent),
            ("#,##0.00_);(#,##0.00)", Shown::Number),
            ("0.0;-0.0;0", Shown::Number),
            ("0.0;-0.0;0%", Shown::Percent),
            ("0.0;-0.0;@", Shown::Number),
            ("@", Shown::Number),
            ("# ?/?", Shown::Number),
            ("_-* #,##0_-;\\-* #,##0_-;_-* \"-\"_-;_-@_-", Shown::Number),
            ("_(\"$\"* #,##0_);_(\"$\"* (#,##0);_(\"$\"* \"-\"??_);_(@_)", Shown::Number),
            ("0.0%;-0.0%;\"-\"", Shown::Percent),
            ("yyyy-mm-dd;@", Shown::Day),
            ("0.0;-0.0;", Shown::Worded),
            ("0.0;-0.0;;@", Shown::Worded),
            ("0.0;;", Shown::Worded),
            ("#", Shown::Worded),
            ("#,###;-#,###", Shown::Worded),
            ("#.##", Shown::Worded),
            ("0;-0;#", Shown::Worded),
            ("0.0;-0.0;\"未报\"", Shown::Worded),
            ("0.0;-0.0;\"--\"", Shown::Worded),
            ("0.0;-0.0;\"n/a\"", Shown::Worded),
            ("0.0;-0.0;0\"万\"", Shown::Worded),
            ("0.0\"万\";-0.0\"万\";\"-\"", Shown::Worded),
            ("[=0]\"\";0.0", Shown::Worded),
        ] {
            assert_eq!(BySign::of_code(code).zero, shown, "{code}");
        }
        for (code, hides) in [
            ("#", true),
            ("#,###", true),
            ("#.##", false),
            ("#%", false),
            ("0", false),
            ("# ?/?", false),
            ("General", false),
        ] {
            assert_eq!(BySign::of_code(code).hides_small, hides, "{code}");
        }
    }

    #[test]
    fn a_text_has_a_section_of_its_own() {
        for code in [
            "General",
            "@",
            "_-@_-",
            "[Red]@",
            "0.0",
            "0.0\"亿元\"",
            "0;-0;\"x\"",
            "0;-0;0;@",
            "0;-0;0;General",
            "yyyy-mm-dd;@",
            "_-* #,##0_-;\\-* #,##0_-;_-* \"-\"_-;_-@_-",
        ] {
            assert!(!BySign::of_code(code).words_text, "{code}");
        }
        for code in [
            "@\"以上\"",
            "\"约\"@",
            "@\"万\"",
            "@万",
            "@@",
            "0;@\"左右\"",
            ";;;",
            "0;-0;0;",
            ";;;@\"左右\"",
            "0;-0;0;\"x\"",
            "[>1]0;@\"左右\"",
        ] {
            assert!(BySign::of_code(code).words_text, "{code}");
        }
    }

    #[test]
    fn codes_say_which_part_of_a_day_is_seen() {
        for (code, shown) in [
            ("yyyy\\-mm\\-dd", Shown::Day),
            ("yyyy\\-mm\\-dd;@", Shown::Day),
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown::Day),
            ("[$-404]e/m/d", Shown::Day),
            ("e-mm-dd", Shown::Day),
            ("m/d/yy", Shown::Day),
            ("YYYY-MM-DD HH:MM:SS", Shown::Day),
            ("yyyy/m/d h:mm", Shown::Day),
            ("m/d/yyyy h:mm AM/PM", Shown::Day),
            ("yyyy-mm", Shown::Month),
            ("yyyy\"年\"m\"月\"", Shown::Month),
            ("mmm\\-yy", Shown::Month),
            ("yyyy", Shown::Year),
            ("yyyy\"年\"", Shown::Year),
            ("yyyy\"年\";@", Shown::Year),
            ("yyyy年", Shown::Year),
            ("yy", Shown::PartOfDay),
            ("yy\"年\"", Shown::PartOfDay),
            ("e", Shown::PartOfDay),
            ("\"FY\"yyyy", Shown::PartOfDay),
            ("yyyy\"年度\"", Shown::PartOfDay),
            ("\">\"yyyy", Shown::PartOfDay),
            ("mmmm", Shown::PartOfDay),
            ("m/d", Shown::PartOfDay),
            ("d\\-mmm", Shown::PartOfDay),
            ("dddd", Shown::PartOfDay),
            ("yyyy d", Shown::PartOfDay),
            ("[h]:mm:ss", Shown::Time),
            ("h:mm", Shown::Time),
            ("mm:ss", Shown::Time),
            ("yyyy h:mm", Shown::Time),
        ] {
            assert_eq!(BySign::of_code(code).positive, shown, "{code}");
        }
    }
}
