//! How names, natures and published words are shown to people in one language. It knows no verdict and no place
//! where they are shown.

use super::{
    characters::in_simplified,
    indicator::{Indicator, Measure, Nature},
    outcome::Basis,
    reading::Language,
};

/// The text in the language, or in the other one where there is none.
pub const fn preferred<'a>(zh: &'a str, en: &'a str, language: Language) -> &'a str {
    match language {
        Language::Zh if zh.is_empty() => en,
        Language::Zh => zh,
        Language::En if en.is_empty() => zh,
        Language::En => en,
    }
}

/// The indicator's name.
pub fn indicator_name(indicator: &Indicator, language: Language) -> &str {
    preferred(&indicator.name_zh, &indicator.name_en, language)
}

/// Duty or guidance, in a word.
pub const fn nature_words(nature: Nature, language: Language) -> &'static str {
    match (nature, language) {
        (Nature::Binding, Language::Zh) => "约束性",
        (Nature::Binding, Language::En) => "binding",
        (Nature::Anticipatory, Language::Zh) => "预期性",
        (Nature::Anticipatory, Language::En) => "anticipatory",
    }
}

/// Duty or guidance, as tables print it: 约束性, 预期性指标, the * beside what is binding.
pub fn printed_nature(printed: &str) -> Option<Nature> {
    match in_simplified(printed.trim()).trim_end_matches("指标") {
        "约束性" | "约束" | "*" | "＊" => Some(Nature::Binding),
        "预期性" | "预期" | "指导性" => Some(Nature::Anticipatory),
        _ => None,
    }
}

/// How firm a figure is, in a word.
pub const fn basis_words(basis: Basis, language: Language) -> &'static str {
    match (basis, language) {
        (Basis::Forecast, Language::Zh) => "预计",
        (Basis::Preliminary, Language::Zh) => "初步",
        (Basis::Final, Language::Zh) => "最终",
        (basis, Language::En) => basis.word(),
    }
}

/// The signs of currencies that stand in front of a number in English.
const SIGNS: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// The words as published with the unit, where they end with a number and have none. English has the sign of a currency
/// in front of the number.
pub fn with_unit(words: &str, indicator: &Indicator, language: Language) -> String {
    let is_bare = words.chars().last().is_some_and(|last| last.is_ascii_digit());
    let has_unit = !indicator.unit.is_empty() && indicator.measure != Measure::Ratio;
    if !is_bare || !has_unit {
        return words.to_owned();
    }
    let is_of_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '−');
    let (before, number) = words.split_at(words.trim_end_matches(is_of_number).len());
    if ends_with_money(before, &indicator.unit) || is_no_amount(before, number) {
        return words.to_owned();
    }
    match money(number, &indicator.unit) {
        Some(money) if language == Language::En => format!("{before}{money}"),
        _ => {
            let space = if indicator.unit == "%" { "" } else { " " };
            format!("{words}{space}{}", indicator.unit)
        }
    }
}

/// Whether the number that words end with is none of the unit: a year (by 2025), a place (top 10), a whole of which something is a
/// part (12 of 15), a name (A1).
fn is_no_amount(before: &str, number: &str) -> bool {
    const PLACES: [&str; 6] = ["top", "rank", "no.", "fy", "第", "前"];
    const TIMES: [&str; 15] = [
        "by",
        "in",
        "of",
        "since",
        "until",
        "for",
        "year",
        "during",
        "end",
        "from",
        "vs",
        "vs.",
        "versus",
        "compared to",
        "compared with",
    ];
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let said = before.trim_end().to_lowercase();
    let ends_with = |word: &str| {
        said.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let is_century = |year: &str| year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    let is_glued = before.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '#'));
    let is_part = ends_with("of") && before.contains(|c: char| c.is_ascii_digit());
    // At least 2,019 of something, but by 2025, or 2016-17.
    let is_two_years =
        number.split_once('-').is_some_and(|(first, second)| is_century(first) && second.len() == 2);
    let is_behind_month = || MONTHS.iter().any(|month| ends_with(month));
    let is_year =
        is_two_years || (is_century(number) && (TIMES.into_iter().any(ends_with) || is_behind_month()));
    let is_place = PLACES.into_iter().any(ends_with) && !ends_with("目前");
    is_glued || is_part || is_year || is_place
}

/// Whether the words before a number end with the money that it is of, as the unit begins with it: at least $, Rs.
fn ends_with_money(before: &str, unit: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or("");
    last.ends_with(SIGNS) || (!last.is_empty() && unit.starts_with(last))
}

/// A number of money as English has it: £12.1m, US$5 per tonne. `None` where the unit names no sign of a currency, or has
/// digits or brackets around it that would run into the number (£000).
pub fn money(number: &str, unit: &str) -> Option<String> {
    let at = unit.find(SIGNS)?;
    let letters =
        unit.get(..at)?.len() - unit.get(..at)?.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let (before, rest) = unit.split_at(at - letters);
    let (sign, after) = rest.split_at(letters + rest.get(letters..)?.chars().next()?.len_utf8());
    let (minus, digits) = match number.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (before, after) = (before.trim(), after.trim_end());
    let is_words = |text: &str| text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '.'));
    if !is_words(before) || !is_words(after) {
        return None;
    }
    let space = if before.is_empty() { "" } else { " " };
    Some(format!("{minus}{sign}{digits}{space}{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::{Nature, ends_with_money, is_no_amount, money, printed_nature};

    #[test]
    fn a_number_that_words_end_with_may_be_none_of_the_unit() {
        for (before, number) in [
            ("90% by ", "2025"),
            ("95% during ", "2022"),
            ("95% by end ", "2022"),
            ("50% reduction compared to ", "2015"),
            ("50% reduction vs ", "2015"),
            ("20% increase from ", "2019"),
            ("by FY", "23"),
            ("FY ", "2023"),
            ("12 of ", "15"),
            ("12 out of ", "15"),
            ("12/", "15"),
            ("top ", "10"),
            ("#", "18"),
            ("A", "1"),
            ("Q", "2"),
            ("全国前", "10"),
            ("居第", "3"),
            ("in ", "2016-17"),
            ("", "2016-17"),
        ] {
            assert!(is_no_amount(before, number), "{before}{number}");
        }
        for (before, number) in [
            ("", "5,500"),
            ("at least ", "2019"),
            ("between 6 and ", "7"),
            ("不低于", "5500"),
            ("到2025年达到", "70"),
            ("≥", "5"),
            ("1,060, up from ", "1,000"),
            ("", "6-7"),
            ("reach ", "50"),
            ("increase by ", "50"),
            ("over ", "2015"),
            ("compared to ", "1,000"),
            ("目前", "5500"),
        ] {
            assert!(!is_no_amount(before, number), "{before}{number}");
        }
    }

    #[test]
    fn a_nature_is_printed_in_either_script() {
        for printed in ["约束性", "約束性", "約束性指標", "约束", "＊"] {
            assert_eq!(printed_nature(printed), Some(Nature::Binding), "{printed}");
        }
        for printed in ["预期性指标", "預期性", "預期性指標", "指導性"] {
            assert_eq!(printed_nature(printed), Some(Nature::Anticipatory), "{printed}");
        }
        assert_eq!(printed_nature("指標"), None);
    }

    #[test]
    fn words_may_print_their_money() {
        for (before, unit) in [("$", "$ million"), ("At least US$", "US$"), ("-$", "$"), ("Rs ", "Rs crore")]
        {
            assert!(ends_with_money(before, unit), "{before}");
        }
        for (before, unit) in [("", "$ million"), ("At least ", "$"), ("At least ", "")] {
            assert!(!ends_with_money(before, unit), "{before}");
        }
    }

    #[test]
    fn the_sign_of_a_currency_stands_in_front() {
        for (unit, wanted) in [
            ("$", "$12.1"),
            ("£m", "£12.1m"),
            ("US$ million", "US$12.1 million"),
            ("million €", "€12.1 million"),
            ("$ per tonne", "$12.1 per tonne"),
            ("$/t", "$12.1/t"),
        ] {
            assert_eq!(money("12.1", unit).as_deref(), Some(wanted));
        }
        assert_eq!(money("-3", "£m").as_deref(), Some("-£3m"));
        for unit in ["亿元", "£000", "US$ (millions)", "$'000"] {
            assert_eq!(money("3", unit), None, "{unit}");
        }
    }
}
