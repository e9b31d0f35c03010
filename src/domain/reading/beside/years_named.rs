//! The years that words name: those that they are for (到2025年, by 2025, “十四五”末, 五年累计) and those that they count from.
//! Knows no period of a target or a report, and is asked only of words that the grammar has read.

use chrono::{Datelike as _, NaiveDate};

use super::{another, notes::is_sum, since::year_beside};
use crate::domain::{
    criterion::{Condition, Criterion, PREVIOUS_PERIOD},
    reading::{
        numbers::amount::Yardstick,
        reports::report::is_dated,
        reworded::usual_english::StartAndGoal,
        statements::{
            bases::last_year,
            brackets::is_bracketed,
            phrase::{Part, parts},
            place::year_of_place,
        },
        times::{
            dated::day_named,
            reference::{Baseline, PLANS, baseline, baseline_name, year_named, year_note, years_of_plan},
            year_spans,
        },
        wording::text::Text,
    },
};

/// Years that words name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// From the first to the last, both included; one year where they are the same.
    From(i32, i32),
    /// The twelve months that begin in this year and end in the next: 2021-22.
    Across(i32),
    /// The financial year that is called by this one alone: FY22. Whether it begins or ends in it is not said.
    Financial(i32),
    /// What is on a day, or by it: as of March 31, 2020.
    On(NaiveDate),
    /// So many years, whichever they are.
    Count(usize),
}

/// What words name in passing.
enum Found<'a> {
    /// What is counted from; `None` is the year before by its name alone.
    Base(Option<Baseline>),
    Years(&'a str),
    Count(usize),
}

/// The years that a phrase says it is for. A year that it counts from, or that belongs to the name of another series or to
/// an aspiration, is none of them.
pub fn years_named(phrase: &str, criterion: &Criterion) -> Vec<Span> {
    let is_about_figures = !matches!(
        criterion.condition,
        Condition::Milestone { .. }
            | Condition::NotIssued { .. }
            | Condition::Deferred { .. }
            | Condition::Qualitative
    );
    if !is_about_figures {
        return Vec::new();
    }
    let mut other: Vec<String> = criterion.aspiration.iter().cloned().collect();
    criterion.visit(&mut |condition| match condition {
        Condition::Change { from, .. } if from != PREVIOUS_PERIOD => other.push(from.clone()),
        Condition::Relative { to, .. } => other.push(to.clone()),
        _ => {}
    });
    let is_another = |words: &str| other.iter().any(|other| names_the_same(other, words));
    let mut named = Vec::new();
    let told = StartAndGoal::of(phrase).and_then(|told| told.with_a_verb());
    let phrase = told.as_ref().map_or(phrase, |(_, words)| words);
    visit(phrase, |found| match found {
        Found::Years(words) if !is_another(words) => named.extend(years_in(words)),
        Found::Count(years) => named.push(Span::Count(years)),
        Found::Years(_) | Found::Base(_) => {}
    });
    named
}

/// The years that a report says its figure is of: 85% in 2021-22, 85%（2019年）. What stands beside the figure may be of
/// any year and is not looked at.
pub fn years_reported(phrase: &str) -> Vec<Span> {
    let mut named = Vec::new();
    let Ok(text) = Text::new(phrase) else { return named };
    let Ok(parts) = parts(&text.plain, "") else { return named };
    let words = |part: &Part| text.plain.get(part.span.clone()).unwrap_or("");
    // Target: 95%, Result: 93% in 2022
    let is_target = |part: &Part| words(part).starts_with("target") && words(part).contains(':');
    let before = usize::from(parts.len() > 1 && parts.first().is_some_and(is_target));
    let mut parts = parts.iter().skip(before);
    let is_sole = parts.len() == 1;
    let figure = parts.next().filter(|part| !part.is_note || is_sole).map_or("", words);
    let figure = another::tail_of(figure).and_then(|tail| figure.get(..tail)).unwrap_or(figure);
    // 由2020年的56.2%提高到2025年的62.4% is of the year of its result.
    let result = figure.rfind(['到', '至']).filter(|_| figure.starts_with(['从', '由']));
    let figure = result.and_then(|result| figure.get(result..)).unwrap_or(figure);
    let figure = result_of_move(figure);
    if !["from ", "从", "由"].iter().any(|start| figure.contains(start)) {
        // 2016-17: 66%
        let labelled = figure.split_once(':').filter(|(_, figure)| figure.trim() != "1");
        let labelled = labelled.filter(|(label, _)| year_note(label.trim()));
        named.extend(labelled.and_then(|(label, _)| years_in(label.trim())));
        visit_plain(labelled.map_or(figure, |(_, figure)| figure), |found| {
            if let Found::Years(words) = found {
                named.extend(years_in(words));
            }
        });
    }
    // 85% (preliminary), as of March 31, 2020
    let notes = parts.take_while(|part| part.is_note || is_dated(words(part)));
    let notes = notes.map(words).filter(|note| year_note(note) || is_dated(note));
    named.extend(notes.filter_map(years_in));
    named
}

/// The years of which a report prints another figure beside its own, in the same unit, or another place: 82% (79% in 2021-22), 82% vs
/// 79% in FY22, 3rd (5th in 2021).
pub fn years_beside(phrase: &str, unit: &str) -> Vec<Span> {
    let mut named = Vec::new();
    let (Ok(text), Ok(unit)) = (Text::new(phrase), Text::new(unit)) else { return named };
    let Ok(parts) = parts(&text.plain, "") else { return named };
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    let mut has_figure = false;
    for part in &parts {
        let words = text.plain.get(part.span.clone()).unwrap_or("");
        let tail = another::tail_of(words).and_then(|tail| words.get(tail..));
        let beside = tail.or_else(|| has_figure.then_some(words));
        let beside = beside.map(|words| words.trim_start_matches([' ', '-']));
        let year =
            beside.and_then(|beside| year_beside(beside, &yardstick).or_else(|| year_of_place(beside)));
        named.extend(year.and_then(years_in));
        // As of March 31, 2021, 82%; Target: 80%, 82% in 2020-21
        let is_other = is_dated(words) || year_note(words) || words.contains("target");
        has_figure |= !is_other && words.contains(|c: char| c.is_ascii_digit());
    }
    named
}

/// What is said of the result, where a figure is said to have moved to it from another one: 96% in 2023 of increased from 91%
/// in 2022 to 96% in 2023, and of increased to 96% in 2023 from 91%.
fn result_of_move(figure: &str) -> &str {
    let Some((before, from)) = figure.split_once("from ") else { return figure };
    match (from.rsplit_once(" to "), before.split_once("to ")) {
        (Some((_, result)), None) | (None, Some((_, result))) => result,
        _ => figure,
    }
}

/// Whether a report says that its figure is that of several parts of time together: 累计下降6%, 〔6〕.
pub fn is_said_to_add_up(phrase: &str) -> bool {
    let Ok(text) = Text::new(phrase) else { return false };
    let Ok(parts) = parts(&text.plain, "") else { return false };
    let words = |part: &Part| text.plain.get(part.span.clone()).unwrap_or("");
    let mut parts = parts.iter();
    let figure = parts.next().filter(|part| !part.is_note).map_or("", words);
    let note = parts.next().filter(|part| part.is_note).map(words);
    let says_so = (figure.contains("累计") && !figure.contains("全年累计")) || figure.contains("cumulative");
    says_so || note.is_some_and(is_sum) || is_bracketed(&text.plain)
}

/// Whether a figure is marked as that of all years of a longer plan, as its tables do: 〔300〕, 300（规划期累计）.
pub fn is_of_a_longer_table(phrase: &str) -> bool {
    Text::new(phrase).is_ok_and(|text| is_bracketed(&text.plain) || text.plain.contains("(规划期累计)"))
}

/// The years that a phrase counts from (比2020年, 较“十三五”末), and how many years it says that it adds up or averages.
pub fn years_counted_from(phrase: &str) -> (Vec<i32>, Vec<usize>) {
    let (mut bases, mut counts) = (Vec::new(), Vec::new());
    visit(phrase, |found| match found {
        Found::Base(Some(base)) if !base.is_previous() => {
            bases.extend(years_in(&base.from).and_then(last_of));
        }
        Found::Count(years) => counts.push(years),
        Found::Base(_) | Found::Years(_) => {}
    });
    (bases, counts)
}

/// Whether a phrase names an earlier figure that it counts from: last year's, or another one.
pub fn names_a_base(phrase: &str) -> bool {
    let mut names = false;
    visit(phrase, |found| names |= matches!(found, Found::Base(_)));
    names
}

/// Whether a phrase counts from the year before.
pub fn names_the_year_before(phrase: &str) -> bool {
    let mut names = false;
    visit(phrase, |found| {
        names |= matches!(&found, Found::Base(base) if base.as_ref().is_none_or(Baseline::is_previous));
    });
    names
}

fn last_of(span: Span) -> Option<i32> {
    match span {
        Span::From(_, last) | Span::Financial(last) => Some(last),
        Span::Across(first) => Some(first + 1),
        Span::On(day) => Some(day.year()),
        Span::Count(_) => None,
    }
}

fn visit(phrase: &str, take: impl FnMut(Found<'_>)) {
    if let Ok(text) = Text::new(phrase) {
        visit_plain(&text.plain, take);
    }
}

fn visit_plain(plain: &str, mut take: impl FnMut(Found<'_>)) {
    let mut input = plain;
    let mut before = None;
    while let Some(next) = input.chars().next() {
        let goes_on = |before: char| before.is_ascii_alphanumeric() && next.is_ascii_alphanumeric();
        let mut behind = input;
        let is_word = !before.is_some_and(goes_on);
        if is_word && let Some(base) = baseline(&mut behind).or_else(|| level_named(&mut behind, before)) {
            take(Found::Base(Some(base)));
        } else if is_word && last_year(&mut behind) {
            take(Found::Base(None));
        } else if is_word && year_named(&mut behind) {
            // From 91% in 2022 to 93%: the year of where it starts.
            let before = plain.get(..plain.len() - input.len()).unwrap_or("");
            let is_of_the_start = (before.contains("from ") && behind.trim_start().starts_with("to "))
                || before.trim_end().ends_with("baseline");
            if !is_of_the_start {
                take(Found::Years(taken(input, behind)));
            }
        } else if is_word && let Some(years) = year_spans::counted(&mut behind) {
            take(Found::Count(years));
        } else if before.is_none()
            && let Some(years) = year_spans::averaged(&mut behind)
        {
            take(Found::Count(years));
        } else {
            // A note is for another year where it says more than a year: 82%以上（2021年实际79%）.
            let note = input.strip_prefix('(').and_then(|rest| rest.split_once(')'));
            behind = match note {
                Some((note, rest)) => {
                    let mut words = note;
                    if year_note(note) || is_day(note) {
                        take(Found::Years(note));
                    } else if let Some(years) = year_spans::counted(&mut words) {
                        take(Found::Count(years));
                    } else if year_named(&mut words) && is_result(words) {
                        take(Found::Years(taken(note, words)));
                    }
                    rest
                }
                None => input.get(next.len_utf8()..).unwrap_or(""),
            };
        }
        before = taken(input, behind).chars().last();
        input = behind;
    }
}

/// The year whose figure is started from, or of which so many times are named: the 2020年 of 由2020年的56.2%提高到62.4%
/// and of 是2020年的2.1倍, 恢复到2020年的102%.
fn level_named(input: &mut &str, before: Option<char>) -> Option<Baseline> {
    let led = input.strip_prefix(['到', '至']);
    let mut rest = led.unwrap_or(input);
    let base = baseline_name(&mut rest)?;
    let behind = rest.strip_prefix('的')?;
    let unit = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_start = led.is_none() && matches!(before, Some('由' | '从'));
    let is_share = unit.starts_with('%')
        && match led {
            Some(_) => before == Some('复'),
            None => matches!(before, Some('于' | '为' | '是')),
        };
    (unit.len() < behind.len() && (is_start || is_share || unit.starts_with('倍'))).then(|| {
        *input = rest;
        base
    })
}

/// Whether a report says what share it is of the amount of an earlier year (恢复到2019年的52%), which is that of all of the year.
pub fn is_a_share_of_a_year(phrase: &str) -> bool {
    const LEADS: [&str; 5] = ["恢复到", "恢复至", "相当于", "为", "是"];
    phrase.contains("年的")
        && LEADS.iter().filter_map(|lead| phrase.split_once(lead)).any(|(_, words)| {
            let mut rest = words.trim_start();
            baseline_name(&mut rest).is_some() && rest.starts_with('的') && rest.contains(['%', '％'])
        })
}

/// Whether words behind a year say what is reached in it: 提高5个百分点（2025年达到60%）.
fn is_result(words: &str) -> bool {
    ["达", "提高到", "提升到", "增加到", "下降到", "降低到", "控制在"]
        .iter()
        .any(|verb| words.starts_with(verb))
}

/// Whether words are a day, with the word that leads to it, and no more.
fn is_day(words: &str) -> bool {
    let mut rest = words;
    day_named(&mut rest).is_some() && rest.is_empty()
}

fn taken<'a>(since: &'a str, input: &str) -> &'a str {
    since.get(..since.len().saturating_sub(input.len())).unwrap_or("")
}

/// Whether other words name one of the years, or the plan, that these name.
fn names_the_same(other: &str, words: &str) -> bool {
    let plan = PLANS.iter().filter(|plan| words.contains(**plan)).max_by_key(|plan| plan.len());
    plan.is_some_and(|plan| other.contains(plan))
        || numbers(words).any(|digits| digits.len() == 4 && other.contains(digits))
}

fn numbers(words: &str) -> impl Iterator<Item = &str> {
    words.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty())
}

/// The years of words that name some: 2025, 2022-23, 十四五 (2021 to 2025), its last where its end is meant.
fn years_in(words: &str) -> Option<Span> {
    let mut day = words;
    if let Some(day) = day_named(&mut day) {
        return Some(Span::On(day));
    }
    // FY23, FY22-23
    let short = words.split_once("fy").map(|(_, short)| short.trim_start());
    let short = short.filter(|short| numbers(short).next().is_some_and(|digits| digits.len() == 2));
    let long = short.map(|short| format!("20{short}"));
    let words = long.as_deref().unwrap_or(words);
    let mut numbers = numbers(words).skip_while(|digits| digits.len() != 4);
    if let Some(first) = numbers.next().and_then(|digits| digits.parse::<i32>().ok()) {
        let last = match numbers.next() {
            Some(half) if half.len() == 2 => {
                half.parse::<i32>().ok().map(|half| first - first % 100 + half).map(|last| {
                    // 1999-00
                    if last < first { last + 100 } else { last }
                })
            }
            Some(year) if year.len() == 4 => year.parse().ok(),
            _ => None,
        };
        let last = last.filter(|last| *last > first).unwrap_or(first);
        // 2021-2022年 are two years.
        let is_financial = ["fy", "fiscal", "financial"].iter().any(|name| words.contains(name));
        return Some(match last - first {
            0 if short.is_some() || is_financial => Span::Financial(first),
            1 if !words.contains('年') => Span::Across(first),
            _ => Span::From(first, last),
        });
    }
    let (first, last) = years_of_plan(words)?;
    let is_its_end = words.contains('末');
    Some(Span::From(if is_its_end { last } else { first }, last))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Span, years_counted_from, years_named, years_reported};
    use crate::domain::{
        indicator::{Direction, Measure},
        reading::{Context, read_target},
    };

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_years_that_words_are_for_and_no_other() {
        let context = Context {
            unit: "%",
            measure: Measure::Level,
            direction: Some(Direction::Higher),
            is_reduction: false,
            scale: &[],
        };
        let from = |first, last| vec![Span::From(first, last)];
        for (phrase, years) in [
            ("85% by 2025", from(2025, 2025)),
            ("到2025年达到70%", from(2025, 2025)),
            ("2025年底达到70%", from(2025, 2025)),
            ("“十四五”末达到70%", from(2025, 2025)),
            ("“十五五”末达到70%", from(2030, 2030)),
            ("70%（2025年）", from(2025, 2025)),
            ("70% (2022-23)", vec![Span::Across(2022)]),
            ("85% by FY 2025", vec![Span::Financial(2025)]),
            ("FY 2023: 85%", vec![Span::Financial(2023)]),
            ("2016-17: 90%", vec![Span::Across(2016)]),
            ("Baseline 2015-16: 85%; Target: 90%", vec![]),
            ("Target for 2016-17: 90%; Baseline 2015-16: 85%", vec![Span::Across(2016)]),
            ("increase from 80% in 2020 to 85%", vec![]),
            ("70% (1999-00)", vec![Span::Across(1999)]),
            ("by March 31, 2023, 70%", vec![Span::On(day(2023, 3, 31))]),
            ("70% (by March 31, 2023)", vec![Span::On(day(2023, 3, 31))]),
            ("70% (March 31, 2023)", vec![Span::On(day(2023, 3, 31))]),
            ("85%", vec![]),
            ("年底达到70%", vec![]),
            ("较2015年提高5个百分点", vec![]),
            ("到2025年较2020年提高5个百分点", from(2025, 2025)),
            ("不低于2020年水平", vec![]),
            ("提高5个百分点（2025年达到60%）", from(2025, 2025)),
            ("比2020年提高5个百分点（2020年为50%）", vec![]),
            ("82%以上（2021年实际79%）", vec![]),
            ("2021-2025年达到70%", from(2021, 2025)),
            ("由2020年的56.2%提高到2025年的62.4%", from(2025, 2025)),
        ] {
            let criterion = read_target(phrase, &context).unwrap_or_else(|why| panic!("{phrase}: {why:?}"));
            assert_eq!(years_named(phrase, &criterion.criterion), years, "{phrase}");
        }
    }

    #[test]
    fn the_years_that_a_figure_is_of() {
        for (phrase, years) in [
            ("85% (2019)", vec![Span::From(2019, 2019)]),
            ("85% in 2021-22", vec![Span::Across(2021)]),
            ("85% (as of March 31, 2020)", vec![Span::On(day(2020, 3, 31))]),
            ("85%, as of September 30, 2020", vec![Span::On(day(2020, 9, 30))]),
            ("85% as at 30 June 2020", vec![Span::On(day(2020, 6, 30))]),
            ("截至2020年3月31日，85%", vec![Span::On(day(2020, 3, 31))]),
            ("（2020年为50%）", vec![Span::From(2020, 2020)]),
            ("85%（截至2020年6月底）", vec![Span::On(day(2020, 6, 30))]),
            ("85% (2016-2018)", vec![Span::From(2016, 2018)]),
            ("1,050 in 2021", vec![Span::From(2021, 2021)]),
            ("85% (preliminary) (2021-22)", vec![Span::Across(2021)]),
            ("2021-22: 85%", vec![Span::Across(2021)]),
            ("FY23: 85%", vec![Span::Financial(2023)]),
            ("85% in fiscal year 2023", vec![Span::Financial(2023)]),
            ("85% (FY22)", vec![Span::Financial(2022)]),
            ("85% (FY22-23)", vec![Span::Across(2022)]),
            ("98.6% (2021-22: 97.9%)", vec![]),
            ("98.6%，2021年为97.9%", vec![]),
            ("82% up from 79% in 2021-22", vec![]),
            ("比2020年增长5%", vec![]),
            ("是2020年的2.1倍", vec![]),
            ("达到2020年的2.1倍", vec![]),
            ("恢复到2020年的102%", vec![]),
            ("相当于2020年的102%", vec![]),
            ("达到2020年的52%", vec![Span::From(2020, 2020)]),
            ("由2020年的56.2%提高到2025年的62.4%", vec![Span::From(2025, 2025)]),
            ("由56.2%提高到62.4%", vec![]),
            ("“十四五”累计新增65.3万人", vec![Span::From(2021, 2025)]),
            ("85%", vec![]),
        ] {
            assert_eq!(years_reported(phrase), years, "{phrase}");
        }
    }

    #[test]
    fn the_years_that_words_count_from() {
        for (phrase, bases, counts) in [
            ("比2020年下降13.5%", vec![2020], vec![]),
            ("较“十三五”末下降13.5%", vec![2020], vec![]),
            ("到2025年比2020年下降13.5%", vec![2020], vec![]),
            ("比上年下降3%", vec![], vec![]),
            ("五年累计下降13.5%", vec![], vec![5]),
            ("500亿元（五年累计）", vec![], vec![5]),
            ("三年年均增长5%", vec![], vec![3]),
            ("两年平均增长5.1%", vec![], vec![2]),
            ("8.1%，两年平均增长5.1%", vec![], vec![]),
        ] {
            assert_eq!(years_counted_from(phrase), (bases, counts), "{phrase}");
        }
    }
}
