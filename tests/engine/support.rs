//! Builds cases from the golden files for the engine's tests. Knows no expected answer.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::{collections::BTreeMap, fs, path::PathBuf};

use chrono::NaiveDate;
use plantrack::domain::{
    assessment::{Assessment, Case, Reported, assess},
    code::Code,
    criterion::{Comparison, Condition, Criterion},
    indicator::{Aggregation, Direction, Indicator, Measure, Nature},
    outcome::{Basis, Outcome},
    period::Period,
    quantity::Exact,
    reading::{Context, read_outcome, read_outcome_of_years, read_target, without_own_words},
    reduction::names_a_reduction,
    series::Series,
    target::Target,
    value::{Figure, Value},
};

pub type Row = BTreeMap<String, String>;

pub fn golden(path: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The rows of a CSV file, by column name.
pub fn rows(path: &str) -> Vec<Row> {
    let mut lines = records(&golden(path)).into_iter();
    let head = lines.next().expect("a head line");
    lines
        .map(|line| {
            assert_eq!(line.len(), head.len(), "{path}: {line:?}");
            head.iter().cloned().zip(line).collect()
        })
        .collect()
}

fn records(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut line, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = characters.next() {
        match (quoted, c) {
            (true, '"') if characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => line.push(std::mem::take(&mut field)),
            (false, '\r') => {}
            (false, '\n') => {
                line.push(std::mem::take(&mut field));
                all.push(std::mem::take(&mut line));
            }
            (_, c) => field.push(c),
        }
    }
    if !field.is_empty() || !line.is_empty() {
        line.push(field);
        all.push(line);
    }
    all.retain(|line| line.iter().any(|field| !field.is_empty()));
    all
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn period(text: &str) -> Period {
    Period::parse(text).expect("a period")
}

pub fn exact(text: &str) -> Exact {
    Exact::parse(text).expect("a decimal")
}

pub fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// An indicator with nothing but what judging needs.
pub fn indicator(name: &str, unit: &str, measure: Measure, direction: Option<Direction>) -> Indicator {
    Indicator {
        scale: Vec::new(),
        code: code(name),
        name_zh: String::new(),
        name_en: name.to_owned(),
        unit: unit.to_owned(),
        measure,
        direction,
        aggregation: Aggregation::None,
        numerator: None,
        denominator: None,
        decimals: None,
        is_reduction: false,
    }
}

/// A target with nothing but what judging needs.
pub fn target(name: &str, of: Period, criterion: Option<Criterion>) -> Target {
    Target {
        series: Series::whole(code(name)),
        period: of,
        text: String::new(),
        criterion,
        nature: Nature::Anticipatory,
        no: None,
        parent: None,
        section_zh: String::new(),
        section_en: String::new(),
        position: 0,
        caliber: None,
        relative_to: None,
        tolerance: None,
        baseline: None,
        waypoints: Vec::new(),
        source: String::new(),
        note: String::new(),
    }
}

pub fn threshold(op: Comparison, value: &str) -> Criterion {
    Condition::Threshold { op, value: exact(value), about: false, average_per_year: false }.into()
}

pub fn number(value: &str) -> Value {
    Figure::Number { value: exact(value), approximate: false }.into()
}

/// A vintage: its id is also the change number that recorded it.
pub fn vintage(id: i64, of: &str, value: Value, basis: Basis, source: &str, reported_on: &str) -> Reported {
    Reported {
        id,
        recorded: id,
        outcome: Outcome {
            series: Series::whole(code("x")),
            period: period(of),
            text: String::new(),
            value,
            basis,
            caliber: None,
            source: source.to_owned(),
            reported_on: day(reported_on),
            note: String::new(),
        },
    }
}

/// Final reports of one office on a day, each of a period in its words.
pub fn said_in_words(of: &Indicator, said: &[(&str, &str)], reported_on: &str) -> Vec<Reported> {
    let report = |(at, (when, words)): (usize, &(&str, &str))| {
        let id = i64::try_from(at).unwrap() + 1;
        let value = read_as_outcome(words, of);
        let mut one = vintage(id, when, value, Basis::Final, "office", reported_on);
        (*words).clone_into(&mut one.outcome.text);
        one
    };
    said.iter().enumerate().map(report).collect()
}

/// A final figure.
pub fn counted(id: i64, of: &str, value: &str) -> Reported {
    vintage(id, of, number(value), Basis::Final, "office", "2023-01-31")
}

fn context(of: &Indicator) -> Context<'_> {
    Context {
        unit: &of.unit,
        measure: of.measure,
        direction: of.direction,
        is_reduction: of.is_reduction,
        scale: &of.scale,
    }
}

/// What a target phrase is read as for the indicator.
pub fn read_as_target(phrase: &str, of: &Indicator) -> Criterion {
    read_target(phrase, &context(of)).unwrap_or_else(|why| panic!("{phrase:?}: {}", why.en)).criterion
}

/// What an outcome phrase is read as for the indicator.
pub fn read_as_outcome(phrase: &str, of: &Indicator) -> Value {
    let by_its_name = without_own_words(phrase, of).and_then(|own| read_outcome(&own, &context(of)).ok());
    let read = by_its_name.map_or_else(|| read_outcome(phrase, &context(of)), Ok);
    read.unwrap_or_else(|why| panic!("{phrase:?}: {}", why.en)).value
}

/// What an outcome phrase that is reported for several years is read as.
pub fn read_as_outcome_of_years(phrase: &str, of: &Indicator) -> Value {
    read_outcome_of_years(phrase, &context(of)).unwrap_or_else(|why| panic!("{phrase:?}: {}", why.en)).value
}

/// A plan with its indicators, as a plan table prints it.
pub struct Table {
    pub period: Period,
    pub lines: Vec<Line>,
}

/// One line of a plan table.
pub struct Line {
    pub indicator: Indicator,
    pub target: Target,
    pub reported: Vec<Reported>,
}

/// A plan table as printed, its outcomes reported as forecasts on one day.
pub fn plan_table(path: &str, year: &str, reported_on: &str) -> Table {
    let of = period(year);
    let lines = rows(path).into_iter().zip(0..).map(|(row, position)| line(&row, of, position, reported_on));
    Table { period: of, lines: lines.collect() }
}

fn line(row: &Row, of: Period, position: u32, reported_on: &str) -> Line {
    let measure = Measure::from_word(&row["measure"]).expect("a measure");
    let direction =
        (!row["direction"].is_empty()).then(|| Direction::from_word(&row["direction"]).expect("a direction"));
    let indicator = Indicator {
        name_zh: row["name_zh"].clone(),
        name_en: row["name_en"].clone(),
        is_reduction: names_a_reduction(&row["name_zh"], &row["name_en"]),
        ..indicator(&row["code"], &row["unit"], measure, direction)
    };
    let criterion = (measure != Measure::Group).then(|| read_as_target(&row["target"], &indicator));
    let mut target = target(&row["code"], of, criterion);
    target.text.clone_from(&row["target"]);
    target.nature = Nature::from_word(&row["nature"]).expect("a nature");
    target.no = (!row["no"].is_empty()).then(|| row["no"].clone());
    target.parent = (!row["parent"].is_empty()).then(|| code(&row["parent"]));
    target.section_zh.clone_from(&row["section_zh"]);
    target.position = position;
    target.note.clone_from(&row["note"]);
    target.relative_to = row["note"].strip_prefix("relative-to: ").map(code);
    let mut reported = Vec::new();
    if !row["outcome"].is_empty() {
        let value = read_as_outcome(&row["outcome"], &indicator);
        let mut one = vintage(
            i64::from(position) + 1,
            &of.to_string(),
            value,
            Basis::Forecast,
            "plan report",
            reported_on,
        );
        one.outcome.series = target.series.clone();
        one.outcome.text.clone_from(&row["outcome"]);
        if row["note"].starts_with("caliber-changed:") {
            one.outcome.caliber = Some(code("changed"));
        }
        reported.push(one);
    }
    Line { indicator, target, reported }
}

impl Table {
    /// Every line assessed, groups after their members.
    pub fn assess(&self, on: NaiveDate) -> Vec<Assessment> {
        self.lines
            .iter()
            .map(|line| {
                let members: Vec<Assessment> = self
                    .lines
                    .iter()
                    .filter(|member| member.target.parent.as_ref() == Some(&line.indicator.code))
                    .map(|member| assess_line(member, &[], on))
                    .collect();
                assess_line(line, &members, on)
            })
            .collect()
    }
}

fn assess_line(line: &Line, members: &[Assessment], on: NaiveDate) -> Assessment {
    let case = Case::new(&line.indicator, &line.target, on);
    assess(&Case { reported: &line.reported, members, ..case })
}
