//! Spans of requests and the trace that a request belongs to: what a collector is sent, and that one that is silent or
//! gone changes nothing. It does not know how a span is written.

use std::{
    cell::RefCell,
    rc::Rc,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, get, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_collector_is_sent_the_span_of_a_request,
        a_request_that_is_not_recorded_is_not_sent,
        the_trace_is_in_the_problem_where_there_is_one,
        a_collector_that_is_silent_or_gone_changes_nothing,
    ]
}

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// A collector that takes what it is sent, or that says nothing.
struct Collector {
    address: String,
    taken: Rc<RefCell<Vec<(String, Value)>>>,
}

impl Collector {
    async fn start(answers: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let taken = Rc::new(RefCell::new(Vec::new()));
        let kept = taken.clone();
        tokio::task::spawn_local(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                if answers {
                    let request = read(&mut stream).await;
                    kept.borrow_mut().push(request);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
                } else {
                    silent.push(stream);
                }
            }
        });
        Self { address, taken }
    }

    /// The spans that came so far.
    fn spans(&self) -> Vec<Value> {
        let taken = self.taken.borrow();
        let scopes = taken.iter().map(|(_, body)| &body["resourceSpans"][0]["scopeSpans"][0]["spans"]);
        scopes.flat_map(|spans| spans.as_array().unwrap().clone()).collect()
    }

    /// The span of a request, once it is here.
    async fn span_of(&self, request: &str) -> Value {
        let began = Instant::now();
        loop {
            let found =
                self.spans().into_iter().find(|span| attribute(span, "plantrack.request_id") == request);
            if let Some(span) = found {
                return span;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "no span of {request}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The first line of a request, and its body.
async fn read(stream: &mut TcpStream) -> (String, Value) {
    let mut bytes = Vec::new();
    let mut piece = [0; 4_096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if body.len() >= length.parse::<usize>().unwrap() {
                assert!(head.contains("\r\ncontent-type: application/json"), "{head}");
                return (head.lines().next().unwrap().to_owned(), serde_json::from_str(body).unwrap());
            }
        }
        let count = stream.read(&mut piece).await.unwrap();
        assert!(count > 0, "the request is cut short");
        bytes.extend_from_slice(&piece[..count]);
    }
}

fn attribute(span: &Value, name: &str) -> String {
    let all = span["attributes"].as_array().unwrap();
    let value = all.iter().find(|one| one["key"] == name).map(|one| &one["value"]);
    value
        .and_then(|value| value["stringValue"].as_str().or(value["intValue"].as_str()))
        .unwrap_or_default()
        .to_owned()
}

async fn a_collector_is_sent_the_span_of_a_request(app: App) {
    set_up_plan(&app).await;
    let collector = Collector::start(true).await;
    let traced = app.with_settings(&[("telemetry.otlp_endpoint", &collector.address)]).await;
    let path = "/api/v1/plans/cq-2022/completion";
    let answer = Ask::new(&traced, "GET", path).header("traceparent", PARENT).send().await.is(200);
    let span = collector.span_of(answer.header("x-request-id")).await;
    assert_eq!(span["traceId"], TRACE);
    assert_eq!(span["parentSpanId"], "00f067aa0ba902b7");
    assert_eq!(span["spanId"].as_str().unwrap().len(), 16);
    assert_eq!(span["name"], "GET /api/v1/plans/{plan}/completion");
    assert_eq!(span["kind"], 2);
    assert_eq!(attribute(&span, "http.request.method"), "GET");
    assert_eq!(attribute(&span, "http.route"), "/api/v1/plans/{plan}/completion");
    assert_eq!(attribute(&span, "http.response.status_code"), "200");
    let nanoseconds = |name: &str| span[name].as_str().unwrap().parse::<u64>().unwrap();
    assert!(nanoseconds("startTimeUnixNano") <= nanoseconds("endTimeUnixNano"));
    assert!(!span.to_string().contains("cq-2022"), "a span names the route, never the path: {span}");

    let own = get(&traced, "/api/v1/plans/none").await.problem(404, "not-found");
    let span = collector.span_of(own.header("x-request-id")).await;
    assert_eq!(span["traceId"], own.json["trace_id"], "without a parent the trace is the request's own");
    assert_eq!(span["parentSpanId"], "");
    assert_eq!(attribute(&span, "error.type"), "not-found");
    assert_eq!(span["status"], serde_json::json!({}), "the service has not failed");

    let (line, first) = collector.taken.borrow()[0].clone();
    assert_eq!(line, "POST /v1/traces HTTP/1.1");
    let resource = &first["resourceSpans"][0]["resource"]["attributes"][0];
    assert_eq!(
        (&resource["key"], &resource["value"]["stringValue"]),
        (&"service.name".into(), &"plantrack".into())
    );
    let metrics = get(&traced, "/metrics").await.is(200).text;
    assert!(metrics.contains("plantrack_spans_total{result=\"sent\"} "), "{metrics}");
}

async fn a_request_that_is_not_recorded_is_not_sent(app: App) {
    let collector = Collector::start(true).await;
    let few = [("telemetry.otlp_endpoint", collector.address.as_str()), ("telemetry.sampled_percent", "0")];
    let traced = app.with_settings(&few).await;
    let not_recorded = PARENT.replace("-01", "-00");
    let quiet = Ask::new(&traced, "GET", "/api/v1/plans").header("traceparent", &not_recorded).send().await;
    let own = get(&traced, "/api/v1/plans").await.is(200);
    let told = Ask::new(&traced, "GET", "/api/v1/plans").header("traceparent", PARENT).send().await.is(200);
    collector.span_of(told.header("x-request-id")).await;
    let known: Vec<String> =
        collector.spans().iter().map(|span| attribute(span, "plantrack.request_id")).collect();
    for other in [quiet, own] {
        assert!(!known.contains(&other.header("x-request-id").to_owned()));
    }
}

async fn the_trace_is_in_the_problem_where_there_is_one(app: App) {
    let without = get(&app, "/api/v1/plans/none").await.problem(404, "not-found");
    assert!(without.json.get("trace_id").is_none(), "{}", without.text);
    let with = Ask::new(&app, "GET", "/api/v1/plans/none").header("traceparent", PARENT).send().await.is(404);
    assert_eq!(with.json["trace_id"], TRACE);
    assert_ne!(with.json["request_id"], TRACE);
    for odd in ["", "00-1-2-3", &PARENT.to_uppercase(), &PARENT.replace("00-", "ff-")] {
        let answer = Ask::new(&app, "GET", "/api/v1/plans/none").header("traceparent", odd).send().await;
        assert!(answer.problem(404, "not-found").json.get("trace_id").is_none(), "{odd}");
    }
}

async fn a_collector_that_is_silent_or_gone_changes_nothing(app: App) {
    set_up_plan(&app).await;
    let silent = Collector::start(false).await;
    let path = "/api/v1/plans/cq-2022/completion";
    let wanted = get(&app, path).await.is(200);
    // Nobody listens at port 1.
    for address in [silent.address.as_str(), "http://127.0.0.1:1"] {
        let traced = app.with_settings(&[("telemetry.otlp_endpoint", address)]).await;
        let began = Instant::now();
        for _ in 0..300 {
            let answer = traced.keyless.get(traced.url(path)).send().await.unwrap();
            assert_eq!(answer.status(), 200);
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{address}: {:?}", began.elapsed());
        assert_eq!(get(&traced, path).await.is(200).text, wanted.text);
        let began = Instant::now();
        drop(traced);
        assert!(began.elapsed() < Duration::from_secs(8), "{address}: stopped after {:?}", began.elapsed());
    }
}
