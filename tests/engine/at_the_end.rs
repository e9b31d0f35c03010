//! Judging at the end of the period: which vintage answers, what it proves, and the figures.

use plantrack::domain::{
    assessment::{Assessment, Case, Evidence, Reason, Reference, Reported, Status, Verdict, assess},
    criterion::{Comparison, Condition, Criterion},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    value::{Figure, Value},
};

use crate::support::{code, counted, day, exact, indicator, number, period, target, threshold, vintage};

fn rate(direction: Direction) -> Indicator {
    indicator("x", "%", Measure::Level, Some(direction))
}

fn judge(indicator: &Indicator, criterion: Criterion, reported: &[Reported]) -> Assessment {
    let target = target("x", period("2022"), Some(criterion));
    assess(&Case { reported, ..Case::new(indicator, &target, day("2023-02-01")) })
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn criterion(text: &str) -> Criterion {
    serde_json::from_str(text).unwrap()
}

fn one(value: Value) -> Vec<Reported> {
    vec![vintage(1, "2022", value, Basis::Final, "office", "2023-01-31")]
}

fn axes(answer: &Assessment) -> (Status, Option<Evidence>, Option<Reason>) {
    (answer.status, answer.evidence, answer.reason)
}

#[test]
fn bounds_prove_disprove_or_leave_open() {
    let bound = |op: &str, at: &str| one(value(&format!(r#"{{"kind":"bound","op":"{op}","value":"{at}"}}"#)));
    let at_least_8 = || threshold(Comparison::AtLeast, "8");
    let check = |criterion: Criterion, reported: &[Reported], verdict, evidence| {
        let answer = judge(&rate(Direction::Higher), criterion, reported);
        assert_eq!((answer.verdict, answer.evidence), (verdict, Some(evidence)), "{reported:?}");
    };
    check(at_least_8(), &bound("more_than", "0"), Verdict::Open, Evidence::Undemonstrated);
    check(at_least_8(), &bound("less_than", "0"), Verdict::Disproved, Evidence::Bounded);
    check(at_least_8(), &bound("less_than", "8"), Verdict::Disproved, Evidence::Bounded);
    check(at_least_8(), &bound("at_most", "8"), Verdict::Open, Evidence::Undemonstrated);
    check(at_least_8(), &bound("more_than", "8"), Verdict::Proved, Evidence::Bounded);
    check(threshold(Comparison::MoreThan, "8"), &bound("more_than", "8"), Verdict::Proved, Evidence::Bounded);
    check(
        threshold(Comparison::MoreThan, "8"),
        &bound("at_least", "8"),
        Verdict::Open,
        Evidence::Undemonstrated,
    );
}

#[test]
fn a_printed_share_decides_as_declared_and_a_printed_amount_as_measured() {
    let share = |percent: &str| one(value(&format!(r#"{{"kind":"share_of_target","percent":"{percent}"}}"#)));
    let flow = |direction| indicator("x", "t", Measure::Flow, Some(direction));
    let check = |direction, op, percent: &str, status, completion: &str| {
        let answer = judge(&flow(direction), threshold(op, "50"), &share(percent));
        assert_eq!((answer.status, answer.evidence), (status, Some(Evidence::Declared)), "{percent}");
        assert_eq!(answer.figures.completion, Ok(exact(completion)));
    };
    check(Direction::Higher, Comparison::AtLeast, "100", Status::Achieved, "100");
    check(Direction::Higher, Comparison::AtLeast, "99.9", Status::NotAchieved, "99.9");
    // A hundred or more exactly where the target is met, in either direction.
    check(Direction::Lower, Comparison::AtMost, "99.9", Status::Achieved, "100.1");
    check(Direction::Lower, Comparison::AtMost, "100.1", Status::NotAchieved, "99.9");
    let with_amount = one(value(r#"{"kind":"share_of_target","percent":"100","value":"49.9"}"#));
    let answer = judge(&flow(Direction::Higher), threshold(Comparison::AtLeast, "50"), &with_amount);
    assert_eq!(axes(&answer), (Status::NotAchieved, Some(Evidence::Measured), None));
    let strict = judge(&flow(Direction::Higher), threshold(Comparison::MoreThan, "50"), &share("100"));
    assert_eq!(axes(&strict), (Status::NotAchieved, Some(Evidence::Undemonstrated), None));
}

#[test]
fn grades_are_ordered_and_the_direction_says_which_end_is_better() {
    let water = indicator("x", "", Measure::Grade, Some(Direction::Lower));
    let keep = || criterion(r#"{"kind":"grade","op":"at_least","grade":"Ⅱ"}"#);
    let grade = |grade: &str| one(Figure::Grade { grade: grade.to_owned(), op: None }.into());
    assert_eq!(judge(&water, keep(), &grade("Ⅰ")).status, Status::Achieved);
    assert_eq!(judge(&water, keep(), &grade("Ⅱ")).status, Status::Achieved);
    assert_eq!(judge(&water, keep(), &grade("Ⅲ")).status, Status::NotAchieved);
    assert_eq!(judge(&water, keep(), &grade("劣Ⅴ")).status, Status::NotAchieved);
    assert_eq!(judge(&water, keep(), &grade("B")).reason, Some(Reason::Incomparable));
    let scale: Vec<String> = ["C", "B", "A"].map(str::to_owned).to_vec();
    let rating = indicator("x", "", Measure::Grade, Some(Direction::Higher));
    let target =
        target("x", period("2022"), Some(criterion(r#"{"kind":"grade","op":"at_least","grade":"B"}"#)));
    for (reported, status) in [("A", Status::Achieved), ("C", Status::NotAchieved)] {
        let reported = grade(reported);
        let case = Case::new(&rating, &target, day("2023-02-01"));
        assert_eq!(assess(&Case { reported: &reported, scale: &scale, ..case }).status, status);
    }
}

/// A bound proves where every grade that keeps it does, disproves where none does, and else leaves open.
#[test]
fn a_bound_on_a_grade_proves_what_follows_from_it() {
    let water = indicator("x", "", Measure::Grade, Some(Direction::Lower));
    let keep = |op, grade| Criterion::from(Condition::Grade { op, grade: String::from(grade) });
    let bound = |op, grade: &str| one(Figure::Grade { grade: grade.to_owned(), op: Some(op) }.into());
    let (at_least, less_than) = (Comparison::AtLeast, Comparison::LessThan);
    let third_or_better = bound(at_least, "Ⅲ");
    let answer = |asked, reported: &[Reported]| axes(&judge(&water, asked, reported));
    assert_eq!(
        answer(keep(at_least, "Ⅲ"), &third_or_better),
        (Status::Achieved, Some(Evidence::Bounded), None)
    );
    assert_eq!(
        answer(keep(at_least, "Ⅱ"), &third_or_better),
        (Status::NotAchieved, Some(Evidence::Undemonstrated), None)
    );
    assert_eq!(
        answer(keep(less_than, "Ⅲ"), &third_or_better),
        (Status::NotAchieved, Some(Evidence::Bounded), None)
    );
    let worse = bound(less_than, "Ⅴ");
    assert_eq!(answer(keep(at_least, "Ⅴ"), &worse), (Status::NotAchieved, Some(Evidence::Bounded), None));
    // No class is better than the first, and none is known by that name.
    for (op, grade) in [(Comparison::MoreThan, "Ⅰ"), (at_least, "B")] {
        assert_eq!(judge(&water, keep(at_least, "Ⅱ"), &bound(op, grade)).reason, Some(Reason::Incomparable));
    }
    let best = indicator("x", "", Measure::Grade, Some(Direction::OnTarget));
    assert_eq!(
        judge(&best, keep(at_least, "Ⅲ"), &third_or_better).reason,
        Some(Reason::Incomparable),
        "where the target itself is best, no grade is better than another"
    );
}

#[test]
fn ranks_and_milestones() {
    let rank = indicator("x", "", Measure::Level, Some(Direction::Lower));
    let first_three = || criterion(r#"{"kind":"rank","op":"at_most","rank":3,"among":"全国"}"#);
    let place = |rank| one(Figure::Rank { rank, among: "全国".to_owned() }.into());
    assert_eq!(judge(&rank, first_three(), &place(3)).status, Status::Achieved);
    assert_eq!(judge(&rank, first_three(), &place(4)).status, Status::NotAchieved);
    let elsewhere = one(Figure::Rank { rank: 1, among: "西部".to_owned() }.into());
    assert_eq!(judge(&rank, first_three(), &elsewhere).reason, Some(Reason::Incomparable));

    let bridge = indicator("x", "", Measure::Milestone, None);
    let done = || criterion(r#"{"kind":"milestone","by":"2022-06-30","what":"建成投用"}"#);
    let early = [vintage(
        1,
        "2022-01..2022-05",
        Figure::DeclaredAttained.into(),
        Basis::Final,
        "office",
        "2022-06-02",
    )];
    assert_eq!(axes(&judge(&bridge, done(), &early)), (Status::Achieved, Some(Evidence::Declared), None));
    let target = target("x", period("2022"), Some(done()));
    let status_on = |on| assess(&Case::new(&bridge, &target, day(on))).reason;
    assert_eq!(status_on("2022-06-30"), Some(Reason::NotDue));
    assert_eq!(status_on("2022-07-01"), Some(Reason::Late));
}

#[test]
fn a_change_is_counted_from_the_period_before() {
    let asked = || {
        criterion(
            r#"{"kind":"change","op":"at_least","by":"0.5","by_unit":"points","from":"previous_period"}"#,
        )
    };
    let reported = |now: &str| vec![counted(1, "2021", "70.3"), counted(2, "2022", now)];
    let answer = judge(&rate(Direction::Higher), asked(), &reported("70.8"));
    assert_eq!(axes(&answer), (Status::Achieved, Some(Evidence::Measured), None));
    assert_eq!(answer.figures.threshold, Ok(exact("70.8")));
    assert_eq!(judge(&rate(Direction::Higher), asked(), &reported("70.79")).status, Status::NotAchieved);
    let missing = [counted(2, "2022", "71")];
    assert_eq!(
        axes(&judge(&rate(Direction::Higher), asked(), &missing)),
        (Status::NotAssessable, None, Some(Reason::ReferenceMissing))
    );
}

#[test]
fn points_and_percent_are_typed_apart() {
    let percent = || {
        criterion(
            r#"{"kind":"change","op":"at_least","by":"5","by_unit":"percent","from":"previous_period"}"#,
        )
    };
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let grown = [vintage(
        2,
        "2022",
        value(r#"{"kind":"change","by":"6","by_unit":"percent"}"#),
        Basis::Final,
        "office",
        "2023-01-31",
    )];
    assert_eq!(axes(&judge(&flow, percent(), &grown)), (Status::Achieved, Some(Evidence::Measured), None));
    let points = one(value(r#"{"kind":"change","by":"6","by_unit":"points"}"#));
    assert_eq!(judge(&flow, percent(), &points).status, Status::NotAssessable);
    let amounts = [counted(1, "2021", "200"), counted(2, "2022", "210")];
    let answer = judge(&flow, percent(), &amounts);
    assert_eq!((answer.status, answer.figures.threshold), (Status::Achieved, Ok(exact("210"))));
}

#[test]
fn a_growth_of_a_known_figure_is_a_number() {
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let reported = |by: &str| {
        vec![
            counted(1, "2021", "1000"),
            vintage(
                2,
                "2022",
                value(&format!(r#"{{"kind":"change","by":"{by}","by_unit":"percent"}}"#)),
                Basis::Final,
                "office",
                "2023-01-31",
            ),
        ]
    };
    let at_least = |at: &str| threshold(Comparison::AtLeast, at);
    let answer = |at: &str| judge(&flow, at_least(at), &reported("7.1"));
    assert_eq!(axes(&answer("1071")), (Status::Achieved, Some(Evidence::Measured), None));
    assert_eq!(axes(&answer("1071.1")), (Status::NotAchieved, Some(Evidence::Measured), None));
    assert_eq!(answer("1070").figures.gap, Ok(exact("1")));
}

#[test]
fn relative_targets_and_all_of_the_parts() {
    let asked = || {
        criterion(
            r#"{"kind":"all","of":[{"kind":"threshold","op":"at_least","value":"6"},
            {"kind":"relative","op":"at_least","to":"经济增速"}]}"#,
        )
    };
    let indicator = rate(Direction::Higher);
    let mut target = target("x", period("2022"), Some(asked()));
    target.relative_to = Some(code("gdp"));
    let answer = |mine: &str, other: Option<&str>| {
        let reported = [counted(1, "2022", mine)];
        let references: Vec<Reference> = other
            .iter()
            .map(|other| Reference {
                indicator: code("gdp"),
                unit: None,
                reported: vec![counted(9, "2022", other)],
            })
            .collect();
        let case = Case::new(&indicator, &target, day("2023-02-01"));
        assess(&Case { reported: &reported, references: &references, ..case })
    };
    assert_eq!(answer("6.5", Some("6.5")).status, Status::Achieved);
    let short = answer("6.5", Some("7"));
    assert_eq!((short.status, short.figures.gap), (Status::NotAchieved, Ok(exact("-0.5"))));
    assert_eq!(answer("5.9", None).status, Status::NotAchieved, "the known part already refutes");
    assert_eq!(answer("6.5", None).reason, Some(Reason::ReferenceMissing));
}

#[test]
fn ranges_bind_at_the_end_that_the_direction_names() {
    let range = || criterion(r#"{"kind":"range","low":"6","high":"7"}"#);
    for (direction, reported, status, gap) in [
        (Direction::Higher, "6", Status::Achieved, "0"),
        (Direction::Higher, "8", Status::Achieved, "2"),
        (Direction::Higher, "5.9", Status::NotAchieved, "-0.1"),
        (Direction::Lower, "7", Status::Achieved, "0"),
        (Direction::Lower, "5", Status::Achieved, "2"),
        (Direction::Lower, "7.1", Status::NotAchieved, "-0.1"),
        (Direction::OnTarget, "6.4", Status::Achieved, "0.4"),
        (Direction::OnTarget, "7.5", Status::NotAchieved, "-0.5"),
    ] {
        let answer = judge(&rate(direction), range(), &one(number(reported)));
        assert_eq!((answer.status, answer.figures.gap), (status, Ok(exact(gap))), "{direction} {reported}");
    }
}

#[test]
fn the_tolerance_counts_for_about_and_for_on_target_only() {
    let indicator = rate(Direction::Higher);
    let judged = |text: &str, indicator: &Indicator, reported: &str| {
        let mut target = target("x", period("2022"), Some(criterion(text)));
        target.tolerance = Some(exact("0.1"));
        let reported = one(number(reported));
        assess(&Case { reported: &reported, ..Case::new(indicator, &target, day("2023-02-01")) })
    };
    let about = r#"{"kind":"threshold","op":"at_least","value":"5.5","about":true}"#;
    let plain = r#"{"kind":"threshold","op":"at_least","value":"5.5"}"#;
    let equal = r#"{"kind":"threshold","op":"equal","value":"5.5"}"#;
    assert_eq!(judged(about, &indicator, "5.4").status, Status::Achieved);
    assert_eq!(judged(about, &indicator, "5.39").status, Status::NotAchieved);
    assert_eq!(judged(plain, &indicator, "5.4").status, Status::NotAchieved);
    let on_target = rate(Direction::OnTarget);
    assert_eq!(judged(equal, &on_target, "5.6").status, Status::Achieved);
    assert_eq!(judged(equal, &on_target, "5.61").status, Status::NotAchieved);
    assert_eq!(judged(about, &indicator, "5.4").figures.margin, Ok(exact("0")));
}

#[test]
fn the_report_declares() {
    let indicator = rate(Direction::Higher);
    let declared = one(Figure::DeclaredAttained.into());
    let answer = judge(&indicator, threshold(Comparison::AtLeast, "5"), &declared);
    assert_eq!(axes(&answer), (Status::Achieved, Some(Evidence::Declared), None));
    assert_eq!(answer.figures.completion.unwrap_err().code, "no_number");
    let boast = one(value(r#"{"kind":"number","value":"4","declared":"attained"}"#));
    let answer = judge(&indicator, threshold(Comparison::AtLeast, "5"), &boast);
    assert_eq!(axes(&answer), (Status::NotAchieved, Some(Evidence::Measured), None), "the number decides");
    let deferred = || criterion(r#"{"kind":"deferred"}"#);
    let kept = one(value(r#"{"kind":"number","value":"2.5","declared":"on_parent_pace"}"#));
    assert_eq!(
        axes(&judge(&indicator, deferred(), &kept)),
        (Status::Achieved, Some(Evidence::Declared), None)
    );
    assert_eq!(judge(&indicator, deferred(), &one(number("2.5"))).reason, Some(Reason::TargetDeferred));
}

#[test]
fn a_refutation_rests_on_its_strongest_part_and_a_proof_on_its_weakest() {
    let indicator = rate(Direction::Higher);
    let mut target = target(
        "x",
        period("2022"),
        Some(criterion(
            r#"{"kind":"all","of":[{"kind":"threshold","op":"at_least","value":"6"},
            {"kind":"relative","op":"at_least","to":"经济增速"}]}"#,
        )),
    );
    target.relative_to = Some(code("gdp"));
    let judged = |mine: &str, bound: &str| {
        let other = vintage(9, "2022", value(bound), Basis::Final, "office", "2023-01-31");
        let references = [Reference { indicator: code("gdp"), unit: None, reported: vec![other] }];
        let reported = [counted(1, "2022", mine)];
        let case = Case::new(&indicator, &target, day("2023-02-01"));
        axes(&assess(&Case { reported: &reported, references: &references, ..case }))
    };
    let above_seven = r#"{"kind":"bound","op":"more_than","value":"7"}"#;
    assert_eq!(judged("5", above_seven), (Status::NotAchieved, Some(Evidence::Measured), None));
    let below_six = r#"{"kind":"bound","op":"less_than","value":"6"}"#;
    assert_eq!(judged("6.5", below_six), (Status::Achieved, Some(Evidence::Bounded), None));
}

#[test]
fn progress_has_no_meaning_from_a_baseline_that_is_better_than_the_target() {
    let from = |before: &str| {
        let reported = [counted(1, "2021", before), counted(2, "2022", "5.4")];
        judge(&rate(Direction::Lower), threshold(Comparison::AtMost, "5.5"), &reported).figures.progress
    };
    assert_eq!(from("5.2").unwrap_err().code, "baseline_beyond_target");
    assert_eq!(from("5.5").unwrap_err().code, "baseline_equals_target");
    assert_eq!(from("5.6"), Ok(exact("200")));
}

#[test]
fn an_amount_within_the_rounding_of_an_implied_target_proves_nothing() {
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let unprinted = target("x", period("2022"), None);
    let judged = |whole: &str| {
        let share = value(r#"{"kind":"share_of_target","percent":"50","value":"500"}"#);
        let reported = [
            vintage(1, "2022-01..2022-06", share, Basis::Final, "office", "2022-07-10"),
            counted(2, "2022", whole),
        ];
        let case = Case::new(&flow, &unprinted, day("2023-02-01"));
        axes(&assess(&Case { reported: &reported, ..case }))
    };
    assert_eq!(judged("1011"), (Status::Achieved, Some(Evidence::Declared), None));
    assert_eq!(judged("1001"), (Status::NotAchieved, Some(Evidence::Undemonstrated), None));
    assert_eq!(judged("990"), (Status::NotAchieved, Some(Evidence::Declared), None));
}

#[test]
fn a_part_of_a_year_is_counted_from_the_same_part_a_year_before() {
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let asked = r#"{"kind":"change","op":"at_least","by":"5","by_unit":"percent","from":"previous_period"}"#;
    let target = target("x", period("2022-H1"), Some(criterion(asked)));
    let reported = [counted(1, "2021-H1", "100"), counted(2, "2021-H2", "300"), counted(3, "2022-H1", "106")];
    let answer = assess(&Case { reported: &reported, ..Case::new(&flow, &target, day("2022-08-01")) });
    assert_eq!((answer.status, answer.figures.threshold), (Status::Achieved, Ok(exact("105"))));
}

#[test]
fn what_was_done_after_its_day_is_no_proof_of_the_day() {
    let milestone = indicator("x", "", Measure::Milestone, None);
    let done =
        |of: &str| vintage(1, of, Figure::DeclaredAttained.into(), Basis::Final, "office", "2022-12-20");
    let by_june = criterion(r#"{"kind":"milestone","by":"2022-06-30","what":"2022年6月底前完成"}"#);
    let late = judge(&milestone, by_june.clone(), &[done("2022-12")]);
    assert_eq!(axes(&late), (Status::NotAchieved, Some(Evidence::Undemonstrated), None));
    for of in ["2022-06", "2022-05..2022-07", "2022"] {
        let answer = judge(&milestone, by_june.clone(), &[done(of)]);
        assert_eq!(axes(&answer), (Status::Achieved, Some(Evidence::Declared), None), "{of}");
    }
    let twice = [done("2022-06"), Reported { id: 2, recorded: 2, ..done("2022-12") }];
    assert_eq!(judge(&milestone, by_june, &twice).status, Status::Achieved, "done in June is done");
}

#[test]
fn a_year_before_that_is_known_by_its_quarters_is_known() {
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let grown = criterion(
        r#"{"kind":"change","op":"at_least","by":"6","by_unit":"percent","from":"previous_period"}"#,
    );
    let mut reported: Vec<Reported> =
        (1..=4).map(|quarter| counted(quarter, &format!("2021-Q{quarter}"), "25")).collect();
    reported.push(counted(5, "2022", "107"));
    let answer = judge(&flow, grown.clone(), &reported);
    assert_eq!((answer.status, answer.figures.threshold), (Status::Achieved, Ok(exact("106"))));
    reported.remove(2);
    assert_eq!(judge(&flow, grown.clone(), &reported).reason, Some(Reason::ReferenceMissing), "a hole");
    let level = indicator("x", "t", Measure::Level, Some(Direction::Higher));
    reported.insert(2, counted(3, "2021-Q3", "25"));
    assert_eq!(
        judge(&level, grown, &reported).reason,
        Some(Reason::ReferenceMissing),
        "states do not add up"
    );
}

#[test]
fn an_answer_that_rests_on_an_expected_reference_is_provisional() {
    let compared = criterion(r#"{"kind":"relative","op":"at_least","to":"y","code":"y"}"#);
    let target = target("x", period("2022"), Some(compared));
    let judged = |basis| {
        let references = [Reference {
            indicator: code("y"),
            unit: None,
            reported: vec![vintage(2, "2022", number("4.9"), basis, "office", "2023-01-10")],
        }];
        let reported = [counted(1, "2022", "5")];
        let indicator = rate(Direction::Higher);
        let case = Case::new(&indicator, &target, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported, references: &references, ..case });
        (answer.status, answer.provisional)
    };
    assert_eq!(judged(Basis::Final), (Status::Achieved, false));
    assert_eq!(judged(Basis::Forecast), (Status::Achieved, true));
    let raised = criterion(
        r#"{"kind":"change","op":"at_least","by":"0.5","by_unit":"points","from":"previous_period"}"#,
    );
    let before = vintage(1, "2021", number("71"), Basis::Forecast, "office", "2022-01-10");
    let answer = judge(&rate(Direction::Higher), raised, &[before, counted(2, "2022", "71.6")]);
    assert_eq!((answer.status, answer.provisional), (Status::Achieved, true));
}

#[test]
fn of_the_classes_of_water_the_first_is_the_best_either_way() {
    let grade = |at: &str| one(value(&format!(r#"{{"kind":"grade","grade":"{at}"}}"#)));
    let at_least_3 = || criterion(r#"{"kind":"grade","op":"at_least","grade":"Ⅲ"}"#);
    for direction in [Direction::Lower, Direction::Higher] {
        let water = indicator("x", "", Measure::Grade, Some(direction));
        assert_eq!(judge(&water, at_least_3(), &grade("Ⅱ")).status, Status::Achieved, "{direction}");
        assert_eq!(judge(&water, at_least_3(), &grade("劣Ⅴ")).status, Status::NotAchieved, "{direction}");
    }
    let own = Indicator {
        scale: ["C", "B", "A"].map(str::to_owned).to_vec(),
        ..indicator("x", "", Measure::Grade, Some(Direction::Higher))
    };
    let at_least_b = criterion(r#"{"kind":"grade","op":"at_least","grade":"B"}"#);
    let target = target("x", period("2022"), Some(at_least_b));
    let case = Case::new(&own, &target, day("2023-02-01"));
    let answer = assess(&Case { scale: &own.scale, reported: &grade("A"), ..case });
    assert_eq!(answer.status, Status::Achieved, "a scale of one's own has the direction's better end");
}
