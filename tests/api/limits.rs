//! What happens at the limits: slow clients, a database that stands still, is broken or behind, and a server that is
//! told to stop.

use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    cases,
    harness::{ADMIN_KEY, App, Case},
    talk::{gdp_growth, get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_body_that_does_not_come_is_given_up,
        a_request_ends_in_time_and_its_write_is_not_cut_off,
        a_service_that_is_told_to_stop_says_so_first,
        readiness_needs_the_schema,
        arrays_are_taken_up_to_their_limit,
        what_is_broken_in_the_database_stays_in_the_log,
    ]
}

/// Sends raw bytes and gives all that comes back until the server closes the connection.
async fn talk_raw(app: &App, request: &str) -> String {
    let mut stream = TcpStream::connect(app.base_url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    let answer = String::from_utf8(answer).unwrap();
    assert!(ended.is_ok(), "the server keeps the connection after: {answer}");
    answer
}

async fn a_body_that_does_not_come_is_given_up(app: App) {
    let hasty = app.with_settings(&[("server.request_timeout_ms", "300")]).await;
    let head = "POST /api/v1/indicators HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let head = format!("{head}authorization: Bearer {ADMIN_KEY}\r\n");
    for rest in ["content-length: 100\r\n\r\n{", "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n"] {
        let started = Instant::now();
        let answer = talk_raw(&hasty, &format!("{head}{rest}")).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains("\"code\":\"body-too-slow\""), "{answer}");
        assert!(started.elapsed() < Duration::from_secs(5));
        let head = answer.split("\r\n\r\n").next().unwrap_or_default();
        let mut names: Vec<&str> =
            head.lines().filter_map(|line| line.split_once(": ")).map(|(name, _)| name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "a header is there twice: {head}");
    }
    let cut = talk_raw(&hasty, &format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n")).await;
    assert!(cut.starts_with("HTTP/1.1 400"), "{cut}");
}

/// Holds a lock that every write needs, until it is dropped.
pub(crate) enum Lock {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Lock {
    pub(crate) async fn take(app: &App) -> Self {
        if app.database_url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&app.database_url).await.unwrap();
            connection.execute("BEGIN IMMEDIATE").await.unwrap();
            Self::Sqlite(connection)
        } else {
            let mut connection = PgConnection::connect(&app.database_url).await.unwrap();
            connection.execute("BEGIN").await.unwrap();
            connection.execute("LOCK TABLE change_head IN ACCESS EXCLUSIVE MODE").await.unwrap();
            Self::Postgres(connection)
        }
    }

    pub(crate) async fn release(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}

async fn a_request_ends_in_time_and_its_write_is_not_cut_off(app: App) {
    let hasty = app.with_settings(&[("server.request_timeout_ms", "500")]).await;
    let lock = Lock::take(&app).await;
    let late = post(&hasty, "/api/v1/indicators", &gdp_growth()).await.problem(503, "deadline-passed");
    assert_eq!(late.header("retry-after"), "1");
    get(&hasty, "/health/live").await.is(200);
    lock.release().await;
    // What was begun is done to its end, and the client was told that it cannot know.
    let started = Instant::now();
    while get(&hasty, "/api/v1/indicators/gdp-growth").await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(20), "the write was cut off");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn a_service_that_is_told_to_stop_says_so_first(app: App) {
    let patient = app.with_settings(&[("server.drain_ms", "1500")]).await;
    assert_eq!(get(&patient, "/health/ready").await.is(200).json["status"], "ready");
    patient.tell_to_stop();
    let started = Instant::now();
    while get(&patient, "/health/ready").await.status == 200 {
        assert!(started.elapsed() < Duration::from_secs(1), "it does not say so");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let refused = get(&patient, "/health/ready").await.problem(503, "not-ready");
    assert_eq!(refused.header("connection"), "close");
    get(&patient, "/health/live").await.is(200);
    post(&patient, "/api/v1/indicators", &gdp_growth()).await.is(201);
    while patient.client.get(patient.url("/health/live")).send().await.is_ok() {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not stop");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(started.elapsed() >= Duration::from_millis(1400), "it stopped before it was drained");
}

async fn readiness_needs_the_schema(app: App) {
    get(&app, "/health/ready").await.is(200);
    app.execute("DELETE FROM seaql_migrations").await.unwrap();
    let behind = get(&app, "/health/ready").await.problem(503, "not-ready");
    assert!(behind.json["detail"].as_str().unwrap().contains("plantrack migrate up"));
    get(&app, "/health/live").await.is(200);
}

async fn what_is_broken_in_the_database_stays_in_the_log(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    app.execute("UPDATE indicator_version SET measure = 'speed'").await.unwrap();
    let failed = get(&app, "/api/v1/indicators/gdp-growth").await.problem(500, "internal");
    assert!(!failed.text.contains("speed") && !failed.text.contains("indicator_version"), "{}", failed.text);
    app.execute("DROP TABLE outcome_head").await.unwrap();
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    post(&app, "/api/v1/outcomes", &outcome).await.problem(500, "internal");
}

/// The items name nothing that is there: what is counted is refused before any of them is looked at.
async fn arrays_are_taken_up_to_their_limit(app: App) {
    const MOST: usize = 10_000;
    set_up_plan(&app).await;
    // How long a program that is built for tests takes is not what is tested.
    let app = app.with_settings(&[("server.request_timeout_ms", "60000")]).await;
    for (path, item) in [
        ("/api/v1/outcomes", json!({"indicator": "x", "period": "2022", "outcome": "1"})),
        ("/api/v1/plans/cq-2022/targets", json!({"indicator": "x", "target": "1"})),
    ] {
        for items in [MOST - 1, MOST] {
            let answer = post(&app, path, &json!(vec![&item; items])).await.problem(422, "data-refused");
            assert_eq!(answer.json["errors_total"], items, "{path}");
            assert_eq!(answer.json["errors"].as_array().unwrap().len(), 100, "{path}: so many are told");
        }
        post(&app, path, &json!(vec![&item; MOST + 1])).await.problem(413, "body-too-large");
        post(&app, path, &json!([])).await.problem(400, "bad-body");
    }
}
