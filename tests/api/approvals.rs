//! Approval and locks: where a plan asks for it only what was approved counts, as of any moment, and what belongs to a
//! locked period is not changed by any way. It does not know how either is kept.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    keys::make_key,
    talk::{Answer, Ask, delete, gdp_growth, get, import, post, put},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        only_what_was_approved_counts,
        a_target_counts_as_it_was_last_approved,
        steps_that_do_not_follow_are_refused,
        requests_that_make_no_sense_are_refused,
        what_is_locked_is_not_changed,
        a_plan_is_locked_for_itself,
        four_eyes_are_two_keys,
        a_key_that_took_over_is_no_second_pair_of_eyes,
        whoever_reports_puts_forward,
        what_reaches_into_the_plan_is_to_be_approved,
    ]
}

const TARGET: &str = "/api/v1/plans/p/targets/gdp-growth";
const CARD: &str = "/api/v1/plans/p/completion";

async fn a_plan_that_asks(app: &App) {
    post(app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022", "asks_for_approval": true});
    post(app, "/api/v1/plans", &plan).await.is(201);
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右", "no": "1"});
    post(app, "/api/v1/plans/p/targets", &target).await.is(201);
}

/// What was recorded so far was recorded by someone else, so that whoever asks here may approve it.
async fn by_someone_else(app: &App) {
    app.execute("UPDATE change_log SET actor = 'a colleague'").await.unwrap();
}

async fn step(app: &App, of: &str, state: &str) -> Answer {
    put(app, &format!("{of}/approval"), &json!({"state": state, "reason": "checked"})).await
}

pub(crate) async fn approve(app: &App, of: &str) {
    by_someone_else(app).await;
    step(app, of, "submitted").await.is(200);
    step(app, of, "approved").await.is(200);
}

async fn report(app: &App, outcome: &str) -> String {
    let body = json!({"indicator": "gdp-growth", "period": "2022", "outcome": outcome, "source": "office",
        "reported_on": "2023-01-13"});
    let id = post(app, "/api/v1/outcomes", &body).await.is(201).json["items"][0]["id"].clone();
    format!("/api/v1/outcomes/{id}")
}

/// The words of the outcome that counts.
async fn counts(app: &App, more: &str) -> Value {
    let card = get(app, &format!("{CARD}?on=2023-02-01{more}")).await.is(200);
    card.json["indicators"][0]["outcome"]["text"].clone()
}

async fn what_reaches_into_the_plan_is_to_be_approved(app: App) {
    let jobs =
        json!({"code": "jobs", "name_en": "Jobs", "unit": "t", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &jobs).await.is(201);
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022", "asks_for_approval": true});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    post(&app, "/api/v1/plans/p/targets", &json!({"indicator": "jobs", "target": "60"})).await.is(201);
    let within = ["2018..2022", "2020-07..2022-06", "2021-07..2022-06", "2022", "2022-03", "2022..2024"];
    let without = ["2017..2021", "2020", "2021", "2021-12", "2023"];
    for period in within.into_iter().chain(without) {
        let body =
            json!({"indicator": "jobs", "period": period, "outcome": "9", "reported_on": "2023-01-13"});
        post(&app, "/api/v1/outcomes", &body).await.is(201);
    }
    let listed = get(&app, "/api/v1/plans/p/approvals").await.is(200);
    let outcomes = listed.json["items"].as_array().unwrap().iter().filter(|item| item["outcome"].is_number());
    let mut periods: Vec<&str> = outcomes.map(|item| item["period"].as_str().unwrap()).collect();
    periods.sort_unstable();
    assert_eq!(periods, within, "{}", listed.text);
}

async fn only_what_was_approved_counts(app: App) {
    a_plan_that_asks(&app).await;
    let card = get(&app, CARD).await.is(200);
    assert_eq!(card.json["indicators"], json!([]), "a target that is a draft is not asked for");
    let first = report(&app, "2.6").await;
    approve(&app, TARGET).await;
    assert_eq!(counts(&app, "").await, Value::Null);
    let waiting = get(&app, "/api/v1/plans/p/approvals?state=draft").await.is(200);
    assert_eq!(waiting.json["items"].as_array().unwrap().len(), 1, "{}", waiting.text);
    step(&app, &first, "submitted").await.is(200);
    assert_eq!(counts(&app, "").await, Value::Null);
    approve_submitted(&app, &first).await;
    assert_eq!(counts(&app, "").await, "2.6");

    // A correction displaces nothing until it is approved, and what was known before stays known.
    let moment = app.clock.now();
    app.clock.advance(TimeDelta::hours(1));
    let app = app.second().await;
    let second = report(&app, "2.7").await;
    assert_eq!(counts(&app, "").await, "2.6");
    approve(&app, &second).await;
    assert_eq!(counts(&app, "").await, "2.7");
    let as_of = format!("&as_of={}", (moment + TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ"));
    assert_eq!(counts(&app, &as_of).await, "2.6");
    let before = format!("&as_of={}", (moment - TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ"));
    get(&app, &format!("{CARD}?on=2023-02-01{before}")).await.is(404);

    step(&app, &second, "returned").await.is(200);
    assert_eq!(counts(&app, "").await, "2.6", "what was approved before counts again");
    for view in ["series/gdp-growth", "completion/gdp-growth"] {
        let view = get(&app, &format!("/api/v1/plans/p/{view}?on=2023-02-01")).await.is(200);
        assert!(view.text.contains("2.6") && !view.text.contains("2.7"), "{}", view.text);
    }
    let all = get(&app, "/api/v1/plans/p/approvals").await.is(200);
    let states: Vec<&str> = all.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["approval"]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["approved", "approved", "returned"]);
}

async fn approve_submitted(app: &App, of: &str) {
    by_someone_else(app).await;
    step(app, of, "approved").await.is(200);
}

async fn a_target_counts_as_it_was_last_approved(app: App) {
    a_plan_that_asks(&app).await;
    approve(&app, TARGET).await;
    let asked = async || {
        let card = get(&app, CARD).await.is(200);
        card.json["indicators"][0]["target"]["text"].clone()
    };
    assert_eq!(asked().await, "5.5左右");
    put(&app, TARGET, &json!({"indicator": "gdp-growth", "target": "6左右", "no": "1"})).await.is(200);
    assert_eq!(get(&app, &format!("{TARGET}/approval")).await.is(200).json["state"], "draft");
    assert_eq!(asked().await, "5.5左右", "the revision is a draft");
    approve(&app, TARGET).await;
    assert_eq!(asked().await, "6左右");
    delete(&app, TARGET).await.is(204);
    assert_eq!(asked().await, "6左右", "so is the withdrawal");
    approve(&app, TARGET).await;
    assert_eq!(asked().await, Value::Null);
}

async fn steps_that_do_not_follow_are_refused(app: App) {
    a_plan_that_asks(&app).await;
    let outcome = report(&app, "2.6").await;
    by_someone_else(&app).await;
    for of in [TARGET, outcome.as_str()] {
        let read = get(&app, &format!("{of}/approval")).await.is(200);
        assert_eq!((read.header("etag"), &read.json["by"]), ("\"v1\"", &Value::Null));
        step(&app, of, "approved").await.problem(409, "not-allowed");
        step(&app, of, "returned").await.problem(409, "not-allowed");
        step(&app, of, "draft").await.problem(422, "data-refused");
        step(&app, of, "submitted").await.is(200);
        step(&app, of, "submitted").await.is(200);
        let stale = Ask::new(&app, "PUT", &format!("{of}/approval")).header("if-match", "\"v1\"");
        stale.json(&json!({"state": "approved"})).send().await.problem(412, "stale-version");
        let old = json!({"state": "approved", "version": 1});
        put(&app, &format!("{of}/approval"), &old).await.problem(409, "changed-meanwhile");
        let unsaid = put(&app, &format!("{of}/approval"), &json!({"state": "returned"})).await;
        assert_eq!(
            unsaid.problem(422, "data-refused").errors(),
            [("missing".to_owned(), "/reason".to_owned())]
        );
        let done = step(&app, of, "approved").await.is(200);
        assert_eq!((done.header("etag"), &done.json["state"]), ("\"v3\"", &json!("approved")));
        let known = Ask::new(&app, "GET", &format!("{of}/approval")).header("if-none-match", "\"v3\"");
        known.send().await.is(304);
        step(&app, of, "submitted").await.problem(409, "not-allowed");
        step(&app, of, "returned").await.is(200);
        step(&app, of, "approved").await.problem(409, "not-allowed");
        step(&app, of, "submitted").await.is(200);
    }
}

async fn requests_that_make_no_sense_are_refused(app: App) {
    a_plan_that_asks(&app).await;
    let outcome = report(&app, "2.6").await;
    get(&app, "/api/v1/plans/p/approvals?state=lost").await.problem(400, "bad-query");
    get(&app, "/api/v1/plans/q/approvals").await.problem(404, "not-found");
    get(&app, "/api/v1/outcomes/x/approval").await.problem(400, "bad-path");
    get(&app, "/api/v1/outcomes/999999/approval").await.problem(404, "not-found");
    get(&app, &format!("{TARGET}/approval?period=2O22")).await.problem(400, "bad-query");
    get(&app, "/api/v1/plans/p/targets/jobs/approval").await.problem(404, "not-found");
    get(&app, "/api/v1/locks?plan=p").await.problem(400, "bad-query");
    step(&app, "/api/v1/outcomes/999999", "submitted").await.problem(404, "not-found");
    step(&app, "/api/v1/plans/p/targets/jobs", "submitted").await.problem(404, "not-found");
    let lock = json!({"reason": "over"});
    put(&app, "/api/v1/locks/2022?plan=q", &lock).await.problem(404, "not-found");
    put(&app, "/api/v1/locks/20-22", &lock).await.problem(400, "bad-path");
    put(&app, "/api/v1/locks/2022", &json!({"reason": " "})).await.problem(422, "data-refused");
    delete(&app, "/api/v1/locks/2022").await.problem(400, "bad-query");
    delete(&app, "/api/v1/locks/2022?plan=q&reason=so").await.problem(404, "not-found");

    let strict =
        app.with_settings(&[("writes.if_match", "required"), ("server.max_json_bytes", "1024")]).await;
    let paths =
        [format!("{TARGET}/approval"), format!("{outcome}/approval"), "/api/v1/locks/2022".to_owned()];
    for path in &paths {
        put(&strict, path, &json!({"reason": "x".repeat(2_000)})).await.problem(413, "body-too-large");
        let ask = || Ask::new(&strict, "PUT", path);
        ask().body("text/plain", "{}").send().await.problem(415, "unsupported-media-type");
        ask().body("application/json", "[]").send().await.problem(400, "bad-body");
    }
    for path in &paths[..2] {
        put(&strict, path, &json!({"state": "submitted"})).await.problem(428, "precondition-required");
    }
}

async fn what_is_locked_is_not_changed(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右", "no": "1"});
    post(&app, "/api/v1/plans/p/targets", &target).await.is(201);
    let outcome = report(&app, "2.6").await;
    let ruling = json!({"ruling": "achieved", "person": "Li", "reason": "seen"});
    let note = json!({"cause": "floods", "measures": "dams", "person": "Li"});
    put(&app, &format!("{TARGET}/ruling"), &ruling).await.is(200);
    put(&app, &format!("{TARGET}/deviation"), &note).await.is(200);

    put(&app, "/api/v1/locks/2022", &json!({"reason": "published"})).await.is(200);
    let locks = get(&app, "/api/v1/locks").await.is(200);
    assert_eq!(locks.json["items"][0]["reason"], "published");
    let before = app.count("SELECT number FROM change_head").await;
    let locked = |answer: Answer| answer.problem(409, "period-locked");
    let of = |period: &str, outcome: &str| {
        json!({"indicator": "gdp-growth", "period": period, "outcome": outcome, "source": "office",
            "reported_on": "2023-01-13"})
    };
    locked(post(&app, "/api/v1/outcomes", &of("2022", "2.7")).await);
    locked(post(&app, "/api/v1/outcomes", &of("2022-Q3", "2.7")).await);
    locked(post(&app, "/api/v1/outcomes", &of("2021..2022", "2.7")).await);
    locked(import(&app, "outcomes", "indicator,period,outcome\ngdp-growth,2022-05,3\n").await);
    locked(put(&app, TARGET, &json!({"indicator": "gdp-growth", "target": "6左右"})).await);
    locked(delete(&app, TARGET).await);
    let half = json!({"indicator": "gdp-growth", "target": "5左右", "period": "2022-H1"});
    locked(post(&app, "/api/v1/plans/p/targets", &half).await);
    locked(import(&app, "targets", "plan,indicator,target\np,gdp-growth,at least 5\n").await);
    locked(import(&app, "plan-table?plan=p", "no,code,target\n1,gdp-growth,at least 5\n").await);
    locked(delete(&app, &format!("{TARGET}/ruling")).await);
    locked(
        put(&app, &format!("{TARGET}/ruling"), &json!({"ruling": "achieved", "person": "Wu", "reason": "x"}))
            .await,
    );
    locked(delete(&app, &format!("{TARGET}/deviation")).await);
    locked(
        put(&app, &format!("{TARGET}/deviation"), &json!({"cause": "x", "measures": "y", "person": "Li"}))
            .await,
    );
    locked(step(&app, TARGET, "submitted").await);
    locked(step(&app, &outcome, "submitted").await);
    locked(
        put(
            &app,
            "/api/v1/plans/p",
            &json!({"code": "p", "title_en": "Plan", "period": "2022", "tolerance": "1"}),
        )
        .await,
    );
    assert_eq!(app.count("SELECT number FROM change_head").await, before, "nothing was changed");

    // What says nothing new changes nothing, and what belongs to other days is not locked.
    post(&app, "/api/v1/outcomes", &of("2022", "2.6")).await.is(200);
    post(&app, "/api/v1/outcomes", &of("2023-Q1", "2.7")).await.is(201);
    post(&app, "/api/v1/outcomes", &of("2021..2025", "2.7")).await.is(201);
    post(&app, "/api/v1/plans/p/adopt", &json!({})).await.is(200);
    delete(&app, "/api/v1/locks/2022?reason=a+correction").await.is(204);
    post(&app, "/api/v1/outcomes", &of("2022", "2.7")).await.is(201);
    assert_eq!(get(&app, "/api/v1/locks").await.is(200).json["items"], json!([]));
    assert_eq!(
        app.count("SELECT COUNT(*) FROM change_log WHERE action IN ('locked', 'unlocked') AND reason <> ''")
            .await,
        2
    );
}

async fn a_plan_is_locked_for_itself(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let mut other = gdp_growth();
    other["code"] = json!("other");
    post(&app, "/api/v1/indicators", &other).await.is(201);
    for plan in ["p", "q"] {
        let body = json!({"code": plan, "title_en": "Plan", "period": "2022"});
        post(&app, "/api/v1/plans", &body).await.is(201);
        let target =
            json!({"indicator": if plan == "p" { "gdp-growth" } else { "other" }, "target": "5.5左右"});
        post(&app, &format!("/api/v1/plans/{plan}/targets"), &target).await.is(201);
    }
    put(&app, "/api/v1/locks/2022?plan=p", &json!({"reason": "published"})).await.is(200);
    let of = |indicator: &str| json!({"indicator": indicator, "period": "2022", "outcome": "2.6"});
    post(&app, "/api/v1/outcomes", &of("gdp-growth")).await.problem(409, "period-locked");
    post(&app, "/api/v1/outcomes", &of("other")).await.is(201);
    delete(&app, TARGET).await.problem(409, "period-locked");
    delete(&app, "/api/v1/plans/q/targets/other").await.is(204);
}

async fn step_by(app: &App, key: &str, of: &str, state: &str) -> Answer {
    let body = json!({"state": state, "reason": "checked"});
    Ask::new(app, "PUT", &format!("{of}/approval")).by(Some(key)).json(&body).send().await
}

async fn report_by(app: &App, key: &str, body: &Value) -> String {
    let reported = Ask::new(app, "POST", "/api/v1/outcomes").by(Some(key)).json(body).send().await.is(201);
    format!("/api/v1/outcomes/{}", reported.json["items"][0]["id"])
}

async fn four_eyes_are_two_keys(app: App) {
    a_plan_that_asks(&app).await;
    let both = |name: &str| json!({"name": name, "scopes": ["report", "plan"]});
    let (_, one) = make_key(&app, &both("one")).await;
    let (_, other) = make_key(&app, &both("other")).await;
    // The target was recorded by the key of the tests.
    step_by(&app, &one, TARGET, "submitted").await.is(200);
    step_by(&app, &one, TARGET, "approved").await.is(200);
    let body = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    let outcome = report_by(&app, &one, &body).await;
    step_by(&app, &one, &outcome, "submitted").await.is(200);
    step_by(&app, &one, &outcome, "approved").await.problem(409, "four-eyes");
    assert_eq!(counts(&app, "").await, Value::Null);
    step_by(&app, &other, &outcome, "approved").await.is(200);
    assert_eq!(counts(&app, "").await, "2.6");

    let revised = json!({"indicator": "gdp-growth", "target": "6左右", "no": "1"});
    Ask::new(&app, "PUT", TARGET).by(Some(&other)).json(&revised).send().await.is(200);
    step_by(&app, &other, TARGET, "submitted").await.is(200);
    step_by(&app, &other, TARGET, "approved").await.problem(409, "four-eyes");
    step_by(&app, &one, TARGET, "approved").await.is(200);
}

/// Keys that took over from each other are in the same hands.
async fn a_key_that_took_over_is_no_second_pair_of_eyes(app: App) {
    a_plan_that_asks(&app).await;
    let both = |name: &str| json!({"name": name, "scopes": ["report", "plan"]});
    let (first, of_first) = make_key(&app, &both("one")).await;
    let (_, other) = make_key(&app, &both("one")).await;
    let rotated = async |id: &str| {
        let made =
            post(&app, &format!("/api/v1/keys/{id}/rotate"), &json!({"overlap_hours": 2})).await.is(201);
        let text = |name: &str| made.json[name].as_str().unwrap().to_owned();
        (text("id"), text("secret"))
    };
    let (second, of_second) = rotated(&first).await;
    let (_, of_third) = rotated(&second).await;
    let (_, of_sibling) = rotated(&first).await;
    let body = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    let outcome = report_by(&app, &of_second, &body).await;
    step_by(&app, &of_second, &outcome, "submitted").await.is(200);
    for key in [&of_first, &of_second, &of_third, &of_sibling] {
        step_by(&app, key, &outcome, "approved").await.problem(409, "four-eyes");
    }
    assert_eq!(counts(&app, "").await, Value::Null);
    // A name is nobody: another key of the same name is another one.
    step_by(&app, &other, &outcome, "approved").await.is(200);
    // The target was recorded by the key of the tests, which none of them took over from.
    step_by(&app, &of_third, TARGET, "submitted").await.is(200);
    step_by(&app, &of_third, TARGET, "approved").await.is(200);
    assert_eq!(counts(&app, "").await, "2.6");
}

async fn whoever_reports_puts_forward(app: App) {
    a_plan_that_asks(&app).await;
    import(&app, "areas", "code,name_en,parent\ncity,City,\neast,East,city\nwest,West,city\n").await.is(200);
    let of_east = json!({"name": "east", "scopes": ["report"], "areas": ["east"]});
    let (_, reporter) = make_key(&app, &of_east).await;
    let (_, reader) = make_key(&app, &json!({"name": "reader", "scopes": ["read"]})).await;
    let (_, planner) = make_key(&app, &json!({"name": "planner", "scopes": ["plan"]})).await;
    let of =
        |area: &str| json!({"indicator": "gdp-growth", "area": area, "period": "2022", "outcome": "2.6"});
    let own = report_by(&app, &reporter, &of("east")).await;
    let beyond = post(&app, "/api/v1/outcomes", &of("west")).await.is(201).json["items"][0]["id"].clone();
    let beyond = format!("/api/v1/outcomes/{beyond}");
    let before = app.count("SELECT number FROM change_head").await;

    step_by(&app, &reporter, &beyond, "submitted").await.problem(403, "out-of-reach");
    step_by(&app, &reader, &own, "submitted").await.problem(403, "scope-missing");
    for state in ["approved", "returned"] {
        let refused = step_by(&app, &reporter, &own, state).await.problem(403, "scope-missing");
        assert!(refused.json["detail"].as_str().unwrap().contains("scope plan"), "{}", refused.text);
    }
    step_by(&app, &reporter, TARGET, "submitted").await.problem(403, "scope-missing");
    step_by(&app, &reporter, "/api/v1/outcomes/999999", "submitted").await.problem(404, "not-found");
    assert_eq!(app.count("SELECT number FROM change_head").await, before, "nothing was changed");

    step_by(&app, &reporter, &own, "submitted").await.is(200);
    step_by(&app, &planner, &own, "returned").await.is(200);
    step_by(&app, &reporter, &own, "submitted").await.is(200);
    step_by(&app, &planner, &own, "approved").await.is(200);
    step_by(&app, &planner, &beyond, "submitted").await.is(200);
}
