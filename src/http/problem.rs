//! The table of problems (RFC 9457): what can be refused or fail, each with its code, status and title, and the
//! one place where errors of the floors below become one of them. It does not know who asked, nor in which
//! request: that is added where the answer is written (`envelope.rs`).

use std::{error::Error as _, fmt};

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    service::{
        StoreError,
        access::{Denied, Scope},
        error::{Fault, Faults, ServiceError},
    },
    telemetry::traces::TraceId,
};

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

macro_rules! problems {
    ($($(#[$doc:meta])* $kind:ident = $status:literal, $code:literal, $title:literal;)+) => {
        /// A kind of problem. Its code is stable; clients decide by it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $kind),+ }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),+ }
            }

            /// What it is, in one line that is the same for every occurrence.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title),+ }
            }

            /// The HTTP status, as a number.
            pub const fn status(self) -> u16 {
                match self { $(Self::$kind => $status),+ }
            }
        }
    };
}

problems! {
    /// HTTP itself is broken: the body ends early, a chunk is wrong.
    MalformedRequest = 400, "malformed-request", "The request cannot be read as HTTP";
    /// The body is no JSON, or not of the documented shape.
    BadBody = 400, "bad-body", "The body is not what this operation takes";
    /// A query parameter is unknown, there twice, or unreadable.
    BadQuery = 400, "bad-query", "A query parameter is not what this operation takes";
    /// A part of the path is unreadable.
    BadPath = 400, "bad-path", "A part of the path is not what this operation takes";
    /// A header is unreadable, or contradicts the body.
    BadHeader = 400, "bad-header", "A header is not what this operation takes";
    /// The operation needs credentials, and there are none.
    NoCredentials = 401, "no-credentials", "This operation needs a key";
    /// The credentials are not taken: unknown, ended, or not readable.
    BadCredentials = 401, "bad-credentials", "The credentials are not taken";
    /// The key lacks the scope that the operation needs.
    ScopeMissing = 403, "scope-missing", "The key may not do this";
    /// The key has the scope, and it does not reach what the request names.
    OutOfReach = 403, "out-of-reach", "The key may not do this here";
    /// What the path names does not exist.
    NotFound = 404, "not-found", "There is nothing by this name";
    /// The path is none of the service's.
    NoSuchRoute = 404, "no-such-route", "There is no such path";
    /// The path is there, and does not take the method.
    MethodNotAllowed = 405, "method-not-allowed", "The path does not take this method";
    /// None of the forms that the answer has is one that the client takes.
    NotAcceptable = 406, "not-acceptable", "The answer has no form that the client takes";
    /// The body did not arrive in time.
    BodyTooSlow = 408, "body-too-slow", "The body did not arrive in time";
    /// The head of a request did not arrive in time.
    HeadTooSlow = 408, "head-too-slow", "The head of the request did not arrive in time";
    /// What was to be created exists.
    AlreadyExists = 409, "already-exists", "There is something by this name already";
    /// The state of the plan does not allow it.
    NotAllowed = 409, "not-allowed", "The state of the plan does not allow this";
    /// What was to be changed belongs to a locked period.
    PeriodLocked = 409, "period-locked", "The period is locked";
    /// The caller recorded what he would approve.
    FourEyes = 409, "four-eyes", "Nobody approves what he recorded himself";
    /// The key of the write is in use by another one that is not yet done.
    KeyInUse = 409, "idempotency-key-in-use", "A write with this Idempotency-Key is not done yet";
    /// Someone else revised it in between.
    ChangedMeanwhile = 409, "changed-meanwhile", "It was revised in the meantime";
    /// The precondition of the request does not hold.
    StaleVersion = 412, "stale-version", "The version asked for is not the one that stands";
    /// The body is larger than is taken.
    BodyTooLarge = 413, "body-too-large", "The body is too large";
    /// The path with its query is longer than is taken.
    UriTooLong = 414, "uri-too-long", "The path with its query is too long";
    /// The body's media type or coding is not taken.
    UnsupportedMediaType = 415, "unsupported-media-type", "The body's media type is not taken here";
    /// The body has the documented shape, and what it says cannot be taken.
    DataRefused = 422, "data-refused", "What was given cannot be taken; nothing was changed";
    /// The key of the write was given to another one.
    KeyOfOther = 422, "idempotency-key-reused", "The Idempotency-Key was given to another write";
    /// The revision does not say which version it is meant for.
    PreconditionRequired = 428, "precondition-required", "The revision must say which version it is meant for";
    /// The client has sent more requests than it may.
    QuotaExceeded = 429, "quota-exceeded", "The client has sent too many requests";
    /// The headers are larger than is taken.
    HeadTooLarge = 431, "head-too-large", "The head of the request is too large";
    /// The service failed. The cause is in its log.
    Internal = 500, "internal", "The service failed";
    /// The database does not answer just now.
    Unavailable = 503, "unavailable", "The service cannot answer just now";
    /// The request took longer than is allowed.
    DeadlinePassed = 503, "deadline-passed", "The request took too long";
    /// As many clients follow the changes as may.
    TooManySubscribers = 503, "too-many-subscribers", "Too many clients follow the changes";
    /// The service has more to do than it can.
    Overloaded = 503, "overloaded", "The service has more to do than it can";
    /// The service is not ready for requests.
    NotReady = 503, "not-ready", "The service is not ready";
    /// The disk under the database is full.
    StorageFull = 507, "storage-full", "There is no space left for writes";
}

impl Kind {
    /// The relative URI that names the kind; it answers with the kind's description.
    pub fn type_uri(self) -> String {
        format!("/problems/{}", self.code())
    }

    /// The status as the framework has it.
    pub fn status_code(self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// After how many seconds to try again, where that can help.
    pub(super) const fn retry_after_seconds(self) -> Option<u32> {
        match self {
            Self::TooManySubscribers => Some(5),
            Self::KeyInUse | Self::Unavailable | Self::DeadlinePassed | Self::NotReady | Self::Overloaded => {
                Some(1)
            }
            Self::QuotaExceeded => Some(60),
            Self::StorageFull => Some(30),
            _ => None,
        }
    }
}

/// One thing that is wrong, with its place: a JSON pointer into the body, a parameter, or a line and a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemItem {
    /// Where in the JSON body, as a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/3/period")]
    pub pointer: Option<String>,
    /// Which parameter of the path or the query, or which header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The line of the file or of the JSON text, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column of the file by its name, or the character of the line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The value as given, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// A stable code of what is wrong, in snake_case.
    #[schema(example = "bad_period")]
    pub code: String,
    /// What is wrong and what to do.
    pub detail: String,
}

/// Where the faults of a use case were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a body that is one JSON object.
    Body,
    /// In the items of a body that is a JSON array.
    Items,
    /// In the lines of a file, or in the parameters beside it.
    File,
    /// In the query.
    Query,
}

impl Place {
    /// How what a use case refuses becomes a problem.
    pub(super) fn problem(self) -> impl FnOnce(ServiceError) -> Problem {
        move |error| Problem::of(error, self)
    }
}

/// A problem, on its way to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub kind: Kind,
    /// What is wrong this time and what to do next.
    pub detail: String,
    /// The single things that are wrong; the first hundred.
    pub errors: Vec<ProblemItem>,
    /// How many there are in all.
    pub errors_total: usize,
    /// The chain of causes: for the log alone.
    pub(super) cause: Option<String>,
    /// The methods that the path takes.
    pub(super) allow: Option<String>,
    /// How to prove who asks (the header WWW-Authenticate).
    pub(super) challenge: Option<String>,
    /// What a person is shown in its place.
    pub(super) page: Option<String>,
}

impl Problem {
    /// A problem with its detail.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            errors_total: 0,
            cause: None,
            allow: None,
            challenge: None,
            page: None,
        }
    }

    /// The same with one thing that is wrong.
    #[must_use]
    pub(super) fn with(mut self, item: ProblemItem) -> Self {
        self.errors.push(item);
        self.errors_total += 1;
        self
    }

    /// A query parameter that cannot be taken.
    pub(super) fn query(parameter: &str, value: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::of_faults(Kind::BadQuery, &Fault::new(parameter, value, code, detail).into(), Place::Query)
    }

    /// Query parameters that cannot be taken.
    pub(super) fn queries(faults: Vec<Fault>) -> Self {
        let mut all = Faults::default();
        all.extend(faults);
        Self::of_faults(Kind::BadQuery, &all, Place::Query)
    }

    /// A part of the path that cannot be taken.
    pub(super) fn path(parameter: &str, value: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::of_faults(Kind::BadPath, &Fault::new(parameter, value, code, detail).into(), Place::Query)
    }

    /// A failure of the service itself, whose cause goes to the log.
    pub(super) fn internal(cause: impl Into<String>) -> Self {
        let detail = "the request could not be done because of a fault of the service; if it goes on, tell the \
                      operator the request_id";
        Self { cause: Some(cause.into()), ..Self::new(Kind::Internal, detail) }
    }

    /// What a use case refused or failed with; the place says how its faults name their fields.
    pub(super) fn of(error: ServiceError, place: Place) -> Self {
        match error {
            ServiceError::Refused(faults) => Self::of_faults(Kind::DataRefused, &faults, place),
            ServiceError::NotAllowed(why) => Self::new(Kind::NotAllowed, why),
            ServiceError::FourEyes(why) => Self::new(Kind::FourEyes, why),
            ServiceError::KeyOfOther(_) => Self::new(
                Kind::KeyOfOther,
                "the key came with another method, address, precondition or body before; take a new key for each write",
            ),
            ServiceError::Repeated(_) => {
                Self::internal("a write that was done already was not answered again")
            }
            ServiceError::Denied(denied) => Self::of_denial(denied, place),
            ServiceError::NoChance(cause) => Self::internal(cause),
            missing @ ServiceError::NotYet { .. } => Self::new(Kind::NotFound, missing.to_string()),
            ServiceError::Conflicting { first, all } => {
                let Self { errors, errors_total, .. } = Self::of_faults(Kind::DataRefused, &all, place);
                Self { errors, errors_total, ..Self::of_store(&first) }
            }
            ServiceError::Store(error) => Self::of_store(&error),
        }
    }

    fn of_denial(denied: Denied, place: Place) -> Self {
        match denied {
            Denied::Nobody(scope) => Self::no_credentials(scope),
            Denied::Scope(scope) => Self::scope_missing(scope),
            Denied::Reach(faults) => Self::of_faults(Kind::OutOfReach, &faults, place),
        }
    }

    /// Credentials are needed, and there are none.
    pub(super) fn no_credentials(scope: Scope) -> Self {
        let detail = format!(
            "this needs a key with the scope {scope}: send it as Authorization: Bearer KEY. Where there is no key \
             yet, the operator makes the first one on the machine of the database: plantrack keys create --name NAME \
             --scope admin"
        );
        let challenge = Some("Bearer realm=\"plantrack\"".to_owned());
        Self { challenge, ..Self::new(Kind::NoCredentials, detail) }
    }

    /// The credentials are not taken.
    pub(super) fn bad_credentials(detail: &str) -> Self {
        let challenge = Some("Bearer realm=\"plantrack\", error=\"invalid_token\"".to_owned());
        Self { challenge, ..Self::new(Kind::BadCredentials, detail) }
    }

    /// The scope is not held.
    pub(super) fn scope_missing(scope: Scope) -> Self {
        let detail = format!(
            "this needs the scope {scope}, which this key does not have; ask an administrator for one"
        );
        let challenge =
            Some(format!("Bearer realm=\"plantrack\", error=\"insufficient_scope\", scope=\"{scope}\""));
        Self { challenge, ..Self::new(Kind::ScopeMissing, detail) }
    }

    fn of_faults(kind: Kind, faults: &Faults, place: Place) -> Self {
        let errors: Vec<ProblemItem> = faults.listed.iter().map(|fault| item(fault, place)).collect();
        let detail = match (errors.first(), faults.total) {
            (Some(first), 1) => first.detail.clone(),
            (_, total) => format!("{total} things are wrong; errors lists them"),
        };
        Self { errors, errors_total: faults.total, ..Self::new(kind, detail) }
    }
}

fn item(fault: &Fault, place: Place) -> ProblemItem {
    let Fault { item, line, field, value, code, detail, refusal: _ } = fault;
    let named = || Some(field.clone()).filter(|field| !field.is_empty());
    let mut out = ProblemItem {
        line: *line,
        value: Some(value.clone()).filter(|value| !value.is_empty()),
        code: code.clone(),
        detail: detail.clone(),
        ..ProblemItem::default()
    };
    match (place, line) {
        (Place::Body, _) => out.pointer = Some(pointer(None, field)),
        (Place::Items, _) => out.pointer = Some(pointer(*item, field)),
        (Place::File, None) if item.is_some() => out.pointer = Some(pointer(*item, field)),
        (Place::File, Some(_)) => out.column = named(),
        (Place::File, None) | (Place::Query, _) => out.parameter = named(),
    }
    out
}

fn pointer(item: Option<usize>, field: &str) -> String {
    let mut text = item.map(|item| format!("/{item}")).unwrap_or_default();
    if !field.is_empty() {
        text.push('/');
        text.push_str(&field.replace('~', "~0").replace('/', "~1"));
    }
    text
}

pub(super) fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status_code()
    }

    /// An empty answer that carries the problem; the envelope writes it out.
    fn error_response(&self) -> HttpResponse {
        let response = HttpResponse::new(self.kind.status_code());
        let mut response = response;
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// A problem as it is sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemOut {
    /// Names the kind; a relative URI that answers with the kind's description.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not-found")]
    pub type_uri: String,
    /// What it is, in one line that is the same for every occurrence.
    #[schema(example = "There is nothing by this name")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    pub status: u16,
    /// The stable code of the kind.
    #[schema(value_type = String, example = "not-found")]
    pub code: &'static str,
    /// What is wrong this time and what to do next.
    #[schema(example = "there is no plan cq-2032; look at the list, or create it")]
    pub detail: String,
    /// The id of the request, as in the header X-Request-Id and in the log.
    #[schema(example = "01938b2c-7a10-7c3e-9d1f-0a5b6c7d8e9f")]
    pub request_id: String,
    /// The trace that the request belongs to (W3C Trace Context), where it came with a `traceparent` or the service tells
    /// a collector of traces.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{32}$", example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: Option<String>,
    /// The single things that are wrong: the first hundred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemItem>,
    /// How many things are wrong in all.
    #[serde(skip_serializing_if = "is_zero")]
    pub errors_total: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
const fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl ProblemOut {
    /// The problem of a request.
    pub(super) fn new(problem: Problem, request_id: &str, trace: Option<TraceId>) -> Self {
        Self {
            type_uri: problem.kind.type_uri(),
            title: problem.kind.title(),
            status: problem.kind.status(),
            code: problem.kind.code(),
            detail: problem.detail,
            request_id: request_id.to_owned(),
            trace_id: trace.map(|trace| trace.to_string()),
            errors: problem.errors,
            errors_total: problem.errors_total,
        }
    }
}
