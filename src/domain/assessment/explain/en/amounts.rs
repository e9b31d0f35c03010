//! Amounts in English: numbers with their unit, what is known of them and what is asked of them.

use super::super::number::{DECIMALS, shown_to, shown_way};
use crate::domain::{
    assessment::{demand::Demand, interval::Interval},
    criterion::ChangeUnit,
    quantity::Exact,
    shown::money,
};

pub(super) const fn change_unit(by_unit: ChangeUnit, unit: &str) -> &str {
    match by_unit {
        ChangeUnit::Percent => "%",
        ChangeUnit::Points => "percentage points",
        ChangeUnit::Amount => unit,
    }
}

pub(super) fn quantity(number: Exact, unit: &str) -> String {
    quantity_to(number, unit, DECIMALS)
}

pub(super) fn quantity_to(number: Exact, unit: &str, decimals: u32) -> String {
    with_unit(&shown_to(number, decimals), unit)
}

pub(super) fn with_unit(number: &str, unit: &str) -> String {
    let number = grouped(number);
    match unit {
        "" => number,
        ":1" => format!("{number}:1"),
        "percentage points" if matches!(number.as_str(), "1" | "-1") => format!("{number} percentage point"),
        "%" => format!("{number} %"),
        _ => money(&number, unit).unwrap_or_else(|| format!("{number} {unit}")),
    }
}

/// A number with its thousands apart.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(whole.len() - whole.trim_start_matches('-').len());
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}

/// The difference of two figures: between percents it is percentage points.
pub(super) fn difference(number: Exact, unit: &str) -> String {
    let unit = match unit {
        "%" => "percentage points",
        ":1" => "",
        _ => unit,
    };
    with_unit(&shown_way(number), unit)
}

pub(super) fn interval(known: Interval, unit: &str, decimals: u32) -> String {
    if let Some(number) = known.as_point() {
        return quantity_to(number, unit, decimals);
    }
    let low = known.low.map(|end| {
        format!("{} {}", if end.open { "more than" } else { "at least" }, quantity_to(end.at, unit, decimals))
    });
    let high = known.high.map(|end| {
        format!("{} {}", if end.open { "less than" } else { "at most" }, quantity_to(end.at, unit, decimals))
    });
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} and {high}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "an unknown number".to_owned(),
    }
}

/// What is known of a figure as it was said: nearly 80 is less than 80, and more than that.
pub(super) fn said(known: Interval, near: bool, unit: &str, decimals: u32) -> String {
    let words = interval(known, unit, decimals);
    match known.high {
        Some(end) if near => format!("nearly {} ({words})", quantity_to(end.at, unit, decimals)),
        _ => words,
    }
}

/// Where a limit lies: a number, or one of which only so much is known.
fn limit(at: Interval, unit: &str, decimals: u32) -> String {
    let known = interval(at, unit, decimals);
    if at.as_point().is_some() { known } else { format!("a figure that is known only to be {known}") }
}

/// How far a limit may be missed, behind it; nothing where it may not.
pub(super) fn tolerance(allowed: Exact, unit: &str) -> String {
    if allowed.is_zero() { String::new() } else { format!(" (tolerance {})", difference(allowed, unit)) }
}

pub(super) fn demand(demand: &Demand, unit: &str, decimals: u32) -> String {
    let tolerance = |allowed: Exact| tolerance(allowed, unit);
    if let (Some(floor), Some(ceiling)) = (demand.floor, demand.ceiling)
        && floor.at == ceiling.at
        && !floor.strict
        && !ceiling.strict
    {
        return format!("exactly {}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance));
    }
    let floor = demand.floor.map(|floor| {
        let words = if floor.strict { "more than" } else { "at least" };
        format!("{words} {}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance))
    });
    let ceiling = demand.ceiling.map(|ceiling| {
        let words = if ceiling.strict { "less than" } else { "at most" };
        format!("{words} {}{}", limit(ceiling.at, unit, decimals), tolerance(ceiling.tolerance))
    });
    match (floor, ceiling) {
        (Some(floor), Some(ceiling)) => format!("{floor} and {ceiling}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "no number".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::with_unit;

    #[test]
    fn money_and_thousands_are_written_as_english_readers_expect() {
        for (number, unit, wanted) in [
            ("2470000000", "$", "$2,470,000,000"),
            ("12.1", "£m", "£12.1m"),
            ("-0.5", "£ million", "-£0.5 million"),
            ("1234.5678", "t", "1,234.5678 t"),
            ("-26000", "亿元", "-26,000 亿元"),
            ("999", "", "999"),
            ("5.5", "%", "5.5 %"),
            ("1", "percentage points", "1 percentage point"),
        ] {
            assert_eq!(with_unit(number, unit), wanted);
        }
    }
}
