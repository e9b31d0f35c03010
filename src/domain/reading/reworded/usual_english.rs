//! Usual English forms, of the cells of tables, that the grammar has in other words: from 58% in 2015 to 70% by 2020, 10+ medals, 9% fewer,
//! 82% (95% CI 79–85). Only what has one meaning; knows of the indicator no more than its unit, measure and direction.

use crate::domain::{
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::Context,
};

mod counts;
mod rates;
#[cfg(test)]
mod samples;
mod two_years;

pub(crate) use two_years::StartAndGoal;

/// The words of a target as the grammar has them; `None` where nothing of the kind is said.
pub(crate) fn of_target(phrase: &str, context: &Context<'_>) -> Option<String> {
    /// A longer phrase is none of a table.
    const LONGEST: usize = 120;
    let said = phrase.trim();
    let of_count = counts::open_number(said, context)
        .or_else(|| counts::fewer(said, context, true))
        .or_else(|| {
            let times = counts::times_last_year(said, context, true);
            times.filter(|_| context.direction == Some(Direction::Higher))
        })
        .or_else(|| counts::in_lakhs(said, context));
    if of_count.is_some() || said.len() > LONGEST || context.is_reduction {
        return of_count;
    }
    StartAndGoal::of(said)
        .and_then(|told| told.asked(context))
        .or_else(|| rates::in_step(said, context))
        .or_else(|| rates::margin_in_percent(said, context))
        .or_else(|| rates::below_nothing(said, context))
        .or_else(|| rates::stable_at(said, context))
        .or_else(|| rates::on_average(said, context))
}

/// The same of a report.
pub(crate) fn of_report(phrase: &str, context: &Context<'_>) -> Option<String> {
    let said = phrase.trim();
    counts::open_number(said, context)
        .or_else(|| counts::fewer(said, context, false))
        .or_else(|| counts::times_last_year(said, context, false))
        .or_else(|| counts::in_lakhs(said, context))
        .or_else(|| without_confidence(said))
        .or_else(|| counts::place_after_move(said, context))
        .or_else(|| counts::none_reported(said, context))
}

fn is_amount(context: &Context<'_>) -> bool {
    matches!(context.measure, Measure::Flow | Measure::Level) && !context.unit.contains(['%', '％'])
}

fn is_number(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}

/// A number and what stands behind it.
fn figure(words: &str) -> Option<(Exact, &str)> {
    let words = words.trim();
    let length = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = words.split_at_checked(length)?;
    Some((Exact::parse(number).ok()?, unit.trim()))
}

/// 82% (95% CI 79–85): the figure, where it lies within the interval that is printed with it.
fn without_confidence(said: &str) -> Option<String> {
    const LEVELS: [&str; 3] = ["95%", "90%", "99%"];
    const NAMES: [&str; 3] = ["confidence interval", "ci:", "ci"];
    let (before, note) = said.strip_suffix(')')?.rsplit_once('(')?;
    let before = before.trim_end();
    let note = note.to_lowercase();
    let note = LEVELS.iter().find_map(|level| note.strip_prefix(level)).unwrap_or(&note).trim_start();
    let ends = NAMES.iter().find_map(|name| note.strip_prefix(name))?;
    let ends = ends.trim_start_matches([':', '=', ',', ' ']);
    let (low, high) = ["–", "-", "—", " to ", ", "].iter().find_map(|sign| ends.split_once(sign))?;
    let is_percent = before.contains('%');
    let end = |words: &str| {
        let words = words.trim();
        let plain = words.strip_suffix('%').filter(|_| is_percent).unwrap_or(words);
        Exact::parse(plain).ok()
    };
    let length = before.len() - before.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let figure = Exact::parse(before.get(..length)?).ok()?;
    let (low, high) = (end(low)?, end(high)?);
    let is_one = !before.contains([',', ';', '(']);
    (is_one && low <= figure && figure <= high && low < high).then(|| before.to_owned())
}
