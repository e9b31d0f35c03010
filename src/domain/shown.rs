//! How names, natures and published words are shown to people in one language. It knows no verdict and no place
//! where they are shown.

use super::{
    indicator::{Indicator, Measure, Nature},
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

/// The words as published with the unit, where they end with a number and have none.
pub fn with_unit(words: &str, indicator: &Indicator) -> String {
    let is_bare = words.chars().last().is_some_and(|last| last.is_ascii_digit());
    let has_unit = !indicator.unit.is_empty() && indicator.measure != Measure::Ratio;
    if is_bare && has_unit {
        let space = if indicator.unit == "%" { "" } else { " " };
        format!("{words}{space}{}", indicator.unit)
    } else {
        words.to_owned()
    }
}
