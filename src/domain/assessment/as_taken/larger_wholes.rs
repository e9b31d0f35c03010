//! Figures that are of more than is asked by the words of their report: of a whole of which what is asked is one of the parts that are
//! named, of all where the indicator is of some, and of a total where what is new of it is asked. Takes no decision.

use super::{Case, value_of};
use crate::domain::{
    characters::{in_simplified, says},
    criterion::Condition,
    indicator::Measure,
    outcome::Outcome,
    quantity::Exact,
    reading::{is_said_of_the_whole, names_its_own_part},
    unit::Unit,
    value::Figure,
};

/// Whether the report tells what is asked by its name as a part of its figure, or says that this is of all, where some are asked.
pub(super) fn are_reported(case: &Case<'_>, outcome: &Outcome) -> bool {
    let figure = &outcome.value.figure;
    let is_number = matches!(figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    let is_amount =
        is_number || matches!(figure, Figure::Change { .. } | Figure::ShareOfTarget { value: Some(_), .. });
    // Of a category the part is what is reported.
    if !is_amount || outcome.series.category.is_some() {
        return false;
    }
    let indicator = case.indicator;
    let names = [indicator.name_zh.as_str(), indicator.name_en.as_str()];
    let target = &case.target.text;
    let is_share = Unit::parse(&indicator.unit).is_fraction();
    // All of the whole is all of each of its parts.
    let is_all_of_all = is_share && value_of::number(figure) == Some(Exact::HUNDRED);
    names_its_own_part(&outcome.text, names, &indicator.unit, target)
        || (is_number && !is_all_of_all && is_said_of_the_whole(&outcome.text, names, target, is_share))
}

/// What is there of itself each year, of which no more than what it rose by is new.
const TOTALS: [&str; 24] = [
    "财政收入",
    "预算收入",
    "税收收入",
    "营业收入",
    "销售收入",
    "旅游收入",
    "总量",
    "总额",
    "总值",
    "产值",
    "增加值",
    "吞吐量",
    "发电量",
    "用电量",
    "用水量",
    "消费量",
    "消耗量",
    "产量",
    "进出口",
    "贸易额",
    "销售额",
    "零售额",
    "游客",
    "旅游人数",
];

/// Whether a report is that of a total of the year, where what is new of it is asked: 290亿元 of 财政收入, 新增10亿元. That is what it rose
/// by, and a report that says so itself is of it.
pub(super) fn are_totals_of_the_new(case: &Case<'_>, outcome: &Outcome) -> bool {
    let is_number =
        matches!(outcome.value.figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    let asked = &case.target.text;
    if !is_number || case.indicator.measure != Measure::Flow || !asked.contains('新') {
        return false;
    }
    let name = in_simplified(&case.indicator.name_zh);
    let bare = name.split(['（', '(']).next().unwrap_or_default();
    let is_new = |words: &str| says(&words.replace("增加值", ""), &["新增", "净增", "增加", "增量", "增收"]);
    // 290亿元，增加5亿元 is the total.
    let said_new = || {
        let mut clauses = outcome.text.split(['，', ',', '；', ';', '（', '(', '、', '。']);
        clauses.find(|clause| clause.contains(|c: char| c.is_ascii_digit())).is_some_and(is_new)
    };
    let is_total = TOTALS.iter().any(|total| bare.ends_with(total)) && !is_new(bare);
    let asks_for_a_number = case.target.criterion.as_ref().is_some_and(|criterion| {
        criterion.asks(|condition| matches!(condition, Condition::Threshold { .. } | Condition::Range { .. }))
    });
    let before = in_simplified(asked);
    let before = before.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    is_total && asks_for_a_number && before.contains("新增") && !said_new()
}
