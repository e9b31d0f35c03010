//! Days in milestone phrases, Chinese and English: the last day that is still in time. Knows no clock: a day
//! without a year stays open.

use chrono::{Days, NaiveDate};

use super::{
    calendar::{Named, chinese, english, impossible, months, one_day, small, year_in_numerals},
    deadline,
    financial::by_two_numbers,
    quarters,
    reference::year,
    second_day, undated,
};
use crate::domain::reading::wording::{
    fault::{Fault, Parsed, Reason},
    scan::take,
};

/// The day by which something is to be done, where the clause prints one with its year. What else the clause
/// says is not looked at.
///
/// # Errors
/// A fault where two days are printed, or one that does not exist.
pub(crate) fn by(clause: &str) -> Parsed<Option<NaiveDate>> {
    if breaks_off(clause) {
        return Err(Fault::firm("", Reason::NotUnderstood));
    }
    // Words that stand in quotes as a whole are no name.
    let unquoted = clause.strip_prefix('"').and_then(|words| words.strip_suffix('"'));
    let clause = unquoted.filter(|words| !words.contains('"')).unwrap_or(clause);
    if let Some(rest) = deadline::denied(clause) {
        return Err(Fault::at(rest, Reason::NotUnderstood));
    }
    let mut found = None;
    // A second deadline, of the same year most likely: 2023年6月底前完成设计，12月底前开工.
    let mut other = None;
    // A time of which the last day is not certain, where no day is named beside it: by Easter 2025.
    let mut uncertain = None;
    let mut rest = clause;
    let mut before = '\u{0}';
    while let Some(character) = rest.chars().next() {
        let is_end = clause
            .get(..clause.len() - rest.len())
            .is_some_and(|lead| ["end-", "mid-", "early-", "late-"].iter().any(|part| lead.ends_with(part)));
        let at_word = (!before.is_ascii_alphanumeric() && before != '/' && before != '-') || is_end;
        let looks_like_date = character.is_ascii_digit()
            || character == 'q'
            || character.is_ascii_lowercase()
            || matches!(character, '二' | '一');
        let lead = clause.get(..clause.len() - rest.len()).unwrap_or("").trim_end_matches([' ', '-']);
        if at_word && let Some(behind) = undated::deadline(lead, rest) {
            other = other.or(Some(rest));
            before = '0';
            rest = behind;
            continue;
        }
        let is_due_in_part = undated::before_part(lead).is_some_and(is_limit);
        let is_within = (at_word || before == '-') && is_year_in_part(lead, rest, is_due_in_part);
        let is_led = is_limit(lead) || is_set_off(clause.get(..clause.len() - rest.len()).unwrap_or(""));
        let is_mid_year =
            || undated::behind_mid_year(rest).is_some_and(|behind| ends_what_is_said(lead, behind));
        if is_within || (at_word && ((is_led && undated::is_uncertain(rest)) || is_mid_year())) {
            uncertain = uncertain.or(Some(rest));
        }
        if let Some(behind) = undated::behind_uncertain(rest).filter(|_| at_word) {
            if ends_what_is_said(lead, behind) {
                uncertain = uncertain.or(Some(rest));
            }
            before = '0';
            rest = behind;
            continue;
        }
        if at_word && looks_like_date {
            let mut input = rest;
            let named = match date(&mut input, lead) {
                Err(fault) if fault.reason == Reason::UncertainDay => {
                    uncertain = uncertain.or(Some(rest));
                    None
                }
                named => named?,
            };
            if let Some(named) = named {
                let is_before =
                    (lead.ends_with("before") || lead.ends_with("prior to")) && !lead.ends_with("or before");
                let is_part = undated::before_part(lead).is_some();
                let day = rest.get(..rest.len() - input.len()).unwrap_or("");
                let until = deadline::behind_range(input);
                let is_name = deadline::names_a_thing(lead, day, until.unwrap_or(input));
                let is_last = undated::before_part(lead).is_some_and(|lead| ends_what_is_said(lead, input));
                if (is_due_in_part || is_last) && !is_name {
                    uncertain = uncertain.or(Some(rest));
                }
                if is_part || is_name || is_a_start(lead, input) {
                    // Early June 2022 has no last day; from June 2022 is no day by which.
                    before = '0';
                    rest = until.filter(|_| is_name).unwrap_or(input);
                    continue;
                }
                if until.is_some() {
                    // 2022年6月—9月
                    return Err(Fault::firm(rest, Reason::TwoDays));
                }
                if let Some(reason) = why_no_limit(lead, day, input) {
                    return Err(Fault::firm(rest, reason));
                }
                let last =
                    if is_before { named.first.checked_sub_days(Days::new(1)) } else { Some(named.last) };
                if found.is_some() {
                    return Err(Fault::firm(rest, Reason::TwoDays));
                }
                found = last;
                before = '0';
                rest = deadline::behind_marks(input);
                continue;
            }
        }
        before = character;
        rest = rest.get(character.len_utf8()..).unwrap_or("");
    }
    match (found, other, uncertain) {
        (Some(_), Some(other), _) => Err(Fault::firm(other, Reason::TwoDays)),
        (None, _, Some(uncertain)) => Err(Fault::firm(uncertain, Reason::UncertainDay)),
        _ => Ok(found),
    }
}

/// Why a day is not the one by which something is to be done, where what stands around it says so.
fn why_no_limit(lead: &str, day: &str, behind: &str) -> Option<Reason> {
    if deadline::is_before_a_time(day, behind) {
        return Some(Reason::BeforeOrByTheEnd);
    }
    if lead.ends_with("早于") || second_day::goes_on(behind) {
        return Some(Reason::NotUnderstood);
    }
    second_day::follows(behind).then_some(Reason::TwoDays)
}

/// Whether a year of which a part is meant follows, and something is due in it: by early 2022, published mid-2022.
fn is_year_in_part(lead: &str, rest: &str, is_due: bool) -> bool {
    let Some(before) = undated::before_part(lead) else { return false };
    let mut behind = rest;
    undated::is_year(rest) && (is_due || (year(&mut behind).is_some() && ends_what_is_said(before, behind)))
}

/// Whether a time ends what is said, between these words, so that what stands before it is due then. What begins with the time,
/// or is called by it, is not due in it.
fn ends_what_is_said(lead: &str, behind: &str) -> bool {
    let lead = lead.trim_end();
    let is_quoted = lead.matches('"').count() % 2 == 1;
    let is_called = ["of", "the", "between"].iter().any(|word| lead.rsplit(' ').next() == Some(word));
    deadline::ends(behind.trim_start().trim_start_matches('.'))
        && !is_quoted
        && !is_called
        && !is_a_start(lead, behind)
}

/// Whether a limit is to follow these words.
pub(crate) fn is_limit(lead: &str) -> bool {
    lead.is_empty()
        || [
            "by",
            "by the",
            "before",
            "until",
            "until the",
            "before the",
            "in",
            "in the",
            "within",
            "within the",
            "during",
            "during the",
            "end of",
            "end of the",
            "than",
            "than the",
        ]
        .iter()
        .any(|word| lead == *word || lead.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')))
}

/// Whether a sign before a time sets it off from what is to be done: Report tabled (spring), Report tabled - spring.
pub(crate) fn is_set_off(lead: &str) -> bool {
    lead.trim_end().ends_with(['(', '[', ',', ':', ';']) || lead.ends_with("- ")
}

/// Whether a day is the first and not the last: after, from, 起, 以后.
pub(crate) fn is_a_start(lead: &str, behind: &str) -> bool {
    const BEFORE: [&str; 13] = [
        "after",
        "from",
        "since",
        "starting",
        "starting in",
        "starting on",
        "beginning",
        "beginning in",
        "not before",
        "earlier than",
        "从",
        "自",
        "as of",
    ];
    let behind = behind.trim_start();
    BEFORE.iter().any(|word| lead.ends_with(word))
        || ["起", "后", "以后", "之后", "开始", "以来"].iter().any(|word| behind.starts_with(word))
}

/// Whether the words end where a day was to follow: by end of.
fn breaks_off(clause: &str) -> bool {
    let last = clause.trim_end_matches([' ', '.', ',', ';', ':']).rsplit(' ').next().unwrap_or("");
    matches!(
        last,
        "by" | "of" | "before" | "until" | "the" | "in" | "on" | "than" | "to" | "from" | "and" | "no"
    ) || ["年月", "月日"].iter().any(|lost| clause.contains(lost))
}

/// Takes a day, or a time of which the last day is meant, behind words that lead to it.
///
/// # Errors
/// A fault where no such day exists, or it is not certain which is meant.
pub(crate) fn date(input: &mut &str, lead: &str) -> Parsed<Option<Named>> {
    let start = *input;
    let no_day = || Fault::firm(start, Reason::NoSuchDay);
    if let Some(found) = slashed(input)? {
        return Ok(Some(found));
    }
    if let Some((year, month, day)) = in_digits(input) {
        return one_day(year, month, day).map(Some).ok_or_else(no_day);
    }
    if let Some(found) = month_in_digits(input, lead) {
        return Ok(Some(found));
    }
    if impossible(start) {
        return Err(no_day());
    }
    let length = start.len() - start.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if length > 4 && start.get(length..).is_some_and(|behind| behind.starts_with('年')) {
        return Err(Fault::firm(start, Reason::BadNumber));
    }
    if let Some(found) = quarters::dated(input, is_limit(lead))? {
        return Ok(Some(found));
    }
    if let Some(number) = year_in_numerals(input) {
        return chinese(input, number, start);
    }
    if let Some(found) = year(input) {
        let Ok(number) = found.parse::<i32>() else { return Ok(None) };
        if take(input, "年") {
            return chinese(input, number, start);
        }
        if input.starts_with(['-', '/', '.']) {
            // 2022-23 is a financial year: which days it has is not said.
            *input = start;
            return Ok(None);
        }
        return Ok(if is_year_alone(lead, input) { months(number, 1, 12) } else { None });
    }
    match english(input, start) {
        // Between June and December 2025 is by the end of December.
        Err(fault) if fault.reason == Reason::TwoDays && lead.ends_with("between") => {
            *input = start;
            Ok(None)
        }
        found => found,
    }
}

/// Whether four digits between these words are a year by the end of which something is to be done, and not a
/// count (2000 homes), a season's year (spring 2022) or a financial year.
fn is_year_alone(lead: &str, behind: &str) -> bool {
    let behind = behind.trim_start();
    if ["financial", "fiscal", "fy"].iter().any(|word| behind.starts_with(word)) {
        return false;
    }
    if deadline::another_year(behind).is_some() {
        // 2024、2025年度项目: the first of two years.
        return false;
    }
    let ends = behind.is_empty() || behind.starts_with([',', ';', '.', ')', ':', '、', '。']);
    let last = lead.rsplit(' ').next().unwrap_or("");
    let is_led =
        matches!(last, "by" | "in" | "before" | "within" | "during" | "for" | "end" | "year-end" | "yearend")
            || [
                "end of",
                "end of year",
                "end of the year",
                "close of",
                "calendar year",
                "eoy",
                "year of",
                "prior to",
                "no later than",
                "not later than",
            ]
            .iter()
            .any(|l| lead.ends_with(l))
            || lead.is_empty();
    // "By 2022 all sites are connected": at the head of the phrase, too.
    let is_head = matches!(lead, "by" | "in" | "within" | "before" | "by the end of" | "by end of");
    (ends && is_led) || is_head
}

/// Year, month and day in digits: 2022-06-30, 2022.6.30. They may name a day that does not exist.
fn in_digits(input: &mut &str) -> Option<(i32, u32, u32)> {
    let year =
        input.get(..4).filter(|year| year.starts_with("19") || year.starts_with("20"))?.parse().ok()?;
    let mut rest = input.get(4..)?;
    let sign = rest.chars().next().filter(|sign| matches!(sign, '-' | '/' | '.'))?;
    rest = rest.get(1..)?;
    let month = small(&mut rest, 99)?;
    rest = rest.strip_prefix(sign)?;
    let day = small(&mut rest, 99)?;
    *input = rest;
    Some((year, month, day))
}

/// A month in digits with its year, where something is due in it or it ends what is said: 06/2022, 2022-06. 2011-12 may be a
/// financial year.
fn month_in_digits(input: &mut &str, lead: &str) -> Option<Named> {
    const SIGNS: [char; 3] = ['/', '-', '.'];
    let two_digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count() == 2;
    let mut rest = *input;
    let (found, month) = if by_two_numbers(&mut { rest }) {
        return None;
    } else if let Some(found) = year_before_a_point(&mut rest).or_else(|| year(&mut rest)) {
        rest = rest.strip_prefix(SIGNS).filter(|rest| two_digits(rest))?;
        (found, small(&mut rest, 12)?)
    } else {
        let is_padded = two_digits(rest);
        let month = small(&mut rest, 12)?;
        rest = rest
            .strip_prefix(SIGNS)
            .filter(|behind| is_padded || (rest.starts_with('/') && !behind.is_empty()))?;
        (year(&mut rest)?, month)
    };
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '~' | '%'));
    if goes_on || !(is_limit(lead) || ends_what_is_said(lead, rest)) {
        return None;
    }
    *input = rest;
    months(found.parse().ok()?, month, 1)
}

/// The year of 2022.06, which is otherwise a number with decimals.
fn year_before_a_point<'a>(input: &mut &'a str) -> Option<&'a str> {
    let (mut digits, rest) = input.split_at_checked(4).filter(|(_, rest)| rest.starts_with('.'))?;
    let found = year(&mut digits).filter(|_| digits.is_empty())?;
    *input = rest;
    Some(found)
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
    named.map(Some).ok_or_else(|| Fault::firm(start, Reason::NoSuchDay))
}
