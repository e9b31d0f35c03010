//! The picture of one indicator's way: what was expected and what was reported, in SVG by hand. Its words are text
//! that can be selected, its title and description are read aloud. It does not know how the path comes about.

use askama::Template;
use chrono::NaiveDate;

use super::{
    DrawError,
    marks::{colour, sign},
    number::shown,
    scale::{Mark, Scale, day, days, parts, ticks},
    words::{Words, words},
};
use crate::{
    domain::{
        assessment::{Pace, Path, explain::status_words, sentence},
        indicator::Measure,
        quantity::Exact,
        reading::Language,
        shown::{indicator_name, with_unit},
    },
    service::{
        comparison::{Point, Way},
        members::Standpoint,
        scorecard::Assessed,
    },
};

/// Where the field of the picture lies within 720 × 360.
const FIELD: [i64; 4] = [76, 700, 84, 312];

/// A line across or up the field, with its words.
struct Line {
    at: Exact,
    words: String,
}

/// A point that was reported.
struct Dot {
    x: Exact,
    y: Exact,
    colour: &'static str,
    sign: &'static str,
    value: String,
    is_left: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "chart.svg")]
struct Chart {
    words: &'static Words,
    title: String,
    subtitle: String,
    description: String,
    status: String,
    status_colour: &'static str,
    across: Vec<Line>,
    up: Vec<Line>,
    parted: Vec<Exact>,
    expected: String,
    reported: String,
    threshold: Option<Line>,
    today: Option<Line>,
    dots: Vec<Dot>,
    is_empty: bool,
}

/// Where things lie in the field.
struct Field {
    x: Scale,
    y: Scale,
}

/// The picture of an indicator's way.
///
/// # Errors
/// [`DrawError`].
pub fn chart(standpoint: &Standpoint, way: &Way, language: Language) -> Result<String, DrawError> {
    let words = words(language);
    let Way { now, points } = way;
    let (indicator, target, assessment) = (&now.indicator, &now.target.item, &now.assessment);
    let period = target.period;
    let [left, right, top, bottom] = FIELD.map(Exact::from);
    let expected = expected_path(now, points);
    let reported: Vec<(NaiveDate, Exact, &Point)> =
        points.iter().filter_map(|point| Some((point.until, reached(&point.stood)?, point))).collect();
    let numbers: Vec<Exact> = expected
        .iter()
        .map(|(_, number)| *number)
        .chain(reported.iter().map(|(_, number, _)| *number))
        .chain(threshold(now))
        .chain((indicator.measure == Measure::Flow).then_some(Exact::ZERO))
        .collect();
    let ticks = ticks(&numbers);
    let (low, high) = (ticks.first().copied(), ticks.last().copied());
    let (low, high) = (low.unwrap_or(Exact::ZERO), high.unwrap_or(Exact::ONE));
    let field = Field { x: days(period, left, right), y: Scale::new((low, bottom), (high, top)) };
    let name = match indicator_name(indicator, language) {
        "" => indicator.code.as_str(),
        name => name,
    };
    let unit = if indicator.unit.is_empty() { String::new() } else { format!(" ({})", indicator.unit) };
    let status = status_words(assessment.status, language);
    let picture = Chart {
        words,
        title: format!("{name}{unit}"),
        subtitle: format!(
            "{} · {period} · {} {}",
            standpoint.plan,
            words.target,
            with_unit(&target.text, indicator, language)
        ),
        description: sentence(indicator, target, assessment, language),
        status: format!("{} {status}", sign(assessment.status)),
        status_colour: colour(assessment.status),
        across: ticks.iter().filter_map(|tick| field.across(*tick, shown(*tick))).collect(),
        up: parts(period)
            .into_iter()
            .filter_map(|(part, mark)| {
                let middle = day(period, part.start()).plus(day(period, part.end()))?.over(Exact::from(2))?;
                Some(Line { at: field.x.place(middle)?, words: mark_words(mark, words) })
            })
            .collect(),
        parted: parts(period)
            .into_iter()
            .skip(1)
            .filter_map(|(part, _)| field.x.place(day(period, part.start()).minus(Exact::ONE)?))
            .collect(),
        expected: field.line(expected.iter().map(|(at, number)| (*at, *number))),
        reported: field.line(reported.iter().map(|(until, number, _)| (day(period, *until), *number))),
        threshold: threshold(now).and_then(|asked| field.across(asked, words.target.to_owned())),
        today: period
            .contains(standpoint.on)
            .then(|| {
                let words = format!("{} {}", words.today, standpoint.on);
                Some(Line { at: field.x.place(day(period, standpoint.on))?, words })
            })
            .flatten(),
        dots: reported
            .iter()
            .filter_map(|(until, number, point)| field.dot(*until, *number, point, language))
            .collect(),
        is_empty: numbers.is_empty()
            || (expected.is_empty() && reported.is_empty() && threshold(now).is_none()),
    };
    Ok(picture.render()?)
}

impl Field {
    fn across(&self, number: Exact, words: String) -> Option<Line> {
        Some(Line { at: self.y.place(number)?, words })
    }

    /// The points of a line, as SVG takes them.
    fn line(&self, points: impl Iterator<Item = (Exact, Exact)>) -> String {
        let places = points.filter_map(|(x, y)| Some(format!("{},{}", self.x.place(x)?, self.y.place(y)?)));
        places.collect::<Vec<_>>().join(" ")
    }

    fn dot(&self, until: NaiveDate, number: Exact, point: &Point, language: Language) -> Option<Dot> {
        let words = words(language);
        let target = &point.stood.target.item;
        let status = point.stood.assessment.status;
        let expected = expected(&point.stood)
            .map(|expected| format!(", {} {}", words.expected, shown(expected)))
            .unwrap_or_default();
        let x = self.x.place(day(target.period, until))?;
        Some(Dot {
            x,
            y: self.y.place(number)?,
            colour: colour(status),
            sign: sign(status),
            value: shown(number),
            is_left: x > Exact::from(640),
            words: format!(
                "{until}: {} {}{expected} · {}",
                words.reported,
                shown(number),
                status_words(status, language)
            ),
        })
    }
}

fn mark_words(mark: Mark, words: &Words) -> String {
    match mark {
        Mark::Month(month) => usize::try_from(month)
            .ok()
            .and_then(|month| words.months.get(month.checked_sub(1)?))
            .map_or_else(|| month.to_string(), |name| (*name).to_owned()),
        Mark::Year(year) => year.to_string(),
        Mark::Day(day) => day.to_string(),
    }
}

/// The number that is asked by the end; where no target is printed, the one that a share implies.
fn threshold(item: &Assessed) -> Option<Exact> {
    let implied = item.assessment.implied.map(|implied| implied.target);
    item.assessment.figures.threshold.ok().or(implied)
}

/// What was reached, in the unit: not where only a share is reported.
fn reached(item: &Assessed) -> Option<Exact> {
    let by_pace = item.assessment.pace.as_ref().and_then(Pace::figure_reached);
    by_pace.or(item.assessment.figures.outcome.ok())
}

fn expected(item: &Assessed) -> Option<Exact> {
    item.assessment.pace.as_ref().and_then(Pace::figure_expected)
}

/// The expected path as far as it is known: where it starts, what it asked on each day that something was reported
/// for, what the plan sets for days of its own, where it ends. In days from the start of the period.
fn expected_path(now: &Assessed, points: &[Point]) -> Vec<(Exact, Exact)> {
    let target = &now.target.item;
    let (period, Some(asked)) = (target.period, threshold(now)) else { return Vec::new() };
    let all = || points.iter().map(|point| &point.stood).chain([now]);
    let shape = all().filter_map(|item| item.assessment.pace.as_ref()?.path).next_back();
    let is_flow = now.indicator.measure == Measure::Flow;
    let end = (Exact::from(period.days()), asked);
    let start = match (shape, &target.baseline) {
        (Some(Path::FromBaseline), Some(baseline)) => Some(baseline.value),
        (None, Some(baseline)) if now.indicator.measure == Measure::Level => Some(baseline.value),
        (Some(Path::FromBaseline), None) => None,
        (Some(Path::Linear | Path::Seasonal | Path::Waypoints), _) => Some(Exact::ZERO),
        (None, _) if is_flow => Some(Exact::ZERO),
        _ => Some(asked),
    };
    let mut path: Vec<(Exact, Exact)> = start.map(|start| (Exact::ZERO, start)).into_iter().collect();
    if shape != Some(Path::Flat) {
        path.extend(
            points.iter().filter_map(|point| Some((day(period, point.until), expected(&point.stood)?))),
        );
        path.extend(target.waypoints.iter().map(|point| (day(period, point.until), point.cumulative)));
    }
    path.retain(|(at, _)| *at < end.0);
    path.push(end);
    path.sort_by_key(|(at, _)| *at);
    path.dedup_by_key(|(at, _)| *at);
    path
}
