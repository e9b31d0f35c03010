//! Whether the words of a figure say that it is all that there is (总量达7565家, 由300家增加到345家) or all since something began
//! (累计建成9.8万个), and whether words ask for what is new. Knows no numbers.

use super::{notes::is_sum, years_target::YearsTarget};
use crate::domain::reading::{
    statements::phrase::{Part, parts},
    times::{
        reference::{year, years_of_plan},
        year_spans,
    },
    wording::{scan::take, text::Text},
};

/// What a figure counts in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InAll {
    /// All that there is at a day.
    AtADay,
    /// All that there are, or all of those that the name of the indicator names.
    Altogether,
    /// All that was built or fostered since it began, which may be the period or many years.
    SinceItBegan,
    /// So much altogether, of what the words do not say.
    Together,
    /// What was reached, which is as often all that there is: 达到2010家.
    Reached,
}

/// Of which years what is cumulated is, by the words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CumulatedOver {
    /// Of those of a plan or of so many: “十四五”期间累计, 五年来累计.
    Years(YearsTarget),
    /// Of all since the beginning of a year.
    Since(i32),
    /// Of those since something else happened: 建市以来累计.
    SinceAnother,
}

/// Words behind which the amount stands that a move led to.
const LEADS_TO: [&str; 10] =
    ["增加到", "增加至", "增至", "增长到", "增长至", "扩大到", "扩大至", "发展到", "提高到", "上升到"];

/// Words for a number of all that there are.
const TOTALS: [&str; 8] = ["总数", "总量", "存量", "保有量", "总里程", "通车里程", "运营里程", "营业里程"];

/// What is done with things that are still there afterwards.
const LASTING: [&str; 12] =
    ["建成", "建设", "建立", "培育", "认定", "治理", "创建", "设立", "引进", "开通", "投用", "投运"];

/// Words for a territory, all of which is counted.
const TERRITORIES: [&str; 7] = ["全市", "全省", "全区", "全县", "全州", "全国", "全旗"];

/// What says that the figure is of the period.
const OF_THE_PERIOD: [&str; 10] =
    ["全年", "今年", "本年", "当年", "年内", "年度", "上半年", "下半年", "季度", "其中"];

/// What says that it is all until a day.
const UNTIL: [&str; 6] = ["截至", "截止", "年底", "年末", "月底", "月末"];

/// What the figure of a phrase counts in all; `None` where its words do not say so, or say that it is of the period.
pub fn counted_in_all(phrase: &str) -> Option<InAll> {
    if phrase.is_ascii() {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let (part, _) = figure_and_behind(&text)?;
    let words = text.plain.get(part.span.clone())?;
    if is_of_the_period(text.plain.get(..part.span.end)?) {
        return None;
    }
    let says = |all: &[&str]| all.iter().any(|word| words.contains(word));
    let is_total = says(&LEADS_TO) || says(&TOTALS);
    if is_total {
        return Some(InAll::AtADay);
    }
    if TERRITORIES.iter().chain(&["共"]).any(|of| stands_before_the_number(words, of)) {
        return Some(InAll::Altogether);
    }
    let Some((_, behind)) = words.split_once("累计") else {
        return words.trim_start_matches(['已', '现']).starts_with('达').then_some(InAll::Reached);
    };
    let behind = behind.trim_start_matches(['已', '共', '总']);
    if LASTING.iter().any(|act| behind.starts_with(act)) {
        return Some(InAll::SinceItBegan);
    }
    stands_before_the_number(words, "累计")
        .then_some(InAll::Together)
        .filter(|_| behind.starts_with(['达', '有', '拥', '为']))
}

/// Of which years a phrase says that its cumulated figure is; `None` where it does not say.
pub fn cumulated_over(phrase: &str) -> Option<CumulatedOver> {
    let text = Text::new(phrase).ok().filter(|_| !phrase.is_ascii())?;
    let at = text.plain.find("累计")?;
    let before = text.plain.get(..at)?;
    if let Some((first, last)) = years_of_plan(before) {
        return Some(CumulatedOver::Years(YearsTarget::From(first, last)));
    }
    // 五年来累计 and 五年间，累计 are 五年累计.
    let joined = ["年来", "年间"].iter().fold(before.to_owned(), |joined, years| joined.replace(years, "年"));
    // What stands before the years may end with a number of its own: 2025年新增12，五年累计52家.
    let joined = joined.replace("年,", "年").replace("年、", "年") + "累计";
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百几".contains(c);
    let count = joined.char_indices().find_map(|(at, _)| {
        let (before, mut behind) = joined.split_at_checked(at)?;
        year_spans::counted(&mut behind).filter(|_| !before.ends_with(is_numeral))
    });
    if let Some(count) = count {
        return Some(CumulatedOver::Years(YearsTarget::Count(count)));
    }
    if let Some((start, _)) = before.split_once("以来") {
        let since = start.char_indices().find_map(|(at, _)| {
            let mut rest = start.get(at..)?;
            let year = year(&mut rest)?.parse().ok()?;
            (take(&mut rest, "年") && rest.is_empty()).then_some(year)
        });
        return Some(since.map_or(CumulatedOver::SinceAnother, CumulatedOver::Since));
    }
    before.contains("规划期").then_some(CumulatedOver::Years(YearsTarget::Unnamed))
}

/// Whether a phrase says that its figure is cumulated, and not that it is of the period alone; `Some(true)` where it also says
/// that it is so until the end of a year that it names: 截至2023年底累计217.5万人.
pub fn is_cumulated(phrase: &str) -> Option<bool> {
    let text = Text::new(phrase).ok().filter(|_| !phrase.is_ascii())?;
    let (before, _) = text.plain.split_once("累计")?;
    if ["全年", "今年", "本年", "当年", "年内", "年度"].iter().any(|word| before.contains(word)) {
        return None;
    }
    let until_a_year = ["年底", "年末"].iter().any(|end| {
        before.split_once(end).is_some_and(|(year, _)| year.ends_with(|c: char| c.is_ascii_digit()))
    });
    (until_a_year || !is_of_the_period(before)).then_some(until_a_year)
}

/// Whether a phrase says that its figure is cumulated, and does not name the months over which: 累计完成18亿元, 年内累计18亿元,
/// 18亿元（累计）, not 二季度累计9亿元. Of a later part of a year it may count all of the year until then.
pub fn may_run_on(phrase: &str) -> bool {
    // Most outcomes say nothing of the kind, which the words as they are given show.
    if !phrase.contains(['计', '計']) {
        return false;
    }
    let Ok(text) = Text::new(phrase) else { return false };
    if !text.plain.contains("累计") {
        return false;
    }
    let Some((figure, behind)) = figure_and_behind(&text) else { return false };
    let words = text.plain.get(figure.span.clone()).unwrap_or_default();
    let is_noted = || {
        let note = behind.filter(|part| part.is_note).and_then(|note| text.plain.get(note.span));
        note.is_some_and(is_sum)
    };
    let before = match words.find("累计") {
        Some(at) => text.plain.get(..figure.span.start + at),
        None if is_noted() => Some(words),
        None => None,
    };
    before.is_some_and(|before| !names_months(before))
}

/// Whether words name the months that they are of: 二季度, 下半年, 4-6月, 当月. 6月累计 is as often until June.
fn names_months(words: &str) -> bool {
    const PARTS: [&str; 10] = ["季", "半年", "当月", "本月", "当期", "本期", "q1", "q2", "q3", "q4"];
    PARTS.iter().any(|part| words.contains(part))
        || words.match_indices('月').any(|(at, _)| {
            let first = words.get(..at).map(|before| before.trim_end_matches(|c: char| c.is_ascii_digit()));
            first.is_some_and(|first| first.ends_with(['-', '~', '至']) && !first.ends_with("截至"))
        })
}

/// The part of a phrase that has its figure, and the one behind it.
fn figure_and_behind(text: &Text) -> Option<(Part, Option<Part>)> {
    let mut parts = parts(&text.plain, "").ok()?.into_iter();
    let figure = parts.by_ref().find(|part| {
        let words = text.plain.get(part.span.clone()).unwrap_or_default();
        !part.is_note && words.contains(|c: char| c.is_ascii_digit()) && !is_a_day(words)
    })?;
    Some((figure, parts.next()))
}

/// Whether words ask for what is new, as 新增, 新建 and 新培育 do, and 高新, 创新 and 新能源 do not.
pub fn asks_for_the_new(words: &str) -> bool {
    const ACTS: [char; 20] = [
        '增', '建', '培', '登', '认', '开', '签', '设', '注', '引', '改', '投', '办', '入', '成', '立', '落',
        '获', '晋', '升',
    ];
    const IN_NAMES: [&str; 2] = ["新建区", "新开发"];
    let plain = Text::new(words).map(|text| text.plain).unwrap_or_default();
    plain.match_indices('新').any(|(at, new)| {
        let (before, behind) = (plain.get(..at), plain.get(at + new.len()..));
        let is_in_a_word = before.is_some_and(|before| before.ends_with(['高', '创', '更', '翻', '革']));
        let is_a_name =
            plain.get(at..).is_some_and(|rest| IN_NAMES.iter().any(|name| rest.starts_with(name)));
        !is_in_a_word && !is_a_name && behind.is_some_and(|behind| behind.starts_with(ACTS))
    })
}

fn is_of_the_period(words: &str) -> bool {
    let is_until = UNTIL.iter().any(|until| words.contains(until));
    let names_a_month = || words.match_indices('月').any(|(at, _)| digit_before(words, at));
    // 2023年累计建成1.5万个, but 由2022年的1200个增加到1450个, and 2012年以来累计建成9.8万个.
    let names_a_year = || {
        words.match_indices('年').any(|(at, year)| {
            digit_before(words, at)
                && !words
                    .get(at + year.len()..)
                    .is_some_and(|rest| rest.starts_with('的') || rest.starts_with("以来"))
        })
    };
    asks_for_the_new(words)
        || words.contains("净增")
        || OF_THE_PERIOD.iter().any(|word| words.contains(word))
        || (!is_until && (names_a_month() || names_a_year()))
}

fn digit_before(words: &str, at: usize) -> bool {
    words.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a word stands before the number, with no more between than that so many were reached.
fn stands_before_the_number(words: &str, word: &str) -> bool {
    const BETWEEN: [char; 13] =
        ['已', '现', '共', '计', '达', '到', '有', '拥', '为', '约', '近', '超', '过'];
    words.match_indices(word).any(|(at, word)| {
        let behind = words.get(at + word.len()..).unwrap_or_default().trim_start_matches(BETWEEN);
        behind.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether words are a day and no figure: 截至2023年底, 到12月末.
fn is_a_day(words: &str) -> bool {
    words.contains(['年', '月', '日'])
        && words.chars().all(|c| c.is_ascii_digit() || "截至止到年月日底末前在自从以来".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{
        CumulatedOver, InAll, YearsTarget, asks_for_the_new, counted_in_all, cumulated_over, is_cumulated,
        may_run_on,
    };

    #[test]
    fn all_that_there_is_is_told_from_what_the_period_brought() {
        for (phrase, in_all) in [
            ("由300家增加到345家", Some(InAll::AtADay)),
            ("从300家增至345家", Some(InAll::AtADay)),
            ("增至345家", Some(InAll::AtADay)),
            ("增加到345家", Some(InAll::AtADay)),
            ("共345家", Some(InAll::Altogether)),
            ("共有345家", Some(InAll::Altogether)),
            ("由2022年的1200个增加到1450个", Some(InAll::AtADay)),
            ("总量达到7565家", Some(InAll::AtADay)),
            ("高新技术企业总数达到7565家", Some(InAll::AtADay)),
            ("建成总数832座", Some(InAll::AtADay)),
            ("全市达到832座", Some(InAll::Altogether)),
            ("累计建成9.8万个", Some(InAll::SinceItBegan)),
            ("累计建成5G基站9.8万个", Some(InAll::SinceItBegan)),
            ("截至2023年底，累计建成9.8万个", Some(InAll::SinceItBegan)),
            ("截至2023年底累计建成9.8万个", Some(InAll::SinceItBegan)),
            ("累计治理12000平方公里", Some(InAll::SinceItBegan)),
            ("累计培育7565家", Some(InAll::SinceItBegan)),
            ("累計建成9.8萬個", Some(InAll::SinceItBegan)),
            ("累计达到7565家", Some(InAll::Together)),
            ("累计达9.8万个", Some(InAll::Together)),
            ("345家", None),
            ("达到345家", Some(InAll::Reached)),
            ("已达345家", Some(InAll::Reached)),
            ("達到345家", Some(InAll::Reached)),
            ("新增达到345家", None),
            ("全年达到345家", None),
            ("2023年达到345家", None),
            ("企业达到345家", None),
            ("新增60家，总数达到345家", None),
            ("新增60家，由300家增加到345家", None),
            ("全年累计建成1.5万个", None),
            ("今年累计建成1.5万个", None),
            ("2023年累计建成1.5万个", None),
            ("1-9月累计建成1.2万个", None),
            ("上半年共建成60家", None),
            ("全年共60家", None),
            ("共新增60家", None),
            ("累计新增60家", None),
            ("累计完成60家", None),
            ("累计60家", None),
            ("累计培训60人", None),
            ("公共充电桩60个", None),
            ("61", None),
        ] {
            assert_eq!(counted_in_all(phrase), in_all, "{phrase}");
        }
    }

    #[test]
    fn of_which_years_what_is_cumulated_is() {
        let count = |years| Some(CumulatedOver::Years(YearsTarget::Count(years)));
        let plan = Some(CumulatedOver::Years(YearsTarget::From(2021, 2025)));
        for (phrase, over) in [
            ("“十四五”期间累计建成9.8万个", plan),
            ("“十四五”以来，累计建成9.8万个", plan),
            ("十四五时期累计建成9.8万个", plan),
            ("五年累计建成9.8万个", count(5)),
            ("五年来累计培育65家", count(5)),
            ("五年来，累计培育65家", count(5)),
            ("近五年累计培育65家", count(5)),
            ("三年来累计培育65家", count(3)),
            ("二十年来累计培育65家", None),
            ("2025年新增12，五年累计52家", count(5)),
            ("2025年新增12家，五年来，累计52家", count(5)),
            ("规划期内累计培育65家", Some(CumulatedOver::Years(YearsTarget::Unnamed))),
            ("2021年以来累计建成9.8万个", Some(CumulatedOver::Since(2021))),
            ("2012年以来，累计建成9.8万个", Some(CumulatedOver::Since(2012))),
            ("建市以来累计建成9.8万个", Some(CumulatedOver::SinceAnother)),
            ("累计建成9.8万个", None),
            ("截至2025年底，累计建成9.8万个", None),
            ("五年建成9.8万个", None),
        ] {
            assert_eq!(cumulated_over(phrase), over, "{phrase}");
        }
    }

    #[test]
    fn what_is_cumulated_until_the_end_of_a_year() {
        for (phrase, until) in [
            ("截至2023年底累计217.5万人", Some(true)),
            ("截至2023年底，累计新增217.5万人", Some(true)),
            ("累计新增217.5万人", Some(false)),
            ("累计217.5万人", Some(false)),
            ("截至10月底，累计新增52万人", Some(false)),
            ("全年累计新增72.5万人", None),
            ("1-9月累计新增52万人", None),
            ("2023年累计新增72.5万人", None),
            ("72.5万人", None),
        ] {
            assert_eq!(is_cumulated(phrase), until, "{phrase}");
        }
    }

    #[test]
    fn what_may_count_all_of_the_year_until_then() {
        for phrase in [
            "累计完成18亿元",
            "累计新增18亿元",
            "已累计完成18亿元",
            "累計完成18億元",
            "累计18亿元",
            "18亿元（累计）",
            "年内累计完成18亿元",
            "今年累计完成18亿元",
            "本年新增累计18亿元",
            "6月累计完成18亿元",
            "累计完成18亿元，同比增长5%",
        ] {
            assert!(may_run_on(phrase), "{phrase}");
        }
        for phrase in [
            "9亿元",
            "完成9亿元",
            "9亿元（累计18亿元）",
            "162座，累计832座",
            "二季度累计完成9亿元",
            "下半年累计完成18亿元",
            "4-6月累计完成9亿元",
            "4—6月累计完成9亿元",
            "4至6月累计完成9亿元",
            "4～6月累计完成9亿元",
            "2024年Q2累计完成9亿元",
            "当月累计完成3亿元",
            "本季度完成9亿元（累计）",
            "合计9亿元",
        ] {
            assert!(!may_run_on(phrase), "{phrase}");
        }
    }

    #[test]
    fn what_is_new_is_asked_for() {
        for words in [
            "新增60家",
            "新建1.5万个",
            "新培育专精特新企业",
            "新登记经营主体",
            "新认定10家",
            "新增高新技术企业",
        ] {
            assert!(asks_for_the_new(words), "{words}");
        }
        for words in [
            "高新技术企业",
            "高新认定60家",
            "创新引进60家",
            "新能源汽车",
            "新型储能",
            "更新改造60个",
            "专精特新企业60家",
            "60家",
        ] {
            assert!(!asks_for_the_new(words), "{words}");
        }
    }
}
