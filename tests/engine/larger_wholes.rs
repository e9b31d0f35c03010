//! Figures of a larger whole than is asked: of which what is asked is a named part, of all where some are asked, and of a total where what
//! is new of it is asked.

use plantrack::domain::{
    assessment::{Case, Reason, Status, assess},
    indicator::{Direction, Indicator, Measure},
    reading::{is_said_of_the_whole, names_its_own_part},
};

use crate::support::{day, indicator, period, read_as_target, rows, said_in_words, target};

const HIGHER: Option<Direction> = Some(Direction::Higher);
const LOWER: Option<Direction> = Some(Direction::Lower);
const MET: (Status, Option<Reason>) = (Status::Achieved, None);
const MISSED: (Status, Option<Reason>) = (Status::NotAchieved, None);
const APART: (Status, Option<Reason>) = (Status::NotAssessable, Some(Reason::Incomparable));

/// What follows of an indicator with a Chinese name, or else an English one, for a year that is over.
fn judged(
    name: &str,
    (unit, measure, direction): (&str, Measure, Option<Direction>),
    asked: &str,
    said: &str,
) -> (Status, Option<Reason>) {
    let (zh, en) = if name.is_ascii() { ("", name) } else { (name, "") };
    let of = Indicator {
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        ..indicator("x", unit, measure, direction)
    };
    let mut asks = target("x", period("2023"), Some(read_as_target(asked, &of)));
    asked.clone_into(&mut asks.text);
    let reported = said_in_words(&of, &[("2023", said)], "2024-01-10");
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &asks, day("2024-02-01")) });
    (answer.status, answer.reason)
}

#[test]
fn a_whole_is_not_judged_for_the_part_of_it_that_is_asked() {
    let power = ("万千瓦", Measure::Level, HIGHER);
    let money = ("亿元", Measure::Flow, HIGHER);
    let people = ("people", Measure::Level, HIGHER);
    for (name, of, asked, said) in [
        ("新能源装机", power, "1000万千瓦", "2500万千瓦，其中新能源950万千瓦"),
        ("新能源装机", power, "900万千瓦", "2500万千瓦（其中新能源950万千瓦）"),
        ("较大事故", ("起", Measure::Flow, LOWER), "5起以内", "20起，其中较大4起"),
        ("工业投资", money, "1000亿元", "5000亿元，其中工业投资950亿元"),
        ("税收收入", money, "100亿元", "140亿元，其中税收95亿元"),
        ("民间投资增速", ("%", Measure::Rate, HIGHER), "8%", "增长9%，其中民间投资增长6%"),
        ("Female beneficiaries", people, "500,000", "1,200,000, of which 450,000 female"),
        ("Fatal crashes", ("crashes", Measure::Flow, LOWER), "50", "250 crashes, of which 45 fatal"),
    ] {
        assert_eq!(judged(name, of, asked, said), APART, "{name}: {said}");
    }
    for (name, of, asked, said) in [
        ("固定资产投资", money, "1000亿元", "1000亿元，其中工业投资400亿元"),
        ("装机", power, "1000万千瓦", "1050万千瓦，其中新能源480万千瓦"),
        ("新能源装机", power, "900万千瓦", "950万千瓦，其中风电480万千瓦"),
        ("进出口总额", money, "800亿元", "820亿元，其中出口500亿元"),
        ("地区生产总值", money, "8000亿元", "8158.4亿元，其中一产320亿元、二产3200亿元"),
        ("Beneficiaries", people, "500,000", "1,200,000, of which 450,000 female"),
        ("Homes built", ("homes", Measure::Flow, HIGHER), "1,900", "1,980 homes (of which 620 affordable)"),
    ] {
        assert_eq!(judged(name, of, asked, said), MET, "{name}: {said}");
    }
}

#[test]
fn what_the_corpora_are_sure_of_is_of_no_larger_whole() {
    let mut wrong = Vec::new();
    for (file, [name, unit, report, told]) in [
        ("../corpus/things.csv", ["name_zh", "unit", "outcome", "is_another"]),
        ("../corpus/deeds.csv", ["name_zh", "unit", "outcome", "is_another"]),
        ("../corpus/shares-named.csv", ["name", "", "report", "answer"]),
    ] {
        for row in rows(file) {
            let get = |key: &str| row.get(key).map_or("%", String::as_str);
            let is_sure = matches!(get(told), "" | "read");
            let names = [get(name), get(name)];
            let is_larger = names_its_own_part(get(report), names, get(unit), get("target"))
                || is_said_of_the_whole(get(report), names, get("target"), get(unit) == "%");
            if is_sure && is_larger {
                wrong.push(format!("{row:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn all_of_them_are_not_judged_for_some() {
    let share = ("%", Measure::Level, HIGHER);
    let less = ("%", Measure::Level, LOWER);
    for (name, of, asked, said) in [
        ("Youth unemployment", less, "20%", "7% overall"),
        ("Rural literacy", share, "80%", "96% overall"),
        ("农村自来水普及率", share, "90%", "全市96%"),
        ("青年失业率", less, "15%", "总体失业率7%"),
        ("市本级一般公共预算收入", ("亿元", Measure::Flow, HIGHER), "100亿元", "全市300亿元"),
    ] {
        assert_eq!(judged(name, of, asked, said), APART, "{name}: {said}");
    }
    for (name, of, asked, said) in [
        ("Client satisfaction", share, "80%", "85% overall"),
        ("农村自来水普及率", share, "90%", "全市农村自来水普及率96%"),
        ("自来水普及率", share, "90%", "全市96%"),
        ("农村自来水普及率", share, "90%", "全市100%"),
        ("市区生活垃圾无害化处理率", share, "95%", "全市100%"),
        ("农村自来水普及率", share, "90%", "96%，高于全市平均水平4个百分点"),
    ] {
        assert_eq!(judged(name, of, asked, said), MET, "{name}: {said}");
    }
}

#[test]
fn a_total_of_the_year_is_not_judged_for_what_is_new_of_it() {
    let money = ("亿元", Measure::Flow, HIGHER);
    let coal = ("万吨标准煤", Measure::Flow, LOWER);
    for (name, of, asked, said) in [
        ("财政收入", money, "新增10亿元", "290亿元"),
        ("财政收入", money, "新增10亿元", "290亿元，增长1.75%"),
        ("工业总产值", money, "新增100亿元", "1290亿元"),
        ("能源消费总量", coal, "新增不超过50万吨标准煤", "1049"),
    ] {
        assert_eq!(judged(name, of, asked, said), APART, "{name}: {said}");
    }
    for (name, of, asked, said) in [
        ("财政收入", money, "新增10亿元", "新增12亿元"),
        ("财政收入", money, "280亿元", "290亿元"),
        ("新增就业", ("万人", Measure::Flow, HIGHER), "新增10万人", "12万人"),
        ("新增财政收入", money, "新增10亿元", "12亿元"),
        ("学位", ("个", Measure::Flow, HIGHER), "新增5000个", "5200个"),
    ] {
        assert_eq!(judged(name, of, asked, said), MET, "{name}: {said}");
    }
    assert_eq!(judged("财政收入", money, "新增10亿元", "新增8亿元"), MISSED);
}
