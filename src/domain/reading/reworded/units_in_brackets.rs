//! A second word for what is counted, in a bracket behind the unit: the （间） of 1200套（间） where the indicator counts 套. Knows no
//! number and no phrase beyond the word right behind its digits.

use crate::domain::unit::{Base, Unit, multiplier_starting};

/// The words without the bracket, where the word before it is the indicator's unit; `None` where they have none such.
pub(crate) fn without_second_word(said: &str, unit: &str) -> Option<String> {
    let unit = unit.trim();
    let multiplier = multiplier_starting(unit).map_or(0, |(_, length)| length);
    let thing = unit.get(multiplier..)?.trim();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '万' | '亿' | '千' | '余' | '多');
    let at = said
        .match_indices(thing)
        .map(|(at, _)| at)
        .filter(|_| is_counted(thing))
        .find(|at| said.get(..*at).is_some_and(|before| before.trim_end().ends_with(is_number)))?;
    let (before, behind) = said.split_at_checked(at + thing.len())?;
    let (second, rest) = behind.strip_prefix(['（', '('])?.split_once(['）', ')'])?;
    may_be_the_same(thing, second.trim()).then(|| format!("{before}{rest}"))
}

/// 10台 of what the indicator counts in 台（套）: by the first of the two words, as both.
pub(crate) fn with_both_words(said: &str, unit: &str) -> Option<String> {
    const FIRST: &str = "台";
    if !matches!(unit.trim(), "台套" | "台（套）" | "台(套)") {
        return None;
    }
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '万' | '亿' | '千' | '余' | '多');
    let (number, rest) = said.split_once(FIRST)?;
    let ends = rest.is_empty() || rest.starts_with(['，', ',', '、', '；', ';', '以', '左']);
    let is_one = ends && number.trim_end().ends_with(is_number) && !rest.contains(FIRST);
    is_one.then(|| format!("{number}台套{rest}"))
}

fn is_counted(word: &str) -> bool {
    !word.is_ascii() && matches!(Unit::parse(word).base, Base::Counter(_) | Base::Anything)
}

/// Whether two words may count the same: people are neither their households nor the times that they come.
fn may_be_the_same(one: &str, other: &str) -> bool {
    let counts_people = |word: &str| Unit::parse(word).base == Base::Counter("person");
    (is_counted(other) || other == "次") && !counts_people(one) && !counts_people(other)
}

#[cfg(test)]
mod tests {
    use super::{with_both_words, without_second_word};

    #[test]
    fn machines_are_counted_by_the_first_of_two_words() {
        for (said, unit, both) in [
            ("10台", "台（套）", Some("10台套")),
            ("10台以上", "台套", Some("10台套以上")),
            ("10台（套）", "台（套）", None),
            ("10台套", "台套", None),
            ("10台车", "台套", None),
            ("10台，比上年增加2台", "台套", None),
            ("10台", "台", None),
            ("10台", "套", None),
        ] {
            assert_eq!(with_both_words(said, unit).as_deref(), both, "{said} {unit}");
        }
    }

    #[test]
    fn things_that_are_counted_together_are_counted_as_the_indicator_does() {
        for (said, unit, plain) in [
            ("1200套（间）", "套", "1200套"),
            ("1.2万套(间)以上", "万套", "1.2万套以上"),
            ("完成1200套（户），增长5%", "套", "完成1200套，增长5%"),
            ("120场（次）", "场", "120场"),
            ("12个（所）", "个", "12个"),
        ] {
            assert_eq!(without_second_word(said, unit).as_deref(), Some(plain), "{said} {unit}");
        }
        for (said, unit) in [
            ("120人（次）", "人"),
            ("120户（人）", "户"),
            ("1200套（3400间）", "套"),
            ("1200套（其中公租房）", "套"),
            ("1200套（间）", "套（间）"),
            ("配套（间）", "套"),
            ("120亿元（含税）", "亿元"),
            ("100家（净增）", "家"),
            ("1200套", "套（间）"),
        ] {
            assert_eq!(without_second_word(said, unit), None, "{said} {unit}");
        }
    }
}
