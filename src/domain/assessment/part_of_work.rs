//! Milestones that ask for a share of the work in words (完成过半, half built), or for a part of it (主体工程完工, phase 1), of which that
//! the whole is not done says nothing. Closed lists; takes no decision.

use super::{Case, share_complete::asks_it_complete, weigh::prints_a_share};
use crate::domain::act::settles;

const SHARES: &[&str] = &[
    "一半",
    "过半",
    "半数",
    "大半",
    "多半",
    "分之",
    "部分",
    "大多数",
    "基本完",
    "基本建成",
    "基本竣工",
    "基本形成",
    "基本实现",
    "基本具备",
    "基本达",
    "基本消除",
    "基本贯通",
    "基本到位",
    "基本结束",
    "初步建成",
    "初步形成",
    "初步完成",
];

const PARTS: &[&str] = &[
    "主体",
    "土建",
    "一期",
    "二期",
    "三期",
    "四期",
    "首期",
    "先期",
    "先行",
    "一阶段",
    "二阶段",
    "首段",
    "标段",
    "东段",
    "西段",
    "南段",
    "北段",
    "中段",
    "路基",
    "基础",
    "首批",
];

/// Names that hold such a word and are of no part.
const NAMES: &[&str] = &[
    "市场主体",
    "经营主体",
    "主体功能",
    "主体责任",
    "主体作用",
    "先行区",
    "先行示范",
    "基础设施",
    "基础教育",
    "基础能力",
    "基础研究",
    "基础数据",
];

const SHARES_EN: &[&str] = &[
    "one third",
    "a third of",
    "two thirds",
    "one quarter",
    "three quarters",
    "a quarter of",
    "halfway",
    "mostly",
    "largely",
    "mainly",
    "substantial",
    "substantially",
    "majority",
    "most of",
    "bulk of",
    "partial",
    "partially",
    "partly",
    "in part",
    "nearly",
    "almost",
];

const PARTS_EN: &[&str] = &[
    "phases",
    "foundations",
    "groundworks",
    "earthworks",
    "superstructure",
    "substructure",
    "main structure",
];

/// What is done first.
const BEGINNINGS: &[&str] = &["开工", "动工"];

/// Parts that are told apart by a number: phase 1, the second section; a parking lot is none.
const NUMBERED_EN: &[&str] = &["phase", "stage", "section", "lot"];

/// Whether less than all of the work leaves open what is asked.
pub(super) fn is_asked(case: &Case<'_>, what: &str) -> bool {
    (prints_a_share(what) && !asks_it_complete(what)) || says_a_share(what) || names_a_part(case, what)
}

/// Whether that an act was done, or was not, settles what is asked. Of a part it is not known that the report speaks of it.
pub(super) fn is_settled(case: &Case<'_>, asked: &str, act: &str, not_done: bool) -> bool {
    // Of what is not begun no part is done.
    let is_begun = || !BEGINNINGS.iter().any(|beginning| act.starts_with(beginning));
    settles(asked, act, not_done)
        && !(not_done && is_begun() && (says_a_share(asked) || names_a_part(case, asked)))
}

/// Whether words say how much of something is to be done: 完成八成, half of the works.
fn says_a_share(what: &str) -> bool {
    let words = spaced(what);
    SHARES.iter().any(|share| what.contains(share))
        || SHARES_EN.iter().any(|share| words.replace(" halfway house", "").contains(&format!(" {share} ")))
        || asks_half(&words)
        || says_tenths(what)
}

/// Whether words name a part of what the indicator is of, which its own name does not say.
fn names_a_part(case: &Case<'_>, what: &str) -> bool {
    let without = |words: &str| NAMES.iter().fold(words.to_owned(), |rest, name| rest.replace(name, " "));
    let asked = without(what);
    let words = spaced(what);
    let own = [case.indicator.name_zh.as_str(), case.indicator.name_en.as_str()];
    let is_own = |part: &str| {
        own.iter().any(|name| {
            (!part.is_ascii() && name.contains(part)) || spaced(name).contains(&format!(" {part} "))
        })
    };
    PARTS.iter().any(|part| asked.contains(part) && !is_own(part))
        || PARTS_EN.iter().any(|part| words.contains(&format!(" {part} ")) && !is_own(part))
        || NUMBERED_EN.iter().any(|part| is_numbered(&words, part) && !is_own(part))
}

fn is_numbered(words: &str, part: &str) -> bool {
    const NUMBERS: [&str; 9] =
        ["one", "two", "three", "four", "first", "second", "third", "fourth", "initial"];
    let is_number = |word: &str| {
        NUMBERS.contains(&word)
            || word.starts_with(|c: char| c.is_ascii_digit())
            || word.chars().all(|c| c == 'i' || c == 'v')
            || word.len() == 1
    };
    let listed: Vec<&str> = words.split_whitespace().collect();
    listed.iter().enumerate().filter(|(_, word)| **word == part).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|at| listed.get(at));
        before.is_some_and(|word| *word != "a" && is_number(word))
            || listed.get(at + 1).is_some_and(|word| is_number(word))
    })
}

/// English words in small letters, with a space on either side of each.
fn spaced(what: &str) -> String {
    let each = what.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    each.fold(String::from(" "), |words, word| words + &word.to_ascii_lowercase() + " ")
}

/// Half of it, and not the first half of a year.
fn asks_half(words: &str) -> bool {
    words.match_indices(" half ").any(|(at, half)| {
        let before = words.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        let behind = words.get(at + half.len()..).unwrap_or_default();
        let is_of_time = ["year", "yearly", "of 20", "of the year", "of fy"].iter();
        !matches!(before, "first" | "second" | "1st" | "2nd" | "last" | "latter")
            && !behind.starts_with(|c: char| c.is_ascii_digit())
            && !is_of_time.clone().any(|time| behind.starts_with(time))
    })
}

/// 八成, 8成以上
fn says_tenths(what: &str) -> bool {
    what.match_indices('成').any(|(at, _)| {
        let (before, behind) = what.split_at_checked(at).unwrap_or_default();
        let behind = behind.strip_prefix('成').unwrap_or_default();
        before.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九两".contains(c))
            && (behind.is_empty() || behind.starts_with(['以', '左', '工', '任', '的', '项', '完']))
    })
}

#[cfg(test)]
mod tests {
    use super::says_a_share;

    #[test]
    fn a_share_of_the_work_in_words() {
        for what in [
            "2022年底前完成过半",
            "建成一半",
            "完成三分之二",
            "完成八成以上",
            "基本完成",
            "完成大部分工程",
            "Half built by 31 December 2022",
            "Half of the works completed",
            "Two-thirds complete",
            "Substantial completion",
            "Mostly complete",
        ] {
            assert!(says_a_share(what), "{what}");
        }
        for what in [
            "上半年建成",
            "基本农田建设完成",
            "建成一期",
            "Built by the first half of 2022",
            "Completed in the third quarter of 2022",
            "Built in half year 2",
            "Headquarters built",
        ] {
            assert!(!says_a_share(what), "{what}");
        }
    }
}
