//! Amounts in Chinese: numbers with their unit, what is known of them and what is asked of them.

use super::super::number::{DECIMALS, shown_to, shown_way};
use crate::domain::{
    assessment::{demand::Demand, interval::Interval},
    criterion::ChangeUnit,
    quantity::Exact,
};

pub(super) const fn change_unit(by_unit: ChangeUnit, unit: &str) -> &str {
    match by_unit {
        ChangeUnit::Percent => "%",
        ChangeUnit::Points => "个百分点",
        ChangeUnit::Amount => unit,
    }
}

pub(super) fn quantity(number: Exact, unit: &str) -> String {
    quantity_to(number, unit, DECIMALS)
}

pub(super) fn quantity_to(number: Exact, unit: &str, decimals: u32) -> String {
    with_unit(&shown_to(number, decimals), unit)
}

/// A unit of several words stands apart from the number, and so does one that begins with a digit: 7.8 1/10万.
fn with_unit(number: &str, unit: &str) -> String {
    let is_apart = unit.contains(' ') || unit.starts_with(|c: char| c.is_ascii_digit());
    let space = if is_apart { " " } else { "" };
    format!("{number}{space}{unit}")
}

/// The difference of two figures: between percents it is percentage points.
pub(super) fn difference(number: Exact, unit: &str) -> String {
    let unit = match unit {
        "%" => "个百分点",
        // Of two ratios to one the difference is none.
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
        format!("{}{}", if end.open { "大于" } else { "不低于" }, quantity_to(end.at, unit, decimals))
    });
    let high = known.high.map(|end| {
        format!("{}{}", if end.open { "小于" } else { "不超过" }, quantity_to(end.at, unit, decimals))
    });
    match (low, high) {
        (Some(low), Some(high)) => format!("{low}且{high}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "数值不明".to_owned(),
    }
}

/// What is known of a figure as it was said: 近80 is less than 80, and more than that.
pub(super) fn said(known: Interval, near: bool, unit: &str, decimals: u32) -> String {
    let words = interval(known, unit, decimals);
    match known.high {
        Some(end) if near => format!("近{}（{words}）", quantity_to(end.at, unit, decimals)),
        _ => words,
    }
}

/// Where a limit lies: a number, or one of which only so much is known.
fn limit(at: Interval, unit: &str, decimals: u32) -> String {
    let known = interval(at, unit, decimals);
    if at.as_point().is_some() { known } else { format!("参照值（仅知其{known}）") }
}

/// How far a limit may be missed, behind it; nothing where it may not.
pub(super) fn tolerance(allowed: Exact, unit: &str) -> String {
    if allowed.is_zero() { String::new() } else { format!("（容差{}）", difference(allowed, unit)) }
}

pub(super) fn demand(demand: &Demand, unit: &str, decimals: u32) -> String {
    let tolerance = |allowed: Exact| tolerance(allowed, unit);
    if let (Some(floor), Some(ceiling)) = (demand.floor, demand.ceiling)
        && floor.at == ceiling.at
        && !floor.strict
        && !ceiling.strict
    {
        return format!("等于{}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance));
    }
    let floor = demand.floor.map(|floor| {
        let words = if floor.strict { "大于" } else { "不低于" };
        format!("{words}{}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance))
    });
    let ceiling = demand.ceiling.map(|ceiling| {
        let words = if ceiling.strict { "小于" } else { "不超过" };
        format!("{words}{}{}", limit(ceiling.at, unit, decimals), tolerance(ceiling.tolerance))
    });
    match (floor, ceiling) {
        (Some(floor), Some(ceiling)) => format!("{floor}且{ceiling}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "无数值".to_owned(),
    }
}
