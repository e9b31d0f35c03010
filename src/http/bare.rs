//! Answers that are written onto a connection without the framework: where there is no request, or too much of one. It
//! does not know why.

use super::{
    headers::ALWAYS,
    ids,
    problem::{Kind, PROBLEM_JSON, Problem, ProblemOut},
};

/// A problem as the bytes of a whole answer, after which the connection is closed.
pub(super) fn answer(kind: Kind, detail: &str) -> Vec<u8> {
    let id = ids::next(std::time::Instant::now()).to_string();
    let body =
        serde_json::to_vec(&ProblemOut::new(Problem::new(kind, detail), &id, None)).unwrap_or_default();
    let status = kind.status_code();
    let mut head = format!(
        "HTTP/1.1 {} {}\r\ncontent-length: {}\r\ncontent-type: {PROBLEM_JSON}\r\nconnection: close\r\n\
         x-request-id: {id}\r\ncache-control: no-store\r\n",
        status.as_str(),
        status.canonical_reason().unwrap_or_default(),
        body.len(),
    );
    if let Some(seconds) = kind.retry_after_seconds() {
        head.push_str("retry-after: ");
        head.push_str(&seconds.to_string());
        head.push_str("\r\n");
    }
    for (name, value) in ALWAYS {
        head.push_str(name.as_str());
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&body);
    bytes
}
