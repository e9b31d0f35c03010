//! What people add, over HTTP: rulings and notes beside targets, bridges between calibers. None of it passes for a
//! computed status.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, delete, get, import, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_ruling_stands_beside_the_computed_status,
        a_ruling_that_no_figure_is_expected_is_the_reason,
        a_note_says_why_a_target_is_missed,
        remarks_are_for_one_target,
        the_area_of_the_plan_is_its_whole,
        what_is_no_remark_is_refused,
        a_remark_has_its_versions,
        a_bridge_leads_from_one_caliber_to_another,
        what_is_no_bridge_is_refused,
    ]
}

const TARGET: &str = "/api/v1/plans/cq-2022/targets/gdp-growth";
const STATUS: &str = "/api/v1/plans/cq-2022/completion/gdp-growth?on=2023-01-14";

fn ruling(word: &str) -> Value {
    json!({"ruling": word, "person": "李华", "reason": "见会议纪要"})
}

async fn missed(app: &App) {
    set_up_plan(app).await;
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    post(app, "/api/v1/outcomes", &outcome).await.is(201);
}

async fn a_ruling_stands_beside_the_computed_status(app: App) {
    missed(&app).await;
    let path = format!("{TARGET}/ruling");
    get(&app, &path).await.problem(404, "not-found");
    let set = put(&app, &path, &ruling("achieved")).await.is(200).json;
    assert_eq!(set, ruling("achieved"));
    assert_eq!(get(&app, &path).await.is(200).json, set);
    let one = get(&app, STATUS).await.is(200).json;
    assert_eq!((&one["status"], &one["verdict"]), (&json!("not_achieved"), &json!("disproved")));
    assert_eq!(one["ruling"], set);
    let summary = get(&app, "/api/v1/plans/cq-2022/summary?on=2023-01-14").await.is(200).json;
    assert_eq!(summary["summary"]["headline"]["by_status"]["not_achieved"], 1, "a ruling is not counted");
    put(&app, &path, &ruling("not_achieved")).await.is(200);
    assert_eq!(get(&app, &path).await.is(200).json["ruling"], "not_achieved");
    assert_eq!(delete(&app, &path).await.is(204).text, "");
    assert_eq!(get(&app, STATUS).await.is(200).json["ruling"], Value::Null);
    delete(&app, &path).await.is(204);
    get(&app, &path).await.problem(404, "not-found");
}

async fn a_ruling_that_no_figure_is_expected_is_the_reason(app: App) {
    set_up_plan(&app).await;
    for (word, status) in [
        ("withheld", "awaiting_outcome"),
        ("discontinued", "not_assessable"),
        ("not_applicable", "not_assessable"),
    ] {
        put(&app, &format!("{TARGET}/ruling"), &ruling(word)).await.is(200);
        let one = get(&app, STATUS).await.is(200).json;
        assert_eq!((&one["status"], &one["reason"]), (&json!(status), &json!(word)));
        assert_eq!(one["ruling"]["person"], "李华");
    }
}

async fn a_note_says_why_a_target_is_missed(app: App) {
    missed(&app).await;
    let plan = json!({
        "code": "cq-2022", "title_en": "Chongqing plan 2022", "period": "2022", "asks_for_deviation_notes": true
    });
    put(&app, "/api/v1/plans/cq-2022", &plan).await.is(200);
    assert_eq!(get(&app, STATUS).await.is(200).json["lacks_deviation_note"], true);
    let path = format!("{TARGET}/deviation");
    get(&app, &path).await.problem(404, "not-found");
    let note = json!({"cause": "疫情冲击", "measures": "稳增长", "person": "李华"});
    assert_eq!(put(&app, &path, &note).await.is(200).json, note);
    assert_eq!(get(&app, &path).await.is(200).json, note);
    let one = get(&app, STATUS).await.is(200).json;
    assert_eq!((&one["lacks_deviation_note"], &one["deviation"]), (&json!(false), &note));
    assert_eq!(one["status"], "not_achieved");
    delete(&app, &path).await.is(204);
    let one = get(&app, STATUS).await.is(200).json;
    assert_eq!((&one["lacks_deviation_note"], &one["deviation"]), (&json!(true), &Value::Null));
}

async fn remarks_are_for_one_target(app: App) {
    missed(&app).await;
    import(&app, "areas", "code,name_en\nwanzhou,Wanzhou\nfuling,Fuling\n").await.is(200);
    let targets =
        "plan,indicator,area,period,target\ncq-2022,gdp-growth,wanzhou,,6\ncq-2022,gdp-growth,,2022-H1,3\n";
    import(&app, "targets", targets).await.is(200);
    for query in ["area=wanzhou", "period=2022-H1"] {
        put(&app, &format!("{TARGET}/ruling?{query}"), &ruling("achieved")).await.is(200);
        get(&app, &format!("{TARGET}/ruling?{query}")).await.is(200);
    }
    get(&app, &format!("{TARGET}/ruling")).await.problem(404, "not-found");
    let slashed =
        json!({"code": "a/b", "name_en": "A", "unit": "%", "measure": "rate", "direction": "higher"});
    post(&app, "/api/v1/indicators", &slashed).await.is(201);
    import(&app, "targets", "plan,indicator,target\ncq-2022,a/b,6\n").await.is(200);
    let path = "/api/v1/plans/cq-2022/targets/a%2Fb/ruling";
    put(&app, path, &ruling("achieved")).await.is(200);
    assert_eq!(
        get(&app, "/api/v1/plans/cq-2022/completion/a%2Fb").await.is(200).json["ruling"]["ruling"],
        "achieved"
    );
    for what in ["ruling", "deviation"] {
        for query in ["?area=fuling", "?category=none", "?period=2022-Q3"] {
            let path = format!("{TARGET}/{what}{query}");
            let body = if what == "ruling" {
                ruling("achieved")
            } else {
                json!({"cause": "a", "measures": "b", "person": "c"})
            };
            put(&app, &path, &body).await.problem(404, "not-found");
            get(&app, &path).await.problem(404, "not-found");
            delete(&app, &path).await.problem(404, "not-found");
        }
    }
}

/// The area that stands for the whole names the same targets as none does, here as where targets are set.
async fn the_area_of_the_plan_is_its_whole(app: App) {
    missed(&app).await;
    import(&app, "areas", "code,name_en,parent\nroot,Root,\npart,Part,root\n").await.is(200);
    let note = json!({"cause": "floods", "measures": "dikes", "person": "Li"});
    let submitted = json!({"state": "submitted"});
    for (what, body) in [("ruling", ruling("achieved")), ("deviation", note), ("approval", submitted)] {
        let path = format!("{TARGET}/{what}");
        put(&app, &format!("{path}?area=root"), &body).await.is(200);
        let plain = get(&app, &path).await.is(200);
        assert_eq!(get(&app, &format!("{path}?area=root")).await.is(200).json, plain.json, "{what}");
        get(&app, &format!("{path}?area=part")).await.problem(404, "not-found");
        put(&app, &format!("{path}?area=part"), &body).await.problem(404, "not-found");
    }
    for what in ["ruling", "deviation"] {
        delete(&app, &format!("{TARGET}/{what}?area=root")).await.is(204);
        get(&app, &format!("{TARGET}/{what}")).await.problem(404, "not-found");
    }
}

async fn what_is_no_remark_is_refused(app: App) {
    missed(&app).await;
    for (what, body, expected) in [
        (
            "ruling",
            json!({"ruling": "good", "person": " ", "reason": ""}),
            vec!["/ruling", "/person", "/reason"],
        ),
        ("ruling", json!({"ruling": "achieved", "person": "a\u{0}", "reason": "b"}), vec!["/person"]),
        (
            "deviation",
            json!({"cause": "", "measures": "", "person": ""}),
            vec!["/cause", "/measures", "/person"],
        ),
    ] {
        let refused = put(&app, &format!("{TARGET}/{what}"), &body).await.problem(422, "data-refused");
        let places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
        assert_eq!(places, expected);
        put(&app, &format!("{TARGET}/{what}"), &json!({"person": "x"})).await.problem(400, "bad-body");
        get(&app, &format!("{TARGET}/{what}")).await.problem(404, "not-found");
    }
}

async fn a_remark_has_its_versions(app: App) {
    missed(&app).await;
    let note = |cause: &str| json!({"cause": cause, "measures": "稳增长", "person": "李华"});
    for (what, first, second) in [
        ("ruling", ruling("achieved"), ruling("not_achieved")),
        ("deviation", note("疫情冲击"), note("洪水")),
    ] {
        let path = format!("{TARGET}/{what}");
        let with = |method: &str, name: &str, value: &str, body: &Value| {
            Ask::new(&app, method, &path).header(name, value).json(body).send()
        };
        with("PUT", "if-match", "\"v1\"", &first).await.problem(404, "not-found");
        with("PUT", "if-match", "*", &first).await.problem(404, "not-found");
        with("DELETE", "if-match", "\"v1\"", &first).await.problem(404, "not-found");
        with("PUT", "if-none-match", "\"v1\"", &first).await.problem(400, "bad-header");
        let set = with("PUT", "if-none-match", "*", &first).await.is(200);
        assert_eq!((set.header("etag"), &set.json), ("\"v1\"", &first));
        with("PUT", "if-none-match", "*", &second).await.problem(412, "stale-version");
        with("PUT", "if-match", "\"v9\"", &second).await.problem(412, "stale-version");
        with("PUT", "if-match", "\"v9\"", &first).await.problem(412, "stale-version");
        assert_eq!(put(&app, &path, &first).await.is(200).header("etag"), "\"v1\"", "it stood so");
        assert_eq!(with("PUT", "if-match", "\"v1\"", &second).await.is(200).header("etag"), "\"v2\"");
        let read = get(&app, &path).await.is(200);
        assert_eq!((read.header("etag"), &read.json), ("\"v2\"", &second));
        with("GET", "if-none-match", "\"v2\"", &second).await.is(304);
        with("GET", "if-none-match", "\"v1\"", &second).await.is(200);
        with("DELETE", "if-match", "\"v1\"", &first).await.problem(412, "stale-version");
        with("DELETE", "if-match", "\"v2\"", &first).await.is(204);
        with("PUT", "if-match", "\"v2\"", &second).await.problem(404, "not-found");
        // What was withdrawn is a version too.
        assert_eq!(put(&app, &path, &first).await.is(200).header("etag"), "\"v4\"");
        with("DELETE", "if-match", "*", &first).await.is(204);
        delete(&app, &path).await.is(204);
    }
}

async fn a_bridge_leads_from_one_caliber_to_another(app: App) {
    set_up_plan(&app).await;
    for code in ["old", "new"] {
        post(&app, "/api/v1/calibers", &json!({"code": code, "name_en": code})).await.is(201);
    }
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "5", "caliber": "old"});
    post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    let one = get(&app, STATUS).await.is(200).json;
    assert_eq!((&one["status"], &one["reason"]), (&json!("not_assessable"), &json!("caliber_changed")));
    assert_eq!(get(&app, "/api/v1/bridges").await.is(200).json, json!({"items": []}));
    let bridge = json!({"indicator": "gdp-growth", "from": "old", "factor": "1.2", "source": "统计局"});
    let declared = post(&app, "/api/v1/bridges", &bridge).await.is(201).json;
    assert_eq!((&declared["factor"], &declared["to"]), (&json!("1.2"), &Value::Null));
    assert_eq!(post(&app, "/api/v1/bridges", &bridge).await.is(200).json, declared, "it stood so already");
    let one = get(&app, STATUS).await.is(200).json;
    assert_eq!((&one["status"], &one["reason"]), (&json!("achieved"), &Value::Null));
    let steps = one["steps"].as_array().unwrap();
    let crossed = steps.iter().find(|step| step["code"] == "bridged").unwrap();
    assert!(crossed["text"]["zh"].as_str().unwrap().contains("1.2"), "{crossed}");
    let pair = json!({
        "indicator": "gdp-growth", "from": "old", "overlap": {"on_from": "4", "on_to": "3"}, "source": "统计局"
    });
    assert_eq!(post(&app, "/api/v1/bridges", &pair).await.is(201).json["factor"], "0.75");
    assert_eq!(get(&app, STATUS).await.is(200).json["status"], "not_achieved");
    let between =
        json!({"indicator": "gdp-growth", "from": "new", "to": "old", "factor": "2", "source": "统计局"});
    post(&app, "/api/v1/bridges", &between).await.is(201);
    let listed = get(&app, "/api/v1/bridges").await.is(200).json;
    let froms: Vec<&Value> =
        listed["items"].as_array().unwrap().iter().map(|bridge| &bridge["from"]).collect();
    assert_eq!(froms, ["new", "old"]);
}

async fn what_is_no_bridge_is_refused(app: App) {
    set_up_plan(&app).await;
    post(&app, "/api/v1/calibers", &json!({"code": "old", "name_en": "old"})).await.is(201);
    let good = json!({"indicator": "gdp-growth", "from": "old", "factor": "1.2", "source": "统计局"});
    for (name, value, code, place) in [
        ("indicator", json!("none"), "unknown_indicator", "/indicator"),
        ("from", json!("none"), "unknown_caliber", "/from"),
        ("to", json!("none"), "unknown_caliber", "/to"),
        ("to", json!("old"), "same_caliber", "/to"),
        ("factor", json!("0"), "bad_factor", "/factor"),
        ("factor", json!("-1"), "bad_factor", "/factor"),
        ("factor", Value::Null, "bad_factor", "/factor"),
        ("overlap", json!({"on_from": "1", "on_to": "2"}), "bad_factor", "/factor"),
        ("source", json!(""), "missing", "/source"),
    ] {
        let mut body = good.clone();
        body[name] = value;
        let refused = post(&app, "/api/v1/bridges", &body).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [(code.to_owned(), place.to_owned())], "{body}");
    }
    assert_eq!(get(&app, "/api/v1/bridges").await.json["items"], json!([]));
}
