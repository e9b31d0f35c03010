//! Every example in the pages on the API is run. A block marked `request` is a method with a path, a body, and after an
//! arrow the status and a part of the answer; one marked `clock` sets the time. It does not know what they show.

use std::{fs, path::PathBuf};

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    cases,
    harness::{App, Case},
    talk::Ask,
};

pub(crate) fn cases() -> Vec<Case> {
    cases![the_views_of_a_plan, what_was_known_when, approval_and_locks]
}

async fn the_views_of_a_plan(app: App) {
    run(app, "plan-views.md").await;
}

async fn approval_and_locks(app: App) {
    run(app, "approval.md").await;
}

async fn what_was_known_when(app: App) {
    run(app, "versions.md").await;
}

/// The blocks of a page: the line each begins at, its kind, its text.
fn blocks(page: &str) -> Vec<(usize, String, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(kind), None) => open = Some((number + 1, kind.to_owned(), String::new())),
            (None, Some((_, _, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{page}: a block does not end");
    blocks
}

async fn run(app: App, page: &str) {
    let mut app = app;
    let blocks = blocks(page);
    assert!(blocks.len() > 5, "{page}: there are hardly any examples");
    for (line, kind, text) in blocks {
        let at = format!("{page}:{line}");
        match kind.as_str() {
            "clock" => {
                let time: DateTime<Utc> = text.trim().parse().unwrap();
                app.clock.advance(time - app.clock.now());
                app = app.second().await;
            }
            "request" => ask(&app, &at, &text).await,
            // The pages are run with one key: what was recorded so far becomes someone else's.
            "colleague" => app.execute("UPDATE change_log SET actor = 'a colleague'").await.unwrap(),
            "text" => {}
            other => panic!("{at}: a block marked {other:?} is run by nobody"),
        }
    }
}

async fn ask(app: &App, at: &str, text: &str) {
    let (asked, expected) = text.split_once("=> ").unwrap_or_else(|| panic!("{at}: nothing is expected"));
    let (head, body) = asked.split_once('\n').unwrap();
    let (method, path) = head.split_once(' ').unwrap_or_else(|| panic!("{at}: {head}"));
    let request = Ask::new(app, method, path);
    let request = match body.trim_start().chars().next() {
        None => request,
        Some('{' | '[') => request.body("application/json", body.to_owned()),
        Some(_) => request.body("text/csv", body.to_owned()),
    };
    let answer = request.send().await;
    let (status, wanted) = expected.split_once('\n').unwrap();
    assert_eq!(answer.status.to_string(), status.trim(), "{at}: {}", answer.text);
    if !wanted.trim().is_empty() {
        let wanted: Value = serde_json::from_str(wanted).unwrap_or_else(|error| panic!("{at}: {error}"));
        holds(at, "", &answer.json, &wanted);
    }
}

/// Whether an answer holds what is wanted: of an object the fields named, of an array each entry.
fn holds(at: &str, place: &str, given: &Value, wanted: &Value) {
    match (given, wanted) {
        (Value::Object(given), Value::Object(wanted)) => {
            for (name, wanted) in wanted {
                let given = given.get(name).unwrap_or_else(|| panic!("{at}: there is no {place}/{name}"));
                holds(at, &format!("{place}/{name}"), given, wanted);
            }
        }
        (Value::Array(given), Value::Array(wanted)) => {
            assert_eq!(given.len(), wanted.len(), "{at}: {place}");
            for (number, (given, wanted)) in given.iter().zip(wanted).enumerate() {
                holds(at, &format!("{place}/{number}"), given, wanted);
            }
        }
        _ => assert_eq!(given, wanted, "{at}: {place}"),
    }
}
