//! Texts in traditional characters, made of simplified ones by the table that the program reads them by, turned around.

use std::{collections::HashMap, sync::LazyLock};

const TABLE: &str = include_str!("../../src/domain/traditional.txt");

fn pairs() -> impl Iterator<Item = (char, char)> {
    let characters: Vec<char> = TABLE.chars().filter(|character| !character.is_whitespace()).collect();
    (0..characters.len() / 2).map(move |pair| (characters[2 * pair], characters[2 * pair + 1]))
}

/// Whether traditional texts use a character, as far as Big5 goes.
fn is_in_use(character: char) -> bool {
    let (_, _, is_unknown) = encoding_rs::BIG5.encode(character.encode_utf8(&mut [0; 4]));
    !is_unknown
}

/// The text in traditional characters. Where several are written for one, the first is taken.
pub(crate) fn traditional(text: &str) -> String {
    static FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let mut forms = HashMap::new();
        for (traditional, simple) in pairs() {
            if is_in_use(traditional) && !is_in_use(simple) {
                forms.entry(simple).or_insert(traditional);
            }
        }
        forms
    });
    in_forms(text, &FORMS)
}

/// The text in simplified characters.
pub(crate) fn simplified(text: &str) -> String {
    static FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs().collect());
    in_forms(text, &FORMS)
}

fn in_forms(text: &str, forms: &HashMap<char, char>) -> String {
    text.chars().map(|character| forms.get(&character).copied().unwrap_or(character)).collect()
}
