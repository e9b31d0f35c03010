//! Several years: averages that compound, figures due in a later year, sums, what is left to the parent plan.

use plantrack::domain::{
    assessment::{Baseline, Case, Evidence, Parent, Path, Reason, Reported, Status, Verdict, assess},
    criterion::{Comparison, Condition},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
};

use crate::support::{
    counted, day, exact, golden, indicator, period, read_as_outcome, read_as_outcome_of_years,
    read_as_target, rows, target, vintage,
};

fn flow(direction: Direction) -> Indicator {
    indicator("x", "t", Measure::Flow, Some(direction))
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
    let longer = target("x", period("2021..2025"), Some(asked));
    let parent = Parent::new(&longer);
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
    assert_eq!(nothing.reason, Some(Reason::Late), "there is a path, so only the outcome is awaited");
    assert_eq!(assess(&case).reason, Some(Reason::TargetDeferred));
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
fn what_takes_more_than_any_year_brought_is_neither_reachable_nor_ruled_out() {
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let asked = Condition::Threshold {
        op: Comparison::AtLeast,
        value: exact("6"),
        about: false,
        average_per_year: true,
    };
    let target = target("x", period("2021..2023"), Some(asked.into()));
    let judged = |last_day: &str, third: &str| {
        let reported = [counted(1, "2021", "3"), counted(2, "2022", "4"), counted(3, "2023", third)];
        let case = Case::new(&indicator, &target, day(last_day));
        let answer = assess(&Case { reported: &reported, ..case });
        (answer.status, answer.horizon.and_then(|horizon| horizon.reachable))
    };
    assert_eq!(judged("2023-06-01", "5"), (Status::OffTrack, None));
    assert_eq!(judged("2024-02-01", "5"), (Status::NotAchieved, Some(false)));
    assert_eq!(judged("2024-02-01", "11.2"), (Status::Achieved, Some(true)));
}

#[test]
fn a_year_on_which_sources_disagree_is_shown() {
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let asked = Condition::Threshold {
        op: Comparison::AtLeast,
        value: exact("3"),
        about: false,
        average_per_year: true,
    };
    let target = target("x", period("2021..2025"), Some(asked.into()));
    let mut other = counted(2, "2021", "2.9");
    other.outcome.source = "press".to_owned();
    other.outcome.reported_on = day("2022-01-01");
    let reported = [counted(1, "2021", "3.5"), other, counted(3, "2022", "3")];
    let answer = assess(&Case { reported: &reported, ..Case::new(&indicator, &target, day("2023-02-01")) });
    assert_eq!((answer.conflict, answer.status), (vec![2], Status::OnTrack));
}

#[test]
fn while_its_year_runs_a_deferred_target_has_the_parents_pace() {
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let deferred = target("x", period("2023"), Some(Condition::Deferred { as_issued_by: None }.into()));
    let asked: plantrack::domain::criterion::Criterion = Condition::Threshold {
        op: Comparison::AtLeast,
        value: exact("3"),
        about: false,
        average_per_year: true,
    }
    .into();
    let longer = target("x", period("2021..2025"), Some(asked));
    let parent = Parent::new(&longer);
    let status = |second: &str| {
        let reported = [counted(1, "2021", "3.5"), counted(2, "2022", second)];
        let case = Case::new(&indicator, &deferred, day("2023-05-01"));
        assess(&Case { reported: &reported, parent: Some(parent), ..case }).status
    };
    assert_eq!(
        (status("2.6"), status("2.4"), status("1")),
        (Status::OnTrack, Status::AtRisk, Status::OffTrack)
    );
}

#[test]
fn growth_a_year_asked_of_an_amount_compounds_from_the_year_before_the_plan() {
    let amounts = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let stock = indicator("x", "亿元", Measure::Level, Some(Direction::Higher));
    let asked = read_as_target("年均增长6%", &amounts);
    let from = Baseline { label: "2020".to_owned(), period: period("2020"), value: exact("100") };
    let judged = |of: &Indicator, due: &str, from: Option<&Baseline>, reported: &[(&str, &str)], on: &str| {
        let target = target("x", period(due), Some(asked.clone()));
        let reported: Vec<Reported> = reported
            .iter()
            .zip(1..)
            .map(|((when, phrase), id)| {
                let value = read_as_outcome(phrase, of);
                vintage(id, when, value, Basis::Final, "office", "2021-01-31")
            })
            .collect();
        let case = Case::new(of, &target, day(on));
        let plan_period = Some(period("2021..2025"));
        let answer = assess(&Case { reported: &reported, baseline: from, plan_period, ..case });
        (answer.status, answer.figures.threshold.map(|threshold| threshold.rounded(4)).ok())
    };
    let by_then = Some(exact("133.8226"));
    let mut years =
        vec![("2021", "106"), ("2022", "112.4"), ("2023", "119.1"), ("2024", "130"), ("2025", "135")];
    for of in [&amounts, &stock] {
        for due in ["2025", "2021..2025"] {
            let met = judged(of, due, Some(&from), &years, "2026-03-01");
            assert_eq!(met, (Status::Achieved, by_then), "{due}");
            years[4].1 = "133.8";
            let missed = judged(of, due, Some(&from), &years, "2026-03-01");
            assert_eq!(missed, (Status::NotAchieved, by_then), "{due}");
            years[4].1 = "135";
            let running = judged(of, due, Some(&from), &years[..3], "2024-03-01");
            assert_eq!(running, (Status::AtRisk, by_then), "{due}");
            let mut known = years.clone();
            known.push(("2020", "100"));
            assert_eq!(judged(of, due, None, &known, "2026-03-01"), (Status::Achieved, by_then), "{due}");
            assert_eq!(judged(of, due, None, &years, "2026-03-01").0, Status::NotAssessable, "no base");
        }
    }
    // What the last year grew by is not the average.
    years[4].1 = "增长3.8%";
    assert_eq!(judged(&amounts, "2025", Some(&from), &years, "2026-03-01").0, Status::Achieved);
    years[4].1 = "增长2.8%";
    assert_eq!(judged(&amounts, "2025", Some(&from), &years, "2026-03-01").0, Status::NotAchieved);
}

#[test]
fn on_the_way_growth_a_year_compounds_as_well() {
    let amounts = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let from = Baseline { label: "2020".to_owned(), period: period("2020"), value: exact("100") };
    let judged = |asked: &str, reported: &[(&str, &str)]| {
        let target = target("x", period("2021..2025"), Some(read_as_target(asked, &amounts)));
        let reported: Vec<Reported> =
            reported.iter().zip(1..).map(|((when, value), id)| counted(id, when, value)).collect();
        let case = Case::new(&amounts, &target, day("2023-03-10"));
        let answer = assess(&Case { reported: &reported, baseline: Some(&from), ..case });
        let expected = answer.pace.and_then(|pace| pace.expected.ok());
        (answer.status, expected, answer.outlook.map(|outlook| outlook.verdict))
    };
    let by_2022 = Some(exact("112.36"));
    let kept = judged("年均增长6%", &[("2021", "106"), ("2022", "112.36")]);
    assert_eq!(kept, (Status::OnTrack, by_2022, Some(Verdict::Proved)), "just so much a year");
    let behind = judged("年均增长6%", &[("2021", "107"), ("2022", "112")]);
    assert_eq!(behind, (Status::AtRisk, by_2022, Some(Verdict::Disproved)));
    let far_behind = judged("年均增长6%", &[("2021", "104"), ("2022", "108")]);
    assert_eq!(far_behind.0, Status::OffTrack);
}

#[test]
fn years_that_begin_in_april_are_years() {
    let years = |numbers: &[&str]| -> Vec<Reported> {
        let named = ["2020-04..2021-03", "2021-04..2022-03", "2022-04..2023-03"];
        (1..).zip(named.iter().zip(numbers)).map(|(id, (of, at))| counted(id, of, at)).collect()
    };
    let judged = |indicator: &Indicator, phrase: &str, reported: &[Reported]| {
        let target = target("x", period("2020-04..2023-03"), Some(read_as_target(phrase, indicator)));
        let case = Case::new(indicator, &target, day("2023-06-01"));
        assess(&Case { reported, ..case })
    };
    let jobs = flow(Direction::Higher);
    let answer = judged(&jobs, "年均100以上", &years(&["50", "40", "30"]));
    assert_eq!((answer.status, answer.figures.threshold), (Status::NotAchieved, Ok(exact("300"))));
    let rate = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let answer = judged(&rate, "年均增长6%", &years(&["7", "5", "6.01"]));
    assert_eq!((answer.status, answer.evidence), (Status::Achieved, Some(Evidence::Measured)));
    let level = indicator("x", "%", Measure::Level, Some(Direction::Lower));
    assert_eq!(judged(&level, "年均35以内", &years(&["36", "35", "34"])).status, Status::Achieved);
}

#[test]
fn a_bound_among_the_years_settles_the_average_or_leaves_it_open() {
    let rate = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let judged = |years: &[&str]| {
        let last = 2020 + years.len();
        let target = target("x", period(&format!("2021..{last}")), Some(read_as_target("年均增长6%", &rate)));
        let reported: Vec<Reported> = (2021..)
            .zip(years)
            .map(|(year, phrase)| {
                let value = read_as_outcome(phrase, &rate);
                vintage(i64::from(year), &year.to_string(), value, Basis::Final, "office", "2024-02-01")
            })
            .collect();
        let case = Case::new(&rate, &target, day("2026-06-01"));
        let answer = assess(&Case { reported: &reported, ..case });
        (answer.status, answer.evidence)
    };
    assert_eq!(judged(&["12.5", "正增长"]), (Status::Achieved, Some(Evidence::Bounded)));
    assert_eq!(judged(&["7", "正增长", "8"]), (Status::NotAchieved, Some(Evidence::Undemonstrated)));
    assert_eq!(judged(&["负增长", "5"]), (Status::NotAchieved, Some(Evidence::Bounded)));
}

#[test]
fn the_year_before_the_plan_is_also_known_by_its_parts() {
    let amount = flow(Direction::Higher);
    let target = target("x", period("2021..2023"), Some(read_as_target("年均增长6%", &amount)));
    let reported = [counted(1, "2020-H1", "60"), counted(2, "2020-H2", "40"), counted(3, "2023", "120")];
    let case = Case::new(&amount, &target, day("2024-06-01"));
    let answer = assess(&Case { reported: &reported, ..case });
    assert_eq!((answer.status, answer.figures.threshold), (Status::Achieved, Ok(exact("119.1016"))));
}

#[test]
fn a_level_past_its_later_target_is_held_against_the_target_itself() {
    let judged = |direction, op, at: &str, from: &str, reached: &str| {
        let level = indicator("x", "%", Measure::Level, Some(direction));
        let baseline = Baseline { label: "2020".to_owned(), period: period("2020"), value: exact(from) };
        let target = target("x", period("2025"), Some(crate::support::threshold(op, at)));
        let case = Case::new(&level, &target, day("2024-02-01"));
        let reported = [counted(1, "2023", reached)];
        let plan_period = Some(period("2021..2025"));
        let answer = assess(&Case { reported: &reported, baseline: Some(&baseline), plan_period, ..case });
        (answer.status, answer.pace.and_then(|pace| pace.path))
    };
    let past = judged(Direction::OnTarget, Comparison::Equal, "50", "40", "54");
    assert_eq!(past.1, Some(Path::Flat));
    assert_ne!(past.0, Status::OnTrack);
    let fallen = judged(Direction::Higher, Comparison::AtLeast, "60", "65", "58");
    assert_eq!(fallen, (Status::AtRisk, Some(Path::Flat)));
}

#[test]
fn a_year_that_is_missing_ends_what_is_known_of_an_average() {
    for measure in [Measure::Rate, Measure::Level] {
        let of = indicator("x", "%", measure, Some(Direction::Higher));
        let target = target("x", period("2021..2025"), Some(read_as_target("年均6%", &of)));
        let judged = |reported: &[(&str, &str)]| {
            let reported: Vec<Reported> =
                reported.iter().zip(1..).map(|((when, value), id)| counted(id, when, value)).collect();
            assess(&Case { reported: &reported, ..Case::new(&of, &target, day("2024-02-01")) })
        };
        let answer = judged(&[("2021", "6.5"), ("2023", "3")]);
        assert_eq!((answer.status, answer.reason), (Status::OnTrack, None), "{measure}");
        assert_eq!(answer.pace.unwrap().until, day("2021-12-31"));
        let none = judged(&[("2022", "6.5"), ("2023", "3")]);
        assert_eq!((none.status, none.reason), (Status::AwaitingOutcome, Some(Reason::NotDue)), "{measure}");
    }
}

#[test]
fn a_share_of_a_plans_target_is_of_what_it_asks_by_its_end() {
    let amounts = flow(Direction::Higher);
    let judged = |asked_for: &str, plan: &str, when: &str, words: &str| {
        let target = target("x", period(asked_for), Some(read_as_target("800", &amounts)));
        let value = read_as_outcome_of_years(words, &amounts);
        let mut report = vintage(1, when, value, Basis::Final, "office", "2025-12-31");
        words.clone_into(&mut report.outcome.text);
        let case = Case::new(&amounts, &target, day("2026-03-01"));
        assess(&Case { reported: &[report], plan_period: Some(period(plan)), ..case }).status
    };
    let (all, some) = ("2021..2025", "2021..2023");
    for (asked_for, plan, when, words, status) in [
        (all, all, all, "完成“十四五”规划目标的102.3%", Status::Achieved),
        (all, all, all, "完成规划目标的62.3%", Status::NotAchieved),
        (all, all, all, "完成五年规划目标任务的62.3%", Status::NotAchieved),
        (all, all, all, "102.3% of the five-year plan target", Status::Achieved),
        // What another plan asks, or this one by its end, is not what is asked here.
        (some, all, some, "完成规划目标的62.3%", Status::AwaitingOutcome),
        (some, some, some, "完成“十四五”规划目标的62.3%", Status::AwaitingOutcome),
        (all, all, all, "完成“十三五”规划目标的102.3%", Status::AwaitingOutcome),
        (all, all, all, "完成三年行动目标的102.3%", Status::AwaitingOutcome),
        (some, some, some, "完成三年行动目标的102.3%", Status::Achieved),
        (some, all, some, "500，完成规划目标的62.3%", Status::NotAchieved),
        (some, all, some, "810，完成规划目标的62.3%", Status::Achieved),
    ] {
        assert_eq!(judged(asked_for, plan, when, words), status, "{words} for {when}, {asked_for} asked");
    }
}
