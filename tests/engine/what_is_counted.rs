//! What a report counts against what is asked, where the name of the indicator takes part.

use plantrack::domain::{
    assessment::{Case, Reported, Status, assess},
    criterion::Comparison,
    indicator::{Direction, Measure},
    outcome::Basis,
};

use crate::support::{day, indicator, number, period, target, threshold, vintage};

fn reported(words: &str, amount: &str) -> Vec<Reported> {
    let mut one = vintage(1, "2022", number(amount), Basis::Final, "office", "2023-01-31");
    words.clone_into(&mut one.outcome.text);
    vec![one]
}

#[test]
fn the_name_of_the_indicator_says_what_is_counted_where_the_target_does_not() {
    let mut homes = indicator("x", "套", Measure::Flow, Some(Direction::Higher));
    for (name, words, status) in [
        ("保障房建成", "新开工520套", Status::NotAssessable),
        ("保障房建成", "建成520套", Status::Achieved),
        ("保障房建成", "520套", Status::Achieved),
        ("保障房", "新开工520套", Status::Achieved),
    ] {
        name.clone_into(&mut homes.name_zh);
        let goal = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "500")));
        let case = Case::new(&homes, &goal, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported(words, "520"), ..case });
        assert_eq!(answer.status, status, "{name}: {words}");
    }
}

#[test]
fn what_is_new_of_loans_is_what_their_balance_rose_by() {
    let mut loans = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    for (name, asked, words, status) in [
        ("各项贷款余额新增", "净增500亿元", "新增520亿元", Status::Achieved),
        ("新增贷款", "500亿元", "净增520亿元", Status::Achieved),
        ("新增贷款", "500亿元", "发放520亿元", Status::NotAssessable),
        ("新增人民币存款", "净增500亿元", "新增520亿元", Status::Achieved),
        ("创业担保贷款发放额", "500亿元", "净增520亿元", Status::Achieved),
        ("创业担保贷款发放额", "530亿元", "净增520亿元", Status::NotAssessable),
        ("经营主体", "净增500亿元", "新增520亿元", Status::NotAssessable),
    ] {
        name.clone_into(&mut loans.name_zh);
        let least = asked.trim_start_matches("净增").trim_end_matches("亿元");
        let mut goal = target("x", period("2022"), Some(threshold(Comparison::AtLeast, least)));
        asked.clone_into(&mut goal.text);
        let case = Case::new(&loans, &goal, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported(words, "520"), ..case });
        assert_eq!(answer.status, status, "{name}: {asked}: {words}");
    }
}

#[test]
fn all_of_a_name_that_says_what_is_new_are_new() {
    let mut spaces = indicator("x", "个", Measure::Flow, Some(Direction::Higher));
    for (name, asked, words, status) in [
        ("新增停车位", "6000个", "全市6200个", Status::Achieved),
        ("新增停车位", "6000个", "共6200个", Status::Achieved),
        ("新增停车位", "6000个", "增至6200个", Status::NotAssessable),
        ("新增停车位", "6000个", "总数达到6200个", Status::NotAssessable),
        ("停车位", "新增6000个", "全市6200个", Status::NotAssessable),
        ("停车位", "6000个", "全市6200个", Status::Achieved),
    ] {
        name.clone_into(&mut spaces.name_zh);
        let mut goal = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "6000")));
        asked.clone_into(&mut goal.text);
        let case = Case::new(&spaces, &goal, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported(words, "6200"), ..case });
        assert_eq!(answer.status, status, "{name}: {asked}: {words}");
    }
}

#[test]
fn what_counts_another_thing_than_the_name_or_the_words_say_is_not_held_against_them() {
    let mut things = indicator("x", "个", Measure::Flow, Some(Direction::Higher));
    for (name, asked, words, status) in [
        ("新建口袋公园", "30个", "新建充电桩3200个", Status::NotAssessable),
        ("口袋公园", "新建口袋公园30个", "新建充电桩3200个", Status::NotAssessable),
        ("改造老旧小区", "30个", "改造3200个农贸市场", Status::NotAssessable),
        ("新建口袋公园", "30个", "新建城市口袋公园3200个", Status::Achieved),
        ("新建口袋公园", "30个", "新建3200个", Status::Achieved),
        ("", "30个", "新建充电桩3200个", Status::Achieved),
        ("充电桩建设", "30个", "已签约3200个", Status::NotAssessable),
        ("充电桩", "建设30个", "开工建设3200个", Status::NotAssessable),
        ("口袋公园", "建成30个", "实施3200个", Status::NotAssessable),
        ("口袋公园", "实施30个", "实施3200个", Status::Achieved),
    ] {
        name.clone_into(&mut things.name_zh);
        let mut goal = target("x", period("2022"), Some(threshold(Comparison::AtLeast, "30")));
        asked.clone_into(&mut goal.text);
        let case = Case::new(&things, &goal, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported(words, "3200"), ..case });
        assert_eq!(answer.status, status, "{name}: {asked}: {words}");
    }
}

#[test]
fn what_was_done_is_held_against_the_act_that_is_asked() {
    for (name, measure, direction, unit, asked, words, status) in [
        ("化解隐性债务", Measure::Flow, Direction::Higher, "亿元", "20", "新增21亿元", Status::NotAssessable),
        ("化解隐性债务", Measure::Flow, Direction::Higher, "亿元", "20", "化解21亿元", Status::Achieved),
        ("新增规上企业", Measure::Flow, Direction::Higher, "家", "20", "退出21家", Status::NotAssessable),
        ("新增规上企业", Measure::Flow, Direction::Higher, "家", "20", "新增21家", Status::Achieved),
        ("投诉", Measure::Flow, Direction::Lower, "件", "30", "办结21件", Status::NotAssessable),
        ("投诉", Measure::Flow, Direction::Lower, "件", "30", "受理21件", Status::Achieved),
        (
            "贷款余额",
            Measure::Level,
            Direction::Higher,
            "亿元",
            "20",
            "累计发放21亿元",
            Status::NotAssessable,
        ),
        ("贷款余额", Measure::Level, Direction::Higher, "亿元", "20", "21亿元", Status::Achieved),
        ("商品房销售面积", Measure::Flow, Direction::Higher, "亩", "20", "竣工21亩", Status::NotAssessable),
        ("商品房销售面积", Measure::Flow, Direction::Higher, "亩", "20", "销售21亩", Status::Achieved),
    ] {
        let mut it = indicator("x", unit, measure, Some(direction));
        name.clone_into(&mut it.name_zh);
        let op = if direction == Direction::Lower { Comparison::AtMost } else { Comparison::AtLeast };
        let goal = target("x", period("2022"), Some(threshold(op, asked)));
        let case = Case::new(&it, &goal, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported(words, "21"), ..case });
        assert_eq!(answer.status, status, "{name}: {words}");
    }
}

#[test]
fn a_part_of_what_is_asked_is_the_least_that_there_is_of_it() {
    let mut places = indicator("x", "个", Measure::Flow, Some(Direction::Higher));
    for (name, op, asked, words, amount, status) in [
        ("新增学位", Comparison::AtLeast, "3000", "新增公办学位3200个", "3200", Status::Achieved),
        ("新增学位", Comparison::AtLeast, "3000", "新增公办学位2800个", "2800", Status::NotAssessable),
        ("新增学位", Comparison::MoreThan, "3000", "新增公办学位3000个", "3000", Status::NotAssessable),
        ("新增学位", Comparison::AtMost, "3000", "新增公办学位3200个", "3200", Status::NotAchieved),
        ("新增学位", Comparison::AtMost, "3000", "新增公办学位2800个", "2800", Status::NotAssessable),
        ("新增学位", Comparison::AtMost, "3000", "新增学位2800个", "2800", Status::Achieved),
        ("新增学位", Comparison::AtLeast, "3000", "新增学位2800个", "2800", Status::NotAchieved),
        ("新增公办学位", Comparison::AtLeast, "3000", "新增公办学位2800个", "2800", Status::NotAchieved),
        ("新增学位", Comparison::AtLeast, "3000", "新增优质学位2800个", "2800", Status::NotAchieved),
    ] {
        name.clone_into(&mut places.name_zh);
        let goal = target("x", period("2022"), Some(threshold(op, asked)));
        let mut all = reported(words, amount);
        let status_of = |all: &[Reported]| {
            let case = Case::new(&places, &goal, day("2023-02-01"));
            assess(&Case { reported: all, ..case }).status
        };
        assert_eq!(status_of(&all), status, "{name}: {words}");
        // A report of all of it answers.
        all.push(vintage(2, "2022", number("3100"), Basis::Final, "office", "2023-01-30"));
        if status == Status::NotAssessable {
            assert_ne!(status_of(&all), status, "{name}: {words}");
        }
    }
}
