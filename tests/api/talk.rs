//! Talking to the service under test. Every answer is checked against what holds for all of them, and noted, so
//! that an operation or a documented answer without a test is found. It does not know what is asked.

use plantrack::http::openapi;
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::{Value, json};

use crate::{coverage, harness::App};

/// An answer of the service.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
    /// The body as JSON; null where it is none.
    pub(crate) json: Value,
}

impl Answer {
    /// A header as text; empty where it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The same answer, once its status is as expected.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The same answer, once it is a problem of that status and code.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.json["code"].as_str()), (status, Some(code)), "{}", self.text);
        self
    }

    /// The code and the place of each single error of a problem.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| {
                let place = [&error["pointer"], &error["parameter"], &error["column"]];
                (
                    text(&error["code"]),
                    place.into_iter().map(text).find(|place| !place.is_empty()).unwrap_or_default(),
                )
            })
            .collect()
    }
}

/// A request that is to be sent.
pub(crate) struct Ask<'a> {
    method: Method,
    path: String,
    request: RequestBuilder,
    app: &'a App,
}

impl<'a> Ask<'a> {
    pub(crate) fn new(app: &'a App, method: &str, path: &str) -> Self {
        let method: Method = method.parse().unwrap();
        let request = app.client.request(method.clone(), app.url(path));
        Self { method, path: path.to_owned(), request, app }
    }

    /// The same with other credentials; `None` is none at all. To be said first.
    pub(crate) fn by(self, key: Option<&str>) -> Self {
        let request = self.app.keyless.request(self.method.clone(), self.app.url(&self.path));
        let request = key.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        Self { request, ..self }
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        Self { request: self.request.json(body), ..self }
    }

    pub(crate) fn body(self, media_type: &str, body: impl Into<reqwest::Body>) -> Self {
        Self { request: self.request.header("content-type", media_type).body(body), ..self }
    }

    pub(crate) async fn send(self) -> Answer {
        let answer = self.request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        let answer = Answer { status, headers, text, bytes, json };
        check(&answer, &self.method, &self.path);
        let path = self.path.split('?').next().unwrap_or_default();
        coverage::note(self.method.as_str(), path, status);
        answer
    }
}

/// What holds for every answer.
fn check(answer: &Answer, method: &Method, path: &str) {
    let at = format!("{method} {path}: {} {}", answer.status, answer.text);
    let id = answer.header("x-request-id");
    assert_eq!(id.len(), 36, "{at}");
    for name in answer.headers.keys() {
        let is_once = answer.headers.get_all(name).iter().count() == 1;
        assert!(is_once || name == "vary", "{name} is there twice: {at}");
    }
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{at}");
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{at}");
    assert!(!answer.header("cache-control").is_empty(), "{at}");
    if !matches!(method.as_str(), "GET" | "HEAD") {
        assert_eq!(answer.header("cache-control"), "no-store", "{at}");
    }
    if answer.status >= 400 && method != Method::HEAD {
        let problem = &answer.json;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{at}");
        assert_eq!(problem["status"], answer.status, "{at}");
        assert_eq!(problem["request_id"], id, "{at}");
        let code = problem["code"].as_str().unwrap();
        assert_eq!(problem["type"], format!("/problems/{code}"), "{at}");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{at}");
        for leak in ["SELECT", "INSERT", "sqlx", "sqlite", "postgres", "panicked", ".rs:"] {
            assert!(!answer.text.contains(leak), "{leak} leaks: {at}");
        }
    }
}

pub(crate) async fn get(app: &App, path: &str) -> Answer {
    Ask::new(app, "GET", path).send().await
}

pub(crate) async fn post(app: &App, path: &str, body: &Value) -> Answer {
    Ask::new(app, "POST", path).json(body).send().await
}

pub(crate) async fn put(app: &App, path: &str, body: &Value) -> Answer {
    Ask::new(app, "PUT", path).json(body).send().await
}

pub(crate) async fn delete(app: &App, path: &str) -> Answer {
    Ask::new(app, "DELETE", path).send().await
}

/// Imports a file; `what` is the last part of the path, with its query.
pub(crate) async fn import(app: &App, what: &str, file: &str) -> Answer {
    Ask::new(app, "POST", &format!("/api/v1/imports/{what}")).body("text/csv", file.to_owned()).send().await
}

/// A file in the columns of another one, and the rows that a test picks.
pub(crate) fn rows(csv: &str) -> Vec<std::collections::BTreeMap<&str, &str>> {
    let mut lines = csv.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| columns.iter().copied().zip(line.split(',')).collect()).collect()
}

/// The document, as data.
pub(crate) fn document() -> Value {
    serde_json::from_str(&openapi::json()).unwrap()
}

/// An indicator of the real plan.
pub(crate) fn gdp_growth() -> Value {
    json!({
        "code": "gdp-growth", "name_zh": "地区生产总值增长", "name_en": "GDP growth", "unit": "%",
        "measure": "rate", "direction": "higher"
    })
}

/// The real plan.
pub(crate) fn plan_2022() -> Value {
    json!({
        "code": "cq-2022", "title_zh": "重庆市2022年计划", "title_en": "Chongqing plan 2022",
        "issuer": "重庆市人民政府", "period": "2022"
    })
}

/// The plan with its first target, 5.5左右.
pub(crate) async fn set_up_plan(app: &App) {
    post(app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    post(app, "/api/v1/plans", &plan_2022()).await.is(201);
    let target = json!({"indicator": "gdp-growth", "target": "5.5左右", "no": "1"});
    post(app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
}
