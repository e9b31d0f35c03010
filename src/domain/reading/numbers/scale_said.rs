//! The scale that a unit holds, and whether words print one themselves. Knows no grammar.

use super::amount::Yardstick;
use crate::domain::{
    quantity::Exact,
    reading::wording::text::Text,
    unit::{multiplier_starting, prefix_of},
};

/// How many of its word a unit is one of: a million of million visitors. `None` where the unit cannot be read.
pub fn scale_of(unit: &str) -> Option<Exact> {
    Some(Yardstick::new(&Text::new(unit).ok()?, false).unit.multiplier)
}

/// Whether a unit has a smaller one of a thousandth of it, in which the same may be counted: `TWh`, km, million tonnes.
pub fn has_a_thousandth(unit: &str) -> bool {
    const SMALL: [&str; 6] = ["km", "kilometre", "kilometer", "kg", "kw", "kwh"];
    let thousand = Exact::from(1_000);
    let is_scaled = || prints_a_scale(unit) && scale_of(unit).is_some_and(|scale| scale >= thousand);
    // Of 亿元 the smaller ones are at other distances.
    unit.is_ascii()
        && Text::new(unit).is_ok_and(|text| {
            let word = text.plain.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            SMALL.contains(&word.strip_suffix('s').unwrap_or(word))
                || prefix_of(&text.plain).is_some()
                || is_scaled()
        })
}

/// Whether words print a scale of their own: 24.7 million, 580万.
pub fn prints_a_scale(words: &str) -> bool {
    const LETTERS: [&str; 6] = ["k", "m", "mn", "b", "bn", "tn"];
    let Ok(text) = Text::new(words) else { return true };
    let is_scale = |word: &str| {
        LETTERS.contains(&word) || multiplier_starting(word).is_some_and(|(_, length)| length == word.len())
    };
    text.plain.contains(['百', '千', '万', '亿', '兆'])
        || text.plain.contains("'000")
        || text
            .plain
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .any(|word| is_scale(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{has_a_thousandth, prints_a_scale};

    #[test]
    fn a_scale_is_told_from_words_that_are_none() {
        for words in ["24.7 million", "24.7m", "3k", "580万", "1,200 ($'000)", "$1.2bn", "9亿元"] {
            assert!(prints_a_scale(words), "{words}");
        }
        for words in ["24,738,924", "24,738,924 visitors", "296,346 (preliminary)", "580000人", "$1,200"] {
            assert!(!prints_a_scale(words), "{words}");
        }
    }
    #[test]
    fn a_unit_with_a_smaller_one_is_told() {
        for unit in [
            "TWh",
            "GW",
            "Mt CO2 eq",
            "kt",
            "Mtoe",
            "km",
            "kilometres",
            "US$ billion",
            "$ million",
            "million tonnes",
        ] {
            assert!(has_a_thousandth(unit), "{unit}");
        }
        for unit in ["", "%", "homes", "people", "US$", "days", "ha", "t", "tonnes", "亿元", "万吨"] {
            assert!(!has_a_thousandth(unit), "{unit}");
        }
    }
}
