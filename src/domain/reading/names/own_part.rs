//! A part beside a figure that goes by the name of the indicator, so that the figure is that of a larger whole: 2500万千瓦，其中新能源950万千瓦
//! of 新能源装机, 1,200,000, of which 450,000 female, of Female beneficiaries. Knows no number.

use crate::domain::reading::{
    reports::deed_words::DEEDS,
    wording::{singular::one, text::Text},
};

/// What sets a part off in Chinese.
const LEADS: [&str; 3] = ["其中", "包括", "含"];

/// What sets it off in English.
const LEADS_EN: [&str; 3] = ["of which", "of whom", "including"];

/// What is said before the name of a part, and is none of it.
const BEFORE: [&str; 6] = [":", " ", "完成", "实现", "累计", "有"];

/// What is said behind the name, before the figure.
const BEHIND: [&str; 19] = [
    ":", " ", "为", "达到", "达", "约", "近", "超过", "超", "共", "有", "完成", "实现", "同比", "增长",
    "下降", "增速", "占比", "占",
];

/// What any part may be called.
const ANY_PART: [&str; 16] = [
    "投资", "项目", "资金", "收入", "支出", "人数", "总量", "总额", "企业", "人员", "面积", "数量", "金额",
    "比重", "工程", "贷款",
];

/// Words that are cut short before one another, so that the second is no word of its own in a name: 出口 in 进出口, 小企业 in 中小企业.
const CUT_SHORT: [(char, char); 18] = [
    ('进', '出'),
    ('存', '贷'),
    ('中', '小'),
    ('大', '中'),
    ('初', '高'),
    ('内', '外'),
    ('男', '女'),
    ('子', '女'),
    ('新', '改'),
    ('改', '扩'),
    ('国', '省'),
    ('省', '市'),
    ('市', '县'),
    ('县', '乡'),
    ('城', '乡'),
    ('收', '支'),
    ('产', '销'),
    ('水', '电'),
];

/// What joins the words of a name that are of the whole together.
const JOINS: [char; 8] = ['和', '与', '及', '或', '、', '/', '等', ','];

/// What goes by two names.
const ONE_NAME: [(&str, &str); 3] = [("第一产业", "一产"), ("第二产业", "二产"), ("第三产业", "三产")];

/// English words in a part that say nothing of what it is.
const NOTHING: [&str; 32] = [
    "of", "the", "a", "an", "in", "on", "for", "to", "by", "with", "are", "were", "was", "is", "from", "at",
    "per", "cent", "percent", "about", "around", "some", "only", "million", "billion", "thousand", "us",
    "usd", "m", "bn", "as", "which",
];

/// Words behind which a name goes on with what is counted as well, or with what is not.
const JOINS_EN: [&str; 8] = ["and", "or", "including", "incl", "includes", "excluding", "non", "not"];

/// Of whom some are named in brackets: 2,500 (950 women).
const OF_PEOPLE: [&str; 9] = ["women", "men", "girls", "boys", "female", "male", "females", "males", "youth"];

/// Whether a report tells by the name of the indicator, or by what its target asks for, one of the parts of its figure, so that the figure
/// is of more than that. The unit is as it is written.
pub fn names_its_own_part(report: &str, names: [&str; 2], unit: &str, target: &str) -> bool {
    let has_any = |leads: &[&str]| leads.iter().any(|lead| report.contains(lead));
    let is_chinese = has_any(&LEADS);
    let is_english = !is_chinese && (report.contains('(') || has_any(&["f wh", "F wh", "F WH", "ncluding"]));
    if !is_chinese && !is_english {
        return false;
    }
    let report = plain(report);
    let mut own: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).map(plain).collect();
    own.extend(asked(&plain(target)));
    if is_chinese {
        return own.iter().any(|own| names_part_of(&report, &without_notes(own)));
    }
    let unit = plain(unit);
    own.iter().any(|own| names_part_in_english(&report, own, &unit))
}

fn plain(words: &str) -> String {
    let plain = Text::new(words).map(|text| text.plain.to_lowercase()).unwrap_or_default();
    ONE_NAME.iter().fold(plain, |words, (one, other)| words.replace(one, other))
}

/// The words of the first figure that a target asks for, without those of its own parts.
fn asked(target: &str) -> Option<String> {
    let clause = target.split([',', ';', '。', '(']).find(|clause| clause.contains(is_digit))?;
    let of_part = LEADS.iter().chain(&LEADS_EN).filter_map(|lead| clause.find(lead)).min();
    clause.get(..of_part.unwrap_or(clause.len())).map(str::to_owned)
}

/// The name without what is noted in it, but for a kind at its end: 新增床位(护理型), 城市(县城)污水处理率.
fn without_notes(name: &str) -> String {
    let Some((bare, noted)) = name.split_once('(') else { return name.to_owned() };
    let (noted, behind) = noted.split_once(')').unwrap_or((noted, ""));
    let is_kind = behind.is_empty() && !noted.starts_with(['含', '包', '不', '其', '单']);
    if is_kind { format!("{bare} {noted}") } else { format!("{bare} {behind}") }
}

const fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// What stands before each of the leads, and behind it as far as the bracket that it stands in.
fn parted<'a>(plain: &'a str, leads: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
    leads.iter().flat_map(|lead| plain.match_indices(*lead)).filter_map(|(at, lead)| {
        let (front, behind) = (plain.get(..at)?, plain.get(at + lead.len()..)?);
        let is_noted = front.rfind('(') > front.rfind(')');
        let parts = if is_noted { behind.split(')').next().unwrap_or_default() } else { behind };
        // 不含农户, 含金量: only at the beginning of a clause does it set off a part.
        let is_set_off = (lead == "其中" || lead.is_ascii()) || front.trim_end().ends_with([',', '(', ';']);
        (is_set_off && front.contains(is_digit)).then_some((front, parts))
    })
}

fn names_part_of(report: &str, own: &str) -> bool {
    parted(report, &LEADS).any(|(front, parts)| {
        let named = |part: &str| part_name(part, front).is_some_and(|name| is_own(name, front, own));
        parts.split([',', '、', ';', '。', '(', ')']).any(named)
    })
}

/// The name of a part before its figure, without what was done where the whole says that as well.
fn part_name<'a>(part: &'a str, front: &str) -> Option<&'a str> {
    let mut name = part.split_at_checked(part.find(is_digit)?)?.0;
    let is_compared = name.starts_with(['占', '比'])
        || ["较上", "较去", "较年", "较同"].iter().any(|lead| name.starts_with(lead));
    if is_compared {
        return None;
    }
    while let Some(left) = BEHIND.iter().find_map(|end| name.strip_suffix(end)) {
        name = left;
    }
    let shared = || DEEDS.iter().filter(|deed| front.contains(**deed));
    let left = |name: &'a str| {
        let said = BEFORE.iter().chain(shared()).filter_map(|lead| name.strip_prefix(*lead));
        said.min_by_key(|left| left.len())
    };
    while let Some(without) = left(name) {
        name = without;
    }
    Some(name)
}

/// Whether the name of a part stands in what is asked, as a word of its own and as the only one, and not before the figure of the whole.
fn is_own(name: &str, front: &str, own: &str) -> bool {
    let is_name = name.chars().nth(1).is_some() && name.chars().all(char::is_alphanumeric);
    if !is_name || front.contains(name) || ANY_PART.contains(&name) || DEEDS.contains(&name) {
        return false;
    }
    let mut stands = own.match_indices(name).filter_map(|(at, name)| {
        Some((own.get(..at)?.chars().next_back(), own.get(at + name.len()..)?.chars().next()))
    });
    let is_alone = |(before, behind): (Option<char>, Option<char>)| {
        let first = name.chars().next();
        let is_cut_short = before.zip(first).is_some_and(|pair| CUT_SHORT.contains(&pair));
        // 国内外, 市区域.
        let goes_on = (name.ends_with('内') && behind == Some('外')) || behind == Some('域');
        let is_joined = [before, behind].into_iter().flatten().any(|c| JOINS.contains(&c));
        !is_cut_short && !goes_on && !is_joined && !matches!(before, Some('含' | '括' | '非' | '不'))
    };
    stands.next().is_some_and(is_alone)
}

fn names_part_in_english(report: &str, own: &str, unit: &str) -> bool {
    let report = without_separators(report);
    let own = own_words(own);
    let of_lead = |(front, parts): (&str, &str)| {
        parts.split([',', ';', ')']).flat_map(|list| list.split(" and ")).any(|part| {
            let said = words_of_part(part, front, unit);
            part.contains(is_digit) && !said.is_empty() && said.iter().all(|word| own.contains(word))
        })
    };
    let of_bracket = |(at, _): (usize, &str)| {
        let (Some(front), Some(noted)) = (report.get(..at), report.get(at + 1..)) else { return false };
        let noted = noted.split(')').next().unwrap_or_default();
        let is_part = front.contains(is_digit) && !front.contains('%') && noted.starts_with(is_digit);
        let who = noted.trim_start_matches(|c: char| is_digit(c) || c == ' ');
        is_part
            && OF_PEOPLE.contains(&who)
            && !words(front).any(|word| word == who)
            && own.contains(&one(who))
    };
    parted(&report, &LEADS_EN).any(of_lead) || report.match_indices('(').any(of_bracket)
}

/// Words without the commas within numbers.
fn without_separators(words: &str) -> String {
    let mut before = None;
    let mut behind = words.chars().skip(1);
    let each = words.chars().filter(|c| {
        let next = behind.next();
        let is_within = *c == ',' && before.is_some_and(is_digit) && next.is_some_and(is_digit);
        before = Some(*c);
        !is_within
    });
    each.collect()
}

fn words(of: &str) -> impl Iterator<Item = &str> {
    of.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of a name that stand in it for themselves, and are not joined to others.
fn own_words(name: &str) -> Vec<String> {
    let joined = name.replace(['/', '&', '+'], " and ");
    let all: Vec<&str> = words(&joined).collect();
    let is_join =
        |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|word| JOINS_EN.contains(word));
    let alone = all.iter().enumerate().filter(|(at, _)| {
        let behind = all.get(at + 1).is_some_and(|word| matches!(*word, "and" | "or"));
        !behind && !is_join(at.checked_sub(1))
    });
    alone.map(|(_, word)| one(word)).collect()
}

/// The words that say what a part is, beside its figure and its unit, of which the whole is not said.
fn words_of_part(part: &str, front: &str, unit: &str) -> Vec<String> {
    let front: Vec<String> = words(front).chain(words(unit)).map(one).collect();
    let said = words(part).filter(|word| !word.contains(is_digit) && !NOTHING.contains(word));
    said.map(one).filter(|word| !front.contains(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::names_its_own_part;

    #[test]
    fn the_part_that_is_the_indicator_is_seen() {
        for (name, target, report) in [
            ("新能源装机", "1000万千瓦", "2500万千瓦，其中新能源950万千瓦"),
            ("新能源装机", "1000万千瓦", "2500万千瓦（其中新能源950万千瓦）"),
            ("新能源装机", "1000万千瓦", "2500万千瓦，含新能源950万千瓦"),
            ("新能源装机", "1000万千瓦", "2500万千瓦，其中：火电1550万千瓦、新能源950万千瓦"),
            ("新能源裝機", "1000萬千瓦", "2500萬千瓦，其中新能源950萬千瓦"),
            ("较大事故", "5起以内", "20起，其中较大4起"),
            ("重大事故", "2起以内", "20起，其中重大1起"),
            ("工业用水量", "50亿立方米", "300亿立方米，其中工业用水48亿立方米"),
            ("招商引资省外到位资金", "100亿元", "到位资金102亿元，其中省外98亿元"),
            ("工业投资", "1000亿元", "完成投资5000亿元，其中工业投资950亿元"),
            ("工业投资", "1000亿元", "5000亿元，其中工业950亿元"),
            ("新能源汽车产量", "100万辆", "254万辆，其中新能源汽车95.3万辆"),
            ("高校毕业生就业", "10万人", "新增就业71万人，其中高校毕业生9.5万人"),
            ("公办学位", "5000个", "新增学位6000个，其中公办4800个"),
            ("公办学位", "5000个", "新增学位6000个，其中新增公办学位4800个"),
            ("农村公路", "500公里", "新建公路900公里，其中农村公路480公里"),
            ("出口", "100亿元", "200亿元，其中出口95亿元"),
            ("税收收入", "100亿元", "140亿元，其中税收95亿元"),
            ("第二产业增加值", "3300亿元", "8158.4亿元，其中一产320亿元、二产3200亿元"),
            ("民间投资增速", "8%", "增长9%，其中民间投资增长6%"),
            ("床位", "新增护理型床位500张", "新增900张，其中护理型床位480张"),
            ("新增床位（护理型）", "500张", "新增900张，其中护理型480张"),
            ("住房", "建成保障性住房500套", "建成900套，其中保障性住房480套"),
        ] {
            assert!(names_its_own_part(report, [name, ""], "", target), "{name} {target}: {report}");
        }
    }

    #[test]
    fn a_group_among_what_is_asked_is_none_of_its_name() {
        for (name, target, report) in [
            ("固定资产投资", "1000亿元", "固定资产投资1000亿元，其中工业投资400亿元"),
            ("固定资产投资", "1000亿元", "1000亿元，其中项目投资400亿元"),
            ("装机", "1000万千瓦", "1050万千瓦，其中新能源480万千瓦"),
            ("新能源装机", "900万千瓦", "950万千瓦，其中风电480万千瓦"),
            ("新能源装机", "900万千瓦", "新能源装机950万千瓦，其中风电480万千瓦"),
            ("进出口总额", "800亿元", "820亿元，其中出口500亿元"),
            ("存贷款余额", "800亿元", "820亿元，其中贷款500亿元"),
            ("居民人均可支配收入", "35000元", "36000元，其中城镇居民45000元、农村居民25000元"),
            ("城镇新增就业", "5万人", "5.2万人，其中失业人员再就业1万人"),
            ("地区生产总值", "8000亿元", "8158.4亿元，其中一产320亿元、二产3200亿元"),
            ("一般公共预算收入", "100亿元", "102亿元，其中税收收入70亿元"),
            ("接待国内外游客", "500万人次", "520万人次，其中国内480万人次"),
            ("中小企业", "300家", "320家，其中小企业280家"),
            ("高校毕业生等青年就业", "5万人", "5.2万人，其中高校毕业生3万人"),
            ("职工和居民医保参保", "500万人", "510万人，其中职工120万人、居民390万人"),
            ("城市（县城）污水处理率", "95%", "96%，其中县城94%"),
            ("新建改造高标准农田", "5万亩", "5.2万亩，其中新建3万亩、改造2.2万亩"),
            ("高标准农田建设", "5万亩", "5.2万亩，其中新建高标准农田3万亩"),
            ("养老床位（含护理型）", "5000张", "5200张，其中护理型3000张"),
            ("固定资产投资", "1000亿元", "1020亿元，不含农户"),
            ("床位", "新增900张，其中护理型床位500张", "新增900张，其中护理型床位480张"),
            ("工业投资", "400亿元", "工业投资420亿元，其中技改投资200亿元，占工业投资的47.6%"),
        ] {
            assert!(!names_its_own_part(report, [name, ""], "", target), "{name} {target}: {report}");
        }
    }

    #[test]
    fn english_words_say_so_too() {
        for (name, unit, report) in [
            ("Female beneficiaries", "people", "1,200,000, of which 450,000 female"),
            ("Female beneficiaries", "%", "1,200,000 (of which 45% female)"),
            ("Renewable capacity", "MW", "2,500 MW, of which 950 MW renewable"),
            ("Affordable homes", "homes", "1,980 homes (of which 620 affordable)"),
            ("Women trained", "people", "2,500 (950 women)"),
            ("Women trained", "people", "2,500, including 950 women"),
            ("Rural roads rehabilitated", "km", "900 km, of which 480 km rural"),
            ("Roads rehabilitated, rural", "km", "900 km, of which 480 km rural roads"),
            ("Fatal crashes", "crashes", "250 crashes, of which 45 fatal"),
            ("Jobs for youth", "jobs", "2,500 jobs, of which 950 for youth"),
            ("Access to electricity (rural)", "%", "78%, of which rural 45%"),
            ("Teachers trained (female)", "people", "2,500, of whom 950 female"),
        ] {
            assert!(names_its_own_part(report, ["", name], unit, "500"), "{name}: {report}");
        }
        for (name, unit, report) in [
            ("Homes built", "homes", "1,980 homes (of which 620 affordable)"),
            ("People trained", "people", "2,500 (950 women)"),
            ("Men and women trained", "people", "2,500 (950 women)"),
            ("New or improved homes", "homes", "1,980 homes, of which 620 new"),
            ("Renewable capacity", "MW", "2,500 MW, of which 950 MW wind"),
            ("Renewable capacity", "MW", "2,500 MW of renewable capacity, of which 950 MW renewable heat"),
            ("Share of women in parliament", "%", "31% (155 women)"),
            ("People trained, including youth", "people", "2,500, of whom 950 youth"),
            ("Non-oil exports", "$ million", "2,500, of which 950 oil"),
            ("Jobs (direct/indirect)", "jobs", "2,500 jobs, of which 950 direct"),
            ("Women trained", "people", "2,500 women, of which 950 women in rural areas"),
        ] {
            assert!(!names_its_own_part(report, ["", name], unit, "500"), "{name}: {report}");
        }
    }
}
