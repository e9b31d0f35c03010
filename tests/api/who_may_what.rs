//! Every role against every operation of the document, and against every object where an operation has one: what is let
//! in, what is refused, and that a refusal changes nothing. An operation that is not in the list here fails the test. It
//! does not know how the service decides.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use crate::{
    cases,
    harness::{ADMIN_KEY, App, Case},
    operations::{
        Needs::{self, Admin, Nothing, Plan, PutForward, Read, Report},
        OPERATIONS,
    },
    talk::{Answer, Ask, document, gdp_growth, get, import, plan_2022, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        every_role_against_every_operation,
        every_role_against_every_operation_where_reads_are_keyed,
        no_way_to_write_a_path_lets_more_in,
        no_way_to_write_a_path_lets_more_in_where_reads_are_keyed,
        every_role_against_every_object,
        a_key_reaches_an_area_while_it_lies_within,
        rows_of_a_file_beyond_a_key_are_named_by_line,
    ]
}

/// What somebody proves themselves with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Anonymous,
    Reader,
    /// Reports jobs in the east.
    Reporter,
    /// Reports another indicator, everywhere.
    OtherReporter,
    Planner,
    /// Reports everything.
    Office,
    Administrator,
    /// Was an administrator's.
    Expired,
    /// Was an administrator's.
    Revoked,
}
use Role::{Administrator, Anonymous, Expired, Office, OtherReporter, Planner, Reader, Reporter, Revoked};

const ROLES: [Role; 9] =
    [Anonymous, Reader, Reporter, OtherReporter, Planner, Office, Administrator, Expired, Revoked];

/// What is expected of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// Neither 401 nor 403.
    In,
    /// 401.
    Unknown(&'static str),
    /// 403.
    Refused(&'static str),
}

impl Role {
    #[expect(clippy::match_same_arms, reason = "each need has its lines")]
    fn expected(self, needs: Needs, reads_are_keyed: bool) -> Expected {
        use Expected::{In, Refused, Unknown};
        let lacking = Refused("scope-missing");
        match (needs, self) {
            (Nothing, _) => In,
            (_, Expired | Revoked) => Unknown("bad-credentials"),
            (Read, Anonymous) if !reads_are_keyed => In,
            (_, Anonymous) => Unknown("no-credentials"),
            (Read, _) | (_, Administrator) => In,
            (Report, Reporter | Office) => In,
            (PutForward, Office | Planner) => In,
            (PutForward, Reporter | OtherReporter) => Refused("out-of-reach"),
            // The objects of this table lie in the east, and are jobs.
            (Report, OtherReporter) => Refused("out-of-reach"),
            (Plan, Planner) => In,
            (Report | PutForward | Plan | Admin, _) => lacking,
        }
    }
}

type Keys = BTreeMap<Role, String>;

/// The plan, its series, and a key for each role. What is expired is so already.
async fn set_up(app: &App) -> (App, Keys) {
    let jobs = json!({"code": "jobs", "name_en": "Jobs", "measure": "flow", "direction": "higher"});
    for indicator in [gdp_growth(), jobs] {
        post(app, "/api/v1/indicators", &indicator).await.is(201);
    }
    post(app, "/api/v1/calibers", &json!({"code": "old", "name_en": "Old"})).await.is(201);
    post(app, "/api/v1/categories", &json!({"code": "some", "name_en": "Some"})).await.is(201);
    let areas = "code,name_en,parent\ncity,City,\neast,East,city\nwest,West,city\nold-town,Old town,east\n";
    import(app, "areas", areas).await.is(200);
    post(app, "/api/v1/plans", &plan_2022()).await.is(201);
    let mut targets = vec![json!({"indicator": "gdp-growth", "target": "5.5左右"})];
    for area in [None, Some("east"), Some("west"), Some("old-town")] {
        targets.push(json!({"indicator": "jobs", "area": area, "target": "60"}));
    }
    targets.push(json!({"indicator": "gdp-growth", "area": "east", "target": "5"}));
    post(app, "/api/v1/plans/cq-2022/targets", &json!(targets)).await.is(201);
    post(app, "/api/v1/outcomes", &json!({"indicator": "jobs", "period": "2021", "outcome": "9"}))
        .await
        .is(201);
    let mut keys = Keys::new();
    let mut ids = BTreeMap::new();
    for (role, draft) in [
        (Reader, json!({"scopes": ["read"]})),
        (Reporter, json!({"scopes": ["report"], "indicators": ["jobs"], "areas": ["east"]})),
        (OtherReporter, json!({"scopes": ["report"], "indicators": ["gdp-growth"]})),
        (Planner, json!({"scopes": ["plan"]})),
        (Office, json!({"scopes": ["report"]})),
        (Administrator, json!({"scopes": ["admin"]})),
        (Expired, json!({"scopes": ["admin"], "expires_at": "2023-01-13T08:30:00Z"})),
        (Revoked, json!({"scopes": ["admin"]})),
    ] {
        let mut draft = draft;
        draft["name"] = json!(format!("{role:?}"));
        let made = post(app, "/api/v1/keys", &draft).await.is(201);
        keys.insert(role, made.json["secret"].as_str().unwrap().to_owned());
        ids.insert(role, made.json["id"].as_str().unwrap().to_owned());
    }
    Ask::new(app, "DELETE", &format!("/api/v1/keys/{}", ids[&Revoked])).send().await.is(204);
    app.clock.advance(TimeDelta::hours(1));
    (app.second().await, keys)
}

/// The number of the last change.
async fn last_change(app: &App) -> i64 {
    const SQL: &str = "SELECT number FROM change_head";
    if app.database_url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&app.database_url).await.unwrap();
        sqlx::query(SQL).fetch_one(&mut connection).await.unwrap().get(0)
    } else {
        let mut connection = PgConnection::connect(&app.database_url).await.unwrap();
        sqlx::query(SQL).fetch_one(&mut connection).await.unwrap().get(0)
    }
}

/// Every operation of the document: its method, and its id.
fn documented() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for item in document()["paths"].as_object().unwrap().values() {
        for (method, operation) in item.as_object().unwrap() {
            all.insert(operation["operationId"].as_str().unwrap().to_owned(), method.to_uppercase());
        }
    }
    all
}

async fn ask(app: &App, key: Option<&str>, method: &str, path: &str, body: &str) -> Answer {
    let ask = Ask::new(app, method, path).by(key);
    match body.chars().next() {
        None => ask.send().await,
        Some('{' | '[') => ask.body("application/json", body.to_owned()).send().await,
        Some(_) => ask.body("text/csv", body.to_owned()).send().await,
    }
}

#[track_caller]
fn check(cell: &str, answer: &Answer, expected: Expected) {
    let code = answer.json["code"].as_str().unwrap_or_default();
    match expected {
        Expected::In => assert!(!matches!(answer.status, 401 | 403), "{cell}: refused: {}", answer.text),
        Expected::Unknown(wanted) => {
            assert_eq!((answer.status, code), (401, wanted), "{cell}: {}", answer.text);
        }
        Expected::Refused(wanted) => {
            assert_eq!((answer.status, code), (403, wanted), "{cell}: {}", answer.text);
        }
    }
}

async fn all_operations(app: &App, keys: &Keys, reads_are_keyed: bool) {
    let methods = documented();
    let listed: BTreeSet<&str> = OPERATIONS.iter().map(|(id, ..)| *id).collect();
    let missing: Vec<&String> = methods.keys().filter(|id| !listed.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "add to the list who may ask for: {missing:?}");
    assert_eq!(listed.len(), methods.len(), "the list has operations that the document has not");
    let reported =
        ask(app, keys.get(&Administrator).map(String::as_str), "GET", "/api/v1/outcomes", "").await;
    let reported = format!("/outcomes/{}/", reported.json["items"][0]["id"]);
    let mut cells = 0;
    // Who is refused goes first, so that what is done by others is not there yet.
    for role in [Anonymous, Expired, Revoked, Reader, OtherReporter, Reporter, Office, Planner, Administrator]
    {
        for (id, needs, path, body) in OPERATIONS {
            let expected = role.expected(*needs, reads_are_keyed);
            let before = last_change(app).await;
            // The list names the first outcome; its number is that of the change that reported it.
            let path = path.replace("/outcomes/1/", &reported);
            let answer = ask(app, keys.get(&role).map(String::as_str), &methods[*id], &path, body).await;
            check(&format!("{role:?} {id}"), &answer, expected);
            if expected != Expected::In {
                assert_eq!(last_change(app).await, before, "{role:?} {id}: a refusal changed something");
            }
            cells += 1;
        }
    }
    assert_eq!(cells, ROLES.len() * methods.len());
}

async fn every_role_against_every_operation(app: App) {
    let (app, keys) = set_up(&app).await;
    all_operations(&app, &keys, false).await;
}

async fn every_role_against_every_operation_where_reads_are_keyed(app: App) {
    let (_, keys) = set_up(&app).await;
    let keyed = app.with_settings(&[("access.reads", "keyed")]).await;
    all_operations(&keyed, &keys, true).await;
}

/// The path of every operation in the document, by its id.
fn templates() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            all.insert(operation["operationId"].as_str().unwrap().to_owned(), path.clone());
        }
    }
    all
}

/// A path with escapes that need not be there in what the template writes out: of the first and of the last letter of each
/// part, and of all of them.
fn escaped(path: &str, template: &str) -> Vec<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let escape = |part: &str, is_meant: &dyn Fn(usize) -> bool| -> String {
        let letters = part.bytes().enumerate();
        letters
            .map(
                |(at, byte)| if is_meant(at) { format!("%{byte:02x}") } else { char::from(byte).to_string() },
            )
            .collect()
    };
    let mut all = Vec::new();
    for (number, part) in template.split('/').enumerate().filter(|(_, part)| !part.is_empty()) {
        if part.starts_with('{') {
            continue;
        }
        let with = |changed: String| {
            let mut parts = parts.clone();
            // The query goes on after the last part.
            let rest = parts[number].strip_prefix(part).unwrap();
            let changed = format!("{changed}{rest}");
            parts[number] = &changed;
            parts.join("/")
        };
        let last = part.rfind(|letter: char| letter.is_ascii_alphanumeric()).unwrap();
        all.push(with(escape(part, &|at| at == 0)));
        all.push(with(escape(part, &|at| at == last)));
        all.push(with(escape(part, &|_| true)));
    }
    all
}

async fn all_ways_to_write_a_path(app: &App, keys: &Keys) {
    let (methods, templates) = (documented(), templates());
    let mut ways = 0;
    for role in [Anonymous, Reader] {
        let key = keys.get(&role).map(String::as_str);
        for (id, _, path, body) in OPERATIONS {
            let method = &methods[*id];
            let plain = ask(app, key, method, path, body).await;
            for path in escaped(path, &templates[*id]) {
                let answer = ask(app, key, method, &path, body).await;
                let cell = format!("{role:?} {id} {path}: {}", answer.text);
                assert_eq!(
                    (answer.status, &answer.json["code"]),
                    (plain.status, &plain.json["code"]),
                    "{cell}"
                );
                // What may be kept by whom is said likewise.
                for header in ["cache-control", "vary", "allow"] {
                    assert_eq!(answer.header(header), plain.header(header), "{cell}");
                }
                ways += 1;
            }
        }
    }
    assert!(ways > 1_000, "{ways}");
    let admin = Some(ADMIN_KEY);
    for path in ["/api/v1/%61udit", "/%61pi/v1/audi%74/1", "/api/v1/%77ebhooks", "/api/v1/k%65ys"] {
        ask(app, None, "GET", path, "").await.problem(401, "no-credentials");
        ask(app, keys.get(&Reader).map(String::as_str), "GET", path, "").await.problem(403, "scope-missing");
        ask(app, admin, "GET", path, "").await.is(200);
    }
    // Codes are given with escapes that they need, and with others; what is no code is told so as ever.
    for (path, status) in [
        ("/api/v1/indicators/j%6Fbs", 200),
        ("/api/v1/plans/cq%2D2022", 200),
        ("/api/v1/plans/%63q-2022/targets/gdp-growt%68", 200),
        ("/api/v1/categories/some%2Fother", 404),
        ("/api/v1/areas/%E4%B8%87%E5%B7%9E", 400),
        ("/api/v1/areas/a%20b", 400),
        ("/api/v1/%2561udit", 404),
        ("/api/v1%2Faudit", 404),
    ] {
        ask(app, admin, "GET", path, "").await.is(status);
    }
    for (method, path, allowed) in [
        ("DELETE", "/api/v1/plan%73", "GET, HEAD, POST, OPTIONS"),
        ("POST", "/%61pi/v1/audit/1", "GET, HEAD, OPTIONS"),
        ("DELETE", "/api/v1/plans/cq-2022/targets/jobs/approval", "GET, HEAD, PUT, OPTIONS"),
    ] {
        let refused = ask(app, admin, method, path, "").await.problem(405, "method-not-allowed");
        assert_eq!(refused.header("allow"), allowed, "{method} {path}");
    }
    // What else is looked at before the operation is looked at too.
    let area = r#"{"code":"another","name_en":"Another"}"#;
    let ask = Ask::new(app, "POST", "/api/v1/area%73").header("if-match", "\"v1\"");
    ask.body("application/json", area).send().await.problem(400, "bad-header");
    let page = get(app, "/docs").await;
    assert_eq!((page.status, page.header("location")), (307, "/docs/"));
}

async fn no_way_to_write_a_path_lets_more_in(app: App) {
    let (app, keys) = set_up(&app).await;
    let before = last_change(&app).await;
    all_ways_to_write_a_path(&app, &keys).await;
    assert_eq!(last_change(&app).await, before);
}

async fn no_way_to_write_a_path_lets_more_in_where_reads_are_keyed(app: App) {
    let (_, keys) = set_up(&app).await;
    let keyed = app.with_settings(&[("access.reads", "keyed")]).await;
    all_ways_to_write_a_path(&keyed, &keys).await;
    for path in ["/api/v1/%6eothing", "/%61pi/nothing", "/api/v1/%70lans"] {
        ask(&keyed, None, "GET", path, "").await.problem(401, "no-credentials");
    }
    let read = ask(&keyed, keys.get(&Reader).map(String::as_str), "GET", "/%61pi/v1/plans", "").await.is(200);
    assert_eq!(read.header("cache-control"), "private, no-cache");
}

/// A series, and whether the reporter of jobs in the east reports for it, and the one of growth.
const OBJECTS: [(&str, &str, bool, bool); 8] = [
    ("jobs", "east", true, false),
    ("jobs", "old-town", true, false),
    ("jobs", "west", false, false),
    ("jobs", "city", false, false),
    ("jobs", "", false, false),
    ("gdp-growth", "east", false, true),
    ("gdp-growth", "", false, true),
    ("jobs", "nowhere", false, false),
];

/// The ways by which an object is named: in the path, in the body, in a row of a bulk body, in a row of a file.
async fn by_every_way(
    app: &App,
    key: Option<&str>,
    indicator: &str,
    area: &str,
) -> Vec<(&'static str, Answer)> {
    let one = |period: &str, indicator: &str, area: &str| {
        let area = Some(area).filter(|area| !area.is_empty());
        json!({"indicator": indicator, "area": area, "period": period, "outcome": "61"})
    };
    let wanted = one("2022", indicator, area);
    // What surrounds the object is within the reach of the one who reports jobs in the east.
    let rows = json!([one("2020", "jobs", "east"), one("2022", indicator, area)]);
    let file = format!("indicator,area,period,outcome\njobs,east,2020,61\n{indicator},{area},2022,61\n");
    let lone = format!("indicator,area,period,outcome\n{indicator},{area},2022,61\n");
    let remark = format!("/api/v1/plans/cq-2022/targets/{indicator}/deviation?area={area}");
    let note = r#"{"cause":"a","measures":"b","person":"c"}"#;
    let table = format!("no,code,measure,direction,unit,target,outcome\n1,{indicator},,,,,61\n");
    let mut answers = vec![
        ("body", ask(app, key, "POST", "/api/v1/outcomes", &wanted.to_string()).await),
        ("row of an array", ask(app, key, "POST", "/api/v1/outcomes", &rows.to_string()).await),
        ("file", ask(app, key, "POST", "/api/v1/imports/outcomes", &lone).await),
        ("row of a file", ask(app, key, "POST", "/api/v1/imports/outcomes", &file).await),
        ("trial of a file", ask(app, key, "POST", "/api/v1/imports/outcomes?dry_run=true", &file).await),
        ("path", ask(app, key, "PUT", &remark, note).await),
        ("path, withdrawn", ask(app, key, "DELETE", &remark, "").await),
    ];
    if area.is_empty() {
        let path = "/api/v1/imports/plan-table?plan=cq-2022&dry_run=true";
        answers.push(("plan table", ask(app, key, "POST", path, &table).await));
    }
    answers
}

async fn every_role_against_every_object(app: App) {
    let (app, keys) = set_up(&app).await;
    let mut cells = 0;
    for role in ROLES {
        for (indicator, area, of_jobs, of_growth) in OBJECTS {
            let before = last_change(&app).await;
            let key = keys.get(&role).map(String::as_str);
            let mut refused = true;
            for (way, answer) in by_every_way(&app, key, indicator, area).await {
                let expected = match role {
                    Anonymous => Expected::Unknown("no-credentials"),
                    Expired | Revoked => Expected::Unknown("bad-credentials"),
                    Administrator => Expected::In,
                    // What a plan table needs first is to plan.
                    _ if way == "plan table" => Expected::Refused("scope-missing"),
                    Reader | Planner => Expected::Refused("scope-missing"),
                    Office => Expected::In,
                    Reporter if of_jobs => Expected::In,
                    // The row beside it is beyond the one who reports growth.
                    OtherReporter if of_growth && !way.contains("row of") && !way.contains("trial") => {
                        Expected::In
                    }
                    Reporter | OtherReporter => Expected::Refused("out-of-reach"),
                };
                check(&format!("{role:?} {indicator} @{area} by {way}"), &answer, expected);
                refused &= expected != Expected::In;
                cells += 1;
            }
            if refused {
                assert_eq!(
                    last_change(&app).await,
                    before,
                    "{role:?} {indicator} @{area}: something changed"
                );
            }
        }
    }
    assert_eq!(cells, ROLES.len() * (OBJECTS.len() * 7 + 2));
    // With both scopes a plan table is taken; the errors name the rows that are out of reach.
    let both = json!({"name": "x", "scopes": ["plan", "report"], "indicators": ["gdp-growth"]});
    let made = post(&app, "/api/v1/keys", &both).await.is(201);
    let key = made.json["secret"].as_str();
    let table =
        "no,code,measure,direction,unit,target,outcome\n1,gdp-growth,,,,5.5左右,2.6\n2,jobs,,,,60,61\n";
    let path = "/api/v1/imports/plan-table?plan=cq-2022";
    let refused = ask(&app, key, "POST", path, table).await.problem(403, "out-of-reach");
    assert_eq!(refused.json["errors"][0]["line"], 3, "{}", refused.text);
    let of_growth: String = table.lines().take(2).flat_map(|line| [line, "\n"]).collect();
    ask(&app, key, "POST", path, &of_growth).await.is(200);
    let rows = json!([
        {"indicator": "gdp-growth", "period": "2020", "outcome": "5"},
        {"indicator": "jobs", "period": "2020", "outcome": "5"},
        {"indicator": "jobs", "area": "west", "period": "2020", "outcome": "5"}
    ]);
    let refused = ask(&app, key, "POST", "/api/v1/outcomes", &rows.to_string()).await;
    let refused = refused.problem(403, "out-of-reach");
    let place = |at: &str| ("out_of_reach".to_owned(), at.to_owned());
    assert_eq!(refused.errors(), [place("/1/indicator"), place("/2/indicator")]);
}

async fn rows_of_a_file_beyond_a_key_are_named_by_line(app: App) {
    let (app, keys) = set_up(&app).await;
    let key = Some(keys[&OtherReporter].as_str());
    let csv = "indicator,period,outcome\njobs,2020,5\njobs,2021,5\n";
    let ndjson = "{\"indicator\":\"jobs\",\"period\":\"2020\",\"outcome\":\"5\"}\n";
    for (path, kind, file, first) in [
        ("outcomes", "text/csv", csv, 2),
        ("imports/outcomes", "text/csv", csv, 2),
        ("outcomes", "application/x-ndjson", ndjson, 1),
        ("imports/outcomes", "application/x-ndjson", ndjson, 1),
    ] {
        let refused =
            Ask::new(&app, "POST", &format!("/api/v1/{path}")).by(key).body(kind, file).send().await;
        let refused = refused.problem(403, "out-of-reach");
        assert_eq!(refused.json["errors"][0]["line"], first, "{path} {kind}: {}", refused.text);
        assert_eq!(refused.json["errors"][0]["column"], "indicator", "{path} {kind}: {}", refused.text);
    }
}

async fn a_key_reaches_an_area_while_it_lies_within(app: App) {
    let (app, keys) = set_up(&app).await;
    let report = |period: &str| {
        json!({"indicator": "jobs", "area": "old-town", "period": period, "outcome": "61"}).to_string()
    };
    let key = Some(keys[&Reporter].as_str());
    ask(&app, key, "POST", "/api/v1/outcomes", &report("2019")).await.is(201);
    let moved = r#"{"code":"old-town","name_en":"Old town","parent":"west"}"#;
    ask(&app, key, "PUT", "/api/v1/areas/old-town", moved).await.problem(403, "scope-missing");
    ask(&app, Some(ADMIN_KEY), "PUT", "/api/v1/areas/old-town", moved).await.is(200);
    let refused = ask(&app, key, "POST", "/api/v1/outcomes", &report("2020")).await;
    let refused = refused.problem(403, "out-of-reach");
    assert_eq!(refused.errors(), [("out_of_reach".to_owned(), "/area".to_owned())]);
    let kept = get(&app, "/api/v1/outcomes?indicator=jobs&area=old-town").await.is(200);
    assert_eq!(kept.json["items"].as_array().map(Vec::len), Some(1), "{}", kept.text);
    let _: &Value = &kept.json;
}
