//! What the one sentence says: the figure that decides, the day that is meant, and numbers that show why.

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Profile, Reason, Reference, Reported, Status, Waypoint, assess,
        explain::{deciding_words, shown_share_of, shown_way},
        sentence,
    },
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    reading::Language,
    target::Target,
};

use crate::support::{
    code, counted, day, exact, indicator, period, read_as_outcome, read_as_target, target, vintage,
};

fn of(measure: Measure, direction: Direction) -> Indicator {
    indicator("x", if measure == Measure::Flow { "t" } else { "%" }, measure, Some(direction))
}

fn asked(indicator: &Indicator, phrase: &str, when: &str) -> Target {
    target("x", period(when), Some(read_as_target(phrase, indicator)))
}

fn reported(figures: &[(&str, &str)]) -> Vec<Reported> {
    figures.iter().zip(1..).map(|((when, value), id)| counted(id, when, value)).collect()
}

/// The status, and the sentence in English and in Chinese.
fn told(case: &Case<'_>) -> (Assessment, String, String) {
    let answer = assess(case);
    let say = |language| sentence(case.indicator, case.target, &answer, language);
    let (en, zh) = (say(Language::En), say(Language::Zh));
    (answer, en, zh)
}

fn five_years(indicator: &Indicator, phrase: &str, figures: [&str; 5]) -> (String, String) {
    let target = asked(indicator, phrase, "2021..2025");
    let years: Vec<_> = ["2021", "2022", "2023", "2024", "2025"].into_iter().zip(figures).collect();
    let reported = reported(&years);
    let (_, en, zh) = told(&Case { reported: &reported, ..Case::new(indicator, &target, day("2026-03-01")) });
    (en, zh)
}

#[test]
fn over_several_years_the_average_or_the_sum_is_named_and_not_the_last_year() {
    let rate = of(Measure::Rate, Direction::Higher);
    let (en, zh) = five_years(&rate, "年均增长6%", ["10.7", "3.2", "6", "6", "5"]);
    assert_eq!(
        en,
        "Achieved: an average of 6.1514 % a year reported against at least 6 % (gap 0.1514 percentage points)."
    );
    assert_eq!(zh, "已达成：结果年均6.1514%，目标不低于6%，差额0.1514个百分点。");
    let (en, _) = five_years(&rate, "年均增长6%", ["5", "7", "6", "6", "6"]);
    assert_eq!(
        en,
        "Not achieved: an average of 5.9981 % a year reported against at least 6 % (gap -0.0019 percentage points)."
    );
    // So little below that four decimals would not show it.
    let (en, _) = five_years(&rate, "年均增长6%", ["5.99999", "6", "6", "6", "6"]);
    assert!(en.contains("5.999998 % a year reported against at least 6 % (gap -0.000002"), "{en}");
    let flow = of(Measure::Flow, Direction::Higher);
    let (en, zh) = five_years(&flow, "300", ["60", "60", "60", "60", "61"]);
    assert_eq!(en, "Achieved: 301 t in the years together reported against at least 300 t (gap 1 t).");
    assert_eq!(zh, "已达成：结果各年合计301t，目标不低于300t，差额1t。");
}

#[test]
fn the_mean_of_levels_is_named_as_a_mean() {
    let level = of(Measure::Level, Direction::Lower);
    let target = asked(&level, "年均35以内", "2021..2022");
    let reported = reported(&[("2021", "40"), ("2022", "30")]);
    let case = Case::new(&level, &target, day("2023-03-01"));
    let (answer, en, zh) = told(&Case { reported: &reported, ..case });
    assert!(
        en.starts_with("Achieved: an average of 35 % over the years reported against at most 35 %"),
        "{en}"
    );
    assert!(zh.starts_with("已达成：结果年均35%，目标不超过35%"), "{zh}");
    let steps: Vec<String> = answer.steps.iter().map(|step| step.text("%", Language::En)).collect();
    assert!(steps.iter().any(|step| step.ends_with("on average 35 %.")), "{steps:?}");
}

#[test]
fn a_figure_for_all_of_the_years_is_named_as_it_is() {
    let flow = of(Measure::Flow, Direction::Higher);
    let target = asked(&flow, "300", "2021..2025");
    let reported = reported(&[("2021", "60"), ("2021..2025", "302")]);
    for on in ["2024-03-01", "2026-03-01"] {
        let (_, en, _) = told(&Case { reported: &reported, ..Case::new(&flow, &target, day(on)) });
        assert!(en.starts_with("Achieved: 302 t reported against at least 300 t"), "{en}");
    }
}

#[test]
fn a_milestone_that_is_late_names_its_own_day() {
    let milestone = of(Measure::Milestone, Direction::Higher);
    let target = asked(&milestone, "2022年6月底前完成", "2022");
    let on = |on| {
        let (_, en, zh) = told(&Case::new(&milestone, &target, day(on)));
        (en, zh)
    };
    let (en, zh) = on("2022-08-01");
    assert_eq!(
        en,
        "Awaiting the outcome: it was due by 2022-06-30, and no outcome says whether it was done by then."
    );
    assert_eq!(zh, "待报结果：应于2022-06-30前（含当日）完成，尚无结果说明届时是否完成。");
    let (en, zh) = on("2022-05-01");
    assert!(en.ends_with("and it is due by 2022-06-30.") && zh.contains("2022-06-30"), "{en} {zh}");
}

#[test]
fn a_pace_short_of_what_is_expected_never_reads_as_one() {
    let flow = of(Measure::Flow, Direction::Higher);
    let target = asked(&flow, "100", "2022");
    let waypoints = [("2022-03-31", "20"), ("2022-06-30", "80")]
        .map(|(until, cumulative)| Waypoint { until: day(until), cumulative: exact(cumulative) });
    let reported = reported(&[("2022-01..2022-05", "60")]);
    let case = Case::new(&flow, &target, day("2022-06-10"));
    let (answer, en, zh) =
        told(&Case { reported: &reported, profile: Profile::Waypoints(&waypoints), ..case });
    assert_eq!(answer.status, Status::AtRisk);
    assert!(en.contains("60 t by 2022-05-31 against 60.2198 t on the planned path, 0.996 times"), "{en}");
    assert!(zh.contains("为应有进度的0.996倍"), "{zh}");
}

#[test]
fn before_its_own_year_has_begun_a_target_says_nothing_of_elapsed_time() {
    let level = of(Measure::Level, Direction::Lower);
    let target = asked(&level, "40以内", "2025");
    let from = Baseline { label: "2020".to_owned(), period: period("2020"), value: exact("50") };
    let reported = reported(&[("2021", "48"), ("2022", "46")]);
    let (answer, en, zh) = told(&Case {
        reported: &reported,
        baseline: Some(&from),
        plan_period: Some(period("2021..2025")),
        ..Case::new(&level, &target, day("2023-03-01"))
    });
    assert_eq!(answer.status, Status::OnTrack);
    assert!(en.ends_with("times the pace expected.") && zh.ends_with("倍。"), "{en} {zh}");
}

#[test]
fn a_figure_known_only_within_a_bound_is_told_as_one() {
    let rate = of(Measure::Rate, Direction::Higher);
    let mut target = asked(&rate, "不低于经济增速", "2022");
    target.relative_to = Some(code("gdp"));
    let said =
        |words: &str| vintage(9, "2022", read_as_outcome(words, &rate), Basis::Final, "office", "2023-01-20");
    let references = [Reference { indicator: code("gdp"), unit: None, reported: vec![said("超过5%")] }];
    let reported = reported(&[("2022", "4")]);
    let case = Case::new(&rate, &target, day("2023-02-01"));
    let (_, en, zh) = told(&Case { reported: &reported, references: &references, ..case });
    assert_eq!(
        en,
        "Not achieved: 4 % reported against at least a figure that is known only to be more than 5 %."
    );
    assert_eq!(zh, "未达成：结果4%，目标不低于参照值（仅知其大于5%）。");
}

#[test]
fn of_zero_no_percentage_is_asked() {
    let flow = of(Measure::Flow, Direction::Higher);
    let judged = |phrase: &str, before: &str| {
        let target = asked(&flow, phrase, "2022");
        let reported = reported(&[("2021", before), ("2022", "5")]);
        told(&Case { reported: &reported, ..Case::new(&flow, &target, day("2023-02-01")) })
    };
    let (_, en, zh) = judged("增长8%", "0");
    assert_eq!(
        en,
        "Not assessable: the earlier figure is zero or below, so that no percentage of it can be asked."
    );
    assert_eq!(zh, "无法评估：此前数值为零或负数，无从按百分比衡量其变动。");
    assert_eq!(judged("正增长", "0").0.status, Status::Achieved, "more than nothing");
}

#[test]
fn what_is_only_expected_to_be_attained_is_told_so() {
    let flow = of(Measure::Flow, Direction::Higher);
    let target = asked(&flow, "100", "2022");
    let judged = |words: &str, basis| {
        let said = vintage(1, "2022", read_as_outcome(words, &flow), basis, "office", "2023-01-20");
        told(&Case { reported: &[said], ..Case::new(&flow, &target, day("2023-02-01")) })
    };
    let (_, en, zh) = judged("预计能完成", Basis::Forecast);
    assert_eq!(
        (en.as_str(), zh.as_str()),
        (
            "Achieved: the report expects that the target will be attained; provisional until the final figure.",
            "已达成：报告预计能完成目标；以最终数为准。"
        )
    );
    let (_, en, zh) = judged("提前完成", Basis::Final);
    assert_eq!(
        (en.as_str(), zh.as_str()),
        ("Achieved: the report says that the target is attained.", "已达成：报告称目标已完成。")
    );
}

#[test]
fn what_makes_a_figure_more_than_a_plain_number_is_told() {
    let share = of(Measure::Level, Direction::Lower);
    let flow = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let ratio = indicator("x", ":1", Measure::Ratio, Some(Direction::Lower));
    let money = indicator("x", "KSh million", Measure::Flow, Some(Direction::Higher));
    for (of, asked_for, words, en, zh) in [
        (
            &share,
            "5.5以内",
            "5.5左右",
            "about 5.5 % reported against at most 5.5 %",
            "结果约5.5%，目标不超过5.5%",
        ),
        (
            &flow,
            "同口径100以上",
            "90亿元（同口径105亿元）",
            "105 亿元, like for like, reported against at least 100 亿元",
            "结果同口径105亿元，目标不低于100亿元",
        ),
        (
            &flow,
            "同口径增长5%",
            "90亿元，同口径增长5.6%",
            "a like-for-like change of 5.6 % reported",
            "结果同口径较上期变动5.6%",
        ),
        (
            &ratio,
            "1.72∶1",
            "1.74∶1",
            "1.74:1 reported against at most 1.72:1 (gap -0.02)",
            "结果1.74:1，目标不超过1.72:1，差额-0.02。",
        ),
        (
            &money,
            "5000",
            "5200",
            "5,200 KSh million reported",
            "结果5200 KSh million，目标不低于5000 KSh million",
        ),
        (&share, "5.5", "6.5", "(gap -1 percentage point)", "差额-1个百分点"),
    ] {
        let target = asked(of, asked_for, "2022");
        let value = read_as_outcome(words, of);
        let reported = [vintage(1, "2022", value, Basis::Final, "office", "2023-01-20")];
        let case = Case::new(of, &target, day("2023-02-01"));
        let (_, said_en, said_zh) = told(&Case { reported: &reported, ..case });
        assert!(said_en.contains(en) && said_zh.contains(zh), "{words}: {said_en} {said_zh}");
    }
}

#[test]
fn a_grade_or_a_place_is_told_beside_the_one_asked() {
    let place = of(Measure::Level, Direction::Lower);
    let water = indicator("x", "", Measure::Grade, Some(Direction::Higher));
    for (of, asked_for, words, when, en, zh) in [
        (
            &place,
            "全国前10位",
            "第8位",
            "2022",
            "no. 8 reported against 全国 top 10.",
            "结果第8位，目标全国前10位。",
        ),
        (
            &water,
            "Ⅲ类",
            "Ⅳ类",
            "2022",
            "class Ⅳ reported against at least class Ⅲ.",
            "结果Ⅳ类，目标不低于Ⅲ类。",
        ),
        (
            &water,
            "Ⅲ类",
            "优于Ⅲ类",
            "2022-H1",
            "by 2022-06-30: better than class Ⅲ reported against at least class Ⅲ;",
            "截至2022-06-30优于Ⅲ类，目标不低于Ⅲ类；",
        ),
    ] {
        let target = asked(of, asked_for, "2022");
        let reported = [vintage(1, when, read_as_outcome(words, of), Basis::Final, "office", "2022-07-05")];
        let on = if when == "2022" { "2023-02-01" } else { "2022-07-10" };
        let case = Case::new(of, &target, day(on));
        let (answer, said_en, said_zh) = told(&Case { reported: &reported, ..case });
        assert!(said_en.contains(en) && said_zh.contains(zh), "{words}: {said_en} {said_zh}");
        assert!(answer.steps.iter().any(|step| step.code() == "placed"), "{words}");
    }
}

#[test]
fn while_it_runs_what_is_known_is_told_beside_what_the_path_asks() {
    let jobs = indicator("x", "家", Measure::Flow, Some(Direction::Higher));
    let growth = of(Measure::Rate, Direction::Higher);
    let prices = of(Measure::Rate, Direction::OnTarget);
    for (of, asked_for, words, en, zh) in [
        (
            &jobs,
            "200以上",
            "超过120",
            "On track: more than 120 家 by 2022-06-30 against 99.1781 家 on the linear path;",
            "符合进度：截至2022-06-30大于120家，按时间进度应达99.1781家；",
        ),
        (
            &growth,
            "正增长",
            "0.5",
            "0.5 % by 2022-06-30 against more than 0 % on the flat path;",
            "截至2022-06-30为0.5%，按全期目标应大于0%；",
        ),
        (
            &prices,
            "2-3",
            "2.6",
            "2.6 % by 2022-06-30 against at least 2 % and at most 3 % on the flat path;",
            "截至2022-06-30为2.6%，按全期目标应不低于2%且不超过3%；",
        ),
    ] {
        let target = asked(of, asked_for, "2022");
        let value = read_as_outcome(words, of);
        let reported = [vintage(1, "2022-H1", value, Basis::Final, "office", "2022-07-05")];
        let case = Case::new(of, &target, day("2022-07-10"));
        let (_, said_en, said_zh) = told(&Case { reported: &reported, ..case });
        assert!(said_en.contains(en) && said_zh.contains(zh), "{words}: {said_en} {said_zh}");
    }
}

#[test]
fn just_under_a_bound_is_told_as_it_was_said() {
    let share = of(Measure::Level, Direction::Higher);
    let target = asked(&share, "75%以上", "2022");
    let reported =
        [vintage(1, "2022", read_as_outcome("近80%", &share), Basis::Final, "office", "2023-01-20")];
    let (_, en, zh) = told(&Case { reported: &reported, ..Case::new(&share, &target, day("2023-02-01")) });
    assert!(en.contains("says only nearly 80 % (less than 80 %), which"), "{en}");
    assert!(zh.contains("报告仅称近80%（小于80%），"), "{zh}");
}

#[test]
fn what_is_made_of_several_reports_is_told_where_it_is_another_figure() {
    let days = indicator("x", "天", Measure::Flow, Some(Direction::Higher));
    let growth = of(Measure::Rate, Direction::Higher);
    let decides = |of: &Indicator, phrase: &str, when: &str, figures: &[(&str, &str)]| {
        let (target, reported) = (asked(of, phrase, when), reported(figures));
        let answer = assess(&Case { reported: &reported, ..Case::new(of, &target, day("2026-02-01")) });
        [Language::En, Language::Zh].map(|language| deciding_words(of, &target, &answer, language))
    };
    let both = |en: &str, zh: &str| [Some(en.to_owned()), Some(zh.to_owned())];
    let quarters = [("2022-Q1", "70"), ("2022-Q2", "80"), ("2022-Q3", "85"), ("2022-Q4", "70")];
    assert_eq!(decides(&days, "300", "2022", &quarters), both("305 天 together", "合计305天"));
    assert_eq!(decides(&days, "300", "2022", &[("2022", "305")]), [None, None]);
    let years = [("2021", "10"), ("2022", "10"), ("2023", "10"), ("2024", "10"), ("2025", "10.5")];
    let [en, zh] = decides(&growth, "年均增长6%", "2021..2025", &years);
    assert!(
        en.as_ref().is_some_and(|en| en.starts_with("an average of 10.") && en.ends_with(" % a year")),
        "{en:?}"
    );
    assert!(zh.as_ref().is_some_and(|zh| zh.starts_with("年均10.")), "{zh:?}");
}

#[test]
fn a_difference_is_shown_with_as_many_digits_as_it_takes() {
    let waste = indicator("x", "吨", Measure::Level, Some(Direction::Lower));
    let target = asked(&waste, "下降2.5%左右", "2022");
    let reported = reported(&[("2021", "0.321"), ("2022", "0.313")]);
    let case = Case::new(&waste, &target, day("2023-02-01"));
    let (answer, en, _) = told(&Case { reported: &reported, ..case });
    assert!(en.contains("0.313 吨 reported against at most 0.31298 吨 (gap -0.00003 吨)"), "{en}");
    let gap = answer.steps.iter().find(|step| step.code() == "gap").unwrap().text("吨", Language::En);
    assert_eq!(gap, "Gap between 0.313 吨 and 0.31298 吨: -0.00003 吨 (positive is good).");
    assert_eq!(answer.figures.margin.map(shown_way), Ok("-0.00003".to_owned()));
    assert_eq!(shown_share_of(exact("99.9996"), 2), "99.9996");
}

#[test]
fn a_group_that_waits_for_what_is_due_says_so_whatever_the_order_of_its_members() {
    let sum = of(Measure::Flow, Direction::Higher);
    let done = indicator("m", "", Measure::Milestone, None);
    let (year, june) = (asked(&sum, "at least 100", "2022"), asked(&done, "2022年6月底前完成", "2022"));
    let on = day("2022-08-01");
    let not_due = assess(&Case::new(&sum, &year, on));
    let late = assess(&Case::new(&done, &june, on));
    assert_eq!((not_due.reason, late.reason), (Some(Reason::NotDue), Some(Reason::Late)));
    let (group, whole) = (indicator("g", "", Measure::Group, None), target("g", period("2022"), None));
    for members in [[not_due.clone(), late.clone()], [late, not_due]] {
        let (answer, en, zh) = told(&Case { members: &members, ..Case::new(&group, &whole, on) });
        assert_eq!((answer.status, answer.reason), (Status::AwaitingOutcome, Some(Reason::Late)));
        assert!(en.contains("a sub-indicator was due") && !en.contains("2022-12-31"), "{en}");
        assert!(zh.contains("有分项指标已到期") && !zh.contains("12月31日"), "{zh}");
    }
}
