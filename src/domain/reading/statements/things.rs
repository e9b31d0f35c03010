//! The names of the things that are counted: 老旧小区, 5G基站. Knows neither the number nor what is done with them.

use crate::domain::act::acts_said;

/// Whether words behind a number of things do no more than name them: 45个老旧小区. What is done with them is no part of the name.
pub(crate) fn names_things(words: &str) -> bool {
    !words.contains('的') && acts_said(words).is_empty() && is_name(words, 8)
}

/// What is counted by the words of a phrase, which name it behind the number: the 老旧小区 of 改造45个老旧小区.
pub fn things_counted(phrase: &str) -> Option<&str> {
    const COUNTERS: [char; 14] =
        ['个', '座', '所', '家', '套', '处', '条', '户', '栋', '间', '辆', '台', '项', '名'];
    const NO_NAMES: [&str; 3] = ["左右", "上下", "不等"];
    let behind =
        phrase.rsplit(|c: char| c.is_ascii_digit()).next().filter(|behind| behind.len() < phrase.len())?;
    let counted = behind.trim_start_matches(['百', '千', '万', '亿', ' ']).strip_prefix(COUNTERS)?;
    let end = counted.find(|c: char| !c.is_alphabetic()).unwrap_or(counted.len());
    let name = counted.get(..end)?;
    (names_things(name) && !NO_NAMES.contains(&name)).then_some(name)
}

/// Whether words are the name of one thing, of so many characters at most. What could compare, change, count, date or share it is no
/// part of a name.
pub(crate) fn is_name(name: &str, longest: usize) -> bool {
    // Of these words no character is one of its own.
    const WHOLE: [&str; 4] = ["公共", "共享", "老年", "青年"];
    const STOP: &str = "占比率均增减升降跌涨缺差余其年月约近超逾达不未无每至到和与及或、于在为总累共合以较按首一二三四五六七八九十百千万亿两半几";
    const STOP_WORDS: [&str; 7] = ["目标", "计划", "任务", "预算", "完成", "控制", "突破"];
    let whole = WHOLE.iter().fold(name.to_owned(), |name, word| name.replace(word, "字"));
    (2..=longest).contains(&name.chars().count())
        && whole.chars().all(|c| !c.is_ascii() && c.is_alphabetic() && !STOP.contains(c))
        && !STOP_WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::things_counted;

    #[test]
    fn what_is_counted_stands_behind_its_number() {
        for (phrase, things) in [
            ("改造45个老旧小区", Some("老旧小区")),
            ("新建2万套保障房，完成84%", None),
            ("新建2万套保障房", Some("保障房")),
            ("45个", None),
            ("45个左右", None),
            ("45个以上", None),
            ("老旧小区45个", None),
            ("老旧小区", None),
        ] {
            assert_eq!(things_counted(phrase), things, "{phrase}");
        }
    }
}
