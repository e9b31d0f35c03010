//! What a figure is compared with (last year, 2015, the national average) and the year it is for. Knows
//! nothing of amounts.

use super::{
    dated::day_named,
    financial::{base_named, financial_year, financial_year_goes_on, in_front},
    last_year::LAST_YEAR,
    year_spans,
};
use crate::domain::{
    criterion::PREVIOUS_PERIOD,
    reading::wording::{
        fault::{Fault, Parsed},
        scan::{Table, space, starts_with_word, take, try_word},
        words::FIGURES,
    },
};

const YEAR_ON_YEAR: Table<()> = &[
    ("同比", ()),
    ("year-on-year", ()),
    ("year on year", ()),
    ("year-over-year", ()),
    ("year over year", ()),
    ("y-o-y", ()),
    ("yoy", ()),
    ("y/y", ()),
];

/// A five-year plan by its ordinal, as it is named in Chinese.
pub(crate) const PLANS: [&str; 8] =
    ["九五", "十五", "十一五", "十二五", "十三五", "十四五", "十五五", "十六五"];

/// The first and the last year of the plan that words name. The ninth five-year plan ran from 1996 to 2000.
pub(crate) fn years_of_plan(words: &str) -> Option<(i32, i32)> {
    let place = PLANS.iter().rposition(|plan| words.contains(plan))?;
    let first = 1996 + 5 * i32::try_from(place).ok()?;
    Some((first, first + 4))
}

const COMPARED_WITH: Table<()> = &[
    ("比", ()),
    ("较", ()),
    ("相比", ()),
    ("相较于", ()),
    ("compared with", ()),
    ("compared to", ()),
    ("relative to", ()),
    ("against", ()),
    ("from", ()),
    ("over", ()),
    ("on", ()),
    ("since", ()),
    ("vs", ()),
    ("vs.", ()),
    ("versus", ()),
];

/// Words that a reference to another series is made of: where, what, and in what sense.
const REFERENCE_WORDS: &[&str] = &[
    "全国",
    "全省",
    "全市",
    "全区",
    "全县",
    "全球",
    "世界",
    "国家",
    "西部",
    "东部",
    "中部",
    "东北",
    "地区",
    "省",
    "市",
    "同期",
    "同类",
    "城市",
    "行业",
    "经济",
    "gdp",
    "地区生产总值",
    "生产总值",
    "国内生产总值",
    "人均",
    "居民",
    "城镇",
    "农村",
    "全体",
    "常住",
    "可支配",
    "收入",
    "财政",
    "一般公共预算",
    "经常性",
    "支出",
    "固定资产",
    "投资",
    "工业",
    "规上",
    "规模以上",
    "服务业",
    "第三产业",
    "消费",
    "物价",
    "平均",
    "水平",
    "增速",
    "增长",
    "增幅",
    "增长率",
    "增长速度",
    "的",
    "和",
    "与",
    "增加值",
    "发展",
    "社会",
    "劳动生产率",
    "cpi",
    "平均值",
    "均值",
    "平均数",
];

/// The words a Chinese reference may end with, so that it names a figure and not a place alone.
const REFERENCE_ENDS: &[&str] =
    &["增速", "增长", "增幅", "增长率", "增长速度", "水平", "平均", "平均值", "均值", "平均数"];

const ENGLISH_REFERENCES: &[&str] = &[
    "gdp growth",
    "growth of gdp",
    "gdp growth rate",
    "economic growth",
    "growth of the economy",
    "the economic growth rate",
    "national average",
    "provincial average",
    "regional average",
    "state average",
    "municipal average",
    "city average",
    "eu average",
    "eu-27 average",
    "oecd average",
    "world average",
    "global average",
    "country average",
    "national level",
    "national growth",
    "national growth rate",
    "income growth",
    "population growth",
    "inflation",
    "the rate of inflation",
    "inflation rate",
    "cpi",
    "benchmark",
    "sector average",
    "industry average",
    "london average",
    "england average",
    "uk average",
    "canadian average",
    "australian average",
];

/// An earlier figure of the same series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Baseline {
    /// `previous_period`, or the baseline as written.
    pub(crate) from: String,
    /// Whether it is said by a word for growth over a year: 同比, year on year.
    pub(crate) is_year_on_year: bool,
}

impl Baseline {
    /// Whether it is the period before.
    pub(crate) fn is_previous(&self) -> bool {
        self.from == PREVIOUS_PERIOD
    }
}

fn previous() -> Baseline {
    Baseline { from: PREVIOUS_PERIOD.to_owned(), is_year_on_year: false }
}

/// A year of four digits between 1900 and 2199, where the digits end there.
pub(crate) fn year<'a>(input: &mut &'a str) -> Option<&'a str> {
    let start = *input;
    space(input);
    let digits = input.len() - input.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let year = input.get(..digits).filter(|y| y.len() == 4 && matches!(y.get(..2), Some("19" | "20" | "21")));
    if year.is_some() && !input.get(4..).is_some_and(|rest| rest.starts_with(['.', '%'])) {
        *input = input.get(4..).unwrap_or("");
        return year;
    }
    *input = start;
    None
}

/// A five-year plan: 十四五, "十四五".
pub(crate) fn five_year_plan(input: &mut &str) -> Option<String> {
    let start = *input;
    space(input);
    let quoted = take(input, "\"");
    let plan = PLANS.iter().filter(|plan| input.starts_with(**plan)).max_by_key(|plan| plan.len());
    if let Some(plan) = plan {
        *input = input.get(plan.len()..).unwrap_or("");
        if !quoted || take(input, "\"") {
            return Some((*plan).to_owned());
        }
    }
    *input = start;
    None
}

/// A baseline by its name alone: 上年, 2015年, “十三五”末, last year, 2015 levels.
pub(crate) fn baseline_name(input: &mut &str) -> Option<Baseline> {
    let start = *input;
    // Fewer than in the previous year
    let _ = take(input, "in");
    if try_word(input, LAST_YEAR).is_some() {
        let _ = take(input, "'s");
        let _ = try_word(input, FIGURES);
        return Some(previous());
    }
    *input = start;
    let _ = take(input, "in") || take(input, "the") || take(input, "a");
    let _ = take(input, "baseline year") || take(input, "baseline of") || take(input, "base year");
    if let Some(from) = base_named(input) {
        level_behind(input);
        return Some(Baseline { from, is_year_on_year: false });
    }
    if let Some(year) = year(input) {
        let mut from = year.to_owned();
        if let Some(second) = second_half(input, year) {
            from.push_str(second);
        }
        let is_chinese = take(input, "年");
        if is_chinese {
            // The level of a year is the year's figure, and so is the level at its end.
            let _ = take(input, "末") || take(input, "底");
            let _ = take(input, "水平") || take(input, "的水平");
        } else if input.starts_with(['-', '/', '年', '.']) {
            *input = start;
            return None;
        } else {
            level_behind(input);
        }
        return Some(Baseline { from, is_year_on_year: false });
    }
    *input = start;
    if let Some(plan) = five_year_plan(input) {
        let is_end = take(input, "期末") || take(input, "末");
        if !is_end {
            let is_whole = take(input, "时期") || take(input, "期间");
            let _ = is_whole && take(input, "实际");
        }
        let _ = take(input, "水平");
        let from = if is_end { format!("{plan}末") } else { plan };
        return Some(Baseline { from, is_year_on_year: false });
    }
    *input = start;
    None
}

/// Takes the word for the figure of the year that is named before it: 2015 levels.
fn level_behind(input: &mut &str) {
    let levels: Table<()> = &[
        ("baseline", ()),
        ("baseline year", ()),
        ("base year", ()),
        ("base", ()),
        ("levels", ()),
        ("level", ()),
        ("'s level", ()),
        ("baseline level", ()),
    ];
    let _ = try_word(input, levels).or_else(|| try_word(input, FIGURES));
}

/// The second half of a financial year of which the first is given, where it is the year behind it: -20 of 2019-20.
fn second_half<'a>(input: &mut &'a str, first: &str) -> Option<&'a str> {
    let half = input.get(..3)?;
    let next = first.parse::<u32>().ok()? + 1;
    let is_next = half.strip_prefix(['-', '/'])?.parse::<u32>().ok()? == next % 100;
    let behind = input.get(3..)?;
    let goes_on = behind.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '%'));
    (is_next && !goes_on).then(|| {
        *input = behind;
        half
    })
}

/// A baseline with the word that says that it is compared with: 比上年, 较2015年, over last year, 同比.
pub(crate) fn baseline(input: &mut &str) -> Option<Baseline> {
    let start = *input;
    if try_word(input, YEAR_ON_YEAR).is_some() {
        return Some(Baseline { is_year_on_year: true, ..previous() });
    }
    if try_word(input, COMPARED_WITH).is_some()
        && let Some(baseline) = baseline_name(input)
    {
        let _ = take(input, "相比") || take(input, "有所");
        return Some(baseline);
    }
    *input = start;
    // 在2020年基础上
    if take(input, "在")
        && let Some(baseline) = baseline_name(input)
        && (take(input, "基础上") || take(input, "的基础上"))
    {
        return Some(baseline);
    }
    *input = start;
    // 与上年相比
    if (take(input, "与") || take(input, "和"))
        && let Some(baseline) = baseline_name(input)
        && take(input, "相比")
    {
        return Some(baseline);
    }
    *input = start;
    None
}

/// The year that a phrase says it is for, or its last day, which is the target's period and no part of the condition:
/// 到2025年, 2025年底, “十四五”期间, by 2025, by the end of 2025, by 30 June 2025.
pub(crate) fn year_named(input: &mut &str) -> bool {
    if day_named(input).is_some() {
        return true;
    }
    let start = *input;
    if ["到年底", "年底前", "年底", "年末", "年内", "今年", "本年"]
        .into_iter()
        .any(|words| take(input, words))
    {
        return true;
    }
    if year_spans::from_to(input) {
        return true;
    }
    let _ = take(input, "到") || take(input, "至") || take(input, "截至") || take(input, "截止");
    if year(input).is_some() && take(input, "年") {
        let _ = take(input, "底前") || take(input, "末") || take(input, "底") || take(input, "度");
        let _ = take(input, "时");
        let next_is_month = input.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())
            && input.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('月');
        // 2025年上半年, 2025年一季度 are parts of the year; 2025年上升, 2025年一次合格率 are not.
        let of_a_year = ["上半", "下半", "上旬", "下旬", "前", "一季", "二季", "三季", "四季"];
        if !next_is_month && !of_a_year.iter().any(|part| input.starts_with(part)) {
            return true;
        }
    }
    *input = start;
    let _ = take(input, "到") || take(input, "至");
    if five_year_plan(input).is_some() {
        let _ = take(input, "规划");
        let is_whole = take(input, "期间") || take(input, "时期") || input.starts_with("累计");
        if is_whole || take(input, "期末") || take(input, "末") {
            let _ = take(input, "内");
            return true;
        }
    }
    *input = start;
    english_year(input)
}

/// Whether a note is the year that a figure is for and nothing else: 2022, 2022年, 2022-23, FY 2022/23.
pub(crate) fn year_note(note: &str) -> bool {
    let mut input = note;
    if financial_year(&mut input) {
        return input.is_empty();
    }
    let _ = take(&mut input, "calendar year") || take(&mut input, "in");
    if year(&mut input).is_none() {
        return false;
    }
    if take(&mut input, "年") {
        let _ = take(&mut input, "度") || take(&mut input, "数") || take(&mut input, "值");
        return input.is_empty();
    }
    financial_year_goes_on(&mut input);
    input.is_empty()
}

const YEAR_LEADS: Table<()> = &[
    ("by", ()),
    ("in", ()),
    ("during", ()),
    ("by the end of", ()),
    ("by end of", ()),
    ("by end", ()),
    ("by end-", ()),
    ("by year-end", ()),
    ("at the end of", ()),
    ("before the end of", ()),
    ("in the fiscal year", ()),
    ("in calendar year", ()),
    ("for calendar year", ()),
    ("for", ()),
    ("as of", ()),
    ("as at", ()),
];

fn english_year(input: &mut &str) -> bool {
    let start = *input;
    if in_front(input) || (try_word(input, YEAR_LEADS).is_some() && financial_year(input)) {
        return true;
    }
    *input = start;
    if try_word(input, YEAR_LEADS).is_some() && year(input).is_some() {
        financial_year_goes_on(input);
        if !input.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '-') {
            return true;
        }
    }
    *input = start;
    false
}

/// Another series by its name, as a length in bytes of the input behind spaces: 经济增速, the national average.
pub(crate) fn other_series<'a>(input: &mut &'a str) -> Parsed<&'a str> {
    let start = *input;
    space(input);
    let from = *input;
    let _ = take(input, "the");
    space(input);
    let english =
        ENGLISH_REFERENCES.iter().filter(|name| starts_with_word(input, name)).max_by_key(|n| n.len());
    if let Some(name) = english {
        *input = input.get(name.len()..).unwrap_or("");
        // The article is a part of the name as written.
        return Ok(from.get(..from.len() - input.len()).unwrap_or(""));
    }
    *input = from;
    let mut end = None;
    let mut words = 0;
    loop {
        let word =
            REFERENCE_WORDS.iter().filter(|word| input.starts_with(**word)).max_by_key(|word| word.len());
        let Some(word) = word else { break };
        *input = input.get(word.len()..).unwrap_or("");
        words += 1;
        let is_place = words == 1 && matches!(*word, "全国" | "全省" | "全市" | "全球");
        // 快于规模以上工业: what of it is compared goes without saying.
        let is_sector = words == 2 && *word == "工业" && from.starts_with("规");
        // 快于城镇居民: nor need it be said what of theirs.
        let is_whom = words == 2 && *word == "居民" && from.starts_with(['城', '农', '全']);
        if is_place || is_sector || is_whom || (REFERENCE_ENDS.contains(word) && words > 1) {
            end = Some(*input);
        }
    }
    if let Some(end) = end {
        *input = end;
        return Ok(from.get(..from.len() - end.len()).unwrap_or(""));
    }
    let fault = Fault::soft(from);
    *input = start;
    Err(fault)
}

/// Whether another series is a rate of growth by its name.
pub(crate) fn names_growth(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["增速", "增长", "增幅", "growth", "inflation"].iter().any(|word| name.contains(word))
}
