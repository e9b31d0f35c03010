//! While the period runs: pace against the path, the outlook.

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Evidence, Method, Path, Profile, Reason, Reported, Standing, Status,
        Verdict, Waypoint, assess,
    },
    criterion::{Comparison, Condition},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    plan::PlanRules,
    value::{Figure, Value},
};

use crate::support::{
    counted, day, exact, golden, indicator, number, period, rows, target, threshold, vintage,
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

#[test]
fn a_year_to_date_stands_before_its_months_and_what_is_not_over_is_no_part() {
    let parts = [
        counted(1, "2022-Q1", "90"),
        counted(2, "2022-Q2", "91"),
        counted(3, "2022-01..2022-06", "182"),
        vintage(4, "2022-01..2022-09", number("400"), Basis::Forecast, "office", "2022-07-01"),
    ];
    let answer = on_day(&flow(Direction::Higher), Comparison::AtLeast, "365", &parts, "2022-07-10");
    assert_eq!((answer.chosen, answer.pace.unwrap().reached), (Some(3), Ok(exact("182"))));
    assert_eq!(answer.verdict, Verdict::Open);
}

#[test]
fn the_limits_themselves_belong_to_the_better_side() {
    let half = |value: &str| vec![counted(1, "2022-01..2022-06", value)];
    let status = |reached: &str| {
        on_day(&flow(Direction::Higher), Comparison::AtLeast, "365", &half(reached), "2022-07-10").status
    };
    assert_eq!((status("162.9"), status("162.8999")), (Status::AtRisk, Status::OffTrack));
}

#[test]
fn two_earlier_years_make_no_range() {
    let mut reported = vec![counted(1, "2022-H1", "70")];
    for (id, year) in [(2, 2021), (4, 2020)] {
        reported.push(counted(id, &format!("{year}-H1"), "40"));
        reported.push(counted(id + 1, &year.to_string(), "100"));
    }
    let answer = on_day(&flow(Direction::Higher), Comparison::AtLeast, "200", &reported, "2022-07-10");
    let outlook = answer.outlook.unwrap();
    assert_eq!((outlook.years, outlook.range.unwrap_err().code), (2, "too_few_years"));
}

#[test]
fn parts_on_another_caliber_are_left_aside() {
    let restated = |id, of: &str, value: &str| {
        let mut vintage = counted(id, of, value);
        vintage.outcome.caliber = Some(crate::support::code("new"));
        vintage
    };
    let flow = flow(Direction::Higher);
    let judged = |reported: &[Reported], on| on_day(&flow, Comparison::AtLeast, "365", reported, on);
    let mixed = [counted(1, "2022-Q1", "90"), restated(2, "2022-Q2", "900")];
    let answer = judged(&mixed, "2022-07-10");
    assert_eq!((answer.status, answer.pace.unwrap().until), (Status::OnTrack, day("2022-03-31")));
    let only = [restated(2, "2022-01..2022-06", "900")];
    assert_eq!(judged(&only, "2022-07-10").reason, Some(Reason::CaliberChanged));
    assert_eq!(judged(&only, "2023-02-01").reason, Some(Reason::Late));
}

#[test]
fn what_must_be_passed_at_the_end_need_only_be_kept_up_with_on_the_way() {
    let half = [counted(1, "2022-01..2022-06", "181")];
    let answer = on_day(&flow(Direction::Higher), Comparison::MoreThan, "365", &half, "2022-07-10");
    assert_eq!(answer.status, Status::OnTrack);
}

#[test]
fn what_was_done_in_another_year_is_not_done_in_this_one() {
    let bridge = indicator("x", "", Measure::Milestone, None);
    let asked = Condition::Milestone { by: None, what: "建成投用".to_owned() };
    let target = target("x", period("2022"), Some(asked.into()));
    let status = |of: &str| {
        let done = vintage(1, of, Figure::DeclaredAttained.into(), Basis::Final, "office", "2023-01-02");
        let case = Case::new(&bridge, &target, day("2023-02-01"));
        assess(&Case { reported: &[done], ..case }).status
    };
    assert_eq!(status("2022-11"), Status::Achieved);
    assert_eq!(status("2021-11"), Status::AwaitingOutcome);
}

#[test]
fn each_status_has_its_own_word_in_each_language() {
    use plantrack::domain::{assessment::explain::status_words, reading::Language};
    for language in [Language::Zh, Language::En] {
        let words: std::collections::BTreeSet<&str> =
            Status::ALL.iter().map(|status| status_words(*status, language)).collect();
        assert_eq!(words.len(), Status::ALL.len());
    }
    let off = on_day(
        &flow(Direction::Higher),
        Comparison::AtLeast,
        "365",
        &[counted(1, "2022-01..2022-06", "1")],
        "2022-07-10",
    );
    assert_eq!(status_words(off.status, Language::En), "Off track");
}

#[test]
fn a_quarter_says_nothing_about_a_later_quarter() {
    let indicator = flow(Direction::Higher);
    let third = target("x", period("2022-Q3"), Some(threshold(Comparison::AtLeast, "60")));
    let reported = [counted(1, "2021-Q4", "50"), counted(2, "2022-Q1", "70")];
    let case = Case::new(&indicator, &third, day("2022-04-20"));
    let answer = assess(&Case { reported: &reported, plan_period: Some(period("2022")), ..case });
    assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::NotDue)));
    assert_eq!(answer.pace, None);
}

#[test]
fn a_plan_may_ask_for_more_than_the_path() {
    let rules = PlanRules { on_track_from: exact("1.1"), at_risk_from: exact("1"), ..PlanRules::default() };
    for (direction, op, reached, status) in [
        (Direction::Higher, Comparison::AtLeast, "190", Status::AtRisk),
        (Direction::Higher, Comparison::AtLeast, "200", Status::OnTrack),
        (Direction::Higher, Comparison::AtLeast, "180", Status::OffTrack),
        (Direction::Lower, Comparison::AtMost, "172", Status::AtRisk),
        (Direction::Lower, Comparison::AtMost, "160", Status::OnTrack),
    ] {
        let (indicator, half) = (flow(direction), [counted(1, "2022-H1", reached)]);
        let target = target("x", period("2022"), Some(threshold(op, "365")));
        let case = Case::new(&indicator, &target, day("2022-07-10"));
        assert_eq!(assess(&Case { reported: &half, rules, ..case }).status, status, "{direction} {reached}");
    }
}

#[test]
fn what_is_to_be_passed_and_is_only_met_is_at_risk() {
    let rate = |direction| indicator("x", "%", Measure::Rate, Some(direction));
    for (direction, op, at, reached, status) in [
        (Direction::Higher, Comparison::MoreThan, "6", "6", Status::AtRisk),
        (Direction::Lower, Comparison::LessThan, "6", "6", Status::AtRisk),
        (Direction::Higher, Comparison::MoreThan, "0", "0", Status::AtRisk),
        (Direction::Higher, Comparison::MoreThan, "0", "-0.1", Status::OffTrack),
        (Direction::Higher, Comparison::MoreThan, "6", "6.1", Status::OnTrack),
        (Direction::Higher, Comparison::AtLeast, "6", "6", Status::OnTrack),
    ] {
        let half = [counted(1, "2022-H1", reached)];
        let answer = on_day(&rate(direction), op, at, &half, "2022-07-10");
        assert_eq!(answer.status, status, "{direction} {at} {reached}");
    }
}

#[test]
fn a_level_to_be_hit_has_a_way_to_go_as_well() {
    let level = indicator("x", "%", Measure::Level, Some(Direction::OnTarget));
    let judged = |from: &str, to: &str, reached: &str| {
        let baseline = Baseline { label: "2021".to_owned(), period: period("2021"), value: exact(from) };
        let target = target("x", period("2022"), Some(threshold(Comparison::Equal, to)));
        let half = [counted(1, "2022-06", reached)];
        let case = Case::new(&level, &target, day("2022-07-10"));
        let answer = assess(&Case { reported: &half, baseline: Some(&baseline), ..case });
        (answer.status, answer.pace.unwrap().path)
    };
    assert_eq!(judged("40", "50", "45"), (Status::OnTrack, Some(Path::FromBaseline)));
    assert_eq!(judged("40", "50", "41"), (Status::OffTrack, Some(Path::FromBaseline)));
    assert_eq!(judged("60", "50", "55"), (Status::OnTrack, Some(Path::FromBaseline)), "downwards, too");
    assert_eq!(judged("40", "50", "56").1, Some(Path::Flat), "it has gone past it");
    assert_ne!(judged("40", "50", "56").0, Status::OnTrack);
}

#[test]
fn earlier_years_known_by_their_parts_make_a_season() {
    let judged = |earlier: &[(&str, &str)]| {
        let indicator = flow(Direction::Higher);
        let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "200")));
        let mut reported = vec![counted(1, "2022-H1", "80")];
        reported.extend((2..).zip(earlier).map(|(id, (of, at))| counted(id, of, at)));
        let case = Case::new(&indicator, &target, day("2022-07-10"));
        let answer = assess(&Case { reported: &reported, profile: Profile::Seasonal, ..case });
        let pace = answer.pace.unwrap();
        (answer.status, pace.path, pace.expected)
    };
    let seasonal = (Status::OnTrack, Some(Path::Seasonal), Ok(exact("80")));
    let quarters = [("2021-Q1", "10"), ("2021-Q2", "30"), ("2021-Q3", "30"), ("2021-Q4", "30")];
    assert_eq!(judged(&quarters), seasonal);
    let overlapping = [("2021", "100"), ("2021-Q1", "10"), ("2021-01..2021-04", "15"), ("2021-Q2", "30")];
    assert_eq!(judged(&overlapping), seasonal, "the longest part leads nowhere");
}
