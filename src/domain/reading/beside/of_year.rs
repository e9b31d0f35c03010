//! The figure of a year beside a change of which nobody says from what year it is counted: 提高5个百分点（2020年为50%）. It may be the
//! one that is started from or the one that is reached, and neither is guessed.

use super::years_named::years_counted_from;
use crate::domain::{
    criterion::{ChangeUnit, PREVIOUS_PERIOD},
    quantity::Exact,
    reading::{
        Context,
        numbers::amount::{Amount, Yardstick},
        statements::{
            bases::{figure, year_or_two},
            phrase::parts,
        },
        times::reference::{Baseline, baseline_name, year},
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::take,
            text::Text,
        },
    },
};

/// Whether words beside a change are the figure that it is counted from, which asks and reports nothing: 比2020年提高5个百分点
/// （2020年为50%）. Of a change that counts from another year they are what it has come to.
///
/// # Errors
/// A fault where they may be either.
pub(crate) fn is_start_of(before: &str, words: &str, yardstick: &Yardstick) -> Parsed<bool> {
    let Some(year) = year_of_figure(words, yardstick) else { return Ok(false) };
    let (bases, _) = years_counted_from(before);
    // 70% in 2025 beside a change may as well be asked.
    if !words.starts_with(year) {
        return Ok(names(before).any(|(base, _)| base.from == year));
    }
    if bases.is_empty() {
        return Err(Fault::firm(words, Reason::TwoNumbers));
    }
    Ok(bases.iter().any(|base| base.to_string() == year))
}

/// The year of which words print the figure, and no more: 2020年为50%, 2020年50%, 50% in 2020.
fn year_of_figure<'a>(words: &'a str, yardstick: &Yardstick) -> Option<&'a str> {
    if let Some((amount, mut dated)) = words.split_once(" in ") {
        let named = year_or_two(&mut dated).filter(|_| dated.is_empty())?;
        return yardstick.is_amount(amount).then_some(named);
    }
    let mut rest = words;
    let named = year(&mut rest)?;
    let _ = take(&mut rest, "年") && (take(&mut rest, "末") || take(&mut rest, "底"));
    figure(rest, yardstick).map(|_| named)
}

/// The figure that a bare bracket prints right behind the name of what a change is counted from: the 72% of 2 points above
/// 2018-19 (72%).
pub(crate) struct Printed {
    /// What is counted from.
    pub(crate) base: Baseline,
    /// Its figure.
    pub(crate) amount: Amount,
    /// Whether it is called the level of its year, which is as well what the change comes to (30% below 2005 levels (513)), or other
    /// words stand between.
    is_level: bool,
}

/// What the clause before a bracket asks for, where that is a change.
#[derive(Debug, Clone)]
pub(crate) struct ChangeBefore {
    /// What it is counted from.
    pub(crate) from: String,
    /// By how much it is.
    pub(crate) by: Exact,
    /// In what that is counted.
    pub(crate) by_unit: ChangeUnit,
    /// Whether what it comes to may be the figure that it is counted from: no change, not less.
    pub(crate) may_be_none: bool,
    /// Whether it is a change of nothing, by how much is not said.
    pub(crate) is_of_nothing: bool,
}

/// The base and its figure, where the name of what a change is counted from stands right before a bracket with that figure and no
/// more. Another year there is that of the goal: 5% increase over 2018-19 by 2022-23 (1,050).
pub(crate) fn printed_base(before: &str, note: &str, from: &str, yardstick: &Yardstick) -> Option<Printed> {
    let amount = bare(note, yardstick)?;
    let before = before.trim_end().strip_suffix('(')?.trim_end();
    let (base, is_alternative) = names(before).find_map(|(base, rest)| {
        let is_alternative = is_side_behind(rest);
        let is_it = base.from == from && (rest.trim().is_empty() || is_alternative);
        is_it.then_some((base, is_alternative))
    })?;
    let calls_level = ["level", "levels", "水平"].iter().any(|word| before.ends_with(word));
    let is_level = calls_level && !before.ends_with("baseline level");
    Some(Printed { base, amount, is_level: is_level || is_alternative })
}

/// Whether no more follows than the side on which what is asked may be as well: 2018-19 result or better.
fn is_side_behind(rest: &str) -> bool {
    let side = rest.trim().strip_prefix("or ").unwrap_or("");
    ["better", "higher", "more", "above", "lower", "less", "fewer", "below"].contains(&side)
}

/// The figure that a bracket of English prints with the name of its year, and no more: 72% in 2018-19, 2018-19 result: 72%.
pub(crate) fn figure_of_a_year(note: &str, yardstick: &Yardstick) -> Option<Printed> {
    if note.contains(|c: char| c.is_alphabetic() && !c.is_ascii()) {
        return None;
    }
    let mut rest = note;
    let (base, amount) = if let Some(base) = baseline_name(&mut rest) {
        (base, bare(rest, yardstick)?)
    } else {
        yardstick.amount(&mut rest).ok()?;
        let amount = bare(note.get(..note.len() - rest.len())?, yardstick)?;
        let _ = ["as at", "as of", "at", "for"].into_iter().any(|lead| take(&mut rest, lead));
        (baseline_name(&mut rest).filter(|_| rest.trim().is_empty())?, amount)
    };
    Some(Printed { base, amount, is_level: false })
}

/// The year of which a bracket beside a change prints the figure, where the change counts from another one: the 2020-21 of 2 points
/// above 2018-19 (74% in 2020-21).
pub fn year_come_to(phrase: &str, from: &str, context: &Context<'_>) -> Option<String> {
    if !phrase.contains(['(', '（']) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let year = in_the_one_note(&text, context, |_, note, yardstick| figure_of_a_year(note, yardstick))?.base;
    (year.from != from && !year.is_previous()).then_some(year.from)
}

/// The figure in a bare bracket right behind the name of what a report counts from (10% below 2021 (500)), which may be that of
/// then or the one that is reported.
pub fn figure_behind_base(phrase: &str, from: &str, context: &Context<'_>) -> Option<Exact> {
    let text = Text::of_report(phrase).ok()?;
    in_the_one_note(&text, context, |before, note, yardstick| {
        let printed = printed_base(before, note, from, yardstick)?;
        yardstick.beside_in_unit(&printed.amount).ok()
    })
}

/// What is found in one of a phrase's brackets, given what stands before it; `None` where it is in none of them or in several.
fn in_the_one_note<T>(
    text: &Text<'_>,
    context: &Context<'_>,
    find: impl Fn(&str, &str, &Yardstick) -> Option<T>,
) -> Option<T> {
    let unit = Text::new(context.unit).ok()?;
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    let notes = parts(&text.plain, "").ok()?.into_iter().filter(|part| part.is_note);
    let mut found = notes.filter_map(|part| {
        let before = text.plain.get(..part.span.start)?;
        find(before, text.plain.get(part.span)?, &yardstick)
    });
    found.next().filter(|_| found.next().is_none())
}

/// What may be counted from by its name, each with the words behind it.
fn names(words: &str) -> impl Iterator<Item = (Baseline, &str)> {
    let is_start = |at: usize| {
        words.get(..at).is_some_and(|lead| !lead.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    };
    words.char_indices().filter(move |(at, _)| is_start(*at)).filter_map(|(at, _)| {
        let mut rest = words.get(at..)?;
        baseline_name(&mut rest).map(|base| (base, rest))
    })
}

/// Whether a bracket beside a change is the figure that the change is counted from, which asks nothing. One that stands
/// elsewhere is what the change comes to, where no base is named (增长6%（5000亿元）) or the year of the goal is.
///
/// # Errors
/// A fault where it may be either: 比上年提高2个百分点（72%）.
pub(crate) fn is_base_behind(
    before: &str,
    note: &str,
    change: &ChangeBefore,
    names_due_year: bool,
    yardstick: &Yardstick,
) -> Parsed<bool> {
    let either = || Err(Fault::firm(note, Reason::TwoNumbers));
    if let Some(dated) = figure_of_a_year(note, yardstick) {
        return match &dated.base {
            base if base.from == change.from => Ok(true),
            // 2 points above previous year (72% in 2018-19): of the year before, or of the goal's own?
            _ if change.from == PREVIOUS_PERIOD && !change.may_be_none && !names_due_year => either(),
            _ => Ok(false),
        };
    }
    if bare(note, yardstick).is_none() {
        return Ok(false);
    }
    match printed_base(before, note, &change.from, yardstick) {
        // No less than 2005 levels (513): where nothing is added, both are the same figure.
        Some(printed) if change.is_of_nothing || !printed.is_level => Ok(true),
        Some(_) => either(),
        None if change.may_be_none || names_due_year => Ok(false),
        None if names(before).any(|(base, _)| base.from == change.from) => either(),
        None => Ok(false),
    }
}

/// Whether a bracket right behind the name of another figure prints that figure: the 70% of 高于全省平均水平（70%）.
pub(crate) fn is_figure_of(name: &str, before: &str, note: &str, yardstick: &Yardstick) -> bool {
    let before = before.trim_end().strip_suffix('(').unwrap_or("").trim_end();
    before.ends_with(&name.to_lowercase()) && bare(note, yardstick).is_some()
}

/// The amount that a note prints, and no more, where it can be the figure itself.
fn bare(note: &str, yardstick: &Yardstick) -> Option<Amount> {
    figure(note, yardstick)
        .filter(|amount| !amount.signed && !amount.surplus && yardstick.beside_in_unit(amount).is_ok())
}
