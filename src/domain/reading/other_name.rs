//! The name in front of a figure against that of the indicator: 城镇登记失业率4.5% is no 城镇调查失业率. Two names are of one thing
//! where one is within the other, or where they end alike and most of what stands before is the same. Knows no figure.

use super::{
    fillers::FILLERS,
    lead::object,
    phrase::parts,
    reference::year_named,
    scan::{space, take, try_word},
    subject::named,
    text::Text,
    verbs::{VERBS, Way},
};

/// Names that have no subject of their own: what they are of is the indicator's.
const WITHOUT_SUBJECT: [&str; 31] = [
    "余额",
    "总数",
    "总里程",
    "通车里程",
    "通车总里程",
    "保有量",
    "存量",
    "产量",
    "总产量",
    "装机",
    "总装机",
    "装机容量",
    "装机规模",
    "总装机容量",
    "到位资金",
    "实际到位资金",
    "满意度",
    "群众满意度",
    "达标率",
    "合格率",
    "覆盖率",
    "普及率",
    "参保率",
    "办结率",
    "开工率",
    "竣工率",
    "到位率",
    "占比",
    "比重",
    "比例",
    "约占",
];

/// What goes by several names, and one of them; words that make no other thing of it go by none. In this order.
const ONE_NAME: [(&str, &str); 68] = [
    ("r&d", "研发"),
    ("研究与试验发展", "研发"),
    ("国内生产总值", "gdp"),
    ("地区生产总值", "gdp"),
    ("生产总值", "gdp"),
    ("经济总量", "gdp"),
    ("经济增长", "gdp"),
    ("经济增速", "gdp"),
    ("自然增长率", "自然增率"),
    ("占gdp的比重", "强度"),
    ("占gdp比重", "强度"),
    ("占gdp的比例", "强度"),
    ("占gdp比例", "强度"),
    ("研发经费支出", "研发经费投入"),
    ("社会消费品零售总额", "社零"),
    ("社会消费品零售", "社零"),
    ("消费品零售", "社零"),
    ("规模以上", ""),
    ("规上", ""),
    ("居民消费价格", "cpi"),
    ("消费价格", "cpi"),
    ("物价", "cpi"),
    ("细颗粒物", "pm2.5"),
    ("能源消耗", "能耗"),
    ("能源消费", "能耗"),
    ("能耗强度", "单位gdp能耗"),
    ("碳排放强度", "单位gdp碳排放"),
    ("二氧化碳排放", "碳排放"),
    ("用水量", "水耗"),
    ("万元gdp", "单位gdp"),
    ("比率", "率"),
    ("比例", "率"),
    ("比重", "率"),
    ("占比", "率"),
    ("达标天数", "优良天数"),
    ("优良天数率", "优良率"),
    ("空气质量", "空气"),
    ("地表水水质", "水"),
    ("地表水", "水"),
    ("水质", "水"),
    ("达到或好于ⅲ类", "优良"),
    ("达到或优于ⅲ类", "优良"),
    ("水体", ""),
    ("城市", "城镇"),
    ("城乡居民", "居民"),
    ("常住居民", "居民"),
    ("城镇化水平", "城镇化率"),
    ("平均预期寿命", "人均预期寿命"),
    ("期望寿命", "预期寿命"),
    ("第三产业", "服务业"),
    ("公共财政预算收入", "一般公共预算收入"),
    ("地方财政收入", "一般公共预算收入"),
    ("财政收入", "一般公共预算收入"),
    ("市场主体", "经营主体"),
    ("旅游者", "游客"),
    ("旅游人数", "游客"),
    ("实际使用", ""),
    ("实际利用", ""),
    ("利用外资", "外资"),
    ("使用外资", "外资"),
    ("外贸", ""),
    ("货物", ""),
    ("全社会", ""),
    ("地方", ""),
    ("总额", ""),
    ("总值", ""),
    ("总量", ""),
    ("总", ""),
];

/// Words that say how what is measured moves: no part of its name, nor is what stands behind them.
const MOVES: [&str; 13] =
    ["增长", "增速", "增幅", "涨幅", "上涨", "下降", "降低", "降幅", "减少", "提高", "提升", "变化", "目标"];

/// Words for how many there are, at the end of a name.
const COUNTS: [&str; 6] = ["数量", "个数", "户数", "家数", "人数", "数"];

/// What is another thing with a word before it than without: 城镇化率 alone is that of those who live there.
const TELLING: [(&str, &str); 3] = [("城镇化率", "户籍"), ("gdp", "人均gdp"), ("gdp", "单位gdp")];

/// What is one or the other.
const OPPOSED: [(&str, &str); 7] = [
    ("城镇居民", "农村"),
    ("城镇居民", "农民"),
    ("收入", "支出"),
    ("调查", "登记"),
    ("空气", "水"),
    ("存款", "贷款"),
    ("能耗", "碳排放"),
];

/// The name in front of the figure of a phrase, as it is printed, where it is that of something else than the indicator with
/// these names. What has no name of its own, or is named otherwise in front of its figure than can be told, has none.
pub fn another_name(phrase: &str, name_zh: &str, name_en: &str) -> Option<String> {
    // Most of what is imported is a number alone.
    if !phrase.chars().any(char::is_alphabetic) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let found = name_in_front(&text.plain)?;
    let is_other = if found.name.is_ascii() && !matches!(found.name, "gdp" | "real gdp" | "cpi") {
        !name_en.trim().is_empty() && !is_within_in_english(found.name, name_en)
    } else {
        let (printed, own) = (one_name(found.name), own_name(name_zh)?);
        !printed.is_empty() && !own.is_empty() && !is_of_one_thing(&printed, &own, found.is_object)
    };
    let start = text.plain.len() - found.rest;
    is_other.then(|| text.as_given(start..start + found.name.len()))
}

/// A name that stands in front of a figure.
struct Found<'p> {
    name: &'p str,
    /// Bytes of the phrase from where it begins.
    rest: usize,
    /// Whether it is what something was done with: 新增科技型中小企业120家.
    is_object: bool,
}

fn name_in_front(plain: &str) -> Option<Found<'_>> {
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
                let name = here.get(..listed.len())?;
                let rest = plain.len() - part.span.end + here.len();
                return (!WITHOUT_SUBJECT.contains(&listed)).then_some(Found {
                    name,
                    rest,
                    is_object: false,
                });
            }
            if let Some((Way::Done | Way::New, _)) = try_word(&mut rest, VERBS) {
                let behind = rest;
                return object(&mut rest).then(|| Found {
                    name: behind.get(..behind.len() - rest.len()).unwrap_or(""),
                    rest: plain.len() - part.span.end + behind.len(),
                    is_object: true,
                });
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

/// The name of an indicator without what says how it moves, and what its brackets hold.
fn own_name(name: &str) -> Option<String> {
    let text = Text::new(name).ok()?;
    let mut bare = String::new();
    let mut depth = 0_u32;
    for character in text.plain.chars() {
        match character {
            '(' | '〔' | '[' => depth += 1,
            ')' | '〕' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(character),
            _ => {}
        }
    }
    let mut own = one_name(&bare);
    if let Some(at) = MOVES.iter().filter_map(|word| own.find(word)).filter(|at| *at > 0).min() {
        own.truncate(at);
    }
    let mut rest = own.as_str();
    while let Some((Way::Done | Way::New | Way::Down | Way::Removed, _)) = try_word(&mut rest, VERBS) {}
    let rest = COUNTS.iter().find_map(|count| rest.strip_suffix(count)).unwrap_or(rest);
    Some(rest.to_owned())
}

fn one_name(name: &str) -> String {
    let mut plain: String = name.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    for (one, other) in ONE_NAME {
        if plain.contains(one) {
            plain = plain.replace(one, other);
        }
    }
    plain.retain(|c| c.is_alphanumeric() || c == '.');
    plain
}

fn is_of_one_thing(printed: &str, own: &str, is_object: bool) -> bool {
    let are_both = |word: &str| printed.contains(word) && own.contains(word);
    let is_told_apart =
        |(of, word): &(&str, &str)| are_both(of) && printed.contains(word) != own.contains(word);
    if TELLING.iter().any(is_told_apart) {
        return false;
    }
    let are_opposed = |one: &str, other: &str| {
        let is = |name: &str, this: &str, that: &str| name.contains(this) && !name.contains(that);
        is(printed, one, other) && is(own, other, one) || is(printed, other, one) && is(own, one, other)
    };
    if OPPOSED.iter().any(|(one, other)| are_opposed(one, other)) {
        return false;
    }
    if is_within(printed, own) || is_within(own, printed) {
        return true;
    }
    let (printed, own): (Vec<char>, Vec<char>) = (printed.chars().collect(), own.chars().collect());
    let alike = printed.iter().rev().zip(own.iter().rev()).take_while(|(one, other)| one == other).count();
    let before = |name: &[char]| name.get(..name.len() - alike).unwrap_or(&[]).to_vec();
    let (one, other) = (before(&printed), before(&own));
    let common = in_common(&one, &other);
    if alike == 0 {
        // 改造老旧小区, of 老旧小区改造: what is done may stand behind what it is done with.
        return is_object && common > 0;
    }
    common * 2 > one.len().min(other.len())
}

/// Whether the characters of the one stand in the other, in their order.
fn is_within(one: &str, other: &str) -> bool {
    let mut rest = other.chars();
    one.chars().all(|character| rest.any(|other| other == character))
}

fn in_common(one: &[char], other: &[char]) -> usize {
    let mut left = other.to_vec();
    one.iter()
        .filter(|character| {
            let found = left.iter().position(|other| other == *character);
            found.map(|at| left.swap_remove(at)).is_some()
        })
        .count()
}

/// Whether all the words of one English name stand in the other.
fn is_within_in_english(printed: &str, own: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let lower = name.to_ascii_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty() && *word != "the").map(str::to_owned).collect()
    };
    let (one, other) = (words(printed), words(own));
    one.iter().all(|word| other.contains(word)) || other.iter().all(|word| one.contains(word))
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
            (
                "农村常住居民人均可支配收入",
                "城镇常住居民人均可支配收入增长8.2%",
                "城镇常住居民人均可支配收入",
            ),
            ("地方一般公共预算收入", "税收收入增长5.2%", "税收收入"),
            ("地方一般公共预算收入", "一般公共预算支出增长5.2%", "一般公共预算支出"),
            ("单位GDP能耗下降", "单位GDP二氧化碳排放下降5%", "单位GDP二氧化碳排放"),
            ("固定资产投资增长", "地区生产总值增长5.2%", "地区生产总值"),
            ("固定资产投资增长", "2022年，全市GDP增长5.2%", "GDP"),
            ("文化产业增加值", "地区生产总值达到3万亿元", "地区生产总值"),
            ("人均地区生产总值", "GDP增长5%", "GDP"),
            ("单位GDP能耗", "GDP增长5%", "GDP"),
            ("新增高新技术企业", "新增科技型中小企业120家", "科技型中小企业"),
            ("新改建农村公路", "新改建国省道320公里", "国省道"),
            ("新建幼儿园", "建成小学9所", "小学"),
            ("第三产业增加值", "第一产业增加值增长4%", "第一产业增加值"),
            ("服务业增加值", "规模以上工业增加值增长4%", "规模以上工业增加值"),
            ("工业投资", "民间投资增长4%", "民间投资"),
            ("地表水优良比例", "空气质量优良率88%", "空气质量优良率"),
            ("基本医疗保险参保率", "基本养老保险参保率95%", "基本养老保险参保率"),
            ("生活垃圾无害化处理率", "生活污水处理率95%", "生活污水处理率"),
            ("秸秆综合利用率", "畜禽粪污综合利用率95%", "畜禽粪污综合利用率"),
            ("金融机构贷款余额", "存款余额增长9%", "存款余额"),
        ] {
            assert_eq!(another_name(phrase, name, "").as_deref(), Some(printed), "{name}: {phrase}");
        }
        let english = |phrase: &str, name: &str| another_name(phrase, "", name);
        assert_eq!(
            english("the unemployment rate is 5%", "Employment rate").as_deref(),
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
        ] {
            assert_eq!(another_name(phrase, name, ""), None, "{name}: {phrase}");
        }
        assert_eq!(another_name("unemployment rate of 5%", "", "Unemployment rate, 15 and over"), None);
        assert_eq!(another_name("unemployment rate of 5%", "失业率", ""), None);
        assert_eq!(another_name("地区生产总值增长5%", "", "Fixed investment"), None);
    }
}
