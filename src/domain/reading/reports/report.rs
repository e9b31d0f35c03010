//! Words around a reported figure that say what kind of report it is: a figure as it is, or one that is striven
//! for. Knows no indicator.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::said::{self, Said};
use crate::domain::{
    period::Period,
    reading::{
        statements::phrase::parts,
        times::reference::{year_named, year_note},
        wording::{scan::starts_with_word, text::Text},
    },
};

/// Whether the words say that more was done than was asked.
pub(crate) fn says_more(words: &str) -> bool {
    words.contains("exceed") || words.contains("surpass") || words.starts_with("above ")
}

/// Whether words before a figure only say that it is what was reached: Achieved: 92%.
pub(crate) fn is_label(words: &str) -> bool {
    matches!(words.trim(), "achieved" | "actual" | "result" | "outcome" | "actual result" | "delivered")
}

/// Whether words behind a target begin as what was reached does: 实际71.5%, 完成12个, actual 63%.
pub(crate) fn reports(words: &str) -> bool {
    ["实际", "完成", "已完成", "actual", "result", "outcome", "achieved"]
        .iter()
        .any(|lead| starts_with_word(words, lead))
}

/// Whether words before a figure say that the target is attained, or missed: Target met: 82%.
pub(crate) fn declares(words: &str) -> bool {
    let of_target = ["target", "目标", "任务"].iter().any(|word| words.contains(word));
    match said::said(words.trim()) {
        // Completed: 12 says what is counted.
        Some(Said::Attained) => of_target || words.contains("met") || says_more(words),
        Some(Said::Missed | Said::UnderWay | Said::Begun | Said::Above | Said::Below | Said::Within) => {
            of_target || words.is_ascii()
        }
        _ => false,
    }
}

/// Whether words give no more than the day, or the year, that a figure is of: as of March 31, 2023.
pub(crate) fn is_dated(note: &str) -> bool {
    let mut input = note;
    note.starts_with(['a', '截']) && year_named(&mut input) && input.trim().is_empty()
}

/// Whether words before a figure name no more than the year, or its last day, that it is of: As of March 31, 2017, 66%.
pub(crate) fn is_year_alone(words: &str) -> bool {
    let mut input = words;
    (words.is_ascii() || words.starts_with('截')) && year_named(&mut input) && input.trim().is_empty()
}

/// Whether words before a figure say that it is to be reached: will be 88%, must be at least 88%, achieve 88%.
pub(crate) fn asks(words: &str) -> bool {
    const LEADS: [&str; 13] = [
        "will ",
        "shall ",
        "must ",
        "should ",
        "to be ",
        "is to be ",
        "are to be ",
        "to reach ",
        "to achieve ",
        "to increase to ",
        "achieve ",
        "reach ",
        "attain ",
    ];
    // Reach of 88% of households: what was reached.
    LEADS.iter().any(|lead| words.starts_with(lead))
        && !words.starts_with("reach of ")
        && words.contains(|c: char| c.is_ascii_digit())
}

/// The words without the year behind what they say was done: completed in 2020-21. Whether it is the report's own is asked of its
/// period.
pub(crate) fn without_year_behind(words: &str) -> &str {
    split_year_behind(words).map_or(words, |(head, _)| head)
}

/// The words before the year behind what they say was done, and that year.
fn split_year_behind(words: &str) -> Option<(&str, &str)> {
    let (head, year) = words.rsplit_once(' ').filter(|(_, year)| year_note(year))?;
    let head = head.strip_suffix(" fy").unwrap_or(head);
    let led = [" in", " during"].iter().find_map(|lead| head.strip_suffix(lead));
    // Completed 2022 may count what was completed.
    let head = if year.contains(['-', '/']) { Some(led.unwrap_or(head)) } else { led };
    let head = head.filter(|head| head.is_ascii() && !head.contains(|c: char| c.is_ascii_digit()))?;
    Some((head, words.get(head.len()..)?))
}

/// The year in which a report for a period says that something was done (completed in 2022), and its last day as far as it lies in
/// the period; that of the period where it cannot be told. `None` where the words name no year.
pub fn year_done(phrase: &str, period: Period) -> Option<(String, NaiveDate)> {
    let text = Text::of_report(phrase).ok()?;
    let parts = parts(&text.plain, "").ok()?;
    let years = parts.into_iter().filter_map(|part| split_year_behind(text.plain.get(part.span)?));
    let named = years.map(|(_, behind)| {
        let year = behind.rsplit(' ').next().unwrap_or("");
        let is_financial = behind.contains("fy");
        let named = match year.parse() {
            Ok(year) => Period::year(year),
            Err(_) => period.named_beside(year),
        };
        let last =
            named.filter(|_| !is_financial).map_or(period.end(), |named| named.end().min(period.end()));
        (behind.trim().to_owned(), last)
    });
    named.max_by_key(|(_, last)| *last)
}

/// Whether words say that something is expected to be done in a year, and not that it was: expected to be completed in 2020-21.
pub(crate) fn expects_of_a_year(words: &str) -> bool {
    const EXPECTS: [&str; 6] =
        ["to be ", "expected to ", "projected to ", "forecast to ", "anticipated to ", "estimated to "];
    split_year_behind(words).is_some_and(|(head, _)| {
        EXPECTS.iter().any(|lead| head.starts_with(lead) || head.contains(&format!(" {lead}")))
    })
}

/// The words without those that only say that they are the report of what is: 实际, 初步核算, actual.
pub(crate) fn without_lead(words: &str) -> &str {
    const LEADS: &[&str] = &[
        "actual:",
        "actual result:",
        "actual",
        "result",
        "result:",
        "outcome:",
        "overall",
        "overall:",
        "overall result:",
        "实际:",
        "实际值:",
        "实际值为",
        "实际完成",
        "实际达到",
        "实际为",
        "完成情况:",
        "实际完成:",
        "实际完成值",
        "实际完成值:",
        "实际完成值为",
        "实际值",
        "完成值",
        "完成值:",
        "完成值为",
        "仅",
        "仅为",
        "只",
        "共",
        "共计",
        "全年共",
        "全年共计",
        "发生",
        "共发生",
        "unchanged at",
        "remained unchanged at",
        "held at",
        "经初步核算",
        "初步核算",
        "自然口径",
        "按自然口径",
        "按自然口径计算",
        "初步核算为",
        "初步统计",
        "初步统计为",
        "据初步统计",
        "据统计",
        "已经",
        "已达",
        "已",
        "was",
        "were",
        "remained",
        // Which way it went says nothing of where it has come.
        "slowed to",
        "eased to",
        "moderated to",
        "accelerated to",
        "picked up to",
        "stood",
        "stands",
        "expected to reach",
        "expected to be",
        "is expected to reach",
        "is expected to be",
        "projected to reach",
        "projected to be",
        "forecast to reach",
        "estimated at",
        "estimated",
    ];
    // 实际增长 is a growth of its own kind.
    let is_figure = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '约');
    // 实际完成投资 is 完成投资, and no 实际完成 of what is called 投资.
    let actual = words.strip_prefix("实际").filter(|rest| is_figure(rest) || rest.starts_with("完成投资"));
    if let Some(figure) = actual {
        return figure;
    }
    // 只增不减, 共同完成, 只有3个, 仅次于北京.
    let goes_on = |lead: &str| {
        let behind = words.strip_prefix(lead).unwrap_or("");
        matches!(lead, "只" | "仅" | "共" | "全年共")
            && behind.starts_with(['增', '升', '降', '减', '有', '同', '次', '为'])
    };
    let leads = LEADS.iter().filter(|lead| starts_with_word(words, lead) && !goes_on(lead));
    let lead = leads.max_by_key(|lead| lead.len());
    lead.and_then(|lead| words.get(lead.len()..)).unwrap_or(words).trim_start()
}

/// 未达到95%, 没有超过5.5%: a bound by what the figure did not come to, as the grammar has it.
pub(crate) fn by_what_it_is(words: Cow<'_, str>) -> Cow<'_, str> {
    const DENIED: [(&str, &str); 5] = [
        ("未达到", "低于"),
        ("没有达到", "低于"),
        ("未达", "低于"),
        ("没有超过", "不超过"),
        ("未超", "不超过"),
    ];
    let bound = DENIED.iter().find_map(|(denied, said)| Some((said, words.strip_prefix(denied)?)));
    let bound = bound.filter(|(_, amount)| amount.starts_with(|c: char| c.is_ascii_digit()));
    match bound {
        Some((said, amount)) => Cow::Owned(format!("{said}{amount}")),
        None => words,
    }
}

/// The words without those that say that the state reported is the mean of several.
pub(crate) fn without_mean(words: &str) -> &str {
    let leads = [
        "平均为",
        "平均值为",
        "均值为",
        "全年平均为",
        "average of",
        "an average of",
        "average was",
        "averaged",
        "on average",
        "mean of",
        "a mean of",
    ];
    // 平均增长 is the mean of a growth.
    let means = [
        "平均浓度",
        "年均浓度",
        "平均",
        "均值",
        "平均值",
        "全年平均",
        "average: ",
        "average ",
        "mean: ",
        "mean ",
    ];
    let bare = means.iter().find_map(|lead| words.strip_prefix(lead));
    let is_figure = |figure: &&str| {
        figure.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '£' | '€'))
            || figure.starts_with("控制在")
    };
    if let Some(figure) = bare.filter(is_figure) {
        return figure;
    }
    let rest =
        leads.iter().filter(|lead| starts_with_word(words, lead)).find_map(|lead| words.get(lead.len()..));
    rest.unwrap_or(words).trim_start()
}

/// Whether a note says that the state before it is the mean of the year: 5.4（全年平均）.
pub(crate) fn is_mean_note(note: &str) -> bool {
    matches!(
        note,
        "全年平均" | "全年平均值" | "平均" | "平均值" | "年度平均" | "average" | "on average" | "mean"
    )
}

/// The bytes of the words behind a state that say that it is the mean of several: 19 days on average.
pub(crate) fn mean_behind(words: &str) -> usize {
    if words.ends_with(" on average") { " on average".len() } else { 0 }
}

/// Whether the words before a figure say that it is striven for, which is no report of what is.
pub(crate) fn strives(lead: &str) -> bool {
    const STRIVING: [&str; 7] = ["力争", "争取", "确保", "努力", "目标", "计划", "预期"];
    const STRIVING_EN: [&str; 14] = [
        "target",
        "ensure",
        "maintain",
        "keep",
        "limit",
        "contain",
        "must",
        "shall",
        "should",
        "hold",
        "stay",
        "sustain",
        "stabilise",
        "stabilize",
    ];
    // 人均预期寿命 is the name of a figure, whatever it is.
    let said = lead.replace("预期寿命", "寿命");
    // Be 12, but not: estimated to be 12.
    STRIVING.iter().any(|word| said.contains(word))
        || lead.trim() == "be"
        || lead.split(|c: char| !c.is_alphabetic()).any(|word| STRIVING_EN.contains(&word))
}

/// Whether English words say what will be, which is no report of what is.
pub(crate) fn promises(words: &str) -> bool {
    let is_scheduled =
        words.ends_with(" scheduled") || words.contains("scheduled for") || words.contains("scheduled to");
    is_scheduled
        || words.split(' ').any(|word| matches!(word, "will" | "would" | "shall" | "should" | "must"))
}

/// Whether words say that what rose before falls now.
pub(crate) fn turned_down(words: &str) -> bool {
    matches!(words.strip_prefix("增速").unwrap_or(words), "由正转负" | "转负" | "由增转降" | "由升转降")
}

/// Whether words say that what fell before rises now.
pub(crate) fn turned_up(words: &str) -> bool {
    let said = words.strip_prefix("增速").or_else(|| words.strip_prefix("实现")).unwrap_or(words);
    matches!(said, "由负转正" | "转正" | "由降转增" | "由降转升" | "扭负为正" | "止跌回升")
}
