//! Keys: made, limited, taken over from, revoked, and shown once. It does not know how they are kept.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, gdp_growth, get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_key_is_shown_once_and_kept_nowhere,
        a_key_does_what_its_scopes_say,
        a_key_that_cannot_be_is_refused,
        another_key_takes_over,
        keys_are_listed_in_pages,
        a_key_ends_by_itself,
        a_revoked_key_is_refused_at_once_and_elsewhere_within_seconds,
        a_key_can_end_itself,
        the_day_of_the_last_use_is_noted,
        who_wrote_stands_in_the_record,
        credentials_that_are_none_are_refused_everywhere,
        reads_are_keyed_by_a_setting,
    ]
}

/// Makes a key and gives its id and the key itself.
pub(crate) async fn make_key(app: &App, draft: &Value) -> (String, String) {
    let made = post(app, "/api/v1/keys", draft).await.is(201);
    let text = |name: &str| made.json[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

async fn by(app: &App, key: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
    let ask = Ask::new(app, method, path).by(Some(key));
    match body {
        Some(body) => ask.json(&body).send().await,
        None => ask.send().await,
    }
}

/// Every text of some columns of the database.
async fn texts(app: &App, sql: &'static str) -> Vec<String> {
    if app.database_url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&app.database_url).await.unwrap();
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect()
    } else {
        let mut connection = PgConnection::connect(&app.database_url).await.unwrap();
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect()
    }
}

async fn a_key_is_shown_once_and_kept_nowhere(app: App) {
    let draft = json!({"name": "bureau", "scopes": ["report", "read"]});
    let made = post(&app, "/api/v1/keys", &draft).await.is(201);
    let (id, secret) = (made.json["id"].as_str().unwrap(), made.json["secret"].as_str().unwrap());
    assert_eq!(made.header("location"), format!("/api/v1/keys/{id}"));
    assert!(secret.starts_with(&format!("plantrack_{id}_")), "{secret}");
    assert_eq!(made.json["scopes"], json!(["read", "report"]));
    let shown = get(&app, &format!("/api/v1/keys/{id}")).await.is(200);
    assert!(!shown.text.contains(secret) && shown.json.get("secret").is_none(), "{}", shown.text);
    assert!(shown.header("cache-control").contains("private"), "{}", shown.header("cache-control"));
    let part = secret.split('_').nth(2).unwrap();
    let hash = texts(&app, "SELECT hash FROM api_key WHERE name = 'bureau'").await.remove(0);
    assert_eq!(hash.len(), 64);
    let log = texts(
        &app,
        "SELECT actor || subject || reason || COALESCE(before, '') || COALESCE(after, '') FROM change_log",
    )
    .await;
    assert_eq!(log.len(), 1, "the key that was made stands in the record: {log:?}");
    assert!(log[0].contains(id) && log[0].contains("bureau"), "{log:?}");
    assert!(!log[0].contains(part) && !log[0].contains(&hash), "{log:?}");
}

async fn a_key_does_what_its_scopes_say(app: App) {
    set_up_plan(&app).await;
    let key = |scope: &str| json!({"name": scope, "scopes": [scope]});
    let (_, read) = make_key(&app, &key("read")).await;
    let (_, report) = make_key(&app, &key("report")).await;
    let (_, plan) = make_key(&app, &key("plan")).await;
    let outcome = || Some(json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"}));
    let area = |code: &str| Some(json!({"code": code, "name_en": "East"}));
    for (key, reports, plans) in [(&read, 403, 403), (&report, 201, 403), (&plan, 403, 201)] {
        by(&app, key, "GET", "/api/v1/plans/cq-2022/completion", None).await.is(200);
        by(&app, key, "POST", "/api/v1/outcomes", outcome()).await.is(reports);
        by(&app, key, "POST", "/api/v1/areas", area("east")).await.is(plans);
        let refused = by(&app, key, "GET", "/api/v1/keys", None).await.problem(403, "scope-missing");
        let challenge = "Bearer realm=\"plantrack\", error=\"insufficient_scope\", scope=\"admin\"";
        assert_eq!(refused.header("www-authenticate"), challenge);
    }
    let nobody = Ask::new(&app, "POST", "/api/v1/outcomes").by(None).json(&outcome().unwrap()).send().await;
    let nobody = nobody.problem(401, "no-credentials");
    assert_eq!(nobody.header("www-authenticate"), "Bearer realm=\"plantrack\"");
    assert!(nobody.json["detail"].as_str().unwrap().contains("plantrack keys create --name"));
    Ask::new(&app, "GET", "/api/v1/plans/cq-2022/completion").by(None).send().await.is(200);
}

async fn a_key_that_cannot_be_is_refused(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let mut refused = Vec::new();
    for draft in [
        json!({"name": " ", "scopes": ["read"]}),
        json!({"name": "two\nlines", "scopes": ["read"]}),
        json!({"name": "x".repeat(101), "scopes": ["read"]}),
        json!({"name": "x", "scopes": []}),
        json!({"name": "x", "scopes": ["write"]}),
        json!({"name": "x", "scopes": ["report"], "indicators": []}),
        json!({"name": "x", "scopes": ["report"], "indicators": ["jobs"]}),
        json!({"name": "x", "scopes": ["report"], "areas": ["nowhere"]}),
        json!({"name": "x", "scopes": ["plan"], "indicators": ["gdp-growth"]}),
        json!({"name": "x", "scopes": ["report", "admin"], "indicators": ["gdp-growth"]}),
        json!({"name": "x", "scopes": ["read"], "expires_at": "2023-01-13T07:59:59Z"}),
        json!({"name": "x", "scopes": ["read"], "expires_at": "tomorrow"}),
    ] {
        let answer = post(&app, "/api/v1/keys", &draft).await.problem(422, "data-refused");
        refused.push(answer.errors().first().map(|(code, place)| format!("{place} {code}")).unwrap());
    }
    let expected = [
        "/name missing",
        "/name control_character",
        "/name too_long",
        "/scopes missing",
        "/scopes unknown_word",
        "/indicators empty_limit",
        "/indicators unknown_indicator",
        "/areas unknown_area",
        "/indicators limit_without_report",
        "/indicators limit_without_report",
        "/expires_at in_the_past",
        "/expires_at bad_moment",
    ];
    assert_eq!(refused, expected);
    post(&app, "/api/v1/keys", &json!({"name": "x", "scopes": ["read"], "hash": "0"})).await.is(400);
    let once = Ask::new(&app, "POST", "/api/v1/keys").header("idempotency-key", "k1");
    let once = once.json(&json!({"name": "x", "scopes": ["read"]})).send().await.problem(400, "bad-header");
    assert_eq!(once.errors()[0].0, "answer_not_kept");
    post(&app, "/api/v1/keys?now=1", &json!({"name": "x", "scopes": ["read"]})).await.is(400);
    let as_text = Ask::new(&app, "POST", "/api/v1/keys").body("text/plain", "{}").send().await;
    as_text.problem(415, "unsupported-media-type");
    let long = json!({"name": "x".repeat(3_000_000), "scopes": ["read"]});
    post(&app, "/api/v1/keys", &long).await.problem(413, "body-too-large");
}

async fn another_key_takes_over(app: App) {
    let (old, old_secret) = make_key(&app, &json!({"name": "bureau", "scopes": ["plan"]})).await;
    let rotate = format!("/api/v1/keys/{old}/rotate");
    let body = json!({"overlap_hours": 2});
    let made = post(&app, &rotate, &body).await.is(201);
    assert_eq!(made.json["replaces"], old.as_str());
    assert_eq!((&made.json["name"], &made.json["scopes"]), (&json!("bureau"), &json!(["plan"])));
    let new_secret = made.json["secret"].as_str().unwrap().to_owned();
    let left = get(&app, &format!("/api/v1/keys/{old}")).await.is(200);
    assert_eq!(left.json["expires_at"], "2023-01-13T10:00:00Z");
    let area = |code: &str| Some(json!({"code": code, "name_en": "East"}));
    by(&app, &old_secret, "POST", "/api/v1/areas", area("one")).await.is(201);
    by(&app, &new_secret, "POST", "/api/v1/areas", area("two")).await.is(201);
    app.clock.advance(TimeDelta::hours(2));
    let later = app.second().await;
    by(&later, &old_secret, "POST", "/api/v1/areas", area("three")).await.problem(401, "bad-credentials");
    by(&later, &new_secret, "POST", "/api/v1/areas", area("three")).await.is(201);
    let ended = post(&later, &rotate, &body).await.problem(422, "data-refused");
    assert_eq!(ended.errors()[0].0, "key_has_ended");
    let new = made.json["id"].as_str().unwrap();
    let rotate = format!("/api/v1/keys/{new}/rotate");
    let too_long = post(&later, &rotate, &json!({"overlap_hours": 2161})).await.problem(422, "data-refused");
    assert_eq!(too_long.errors(), [("too_long".to_owned(), "/overlap_hours".to_owned())]);
    post(&later, &rotate, &json!({"overlap": 1})).await.problem(400, "bad-body");
    Ask::new(&later, "POST", &rotate).body("text/plain", "{}").send().await.is(415);
    let long = format!("{{\"expires_at\": \"{}\"}}", "x".repeat(3_000_000));
    Ask::new(&later, "POST", &rotate).body("application/json", long).send().await.is(413);
    // Without an overlap the old one ends at once, in the process that answers.
    post(&later, &rotate, &json!({"overlap_hours": 0})).await.is(201);
    by(&later, &new_secret, "POST", "/api/v1/areas", area("four")).await.problem(401, "bad-credentials");
    post(&later, "/api/v1/keys/zzzzzzzzzzzz/rotate", &body).await.problem(404, "not-found");
}

async fn keys_are_listed_in_pages(app: App) {
    let mut ids = vec!["000000000000".to_owned()];
    for number in 0..4 {
        ids.push(make_key(&app, &json!({"name": format!("k{number}"), "scopes": ["read"]})).await.0);
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/keys?limit=2".to_owned();
    loop {
        let page = get(&app, &path).await.is(200);
        let items = page.json["items"].as_array().unwrap();
        seen.extend(items.iter().map(|key| key["id"].as_str().unwrap().to_owned()));
        match page.json["next"].as_str() {
            Some(next) => path = format!("/api/v1/keys?limit=2&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ids);
    get(&app, "/api/v1/keys?limit=0").await.problem(400, "bad-query");
    get(&app, "/api/v1/keys/short").await.problem(400, "bad-path");
    get(&app, "/api/v1/keys/zzzzzzzzzzzz").await.problem(404, "not-found");
}

async fn a_key_ends_by_itself(app: App) {
    let draft = json!({"name": "guest", "scopes": ["plan"], "expires_at": "2023-01-13T09:00:00+00:00"});
    let (_, secret) = make_key(&app, &draft).await;
    let area = |code: &str| Some(json!({"code": code, "name_en": "East"}));
    by(&app, &secret, "POST", "/api/v1/areas", area("one")).await.is(201);
    app.clock.advance(TimeDelta::minutes(60));
    let later = app.second().await;
    by(&later, &secret, "POST", "/api/v1/areas", area("two")).await.problem(401, "bad-credentials");
}

async fn a_revoked_key_is_refused_at_once_and_elsewhere_within_seconds(app: App) {
    let other = app.second().await;
    let (id, secret) = make_key(&app, &json!({"name": "bureau", "scopes": ["plan"]})).await;
    let area = |code: &str| Some(json!({"code": code, "name_en": "East"}));
    by(&app, &secret, "POST", "/api/v1/areas", area("one")).await.is(201);
    by(&other, &secret, "POST", "/api/v1/areas", area("two")).await.is(201);
    let path = format!("/api/v1/keys/{id}");
    by(&app, &secret, "DELETE", &path, None).await.problem(403, "scope-missing");
    by(&app, crate::harness::ADMIN_KEY, "DELETE", &path, None).await.is(204);
    let revoked = Instant::now();
    by(&app, &secret, "POST", "/api/v1/areas", area("three")).await.problem(401, "bad-credentials");
    let mut number = 0;
    while by(&other, &secret, "POST", "/api/v1/areas", area(&format!("a{number}"))).await.status == 201 {
        assert!(revoked.elapsed() < Duration::from_secs(6), "it is still taken elsewhere");
        number += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let shown = get(&app, &path).await.is(200);
    assert_eq!(shown.json["revoked_at"], "2023-01-13T08:00:00Z");
    // Once more changes nothing.
    Ask::new(&app, "DELETE", &path).send().await.is(204);
    Ask::new(&app, "DELETE", "/api/v1/keys/zzzzzzzzzzzz").send().await.problem(404, "not-found");
    Ask::new(&app, "DELETE", "/api/v1/keys/no").send().await.problem(400, "bad-path");
}

async fn a_key_can_end_itself(app: App) {
    let (id, secret) = make_key(&app, &json!({"name": "office", "scopes": ["admin"]})).await;
    let at_once = Some(json!({"overlap_hours": 0.0}));
    let next = by(&app, &secret, "POST", &format!("/api/v1/keys/{id}/rotate"), at_once).await.is(201).json;
    by(&app, &secret, "GET", "/api/v1/keys", None).await.problem(401, "bad-credentials");
    let (id, secret) = (next["id"].as_str().unwrap(), next["secret"].as_str().unwrap());
    by(&app, secret, "DELETE", &format!("/api/v1/keys/{id}"), None).await.is(204);
    by(&app, secret, "GET", "/api/v1/keys", None).await.problem(401, "bad-credentials");
}

async fn the_day_of_the_last_use_is_noted(app: App) {
    let (id, secret) = make_key(&app, &json!({"name": "reader", "scopes": ["read"]})).await;
    let path = format!("/api/v1/keys/{id}");
    assert_eq!(get(&app, &path).await.is(200).json["last_used_on"], Value::Null);
    by(&app, &secret, "GET", "/api/v1/plans", None).await.is(200);
    let started = Instant::now();
    while get(&app, &path).await.json["last_used_on"] != "2023-01-13" {
        assert!(started.elapsed() < Duration::from_secs(10), "it is not noted");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn who_wrote_stands_in_the_record(app: App) {
    let (id, secret) = make_key(&app, &json!({"name": "planning office", "scopes": ["plan"]})).await;
    by(&app, &secret, "POST", "/api/v1/areas", Some(json!({"code": "east", "name_en": "East"})))
        .await
        .is(201);
    let actors = texts(&app, "SELECT actor FROM change_log ORDER BY number").await;
    assert_eq!(actors, ["key 000000000000 the tests".to_owned(), format!("key {id} planning office")]);
}

async fn credentials_that_are_none_are_refused_everywhere(app: App) {
    let (_, secret) = make_key(&app, &json!({"name": "x", "scopes": ["read"]})).await;
    let unknown = "plantrack_zzzzzzzzzzzz_";
    for wrong in [
        format!("Bearer {secret}x"),
        format!("Bearer {}", &secret[..secret.len() - 1]),
        format!("Basic {secret}"),
        format!("Bearer {unknown}"),
        secret.clone(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Bearer eyJhbGciOiJub25lIn0.e30.".to_owned(),
        String::new(),
    ] {
        for path in ["/api/v1/plans", "/api/v1/keys"] {
            let asked = Ask::new(&app, "GET", path).by(None).header("authorization", &wrong).send().await;
            let refused = asked.problem(401, "bad-credentials");
            let challenge = "Bearer realm=\"plantrack\", error=\"invalid_token\"";
            assert_eq!(refused.header("www-authenticate"), challenge, "{wrong}");
            assert!(refused.header("vary").contains("authorization"));
        }
        Ask::new(&app, "GET", "/health/live").by(None).header("authorization", &wrong).send().await.is(200);
    }
    let twice = Ask::new(&app, "GET", "/api/v1/plans").by(Some(&secret));
    twice.header("authorization", &format!("Bearer {secret}")).send().await.problem(401, "bad-credentials");
    Ask::new(&app, "GET", "/api/v1/plans")
        .by(None)
        .header("authorization", &format!("bearer  {secret}"))
        .send()
        .await
        .is(200);
}

async fn reads_are_keyed_by_a_setting(app: App) {
    set_up_plan(&app).await;
    let (_, secret) = make_key(&app, &json!({"name": "reader", "scopes": ["read"]})).await;
    let keyed = app.with_settings(&[("access.reads", "keyed")]).await;
    for path in
        ["/api/v1/plans", "/api/v1/plans/cq-2022/completion", "/api/v1/no/such/path", "/api/v1/plans/nothing"]
    {
        let nobody = Ask::new(&keyed, "GET", path).by(None).send().await.problem(401, "no-credentials");
        assert!(!nobody.text.contains("cq-2022"), "{}", nobody.text);
    }
    let answer = by(&keyed, &secret, "GET", "/api/v1/plans/cq-2022/completion", None).await.is(200);
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    let vary: Vec<&str> =
        answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(vary.join(",").contains("authorization"), "{vary:?}");
    for path in ["/health/live", "/health/ready", "/openapi.json", "/problems"] {
        let open = keyed.keyless.get(keyed.url(path)).send().await.unwrap();
        assert_eq!(open.status(), 200, "{path}");
    }
}
