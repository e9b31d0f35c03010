//! Symbols in which a capital says which unit it is, or that it is a multiplier: ML is no ml, and the M of 1.5M no metre.
//! Knows no more of units.

/// Symbols that keep their capitals in the normalised copy, where all else is in lower case. Written in another way than
/// here they are the common ones, such as megawatts in whatever case.
const CASED: [(&str, &str); 12] = [
    ("ML", "ML"),
    ("Ml", "ML"),
    ("Mt", "Mt"),
    ("MtCO", "Mtco"),
    ("Mg", "Mg"),
    ("mW", "mW"),
    ("mWh", "mWh"),
    ("Mb", "Mb"),
    ("Gb", "Gb"),
    ("Tb", "Tb"),
    ("MBps", "MBps"),
    ("GBps", "GBps"),
];

/// Gives the symbols of a normalised copy, each of its characters with its position in the text as given, their capitals
/// back.
pub(crate) fn with_capitals(characters: &mut [(char, usize)], given: &str) {
    if !given.chars().any(is_capital) {
        return;
    }
    let given: Vec<char> = given.chars().map(narrow).collect();
    let is_letter = |entry: &(char, usize)| entry.0.is_ascii_alphabetic();
    let mut behind_digit = false;
    for run in characters.chunk_by_mut(|one, next| is_letter(one) == is_letter(next)) {
        if !run.first().is_some_and(is_letter) {
            behind_digit = run.last().is_some_and(|(c, _)| c.is_ascii_digit());
            continue;
        }
        let word: String = run.iter().filter_map(|(_, position)| given.get(*position)).collect();
        let kept = match word.as_str() {
            "M" | "B" if behind_digit => Some(word.as_str()),
            _ => CASED.iter().find(|(symbol, _)| *symbol == word).map(|(_, kept)| *kept),
        };
        for (entry, capital) in run.iter_mut().zip(kept.unwrap_or("").chars()) {
            entry.0 = capital;
        }
    }
}

fn is_capital(character: char) -> bool {
    narrow(character).is_ascii_uppercase()
}

/// The half-width form of a full-width letter.
fn narrow(character: char) -> char {
    match character {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            u32::from(character).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(character)
        }
        _ => character,
    }
}
