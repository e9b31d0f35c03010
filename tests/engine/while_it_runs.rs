//! While the period runs: pace against the path, the outlook, several years, parents.

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Evidence, Method, Parent, Path, Profile, Reason, Reported, Standing,
        Status, Verdict, Waypoint, assess,
    },
    criterion::{Comparison, Condition},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    value::{Figure, Value},
};

use crate::support::{
    counted, day, exact, golden, indicator, number, period, read_as_outcome, read_as_target, rows, target,
    threshold, vintage,
};

fn flow(direction: Direction) -> Indicator {
    indicator("x", "t", Measure::Flow, Some(direction))
}

fn on_day(indicator: &Indicator, op: Comparison, at: &str, reported: &[Reported], on: &str) -> Assessment {
    let target = target("x", period("2022"), Some(threshold(op, at)));
    assess(&Case { reported, ..Case::new(indicator, &target, day(on)) })
}

#[test]
fn half_the_time_half_the_task_at_mid_year() {
    let expected: serde_json::Value =
        serde_json::from_str(&golden("cq-2022-investment/expected.json")).unwrap();
    for name in ["contracted-investment", "arrived-funds"] {
        let indicator = flow(Direction::Higher);
        let unprinted = target(name, period("2022"), None);
        let of = |last_day: &str| -> Vec<Reported> {
            rows("cq-2022-investment/totals.csv")
                .iter()
                .zip(1..)
                .filter(|(row, _)| row["indicator"] == name && row["reported_on"].as_str() <= last_day)
                .map(|(row, id)| {
                    let value: Value = if row["share_of_target"].is_empty() {
                        number(&row["outcome"])
                    } else {
                        Figure::ShareOfTarget {
                            percent: exact(row["share_of_target"].trim_end_matches('%')),
                            value: Some(exact(&row["outcome"])),
                        }
                        .into()
                    };
                    let reported_on = &row["reported_on"];
                    vintage(id, &row["period"], value, Basis::Final, &row["source"], reported_on)
                })
                .collect()
        };
        let reported = of("2022-08-05");
        let case = Case::new(&indicator, &unprinted, day("2022-06-30"));
        let answer = assess(&Case { reported: &reported, ..case });
        assert_eq!(answer.status.word(), expected["status_on_2022_06_30"][name], "{name}");
        assert_eq!(answer.evidence, Some(Evidence::Declared));
        let pace = answer.pace.as_ref().unwrap();
        assert_eq!(pace.elapsed_percent.rounded(2), exact("49.59"));
        assert_eq!(pace.path, Some(Path::Linear));
        let implied = answer.implied.unwrap().target.rounded(2);
        assert_eq!(implied, exact(&expected["implied_targets"][name].to_string()), "{name}");
        if name == "arrived-funds" {
            let reported = of("2023-01-13");
            let case = Case::new(&indicator, &unprinted, day("2023-01-14"));
            let answer = assess(&Case { reported: &reported, ..case });
            let end = &expected["arrived_funds_at_year_end"];
            assert_eq!(answer.status.word(), end["status"]);
            assert_eq!(answer.figures.outcome, Ok(exact(&end["outcome"].to_string())));
            let completion = answer.figures.completion.unwrap().rounded(2);
            assert_eq!(completion, exact("100.5"), "{}", end["completion_percent"]);
        }
    }
}

#[test]
fn a_five_year_plan_two_years_in() {
    let expected: serde_json::Value =
        serde_json::from_str(&golden("cq-2021-2025-industry/expected.json")).unwrap();
    let outcomes = rows("cq-2021-2025-industry/outcomes.csv");
    let mut answers = std::collections::BTreeMap::new();
    for row in rows("cq-2021-2025-industry/targets.csv") {
        let name = row["indicator"].clone();
        let direction = Direction::from_word(&row["direction"]).unwrap();
        let measure = Measure::from_word(&row["measure"]).unwrap();
        let indicator = indicator(&name, &row["unit"], measure, Some(direction));
        let target = target(&name, period(&row["period"]), Some(read_as_target(&row["target"], &indicator)));
        let baseline = (!row["baseline"].is_empty()).then(|| Baseline {
            label: row["baseline_period"].clone(),
            period: period(&row["baseline_period"]),
            value: exact(&row["baseline"]),
        });
        let reported: Vec<Reported> = outcomes
            .iter()
            .zip(1..)
            .filter(|(outcome, _)| outcome["indicator"] == name)
            .map(|(outcome, id)| {
                vintage(
                    id,
                    &outcome["period"],
                    read_as_outcome(&outcome["outcome"], &indicator),
                    Basis::from_word(&outcome["basis"]).unwrap(),
                    &outcome["source"],
                    &outcome["reported_on"],
                )
            })
            .collect();
        let case = Case::new(&indicator, &target, day("2023-01-14"));
        let answer = assess(&Case {
            reported: &reported,
            baseline: baseline.as_ref(),
            plan_period: Some(period("2021..2025")),
            ..case
        });
        answers.insert(name, answer);
    }
    let percent = |number: &serde_json::Value| exact(&number.to_string());

    let growth = &answers["industry-va-growth"];
    let want = &expected["industry-va-growth"];
    let years = growth.horizon.as_ref().unwrap();
    assert_eq!(serde_json::json!(years.years_reported), want["years_reported"]);
    assert_eq!(years.average_so_far.unwrap().rounded(2), percent(&want["average_so_far_percent"]));
    assert_eq!(years.needed_a_year.unwrap().rounded(2), percent(&want["needed_in_the_years_left_percent"]));
    assert_eq!(serde_json::json!(years.reachable), want["reachable"]);
    assert_eq!(growth.status.word(), want["status"]);

    let productivity = &answers["labour-productivity"];
    assert_eq!(productivity.status, Status::OnTrack);
    assert!(productivity.reached_early && productivity.provisional);

    let output = &answers["industrial-output"];
    let want = &expected["industrial-output"];
    let years = output.horizon.as_ref().unwrap();
    assert_eq!(years.last, Some((period("2021"), percent(&want["last_outcome"]))));
    assert_eq!(years.needed_a_year.unwrap().rounded(2), percent(&want["needed_growth_a_year_percent"]));
    assert_eq!(output.status, Status::OnTrack);
    assert_eq!(output.pace.as_ref().unwrap().path, Some(Path::FromBaseline));

    for name in ["rd-intensity-firms", "emerging-industry-share"] {
        let want = &expected[name];
        let answer = &answers[name];
        assert_eq!(answer.figures.gap.unwrap().to_string(), want["gap_points"].as_str().unwrap());
        assert_eq!(answer.figures.outcome.unwrap().to_string(), want["last_outcome"].as_str().unwrap());
        assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::NotDue)));
        assert_eq!(answer.pace.as_ref().unwrap().ratio.unwrap_err().code, "no_path");
    }
    let share = &answers["industry-gdp-share"];
    assert_eq!((share.status, share.reason), (Status::AwaitingOutcome, Some(Reason::NotDue)));
}

#[test]
fn the_pace_is_classed_by_the_limits_and_turned_for_lower() {
    let half = |value: &str| vec![counted(1, "2022-01..2022-06", value)];
    // 365 asked: one a day, 181 expected by 30 June.
    for (direction, op, reached, status) in [
        (Direction::Higher, Comparison::AtLeast, "181", Status::OnTrack),
        (Direction::Higher, Comparison::AtLeast, "180", Status::AtRisk),
        (Direction::Higher, Comparison::AtLeast, "162", Status::OffTrack),
        (Direction::Lower, Comparison::AtMost, "181", Status::OnTrack),
        (Direction::Lower, Comparison::AtMost, "182", Status::AtRisk),
        (Direction::Lower, Comparison::AtMost, "200", Status::OffTrack),
    ] {
        let answer = on_day(&flow(direction), op, "365", &half(reached), "2022-06-30");
        assert_eq!(answer.status, status, "{direction} {reached}");
        assert_eq!(answer.verdict, Verdict::Open);
    }
}

#[test]
fn a_sum_that_cannot_fall_is_settled_early_both_ways() {
    let half = |value: &str| vec![counted(1, "2022-01..2022-06", value)];
    let done = on_day(&flow(Direction::Higher), Comparison::AtLeast, "60", &half("71"), "2022-07-01");
    assert_eq!((done.status, done.verdict), (Status::Achieved, Verdict::Proved));
    let broken = on_day(&flow(Direction::Lower), Comparison::AtMost, "60", &half("71"), "2022-07-01");
    assert_eq!((broken.status, broken.verdict), (Status::NotAchieved, Verdict::Disproved));
    let net = [counted(1, "2022-Q1", "80"), counted(2, "2022-Q2", "-9")];
    let open = on_day(&flow(Direction::Higher), Comparison::AtLeast, "60", &net, "2022-07-01");
    assert_eq!(open.status, Status::OnTrack, "a net flow can still fall");
}

#[test]
fn a_late_report_is_no_slow_pace() {
    let half = [counted(1, "2022-01..2022-06", "181")];
    let answer = on_day(&flow(Direction::Higher), Comparison::AtLeast, "365", &half, "2022-09-30");
    assert_eq!(answer.status, Status::OnTrack);
    let pace = answer.pace.unwrap();
    assert_eq!((pace.until, pace.expected), (day("2022-06-30"), Ok(exact("181"))));
}

#[test]
fn quarters_and_months_add_up_and_a_hole_stops_them() {
    let parts = [
        counted(1, "2022-Q1", "90"),
        counted(2, "2022-04", "30"),
        counted(3, "2022-05", "31"),
        counted(4, "2022-07", "99"),
    ];
    let answer = on_day(&flow(Direction::Higher), Comparison::AtLeast, "365", &parts, "2022-08-15");
    let pace = answer.pace.unwrap();
    assert_eq!((pace.until, pace.reached), (day("2022-05-31"), Ok(exact("151"))));
    assert_eq!(answer.chosen, Some(3));
    let quarters = [
        counted(1, "2022-Q1", "90"),
        counted(2, "2022-Q2", "91"),
        counted(3, "2022-Q3", "92"),
        vintage(4, "2022-Q4", number("92"), Basis::Forecast, "office", "2023-01-02"),
    ];
    let whole = on_day(&flow(Direction::Higher), Comparison::AtLeast, "365", &quarters, "2023-01-10");
    assert_eq!((whole.status, whole.evidence), (Status::Achieved, Some(Evidence::Measured)));
    assert!(whole.provisional, "one of the parts is a forecast");
    let three = on_day(&flow(Direction::Higher), Comparison::AtLeast, "365", &quarters[..3], "2023-01-10");
    assert_eq!((three.status, three.reason), (Status::AwaitingOutcome, Some(Reason::Late)));
}

#[test]
fn what_is_compared_whole_has_a_flat_path() {
    for measure in [Measure::Rate, Measure::Index, Measure::Ratio] {
        let indicator = indicator("x", "%", measure, Some(Direction::Higher));
        let quarter = |value: &str| vec![counted(1, "2022-Q1", value)];
        let good = on_day(&indicator, Comparison::AtLeast, "6", &quarter("6"), "2022-04-20");
        assert_eq!(good.status, Status::OnTrack, "{measure}");
        assert_eq!(good.outlook.as_ref().unwrap().method, Method::LatestFigure);
        assert_eq!(good.outlook.unwrap().value, exact("6"));
        let poor = on_day(&indicator, Comparison::AtLeast, "6", &quarter("3"), "2022-04-20");
        assert_eq!(poor.status, Status::OffTrack, "a quarter of the year does not excuse half the rate");
    }
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let second = [counted(1, "2022-Q2", "9")];
    let answer = on_day(&indicator, Comparison::AtLeast, "6", &second, "2022-07-20");
    assert_eq!(answer.reason, Some(Reason::NotDue), "a lone quarter is no year to date");
}

#[test]
fn a_level_follows_the_way_from_its_baseline() {
    let indicator = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "73.65")));
    let judged = |now: &str| {
        let reported = [counted(1, "2021", "70"), counted(2, "2022-06", now)];
        let case = Case::new(&indicator, &target, day("2022-07-05"));
        assess(&Case { reported: &reported, ..case })
    };
    let kept = judged("71.81");
    assert_eq!(kept.status, Status::OnTrack);
    assert_eq!(kept.pace.as_ref().unwrap().expected, Ok(exact("71.81")));
    assert_eq!(kept.outlook.unwrap().method, Method::TrendFromBaseline);
    let still = judged("70");
    assert_eq!(still.status, Status::OffTrack, "no step was made");
    assert_eq!(still.figures.progress, Ok(exact("0")));
    let early = judged("74");
    assert_eq!((early.status, early.reached_early), (Status::OnTrack, true));
}

#[test]
fn seasonal_and_planned_paths() {
    let mut reported = vec![counted(1, "2022-H1", "70")];
    for (id, year, half, whole) in [(2, 2021, "40", "100"), (4, 2020, "30", "100"), (6, 2019, "20", "100")] {
        reported.push(counted(id, &format!("{year}-H1"), half));
        reported.push(counted(id + 1, &year.to_string(), whole));
    }
    let indicator = flow(Direction::Higher);
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "200")));
    let case = Case { reported: &reported, ..Case::new(&indicator, &target, day("2022-06-30")) };
    let linear = assess(&case);
    assert_eq!(linear.status, Status::OffTrack);
    let seasonal = assess(&Case { profile: Profile::Seasonal, ..case });
    let pace = seasonal.pace.as_ref().unwrap();
    assert_eq!((pace.path, pace.expected), (Some(Path::Seasonal), Ok(exact("60"))));
    assert_eq!(seasonal.status, Status::OnTrack);
    let outlook = seasonal.outlook.as_ref().unwrap();
    assert_eq!((outlook.method, outlook.years), (Method::SeasonalShare, 3));
    assert_eq!(outlook.value.rounded(2), exact("233.33"));
    let (low, high) = outlook.range.unwrap();
    assert_eq!((low.rounded(2), high.rounded(2)), (exact("175"), exact("350")));
    assert_eq!(outlook.verdict, Verdict::Open, "the range holds the target");
    assert_eq!(outlook.remaining, Ok(exact("130")));

    let points = [Waypoint { until: day("2022-06-30"), cumulative: exact("80") }];
    let planned = assess(&Case { profile: Profile::Waypoints(&points), ..case });
    let pace = planned.pace.as_ref().unwrap();
    assert_eq!((pace.path, pace.ratio), (Some(Path::Waypoints), Ok(exact("0.875"))));
    assert_eq!((planned.status, pace.standing), (Status::OffTrack, Some(Standing::OffTrack)));
}

#[test]
fn a_deferred_target_is_held_against_the_parents_path() {
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let deferred = target("x", period("2022"), Some(Condition::Deferred { as_issued_by: None }.into()));
    let asked: plantrack::domain::criterion::Criterion = Condition::Threshold {
        op: Comparison::AtLeast,
        value: exact("3"),
        about: false,
        average_per_year: true,
    }
    .into();
    let parent = Parent { criterion: &asked, period: period("2021..2025"), baseline: None };
    let judged = |second: &str| {
        let reported = [counted(1, "2021", "3.5"), counted(2, "2022", second)];
        let case = Case::new(&indicator, &deferred, day("2023-02-01"));
        assess(&Case { reported: &reported, parent: Some(parent), ..case })
    };
    let kept = judged("2.6");
    assert_eq!((kept.status, kept.evidence), (Status::Achieved, Some(Evidence::Measured)));
    assert!(kept.horizon.is_some());
    assert_eq!(judged("2.4").status, Status::NotAchieved);
    let case = Case::new(&indicator, &deferred, day("2023-02-01"));
    let nothing = assess(&Case { parent: Some(parent), ..case });
    assert_eq!(nothing.reason, Some(Reason::TargetDeferred));
}

#[test]
fn a_sum_and_an_average_over_several_years() {
    let indicator = flow(Direction::Higher);
    let asked = |average_per_year| Condition::Threshold {
        op: Comparison::AtLeast,
        value: exact("100"),
        about: false,
        average_per_year,
    };
    let years = [counted(1, "2021", "40"), counted(2, "2022", "20")];
    let target_of = |average| target("x", period("2021..2025"), Some(asked(average).into()));
    let sum = target_of(false);
    let case = Case { reported: &years, ..Case::new(&indicator, &sum, day("2023-02-01")) };
    let answer = assess(&case);
    let horizon = answer.horizon.as_ref().unwrap();
    assert_eq!(answer.status, Status::OnTrack);
    assert_eq!(horizon.average_so_far, Ok(exact("30")));
    assert_eq!(horizon.needed_a_year.unwrap().rounded(4), exact("13.3333"));
    let average = target_of(true);
    let answer = assess(&Case { target: &average, ..case });
    assert_eq!(answer.figures.threshold, Ok(exact("500")), "an average of 100 over five years");
    assert_eq!(answer.status, Status::OffTrack);
}

#[test]
fn an_average_of_growth_is_judged_by_the_exact_product_when_all_years_are_in() {
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let asked = Condition::Threshold {
        op: Comparison::AtLeast,
        value: exact("6"),
        about: false,
        average_per_year: true,
    };
    let target = target("x", period("2021..2022"), Some(asked.into()));
    let judged = |second: &str| {
        let reported = [counted(1, "2021", "6"), counted(2, "2022", second)];
        assess(&Case { reported: &reported, ..Case::new(&indicator, &target, day("2023-02-01")) })
    };
    assert_eq!(judged("6").status, Status::Achieved);
    assert_eq!(judged("5.999999999").status, Status::NotAchieved);
}

#[test]
fn a_mean_of_levels_over_several_years() {
    let indicator = indicator("x", "μg", Measure::Level, Some(Direction::Lower));
    let asked = Condition::Threshold {
        op: Comparison::AtMost,
        value: exact("35"),
        about: false,
        average_per_year: true,
    };
    let target = target("x", period("2021..2022"), Some(asked.into()));
    let judged = |first: &str, on: &str| {
        let reported = [counted(1, "2021", first), counted(2, "2022", "30")];
        assess(&Case { reported: &reported, ..Case::new(&indicator, &target, day(on)) }).status
    };
    assert_eq!(judged("40", "2023-02-01"), Status::Achieved, "the mean is what counts, not the last year");
    assert_eq!(judged("41", "2023-02-01"), Status::NotAchieved);
    assert_eq!(judged("37", "2022-03-01"), Status::AtRisk);
}

#[test]
fn nothing_asked_beside_a_number_is_forgotten_on_the_way() {
    let indicator = flow(Direction::Higher);
    let asked = plantrack::domain::criterion::Criterion::from(Condition::All {
        of: vec![
            threshold(Comparison::AtLeast, "60"),
            Condition::Milestone { by: None, what: "建成投用".to_owned() }.into(),
        ],
    });
    let target = target("x", period("2022"), Some(asked));
    let reported = [counted(1, "2022-01..2022-06", "71")];
    let case = Case::new(&indicator, &target, day("2022-07-01"));
    let answer = assess(&Case { reported: &reported, ..case });
    assert_eq!((answer.status, answer.reason), (Status::NotAssessable, Some(Reason::Incomparable)));
}
