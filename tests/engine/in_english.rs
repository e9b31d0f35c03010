//! Reports in English words: what they count, what was done, and the year that they count from.

use plantrack::domain::{
    assessment::{Baseline, Case, Reason, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    reading::Language,
};

use crate::support::{day, exact, indicator, period, read_as_outcome, read_as_target, target, vintage};

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
fn a_figure_that_meets_the_target_beside_the_word_that_it_is_missed_is_not_judged() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let built = indicator("x", "家", Measure::Flow, Some(Direction::Higher));
    let cases = indicator("x", "件", Measure::Flow, Some(Direction::Lower));
    let incomparable = (Status::NotAssessable, Some(Reason::Incomparable));
    for (of, asked, said, expected) in [
        (&built, "10家", "12家，无法完成", incomparable),
        (&built, "10家", "12家，难以完成", incomparable),
        (&built, "10家", "12家（仅部分完成）", incomparable),
        (&built, "10家", "12家，尚未完成", incomparable),
        (&built, "10家", "8家，尚未完成", (Status::NotAchieved, None)),
        (&share, "80%", "82%，预计难以完成年度目标", incomparable),
        (&share, "80%", "82%, fell short of target", incomparable),
        (&share, "80%", "82% (largely achieved)", incomparable),
        (&share, "80%", "82%，低于目标3个百分点", incomparable),
        (&share, "80%", "82% (3 points below target)", incomparable),
        (&share, "80%", "82%, short of target by 3 points", incomparable),
        (&share, "80%", "78% (2 points below target)", (Status::NotAchieved, None)),
        (&share, "80%", "82%，高于目标2个百分点", (Status::Achieved, None)),
        (&share, "80%", "82%, behind schedule", (Status::Achieved, None)),
        (&cases, "15件以内", "12件，超控制目标2件", incomparable),
        (&cases, "15件以内", "12件，低于控制目标3件", (Status::Achieved, None)),
    ] {
        assert_eq!(judged(of, asked, said, "2022"), expected, "{asked}: {said}");
    }
}

#[test]
fn which_way_a_figure_went_is_kept_beside_it() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let said = "52%, a decrease over the previous year";
    assert_eq!(judged(&share, "no decrease", said, "2022").0, Status::NotAchieved);
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

#[test]
fn the_earlier_figure_that_is_printed_settles_a_growth() {
    let visitors = indicator("x", "visitors", Measure::Flow, Some(Direction::Higher));
    let rate = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let missing = (Status::NotAssessable, Some(Reason::ReferenceMissing));
    let growth = "5% increase over previous year";
    for (of, asked, said, expected) in [
        (&visitors, growth, "1,060, up from 1,000", (Status::Achieved, None)),
        (&visitors, growth, "1,060 (up from 1,000)", (Status::Achieved, None)),
        (&visitors, growth, "1,050, up from 1,000", (Status::Achieved, None)),
        (&visitors, growth, "1,049, up from 1,000", (Status::NotAchieved, None)),
        (&visitors, growth, "1,060, up from 1,000 last year", (Status::Achieved, None)),
        (&visitors, growth, "1,040, up from 1,000 in 2021", (Status::NotAchieved, None)),
        (&visitors, "增长5%", "1060，比上年增加60", (Status::Achieved, None)),
        (&visitors, "an increase of 50 over previous year", "1,060, up from 1,000", (Status::Achieved, None)),
        (&visitors, growth, "940, down from 1,000", (Status::NotAchieved, None)),
        (&rate, "2 points above last year", "52%, up from 50%", (Status::Achieved, None)),
        (&rate, "3 points above last year", "52%, up from 50%", (Status::NotAchieved, None)),
        (&visitors, growth, "1,060, up from 1,000 in 2015", missing),
        (&visitors, growth, "1,060, up from 1,000 (2015)", missing),
        (&visitors, growth, "1,060", missing),
        (&visitors, "5% increase from 2015", "1,060, up from 1,000", missing),
    ] {
        assert_eq!(judged(of, asked, said, "2022"), expected, "{asked}: {said}");
    }
}

#[test]
fn the_figure_of_last_year_that_is_printed_settles_a_growth() {
    let amount = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let missing = (Status::NotAssessable, Some(Reason::ReferenceMissing));
    for (of, asked, said, expected) in [
        (&amount, "增长5%", "3520亿元（上年3333亿元）", (Status::Achieved, None)),
        (&amount, "增长5%", "3520亿元（上年3433亿元）", (Status::NotAchieved, None)),
        (&amount, "增长5%", "3520亿元，上年同期为3333亿元", (Status::Achieved, None)),
        (&amount, "增长5%", "从上年的3333亿元增加到3520亿元", (Status::Achieved, None)),
        (&amount, "增长5%", "从上年的3433亿元增加到3520亿元", (Status::NotAchieved, None)),
        (&amount, "高于上年", "3520亿元（上年3333亿元）", (Status::Achieved, None)),
        (&amount, "高于上年", "从上年的3520亿元减少到3333亿元", (Status::NotAchieved, None)),
        (&share, "提高2个百分点", "72%（上年69%）", (Status::Achieved, None)),
        (&share, "提高2个百分点", "72%（上年末71%）", (Status::NotAchieved, None)),
        (&share, "提高2个百分点", "从上年的69%提高到72%", (Status::Achieved, None)),
        // Of something else, or of another time.
        (&amount, "增长5%", "3520亿元，其中民间投资320亿元，上年300亿元", missing),
        (&amount, "增长5%", "3520亿元（年初3333亿元）", missing),
        (&amount, "增长5%", "3520亿元（上年末3333亿元）", missing),
        (&amount, "比2020年增长5%", "3520亿元（上年3333亿元）", missing),
        // The growth itself goes before.
        (&amount, "增长5%", "3520亿元（上年3333亿元），增长4%", (Status::NotAchieved, None)),
    ] {
        assert_eq!(judged(of, asked, said, "2022"), expected, "{asked}: {said}");
    }
}

#[test]
fn what_is_on_record_stands_before_a_figure_of_no_year() {
    let visitors = indicator("x", "visitors", Measure::Flow, Some(Direction::Higher));
    let asks = target("x", period("2022"), Some(read_as_target("5% increase over previous year", &visitors)));
    let said = |id, of: &str, words: &str| {
        let mut one = vintage(id, of, read_as_outcome(words, &visitors), Basis::Final, "", "2023-12-31");
        words.clone_into(&mut one.outcome.text);
        one
    };
    let reported = [said(1, "2021", "1,030"), said(2, "2022", "1,060, up from 1,000")];
    let of = |case: &Case<'_>| assess(case).status;
    let case = Case::new(&visitors, &asks, day("2024-02-01"));
    assert_eq!(of(&Case { reported: &reported, ..case }), Status::NotAchieved);
    let baseline = Baseline { label: "2015".to_owned(), period: period("2015"), value: exact("1000") };
    let alone = &reported[1..];
    assert_eq!(of(&Case { reported: alone, ..case }), Status::Achieved);
    let steps = assess(&Case { reported: alone, ..case }).steps;
    let steps: Vec<String> = steps.iter().map(|step| step.text("visitors", Language::En)).collect();
    assert!(
        steps.iter().any(|step| step.contains("Counted from the earlier figure 1,000 visitors")),
        "{steps:?}"
    );
    let from_2015 = Case { reported: alone, baseline: Some(&baseline), ..case };
    assert_eq!(of(&from_2015), Status::NotAssessable);
}
