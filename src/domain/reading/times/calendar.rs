//! The parts of a year by their names, Chinese and English: months, quarters, halves, days, and the last day of each.
//! Knows no phrase around them.

use chrono::{Months, NaiveDate};

use super::{
    deadline::{behind_marks, closes, ends},
    quarters::apostrophe_year,
    reference::year,
    second_day::{is_list, names_another},
};
use crate::domain::reading::{
    numbers::{number::small_numeral, ordinal::take_ordinal_ending},
    wording::{
        fault::{Fault, Parsed, Reason},
        scan::{Table, take, try_word},
    },
};

pub(crate) const MONTHS: Table<u32> = &[
    ("january", 1),
    ("jan", 1),
    ("jan.", 1),
    ("february", 2),
    ("feb", 2),
    ("feb.", 2),
    ("march", 3),
    ("mar", 3),
    ("mar.", 3),
    ("april", 4),
    ("apr", 4),
    ("apr.", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("jun.", 6),
    ("july", 7),
    ("jul", 7),
    ("jul.", 7),
    ("august", 8),
    ("aug", 8),
    ("aug.", 8),
    ("september", 9),
    ("sep", 9),
    ("sept", 9),
    ("sep.", 9),
    ("sept.", 9),
    ("october", 10),
    ("oct", 10),
    ("oct.", 10),
    ("november", 11),
    ("nov", 11),
    ("nov.", 11),
    ("december", 12),
    ("dec", 12),
    ("dec.", 12),
];

/// How much of a year a day is the last of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
}

pub(crate) fn months(year: i32, first: u32, count: u32) -> Option<Named> {
    let first = NaiveDate::from_ymd_opt(year, first, 1)?;
    let last = first.checked_add_months(Months::new(count))?.pred_opt()?;
    Some(Named { first, last })
}

pub(crate) fn one_day(year: i32, month: u32, day: u32) -> Option<Named> {
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(Named { first: day, last: day })
}

pub(crate) fn small(input: &mut &str, most: u32) -> Option<u32> {
    let start = *input;
    *input = input.trim_start_matches(' ');
    let digits = input.len() - input.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = input.get(..digits).filter(|d| (1..=2).contains(&d.len())).and_then(|d| d.parse().ok());
    match number {
        Some(number) if (1..=most).contains(&number) => {
            *input = input.get(digits..).unwrap_or("");
            Some(number)
        }
        _ => {
            *input = start;
            None
        }
    }
}

/// What follows a Chinese year: a half, a quarter, a month, a day. `None` where it names a part of the year
/// whose last day is not certain (年初, 春节前); the words then stay words.
pub(crate) fn chinese<'a>(input: &mut &'a str, year: i32, start: &'a str) -> Parsed<Option<Named>> {
    let no_day = || Fault::firm(start, Reason::NoSuchDay);
    let behind = *input;
    let mut month = behind.trim_start();
    if small(&mut month, 12).is_some() && month.starts_with(['-', '~', '至', '到', '—']) {
        // 2022年6—9月
        return Err(Fault::firm(start, Reason::TwoDays));
    }
    if is_list(behind) {
        return Err(Fault::firm(start, Reason::TwoDays));
    }
    let length = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_month = behind.get(length..).is_some_and(|rest| length > 0 && rest.starts_with('月'));
    if (is_month || behind.starts_with(|c: char| c.is_ascii_digit())) && impossible(behind) {
        return Err(no_day());
    }
    if is_month && length > 2 {
        return Err(no_day());
    }
    // 三月三 is a feast of the lunar year, and no day of March.
    if ["三月三", "五月五", "七月半", "八月十五", "九月九"].iter().any(|feast| behind.starts_with(feast))
    {
        return Ok(None);
    }
    if ["第五季度", "五季度"].iter().any(|quarter| behind.starts_with(quarter)) {
        return Err(no_day());
    }
    let found = match part_by_sign(input) {
        Some(_) if names_a_part(input) => return Err(Fault::firm(start, Reason::TwoDays)),
        Some((first, count)) => months(year, first, count),
        None => part_of_year(input, year),
    };
    let is_whole = input.len() == behind.len();
    if is_whole && is_uncertain(behind) || !is_whole && input.starts_with(['初', '中']) {
        let open = if is_whole { behind } else { input };
        return if is_open_limit(open) { Err(Fault::firm(start, Reason::UncertainDay)) } else { Ok(None) };
    }
    // Around a time there is no last day.
    if ["左右", "前后"].iter().any(|about| input.trim_start_matches(['底', '末']).starts_with(about)) {
        return Ok(None);
    }
    found.map(Some).ok_or_else(no_day)
}

/// Feasts and seasons that have no fixed day.
const FEASTS: &str = "春节|元旦|五一|六一|七一|八一|十一|双十一|国庆|国庆节|中秋|中秋节|端午|端午节|清明|清明节|元宵|元宵节|劳动节|儿童节|\
    两会|中考|高考|开学|暑假|寒假|供暖|供暖期|供暖季|采暖期|采暖季|汛期|汛|入汛|主汛期|入冬|冬季|雨季";

/// What stands behind the word that says before.
fn behind_before(rest: &str) -> Option<&str> {
    ["之前", "以前", "前"].iter().find_map(|word| rest.strip_prefix(word))
}

/// Whether something is to be done within a time, or before a feast, that has no fixed day: 年初完成, 春节前完成.
fn is_open_limit(behind: &str) -> bool {
    let parts = ["年初", "初", "年中", "中", "正月底", "腊月底", "正月", "腊月"];
    // As it is often printed, “五一”前.
    let unquoted = behind.strip_prefix('"').and_then(|words| words.split_once('"'));
    let feast = match unquoted {
        Some((name, rest)) => behind_before(rest).filter(|_| FEASTS.split('|').any(|feast| feast == name)),
        None => FEASTS.split('|').find_map(|feast| behind_before(behind.strip_prefix(feast)?)),
    };
    let rest = feast.or_else(|| parts.iter().find_map(|part| behind.strip_prefix(*part)));
    rest.is_some_and(|rest| ends(rest) || closes(behind_marks(rest)))
}

/// Whether the words behind a year name a time within it that has no fixed last day.
fn is_uncertain(behind: &str) -> bool {
    let names_part = behind.starts_with(['初', '中', '春', '夏', '秋', '冬', '汛', '暑', '寒'])
        || [
            "年初", "年中", "元旦", "五一", "国庆", "十一", "端午", "中秋", "清明", "元宵", "农历", "正月",
            "腊月",
        ]
        .iter()
        .any(|word| behind.starts_with(word));
    let clause = behind.split(['、', ',', ';', '。']).next().unwrap_or("");
    let ends = ["年底", "底", "年末", "末", ""];
    let of_its_own = ["前", "之前", "以前"];
    // 2025年底之前, and 2025年前 where the year itself is what comes later.
    let at_end = ends.iter().any(|end| {
        clause.strip_prefix(end).is_some_and(|rest| of_its_own.iter().any(|before| rest.starts_with(before)))
    });
    // 2025年完成2000年底前建成的小区改造: the second year's 前 says nothing of the first.
    let clause = next_year(clause).and_then(|offset| clause.get(..offset)).unwrap_or(clause);
    let before_something = clause.replace("提前", "").replace("前期", "").contains('前') && !at_end;
    names_part || before_something
}

/// Where a year of four digits begins, as in 2025年.
fn next_year(clause: &str) -> Option<usize> {
    let years = clause.match_indices('年').filter_map(|(end, _)| {
        let start = end.checked_sub(4)?;
        clause.get(start..end)?.bytes().all(|byte| byte.is_ascii_digit()).then_some(start)
    });
    years.min()
}

/// A number in digits or in Chinese numerals, as months and days are written.
/// The day of a month as English writes it too: 5, 5th.
pub(crate) fn day_of_month(input: &mut &str) -> Option<u32> {
    let day = small(input, 31)?;
    let _ = take_ordinal_ending(input);
    Some(day)
}

fn small_in_words(input: &mut &str, most: u32) -> Option<u32> {
    if let Some(number) = small(input, most) {
        return Some(number);
    }
    let mut after = *input;
    let number = small_numeral(&mut after)?;
    if !(1..=most).contains(&number) || input.starts_with('两') {
        return None;
    }
    *input = after;
    Some(number)
}

/// A year in Chinese numerals with the word behind it: 二〇二五年.
pub(crate) fn year_in_numerals(input: &mut &str) -> Option<i32> {
    let (digits, rest) = input.split_once('年')?;
    let mut number = 0;
    for character in digits.chars() {
        let digit = "〇一二三四五六七八九".chars().position(|c| c == character);
        let digit = digit.or_else(|| (character == '零').then_some(0))?;
        number = number * 10 + i32::try_from(digit).ok()?;
    }
    if digits.chars().count() != 4 || !(1900..2200).contains(&number) {
        return None;
    }
    *input = rest;
    Some(number)
}

pub(crate) fn part_of_year(input: &mut &str, year: i32) -> Option<Named> {
    let start = *input;
    if take(input, "上半年") {
        return months(year, 1, 6);
    }
    if take(input, "下半年") {
        return months(year, 7, 6);
    }
    if take(input, "前三季度") {
        return months(year, 1, 9);
    }
    let quarters: Table<u32> = &[
        ("一季度", 1),
        ("第一季度", 1),
        ("1季度", 1),
        ("二季度", 4),
        ("第二季度", 4),
        ("2季度", 4),
        ("三季度", 7),
        ("第三季度", 7),
        ("3季度", 7),
        ("四季度", 10),
        ("第四季度", 10),
        ("4季度", 10),
    ];
    if let Some(first) = try_word(input, quarters) {
        return months(year, first, 3);
    }
    if let Some(month) = small_in_words(input, 12)
        && take(input, "月")
    {
        let _ = take(input, "份");
        let after_month = *input;
        if take(input, "上旬") {
            return NaiveDate::from_ymd_opt(year, month, 10)
                .and_then(|last| Some(Named { first: NaiveDate::from_ymd_opt(year, month, 1)?, last }));
        }
        if take(input, "中旬") {
            return NaiveDate::from_ymd_opt(year, month, 20)
                .and_then(|last| Some(Named { first: NaiveDate::from_ymd_opt(year, month, 11)?, last }));
        }
        if let Some(day) = small_in_words(input, 31) {
            let is_day =
                take(input, "日") || take(input, "号") || input.is_empty() || input.starts_with('前');
            if is_day {
                return one_day(year, month, day);
            }
            // 2022年6月3个项目: the digits count something else.
            *input = after_month;
        }
        let _ = take(input, "底") || take(input, "末");
        return months(year, month, 1);
    }
    *input = start;
    months(year, 1, 12)
}

/// Whether another part of a year is named in what stands behind one: 开工、Q4建成.
fn names_a_part(behind: &str) -> bool {
    let is_sign = |(at, letter): (usize, &str)| {
        let (before, rest) =
            (behind.get(..at).unwrap_or_default(), behind.get(at + letter.len()..).unwrap_or_default());
        let number = rest.starts_with(['1', '2', '3', '4']);
        let is_alone = !before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && !rest.get(1..).unwrap_or_default().starts_with(|c: char| c.is_ascii_alphanumeric());
        number && is_alone
    };
    behind.match_indices(['q', 'h']).any(is_sign)
        || ["季度", "半年"].iter().any(|part| behind.contains(part))
        || behind.split('第').skip(1).any(|rest| rest.chars().nth(1) == Some('季'))
}

/// Q3, 1H, Ⅲ季度, 第2季 behind a year.
fn part_by_sign(input: &mut &str) -> Option<(u32, u32)> {
    const ROMAN: [(&str, u32); 12] = [
        ("iv", 4),
        ("iii", 3),
        ("ii", 2),
        ("i", 1),
        ("ⅳ", 4),
        ("ⅲ", 3),
        ("ⅱ", 2),
        ("ⅰ", 1),
        ("Ⅳ", 4),
        ("Ⅲ", 3),
        ("Ⅱ", 2),
        ("Ⅰ", 1),
    ];
    let quarter = |number: u32| Some((number.checked_sub(1)?.checked_mul(3)?.checked_add(1)?, 3));
    let half = |number: u32| Some((number.checked_sub(1)?.checked_mul(6)?.checked_add(1)?, 6));
    let rest = input.trim_start();
    let mut signs = rest.chars();
    let (letter, number) = match (signs.next()?, signs.next()?) {
        (letter @ ('q' | 'h'), number) | (number, letter @ ('q' | 'h')) => (letter, number.to_digit(10)),
        _ => (' ', None),
    };
    let behind = signs.as_str();
    if let Some(number) = number {
        // Q1栋 is a building.
        let is_of_a_name = |c: char| "栋号楼区地标站线块".contains(c);
        let goes_on = behind
            .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%') || is_of_a_name(c));
        let found = match letter {
            'q' if number <= 4 => quarter(number),
            'h' if number <= 2 => half(number),
            _ => None,
        };
        *input = if found.is_some() && !goes_on { behind } else { input };
        return found.filter(|_| !goes_on);
    }
    let ordinal = rest.strip_prefix('第');
    let mut behind = ordinal.unwrap_or(rest);
    let roman = ROMAN.iter().find_map(|(sign, number)| Some((behind.strip_prefix(sign)?, *number)));
    let number = match roman {
        Some((after, number)) => {
            behind = after;
            number
        }
        None => small_in_words(&mut behind, 4)?,
    };
    // 三季 may be three seasons.
    let after =
        behind.strip_prefix("季度").or_else(|| behind.strip_prefix('季').filter(|_| ordinal.is_some()))?;
    *input = after;
    quarter(number)
}

pub(crate) fn english<'a>(input: &mut &'a str, start: &'a str) -> Parsed<Option<Named>> {
    let no_day = || Fault::firm(start, Reason::NoSuchDay);
    let number = |input: &mut &str| year(input).and_then(|year| year.parse::<i32>().ok());
    if let Some(day) = day_of_month(input) {
        let _ = take(input, "of");
        // 30-Jun-2025
        hyphen(input);
        if let Some(month) = try_word(input, MONTHS).or_else(|| glued_month(input)) {
            let _ = take(input, ",");
            let is_joined = input.starts_with('-');
            hyphen(input);
            let whole = number(input);
            let short = |input: &mut &str| short_year(input, is_joined).or_else(|| apostrophe_year(input));
            if let Some(year) = whole.or_else(|| short(input)) {
                return one_day(year, month, day).map(Some).ok_or_else(no_day);
            }
            if names_another(input) {
                return Err(Fault::firm(start, Reason::TwoDays));
            }
            no_year(input)?;
        }
        *input = start;
        return Ok(None);
    }
    if let Some(month) = try_word(input, MONTHS).or_else(|| glued_month(input)) {
        if names_another(input) {
            return Err(Fault::firm(start, Reason::TwoDays));
        }
        let _ = take(input, "of") || take(input, ",") || take(input, "/");
        hyphen(input);
        if let Some(year) = number(input).or_else(|| apostrophe_year(input)) {
            return Ok(months(year, month, 1));
        }
        // April-June 2025
        if let Some(last) = try_word(input, MONTHS)
            && let Some(year) = number(input)
        {
            let count = last.checked_sub(month).map(|between| between + 1);
            return count.map(|count| months(year, month, count)).ok_or_else(no_day);
        }
        no_year(input)?;
        if let Some(day) = day_of_month(input) {
            let _ = take(input, ",");
            if let Some(year) = number(input) {
                return one_day(year, month, day).map(Some).ok_or_else(no_day);
            }
        }
    }
    // "fy 2022" is a financial year.
    let words: Table<()> = &[("fy", ()), ("fiscal year", ()), ("financial year", ()), ("fiscal", ())];
    *input = start;
    if try_word(input, words).is_some() && number(input).is_some() {
        let _ = input
            .strip_prefix(['-', '/'])
            .map(|rest| *input = rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        return Ok(None);
    }
    *input = start;
    Ok(None)
}

/// A month that its year is written to without a space: Jun2025.
fn glued_month(input: &mut &str) -> Option<u32> {
    let (rest, month) = MONTHS.iter().find_map(|(word, month)| Some((input.strip_prefix(word)?, month)))?;
    year(&mut { rest }).filter(|_| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    *input = rest;
    Some(*month)
}

/// The last two digits of a year of this century, as 30-Sep-22 ends with them.
fn short_year(input: &mut &str, is_joined: bool) -> Option<i32> {
    let mut rest = input.trim_start();
    let length = rest.len();
    let year = small(&mut rest, 99)?;
    let goes_on =
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '-') || !(is_joined || rest.is_empty());
    if length - rest.len() != 2 || goes_on {
        return None;
    }
    *input = rest;
    i32::try_from(2000 + year).ok()
}

fn hyphen(input: &mut &str) {
    *input = input.strip_prefix('-').unwrap_or(input);
}

/// Refuses digits at the end of a date that are no year: 30 June 20255.
fn no_year(input: &str) -> Parsed<()> {
    let digits = input.trim_start_matches([' ', ',']);
    let behind = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_last = behind.is_empty() || behind.starts_with([',', ';', ')', '.']);
    if is_last && digits.len() - behind.len() > 2 {
        return Err(Fault::firm(digits, Reason::BadNumber));
    }
    Ok(())
}

/// Whether a month or a day is named that no year has: 13月, 2月30日, 5th quarter, 31 June, June 31.
pub(crate) fn impossible(text: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // 2000 has a 29 February.
    let exists = |month: u32, day: u32| NaiveDate::from_ymd_opt(2000, month, day).is_some();
    let length = digits(text);
    let Some(number) = text.get(..length).filter(|d| (1..=2).contains(&d.len())).and_then(|d| d.parse().ok())
    else {
        let mut rest = text;
        if try_word(&mut rest, &[("q5", ()), ("q6", ()), ("q0", ())]).is_some() {
            return true;
        }
        // June 32
        let Some(month) = try_word(&mut rest, MONTHS) else { return false };
        let day = rest.trim_start();
        let length = digits(day);
        let day = day.get(..length).filter(|d| (1..=2).contains(&d.len())).and_then(|d| d.parse().ok());
        return day.is_some_and(|day| !exists(month, day));
    };
    let mut rest = text.get(length..).unwrap_or("");
    if take(&mut rest, "月") {
        if !(1..=12).contains(&number) {
            return true;
        }
        let day = rest.trim_start();
        let length = digits(day);
        let behind = day.get(length..).unwrap_or("");
        let day = day.get(..length).and_then(|d| d.parse().ok());
        return behind.starts_with(['日', '号']) && day.is_some_and(|day| !exists(number, day));
    }
    if take(&mut rest, "季度") {
        return !(1..=4).contains(&number);
    }
    let _ = take_ordinal_ending(&mut rest);
    let _ = take(&mut rest, "of");
    let is_day = rest.len() < text.len() - length || rest.starts_with(' ');
    is_day
        && try_word(&mut rest, MONTHS).is_some_and(|month| !exists(month, number))
        && !rest.starts_with('-')
}
