//! The document: that it is the committed one, and complete.

use plantrack::http::openapi;
use serde_json::Value;

use crate::{
    cases,
    harness::{App, Case},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        is_the_committed_one,
        is_served_as_it_is_committed,
        describes_every_operation_in_full,
        every_reference_leads_somewhere
    ]
}

/// The committed document. Set `PLANTRACK_WRITE_OPENAPI=1` to write it anew.
fn committed() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    if std::env::var_os("PLANTRACK_WRITE_OPENAPI").is_some_and(|value| value == "1") {
        std::fs::write(path, openapi::json()).unwrap();
    }
    std::fs::read_to_string(path).unwrap_or_default()
}

async fn is_the_committed_one(_app: App) {
    assert!(
        committed() == openapi::json(),
        "openapi/openapi.json is not what the code says; look at the difference after: \
         PLANTRACK_WRITE_OPENAPI=1 cargo test --test api is_the_committed_one"
    );
}

async fn is_served_as_it_is_committed(app: App) {
    let answer = app.client.get(app.url("/openapi.json")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.text().await.unwrap(), openapi::json());
}

async fn describes_every_operation_in_full(_app: App) {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let at = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_default();
            assert!(!id.is_empty() && ids.insert(id.to_owned()), "{at}: operationId {id:?}");
            assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{at}: summary");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{at}: one tag");
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(
                    response["description"].as_str().is_some_and(|text| !text.is_empty()),
                    "{at} {status}"
                );
                let is_error = status.starts_with('4') || status.starts_with('5');
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(is_error, schema == "#/components/schemas/Problem", "{at} {status}: {response}");
            }
        }
    }
}

async fn every_reference_leads_somewhere(_app: App) {
    let text = openapi::json();
    let document: Value = serde_json::from_str(&text).unwrap();
    for reference in text.split("\"$ref\": \"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer} is referred to and not there");
    }
}
