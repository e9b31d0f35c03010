//! The record over HTTP: who changed what, when and why; found by what it is about, and checked from outside by its
//! hashes alone.

use std::collections::HashMap;

use serde_json::{Value, json, value::RawValue};
use sha2::{Digest, Sha256};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, delete, get, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        every_change_is_an_entry,
        the_chain_is_checked_from_outside,
        pages_show_each_entry_once,
        entries_are_found_by_what_they_are_about,
        what_cannot_be_searched_for_is_refused,
    ]
}

async fn set_up(app: &App) {
    set_up_plan(app).await;
    let mut other = crate::talk::gdp_growth();
    other["code"] = json!("jobs");
    post(app, "/api/v1/indicators", &other).await.is(201);
    for (indicator, outcome) in [("gdp-growth", "2.6"), ("jobs", "70")] {
        let outcome =
            json!({"indicator": indicator, "period": "2022", "outcome": outcome, "source": "统计局"});
        post(app, "/api/v1/outcomes", &outcome).await.is(201);
    }
    let revised = json!({"indicator": "gdp-growth", "target": "6", "reason": "人代会决定"});
    let target = "/api/v1/plans/cq-2022/targets/gdp-growth";
    put(app, target, &revised).await.is(200);
    delete(app, target).await;
}

async fn entries(app: &App, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/audit?{query}");
    get(app, &path).await.is(200).json["items"].as_array().unwrap().clone()
}

fn told(entries: &[Value]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| format!("{} {}", entry["action"].as_str().unwrap(), entry["subject"].as_str().unwrap()))
        .collect()
}

async fn every_change_is_an_entry(app: App) {
    set_up(&app).await;
    let entries = entries(&app, "order=oldest").await;
    assert_eq!(
        told(&entries),
        [
            "created indicator/gdp-growth",
            "created plan/cq-2022",
            "created target/cq-2022/gdp-growth 2022",
            "created indicator/jobs",
            "created source/统计局",
            "reported outcome/gdp-growth 2022",
            "reported outcome/jobs 2022",
            "revised target/cq-2022/gdp-growth 2022",
            "withdrawn target/cq-2022/gdp-growth 2022",
        ]
    );
    let numbers: Vec<i64> = entries.iter().map(|entry| entry["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=9).collect::<Vec<i64>>());
    let revised = &entries[7];
    assert_eq!((&revised["before"]["target"], &revised["after"]["target"]), (&json!("5.5左右"), &json!("6")));
    assert_eq!((&revised["reason"], &revised["plan"]), (&json!("人代会决定"), &json!("cq-2022")));
    assert_eq!(revised["series"], json!({"indicator": "gdp-growth", "area": null, "category": null}));
    assert!(revised["time"].as_str().unwrap().starts_with("2023-01-13T08:00:00."), "{revised}");
    assert_eq!(revised["request_id"].as_str().unwrap().len(), 36);
    let reported = get(&app, "/api/v1/audit/6").await.is(200).json;
    assert_eq!(reported["after"]["outcome"], "2.6");
    assert_eq!(reported["previous_hash"], entries[4]["hash"]);
    // The request of an entry is the one that its answer named.
    let bridge = json!({"code": "new", "name_en": "New"});
    let answer = post(&app, "/api/v1/calibers", &bridge).await.is(201);
    assert_eq!(get(&app, "/api/v1/audit/10").await.is(200).json["request_id"], answer.header("x-request-id"));
    get(&app, "/api/v1/audit/11").await.problem(404, "not-found");
    for number in ["0", "-1", "+1", "x", "1.0"] {
        get(&app, &format!("/api/v1/audit/{number}")).await.problem(400, "bad-path");
    }
}

/// An entry as the API shows it, each field in its own characters.
type Shown = HashMap<String, Box<RawValue>>;

/// The hash of an entry as docs/audit.md tells it, from what the API shows alone.
fn hash(entry: &Shown, previous: &str) -> String {
    let of = |name: &str| serde_json::from_str::<Value>(entry[name].get()).unwrap();
    let text = |name: &str| Some(of(name).as_str().unwrap().to_owned());
    let number = |name: &str| of(name).as_i64().map(|number| number.to_string());
    let as_json = |name: &str| Some(entry[name].get().to_owned()).filter(|text| text != "null");
    let time: chrono::DateTime<chrono::Utc> = text("time").unwrap().parse().unwrap();
    let fields = [
        Some(previous.to_owned()),
        number("number"),
        Some(time.timestamp_micros().to_string()),
        text("actor"),
        text("request_id"),
        text("action"),
        text("subject"),
        text("reason"),
        number("plan_key"),
        number("series_key"),
        as_json("before"),
        as_json("after"),
    ];
    let mut digest = Sha256::new();
    for field in fields {
        match field {
            Some(text) => {
                digest.update([1]);
                digest.update(u64::try_from(text.len()).unwrap().to_be_bytes());
                digest.update(text);
            }
            None => digest.update([0]),
        }
    }
    digest.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

async fn the_chain_is_checked_from_outside(app: App) {
    #[derive(serde::Deserialize)]
    struct Page {
        items: Vec<Shown>,
    }
    set_up(&app).await;
    // Values with more than a kind and a number, whose members have an order.
    for outcome in ["2.5左右", "不超过3", "占年度目标的58.6%", "同口径增长2.8"] {
        let outcome = json!({"indicator": "jobs", "period": "2022-H1", "outcome": outcome});
        post(&app, "/api/v1/outcomes", &outcome).await;
    }
    let mut previous = String::new();
    let answer = get(&app, "/api/v1/audit?order=oldest").await.is(200);
    let page: Page = serde_json::from_str(&answer.text).unwrap();
    assert!(page.items.len() > 11, "{}", answer.text);
    for entry in page.items {
        let found: String = serde_json::from_str(entry["hash"].get()).unwrap();
        assert_eq!(found, hash(&entry, &previous), "{entry:?}");
        let sorted = |text: &str| serde_json::from_str::<Value>(text).unwrap().to_string();
        assert_eq!(
            entry["after"].get(),
            sorted(entry["after"].get()),
            "members stand in the order of the alphabet"
        );
        previous = found;
    }
    assert_eq!(previous.len(), 64);
    // An entry of an older program is shown in the order that it was hashed in.
    app.execute(r#"UPDATE change_log SET after = '{"kind":"number","value":"1","approximate":true}' WHERE number = 1"#)
        .await
        .unwrap();
    let shown = get(&app, "/api/v1/audit/1").await.is(200);
    assert!(
        shown.text.contains(r#""after":{"kind":"number","value":"1","approximate":true}"#),
        "{}",
        shown.text
    );
}

async fn pages_show_each_entry_once(app: App) {
    set_up(&app).await;
    for (order, wanted) in [("newest", (1..=9).rev().collect::<Vec<i64>>()), ("oldest", (1..=9).collect())] {
        let mut seen = Vec::new();
        let mut path = format!("/api/v1/audit?order={order}&limit=4");
        loop {
            let page = get(&app, &path).await.is(200);
            seen.extend(page.json["items"].as_array().unwrap().iter().map(|e| e["number"].as_i64().unwrap()));
            let Some(next) = page.json["next"].as_str() else { break };
            path = format!("/api/v1/audit?order={order}&limit=4&cursor={next}");
            assert_eq!(page.header("link"), format!("<{path}>; rel=\"next\""));
        }
        assert_eq!(seen, wanted);
    }
}

async fn entries_are_found_by_what_they_are_about(app: App) {
    set_up(&app).await;
    let numbers = async |query: &str| -> Vec<i64> {
        let query = format!("order=oldest&{query}");
        entries(&app, &query).await.iter().map(|entry| entry["number"].as_i64().unwrap()).collect()
    };
    assert_eq!(numbers("plan=cq-2022").await, [2, 3, 6, 8, 9]);
    assert_eq!(numbers("indicator=gdp-growth").await, [1, 3, 6, 8, 9]);
    assert_eq!(numbers("plan=cq-2022&action=reported").await, [6]);
    assert_eq!(numbers("subject=indicator/jobs").await, [4]);
    assert_eq!(numbers("subject=target/cq-2022").await, [3, 8, 9]);
    assert_eq!(numbers("subject=outcome/gdp-growth").await, [6]);
    assert_eq!(numbers("subject=outcome/gdp-grow").await, Vec::<i64>::new());
    for nothing in ["%25", "target/CQ-2022", "Target/cq-2022", "indicator/JOBS", "target/cq_2022", "target/"]
    {
        assert_eq!(numbers(&format!("subject={nothing}")).await, Vec::<i64>::new(), "{nothing}");
    }
    assert_eq!(numbers("first=3&last=5").await, [3, 4, 5]);
    assert_eq!(numbers("actor=nobody").await, Vec::<i64>::new());
    let third = get(&app, "/api/v1/audit/3").await.is(200).json;
    let (time, actor, request) = (&third["time"], &third["actor"], &third["request_id"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    assert_eq!(numbers(&format!("from={}", text(time))).await, [3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(numbers(&format!("until={}", text(time))).await, [1, 2]);
    assert_eq!(numbers(&format!("actor={}", text(actor))).await.len(), 9);
    assert_eq!(numbers(&format!("request_id={}", text(request))).await, [3]);
}

async fn what_cannot_be_searched_for_is_refused(app: App) {
    for (query, code) in [
        ("from=yesterday", "bad_time"),
        ("first=0", "bad_number"),
        ("last=x", "bad_number"),
        ("order=random", "unknown_word"),
        ("plan=%20", "bad_code"),
        ("limit=0", "bad_limit"),
        ("cursor=o1", "bad_cursor"),
        ("what=1", "unknown_parameter"),
    ] {
        let answer = get(&app, &format!("/api/v1/audit?{query}")).await.problem(400, "bad-query");
        assert_eq!(answer.errors()[0].0, code, "{query}");
    }
    get(&app, "/api/v1/audit/1?what=1").await.problem(400, "bad-query");
    for query in ["plan=none", "indicator=none"] {
        let answer = get(&app, &format!("/api/v1/audit?{query}")).await.problem(422, "data-refused");
        assert!(answer.errors()[0].0.starts_with("unknown_"), "{query}");
    }
    Ask::new(&app, "DELETE", "/api/v1/audit").send().await.problem(405, "method-not-allowed");
}
