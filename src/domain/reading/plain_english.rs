//! Forms that English plans print in the cells of their tables, as the grammar has them: from 58% in 2015 to 70% by 2020, in step with
//! economic growth, 3.0±1.0%, -3.0% to -3.5%, stable at 42%, an average of 4% per year. Only what has one meaning.

use super::Context;
use crate::domain::{
    indicator::{Direction, Measure},
    quantity::Exact,
};

/// The words of a target as the grammar has them; `None` where nothing of the kind is said.
pub(super) fn of_target(phrase: &str, context: &Context<'_>) -> Option<String> {
    let said = phrase.trim();
    if said.len() > 120 || context.is_reduction {
        return None;
    }
    start_and_goal(said, context)
        .or_else(|| in_step(said, context))
        .or_else(|| margin_in_percent(said, context))
        .or_else(|| below_nothing(said, context))
        .or_else(|| stable_at(said, context))
        .or_else(|| on_average(said, context))
}

/// A number and what stands behind it.
fn figure(words: &str) -> Option<(Exact, &str)> {
    let words = words.trim();
    let length = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = words.split_at_checked(length)?;
    Some((Exact::parse(number).ok()?, unit.trim()))
}

/// The year that is all of the words.
fn year(words: &str) -> Option<u16> {
    let words = words.trim();
    let is_year = words.len() == 4 && words.chars().all(|c| c.is_ascii_digit());
    words.parse().ok().filter(|year| is_year && (1900..2200).contains(year))
}

/// A figure and the year behind it: 58% in 2015, 70% by 2020, 58% (2015).
fn of_a_year(words: &str) -> Option<(&str, u16)> {
    let words = words.trim();
    if let Some((before, note)) = words.strip_suffix(')').and_then(|words| words.rsplit_once('(')) {
        return Some((before.trim(), year(note)?));
    }
    let (before, last) = words.rsplit_once(' ')?;
    let figure = [" in", " by"].iter().find_map(|link| before.strip_suffix(link))?;
    Some((figure.trim(), year(last)?))
}

/// From 58% in 2015 to 70% by 2020, 70% by 2020, up from 58% in 2015, 70% (2015: 58%), with the verb of the way that it goes, which is
/// the one that is better. Two years, or the name of a baseline, say which figure is which.
pub(super) fn start_and_goal(phrase: &str, context: &Context<'_>) -> Option<String> {
    let is_amount = matches!(context.measure, Measure::Level | Measure::Flow) && !context.is_reduction;
    let rises = match context.direction.filter(|_| is_amount)? {
        Direction::Higher => true,
        Direction::Lower => false,
        Direction::OnTarget => return None,
    };
    let (way, words) = with_a_verb(phrase)?;
    (way == rises).then_some(words)
}

/// The same of whatever it is of, and whether it rises.
pub(super) fn with_a_verb(phrase: &str) -> Option<(bool, String)> {
    // Most of what is asked begins with its number and ends with it.
    let said = phrase.trim();
    if !(said.contains("19") || said.contains("20")) {
        return None;
    }
    let said = said.to_lowercase();
    let (start, since, goal, until) = with_years(&said)?;
    let ((from, of_start), (to, of_goal)) = (figure(start)?, figure(goal)?);
    let is_after = until.is_none_or(|until| since < until);
    // 5.6 million to 30 would be more or less.
    let are_alike =
        of_start == of_goal && !of_start.contains(|c: char| c.is_ascii_digit() || "(),;:/+±".contains(c));
    if from == to || !is_after || !are_alike || is_year_alone(start) || is_year_alone(goal) {
        return None;
    }
    let verb = if from < to { "raise" } else { "reduce" };
    let by = until.map_or_else(String::new, |until| format!(" by {until}"));
    Some((from < to, format!("{verb} from {start} in {since} to {goal}{by}")))
}

/// The year of the figure that something starts from, with a verb before it or not: raise from 58% in 2018 to 70% by 2025.
pub(super) fn year_of_start(phrase: &str) -> Option<u16> {
    let said = phrase.trim().to_lowercase();
    let from = said.find("from ").filter(|at| *at < 20 && !said.contains(','));
    with_years(from.and_then(|at| said.get(at..)).unwrap_or(&said)).map(|(_, since, ..)| since)
}

/// Whether a figure may be a year.
fn is_year_alone(words: &str) -> bool {
    year(words).is_some()
}

/// The figure that something starts from and its year, and the goal and its own, where it has one.
fn with_years(said: &str) -> Option<(&str, u16, &str, Option<u16>)> {
    if let Some(rest) = said.strip_prefix("from ") {
        let (start, goal) = rest.split_once(" to ")?;
        let ((start, since), (goal, until)) = (of_a_year(start)?, of_a_year(goal)?);
        return Some((start, since, goal, Some(until)));
    }
    let moved = [", up from ", ", down from ", " up from ", " down from "];
    let behind = moved.iter().find_map(|link| said.split_once(link));
    let behind = behind.or_else(|| {
        let links = [", against a baseline of ", " against a baseline of ", ", from a baseline of "];
        links.iter().find_map(|link| said.split_once(link))
    });
    if let Some((goal, start)) = behind {
        let (start, since) = of_a_year(start)?;
        let (goal, until) = of_a_year(goal).map_or((goal.trim(), None), |(goal, until)| (goal, Some(until)));
        let is_up = said.contains("up from ");
        let is_down = said.contains("down from ");
        let rises = figure(start)?.0 < figure(goal)?.0;
        return (!(is_up && !rises || is_down && rises)).then_some((start, since, goal, until));
    }
    // 70% by 2020 (2015: 58%)
    let (goal, note) = said.strip_suffix(')')?.rsplit_once('(')?;
    let (since, start) = note.split_once(':')?;
    let (goal, until) = of_a_year(goal).map_or((goal.trim(), None), |(goal, until)| (goal, Some(until)));
    Some((start.trim(), year(since)?, goal, until))
}

/// In step with economic growth: 与经济增长同步.
fn in_step(said: &str, context: &Context<'_>) -> Option<String> {
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
fn margin_in_percent(said: &str, context: &Context<'_>) -> Option<String> {
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
fn below_nothing(said: &str, context: &Context<'_>) -> Option<String> {
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
fn stable_at(said: &str, context: &Context<'_>) -> Option<String> {
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
fn on_average(said: &str, context: &Context<'_>) -> Option<String> {
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
    use super::of_target;
    use crate::domain::{
        indicator::{Direction, Measure},
        reading::{Context, prints_a_start, read_target, starts_at},
    };

    const HIGHER: Option<Direction> = Some(Direction::Higher);
    const LOWER: Option<Direction> = Some(Direction::Lower);
    const ON: Option<Direction> = Some(Direction::OnTarget);

    fn of(unit: &str, measure: Measure, direction: Option<Direction>) -> Context<'_> {
        Context { unit, measure, direction, is_reduction: false, scale: &[] }
    }

    /// Each phrase asks what the grammar's own words ask, and is refused where there are none.
    fn asks(phrase: &str, context: &Context<'_>, same: Option<&str>) {
        let read = read_target(phrase, context).map(|read| read.criterion);
        let Some(same) = same else {
            assert_eq!(of_target(phrase, context), None, "{phrase}");
            assert!(read.is_err(), "{phrase}: {read:?}");
            return;
        };
        assert_eq!(read, read_target(same, context).map(|read| read.criterion), "{phrase}");
        assert!(read.is_ok(), "{phrase}");
    }

    #[test]
    fn two_years_say_which_figure_is_the_start_and_which_the_goal() {
        let (up, down) = (of("%", Measure::Level, HIGHER), of("%", Measure::Level, LOWER));
        let power = of("GW", Measure::Level, HIGHER);
        for (phrase, context, same) in [
            ("from 58% in 2015 to 70% by 2020", &up, Some("70%")),
            ("From 58% in 2015 to 70% in 2020", &up, Some("70%")),
            ("from 58% (2015) to 70% (2020)", &up, Some("70%")),
            ("70% by 2020, up from 58% in 2015", &up, Some("70%")),
            ("70%, up from 58% in 2015", &up, Some("70%")),
            ("70% (2015: 58%)", &up, Some("70%")),
            ("70% by 2020 (2015: 58%)", &up, Some("70%")),
            ("70%, against a baseline of 58% in 2015", &up, Some("70%")),
            ("from 12.6% in 2015 to 9% by 2020", &down, Some("9%")),
            ("9% by 2020, down from 12.6% in 2015", &down, Some("9%")),
            ("from 1.2 GW in 2015 to 3 GW by 2020", &power, Some("3 GW")),
            // The other way, a range, the wrong order of the years, other units.
            ("from 58% in 2015 to 70% by 2020", &down, None),
            ("from 12.6% in 2015 to 9% by 2020", &up, None),
            ("from 58% to 70%", &up, None),
            ("from 58% to 70% by 2020", &up, None),
            ("from 58% in 2020 to 70% by 2015", &up, None),
            ("from 58% in 2015 to 70% in 2015", &up, None),
            ("from 1.2 GW in 2015 to 3000 MW by 2020", &power, None),
            ("70% by 2020, down from 58% in 2015", &up, None),
            ("70% by 2020, up from 78% in 2015", &up, None),
            ("70% (2015: 58)", &up, None),
            ("58% (2020: 70%)", &up, None),
            ("70% (2015: 58%, 2016: 60%)", &up, None),
            ("from 58% in 2015 to 70% by 2020", &of("%", Measure::Rate, HIGHER), None),
            ("from 58% in 2015 to 70% by 2020", &of("%", Measure::Level, ON), None),
        ] {
            asks(phrase, context, same);
        }
        let start = starts_at("from 58% in 2015 to 70% by 2020", &up);
        assert_eq!(start, starts_at("raise from 58% in 2015 to 70% by 2020", &up));
        let visitors = of("million", Measure::Flow, HIGHER);
        for phrase in ["from 8 million in 2015 to 30 million by 2020", "30 million (2015: 8 million)"] {
            assert!(prints_a_start(phrase, &visitors), "{phrase}");
        }
    }

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
