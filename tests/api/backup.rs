//! A backup is restored, and every answer is the same, byte for byte; what is damaged is not restored. On
//! PostgreSQL by `pg_dump` and `pg_restore`, as docs/backup.md says.

use std::{
    collections::{BTreeMap, BTreeSet},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case, postgres_program},
    program::plantrack,
    talk::{document, get, import, post, put},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        every_answer_is_the_same_after_a_restore,
        a_backup_under_load_holds_what_was_acknowledged_before,
        nothing_is_overwritten,
        what_is_damaged_is_not_restored,
    ]
}

fn is_sqlite(app: &App) -> bool {
    app.database_url.starts_with("sqlite")
}

/// Makes a backup with the tool of the database.
fn back_up(database_url: &str, file: &Path) {
    if database_url.starts_with("sqlite") {
        plantrack(database_url, &["backup", file.to_str().unwrap()]).is(0);
    } else {
        let mut command = Command::new(postgres_program("pg_dump"));
        let done = command.args(["--format=custom", "--file"]).arg(file).arg(database_url).status().unwrap();
        assert!(done.success());
    }
}

/// Restores a backup into an empty database.
fn restore(database_url: &str, file: &Path) {
    if database_url.starts_with("sqlite") {
        plantrack(database_url, &["restore", file.to_str().unwrap()]).is(0);
    } else {
        let mut command = Command::new(postgres_program("pg_restore"));
        command.args(["--exit-on-error", "--single-transaction", "--dbname", database_url]);
        assert!(command.arg(file).status().unwrap().success());
    }
    plantrack(database_url, &["check"]).is(0);
}

/// A plan as published, with areas, categories, calibers, revisions and remarks.
async fn load(app: &App) {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");
    let file = |name: &str| std::fs::read_to_string(format!("{golden}{name}")).unwrap();
    let table =
        "plan-table?plan=cq-2022&period=2022&title_en=Chongqing&basis=forecast&reported_on=2023-01-13";
    import(app, table, &file("cq-2022/plan.csv")).await.is(200);
    let root = json!({"code": "chongqing", "name_zh": "重庆市", "name_en": "Chongqing"});
    post(app, "/api/v1/areas", &root).await.is(201);
    post(app, "/api/v1/categories", &json!({"code": "sector/steel", "name_en": "Steel"})).await.is(201);
    post(app, "/api/v1/calibers", &json!({"code": "gdp/2018", "name_en": "After the census"})).await.is(201);
    let plan = json!({"code": "cq-2022-industry", "title_zh": "计划", "period": "2022"});
    post(app, "/api/v1/plans", &plan).await.is(201);
    import(app, "targets", &file("cq-2022-industry/targets.csv")).await.is(200);
    import(app, "outcomes", &file("cq-2022-industry/outcomes.csv")).await.is(200);
    app.clock.advance(TimeDelta::days(1));
    let revised =
        json!({"code": "chongqing", "name_zh": "重庆", "name_en": "Chongqing", "reason": "shorter"});
    put(app, "/api/v1/areas/chongqing", &revised).await.is(200);
    post(app, "/api/v1/plans/cq-2022/adopt", &json!(null)).await;
    let later = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.7", "basis": "final"});
    post(app, "/api/v1/outcomes", &later).await.is(201);
}

/// The values that a parameter of a path can take here.
async fn values(app: &App) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (collection, field, name) in [
        ("plans", "code", "plan"),
        ("indicators", "code", "indicator"),
        ("areas", "code", "area"),
        ("categories", "code", "category"),
        ("calibers", "code", "caliber"),
        ("outcomes", "id", "id"),
    ] {
        let page = get(app, &format!("/api/v1/{collection}?limit=1000")).await.is(200).json;
        let items = page["items"].as_array().unwrap().iter().map(|item| match &item[field] {
            Value::String(text) => text.replace('/', "%2F"),
            number => number.to_string(),
        });
        found.insert(name.to_owned(), items.collect());
    }
    let plans = found["plan"].clone();
    found.insert("other".to_owned(), plans);
    found
}

/// Operations that say something about the process or never end.
const NOT_OF_THE_DATA: [&str; 4] = ["/health/live", "/health/ready", "/metrics", "/api/v1/changes"];

/// How many values a parameter takes.
const MOST_VALUES: usize = 5;

/// All paths that the document has a GET for, with every value that their parameters can take.
fn paths(values: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut all = Vec::new();
    for (template, item) in document()["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        if item["get"].is_null() || NOT_OF_THE_DATA.contains(&template.as_str()) {
            continue;
        }
        let mut filled = vec![template.clone()];
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "path") {
            let name = parameter["name"].as_str().unwrap();
            // In the catalogue a code is one of the collection that the path names.
            let of = match name {
                "code" if template.contains("/indicators") => "indicator",
                "code" if template.contains("/areas") => "area",
                "code" if template.contains("/categories") => "category",
                "code" if template.contains("/calibers") => "caliber",
                other => other,
            };
            let all = values.get(of).cloned().unwrap_or_else(|| vec!["1".to_owned()]);
            // Each operation on values from the whole range; all of them together would take minutes.
            let given: Vec<String> =
                all.iter().step_by(all.len().div_ceil(MOST_VALUES).max(1)).cloned().collect();
            let place = format!("{{{name}}}");
            filled = filled
                .iter()
                .flat_map(|path| given.iter().map(|value| path.replace(&place, value)))
                .collect();
        }
        let required = parameters.iter().filter(|parameter| parameter["in"] == "query");
        let required: Vec<String> = required
            .filter(|parameter| parameter["required"] == true)
            .filter_map(|parameter| match parameter["name"].as_str()? {
                "by" => Some("by=area".to_owned()),
                "limit" => Some("limit=1000".to_owned()),
                _ => None,
            })
            .collect();
        let query = if required.is_empty() { String::new() } else { format!("?{}", required.join("&")) };
        all.extend(filled.into_iter().map(|path| path + &query));
    }
    all
}

/// What the service answers to a path: its status, and where it is no problem its ETag and its bytes.
async fn answers(app: &App, paths: &[String]) -> BTreeMap<String, (u16, String, String)> {
    let mut all = BTreeMap::new();
    for path in paths {
        let answer = get(app, path).await;
        let kept = match answer.status {
            200 => (200, answer.header("etag").to_owned(), answer.text),
            status => (status, String::new(), answer.json["code"].to_string()),
        };
        all.insert(path.clone(), kept);
    }
    all
}

async fn every_answer_is_the_same_after_a_restore(app: App) {
    load(&app).await;
    // A service's clock stands still from its start: this one reads it as the restored one will.
    let app = app.second().await;
    let mut paths = paths(&values(&app).await);
    for query in ["on=2022-07-01", "as_of=2023-01-13T23:00:00Z", "lang=zh", "area=chongqing"] {
        paths.push(format!("/api/v1/plans/cq-2022/completion?{query}"));
    }
    let before = answers(&app, &paths).await;
    let good = before.values().filter(|(status, ..)| *status == 200).count();
    assert!(good >= 40, "only {good} answers to compare");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    back_up(&app.database_url, &file);
    let restored = app.on_a_database_filled_by(|url| restore(url, &file)).await;
    for (path, after) in answers(&restored, &paths).await {
        assert!(before[&path] == after, "{path}");
    }
}

async fn a_backup_under_load_holds_what_was_acknowledged_before(app: App) {
    let acknowledged: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let stop: Arc<Mutex<bool>> = Arc::default();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (acknowledged, stop) = (acknowledged.clone(), stop.clone());
            let (client, url) = (app.client.clone(), app.url("/api/v1/calibers"));
            let credentials = app.credentials();
            tokio::task::spawn_local(async move {
                for number in 0.. {
                    if *stop.lock().unwrap() {
                        return;
                    }
                    let code = format!("w{writer}-{number}");
                    let caliber = json!({"code": code, "name_en": "c".repeat(300)});
                    let request = client.post(&url).headers(credentials.clone()).json(&caliber);
                    if request.send().await.is_ok_and(|answer| answer.status() == 201) {
                        acknowledged.lock().unwrap().insert(code);
                    }
                }
            })
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut backups: Vec<(PathBuf, BTreeSet<String>)> = Vec::new();
    for number in 0..3 {
        let written = acknowledged.lock().unwrap().len() + 5;
        while acknowledged.lock().unwrap().len() < written {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let before = acknowledged.lock().unwrap().clone();
        let file = folder.path().join(format!("backup-{number}"));
        let (url, to) = (app.database_url.clone(), file.clone());
        tokio::task::spawn_blocking(move || back_up(&url, &to)).await.unwrap();
        backups.push((file, before));
    }
    let written = acknowledged.lock().unwrap().len();
    while acknowledged.lock().unwrap().len() == written {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    *stop.lock().unwrap() = true;
    for writer in writers {
        writer.await.unwrap();
    }
    for (file, before) in &backups {
        let restored = app.on_a_database_filled_by(|url| restore(url, file)).await;
        for code in before {
            get(&restored, &format!("/api/v1/calibers/{code}")).await.is(200);
        }
    }
}

async fn nothing_is_overwritten(app: App) {
    load(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup").display().to_string();
    if !is_sqlite(&app) {
        let said = plantrack(&app.database_url, &["backup", &file]).is(2).said;
        assert!(said.contains("pg_dump"), "{said}");
        assert!(plantrack(&app.database_url, &["restore", &file]).is(2).said.contains("docs/backup.md"));
        return;
    }
    assert!(plantrack("sqlite://not-there.db", &["backup", &file]).is(3).said.contains("there is no file"));
    let nowhere = folder.path().join("none/backup").display().to_string();
    let said = plantrack(&app.database_url, &["backup", &nowhere]).is(3).said;
    assert!(said.contains("cannot write into") && said.contains("none"), "{said}");
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    let said = plantrack(&format!("sqlite://{}", empty.display()), &["backup", &file]).is(1).said;
    assert!(said.contains("holds nothing yet"), "{said}");
    let database = app.database_url.strip_prefix("sqlite://").unwrap();
    std::fs::set_permissions(database, std::fs::Permissions::from_mode(0o600)).unwrap();
    plantrack(&app.database_url, &["backup", &file]).is(0);
    let mode = |path: &str| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600, "it is for those alone who may read the database");
    let first = std::fs::read(&file).unwrap();
    assert!(plantrack(&app.database_url, &["backup", &file]).is(1).said.contains("overwrites nothing"));
    assert_eq!(std::fs::read(&file).unwrap(), first);
    let in_use = plantrack(&app.database_url, &["restore", &file]).is(3).said;
    assert!(in_use.contains("open in another process"), "{in_use}");
    let target = folder.path().join("restored.db");
    let url = format!("sqlite://{}", target.display());
    std::fs::write(folder.path().join("restored.db-wal"), "left over").unwrap();
    assert!(plantrack(&url, &["restore", &file]).is(1).said.contains("left by a database that is gone"));
    std::fs::remove_file(folder.path().join("restored.db-wal")).unwrap();
    plantrack(&url, &["migrate"]).is(0);
    plantrack(&url, &["restore", &file]).is(0);
    assert_eq!(mode(target.to_str().unwrap()), 0o600);
    assert!(plantrack(&url, &["restore", &file]).is(1).said.contains("holds data"));
    plantrack(&url, &["check"]).is(0);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("unfinished")), "{left:?}");
}

async fn what_is_damaged_is_not_restored(app: App) {
    if !is_sqlite(&app) {
        return;
    }
    load(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("backup");
    back_up(&app.database_url, &whole);
    let bytes = std::fs::read(&whole).unwrap();
    let target = folder.path().join("restored.db");
    let url = format!("sqlite://{}", target.display());
    let refused = |damaged: &[u8]| {
        std::fs::write(&whole, damaged).unwrap();
        let said = plantrack(&url, &["restore", whole.to_str().unwrap()]).is(1).said;
        assert!(said.contains("is not a whole backup"), "{said}");
        assert!(!target.exists());
    };
    // With the checksum each changed byte shows: here every 1/20 of the file.
    for part in 0..20 {
        let mut flipped = bytes.clone();
        let at = part * (bytes.len() - 1) / 19;
        flipped[at] ^= 0x20;
        refused(&flipped);
    }
    refused(&bytes[..bytes.len() / 2]);
    // Without it what the database itself and the chain notice.
    std::fs::remove_file(folder.path().join("backup.sha256")).unwrap();
    refused(b"no database");
    refused(&bytes[..bytes.len() / 2]);
    let mut tampered = bytes.clone();
    let at = bytes.windows(7).rposition(|window| window == b"shorter").unwrap();
    tampered[at] ^= 0x20;
    std::fs::write(&whole, &tampered).unwrap();
    let said = plantrack(&url, &["restore", whole.to_str().unwrap()]).is(1).said;
    assert!(said.contains("change log is broken"), "{said}");
    std::fs::write(&whole, &bytes).unwrap();
    let said = plantrack(&url, &["restore", whole.to_str().unwrap()]).is(0).said;
    assert!(said.contains("backup.sha256 is missing"), "{said}");
}
