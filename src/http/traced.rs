//! The trace of a request: the one that its client began, else one of its own where anybody collects them. It does not
//! know what is done with a request.

use std::time::Duration;

use actix_web::http::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::problem::Kind;
use crate::telemetry::traces::{Parent, Span, SpanId, Spans, TraceId};

/// The header by which a client says which trace a request belongs to.
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traced {
    pub(super) trace: TraceId,
    parent: Option<SpanId>,
    own: SpanId,
    is_told: bool,
}

/// What is told of a request.
pub(super) struct Told<'a> {
    pub(super) id: &'a str,
    pub(super) method: &'a Method,
    pub(super) route: &'a str,
    pub(super) status: StatusCode,
    pub(super) kind: Option<Kind>,
}

impl Traced {
    /// The trace that the headers name; else, where spans are told, one of the request's own: it has the number that the
    /// request's id is.
    pub(super) fn read(headers: &HeaderMap, id: Uuid, spans: Option<&Spans>) -> Option<Self> {
        let mut given = headers.get_all(&TRACEPARENT);
        let only = given.next().filter(|_| given.next().is_none());
        let parent = only.and_then(|header| Parent::read(header.as_bytes()));
        if parent.is_none() && spans.is_none() {
            return None;
        }
        let (_, own) = id.as_u64_pair();
        let trace = parent.map_or_else(|| TraceId::own(id.as_u128()), |parent| parent.trace);
        let is_told = spans.is_some_and(|spans| spans.are_wanted_of(trace, parent));
        Some(Self { trace, parent: parent.map(|parent| parent.span), own: SpanId::own(own), is_told })
    }

    /// Tells of the request, which ends now, where it is one that is told.
    pub(super) fn tell(self, spans: &Spans, now: DateTime<Utc>, took: Duration, told: &Told<'_>) {
        if !self.is_told {
            return;
        }
        let Told { id, method, route, status, kind } = told;
        let ended = now.timestamp_nanos_opt().and_then(|now| u64::try_from(now).ok()).unwrap_or_default();
        let took = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        // A method that is none of HTTP's is a stranger's word.
        let known = [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ];
        let method = if known.contains(method) { method.as_str() } else { "_OTHER" };
        let mut texts =
            vec![("http.request.method", method.to_owned()), ("plantrack.request_id", (*id).to_owned())];
        if !route.is_empty() {
            texts.push(("http.route", (*route).to_owned()));
        }
        if let Some(kind) = kind {
            texts.push(("error.type", kind.code().to_owned()));
        }
        spans.tell(Span {
            name: if route.is_empty() { method.to_owned() } else { format!("{method} {route}") },
            trace: self.trace,
            id: self.own,
            parent: self.parent,
            begun: ended.saturating_sub(took),
            ended,
            texts,
            numbers: vec![("http.response.status_code", status.as_u16().into())],
            has_failed: status.is_server_error(),
        });
    }
}
