//! A name in front of a figure that is sure to be that of another indicator. Only what excludes the indicator's own name says so: what
//! is named by its topic, or in one of the many other ways, is left alone. Knows no figure.

use std::cmp::Ordering;

use super::{
    other_english::{growth_behind, is_other_in_english},
    other_subject::are_of_different_things,
    subject::named,
};
use crate::domain::{
    characters::{as_given, in_simplified},
    reading::{
        statements::{
            phrase::parts,
            without_digits::{KINDS_OF_EVENTS, event_denied, kind_denied},
        },
        times::{reference::year_named, time_limit},
        wording::{
            fillers::FILLERS,
            scan::{space, take, try_word},
            text::Text,
        },
    },
};

/// What goes by several names, and one of them.
const ONE_NAME: [(&str, &str); 8] = [
    ("国内生产总值", "gdp"),
    ("地区生产总值", "gdp"),
    ("生产总值", "gdp"),
    ("万元gdp", "单位gdp"),
    ("能源消耗", "能耗"),
    ("能源消费", "能耗"),
    ("二氧化碳排放", "碳排放"),
    ("社会消费品零售", "社零"),
];

/// What is another thing with a word before it than without: 城镇化率 alone is that of those who live there.
const TELLING: [(&str, &str); 3] = [("城镇化率", "户籍"), ("gdp", "人均gdp"), ("gdp", "单位gdp")];

/// What is one or the other.
const OPPOSED: [(&str, &str); 10] = [
    ("城镇居民", "农村"),
    ("城镇居民", "农民"),
    ("全体居民", "农村居民"),
    ("全体居民", "城镇居民"),
    ("收入", "支出"),
    ("调查失业", "登记失业"),
    ("存款", "贷款"),
    ("能耗", "碳排放"),
    ("空气", "水质"),
    ("单位gdp", "工业增加值"),
];

/// Headline indicators, of which a name holds one and means no other.
const HEADLINES: [&str; 10] = [
    "gdp",
    "固定资产投资",
    "社零",
    "进出口",
    "一般公共预算",
    "可支配收入",
    "工业增加值",
    "城镇化率",
    "失业率",
    "居民消费价格",
];

/// The name in front of the figure of a phrase, as it is printed, where it is that of something else than the indicator with
/// these names.
pub fn another_name(phrase: &str, name_zh: &str, name_en: &str) -> Option<String> {
    // Most of what is imported is a number alone.
    if !phrase.chars().any(char::is_alphabetic) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    if let Some(printed) = another_time_limit(&text, name_en) {
        return Some(printed);
    }
    if let Some(event) = graver_event(&text.plain, &in_simplified(name_zh)) {
        return Some(as_given(phrase, event));
    }
    let own = || Text::new(name_zh).map(|text| one_name(&text.plain)).unwrap_or_default();
    // GDP增长5% is held against the Chinese name alone.
    let is_english = || !text.plain.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let is_other_here = |name: &str| is_english() && is_other_in_english(name, name_en, &own());
    if let Some((start, name)) = growth_behind(&text.plain)
        && is_other_here(name)
    {
        return Some(text.as_given(start..start + name.len()));
    }
    let (name, rest) = name_in_front(&text.plain)?;
    let has_chinese_one = !name_zh.is_empty() || !name.is_ascii();
    let is_other =
        (name.is_ascii() && is_other_here(name)) || (has_chinese_one && is_other(&one_name(name), &own()));
    let start = text.plain.len() - rest;
    is_other.then(|| text.as_given(start..start + name.len()))
}

/// Whether words deny an event which is graver than, or of another kind than, those that an indicator with this name counts, or the
/// words of its target.
pub fn denies_another_event(phrase: &str, name: &str, asked: &str) -> bool {
    let plain = |words| Text::new(words).map(|text| text.plain).unwrap_or_default();
    let own = plain(name) + &plain(asked);
    graver_event(&plain(phrase), &own).is_some()
}

/// The time within which a service is said to be given, where the indicator's name has another one: 85% in 60 days, of those
/// answered within 30 days.
fn another_time_limit(text: &Text<'_>, name_en: &str) -> Option<String> {
    let own = Text::new(name_en).ok()?;
    let (own, _) = time_limit::named(&own.plain)?;
    let (limit, printed) = time_limit::named(&text.plain)?;
    let at = text.plain.find(printed)?;
    (limit != own).then(|| text.as_given(at..at + printed.len()))
}

/// How the time within which a service is given by the words of a report stands to that of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnotherTimeLimit {
    /// What is done within it is done within the one that is asked: 91% within 15 business days, of what is to be 90% within 20.
    Tighter,
    /// What is not done within it is not done within the one that is asked either.
    Looser,
    /// They are counted in days of another kind.
    OfAnotherKind,
}

/// The other time within which a service is given that a report names, by how it stands to that of the first of the words of what is
/// asked that names one; `None` where they are the same, or either names none.
pub fn another_time_limit_named(report: &str, asked: [&str; 2]) -> Option<AnotherTimeLimit> {
    let limit = |words: &str| time_limit::named(&Text::new(words).ok()?.plain).map(|(limit, _)| limit);
    // Most that is reported names no time.
    let reported = limit(report)?;
    let asked = asked.into_iter().find_map(limit)?;
    match reported.against(asked) {
        Some(Ordering::Equal) => None,
        Some(Ordering::Less) => Some(AnotherTimeLimit::Tighter),
        Some(Ordering::Greater) => Some(AnotherTimeLimit::Looser),
        None => Some(AnotherTimeLimit::OfAnotherKind),
    }
}

/// An event that words deny, which is graver than, or of another kind than, those that the indicator counts by its name: that there
/// were no grave accidents says nothing of how many there were.
fn graver_event<'a>(plain: &'a str, own: &str) -> Option<&'a str> {
    const TOLD_APART: [&str; 21] = [
        "重伤",
        "轻伤",
        "责任",
        "工程",
        "质量",
        "突发",
        "森林",
        "重特大",
        "特大",
        "重大",
        "较大",
        "交通",
        "食品",
        "药品",
        "环境",
        "火灾",
        "消防",
        "校园",
        "医疗",
        "网络",
        "群体性",
    ];
    // 零投诉, of what counts accidents. Where nobody is hurt, nobody dies.
    let is_of = |kind: &str| own.contains(kind) || (kind == "伤亡" && own.contains("死亡"));
    let is_another =
        |kind: &str| !is_of(kind) && KINDS_OF_EVENTS.iter().any(|own_kind| own.contains(own_kind));
    let denied = plain.char_indices().find_map(|(at, _)| {
        let words = plain.get(at..)?;
        kind_denied(words).map(|kind| (event_denied(words).unwrap_or(words), kind))
    });
    let (event, kind) = denied?;
    // 未发生重伤事故 says nothing of what is graver, which 重伤及以上事故 counts as well.
    let is_of_one_degree =
        ["轻伤", "重伤", "一般", "较大", "重大"].iter().any(|degree| event.contains(degree));
    let stops_short = own.contains("以上") && !event.contains("以上") && is_of_one_degree;
    let is_more = stops_short || TOLD_APART.iter().any(|kind| event.contains(kind) && !own.contains(kind));
    (is_more || is_another(kind)).then_some(event)
}

/// The name before the first figure, and the bytes of the phrase from where it begins.
fn name_in_front(plain: &str) -> Option<(&str, usize)> {
    for part in parts(plain, "").ok()? {
        let words = plain.get(part.span.clone())?;
        if part.is_note {
            continue;
        }
        let mut rest = words;
        let mut is_dated = false;
        loop {
            space(&mut rest);
            let here = rest;
            if let Some((listed, _)) = named(&mut rest) {
                return Some((here.get(..listed.len())?, plain.len() - part.span.end + here.len()));
            }
            let is_passed = year_named(&mut rest)
                || try_word(&mut rest, FILLERS).is_some()
                || take(&mut rest, "累计")
                || take(&mut rest, "全市");
            if !is_passed {
                break;
            }
            is_dated = true;
        }
        // 2022年，城镇调查失业率5.5%: nothing but a year stands before the separator.
        if !(is_dated && rest.is_empty()) {
            return None;
        }
    }
    None
}

fn one_name(name: &str) -> String {
    let mut plain: String = name.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    for (one, other) in ONE_NAME {
        plain = plain.replace(one, other);
    }
    plain
}

fn is_other(printed: &str, own: &str) -> bool {
    let are_both = |word: &str| printed.contains(word) && own.contains(word);
    let is_told_apart =
        |(of, word): &(&str, &str)| are_both(of) && printed.contains(word) != own.contains(word);
    let is = |name: &str, this: &str, that: &str| name.contains(this) && !name.contains(that);
    let are_opposed = |(one, other): &(&str, &str)| {
        is(printed, one, other) && is(own, other, one) || is(printed, other, one) && is(own, one, other)
    };
    let headline = || HEADLINES.iter().find(|word| printed.contains(**word));
    let is_another_headline =
        || headline().is_some_and(|word| !own.contains(word) && HEADLINES.iter().any(|it| own.contains(it)));
    TELLING.iter().any(is_told_apart)
        || OPPOSED.iter().any(are_opposed)
        || is_another_headline()
        || are_of_different_things(printed, own)
}

#[cfg(test)]
mod tests {
    use super::another_name;

    #[test]
    fn a_name_of_something_else_is_seen() {
        for (name, phrase, printed) in [
            ("户籍人口城镇化率", "常住人口城镇化率60.5%", "常住人口城镇化率"),
            ("户籍人口城镇化率", "城镇化率60.5%", "城镇化率"),
            ("常住人口城镇化率", "户籍人口城镇化率60.5%", "户籍人口城镇化率"),
            ("城镇登记失业率", "城镇调查失业率5.5%左右", "城镇调查失业率"),
            ("农村居民人均可支配收入", "城镇居民人均可支配收入增长8.2%", "城镇居民人均可支配收入"),
            ("农村居民人均可支配收入增长", "全体居民人均可支配收入增长8.2%", "全体居民人均可支配收入"),
            ("地方一般公共预算收入", "一般公共预算支出增长5.2%", "一般公共预算支出"),
            ("单位GDP能耗下降", "单位GDP二氧化碳排放下降5%", "单位GDP二氧化碳排放"),
            ("固定资产投资增长", "地区生产总值增长5.2%", "地区生产总值"),
            ("固定资产投资增长", "2022年，全市GDP增长5.2%", "GDP"),
            ("人均地区生产总值", "GDP增长5%", "GDP"),
            ("单位GDP能耗", "GDP增长5%", "GDP"),
        ] {
            assert_eq!(another_name(phrase, name, "").as_deref(), Some(printed), "{name}: {phrase}");
        }
        for (name, phrase, printed) in [
            ("生产安全事故起数", "未发生重特大事故", Some("重特大事故")),
            ("生产安全事故起数", "杜绝较大及以上事故", Some("较大及以上事故")),
            ("生产安全事故起数", "未发生重伤及以上事故", Some("重伤及以上事故")),
            ("重伤及以上事故起数", "未发生重伤及以上事故", None),
            ("重伤及以上事故起数", "未发生重伤事故", Some("重伤事故")),
            ("较大及以上事故起数", "未发生较大事故", Some("较大事故")),
            ("较大及以上事故起数", "未发生事故", None),
            ("较大事故起数", "未发生较大事故", None),
            ("轻伤及以上事故起数", "未发生重伤及以上事故", Some("重伤及以上事故")),
            ("生产安全事故起数", "较大及以上事故零发生", Some("较大及以上事故")),
            ("较大及以上事故起数", "全年较大及以上事故零发生", None),
            ("生产安全事故起数", "投诉零发生", Some("投诉")),
            ("生产安全事故起数", "未发生事故", None),
            ("重特大事故起数", "全年未发生重特大事故", None),
            ("较大及以上生产安全事故", "杜绝发生较大及以上事故", None),
            ("生产安全事故起数", "无有效投诉", Some("有效投诉")),
            ("生产安全事故起数", "零投诉", Some("零投诉")),
            ("生产安全事故起数", "零火灾", Some("零火灾")),
            ("生产安全事故起数", "零事故", None),
            ("生产安全事故起数", "未发生案件", Some("案件")),
            ("生产安全事故起数", "未发生突发事件", Some("突发事件")),
            ("生产安全事故起数", "未发生工程质量事故", Some("工程质量事故")),
            ("生产安全事故起数", "未发生责任事故", Some("责任事故")),
            ("安全生产责任事故", "未发生责任事故", None),
            ("火灾事故起数", "零火灾", None),
            ("森林火灾次数", "未发生火灾", None),
            ("道路交通事故死亡人数", "零感染", Some("零感染")),
            ("道路交通事故死亡人数", "零死亡", None),
            ("道路交通事故死亡人数", "零伤亡", None),
            ("事故伤亡人数", "零死亡", Some("零死亡")),
            ("刑事案件数", "无差错", Some("差错")),
            ("刑事案件数", "未发生一般及以上事故", Some("一般及以上事故")),
            ("发生网络安全事件", "未发生事故", Some("事故")),
            ("安全生产", "未发生事故", None),
            ("", "未发生重特大事故", Some("重特大事故")),
        ] {
            assert_eq!(another_name(phrase, name, "").as_deref(), printed, "{name}: {phrase}");
        }
        assert_eq!(
            another_name("the unemployment rate is 5%", "", "Employment rate").as_deref(),
            Some("the unemployment rate")
        );
    }

    #[test]
    fn a_short_name_and_another_one_for_the_same_are_the_indicators() {
        for (name, phrase) in [
            ("地区生产总值增长", "GDP增长5%左右"),
            ("经济增长", "地区生产总值增长5%"),
            ("GDP", "地区生产总值增长5.2%"),
            ("全市地区生产总值（现价）", "国内生产总值增长5%"),
            ("城镇新增就业", "新增就业5万人"),
            ("新增就业人数", "城镇新增就业5万人"),
            ("居民人均可支配收入", "人均可支配收入增长6%"),
            ("居民人均可支配收入", "全体居民人均可支配收入增长6%"),
            ("居民人均可支配收入", "居民收入增长与经济增长同步"),
            ("城乡居民收入", "居民人均可支配收入增长6%"),
            ("农村居民人均可支配收入", "农村常住居民人均可支配收入增长6%"),
            ("#城镇", "城镇居民人均可支配收入增长6%"),
            ("第一产业", "第一产业增加值增长4%"),
            ("第三产业增加值", "服务业增加值增长4%"),
            ("城镇调查失业率", "失业率5.5%"),
            ("调查失业率", "城镇调查失业率5.5%"),
            ("常住人口城镇化率", "城镇化率60%"),
            ("城镇化水平", "常住人口城镇化率60%"),
            ("社会消费品零售总额增速", "社零总额增长6%"),
            ("规模以上工业增加值增长率", "规上工业增加值增长6%"),
            ("进出口总值", "外贸进出口总额增长6%"),
            ("全社会R&D经费支出占GDP比重", "研发投入强度2.5%"),
            ("研发经费投入强度（R&D/GDP）", "全社会研发投入强度2.5%"),
            ("空气质量达标天数比例", "空气质量优良天数比率88%"),
            ("城市空气质量优良天数比率", "优良率88%"),
            ("地表水达到或好于Ⅲ类水体比例", "地表水优良比例95%"),
            ("国考断面水质优良率", "水质优良比例95%"),
            ("细颗粒物（PM2.5）年均浓度", "PM2.5浓度28微克/立方米"),
            ("单位GDP能源消耗降低", "万元GDP能耗下降3%"),
            ("能耗强度下降率", "单位地区生产总值能耗下降3%"),
            ("平均预期寿命", "人均预期寿命78岁"),
            ("地方财政收入", "一般公共预算收入增长5%"),
            ("战略性新兴产业增加值占比", "占比达到12%"),
            ("食品抽检", "合格率98%"),
            ("老旧小区改造", "改造老旧小区120个"),
            ("农村公路建设里程", "新改建农村公路300公里"),
            ("5G网络建设", "新建5G基站500个"),
            ("经营主体", "新增市场主体5万户"),
            ("接待游客", "接待国内外游客300万人次"),
            ("高新技术企业数", "新认定高新技术企业30家"),
            ("固定资产投资", "5.2%，工业投资增长8%"),
            ("固定资产投资", "增长5.2%"),
            ("增速", "地区生产总值增长5.2%"),
            ("", "地区生产总值增长5.2%"),
            ("Investment", "5.2%"),
            ("新建养老服务中心", "建成投用10个"),
            ("“四上”企业", "新增入统30家"),
            ("我市居民人均可支配收入", "全体居民人均可支配收入增长6.1%"),
            ("全市研发投入强度", "全社会研发经费投入强度2.6%"),
            ("研发经费占地区生产总值比重", "研发投入强度2.6%"),
            ("经济发展", "地区生产总值增长6%"),
            ("消费市场", "社会消费品零售总额增长6%"),
            ("农林牧渔业增加值", "第一产业增加值增长4%"),
            ("养老服务", "新增床位500张"),
        ] {
            assert_eq!(another_name(phrase, name, ""), None, "{name}: {phrase}");
        }
        assert_eq!(another_name("unemployment rate of 5%", "", "Unemployment rate, 15 and over"), None);
        assert_eq!(another_name("unemployment rate of 5%", "失业率", ""), None);
        for (phrase, printed) in [
            ("85% in 60 days", Some("in 60 days")),
            ("85% of calls answered within four weeks", Some("within four weeks")),
            ("85% within 30 business days", Some("within 30 business days")),
            ("85% in 30 days", None),
            ("85%", None),
        ] {
            let name = "Applications answered within 30 days";
            assert_eq!(another_name(phrase, "", name).as_deref(), printed, "{phrase}");
            assert_eq!(another_name(phrase, "", "Applications answered in time"), None, "{phrase}");
        }
        assert_eq!(another_name("地区生产总值增长5%", "", "Fixed investment"), None);
    }
}
