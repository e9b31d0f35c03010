//! Words of the indicator's own name with which a target or a report begins: 执行率97% of 预算执行率, 到位810亿元 of 实际到位资金, 改善6% of
//! PM2.5浓度改善率. What they say is the figure itself. Without the name nobody knows, so that the grammar refuses them.

use std::borrow::Cow;

use crate::domain::indicator::{Indicator, Measure};

/// What a name ends with where its figure is a share of what was planned.
const RATES: [&str; 2] = ["执行率", "完成率"];

/// What is done with money and with things, by the words of a name.
const ACTS: [&str; 18] = [
    "到位",
    "下达",
    "新设",
    "新登记",
    "筛查",
    "出栏",
    "拨付",
    "兑付",
    "发放",
    "支付",
    "支出",
    "使用",
    "分配",
    "签约",
    "完成",
    "安排",
    "新增",
    "净增",
];

/// Those of them that the grammar does not know as the figure itself.
const OWN_ACTS: [&str; 6] = ["到位", "下达", "新设", "新登记", "筛查", "出栏"];

/// How a name ends that says what is to get better, and by how much it did is its figure.
const BETTER: [&str; 5] = ["改善", "改善率", "改善幅度", "改善比例", "改善程度"];

/// The phrase without the words of the name that it begins with; `None` where it begins with none.
pub fn without_own_words(phrase: &str, indicator: &Indicator) -> Option<String> {
    let said = phrase.trim();
    if said.is_ascii() || indicator.name_zh.is_empty() {
        return None;
    }
    let name = indicator.name_zh.split(['（', '(']).next().unwrap_or_default().trim();
    behind_rate(said, name, indicator)
        .or_else(|| behind_act(said, name, indicator.measure))
        .or_else(|| better_by(said, name, indicator))
}

/// 执行率97%, 完成率为96%.
fn behind_rate(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    let is_share = matches!(indicator.measure, Measure::Level | Measure::Rate)
        && matches!(indicator.unit.trim(), "%" | "％");
    let rate = RATES.iter().filter(|_| is_share).find(|rate| name.ends_with(**rate))?;
    let left = said.strip_prefix(rate)?.trim_start_matches([' ', ':', '：']);
    let left = left.strip_prefix('为').unwrap_or(left);
    (!left.is_empty()).then(|| left.to_owned())
}

/// 到位810亿元: where the name says that this is what is counted, and names no other act.
fn behind_act(said: &str, name: &str, measure: Measure) -> Option<String> {
    if measure != Measure::Flow {
        return None;
    }
    let act = OWN_ACTS.iter().find(|act| said.starts_with(**act))?;
    let (before, _) = name.split_once(act)?;
    let is_denied = before.ends_with(['未', '应', '拟', '待', '可', '不']);
    let acts = ACTS.iter().filter(|other| name.contains(**other)).count();
    let left = said.strip_prefix(act)?;
    let left = left.strip_prefix('了').unwrap_or(left);
    (!is_denied && acts == 1 && is_number(left)).then(|| left.to_owned())
}

/// 改善6% of what is itself counted as a reduction, and is called by its getting better: 下降6%.
fn better_by(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    const LEADS: [&str; 5] = ["同比", "比上年", "较上年", "比去年", "较去年"];
    let is_one = indicator.is_reduction && BETTER.iter().any(|end| name.ends_with(end));
    let lead = LEADS.iter().find(|lead| said.starts_with(**lead)).copied().unwrap_or("");
    let left = said.strip_prefix(lead)?.strip_prefix("改善").filter(|_| is_one)?;
    let left = left.strip_prefix('了').unwrap_or(left);
    is_number(left).then(|| format!("{lead}下降{left}"))
}

/// Whether words begin with a number, with or without a word that says how exact it is.
fn is_number(words: &str) -> bool {
    let left = ["约", "近", "超"].iter().find_map(|word| words.strip_prefix(word)).unwrap_or(words);
    left.trim_start().starts_with(char::is_numeric)
}

/// The phrase as it is to be read for an indicator: without the words of its name, where it begins with them.
pub fn as_of_its_name<'a>(phrase: &'a str, indicator: &Indicator) -> Cow<'a, str> {
    without_own_words(phrase, indicator).map_or(Cow::Borrowed(phrase), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::without_own_words;
    use crate::domain::indicator::{Indicator, Measure};

    #[test]
    fn a_phrase_may_begin_with_the_end_of_the_name() {
        for (name, phrase, left) in [
            ("预算执行率", "执行率97%", Some("97%")),
            ("预算执行率（%）", "执行率为97%", Some("97%")),
            ("投资计划完成率", "完成率：96%", Some("96%")),
            ("投资计划完成率", "完成率96%，比上年提高2个百分点", Some("96%，比上年提高2个百分点")),
            ("投资计划完成率", "完成率90%以上", Some("90%以上")),
            ("投资计划完成率", "执行率97%", None),
            ("预算执行率提升项目占比", "执行率97%", None),
            ("投资计划完成率", "未完成率4%", None),
            ("投资计划完成率", "完成率", None),
            ("固定资产投资", "完成率96%", None),
        ] {
            for measure in [Measure::Level, Measure::Rate] {
                let found = without_own_words(phrase, &Indicator::sample(name, "%", measure, false));
                assert_eq!(found.as_deref(), left, "{name}: {phrase}");
            }
            let amount = Indicator::sample(name, "亿元", Measure::Flow, false);
            assert_eq!(without_own_words(phrase, &amount), None, "{name}: {phrase}");
        }
    }

    #[test]
    fn what_the_name_says_is_done_is_what_is_counted() {
        for (name, phrase, left) in [
            ("实际到位资金", "到位810亿元", Some("810亿元")),
            ("省外到位资金", "到位约810亿元", Some("约810亿元")),
            ("中央预算内投资下达额", "下达1010亿元", Some("1010亿元")),
            ("新设经营主体", "新设60万户", Some("60万户")),
            ("妇女两癌筛查人次", "筛查105.6万人次", Some("105.6万人次")),
            ("生猪出栏", "出栏4012万头", Some("4012万头")),
            // Another act, or none that is known.
            ("净增经营主体", "新设60万户", None),
            ("新增经营主体", "新设60万户", None),
            ("协议资金", "到位810亿元", None),
            ("签约项目到位资金", "到位810亿元", None),
            ("下达资金支付额", "下达1010亿元", None),
            ("未到位资金", "到位810亿元", None),
            ("应到位资金", "到位810亿元", None),
            ("实际到位资金", "未到位810亿元", None),
            ("实际到位资金", "到位率81%", None),
            ("实际到位资金", "到位资金810亿元", None),
            ("实际到位资金", "到位比上年增长5%", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "亿元", Measure::Flow, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
            let stock = Indicator::sample(name, "亿元", Measure::Level, false);
            assert_eq!(without_own_words(phrase, &stock), None, "{name}: {phrase}");
        }
    }

    #[test]
    fn what_is_called_by_its_getting_better_is_counted_by_it() {
        for (name, phrase, left) in [
            ("PM2.5浓度改善率", "改善6%", Some("下降6%")),
            ("PM2.5浓度改善幅度", "同比改善6%", Some("同比下降6%")),
            ("PM2.5浓度改善", "比上年改善了6%", Some("比上年下降6%")),
            ("PM2.5浓度改善率", "改善6%以上", Some("下降6%以上")),
            ("PM2.5浓度改善率", "未改善6%", None),
            ("PM2.5浓度改善率", "恶化6%", None),
            ("PM2.5浓度改善率", "改善率提高2个百分点", None),
            ("PM2.5浓度改善率", "改善", None),
            ("PM2.5浓度下降率", "改善6%", None),
            ("改善型住房能耗下降率", "改善6%", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "%", Measure::Rate, true));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
            let growth = Indicator::sample(name, "%", Measure::Rate, false);
            assert_eq!(without_own_words(phrase, &growth), None, "{name}: {phrase}");
        }
    }
}
