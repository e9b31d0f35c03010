//! Figures that words give without a digit: none of it (清零, 零事故), all of it (全覆盖), more than none (由负转正). The same
//! for targets and for outcomes. Closed lists, each for the indicators whose own figure is meant.

use super::{
    lexicon::{Words, take_one_of},
    sense::{Reader, Role},
};
use crate::domain::{
    criterion::Comparison,
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::wording::scan::{Table, try_word},
    unit::Base,
};

/// Words before what is said that change nothing.
const LEADS: Table<()> = &[
    ("实现", ()),
    ("已实现", ()),
    ("已", ()),
    ("已经", ()),
    ("保持", ()),
    ("确保", ()),
    ("坚决", ()),
    ("全年", ()),
    ("全市", ()),
    ("全区", ()),
    ("继续保持", ()),
    ("确保实现", ()),
    ("增速", ()),
];

const NONE: [&str; 10] =
    ["清零", "动态清零", "全部清零", "全面清零", "归零", "零发生", "不发生", "未发生", "没有发生", "无发生"];

/// Words that deny an event: 杜绝重特大事故, 未发生安全生产事故.
const DENIALS: [&str; 8] = ["杜绝发生", "杜绝", "不发生", "未发生", "没有发生", "不出现", "未出现", "无"];

const EVENTS: [&str; 7] = ["责任事故", "事故", "事件", "案件", "差错", "投诉", "火灾"];

/// What may be denied, each of which is none of the others.
pub(crate) const KINDS_OF_EVENTS: [&str; 11] =
    ["事故", "事件", "案件", "差错", "投诉", "火灾", "违规", "违法", "死亡", "伤亡", "感染"];

/// What an event is said to be, by how grave it is or what it is of.
const KINDS: Words = "重伤|轻伤|重特大|特大|重大|较大|一般|及以上|以上|及|安全生产|生产安全|安全|道路交通|交通|食品|药品|食品药品|工程|质量|环境|\
    突发|突发环境|森林|校园|消防|医疗|网络|群体性|有效|各类";

/// What is gone as a whole, of a stock.
const GONE: [&str; 5] = ["全部消除", "全面消除", "全部化解", "全面化解", "化解完毕"];

/// Nothing that is counted in people.
const NO_PEOPLE: [&str; 3] = ["零死亡", "零伤亡", "零感染"];

const EVENT_UNITS: [&str; 4] = ["起", "次", "件", "例"];

/// Nothing that is counted in events.
const NO_EVENTS: [&str; 7] = ["零事故", "零违规", "零违法", "零投诉", "零案件", "零差错", "零火灾"];

const ALL: [&str; 3] = ["全覆盖", "全面覆盖", "全部覆盖"];

const TURNED: [&str; 5] = ["由负转正", "转正", "由降转增", "由降转升", "止跌回升"];

/// What grew before and falls now, which nobody asks for.
const TURNED_DOWN: [&str; 4] = ["由正转负", "转负", "由增转降", "由升转降"];

const IN_THE_BLACK: [&str; 2] = ["扭亏为盈", "扭亏"];

/// The event that words say does not occur; empty where they do not name it. `None` where they say more, or nothing of it.
pub(crate) fn event_denied(words: &str) -> Option<&str> {
    // 较大及以上事故零发生
    let is_none = || words.strip_suffix("零发生").filter(|event| !event.is_empty());
    let denied = DENIALS.iter().find_map(|denial| words.strip_prefix(denial)).or_else(is_none)?;
    let event = denied.strip_suffix("发生").unwrap_or(denied);
    let mut kinds = EVENTS.iter().find_map(|name| event.strip_suffix(name))?;
    while take_one_of(&mut kinds, KINDS) {}
    kinds.is_empty().then_some(event)
}

/// What is denied, by what it is called: the 事故 of 未发生重大事故, the 投诉 of 零投诉. `None` where words deny no such thing.
pub(crate) fn kind_denied(words: &str) -> Option<&'static str> {
    if let Some(event) = event_denied(words) {
        return KINDS_OF_EVENTS.into_iter().find(|kind| event.ends_with(kind));
    }
    let is_none = NO_EVENTS.contains(&words) || NO_PEOPLE.contains(&words);
    let denied = words.strip_prefix('零').filter(|_| is_none)?;
    KINDS_OF_EVENTS.into_iter().find(|kind| denied == *kind)
}

/// 全面消除劣Ⅴ类水体: nothing is left of what is worse than all grades.
fn is_rid_of_the_worst(words: &str) -> bool {
    let leads = ["全面消除", "全部消除", "消除"];
    let Some(what) = leads.iter().find_map(|lead| words.strip_prefix(lead)) else { return false };
    let worst = ["劣Ⅴ类", "劣v类", "劣五类"];
    worst
        .iter()
        .find_map(|worst| what.strip_prefix(worst))
        .is_some_and(|of| matches!(of, "" | "水体" | "水质" | "断面" | "水质断面" | "水体断面" | "国控断面"))
}

/// How the indicator's figure stands to which number, where the words say that and nothing else.
pub(crate) fn figure_in_words(words: &str, reader: &Reader<'_>) -> Option<(Comparison, Exact)> {
    let mut said = words;
    let _ = try_word(&mut said, LEADS);
    let context = reader.context;
    let unit = &reader.yardstick.unit;
    let is_share = unit.is_fraction();
    let lower = context.direction == Some(Direction::Lower) && !context.is_reduction;
    let higher = context.direction == Some(Direction::Higher) && !context.is_reduction;
    let is_stock = context.measure == Measure::Level;
    let is_amount = is_stock || context.measure == Measure::Flow;
    let counts = |words: &[&str]| words.contains(&reader.yardstick.plain.as_str());
    let is_rid = is_stock && is_share && is_rid_of_the_worst(said);
    // No incidents, of an indicator that counts incidents.
    let is_none_of_it = said.strip_prefix("no ").is_some_and(|what| counts(&[what]) && !what.is_empty());
    let is_none = is_rid
        || is_none_of_it
        || NONE.contains(&said)
        || (is_stock && GONE.contains(&said))
        || (counts(&["人", "名"]) && NO_PEOPLE.contains(&said))
        || (counts(&EVENT_UNITS)
            && (NO_EVENTS.contains(&said) || said == "杜绝" || event_denied(said).is_some()))
        || (reader.role == Role::Outcome && counts(&EVENT_UNITS) && said == "无");
    if lower && is_amount && is_none {
        return Some((Comparison::Equal, Exact::ZERO));
    }
    if higher && is_stock && is_share && unit.scale == Exact::ONE && ALL.contains(&said) {
        return Some((Comparison::Equal, Exact::HUNDRED));
    }
    // Where less is better a target does not ask for more than none.
    let is_asked = reader.role == Role::Outcome || higher;
    let is_growth = context.measure == Measure::Rate && is_share && !context.is_reduction && is_asked;
    if is_growth && reader.role == Role::Outcome && TURNED_DOWN.contains(&said) {
        return Some((Comparison::LessThan, Exact::ZERO));
    }
    let is_balance = is_amount && higher && matches!(unit.base, Base::Currency(_));
    let is_above = (is_growth && TURNED.contains(&said)) || (is_balance && IN_THE_BLACK.contains(&said));
    is_above.then_some((Comparison::MoreThan, Exact::ZERO))
}
