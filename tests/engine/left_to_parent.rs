//! What is left to the parent plan: which of its targets it is held against, by what, and what is said of it.

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Known, Parent, Reason, Reported, Status, Step, assess,
        left_to_parent::which, parent_path::path_ask, sentence,
    },
    criterion::{Condition, Criterion},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    plan::PlanRules,
    reading::Language,
    target::Target,
};

use crate::support::{
    code, counted, day, exact, indicator, number, period, read_as_outcome, read_as_target, target, vintage,
};

fn of(measure: Measure) -> Indicator {
    let unit = if measure == Measure::Flow { "t" } else { "%" };
    indicator("x", unit, measure, Some(Direction::Higher))
}

/// The target of a year that is left to the parent plan of 2021 to 2025.
fn deferred(year: &str) -> Target {
    target("x", period(year), Some(Condition::Deferred { as_issued_by: None }.into()))
}

fn baseline(value: &str) -> Baseline {
    Baseline { label: "2020".to_owned(), period: period("2020"), value: exact(value) }
}

/// The parent plan's target, from a baseline where it has one.
fn longer(criterion: &Criterion, due: &str, baseline: Option<&Baseline>) -> Target {
    let target = target("x", period(due), Some(criterion.clone()));
    Target { baseline: baseline.cloned(), ..target }
}

fn parent(target: &Target) -> Parent<'_> {
    Parent { plan_period: Some(period("2021..2025")), ..Parent::new(target) }
}

fn years(reported: &[(&str, &str)]) -> Vec<Reported> {
    reported.iter().zip(1..).map(|((when, value), id)| counted(id, when, value)).collect()
}

fn judged(of: &Indicator, parent: Parent<'_>, reported: &[(&str, &str)], on: &str) -> Assessment {
    let reported = years(reported);
    let target = deferred("2022");
    assess(&Case { reported: &reported, parent: Some(parent), ..Case::new(of, &target, day(on)) })
}

fn told(of: &Indicator, answer: &Assessment) -> (String, String) {
    let target = deferred("2022");
    let told = |language| sentence(of, &target, answer, language);
    (told(Language::En), told(Language::Zh))
}

#[test]
fn a_parents_target_due_in_its_last_year_is_a_path_from_its_baseline() {
    let level = of(Measure::Level);
    let (asked, from) = (read_as_target("60", &level), baseline("50"));
    let status = |due, second| {
        let reported = [("2021", "52"), ("2022", second)];
        judged(&level, parent(&longer(&asked, due, Some(&from))), &reported, "2023-02-01").status
    };
    assert_eq!(status("2025", "54.2"), Status::Achieved);
    assert_eq!(status("2025", "53.9"), Status::NotAchieved);
    assert_eq!(status("2021..2025", "54.2"), Status::Achieved);
}

#[test]
fn once_its_year_is_over_the_elapsed_share_is_that_of_its_last_day() {
    let flow = of(Measure::Flow);
    let asked = longer(&read_as_target("5000", &flow), "2021..2025", None);
    let reported = [("2021", "1000"), ("2022", "1000")];
    for (on, days) in [("2022-12-31", 730), ("2023-01-01", 730), ("2023-02-01", 730), ("2022-12-30", 729)] {
        let reported = if on < "2023" { &reported[..1] } else { &reported[..] };
        let answer = judged(&flow, parent(&asked), reported, on);
        let share = period("2021..2025").elapsed_percent(day("2020-12-31") + chrono::Days::new(days));
        assert_eq!(answer.pace.unwrap().elapsed_percent, share, "{on}");
        let told = answer.steps.iter().filter_map(|step| match step {
            Step::Pace(pace) => Some(pace.elapsed_percent),
            _ => None,
        });
        assert!(told.clone().count() == 1 && told.clone().all(|percent| percent == share), "{on}");
    }
}

#[test]
fn after_its_year_an_earlier_year_says_nothing_of_it() {
    let late = (Status::AwaitingOutcome, Some(Reason::Late));
    let not_due = (Status::AwaitingOutcome, Some(Reason::NotDue));
    let (flow, rate) = (of(Measure::Flow), of(Measure::Rate));
    let (sum, average) = (read_as_target("300", &flow), read_as_target("年均3%", &rate));
    let of_sum = |reported: &[(&str, &str)], on| {
        let answer = judged(&flow, parent(&longer(&sum, "2021..2025", None)), reported, on);
        (answer.status, answer.reason)
    };
    assert_eq!(of_sum(&[("2021", "120")], "2023-06-01"), late);
    assert_eq!(of_sum(&[("2021", "120"), ("2022-H1", "60")], "2023-06-01"), late);
    assert_eq!(
        of_sum(&[("2021", "120"), ("2022-H1", "30"), ("2022-H2", "30")], "2023-06-01"),
        (Status::Achieved, None),
        "the halves are the whole of the year"
    );
    assert_eq!(of_sum(&[("2021", "120")], "2022-06-01"), (Status::OnTrack, None), "while it runs");
    assert_eq!(of_sum(&[], "2023-06-01"), late, "the parent's target is known, so the outcome is awaited");
    assert_eq!(of_sum(&[], "2022-06-01"), not_due);
    let reported = [("2021", "3.5"), ("2022-H1", "1")];
    let answer = judged(&rate, parent(&longer(&average, "2021..2025", None)), &reported, "2023-03-01");
    assert_eq!((answer.status, answer.reason), late);
}

#[test]
fn what_comes_after_its_year_does_not_turn_it() {
    let level = of(Measure::Level);
    let (asked, from) = (read_as_target("60", &level), baseline("50"));
    let reported = [("2021", "52"), ("2022", "54.2"), ("2023", "54.3")];
    for on in ["2024-02-01", "2026-06-01"] {
        let answer = judged(&level, parent(&longer(&asked, "2021..2025", Some(&from))), &reported, on);
        assert_eq!(answer.status, Status::Achieved, "{on}");
    }
}

#[test]
fn what_is_reported_for_its_year_decides_and_not_the_year_before() {
    let flow = of(Measure::Flow);
    let sum = read_as_target("300", &flow);
    let target = deferred("2022");
    let judged = |second: Reported, on| {
        let reported = [counted(1, "2021", "120"), second];
        let longer = longer(&sum, "2021..2025", None);
        let held = Some(parent(&longer));
        let answer =
            assess(&Case { reported: &reported, parent: held, ..Case::new(&flow, &target, day(on)) });
        (answer.status, answer.reason, answer.provisional)
    };
    // A forecast for the whole year is judged at once.
    let forecast = |value| vintage(2, "2022", number(value), Basis::Forecast, "office", "2022-12-10");
    assert_eq!(judged(forecast("-30"), "2022-12-20"), (Status::NotAchieved, None, true));
    assert_eq!(judged(forecast("0"), "2022-12-20"), (Status::Achieved, None, true));
    // A figure on another caliber, or one from which no amount follows, leaves nothing to judge it by.
    let mut restated = counted(2, "2022", "60");
    restated.outcome.caliber = Some(code("other"));
    let not_assessable = |reason| (Status::NotAssessable, Some(reason), false);
    assert_eq!(judged(restated, "2023-06-01"), not_assessable(Reason::CaliberChanged));
    let said = |words: &str| {
        let mut said = counted(2, "2022", "60");
        said.outcome.value = read_as_outcome(words, &flow);
        said
    };
    assert_eq!(judged(said("完成年度目标的58.6%"), "2023-06-01"), not_assessable(Reason::Incomparable));
    // 120 grown by 7 % are 128.4.
    assert_eq!(judged(said("增长7%"), "2023-06-01"), (Status::Achieved, None, false));
}

#[test]
fn of_the_parents_targets_the_one_that_contains_the_year_else_the_next_that_is_due() {
    let level = of(Measure::Level);
    let asked = |due: &str| target("x", period(due), Some(read_as_target("60", &level)));
    let parents = |due: &[&str]| -> Vec<Target> { due.iter().copied().map(asked).collect() };
    let held =
        |due: &[&str]| which(parents(due).iter(), &deferred("2022")).map(|target| target.period.to_string());
    assert_eq!(held(&["2021", "2025"]).as_deref(), Some("2025"), "never one that was due before");
    assert_eq!(held(&["2025", "2023"]).as_deref(), Some("2023"), "the one due soonest");
    assert_eq!(held(&["2023", "2021..2025"]).as_deref(), Some("2021..2025"), "the one that contains it");
    assert_eq!(held(&["2021..2025", "2022"]).as_deref(), Some("2022"), "its own year");
    assert_eq!(held(&["2021"]), None);
    let mut other = parents(&["2025"]);
    other[0].criterion = Some(Condition::Deferred { as_issued_by: None }.into());
    assert_eq!(which(other.iter(), &deferred("2022")), None, "nothing follows from it");
}

#[test]
fn what_decides_is_named_with_its_gap() {
    let rate = of(Measure::Rate);
    let average = read_as_target("年均3%", &rate);
    let reported = [("2021", "3.5"), ("2022", "2.6")];
    let answer = judged(&rate, parent(&longer(&average, "2021..2025", None)), &reported, "2023-02-01");
    let (en, zh) = told(&rate, &answer);
    assert_eq!(
        en,
        "Achieved: an average of 3.049 % a year against 3 % on the parent plan's path (gap 0.049 percentage points)."
    );
    assert_eq!(zh, "已达成：年均3.049%，按上级规划进度应为3%，差额0.049个百分点。");
    assert_eq!(answer.figures.threshold, Ok(exact("3")));

    let level = of(Measure::Level);
    let (asked, from) = (read_as_target("60", &level), baseline("50"));
    let reported = [("2021", "52"), ("2022", "53")];
    let answer = judged(&level, parent(&longer(&asked, "2025", Some(&from))), &reported, "2023-02-01");
    let figure = |known: Known| known.map(|number| number.rounded(2)).ok();
    let figures = &answer.figures;
    let known = (figure(figures.outcome), figure(figures.threshold), figure(figures.gap));
    assert_eq!(known, (Some(exact("53")), Some(exact("54")), Some(exact("-1"))));
    assert!(told(&level, &answer).0.starts_with("Not achieved: 53 % against 54 %"));

    let flow = of(Measure::Flow);
    let sum = read_as_target("300", &flow);
    let reported = [("2021", "60"), ("2022", "61")];
    let answer = judged(&flow, parent(&longer(&sum, "2021..2025", None)), &reported, "2023-02-01");
    let (en, zh) = told(&flow, &answer);
    assert!(en.starts_with("Achieved: 121 t in the years together against 120 t"), "{en}");
    assert!(zh.starts_with("已达成：各年合计121t，按上级规划进度应为120t"), "{zh}");
}

#[test]
fn the_parents_number_follows_the_parents_caliber_and_tolerance() {
    let level = of(Measure::Level);
    let asked = read_as_target("60左右", &level);
    let mut theirs = longer(&asked, "2022", None);
    theirs.caliber = Some(code("new"));
    let on_new = |id, value| {
        let mut one = counted(id, "2022", value);
        one.outcome.caliber = Some(code("new"));
        one
    };
    let judged = |reported: &[Reported], theirs: &Target, tolerance: &str| {
        let held = Parent { tolerance: exact(tolerance), ..parent(theirs) };
        let target = deferred("2022");
        let case = Case::new(&level, &target, day("2023-02-01"));
        let answer = assess(&Case { reported, parent: Some(held), ..case });
        (answer.status, answer.reason)
    };
    // The figure on the parent's caliber answers, and not the one on another.
    let mut on_old = counted(3, "2022", "58");
    on_old.outcome.caliber = Some(code("old"));
    assert_eq!(judged(&[on_new(1, "61"), on_old.clone()], &theirs, "0"), (Status::Achieved, None));
    assert_eq!(judged(&[on_old], &theirs, "0"), (Status::NotAssessable, Some(Reason::CaliberChanged)));
    // About 60 is 59 within the tolerance of the parent plan, or of its target.
    assert_eq!(judged(&[on_new(1, "59")], &theirs, "0"), (Status::NotAchieved, None));
    assert_eq!(judged(&[on_new(1, "59")], &theirs, "1"), (Status::Achieved, None));
    theirs.tolerance = Some(exact("1"));
    assert_eq!(judged(&[on_new(1, "59")], &theirs, "0"), (Status::Achieved, None));
    assert_eq!(judged(&[on_new(1, "58.9")], &theirs, "0"), (Status::NotAchieved, None));
}

#[test]
fn with_a_year_missing_nobody_knows_the_average_so_far() {
    let missing = (Status::NotAssessable, Some(Reason::ReferenceMissing));
    let (rate, level, flow) = (of(Measure::Rate), of(Measure::Level), of(Measure::Flow));
    let (growth, mean, sum) =
        (read_as_target("年均3%", &rate), read_as_target("年均60", &level), read_as_target("300", &flow));
    for (of, asked, second) in [(&rate, &growth, "2.6"), (&level, &mean, "61"), (&flow, &sum, "70")] {
        let judged = |reported: &[(&str, &str)], on| {
            let answer = judged(of, parent(&longer(asked, "2021..2025", None)), reported, on);
            (answer.status, answer.reason)
        };
        assert_eq!(judged(&[("2022", second)], "2023-02-01"), missing, "{}", of.measure);
        let late = (Status::AwaitingOutcome, Some(Reason::Late));
        assert_eq!(judged(&[("2021", second)], "2023-02-01"), late, "{}", of.measure);
    }
}

#[test]
fn where_the_parents_path_cannot_be_drawn_a_part_of_the_year_does_not_say_that_there_is_none() {
    let half = [("2022-H1", "59")];
    let sum = longer(&read_as_target("500以上", &of(Measure::Flow)), "2021..2025", None);
    let answer = judged(&of(Measure::Flow), parent(&sum), &half, "2022-07-10");
    assert_eq!(
        (answer.status, answer.reason),
        (Status::NotAssessable, Some(Reason::ReferenceMissing)),
        "of 2021 nothing is known"
    );
    let level = longer(&read_as_target("60以上", &of(Measure::Level)), "2025", None);
    let answer = judged(&of(Measure::Level), parent(&level), &half, "2022-07-10");
    assert_eq!(
        (answer.status, answer.reason),
        (Status::AwaitingOutcome, Some(Reason::NotDue)),
        "no baseline"
    );
}

#[test]
fn what_is_lost_for_good_is_not_kept_by_lenient_limits() {
    let of = indicator("x", "t", Measure::Flow, Some(Direction::Lower));
    let cap = target("x", period("2021..2025"), Some(read_as_target("300以内", &of)));
    let asked = deferred("2024");
    let rules = PlanRules { on_track_from: exact("0.7"), at_risk_from: exact("0.6"), ..PlanRules::default() };
    let judged = |last: &str| {
        let reported = years(&[("2021", "75"), ("2022", "75"), ("2023", "75"), ("2024", last)]);
        let case = Case::new(&of, &asked, day("2025-02-01"));
        assess(&Case { rules, reported: &reported, parent: Some(parent(&cap)), ..case }).status
    };
    assert_eq!(judged("76"), Status::NotAchieved, "301 of 300");
    assert_eq!(judged("74"), Status::Achieved, "the pace is within the limits");
}

#[test]
fn the_path_of_a_longer_plan_asks_for_all_years_of_a_period_and_for_no_part_of_one() {
    let asks = |of: &Indicator, longer: &str, first: &str, (when, asked): (&str, &str)| {
        let longer = target("x", period("2021..2025"), Some(read_as_target(longer, of)));
        let shorter = target("x", period(when), Some(read_as_target(asked, of)));
        let reported = years(&[("2021", first)]);
        let case = Case { reported: &reported, ..Case::new(of, &longer, day("2021-12-31")) };
        path_ask(&case, of, &shorter).map(|ask| (ask.path.rounded(3).to_string(), ask.enough.unwrap()))
    };
    let sum = of(Measure::Flow);
    let known = |path: &str, enough: bool| Some((path.to_owned(), enough));
    assert_eq!(asks(&sum, "300", "60", ("2022", "60")), known("60", true));
    assert_eq!(asks(&sum, "300", "60", ("2022-Q1", "20")), None);
    assert_eq!(asks(&sum, "300", "60", ("2022-H1", "40")), None);
    assert_eq!(asks(&sum, "300", "60", ("2022..2023", "70")), known("120", false));
    assert_eq!(asks(&sum, "300", "60", ("2022..2023", "120")), known("120", true));
    assert_eq!(asks(&sum, "300", "60", ("2022..2026", "400")), None, "a year lies behind the longer plan");
    let cap = indicator("x", "t", Measure::Flow, Some(Direction::Lower));
    assert_eq!(asks(&cap, "300", "60", ("2022..2023", "70")), known("120", true));
    let cut = Indicator { is_reduction: true, ..of(Measure::Rate) };
    assert_eq!(asks(&cut, "〔14〕", "3.5", ("2022", "3")), known("2.839", true));
    assert_eq!(asks(&cut, "〔14〕", "3.5", ("2022..2023", "〔4〕")), known("5.597", false));
}
