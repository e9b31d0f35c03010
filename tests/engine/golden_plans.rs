//! The plans of Chongqing, row by row.

use plantrack::domain::{
    assessment::{Assessment, Case, Reason, Status, assess, sentence, summarise},
    indicator::{Direction, Measure, Nature},
    outcome::Basis,
    reading::Language,
};

use crate::support::{
    day, indicator, period, plan_table, read_as_outcome, read_as_target, rows, target, vintage,
};

#[test]
fn the_plan_of_2022_comes_out_row_by_row() {
    let table = plan_table("cq-2022/plan.csv", "2022", "2023-01-13");
    let answers = table.assess(day("2023-01-14"));
    let expected = rows("cq-2022/expected.csv");
    assert_eq!(answers.len(), 42);
    assert_eq!(expected.len(), 42);
    for ((line, answer), expected) in table.lines.iter().zip(&answers).zip(&expected) {
        let name = line.indicator.code.as_str();
        assert_eq!(name, expected["code"]);
        assert_eq!(if line.target.is_headline() { "yes" } else { "no" }, expected["headline"], "{name}");
        assert_eq!(words(answer), words_of(expected), "{name}");
        for language in [Language::Zh, Language::En] {
            let told = sentence(&line.indicator, &line.target, answer, language);
            assert!(told.chars().count() > 8, "{name}: {told}");
        }
    }
}

#[test]
fn the_report_on_2022_states_the_same_counts() {
    let table = plan_table("cq-2022/plan.csv", "2022", "2023-01-13");
    let answers = table.assess(day("2023-01-14"));
    let summary = summarise(table.lines.iter().map(|line| &line.target).zip(&answers));
    assert_eq!(summary.headline.all.total, 35);
    assert_eq!(summary.sub_indicators.all.total, 7);
    let binding = &summary.headline.by_nature[&Nature::Binding];
    assert_eq!((binding.total, binding.count(Status::Achieved), binding.judged()), (6, 5, 5));
    assert_eq!(binding.count(Status::NotAssessable), 1);
    let anticipatory = &summary.headline.by_nature[&Nature::Anticipatory];
    assert_eq!(anticipatory.total, 29);
    assert_eq!(anticipatory.count(Status::Achieved), 13);
    assert_eq!(anticipatory.count(Status::NotAchieved), 15);
    assert_eq!(anticipatory.count(Status::NotAssessable), 1);
    assert_eq!(summary.headline.by_reason[&Reason::CaliberChanged], 1);
    assert_eq!(summary.headline.by_reason[&Reason::TargetNotIssued], 1);
    let sections: u32 = summary.headline.by_section.iter().map(|section| section.tally.total).sum();
    assert_eq!(sections, 35);
}

#[test]
fn the_plan_of_2023_before_anything_is_reported() {
    let table = plan_table("cq-2023/plan.csv", "2023", "2023-01-13");
    let answers = table.assess(day("2023-01-14"));
    let expected: serde_json::Value =
        serde_json::from_str(&crate::support::golden("cq-2023/expected.json")).unwrap();
    let summary = summarise(table.lines.iter().map(|line| &line.target).zip(&answers));
    assert_eq!(serde_json::json!(summary.headline.all.total), expected["headline"]["total"]);
    assert_eq!(
        serde_json::json!(summary.headline.by_nature[&Nature::Binding].total),
        expected["headline"]["binding"]
    );
    assert_eq!(serde_json::json!(summary.sub_indicators.all.total), expected["sub_indicators"]);
    for (line, answer) in table.lines.iter().zip(&answers) {
        let name = line.indicator.code.as_str();
        let reason = expected["not_assessable"].as_object().unwrap().iter().find_map(|(reason, codes)| {
            codes.as_array().unwrap().iter().any(|code| code == name).then(|| reason.clone())
        });
        let (status, reason) = match reason {
            Some(reason) => ("not_assessable", reason),
            None => ("awaiting_outcome", "not_due".to_owned()),
        };
        assert_eq!(words(answer), (status.to_owned(), String::new(), reason), "{name}");
    }
}

#[test]
fn the_industry_work_plan_of_2022_with_two_sources() {
    let outcomes = rows("cq-2022-industry/outcomes.csv");
    let expected = rows("cq-2022-industry/expected.csv");
    for (row, expected) in rows("cq-2022-industry/targets.csv").iter().zip(&expected) {
        let name = &row["indicator"];
        let indicator = indicator(
            name,
            &row["unit"],
            Measure::from_word(&row["measure"]).unwrap(),
            Some(Direction::from_word(&row["direction"]).unwrap()),
        );
        let criterion = read_as_target(&row["target"], &indicator);
        let target = target(name, period("2022"), Some(criterion));
        let reported: Vec<_> = outcomes
            .iter()
            .zip(1..)
            .filter(|(outcome, _)| outcome["indicator"] == *name)
            .map(|(outcome, id)| {
                vintage(
                    id,
                    &outcome["period"],
                    read_as_outcome(&outcome["outcome"], &indicator),
                    Basis::from_word(&outcome["basis"]).unwrap(),
                    &outcome["source"],
                    &outcome["reported_on"],
                )
            })
            .collect();
        let case = Case::new(&indicator, &target, day("2023-01-14"));
        let answer = assess(&Case { reported: &reported, ..case });
        assert_eq!(expected["indicator"], *name);
        assert_eq!(words(&answer), words_of(expected), "{name}");
        let conflicts = usize::from(name == "smart-upgrades");
        assert_eq!(answer.conflict.len(), conflicts, "{name}");
    }
}

fn words(answer: &Assessment) -> (String, String, String) {
    (
        answer.status.to_string(),
        answer.evidence.map_or(String::new(), |evidence| evidence.to_string()),
        answer.reason.map_or(String::new(), |reason| reason.to_string()),
    )
}

fn words_of(row: &crate::support::Row) -> (String, String, String) {
    (row["status"].clone(), row["evidence"].clone(), row["reason"].clone())
}
