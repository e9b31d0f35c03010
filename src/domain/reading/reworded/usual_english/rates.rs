//! What English tables ask of a rate or a level beside its number: in step with economic growth, 3.0±1.0%, -3.0% to -3.5%, stable at
//! 42%, an average of 4% per year.

use super::figure;
use crate::domain::{
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::Context,
};

/// In step with economic growth: 与经济增长同步.
pub(super) fn in_step(said: &str, context: &Context<'_>) -> Option<String> {
    const WAYS: [&str; 8] = [
        "in step with ",
        "in line with ",
        "in pace with ",
        "keep pace with ",
        "keeping pace with ",
        "keep up with ",
        "keep in step with ",
        "keep in line with ",
    ];
    const OTHERS: [&str; 4] = ["economic growth", "gdp growth", "growth of gdp", "growth of the economy"];
    if context.measure != Measure::Rate || context.direction != Some(Direction::Higher) {
        return None;
    }
    let said = said.to_lowercase();
    let plain = ["grow ", "growing ", "remain ", "growth "].iter().find_map(|lead| said.strip_prefix(lead));
    let plain = plain.unwrap_or(&said);
    let with = WAYS.iter().find_map(|way| plain.strip_prefix(way))?;
    let with = with.strip_prefix("the ").unwrap_or(with);
    let other = OTHERS.iter().find(|other| **other == with)?;
    Some(format!("与{}同步", other.replace("gdp", "GDP")))
}

/// 3.0±1.0%, 3 ± 1 percent: of a small percentage nobody means a share of it.
pub(super) fn margin_in_percent(said: &str, context: &Context<'_>) -> Option<String> {
    let is_percentage = matches!(context.measure, Measure::Rate | Measure::Level)
        && matches!(context.unit.trim(), "%" | "％");
    let (middle, margin) =
        said.split_once('±').or_else(|| said.split_once("+/-")).filter(|_| is_percentage)?;
    let ((middle, unit), (margin, of_margin)) = (figure(middle)?, figure(margin)?);
    let is_percent = matches!(of_margin, "%" | "percent" | "per cent");
    let is_small = margin.is_positive() && margin < middle && middle < Exact::from(20);
    (unit.is_empty() && is_percent && is_small).then(|| format!("{middle}% ± {margin}%"))
}

/// -3.0% to -3.5%, (-3.5%) – (-3.0%): a range below nothing, from either end. Where less is better, a fall from one to the other may be
/// meant.
pub(super) fn below_nothing(said: &str, context: &Context<'_>) -> Option<String> {
    let plain = said.replace('−', "-");
    let links = [" to ", " – ", " - ", "~", "–"];
    let (one, other) =
        links.iter().find_map(|link| plain.split_once(link)).filter(|_| plain.contains('-'))?;
    let end = |words: &str| {
        let words = words.trim();
        let inner = words.strip_prefix('(').and_then(|words| words.strip_suffix(')'));
        let (number, unit) = figure(inner.unwrap_or(words).trim().strip_prefix('-')?)?;
        matches!(unit, "" | "%").then(|| (number, unit.to_owned(), inner.is_some()))
    };
    let ((one, unit, is_bracketed), (other, same, is_other)) = (end(one)?, end(other)?);
    let is_reversed = one < other;
    let is_plain =
        unit == same && is_bracketed == is_other && one != other && one.is_positive() && other.is_positive();
    let is_range = if is_reversed { context.direction == Some(Direction::Higher) } else { is_bracketed };
    let (low, high) = if is_reversed { (other, one) } else { (one, other) };
    (is_plain && is_range).then(|| format!("-{low}{unit} to -{high}{unit}"))
}

/// Stable at 42%, kept stable at around 42%.
pub(super) fn stable_at(said: &str, context: &Context<'_>) -> Option<String> {
    const LEADS: [&str; 7] = [
        "stable at ",
        "kept stable at ",
        "keep stable at ",
        "remain stable at ",
        "remains stable at ",
        "maintained stable at ",
        "held stable at ",
    ];
    if context.measure != Measure::Level {
        return None;
    }
    let said = said.to_lowercase();
    let rest = LEADS.iter().find_map(|lead| said.strip_prefix(lead))?;
    let number = ["around ", "about ", "approximately "].iter().find_map(|about| rest.strip_prefix(about));
    let (_, unit) = figure(number.unwrap_or(rest))?;
    // Stable at 2019 levels is another thing.
    (!unit.starts_with("level") && !unit.contains([',', '(', ';'])).then(|| format!("remain at {rest}"))
}

/// An average of about 4% per year, 11% on average, 4.5–5.5% per annum on average: of a rate, each year on average.
pub(super) fn on_average(said: &str, context: &Context<'_>) -> Option<String> {
    const LEADS: [&str; 5] = ["an average of ", "average of ", "on average ", "averaging ", "average "];
    const YEARS: [&str; 6] = [" per year", " per annum", " a year", " annually", " each year", " p.a."];
    if context.measure != Measure::Rate || !matches!(context.unit.trim(), "%" | "％") {
        return None;
    }
    let said = said.to_lowercase();
    let without_years =
        |words: &str| YEARS.iter().find_map(|years| words.strip_suffix(years)).map(str::to_owned);
    let rate = match said.strip_suffix(" on average") {
        Some(before) => without_years(before).unwrap_or_else(|| before.to_owned()),
        None => without_years(LEADS.iter().find_map(|lead| said.strip_prefix(lead))?)?,
    };
    let limits = ["at least ", "about ", "around ", "approximately ", "more than ", "no less than "];
    let number = limits.iter().find_map(|limit| rate.strip_prefix(limit)).unwrap_or(&rate);
    let digits = number.strip_suffix('%').or_else(|| number.strip_suffix(" percent"))?;
    let is_figure = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '–' | '%'));
    is_figure.then(|| format!("annual average of {rate}"))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HIGHER, LOWER, ON, asks, of};
    use crate::domain::indicator::Measure;

    #[test]
    fn growth_in_step_with_that_of_the_economy() {
        let (up, down) = (of("%", Measure::Rate, HIGHER), of("%", Measure::Rate, LOWER));
        for (phrase, context, same) in [
            ("in step with economic growth", &up, Some("与economic growth同步")),
            ("In line with economic growth", &up, Some("与economic growth同步")),
            ("keep pace with economic growth", &up, Some("与economic growth同步")),
            ("in step with GDP growth", &up, Some("与GDP growth同步")),
            // 与经济增长基本同步 is refused as well.
            ("basically in step with economic growth", &up, None),
            ("in step with economic growth", &down, None),
            ("in step with economic growth", &of("%", Measure::Level, HIGHER), None),
            ("in line with expectations", &up, None),
            ("in line with economic growth and inflation", &up, None),
        ] {
            asks(phrase, context, same);
        }
    }

    #[test]
    fn margins_and_ranges_below_nothing() {
        let rate = of("%", Measure::Rate, ON);
        let (up, down) = (of("%", Measure::Level, HIGHER), of("%", Measure::Level, LOWER));
        for (phrase, context, same) in [
            ("3.0±1.0%", &rate, Some("3% ± 1%")),
            ("3 ± 1 percent", &rate, Some("3% ± 1%")),
            ("2 +/- 1%", &rate, Some("2% ± 1%")),
            ("85 ± 5%", &up, None),
            ("500 ± 5%", &of("t", Measure::Level, ON), None),
            ("1 ± 3%", &rate, None),
            ("-3.0% to -3.5%", &up, Some("-3.5% to -3.0%")),
            ("−3.0% to −3.5%", &up, Some("-3.5% to -3.0%")),
            ("(-3.5%) – (-3.0%)", &up, Some("-3.5% to -3.0%")),
            ("-2.45 to -2.53", &of("% of GDP", Measure::Level, HIGHER), Some("-2.53 to -2.45")),
            ("-3.0% to -3.5%", &down, None),
            ("3.5% to 3.0%", &up, None),
            ("(3.5%) – (3.0%)", &up, None),
        ] {
            asks(phrase, context, same);
        }
    }

    #[test]
    fn what_stays_where_it_is_and_what_is_an_average() {
        let (share, growth) = (of("%", Measure::Level, HIGHER), of("%", Measure::Rate, HIGHER));
        for (phrase, context, same) in [
            ("stable at 42%", &share, Some("remain at 42%")),
            ("kept stable at around 42%", &share, Some("remain at around 42%")),
            ("stable at 42%", &growth, None),
            ("stable at 2019 levels", &share, None),
            ("average of about 4% per year", &growth, Some("annual average of about 4%")),
            ("average 3.6% per annum", &growth, Some("annual average of 3.6%")),
            ("11% on average", &growth, Some("annual average of 11%")),
            ("4.5–5.5% per annum on average", &growth, Some("annual average of 4.5–5.5%")),
            ("on average 4% per year", &growth, Some("annual average of 4%")),
            ("average of 4%", &growth, None),
            ("4% on average in 2021", &growth, None),
            ("20 cases on average", &growth, None),
        ] {
            asks(phrase, context, same);
        }
    }
}
