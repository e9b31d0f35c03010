//! Deadlines within a year that the words do not name again: 12月底前开工, by December. Beside a day with its year they
//! are a second deadline. Knows no calendar.

use super::{
    calendar::{MONTHS, day_of_month, impossible, small},
    deadline::{behind_marks, closes, ends, names_a_thing},
    quarters,
    reference::year,
};
use crate::domain::reading::{
    numbers::number::numeral,
    wording::scan::{Table, take, try_word},
};

/// What is left behind a deadline without a year that the input begins with.
pub(crate) fn deadline<'a>(lead: &str, input: &'a str) -> Option<&'a str> {
    chinese(lead, input).or_else(|| english(lead, input))
}

/// The words before those that name a part of the time that follows; `None` where none stand there.
pub(crate) fn before_part(lead: &str) -> Option<&str> {
    let parts = ["early in", "early", "mid", "late", "beginning of", "start of", "middle of"];
    let before = parts.iter().find_map(|part| lead.strip_suffix(part))?.trim_end();
    Some(before.strip_suffix(" the").unwrap_or(before))
}

/// Whether a year follows, and not the first of two.
pub(crate) fn is_year(input: &str) -> bool {
    let mut rest = input;
    year(&mut rest).is_some() && !rest.starts_with(['-', '/', '年'])
}

const FEASTS: Table<()> = &[("easter", ()), ("christmas", ()), ("ramadan", ()), ("new year", ())];

/// Whether a time follows whose last day is not certain: summer 2022, Easter, mid-year, a quarter of a financial year, Sep-22,
/// which may be the month of a year or the day of a month.
pub(crate) fn is_uncertain(input: &str) -> bool {
    let mut rest = input;
    let is_season = season(&mut rest) || try_word(&mut rest, FEASTS).is_some();
    let is_month = is_month_of_digits(input) || is_numbered_month(input);
    (is_season && ends(rest.trim_start())) || is_month || behind_uncertain(input).is_some()
}

/// What is left behind the middle of a year that is not named, of which nobody knows how long it lasts.
pub(crate) fn behind_mid_year(input: &str) -> Option<&str> {
    let mut rest = input;
    ["mid-year", "midyear", "mid year"].into_iter().any(|word| take(&mut rest, word)).then_some(rest)
}

/// Whether 06/22 follows, which may be a month of a year or a day of a month.
fn is_month_of_digits(input: &str) -> bool {
    let two = |rest: &mut &str, most| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits == 2 && small(rest, most).is_some()
    };
    let mut rest = input;
    two(&mut rest, 12) && take(&mut rest, "/") && two(&mut rest, 99) && ends(rest.trim_start())
}

/// Whether month 6 follows, of a year or of a project.
fn is_numbered_month(input: &str) -> bool {
    let mut rest = input;
    take(&mut rest, "month") && small(&mut rest, 60).is_some() && ends(rest.trim_start())
}

/// What is left behind a time with its year whose last day is not certain; `None` where none stands next.
pub(crate) fn behind_uncertain(input: &str) -> Option<&str> {
    let mut rest = input;
    if season(&mut rest) || try_word(&mut rest, FEASTS).is_some() {
        let _ = take(&mut rest, "of");
        return year(&mut rest).map(|_| rest);
    }
    if let Some(rest) = quarters::behind_uncertain(input) {
        return Some(rest);
    }
    let is_month = try_word(&mut rest, MONTHS).is_some();
    let behind = rest.strip_prefix('-').unwrap_or("");
    let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if is_month && digits == 2 { behind.get(digits..) } else { None }
}

fn season(input: &mut &str) -> bool {
    let times: Table<()> = &[
        ("spring", ()),
        ("summer", ()),
        ("autumn", ()),
        ("fall", ()),
        ("winter", ()),
        ("mid-year", ()),
        ("midyear", ()),
        ("mid year", ()),
    ];
    try_word(input, times).is_some()
}

fn chinese<'a>(lead: &str, input: &'a str) -> Option<&'a str> {
    // The month of a date with its year, the end of a range, a length of time, or another year's.
    let before_range = lead.strip_suffix(['至', '到', '-', '~']).unwrap_or("");
    let ends_a_range = before_range.ends_with(['年', '月', '日', '号', '底', '末'])
        || before_range.ends_with(|c: char| c.is_ascii_digit());
    let of_next_year =
        ["次年", "明年", "翌年", "来年", "当年", "同年"].iter().any(|year| lead.ends_with(year));
    if ends_a_range || impossible(input) {
        return None;
    }
    if lead.ends_with(['年', '月', '季', '每', '第', '次', '明', '来', '去']) && !of_next_year {
        return None;
    }
    let mut rest = input;
    let is_month = (small(&mut rest, 12).is_some() || numeral(&mut rest).is_ok()) && take(&mut rest, "月");
    if is_month {
        let before_day = rest;
        if small(&mut rest, 31).is_none() || !(take(&mut rest, "日") || take(&mut rest, "号")) {
            rest = before_day;
        }
    } else {
        rest = input;
        let parts = ["年底", "年末", "年内", "上半年", "下半年", "一季度", "二季度", "三季度", "四季度"];
        let part = parts.iter().find(|part| input.starts_with(**part))?;
        rest = rest.get(part.len()..)?;
    }
    let named = input.get(..input.len() - rest.len())?;
    let behind = behind_marks(rest);
    let is_marked = behind.len() < rest.len() || named.ends_with(['底', '末', '内']);
    let is_deadline = (is_marked || closes(behind)) && !ends(behind) || (is_marked && lead.is_empty());
    (is_deadline && !names_a_thing(lead, named, rest)).then_some(behind)
}

/// By December, by 30 June: behind a word that a limit follows, and with no year of its own.
fn english<'a>(lead: &str, input: &'a str) -> Option<&'a str> {
    let leads = ["by", "before", "by end of", "by the end of", "until", "no later than", "not later than"];
    if !leads.iter().any(|word| lead == *word || lead.ends_with(&format!(" {word}"))) {
        return None;
    }
    let mut rest = input;
    let _ = day_of_month(&mut rest);
    try_word(&mut rest, MONTHS)?;
    let behind = rest.trim_start().strip_prefix("of ").unwrap_or(rest);
    let behind = behind.trim_start_matches([' ', ',', '-', '/', '\'']);
    (!behind.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}
