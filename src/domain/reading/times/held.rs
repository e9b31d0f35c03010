//! Words for an amount that is to be the same year after year. Knows no numbers and no period.

use crate::domain::{characters::says, reading::wording::text::Text, unit::Unit};

/// The words without those at their end that say that it goes on: 90% ongoing, 90% on an ongoing basis.
pub(crate) fn without_course(words: &str) -> &str {
    let ends = ["on an ongoing basis", "ongoing"];
    let asked = ends.iter().find_map(|end| words.strip_suffix(end));
    asked.filter(|asked| asked.is_empty() || asked.ends_with(' ')).map_or(words, str::trim_end)
}

const HELD: [&str; 8] = ["稳定", "保持", "维持", "巩固", "maintain", "remain", "stay ", "keep "];

/// Whether a phrase says that its figure is held: 稳定在100亿斤以上, remain at 50. A place that is held (保持在全国前3位) is no
/// amount.
pub fn is_held_each_year(phrase: &str) -> bool {
    let Ok(text) = Text::new(phrase) else { return false };
    HELD.iter().any(|word| {
        text.plain.match_indices(word).any(|(at, _)| leads_to_a_number(&text.plain, at + word.len()))
    })
}

fn leads_to_a_number(plain: &str, from: usize) -> bool {
    let behind = plain.get(from..).unwrap_or("");
    let Some((words, _)) = behind.split_once(|c: char| c.is_ascii_digit()) else { return false };
    let goes_on = |c: char| !matches!(c, ',' | ';' | '.' | '、' | '(' | ')' | '前' | '第' | '年');
    words.chars().count() <= LONGEST && words.chars().all(goes_on)
}

/// Whether a phrase asks its figure of each year: 每年95%以上, 80% annually. Of what is no share so many per year may be its unit, and what
/// moves each year is asked at the end (95%以上，逐年提高).
pub fn is_asked_each_year(phrase: &str, unit: &str) -> bool {
    const MOVES: [char; 12] = ['提', '上', '下', '降', '减', '增', '改', '优', '完', '扩', '缩', '收'];
    const OF_A_SHARE: [&str; 7] = ["per year", "a year", "per annum", "p.a.", "pa", "annually", "yearly"];
    // Most that is asked is a number with its unit.
    if !phrase.contains(['年', 'y', 'Y', 'n', '.']) || says(unit, &["年", "year", "annum", "p.a"]) {
        return false;
    }
    let Ok(text) = Text::new(phrase) else { return false };
    let plain = text.plain.to_lowercase();
    let around = |word: &'static str, is_so: fn(&str, &str) -> bool| {
        let mut stands = plain.match_indices(word);
        stands.any(|(at, word)| {
            let (before, behind) = (plain.get(..at), plain.get(at + word.len()..));
            is_so(before.unwrap_or_default(), behind.unwrap_or_default())
        })
    };
    let in_chinese =
        || ["每年", "逐年"].into_iter().any(|word| around(word, |_, behind| !behind.starts_with(MOVES)));
    let in_english = || {
        ["each year", "every year"]
            .into_iter()
            .any(|word| around(word, |before, _| !before.trim_end().ends_with("ing")))
    };
    let is_share = || Unit::parse(unit.trim()).is_fraction();
    let ends = || {
        let end = OF_A_SHARE.iter().find_map(|word| plain.trim_end().strip_suffix(word));
        end.is_some_and(|words| !words.trim_end().ends_with(char::is_alphabetic))
    };
    in_chinese() || in_english() || (is_share() && ends())
}

/// The most characters between such a word and its number: 在不低于, ed at no less than.
const LONGEST: usize = 20;

#[cfg(test)]
mod tests {
    use super::{is_asked_each_year, is_held_each_year};

    #[test]
    fn what_is_asked_of_each_year() {
        for (phrase, unit) in [
            ("每年控制在5.5%以内", "%"),
            ("每年95%以上", "%"),
            ("逐年95%以上", "%"),
            ("每年不超过5天", "天"),
            ("每年500万人以上", "万人"),
            ("at least 80% each year", "%"),
            ("5.5% or less every year", "%"),
            ("≥ 80% per year", "%"),
            ("80% annually", "%"),
            ("99.9% a year", "%"),
            ("no more than 50 each year", "cases"),
        ] {
            assert!(is_asked_each_year(phrase, unit), "{phrase}");
        }
        for (phrase, unit) in [
            ("95%以上", "%"),
            ("95%以上，逐年提高", "%"),
            ("2025年达到95%", "%"),
            ("80%, improving each year", "%"),
            ("80% within a year", "%"),
            ("5,000 tonnes per year", "tonnes"),
            ("5,000 per year", "tonnes per year"),
            ("每年50千克", "千克/人·年"),
            ("annual average 80%", "%"),
        ] {
            assert!(!is_asked_each_year(phrase, unit), "{phrase}");
        }
    }

    #[test]
    fn an_amount_that_is_held_year_after_year() {
        for (phrase, is_held) in [
            ("稳定在100亿斤以上", true),
            ("保持在1000万吨", true),
            ("保持不低于50", true),
            ("maintain at 50", true),
            ("remain at no less than 50", true),
            ("达到100亿斤", false),
            ("100亿斤以上，保持在全国前3位", false),
            ("100亿斤以上", false),
        ] {
            assert_eq!(is_held_each_year(phrase), is_held, "{phrase}");
        }
    }
}
