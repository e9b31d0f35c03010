//! Whether the name of an indicator says that what is measured is itself a reduction. The sure sign is the word that the name
//! is about: of debt reduction payments that is the payments. Knows no unit and no figure.

use super::characters::in_simplified;

const ENGLISH: [&str; 6] = ["reduction", "reductions", "decrease", "decreases", "decline", "declines"];

/// Words that name a reduction only with what falls behind them: a drop in complaints, and no drop of water.
const WITH_OBJECT: [&str; 5] = ["drop", "fall", "cut", "cuts", "lowering"];

/// What is cut for its own sake. Power and taxes are cut as well, and a cut of them is counted and no reduction.
const CUT: [&str; 12] = [
    "emission",
    "emissions",
    "carbon",
    "co2",
    "pollution",
    "pollutant",
    "pollutants",
    "energy",
    "cost",
    "costs",
    "waste",
    "consumption",
];

/// Adjectives that say of what follows that there is less of it.
const LESSENED: [&str; 3] = ["reduced", "decreased", "lowered"];

/// What is offered at a lower price, at fewer hours or for less risk: reduced fare trips are no fewer trips.
const OFFERED: [&str; 12] =
    ["fare", "fares", "fee", "fees", "price", "priced", "prices", "rate", "rates", "cost", "tariff", "hours"];

/// How much of something: what follows is what the name is about.
const AMOUNTS: [&str; 9] =
    ["%", "percent", "percentage", "rate", "amount", "extent", "degree", "size", "level"];

const PREPOSITIONS: [&str; 33] = [
    "of", "in", "to", "for", "by", "from", "per", "at", "on", "with", "without", "among", "due", "as",
    "after", "before", "during", "under", "over", "against", "within", "between", "compared", "versus", "vs",
    "since", "through", "across", "relative", "that", "which", "who", "where",
];

/// What may stand behind the word that the name is about.
const BEHIND: [&str; 14] = [
    "achieved",
    "attained",
    "realised",
    "realized",
    "recorded",
    "made",
    "delivered",
    "rate",
    "percentage",
    "percent",
    "amount",
    "volume",
    "total",
    "%",
];

/// Whether a name says that what is measured is itself a reduction (能耗下降, 减排量, reduction of …, emission cuts).
pub fn names_a_reduction(name_zh: &str, name_en: &str) -> bool {
    chinese(&in_simplified(name_zh)) || english(name_en)
}

fn english(name: &str) -> bool {
    let name = name.to_lowercase().replace("per cent", "percent").replace('%', " % ");
    let name = name.replace(" - ", ":");
    name.split([':', ';', '–', '—']).any(|said| {
        let mut parts = said.split(['(', ')', ',', '/', '[', ']']);
        let is_about = |part: &str| english_part(part, false);
        // Behind a comma and in brackets may stand what another thing is for.
        parts.next().is_some_and(is_about) || parts.any(|part| english_part(part, true))
    })
}

/// Whether a part of a name is about a reduction; of one that goes on behind another only where it begins with it.
fn english_part(part: &str, goes_on: bool) -> bool {
    let words: Vec<&str> = part.split(|c: char| c.is_whitespace() || matches!(c, '.' | '"')).collect();
    let words: Vec<&str> =
        words.into_iter().filter(|word| !matches!(*word, "" | "the" | "a" | "an")).collect();
    let Some(first) = words.first() else { return false };
    let begins = ENGLISH.contains(first) || AMOUNTS.contains(first);
    if goes_on && !begins {
        return false;
    }
    if LESSENED.contains(first) {
        return words.get(1).is_some_and(|next| !OFFERED.contains(next));
    }
    let ends = words.iter().position(|word| PREPOSITIONS.contains(word)).unwrap_or(words.len());
    let (about, behind) = words.split_at_checked(ends).unwrap_or((&words, &[]));
    if about.iter().all(|word| AMOUNTS.contains(word))
        && let Some(("of" | "by", rest)) = behind.split_first().map(|(word, rest)| (*word, rest))
    {
        // Rate of decline in crime; of a share of clients with a decrease the clients are what it is of.
        return rest.first().is_some_and(|word| ENGLISH.contains(word));
    }
    names_it(about, behind)
}

/// Whether the words that a name is about, before the first preposition, end with a reduction.
fn names_it(about: &[&str], behind: &[&str]) -> bool {
    let kept = about.iter().rposition(|word| !BEHIND.contains(word)).map_or(0, |last| last + 1);
    let Some((last, before)) = about.get(..kept).and_then(<[&str]>::split_last) else { return false };
    if ENGLISH.contains(last) {
        return true;
    }
    if !WITH_OBJECT.contains(last) {
        return matches!(about, [first, "and" | "or", ..] if ENGLISH.contains(first));
    }
    let is_cut = matches!(*last, "cut" | "cuts") && before.last().is_some_and(|what| CUT.contains(what));
    let has_object = matches!(behind.first(), Some(&("in" | "of" | "to")));
    let is_alone =
        before.iter().all(|word| AMOUNTS.contains(word) || matches!(*word, "annual" | "average" | "total"));
    let is_percent = before.last().is_some_and(|word| AMOUNTS.contains(word));
    is_cut || (is_alone && (has_object || is_percent))
}

fn chinese(name: &str) -> bool {
    parts(name).any(chinese_part)
}

/// The parts of a Chinese name, without the marks of notes: …下降*, …下降率[1].
fn parts(name: &str) -> impl Iterator<Item = &str> {
    const ENDS: [char; 20] = [
        '：', ':', '、', '，', ',', '；', '（', '）', '(', ')', '〔', '〕', '[', ']', '［', '］', '【', '】',
        ' ', '\u{3000}',
    ];
    name.split(ENDS).map(|part| part.trim_end_matches(MARKS))
}

/// Marks of notes behind a name.
const MARKS: [char; 17] =
    ['*', '＊', '※', '△', '▲', '▽', '★', '☆', '†', '#', '①', '②', '③', '④', '¹', '²', '³'];

/// 能耗降低率 and 减少碳排放量, and not 减排项目投资.
fn chinese_part(part: &str) -> bool {
    const WORDS: [&str; 15] = [
        "下降", "降低", "减排", "削减", "降幅", "减少", "减幅", "压减", "压降", "减量", "压缩", "精简",
        "缩短", "缩小", "缩减",
    ];
    /// What is a reduction where its amount is named behind it: a fee that is lowered is also a thing of its own.
    const IN_PART: [&str; 5] = ["降价", "降本", "降费", "减负", "回落"];
    const EXTENTS: [&str; 3] = ["幅度", "幅", "率"];
    /// What is better where there is less of it, beside what is a concentration by its name.
    const POLLUTANTS: [&str; 6] = ["PM2.5", "PM10", "细颗粒物", "可吸入颗粒物", "臭氧", "综合指数"];
    /// How much it is.
    const AMOUNTS: [&str; 18] = [
        "率",
        "量",
        "额",
        "幅度",
        "幅",
        "比例",
        "百分比",
        "比率",
        "程度",
        "总量",
        "当量",
        "情况",
        "水平",
        "值",
        "目标",
        "数量",
        "人数",
        "数",
    ];
    /// What is saved is used less.
    const SAVED: [&str; 4] = ["节能量", "节能率", "节能降耗", "节能降耗率"];
    let is_amount = |behind: &str| behind.is_empty() || AMOUNTS.contains(&behind);
    let ends = WORDS
        .iter()
        .any(|word| part.rfind(word).and_then(|at| part.get(at + word.len()..)).is_some_and(is_amount));
    // A concentration that is better is lower.
    let is_low = |of: &str| of.contains("浓度") || POLLUTANTS.iter().any(|one| of.contains(one));
    let is_improved = part.split_once("改善").is_some_and(|(of, behind)| is_low(of) && is_amount(behind));
    let falls_by = IN_PART.iter().any(|word| {
        part.rsplit_once(word).is_some_and(|(of, behind)| !of.is_empty() && EXTENTS.contains(&behind))
    });
    let is_saved = SAVED.iter().any(|saved| part.ends_with(saved));
    ends || is_improved || falls_by || is_saved || WORDS.iter().any(|word| begins_with(part, word))
}

/// Whether a part begins with the word for a reduction, with what is reduced behind it.
fn begins_with(part: &str, word: &str) -> bool {
    /// What is counted, and what is spent, for a reduction; and words of which a reduction is the beginning.
    const OTHERS: [&str; 9] = ["数", "项目", "投资", "资金", "率", "面积", "贷款", "余额", "补助"];
    /// What may be spent for a reduction, and is what these words cut: 压减一般性支出.
    const SPENT: [&str; 2] = ["经费", "支出"];
    const CUTS: [&str; 5] = ["压减", "压缩", "精简", "削减", "缩减"];
    const GOES_ON: [char; 4] = ['化', '式', '型', '器'];
    /// Substances that begin as what something is made into does: 化学需氧量.
    const SUBSTANCES: [&str; 3] = ["化学", "化肥", "化石"];
    /// What is compressed: 压缩天然气.
    const COMPRESSED: [&str; 5] = ["天然气", "空气", "机", "包", "气体"];
    /// What is measured of whatever stands before it: of 减排工程投资增速 that is a growth, of which a fall is one below zero.
    const GROWTHS: [&str; 4] = ["增速", "增长", "增幅", "涨幅"];
    const LESSENED: [&str; 3] = ["缩短", "缩小", "缩减"];
    const SHARES: [&str; 3] = ["占比", "比重", "比例"];
    let Some(object) = part.strip_prefix(word) else { return false };
    if GROWTHS.iter().any(|growth| object.contains(growth)) || object.ends_with("满意度") {
        return false;
    }
    // The share of those for whom something became less is no reduction itself.
    let is_a_share = SHARES.iter().any(|share| object.ends_with(share)) && !object.ends_with("人口比例");
    if LESSENED.contains(&word) && is_a_share {
        return false;
    }
    let counts_people = object.ends_with("人口数") || object.ends_with("人数");
    let is_spent = SPENT.iter().any(|spent| object.ends_with(spent));
    let is_cut = CUTS.contains(&word) && !object.contains(['补', '奖']);
    let is_other =
        (OTHERS.iter().any(|other| object.ends_with(other)) && !counts_people) || (is_spent && !is_cut);
    let goes_on = object.starts_with(GOES_ON) && !SUBSTANCES.iter().any(|one| object.starts_with(one));
    let is_compressed = word == "压缩" && COMPRESSED.iter().any(|one| object.starts_with(one));
    !goes_on && !is_other && !is_compressed
}

/// Whether a whole name says that there is to be less of something, so that a rate of it of which more is better counts the
/// fall: Fewer burglaries, Improvement in response times. Of an amount it may be that of what is left.
pub fn names_less(name_en: &str) -> bool {
    /// What is better where it takes less time.
    const TIMES: [&str; 12] = [
        "response",
        "wait",
        "waiting",
        "processing",
        "turnaround",
        "travel",
        "journey",
        "clearance",
        "handling",
        "resolution",
        "repair",
        "commute",
    ];
    /// What grows itself, or is a share of others.
    const OTHERS: [&str; 14] = [
        "growth",
        "increase",
        "rise",
        "share",
        "satisfaction",
        "confidence",
        "who",
        "that",
        "with",
        "reporting",
        "than",
        "for",
        "where",
        "after",
    ];
    let name = name_en.trim().to_lowercase();
    let name = name.strip_suffix("(%)").unwrap_or(&name).trim_end();
    let words: Vec<&str> = name.split(' ').filter(|word| !matches!(*word, "" | "the")).collect();
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\''));
    if !is_plain || words.iter().any(|word| OTHERS.contains(word)) {
        return false;
    }
    match words.as_slice() {
        ["fewer", _, ..] => true,
        ["improvement" | "improvements", "in", of @ .., kind, "time" | "times"] => {
            TIMES.contains(kind) && !of.iter().any(|word| PREPOSITIONS.contains(word))
        }
        _ => false,
    }
}

/// Whether a name is that of what is to be used or given off less, so that a rate of it of which more is better counts the fall:
/// 单位GDP能耗, 主要污染物排放总量.
pub fn names_what_should_fall(name_zh: &str) -> bool {
    const ENDS: [&str; 4] = ["能耗", "能源消耗", "碳排放", "物排放"];
    const AMOUNTS: [&str; 5] = ["总量", "强度", "水平", "量", "值"];
    // What is used for each unit of what is made.
    const USED: [&str; 6] = ["用水", "用地", "电耗", "水耗", "煤耗", "物耗"];
    const GOOD: [&str; 6] = ["清洁", "可再生", "新能源", "绿色", "非化石", "达标"];
    parts(&in_simplified(name_zh)).any(|part| {
        let about = AMOUNTS.iter().find_map(|amount| part.strip_suffix(amount)).unwrap_or(part);
        let is_for_each = part.starts_with("单位") || part.starts_with("万元");
        let is_used = is_for_each && USED.iter().any(|end| about.ends_with(end));
        (is_used || ENDS.iter().any(|end| about.ends_with(end)))
            && !GOOD.iter().any(|good| part.contains(good))
    })
}

#[cfg(test)]
mod tests {
    use super::{names_a_reduction, names_less, names_what_should_fall};

    #[test]
    fn a_name_that_is_about_a_reduction_is_told_from_one_that_names_one() {
        for name in [
            "Reduction of energy use per unit of GDP",
            "Emission cuts of main pollutants by key projects",
            "% reduction in contaminated sites opening liability (sites which reported liability)",
            "% decrease in Injury Frequency Rate for Regular Force and DND Civilians",
            "Reductions in GHG emissions",
            "Reduction in complaints",
            "Annual decline in crime (%)",
            "Emission reductions achieved",
            "Emissions reduction rate",
            "Emissions (% reduction)",
            "GHG emissions: percentage reduction from 2005",
            "Rate of decline in infant mortality",
            "Debt reduction",
            "Drop in complaints",
            "Percentage drop in road deaths",
            "Fall in road deaths",
            "Cuts to red tape",
            "Reduced wait times",
            "Decreased complaints",
            "Lowering of the lending rate",
            "单位地区生产总值能耗下降",
            "单位地区生产总值能耗降低（%）",
            "主要污染物重点工程减排量",
            "化学需氧量排放总量减少",
            "用水量下降率",
            "农村贫困人口减少数",
            "减少碳排放量",
            "減少碳排放量",
            "減排量",
            "减少贫困人口数",
            "降低物流成本",
            "压减粗钢产量",
            "降幅",
            "压减一般性支出",
            "压缩一般性支出",
            "压减“三公”经费",
            "削减化学需氧量排放",
            "办理时限压缩",
            "企业开办时间压缩率",
            "政务服务事项办理时限压缩幅度",
            "审批材料精简率",
            "精简审批材料",
            "PM2.5浓度改善率",
            "细颗粒物浓度同比改善幅度",
            "节能量",
            "规上工业节能率",
            "节能降耗",
            "单位GDP二氧化碳排放强度下降*",
            "单位GDP能耗下降率[1]",
        ] {
            let (zh, en) = if name.is_ascii() { ("", name) } else { (name, "") };
            assert!(names_a_reduction(zh, en), "{name}");
        }
        for name in [
            "",
            "Growth in poverty reduction expenditure",
            "Growth of disaster risk reduction spending",
            "Growth of cut flower exports",
            "Debt reduction payments",
            "Harm reduction services delivered",
            "Number of power cuts",
            "Power cuts",
            "Tax cuts delivered",
            "Paperwork Reduction Act compliance",
            "Poverty Reduction Strategy Papers completed",
            "Area of forest in decline",
            "Clients served after decrease of fees",
            "Low-income cut-off rate",
            "Number of countries with disaster risk reduction strategies",
            "Percentage of households with a decrease in income",
            "Spending on safety (disaster risk reduction)",
            "Reduced fare trips",
            "Drop-in visits",
            "Fall enrolment",
            "Falls in hospitals",
            "减排项目投资",
            "压减产能项目数",
            "降低成本示范项目数",
            "下降式电梯数",
            "化肥减量增效面积",
            "碳减排贷款余额",
            "单位GDP能耗下降目标完成率",
            "减量化利用率",
            "压缩天然气供应量",
            "压减产能补助支出",
            "减排支出",
            "空气质量改善率",
            "农村人居环境改善率",
            "节能改造面积",
            "节能产品销售额",
            "单位GDP能耗",
            "*",
        ] {
            let (zh, en) = if name.is_ascii() { ("", name) } else { (name, "") };
            assert!(!names_a_reduction(zh, en), "{name}");
        }
    }

    #[test]
    fn a_name_of_less_time_or_a_smaller_gap_is_one_and_that_of_a_growth_is_none() {
        for name in [
            "审批时限缩短率",
            "整体通关时间缩短",
            "缩短企业开办时间",
            "城乡居民收入差距缩小幅度",
            "缩减贫困人口比例",
            "PM2.5改善幅度",
            "细颗粒物改善率",
            "空气质量综合指数改善率",
            "药品集采平均降价幅度",
            "企业降本幅度",
            "煤炭消费占比回落幅度",
        ] {
            assert!(names_a_reduction(name, ""), "{name}");
        }
        for name in [
            "减排工程投资增速",
            "减量置换产能项目投资增速",
            "压减过剩产能专项资金支出增速",
            "降低物流成本重点企业营业收入增长率",
            "减税降费额",
            "缩短审批时限项目数",
            "商品房去化率",
            "缩短工期项目占比",
            "缩小班额学校比重",
            "缩短审批时限满意度",
            "企业降费比例",
        ] {
            assert!(!names_a_reduction(name, ""), "{name}");
        }
    }

    #[test]
    fn a_whole_name_that_says_that_there_is_less_is_told_from_one_in_which_something_else_is_less() {
        for name in [
            "Fewer burglaries",
            "Fewer road deaths (%)",
            "Improvement in response time",
            "Improvements in average waiting times",
        ] {
            assert!(names_less(name), "{name}");
        }
        for name in [
            "Fewer",
            "Fewer than five complaints",
            "Fewer burglaries: growth of confidence",
            "Fewer barriers, export growth",
            "Firms with fewer staff",
            "Residents reporting fewer burglaries",
            "Fewer burglaries reporting rate",
            "Growth of firms with fewer than 10 staff",
            "Less developed regions",
            "Improvement in on-time performance",
            "Improvement in survival time",
            "Improvement in satisfaction with response time",
            "Improvement in staffing after response time",
            "Improvement in air quality",
            "Emissions avoided",
            "Response time",
        ] {
            assert!(!names_less(name), "{name}");
        }
    }

    #[test]
    fn what_should_fall_is_told_from_what_should_grow() {
        for name in [
            "单位GDP能耗",
            "万元GDP能耗",
            "单位地区生产总值能源消耗",
            "规上工业单位增加值能耗",
            "万元GDP二氧化碳排放",
            "碳排放强度",
            "主要污染物排放总量",
            "万元GDP用水量",
            "单位GDP建设用地",
            "单位GDP电耗",
        ] {
            assert!(names_what_should_fall(name), "{name}");
        }
        for name in [
            "清洁能源消耗量",
            "污染物达标排放",
            "碳排放权交易额",
            "能耗双控项目数",
            "工业用地",
            "地区生产总值",
            "",
        ] {
            assert!(!names_what_should_fall(name), "{name}");
        }
    }
}
