//! Several writers on one thing: one wins, and the others are told. It does not know how writers are put in order.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case, amount},
    talk::{Answer, Ask, gdp_growth, get, post, put},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![of_many_that_create_one_does, no_update_is_lost, a_revision_must_say_its_version_where_that_is_set,]
}

/// How many operations race for one target: the long run sets it.
const OPERATIONS: &str = "PLANTRACK_RACE_OPERATIONS";

async fn plan(app: &App) {
    post(app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    post(app, "/api/v1/plans", &json!({"code": "p", "title_en": "Plan", "period": "2022"})).await.is(201);
}

/// Sends a write until the service is not too busy for it; the key keeps it from being done twice.
async fn sent(app: &App, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let key = uuid::Uuid::now_v7().to_string();
    loop {
        let ask = Ask::new(app, method, path).header("idempotency-key", &key).json(body);
        let ask = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
        let answer = ask.send().await;
        if answer.status != 503 {
            return answer;
        }
    }
}

async fn of_many_that_create_one_does(app: App) {
    const WRITERS: usize = 12;
    plan(&app).await;
    let other = app.second().await;
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右"});
    let all = [
        (
            "/api/v1/indicators",
            json!({"code": "x", "name_en": "X", "measure": "rate", "direction": "higher"}),
        ),
        ("/api/v1/areas", json!({"code": "x", "name_en": "X"})),
        ("/api/v1/plans", json!({"code": "x", "title_en": "X", "period": "2022"})),
        ("/api/v1/plans/p/targets", target.clone()),
    ];
    for (path, body) in &all {
        let racing = (0..WRITERS)
            .map(|number| sent(if number % 2 == 0 { &app } else { &other }, "POST", path, &[], body));
        let answers = join_all(racing).await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(won, 1, "{path}");
        for lost in answers.into_iter().filter(|answer| answer.status != 201) {
            lost.problem(409, "already-exists");
        }
    }
    // The same by PUT, where the precondition says that there must be nothing yet.
    let body = json!({"indicator": "gdp-growth", "area": null, "period": "2022-H1", "target": "5左右"});
    let path = "/api/v1/plans/p/targets/gdp-growth?period=2022-H1";
    let racing = (0..WRITERS).map(|_| sent(&app, "PUT", path, &[("if-none-match", "*")], &body));
    let answers = join_all(racing).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for lost in answers.into_iter().filter(|answer| answer.status != 201) {
        lost.problem(412, "stale-version");
    }
}

/// Reads how far the count in the target's note is, and writes one more; gives whether it was taken.
async fn count_on(app: &App) -> bool {
    const PATH: &str = "/api/v1/plans/p/targets/gdp-growth";
    let read = get(app, PATH).await;
    if read.status == 503 {
        return false;
    }
    let count: u64 = read.json["note"].as_str().unwrap().parse().unwrap();
    let tag = read.header("etag").to_owned();
    let body = json!({"indicator": "gdp-growth", "target": "5.5左右", "note": (count + 1).to_string()});
    let answer = sent(app, "PUT", PATH, &[("if-match", &tag)], &body).await;
    if answer.status == 200 {
        return true;
    }
    answer.problem(412, "stale-version");
    false
}

async fn no_update_is_lost(app: App) {
    const WRITERS: usize = 64;
    // A try reads once and writes once.
    let tries = amount(OPERATIONS, 512) / 2 / u64::try_from(WRITERS).unwrap();
    plan(&app).await;
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右", "note": "0"});
    post(&app, "/api/v1/plans/p/targets", &target).await.is(201);
    let writers = (0..WRITERS).map(async |_| {
        let mut taken = 0;
        for _ in 0..tries {
            taken += u64::from(count_on(&app).await);
        }
        taken
    });
    let taken: u64 = join_all(writers).await.into_iter().sum();
    let end = get(&app, "/api/v1/plans/p/targets/gdp-growth").await.is(200);
    assert_eq!(end.json["note"], taken.to_string(), "each update that was taken is there");
    assert_eq!(end.header("etag"), format!("\"v{}\"", taken + 1), "and no other");
    assert!(taken > 0, "nobody was ever let in");
}

async fn a_revision_must_say_its_version_where_that_is_set(app: App) {
    plan(&app).await;
    let app = app.with_settings(&[("writes.if_match", "required")]).await;
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右"});
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022"});
    let node = json!({"code": "x", "name_en": "X"});
    let ruling = json!({"ruling": "achieved", "person": "Li", "reason": "seen"});
    let deviation = json!({"cause": "floods", "measures": "dams", "person": "Li"});
    let mut indicator = gdp_growth();
    for (path, body) in [
        ("indicators/gdp-growth", &indicator),
        ("areas/x", &node),
        ("categories/x", &node),
        ("calibers/x", &node),
        ("plans/p", &plan),
        ("plans/p/targets/gdp-growth", &target),
        ("plans/p/targets/gdp-growth/ruling", &ruling),
        ("plans/p/targets/gdp-growth/deviation", &deviation),
    ] {
        put(&app, &format!("/api/v1/{path}"), body).await.problem(428, "precondition-required");
    }
    let bare = |method, path: &str| Ask::new(&app, method, &format!("/api/v1/{path}")).send();
    bare("POST", "plans/p/adopt").await.problem(428, "precondition-required");
    bare("POST", "plans/p/close").await.problem(428, "precondition-required");
    for path in ["", "/ruling", "/deviation"] {
        let path = format!("plans/p/targets/gdp-growth{path}");
        bare("DELETE", &path).await.problem(428, "precondition-required");
    }

    let path = "/api/v1/plans/p/targets/gdp-growth";
    let with = |name: &'static str, value: &'static str| {
        Ask::new(&app, "PUT", path).header(name, value).json(&target)
    };
    with("if-none-match", "*").send().await.is(201);
    with("if-match", "\"v1\"").send().await.is(200);
    with("if-match", "\"v7\"").send().await.problem(412, "stale-version");
    indicator["version"] = json!(1);
    put(&app, "/api/v1/indicators/gdp-growth", &indicator).await.is(200);
    Ask::new(&app, "POST", "/api/v1/plans/p/adopt").header("if-match", "\"v1\"").send().await.is(200);
}
