//! Shares of which the words behind the percentage name a rate, things or a part of them, against the name of the indicator: as
//! departments report them, and of something else.

use plantrack::domain::{
    assessment::{Case, Reason, Reported, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    reading::{context_of, read_outcome, read_target},
    value::Value,
};

use crate::support::{code, day, indicator, period, read_as_outcome, rows, target, vintage};

/// What is told of a report of an indicator with a name, and where it is told of a part.
fn judged(name: &str, direction: &str, asked: &str, report: &str, category: Option<&str>) -> Option<Status> {
    let direction = Direction::from_word(direction).unwrap();
    let of = Indicator {
        name_en: name.to_owned(),
        name_zh: String::new(),
        ..indicator("x", "%", Measure::Level, Some(direction))
    };
    let context = context_of(&of);
    let value = Value::from(read_outcome(report, &context).ok()?.value.figure);
    let mut goal = target("x", period("2022"), Some(read_target(asked, &context).unwrap().criterion));
    asked.clone_into(&mut goal.text);
    goal.series.category = category.map(code);
    let mut said: Reported = vintage(1, "2022", value, Basis::Final, "office", "2023-01-10");
    report.clone_into(&mut said.outcome.text);
    said.outcome.series.category = category.map(code);
    let answer = assess(&Case { reported: &[said], ..Case::new(&of, &goal, day("2023-02-01")) });
    (answer.status != Status::NotAssessable || answer.reason == Some(Reason::Incomparable))
        .then_some(answer.status)
}

#[test]
fn a_share_of_another_rate_of_other_things_or_of_a_part_decides_nothing() {
    let mut wrong = Vec::new();
    for row in rows("../corpus/shares-named.csv") {
        let get = |key: &str| row[key].as_str();
        let told = judged(get("name"), get("direction"), get("target"), get("report"), None);
        // What is refused where it is read decides nothing either.
        let is_right = if get("answer") == "read" {
            told == Some(Status::Achieved)
        } else {
            told != Some(Status::Achieved)
        };
        if !is_right {
            wrong.push(format!("{row:?}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn of_a_category_a_part_is_what_is_reported_and_without_a_name_nobody_knows() {
    let told = |name, report, category| judged(name, "higher", "25%", report, category);
    assert_eq!(told("Crimes solved", "30% of homicides", None), Some(Status::NotAssessable));
    assert_eq!(told("Crimes solved", "30% of homicides", Some("homicides")), Some(Status::Achieved));
    assert_eq!(told("Crimes solved", "30% of arrests", Some("homicides")), Some(Status::NotAssessable));
    assert_eq!(told("", "62% participation rate", None), Some(Status::Achieved));
    assert_eq!(told("就业率", "62% participation rate", None), Some(Status::Achieved));
    let rate = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    assert_eq!(read_as_outcome("62% participation rate", &rate).figure.number(), Some("62".parse().unwrap()));
}
