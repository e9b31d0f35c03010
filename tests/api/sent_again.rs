//! Writes with an Idempotency-Key: each is done once, however often it is sent, and answered the same. The table of
//! writes here is the whole of those that the document has. It does not know how answers are kept.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::json;

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, document, get, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        every_write_is_done_once,
        a_refusal_is_not_kept,
        a_key_lives_for_a_day,
        writes_sent_several_times_at_once_are_done_once,
        a_key_works_across_replicas,
    ]
}

struct Write<'a> {
    method: &'static str,
    template: &'static str,
    path: &'a str,
    body: &'static str,
}

macro_rules! writes {
    ($($method:ident $template:literal, $path:literal, $body:literal;)+) => {
        [$(Write { method: stringify!($method), template: $template, path: $path, body: $body }),+]
    };
}

/// Every write, in an order in which each can be done.
fn writes<'a>() -> Vec<Write<'a>> {
    let all = writes! {
        POST "/indicators", "/indicators",
            r#"{"code":"gdp","name_en":"GDP","unit":"%","measure":"rate","direction":"higher"}"#;
        PUT "/indicators/{code}", "/indicators/jobs",
            r#"{"code":"jobs","name_en":"Jobs","unit":"万人","measure":"flow","direction":"higher"}"#;
        POST "/areas", "/areas", r#"{"code":"city","name_en":"City"}"#;
        PUT "/areas/{code}", "/areas/town", r#"{"code":"town","name_en":"Town","parent":"city"}"#;
        POST "/categories", "/categories", r#"{"code":"all","name_en":"All"}"#;
        PUT "/categories/{code}", "/categories/some", r#"{"code":"some","name_en":"Some","parent":"all"}"#;
        POST "/calibers", "/calibers", r#"{"code":"old","name_en":"Old"}"#;
        PUT "/calibers/{code}", "/calibers/new", r#"{"code":"new","name_en":"New"}"#;
        POST "/bridges", "/bridges",
            r#"{"indicator":"gdp","from":"old","to":"new","factor":"1.1","source":"office"}"#;
        POST "/plans", "/plans", r#"{"code":"p","title_en":"Plan","period":"2022"}"#;
        PUT "/plans/{plan}", "/plans/p", r#"{"code":"p","title_en":"The plan","period":"2022"}"#;
        POST "/plans/{plan}/targets", "/plans/p/targets", r#"{"indicator":"gdp","target":"5.5左右"}"#;
        PUT "/plans/{plan}/targets/{indicator}", "/plans/p/targets/jobs",
            r#"{"indicator":"jobs","target":"6万人以上"}"#;
        PUT "/plans/{plan}/targets/{indicator}/ruling", "/plans/p/targets/gdp/ruling",
            r#"{"ruling":"achieved","person":"Li","reason":"seen"}"#;
        DELETE "/plans/{plan}/targets/{indicator}/ruling", "/plans/p/targets/gdp/ruling", "";
        PUT "/plans/{plan}/targets/{indicator}/deviation", "/plans/p/targets/gdp/deviation",
            r#"{"cause":"floods","measures":"dams","person":"Li"}"#;
        DELETE "/plans/{plan}/targets/{indicator}/deviation", "/plans/p/targets/gdp/deviation", "";
        DELETE "/plans/{plan}/targets/{indicator}", "/plans/p/targets/jobs", "";
        POST "/plans/{plan}/adopt", "/plans/p/adopt", "";
        POST "/outcomes", "/outcomes", r#"{"indicator":"gdp","period":"2022","outcome":"2.6"}"#;
        PUT "/outcomes/{id}/approval", "/outcomes/{outcome}/approval", r#"{"state":"submitted"}"#;
        PUT "/plans/{plan}/targets/{indicator}/approval", "/plans/p/targets/gdp/approval",
            r#"{"state":"submitted"}"#;
        PUT "/locks/{period}", "/locks/1999", r#"{"reason":"long over"}"#;
        DELETE "/locks/{period}", "/locks/1999?reason=corrected", "";
        POST "/imports/plan-table", "/imports/plan-table?plan=q&period=2022",
            "no,code,name_en,measure,direction,unit,target\n1,roads,Roads,flow,higher,km,at least 9\n";
        POST "/imports/targets", "/imports/targets", "plan,indicator,target\nq,gdp,at least 5\n";
        POST "/imports/outcomes", "/imports/outcomes", "indicator,period,outcome\ngdp,2021,5\n";
        POST "/imports/indicators", "/imports/indicators", "code,name_en,measure,direction\nx,X,rate,higher\n";
        POST "/imports/areas", "/imports/areas", "code,name_en\nvillage,Village\n";
        POST "/imports/categories", "/imports/categories", "code,name_en\nfew,Few\n";
        POST "/webhooks", "/webhooks", r#"{"plan":"p","url":"https://example.org/"}"#;
        POST "/webhooks/{id}/try", "/webhooks/{id}/try", "";
        POST "/webhooks/{id}/deliveries/{delivery}/resend", "/webhooks/{id}/deliveries/{delivery}/resend", "";
        DELETE "/webhooks/{id}", "/webhooks/{id}", "";
        DELETE "/keys/{id}", "/keys/{key}", "";
        POST "/plans/{plan}/close", "/plans/p/close", "";
    };
    all.into()
}

fn ask<'a>(app: &'a App, write: &Write<'_>, path: &str, key: &str) -> Ask<'a> {
    let ask = Ask::new(app, write.method, &format!("/api/v1{path}")).header("idempotency-key", key);
    match write.body.chars().next() {
        None => ask,
        Some('{') => ask.body("application/json", write.body),
        Some(_) => ask.body("text/csv", write.body),
    }
}

/// A path with the numbers that are only known then: of the outcome that was reported, of the last webhook and of its
/// last delivery.
async fn filled(app: &App, path: &str) -> String {
    if path.contains("{outcome}") {
        let listed = get(app, "/api/v1/outcomes").await.is(200);
        return path.replace("{outcome}", &listed.json["items"][0]["id"].to_string());
    }
    if path.contains("{key}") {
        let made =
            post(app, "/api/v1/keys", &json!({"name": "to be revoked", "scopes": ["read"]})).await.is(201);
        return path.replace("{key}", made.json["id"].as_str().unwrap());
    }
    if !path.contains("{id}") {
        return path.to_owned();
    }
    let last = async |path: &str| {
        let items = get(app, path).await.is(200).json["items"].clone();
        items.as_array().unwrap().last().map_or_else(String::new, |item| item["id"].to_string())
    };
    let id = last("/api/v1/webhooks").await;
    let delivery = last(&format!("/api/v1/webhooks/{id}/deliveries")).await;
    path.replace("{id}", &id).replace("{delivery}", &delivery)
}

/// The headers that an answer to a write has of its own.
fn own_headers(answer: &Answer) -> [String; 3] {
    ["location", "etag", "content-type"].map(|name| answer.header(name).to_owned())
}

#[track_caller]
fn is_again(answer: &Answer, first: &Answer) {
    assert_eq!(answer.header("idempotency-replayed"), "true", "{}", answer.text);
    assert_eq!((answer.status, &answer.text), (first.status, &first.text));
    assert_eq!(own_headers(answer), own_headers(first));
}

/// Makes the database refuse each key that begins with "taken", as if another writer had just come in between.
async fn let_keys_be_taken(app: &App) {
    if app.database_url.starts_with("sqlite") {
        let trigger = "CREATE TRIGGER taken BEFORE INSERT ON idempotency_key WHEN NEW.key LIKE 'taken%' BEGIN \
                       INSERT INTO idempotency_key VALUES (NEW.principal, NEW.key, NEW.fingerprint, NEW.status, \
                       NEW.headers, NEW.body, NEW.\"change\", NEW.recorded_at); END";
        return app.execute(trigger).await.unwrap();
    }
    let function = "CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                    IF NEW.key LIKE 'taken%' AND pg_trigger_depth() = 1 THEN \
                    INSERT INTO idempotency_key SELECT NEW.*; END IF; RETURN NEW; END $$";
    app.execute(function).await.unwrap();
    let trigger =
        "CREATE TRIGGER taken BEFORE INSERT ON idempotency_key FOR EACH ROW EXECUTE FUNCTION taken()";
    app.execute(trigger).await.unwrap();
}

async fn every_write_is_done_once(app: App) {
    let_keys_be_taken(&app).await;
    let mut tried = BTreeSet::new();
    for (number, mut write) in writes().into_iter().enumerate() {
        let path = filled(&app, write.path).await;
        write.path = &path;
        let (path, write) = (path.as_str(), &write);
        let at = format!("{} {}", write.method, write.path);
        tried.insert((write.method.to_lowercase(), format!("/api/v1{}", write.template)));

        for bad in ["", "a key", &"k".repeat(256)] {
            ask(&app, write, path, bad).send().await.problem(400, "bad-header");
        }
        let twice = ask(&app, write, path, "a").header("idempotency-key", "b").send().await;
        twice.problem(400, "bad-header");
        let taken = ask(&app, write, path, &format!("taken-{number}")).send().await;
        assert_eq!(taken.header("retry-after"), "1", "{at}");
        taken.problem(409, "idempotency-key-in-use");

        let key = format!("key-{number}");
        let first = ask(&app, write, path, &key).send().await;
        assert!(
            first.status < 300 && first.header("idempotency-replayed").is_empty(),
            "{at}: {}",
            first.text
        );
        is_again(&ask(&app, write, path, &key).send().await, &first);
        let end = if path.contains('?') { "&" } else { "?" };
        let other = ask(&app, write, &format!("{path}{end}"), &key).send().await;
        other.problem(422, "idempotency-key-reused");
        is_again(&ask(&app, write, path, &key).send().await, &first);
    }
    let mut documented = BTreeSet::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            if parameters.into_iter().any(|parameter| parameter["name"] == "Idempotency-Key") {
                documented.insert((method.clone(), path.clone()));
            }
        }
    }
    assert_eq!(tried, documented, "the writes that are tried, and those that the document has");
}

async fn a_refusal_is_not_kept(app: App) {
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022", "parent": "long"});
    let send = || Ask::new(&app, "POST", "/api/v1/plans").header("idempotency-key", "k").json(&plan).send();
    send().await.problem(422, "data-refused");
    post(&app, "/api/v1/plans", &json!({"code": "long", "title_en": "Long", "period": "2021..2025"}))
        .await
        .is(201);
    let first = send().await.is(201);
    assert!(first.header("idempotency-replayed").is_empty());
    is_again(&send().await, &first);
}

async fn a_key_lives_for_a_day(app: App) {
    let area = json!({"code": "a", "name_en": "A"});
    let first =
        Ask::new(&app, "POST", "/api/v1/areas").header("idempotency-key", "k").json(&area).send().await;
    app.clock.advance(TimeDelta::hours(23));
    let later = app.second().await;
    let again = || Ask::new(&later, "POST", "/api/v1/areas").header("idempotency-key", "k").json(&area);
    is_again(&again().send().await, &first.is(201));
    app.clock.advance(TimeDelta::hours(2));
    let much_later = app.second().await;
    let again = Ask::new(&much_later, "POST", "/api/v1/areas").header("idempotency-key", "k").json(&area);
    again.send().await.problem(409, "already-exists");
    // What has expired is taken away by the next write with a key.
    let other = json!({"code": "b", "name_en": "B"});
    let write = Ask::new(&much_later, "POST", "/api/v1/areas").header("idempotency-key", "l").json(&other);
    write.send().await.is(201);
    assert_eq!(app.count("SELECT COUNT(*) FROM idempotency_key").await, 1);
}

async fn writes_sent_several_times_at_once_are_done_once(app: App) {
    const WRITES: usize = 40;
    let jobs =
        json!({"code": "jobs", "name_en": "Jobs", "unit": "万人", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &jobs).await.is(201);
    let sent = (0..WRITES).flat_map(|number| std::iter::repeat_n(number, 1 + number % 5)).map(|number| {
        let body =
            json!({"indicator": "jobs", "period": "2022", "outcome": "7", "source": number.to_string()});
        let (app, key) = (&app, format!("key-{number}"));
        async move {
            // A service that is too busy says so, and the client sends it again, as the key allows.
            loop {
                let ask = Ask::new(app, "POST", "/api/v1/outcomes").header("idempotency-key", &key);
                let answer = ask.json(&body).send().await;
                if answer.status != 503 {
                    return (number, answer.is(201));
                }
            }
        }
    });
    let answers = futures_util::future::join_all(sent).await;
    for number in 0..WRITES {
        let of_one: Vec<&Answer> =
            answers.iter().filter(|(of, _)| *of == number).map(|(_, answer)| answer).collect();
        let done: Vec<&&Answer> =
            of_one.iter().filter(|answer| answer.header("idempotency-replayed").is_empty()).collect();
        assert_eq!(done.len(), 1, "the write {number} is done once");
        for answer in of_one.iter().filter(|answer| !answer.header("idempotency-replayed").is_empty()) {
            is_again(answer, done[0]);
        }
    }
    assert_eq!(app.count("SELECT COUNT(*) FROM outcome").await, i64::try_from(WRITES).unwrap());
}

async fn a_key_works_across_replicas(app: App) {
    let other = app.second().await;
    let area = json!({"code": "a", "name_en": "A"});
    let ask = |app| Ask::new(app, "POST", "/api/v1/areas").header("idempotency-key", "k").json(&area);
    let (here, there) = tokio::join!(ask(&app).send(), ask(&other).send());
    assert_eq!((here.status, there.status), (201, 201), "{} {}", here.text, there.text);
    assert_eq!((&here.text, own_headers(&here)), (&there.text, own_headers(&there)));
    assert_eq!(app.count("SELECT number FROM change_head").await, 1);
    get(&other, "/api/v1/areas/a").await.is(200);
}
