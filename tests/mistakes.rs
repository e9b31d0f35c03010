//! Mistakes that systems of this kind have shipped, and that the engine does not make. Each test is named for
//! the mistake.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(unreachable_pub, reason = "the modules of one test binary")]

#[path = "engine/support.rs"]
mod support;

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Evidence, Method, Path, Reason, Reported, Status, assess,
        rollup::{Part, roll_up},
        summarise,
    },
    criterion::{Comparison, Condition, Criterion},
    indicator::{Aggregation, Direction, Indicator, Measure},
    outcome::Basis,
    quantity::Exact,
    value::{Figure, Value},
};
use support::{code, counted, day, exact, indicator, number, period, target, threshold, vintage};

fn of(measure: Measure, direction: Direction) -> Indicator {
    indicator("x", "t", measure, Some(direction))
}

fn judged(indicator: &Indicator, asked: Criterion, reported: &[Reported], on: &str) -> Assessment {
    let target = target("x", period("2022"), Some(asked));
    assess(&Case { reported, ..Case::new(indicator, &target, day(on)) })
}

fn at_the_end(indicator: &Indicator, asked: Criterion, outcome: &str) -> Assessment {
    judged(indicator, asked, &[counted(1, "2022", outcome)], "2023-02-01")
}

fn at_least(value: &str) -> Criterion {
    threshold(Comparison::AtLeast, value)
}

fn at_most(value: &str) -> Criterion {
    threshold(Comparison::AtMost, value)
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

#[test]
fn max_used_where_a_cap_was_meant() {
    let flow = of(Measure::Flow, Direction::Higher);
    let under = at_the_end(&flow, at_least("100"), "60").figures;
    assert_eq!((under.completion, under.completion_capped), (Ok(exact("60")), Ok(exact("60"))));
    let over = at_the_end(&flow, at_least("100"), "160").figures;
    assert_eq!((over.completion, over.completion_capped), (Ok(exact("160")), Ok(exact("100"))));
}

#[test]
fn an_indicator_that_should_fall_always_scores_nothing() {
    let deaths = of(Measure::Rate, Direction::Lower);
    let good = at_the_end(&deaths, at_most("0.032"), "0.024");
    assert_eq!((good.status, good.figures.completion), (Status::Achieved, Ok(exact("125"))));
    let bad = at_the_end(&deaths, at_most("0.032"), "0.04");
    assert_eq!((bad.status, bad.figures.completion), (Status::NotAchieved, Ok(exact("75"))));
}

#[test]
fn a_missing_direction_silently_means_lower_is_better() {
    let nameless = indicator("x", "t", Measure::Flow, None);
    let share: Value = json(r#"{"kind":"share_of_target","percent":"120"}"#);
    let reported = [vintage(1, "2022", share, Basis::Final, "office", "2023-01-31")];
    let target = target("x", period("2022"), None);
    let case = Case::new(&nameless, &target, day("2023-02-01"));
    let answer = assess(&Case { reported: &reported, ..case });
    assert_eq!((answer.status, answer.reason), (Status::NotAssessable, Some(Reason::Incomparable)));
    let grade = indicator("x", "", Measure::Grade, None);
    let water = [vintage(1, "2022", json(r#"{"kind":"grade","grade":"Ⅰ"}"#), Basis::Final, "", "2023-01-31")];
    let asked = json(r#"{"kind":"grade","op":"at_least","grade":"Ⅱ"}"#);
    assert_eq!(judged(&grade, asked, &water, "2023-02-01").reason, Some(Reason::Incomparable));
}

#[test]
fn values_rounded_before_they_are_compared_and_over_fulfilment_not_shown() {
    let rate = of(Measure::Rate, Direction::Higher);
    assert_eq!(at_the_end(&rate, at_least("5.5"), "5.499999").status, Status::NotAchieved);
    assert_eq!(at_the_end(&rate, at_least("5.5"), "11").figures.completion, Ok(exact("200")));
}

#[test]
fn a_zero_target_or_baseline_replaced_by_a_small_number() {
    let rate = of(Measure::Rate, Direction::Higher);
    let growth = at_the_end(&rate, threshold(Comparison::MoreThan, "0"), "3");
    assert_eq!(growth.figures.completion.unwrap_err().code, "target_zero");
    assert_eq!(growth.figures.gap, Ok(exact("3")));
    let level = of(Measure::Level, Direction::Higher);
    let from_zero = [counted(1, "2021", "0"), counted(2, "2022", "5")];
    let asked =
        json(r#"{"kind":"change","op":"at_least","by":"5","by_unit":"percent","from":"previous_period"}"#);
    let answer = judged(&level, asked, &from_zero, "2023-02-01");
    assert_eq!(answer.reason, Some(Reason::Incomparable), "no percentage of nothing");
}

#[test]
fn a_growth_rate_pro_rated_as_if_it_were_an_amount() {
    for measure in [Measure::Rate, Measure::Index, Measure::Ratio] {
        let quarter = [counted(1, "2022-Q1", "3")];
        let answer = judged(&of(measure, Direction::Higher), at_least("6"), &quarter, "2022-04-15");
        assert_eq!(answer.pace.as_ref().unwrap().path, Some(Path::Flat), "{measure}");
        assert_eq!(answer.status, Status::OffTrack);
        let outlook = answer.outlook.unwrap();
        assert_eq!((outlook.method, outlook.value), (Method::LatestFigure, exact("3")));
        assert_eq!(outlook.needed_per_day.unwrap_err().code, "compared_whole");
    }
}

#[test]
fn compound_growth_computed_on_something_that_is_itself_a_rate() {
    let rate = of(Measure::Rate, Direction::Higher);
    let due_later = target("x", period("2025"), Some(at_least("8")));
    let reported = [counted(1, "2021", "4"), counted(2, "2022", "5")];
    let answer = assess(&Case {
        reported: &reported,
        plan_period: Some(period("2021..2025")),
        ..Case::new(&rate, &due_later, day("2023-02-01"))
    });
    assert_eq!(answer.horizon, None);
    let level = of(Measure::Level, Direction::Higher);
    let answer = assess(&Case {
        reported: &reported,
        plan_period: Some(period("2021..2025")),
        ..Case::new(&level, &due_later, day("2023-02-01"))
    });
    assert_eq!(answer.horizon.unwrap().needed_a_year.unwrap().rounded(2), exact("16.96"));
}

#[test]
fn a_mean_of_percentages_hides_a_member_that_failed() {
    let flow = of(Measure::Flow, Direction::Higher);
    let members = [at_the_end(&flow, at_least("1"), "9"), at_the_end(&flow, at_least("1"), "0.9")];
    let group = indicator("g", "", Measure::Group, None);
    let whole = target("g", period("2022"), None);
    let answer = assess(&Case { members: &members, ..Case::new(&group, &whole, day("2023-02-01")) });
    assert_eq!(answer.status, Status::NotAchieved);
    let one = target("x", period("2022"), Some(at_least("1")));
    let summary = summarise(members.iter().map(|member| (&one, member)));
    assert_eq!(summary.headline.all.count(Status::NotAchieved), 1);
    let parts = [("a", "1", "100"), ("b", "90", "100")].map(|(name, figure, weight)| Part {
        code: code(name),
        overlapping: false,
        figure: Some(exact(figure).into()),
        weight: Some(exact(weight)),
    });
    assert_eq!(roll_up(Aggregation::RatioOfSums, Ok(Exact::HUNDRED), &parts).value, Ok(exact("45.5")));
}

#[test]
fn a_reported_zero_stored_as_blank() {
    let flow = of(Measure::Flow, Direction::Lower);
    let zero = at_the_end(&flow, at_most("0"), "0");
    assert_eq!((zero.status, zero.evidence), (Status::Achieved, Some(Evidence::Measured)));
    let blank =
        [vintage(1, "2022", Figure::NotReported { why: None }.into(), Basis::Final, "", "2023-01-31")];
    assert_eq!(judged(&flow, at_most("0"), &blank, "2023-02-01").status, Status::AwaitingOutcome);
}

#[test]
fn figures_not_approved_yet_are_counted() {
    let flow = of(Measure::Flow, Direction::Higher);
    let forecast = [vintage(1, "2022", number("99"), Basis::Forecast, "", "2023-01-13")];
    let target = target("x", period("2022"), Some(at_least("50")));
    let case = Case { reported: &forecast, ..Case::new(&flow, &target, day("2023-02-01")) };
    assert_eq!(assess(&case).status, Status::Achieved);
    let strict = assess(&Case { admitted_from: Basis::Preliminary, ..case });
    assert_eq!((strict.status, strict.reason), (Status::AwaitingOutcome, Some(Reason::Late)));
}

#[test]
fn a_change_of_method_rewrites_the_past() {
    let flow = of(Measure::Flow, Direction::Higher);
    let mut restated = counted(2, "2022", "40");
    restated.outcome.caliber = Some(code("new"));
    restated.outcome.source = "ministry".to_owned();
    restated.outcome.basis = Basis::Preliminary;
    let reported = [counted(1, "2022", "60"), restated.clone()];
    let answer = judged(&flow, at_least("50"), &reported, "2023-02-01");
    assert_eq!((answer.status, answer.conflict.len()), (Status::Achieved, 0));
    let alone = judged(&flow, at_least("50"), &[restated], "2023-02-01");
    assert_eq!((alone.status, alone.reason), (Status::NotAssessable, Some(Reason::CaliberChanged)));
}

#[test]
fn several_rows_answer_for_one_period_and_revisions_are_merged() {
    let flow = of(Measure::Flow, Direction::Higher);
    let reported = [
        vintage(1, "2022", number("40"), Basis::Forecast, "office", "2023-01-13"),
        vintage(2, "2022", number("60"), Basis::Preliminary, "office", "2023-02-13"),
        vintage(3, "2022", number("55"), Basis::Final, "office", "2023-09-13"),
    ];
    let known = |count: usize| judged(&flow, at_least("50"), &reported[..count], "2023-10-01");
    assert_eq!((known(1).chosen, known(1).figures.outcome), (Some(1), Ok(exact("40"))));
    assert_eq!((known(2).chosen, known(2).figures.outcome), (Some(2), Ok(exact("60"))));
    assert_eq!((known(3).chosen, known(3).figures.outcome), (Some(3), Ok(exact("55"))));
    assert!(known(3).conflict.is_empty(), "an earlier vintage of the same source is no conflict");
}

#[test]
fn flags_lost() {
    let rate = of(Measure::Rate, Direction::Higher);
    let about: Value = json(r#"{"kind":"number","value":"5.5","approximate":true}"#);
    let reported = [vintage(1, "2022", about, Basis::Forecast, "", "2023-01-13")];
    let answer = judged(&rate, at_least("5.5"), &reported, "2023-02-01");
    assert_eq!((answer.status, answer.approximate, answer.provisional), (Status::Achieved, true, true));
}

#[test]
fn a_target_is_shown_only_in_its_last_period() {
    let flow = of(Measure::Flow, Direction::Higher);
    let five_years = target("x", period("2021..2025"), Some(at_least("500")));
    let reported = [counted(1, "2021", "100"), counted(2, "2022", "100")];
    for on in ["2022-01-10", "2022-12-31", "2023-01-10", "2024-06-01", "2025-12-31"] {
        let case = Case::new(&flow, &five_years, day(on));
        let answer = assess(&Case { reported: &reported, ..case });
        assert_eq!(answer.status, Status::OnTrack, "{on}");
        assert_eq!(answer.figures.threshold, Ok(exact("500")));
    }
}

#[test]
fn totals_computed_over_the_parts_that_have_data_as_if_complete() {
    let part = |name: &str, figure: Option<&str>, overlapping| Part {
        code: code(name),
        overlapping,
        figure: figure.map(|figure| exact(figure).into()),
        weight: None,
    };
    let parts = [part("a", Some("1"), false), part("b", None, false), part("z", Some("7"), true)];
    let rolled = roll_up(Aggregation::Sum, Ok(Exact::ONE), &parts);
    assert!(rolled.is_partial());
    assert_eq!((rolled.value, rolled.counted.len(), rolled.missing.len()), (Ok(exact("1")), 1, 1));
    let flow = of(Measure::Flow, Direction::Higher);
    let quarters = [counted(1, "2022-Q1", "30"), counted(2, "2022-Q2", "30"), counted(3, "2022-Q4", "30")];
    let answer = judged(&flow, at_least("120"), &quarters, "2023-02-01");
    assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::Late)));
}

#[test]
fn the_baseline_forgotten_in_the_first_year() {
    let level = of(Measure::Level, Direction::Higher);
    let due_later = target("x", period("2025"), Some(at_least("30")));
    let baseline = Baseline { label: "2020".to_owned(), period: period("2020"), value: exact("28") };
    let first = [counted(1, "2021", "28.1")];
    let answer = assess(&Case {
        reported: &first,
        baseline: Some(&baseline),
        plan_period: Some(period("2021..2025")),
        ..Case::new(&level, &due_later, day("2022-02-01"))
    });
    assert_eq!(answer.status, Status::OffTrack, "a tenth where four tenths were due");
    assert_eq!(answer.figures.progress, Ok(exact("5")));
    assert_eq!(answer.horizon.unwrap().average_so_far.unwrap().rounded(2), exact("0.36"));
}

#[test]
fn the_bar_of_a_many_year_goal_scaled_to_this_years_target() {
    let flow = of(Measure::Flow, Direction::Higher);
    let reported = [counted(1, "2021", "100")];
    let five = target("x", period("2021..2025"), Some(at_least("500")));
    let answer = assess(&Case { reported: &reported, ..Case::new(&flow, &five, day("2022-02-01")) });
    assert_eq!(answer.figures.completion, Ok(exact("20")), "of the target's own number");
    assert_eq!(answer.pace.unwrap().ratio.unwrap().rounded(2), exact("1"));
}

#[test]
fn higher_than_where_at_least_was_meant() {
    let rate = of(Measure::Rate, Direction::Higher);
    assert_eq!(at_the_end(&rate, at_least("5"), "5").status, Status::Achieved);
    let more = threshold(Comparison::MoreThan, "5");
    assert_eq!(at_the_end(&rate, more, "5").status, Status::NotAchieved);
    assert_eq!(at_the_end(&rate, at_most("5"), "5").status, Status::Achieved);
    let less = threshold(Comparison::LessThan, "5");
    assert_eq!(at_the_end(&rate, less, "5").status, Status::NotAchieved);
}

#[test]
fn two_parts_of_the_program_pick_different_vintages() {
    let level = of(Measure::Level, Direction::Higher);
    let mut reported = vec![
        vintage(1, "2021", number("70"), Basis::Final, "office", "2022-02-01"),
        vintage(2, "2021", number("72"), Basis::Forecast, "office", "2022-03-01"),
        counted(3, "2022", "71"),
    ];
    let asked =
        || json(r#"{"kind":"change","op":"at_least","by":"1","by_unit":"points","from":"previous_period"}"#);
    for _ in 0..2 {
        let last_year = target("x", period("2021"), Some(at_least("70")));
        let case = Case::new(&level, &last_year, day("2023-02-01"));
        let earlier = assess(&Case { reported: &reported, ..case });
        let answer = judged(&level, asked(), &reported, "2023-02-01");
        let counted_from = answer.figures.threshold.unwrap().minus(Exact::ONE).unwrap();
        assert_eq!(Ok(counted_from), earlier.figures.outcome, "the year before is the same figure for both");
        assert_eq!(answer.status, Status::Achieved);
        reported.reverse();
    }
}

#[test]
fn a_forecast_that_changes_with_each_view() {
    let flow = of(Measure::Flow, Direction::Higher);
    let half = [counted(1, "2022-01..2022-06", "181")];
    let look = || judged(&flow, at_least("400"), &half, "2022-07-10").outlook.unwrap();
    assert_eq!(look(), look());
    assert_eq!((look().method, look().value.rounded(6)), (Method::RunRate, exact("365")));
}

#[test]
fn percent_read_as_percentage_points() {
    let level = of(Measure::Level, Direction::Higher);
    let asked = |unit: &str| -> Criterion {
        json(&format!(
            r#"{{"kind":"change","op":"at_least","by":"5","by_unit":"{unit}","from":"previous_period"}}"#
        ))
    };
    let reported = [counted(1, "2021", "40"), counted(2, "2022", "43")];
    let points = judged(&level, asked("points"), &reported, "2023-02-01");
    assert_eq!((points.status, points.figures.threshold), (Status::NotAchieved, Ok(exact("45"))));
    let percent = judged(&level, asked("percent"), &reported, "2023-02-01");
    assert_eq!((percent.status, percent.figures.threshold), (Status::Achieved, Ok(exact("42"))));
}

#[test]
fn a_negative_plan_changes_the_sign_of_its_completion() {
    let rate = of(Measure::Rate, Direction::Higher);
    let better = at_the_end(&rate, at_least("-8.4"), "-4");
    assert_eq!(better.status, Status::Achieved);
    assert_eq!(better.figures.completion.unwrap_err().code, "target_negative");
    assert_eq!(better.figures.gap, Ok(exact("4.4")));
    let across = at_the_end(&rate, at_least("6"), "-8.4");
    assert_eq!(across.figures.completion.unwrap_err().code, "sign_change");
    assert_eq!(across.figures.gap, Ok(exact("-14.4")));
}

#[test]
fn an_outcome_that_only_restates_its_own_bound_passes_for_measured() {
    let flow = of(Measure::Flow, Direction::Lower);
    let with = |value: &str| {
        let reported = [vintage(1, "2022", json(value), Basis::Final, "", "2023-01-31")];
        let asked = Condition::Threshold {
            op: Comparison::AtMost,
            value: exact("0.03"),
            about: false,
            average_per_year: false,
        };
        judged(&flow, asked.into(), &reported, "2023-02-01")
    };
    let bound = with(r#"{"kind":"bound","op":"at_most","value":"0.03"}"#);
    assert_eq!((bound.status, bound.evidence), (Status::Achieved, Some(Evidence::Bounded)));
    assert_eq!(bound.figures.gap.unwrap_err().code, "no_number");
    let word = with(r#"{"kind":"declared_attained"}"#);
    assert_eq!((word.status, word.evidence), (Status::Achieved, Some(Evidence::Declared)));
}
