//! Ordered scales of grades. A scale is data in ascending order, and the direction says which end is better; without one
//! the classes of surface water hold, whose better end is known.

use super::Verdict;
use crate::domain::{criterion::Comparison, indicator::Direction};

/// The classes of surface water (GB 3838-2002) with the name for what is below the last: Ⅰ is the cleanest.
pub const WATER_CLASSES: [&str; 6] = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"];

/// How many places better (positive) or worse (negative) the reported grade is than the asked one. Where the
/// target itself is best every other grade is worse. `None` where a grade is not on the scale or no direction
/// says which end is better.
pub(super) fn places_better(
    scale: &[String],
    direction: Option<Direction>,
    reported: &str,
    asked: &str,
) -> Option<i64> {
    let distance = place(scale, reported)? - place(scale, asked)?;
    match better_end(scale, direction)? {
        Direction::Higher => Some(distance),
        Direction::Lower => Some(-distance),
        Direction::OnTarget => Some(-distance.abs()),
    }
}

/// Whether the reported grade stands so to the asked one, `at_least` meaning at least as good. `None` as above.
pub(super) fn compare(
    scale: &[String],
    direction: Option<Direction>,
    reported: &str,
    op: Comparison,
    asked: &str,
) -> Option<bool> {
    let better_by = places_better(scale, direction, reported, asked)?;
    Some(match op {
        _ if direction == Some(Direction::OnTarget) => better_by == 0,
        Comparison::Equal => better_by == 0,
        Comparison::AtLeast => better_by >= 0,
        Comparison::MoreThan => better_by > 0,
        Comparison::AtMost => better_by <= 0,
        Comparison::LessThan => better_by < 0,
    })
}

/// What a bound on the reported grade says of the asked one: proved where every grade that keeps the bound stands so to
/// it, disproved where none does. `None` as above, where no grade keeps the bound, and where the target itself is best, so
/// that no grade is better than another one.
pub(super) fn compare_bound(
    scale: &[String],
    direction: Option<Direction>,
    (side, reported): (Comparison, &str),
    (op, asked): (Comparison, &str),
) -> Option<Verdict> {
    if direction == Some(Direction::OnTarget) {
        return None;
    }
    let grades: Vec<&str> =
        if scale.is_empty() { WATER_CLASSES.to_vec() } else { scale.iter().map(String::as_str).collect() };
    let (mut some_hold, mut some_fail) = (false, false);
    for grade in grades {
        if compare(scale, direction, grade, side, reported)? {
            let holds = compare(scale, direction, grade, op, asked)?;
            some_hold |= holds;
            some_fail |= !holds;
        }
    }
    match (some_hold, some_fail) {
        (true, false) => Some(Verdict::Proved),
        (false, true) => Some(Verdict::Disproved),
        (true, true) => Some(Verdict::Open),
        (false, false) => None,
    }
}

/// Which end of the scale is better. Of the classes of water the first is, whatever was meant by a higher grade.
fn better_end(scale: &[String], direction: Option<Direction>) -> Option<Direction> {
    match direction? {
        Direction::Higher if scale.is_empty() => Some(Direction::Lower),
        direction => Some(direction),
    }
}

fn place(scale: &[String], grade: &str) -> Option<i64> {
    let place = if scale.is_empty() {
        WATER_CLASSES.iter().position(|known| *known == grade)
    } else {
        scale.iter().position(|known| known == grade)
    };
    place.and_then(|place| i64::try_from(place).ok())
}
