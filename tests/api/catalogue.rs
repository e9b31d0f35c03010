//! The catalogue over HTTP: the same for indicators, areas, categories and calibers, and what each has of its own.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, gdp_growth, get, import, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        is_created_read_and_revised,
        a_put_creates_where_there_is_none,
        preconditions_hold,
        a_precondition_that_is_not_compared_is_refused,
        is_listed_page_by_page,
        an_indicator_has_its_defaults_and_needs_its_direction,
        a_parent_must_be_there,
        a_text_of_which_nothing_can_be_seen_is_none,
        a_tree_stays_a_tree,
        a_tree_has_so_many_levels,
        an_indicator_does_not_rest_on_itself,
        what_was_read_for_an_indicator_stays_true,
        slashes_are_taken_plain_and_encoded,
    ]
}

/// One of each collection: its name, and an entry of it.
fn kinds() -> [(&'static str, Value); 4] {
    let node = |code: &str| json!({"code": code, "name_zh": "名", "name_en": "name", "parent": null});
    [
        ("indicators", gdp_growth()),
        ("areas", node("wanzhou")),
        ("categories", node("sector")),
        ("calibers", json!({"code": "gdp/2018-census", "name_en": "after the census"})),
    ]
}

fn path(kind: &str, entry: &Value) -> String {
    format!("/api/v1/{kind}/{}", entry["code"].as_str().unwrap().replace('/', "%2F"))
}

async fn is_created_read_and_revised(app: App) {
    for (kind, entry) in kinds() {
        let (list, one) = (format!("/api/v1/{kind}"), path(kind, &entry));
        let made = post(&app, &list, &entry).await.is(201);
        assert_eq!((made.header("location"), made.header("etag")), (one.as_str(), "\"v1\""));
        post(&app, &list, &entry).await.problem(409, "already-exists");
        let read = get(&app, &one).await.is(200);
        assert_eq!(read.json, made.json);
        Ask::new(&app, "GET", &one).header("if-none-match", "W/\"v1\"").send().await.is(304);
        assert_eq!(
            put(&app, &one, &read.json).await.is(200).json,
            read.json,
            "what is read can be sent back"
        );
        let mut changed = read.json;
        changed["name_en"] = json!("another name");
        changed["reason"] = json!("a better translation");
        let revised = put(&app, &one, &changed).await.is(200);
        assert_eq!((&revised.json["version"], &revised.json["name_en"]), (&json!(2), &json!("another name")));
        put(&app, &one, &changed).await.problem(409, "changed-meanwhile");
        get(&app, &format!("/api/v1/{kind}/none")).await.problem(404, "not-found");
    }
}

async fn a_put_creates_where_there_is_none(app: App) {
    for (kind, entry) in kinds() {
        let one = path(kind, &entry);
        let made = put(&app, &one, &entry).await.is(201);
        assert_eq!((made.header("location"), made.header("etag")), (one.as_str(), "\"v1\""));
        assert_eq!(put(&app, &one, &entry).await.is(200).header("etag"), "\"v1\"");
        let other = put(&app, &format!("/api/v1/{kind}/other"), &entry).await.problem(422, "data-refused");
        assert_eq!(other.errors(), [("other_code".to_owned(), "/code".to_owned())]);
    }
}

async fn preconditions_hold(app: App) {
    for (kind, entry) in kinds() {
        let one = path(kind, &entry);
        let put = |name: &'static str, value: &'static str| {
            Ask::new(&app, "PUT", &one).header(name, value).json(&entry).send()
        };
        put("if-match", "\"v1\"").await.problem(404, "not-found");
        put("if-match", "*").await.problem(404, "not-found");
        put("if-none-match", "*").await.is(201);
        put("if-none-match", "*").await.problem(412, "stale-version");
        put("if-none-match", "\"v1\"").await.problem(400, "bad-header");
        put("if-match", "\"v2\"").await.problem(412, "stale-version");
        put("if-match", "\"v1\"").await.is(200);
        put("if-match", "*").await.is(200);
    }
}

async fn a_precondition_that_is_not_compared_is_refused(app: App) {
    set_up_plan(&app).await;
    let node = json!({"code": "x", "name_en": "X"});
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "5.6"});
    let lock = json!({"reason": "published"});
    for (method, path, body) in [
        ("POST", "areas", &node),
        ("POST", "outcomes", &outcome),
        ("POST", "read/target", &json!({"phrase": "5"})),
        ("PUT", "locks/2011", &lock),
        ("DELETE", "locks/2011?reason=so", &lock),
    ] {
        for (name, value) in [("if-match", "\"v9\""), ("if-match", "*"), ("if-none-match", "*")] {
            let ask = Ask::new(&app, method, &format!("/api/v1/{path}")).header(name, value).json(body);
            let refused = ask.send().await.problem(400, "bad-header");
            assert!(refused.json["detail"].as_str().unwrap().contains("leave If-"), "{}", refused.text);
        }
    }
    assert_eq!(get(&app, "/api/v1/locks").await.is(200).json["items"], json!([]));
    assert_eq!(get(&app, "/api/v1/areas").await.is(200).json["items"], json!([]));
    // Who may not ask is not told more.
    let ask = Ask::new(&app, "POST", "/api/v1/areas").by(None).header("if-match", "*").json(&node);
    ask.send().await.problem(401, "no-credentials");
    // A read compares nothing, and is not kept from it.
    Ask::new(&app, "GET", "/api/v1/areas").header("if-none-match", "\"v1\"").send().await.is(200);
}

async fn is_listed_page_by_page(app: App) {
    for (kind, entry) in kinds() {
        let list = format!("/api/v1/{kind}");
        for code in ["z", "a", "m"] {
            let mut one = entry.clone();
            one["code"] = json!(code);
            post(&app, &list, &one).await.is(201);
        }
        let first = get(&app, &format!("{list}?limit=2")).await.is(200);
        let next = first.json["next"].as_str().unwrap();
        let second = get(&app, &format!("{list}?limit=2&cursor={next}")).await.is(200);
        let items =
            [&first.json["items"], &second.json["items"]].map(|items| items.as_array().unwrap().clone());
        let codes: Vec<Value> = items.concat().iter().map(|item| item["code"].clone()).collect();
        assert_eq!(codes, ["z", "a", "m"], "in the order of creation");
        assert!(second.json["next"].is_null() && second.header("link").is_empty());
    }
}

async fn an_indicator_has_its_defaults_and_needs_its_direction(app: App) {
    let entry = json!({
        "code": "energy", "name_zh": "单位GDP能耗下降", "measure": "flow", "direction": "higher", "unit": "%"
    });
    let made = post(&app, "/api/v1/indicators", &entry).await.is(201).json;
    assert_eq!((&made["is_reduction"], &made["aggregation"]), (&json!(true), &json!("sum")));
    let mut undirected = entry.clone();
    undirected["direction"] = Value::Null;
    undirected["measure"] = json!("speed");
    let refused = post(&app, "/api/v1/indicators", &undirected).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("unknown_word".to_owned(), "/measure".to_owned())]);
    undirected["measure"] = json!("rate");
    let refused = post(&app, "/api/v1/indicators", &undirected).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("missing".to_owned(), "/direction".to_owned())]);
    put(&app, "/api/v1/indicators/energy", &undirected).await.problem(422, "data-refused");
}

async fn a_parent_must_be_there(app: App) {
    for kind in ["areas", "categories"] {
        let list = format!("/api/v1/{kind}");
        let child = json!({"code": "child", "name_en": "child", "parent": "root"});
        let orphan = post(&app, &list, &child).await.problem(422, "data-refused");
        assert_eq!(orphan.errors()[0].1, "/parent");
        put(&app, &format!("{list}/child"), &child).await.problem(422, "data-refused");
        post(&app, &list, &json!({"code": "root", "name_en": "root"})).await.is(201);
        assert_eq!(post(&app, &list, &child).await.is(201).json["parent"], "root");
    }
    let nameless = json!({"code": "nameless"});
    post(&app, "/api/v1/calibers", &nameless).await.problem(422, "data-refused");
    put(&app, "/api/v1/calibers/nameless", &nameless).await.problem(422, "data-refused");
}

async fn slashes_are_taken_plain_and_encoded(app: App) {
    let made = json!({"code": "sector/electronics", "name_zh": "电子"});
    put(&app, "/api/v1/categories/sector/electronics", &made).await.is(201);
    for form in ["sector/electronics", "sector%2Felectronics", "sector%2felectronics"] {
        let read = get(&app, &format!("/api/v1/categories/{form}")).await.is(200);
        assert_eq!(read.json["code"], "sector/electronics");
    }
}

async fn a_text_of_which_nothing_can_be_seen_is_none(app: App) {
    set_up_plan(&app).await;
    let blank = "\u{200B} \u{2060}";
    let target = "plans/cq-2022/targets/gdp-growth";
    post(&app, "/api/v1/calibers", &json!({"code": "old", "name_en": "old"})).await.is(201);
    for (method, path, body, field) in [
        ("POST", "areas", json!({"code": "x", "name_zh": blank}), "name_zh"),
        ("PUT", "categories/x", json!({"code": "x", "name_en": blank}), "name_zh"),
        ("POST", "plans", json!({"code": "p", "title_zh": blank, "period": "2022"}), "title_zh"),
        ("PUT", "locks/2011", json!({"reason": blank}), "reason"),
        ("POST", "keys", json!({"name": blank, "scopes": ["read"]}), "name"),
        (
            "POST",
            "bridges",
            json!({"indicator": "gdp-growth", "from": "old", "factor": "2", "source": blank}),
            "source",
        ),
        (
            "PUT",
            &format!("{target}/ruling"),
            json!({"ruling": "achieved", "person": blank, "reason": "seen"}),
            "person",
        ),
        (
            "PUT",
            &format!("{target}/deviation"),
            json!({"cause": "floods", "measures": blank, "person": "Li"}),
            "measures",
        ),
    ] {
        let refused = Ask::new(&app, method, &format!("/api/v1/{path}")).json(&body).send().await;
        let refused = refused.problem(422, "data-refused");
        assert!(
            refused.errors().iter().any(|(_, place)| *place == format!("/{field}")),
            "{path} {}",
            refused.text
        );
    }
}

async fn a_tree_stays_a_tree(app: App) {
    for kind in ["areas", "categories"] {
        import(&app, kind, "code,name_en,parent\na,A,\nb,B,a\nc,C,b\nd,D,\n").await.is(200);
        let under = |code: &str, parent: &str| {
            let node = json!({"code": code, "name_en": code.to_uppercase(), "parent": parent});
            let (app, path) = (&app, format!("/api/v1/{kind}/{code}"));
            async move { put(app, &path, &node).await }
        };
        let refused = under("a", "c").await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("circle".to_owned(), "/parent".to_owned())], "{kind}");
        let refused = import(&app, kind, "code,name_en,parent\na,A,c\n").await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("circle".to_owned(), "parent".to_owned())], "{kind}");
        assert_eq!(get(&app, &format!("/api/v1/{kind}/a")).await.json["version"], 1);
        under("a", "d").await.is(200);
        import(&app, kind, "code,name_en,parent\na,A,\nd,D,a\n").await.is(200);
    }
}

async fn a_tree_has_so_many_levels(app: App) {
    for kind in ["areas", "categories"] {
        let chain = |of: &str, levels: usize| -> String {
            let node = |level: usize| match level {
                1 => format!("{of}1,N,\n"),
                _ => format!("{of}{level},N,{of}{}\n", level - 1),
            };
            (1..=levels).map(node).collect()
        };
        let file = |rows: &str| format!("code,name_en,parent\n{rows}");
        let too_deep = |place: &str| [("too_deep".to_owned(), place.to_owned())];
        let refused = import(&app, kind, &file(&chain("a", 33))).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), too_deep("parent"), "{kind}");
        import(&app, kind, &file(&chain("a", 32))).await.is(200);
        import(&app, kind, &file(&chain("b", 3))).await.is(200);
        let under = async |code: &str, parent: &str| {
            let node = json!({"code": code, "name_en": "N", "parent": parent});
            put(&app, &format!("/api/v1/{kind}/{code}"), &node).await
        };
        let refused = under("new", "a32").await.problem(422, "data-refused");
        assert_eq!(refused.errors(), too_deep("/parent"), "{kind}");
        // What is moved takes its parts with it.
        let refused = under("b1", "a30").await.problem(422, "data-refused");
        assert_eq!(refused.errors(), too_deep("/parent"), "{kind}");
        let refused = import(&app, kind, &file("b1,N,a30\n")).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), too_deep("parent"), "{kind}");
        under("b1", "a29").await.is(200);
        under("new", "a31").await.is(201);
    }
}

async fn an_indicator_does_not_rest_on_itself(app: App) {
    let all = "/api/v1/indicators";
    let indicator = |code: &str, numerator: Option<&str>, denominator: Option<&str>| {
        let aggregation = if numerator.is_some() { "ratio_of_sums" } else { "none" };
        json!({
            "code": code, "name_en": code, "unit": "%", "measure": "rate", "direction": "higher",
            "aggregation": aggregation, "numerator": numerator, "denominator": denominator,
        })
    };
    let set = |wanted: Value| {
        let (app, path) = (&app, format!("{all}/{}", wanted["code"].as_str().unwrap()));
        async move { put(app, &path, &wanted).await }
    };
    let circle = |field: &str| [("circle".to_owned(), format!("/{field}"))];
    post(&app, all, &indicator("jobs", None, None)).await.is(201);
    for (numerator, denominator, field) in [("x", "jobs", "numerator"), ("jobs", "x", "denominator")] {
        let itself = indicator("x", Some(numerator), Some(denominator));
        let refused = post(&app, all, &itself).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), circle(field));
        assert_eq!(set(itself).await.problem(422, "data-refused").errors(), circle(field));
    }
    set(indicator("a", None, None)).await.is(201);
    set(indicator("b", Some("a"), Some("jobs"))).await.is(201);
    set(indicator("c", Some("jobs"), Some("b"))).await.is(201);
    for (numerator, denominator, field) in
        [("a", "jobs", "numerator"), ("b", "b", "numerator"), ("jobs", "c", "denominator")]
    {
        let refused = set(indicator("a", Some(numerator), Some(denominator))).await;
        assert_eq!(refused.problem(422, "data-refused").errors(), circle(field));
    }
    let file = "code,name_en,measure,direction,aggregation,numerator,denominator\n\
                a,A,rate,higher,ratio_of_sums,jobs,c\n";
    let refused = import(&app, "indicators", file).await.problem(422, "data-refused");
    assert_eq!(
        refused.errors(),
        [("circle".to_owned(), "denominator".to_owned())],
        "also against what is stored"
    );
    // What two others share is no circle.
    set(indicator("d", Some("b"), Some("a"))).await.is(201);
    set(indicator("d", Some("c"), Some("c"))).await.is(200);
    set(indicator("c", Some("jobs"), Some("jobs"))).await.is(200);
    set(indicator("a", Some("jobs"), Some("c"))).await.is(200);
    let exported = get(&app, "/api/v1/exports/indicators?format=csv").await.is(200);
    import(&app, "indicators", &exported.text).await.is(200);
}

async fn what_was_read_for_an_indicator_stays_true(app: App) {
    set_up_plan(&app).await;
    let revised = |field: &str, value: Value| {
        let mut entry = gdp_growth();
        entry[field] = value;
        let app = &app;
        async move { put(app, "/api/v1/indicators/gdp-growth", &entry).await }
    };
    let asked = || {
        let app = &app;
        async move {
            get(app, "/api/v1/plans/cq-2022/targets/gdp-growth").await.is(200).json["criterion"]["op"].clone()
        }
    };
    assert_eq!(asked().await, "at_least");
    revised("direction", json!("lower")).await.is(200);
    assert_eq!(asked().await, "at_most", "the words are read again");
    let refused = revised("unit", json!("亿元")).await;
    refused.is(200);
    let unreadable = json!({"indicator": "gdp-growth", "target": "5.5%左右"});
    put(&app, "/api/v1/plans/cq-2022/targets/gdp-growth", &unreadable).await.problem(422, "data-refused");
    revised("unit", json!("%")).await.is(200);
    put(&app, "/api/v1/plans/cq-2022/targets/gdp-growth", &unreadable).await.is(200);
    let refused = revised("unit", json!("亿元")).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("target_unreadable".to_owned(), "/code".to_owned())]);
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    for (field, value) in [("unit", json!("‰")), ("measure", json!("level")), ("is_reduction", json!(true))]
    {
        let refused = revised(field, value).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("in_use".to_owned(), format!("/{field}"))]);
    }
    let file =
        "code,name_zh,name_en,unit,measure,direction\ngdp-growth,地区生产总值增长,GDP growth,‰,rate,higher\n";
    let refused = import(&app, "indicators", file).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("in_use".to_owned(), "unit".to_owned())]);
    revised("name_en", json!("Growth of GDP")).await.is(200);
    revised("unit", json!("％")).await.is(200);
    assert_eq!(asked().await, "at_least");
    import(&app, "indicators", &file.replace("‰", "%").replace("higher", "lower")).await.is(200);
    assert_eq!(asked().await, "at_most", "by a file, too");
}
