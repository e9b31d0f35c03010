//! A fall over all years of a plan, of what is itself a fall of one year: which figures make it, and which say nothing of it.

use plantrack::domain::{
    assessment::{Assessment, Case, HorizonKind, Parent, Reason, Reported, Status, Verdict, assess},
    indicator::{Direction, Indicator, Measure},
    target::Target,
};

use crate::support::{
    counted, day, exact, indicator, period, read_as_outcome, read_as_target, target, vintage,
};

fn cut() -> Indicator {
    Indicator { is_reduction: true, ..indicator("x", "%", Measure::Rate, Some(Direction::Higher)) }
}

fn asked(words: &str, of: &str) -> Target {
    target("x", period(of), Some(read_as_target(words, &cut())))
}

fn judged(words: &str, reported: &[Reported], on: &str) -> Assessment {
    let (indicator, target) = (cut(), asked(words, "2021..2025"));
    assess(&Case { reported, ..Case::new(&indicator, &target, day(on)) })
}

#[test]
fn a_figure_for_several_years_stands_for_them_and_later_years_compound_with_it() {
    let reported = [counted(1, "2021", "9"), counted(2, "2021..2022", "6"), counted(3, "2023", "3")];
    let answer = judged("〔14〕", &reported, "2024-02-01");
    assert_eq!(answer.figures.outcome, Ok(exact("8.82")), "1 - 0.94 x 0.97");
    assert_eq!(answer.status, Status::OnTrack);
    let horizon = answer.horizon.unwrap();
    assert_eq!((horizon.kind, horizon.years_reported), (HorizonKind::CumulativeChange, 3));
    let whole = [counted(1, "2021", "9"), counted(2, "2021..2025", "13.9")];
    assert_eq!(judged("〔14〕", &whole, "2026-02-01").status, Status::NotAchieved);
}

#[test]
fn parts_of_a_year_and_what_comes_behind_a_gap_say_nothing() {
    let half = [counted(1, "2021-H1", "9")];
    let answer = judged("〔14〕", &half, "2021-08-01");
    assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::NotDue)));
    let gap = [counted(1, "2021", "3"), counted(2, "2023", "9")];
    let answer = judged("〔14〕", &gap, "2024-02-01");
    assert_eq!(answer.figures.outcome, Ok(exact("3")));
    assert_eq!(answer.pace.unwrap().until, day("2021-12-31"));
    let years = ["2021", "2022", "2023", "2024"].iter().zip(1..).map(|(year, id)| counted(id, year, "5"));
    let answer = judged("〔14〕", &years.collect::<Vec<_>>(), "2026-02-01");
    assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::Late)), "the fifth");
}

#[test]
fn what_is_reached_early_can_be_lost_again() {
    let answer = judged("〔14〕", &[counted(1, "2021..2023", "15")], "2024-02-01");
    assert_eq!((answer.status, answer.reached_early), (Status::OnTrack, true));
    assert_eq!(answer.verdict, Verdict::Open);
    let reported = [counted(1, "2021..2023", "15"), counted(2, "2024", "-3"), counted(3, "2025", "1")];
    assert_eq!(
        judged("〔14〕", &reported, "2026-02-01").status,
        Status::NotAchieved,
        "1 - 0.85 x 1.03 x 0.99"
    );
}

#[test]
fn bounds_compound_as_bounds() {
    let least = |id, of: &str| {
        let value = read_as_outcome("超过5%", &cut());
        vintage(id, of, value, plantrack::domain::outcome::Basis::Final, "office", "2026-01-31")
    };
    let years = ["2021", "2022", "2023", "2024", "2025"];
    let reported: Vec<_> = years.iter().zip(1..).map(|(year, id)| least(id, year)).collect();
    assert_eq!(judged("〔20〕", &reported, "2026-02-01").status, Status::Achieved);
    let answer = judged("〔23〕", &reported, "2026-02-01");
    assert_eq!((answer.status, answer.verdict), (Status::NotAchieved, Verdict::Open));
}

#[test]
fn a_plain_number_is_compared_whole() {
    let answer = judged("3", &[counted(1, "2021..2022", "3.5")], "2023-02-01");
    assert_eq!(answer.pace.unwrap().expected, Ok(exact("3")));
    assert_eq!(answer.horizon, None);
    let of_one_year = judged("3", &[counted(1, "2021", "3.5")], "2022-02-01");
    assert_eq!((of_one_year.status, of_one_year.pace), (Status::AwaitingOutcome, None));
}

#[test]
fn a_year_left_to_the_parent_is_not_known_where_an_earlier_one_is_not() {
    let (indicator, longer, own) = (cut(), asked("[14]", "2021..2025"), asked("▽", "2022"));
    let reported = [counted(1, "2022", "2.6")];
    let answer = assess(&Case {
        reported: &reported,
        parent: Some(Parent::new(&longer)),
        ..Case::new(&indicator, &own, day("2023-02-01"))
    });
    assert_eq!(answer.reason, Some(Reason::ReferenceMissing));
}
