//! Sources that cannot both be right, whatever the form in which they say it; and those that can.

use plantrack::domain::{
    assessment::{Assessment, Case, Evidence, Reported, Status, Verdict, assess},
    criterion::Comparison,
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    value::Value,
};

use crate::support::{
    code, day, indicator, number, period, read_as_outcome, read_as_target, target, threshold, vintage,
};

const NONE: [i64; 0] = [];

fn flow() -> Indicator {
    indicator("x", "亿元", Measure::Flow, Some(Direction::Higher))
}

/// Source, period and words of each report, in the order in which they came.
fn judged(words: &str, reports: &[(&str, &str, &str)], on: &str) -> Assessment {
    let of = flow();
    let asked = target("x", period("2022"), Some(read_as_target(words, &of)));
    let reported: Vec<Reported> = reports
        .iter()
        .zip(1..)
        .map(|((source, when, words), id)| {
            let mut one = vintage(id, when, read_as_outcome(words, &of), Basis::Final, source, "2022-07-05");
            (*words).clone_into(&mut one.outcome.text);
            one
        })
        .collect();
    assess(&Case { reported: &reported, ..Case::new(&of, &asked, day(on)) })
}

fn at_the_end(words: &str, reports: &[(&str, &str, &str)]) -> Vec<i64> {
    judged(words, reports, "2023-02-01").conflict
}

fn at_mid_year(words: &str, reports: &[(&str, &str, &str)]) -> Vec<i64> {
    judged(words, reports, "2022-07-20").conflict
}

#[test]
fn a_word_against_a_figure_or_a_share_that_settles_it_otherwise() {
    assert_eq!(at_the_end("100", &[("a", "2022", "已完成"), ("b", "2022", "98")]), [1]);
    assert_eq!(at_the_end("100", &[("a", "2022", "未完成"), ("b", "2022", "102")]), [1]);
    assert_eq!(at_the_end("100", &[("a", "2022", "已完成"), ("b", "2022", "102")]), NONE);
    assert_eq!(at_the_end("100", &[("a", "2022", "已完成"), ("b", "2022", "超过90")]), NONE, "it may be 100");
    assert_eq!(at_the_end("100", &[("a", "2022", "已完成"), ("b", "2022", "约100")]), NONE);
    assert_eq!(at_the_end("100.2", &[("a", "2022", "已完成"), ("b", "2022", "100")]), NONE, "it is rounded");
    let share = [("b", "2022", "完成年度目标的97%"), ("a", "2022", "已完成")];
    let answer = judged("100", &share, "2023-02-01");
    assert_eq!((answer.status, answer.evidence), (Status::Achieved, Some(Evidence::Declared)));
    assert_eq!(answer.conflict, [1]);
    assert_eq!(at_the_end("100", &[("b", "2022", "完成年度目标的100%"), ("a", "2022", "已完成")]), NONE);
    assert_eq!(
        at_the_end("100", &[("a", "2022", "已完成"), ("a", "2022", "98")]),
        NONE,
        "his own earlier word"
    );
}

#[test]
fn a_share_against_an_amount_that_is_another_share() {
    assert_eq!(at_the_end("100", &[("a", "2022", "完成年度目标的102%"), ("b", "2022", "98")]), [1]);
    assert_eq!(at_the_end("100", &[("a", "2022", "完成年度目标的102%"), ("b", "2022", "102.4")]), NONE);
    assert_eq!(at_the_end("100", &[("a", "2022", "完成年度目标的100%"), ("b", "2022", "99.6")]), NONE);
    assert_eq!(at_mid_year("365", &[("a", "2022-H1", "完成年度目标的60%"), ("b", "2022-H1", "170")]), [1]);
    assert_eq!(at_mid_year("365", &[("a", "2022-H1", "完成年度目标的47%"), ("b", "2022-H1", "170")]), NONE);
    assert_eq!(
        at_the_end("365", &[("a", "2021", "完成年度目标的105%"), ("b", "2021", "170"), ("b", "2022", "370")]),
        NONE,
        "of another year's target"
    );
    assert_eq!(
        at_mid_year("增长8%", &[("a", "2022-H1", "完成年度目标的60%"), ("b", "2022-H1", "170")]),
        NONE
    );
}

#[test]
fn a_share_of_an_annual_target_is_none_of_the_five_years() {
    let of = flow();
    let asked = target("x", period("2021..2025"), Some(read_as_target("300", &of)));
    let mut reported: Vec<Reported> = [("a", "完成年度目标的98%"), ("b", "60")]
        .into_iter()
        .zip(1..)
        .map(|((source, words), id)| {
            vintage(id, "2021", read_as_outcome(words, &of), Basis::Final, source, "2022-01-05")
        })
        .collect();
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &asked, day("2022-02-01")) });
    assert_eq!(answer.conflict, NONE);
    for one in &mut reported {
        one.outcome.period = period("2021..2025");
    }
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &asked, day("2026-02-01")) });
    assert_eq!(answer.conflict, [1], "294");
}

#[test]
fn parts_of_one_source_against_the_figure_of_another() {
    let months = ["2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06"];
    let mut reports: Vec<(&str, &str, &str)> = months.iter().map(|month| ("a", *month, "30")).collect();
    reports.push(("b", "2022-H1", "200"));
    assert_eq!(at_mid_year("365", &reports), [1, 2, 3, 4, 5, 6]);
    reports.pop();
    reports.push(("b", "2022-H1", "181"));
    assert_eq!(at_mid_year("365", &reports), NONE, "each is rounded");
    reports.pop();
    reports.push(("a", "2022-H1", "200"));
    assert_eq!(at_mid_year("365", &reports), NONE, "he may have revised them");
    let within =
        [("a", "2022-01", "30"), ("a", "2022-02", "30"), ("a", "2022-03", "40"), ("b", "2022-Q1", "80")];
    let with_more = [within.as_slice(), &[("b", "2022-Q2", "90")]].concat();
    assert_eq!(at_mid_year("365", &with_more), [1, 2, 3]);
}

#[test]
fn a_growth_against_an_amount_where_the_base_is_on_record() {
    let with = |one: (&'static str, &'static str), two: (&'static str, &'static str)| {
        [("c", "2021", "1000"), (one.0, "2022", one.1), (two.0, "2022", two.1)]
    };
    assert_eq!(at_the_end("增长8%", &with(("b", "1070"), ("a", "增长9%"))), [2]);
    assert_eq!(at_the_end("增长8%", &with(("a", "增长9%"), ("b", "1070"))), [2]);
    assert_eq!(at_the_end("1080", &with(("a", "增长9%"), ("b", "1070"))), [2]);
    assert_eq!(at_the_end("1080", &with(("a", "增长8%"), ("b", "1079.6"))), NONE, "7.96 % is 8 %");
    assert_eq!(at_the_end("增长8%", &with(("a", "增长8%"), ("b", "1079.6"))), NONE);
    assert_eq!(at_the_end("增长8%", &with(("a", "同口径增长9%"), ("b", "1070"))), NONE, "another thing");
}

/// A report that names no caliber follows the target's, so that it is of one thing with a report that names that.
#[test]
fn a_caliber_that_is_named_and_one_that_is_meant_are_one() {
    let of = flow();
    let mut asked = target("x", period("2022"), Some(read_as_target("100", &of)));
    asked.caliber = Some(code("own"));
    let report = |source: &str, figure: &str, id, caliber: Option<&str>| {
        let mut one = vintage(id, "2022", read_as_outcome(figure, &of), Basis::Final, source, "2023-01-10");
        figure.clone_into(&mut one.outcome.text);
        one.outcome.caliber = caliber.map(code);
        one
    };
    let conflict = |named: Option<&str>, other: Option<&str>| {
        let reported = [report("a", "110", 1, other), report("b", "103", 2, named)];
        assess(&Case { reported: &reported, ..Case::new(&of, &asked, day("2023-02-01")) }).conflict
    };
    assert_eq!(conflict(Some("own"), None), [1]);
    assert_eq!(conflict(None, Some("own")), [1]);
    assert_eq!(conflict(Some("own"), Some("other")), NONE);
    assert_eq!(conflict(None, Some("other")), NONE);
}

#[test]
fn what_was_counted_is_not_hidden_by_an_expectation_once_the_period_is_over() {
    let flow = indicator("x", "t", Measure::Flow, Some(Direction::Lower));
    let part =
        |id, of: &str, value: &str| vintage(id, of, number(value), Basis::Final, "office", "2022-10-12");
    let parts = |values: &[(&str, &str)]| -> Vec<Reported> {
        (1..).zip(values).map(|(id, (of, value))| part(id, of, value)).collect()
    };
    let cap = target("x", period("2022"), Some(threshold(Comparison::AtMost, "100")));
    let on = |day_of: &str, reported: &[Reported]| {
        let answer = assess(&Case { reported, ..Case::new(&flow, &cap, day(day_of)) });
        (answer.verdict, answer.status, answer.conflict)
    };
    let bound: Value = serde_json::from_str(r#"{"kind":"bound","op":"at_most","value":"95"}"#).unwrap();
    for said in [number("95"), bound] {
        for source in ["office", "press"] {
            for counted in [&[("2022-H1", "120")][..], &[("2022-Q1", "60"), ("2022-Q2", "60")]] {
                let mut reported = parts(counted);
                reported.push(vintage(9, "2022", said.clone(), Basis::Forecast, source, "2022-12-20"));
                let before = on("2022-12-30", &reported);
                assert_eq!((before.0, before.1), (Verdict::Disproved, Status::NotAchieved), "{reported:?}");
                for later in ["2022-12-31", "2023-02-01"] {
                    assert_eq!(on(later, &reported), before, "{later} {reported:?}");
                }
                // One that says the same is the fuller figure.
                let at = reported.len() - 1;
                reported[at].outcome.value = number("130");
                let answer =
                    assess(&Case { reported: &reported, ..Case::new(&flow, &cap, day("2023-02-01")) });
                assert_eq!((answer.status, answer.chosen), (Status::NotAchieved, Some(9)), "{reported:?}");
                reported[at].outcome.value = said.clone();
                // What can still be turned gives way to the expectation, and all to what is counted at the end.
                reported[0].outcome.value = number("30");
                assert_eq!(on("2023-02-01", &reported).0, Verdict::Proved, "{reported:?}");
                reported[0].outcome.value = number("120");
                reported.push(vintage(10, "2022", number("99"), Basis::Final, "office", "2023-01-20"));
                assert_eq!(on("2023-02-01", &reported).0, Verdict::Proved, "{reported:?}");
            }
        }
    }
    let five = target("x", period("2021..2025"), Some(threshold(Comparison::AtMost, "100")));
    let mut reported = parts(&[("2021", "60"), ("2022", "60")]);
    reported.push(vintage(9, "2021..2025", number("95"), Basis::Forecast, "press", "2023-06-20"));
    for day_of in ["2025-12-30", "2025-12-31", "2026-02-01"] {
        let answer = assess(&Case { reported: &reported, ..Case::new(&flow, &five, day(day_of)) });
        assert_eq!(answer.status, Status::NotAchieved, "{day_of}");
    }
}

#[test]
fn the_word_that_the_years_target_is_attained_gives_way_to_what_is_counted() {
    let early = ("", "2022-01..2022-09", "完成全年目标");
    for (other, expected) in [
        (("", "2022-01..2022-11", "95亿元"), Status::AwaitingOutcome),
        (("other", "2022-01..2022-09", "80亿元"), Status::AwaitingOutcome),
        (("", "2022-01..2022-06", "70亿元"), Status::Achieved),
        (("", "2022", "95亿元"), Status::NotAchieved),
    ] {
        let answer = judged("100亿元", &[early, other], "2023-02-01");
        assert_eq!(answer.status, expected, "{other:?}");
    }
}
