//! The figure of a year beside a change of which nobody says from what year it is counted: 提高5个百分点（2020年为50%）. It may be the
//! one that is started from or the one that is reached, and neither is guessed.

use super::{
    amount::{Amount, Yardstick},
    bases::figure,
    fault::{Fault, Parsed, Reason},
    reference::{Baseline, baseline_name, year},
    scan::take,
    years_named::years_counted_from,
};

/// Whether words beside a change are the figure that it is counted from, which asks and reports nothing: 比2020年提高5个百分点
/// （2020年为50%）. Of a change that counts from another year they are what it has come to.
///
/// # Errors
/// A fault where they may be either.
pub(super) fn is_start_of(before: &str, words: &str, yardstick: &Yardstick) -> Parsed<bool> {
    let Some(year) = year_of_figure(words, yardstick) else { return Ok(false) };
    let (bases, _) = years_counted_from(before);
    if bases.is_empty() {
        return Err(Fault::firm(words, Reason::TwoNumbers));
    }
    Ok(bases.iter().any(|base| base.to_string() == year))
}

/// The year of which words print the figure, and no more: 2020年为50%, 2020年50%.
fn year_of_figure<'a>(words: &'a str, yardstick: &Yardstick) -> Option<&'a str> {
    let mut rest = words;
    let named = year(&mut rest)?;
    let _ = take(&mut rest, "年") && (take(&mut rest, "末") || take(&mut rest, "底"));
    figure(rest, yardstick).map(|_| named)
}

/// The figure that a bare bracket prints right behind the name of what a change is counted from: the 72% of 2 points above
/// 2018-19 (72%).
pub(super) struct Printed {
    /// What is counted from.
    pub(super) base: Baseline,
    /// Its figure.
    pub(super) amount: Amount,
    /// Whether it is called the level of its year, which is as well what the change comes to: 30% below 2005 levels (513).
    is_level: bool,
}

/// The base and its figure, where words stand right before a bracket with that figure and no more.
pub(super) fn printed_base(before: &str, note: &str, yardstick: &Yardstick) -> Option<Printed> {
    let amount = bare(note, yardstick)?;
    let before = before.trim_end().strip_suffix('(')?.trim_end();
    let starts = before.char_indices().filter(|(at, _)| {
        let goes_on = |before: &str| before.ends_with(|c: char| c.is_ascii_alphanumeric());
        before.get(..*at).is_some_and(|lead| !goes_on(lead))
    });
    let base = starts.into_iter().find_map(|(at, _)| {
        let mut rest = before.get(at..)?;
        baseline_name(&mut rest).filter(|_| rest.trim().is_empty())
    })?;
    let calls_level = ["level", "levels", "水平"].iter().any(|word| before.ends_with(word));
    Some(Printed { base, amount, is_level: calls_level && !before.ends_with("baseline level") })
}

/// Whether a bracket beside a change is the figure that the change is counted from, which asks nothing. One that stands
/// elsewhere may be what the change comes to.
///
/// # Errors
/// A fault where it may be either.
pub(super) fn is_base_behind(
    before: &str,
    note: &str,
    is_of_nothing: bool,
    yardstick: &Yardstick,
) -> Parsed<bool> {
    if bare(note, yardstick).is_none() {
        return Ok(false);
    }
    // No less than 2005 levels (513): where nothing is added, both are the same figure.
    match printed_base(before, note, yardstick) {
        Some(printed) if is_of_nothing || !printed.is_level => Ok(true),
        _ => Err(Fault::firm(note, Reason::TwoNumbers)),
    }
}

/// The amount that a note prints, and no more, where it can be the figure itself.
fn bare(note: &str, yardstick: &Yardstick) -> Option<Amount> {
    figure(note, yardstick)
        .filter(|amount| !amount.signed && !amount.surplus && yardstick.beside_in_unit(amount).is_ok())
}
