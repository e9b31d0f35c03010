//! What is to be done by a day and is reported not done for days that reach it: by a month, a quarter, a year that holds the day, and
//! beside reports that it is done.

use plantrack::domain::{
    assessment::{Assessment, Case, Evidence, Reason, Reported, Status, assess},
    indicator::{Indicator, Measure},
    outcome::Basis,
};

use crate::support::{day, indicator, period, read_as_outcome, read_as_target, target, vintage};

const MISSED: (Status, Option<Evidence>) = (Status::NotAchieved, Some(Evidence::Declared));
const LATE: (Status, Option<Evidence>) = (Status::NotAchieved, Some(Evidence::Undemonstrated));
const MET: (Status, Option<Evidence>) = (Status::Achieved, Some(Evidence::Declared));
const OPEN: (Status, Option<Evidence>) = (Status::AwaitingOutcome, None);

/// A report: its period, its words, and its basis, source and day where they are not final, of the office and of the last day
/// that is asked about.
type Said<'a> = (&'a str, &'a str, Basis, &'a str, &'a str);

fn project() -> Indicator {
    indicator("x", "", Measure::Milestone, None)
}

fn answered(asked: (&str, &str), said: &[Said<'_>], on: &str) -> Assessment {
    let of = project();
    let mut asks = target("x", period(asked.0), Some(read_as_target(asked.1, &of)));
    asked.1.clone_into(&mut asks.text);
    let reports: Vec<Reported> = (1..)
        .zip(said)
        .map(|(id, (when, words, basis, source, reported_on))| {
            let mut one = vintage(id, when, read_as_outcome(words, &of), *basis, source, reported_on);
            (*words).clone_into(&mut one.outcome.text);
            one
        })
        .collect();
    assess(&Case { reported: &reports, ..Case::new(&of, &asks, day(on)) })
}

/// What follows from final reports of one office, each from the day after its period.
fn judged(asked: (&str, &str), said: &[(&str, &str)], on: &str) -> (Status, Option<Evidence>) {
    let days: Vec<String> = said
        .iter()
        .map(|(when, _)| period(when).end().succ_opt().unwrap().format("%Y-%m-%d").to_string())
        .collect();
    let said: Vec<Said<'_>> = said
        .iter()
        .zip(&days)
        .map(|((when, words), day)| (*when, *words, Basis::Final, "office", day.as_str()))
        .collect();
    let answer = answered(asked, &said, on);
    (answer.status, answer.evidence)
}

#[test]
fn what_is_reported_not_done_for_days_that_reach_its_day_is_missed() {
    for (of, asked, when, words) in [
        ("2023", "2023年6月底前建成", "2023-06", "未建成"),
        ("2023", "2023年6月底前建成", "2023-H1", "未建成"),
        ("2023", "2023年6月底前建成", "2023-Q2", "形象进度达90%"),
        ("2023", "2023年6月底前建成", "2023-01..2023-09", "未建成"),
        ("2023", "2023年6月底前建成", "2023-07", "未建成"),
        ("2023", "2023年6月底前建成", "2023-06", "完成工程量的80%"),
        ("2023", "2023年6月底前通车", "2023-06", "建成未通车"),
        ("2023", "2023年一季度开工", "2023-Q1", "未开工"),
        ("2023", "2023年底前建成", "2023-12", "未建成"),
        ("2023", "2023年底前建成", "2023-H2", "形象进度达92%"),
        ("2023", "建成", "2023-12", "未建成"),
        ("2023", "建成", "2023-Q4", "未建成"),
        ("2023-H1", "建成", "2023-06", "未建成"),
        ("2023-H1", "2023年6月底前建成", "2023", "未建成"),
        ("2021..2025", "2023年底前建成", "2023", "未建成"),
        ("2021..2025", "2023年底前建成", "2021..2023", "未建成"),
        ("2021..2025", "2023年底前建成", "2023-12", "未建成"),
        ("2021..2025", "2023年底前建成", "2024", "未建成"),
        ("2021..2025", "2023年底前建成", "2023", "未开工"),
        ("2021..2025", "2023年6月底前建成", "2023", "未建成"),
        ("2021..2025", "2025年建成", "2025", "未建成"),
        ("2021..2025", "建成", "2025", "未建成"),
        ("2023", "Completed by 30 June 2023", "2023-06", "Not completed"),
        ("2023", "by 30 June 2023", "2023-H1", "not completed"),
        ("2023", "Completed by 30 June 2023", "2023-06", "80% complete"),
        ("2021..2025", "Completed by December 2023", "2023", "Not completed"),
        ("2021..2025", "Completed by December 2023", "2023", "80% complete"),
        ("2023", "Opened by 30 June 2023", "2023-06", "80% complete"),
        ("2021..2025", "Strategy published by December 2023", "2023", "Not published"),
        ("2021..2025", "Strategy published by December 2023", "2023", "Not met"),
        ("2022-04..2023-03", "Operational by March 2023", "2023-03", "Not operational"),
        ("2022-04..2023-03", "by 31 March 2023", "2023-Q1", "Not achieved"),
        ("2022-04..2023-03", "Published by September 30, 2022", "2022-04..2022-09", "Not published"),
    ] {
        let said = [(when, words)];
        assert_eq!(judged((of, asked), &said, "2026-02-01"), MISSED, "{asked} of {of}: {words} in {when}");
    }
    let at_once = judged(("2023", "2023年6月底前建成"), &[("2023-06", "未建成")], "2023-07-06");
    assert_eq!(at_once, MISSED, "the day is past, the year is not");
}

#[test]
fn what_is_done_later_than_its_day_does_not_turn_that_it_was_not_done_by_it() {
    for (asked, denied, words, done, act) in [
        ("2024年6月底前开工", "2024-06", "未开工", "2024", "已开工"),
        ("2024年6月底前开工", "2024-H1", "未开工", "2024", "已开工"),
        ("2024年6月底前开工", "2024-H1", "未开工", "2024-01..2024-09", "已开工"),
        ("2024年6月底前开工", "2024-01..2024-09", "未开工", "2024", "已开工"),
        ("2024年6月底前开工", "2024-07", "未开工", "2024", "已开工"),
        ("2024年6月底前建成", "2024-H1", "形象进度达90%", "2024", "已建成"),
        ("2024年6月底前建成投用", "2024-06", "未建成", "2024", "建成投用"),
        ("Opened by 30 June 2024", "2024-H1", "Not opened", "2024", "Opened"),
        ("Bridge completed by 30 June 2024", "2024-06", "80% complete", "2024", "Completed"),
    ] {
        let said = [(denied, words), (done, act)];
        assert_eq!(judged(("2024", asked), &said, "2025-02-01"), MISSED, "{asked}: {denied}, {done}");
    }
    let fiscal = ("2023-04..2024-03", "Published by September 30, 2023");
    let said = [("2023-04..2023-09", "Not published"), ("2023-04..2024-03", "Published")];
    assert_eq!(judged(fiscal, &said, "2024-06-01"), MISSED);
    // As before: what was done after its day is no proof of the day.
    let said = [("2024-H1", "未开工"), ("2024-H2", "已开工")];
    assert_eq!(judged(("2024", "2024年6月底前开工"), &said, "2025-02-01"), LATE);
}

#[test]
fn a_share_of_something_else_denies_nothing() {
    for (of, asked, when, words) in [
        ("2024", "2024年6月底前开工", "2024-06", "完成目标的80%"),
        ("2024", "2024年6月底前建成", "2024-H1", "完成年度计划的52%"),
        ("2021..2025", "2023年底前建成", "2023", "完成年度计划的92%"),
        ("2021..2025", "Completed by December 2024", "2023", "80% complete"),
    ] {
        assert_eq!(judged((of, asked), &[(when, words)], "2026-02-01"), OPEN, "{asked}: {words}");
    }
}

#[test]
fn what_is_not_done_before_its_day_settles_nothing() {
    let asked = ("2024", "2024年6月底前开工");
    assert_eq!(judged(asked, &[("2024-05", "未开工"), ("2024", "已开工")], "2025-02-01"), MET);
    assert_eq!(judged(asked, &[("2024-Q1", "未开工"), ("2024-06", "已开工")], "2025-02-01"), MET);
    assert_eq!(judged(asked, &[("2024-05", "未开工")], "2024-06-20"), OPEN);
    assert_eq!(judged(asked, &[("2024-05", "未开工")], "2025-02-01"), OPEN);
    assert_eq!(judged(("2021..2025", "2024年底前建成"), &[("2023", "未建成")], "2026-02-01"), OPEN);
    // Reported before the day is past, for days that reach it.
    let early = [("2024-06", "未开工", Basis::Final, "office", "2024-06-20")];
    assert_eq!(answered(asked, &early, "2024-06-25").status, Status::AwaitingOutcome);
    // Of the year after, which is another plan's.
    assert_eq!(judged(("2024", "2024年底前开工"), &[("2025", "未开工")], "2026-02-01"), OPEN);
}

#[test]
fn what_is_done_by_its_day_stays_done() {
    let asked = ("2024", "2024年6月底前开工");
    assert_eq!(judged(asked, &[("2024-05", "已开工"), ("2024-06", "未开工")], "2025-02-01"), MET);
    assert_eq!(
        judged(asked, &[("2024-03", "已开工"), ("2024-07", "未开工"), ("2024", "已开工")], "2025-02-01"),
        MET
    );
    // Another source says otherwise.
    let said = [
        ("2024-05", "已开工", Basis::Final, "a", "2024-06-02"),
        ("2024-06", "未开工", Basis::Final, "b", "2024-07-02"),
        ("2024", "已开工", Basis::Final, "a", "2025-01-10"),
    ];
    assert_eq!(answered(asked, &said, "2025-02-01").status, Status::Achieved);
    let said = [
        ("2024-06", "已开工", Basis::Final, "a", "2024-07-02"),
        ("2024-H1", "未开工", Basis::Final, "b", "2024-07-05"),
    ];
    let answer = answered(asked, &said, "2025-02-01");
    assert_eq!((answer.status, answer.conflict), (Status::Achieved, vec![2]));
}

#[test]
fn a_source_may_correct_itself_and_an_expectation_denies_nothing() {
    let asked = ("2024", "2024年6月底前开工");
    let status = |said: &[Said<'_>]| answered(asked, said, "2025-02-01").status;
    let first = |words, basis| ("2024-06", words, basis, "a", "2024-07-02");
    let then = |when, words, basis, source| (when, words, basis, source, "2024-07-20");
    let corrected = [first("未开工", Basis::Final), then("2024-06", "已开工", Basis::Final, "a")];
    assert_eq!(status(&corrected), Status::Achieved);
    let taken_back = [first("已开工", Basis::Final), then("2024-06", "未开工", Basis::Final, "a")];
    assert_eq!(status(&taken_back), Status::NotAchieved);
    let of_the_half_year = [first("未开工", Basis::Final), then("2024-H1", "已开工", Basis::Final, "a")];
    assert_eq!(status(&of_the_half_year), Status::Achieved, "done by the day, by the later word");
    let expected = [first("未开工", Basis::Forecast), then("2024", "已开工", Basis::Final, "a")];
    assert_eq!(status(&expected), Status::Achieved);
    let counted = [first("未开工", Basis::Final), then("2024", "已开工", Basis::Forecast, "b")];
    assert_eq!(status(&counted), Status::NotAchieved);
    let denied = [first("已开工", Basis::Final), then("2024-06", "未开工", Basis::Final, "b")];
    let answer = answered(asked, &denied, "2025-02-01");
    assert_eq!((answer.status, answer.conflict), (Status::NotAchieved, vec![1]));
    let firmer = [first("已开工", Basis::Preliminary), then("2024-H1", "未开工", Basis::Final, "b")];
    let answer = answered(asked, &firmer, "2025-02-01");
    assert_eq!((answer.status, answer.conflict), (Status::NotAchieved, vec![1]));
    // What cannot be judged gives way.
    let other = [first("未开工", Basis::Final), then("2024", "已签约", Basis::Final, "a")];
    assert_eq!(status(&other), Status::NotAchieved);
    assert_eq!(answered(asked, &other[1..], "2025-02-01").reason, Some(Reason::Incomparable));
}
