//! Adding up, reconciling, contributions, and two plans side by side.

use std::collections::BTreeMap;

use plantrack::domain::{
    assessment::{
        Assessment, Case, Evidence, Reported, Status, assess,
        changes::{Cause, moved},
        choose::printed,
        compare::{Change, Line, compare},
        contribution::{Grown, contribution},
        reconcile::reconcile,
        rollup::{Part, roll_up},
        total::amount,
    },
    code::Code,
    criterion::Comparison,
    indicator::{Aggregation, Direction, Indicator, Measure},
    outcome::Basis,
    quantity::Exact,
    series::Series,
    target::Target,
    value::{Figure, Value},
};

use crate::support::{
    Table, code, counted, day, exact, golden, indicator, number, period, plan_table, read_as_target, rows,
    target, threshold, vintage,
};

fn part(name: &str, figure: Option<&str>, weight: Option<&str>, overlapping: bool) -> Part {
    Part {
        code: code(name),
        overlapping,
        figure: figure.map(|figure| exact(figure).into()),
        weight: weight.map(exact),
    }
}

#[test]
fn the_total_is_what_is_counted_of_its_halves_and_not_what_was_expected_of_it() {
    let of = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let goal = target("x", period("2021"), Some(threshold(Comparison::AtLeast, "100")));
    let halves = [
        vintage(1, "2021-H1", number("50"), Basis::Final, "office", "2021-07-10"),
        counted(2, "2021-H2", "51"),
    ];
    let total = |whole: Reported| {
        let reported = [halves.as_slice(), &[whole]].concat();
        amount(&Case { reported: &reported, ..Case::new(&of, &goal, day("2023-02-01")) }).unwrap().value
    };
    assert_eq!(
        total(vintage(3, "2021", number("95"), Basis::Forecast, "office", "2021-10-10")),
        exact("101")
    );
    assert_eq!(total(counted(3, "2021", "102")), exact("102"));
}

#[test]
fn areas_add_up_without_the_overlapping_and_say_what_is_missing() {
    let expected: serde_json::Value =
        serde_json::from_str(&golden("cq-2022-investment/expected.json")).unwrap();
    let expected = &expected["areas"];
    let zones: Vec<String> =
        serde_json::from_value(expected["functional_zones_overlapping_the_districts"].clone()).unwrap();
    let rows = rows("cq-2022-investment/contracts_h1.csv");
    let parts = |zones: &[String]| -> Vec<Part> {
        rows.iter()
            .map(|row| {
                let figure = Some(row["contract_value"].as_str()).filter(|value| !value.is_empty());
                part(&row["area"], figure, None, zones.contains(&row["area"]))
            })
            .collect()
    };
    assert_eq!(serde_json::json!(rows.len()), expected["rows"]);
    let all = roll_up(Aggregation::Sum, Ok(Exact::ONE), &parts(&[]));
    assert_eq!(all.value, Ok(exact(&expected["sum_of_all_printed"].to_string())));
    let total = exact(&expected["city_total"].to_string());
    let city = reconcile(Ok(total.into()), Aggregation::Sum, Ok(Exact::ONE), &parts(&zones));
    assert_eq!(city.parts.value, Ok(exact("10453.6")), "{}", expected["sum_without_overlapping"]);
    let missing: Vec<&str> = city.parts.missing.iter().map(Code::as_str).collect();
    assert_eq!(serde_json::json!(missing), expected["missing"]);
    assert_eq!(city.parts.overlapping.len(), 3);
    assert!(city.parts.is_partial());
    assert_eq!(serde_json::json!(city.agrees.unwrap()), expected["reconciles"]);
    assert_eq!(city.difference, Ok(exact("388.4")));
}

fn projects(category: &str, last_day: &str) -> Vec<Reported> {
    rows("cq-2022-projects/outcomes.csv")
        .iter()
        .zip(1..)
        .filter(|(row, _)| row["category"] == category && row["reported_on"].as_str() <= last_day)
        .map(|(row, id)| {
            let amount = exact(&row["outcome"]);
            let value: Value = match row["share_of_target"].trim_end_matches('%') {
                "" => number(&row["outcome"]),
                share => Figure::ShareOfTarget { percent: exact(share), value: Some(amount) }.into(),
            };
            vintage(id, &row["period"], value, Basis::Final, &row["source"], &row["reported_on"])
        })
        .collect()
}

fn project(category: &str, on: &str) -> Assessment {
    let indicator = indicator("x", "亿元", Measure::Flow, Some(Direction::Higher));
    let target = target("x", period("2022"), None);
    let reported = projects(category, on);
    assess(&Case { reported: &reported, ..Case::new(&indicator, &target, day(on)) })
}

/// A JSON number as it is printed.
fn decimal(number: &serde_json::Value) -> Exact {
    exact(&number.to_string())
}

#[test]
fn projects_by_printed_share_imply_targets_that_do_not_add_up() {
    let expected: serde_json::Value =
        serde_json::from_str(&golden("cq-2022-projects/expected.json")).unwrap();
    let targets: BTreeMap<String, serde_json::Value> =
        serde_json::from_value(expected["implied_targets"].clone()).unwrap();
    let mut implied = BTreeMap::new();
    let mut outcomes = BTreeMap::new();
    for (category, want) in &targets {
        let answer = project(category, "2023-01-14");
        assert_eq!(answer.status.word(), expected["status_all"], "{category}");
        assert_eq!(answer.evidence.unwrap().word(), expected["evidence_all"], "{category}");
        let target = answer.implied.unwrap().target;
        assert_eq!(target.rounded(2), decimal(want), "{category}");
        // The expected sums are of the implied targets as shown, to two decimals.
        implied.insert(category.clone(), target.rounded(2));
        outcomes.insert(category.clone(), answer.figures.outcome.unwrap());
    }
    for (what, figures) in [("outcome", &outcomes), ("implied_target", &implied)] {
        for branch in ["sector", "funding"] {
            let want = &expected["reconciliation"][what][branch];
            let parts: Vec<Part> = figures
                .iter()
                .filter(|(category, _)| category.starts_with(branch))
                .map(|(category, figure)| Part {
                    code: code(category),
                    overlapping: false,
                    figure: Some((*figure).into()),
                    weight: None,
                })
                .collect();
            let held = reconcile(Ok(figures[""].into()), Aggregation::Sum, Ok(Exact::ONE), &parts);
            assert_eq!(serde_json::json!(held.agrees.unwrap()), want["agrees"], "{what} {branch}");
            let sum = held.parts.value.unwrap().rounded(2);
            assert_eq!(sum, decimal(&want["sum"]), "{what} {branch}");
        }
    }
}

#[test]
fn a_later_vintage_answers_and_the_earlier_one_is_its_rounding() {
    let before = project("", "2023-01-14");
    assert_eq!(before.figures.outcome, Ok(exact("4104")));
    assert!(before.conflict.is_empty());
    let after = project("", "2023-01-17");
    assert_eq!(after.figures.outcome, Ok(exact("4103.9")));
    assert!(after.conflict.is_empty(), "4104 is 4103.9 rounded");
    let without_share = project("sector/urban", "2023-01-17");
    assert_eq!(without_share.figures.outcome, Ok(exact("2440.2")));
    assert_eq!((without_share.status, without_share.evidence), (Status::Achieved, Some(Evidence::Declared)));
}

#[test]
fn every_aggregation() {
    let parts = [part("a", Some("10"), Some("1"), false), part("b", Some("20"), Some("3"), false)];
    for (aggregation, per, want) in [
        (Aggregation::Sum, "1", Ok("30")),
        (Aggregation::Mean, "1", Ok("15")),
        (Aggregation::WeightedMean, "1", Ok("17.5")),
        (Aggregation::RatioOfSums, "100", Ok("750")),
        (Aggregation::Max, "1", Ok("20")),
        (Aggregation::Min, "1", Ok("10")),
        (Aggregation::None, "1", Err("not_additive")),
    ] {
        let got = roll_up(aggregation, Ok(exact(per)), &parts).value;
        assert_eq!(got.map_err(|why| why.code), want.map(exact), "{aggregation}");
    }
    let weightless = [part("a", Some("10"), None, false), part("b", Some("20"), Some("3"), false)];
    let mean = roll_up(Aggregation::WeightedMean, Ok(Exact::ONE), &weightless);
    assert_eq!((mean.value, mean.missing), (Ok(exact("20")), vec![code("a")]));
    let zero = [part("a", Some("0"), None, false), part("b", None, None, false)];
    let sum = roll_up(Aggregation::Sum, Ok(Exact::ONE), &zero);
    assert_eq!((sum.counted.len(), sum.missing.len()), (1, 1), "a zero is a figure, a blank is not");
}

#[test]
fn agreement_as_far_as_rounding_lets_one_see() {
    let parts = [part("a", Some("1.1"), None, false), part("b", Some("2.2"), None, false)];
    let held = reconcile(Ok(exact("3.4").into()), Aggregation::Sum, Ok(Exact::ONE), &parts);
    assert_eq!((held.agrees, held.agrees_within_rounding), (Some(false), Some(true)));
    let held = reconcile(Ok(exact("3.5").into()), Aggregation::Sum, Ok(Exact::ONE), &parts);
    assert_eq!(held.agrees_within_rounding, Some(false));
    let with_a_hole = [part("a", Some("3.4"), None, false), part("b", None, None, false)];
    let held = reconcile(Ok(exact("3.4").into()), Aggregation::Sum, Ok(Exact::ONE), &with_a_hole);
    assert_eq!((held.difference, held.agrees), (Ok(Exact::ZERO), Some(false)), "a part is missing");
}

#[test]
fn each_figure_brings_its_own_rounding() {
    let as_reported = |text: &str, number: &str| {
        let value = Value::from(Figure::Number { value: exact(number), approximate: false });
        let mut one = vintage(1, "2022", value, Basis::Final, "office", "2023-01-13");
        text.clone_into(&mut one.outcome.text);
        printed(&one.outcome).unwrap()
    };
    let districts = ["5000", "3000", "2000", "2005"].map(|figure| part(figure, Some(figure), None, false));
    let held = |total, parts: &[Part]| {
        let held = reconcile(Ok(total), Aggregation::Sum, Ok(Exact::ONE), parts);
        (
            held.difference.unwrap().to_string(),
            held.rounding.unwrap().to_string(),
            held.agrees_within_rounding,
        )
    };
    let known =
        |difference: &str, rounding: &str, agrees| (difference.to_owned(), rounding.to_owned(), Some(agrees));
    assert_eq!(held(as_reported("1.2万亿元", "12000"), &districts), known("-5", "502", true));
    assert_eq!(held(as_reported("12000亿元", "12000"), &districts), known("-5", "2.5", false));
    assert_eq!(held(as_reported("12000.0亿元", "12000"), &districts), known("-5", "2.05", false));
    let whole_numbers = ["501", "501"].map(|figure| part(figure, Some(figure), None, false));
    assert_eq!(held(exact("1002.5").into(), &whole_numbers), known("0.5", "1.05", true));
    let overlapping = [part("a", Some("1.1"), None, false), part("b", Some("500"), None, true)];
    assert_eq!(held(exact("1.3").into(), &overlapping), known("0.2", "0.1", false));
}

#[test]
fn what_private_firms_contributed_to_the_trade_of_chongqing_in_2022() {
    let whole = Grown { amount: exact("8158.4").into(), growth_percent: exact("2").into() };
    let private = Grown { amount: exact("3741.1").into(), growth_percent: exact("7.1").into() };
    let answer = contribution(private, whole).unwrap();
    assert_eq!(answer.percent.rounded(0), exact("155"));
    assert!(answer.allows(exact("156")), "printed; the growth of the whole is rounded to a whole percent");
    assert!(!answer.allows(exact("260")));
    assert_eq!(answer.points.rounded(1), exact("3.1"));
    let still = Grown { amount: exact("8158.4").into(), growth_percent: exact("0").into() };
    assert_eq!(contribution(private, still).unwrap_err().code, "no_growth");
    let unsure = Grown { amount: exact("0.4").into(), growth_percent: exact("0.4").into() };
    let open = contribution(private, unsure).unwrap();
    assert_eq!((open.low.is_some(), open.allows(open.percent)), (true, true));
}

fn lines(table: &Table) -> Vec<Line<'_>> {
    table.lines.iter().map(|line| Line { indicator: &line.indicator, target: &line.target }).collect()
}

#[test]
fn the_plan_of_2023_against_the_plan_of_2022() {
    let expected: serde_json::Value = serde_json::from_str(&golden("cq-2023/expected.json")).unwrap();
    let expected = &expected["against_cq_2022"];
    let old = plan_table("cq-2022/plan.csv", "2022", "2023-01-13");
    let new = plan_table("cq-2023/plan.csv", "2023", "2023-01-13");
    let (before, after) = (lines(&old), lines(&new));
    let compared = compare(&before, &after, &[]);
    let name = |line: Option<Line<'_>>| line.map(|line| line.indicator.code.to_string()).unwrap_or_default();
    let with = |change: Change| -> Vec<(String, String)> {
        compared
            .iter()
            .filter(|one| one.change == change)
            .map(|one| (name(one.before), name(one.after)))
            .collect()
    };
    let after_names = |change| -> Vec<String> { with(change).into_iter().map(|(_, new)| new).collect() };
    assert_eq!(serde_json::json!(after_names(Change::Added)), expected["added"]);
    let dropped: Vec<String> = with(Change::Dropped).into_iter().map(|(old, _)| old).collect();
    assert_eq!(serde_json::json!(dropped), expected["dropped"]);
    let pairs = |change| -> BTreeMap<String, String> { with(change).into_iter().collect() };
    assert_eq!(serde_json::json!(pairs(Change::Replaced)), expected["sub_indicators_replaced"]);
    assert_eq!(serde_json::json!(pairs(Change::CaliberChanged)), expected["caliber_changed"]);
    assert_eq!(
        serde_json::json!(after_names(Change::KeptInWordsAndNumber)),
        expected["target_kept_in_words_and_number"]
    );
    let of = |wanted: &str| compared.iter().find(|one| name(one.after) == wanted).unwrap();
    assert_eq!((of("fai-growth").change, of("fai-growth").asks_more), (Change::Raised, Some(true)));
    assert_eq!((of("zone-gdp-ratio").change, of("zone-gdp-ratio").asks_more), (Change::Lowered, Some(true)));
    assert_eq!((of("grain").change, of("grain").asks_more), (Change::Lowered, Some(false)));
    assert_eq!(of("agri-va-growth").change, Change::KeptInNumber, "4左右 became 4");
    assert_eq!(of("urbanisation").change, Change::Reworded);
    assert_eq!(of("co2-intensity-cut").change, Change::KeptInWords);
    assert_eq!(compared.len(), 47, "46 lines of 2023 and one that was dropped");
}

#[test]
fn what_moved_between_two_moments_and_why() {
    let indicator = indicator("x", "%", Measure::Rate, Some(Direction::Higher));
    let asked = |at: &str| target("x", period("2022"), Some(threshold(Comparison::AtLeast, at)));
    let answer = |target: &_, reported: &[Reported], on: &str| {
        assess(&Case { reported, ..Case::new(&indicator, target, day(on)) })
    };
    let (five, six) = (asked("5"), asked("6"));
    let first = [counted(1, "2022", "5.5")];
    let second = [counted(1, "2022", "5.5"), counted(2, "2022", "4")];
    let series = Series::whole(code("x"));
    let cause = |before: &Assessment, after: &Assessment, day_differs| {
        moved([(&series, before, after)], day_differs).first().map(|moved| moved.cause)
    };
    let none = answer(&five, &[], "2023-02-01");
    let good = answer(&five, &first, "2023-02-01");
    assert_eq!(cause(&none, &good, false), Some(Cause::OutcomeReported));
    assert_eq!(cause(&good, &answer(&five, &second, "2023-02-01"), false), Some(Cause::OutcomeRevised));
    assert_eq!(cause(&good, &answer(&six, &first, "2023-02-01"), false), Some(Cause::TargetRevised));
    assert_eq!(cause(&good, &good, true), None);
    let part = [counted(1, "2022-Q1", "5.5")];
    let (running, late) = (answer(&five, &part, "2022-05-01"), answer(&five, &part, "2023-02-01"));
    assert_eq!(cause(&running, &late, true), Some(Cause::TimePassed));
}

#[test]
fn what_is_asked_of_a_number_is_told_apart_from_the_number() {
    let of = |indicator: &Indicator, before: &str, after: &str| {
        let target = |phrase: &str| Target {
            text: phrase.to_owned(),
            ..target("x", period("2022"), Some(read_as_target(phrase, indicator)))
        };
        let (before, after) = (target(before), target(after));
        let line = |target| Line { indicator, target };
        let (before, after) = ([line(&before)], [line(&after)]);
        let one = compare(&before, &after, &[])[0];
        (one.change, one.asks_more, one.numbers.is_some())
    };
    let compared = |before: &str, after: &str, direction| {
        let (change, asks_more, _) = of(&indicator("x", "%", Measure::Rate, Some(direction)), before, after);
        (change, asks_more)
    };
    let (higher, lower) = (Direction::Higher, Direction::Lower);
    for (before, after, direction, want) in [
        ("不低于5", "不超过5", higher, (Change::Reworded, None)),
        ("不低于5", "不超过6", higher, (Change::Reworded, None)),
        ("5", "超过5", higher, (Change::Reworded, Some(true))),
        ("超过5", "不低于5", higher, (Change::Reworded, Some(false))),
        ("不超过5", "低于5", lower, (Change::Reworded, Some(true))),
        ("超过5", "6", higher, (Change::Raised, Some(true))),
        ("不超过5", "不超过6", higher, (Change::Raised, Some(false))),
        ("年均6", "6", higher, (Change::Reworded, None)),
        ("5", "不低于5", higher, (Change::KeptInNumber, None)),
        ("5左右", "5", higher, (Change::KeptInNumber, None)),
        ("5", "5", higher, (Change::KeptInWordsAndNumber, None)),
    ] {
        assert_eq!(compared(before, after, direction), want, "{before} → {after}");
    }
    for (before, after, direction, want) in [
        ("增长6%左右", "增长5.5%左右", higher, (Change::Lowered, Some(false), true)),
        ("增长6%", "增长6%左右", higher, (Change::KeptInNumber, None, true)),
        ("增加50亿元", "增加60亿元", higher, (Change::Raised, Some(true), true)),
        ("下降5%以上", "下降6%以上", lower, (Change::Lowered, Some(true), true)),
        ("增长6%", "增加60亿元", higher, (Change::Reworded, None, false)),
        ("增长6%", "比2020年增长6%", higher, (Change::Reworded, None, false)),
        ("增长6%", "1060亿元", higher, (Change::Reworded, None, false)),
        ("1000亿元、增长6%", "1060亿元、增长5%", higher, (Change::Raised, None, true)),
        ("1000亿元、增长6%", "1060亿元、增长6%", higher, (Change::Raised, Some(true), true)),
        ("1000亿元、增长6%", "1060亿元、增长7%", higher, (Change::Raised, Some(true), true)),
        ("1060亿元、增长6%", "1000亿元、增长5%", higher, (Change::Lowered, Some(false), true)),
        ("1000亿元、增长5%", "1000亿元、增长7%", higher, (Change::Raised, Some(true), true)),
        ("增长10%左右、突破9000亿元", "增长8%、突破9000亿元", higher, (Change::Lowered, Some(false), true)),
        ("增长10%左右、突破9000亿元", "增长8%、达到1万亿元", higher, (Change::Raised, None, true)),
        ("1000亿元", "—", higher, (Change::Reworded, None, false)),
        ("—", "1000亿元", higher, (Change::Reworded, None, false)),
        ("1000亿元", "1060亿元、增长5%", higher, (Change::Raised, Some(true), true)),
        ("1060亿元、增长5%", "1100亿元", higher, (Change::Raised, None, true)),
    ] {
        let amount = indicator("x", "亿元", Measure::Flow, Some(direction));
        assert_eq!(of(&amount, before, after), want, "{before} → {after}");
    }
}
