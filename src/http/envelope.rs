//! What is around every request: its id, its span in the log, its time limit, the headers that every answer has,
//! and the writing of problems. It does not know any resource.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        ConnectionType, Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use futures_util::FutureExt;
use tracing::Instrument;

use super::{
    incoming::{Holding, Incoming},
    problem::{Kind, PROBLEM_JSON, Problem, ProblemOut},
    state::State,
};

/// The header that carries the id of the request.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where bodies are larger and take longer.
pub(super) const IMPORTS: &str = "/api/v1/imports/";

/// The request's id: made here, never taken from the client, so that nobody can write another's id into the
/// record.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// The middleware that goes around all others.
pub(super) async fn envelope(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let id = uuid::Uuid::now_v7().to_string();
    let method = request.method().clone();
    // The server leaves the body of an answer to HEAD away by itself; the rest is as for GET.
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let body = Incoming::new(request.take_payload());
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(body.clone());
    let is_draining = request.app_data::<web::Data<State>>().is_some_and(|state| state.draining.has_begun());
    let span = tracing::info_span!("request", request_id = %id, method = %method, path = request.path());
    async move {
        let (route, answer) = match within_time(request, next, &body).await {
            Ok(response) => {
                let route = response.request().match_pattern();
                let (request, response) = settle(response).into_parts();
                let response = finished(response, &id, &method, is_draining, body);
                (route, Ok(ServiceResponse::new(request, response)))
            }
            Err(problem) => {
                let response = finished(problem.error_response(), &id, &method, is_draining, body);
                (None, Err(response))
            }
        };
        let status = match &answer {
            Ok(response) => response.status(),
            Err(response) => response.status(),
        };
        let duration_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::info!(route = route.as_deref(), status = status.as_u16(), duration_us, "answered");
        answer.map_err(|response| InternalError::from_response("no answer in time", response).into())
    }
    .instrument(span)
    .await
}

/// The answer, or the problem that the time limit, a panic or a middleware makes of it. The request is lost with
/// those: the router needs the only handle on it.
async fn within_time(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    body: &Incoming,
) -> Result<ServiceResponse<BoxBody>, Problem> {
    let limit = time_limit(&request);
    let method = request.method().clone();
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind();
    match tokio::time::timeout(limit, answer).await {
        Ok(Ok(Ok(response))) => Ok(response.map_into_boxed_body()),
        Ok(Ok(Err(error))) => {
            let carried = error.error_response().extensions().get::<Problem>().cloned();
            Err(carried.unwrap_or_else(|| refusal_of(error.error_response().status(), &error.to_string())))
        }
        Ok(Err(_panic)) => Err(Problem::internal("a handler panicked; its message is above in the log")),
        Err(_late) => Err(late(body, &method, limit)),
    }
}

fn time_limit(request: &ServiceRequest) -> Duration {
    let settings = request.app_data::<web::Data<State>>().map(|state| state.settings.server.clone());
    let milliseconds = match settings {
        Some(server) if request.path().starts_with(IMPORTS) => server.import_timeout_ms,
        Some(server) => server.request_timeout_ms,
        None => 10_000,
    };
    Duration::from_millis(milliseconds)
}

fn late(body: &Incoming, method: &Method, limit: Duration) -> Problem {
    let limit = limit.as_millis();
    if body.is_awaited() {
        let detail = format!("the body was not here after {limit} ms; nothing was changed; send it again");
        return Problem::new(Kind::BodyTooSlow, detail);
    }
    let detail = if method == Method::GET {
        format!("there was no answer after {limit} ms; try again")
    } else {
        format!(
            "there was no answer after {limit} ms; whether the write was done is not known: read it, or send it \
             again"
        )
    };
    Problem::new(Kind::DeadlinePassed, detail)
}

/// Refusals of the framework become problems like all others.
fn settle(mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if is_error && !response.response().extensions().contains::<Problem>() {
        let why = response.response().error().map(ToString::to_string).unwrap_or_default();
        response.response_mut().extensions_mut().insert(refusal_of(status, &why));
    }
    response
}

fn refusal_of(status: StatusCode, why: &str) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(Kind::NoSuchRoute, "there is nothing at this path"),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::BodyTooLarge, why),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Kind::UnsupportedMediaType, why),
        status if status.is_client_error() => {
            Problem::new(Kind::MalformedRequest, format!("the request cannot be read: {why}"))
        }
        _ => Problem::internal(why),
    }
}

/// The answer with its problem written out, where there is one, and the headers that every answer has.
fn finished(
    mut response: HttpResponse,
    id: &str,
    method: &Method,
    is_draining: bool,
    body: Incoming,
) -> HttpResponse {
    let problem = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = problem {
        response = written(problem, id);
    }
    if is_draining {
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    let caching = if is_error || !method.is_safe() { "no-store" } else { "no-cache" };
    for (name, value) in [
        (header::CACHE_CONTROL, caching),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ] {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if body.is_read() {
        return response;
    }
    response.head_mut().set_connection_type(ConnectionType::Close);
    response.map_body(|_, answer| Holding::new(answer, body).boxed())
}

fn written(mut problem: Problem, id: &str) -> HttpResponse {
    if let Some(cause) = problem.cause.take() {
        tracing::error!(code = problem.kind.code(), cause, "failed");
    }
    let (kind, allow) = (problem.kind, problem.allow.take());
    let body = serde_json::to_vec(&ProblemOut::new(problem, id)).unwrap_or_default();
    let mut answer = HttpResponse::build(kind.status_code());
    answer.content_type(PROBLEM_JSON);
    if let Some(allow) = allow {
        answer.insert_header((header::ALLOW, allow));
    }
    if let Some(seconds) = kind.retry_after_seconds() {
        answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if kind == Kind::DeadlinePassed {
        answer.force_close();
    }
    answer.body(body)
}
