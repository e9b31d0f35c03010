//! Whether a report left out the scale that the indicator's unit holds: 296,346 of thousand persons, where 300 is asked. Takes no
//! decision.

use super::Case;
use crate::domain::{
    criterion::Condition,
    indicator::Direction,
    outcome::Outcome,
    quantity::Exact,
    reading::{has_a_thousandth, prints_a_scale, scale_of},
    value::Figure,
};

/// The least scale of a unit that is looked at.
const LEAST: i64 = 1_000;
/// How many times the target a figure is taken to come to at most, or a part of, where it is of as long.
const MOST_TIMES: i64 = 5;
/// The same of a part of the target's period, such as a month of a year.
const MOST_PARTS: i64 = 60;

/// Whether a figure that prints no scale is so large that it was most likely counted one by one: about the scale of the unit times
/// what is asked, or in a smaller one: 66000 of 6.6万亿元. Which of the two it is cannot be told.
pub(super) fn lacks_its_scale(case: &Case<'_>, outcome: &Outcome) -> bool {
    let is_of_all = outcome.period == case.target.period;
    largest(&outcome.value.figure).is_some_and(|figure| {
        is_out_of_scale(case, figure, is_of_all) && !prints_a_scale(&outcome.text)
            || is_of_all && is_a_thousand_times(case, figure) && !outcome.text.contains(char::is_alphabetic)
    })
}

/// Whether a figure is about a thousand times what is asked of a unit that has a smaller one of a thousandth: 50,100 of 50 `TWh`, which is
/// most likely in `GWh`. Where less is better it is missed by either.
fn is_a_thousand_times(case: &Case<'_>, figure: Exact) -> bool {
    let Some(criterion) = &case.target.criterion else { return false };
    let is_about = |asked: &Exact| {
        let (least, most) = (asked.times(Exact::from(900))?, asked.times(Exact::from(1_100))?);
        Some(asked.is_positive() && least <= figure && figure <= most)
    };
    let mut is_any = false;
    criterion.visit(&mut |condition| {
        is_any |= numbers(condition).into_iter().flatten().any(|asked| is_about(&asked) == Some(true));
    });
    is_any && case.indicator.direction == Some(Direction::Higher) && has_a_thousandth(&case.indicator.unit)
}

/// The same of the number with which the words of a report of all of the period begin.
pub(super) fn begins_out_of_scale(case: &Case<'_>, words: &str) -> bool {
    let number: String = words
        .trim_start()
        .chars()
        .filter(|c| *c != ',')
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let number = Exact::parse(number.trim_end_matches('.')).ok();
    number.is_some_and(|number| is_out_of_scale(case, number, true)) && !prints_a_scale(words)
}

fn is_out_of_scale(case: &Case<'_>, figure: Exact, is_of_all: bool) -> bool {
    let Some(criterion) = &case.target.criterion else { return false };
    let mut asked = Vec::new();
    criterion.visit(&mut |condition| asked.extend(numbers(condition).into_iter().flatten()));
    let times = |number: Exact, factor: i64| number.times(Exact::from(factor));
    // Most are far from it, and need no unit to be read.
    let may_be =
        |asked: &Exact| asked.is_positive() && times(*asked, LEAST / MOST_PARTS).is_some_and(|n| n <= figure);
    asked.retain(may_be);
    if asked.is_empty() {
        return false;
    }
    let Some(scale) = scale_of(&case.indicator.unit).filter(|scale| *scale >= Exact::from(LEAST)) else {
        return false;
    };
    let parts = if is_of_all { MOST_TIMES } else { MOST_PARTS };
    let is_about = |asked: Exact, scale: Exact| {
        let full = asked.times(scale)?;
        Some(times(figure, parts)? >= full && figure <= times(full, MOST_TIMES)?)
    };
    // 66000 of 6.6万亿元 was counted in 亿元.
    let smaller: &[i64] =
        if case.indicator.unit.contains(['万', '亿', '萬', '億']) { &[10_000, 100_000_000] } else { &[] };
    let smaller = smaller.iter().filter_map(|smaller| scale.over(Exact::from(*smaller)));
    let scales: Vec<Exact> =
        [scale].into_iter().chain(smaller.filter(|scale| *scale >= Exact::from(LEAST))).collect();
    let is_of_another = |asked: Exact| scales.iter().any(|scale| is_about(asked, *scale) == Some(true));
    asked.into_iter().any(is_of_another)
}

fn largest(figure: &Figure) -> Option<Exact> {
    match figure {
        Figure::Number { value, .. }
        | Figure::Bound { value, .. }
        | Figure::Between { high: value, .. }
        | Figure::ShareOfTarget { value: Some(value), .. } => Some(*value),
        _ => None,
    }
}

fn numbers(condition: &Condition) -> [Option<Exact>; 2] {
    match condition {
        Condition::Threshold { value, .. } => [Some(*value), None],
        Condition::Range { low, high, .. } => [Some(*low), Some(*high)],
        Condition::Change { to_value, .. } => [*to_value, None],
        _ => [None, None],
    }
}
