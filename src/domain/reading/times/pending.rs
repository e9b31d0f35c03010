//! Words that put a target off to a day or to a baseline, and words for a place among the first that name no number.

use super::{day, reference::year_note};
use crate::domain::reading::wording::scan::{Table, take, try_word};

/// Whether a target is put off: to be determined by March 2024, TBD once the baseline is established. What says that it
/// has not been issued is asked of the caller.
pub(crate) fn is_put_off(clause: &str, is_unissued: impl Fn(&str) -> bool) -> bool {
    let to_a_day = [" by ", " in ", " before ", " during "]
        .iter()
        .any(|link| clause.split_once(link).is_some_and(|(said, when)| is_unissued(said) && is_time(when)));
    let of_a_year =
        clause.split_once(" for ").is_some_and(|(said, year)| is_unissued(said) && year_note(year));
    let to_a_baseline =
        [" once ", " after ", " following ", " based on ", " upon ", " when "].iter().any(|link| {
            clause.split_once(link).is_some_and(|(said, what)| {
                let has_number = what.chars().any(|c| c.is_ascii_digit() || c == '%');
                is_unissued(said) && what.contains("baseline") && !has_number
            })
        });
    to_a_day || of_a_year || to_a_baseline
}

/// Whether words say the same twice, the second time in brackets or behind a dash: TBD (baseline year), TBD - new indicator.
pub(crate) fn is_said_twice(clause: &str, is_said: impl Fn(&str) -> bool) -> bool {
    let noted = clause.strip_suffix(')').and_then(|clause| clause.split_once(" ("));
    noted.or_else(|| clause.split_once(" - ")).is_some_and(|(one, other)| is_said(one) && is_said(other))
}

/// Whether a report says that it has no figure, and why: not available (new indicator), N/A (COVID-19), not available due to COVID-19.
/// A number among the reasons may be the figure.
pub(crate) fn is_for_a_reason(clause: &str, is_nothing: impl Fn(&str) -> bool) -> bool {
    const REASONS: [&str; 7] =
        ["new indicator", "new measure", "covid", "covid-19", "pandemic", "covid-19 pandemic", "data lag"];
    let noted = clause.strip_suffix(')').and_then(|clause| clause.split_once(" ("));
    let said = noted.or_else(|| clause.split_once(" - ")).or_else(|| clause.split_once(" due to "));
    said.is_some_and(|(said, why)| {
        let why = why.strip_prefix("due to ").unwrap_or(why);
        is_nothing(said) && REASONS.contains(&why.strip_prefix("the ").unwrap_or(why))
    })
}

/// Whether a report says that its figure is still to come, and when: data available January 2024, available in fall 2022.
pub(crate) fn is_to_come(clause: &str) -> bool {
    let leads: Table<()> = &[
        ("data", ()),
        ("result", ()),
        ("results", ()),
        ("figure", ()),
        ("figures", ()),
        ("final data", ()),
        ("final results", ()),
    ];
    let mut rest = clause;
    let is_led = try_word(&mut rest, leads).is_some();
    let will_be = take(&mut rest, "will be") || take(&mut rest, "to be");
    let is_linked = will_be || take(&mut rest, "are");
    let comes = ["available", "expected", "due"].into_iter().any(|word| take(&mut rest, word))
        || (will_be && ["reported", "published", "released"].into_iter().any(|word| take(&mut rest, word)));
    let is_dated = ["in", "by", "on", "from"].into_iter().any(|link| take(&mut rest, link));
    // Expected in 2022 may be anything that is expected then.
    let is_data = is_led || (is_dated && (is_linked || clause.starts_with("available")));
    is_data && comes && is_time(rest.trim_start())
}

/// Whether a report says that it has no figure, and of what time or until when: not measured in 2016-17. What says that
/// there is none is asked of the caller.
pub(crate) fn is_of_a_time(clause: &str, is_nothing: impl Fn(&str) -> bool) -> bool {
    [" in ", " for ", " until ", " before "]
        .iter()
        .any(|link| clause.split_once(link).is_some_and(|(said, when)| is_nothing(said) && is_time(when)))
}

/// Whether words are a year, a season of one or a day, and nothing else.
fn is_time(when: &str) -> bool {
    let seasons = ["spring ", "summer ", "fall ", "autumn ", "winter ", "early ", "late "];
    let year = seasons.iter().find_map(|season| when.strip_prefix(season)).unwrap_or(when);
    year_note(year) || day::by(&format!("by {when}")).is_ok_and(|day| day.is_some())
}

/// Whether a report says that the figure is still awaited: 数据待国家核定, 尚未反馈. Who gives it is asked of the caller.
pub(crate) fn is_awaited(clause: &str, takes_issuer: impl Fn(&mut &str) -> bool) -> bool {
    const WHAT: Table<()> = &[
        ("数据", ()),
        ("统计数据", ()),
        ("年度数据", ()),
        ("全年数据", ()),
        ("最终数据", ()),
        ("结果", ()),
        ("考核结果", ()),
        ("核算结果", ()),
    ];
    const WHO: Table<()> = &[
        ("统计部门", ()),
        ("统计局", ()),
        ("国家统计局", ()),
        ("省统计局", ()),
        ("上级", ()),
        ("主管部门", ()),
    ];
    const DONE: Table<()> = &[
        ("核定", ()),
        ("核算", ()),
        ("核实", ()),
        ("审定", ()),
        ("确认", ()),
        ("反馈", ()),
        ("公布", ()),
        ("发布", ()),
        ("通报", ()),
        ("统计", ()),
        ("考核", ()),
    ];
    let mut rest = clause;
    let has_what = try_word(&mut rest, WHAT).is_some();
    let has_who = try_word(&mut rest, WHO).is_some() || takes_issuer(&mut rest);
    let waits =
        try_word(&mut rest, &[("待", ()), ("尚待", ()), ("有待", ()), ("正待", ()), ("还待", ())]).is_some();
    let denies =
        !waits && try_word(&mut rest, &[("未", ()), ("尚未", ()), ("暂未", ()), ("还未", ())]).is_some();
    if waits && !has_who {
        let _ = try_word(&mut rest, WHO).is_some() || takes_issuer(&mut rest);
    }
    let is_out = denies && has_what && (rest == "出" || rest == "出来");
    let has_verb = (waits || denies) && try_word(&mut rest, DONE).is_some();
    is_out || has_verb && matches!(rest, "" | "数据" | "结果")
}

/// Whether a clause is a place among the first without a number: 进入全省第一方阵.
pub(crate) fn is_among_the_first(clause: &str) -> bool {
    const LEADS: Table<()> = &[
        ("进入", ()),
        ("保持", ()),
        ("保持在", ()),
        ("位居", ()),
        ("居", ()),
        ("稳居", ()),
        ("处于", ()),
        ("跻身", ()),
        ("位列", ()),
        ("迈入", ()),
        ("走在", ()),
        ("力争", ()),
        ("力争进入", ()),
    ];
    const PLACES: Table<()> = &[
        ("全国", ()),
        ("全省", ()),
        ("全市", ()),
        ("全区", ()),
        ("西部", ()),
        ("西部地区", ()),
        ("中西部", ()),
        ("东部", ()),
        ("中部", ()),
        ("省内", ()),
        ("国内", ()),
        ("全球", ()),
        ("世界", ()),
    ];
    let mut rest = clause;
    let _ = try_word(&mut rest, &[("增速", ()), ("增幅", ()), ("总量", ())]);
    let _ = try_word(&mut rest, LEADS);
    try_word(&mut rest, PLACES).is_some()
        && matches!(rest, "第一方阵" | "第一梯队" | "先进行列" | "前列" | "领先水平" | "先进水平")
}
