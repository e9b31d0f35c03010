//! What the name of an indicator says of its figures: that they run on, that they are what is short, and what is to be done.

use plantrack::domain::{
    assessment::{Case, Reason, Status, assess},
    indicator::{Direction, Indicator, Measure},
};

use crate::support::{day, indicator, period, read_as_target, said_in_words, target};

/// What follows from the words of a target and of reports for periods.
fn judged(
    of: &Indicator,
    years: &str,
    asked: &str,
    said: &[(&str, &str)],
    on: &str,
) -> (Status, Option<Reason>) {
    let mut asks = target("x", period(years), Some(read_as_target(asked, of)));
    asked.clone_into(&mut asks.text);
    let reported = said_in_words(of, said, "2024-01-10");
    let answer = assess(&Case { reported: &reported, ..Case::new(of, &asks, day(on)) });
    (answer.status, answer.reason)
}

fn named(zh: &str, en: &str, unit: &str, measure: Measure, direction: Option<Direction>) -> Indicator {
    Indicator { name_zh: zh.to_owned(), name_en: en.to_owned(), ..indicator("x", unit, measure, direction) }
}

const MET: (Status, Option<Reason>) = (Status::Achieved, None);
const MISSED: (Status, Option<Reason>) = (Status::NotAchieved, None);
const APART: (Status, Option<Reason>) = (Status::NotAssessable, Some(Reason::Incomparable));

#[test]
fn what_is_cumulative_by_its_name_is_not_added_up() {
    let years = [("2021", "2,000"), ("2022", "5,000"), ("2023", "9,000")];
    let flow = |zh, en| named(zh, en, "teachers", Measure::Flow, Some(Direction::Higher));
    for (zh, en) in [
        ("", "Number of teachers trained (cumulative)"),
        ("", "Cumulative number of teachers trained"),
        ("", "Teachers trained since 2019"),
        ("累计培训教师", ""),
    ] {
        let of = flow(zh, en);
        let answer = judged(&of, "2021..2025", "15,000", &years, "2024-02-01");
        assert_eq!(answer, (Status::OnTrack, None), "{zh}{en}");
        assert_eq!(judged(&of, "2021..2025", "8,500", &years, "2024-02-01"), MET, "{zh}{en}");
        assert_eq!(judged(&of, "2021..2023", "10,000", &years, "2024-02-01"), MISSED, "{zh}{en}");
    }
    let each = flow("", "Number of teachers trained");
    assert_eq!(judged(&each, "2021..2025", "15,000", &years, "2024-02-01"), MET);
    let together = flow("五年累计培训教师", "");
    assert_eq!(judged(&together, "2021..2025", "15,000", &years, "2024-02-01"), MET);
    let falls = [("2021", "2,000"), ("2022", "1,800")];
    let of = flow("", "Teachers trained (cumulative)");
    assert_eq!(judged(&of, "2021..2022", "1,500", &falls, "2024-02-01"), APART);
    // What does not go on from the years before it is of its year, and a Chinese name may mean the years together.
    for figures in [&falls[..], &[("2021", "2,000"), ("2022", "2,100")]] {
        let of = flow("城镇新增就业（累计）", "");
        assert_eq!(judged(&of, "2021..2022", "3,500", figures, "2024-02-01"), MET);
    }
    // What is said of the things that are counted is not said of the count, and a mean is asked of years apart.
    let quarters = [("2023-Q1", "30"), ("2023-Q2", "30"), ("2023-Q3", "35"), ("2023-Q4", "40")];
    for name in
        ["Records brought up to date", "Homes built since 1990 inspected", "Cumulative impact assessments"]
    {
        assert_eq!(judged(&flow("", name), "2023", "100", &quarters, "2024-02-01"), MET, "{name}");
    }
    let homes = [("2021", "90"), ("2022", "95"), ("2023", "100")];
    let of = flow("", "Homes built since 2019");
    assert_eq!(judged(&of, "2021..2023", "annual average of 90", &homes, "2024-02-01"), MET);
}

#[test]
fn a_deficit_below_nothing_is_not_the_better_the_larger_it_is() {
    let level = |zh, en, unit| named(zh, en, unit, Measure::Level, Some(Direction::Lower));
    for (zh, en, unit, asked, said, expected) in [
        ("", "Fiscal deficit to GDP", "%", "-5.0%", "-5.6%", APART),
        ("", "Fiscal deficit to GDP", "%", "5.0%", "-5.6%", APART),
        ("", "Fiscal deficit to GDP", "%", "5.0%", "4.6%", MET),
        ("", "Fiscal deficit to GDP", "%", "5.0%", "5.6%", MISSED),
        ("", "Trade deficit", "$ million", "1,200", "-1,350", APART),
        ("", "Net loss", "$ million", "$5 million", "-$6.2 million", APART),
        ("", "Fiscal deficit to GDP", "%", "-3.5%", "3.2%", APART),
        ("财政赤字率", "", "%", "3.0%", "-3.2%", APART),
        ("", "Gender pay gap", "%", "5%", "-1.2%", MET),
        ("", "Net gain/loss", "$ million", "5", "-6.2", MET),
        ("", "Surplus/deficit", "%", "5.0%", "-5.6%", MET),
    ] {
        let of = level(zh, en, unit);
        let answer = judged(&of, "2023", asked, &[("2023", said)], "2024-02-01");
        assert_eq!(answer, expected, "{zh}{en}: {asked}, {said}");
    }
    let balance = named("", "Fiscal deficit to GDP", "%", Measure::Level, Some(Direction::Higher));
    assert_eq!(judged(&balance, "2023", "-5.0%", &[("2023", "-4.6%")], "2024-02-01"), MET);
    assert_eq!(judged(&balance, "2023", "-5.0%", &[("2023", "-5.6%")], "2024-02-01"), MISSED);
}

#[test]
fn the_act_of_a_milestone_is_that_of_its_name_where_its_target_names_none() {
    let milestone = |zh, en| named(zh, en, "", Measure::Milestone, None);
    for (zh, en, asked, when, said, expected) in [
        ("", "Annual report tabled in Parliament", "by 30 June 2023", "2023", "Tabled", MET),
        ("", "Publish annual report", "by 30 June 2023", "2023", "Not published", MISSED),
        ("", "New hospital opened", "by 30 June 2023", "2023", "Opened", MET),
        ("", "New hospital opened", "by 30 June 2023", "2023", "Not opened", MISSED),
        ("", "Publish annual report", "31 October 2023", "2023-10", "Published", MET),
        ("", "Sign agreement", "December 2023", "2023-11", "Signed", MET),
        ("", "Adopt policy", "Yes", "2023", "Adopted", MET),
        ("", "Adopt policy", "Q3", "2023", "Adopted", MET),
        ("", "Hospital", "Hospital open by December 2023", "2023-11", "Opened", MET),
        ("", "Pool", "Keep the pool open", "2023", "Opened", APART),
        ("", "Hospital", "Hospital fully open by December 2023", "2023", "Opened", APART),
        ("", "Publish annual report", "by 31 October 2023", "2023", "Published in 2023", APART),
        ("政务服务中心建成投用", "", "2023年6月底前", "2023", "建成", MET),
        ("印发规划", "", "2023年6月底前", "2023", "已印发", MET),
        ("", "Publish annual report", "by 30 June 2023", "2023", "Signed", APART),
        ("", "Review of published strategies", "by 30 June 2023", "2023", "Published", APART),
        ("", "Publish annual report", "Approve the report by 30 June 2023", "2023", "Published", APART),
    ] {
        let of = milestone(zh, en);
        let answer = judged(&of, "2023", asked, &[(when, said)], "2024-02-01");
        assert_eq!(answer, expected, "{zh}{en}: {asked}, {said}");
    }
}

#[test]
fn a_figure_that_meets_what_its_report_says_is_missed_proves_nothing() {
    let share = indicator("x", "%", Measure::Level, Some(Direction::Higher));
    for (asked, said, expected) in [
        ("80%", "not achieved (80%)", APART),
        ("80%", "80%, not achieved", APART),
        ("80%", "Not achieved – 82%", APART),
        ("80%", "82%，未达标", APART),
        ("80%", "not achieved (78%)", MISSED),
        ("80%", "achieved (82%)", MET),
    ] {
        assert_eq!(judged(&share, "2023", asked, &[("2023", said)], "2024-02-01"), expected, "{said}");
    }
}

#[test]
fn the_share_of_what_a_rate_of_completion_is_of_is_its_figure() {
    let (more, less) = (Some(Direction::Higher), Some(Direction::Lower));
    for (name, direction, asked, said, expected) in [
        ("预算执行率", more, "95%以上", "完成预算的97%", MET),
        ("预算执行率", more, "95%以上", "完成预算的94%", MISSED),
        ("年度投资计划完成率", more, "90%", "占年度计划的92%", MET),
        ("重点项目投资完成率", more, "90%", "完成年度投资计划的92.5%", MET),
        ("年度目标任务完成率", more, "95%以上", "完成年度目标任务的96%", MET),
        ("三公经费预算执行率", less, "90%以内", "完成预算的95%", MISSED),
        ("年度计划完成率", less, "110%以内", "完成年度计划的105%", MET),
        // Of the target for the rate, or of what is planned?
        ("预算执行率", more, "95%以上", "完成年度目标的97%", APART),
        ("预算执行率", more, "100%", "完成年度目标的97%", MISSED),
        ("固定资产投资", more, "95%", "完成年度计划的97%", MISSED),
    ] {
        for measure in [Measure::Level, Measure::Rate] {
            let of = named(name, "", "%", measure, direction);
            let answer = judged(&of, "2023", asked, &[("2023", said)], "2024-02-01");
            assert_eq!(answer, expected, "{name} {measure}: {asked}, {said}");
        }
    }
    let of = named("", "Completion rate of planned inspections", "%", Measure::Level, more);
    assert_eq!(judged(&of, "2023", "90%", &[("2023", "92% of the target")], "2024-02-01"), APART);
}

#[test]
fn a_report_says_first_what_the_name_is_of() {
    let (more, less) = (Some(Direction::Higher), Some(Direction::Lower));
    let level = Measure::Level;
    let flow = Measure::Flow;
    for (name, unit, measure, direction, asked, said, expected) in [
        ("常住人口", "万人", level, more, "300万人", "年末常住人口301.2万人", MET),
        ("常住人口", "万人", level, more, "300万人", "年末全市常住人口299.8万人", MISSED),
        (
            "公路通车里程",
            "公里",
            level,
            more,
            "12000公里",
            "年末公路通车里程11986公里，比上年增加102公里",
            MISSED,
        ),
        ("服务业增加值占比", "%", level, more, "55%", "占地区生产总值的比重为55.3%", MET),
        ("税收占比", "%", level, more, "71%", "税收占一般公共预算收入比重为70.6%", MISSED),
        ("道路交通事故死亡人数", "人", flow, less, "下降5%", "死亡12人，同比减少1人、下降7.7%", MET),
        ("道路交通事故死亡人数", "人", flow, less, "不超过11人", "死亡12人，同比减少1人、下降7.7%", MISSED),
        ("电信网络诈骗案件立案数", "起", flow, less, "下降20%", "立案1230起，同比下降18.6%", MISSED),
        ("破案率", "%", level, more, "提高3个百分点", "破案率提升3.2个百分点", MET),
        ("破案率", "%", level, more, "提高3个百分点", "破案率下降3.2个百分点", MISSED),
        ("一般公共预算支出进度", "%", level, more, "90%", "支出进度88.6%", MISSED),
        ("重点项目投资完成率", "%", level, more, "100%", "完成投资占年度计划的102.3%", MET),
        ("重伤及以上事故起数", "起", flow, less, "0起", "未发生重伤及以上事故", MET),
        ("较大及以上事故起数", "起", flow, less, "0起", "较大及以上事故零发生", MET),
        ("生产安全事故起数", "起", flow, less, "0起", "未发生重伤及以上事故", APART),
        ("生产安全事故起数", "起", flow, less, "0起", "较大及以上事故零发生", APART),
    ] {
        let of = named(name, "", unit, measure, direction);
        let answer = judged(&of, "2023", asked, &[("2023", said)], "2024-02-01");
        assert_eq!(answer, expected, "{name}: {asked}, {said}");
    }
    let built = named("项目验收", "", "", Measure::Milestone, None);
    for asked in ["通过验收", "验收通过"] {
        assert_eq!(judged(&built, "2023", asked, &[("2023", "验收未通过")], "2024-02-01"), MISSED, "{asked}");
    }
}

#[test]
fn a_report_that_says_where_it_came_from_answers_for_the_change() {
    let share = named("吸烟率", "", "%", Measure::Level, Some(Direction::Lower));
    let served = named("达标率", "", "%", Measure::Level, Some(Direction::Higher));
    let land = named("耕地保有量", "", "万亩", Measure::Level, Some(Direction::Higher));
    let unknown = (Status::NotAssessable, Some(Reason::ReferenceMissing));
    for (of, asked, said, expected) in [
        (&share, "降低1个百分点", "由31.2%降至30.5%", MISSED),
        (&share, "降低0.5个百分点", "由31.2%降至30.5%", MET),
        (&share, "降低0.5个百分点", "从上年的31.2%降至30.5%", MET),
        (&share, "降低0.5个百分点", "由2020年的31.2%降至30.5%", unknown),
        (&served, "不低于上年", "92.3%，高于上年1.1个百分点", MET),
        (&served, "不低于上年", "92.3%，低于上年1.1个百分点", MISSED),
        (&served, "不低于上年", "92.3%，高于全省1.1个百分点", unknown),
        (&land, "只增不减", "100.2万亩，比上年净增0.1万亩", MET),
        (&land, "增加0.2万亩", "100.2万亩，高于上年100.1万亩", unknown),
        (&land, "只增不减", "100.2万亩，其中水田净增0.1万亩", unknown),
    ] {
        let answer = judged(of, "2023", asked, &[("2023", said)], "2024-02-01");
        assert_eq!(answer, expected, "{asked}, {said}");
    }
}

#[test]
fn what_was_reached_may_be_all_that_there_is_where_the_name_says_what_is_new() {
    let firms = |zh, asked, said| {
        let of = named(zh, "", "家", Measure::Flow, Some(Direction::Higher));
        judged(&of, "2023", asked, &[("2023", said)], "2024-02-01")
    };
    assert_eq!(firms("新增高新技术企业", "200家", "达到210家"), MET);
    assert_eq!(firms("新增高新技术企业", "新增200家", "达到210家"), MET);
    assert_eq!(firms("新增高新技术企业", "200家", "达到2010家"), APART);
    assert_eq!(firms("净增市场主体", "200家", "达2010家"), APART);
    assert_eq!(firms("新增高新技术企业", "200家", "2010家"), MET);
    assert_eq!(firms("高新技术企业", "新增200家", "达到210家"), APART);
    assert_eq!(firms("高新技术企业", "200家", "达到210家"), MET);
}
