//! Reports in English words: what they count, what was done, and the year that they count from.

use plantrack::domain::{
    assessment::{Case, Reason, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
};

use crate::support::{day, indicator, period, read_as_outcome, read_as_target, target, vintage};

/// What follows for a year from the words of a target and of a report at its end.
fn judged(of: &Indicator, asked: &str, said: &str, year: &str) -> (Status, Option<Reason>) {
    let mut asks = target("x", period(year), Some(read_as_target(asked, of)));
    asked.clone_into(&mut asks.text);
    let mut reported = vintage(1, year, read_as_outcome(said, of), Basis::Final, "office", "2023-12-31");
    said.clone_into(&mut reported.outcome.text);
    let answer = assess(&Case { reported: &[reported], ..Case::new(of, &asks, day("2024-02-01")) });
    (answer.status, answer.reason)
}

#[test]
fn a_number_of_other_things_is_held_against_nothing() {
    let named = |name: &str, unit: &str| {
        let flow = indicator("x", unit, Measure::Flow, Some(Direction::Higher));
        Indicator { name_en: name.to_owned(), ..flow }
    };
    let incomparable = (Status::NotAssessable, Some(Reason::Incomparable));
    for (name, unit, said, expected) in [
        ("Number of farmers trained", "farmers", "2,340 farmers trained", (Status::Achieved, None)),
        ("Number of farmers trained", "", "2,340 farmers trained", (Status::Achieved, None)),
        ("Number of farmers trained", "farmers", "1,340 farmers trained", (Status::NotAchieved, None)),
        ("Number of farmers trained", "", "2,340 schools built", incomparable),
        ("Farmers using certified seed", "farmers", "2,340 farmers trained", incomparable),
        ("Farmers using certified seed", "farmers", "2,340 farmers", (Status::Achieved, None)),
    ] {
        assert_eq!(judged(&named(name, unit), "2,000", said, "2022"), expected, "{name}: {said}");
    }
}

#[test]
fn what_is_in_force_or_commissioned_is_done() {
    let milestone = indicator("x", "", Measure::Milestone, None);
    let incomparable = (Status::NotAssessable, Some(Reason::Incomparable));
    for (asked, said, expected) in [
        ("Enter into force", "In force", (Status::Achieved, None)),
        ("Enter into force", "Not in force", (Status::NotAchieved, None)),
        ("Commission the plant", "Commissioned", (Status::Achieved, None)),
        ("Commission the plant", "Not commissioned", (Status::NotAchieved, None)),
        ("Publish the report", "Not published", (Status::NotAchieved, None)),
        ("Complete the survey", "Not published", incomparable),
        ("Sign the agreement", "In force", incomparable),
    ] {
        assert_eq!(judged(&milestone, asked, said, "2022"), expected, "{asked}: {said}");
    }
}

#[test]
fn a_place_without_a_word_for_it_is_one() {
    let place = indicator("x", "rank", Measure::Level, Some(Direction::Lower));
    for (asked, said, status) in [
        ("Top 20", "18/132", Status::Achieved),
        ("Top 20", "#18", Status::Achieved),
        ("Top 20", "22 of 132", Status::NotAchieved),
        ("18/132", "18th", Status::Achieved),
    ] {
        assert_eq!(judged(&place, asked, said, "2022").0, status, "{asked}: {said}");
    }
}

#[test]
fn a_change_counts_from_the_financial_year_that_is_named() {
    let tonnes = indicator("x", "tonnes", Measure::Flow, Some(Direction::Lower));
    let answered = |from: &str, of: &str, before: &str| {
        let asks = target("x", period(of), Some(read_as_target(&format!("10% below {from}"), &tonnes)));
        let figure =
            |id, of, words| vintage(id, of, read_as_outcome(words, &tonnes), Basis::Final, "", "2023-12-31");
        let reported = [figure(1, before, "100"), figure(2, of, "88")];
        assess(&Case { reported: &reported, ..Case::new(&tonnes, &asks, day("2024-02-01")) }).status
    };
    let (from_july, before) = ("2022-07..2023-06", "2021-07..2022-06");
    assert_eq!(answered("FY 2022", from_july, before), Status::Achieved);
    assert_eq!(answered("FY 2021-22", from_july, before), Status::Achieved);
    assert_eq!(answered("FY 2021-22", "2022-04..2023-03", "2021-04..2022-03"), Status::Achieved);
    // By which year it is called is not known.
    assert_eq!(answered("FY 2022", "2022-04..2023-03", "2021-04..2022-03"), Status::NotAssessable);
}
