//! Reading phrases and judging cases over HTTP: nothing is kept, and what is not read says where and why.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_phrase_is_read,
        a_phrase_that_cannot_be_read_says_where,
        a_case_is_judged,
        kinds_of_problems_are_described
    ]
}

fn phrase(text: &str) -> Value {
    json!({"phrase": text, "unit": "%", "measure": "rate", "direction": "higher"})
}

async fn a_phrase_is_read(app: App) {
    let read = post(&app, "/api/v1/read/target", &phrase("5.5左右")).await.is(200).json;
    assert_eq!(
        read["criterion"],
        json!({"kind": "threshold", "op": "at_least", "value": "5.5", "about": true})
    );
    assert_eq!(read["unit_read"], Value::Null);
    let again =
        post(&app, "/api/v1/read/target", &phrase(read["text"]["zh"].as_str().unwrap())).await.is(200).json;
    assert_eq!(again["criterion"], read["criterion"], "the text is read as the same");
    let read = post(&app, "/api/v1/read/outcome", &phrase("下降2.5%")).await.is(200).json;
    assert_eq!((&read["value"]["value"], &read["unit_read"]), (&json!("-2.5"), &json!("%")));
}

async fn a_phrase_that_cannot_be_read_says_where(app: App) {
    for path in ["/api/v1/read/target", "/api/v1/read/outcome"] {
        let refused = post(&app, path, &phrase("增长5%又如何")).await.problem(422, "data-refused");
        let error = &refused.json["errors"][0];
        assert_eq!((&error["pointer"], &error["value"]), (&json!("/phrase"), &json!("增长5%又如何")));
        assert!(error["column"].as_str().unwrap().parse::<usize>().unwrap() > 1, "{error}");
        let mut undirected = phrase("5");
        undirected["direction"] = json!("up");
        undirected["measure"] = json!("speed");
        let refused = post(&app, path, &undirected).await.problem(422, "data-refused");
        let places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
        assert_eq!(places, ["/measure", "/direction"]);
    }
}

async fn a_case_is_judged(app: App) {
    let mut case = json!({
        "target": "5.5左右", "outcome": "2.6", "unit": "%", "measure": "rate", "direction": "higher",
        "period": "2022", "on": "2023-01-13"
    });
    let judged = post(&app, "/api/v1/assess", &case).await.is(200).json;
    assert_eq!((&judged["on"], &judged["status"]), (&json!("2023-01-13"), &json!("not_achieved")));
    assert_eq!(judged["gap"], "-2.9");
    case["outcome"] = json!("5.5");
    assert_eq!(post(&app, "/api/v1/assess", &case).await.is(200).json["status"], "achieved");
    let mut fall = case.clone();
    (fall["target"], fall["outcome"]) = (json!("下降2%"), json!("下降2.5%"));
    let judged = post(&app, "/api/v1/assess", &fall).await.is(200).json;
    assert_eq!(
        (&judged["status"], &judged["gap"]),
        (&json!("achieved"), &json!("0.5")),
        "one fall, one sense"
    );
    let mut denied = fall.clone();
    denied["is_reduction"] = json!(false);
    let refused = post(&app, "/api/v1/assess", &denied).await.problem(422, "data-refused");
    assert_eq!(
        refused.errors(),
        [("reduction_unmarked".to_owned(), "/target".to_owned())],
        "as where it is stored"
    );
    let deaths = |target: &str, outcome: &str| {
        json!({
            "target": target, "outcome": outcome, "unit": "‰", "measure": "rate", "direction": "lower",
            "period": "2022", "on": "2023-01-13"
        })
    };
    for (target, outcome, place) in
        [("5‰以内", "与上年持平", "/outcome"), ("5‰以内", "下降0.2", "/outcome"), ("持平", "4.8‰", "/target")]
    {
        let refused =
            post(&app, "/api/v1/assess", &deaths(target, outcome)).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("not_kept".to_owned(), place.to_owned())], "{target}: {outcome}");
    }
    let judged = post(&app, "/api/v1/assess", &deaths("5‰以内", "4.8‰")).await.is(200);
    assert_eq!(judged.json["status"], "achieved");
    let two_years = json!({
        "target": "2025-2026年50家", "outcome": "50家", "unit": "家", "measure": "flow", "direction": "higher",
        "period": "2025", "on": "2026-03-01"
    });
    let refused = post(&app, "/api/v1/assess", &two_years).await.problem(422, "data-refused");
    assert_eq!(
        refused.errors(),
        [("other_period".to_owned(), "/target".to_owned())],
        "half of it is not 2025's"
    );
    case["target"] = json!("很好很好");
    case["on"] = json!("yesterday");
    let refused = post(&app, "/api/v1/assess", &case).await.problem(422, "data-refused");
    let places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
    assert_eq!(places, ["/on", "/target"]);
    let mut negative = fall;
    negative["tolerance"] = json!("-0.1");
    let refused = post(&app, "/api/v1/assess", &negative).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("negative".to_owned(), "/tolerance".to_owned())]);
}

async fn kinds_of_problems_are_described(app: App) {
    let kinds = get(&app, "/problems").await.is(200).json;
    for kind in kinds.as_array().unwrap() {
        assert_eq!(&get(&app, kind["type"].as_str().unwrap()).await.is(200).json, kind);
    }
    let described = include_str!("../../docs/api.md");
    for kind in kinds.as_array().unwrap() {
        let line = format!("| {} | `{}` |", kind["status"], kind["code"].as_str().unwrap());
        assert!(described.contains(&line), "docs/api.md lacks {line}");
    }
    let unknown = get(&app, "/problems/none").await.problem(404, "not-found");
    assert!(kinds.as_array().unwrap().iter().any(|kind| kind["type"] == unknown.json["type"]));
}
