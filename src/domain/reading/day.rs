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
    if breaks_off(clause) {
        return Err(Fault::firm("", Reason::NotUnderstood));
    }
    let mut found = None;
    let mut rest = clause;
    let mut before = '\u{0}';
    while let Some(character) = rest.chars().next() {
        let at_word = !before.is_ascii_alphanumeric() && before != '/' && before != '-';
        let looks_like_date =
            character.is_ascii_digit() || character == 'q' || character.is_ascii_lowercase();
        if at_word && looks_like_date {
            let mut input = rest;
            let lead = clause.get(..clause.len() - rest.len()).unwrap_or("").trim_end();
            if let Some(named) = date(&mut input, lead)? {
                let is_before = (lead.ends_with("before") || lead.ends_with("prior to"))
                    && !lead.ends_with("on or before");
                let is_part = ["early", "mid", "late", "beginning of", "start of", "middle of", "early in"]
                    .iter()
                    .any(|part| lead.ends_with(part));
                if is_part {
                    // Early June 2022 has no last day.
                    before = '0';
                    rest = input;
                    continue;
                }
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

/// Whether the words end where a day was to follow: by end of.
fn breaks_off(clause: &str) -> bool {
    let last = clause.trim_end_matches([' ', '.', ',', ';', ':']).rsplit(' ').next().unwrap_or("");
    matches!(
        last,
        "by" | "of" | "before" | "until" | "the" | "in" | "on" | "than" | "to" | "from" | "and" | "no"
    ) || ["年月底", "年月底前", "月日前", "月日"].iter().any(|lost| clause.ends_with(lost))
}

fn date(input: &mut &str, lead: &str) -> Parsed<Option<Named>> {
    let start = *input;
    let no_day = || Fault::firm(start, Reason::BadNumber);
    if let Some(found) = slashed(input)? {
        return Ok(Some(found));
    }
    if impossible(start) {
        return Err(no_day());
    }
    if let Some(found) = year(input) {
        let Ok(number) = found.parse::<i32>() else { return Ok(None) };
        if take(input, "年") {
            return chinese(input, number, start);
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
        return Ok(if is_year_alone(lead, input) { months(number, 1, 12) } else { None });
    }
    english(input, start)
}

/// Whether four digits between these words are a year by the end of which something is to be done, and not a
/// count (2000 homes), a season's year (spring 2022) or a financial year.
fn is_year_alone(lead: &str, behind: &str) -> bool {
    let behind = behind.trim_start();
    if ["financial", "fiscal", "fy"].iter().any(|word| behind.starts_with(word)) {
        return false;
    }
    let ends = behind.is_empty() || behind.starts_with([',', ';', '.', ')', ':', '、', '。']);
    let last = lead.rsplit(' ').next().unwrap_or("");
    let is_led = matches!(last, "by" | "in" | "before" | "during" | "for" | "end" | "year-end" | "yearend")
        || ["end of", "year of", "prior to", "no later than", "not later than"]
            .iter()
            .any(|l| lead.ends_with(l))
        || lead.is_empty();
    // "By 2022 all sites are connected": at the head of the phrase, too.
    let is_head = matches!(lead, "by" | "in" | "before" | "by the end of" | "by end of");
    (ends && is_led) || is_head
}

/// A day in digits with the year last. Day and month must be told apart by their size: 6/7/2022 may be in June
/// or in July.
fn slashed(input: &mut &str) -> Parsed<Option<Named>> {
    let start = *input;
    let mut rest = *input;
    let Some(one) = small(&mut rest, 31) else { return Ok(None) };
    let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '/' | '-' | '.')) else {
        return Ok(None);
    };
    rest = rest.get(1..).unwrap_or("");
    let Some(other) = small(&mut rest, 31) else { return Ok(None) };
    let Some(rest) = rest.strip_prefix(sign) else { return Ok(None) };
    let mut behind = rest;
    let found = year(&mut behind).and_then(|year| year.parse().ok());
    let Some(year) = found.filter(|_| !behind.starts_with(['/', '-'])) else {
        let is_short = rest.starts_with(|c: char| c.is_ascii_digit());
        return if is_short { Err(Fault::firm(start, Reason::Ambiguous)) } else { Ok(None) };
    };
    let named = match (one > 12, other > 12) {
        (true, false) => one_day(year, other, one),
        (false, true) => one_day(year, one, other),
        (false, false) if one == other => one_day(year, one, other),
        (false, false) => return Err(Fault::firm(start, Reason::Ambiguous)),
        (true, true) => None,
    };
    *input = behind;
    named.map(Some).ok_or_else(|| Fault::firm(start, Reason::BadNumber))
}

/// Whether a month or a day is named that no year has: 13月, 2月30日, 5th quarter, 31 June, June 31.
fn impossible(text: &str) -> bool {
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
    let _ = ["st", "nd", "rd", "th"].into_iter().any(|suffix| take(&mut rest, suffix));
    let _ = take(&mut rest, "of");
    let is_day = rest.len() < text.len() - length || rest.starts_with(' ');
    is_day
        && try_word(&mut rest, MONTHS).is_some_and(|month| !exists(month, number))
        && !rest.starts_with('-')
}

/// What follows a Chinese year: a half, a quarter, a month, a day. `None` where it names a part of the year
/// whose last day is not certain (年初, 春节前); the words then stay words.
fn chinese<'a>(input: &mut &'a str, year: i32, start: &'a str) -> Parsed<Option<Named>> {
    let no_day = || Fault::firm(start, Reason::BadNumber);
    let behind = *input;
    let mut month = behind.trim_start();
    if small(&mut month, 12).is_some() && month.starts_with(['-', '~', '至', '到', '—']) {
        // 2022年6—9月
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
    if behind.starts_with('前') && !behind.starts_with("前三季度") {
        // 2025年前: before it begins, or by its end?
        return Err(Fault::firm(start, Reason::Ambiguous));
    }
    if ["第五季度", "五季度"].iter().any(|quarter| behind.starts_with(quarter)) {
        return Err(no_day());
    }
    let found = part_of_year(input, year);
    let is_whole = input.len() == behind.len();
    if is_whole && is_uncertain(behind) {
        return Ok(None);
    }
    if !is_whole && input.starts_with(['初', '中']) {
        return Ok(None);
    }
    found.map(Some).ok_or_else(no_day)
}

/// Whether the words behind a year name a time within it that has no fixed last day.
fn is_uncertain(behind: &str) -> bool {
    let names_part = behind.starts_with(['初', '中', '春', '夏', '秋', '冬', '汛', '暑', '寒'])
        || ["年初", "年中", "元旦", "五一", "国庆", "十一", "端午", "中秋", "清明", "元宵", "农历"]
            .iter()
            .any(|word| behind.starts_with(word));
    let clause = behind.split(['、', ',', ';', '。']).next().unwrap_or("");
    let at_end = ["年底前", "底前", "末前", "年末前"].iter().any(|word| clause.starts_with(word));
    let before_something = clause.replace("提前", "").replace("前期", "").contains('前') && !at_end;
    names_part || before_something
}

fn part_of_year(input: &mut &str, year: i32) -> Option<Named> {
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
    if let Some(month) = small(input, 12)
        && take(input, "月")
    {
        let after_month = *input;
        if take(input, "上旬") {
            return NaiveDate::from_ymd_opt(year, month, 10)
                .and_then(|last| Some(Named { first: NaiveDate::from_ymd_opt(year, month, 1)?, last }));
        }
        if take(input, "中旬") {
            return NaiveDate::from_ymd_opt(year, month, 20)
                .and_then(|last| Some(Named { first: NaiveDate::from_ymd_opt(year, month, 11)?, last }));
        }
        if let Some(day) = small(input, 31) {
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
    let halves: Table<u32> = &[
        ("h1", 1),
        ("h2", 7),
        ("the first half of", 1),
        ("the second half of", 7),
        ("first half of", 1),
        ("second half of", 7),
    ];
    if let Some(first) = try_word(input, halves) {
        if let Some(year) = number(input)
            && !input.starts_with(['-', '/'])
        {
            return Ok(months(year, first, 6));
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
