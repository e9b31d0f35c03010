//! What a report of a milestone says in words: that it is done, that it is not, or that something was done of which the
//! words do not say that it is all. Closed lists; knows neither the target nor the period.

use super::said::{Said, said};
use crate::domain::{
    act::{are_stages, done_form, ends_it, is_act_alone},
    reading::{
        times::calendar::MONTHS,
        wording::{
            fault::Reason,
            scan::{Table, starts_with_word, take, try_word},
            text::Text,
        },
    },
    value::Figure,
};

/// Words before a verb that do not limit it. 基本 and 主体 do.
const ADVERBS: Table<()> = &[
    ("已", ()),
    ("已经", ()),
    ("现已", ()),
    ("均已", ()),
    ("均", ()),
    ("全部", ()),
    ("全面", ()),
    ("整体", ()),
    ("全线", ()),
    ("正式", ()),
    ("顺利", ()),
    ("圆满", ()),
    ("如期", ()),
    ("按期", ()),
    ("按时", ()),
    ("提前", ()),
];

const DONE: &[&str] = &[
    "yes",
    "是",
    "finished",
    "in place",
    "fully in place",
    "fully implemented",
    "fully delivered",
    "completed on time",
    "completed on schedule",
    "completed early",
    "completed as planned",
    "completed in full",
    "completed ahead of schedule",
    "completed ahead of time",
    "delivered on time",
    "delivered on schedule",
    "delivered as planned",
    "delivered in full",
    "achieved on time",
    "implemented on time",
    "implemented as planned",
];

/// Words that begin or further something, or that end a part of it.
const ACTS: &[&str] = &[
    "开工",
    "动工",
    "启动",
    "建设",
    "封顶",
    "贯通",
    "合龙",
    "验收",
    "运营",
    "运行",
    "开通",
    "上线",
    "挂牌",
    "揭牌",
    "印发",
    "出台",
    "发布",
    "公布",
    "公示",
    "获批",
    "批复",
    "批准",
    "立项",
    "签约",
    "签订",
    "签署",
    "开业",
    "开园",
    "开馆",
    "化解",
    "销号",
    "办结",
    "消除",
    "清零",
    "完工",
    "竣工",
    "建成",
    "通车",
    "投用",
    "投产",
    "实施",
    "published",
    "launched",
    "started",
    "approved",
    "signed",
    "opened",
    "released",
    "adopted",
    "issued",
    "commenced",
    "established",
    "submitted",
    "operational",
];

/// What keeps words from being a report that something is done.
const UNDONE: &[&str] =
    &["未", "没有", "尚待", "正在", "推进", "在建", "建设中", "进行中", "待", "延期", "推迟"];

/// Whether words say no more than that it is done.
pub(crate) fn is_done(words: &str) -> bool {
    DONE.contains(&words)
}

/// Whether words say no more than that it is not done.
pub(crate) fn is_undone(words: &str) -> bool {
    ["no", "否", "not done", "not in place", "unmet"].contains(&words)
}

/// The act that words say was done, or was not done, where they say no more; and whether it was not.
pub(crate) fn act(words: &str) -> Option<(&str, bool)> {
    // 预计建成: how a forecast says that it is.
    let expected = ["预计将", "预计能", "预计可", "预计"].iter().find_map(|lead| words.strip_prefix(lead));
    if let Some(expected) = expected {
        return act(expected).filter(|(what, not_done)| ends_it(what) && !not_done);
    }
    let denial = ["未能", "未", "没有", "not "].iter().find_map(|word| words.strip_prefix(word));
    // A law that is partly in force is another matter.
    let in_part = || ["partially ", "partly "].iter().find_map(|part| words.strip_prefix(part));
    let denial = denial.or_else(|| in_part().filter(|what| *what == "operational"));
    let mut rest = denial.unwrap_or(words);
    // 主体结构封顶: what is topped out is the main structure.
    let topped = ["主体结构", "主体工程", "主体"].iter().find_map(|lead| rest.strip_prefix(lead));
    rest = topped.filter(|behind| behind.trim_start_matches('已').starts_with("封顶")).unwrap_or(rest);
    while try_word(&mut rest, ADVERBS).is_some() {}
    // 通过竣工验收, 完成立项, 实现通车
    let passed = rest.strip_prefix("通过").filter(|behind| behind.ends_with("验收"));
    let completed = ["完成", "实现"]
        .iter()
        .find_map(|lead| rest.strip_prefix(lead))
        .filter(|behind| is_act_alone(behind));
    let rest = passed.or(completed).unwrap_or(rest);
    let leads = ["has been ", "have been ", "was ", "were ", "is now "];
    let rest = leads.iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
    is_act_alone(rest).then_some((rest, denial.is_some()))
}

/// That something was not done by the day of the report: not yet enacted, has not yet been published, not yet in place. Whether the period
/// that it is for was over by then is asked where one is given.
pub(crate) fn not_yet(words: &str) -> Option<Figure> {
    const LEADS: [&str; 7] = [
        "not yet been ",
        "not yet ",
        "has not yet been ",
        "have not yet been ",
        "is not yet ",
        "was not yet ",
        "yet to be ",
    ];
    const ALL: [&str; 9] = [
        "done",
        "completed",
        "complete",
        "delivered",
        "implemented",
        "achieved",
        "finished",
        "in place",
        "met",
    ];
    let rest = LEADS.iter().find_map(|lead| words.strip_prefix(lead))?;
    if ALL.contains(&rest) {
        return Some(Figure::DeclaredMissed);
    }
    let (what, _) = act(rest).filter(|(_, not_done)| !not_done && rest.is_ascii())?;
    Some(Figure::Act { what: what.to_owned(), not_done: true })
}

/// Whether a report says that something is not done yet, and nothing more.
pub fn is_not_yet_done(phrase: &str) -> bool {
    let may_be = phrase.contains("yet ") && phrase.is_ascii();
    may_be && Text::of_report(phrase).is_ok_and(|text| not_yet(&text.plain).is_some())
}

/// That all that was to be built is: construction complete, works were completed.
pub(crate) fn is_built(words: &str) -> bool {
    const WORKS: [&str; 7] = [
        "construction ",
        "works ",
        "the works ",
        "construction works ",
        "construction work ",
        "building works ",
        "civil works ",
    ];
    const LINKS: [&str; 6] = ["is ", "are ", "was ", "were ", "has been ", "have been "];
    let Some(rest) = WORKS.iter().find_map(|works| words.strip_prefix(works)) else { return false };
    let rest = LINKS.iter().find_map(|link| rest.strip_prefix(link)).unwrap_or(rest);
    matches!(rest, "complete" | "completed" | "finished" | "fully complete" | "fully completed")
}

/// Whether words give no more than what kept something from being done: 受疫情影响.
pub(crate) fn is_reason(words: &str) -> bool {
    is_led_by_reason(words)
        && ["影响", "原因", "因素", "等因素影响", "制约"].iter().any(|end| words.ends_with(end))
        && !words.contains(|c: char| c.is_ascii_digit())
        && !words.contains('未')
}

/// Words behind the reason for which something was not done: 因征地拆迁未能按期建成, 受疫情影响未完成.
pub(crate) fn behind_reason(words: &str) -> &str {
    let denied = words.find('未').filter(|at| {
        is_led_by_reason(words)
            && words.get(..*at).is_some_and(|reason| !reason.contains(|c: char| c.is_ascii_digit()))
    });
    let behind = denied.and_then(|at| words.get(at..)).unwrap_or(words);
    let is_denial = said(behind) == Some(Said::Missed) || act(behind).is_some_and(|(_, not_done)| not_done);
    if is_denial { behind } else { words }
}

fn is_led_by_reason(words: &str) -> bool {
    ["因", "受", "由于"].iter().any(|lead| words.starts_with(lead))
}

/// Words that say that an act is still to come. Of two that begin alike the longer one stands first.
const TO_COME: &[&str] = &[
    "尚未",
    "还未",
    "暂未",
    "仍未",
    "尚待",
    "有待",
    "等待",
    "待",
    "未",
    "not yet been ",
    "not yet ",
    "not ",
    "yet to be ",
    "awaiting ",
    "pending ",
];

/// The act that words behind another one say is still to come: 尚未验收, 待验收, not yet commissioned. Alone it is no report of
/// the period, in which it may have come since.
pub(crate) fn to_come(words: &str) -> Option<&str> {
    let words = ["但是", "但", "but "].iter().find_map(|link| words.strip_prefix(link)).unwrap_or(words);
    let rest = TO_COME.iter().find_map(|lead| words.strip_prefix(lead))?;
    // Awaiting commissioning: it is not commissioned.
    let (what, not_done) = done_form(rest).map(|form| (form, false)).or_else(|| act(rest))?;
    (!not_done && are_stages(what)).then_some(what)
}

/// The act that a report says was not done, behind one that was: 已建成，未通车; built, not yet commissioned.
pub fn act_denied(phrase: &str) -> Option<String> {
    let text = Text::new(phrase).ok()?;
    let mut clauses = text.plain.split([',', ';', '，', '；']).map(str::trim);
    clauses.find_map(|clause| {
        let behind = where_to_come(clause).and_then(|at| clause.get(at..)).unwrap_or(clause);
        to_come(behind.trim()).map(str::to_owned)
    })
}

/// Where words go on behind an act without a separator with one that is still to come: 已完工待验收.
pub(crate) fn where_to_come(words: &str) -> Option<usize> {
    words.char_indices().map(|(at, _)| at).find(|at| {
        let Some((done, behind)) = words.split_at_checked(*at) else { return false };
        let is_reported = |done: &str| {
            act(done).is_some_and(|(_, not_done)| !not_done) || said(done) == Some(Said::Attained)
        };
        to_come(behind.trim_start()).is_some() && is_reported(done.trim_end())
    })
}

/// Why words that do not say that a milestone is done are not read.
pub(crate) fn why_not(words: &str) -> Reason {
    let is_english_denial = ["no", "not", "never", "partially", "partly", "delayed", "pending", "incomplete"]
        .iter()
        .any(|word| starts_with_word(words, word));
    if is_english_denial || UNDONE.iter().any(|word| words.contains(word)) {
        return Reason::NotDone;
    }
    if is_dated(words) {
        return Reason::DoneOnDay;
    }
    if ACTS.iter().any(|act| words.contains(act)) { Reason::ActAlone } else { Reason::NotUnderstood }
}

/// Whether words name a day, a month or a year.
fn is_dated(words: &str) -> bool {
    let numbers = words.match_indices(['月', '年', '日']).any(|(offset, _)| {
        words.get(..offset).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    let has_digits = words.contains(|c: char| c.is_ascii_digit());
    let mut english = words.split(|c: char| !c.is_ascii_alphanumeric());
    numbers
        || has_digits
            && english.any(|word| {
                let mut rest = word;
                let is_month = try_word(&mut rest, MONTHS).is_some() && rest.is_empty();
                is_month
                    || (word.len() == 4 && take(&mut rest, "20") && rest.bytes().all(|b| b.is_ascii_digit()))
            })
}
