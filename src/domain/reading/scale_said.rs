//! The scale that a unit holds, and whether words print one themselves. Knows no grammar.

use super::{amount::Yardstick, text::Text};
use crate::domain::{quantity::Exact, unit::multiplier_starting};

/// How many of its word a unit is one of: a million of million visitors. `None` where the unit cannot be read.
pub fn scale_of(unit: &str) -> Option<Exact> {
    Some(Yardstick::new(&Text::new(unit).ok()?, false).unit.multiplier)
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
    use super::prints_a_scale;

    #[test]
    fn a_scale_is_told_from_words_that_are_none() {
        for words in ["24.7 million", "24.7m", "3k", "580万", "1,200 ($'000)", "$1.2bn", "9亿元"] {
            assert!(prints_a_scale(words), "{words}");
        }
        for words in ["24,738,924", "24,738,924 visitors", "296,346 (preliminary)", "580000人", "$1,200"] {
            assert!(!prints_a_scale(words), "{words}");
        }
    }
}
