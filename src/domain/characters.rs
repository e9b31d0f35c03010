//! Chinese characters: traditional ones are the simplified ones that they stand for. Knows no word.

use std::sync::LazyLock;

use super::unit::Lookup;

/// Traditional characters, each followed by its simplified form: those that simplified texts do not use (outside of GB 2312)
/// and that have one form in them, and a few that are both and stand in words of the grammar (於, 後, 徵). 畫 is read for 計畫.
const TRADITIONAL: &str = include_str!("traditional.txt");

/// The character as simplified texts write it.
pub fn simplified(character: char) -> char {
    static PAIRS: LazyLock<Lookup<char, char>> = LazyLock::new(|| {
        let mut pairs = Lookup::default();
        let mut characters = TRADITIONAL.chars().filter(|character| !character.is_whitespace());
        while let (Some(traditional), Some(simple)) = (characters.next(), characters.next()) {
            pairs.insert(traditional, simple);
        }
        pairs
    });
    if character.is_ascii() {
        return character;
    }
    PAIRS.get(&character).copied().unwrap_or(character)
}

/// The text as simplified texts write it.
pub fn in_simplified(text: &str) -> String {
    text.chars().map(simplified).collect()
}

/// Whether a text says one of the words, in whichever characters; the words are in simplified ones and in lower case.
pub fn says(text: &str, words: &[&str]) -> bool {
    let plain = in_simplified(text).to_lowercase();
    words.iter().any(|word| plain.contains(word))
}
