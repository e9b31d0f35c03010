//! Days in milestone phrases, Chinese and English: the last day that is still in time. Knows no clock: a day
//! without a year stays open.

use chrono::{Days, Months, NaiveDate};

use super::{
    fault::{Fault, Parsed, Reason},
    reference::year,
    scan::{Table, take, try_word},
};

const MONTHS: Table<u32> = &[
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
struct Named {
    first: NaiveDate,
    last: NaiveDate,
}

fn months(year: i32, first: u32, count: u32) -> Option<Named> {
    let first = NaiveDate::from_ymd_opt(year, first, 1)?;
    let last = first.checked_add_months(Months::new(count))?.pred_opt()?;
    Some(Named { first, last })
}

fn one_day(year: i32, month: u32, day: u32) -> Option<Named> {
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(Named { first: day, last: day })
}

fn small(input: &mut &str, most: u32) -> Option<u32> {
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

/// The day by which something is to be done, where the clause prints one with its year. What else the clause
/// says is not looked at.
///
/// # Errors
/// A fault where two days are printed, or one that does not exist.
pub(super) fn by(clause: &str) -> Parsed<Option<NaiveDate>> {
    let mut found = None;
    let mut rest = clause;
    let mut before = '\u{0}';
    while let Some(character) = rest.chars().next() {
        let at_word = !before.is_ascii_alphanumeric() && before != '/' && before != '-';
        let looks_like_date =
            character.is_ascii_digit() || character == 'q' || character.is_ascii_lowercase();
        if at_word && looks_like_date {
            let mut input = rest;
            if let Some(named) = date(&mut input)? {
                let lead = clause.get(..clause.len() - rest.len()).unwrap_or("").trim_end();
                let is_before = (lead.ends_with("before") || lead.ends_with("prior to"))
                    && !lead.ends_with("on or before");
                let last =
                    if is_before { named.first.checked_sub_days(Days::new(1)) } else { Some(named.last) };
                if found.is_some() {
                    return Err(Fault::firm(rest, Reason::TwoDays));
                }
                found = last;
                before = '0';
                rest = input;
                continue;
            }
        }
        before = character;
        rest = rest.get(character.len_utf8()..).unwrap_or("");
    }
    Ok(found)
}

fn date(input: &mut &str) -> Parsed<Option<Named>> {
    let start = *input;
    let no_day = || Fault::firm(start, Reason::BadNumber);
    if let Some(found) = year(input) {
        let Ok(number) = found.parse::<i32>() else { return Ok(None) };
        if take(input, "年") {
            let found = chinese(input, number).ok_or_else(no_day)?;
            return Ok(Some(found));
        }
        if let Some(rest) = input.strip_prefix(['-', '/', '.']) {
            let mut rest = rest;
            if let Some(month) = small(&mut rest, 12)
                && let Some(after) = rest.strip_prefix(['-', '/', '.'])
            {
                let mut after = after;
                if let Some(day) = small(&mut after, 31) {
                    *input = after;
                    return one_day(number, month, day).map(Some).ok_or_else(no_day);
                }
            }
            // 2022-23 is a financial year: which days it has is not said.
            *input = start;
            return Ok(None);
        }
        return Ok(months(number, 1, 12));
    }
    english(input, start)
}

fn chinese(input: &mut &str, year: i32) -> Option<Named> {
    let start = *input;
    if take(input, "上半年") {
        return months(year, 1, 6);
    }
    if take(input, "下半年") {
        return months(year, 7, 6);
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
    if let Some(month) = small(input, 12)
        && take(input, "月")
    {
        if take(input, "上旬") {
            return NaiveDate::from_ymd_opt(year, month, 10)
                .and_then(|last| Some(Named { first: NaiveDate::from_ymd_opt(year, month, 1)?, last }));
        }
        if take(input, "中旬") {
            return NaiveDate::from_ymd_opt(year, month, 20)
                .and_then(|last| Some(Named { first: NaiveDate::from_ymd_opt(year, month, 11)?, last }));
        }
        if let Some(day) = small(input, 31) {
            let _ = take(input, "日") || take(input, "号");
            return one_day(year, month, day);
        }
        let _ = take(input, "底") || take(input, "末");
        return months(year, month, 1);
    }
    *input = start;
    months(year, 1, 12)
}

fn english<'a>(input: &mut &'a str, start: &'a str) -> Parsed<Option<Named>> {
    let no_day = || Fault::firm(start, Reason::BadNumber);
    let number = |input: &mut &str| year(input).and_then(|year| year.parse::<i32>().ok());
    if let Some(day) = small(input, 31) {
        let _ = ["st", "nd", "rd", "th"].into_iter().any(|suffix| take(input, suffix));
        let _ = take(input, "of");
        if let Some(month) = try_word(input, MONTHS) {
            let _ = take(input, ",");
            if let Some(year) = number(input) {
                return one_day(year, month, day).map(Some).ok_or_else(no_day);
            }
        }
        *input = start;
        return Ok(None);
    }
    let quarters: Table<u32> = &[
        ("q1", 1),
        ("q2", 4),
        ("q3", 7),
        ("q4", 10),
        ("the first quarter of", 1),
        ("the second quarter of", 4),
        ("the third quarter of", 7),
        ("the fourth quarter of", 10),
        ("first quarter of", 1),
        ("second quarter of", 4),
        ("third quarter of", 7),
        ("fourth quarter of", 10),
    ];
    if let Some(first) = try_word(input, quarters) {
        if let Some(year) = number(input)
            && !input.starts_with(['-', '/'])
        {
            return Ok(months(year, first, 3));
        }
        *input = start;
        return Ok(None);
    }
    if let Some(month) = try_word(input, MONTHS) {
        if let Some(year) = number(input) {
            return Ok(months(year, month, 1));
        }
        if let Some(day) = small(input, 31) {
            let _ = ["st", "nd", "rd", "th"].into_iter().any(|suffix| take(input, suffix));
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
