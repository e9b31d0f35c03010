//! Words that leave their number out, with it: 超亿元 is more than one of it, 两位数增长 is growth of ten percent or more,
//! 过半 is more than half. The same for targets and for outcomes. Knows no indicator.

use std::borrow::Cow;

/// The words as the grammar has them. What is put in stands before the unit, so that what is counted from the end stays.
pub(crate) fn spelled_out(words: &str) -> Cow<'_, str> {
    with_one(words).or_else(|| two_digits(words)).or_else(|| adjusted(words)).map_or_else(
        || {
            Cow::Borrowed(match words {
                "过半" | "过半数" => "超过一半",
                "百分百" => "百分之百",
                _ => words,
            })
        },
        Cow::Owned,
    )
}

/// 超亿元 and 上万人, with the one that is left out before the multiplier.
fn with_one(words: &str) -> Option<String> {
    const LEADS: [(&str, &str); 8] = [
        ("首次突破", "首次突破"),
        ("突破", "突破"),
        ("超过", "超过"),
        ("超", "超"),
        ("逾", "逾"),
        ("过", "超过"),
        ("近", "近"),
        ("上", "不低于"),
    ];
    let head = if words.starts_with("预计") { "预计" } else { "" };
    let said = words.strip_prefix(head).unwrap_or(words);
    // 百余个
    if said.starts_with(['百', '千', '万', '亿'])
        && said.chars().nth(1).is_some_and(|c| matches!(c, '余' | '多'))
    {
        return Some(format!("{head}1{said}"));
    }
    let (plain, many) = LEADS.iter().find_map(|(lead, plain)| Some((plain, said.strip_prefix(lead)?)))?;
    let is_share = ["百分", "千分", "万分"].iter().any(|share| many.starts_with(share));
    let is_many = many.starts_with(['百', '千', '万', '亿']) && !is_share;
    is_many.then(|| format!("{head}{plain}1{many}"))
}

/// 两位数增长: a growth of two digits, whatever they are.
fn two_digits(words: &str) -> Option<String> {
    const ENDS: [&str; 8] = [
        "两位数增长",
        "两位数的增长",
        "两位数以上增长",
        "两位数以上的增长",
        "双位数增长",
        "增长两位数",
        "增长两位数以上",
        "增长双位数",
    ];
    let chinese = ENDS.iter().find_map(|end| words.strip_suffix(end));
    let english =
        ["double-digit growth", "double digit growth"].iter().find_map(|end| words.strip_suffix(end));
    chinese
        .map(|lead| format!("{lead}增长不低于百分之十"))
        .or_else(|| english.map(|lead| format!("{lead}growth of at least 百分之10")))
}

/// 扣除留抵退税因素后增长3%: the growth as it would be on last year's basis.
fn adjusted(words: &str) -> Option<String> {
    let said = ["扣除", "剔除", "还原"].iter().find_map(|lead| words.strip_prefix(lead))?;
    let bases = ["留抵退税因素", "不可比因素", "减税降费因素"];
    let said = bases.iter().find_map(|basis| said.strip_prefix(basis))?;
    let said = said.strip_prefix('后').unwrap_or(said);
    if said.is_empty() {
        return None;
    }
    Some(format!("同口径{}", said.strip_prefix("同口径").unwrap_or(said)))
}
