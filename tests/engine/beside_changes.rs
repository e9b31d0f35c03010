//! Figures in a bracket beside a change: of the year that is counted from, of the one that is reported, or of both.

use plantrack::domain::{
    assessment::{Baseline, Case, Reason, Reported, Status, assess},
    criterion::Condition,
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    period::Period,
    reading::{context_of, starts_at},
};

use crate::support::{day, indicator, number, period, read_as_outcome, read_as_target, target, vintage};

/// What follows for 2023 from the words of a target and of a report, with what is on record for 2022.
fn judged(of: &Indicator, asked: &str, said: &str, record: Option<&str>) -> (Status, Option<Reason>) {
    let mut asks = target("x", period("2023"), Some(read_as_target(asked, of)));
    asked.clone_into(&mut asks.text);
    let asks_a_change =
        asks.criterion.as_ref().unwrap().asks(|asked| matches!(asked, Condition::Change { .. }));
    if let Some(start) = starts_at(asked, &context_of(of)).filter(|_| asks_a_change) {
        let of_year: Period = period(start.year.as_deref().unwrap_or("2022"));
        asks.baseline = Some(Baseline { label: of_year.to_string(), period: of_year, value: start.value });
    }
    let mut own = vintage(1, "2023", read_as_outcome(said, of), Basis::Final, "office", "2024-01-10");
    said.clone_into(&mut own.outcome.text);
    let mut reported: Vec<Reported> = vec![own];
    if let Some(record) = record {
        reported.push(vintage(2, "2022", number(record), Basis::Final, "office", "2023-01-10"));
    }
    let baseline = asks.baseline.clone();
    let case =
        Case { reported: &reported, baseline: baseline.as_ref(), ..Case::new(of, &asks, day("2024-02-01")) };
    let answer = assess(&case);
    (answer.status, answer.reason)
}

const MET: (Status, Option<Reason>) = (Status::Achieved, None);
const MISSED: (Status, Option<Reason>) = (Status::NotAchieved, None);
const UNKNOWN: (Status, Option<Reason>) = (Status::NotAssessable, Some(Reason::ReferenceMissing));

#[test]
fn a_bare_bracket_behind_the_base_of_a_report_is_what_the_record_says() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let visitors = indicator("x", "visitors", Measure::Flow, Some(Direction::Higher));
    let tonnes = indicator("x", "tonnes", Measure::Flow, Some(Direction::Lower));
    let incomparable = (Status::NotAssessable, Some(Reason::Incomparable));
    for (of, asked, said, record, expected) in [
        (&share, "80%", "3 points below 2022 (82%)", None, UNKNOWN),
        (&share, "80%", "3 points below 2022 (82%)", Some("82"), MISSED),
        (&share, "79%", "3 points below 2022 (82%)", Some("82"), MET),
        (&share, "80%", "3 points below 2022 (82%)", Some("85"), MET),
        (&share, "80%", "3 points below 2022 (82%)", Some("90"), incomparable),
        (&visitors, "480", "10% below 2022 (500)", Some("500"), MISSED),
        (&visitors, "510", "2% above 2022 (505)", Some("505"), MET),
        (&visitors, "500", "2% above 2022 (505)", Some("495"), MET),
        (&visitors, "2% above 2022", "2% above 2022 (505)", None, MET),
        (&visitors, "480", "2% above the 2022 figure (505)", None, UNKNOWN),
        (&visitors, "510", "2% above the 2022 figure (505)", Some("505"), MET),
        (&visitors, "480", "2% above last year's figure (505)", None, UNKNOWN),
        (&visitors, "480", "2% above the 2022 performance (505)", None, UNKNOWN),
        (&visitors, "480", "Up 2% from 2022 actual (505)", None, UNKNOWN),
        (&visitors, "500", "2% below the 2022 figure (505)", Some("505"), MISSED),
        (&visitors, "500", "increase of 2% (505)", None, MET),
        (&tonnes, "at most 700", "12% below 2022 (730 tonnes in 2022)", None, UNKNOWN),
        (&tonnes, "at most 700", "12% below 2022 (730 tonnes in 2022)", Some("730"), MET),
    ] {
        assert_eq!(judged(of, asked, said, record), expected, "{asked}: {said}, {record:?}");
    }
}

#[test]
fn what_is_on_record_goes_before_the_bracket_of_a_target() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let visitors = indicator("x", "visitors", Measure::Flow, Some(Direction::Higher));
    let tonnes = indicator("x", "tonnes", Measure::Flow, Some(Direction::Lower));
    for (of, asked, said, record, expected) in [
        (&tonnes, "30% reduction from 2022 (700)", "690", Some("1000"), MET),
        (&tonnes, "30% reduction from 2022 (700)", "710", Some("1000"), MISSED),
        (&tonnes, "30% reduction from 2022 (700)", "690", Some("700"), MISSED),
        (&tonnes, "30% reduction from 2022 (700)", "490", Some("700"), MET),
        (&tonnes, "30% reduction from 2022 (700)", "490", None, MET),
        (&tonnes, "30% reduction from 2022 (700)", "690", Some("900"), UNKNOWN),
        (&visitors, "10% increase over 2022 (550)", "560", Some("500"), MET),
        (&visitors, "10% increase over 2022 (550)", "560", Some("550"), MISSED),
        (&share, "2 points above 2022 (74%)", "75%", Some("72"), MET),
        (&share, "2 points above 2022 (74%)", "75%", Some("74"), MISSED),
    ] {
        assert_eq!(judged(of, asked, said, record), expected, "{asked}: {said}, {record:?}");
    }
}

#[test]
fn what_counts_from_its_own_year_or_comes_to_that_of_another_is_not_judged() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    for (asked, said, record, expected) in [
        ("Maintain or exceed 2023 level", "80%", Some("70"), UNKNOWN),
        ("No less than 2023 level", "80%", Some("70"), UNKNOWN),
        ("2 points above 2023", "80%", Some("70"), UNKNOWN),
        ("不低于2023年水平", "80%", Some("70"), UNKNOWN),
        ("不低于2024年水平", "80%", Some("70"), UNKNOWN),
        ("Maintain or exceed 2022 level", "80%", Some("70"), MET),
        ("Maintain or exceed 2022 level", "69%", Some("70"), MISSED),
        ("2022 result or better (72%)", "71%", None, MISSED),
        ("2022 result or better (72%)", "72%", None, MET),
        ("2022 result or better (72%)", "72%", Some("74"), UNKNOWN),
        ("2 points above 2021 (72% in 2022)", "73%", None, UNKNOWN),
        ("2 points above 2021 (74% in 2023)", "74%", None, MET),
        ("2 points above 2021 (74% in 2023)", "73%", None, MISSED),
        ("2 points above 2021 (72% as at 2021)", "73%", None, MISSED),
    ] {
        assert_eq!(judged(&share, asked, said, record), expected, "{asked}: {said}, {record:?}");
    }
}

#[test]
fn of_two_figures_beside_a_change_the_second_is_what_it_led_to() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let visitors = indicator("x", "visitors", Measure::Flow, Some(Direction::Higher));
    for (of, asked, said, expected) in [
        (&share, "65%", "increase of 5 points (60% to 65%)", MET),
        (&share, "66%", "increase of 5 points (60% to 65%)", MISSED),
        (&share, "65%", "increased by 5 points (from 60% to 65%)", MET),
        (&visitors, "110", "10% increase (100 to 110)", MET),
        (&visitors, "295", "increase of 45 (250 to 295)", MET),
        (&share, "increase by 5 points (60% to 65%)", "65%", MET),
        (&share, "increase by 5 points (from 60% to 65%)", "64%", MISSED),
        (&visitors, "10% increase (100 to 110)", "110", MET),
        (&visitors, "10% increase (100 to 110)", "109", MISSED),
    ] {
        assert_eq!(judged(of, asked, said, None), expected, "{asked}: {said}");
    }
}
