//! Figures on other calibers than the target's: what stands for a bridge and what stands in its way, and what is said where
//! none leads over.

use plantrack::domain::{
    assessment::{Assessment, Case, Evidence, Reason, Reported, Status, assess},
    caliber::Bridge,
    criterion::Comparison,
    indicator::{Direction, Measure},
    outcome::Basis,
    value::{Figure, Value},
};

use crate::support::{
    code, day, exact, indicator, number, period, read_as_outcome, target, threshold, vintage,
};

/// A word of a source for a period, on a caliber where one is named.
fn said(
    id: i64,
    of: &str,
    value: Value,
    (basis, source, on): (Basis, &str, &str),
    caliber: Option<&str>,
) -> Reported {
    let mut word = vintage(id, of, value, basis, source, on);
    word.outcome.caliber = caliber.map(code);
    word
}

fn blank() -> Value {
    Value::from(Figure::NotReported { why: None })
}

/// A flow with the target 100 for some years, judged after them; a figure on the caliber `new` is 0.8 of it on the target's.
fn judged(of: &str, on: &str, admitted_from: Basis, is_bridged: bool, reported: &[Reported]) -> Assessment {
    let jobs = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let target = target("x", period(of), Some(threshold(Comparison::AtLeast, "100")));
    let bridge = Bridge {
        indicator: code("x"),
        from: code("new"),
        to: None,
        factor: exact("0.8"),
        source: "yearbook".to_owned(),
    };
    let bridges: &[Bridge] = if is_bridged { &[bridge] } else { &[] };
    assess(&Case { bridges, reported, admitted_from, ..Case::new(&jobs, &target, day(on)) })
}

fn after_the_year(is_bridged: bool, reported: &[Reported]) -> Assessment {
    judged("2022", "2023-02-01", Basis::Forecast, is_bridged, reported)
}

const OFFICE: (Basis, &str, &str) = (Basis::Final, "office", "2023-01-10");
const OFFICE_LATER: (Basis, &str, &str) = (Basis::Final, "office", "2023-01-15");
const OTHERS: (Basis, &str, &str) = (Basis::Final, "others", "2023-01-12");

#[test]
fn a_figure_that_was_taken_back_leads_over_no_bridge() {
    for caliber in [Some("new"), None] {
        let reported = [
            said(1, "2022", number("130"), OFFICE, Some("new")),
            said(2, "2022", blank(), OFFICE_LATER, caliber),
        ];
        for is_bridged in [false, true] {
            let answer = after_the_year(is_bridged, &reported);
            assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::Late)));
        }
    }
}

#[test]
fn what_does_not_count_on_the_targets_own_caliber_is_in_no_bridges_way() {
    let on_the_new = said(3, "2022", number("130"), OTHERS, Some("new"));
    let taken_back = [
        said(1, "2022", number("90"), OFFICE, None),
        said(2, "2022", blank(), OFFICE_LATER, None),
        on_the_new.clone(),
    ];
    let answer = after_the_year(true, &taken_back);
    assert_eq!((answer.status, answer.figures.outcome), (Status::Achieved, Ok(exact("104"))));

    let expected =
        [said(1, "2022", number("90"), (Basis::Forecast, "press", "2023-01-10"), None), on_the_new.clone()];
    let answer = judged("2022", "2023-02-01", Basis::Final, true, &expected);
    assert_eq!((answer.status, answer.figures.outcome), (Status::Achieved, Ok(exact("104"))));

    // A blank on one caliber takes nothing back on another.
    let own_stands = [
        said(1, "2022", number("90"), OFFICE, None),
        said(2, "2022", blank(), OFFICE_LATER, Some("new")),
        on_the_new,
    ];
    let answer = after_the_year(true, &own_stands);
    assert_eq!((answer.status, answer.chosen), (Status::NotAchieved, Some(1)));
}

#[test]
fn a_mere_word_is_in_no_bridges_way() {
    let jobs = indicator("x", "t", Measure::Flow, Some(Direction::Higher));
    let reported = [
        said(
            1,
            "2022",
            read_as_outcome("预计能完成", &jobs),
            (Basis::Forecast, "office", "2022-12-01"),
            None,
        ),
        said(2, "2022", number("110"), OTHERS, Some("new")),
    ];
    let answer = after_the_year(true, &reported);
    assert_eq!((answer.status, answer.evidence), (Status::NotAchieved, Some(Evidence::Measured)));
    assert_eq!(answer.figures.outcome, Ok(exact("88")));
}

#[test]
fn what_is_reported_in_parts_on_another_caliber_is_reported() {
    let part = |id, of, caliber| said(id, of, number("40"), OFFICE, caliber);
    let new = Some("new");
    let halves = [part(1, "2022-H1", new), part(2, "2022-H2", new)];
    let answer = after_the_year(false, &halves);
    assert_eq!((answer.status, answer.reason), (Status::NotAssessable, Some(Reason::CaliberChanged)));

    let last = [part(1, "2022-H1", None), part(2, "2022-Q3", None), part(3, "2022-Q4", new)];
    assert_eq!(after_the_year(false, &last).reason, Some(Reason::CaliberChanged));

    let years = [part(1, "2020", new), part(2, "2021", new), part(3, "2022", new)];
    let answer = judged("2020..2022", "2023-02-01", Basis::Forecast, false, &years);
    assert_eq!(answer.reason, Some(Reason::CaliberChanged));

    // What nobody has reported is still to come, whatever the caliber of the rest.
    let with_a_hole = [part(1, "2022-H1", None), part(2, "2022-Q4", new)];
    assert_eq!(after_the_year(false, &with_a_hole).reason, Some(Reason::Late));
    assert_eq!(after_the_year(false, &halves[..1]).reason, Some(Reason::Late));
}

#[test]
fn only_what_counts_says_that_the_caliber_has_changed() {
    let rate = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let target = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "5")));
    let on_day = |reported: &[Reported]| {
        assess(&Case { reported, ..Case::new(&rate, &target, day("2022-07-20")) }).reason
    };
    let quarter = said(1, "2022-Q1", number("4"), (Basis::Final, "office", "2022-04-10"), Some("new"));
    assert_eq!(on_day(std::slice::from_ref(&quarter)), Some(Reason::CaliberChanged));
    let half = said(2, "2022-H1", number("6"), (Basis::Final, "others", "2022-07-10"), None);
    let withdrawn = said(3, "2022-H1", blank(), (Basis::Final, "others", "2022-07-11"), None);
    assert_eq!(on_day(&[quarter.clone(), half, withdrawn]), Some(Reason::CaliberChanged));
    let taken_back = said(4, "2022-Q1", blank(), (Basis::Final, "office", "2022-04-11"), Some("new"));
    assert_eq!(on_day(&[quarter, taken_back]), Some(Reason::NotDue));
}
