//! Words for an amount that is to be the same year after year. Knows no numbers and no period.

use super::text::Text;

/// The words without those at their end that say that it goes on: 90% ongoing, 90% on an ongoing basis.
pub(super) fn without_course(words: &str) -> &str {
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

/// The most characters between such a word and its number: 在不低于, ed at no less than.
const LONGEST: usize = 20;

#[cfg(test)]
mod tests {
    use super::is_held_each_year;

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
