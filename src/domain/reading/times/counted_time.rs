//! Times of a milestone that are counted from a beginning and name no year: by end of year 2 and 第二年底前 from that of the plan;
//! within six months, 半年内 and by mid-term from one that the words do not say. Knows no outcome.

mod chinese;
#[cfg(test)]
mod tests;

use chinese::chinese;
use chrono::{Months, NaiveDate};

use super::{
    calendar::small,
    day::{is_a_start, is_limit, is_set_off},
    deadline::ends,
    quarters,
    undated::before_part,
    within::names_what_it_is_of,
};
use crate::domain::{
    period::Period,
    reading::{
        numbers::{number::small_word, ordinal::small_ordinal},
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{Table, take, try_word},
        },
    },
};

/// What has a beginning and an end of its own, which need not be those of the plan.
const UNDERTAKINGS: Table<()> = &[
    ("project", ()),
    ("programme", ()),
    ("program", ()),
    ("grant", ()),
    ("contract", ()),
    ("phase", ()),
    ("initiative", ()),
    ("scheme", ()),
    ("pilot", ()),
];

/// What begins with the plan.
const PLANS: Table<()> = &[("plan period", ()), ("planning period", ()), ("plan", ()), ("strategy", ())];

/// A time that is counted.
enum Counted {
    /// The year of so many since the plan began.
    Year(u32),
    /// So many months since something that is not said.
    Months(u32),
    /// Another time, of which nobody knows when it ends.
    Unknown,
}

/// The day by which something is to be done, where its time is counted from the beginning of a plan; `None` where the words have no
/// such time, or one that ends no earlier than the plan.
///
/// # Errors
/// A fault where the time is counted from anything else, or the plan has no such year.
pub(crate) fn day_counted(clause: &str, period: Period, plan: Period) -> Parsed<Option<NaiveDate>> {
    let mut before = ' ';
    let mut year_found: Option<(u32, NaiveDate)> = None;
    // A year that is printed says more: by mid-term (end 2023).
    if prints_a_year(clause) {
        return Ok(None);
    }
    for (offset, character) in clause.char_indices() {
        let is_word = !before.is_ascii_alphanumeric() && character.is_ascii_alphanumeric();
        let is_han =
            !character.is_ascii_punctuation() && (character.is_ascii_digit() || !character.is_ascii());
        let goes_on = before.is_ascii_digit() && character.is_ascii_digit();
        before = character;
        let (lead, rest) = clause.split_at_checked(offset).unwrap_or(("", ""));
        if lead.matches('"').count() % 2 == 1 {
            continue;
        }
        let english = if is_word { english(lead, rest) } else { None };
        let found = english.or_else(|| if is_han && !goes_on { chinese(lead, rest) } else { None });
        let day = match found {
            None => continue,
            Some(Counted::Year(number)) => {
                let day = end_of_year(number, plan).filter(|day| period.contains(*day));
                // First this and then that: which of the two is meant is not said.
                let is_other = year_found.is_some_and(|(other, _)| other != number);
                if let Some(day) = day.filter(|_| !is_other) {
                    year_found = Some((number, day));
                    continue;
                }
                None
            }
            Some(Counted::Months(months)) => {
                // Whatever it is counted from, it began with the plan or later.
                let first = plan.start().checked_add_months(Months::new(months));
                if first.is_none_or(|first| first > period.end()) {
                    continue;
                }
                None
            }
            Some(Counted::Unknown) => None,
        };
        return day.map(Some).ok_or_else(|| Fault::firm(rest, Reason::UncertainDay));
    }
    Ok(year_found.map(|(_, day)| day))
}

fn prints_a_year(clause: &str) -> bool {
    let numbers = clause.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).any(|year| year.starts_with("19") || year.starts_with("20"))
}

/// Whether words are of a school, whose years are those of the pupils.
fn is_of_a_school(words: &str) -> bool {
    const SCHOOL: [&str; 18] = [
        "testing",
        "tutor",
        "bikeability",
        "vaccine",
        "english",
        "math",
        "breastfeeding",
        "pupil",
        "student",
        "school",
        "phonics",
        "curricul",
        "child",
        "learner",
        "reading",
        " read ",
        "vaccinat",
        "meals",
    ];
    SCHOOL.iter().any(|word| words.contains(word))
}

/// The end of one of the years of a plan of several.
fn end_of_year(number: u32, plan: Period) -> Option<NaiveDate> {
    let years = plan.whole_years().filter(|years| years.len() > 1)?;
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    years.get(index).map(|year| year.end())
}

fn english(lead: &str, rest: &str) -> Option<Counted> {
    let of_the_plan = || !is_of_a_school(lead) && !is_of_a_school(rest);
    numbered_year(lead, rest)
        .filter(|_| of_the_plan())
        .or_else(|| months_within(lead, rest))
        .or_else(|| middle(lead, rest))
        .or_else(|| end_of_undertaking(lead, rest))
}

/// Whether nothing of what is said is left, but for a full stop.
fn ends_here(behind: &str) -> bool {
    let behind = behind.trim_start();
    ends(behind.trim_start_matches('.')) || behind.starts_with("- ")
}

/// Whether words say that something is due by what follows them, whatever stands behind that.
fn is_by(lead: &str) -> bool {
    let lead = lead.trim_end_matches([' ', '-']);
    let lead = lead.strip_suffix(" the").unwrap_or(lead);
    ["by", "end of", "by end", "end", "than", "until"]
        .iter()
        .any(|word| lead == *word || lead.strip_suffix(word).is_some_and(|rest| rest.ends_with([' ', '-'])))
}

/// Year 2, Y2, the second year.
fn numbered_year(lead: &str, rest: &str) -> Option<Counted> {
    const NAMES: Table<()> = &[("year", ()), ("yr", ())];
    let mut behind = rest;
    let glued = || rest.strip_prefix("yr").or_else(|| rest.strip_prefix('y'));
    let is_ordinal = small_ordinal(&mut behind, 5).is_some();
    let number = if is_ordinal {
        behind = rest;
        let number = small_ordinal(&mut behind, 5)?;
        take(&mut behind, "year").then_some(number)
    } else if try_word(&mut behind, NAMES).is_some() {
        small(&mut behind, 10).or_else(|| small_word(&mut behind, 60))
    } else {
        behind = glued().filter(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))?;
        small(&mut behind, 10)
    }?;
    let mut part = behind.trim_start_matches([' ', ',', '-', '/']);
    let has_part = quarters::part(&mut part).is_some();
    if !has_part
        && behind
            .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%') && behind.len() > 1)
    {
        return None;
    }
    let lead = lead.trim_end();
    let is_their_own =
        ["a", "each", "every", "their", "its", "his", "her"].contains(&lead.rsplit(' ').next().unwrap_or(""));
    if is_their_own || is_a_start(lead, behind) {
        return None;
    }
    let mut whole = if has_part { part } else { behind };
    let is_of = take(&mut whole, "of");
    let _ = take(&mut whole, "the") || take(&mut whole, "this") || take(&mut whole, "our");
    let is_of_plan = is_of && try_word(&mut whole, PLANS).is_some();
    let is_of_other = is_of && !is_of_plan && try_word(&mut whole, UNDERTAKINGS).is_some();
    let behind = if is_of_plan || is_of_other { whole } else { behind };
    let is_led = !lead.is_empty() && (is_limit(lead) || is_by(lead));
    let in_part = before_part(lead.trim_end_matches('-')).or_else(|| behind_part(lead));
    let is_due = (is_led && is_by(lead))
        || lead.is_empty() && (ends_here(behind) || has_part)
        || (ends_here(behind) || has_part && ends_here(part))
            && (is_led
                || in_part.is_some()
                || is_set_off(lead)
                || !(is_ordinal || names_what_it_is_of(lead)));
    if !is_due && !in_part.is_some_and(|lead| !lead.is_empty() && is_limit(lead)) {
        return None;
    }
    // Year 2/3, years 2 to 3, before year 2, early in year 2, year 2 of the project.
    let is_several = ["/", "-", "and ", "to ", "or ", "&"].iter().any(|link| {
        behind
            .trim_start()
            .strip_prefix(link)
            .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()))
    });
    let is_before = lead.ends_with("before") || lead.ends_with("prior to");
    let is_uncertain = has_part || is_of_other || is_several || is_before || in_part.is_some();
    Some(if is_uncertain { Counted::Unknown } else { Counted::Year(number) })
}

/// The words before a quarter or a half at their end: the by of by Q2 of.
fn behind_part(lead: &str) -> Option<&str> {
    let words = lead
        .strip_suffix(" of")
        .or_else(|| lead.strip_suffix(" in"))
        .unwrap_or(lead)
        .trim_end_matches([',', ' ']);
    words.char_indices().rev().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1).chain([0]).take(3).find_map(
        |at| {
            let mut rest = words.get(at..)?;
            let is_part = quarters::part(&mut rest).is_some() && rest.is_empty();
            is_part.then(|| words.get(..at).unwrap_or("").trim_end())
        },
    )
}

/// Within six months, in 12 months, within the first 100 days: since when is not said.
fn months_within(lead: &str, rest: &str) -> Option<Counted> {
    const AHEAD: Table<()> = &[("first", ()), ("next", ()), ("coming", ()), ("following", ())];
    const UNITS: Table<u32> = &[("month", 1), ("months", 1), ("year", 12), ("years", 12)];
    /// What happens once, and so is no limit of each case as it comes in.
    const ONCE: [&str; 22] = [
        "adoption",
        "approval",
        "start",
        "commencement",
        "launch",
        "inception",
        "signing",
        "signature",
        "award",
        "royal assent",
        "enactment",
        "election",
        "taking office",
        "publication",
        "beginning",
        "mobilisation",
        "mobilization",
        "plan",
        "strategy",
        "project",
        "programme",
        "program",
    ];
    let mut behind = rest;
    if is_of_cases(lead) {
        return None;
    }
    let is_within = take(&mut behind, "within");
    if !is_within && !take(&mut behind, "in") {
        return None;
    }
    let _ = take(&mut behind, "the");
    let is_ahead = try_word(&mut behind, AHEAD).is_some();
    let one = take(&mut behind, "a").then_some(1);
    let mut count = one.or_else(|| small(&mut behind, 60)).or_else(|| small_word(&mut behind, 60));
    for link in ["-", "to", "or"] {
        let mut rest = behind;
        if take(&mut rest, link)
            && let Some(more) = small(&mut rest, 60).or_else(|| small_word(&mut rest, 60))
        {
            (behind, count) = (rest, Some(more));
        }
    }
    behind = behind.strip_prefix('-').unwrap_or(behind);
    let mut days = behind;
    let is_of_days = is_ahead && (count.is_some() || take_hundred(&mut days)) && take(&mut days, "days");
    let months = if is_of_days {
        behind = days;
        3
    } else {
        count? * try_word(&mut behind, UNITS)?
    };
    let behind = behind.strip_prefix("'s").or_else(|| behind.strip_prefix('\'')).unwrap_or(behind);
    let mut after = behind;
    let _ = take(&mut after, "time");
    let mut event = after;
    let is_since = ["of", "from", "after", "following"].into_iter().any(|word| take(&mut event, word));
    let event = event.split([',', ';', '(']).next().unwrap_or("");
    let is_once = is_since
        && ONCE.iter().any(|once| {
            event.split([' ', '-']).any(|word| word == *once) || event.contains(once) && once.contains(' ')
        });
    // Within six months, publish; all decided within six months of receipt is of each case.
    (ends_here(after) || is_once || (is_within && !is_since)).then_some(Counted::Months(months))
}

/// Whether what has a limit comes in case by case, each of which has it: invoices paid within one month.
fn is_of_cases(lead: &str) -> bool {
    const EACH: [&str; 22] = [
        "all",
        "each",
        "every",
        "once",
        "law",
        "right",
        "guarantee",
        "guaranteed",
        "offer",
        "reply",
        "any",
        "treatment",
        "to",
        "pay",
        "request",
        "staff",
        "waiting",
        "supplier",
        "training",
        "visit",
        "promote",
        "decision",
    ];
    let words: Vec<&str> =
        lead.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let are_many =
        |word: &&str| word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    let subject = words.split_last().map_or(&[][..], |(_, before)| before);
    words.iter().any(|word| EACH.contains(word)) || subject.last().is_some_and(are_many)
}

fn take_hundred(input: &mut &str) -> bool {
    take(input, "100") || take(input, "hundred")
}

/// By mid-term, at half-year, halfway through the plan.
fn middle(lead: &str, rest: &str) -> Option<Counted> {
    const MIDDLES: Table<()> = &[
        ("mid-term", ()),
        ("midterm", ()),
        ("mid term", ()),
        ("mid-point", ()),
        ("midpoint", ()),
        ("mid-plan", ()),
        ("half-way", ()),
        ("halfway", ()),
        ("half-year", ()),
        ("half year", ()),
        ("half a year", ()),
    ];
    let mut behind = rest;
    try_word(&mut behind, MIDDLES)?;
    let lead = lead.trim_end();
    let is_counted =
        ["first", "second", "1st", "2nd", "last", "each", "every"].iter().any(|word| lead.ends_with(word));
    if is_counted {
        return None;
    }
    let mut after = behind;
    let is_review = take(&mut after, "review") || take(&mut after, "evaluation");
    let mut whole = behind;
    let is_through = take(&mut whole, "through");
    let is_of = is_through || take(&mut whole, "of") || take(&mut whole, "in");
    let is_end = ends_here(behind)
        || is_of
        || (is_review && ends_here(after) && (is_by(lead) || lead.ends_with("before")));
    let is_due = is_through
        || lead.is_empty()
        || is_limit(lead)
        || lead.ends_with("at")
        || is_by(lead)
        || is_set_off(lead);
    (is_end && is_due && !is_a_start(lead, behind)).then_some(Counted::Unknown)
}

/// The end of what need not end with the plan: by the end of the project.
fn end_of_undertaking(lead: &str, rest: &str) -> Option<Counted> {
    let mut behind = rest;
    let lead = lead.trim_end();
    let is_due = ["by", "by the", "before", "before the", "at", "at the", "until", "until the"]
        .iter()
        .any(|word| lead == *word || lead.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')))
        || is_set_off(lead);
    if !is_due {
        return None;
    }
    let is_ended =
        if take(&mut behind, "end of") || take(&mut behind, "end-of") || take(&mut behind, "close of") {
            behind = behind.strip_prefix('-').unwrap_or(behind);
            let _ = take(&mut behind, "the") || take(&mut behind, "this");
            try_word(&mut behind, UNDERTAKINGS).is_some()
        } else {
            let is_named = try_word(&mut behind, UNDERTAKINGS).is_some();
            is_named
                && (take(&mut behind, "end") || take(&mut behind, "completion") || take(&mut behind, "close"))
        };
    let number = behind.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
    let is_led = !lead.is_empty() && !is_set_off(lead);
    (is_ended && (is_led || ends_here(number))).then_some(Counted::Unknown)
}
