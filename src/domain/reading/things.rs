//! The names of the things that are counted: 老旧小区, 5G基站. Knows neither the number nor what is done with them.

use crate::domain::act::acts_said;

/// Whether words behind a number of things do no more than name them: 45个老旧小区. What is done with them is no part of the name.
pub(super) fn names_things(words: &str) -> bool {
    !words.contains('的') && acts_said(words).is_empty() && is_name(words, 8)
}

/// Whether words are the name of one thing, of so many characters at most. What could compare, change, count, date or share it is no
/// part of a name.
pub(super) fn is_name(name: &str, longest: usize) -> bool {
    // Of these words no character is one of its own.
    const WHOLE: [&str; 4] = ["公共", "共享", "老年", "青年"];
    const STOP: &str = "占比率均增减升降跌涨缺差余其年月约近超逾达不未无每至到和与及或、于在为总累共合以较按首一二三四五六七八九十百千万亿两半几";
    const STOP_WORDS: [&str; 7] = ["目标", "计划", "任务", "预算", "完成", "控制", "突破"];
    let whole = WHOLE.iter().fold(name.to_owned(), |name, word| name.replace(word, "字"));
    (2..=longest).contains(&name.chars().count())
        && whole.chars().all(|c| !c.is_ascii() && c.is_alphabetic() && !STOP.contains(c))
        && !STOP_WORDS.iter().any(|word| name.contains(word))
}
