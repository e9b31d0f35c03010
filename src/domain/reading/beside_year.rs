//! The figure of a year beside a change of which nobody says from what year it is counted: 提高5个百分点（2020年为50%）. It may be the
//! one that is started from or the one that is reached, and neither is guessed.

use super::{
    amount::Yardstick,
    bases::figure,
    fault::{Fault, Parsed, Reason},
    reference::year,
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
