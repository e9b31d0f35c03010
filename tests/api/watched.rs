//! What an operator watches: that the writes of other processes are followed, what was imported, and that the board of
//! charts and the page on operations name what there is. It does not know how anything is counted.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    program::{Serving, command},
    talk::{get, import, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_process_that_sees_no_writes_is_not_ready,
        connections_to_a_server_are_made_ready_before_anybody_asks,
        rows_are_counted_once_they_are_imported,
        the_board_charts_what_there_is,
        the_page_on_operations_names_every_number,
    ]
}

fn file(path: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

async fn metrics(app: &App) -> String {
    get(app, "/metrics").await.is(200).text
}

/// The value of one sample.
fn sample(text: &str, name: &str) -> f64 {
    let found = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    found.unwrap_or_else(|| panic!("there is no {name}: {text}"))
}

async fn a_process_that_sees_no_writes_is_not_ready(app: App) {
    set_up_plan(&app).await;
    get(&app, "/health/ready").await.is(200);
    let text = metrics(&app).await;
    assert!(sample(&text, "plantrack_follower_look_age_seconds") < 6.0, "{text}");
    assert!(sample(&text, "plantrack_follower_behind_changes") >= 0.0);
    assert!(sample(&text, "plantrack_follower_lag_seconds") >= 0.0);

    // The database answers, and what is looked for is not there.
    app.execute("ALTER TABLE change_head RENAME TO change_head_away").await.unwrap();
    let started = Instant::now();
    let refused = loop {
        let answer = get(&app, "/health/ready").await;
        if answer.status != 200 {
            break answer.problem(503, "not-ready");
        }
        assert!(started.elapsed() < Duration::from_secs(20), "it goes on being ready");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(started.elapsed() > Duration::from_secs(4), "{:?}: a short gap is nothing", started.elapsed());
    assert!(refused.json["detail"].as_str().unwrap().contains("other processes"), "{}", refused.text);
    let text = metrics(&app).await;
    assert!(sample(&text, "plantrack_follower_look_age_seconds") > 4.0, "{text}");
    get(&app, "/health/live").await.is(200);
    app.execute("ALTER TABLE change_head_away RENAME TO change_head").await.unwrap();
    let started = Instant::now();
    while get(&app, "/health/ready").await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not recover");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn connections_to_a_server_are_made_ready_before_anybody_asks(app: App) {
    set_up_plan(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let mut serve = command(&app.database_url);
    serve.env("PLANTRACK__SERVER__PORT", "0").env("PLANTRACK__SERVER__DRAIN_MS", "0");
    let serving = Serving::start(serve, &folder.path().join("serve.log"));
    let open = async || {
        let text =
            app.keyless.get(format!("{}/metrics", serving.base)).send().await.unwrap().text().await.unwrap();
        sample(&text, "plantrack_database_connections{pool=\"read\",state=\"idle\"}")
    };
    // A file needs no such thing; there it must only not be in the way.
    let ready = if app.database_url.starts_with("sqlite") { 1.0 } else { 3.0 };
    let started = Instant::now();
    while open().await < ready {
        assert!(started.elapsed() < Duration::from_secs(20), "nothing is made ready");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(serving.stop().success());
}

async fn rows_are_counted_once_they_are_imported(app: App) {
    set_up_plan(&app).await;
    import(&app, "areas", "code,name_zh\na,甲\nb,乙\n").await.is(200);
    import(&app, "areas?dry_run=true", "code,name_zh\nc,丙\n").await.is(200);
    import(&app, "areas", "code,name_zh\nno code,甲\n").await.is(422);
    let table = "no,code,target,outcome\n1,gdp-growth,5.5左右,2.6\n";
    import(&app, "plan-table?plan=cq-2022", table).await.is(200);
    let text = metrics(&app).await;
    for (kind, rows) in [("areas", 2), ("plan_table", 1), ("outcomes", 0)] {
        let line = format!("plantrack_import_rows_total{{kind=\"{kind}\"}} {rows}");
        assert!(text.lines().any(|one| one == line), "{line}: {text}");
    }
}

/// Every text of a document under a name.
fn texts<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                if field == name {
                    found.extend(value.as_str());
                }
                texts(value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, name, found)),
        _ => {}
    }
}

/// The names of numbers in a text.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    let is_name = |word: &&str| word.starts_with("plantrack_") || word.starts_with("http_server_");
    words.filter(is_name).map(str::to_owned).collect()
}

/// The names of all samples, and of their families.
fn samples(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut names, mut families) = (BTreeSet::new(), BTreeSet::new());
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            families.extend(rest.split(' ').next().map(str::to_owned));
        } else if !line.starts_with('#') {
            names.extend(line.split(['{', ' ']).next().map(str::to_owned));
        }
    }
    (names, families)
}

async fn the_board_charts_what_there_is(app: App) {
    set_up_plan(&app).await;
    post(&app, "/api/v1/areas", &json!({"code": "a", "name_zh": "甲"})).await.is(201);
    let (there, _) = samples(&metrics(&app).await);
    let board: Value = serde_json::from_str(&file("docker/grafana/plantrack.json")).unwrap();
    let (mut expressions, mut queries) = (Vec::new(), Vec::new());
    texts(&board, "expr", &mut expressions);
    texts(&board, "query", &mut queries);
    assert!(expressions.len() > 20, "{}", expressions.len());
    let charted = named(&expressions.join(" "));
    let missing: Vec<&String> = charted.difference(&there).collect();
    assert!(missing.is_empty(), "the board charts what is not there: {missing:?}");
    let asked = named(&queries.join(" "));
    assert!(!asked.is_empty() && asked.is_subset(&there), "{asked:?}");
    for wanted in [
        "http_server_requests_total",
        "http_server_request_duration_seconds_bucket",
        "plantrack_kept_answers_total",
        "plantrack_database_connections",
        "plantrack_follower_lag_seconds",
        "plantrack_plan_targets",
    ] {
        assert!(charted.contains(wanted), "{wanted} is not charted");
    }
}

async fn the_page_on_operations_names_every_number(app: App) {
    set_up_plan(&app).await;
    let traced = app.with_settings(&[("telemetry.otlp_endpoint", "http://127.0.0.1:1")]).await;
    get(&traced, "/api/v1/plans").await.is(200);
    let (_, families) = samples(&metrics(&traced).await);
    let page = named(&file("docs/operations.md"));
    let missing: Vec<&String> = families.difference(&page).collect();
    assert!(missing.is_empty(), "docs/operations.md does not name {missing:?}");
}
