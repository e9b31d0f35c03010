//! Chinese characters: traditional ones are the simplified ones that they stand for. Knows no word but those of plans with 畫.

use std::{borrow::Cow, sync::LazyLock};

use super::unit::Lookup;

/// Traditional characters, each followed by its simplified form: those that simplified texts do not use (outside of GB 2312)
/// and that have one form in them, and a few that are both and stand in words of the grammar (於, 後, 徵).
const TRADITIONAL: &str = include_str!("traditional.txt");

/// The table, and which characters it holds: most that are asked for are none of them, which a bit tells.
struct Pairs {
    simple: Lookup<char, char>,
    bits: Vec<u64>,
}

static PAIRS: LazyLock<Pairs> = LazyLock::new(|| {
    let (mut simple, mut bits) = (Lookup::default(), Vec::new());
    let mut characters = TRADITIONAL.chars().filter(|character| !character.is_whitespace());
    while let (Some(traditional), Some(plain)) = (characters.next(), characters.next()) {
        simple.insert(traditional, plain);
        let (word, bit) = place(traditional);
        bits.resize(bits.len().max(word + 1), 0);
        if let Some(bits) = bits.get_mut(word) {
            *bits |= bit;
        }
    }
    Pairs { simple, bits }
});

/// Where the bit of a character stands.
fn place(character: char) -> (usize, u64) {
    let number = u32::from(character);
    (usize::try_from(number / 64).unwrap_or(0), 1 << (number % 64))
}

/// The character as simplified texts write it.
pub fn simplified(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    let (word, bit) = place(character);
    let is_held = PAIRS.bits.get(word).is_some_and(|bits| bits & bit != 0);
    if is_held { PAIRS.simple.get(&character).copied().unwrap_or(character) } else { character }
}

/// Whether a text counts in 兆, which is another number in traditional characters; 兆瓦 is the same in both.
pub fn counts_in_zhao(text: &str) -> bool {
    text.match_indices('兆').any(|(at, zhao)| {
        let behind = text.get(at + zhao.len()..).unwrap_or_default();
        !behind.starts_with('瓦')
    })
}

/// The character as simplified texts write it behind another: 畫 is 划 in 計畫, 規畫 and 企畫, and 画 elsewhere.
pub fn simplified_behind(before: Option<char>, character: char) -> char {
    let is_of_a_plan = || before.is_some_and(|before| matches!(simplified(before), '计' | '规' | '企'));
    if character == '畫' && is_of_a_plan() { '划' } else { simplified(character) }
}

/// The text as simplified texts write it, character by character.
pub fn in_simplified(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| simplified(character) == character) {
        return Cow::Borrowed(text);
    }
    let mut before = None;
    let each = text.chars().map(|character| simplified_behind(before.replace(character), character));
    Cow::Owned(each.collect())
}

/// The words that were made of a text in simplified characters, in those in which the text is given.
pub fn as_given(given: &str, words: &str) -> String {
    let of_it = |character: char| {
        let is_as_given = character.is_ascii() || given.contains(character);
        let other = || {
            let mut before = None;
            given.chars().find(|other| simplified_behind(before.replace(*other), *other) == character)
        };
        if is_as_given { character } else { other().unwrap_or(character) }
    };
    words.chars().map(of_it).collect()
}

/// Whether a text says one of the words, in whichever characters; the words are in simplified ones and in lower case.
pub fn says(text: &str, words: &[&str]) -> bool {
    let plain = in_simplified(text).to_lowercase();
    words.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{as_given, in_simplified, says};

    #[test]
    fn what_is_painted_is_no_plan() {
        for (given, plain) in [
            ("年度計畫", "年度计划"),
            ("“十四五”規畫", "“十四五”规划"),
            ("企畫、计畫", "企划、计划"),
            ("新增畫廊12家", "新增画廊12家"),
            ("動畫、漫畫", "动画、漫画"),
            ("衞生院", "卫生院"),
            ("合夥企業", "合伙企业"),
            ("增长5%", "增长5%"),
        ] {
            assert_eq!(in_simplified(given), plain);
        }
        assert!(says("年度計畫", &["计划"]) && !says("動畫", &["划"]));
    }

    #[test]
    fn words_are_given_back_as_they_came() {
        assert_eq!(as_given("驗收未通過", "未通过验收"), "未通過驗收");
        assert_eq!(as_given("按計畫完成", "按计划完成"), "按計畫完成");
        assert_eq!(as_given("60萬人（淨增）", "净增60萬人"), "淨增60萬人");
    }
}
