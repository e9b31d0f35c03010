//! What must be seen by nobody: planted secrets are looked for in all that a whole run of the program writes, with the
//! log at its most talkative. It does not know what is logged.

use std::{
    fs::{self, File},
    path::Path,
    process::Command,
};

use serde_json::json;

use crate::{
    cases,
    harness::{App, Case},
    program::{PROGRAM, Serving},
    talk::get,
};

pub(crate) fn cases() -> Vec<Case> {
    cases![no_secret_is_in_the_log_of_a_whole_run]
}

const PASSWORD: &str = "c4nary-passw0rd";

fn program(database: &str, folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_clear().current_dir(folder).env("PLANTRACK__DATABASE__URL", database);
    command.env("PLANTRACK__LOG__LEVEL", "trace").env("PLANTRACK__LOG__FORMAT", "json");
    command.env("PLANTRACK__SERVER__PORT", "0").env("PLANTRACK__SERVER__DRAIN_MS", "0");
    // The server of the tests may lose what it acknowledges.
    command.env("PLANTRACK__DATABASE__DURABILITY", "not_required");
    command
        .env("PLANTRACK__TOKENS__ISSUER", "http://127.0.0.1:9")
        .env("PLANTRACK__TOKENS__AUDIENCE", "plantrack");
    command
}

/// Runs a command of the program to its end; what it says to people goes to a file.
fn run(database: &str, folder: &Path, words: &[&str]) -> String {
    let said = File::options().create(true).append(true).open(folder.join("commands.log")).unwrap();
    let done = program(database, folder).args(words).stderr(said).output().unwrap();
    assert!(done.status.success(), "{words:?}: {}", fs::read_to_string(folder.join("commands.log")).unwrap());
    String::from_utf8(done.stdout).unwrap()
}

async fn no_secret_is_in_the_log_of_a_whole_run(app: App) {
    let database = app.database_url.replace("plantrack@", &format!("plantrack:{PASSWORD}@"));
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let made = run(&database, at, &["keys", "create", "--name", "me", "--scope", "admin"]);
    let key = made.trim_end().to_owned();
    assert!(key.starts_with("plantrack_") && !key.contains(char::is_whitespace), "{made:?}");
    let spare =
        run(&database, at, &["keys", "create", "--name", "spare", "--scope", "read"]).trim_end().to_owned();
    run(&database, at, &["config"]);
    run(&database, at, &["keys", "list"]);
    let serving = Serving::start(program(&database, at), &at.join("serve.log"));
    let base = serving.base.clone();
    let token =
        "eyJhbGciOiJFZERTQSIsImtpZCI6ImQiLCJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiJjNG5hcnkifQ.c4narySignature";
    let ask = async |method: &str, path: &str, credentials: &str, body: Option<&str>| {
        let method = method.parse().unwrap();
        let ask = app.keyless.request(method, format!("{base}{path}")).header("authorization", credentials);
        let ask = match body {
            Some(body) => ask.header("content-type", "application/json").body(body.to_owned()),
            None => ask,
        };
        let answer = ask.header("cookie", "session=c4nary-c00kie").send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let bearer = |key: &str| format!("Bearer {key}");
    assert_eq!(ask("GET", "/api/v1/keys", &bearer(&key), None).await.0, 200);
    assert_eq!(ask("GET", "/api/v1/plans", &bearer(&spare), None).await.0, 200);
    assert_eq!(ask("GET", "/api/v1/keys", &bearer(&spare), None).await.0, 403);
    for wrong in [bearer(token), bearer(&format!("{key}x")), format!("Basic {key}"), key.clone()] {
        assert_eq!(ask("GET", "/api/v1/plans", &wrong, None).await.0, 401);
    }
    let draft = json!({"name": "new", "scopes": ["plan"]}).to_string();
    let (status, created) = ask("POST", "/api/v1/keys", &bearer(&key), Some(&draft)).await;
    assert_eq!(status, 201, "{created}");
    let created: serde_json::Value = serde_json::from_str(&created).unwrap();
    let path = format!("/api/v1/keys/{}/rotate", created["id"].as_str().unwrap());
    let (status, rotated) = ask("POST", &path, &bearer(&key), None).await;
    assert_eq!(status, 201, "{rotated}");
    let rotated: serde_json::Value = serde_json::from_str(&rotated).unwrap();
    let area = json!({"code": "east", "name_en": "East"}).to_string();
    let new = created["secret"].as_str().unwrap();
    assert_eq!(ask("POST", "/api/v1/areas", &bearer(new), Some(&area)).await.0, 201);
    assert_eq!(ask("POST", "/api/v1/areas", &bearer(new), Some("{broken")).await.0, 400);
    drop(serving);
    let mut written = String::new();
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "log") {
            written.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    assert!(
        written.contains("\"level\":\"TRACE\"") && written.contains("answered"),
        "the log says hardly anything"
    );
    let part = |key: &str| key.split('_').nth(2).unwrap().to_owned();
    let secrets = [
        part(&key),
        part(&spare),
        part(new),
        part(rotated["secret"].as_str().unwrap()),
        PASSWORD.to_owned(),
        "c4narySignature".to_owned(),
        "c4nary-c00kie".to_owned(),
    ];
    for secret in &secrets {
        let line = written.lines().find(|line| line.contains(secret.as_str()));
        assert!(line.is_none(), "a secret is in the log: {line:?}");
    }
    // The record has none of them either.
    let record = get(&app, "/api/v1/audit?limit=100").await.is(200);
    assert!(record.text.contains("key/"), "{}", record.text);
    for secret in &secrets {
        assert!(!record.text.contains(secret.as_str()), "a secret is in the record");
    }
}
