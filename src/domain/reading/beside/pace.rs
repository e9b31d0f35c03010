//! What a report says of its pace: that what was due by now is done, or that it is behind. How far ahead or behind is taken
//! and not kept. Knows no figure.

use super::remark::{named, offsets};
use crate::domain::{
    reading::{
        numbers::amount::Yardstick,
        statements::lexicon::{Words, bare, is_one_of, take_one_of},
        times::reference::five_year_plan,
        wording::{fault::Reason, scan::Table},
    },
    value::Declaration,
};

/// The words of a pace; `true` where the word says that it is one.
pub(crate) const PACE: Table<bool> = &[
    ("年度", false),
    ("全年", false),
    ("时间", false),
    ("预期", false),
    ("目标", false),
    ("计划", false),
    ("的", false),
    ("序时进度", true),
    ("时序进度", true),
    ("时间进度", true),
    ("序时", true),
    ("进度", true),
    ("序时进度要求", true),
    ("时序进度要求", true),
    ("进度要求", true),
    ("序时目标", true),
    ("序时进度目标", true),
    ("时序进度目标", true),
    ("进度目标", true),
];

/// Comparisons that say it whatever is better.
const AHEAD: Words = "快于|超前|超前于|领先|领先于|好于|优于|不慢于";
const BEHIND: Words = "滞后|滞后于|落后|落后于|慢于";

/// Comparisons of the figure, which say it where more is better.
const ABOVE: Words = "超|超过|超出|高于|高出|不低于";
const BELOW: Words = "低于|不及";

const MEETS: Words = "达到|达|符合|完成|实现|满足";

/// What a clause says of the pace, where it says nothing else: 达到序时进度, 快于序时进度4.5个百分点,
/// 预计不能达到“十四五”序时进度.
pub(crate) fn declared(clause: &str, yardstick: &Yardstick, higher_is_better: bool) -> Option<Declaration> {
    let plain = bare(clause);
    if let Some(said) = in_english(&plain) {
        return Some(said);
    }
    let mut rest = plain.as_str();
    while take_one_of(&mut rest, "并|且|但|也|均|已|仍|略|稍|远|明显|预计|预期|预计全年|预计年底|全年")
    {
    }
    // 超额完成“十四五”进度目标
    let is_done = take_one_of(&mut rest, "超额|全面|圆满|顺利|如期");
    let is_ahead = take_one_of(&mut rest, AHEAD) || (higher_is_better && take_one_of(&mut rest, ABOVE));
    let is_behind =
        !is_ahead && (take_one_of(&mut rest, BEHIND) || (higher_is_better && take_one_of(&mut rest, BELOW)));
    let is_compared = is_ahead || is_behind;
    let denies = !is_compared && take_one_of(&mut rest, "未|未能|没有|没能|不能|难以|无法");
    let _ = take_one_of(&mut rest, "能|能够|可|可以");
    let is_with = !is_compared && !denies && take_one_of(&mut rest, "与");
    if !(is_compared || is_with || take_one_of(&mut rest, MEETS)) {
        return None;
    }
    // 达到国家“十四五”进度要求
    let issued = take_one_of(&mut rest, "国家|国家和省|省|自治区|市");
    let of_parent = five_year_plan(&mut rest).is_some();
    if issued && !of_parent {
        return None;
    }
    while of_parent && take_one_of(&mut rest, "规划|期间|时期|目标|的|要求") {}
    // 完成进度 may be the head of a column.
    let is_vague = !of_parent && !is_compared && rest == "进度";
    let is_pace = named(&mut rest, PACE) && !is_vague;
    let ends = if is_with {
        is_one_of(rest, "持平|基本持平|同步|基本同步")
    } else {
        rest.is_empty() || (is_compared && offsets(&mut rest, yardstick) && rest.trim().is_empty())
    };
    match (is_behind || denies, of_parent) {
        _ if is_done && (is_compared || is_with || denies) => None,
        _ if !(is_pace && ends) => None,
        (true, _) => Some(Declaration::BehindPace),
        (false, true) => Some(Declaration::OnParentPace),
        (false, false) => Some(Declaration::OnPace),
    }
}

/// Whether words name the plan of several years, whose pace it then is.
pub(crate) fn names_the_parent(words: &str) -> bool {
    words.contains("five-year plan")
        || words
            .char_indices()
            .any(|(at, _)| words.get(at..).is_some_and(|mut rest| five_year_plan(&mut rest).is_some()))
}

fn in_english(clause: &str) -> Option<Declaration> {
    match clause {
        "on pace" => Some(Declaration::OnPace),
        "behind pace" | "behind the five-year plan's pace" => Some(Declaration::BehindPace),
        "on pace for the five-year plan"
        | "on the five-year plan's pace"
        | "in line with the five-year plan's pace" => Some(Declaration::OnParentPace),
        _ => None,
    }
}

/// What the declarations of one report say together. One of them may deny the other, and of two that are done it may be open
/// which is the target's.
pub(crate) fn together(before: Option<Declaration>, one: Declaration) -> Result<Declaration, Reason> {
    use Declaration::{Attained, BehindPace, OnPace, OnParentPace};
    match (before, one) {
        (None, one) => Ok(one),
        (Some(before), one) if before == one => Ok(one),
        (Some(Attained), OnPace) | (Some(OnPace), Attained) => Ok(Attained),
        (Some(OnPace), OnParentPace) | (Some(OnParentPace), OnPace) => Ok(OnParentPace),
        // Who is behind by now may expect to catch up; that he is behind is what is known.
        (Some(Attained), BehindPace) | (Some(BehindPace), Attained) => Ok(BehindPace),
        _ => Err(Reason::Contradiction),
    }
}
