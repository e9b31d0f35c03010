//! Changes that a report prints, in place of its figure or beside it: what they decide, at the end and on the way.

use plantrack::domain::{
    assessment::{
        Assessment, Case, CountedIn, Evidence, Path, Reason, Reference, Reported, Status, Step, Verdict,
        assess, sentence,
    },
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    reading::Language,
};

use crate::support::{code, day, exact, indicator, period, read_as_outcome, read_as_target, target, vintage};

use Status::{Achieved, AtRisk, NotAchieved, NotAssessable, OffTrack, OnTrack};

const NONE: [i64; 0] = [];

fn amount(direction: Direction) -> Indicator {
    indicator("x", "亿元", Measure::Flow, Some(direction))
}

fn said(id: i64, of: &Indicator, when: &str, words: &str) -> Reported {
    let mut one = vintage(id, when, read_as_outcome(words, of), Basis::Final, "office", "2023-01-20");
    words.clone_into(&mut one.outcome.text);
    one
}

fn judged(of: &Indicator, asked: &str, reports: &[(&str, &str)], on: &str) -> Assessment {
    let target = target("x", period("2022"), Some(read_as_target(asked, of)));
    let reported: Vec<Reported> =
        reports.iter().zip(1..).map(|((when, words), id)| said(id, of, when, words)).collect();
    assess(&Case { reported: &reported, ..Case::new(of, &target, day(on)) })
}

/// At the end of 2022.
fn at_the_end(of: &Indicator, asked: &str, reports: &[(&str, &str)]) -> (Status, Option<Evidence>) {
    let answer = judged(of, asked, reports, "2023-02-01");
    assert_eq!(answer.reason, None, "{asked} {reports:?}");
    (answer.status, answer.evidence)
}

#[test]
fn the_growth_printed_beside_an_amount_decides() {
    let of = amount(Direction::Higher);
    let measured = Some(Evidence::Measured);
    for (asked, words, status) in [
        ("增长8%", "1234亿元，增长5.8%", NotAchieved),
        ("增长8%", "达到1200亿元、增长8%", Achieved),
        ("增长5%", "增长6.1%，达到1200亿元", Achieved),
        ("增长5%", "1,234 (up 5%)", Achieved),
        ("增长5.5%左右", "1234，同比增长5.4%", NotAchieved),
        ("增长5%", "1234亿元，下降0.1%", NotAchieved),
        ("达到1200亿元、增长6%", "1210亿元，增长5.9%", NotAchieved),
        ("达到1200亿元、增长6%", "1210亿元，增长6%", Achieved),
        ("达到1200亿元、增长6%", "1190亿元，增长6%", NotAchieved),
        ("增加50亿元", "1210亿元，增加60亿元，增长5.2%", Achieved),
        ("增长6%", "1210亿元，增加60亿元，增长5.2%", NotAchieved),
    ] {
        assert_eq!(at_the_end(&of, asked, &[("2022", words)]), (status, measured), "{asked} {words}");
    }
    let answer = judged(&of, "增长8%", &[("2022", "1234亿元，增长5.8%")], "2023-02-01");
    assert_eq!(answer.figures.outcome, Ok(exact("1234")));
    assert_eq!(answer.figures.gap.unwrap_err().code, "judged_by_change");
}

#[test]
fn the_printed_growth_stands_before_the_quotient_of_two_amounts() {
    let of = amount(Direction::Higher);
    // 1060 is 6 % more than 1000; at constant prices, and as printed, it is 4.1 %.
    let reports = [("2021", "1000"), ("2022", "1060亿元，增长4.1%")];
    assert_eq!(at_the_end(&of, "增长5%", &reports), (NotAchieved, Some(Evidence::Measured)));
    // Revised since: 1100 on record, and 8.2 % as printed against what it was first counted.
    let revised = [("2021", "1100"), ("2022", "1150亿元，增长8.2%")];
    let answer = judged(&of, "增长8%", &revised, "2023-02-01");
    assert_eq!((answer.status, answer.provisional), (Achieved, false));
    let steps: Vec<String> = answer.steps.iter().map(|step| step.text("亿元", Language::En)).collect();
    assert!(
        steps.contains(
            &"The change that the report prints decides: a change of 8.2 % printed against a change of at least 8 %; \
              from 1,100 亿元 before the figure itself would make 4.5455 %."
                .to_owned()
        ),
        "{steps:?}"
    );
    // Without a printed growth the figures on record are all that there is.
    let plain = [("2021", "1000"), ("2022", "1060亿元")];
    assert_eq!(at_the_end(&of, "增长5%", &plain), (Achieved, Some(Evidence::Measured)));
    // Printed at current and at constant prices: where the two disagree neither decides, and the figures do.
    let twice = [("2021", "1000"), ("2022", "1060亿元，增长6%，实际增长4.1%")];
    assert_eq!(at_the_end(&of, "增长5%", &twice), (Achieved, Some(Evidence::Measured)));
    assert_eq!(at_the_end(&of, "增长4%", &twice[1..]).0, Achieved);
}

#[test]
fn the_steps_say_what_the_record_makes_of_a_change_from_a_base_year() {
    let of = indicator("x", "吨标准煤/万元", Measure::Level, Some(Direction::Lower));
    let reports = [("2020", "0.4"), ("2022", "0.347，比2020年下降13.6%")];
    let answer = judged(&of, "比2020年下降13.5%", &reports, "2023-02-01");
    assert_eq!(answer.status, Achieved);
    let on_record = answer.steps.iter().find_map(|step| match step {
        Step::ByChange(change) => change.on_record,
        _ => None,
    });
    assert_eq!(on_record, Some((exact("0.4"), exact("-13.25"))));
    // The amount of five years is none beside that of one.
    let of = amount(Direction::Higher);
    let target = target("x", period("2021..2025"), Some(read_as_target("比2020年增长30%", &of)));
    let reported = [said(1, &of, "2020", "100"), said(2, &of, "2021..2025", "600亿元，比2020年增长33%")];
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &target, day("2026-02-01")) });
    let without = |step: &Step| matches!(step, Step::ByChange(change) if change.on_record.is_none());
    assert!(answer.steps.iter().any(without), "{:?}", answer.steps);
}

#[test]
fn the_sentence_says_that_the_printed_change_decides() {
    let of = amount(Direction::Higher);
    let told = |asked: &str, reports: &[(&str, &str)], on| {
        let answer = judged(&of, asked, reports, on);
        let target = target("x", period("2022"), Some(read_as_target(asked, &of)));
        let say = |language| sentence(&of, &target, &answer, language);
        (say(Language::En), say(Language::Zh))
    };
    let (en, zh) = told("增长8%", &[("2022", "1234亿元，增长5.8%")], "2023-02-01");
    assert_eq!(en, "Not achieved: a change of 5.8 % reported against a change of at least 8 %.");
    assert_eq!(zh, "未达成：结果较上期变动5.8%，目标变动不低于8%。");
    let (en, zh) = told("达到1200亿元、增长6%", &[("2022", "1210亿元，增长5.9%")], "2023-02-01");
    assert_eq!(
        en,
        "Not achieved: 1,210 亿元 reported against at least 1,200 亿元; a change of 5.9 % reported against a change of at \
         least 6 %."
    );
    assert_eq!(zh, "未达成：结果1210亿元，目标不低于1200亿元；较上期变动5.9%，目标变动不低于6%。");
    let (en, zh) = told("增长8%", &[("2022-H1", "增长7.6%")], "2022-07-10");
    assert!(
        en.starts_with("At risk: a change of 7.6 % by 2022-06-30 against 8 % on the flat path, 0.95 times")
    );
    assert!(zh.starts_with("略滞后：截至2022-06-30较上期变动7.6%，按全期目标应达8%"), "{zh}");
    // Only the growth is known: what it makes of last year's amount is told.
    let (en, zh) = told("1200亿元以上", &[("2021", "1150"), ("2022", "增长6.1%")], "2023-02-01");
    assert_eq!(en, "Achieved: 1,220.15 亿元 reported against at least 1,200 亿元 (gap 20.15 亿元).");
    assert_eq!(zh, "已达成：结果1220.15亿元，目标不低于1200亿元，差额20.15亿元。");
}

#[test]
fn a_growth_makes_an_amount_of_last_years() {
    let of = amount(Direction::Higher);
    let last = |amount: &'static str| [("2021", amount), ("2022", "增长6.1%")];
    let measured = Some(Evidence::Measured);
    assert_eq!(at_the_end(&of, "1200亿元以上", &last("1150")), (Achieved, measured));
    assert_eq!(at_the_end(&of, "1200亿元以上", &last("1100")), (NotAchieved, measured));
    // 1131 grown by 6.1 % is 1199.991.
    assert_eq!(at_the_end(&of, "1200亿元以上", &last("1131")), (NotAchieved, measured));
    assert_eq!(at_the_end(&of, "1200亿元以上", &last("超过1150")), (Achieved, Some(Evidence::Bounded)));
    // On the way as well: 600 of the first half of the year before, grown by 10 %, is more than half of 1200.
    let half = [("2021-H1", "600"), ("2022-H1", "增长10%")];
    assert_eq!(judged(&of, "1200亿元以上", &half, "2022-07-10").status, OnTrack);
}

#[test]
fn growth_on_the_way_is_held_whole_against_growth_for_the_year() {
    let of = amount(Direction::Higher);
    for (asked, words, status) in [
        ("增长8%", "增长5.6%", OffTrack),
        ("增长8%", "增长7.6%", AtRisk),
        ("增长8%", "增长8%", OnTrack),
        ("增长8%", "620亿元，增长8.3%", OnTrack),
        ("增长8%", "620亿元，增长5.6%", OffTrack),
        ("增长超过8%", "增长8%", AtRisk),
        ("正增长", "增长0.1%", OnTrack),
        ("正增长", "下降0.1%", OffTrack),
        ("达到1200亿元、增长6%", "700亿元，增长5.9%", AtRisk),
        ("达到1200亿元、增长6%", "500亿元，增长6.5%", OffTrack),
        ("达到1200亿元、增长6%", "600亿元，增长6.5%", OnTrack),
    ] {
        let answer = judged(&of, asked, &[("2022-H1", words)], "2022-07-10");
        assert_eq!((answer.status, answer.reason), (status, None), "{asked} {words}");
        assert_eq!(answer.verdict, Verdict::Open, "it can still turn");
    }
    let answer = judged(&of, "增长8%", &[("2022-H1", "增长5.6%")], "2022-07-10");
    let pace = answer.pace.unwrap();
    assert_eq!((pace.path, pace.counted_in), (Some(Path::Flat), CountedIn::Percent));
    assert_eq!(
        (pace.reached, pace.expected, pace.ratio),
        (Ok(exact("5.6")), Ok(exact("8")), Ok(exact("0.7")))
    );
    // The season, and the year before, make no difference to what is printed.
    let known = [("2021", "1000"), ("2022-H1", "450亿元，增长9%")];
    assert_eq!(judged(&of, "增长8%", &known, "2022-07-10").status, OnTrack);
    // A lone quarter is no year to date; a later year to date stands before an earlier one.
    let quarters = [("2022-Q1", "增长9%"), ("2022-Q2", "增长1%")];
    let answer = judged(&of, "增长8%", &quarters, "2022-07-10");
    assert_eq!((answer.status, answer.pace.unwrap().until), (OnTrack, day("2022-03-31")));
    let to_date = [("2022-Q1", "增长9%"), ("2022-H1", "增长5%")];
    assert_eq!(judged(&of, "增长8%", &to_date, "2022-07-10").status, OffTrack);
    // After the year it says nothing of the whole of it.
    let late = judged(&of, "增长8%", &to_date, "2023-02-01");
    assert_eq!(late.reason, Some(Reason::Late));
}

#[test]
fn a_change_in_the_unit_grows_with_the_days() {
    let of = amount(Direction::Higher);
    let half = |words: &'static str| judged(&of, "增加100亿元", &[("2022-H1", words)], "2022-07-10");
    // 181 of 365 days ask 49.589 of 100.
    assert_eq!(half("增加50亿元").status, OnTrack);
    assert_eq!(half("增加46亿元").status, AtRisk);
    assert_eq!(half("增加20亿元").status, OffTrack);
    assert_eq!(half("增加50亿元").pace.unwrap().path, Some(Path::Linear));
    let fewer = amount(Direction::Lower);
    let half =
        |words: &'static str| judged(&fewer, "减少100亿元", &[("2022-H1", words)], "2022-07-10").status;
    assert_eq!((half("减少50亿元"), half("减少40亿元"), half("增加1亿元")), (OnTrack, OffTrack, OffTrack));
}

#[test]
fn the_sign_alone_proves_or_disproves() {
    let (more, less) = (amount(Direction::Higher), amount(Direction::Lower));
    let (measured, bounded) = (Some(Evidence::Measured), Some(Evidence::Bounded));
    for (of, asked, words, want) in [
        (&less, "负增长", "减少120亿元", (Achieved, measured)),
        (&less, "负增长", "增加1亿元", (NotAchieved, measured)),
        (&more, "正增长", "增长2%", (Achieved, measured)),
        (&more, "正增长", "增加2亿元", (Achieved, measured)),
        (&more, "正增长", "持平", (NotAchieved, measured)),
        (&more, "不下降", "增长", (Achieved, bounded)),
        (&more, "不下降", "下降1%", (NotAchieved, measured)),
        (&more, "不下降", "有所下降", (NotAchieved, bounded)),
        (&more, "不低于上年", "持平", (Achieved, measured)),
        (&more, "不低于上年", "1200亿元，同比增长0.1%", (Achieved, measured)),
        (&more, "持平", "增加3亿元", (NotAchieved, measured)),
        (&more, "正增长", "正增长", (Achieved, bounded)),
        // Counted otherwise: what has fallen has not grown by so much, what has grown has not fallen.
        (&more, "增长8%", "减少20亿元", (NotAchieved, bounded)),
        (&less, "下降3%以上", "增加5亿元", (NotAchieved, bounded)),
        (&more, "增长8%", "负增长", (NotAchieved, bounded)),
    ] {
        assert_eq!(at_the_end(of, asked, &[("2022", words)]), want, "{asked} {words}");
    }
    // How much more it is the sign does not say.
    let open = judged(&more, "增长8%", &[("2022", "增加20亿元")], "2023-02-01");
    assert_eq!((open.status, open.reason), (NotAssessable, Some(Reason::ReferenceMissing)));
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    assert_eq!(at_the_end(&share, "不低于上年", &[("2022", "提高0.6个百分点")]).0, Achieved);
    assert_eq!(at_the_end(&share, "不低于上年", &[("2022", "有所下降")]).0, NotAchieved);
    assert_eq!(
        at_the_end(&share, "较上年提升0.5个百分点", &[("2022", "提高0.6个百分点至72%")]),
        (Achieved, measured)
    );
    assert_eq!(
        at_the_end(&share, "较上年提升0.5个百分点", &[("2022", "72%，提高0.4个百分点")]).0,
        NotAchieved
    );
}

#[test]
fn a_like_for_like_growth_is_comparable_though_its_amount_is_not() {
    let of = amount(Direction::Higher);
    let target = target("x", period("2022"), Some(read_as_target("增长3%", &of)));
    let judged = |words: &str| {
        let mut one = said(1, &of, "2022", words);
        one.outcome.caliber = Some(code("new"));
        let answer = assess(&Case { reported: &[one], ..Case::new(&of, &target, day("2023-02-01")) });
        (answer.status, answer.reason)
    };
    assert_eq!(judged("36.3亿元，同口径增长3.2%"), (Achieved, None));
    assert_eq!(
        judged("36.3亿元，下降4%，同口径增长3.2%"),
        (Achieved, None),
        "the comparable growth is the one"
    );
    assert_eq!(judged("36.3亿元，增长3.2%"), (NotAssessable, Some(Reason::CaliberChanged)));
}

#[test]
fn a_like_for_like_growth_beside_another_one_is_for_targets_that_mean_it() {
    let of = amount(Direction::Higher);
    for words in ["412亿元，增长3%（同口径增长5.6%）", "412亿元，同口径增长5.6%，增长3%"]
    {
        assert_eq!(at_the_end(&of, "增长5%", &[("2022", words)]).0, NotAchieved, "{words}");
        assert_eq!(at_the_end(&of, "同口径增长5%", &[("2022", words)]).0, Achieved, "{words}");
        assert_eq!(at_the_end(&of, "410亿元、同口径增长5%", &[("2022", words)]).0, Achieved, "{words}");
        assert_eq!(at_the_end(&of, "同口径增长6%", &[("2022", words)]).0, NotAchieved, "{words}");
    }
    assert_eq!(at_the_end(&of, "增长5%", &[("2022", "412亿元，同口径增长5.6%")]).0, Achieved, "no other");
}

#[test]
fn a_tolerance_in_the_unit_is_none_in_percent() {
    let of = amount(Direction::OnTarget);
    let mut asked = target("x", period("2022"), Some(read_as_target("持平", &of)));
    asked.tolerance = Some(exact("5"));
    let judged = |reports: &[(&str, &str)]| {
        let reported: Vec<Reported> =
            reports.iter().zip(1..).map(|((when, words), id)| said(id, &of, when, words)).collect();
        assess(&Case { reported: &reported, ..Case::new(&of, &asked, day("2023-02-01")) }).status
    };
    assert_eq!(judged(&[("2022", "增加4亿元")]), Achieved);
    assert_eq!(judged(&[("2022", "增加6亿元")]), NotAchieved);
    assert_eq!(judged(&[("2022", "增长3%")]), NotAchieved, "of how much is not known");
    assert_eq!(judged(&[("2021", "100"), ("2022", "增长3%")]), Achieved, "3 of 100");
    assert_eq!(judged(&[("2021", "1000"), ("2022", "增长3%")]), NotAchieved, "30 of 1000");
}

#[test]
fn sources_that_print_another_growth_disagree() {
    let of = amount(Direction::Higher);
    let target = target("x", period("2022"), Some(read_as_target("增长5%", &of)));
    let conflict = |one: &str, other: &str| {
        let mut press = said(1, &of, "2022", one);
        press.outcome.source = "press".to_owned();
        let reported = [press, said(2, &of, "2022", other)];
        let answer = assess(&Case { reported: &reported, ..Case::new(&of, &target, day("2023-02-01")) });
        answer.conflict
    };
    assert_eq!(conflict("1234亿元，增长5.8%", "1234亿元，增长4.1%"), [1]);
    assert_eq!(conflict("1234亿元，增长6%", "1234亿元，增长5.8%"), NONE, "a rounding of it");
    assert_eq!(conflict("1234亿元", "1234亿元，增长5.8%"), NONE);
    assert_eq!(conflict("1234亿元，增长5.8%", "1234亿元，同口径增长4.1%"), NONE);
}

#[test]
fn a_rate_is_compared_with_the_growth_of_an_amount_and_never_with_the_amount() {
    let rate = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let gdp = amount(Direction::Higher);
    let mut target = target("x", period("2022"), Some(read_as_target("不低于经济增速", &rate)));
    target.relative_to = Some(code("gdp"));
    let compared = |own: &Indicator, mine: &str, of: &Indicator, theirs: &str| {
        let references = [Reference {
            indicator: code("gdp"),
            unit: Some(of.unit.clone()),
            reported: vec![said(9, of, "2022", theirs)],
        }];
        let reported = [said(1, own, "2022", mine)];
        let case = Case::new(own, &target, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported, references: &references, ..case });
        (answer.status, answer.reason, answer.figures.threshold.ok())
    };
    let six = Some(exact("6.1"));
    assert_eq!(compared(&rate, "6.2", &gdp, "5168.2亿元，增长6.1%"), (Achieved, None, six));
    assert_eq!(compared(&rate, "6.0", &gdp, "5168.2亿元，增长6.1%"), (NotAchieved, None, six));
    assert_eq!(compared(&rate, "6.2", &gdp, "增长6.1%"), (Achieved, None, six));
    assert_eq!(compared(&rate, "6.2", &gdp, "正增长").0, NotAchieved, "undemonstrated");
    assert_eq!(
        compared(&rate, "6.2", &gdp, "5168.2亿元"),
        (NotAssessable, Some(Reason::ReferenceMissing), None)
    );
    let tons = indicator("x", "万吨", Measure::Flow, Some(Direction::Higher));
    assert_eq!(compared(&tons, "6.2", &gdp, "5").1, Some(Reason::Incomparable));
    let yuan = indicator("x", "元", Measure::Level, Some(Direction::Higher));
    let ten_thousands = indicator("gdp", "万元", Measure::Level, Some(Direction::Higher));
    let (status, _, threshold) = compared(&yuan, "42100", &ten_thousands, "4.2");
    assert_eq!((status, threshold), (Achieved, Some(exact("42000"))), "one thing in other multiples");
}

#[test]
fn a_growth_that_another_source_prints_and_that_settles_it_the_other_way_is_a_conflict() {
    let of = amount(Direction::Higher);
    let target = target("x", period("2022"), Some(read_as_target("增长8%", &of)));
    let judged = |bureau: &str, office: &str| {
        let from = |id, when: &str, words: &str, source: &str| {
            let mut one = said(id, &of, when, words);
            source.clone_into(&mut one.outcome.source);
            one.outcome.reported_on = day("2023-01-20") + chrono::Days::new(u64::try_from(id).unwrap());
            one
        };
        let reported = [
            from(1, "2021", "100", "bureau"),
            from(2, "2022", bureau, "bureau"),
            from(3, "2022", office, "office"),
        ];
        let answer = assess(&Case { reported: &reported, ..Case::new(&of, &target, day("2023-02-01")) });
        (answer.status, answer.chosen, answer.conflict)
    };
    assert_eq!(judged("108.5亿元，增长7.6%", "108.5亿元"), (Achieved, Some(3), vec![2]));
    assert_eq!(judged("108.5亿元，增长8.1%", "108.5亿元"), (Achieved, Some(3), vec![]));
    assert_eq!(judged("107.5亿元，增长8.1%", "107.5亿元"), (NotAchieved, Some(3), vec![2]));
    assert_eq!(judged("108.5亿元", "108.5亿元，增长7.6%"), (NotAchieved, Some(3), vec![]));
}
