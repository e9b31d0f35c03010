//! Words that belong to another place than the phrase, so that a refusal can say to which: a part of the year, another
//! year, the mark of a footnote, what is striven for beyond a target that is not given. Nothing is read here.

use crate::domain::reading::{
    statements::lexicon,
    times::{calendar::MONTHS, reference::year},
    wording::{
        fault::{Fault, Reason},
        scan::{Table, take, try_word},
    },
};

/// The fault of a clause of an outcome, with the reason that helps where there is one.
pub(crate) fn of_outcome(fault: Fault, words: &str, is_note: bool) -> Fault {
    if !is_open(&fault) {
        return fault;
    }
    if matches!(words, "未达预期" | "未达到预期" | "不及预期" | "低于预期" | "达到预期" | "符合预期")
        || matches!(words, "好于预期" | "优于预期" | "超预期" | "超出预期" | "better than expected")
    {
        return Fault::at(words.len(), Reason::BetterThanExpected);
    }
    if names_part_of_year(words) {
        return Fault::at(words.len(), Reason::PartOfYear);
    }
    if is_note && names_data_of_a_year(words) {
        return Fault::at(words.len(), Reason::OtherYear);
    }
    with_mark(fault, words, is_note)
}

/// The fault of a clause of a target, with the reason that helps where there is one.
pub(crate) fn of_target(fault: Fault, words: &str, is_note: bool) -> Fault {
    if !is_open(&fault) {
        return fault;
    }
    let names_a_demand = ["要求", "考核", "规定"].iter().any(|word| words.contains(word));
    if is_note && names_a_demand && lexicon::qualitative(words) {
        return Fault::at(words.len(), Reason::DemandBeside);
    }
    let strives = ["冲刺", "奋力", "力争冲刺", "奋斗目标"].iter().any(|lead| words.starts_with(lead));
    if strives && !is_note {
        return Fault::at(words.len(), Reason::StretchAlone);
    }
    // At least 80% by September 30, 2022
    let is_month = is_note && {
        let mut rest = words;
        try_word(&mut rest, MONTHS).is_some() && rest.is_empty()
    };
    if is_month || (names_part_of_year(words) && words.contains(|c: char| c.is_ascii_digit())) {
        return Fault::at(words.len(), Reason::DatedWithinPeriod);
    }
    with_mark(fault, words, is_note)
}

/// Whether a fault says no more than that the words are not understood.
const fn is_open(fault: &Fault) -> bool {
    matches!(fault.reason, Reason::NotUnderstood | Reason::TwoNumbers)
}

fn with_mark(fault: Fault, words: &str, is_note: bool) -> Fault {
    let left = words.get(words.len().saturating_sub(fault.rest)..).unwrap_or("");
    // ★5.5%: a mark in front stands at the head of what is not understood.
    let is_in_front = fault.rest >= words.len() && words.starts_with(is_mark_of_footnote);
    let is_mark = is_footnote_mark(left) || is_in_front || (is_note && is_footnote_number(words));
    if is_mark { Fault::at(fault.rest.min(words.len()), Reason::FootnoteMark) } else { fault }
}

/// Whether a note is the number of a footnote: (1), (注2). A figure of the indicator in brackets prints more.
pub(crate) fn is_footnote_number(note: &str) -> bool {
    let number = note.strip_prefix('注').or_else(|| note.strip_prefix("note ")).unwrap_or(note);
    let is_short = matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_short || (number.is_empty() && !note.is_empty())
}

/// Whether what is left is the mark of a footnote: *, ①, [1], ².
fn is_footnote_mark(left: &str) -> bool {
    let left = left.trim();
    let bracketed = left.strip_prefix('[').and_then(|left| left.strip_suffix(']'));
    bracketed.or_else(|| left.strip_prefix('注')).is_some_and(is_footnote_number)
        || (!left.is_empty() && left.chars().count() <= 3 && left.chars().all(is_mark_of_footnote))
}

/// Marks that refer to a note. △ and ▲ are also a minus in some accounts.
fn is_mark_of_footnote(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '#' | '※' | '★' | '☆' | '△' | '▲' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '①'..='⑳')
}

/// 2021年数据, 上年数据, 2021 data.
fn names_data_of_a_year(note: &str) -> bool {
    let mut rest = note;
    let _ = ["为", "采用", "系"].into_iter().any(|word| take(&mut rest, word));
    let is_year = ["上年", "去年", "上年度"].into_iter().any(|word| take(&mut rest, word))
        || (year(&mut rest).is_some() && {
            let _ = take(&mut rest, "年");
            let _ = take(&mut rest, "度");
            true
        });
    is_year
        && matches!(
            rest.trim(),
            "数据" | "统计数据" | "数" | "数值" | "data" | "figure" | "result" | "results"
        )
}

const CHINESE: Table<()> = &[
    ("一季度", ()),
    ("二季度", ()),
    ("三季度", ()),
    ("四季度", ()),
    ("第一季度", ()),
    ("第二季度", ()),
    ("第三季度", ()),
    ("第四季度", ()),
    ("前两季度", ()),
    ("前二季度", ()),
    ("前三季度", ()),
    ("前三个季度", ()),
    ("上半年", ()),
    ("下半年", ()),
];

const ENGLISH: Table<()> = &[
    ("q1", ()),
    ("q2", ()),
    ("q3", ()),
    ("q4", ()),
    ("h1", ()),
    ("h2", ()),
    ("first quarter", ()),
    ("second quarter", ()),
    ("third quarter", ()),
    ("fourth quarter", ()),
    ("first three quarters", ()),
    ("first half", ()),
    ("second half", ()),
    ("year to date", ()),
    ("ytd", ()),
];

/// Whether words name a part of a year: 1-11月, 前三季度, 截至10月底, in March 2023.
fn names_part_of_year(words: &str) -> bool {
    let links = [" in ", " by ", " on ", " as of ", " as at ", " at the end of ", " for ", " to "];
    let behind = links.iter().filter_map(|link| words.split_once(link)).map(|(_, behind)| behind);
    starts_with_part(words) || behind.into_iter().any(starts_with_english_part)
}

fn starts_with_part(words: &str) -> bool {
    let mut rest = words;
    let _ = ["截至到", "截止到", "截至", "截止", "到", "至"].into_iter().any(|word| take(&mut rest, word));
    let before_year = rest;
    if !(year(&mut rest).is_some() && take(&mut rest, "年")) {
        rest = before_year;
    }
    if try_word(&mut rest, CHINESE).is_some() {
        return true;
    }
    let months = rest.strip_prefix('前').unwrap_or(rest);
    let behind =
        months.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '~' | '至' | '到'));
    let has_digits = months.starts_with(|c: char| c.is_ascii_digit()) && behind.len() < months.len();
    let is_month = has_digits && (behind.starts_with('月') || behind.starts_with("个月"));
    is_month || starts_with_english_part(words)
}

fn starts_with_english_part(words: &str) -> bool {
    let mut rest = words;
    let _ =
        ["as of", "as at", "by", "in", "from", "for", "the"].into_iter().any(|word| take(&mut rest, word));
    let _ = take(&mut rest, "the") || take(&mut rest, "end of");
    let digits = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let mut behind_day = digits;
    try_word(&mut rest, ENGLISH).is_some()
        || try_word(&mut rest, MONTHS).is_some()
        || try_word(&mut behind_day, MONTHS).is_some()
}
