//! Other figures beside the one that is reported: that of another year, the target's own, the counts that a
//! percentage was made of. None of them is kept; where one contradicts the figure, the phrase is not understood.

use super::remark::{TARGET_EN, named};
use crate::domain::{
    quantity::Exact,
    reading::{
        names::states::names_what_should_not_be,
        numbers::amount::Yardstick,
        statements::{
            bases::{base, last_year, of_a_year},
            tail::{names_the_share, names_what_is_done},
            whose,
        },
        times::{
            financial::financial_year_goes_on,
            reference::{year, year_note},
        },
        wording::{
            scan::{Table, space, take, try_word},
            words::BEFORE,
        },
    },
};

/// Whether words behind a figure give that of last year, or the target that it is held against:
/// up from 79% in 2021-22, 上年同期4%, target: 85%. One that it would have risen or fallen from must lie on that side.
pub(crate) fn is_another_figure(words: &str, yardstick: &Yardstick, figure: Option<Exact>) -> bool {
    of_last_year(words, yardstick) || of_the_target(words, yardstick) || {
        let Some((is_up, from, is_dated)) = earlier(words, yardstick) else { return false };
        match (is_up, figure) {
            (None, _) => is_dated,
            (Some(is_up), Some(figure)) => figure != from && (figure > from) == is_up,
            (Some(_), None) => false,
        }
    }
}

/// Whether a figure rose from an earlier one that words print, or fell: down from 500 t, vs 500 t in 2023. `None` where they print none,
/// or say another way than the two figures do.
pub(crate) fn moved_from_another(words: &str, yardstick: &Yardstick, figure: Exact) -> Option<bool> {
    let (is_up, from, is_dated) = earlier(words, yardstick)?;
    let moved = (figure != from).then_some(figure > from)?;
    is_up.map_or(is_dated, |is_up| is_up == moved).then_some(moved)
}

/// The earlier figure that words print, which way they say it moved from there, and whether they say when it was.
fn earlier(words: &str, yardstick: &Yardstick) -> Option<(Option<bool>, Exact, bool)> {
    let mut input = words;
    let way = try_word(&mut input, FROM).or_else(|| moved_from(&mut input, yardstick).map(Some))?;
    let amount = yardstick.amount(&mut input).ok()?;
    let from = yardstick.beside_in_unit(&amount).ok()?;
    let is_dated = !input.trim().is_empty();
    (!is_dated || is_dated_behind(input)).then_some((way, from, is_dated))
}

/// Up 3 points from: by how much, and where it was.
pub(crate) fn moved_from(input: &mut &str, yardstick: &Yardstick) -> Option<bool> {
    let is_up = try_word(
        input,
        &[("up", true), ("down", false), ("an increase of", true), ("a decrease of", false)],
    )?;
    let is_led = yardstick.amount(input).is_ok_and(|by| !by.signed) && take(input, "from");
    is_led.then_some(is_up)
}

const AGAINST: Table<()> =
    &[("against", ()), ("versus", ()), ("vs", ()), ("vs.", ()), ("compared with", ()), ("compared to", ())];

pub(crate) const FROM: Table<Option<bool>> = &[
    ("up from", Some(true)),
    ("increased from", Some(true)),
    ("an increase from", Some(true)),
    ("rising from", Some(true)),
    ("down from", Some(false)),
    ("decreased from", Some(false)),
    ("a decrease from", Some(false)),
    ("falling from", Some(false)),
    ("compared with", None),
    ("compared to", None),
    ("versus", None),
    ("vs", None),
    ("against", None),
];

fn is_dated_behind(input: &str) -> bool {
    let mut input = input;
    let _ = take(&mut input, "in");
    space(&mut input);
    let names = ["last year", "the previous year", "the prior year", "the year before", "a year earlier"];
    names.contains(&input) || year_note(input)
}

/// 2021-22: 79%, 79% in 2021-22: the figure of a year that is named, where no other one is.
pub(crate) fn is_of_named_year(note: &str, yardstick: &Yardstick) -> bool {
    let mut input = note;
    let is_dated = |behind: &str| behind.starts_with("in ") || behind.ends_with("last year");
    if yardstick.amount(&mut input).is_ok() && is_dated(input.trim_start()) {
        return is_dated_behind(input);
    }
    note.split_once(':')
        .is_some_and(|(label, figure)| year_note(label.trim()) && yardstick.is_amount(figure.trim()))
}

/// 2014年为100万人: the figure of a year that is named before it in Chinese.
pub(crate) fn is_of_a_year(note: &str, yardstick: &Yardstick) -> bool {
    of_a_year(note, yardstick).is_some_and(|found| yardstick.beside_in_unit(&found.amount).is_ok())
}

/// Whether words name a year by its four digits.
pub(crate) fn names_a_year(words: &str) -> bool {
    words.split(|c: char| !c.is_ascii_digit()).any(|digits| {
        digits.len() == 4 && ["19", "20", "21"].iter().any(|century| digits.starts_with(century))
    })
}

/// 上年同期4%, last year: 79%, 上年增长4%.
fn of_last_year(words: &str, yardstick: &Yardstick) -> bool {
    let mut input = words;
    base(words, yardstick).is_some()
        || last_year(&mut input)
            && (take(&mut input, "增长") || take(&mut input, "下降"))
            && yardstick.is_amount(input)
}

/// Whether words print no more than the target, or where it starts: 目标72%, Target: 95%, Baseline: 60%.
pub(crate) fn is_target_alone(words: &str, yardstick: &Yardstick) -> bool {
    let begins = |lead: &str| words.starts_with(lead);
    (begins("target") || begins("baseline") || whose::target(&mut { words }).is_some())
        && of_the_target(words, yardstick)
}

/// target: 85%, against a target of 85%, 目标5%, 目标值≥72%.
fn of_the_target(words: &str, yardstick: &Yardstick) -> bool {
    let mut input = words;
    let _ = try_word(&mut input, AGAINST).is_some() && (take(&mut input, "a") || take(&mut input, "an"));
    // Against the 95% target
    let mut printed = input;
    let _ = take(&mut printed, "the") || take(&mut printed, "its");
    let amount = yardstick.amount(&mut printed);
    if amount.is_ok_and(|amount| !amount.looks_like_year()) && matches!(printed.trim(), "target" | "goal") {
        return true;
    }
    if !(named(&mut input, TARGET_EN) || whose::target(&mut input).is_some()) {
        return false;
    }
    let _ = ["of", ":", "=", "为", "was"].into_iter().any(|link| take(&mut input, link));
    let _ = try_word(&mut input, BEFORE);
    if yardstick.amount(&mut input).is_err() {
        return false;
    }
    let _ = take(&mut input, "左右") || take(&mut input, "以上") || take(&mut input, "以内");
    input.trim().is_empty()
}

/// Whether a note says that the figure before it is the target, of which year or not: (target), (2025 target), (2025年目标).
pub(crate) fn names_the_target_alone(note: &str) -> bool {
    let is_target =
        ["target", "goal", "plan", "目标", "计划", "任务", "预算"].iter().any(|word| note.contains(word));
    let mut rest = note;
    if year(&mut rest).is_some() {
        financial_year_goes_on(&mut rest);
        let _ = take(&mut rest, "年") && take(&mut rest, "度");
    }
    let mut chinese = rest;
    let is_english = named(&mut rest, TARGET_EN) && {
        let is_linked = ["for", "in", "by"].into_iter().any(|link| take(&mut rest, link));
        // Target 2,000 is a figure.
        rest.is_empty() || (is_linked && year_note(rest.trim()))
    };
    is_target && (is_english || (whose::target(&mut chinese).is_some() && chinese.is_empty()))
}

/// Where a clause goes on, without a separator, with a figure to compare with or a dash: 82% against a target of 85%.
pub(crate) fn tail_of(words: &str) -> Option<usize> {
    [
        " against ",
        " versus ",
        " vs. ",
        " vs ",
        " up from ",
        " down from ",
        " compared with ",
        " compared to ",
        " - ",
    ]
    .into_iter()
    .filter_map(|link| Some((words.find(link)?, link)))
    // Achieved - 82%: a dash, or a sign?
    .filter(|(offset, link)| {
        let tail = words.get(offset + link.len()..).unwrap_or("");
        *offset > 0 && !(*link == " - " && tail.starts_with(|c: char| c.is_ascii_digit()))
    })
    .map(|(offset, _)| offset)
    .min()
}

/// Two counts of which one is a part of the other: 12 of 15, 12 out of 15 projects, 12/15.
pub(crate) fn part_of(words: &str) -> Option<(Exact, Exact)> {
    let digits = |text: &str| text.trim().parse::<u32>().ok().map(|number| Exact::from(i64::from(number)));
    let (one, rest) = words
        .split_once(" out of ")
        .or_else(|| words.split_once(" of "))
        .or_else(|| words.split_once('/'))?;
    let rest = rest.trim().trim_start_matches("the ").trim_start();
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (whole, behind) = rest.split_at_checked(length)?;
    let is_name = behind.split_whitespace().all(|word| word.chars().all(|c| c.is_ascii_lowercase()));
    let is_apart = behind.is_empty() || behind.starts_with(' ');
    let (one, whole) = (digits(one)?, digits(whole)?);
    (is_name && is_apart && behind.split_whitespace().count() <= 3 && one <= whole && !whole.is_zero())
        .then_some((one, whole))
}

/// Whether counts say by themselves what is a share of what, with no more behind them than what is counted: 12 of 15 projects
/// completed.
pub(crate) fn is_share_by_counts(words: &str) -> bool {
    let behind = words.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let behind = behind.strip_prefix("out of ").or_else(|| behind.strip_prefix("of ")).unwrap_or(behind);
    let behind = behind.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    // Of 15 remaining, of 15 rejected: the others may be the ones that are meant.
    let is_plain =
        behind.is_empty() || (names_what_is_done(behind) && names_the_share(&format!("of {behind}")));
    // 72/80 may be what was reached of what was aimed at, each in percent.
    is_plain && !words.contains('/') && !names_what_should_not_be(behind)
}

/// Whether a percentage is what a part makes of the whole, as far as its decimals tell.
pub(crate) fn is_share_of(percent: Exact, (part, whole): (Exact, Exact)) -> bool {
    // One in the last place that is printed.
    let step = match usize::try_from(percent.decimals()) {
        Ok(0) | Err(_) => "1".to_owned(),
        Ok(decimals) => format!("0.{:0>decimals$}", "1"),
    };
    let difference = || {
        let printed = percent.times(whole)?;
        let counted = part.times(Exact::HUNDRED)?;
        printed.plus(counted.negated()).map(Exact::abs)
    };
    let room = Exact::parse(&step).ok().and_then(|step| step.times(whole));
    matches!((difference(), room), (Some(difference), Some(room)) if difference < room)
}
