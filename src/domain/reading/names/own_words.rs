//! Words of the indicator's own name with which a target or a report begins: 执行率97% of 预算执行率, 到位810亿元 of 实际到位资金, 改善6% of
//! PM2.5浓度改善率. What they say is the figure itself. Without the name nobody knows, so that the grammar refuses them.

use std::borrow::Cow;

use super::{
    english_name,
    own_acts::{behind_act, of_own_act},
    own_rate::behind_other_rate,
};
use crate::domain::{
    characters::{as_given, in_simplified},
    indicator::{Indicator, Measure},
};

/// What a name ends with where its figure is a share of what was planned.
const RATES: [&str; 3] = ["执行率", "完成率", "支出进度"];

/// What happens to people and with cases, which a report says before how many there were.
const BEFALLS: [&str; 3] = ["死亡", "受伤", "立案"];

/// How a name says that a share is counted.
const SHARES: [&str; 2] = ["比重", "比例"];

/// How a name ends that says what is to get better, and by how much it did is its figure.
const BETTER: [&str; 5] = ["改善", "改善率", "改善幅度", "改善比例", "改善程度"];

/// The phrase without the words of the name that it begins with; `None` where it begins with none.
pub fn without_own_words(phrase: &str, indicator: &Indicator) -> Option<String> {
    let said = phrase.trim();
    if let Some(left) = english_name::without(said, indicator) {
        return Some(left);
    }
    if said.is_ascii() || indicator.name_zh.is_empty() {
        return None;
    }
    let left = without_chinese(&in_simplified(said), &indicator.with_plain_name())?;
    Some(as_given(said, &left))
}

/// The same of a phrase and a name in simplified characters.
fn without_chinese(said: &str, indicator: &Indicator) -> Option<String> {
    let name = indicator.name_zh.split(['（', '(']).next().unwrap_or_default().trim();
    behind_rate(said, name, indicator)
        .or_else(|| behind_act(said, name, indicator.measure))
        .or_else(|| of_own_act(said, name, indicator.measure))
        .or_else(|| better_by(said, name, indicator))
        .or_else(|| behind_name_of_money(said, name, indicator))
        .or_else(|| behind_what_befell(said, name, indicator.measure))
        .or_else(|| behind_share(said, name, indicator))
        .or_else(|| of_the_plan(said, name, indicator))
        .or_else(|| behind_whole_name(said, name, indicator))
}

fn is_percentage(indicator: &Indicator) -> bool {
    matches!(indicator.unit.trim(), "%" | "％")
}

/// 执行率97%, 完成率为96%.
fn behind_rate(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    let is_share = matches!(indicator.measure, Measure::Level | Measure::Rate) && is_percentage(indicator);
    let rate = RATES.iter().filter(|_| is_share).find(|rate| name.ends_with(**rate));
    let Some(left) = rate.and_then(|rate| said.strip_prefix(rate)) else {
        return behind_other_rate(said, name).filter(|_| is_share);
    };
    let left = left.trim_start_matches([' ', ':', '：']);
    let left = left.strip_prefix('为').unwrap_or(left);
    (!left.is_empty()).then(|| left.to_owned())
}

/// 签约资金161.2亿元 of 签约资金, 使用外资30.02亿美元 of 实际使用外资: the whole name of a sum of money, which is used as it is in fact.
fn behind_name_of_money(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    const MOVING: [&str; 8] = ["增", "减", "降", "升", "涨", "累计", "余额", "同意"];
    let is_money = indicator.measure == Measure::Flow && indicator.unit.trim().ends_with('元');
    let is_one = is_money
        && name.chars().nth(3).is_some()
        && name.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic())
        && !MOVING.iter().any(|word| name.contains(word));
    let names = [
        Some(name),
        name.strip_prefix("实际").filter(|own| own.starts_with("使用") || own.starts_with("利用")),
    ];
    let left = names.into_iter().flatten().filter(|_| is_one).find_map(|own| said.strip_prefix(own))?;
    let figure = behind_link(left);
    (is_number(figure) && !is_dated(figure) && figure.contains('元')).then(|| figure.to_owned())
}

/// 死亡12人 of 道路交通事故死亡人数: where the name ends with it and with no more than the word for how many there are. Of those who
/// died or are missing (死亡失踪人数) it would be a part.
fn behind_what_befell(said: &str, name: &str, measure: Measure) -> Option<String> {
    const HOW_MANY: [&str; 8] = ["", "数", "数量", "人数", "起数", "件数", "宗数", "案件数"];
    const OTHERWISE: [char; 15] =
        ['未', '应', '拟', '待', '可', '不', '非', '予', '销', '、', '和', '及', '与', '或', '并'];
    let befell = BEFALLS.iter().find(|word| measure == Measure::Flow && said.starts_with(**word))?;
    let (before, behind) = name.rsplit_once(befell)?;
    let names_another = BEFALLS.iter().chain(&["伤亡", "失踪"]).any(|word| before.contains(word));
    let left = said.strip_prefix(befell)?;
    let is_it = HOW_MANY.contains(&behind) && !before.ends_with(OTHERWISE) && !names_another;
    (is_it && is_number(left)).then(|| left.to_owned())
}

/// 占GDP比重为55.3% of 服务业增加值占地区生产总值比重, 税收占一般公共预算收入比重70.6% of 税收占比: where the name agrees on what it is that
/// has the share, and on what it is a share of.
fn behind_share(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    if indicator.measure != Measure::Level || !is_percentage(indicator) {
        return None;
    }
    let (whose, rest) = said.split_once('占')?;
    let (at, noun) = SHARES.iter().filter_map(|noun| Some((rest.find(noun)?, *noun))).min()?;
    let of = one_whole(rest.get(..at)?);
    let left = behind_link(rest.get(at + noun.len()..)?);
    let (own, own_whole) = share_named(name)?;
    let whose = without_place(whose);
    let is_its = whose == own || (!whose.is_empty() && own.strip_suffix("增加值") == Some(whose));
    let agrees = if own_whole.is_empty() {
        // Where the name leaves it out: of value added all that is produced, of what is part of an industry perhaps that industry;
        // of taxes the revenue.
        let is_product = of == "GDP" && own.ends_with("增加值") && !own.contains(['规', '高', '制']);
        let is_revenue = matches!(own, "税收" | "税收收入")
            && is_its
            && matches!(of.as_str(), "一般公共预算收入" | "地方一般公共预算收入");
        is_product || is_revenue
    } else {
        of == own_whole
    };
    let is_whose = is_its || whose.is_empty();
    (agrees && is_whose && !of.is_empty() && is_number(left)).then(|| left.to_owned())
}

/// What has the share by a name, and what it is a share of; that is empty where the name leaves it out.
fn share_named(name: &str) -> Option<(&str, String)> {
    let nouns = || SHARES.iter().filter_map(|noun| name.strip_suffix(noun));
    let (own, whole) = match name.split_once('占') {
        Some((own, "比")) => (own, String::new()),
        Some((own, _)) => {
            let whole = nouns().next()?.get(own.len() + '占'.len_utf8()..)?;
            (own, one_whole(whole))
        }
        None => (nouns().next()?, String::new()),
    };
    let own = without_place(own);
    (!own.is_empty()).then_some((own, whole))
}

/// One name for what is produced in all, which has several.
fn one_whole(words: &str) -> String {
    let whole = without_place(words.trim().trim_end_matches('的'));
    match whole {
        "地区生产总值" | "国内生产总值" | "生产总值" | "gdp" => "GDP".to_owned(),
        _ => whole.to_owned(),
    }
}

/// 完成投资占年度计划的102.3% of 投资完成率: what was invested, as a share of what the year's plan has.
fn of_the_plan(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    let is_one = name.ends_with("投资完成率") || name.ends_with("投资计划完成率");
    let rest = said.strip_prefix("完成投资额").or_else(|| said.strip_prefix("完成投资"))?;
    let is_of_plan = rest.starts_with("占年度计划") || rest.starts_with("占年度投资计划");
    (is_one && is_of_plan && is_percentage(indicator)).then(|| rest.to_owned())
}

/// 年末全市常住人口301.2万人, 破案率提升3.2个百分点: the whole name of what there is, before its figure or how far that moved. Where the
/// name is of what is new or moves itself, the figure may be either.
fn behind_whole_name(said: &str, name: &str, indicator: &Indicator) -> Option<String> {
    const MOVING: [&str; 9] = ["增", "减", "降", "升", "涨", "累计", "新建", "新设", "变化"];
    const LEADS: [&str; 6] = ["同比", "比上年", "较上年", "比去年", "较去年", ""];
    const MOVES: [&str; 10] =
        ["提高", "提升", "上升", "下降", "降低", "增加", "减少", "增长", "回升", "回落"];
    let own = without_place(without_end_of_year(name));
    let is_one = indicator.measure == Measure::Level
        && !indicator.is_reduction
        && own.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic())
        && own.chars().nth(1).is_some()
        && !MOVING.iter().any(|word| own.contains(word));
    let rest = without_place(without_end_of_year(said)).strip_prefix(own).filter(|_| is_one)?;
    let figure = behind_link(rest);
    if is_number(figure) {
        return (!is_dated(figure)).then(|| figure.to_owned());
    }
    let moved = |lead: &&str| {
        let behind = rest.strip_prefix(*lead)?;
        MOVES.iter().find_map(|word| behind.strip_prefix(word)).filter(|by| is_number(by) && !is_dated(by))
    };
    LEADS.iter().find_map(moved).map(|_| rest.to_owned())
}

/// The words behind the 为 or 达到 that joins a name to its figure.
pub(crate) fn behind_link(words: &str) -> &str {
    let left = words.trim_start_matches([' ', ':', '：']);
    ["为", "达到", "达"].iter().find_map(|link| left.strip_prefix(link)).unwrap_or(left)
}

fn without_end_of_year(words: &str) -> &str {
    ["年末", "年底", "期末"].iter().find_map(|end| words.strip_prefix(end)).unwrap_or(words)
}

fn without_place(words: &str) -> &str {
    ["全市", "全省", "全区", "全县"].iter().find_map(|place| words.strip_prefix(place)).unwrap_or(words)
}

/// Whether the number that words begin with is a year.
pub(crate) fn is_dated(words: &str) -> bool {
    const DIGITS: usize = 4;
    let behind = words.trim_start_matches(|c: char| c.is_numeric());
    behind.starts_with('年') && words.chars().take_while(|c| c.is_numeric()).count() == DIGITS
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
pub(crate) fn is_number(words: &str) -> bool {
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
            ("投資計劃完成率", "完成率96%，比上年提高2個百分點", Some("96%，比上年提高2個百分點")),
            ("投資計畫完成率", "执行率97%", None),
            ("預算執行率", "执行率97%", Some("97%")),
            ("预算执行率", "執行率為97%", Some("97%")),
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
            ("救助困难家庭", "救助810户", Some("810户")),
            ("教师招聘人数", "招聘教师4.99万人", Some("4.99万人")),
            ("招聘教师", "招聘教师4.99万人", Some("4.99万人")),
            ("特岗教师招聘", "招聘教师4.99万人", None),
            ("新入库项目", "新入库63个", Some("63个")),
            ("既有住宅加装电梯", "加装电梯1100台", Some("1100台")),
            ("老旧电梯更新改造", "加装电梯1100台", None),
            ("淘汰煤电落后产能", "关停32万千瓦", Some("32万千瓦")),
            ("关停煤电机组", "关停32万千瓦", Some("32万千瓦")),
            ("新能源装机", "关停32万千瓦", None),
            ("救助站新建", "救助810户", None),
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
            ("实际到位资金", "到位资金810亿元", None),
            ("实际到位资金", "到位比上年增长5%", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "亿元", Measure::Flow, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
            let stock = Indicator::sample(name, "亿元", Measure::Level, false);
            assert_eq!(without_own_words(phrase, &stock).is_some(), phrase.starts_with(name), "{name}");
        }
    }

    #[test]
    fn a_sum_of_money_may_begin_with_its_whole_name() {
        for (name, unit, phrase, left) in [
            ("签约资金", "亿元", "签约资金161.2亿元", Some("161.2亿元")),
            ("实际使用外资", "亿美元", "使用外资30.02亿美元", Some("30.02亿美元")),
            ("实际使用外资", "亿美元", "使用外资30.02亿美元，增长5%", Some("30.02亿美元，增长5%")),
            ("社会消费品零售总额", "亿元", "社会消费品零售总额达1.4万亿元", Some("1.4万亿元")),
            ("实际到位资金", "亿元", "到位资金总额161.2亿元", None),
            ("实际使用外资", "亿美元", "合同外资30.02亿美元", None),
            ("签约资金", "亿元", "签约资金增长5%", None),
            ("签约资金", "亿元", "签约资金2024年完成161.2亿元", None),
            ("签约资金", "亿元", "签约资金到位161.2亿元", None),
            ("新增贷款", "亿元", "新增贷款161.2亿元", None),
            ("签约项目", "个", "签约项目161个", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, unit, Measure::Flow, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
        }
    }

    #[test]
    fn what_befell_is_what_the_name_counts() {
        for (name, phrase, left) in [
            ("道路交通事故死亡人数", "死亡12人，同比减少1人、下降7.7%", Some("12人，同比减少1人、下降7.7%")),
            ("电信网络诈骗案件立案数", "立案1230起，同比下降18.6%", Some("1230起，同比下降18.6%")),
            ("事故受伤人数（人）", "受伤3人", Some("3人")),
            ("因灾死亡失踪人数", "死亡12人", None),
            ("受伤和死亡人数", "死亡12人", None),
            ("事故死亡率", "死亡12人", None),
            ("死亡事故起数", "死亡12人", None),
            ("道路交通事故死亡人数", "受伤12人", None),
            ("道路交通事故死亡人数", "死亡人数占12%", None),
            ("不予立案数", "立案12起", None),
            ("电信网络诈骗案件破案数", "立案1230起", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "人", Measure::Flow, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
        }
    }

    #[test]
    fn a_share_is_its_own_where_the_name_agrees() {
        for (name, phrase, left) in [
            ("服务业增加值占GDP比重", "占地区生产总值的比重为55.3%", Some("55.3%")),
            (
                "服务业增加值占地区生产总值比重",
                "占GDP比重55.3%，提高0.3个百分点",
                Some("55.3%，提高0.3个百分点"),
            ),
            ("服务业增加值占比", "占GDP比重为55.3%", Some("55.3%")),
            ("服务业增加值占比", "服务业增加值占GDP比重为55.3%", Some("55.3%")),
            ("服务业增加值占比", "全市服务业占GDP的比重达到55.3%", Some("55.3%")),
            ("税收占比", "税收占一般公共预算收入比重为70.6%", Some("70.6%")),
            ("稅收佔比", "稅收占一般公共預算收入比重為70.6%", Some("70.6%")),
            ("税收收入占一般公共预算收入比重", "占一般公共预算收入的比重为70.6%", Some("70.6%")),
            // Another whole, or another that has the share.
            ("税收占比", "税收占GDP比重为12.6%", None),
            ("税收占比", "占一般公共预算收入比重为70.6%", None),
            ("税收占比", "非税收入占一般公共预算收入比重为29.4%", None),
            ("税收占比", "税收占政府性基金收入比重为70.6%", None),
            ("服务业增加值占比", "第二产业增加值占GDP比重为38%", None),
            ("服务业增加值占比", "占规上工业增加值比重为38%", None),
            ("生产性服务业增加值占服务业增加值比重", "占GDP比重为38%", None),
            ("高技术制造业增加值占比", "占GDP比重为8%", None),
            ("民营经济占比", "占GDP比重为60%", None),
            ("服务业增加值占GDP比重", "占GDP比重提高0.3个百分点", None),
            ("服务业增加值占GDP比重", "2022年占GDP比重为54.8%", None),
            ("服务业增加值占GDP比重提高", "占GDP比重为54.8%", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "%", Measure::Level, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
            let growth = Indicator::sample(name, "%", Measure::Rate, false);
            assert_eq!(without_own_words(phrase, &growth), None, "{name}: {phrase}");
        }
    }

    #[test]
    fn the_whole_name_of_what_there_is_may_stand_before_its_figure() {
        for (name, phrase, left) in [
            ("常住人口", "年末常住人口301.2万人", Some("301.2万人")),
            ("年末常住人口（万人）", "年末全市常住人口为301.2万人", Some("301.2万人")),
            ("全市公路通车里程", "年末公路通车里程11986公里", Some("11986公里")),
            ("命案破案率", "命案破案率提升3.2个百分点", Some("提升3.2个百分点")),
            ("破案率", "全市破案率同比提高3.2个百分点", Some("同比提高3.2个百分点")),
            ("平均受教育年限", "平均受教育年限12年", Some("12年")),
            ("户籍人口", "年末戶籍人口301.2萬人", Some("301.2萬人")),
            ("公路通車里程", "年末公路通车里程11986公里", Some("11986公里")),
            // Other people, another road, another year, what is new.
            ("常住人口", "年末戶籍人口301.2萬人", None),
            ("常住人口", "年末户籍人口301.2万人", None),
            ("常住人口", "年末城镇常住人口301.2万人", None),
            ("城镇常住人口", "年末常住人口301.2万人", None),
            ("公路通车里程", "年末高速公路通车里程1986公里", None),
            ("公路", "年末公路通车里程1986公里", None),
            ("常住人口", "年末常住人口中城镇人口301.2万人", None),
            ("常住人口", "2022年末常住人口301.2万人", None),
            ("常住人口", "上年末常住人口301.2万人", None),
            ("常住人口", "常住人口2022年末为301.2万人", None),
            ("命案破案率", "破案率提升3.2个百分点", None),
            ("新增常住人口", "年末新增常住人口3万人", None),
            ("常住人口", "常住人口自然增长率3.2‰", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "万人", Measure::Level, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
            let flow = Indicator::sample(name, "万人", Measure::Flow, false);
            assert_eq!(without_own_words(phrase, &flow), None, "{name}: {phrase}");
        }
    }

    #[test]
    fn what_was_invested_is_a_share_of_its_plan() {
        for (name, phrase, left) in [
            ("重点项目投资完成率", "完成投资占年度计划的102.3%", Some("占年度计划的102.3%")),
            ("投资计划完成率", "完成投资额占年度投资计划的102.3%", Some("占年度投资计划的102.3%")),
            ("重点项目投资完成率", "完成投资占总投资的42.3%", None),
            ("重点项目投资完成率", "完成投资占全市投资的42.3%", None),
            ("重点项目完成率", "完成投资占年度计划的102.3%", None),
            ("固定资产投资", "完成投资占年度计划的102.3%", None),
        ] {
            let found = without_own_words(phrase, &Indicator::sample(name, "%", Measure::Level, false));
            assert_eq!(found.as_deref(), left, "{name}: {phrase}");
        }
        let paid = Indicator::sample("一般公共预算支出进度", "%", Measure::Level, false);
        assert_eq!(without_own_words("支出进度88.6%", &paid).as_deref(), Some("88.6%"));
        assert_eq!(without_own_words("收入进度88.6%", &paid), None);
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
