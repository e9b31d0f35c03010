//! Of which rank things are: 国家级, 省级, 市级. What is of one rank is none of another one, however alike the rest of the names is. A closed
//! list of authorities; knows no thing.

use super::{ADVERBS, behind_deed, is_of_a_task};
use crate::domain::reading::reports::deed_words::ACTS;

/// Whose things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Nation,
    Province,
    City,
    County,
    Town,
    Village,
}

/// How those are called of whom things are. A word that begins another one stands behind it.
const AUTHORITIES: [(&str, Rank); 16] = [
    ("国家", Rank::Nation),
    ("全国", Rank::Nation),
    ("自治区", Rank::Province),
    ("省", Rank::Province),
    ("地市", Rank::City),
    ("市", Rank::City),
    ("州", Rank::City),
    ("盟", Rank::City),
    ("区", Rank::County),
    ("县", Rank::County),
    ("旗", Rank::County),
    ("街道", Rank::Town),
    ("镇", Rank::Town),
    ("乡", Rank::Town),
    ("社区", Rank::Village),
    ("村", Rank::Village),
];

/// The ranks with which the name of things begins.
struct Ranked<'a> {
    ranks: Vec<Rank>,
    /// Whether it says that they are ranks: 省级, and not 省.
    is_graded: bool,
    /// What is of them.
    things: &'a str,
}

/// Whether what a report counts is of another rank than all that is asked, by the words of the target, or else the name.
pub(super) fn is_of_another_rank(report: &str, [name, target]: [&str; 2]) -> bool {
    let Some(counted) = in_figures(report) else { return false };
    let Some(asked) = in_figures(target).or_else(|| in_name(name)) else { return false };
    let are_apart = !counted.ranks.iter().any(|rank| asked.ranks.contains(rank));
    let are_graded = counted.is_graded && asked.is_graded;
    are_apart && (are_graded || are_alike(counted.things, asked.things))
}

/// Whether the one name is that of the other, or short for it: 市场主体 is no 场主体 of a 市.
fn are_alike(one: &str, other: &str) -> bool {
    let is_name = |name: &str| name.chars().nth(1).is_some();
    is_name(one) && is_name(other) && (one.ends_with(other) || other.ends_with(one))
}

/// The ranks of what the first figure of a phrase counts.
fn in_figures(words: &str) -> Option<Ranked<'_>> {
    let clause = words
        .split([',', ';', '。', '(', ')'])
        .find(|clause| clause.contains(|c: char| c.is_ascii_digit()))?;
    let is_led = clause.char_indices().find_map(|(at, _)| behind_deed(clause.get(at..)?));
    let (before, behind) = is_led
        .unwrap_or(clause)
        .split_at_checked(is_led.unwrap_or(clause).find(|c: char| c.is_ascii_digit())?)?;
    let number = |c: char| c.is_ascii_digit() || ".千百万亿余多".contains(c);
    let behind =
        behind.trim_start_matches(number).trim_start_matches(['个', '家', '所', '座', '处', '项', '名']);
    ranked(without_deeds(before)).or_else(|| ranked(behind))
}

/// The ranks of what the name of an indicator says. What it begins with may be where all of it is: 全市.
fn in_name(name: &str) -> Option<Ranked<'_>> {
    let lead = ADVERBS.iter().fold(name, |name, lead| name.strip_prefix(lead).unwrap_or(name));
    ranked(without_deeds(lead))
}

/// Words without what is done, and how, at their beginning. 全省 is no adverb behind what is done: 新增全省文明城市.
fn without_deeds(words: &str) -> &str {
    let mut left = words;
    loop {
        let adverbs = ADVERBS.iter().filter(|word| !word.starts_with('全'));
        let other = || adverbs.chain(&ACTS).find_map(|word| left.strip_prefix(word));
        match behind_deed(left).or_else(other) {
            Some(behind) => left = behind,
            None => return left,
        }
    }
}

/// The ranks with which words begin: 省级, 国家、省级, 省市级. `None` where more than these are meant (省级以上), or who it was that issued a
/// task.
fn ranked(words: &str) -> Option<Ranked<'_>> {
    let mut ranks = Vec::new();
    let mut is_graded = false;
    let mut rest = words;
    while let Some((behind, rank)) = authority(rest) {
        ranks.push(rank);
        let graded = behind.strip_prefix('级');
        is_graded |= graded.is_some();
        rest = graded.unwrap_or(behind);
        let linked = rest.strip_prefix(['、', '和', '及', '与', '或', '/']);
        match linked.filter(|rest| authority(rest).is_some()) {
            Some(behind) => rest = behind,
            None if graded.is_some() => break,
            None => {}
        }
    }
    // 省级(含)以上, 国家级(含省级), 省部级
    let (note, behind) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).unwrap_or(("", rest));
    let is_more = ["以上", "及以上", "或以上", "以下", "及以下", "或以下", "部级"]
        .iter()
        .any(|more| behind.starts_with(more))
        || note.contains(['级', '含', '上', '下']);
    // 社区 and 乡镇 alone say where things are, and not whose.
    let are_ranks =
        is_graded || ranks.iter().all(|rank| matches!(rank, Rank::Nation | Rank::Province | Rank::City));
    (!ranks.is_empty() && are_ranks && !is_more && !is_of_a_task(rest)).then_some(Ranked {
        ranks,
        is_graded,
        things: rest.split('(').next().unwrap_or_default(),
    })
}

fn authority(words: &str) -> Option<(&str, Rank)> {
    AUTHORITIES.iter().find_map(|(word, rank)| Some((words.strip_prefix(word)?, *rank)))
}
