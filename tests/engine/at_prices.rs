//! Growth at constant prices and at current ones, and an index of prices beside its growth.

use plantrack::domain::{
    assessment::{Case, Reason, Reported, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
};

use crate::support::{day, indicator, period, read_as_outcome, read_as_target, target, vintage};

fn judged(one: &Indicator, asked: &str, reported: &[(&str, &str)]) -> (Status, Option<Reason>) {
    let mut goal = target("x", period("2023"), Some(read_as_target(asked, one)));
    asked.clone_into(&mut goal.text);
    let reported: Vec<Reported> = reported
        .iter()
        .zip(1..)
        .map(|((of, words), id)| {
            let value = read_as_outcome(words, one);
            let mut reported = vintage(id, of, value, Basis::Final, "office", "2024-02-01");
            (*words).clone_into(&mut reported.outcome.text);
            reported
        })
        .collect();
    let case = Case::new(one, &goal, day("2024-03-01"));
    let answer = assess(&Case { reported: &reported, ..case });
    (answer.status, answer.reason)
}

#[test]
fn real_growth_is_not_nominal_growth() {
    use Measure::{Flow, Level, Rate};
    let unfit = (Status::NotAssessable, Some(Reason::Incomparable));
    let unknown = (Status::NotAssessable, Some(Reason::ReferenceMissing));
    let (met, missed) = ((Status::Achieved, None), (Status::NotAchieved, None));
    let both = "312.6亿元，按不变价计算增长6.8%，现价增长8.2%";
    let incomes = "38652元，名义增长6.5%，实际增长5.7%";
    for (measure, unit, name, asked, reported, before, answer) in [
        (Rate, "%", "", "实际增长6%", "名义增长6.5%", None, unfit),
        (Rate, "%", "", "扣除价格因素增长6%", "16532元，名义增长6.5%", None, unfit),
        (Rate, "%", "", "名义增长6%", "实际增长5.7%", None, unfit),
        (Rate, "%", "居民收入实际增速", "6%", "名义增长6.5%", None, unfit),
        (Rate, "%", "居民收入名义增速", "6%", "实际增长6.5%", None, unfit),
        (Rate, "%", "实际GDP增速", "6%", "名义增长6.5%", None, unfit),
        (Rate, "%", "名义GDP增速", "6%", "实际增长6.5%", None, unfit),
        (Rate, "%", "名义地区生产总值", "6%", "实际增长6.5%", None, unfit),
        (Rate, "%", "实际居民收入增速", "6%", "名义增长6.5%", None, unfit),
        (Rate, "%", "居民收入增速（实际）", "6%", "名义增长6.5%", None, unfit),
        (Rate, "%", "居民收入增速（名义）", "6%", "实际增长6.5%", None, unfit),
        (Rate, "%", "居民收入增速（实际）", "名义增长6%", "名义增长6.5%", None, met),
        (Rate, "%", "实际GDP增速", "6%", "实际增长6.5%", None, met),
        (Rate, "%", "实际GDP增速", "6%", "增长6.5%", None, met),
        (Flow, "亿元", "实际GDP", "增长6%", "名义增长6.5%", None, unfit),
        (Rate, "%", "", "实际增长6%", "实际增长6.5%", None, met),
        (Rate, "%", "", "实际增长6%", "增长6.5%", None, met),
        (Rate, "%", "", "增长6%", "名义增长6.5%", None, met),
        (Rate, "%", "实际利用外资增速", "6%", "名义增长6.5%", None, met),
        (Level, "元", "", "实际增长6%", "38652元", Some("36290元"), unknown),
        (Level, "元", "", "增长6%", "38652元", Some("36290元"), met),
        (Level, "元", "", "实际增长6%", incomes, Some("36290元"), missed),
        (Level, "元", "", "名义增长6%", incomes, Some("36290元"), met),
        (Level, "元", "", "增长6%", incomes, Some("36290元"), met),
        (Level, "元", "", "实际增长6%", "38652元，名义增长6.5%", Some("36290元"), unknown),
        (Flow, "亿元", "", "增长7%", both, Some("289亿元"), missed),
        (Flow, "亿元", "", "增长8%", both, Some("289亿元"), missed),
        (Flow, "亿元", "", "按可比价增长7%", both, Some("289亿元"), missed),
        (Flow, "亿元", "", "按可比价增长7%", "312.6亿元，现价增长8.2%", Some("289亿元"), unknown),
        (Flow, "亿元", "", "按可比价增长7%", "312.6亿元", Some("289亿元"), unknown),
        (Flow, "亿元", "", "按可比价增长7%", "312.6亿元，增长7.2%", Some("289亿元"), met),
        (Flow, "亿元", "地区生产总值（不变价）", "增长7%", "312.6亿元", Some("289亿元"), met),
        (Flow, "亿元", "地区生产总值（现价）", "增长7%", "312.6亿元，增长6.8%", Some("289亿元"), missed),
        (Flow, "亿元", "", "增长7%", "312.6亿元", Some("289亿元"), met),
    ] {
        let mut one = indicator("x", unit, measure, Some(Direction::Higher));
        name.clone_into(&mut one.name_zh);
        let mut words = vec![("2023", reported)];
        words.extend(before.map(|before| ("2022", before)));
        assert_eq!(judged(&one, asked, &words), answer, "{name} {asked}: {reported}");
    }
}

#[test]
fn a_report_at_the_prices_asked_answers_before_another() {
    let one = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let words = [("2023", "实际增长5.7%"), ("2023", "名义增长6.5%")];
    assert_eq!(judged(&one, "实际增长6%", &words).0, Status::NotAchieved);
}

#[test]
fn an_index_of_prices_is_not_its_growth() {
    for (measure, name, asked, reported, is_judged) in [
        (Measure::Rate, "居民消费价格", "3%左右", "100.2", false),
        (Measure::Level, "居民消费价格指数", "3%左右", "100.2", false),
        (Measure::Rate, "CPI", "103以内", "上涨3.5%", false),
        (Measure::Rate, "居民消费价格涨幅", "3%左右", "上涨2.2%", true),
        (Measure::Rate, "居民消费价格", "103以内", "102.2", true),
        (Measure::Rate, "", "上涨3%左右", "100.2", false),
        (Measure::Level, "完成率", "10%以内", "100", true),
        (Measure::Rate, "工业利润", "10%以内", "100.2", true),
        (Measure::Rate, "", "增长10%以内", "增长100.2%", true),
    ] {
        let mut one = indicator("x", "%", measure, Some(Direction::Lower));
        name.clone_into(&mut one.name_zh);
        let (status, reason) = judged(&one, asked, &[("2023", reported)]);
        assert_eq!(reason != Some(Reason::Incomparable), is_judged, "{name} {asked}: {reported} {status:?}");
    }
}

#[test]
fn the_target_of_the_year_may_be_attained_before_its_end() {
    for (direction, words, status) in [
        (Direction::Higher, "完成全年目标任务", Status::Achieved),
        (Direction::Higher, "已完成全年目标", Status::Achieved),
        (Direction::Higher, "超额完成全年目标任务", Status::Achieved),
        (Direction::Higher, "提前完成全年目标任务", Status::Achieved),
        (Direction::Higher, "提前三个月完成年度任务", Status::Achieved),
        (Direction::Higher, "已完成", Status::AwaitingOutcome),
        (Direction::Higher, "预计能完成全年目标任务", Status::AwaitingOutcome),
        (Direction::Lower, "完成全年目标任务", Status::AwaitingOutcome),
    ] {
        let one = indicator("x", "亿元", Measure::Flow, Some(direction));
        let found = judged(&one, "100亿元", &[("2023-01..2023-09", words)]).0;
        assert_eq!(found, status, "{words}");
    }
    let one = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let words = [("2023-01..2023-09", "已完成全年目标"), ("2023", "98亿元")];
    assert_eq!(judged(&one, "100亿元", &words).0, Status::NotAchieved);
}
