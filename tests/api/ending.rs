//! What becomes of the database around a command: a server that is told to stop leaves it as the next one wants it, and
//! who only looks leaves it as it was. It does not know what is written.

use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::Stdio,
    time::Duration,
};

use plantrack::store::Stamp;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    program::{Serving, command, plantrack},
    talk::{get, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_server_that_is_told_to_stop_closes_its_database,
        a_connection_outlives_the_worker_that_needed_it_first,
        who_only_looks_creates_nothing,
        a_key_that_nobody_sees_is_not_kept,
        a_reader_that_goes_away_is_no_failure,
        an_export_takes_the_place_of_a_file_whole_and_of_no_database,
        a_key_ends_when_it_was_said_to,
    ]
}

async fn a_server_that_is_told_to_stop_closes_its_database(app: App) {
    let folder = tempfile::tempdir().unwrap();
    let database = match app.database_url.strip_prefix("sqlite://") {
        // The file of the test is open in this process too, and the last one to close it takes the log away.
        Some(_) => format!("sqlite://{}", folder.path().join("own.db").display()),
        None => app.database_url.clone(),
    };
    let made = plantrack(&database, &["keys", "create", "--name", "me", "--scope", "admin"]).is(0).said;
    let key = made.split_whitespace().find(|word| word.starts_with("plantrack_")).unwrap().to_owned();
    let mut serve = command(&database);
    serve.env("PLANTRACK__SERVER__PORT", "0").env("PLANTRACK__SERVER__DRAIN_MS", "0");
    let serving = Serving::start(serve, &folder.path().join("serve.log"));
    let ask = app.keyless.post(format!("{}/api/v1/areas", serving.base)).bearer_auth(key);
    let answer = ask.json(&json!({"code": "east", "name_en": "East"})).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    if let Some(file) = database.strip_prefix("sqlite://") {
        assert!(Path::new(&format!("{file}-wal")).exists(), "there is no log to be taken away");
    }
    let ended = serving.stop();
    assert!(ended.success(), "{ended}");
    match database.strip_prefix("sqlite://") {
        Some(file) => {
            assert!(!Path::new(&format!("{file}-wal")).exists(), "the log was left behind");
            plantrack(&database, &["check"]).is(0);
        }
        None => drop(get(&app, "/api/v1/areas/east").await.is(200)),
    }
}

/// When a server stops, a worker with nothing to do ends at once, while another still answers.
async fn a_connection_outlives_the_worker_that_needed_it_first(app: App) {
    let store = app.open_store().await;
    let worker = {
        let store = store.clone();
        move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let looks = (0..5).map(|_| store.last_change());
                futures_util::future::try_join_all(looks).await.unwrap();
                let stamp = Stamp { actor: String::new(), request: String::new(), reason: String::new() };
                store.begin(stamp, || 0).await.unwrap().rollback().await.unwrap();
                // What was borrowed is given back by tasks.
                tokio::time::sleep(Duration::from_millis(50)).await;
            });
        }
    };
    tokio::task::spawn_blocking(worker).await.unwrap();
    for _ in 0..5 {
        store.last_change().await.unwrap();
        let stamp = Stamp { actor: String::new(), request: String::new(), reason: String::new() };
        store.begin(stamp, || 0).await.unwrap().rollback().await.unwrap();
    }
}

async fn who_only_looks_creates_nothing(app: App) {
    if app.database_url.starts_with("postgres") {
        // Which databases there are on a server is not for a client to say.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.db");
    let database = format!("sqlite://{}", file.display());
    for command in [
        &["check"][..],
        &["checkpoint"],
        &["status", "cq-2022"],
        &["export", "outcomes"],
        &["keys", "list"],
        &["keys", "revoke", "none"],
        &["migrate", "status"],
        &["migrate", "down", "--lose-data"],
    ] {
        let ended = plantrack(&database, command).is(3);
        assert!(ended.said.contains("there is no database"), "{}", ended.said);
        assert!(!file.exists(), "{command:?}");
    }
    plantrack(&database, &["migrate"]).is(0);
    plantrack(&database, &["check"]).is(0);
    plantrack(&database, &["migrate", "down", "--steps", "1", "--lose-data"]).is(0);
    let ended = plantrack(&database, &["check"]).is(3);
    assert!(
        ended.said.contains("lacks 1 schema migration; run `plantrack migrate` against it"),
        "{}",
        ended.said
    );
}

/// Runs a command whose output goes to a disk that is full.
fn to_a_full_disk(database_url: &str, words: &[&str]) -> (i32, String) {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = command(database_url).args(words).stdout(full).output().unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

async fn a_key_that_nobody_sees_is_not_kept(app: App) {
    let before = plantrack(&app.database_url, &["keys", "list", "--json"]).is(0).said;
    let (status, said) =
        to_a_full_disk(&app.database_url, &["keys", "create", "--name", "me", "--scope", "read"]);
    assert!(status == 3 && said.contains("the key could not be shown, and is not kept"), "{status} {said}");
    assert_eq!(plantrack(&app.database_url, &["keys", "list", "--json"]).is(0).said, before);
}

async fn a_reader_that_goes_away_is_no_failure(app: App) {
    for words in [&["migrate", "status"][..], &["keys", "list"], &["keys", "list", "--json"], &["checkpoint"]]
    {
        let mut gone = command(&app.database_url).args(words).stdout(Stdio::piped()).spawn().unwrap();
        drop(gone.stdout.take());
        assert_eq!(gone.wait().unwrap().code(), Some(0), "{words:?}");
        let (status, said) = to_a_full_disk(&app.database_url, words);
        let is_silent = words == ["keys", "list", "--json"] && status == 0;
        assert!(is_silent || (status == 3 && !said.contains("panicked")), "{words:?} {status} {said}");
    }
}

async fn an_export_takes_the_place_of_a_file_whole_and_of_no_database(app: App) {
    post(&app, "/api/v1/areas", &json!({"code": "east", "name_en": "East"})).await.is(201);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let export =
        |file: &Path| plantrack(&app.database_url, &["export", "areas", "--output", file.to_str().unwrap()]);
    fs::write(path("old.csv"), "old").unwrap();
    fs::set_permissions(path("old.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(path("old.csv"), path("link.csv")).unwrap();
    export(&path("link.csv")).is(0);
    assert!(fs::read_to_string(path("old.csv")).unwrap().contains("East"), "behind a link");
    assert_eq!(fs::metadata(path("old.csv")).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(path("link.csv").is_symlink());
    let database = path("other.db");
    plantrack(&format!("sqlite://{}", database.display()), &["migrate"]).is(0);
    let before = fs::read(&database).unwrap();
    let refused = export(&database).is(2);
    assert!(refused.said.contains("a SQLite database is there"), "{}", refused.said);
    assert_eq!(fs::read(&database).unwrap(), before);
    export(&path("none").join("new.csv")).is(3);
    assert_eq!(plantrack(&app.database_url, &["export", "areas", "--output", "/dev/full"]).status, 3);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("unfinished")), "{left:?}");
}

async fn a_key_ends_when_it_was_said_to(app: App) {
    let create = |days| {
        let words = ["keys", "create", "--name", "me", "--scope", "read", "--days", days];
        plantrack(&app.database_url, &words)
    };
    create("30").is(0);
    let refused = create("99999999").is(2);
    assert!(refused.said.contains("leave it out for a key without an end"), "{}", refused.said);
    let kept = plantrack(&app.database_url, &["keys", "list", "--json"]).is(0).said;
    let mine: Vec<Value> = kept
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|key| key["name"] == "me")
        .collect();
    assert!(mine.len() == 1 && mine[0]["expires_at"].is_string(), "{kept}");
}
