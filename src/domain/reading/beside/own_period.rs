//! What the words of a report say of its time and of the target's: the name of its own period, all of a year, the target of
//! the year, the beginning of the year. Knows no figure.

use chrono::Datelike as _;

use super::years_named::{Span, years_reported};
use crate::domain::{
    indicator::Measure,
    period::Period,
    reading::{
        statements::phrase::parts,
        times::reference::{PLANS, years_of_plan},
        wording::text::Text,
    },
};

/// What is asked, behind the word for a year.
const ASKED: [&str; 8] = ["目标", "任务", "计划", "预算", "预期", "指标", "target", "plan"];

/// Whether a report of a share says that it is one of a year's target: 完成年度目标的52%, 52% of the annual target.
pub fn names_the_years_target(phrase: &str) -> bool {
    let Ok(text) = Text::new(phrase) else { return false };
    let years = [
        "年度",
        "全年",
        "本年",
        "当年",
        "今年",
        "年初",
        "annual",
        "yearly",
        "full-year",
        "full year",
        "the year",
    ];
    years.iter().any(|word| text.plain.contains(word))
}

/// Whether a change is counted from the state at the end of the year before: 比上年末增加10万人, not 同比增加10万人.
pub fn counts_from_the_years_beginning(phrase: &str) -> bool {
    let ends =
        ["上年末", "上年底", "去年末", "去年底", "年初", "end of last year", "end of the previous year"];
    Text::new(phrase).is_ok_and(|text| ends.iter().any(|end| text.plain.contains(end)))
}

/// Whether a report says that its figure is that of all of a year (全年98亿元, 98 (annual)), or at its end (预计年底达到96%), where its
/// period is a part of one that does not end with it.
pub fn says_all_of_a_year(phrase: &str, period: Period) -> bool {
    let Ok(text) = Text::new(phrase) else { return false };
    let Ok(parts) = parts(&text.plain, "") else { return false };
    let words = |span: &std::ops::Range<usize>| text.plain.get(span.clone()).unwrap_or("");
    // What stands beside the figure may be of any time.
    let figure = parts.iter().take(1).chain(parts.iter().skip(1).take_while(|part| part.is_note));
    figure.map(|part| (words(&part.span), part.is_note)).any(|(words, is_note)| {
        let is_of_all = |word: &str| {
            words.match_indices(word).any(|(at, _)| {
                let (before, behind) = words.split_at_checked(at).unwrap_or(("", ""));
                let behind = behind.strip_prefix(word).unwrap_or("").trim_start();
                // 比上年末, 较去年底, 2021年末: another year's.
                let is_another = before.ends_with(['上', '去', '前']) || names_a_year(before);
                !is_another && !ASKED.iter().any(|asked| behind.starts_with(asked))
            })
        };
        let is_noted = is_note && matches!(words, "annual" | "yearly" | "full year" | "full-year");
        is_noted
            || ["全年", "full year", "full-year", "whole year", "for the year"].into_iter().any(is_of_all)
            || (period.end().month() < 12
                && ["年底", "年末", "年终", "end of year"].into_iter().any(is_of_all))
    })
}

fn names_a_year(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a report of a sum names as its time a whole year that goes on after its period: 2022年98亿元 for the first half.
pub fn names_a_longer_year(phrase: &str, measure: Measure, period: Period) -> bool {
    let starts = |year: i32| {
        Period::year(year).is_some_and(|year| year.start() <= period.start() && period.end() < year.end())
    };
    measure == Measure::Flow
        && period.years() == 0
        && years_reported(phrase).into_iter().any(|named| match named {
            Span::From(first, last) => first == last && starts(first),
            Span::Financial(year) => starts(year),
            Span::Across(_) | Span::On(_) | Span::Count(_) => false,
        })
}

/// Words before a year that go on until it, and those behind it.
const UNTIL: [&str; 12] =
    ["到", "至", "截至", "截止", "by ", "of ", "until ", "till ", "to ", "at ", "end ", "end-"];
const BY_ITS_END: [char; 4] = ['底', '末', '至', '前'];

/// Words before a year from which something goes on, and those behind it.
const SINCE: [&str; 5] = ["从", "由", "自", "from ", "since "];
const FROM_IT_ON: [char; 3] = ['以', '起', '来'];

/// The one year that a report says its figure is of: 2024年新增12万吨, 12 in 2024, 12 (2024). What is by its end, or goes on from
/// it, is none of it alone: 到2025年新增50万吨, 截至2025年底, by 2025, 2021年以来.
pub fn one_year_reported(phrase: &str) -> Option<Span> {
    let [named] = years_reported(phrase).try_into().ok()?;
    let year = first_year_of(named).filter(|_| !matches!(named, Span::From(first, last) if first < last))?;
    let is_alone = stands_alone(phrase, year, |before, behind| {
        UNTIL.iter().chain(&SINCE).any(|lead| before.ends_with(lead))
            || behind.starts_with(BY_ITS_END)
            || behind.starts_with(FROM_IT_ON)
    });
    is_alone.then_some(named)
}

/// The years by whose end a report says that something stands as it does: 2024年达到58%, 58% at the end of 2024. What goes on
/// from them, or is counted from them, stands so until later.
pub fn years_ended(phrase: &str) -> Option<Span> {
    const COUNTED: [&str; 6] = ["比", "较", "than ", "over ", "on ", "of "];
    let [named] = years_reported(phrase).try_into().ok()?;
    let is_alone = stands_alone(phrase, first_year_of(named)?, |before, behind| {
        SINCE.iter().chain(&COUNTED).any(|lead| before.ends_with(lead) && !before.ends_with("end of "))
            || behind.starts_with(FROM_IT_ON)
    });
    is_alone.then_some(named)
}

const fn first_year_of(named: Span) -> Option<i32> {
    match named {
        Span::From(year, _) | Span::Across(year) | Span::Financial(year) => Some(year),
        Span::On(_) | Span::Count(_) => None,
    }
}

/// Whether a year is printed, and nothing around it says otherwise. Of the end of a plan by its name (“十四五”末), and of FY25,
/// nothing more is known here.
fn stands_alone(phrase: &str, year: i32, is_other: impl Fn(&str, &str) -> bool) -> bool {
    const FINANCIAL: [&str; 3] = ["fy", "financial year", "fiscal year"];
    let Ok(text) = Text::new(phrase) else { return false };
    text.plain.split_once(&year.to_string()).is_some_and(|(before, behind)| {
        let before = FINANCIAL.iter().find_map(|name| before.trim_end().strip_suffix(name)).unwrap_or(before);
        !is_other(before, behind.strip_prefix('年').unwrap_or(""))
    })
}

/// The phrase without the name of the part of a year, or of the years since a plan began, that it is reported for, where it begins
/// or ends with that: 增长6.2% of 上半年增长6.2% and of 增长6.2%（1—6月） for the first half. `None` where it does not name just that.
pub fn without_its_period(phrase: &str, measure: Measure, period: Period) -> Option<String> {
    let trimmed = phrase.trim();
    if let Some(left) = behind_the_years(trimmed, period) {
        return Some(left.to_owned());
    }
    let names = names_of(measure, period);
    let (lead, rest) = match trimmed.strip_prefix("预计") {
        Some(rest) => ("预计", rest),
        None => ("", trimmed),
    };
    let year = period.end().year();
    if let Some(left) = behind_the_year_so_far(rest, period) {
        return Some(format!("{lead}{left}"));
    }
    let rest = without_year(rest, year);
    let begins = names.iter().filter_map(|name| after(rest, name)).min_by_key(|left| left.len());
    // Q1 2022: 52
    let begins = begins.map(|left| after(left, &format!(" {year}")).unwrap_or(left));
    if let Some(left) = begins {
        let left = left.trim_start_matches([' ', ',', '，', ':', '：', '、']);
        let is_of_another = begins_with_a_year(left);
        return (!left.is_empty() && !is_of_another).then(|| format!("{lead}{left}"));
    }
    let bracketed = trimmed.strip_suffix([')', '）']).and_then(|inner| inner.rsplit_once(['(', '（']));
    let (figure, note) = bracketed.or_else(|| trimmed.rsplit_once(" in "))?;
    let note = without_year(note.trim(), year);
    let note = note.strip_suffix(&format!(" {year}")).unwrap_or(note);
    names.iter().any(|name| after(note, name).is_some_and(str::is_empty)).then(|| figure.trim().to_owned())
}

/// The words behind 今年以来, which is the time of a report since the beginning of a year.
fn behind_the_year_so_far(words: &str, period: Period) -> Option<&str> {
    let is_of_one_year = period.start().year() == period.end().year() && period.start().ordinal() == 1;
    let left = ["今年以来", "本年以来", "年初以来"].iter().find_map(|name| words.strip_prefix(name))?;
    let left = left.trim_start_matches([' ', ',', '，', '、']);
    // Of 今年以来各月 it is said of each.
    let goes_on = left.starts_with(['各', '每', '逐', '首', '最']);
    (is_of_one_year && !left.is_empty() && !goes_on).then_some(left)
}

/// Q1 2021: 52 is of another year, where the own one is left away.
fn begins_with_a_year(words: &str) -> bool {
    let year = words.get(..4).filter(|year| year.starts_with("19") || year.starts_with("20"));
    let behind =
        year.filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).and_then(|_| words.get(4..));
    behind.is_some_and(|behind| behind.starts_with([':', '：', ' ', '年']))
}

/// The names of a part of a calendar year.
fn names_of(measure: Measure, period: Period) -> Vec<String> {
    let (first, last) = (period.start().month(), period.end().month());
    let is_of_one_year = period.start().year() == period.end().year();
    let Some(months) = period.whole_months().filter(|_| is_of_one_year) else { return Vec::new() };
    let mut names =
        vec![format!("{first}-{last}月份"), format!("{first}-{last}月"), format!("{first}至{last}月")];
    let mut add = |more: &[&str]| names.extend(more.iter().map(|name| (*name).to_owned()));
    match (first, months) {
        (1, 3) => {
            add(&["一季度", "第一季度", "1季度", "q1", "first quarter", "in the first quarter", "in q1"]);
        }
        (4, 3) => add(&["二季度", "第二季度", "2季度", "q2", "second quarter"]),
        (7, 3) => add(&["三季度", "第三季度", "3季度", "q3", "third quarter"]),
        (10, 3) => add(&["四季度", "第四季度", "4季度", "q4", "fourth quarter"]),
        (1, 6) => add(&["上半年", "h1", "first half", "in the first half", "in h1"]),
        (7, 6) => add(&["下半年", "h2", "second half"]),
        (1, 9) => add(&["前三季度", "前三个季度", "first three quarters"]),
        _ => {}
    }
    if months == 1 {
        names.extend([format!("{last}月份"), format!("{last}月")]);
    }
    if first == 1 {
        names.extend([
            format!("前{months}个月"),
            format!("截至{last}月"),
            "ytd".into(),
            "year to date".into(),
        ]);
    }
    // A sum by the end of June is that since the year's beginning; a state is that of the day.
    if first == 1 || measure.is_state() {
        let ends = ["截至", "截止", "到", "至", ""]
            .into_iter()
            .filter(|lead| measure.is_state() || !lead.is_empty());
        names.extend(ends.flat_map(|lead| [format!("{lead}{last}月底"), format!("{lead}{last}月末")]));
    }
    names
}

/// The words behind the name of the years that are reported, where that is by the first of them: 累计新增31.2万人 of
/// “十四五”以来累计新增31.2万人 for 2021 to 2023. How much more it is since then says nothing of one year or another.
fn behind_the_years(words: &str, period: Period) -> Option<&str> {
    const OF_THE_YEARS: [&str; 8] = ["累计", "年均", "共", "新增", "新建", "建成", "完成", "改造"];
    let years = period.whole_years().filter(|_| period.start().ordinal() == 1)?;
    let names = since_the_start(period.start().year(), years.len());
    let left = names.iter().filter_map(|name| after(words, name)).min_by_key(|left| left.len())?;
    let left = left.trim_start_matches([' ', ',', '，', '、']);
    OF_THE_YEARS.iter().any(|lead| left.starts_with(lead)).then_some(left)
}

/// The names of some years by the first of them: “十四五”以来, “十四五”前三年, 2021年以来.
fn since_the_start(first: i32, years: usize) -> Vec<String> {
    let mut names = vec![format!("{first}年以来")];
    let count = ["", "一", "两", "三", "四"].get(years);
    let plan = PLANS.iter().find(|plan| years_of_plan(plan).is_some_and(|(start, _)| start == first));
    for plan in
        plan.into_iter().flat_map(|plan| [format!("“{plan}”"), format!("\"{plan}\""), (*plan).to_owned()])
    {
        names.push(format!("{plan}规划实施以来"));
        names.push(format!("{plan}以来"));
        names.extend(count.filter(|_| years > 1).map(|count| format!("{plan}前{count}年")));
    }
    names
}

/// What is left behind a name; widths, dashes and case do not tell names apart. A number does not go on.
fn after<'a>(words: &'a str, name: &str) -> Option<&'a str> {
    let mut left = words.chars();
    let mut last = None;
    for wanted in name.chars() {
        let mut next = left.next()?;
        while next == ' ' && wanted != ' ' {
            next = left.next()?;
        }
        if plain(next) != wanted {
            return None;
        }
        last = Some(wanted);
    }
    let left = left.as_str();
    let goes_on = last.is_some_and(|last| last.is_ascii_alphanumeric())
        && left.starts_with(|c: char| c.is_ascii_alphanumeric());
    (!goes_on).then_some(left)
}

fn plain(character: char) -> char {
    match character {
        '—' | '–' | '－' | '−' | '~' | '～' | '〜' | '―' => '-',
        '０'..='９' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        other => other.to_ascii_lowercase(),
    }
}

/// The words behind the year that they begin with.
fn without_year(words: &str, year: i32) -> &str {
    let digits = year.to_string();
    [format!("{digits}年"), format!("{digits} ")]
        .iter()
        .find_map(|lead| after(words, lead))
        .or_else(|| words.strip_prefix("今年"))
        .map_or(words, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::{
        counts_from_the_years_beginning, names_a_longer_year, names_the_years_target, one_year_reported,
        says_all_of_a_year, without_its_period,
    };
    use crate::domain::{indicator::Measure, period::Period};

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn the_name_of_the_reports_own_period_is_left_away() {
        for (phrase, of, left) in [
            ("上半年增长6.2%", "2022-H1", Some("增长6.2%")),
            ("2022年上半年，增长6.2%", "2022-H1", Some("增长6.2%")),
            ("今年上半年增长6.2%", "2022-H1", Some("增长6.2%")),
            ("2021年上半年增长6.2%", "2022-H1", None),
            ("1-6月完成52亿元", "2022-H1", Some("完成52亿元")),
            ("1—6月份完成52亿元", "2022-H1", Some("完成52亿元")),
            ("1—６月完成52亿元", "2022-H1", Some("完成52亿元")),
            ("1-5月完成52亿元", "2022-H1", None),
            ("预计上半年完成52亿元", "2022-H1", Some("预计完成52亿元")),
            ("截至6月底，完成52亿元", "2022-H1", Some("完成52亿元")),
            ("截至6月底，完成52亿元", "2022-Q2", None),
            ("前三季度增长6.2%", "2022-01..2022-09", Some("增长6.2%")),
            ("三季度增长6.2%", "2022-01..2022-09", None),
            ("三季度增长6.2%", "2022-Q3", Some("增长6.2%")),
            ("1-11月98亿元", "2022-01..2022-11", Some("98亿元")),
            ("1-1月98亿元", "2022-01..2022-11", None),
            ("6月增长6.2%", "2022-06", Some("增长6.2%")),
            ("6月增长6.2%", "2022-H1", None),
            ("6月3日增长6.2%", "2022-H1", None),
            ("52亿元（1-6月）", "2022-H1", Some("52亿元")),
            ("52亿元（2022年上半年）", "2022-H1", Some("52亿元")),
            ("52亿元（上半年45亿元）", "2022-H1", None),
            ("52 (H1)", "2022-H1", Some("52")),
            ("52 (H1 2022)", "2022-H1", Some("52")),
            ("52 (H1 2021)", "2022-H1", None),
            ("Q1: 52", "2022-Q1", Some("52")),
            ("Q1 2022: 52", "2022-Q1", Some("52")),
            ("Q1 2021: 52", "2022-Q1", None),
            ("上半年", "2022-H1", None),
            ("上半年增长6.2%", "2022", None),
            ("1-12月98亿元", "2022", Some("98亿元")),
            ("截至12月底，98亿元", "2022", Some("98亿元")),
            ("2022年1-6月31亿元", "2022-H1", Some("31亿元")),
            ("6月末31亿元", "2022-H1", None),
            ("31 in H1 2022", "2022-H1", Some("31")),
            ("YTD: 31", "2022-H1", Some("31")),
            ("31 (year to date)", "2022-H1", Some("31")),
            ("全年增长6.2%", "2022", None),
            ("今年以来建成102个", "2022-H1", Some("建成102个")),
            ("今年以来，累计建成102个", "2022-01..2022-11", Some("累计建成102个")),
            ("今年以来建成102个", "2022", Some("建成102个")),
            ("今年以来建成102个", "2022-Q2", None),
            ("今年以来建成102个", "2022-11", None),
            ("今年以来建成102个", "2021..2022", None),
            ("今年以来每月建成102个", "2022-H1", None),
            ("去年以来建成102个", "2022-H1", None),
            ("“十四五”以来累计新增31.2万人", "2021..2023", Some("累计新增31.2万人")),
            ("\"十四五\"以来，累计新增31.2万人", "2021..2023", Some("累计新增31.2万人")),
            ("十四五以来累计新增31.2万人", "2021..2025", Some("累计新增31.2万人")),
            ("“十四五”前三年累计新增31.2万人", "2021..2023", Some("累计新增31.2万人")),
            ("2021年以来累计新增31.2万人", "2021..2023", Some("累计新增31.2万人")),
            ("“十四五”前三年累计新增31.2万人", "2021..2024", None),
            ("“十四五”以来累计新增31.2万人", "2023", None),
            ("“十四五”以来增长31.2%", "2021..2023", None),
            ("“十四五”以来年均增长5.2%", "2021..2023", Some("年均增长5.2%")),
            ("“十四五”以来累计新增31.2万人", "2022..2023", None),
            ("“十三五”以来累计新增31.2万人", "2021..2023", None),
            ("2021年以来累计新增31.2万人", "2022..2023", None),
        ] {
            let found = without_its_period(phrase, Measure::Flow, period(of));
            assert_eq!(found.as_deref(), left, "{phrase} for {of}");
        }
        let level = without_its_period("截至6月底，96%", Measure::Level, period("2022-Q2"));
        assert_eq!(level.as_deref(), Some("96%"), "a state is that of the day");
    }

    #[test]
    fn a_figure_of_all_of_the_year() {
        for (phrase, is_of_all) in [
            ("预计全年98亿元", true),
            ("全年完成98亿元", true),
            ("预计年底达到98亿元", true),
            ("年末98亿元", true),
            ("98 (annual)", true),
            ("98 for the year", true),
            ("98亿元（全年）", true),
            ("完成全年目标的52%", false),
            ("完成全年任务的52%", false),
            ("98亿元，预计全年200亿元", false),
            ("较上年末增长5%", false),
            ("比去年底增加10万人", false),
            ("比2021年末增加10万人", false),
            ("5% annual growth", false),
            ("52亿元", false),
        ] {
            assert_eq!(says_all_of_a_year(phrase, period("2022-H1")), is_of_all, "{phrase}");
        }
        assert!(!says_all_of_a_year("年底达到62%", period("2022-Q4")), "its last day");
        assert!(says_all_of_a_year("全年98亿元", period("2022-Q4")));
        let half = period("2022-H1");
        for (phrase, measure, is_longer) in [
            ("2022年98亿元", Measure::Flow, true),
            ("98 in 2022", Measure::Flow, true),
            ("98 (2022)", Measure::Flow, true),
            ("98 (2022)", Measure::Level, false),
            ("98 (2021)", Measure::Flow, false),
            ("98", Measure::Flow, false),
        ] {
            assert_eq!(names_a_longer_year(phrase, measure, half), is_longer, "{phrase}");
        }
        assert!(!names_a_longer_year("98 (2022)", Measure::Flow, period("2022")));
    }

    #[test]
    fn the_one_year_of_a_figure() {
        for (phrase, is_of_one) in [
            ("2024年新增12万吨", true),
            ("2025年下降3.4%", true),
            ("2025年度新增12万吨", true),
            ("预计2025年新增12万吨", true),
            ("2025年，新增12万吨", true),
            ("2025年达到60%", true),
            ("12万吨（2025年）", true),
            ("12 in 2024", true),
            ("In 2024, 12", true),
            ("12 (2024)", true),
            ("2024: 12", true),
            ("12 in 2024-25", true),
            ("到2025年新增50万吨", false),
            ("截至2025年新增50万吨", false),
            ("截至2025年底，新增50万吨", false),
            ("到2025年底新增50万吨", false),
            ("2025年底新增50万吨", false),
            ("2025年末达到60%", false),
            ("2021年以来累计新增50万吨", false),
            ("2021—2025年新增50万吨", false),
            ("2021-2025年新增50万吨", false),
            ("“十四五”期间新增50万吨", false),
            ("比2020年增长30%", false),
            ("50 by 2025", false),
            ("50 by the end of 2025", false),
            ("50 since 2021", false),
            ("50", false),
        ] {
            assert_eq!(one_year_reported(phrase).is_some(), is_of_one, "{phrase}");
        }
    }

    #[test]
    fn the_target_and_the_beginning_of_the_year() {
        for (phrase, names) in [
            ("完成年度目标的52%", true),
            ("占年初预算的102%", true),
            ("52% of the annual target", true),
            ("完成目标的52%", false),
            ("完成规划目标的52%", false),
        ] {
            assert_eq!(names_the_years_target(phrase), names, "{phrase}");
        }
        assert!(counts_from_the_years_beginning("比上年末增加10万人"));
        assert!(!counts_from_the_years_beginning("同比增加10万人"));
    }
}
