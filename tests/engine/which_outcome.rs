//! Which outcome answers: vintages, sources, calibers, rulings; and what groups and counts make of the answers.

use plantrack::domain::{
    assessment::{
        Assessment, Case, Evidence, Exemption, Figures, Reason, Reference, Reported, Status, assess,
        summarise,
    },
    caliber::{Bridge, factor_of_overlap},
    criterion::{Comparison, Criterion},
    indicator::{Direction, Indicator, Measure},
    outcome::{Basis, Outcome},
    quantity::Exact,
    value::{Figure, Value},
};

use crate::support::{
    code, counted, day, exact, indicator, number, period, read_as_outcome, read_as_target, target, threshold,
    vintage,
};

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
fn a_final_figure_is_not_displaced_by_a_later_forecast() {
    let reported = [
        vintage(1, "2022", number("7"), Basis::Final, "office", "2023-01-10"),
        vintage(2, "2022", number("5"), Basis::Forecast, "office", "2023-01-20"),
        vintage(3, "2022", number("6"), Basis::Preliminary, "office", "2023-01-25"),
    ];
    let answer = judge(&rate(Direction::Higher), threshold(Comparison::AtLeast, "7"), &reported);
    assert_eq!((answer.status, answer.chosen, answer.provisional), (Status::Achieved, Some(1), false));
}

#[test]
fn within_one_basis_the_latest_day_then_the_latest_record_answers() {
    let mut reported = [
        vintage(1, "2022", number("7"), Basis::Final, "office", "2023-01-20"),
        vintage(2, "2022", number("5"), Basis::Final, "office", "2023-01-20"),
        vintage(3, "2022", number("9"), Basis::Final, "office", "2023-01-10"),
    ];
    let criterion = threshold(Comparison::AtLeast, "6");
    assert_eq!(judge(&rate(Direction::Higher), criterion.clone(), &reported).chosen, Some(2));
    reported.reverse();
    let answer = judge(&rate(Direction::Higher), criterion, &reported);
    assert_eq!((answer.chosen, answer.conflict), (Some(2), vec![]), "one source does not contradict itself");
}

#[test]
fn another_source_that_disagrees_is_a_conflict_and_one_that_agrees_is_not() {
    let reported = [
        vintage(1, "2022", number("7"), Basis::Final, "press", "2023-01-10"),
        vintage(2, "2022", number("7"), Basis::Final, "yearbook", "2023-01-11"),
        vintage(3, "2022", number("8"), Basis::Final, "office", "2023-01-20"),
        vintage(
            4,
            "2022",
            value(r#"{"kind":"bound","op":"more_than","value":"7.5"}"#),
            Basis::Final,
            "radio",
            "2023-01-02",
        ),
    ];
    let answer = judge(&rate(Direction::Higher), threshold(Comparison::AtLeast, "6"), &reported);
    assert_eq!((answer.chosen, answer.conflict), (Some(3), vec![1, 2]));
}

#[test]
fn roundings_of_one_number_do_not_contradict_each_other() {
    let of = rate(Direction::Higher);
    let conflict = |first: &str, second: &str| {
        let report = |id, source, phrase| {
            let mut one =
                vintage(id, "2022", read_as_outcome(phrase, &of), Basis::Final, source, "2023-01-10");
            one.outcome.text = phrase.to_owned();
            one
        };
        let mut reported = [report(1, "A", first), report(2, "B", second)];
        let judged =
            |reported: &[Reported]| judge(&of, threshold(Comparison::AtLeast, "1"), reported).conflict.len();
        let count = judged(&reported);
        reported.reverse();
        assert_eq!(count, judged(&reported), "whatever comes first");
        count
    };
    for (first, second) in
        [("101.26", "101.3"), ("101.3", "约101"), ("5左右", "6左右"), ("-2.45", "-2.4"), ("超过7", "7.2")]
    {
        assert_eq!(conflict(first, second), 0, "{first} {second}");
    }
    for (first, second) in [
        ("100", "101"),
        ("2.5", "2.6"),
        ("5.0", "5.4"),
        ("1,002.0", "1,002.4"),
        ("101.24", "101.3"),
        ("101.3左右", "101.6左右"),
        ("7左右", "5左右"),
        ("超过8", "7.2"),
    ] {
        assert_eq!(conflict(first, second), 1, "{first} {second}");
    }
}

#[test]
fn a_blank_answers_nothing_and_a_zero_is_a_value() {
    let blank = one(Figure::NotReported { why: None }.into());
    let criterion = threshold(Comparison::AtLeast, "5");
    assert_eq!(
        axes(&judge(&rate(Direction::Higher), criterion.clone(), &blank)),
        (Status::AwaitingOutcome, None, Some(Reason::Late))
    );
    let zero = one(number("0"));
    let answer = judge(&rate(Direction::Higher), criterion, &zero);
    assert_eq!(axes(&answer), (Status::NotAchieved, Some(Evidence::Measured), None));
    assert_eq!(answer.figures.completion, Ok(exact("0")));
}

#[test]
fn a_caliber_is_compared_only_like_for_like() {
    let asked = || threshold(Comparison::AtLeast, "5");
    let mut reported = one(number("9"));
    reported[0].outcome.caliber = Some(code("new"));
    let answer = judge(&rate(Direction::Higher), asked(), &reported);
    assert_eq!(axes(&answer), (Status::NotAssessable, None, Some(Reason::CaliberChanged)));
    assert_eq!(answer.figures, Figures::none(answer.figures.gap.unwrap_err()), "no figure is shown either");
    reported[0].outcome.value.like_for_like = true;
    assert_eq!(judge(&rate(Direction::Higher), asked(), &reported).status, Status::Achieved);
}

#[test]
fn what_was_ruled_from_outside() {
    let indicator = rate(Direction::Higher);
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "5")));
    let with = |exemption, reported: &[Reported]| {
        let case = Case::new(&indicator, &target, day("2023-02-01"));
        axes(&assess(&Case { exemption: Some(exemption), reported, ..case }))
    };
    let seven = [counted(1, "2022", "7")];
    assert_eq!(with(Exemption::Withheld, &[]), (Status::AwaitingOutcome, None, Some(Reason::Withheld)));
    assert_eq!(with(Exemption::Withheld, &seven).0, Status::Achieved);
    assert_eq!(
        with(Exemption::Discontinued, &seven),
        (Status::NotAssessable, None, Some(Reason::Discontinued))
    );
    assert_eq!(with(Exemption::NotApplicable, &[]).2, Some(Reason::NotApplicable));
}

#[test]
fn a_forecast_for_the_whole_is_judged_early_and_is_provisional() {
    let indicator = rate(Direction::Higher);
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "5")));
    let reported = [vintage(1, "2022", number("6"), Basis::Forecast, "office", "2022-11-30")];
    let answer = assess(&Case { reported: &reported, ..Case::new(&indicator, &target, day("2022-12-01")) });
    assert_eq!((answer.status, answer.provisional), (Status::Achieved, true));
    let case = Case::new(&indicator, &target, day("2023-02-01"));
    let strict = assess(&Case { reported: &reported, admitted_from: Basis::Final, ..case });
    assert_eq!(axes(&strict), (Status::AwaitingOutcome, None, Some(Reason::Late)));
}

#[test]
fn a_restated_series_supersedes_nothing_and_is_no_year_before() {
    let restated = |id, of: &str, value: &str| {
        let mut vintage = counted(id, of, value);
        vintage.outcome.caliber = Some(code("new"));
        vintage
    };
    let both = [counted(1, "2022", "60"), restated(2, "2022", "18")];
    let answer = judge(&rate(Direction::Higher), threshold(Comparison::AtLeast, "50"), &both);
    assert_eq!((answer.status, answer.chosen, answer.conflict), (Status::Achieved, Some(1), vec![]));
    let asked = criterion(
        r#"{"kind":"change","op":"at_least","by":"1","by_unit":"points","from":"previous_period"}"#,
    );
    let broken = [restated(1, "2021", "10"), counted(2, "2022", "60")];
    let answer = judge(&rate(Direction::Higher), asked, &broken);
    assert_eq!(axes(&answer), (Status::NotAssessable, None, Some(Reason::ReferenceMissing)));
}

#[test]
fn a_declared_bridge_turns_a_figure_to_the_targets_caliber() {
    let indicator = rate(Direction::Higher);
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "50")));
    let mut restated = counted(2, "2022", "18");
    restated.outcome.caliber = Some(code("new"));
    let bridge = |to: Option<&str>, factor: &str| Bridge {
        indicator: code("x"),
        from: code("new"),
        to: to.map(code),
        factor: exact(factor),
        source: "yearbook".to_owned(),
    };
    let judged = |bridges: &[Bridge], reported: &[Reported]| {
        assess(&Case { bridges, reported, ..Case::new(&indicator, &target, day("2023-02-01")) })
    };
    let crossed = judged(&[bridge(None, "3")], std::slice::from_ref(&restated));
    assert_eq!((crossed.status, crossed.figures.outcome), (Status::Achieved, Ok(exact("54"))));
    assert_eq!(crossed.steps[0].code(), "bridged");
    let elsewhere =
        judged(&[bridge(Some("other"), "3"), bridge(None, "-3")], std::slice::from_ref(&restated));
    assert_eq!(elsewhere.reason, Some(Reason::CaliberChanged));
    let own = judged(&[bridge(None, "3")], &[counted(1, "2022", "40"), restated]);
    assert_eq!((own.chosen, own.status), (Some(1), Status::NotAchieved), "its own figure needs no bridge");
}

#[test]
fn parts_on_the_targets_own_caliber_need_no_bridge() {
    let indicator = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "100")));
    let mut restated = counted(3, "2022", "180");
    restated.outcome.caliber = Some(code("new"));
    let (from, to) = (code("new"), None);
    let bridge = Bridge { indicator: code("x"), from, to, factor: exact("0.5"), source: String::new() };
    let reported = [counted(1, "2022-H1", "60"), counted(2, "2022-H2", "60"), restated];
    let case = Case::new(&indicator, &target, day("2023-02-01"));
    let answer = assess(&Case { bridges: &[bridge], reported: &reported, ..case });
    assert_eq!((answer.status, answer.figures.outcome), (Status::Achieved, Ok(exact("120"))));
}

#[test]
fn the_figure_that_a_bridge_was_taken_from_turns_to_exactly_the_other_one() {
    let indicator = rate(Direction::Higher);
    for (from, to) in
        (1..60_i64).flat_map(|from| (1..60_i64).map(move |to| (Exact::from(from), Exact::from(to))))
    {
        let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, &to.to_string())));
        let mut restated = counted(1, "2022", &from.to_string());
        restated.outcome.caliber = Some(code("new"));
        let bridge = Bridge {
            indicator: code("x"),
            from: code("new"),
            to: None,
            factor: factor_of_overlap(from, to).unwrap(),
            source: "yearbook".to_owned(),
        };
        let (bridges, reported) = ([bridge], [restated]);
        let case = Case::new(&indicator, &target, day("2023-02-01"));
        let crossed = assess(&Case { bridges: &bridges, reported: &reported, ..case });
        assert_eq!((crossed.status, crossed.figures.outcome), (Status::Achieved, Ok(to)), "{from} to {to}");
    }
}

#[test]
fn a_figure_that_the_report_prints_like_for_like_too_is_held_against_what_means_that_one() {
    let indicator = rate(Direction::Higher);
    let value = read_as_outcome("5.2%（同口径8.9%）", &indicator);
    let reported = vintage(1, "2022", value, Basis::Final, "office", "2023-01-31");
    let judged = |words: &str, reported: &Reported| {
        let target = target("x", period("2022"), Some(read_as_target(words, &indicator)));
        assess(&Case {
            reported: std::slice::from_ref(reported),
            ..Case::new(&indicator, &target, day("2023-02-01"))
        })
    };
    let plain = judged("6%", &reported);
    assert_eq!((plain.status, plain.figures.outcome), (Status::NotAchieved, Ok(exact("5.2"))));
    let like = judged("同口径6%", &reported);
    assert_eq!((like.status, like.figures.outcome), (Status::Achieved, Ok(exact("8.9"))));
    assert_eq!(like.steps[0].code(), "like_for_like");
    let mut restated = reported;
    restated.outcome.caliber = Some(code("new"));
    let crossed = judged("6%", &restated);
    assert_eq!((crossed.status, crossed.figures.outcome), (Status::Achieved, Ok(exact("8.9"))));
}

#[test]
fn a_group_rests_on_the_weakest_evidence_and_stands_as_its_weakest_member() {
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let five = || threshold(Comparison::AtLeast, "5");
    let measured = judge(&flow, five(), &one(number("6")));
    let declared = judge(&flow, five(), &one(Figure::DeclaredAttained.into()));
    let failed = judge(&flow, five(), &one(number("4")));
    let awaited = judge(&flow, five(), &[]);
    let group = indicator("g", "", Measure::Group, None);
    let whole = target("g", period("2022"), None);
    let of = |members: &[&Assessment]| {
        let members: Vec<Assessment> = members.iter().copied().cloned().collect();
        axes(&assess(&Case { members: &members, ..Case::new(&group, &whole, day("2023-02-01")) }))
    };
    assert_eq!(of(&[&measured, &declared]), (Status::Achieved, Some(Evidence::Declared), None));
    assert_eq!(of(&[&measured, &failed, &awaited]).0, Status::NotAchieved);
    assert_eq!(of(&[&measured, &awaited]), (Status::AwaitingOutcome, None, Some(Reason::Late)));
    assert_eq!(of(&[]), (Status::NotAssessable, None, Some(Reason::GroupEmpty)));
}

#[test]
fn a_final_figure_for_days_not_over_yet_is_provisional() {
    let indicator = rate(Direction::Higher);
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "5")));
    let reported = [vintage(1, "2022", number("6"), Basis::Final, "office", "2022-12-20")];
    let on =
        |on| assess(&Case { reported: &reported, ..Case::new(&indicator, &target, day(on)) }).provisional;
    assert!(on("2022-12-31"));
    assert!(!on("2023-01-01"));
}

#[test]
fn the_targets_own_words_stand_before_the_caliber() {
    let mut reported = one(number("9"));
    reported[0].outcome.caliber = Some(code("new"));
    let qualitative = judge(&rate(Direction::Higher), criterion(r#"{"kind":"qualitative"}"#), &reported);
    assert_eq!(qualitative.reason, Some(Reason::TargetQualitative));
}

#[test]
fn targets_for_an_area_are_no_part_of_the_counts() {
    let answer = judge(&rate(Direction::Higher), threshold(Comparison::AtLeast, "5"), &one(number("6")));
    let whole = target("x", period("2022"), None);
    let mut part = whole.clone();
    part.series.area = Some(code("fuling"));
    let mut sub = whole.clone();
    sub.parent = Some(code("g"));
    let summary = summarise([(&whole, &answer), (&part, &answer), (&sub, &answer)]);
    assert_eq!((summary.headline.all.total, summary.sub_indicators.all.total), (1, 1));
}

#[test]
fn a_mere_word_does_not_displace_another_sources_figure() {
    let word = |text: &str, basis| vintage(2, "2022", value(text), basis, "press", "2023-01-11");
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let figure = vintage(1, "2022", number("99"), Basis::Final, "office", "2023-01-10");
    let at_least_100 = || threshold(Comparison::AtLeast, "100");
    for text in [r#"{"kind":"declared_attained"}"#, r#"{"kind":"share_of_target","percent":"101"}"#] {
        let answer = judge(&flow, at_least_100(), &[figure.clone(), word(text, Basis::Final)]);
        assert_eq!((answer.status, answer.chosen), (Status::NotAchieved, Some(1)), "{text}");
        let mut own = word(text, Basis::Final);
        own.outcome.source = "office".to_owned();
        let answer = judge(&flow, at_least_100(), &[figure.clone(), own]);
        assert_eq!((answer.status, answer.chosen), (Status::Achieved, Some(2)), "its own later word stands");
    }
    let expected =
        Reported { outcome: Outcome { basis: Basis::Forecast, ..figure.outcome.clone() }, ..figure };
    let counted_word = word(r#"{"kind":"declared_attained"}"#, Basis::Final);
    let answer = judge(&flow, at_least_100(), &[expected, counted_word]);
    assert_eq!(answer.chosen, Some(2), "an expectation refutes nothing");
}

#[test]
fn a_blank_takes_back_the_word_of_its_own_basis_alone() {
    let of = |id, figure: Value, basis| vintage(id, "2022", figure, basis, "office", "2023-01-10");
    let reported = [
        of(1, number("95"), Basis::Forecast),
        of(2, number("101"), Basis::Preliminary),
        of(3, Figure::NotReported { why: None }.into(), Basis::Preliminary),
    ];
    let answer = judge(&rate(Direction::Higher), threshold(Comparison::AtLeast, "100"), &reported);
    assert_eq!((answer.status, answer.chosen), (Status::NotAchieved, Some(1)));
}

#[test]
fn a_reference_restated_on_another_caliber_supersedes_nothing() {
    let compared = criterion(r#"{"kind":"relative","op":"at_least","to":"y","code":"y"}"#);
    let target = target("x", period("2022"), Some(compared));
    let on = |id, of: &str, at: &str, caliber: Option<&str>| {
        let mut vintage = counted(id, of, at);
        vintage.outcome.caliber = caliber.map(code);
        vintage
    };
    let judged = |reference: &[Reported]| {
        let references = [Reference { indicator: code("y"), unit: None, reported: reference.to_vec() }];
        let indicator = rate(Direction::Higher);
        let case = Case::new(&indicator, &target, day("2023-03-01"));
        let answer = assess(&Case { reported: &[counted(1, "2022", "5")], references: &references, ..case });
        (answer.status, answer.figures.threshold.ok())
    };
    let (own, restated) = (on(2, "2022", "4.9", None), on(3, "2022", "5.5", Some("census")));
    assert_eq!(judged(&[own.clone(), restated.clone()]), (Status::Achieved, Some(exact("4.9"))));
    let before = on(4, "2021", "6", None);
    assert_eq!(judged(&[before, restated.clone()]).0, Status::NotAssessable, "another thing is no reference");
    assert_eq!(judged(&[restated]), (Status::NotAchieved, Some(exact("5.5"))), "it never had another");
}

#[test]
fn what_counted_parts_settle_is_not_displaced_by_an_expectation_or_a_word() {
    let of = |id, of: &str, figure: Value, basis| vintage(id, of, figure, basis, "office", "2022-07-20");
    let flow = |direction| indicator("x", "t", Measure::Flow, Some(direction));
    let target = |op| target("x", period("2022"), Some(threshold(op, "100")));
    let judged = |direction, op, reported: &[Reported], on: &str| {
        let (indicator, target) = (flow(direction), target(op));
        assess(&Case { reported, ..Case::new(&indicator, &target, day(on)) })
    };
    let by = |source: &str, mut vintage: Reported| {
        source.clone_into(&mut vintage.outcome.source);
        vintage
    };
    let half = of(1, "2022-H1", number("120"), Basis::Final);
    let expected = by("press", of(2, "2022", number("95"), Basis::Forecast));
    let broken = [half.clone(), expected.clone()];
    let answer = judged(Direction::Lower, Comparison::AtMost, &broken, "2022-08-01");
    assert_eq!((answer.status, answer.conflict), (Status::NotAchieved, vec![2]), "a broken cap stays broken");

    let quarters = |amounts: [&str; 4], basis| -> Vec<Reported> {
        let named = ["2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"];
        (10..).zip(named.into_iter().zip(amounts)).map(|(id, (q, at))| of(id, q, number(at), basis)).collect()
    };
    let mut short = quarters(["20", "25", "25", "25"], Basis::Final);
    short.push(by("press", of(20, "2022", number("100"), Basis::Forecast)));
    let answer = judged(Direction::Higher, Comparison::AtLeast, &short, "2023-02-01");
    assert_eq!((answer.status, answer.figures.outcome), (Status::NotAchieved, Ok(exact("95"))));
    assert_eq!(answer.conflict, [20]);

    let mut expected_parts = quarters(["20", "25", "25", "25"], Basis::Forecast);
    expected_parts.push(of(20, "2022", number("100"), Basis::Forecast));
    let answer = judged(Direction::Higher, Comparison::AtLeast, &expected_parts, "2023-02-01");
    assert_eq!(
        (answer.status, answer.chosen),
        (Status::Achieved, Some(20)),
        "of one basis the whole answers"
    );

    let mut worded = vec![
        of(1, "2022-Q1", number("60"), Basis::Final),
        of(2, "2022-Q2", number("60"), Basis::Final),
        of(3, "2022", Figure::DeclaredAttained.into(), Basis::Final),
    ];
    let answer = judged(Direction::Lower, Comparison::AtMost, &worded, "2023-02-01");
    assert_eq!(answer.status, Status::NotAchieved, "the word proves only what no number refutes");
    worded.remove(1);
    let answer = judged(Direction::Lower, Comparison::AtMost, &worded, "2023-02-01");
    assert_eq!((answer.status, answer.chosen), (Status::Achieved, Some(3)));
}

#[test]
fn nobody_contradicts_himself_nor_what_he_agrees_with() {
    let of = |id, of: &str, figure: Value, basis, source: &str| {
        vintage(id, of, figure, basis, source, "2023-01-10")
    };
    let flow = |direction| indicator("x", "t", Measure::Flow, Some(direction));
    let conflict = |direction, op, reported: &[Reported]| {
        let answer = judge(&flow(direction), threshold(op, "100"), reported);
        (answer.status, answer.conflict)
    };
    let share = value(r#"{"kind":"share_of_target","percent":"103"}"#);
    let alone = [of(1, "2022", share, Basis::Final, "a")];
    assert_eq!(conflict(Direction::Lower, Comparison::AtMost, &alone), (Status::NotAchieved, vec![]));
    let halves = [
        of(1, "2022-H1", number("60"), Basis::Final, "a"),
        of(2, "2022-H2", number("45"), Basis::Final, "a"),
    ];
    let with = |figure: Value, source: &str| {
        let mut reported = halves.to_vec();
        reported.push(of(3, "2022", figure, Basis::Forecast, source));
        conflict(Direction::Higher, Comparison::AtLeast, &reported).1
    };
    assert_eq!(with(number("105"), "b"), [0; 0]);
    assert_eq!(with(Figure::DeclaredAttained.into(), "b"), [0; 0]);
    assert_eq!(with(value(r#"{"kind":"bound","op":"more_than","value":"100"}"#), "b"), [0; 0]);
    assert_eq!(with(number("95"), "a"), [0; 0], "it was his own expectation");
    assert_eq!(with(number("95"), "b"), [3]);
}

#[test]
fn one_number_with_and_without_a_multiplier_is_no_conflict() {
    let of = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let conflict = |one: &str, other: &str| {
        let said = |id, words: &str, source: &str| {
            let value = read_as_outcome(words, &of);
            let mut said = vintage(id, "2022", value, Basis::Final, source, "2023-01-20");
            said.outcome.text = words.to_owned();
            said
        };
        let reported = [said(1, one, "press"), said(2, other, "office")];
        let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "11000")));
        let case = Case::new(&of, &target, day("2023-02-01"));
        !assess(&Case { reported: &reported, ..case }).conflict.is_empty()
    };
    assert!(!conflict("1.2万亿元", "11986亿元"));
    assert!(!conflict("1.2万亿元", "12499亿元"));
    assert!(conflict("1.2万亿元", "12501亿元"));
    assert!(!conflict("1.20万亿元", "11986亿元"), "printed to hundreds");
    assert!(conflict("1.200万亿元", "11986亿元"), "printed to tens");
    assert!(conflict("12000亿元", "11986亿元"), "printed to the last 亿元");
    assert!(conflict("1.20万亿元", "1.19万亿元"));
    assert!(!conflict("1.2万亿元，增长12%", "11986亿元"), "the growth is another number");
    assert!(conflict("12000亿元，增长12%", "11986亿元"));
}
