//! More than can be done: places, quotas, a database that is silent; and what is seen of it from outside.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::{
    cases,
    harness::{App, Case},
    limits::Lock,
    talk::{Ask, document, gdp_growth, get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        writes_that_find_no_place_are_refused_while_reads_go_on,
        a_client_that_sends_too_much_is_told_when_to_go_on,
        no_limit_is_set_by_default,
        who_waits_for_a_change_has_a_quota,
        few_wait_for_a_change,
        every_request_ends_where_the_database_is_silent,
        a_server_that_is_no_primary_takes_no_write_yet,
        requests_are_counted_by_route_and_status,
        hostile_requests_make_few_series,
        metrics_are_as_a_collector_wants_them,
    ]
}

async fn writes_that_find_no_place_are_refused_while_reads_go_on(app: App) {
    let narrow = app
        .with_settings(&[
            ("load.concurrent_writes", "1"),
            ("load.max_queued", "1"),
            ("load.queue_wait_ms", "300"),
            ("server.request_timeout_ms", "3000"),
        ])
        .await;
    set_up_plan(&app).await;
    let lock = Lock::take(&app).await;
    let area = |code: &str| json!({"code": code, "name_zh": "区"});
    let client = narrow.client.clone();
    let url = narrow.url("/api/v1/areas");
    let body = area("a");
    // The first write takes the only place and waits for the database.
    let first = tokio::task::spawn_local(async move { client.post(url).json(&body).send().await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let started = Instant::now();
    let (b, c) = (area("b"), area("c"));
    let (second, third) =
        tokio::join!(post(&narrow, "/api/v1/areas", &b), post(&narrow, "/api/v1/areas", &c));
    for refused in [second, third] {
        let refused = refused.problem(503, "overloaded");
        assert_eq!(refused.header("retry-after"), "1");
    }
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    get(&narrow, "/api/v1/indicators").await.is(200);
    get(&narrow, "/health/live").await.is(200);
    lock.release().await;
    first.await.unwrap().unwrap();
    let started = Instant::now();
    while post(&narrow, "/api/v1/areas", &area("d")).await.status != 201 {
        assert!(started.elapsed() < Duration::from_secs(5), "it does not recover");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let metrics = get(&narrow, "/metrics").await.is(200).text;
    assert!(metrics.contains("plantrack_shed_total{kind=\"write\"} 2\n"), "{metrics}");
    assert!(metrics.contains("plantrack_shed_total{kind=\"read\"} 0\n"), "{metrics}");
}

async fn a_client_that_sends_too_much_is_told_when_to_go_on(app: App) {
    let limited = app.with_settings(&[("rate_limit.requests", "4"), ("rate_limit.window_s", "4000")]).await;
    for left in (0..4).rev() {
        let taken = get(&limited, "/api/v1/areas").await.is(200);
        assert_eq!(taken.header("ratelimit-policy"), "\"default\";q=4;w=4000");
        let says = taken.header("ratelimit").to_owned();
        assert!(says.starts_with(&format!("\"default\";r={left};t=")), "{says}");
    }
    for _ in 0..2 {
        let refused = get(&limited, "/api/v1/areas").await.problem(429, "quota-exceeded");
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((990..=1000).contains(&seconds), "{seconds}");
        assert!(refused.header("ratelimit").starts_with("\"default\";r=0;t="));
    }
    // What only needs the process is not counted: a supervisor must not be shut out.
    get(&limited, "/health/live").await.is(200);
    let metrics = get(&limited, "/metrics").await.is(200).text;
    assert!(metrics.contains("plantrack_rate_limited_total 2\n"), "{metrics}");
    // Nobody is believed who says that he asks for another.
    let forged = Ask::new(&limited, "GET", "/api/v1/areas").header("x-forwarded-for", "198.51.100.7");
    forged.send().await.problem(429, "quota-exceeded");
    let behind = app
        .with_settings(&[("rate_limit.requests", "1"), ("rate_limit.trusted_proxies", "127.0.0.1, ::1")])
        .await;
    for client in ["198.51.100.7", "198.51.100.8", "2001:db8::1"] {
        let ask = Ask::new(&behind, "GET", "/api/v1/areas").by(None).header("x-forwarded-for", client);
        ask.send().await.is(200);
        let ask = Ask::new(&behind, "GET", "/api/v1/areas").by(None).header("x-forwarded-for", client);
        ask.send().await.problem(429, "quota-exceeded");
    }
}

/// A change that never comes is waited for within the quota, and only where the answer could know of it.
async fn who_waits_for_a_change_has_a_quota(app: App) {
    let limited = app.with_settings(&[("rate_limit.requests", "3"), ("rate_limit.window_s", "4000")]).await;
    let waiting = |path: &'static str| Ask::new(&limited, "GET", path).header("plantrack-change", "999999");
    let started = Instant::now();
    waiting("/health/live").send().await.is(200);
    waiting("/nothing").send().await.problem(404, "no-such-route");
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    let path = "/api/v1/areas";
    let (one, other) = tokio::join!(waiting(path).send(), waiting(path).send());
    for late in [one, other] {
        assert!(late.problem(503, "unavailable").header("ratelimit").starts_with("\"default\";r="));
    }
    let started = Instant::now();
    for path in [path, "/api/v1/plans"] {
        waiting(path).send().await.problem(429, "quota-exceeded");
    }
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

async fn few_wait_for_a_change(app: App) {
    let narrow = app.with_settings(&[("load.max_queued", "2")]).await;
    let path = "/api/v1/areas";
    let waiting = || Ask::new(&narrow, "GET", path).header("plantrack-change", "999999").send();
    let (one, two, three, four) = tokio::join!(waiting(), waiting(), waiting(), waiting());
    let mut codes = [one, two, three, four].map(|answer| answer.json["code"].as_str().unwrap().to_owned());
    codes.sort_unstable();
    assert_eq!(codes, ["overloaded", "overloaded", "unavailable", "unavailable"]);
    let metrics = get(&narrow, "/metrics").await.is(200).text;
    assert!(metrics.contains("plantrack_shed_total{kind=\"read\"} 2\n"), "{metrics}");
    // The places are given back, and what is known is not waited for.
    let known = get(&narrow, path).await.is(200).header("plantrack-change").to_owned();
    Ask::new(&narrow, "GET", path).header("plantrack-change", &known).send().await.is(200);
    waiting().await.problem(503, "unavailable");
    // What comes meanwhile is seen at once.
    let next = (known.parse::<i64>().unwrap() + 1).to_string();
    let started = Instant::now();
    let late = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        post(&app, path, &json!({"code": "a", "name_en": "A"})).await.is(201)
    };
    let (seen, _) =
        tokio::join!(Ask::new(&narrow, "GET", path).header("plantrack-change", &next).send(), late);
    assert_eq!(seen.is(200).json["items"][0]["code"], "a");
    assert!(started.elapsed() < Duration::from_millis(1_800), "{:?}", started.elapsed());
}

async fn no_limit_is_set_by_default(app: App) {
    for _ in 0..50 {
        assert_eq!(get(&app, "/api/v1/areas").await.is(200).header("ratelimit"), "");
    }
}

/// While a standby takes over, it answers and does not write yet: that is no fault of the service, and passes.
async fn a_server_that_is_no_primary_takes_no_write_yet(app: App) {
    if app.database_url.starts_with("sqlite") {
        // A SQLite file has no standby; one that cannot be written is refused at the start.
        return;
    }
    set_up_plan(&app).await;
    let area = json!({"code": "a", "name_zh": "区"});
    let takes_writes = async |does: bool| {
        let mut connection = PgConnection::connect(&app.database_url).await.unwrap();
        let (name,): (String,) =
            sqlx::query_as("SELECT current_database()").fetch_one(&mut connection).await.unwrap();
        let set = if does { "off" } else { "on" };
        let set = format!("ALTER DATABASE {name} SET default_transaction_read_only = {set}");
        connection.execute("SET default_transaction_read_only = off").await.unwrap();
        connection.execute(AssertSqlSafe(set)).await.unwrap();
        // The setting is that of the connections that are opened from now on.
        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        connection.execute(others).await.unwrap();
        connection.close().await.unwrap();
    };
    takes_writes(false).await;
    // First those fail whose connections were cut.
    for _ in 0..12 {
        let refused = post(&app, "/api/v1/areas", &area).await.problem(503, "unavailable");
        assert!(!refused.header("retry-after").is_empty());
    }
    // Readers have connections of their own, of which those that were cut fail first as well.
    let mut asked = 0;
    while get(&app, "/api/v1/plans").await.status != 200 {
        asked += 1;
        assert!(asked < 10, "no read while it is no primary");
    }
    takes_writes(true).await;
    let started = Instant::now();
    while post(&app, "/api/v1/areas", &area).await.status != 201 {
        assert!(started.elapsed() < Duration::from_secs(10), "no write once it is the primary");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Database processes that stand still until this is dropped.
struct Stopped(Vec<String>);

impl Stopped {
    /// All that serve the database of a service.
    async fn of(app: &App) -> Self {
        let mut connection = PgConnection::connect(&app.database_url).await.unwrap();
        let sql = "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let pids: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let stopped = Self(pids.into_iter().map(|(pid,)| pid).collect());
        assert!(stopped.signal("-STOP"), "a process is not there");
        stopped
    }

    fn signal(&self, signal: &str) -> bool {
        Command::new("kill").arg(signal).args(&self.0).status().unwrap().success()
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        // Those that were given up have ended by themselves.
        self.signal("-CONT");
    }
}

async fn every_request_ends_where_the_database_is_silent(app: App) {
    if app.database_url.starts_with("sqlite") {
        // A SQLite file is part of the process: what can keep it waiting is a lock, which another test has.
        return;
    }
    let hasty = app
        .with_settings(&[
            ("server.request_timeout_ms", "1000"),
            ("database.acquire_timeout_ms", "500"),
            ("database.max_connections", "2"),
        ])
        .await;
    set_up_plan(&app).await;
    // A connection that does not answer is given up, and another one opened: those are stopped too.
    let mut stopped = Vec::new();
    let (mut late_reads, mut late_writes) = (0, 0);
    for round in 0..8 {
        stopped.push(Stopped::of(&hasty).await);
        let started = Instant::now();
        let area = json!({"code": format!("a{round}"), "name_zh": "区"});
        let (read, written) =
            tokio::join!(get(&hasty, "/api/v1/plans"), post(&hasty, "/api/v1/areas", &area));
        assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
        for (answer, late, done) in [(read, &mut late_reads, 200), (written, &mut late_writes, 201)] {
            if answer.status == done {
                continue;
            }
            let answer = answer.is(503);
            let code = answer.json["code"].as_str().unwrap();
            assert!(["deadline-passed", "unavailable"].contains(&code), "{}", answer.text);
            assert!(!answer.header("retry-after").is_empty());
            if code == "deadline-passed" && done == 201 {
                assert!(
                    answer.json["detail"].as_str().unwrap().contains("Idempotency-Key"),
                    "{}",
                    answer.text
                );
            }
            *late += 1;
        }
    }
    assert!(late_reads > 0 && late_writes > 0, "the database was never silent");
    stopped.push(Stopped::of(&hasty).await);
    let started = Instant::now();
    get(&hasty, "/health/live").await.is(200);
    assert!(started.elapsed() < Duration::from_millis(500), "liveness needs the process alone");
    let started = Instant::now();
    let ready = get(&hasty, "/health/ready").await;
    let metrics = get(&hasty, "/metrics").await;
    assert!([200, 503].contains(&ready.status) && [200, 503].contains(&metrics.status));
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    drop(stopped);
    let started = Instant::now();
    while get(&hasty, "/api/v1/plans").await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not recover");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The value of one sample.
fn sample(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
}

async fn requests_are_counted_by_route_and_status(app: App) {
    set_up_plan(&app).await;
    for _ in 0..3 {
        get(&app, "/api/v1/plans/cq-2022/completion").await.is(200);
    }
    Ask::new(&app, "HEAD", "/api/v1/plans/cq-2022/completion").send().await.is(200);
    get(&app, "/api/v1/plans/none/completion").await.is(404);
    get(&app, "/api/v1/nothing").await.is(404);
    let text = get(&app, "/metrics").await.is(200).text;
    let of = |status: &str| {
        let labels = "http_request_method=\"GET\",http_route=\"/api/v1/plans/{plan}/completion\"";
        sample(
            &text,
            &format!("http_server_requests_total{{{labels},http_response_status_code=\"{status}\"}}"),
        )
    };
    assert_eq!((of("200"), of("404")), (Some(4), Some(1)), "{text}");
    let labels = "http_request_method=\"GET\",http_route=\"/api/v1/plans/{plan}/completion\"";
    let count = sample(&text, &format!("http_server_request_duration_seconds_count{{{labels}}}"));
    assert_eq!(count, Some(5), "{text}");
    let unknown = "http_server_requests_total{http_request_method=\"_OTHER\",http_route=\"\",http_response_status_code=\"404\"}";
    assert_eq!(sample(&text, unknown), Some(1), "{text}");
    let targets =
        "plantrack_plan_targets{plan=\"cq-2022\",nature=\"anticipatory\",status=\"awaiting_outcome\"}";
    assert_eq!(sample(&text, targets), Some(1), "{text}");
    assert_eq!(sample(&text, "plantrack_database_up"), Some(1));
    assert!(sample(&text, "plantrack_last_change").is_some_and(|change| change >= 3));
    assert_eq!(sample(&text, "http_server_active_requests"), Some(1), "this very request");
    let off = app.with_settings(&[("metrics.serve", "off")]).await;
    get(&off, "/metrics").await.problem(404, "not-found");
}

async fn hostile_requests_make_few_series(app: App) {
    let paths: Vec<String> = document()["paths"].as_object().unwrap().keys().cloned().collect();
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "WHATEVER"];
    let mut sent = 0;
    for (number, template) in paths.iter().enumerate() {
        for (place, method) in methods.iter().enumerate() {
            let path = template.replace('{', "x").replace('}', &format!("{number}-{place}"));
            let url = app.url(&format!("{path}?a{number}={place}"));
            let request = app.client.request(method.parse().unwrap(), url).body("[[[");
            request.send().await.unwrap();
            sent += 1;
        }
    }
    let text = get(&app, "/metrics").await.is(200).text;
    let series = text.lines().filter(|line| !line.starts_with('#')).count();
    assert!(series <= 2_000, "{series} series");
    let counted: u64 = text
        .lines()
        .filter(|line| line.starts_with("http_server_requests_total{"))
        .map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
        .sum();
    assert_eq!(counted, sent, "each request is counted once");
}

async fn metrics_are_as_a_collector_wants_them(app: App) {
    set_up_plan(&app).await;
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(409);
    let answer = get(&app, "/metrics").await.is(200);
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let mut types = std::collections::BTreeMap::new();
    for line in answer.text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(types.insert(name.to_owned(), kind.to_owned()).is_none(), "{name} is there twice");
        } else if !line.starts_with('#') {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            let name = sample.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            let is_known =
                types.contains_key(name) || family.is_some_and(|family| types.contains_key(family));
            assert!(is_known, "{name} has no type before it");
            assert!(value.parse::<f64>().is_ok(), "{line}");
        }
    }
    // Where the collector's own check is installed, it has the last word.
    let Ok(mut check) = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
    else {
        return;
    };
    std::io::Write::write_all(&mut check.stdin.take().unwrap(), answer.text.as_bytes()).unwrap();
    let output = check.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}
