//! How much of the works is done, of a milestone that asks for no more than that they are begun, or for so much of them.

use plantrack::domain::{
    assessment::{Case, Status, assess},
    indicator::{Indicator, Measure},
};

use crate::support::{day, indicator, period, read_as_target, said_in_words, target};

const MET: Status = Status::Achieved;
const MISSED: Status = Status::NotAchieved;
const APART: Status = Status::NotAssessable;
const OPEN: Status = Status::AwaitingOutcome;

fn judged(name: &str, asked: &str, (when, said): (&str, &str)) -> Status {
    let of = Indicator { name_zh: name.to_owned(), ..indicator("x", "", Measure::Milestone, None) };
    let mut asks = target("x", period("2024"), Some(read_as_target(asked, &of)));
    asked.clone_into(&mut asks.text);
    let reported = said_in_words(&of, &[(when, said)], "2025-01-10");
    assess(&Case { reported: &reported, ..Case::new(&of, &asks, day("2025-02-01")) }).status
}

fn all_are(cases: &[(&str, &str, &str, Status)]) {
    for (asked, when, said, expected) in cases {
        assert_eq!(judged("", asked, (when, said)), *expected, "{asked}: {said} in {when}");
    }
}

#[test]
fn works_of_which_something_is_done_were_begun() {
    all_are(&[
        ("开工", "2024", "完成工程量的80%", MET),
        ("开工", "2024", "形象进度达8%", MET),
        ("开工建设", "2024", "主体工程完成90%", MET),
        ("开工", "2024-H1", "形象进度80%", MET),
        ("2024年6月底前开工", "2024-H1", "形象进度80%", MET),
        ("2024年6月底前开工", "2024-05", "形象进度80%", MET),
        ("Construction started", "2024", "80% complete", MET),
        ("Start of construction", "2024-H1", "80% complete", MET),
        ("Construction started by 30 June 2024", "2024-06", "80% complete", MET),
        // When they were begun within the year is not said.
        ("2024年6月底前开工", "2024", "形象进度80%", APART),
        ("Construction started by 30 June 2024", "2024", "80% complete", APART),
        ("2024年6月底前开工", "2024-01..2024-08", "形象进度80%", OPEN),
        // All of it says no less than completed does.
        ("Construction started by June 2024", "2024", "100% complete", MET),
        ("Construction started by June 2024", "2024", "Completed", MET),
        ("Construction started by June 2024", "2024", "80% complete", APART),
        // Of each of several it is not said, nor of what ends, or is to be done later.
        ("全部开工", "2024", "形象进度80%", APART),
        ("All works started", "2024", "80% complete", APART),
        ("二期开工", "2024", "形象进度80%", APART),
        ("启动调试", "2024", "形象进度80%", APART),
        ("Start of operations", "2024", "80% complete", MISSED),
        ("开工", "2024", "形象进度0%", APART),
        ("Construction started", "2024", "0% complete", MISSED),
        ("封顶", "2024", "形象进度80%", APART),
        ("建成", "2024", "形象进度80%", MISSED),
        ("开工并建成", "2024", "形象进度80%", MISSED),
        ("Construction completed", "2024", "80% complete", MISSED),
        ("Strategy launched", "2024", "80% complete", MISSED),
        ("开工", "2024", "未开工", MISSED),
    ]);
    assert_eq!(
        judged("水库开工", "2024年6月底前", ("2024-H1", "形象进度15%")),
        MET,
        "the name says what is to be done"
    );
    assert_eq!(judged("水库建成", "2024年6月底前", ("2024-H1", "形象进度15%")), MISSED);
}

#[test]
fn so_much_of_the_works_is_held_against_how_much_is_asked() {
    all_are(&[
        ("形象进度达60%", "2024", "形象进度达62%", MET),
        ("形象进度达60%", "2024", "总体形象进度达60%", MET),
        ("形象进度达60%以上", "2024-09", "形象进度达62%", MET),
        ("年底前完成工程量的60%", "2024", "完成工程量的65%", MET),
        ("形象进度达60%", "2024", "形象进度达55%", MISSED),
        ("2024年6月底前形象进度达60%", "2024", "形象进度达55%", MISSED),
        ("形象进度达60%", "2024", "已建成", MET),
        ("形象进度达60%", "2024-H1", "形象进度达55%", OPEN),
        // Reached later than its day, of another measure, or not for sure.
        ("2024年6月底前形象进度达60%", "2024", "形象进度达62%", APART),
        ("形象进度达60%", "2024", "完成工程量的65%", APART),
        ("形象进度达60%", "2024", "主体工程完成65%", APART),
        ("主体工程完成60%，年底建成", "2024", "主体工程完成65%", APART),
        ("办公楼形象进度达60%", "2024", "形象进度达62%", APART),
    ]);
}
