//! What is around every request: its id, its place among the others, its time limit, what is logged and counted of it,
//! and the writing of problems. It does not know any resource.

use std::{
    cell::OnceCell,
    panic::AssertUnwindSafe,
    rc::Rc,
    time::{Duration, Instant},
};

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        ConnectionType, Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use futures_util::FutureExt;
use tracing::Instrument;

use super::{
    admission::Lane,
    coding::{self, Wanted},
    connection::Connection,
    cors::Asked,
    headers, ids,
    incoming::{Holding, Incoming},
    observed::Observed,
    pages,
    problem::{Kind, PROBLEM_JSON, Problem, ProblemOut},
    quota::{Asker, Left},
    routes::{Cost, NO_ROUTE, RouteId, is_reading, path_of},
    seen,
    state::State,
    traced::{Told, Traced},
};
use crate::{config::Reads, telemetry::traces::TraceId};

/// What is left of the client's quota.
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The quota itself.
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The request's id: made here, never taken from the client, so that nobody can write another's id into the
/// record.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Who asks, once it is known; for the log. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Actor(Rc<OnceCell<String>>);

impl Actor {
    /// Now it is known.
    pub(super) fn is(&self, name: &str) {
        let _known_already = self.0.set(name.to_owned());
    }
}

/// What the envelope keeps of a request: the request itself is handed on.
struct Envelope {
    started: Instant,
    state: web::Data<State>,
    id: String,
    traced: Option<Traced>,
    method: Method,
    route: RouteId,
    cost: Cost,
    body: Incoming,
    wanted: Wanted,
    asked: Option<Asked>,
    client: Option<Asker>,
    left: Option<Left>,
    actor: Actor,
}

/// Counts a request for as long as it is answered.
struct InFlight<'a>(&'a Observed);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.add(-1);
    }
}

/// The middleware that goes around all others.
pub(super) async fn envelope(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(actix_web::error::ErrorInternalServerError("the service has no state"));
    };
    let connection = request.conn_data::<Rc<Connection>>().cloned();
    if let Some(connection) = &connection {
        connection.begin();
    }
    let mut around = Envelope::of(&mut request, state);
    let state = around.state.clone();
    let observed = &state.edge.observed;
    observed.in_flight.add(1);
    let in_flight = InFlight(observed);
    // Written with every line, a span would cost more than a read: what is logged of a request names it itself.
    let span = tracing::debug_span!(
        "request",
        request_id = around.id,
        trace_id = around.trace(),
        method = %around.method,
        path = request.path()
    );
    let answer = around.answer(request, next).instrument(span).await;
    drop(in_flight);
    if let Some(connection) = connection {
        connection.answered();
    }
    answer
}

/// Marks a request for the head of an answer alone: what has no end is not begun for it.
pub(super) struct HeadAlone;

impl Envelope {
    fn of(request: &mut ServiceRequest, state: web::Data<State>) -> Self {
        let started = Instant::now();
        let id = ids::next(started);
        let traced = Traced::read(request.headers(), id, state.settings.spans.as_ref());
        let id = id.to_string();
        let method = request.method().clone();
        let route = state.edge.routes.find(path_of(request.request()));
        let cost = state.edge.routes.get(route).map_or(Cost::Nothing, |route| route.cost);
        let asked = state.edge.cors.is_some().then(|| Asked {
            origin: request.headers().get(header::ORIGIN).cloned(),
            method: method.clone(),
            has_credentials: request.headers().contains_key(header::AUTHORIZATION),
        });
        let peer = request.peer_addr().map(|address| address.ip());
        let client = state.edge.quotas.as_ref().map(|quotas| quotas.asker(peer, request.headers()));
        let pause = Duration::from_millis(state.settings.server.body_pause_ms);
        let body = Incoming::new(request.take_payload(), state.edge.admission.clone(), pause);
        let wanted = Wanted::read(&mut request.head_mut().headers);
        // The server leaves the body of an answer to HEAD away by itself; the rest is as for GET.
        if method == Method::HEAD {
            request.head_mut().method = Method::GET;
            request.extensions_mut().insert(HeadAlone);
        }
        let (left, actor) = (None, Actor::default());
        Self { started, state, id, traced, method, route, cost, body, wanted, asked, client, left, actor }
    }

    /// The trace it belongs to, for the log.
    fn trace(&self) -> Option<tracing::field::DisplayValue<TraceId>> {
        self.traced.map(|traced| tracing::field::display(traced.trace))
    }

    async fn answer(
        &mut self,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let mut at_once = self.at_once(&request);
        if at_once.is_none() {
            // To wait is to be served: it comes after the quota.
            let seen = self.see(request.headers()).await;
            at_once = seen.map_or_else(|problem| Some(problem.error_response()), |()| self.kept(&request));
        }
        if let Some(answer) = at_once {
            let answer = self.finished(answer);
            return Ok(request.into_response(answer));
        }
        {
            let mut extensions = request.extensions_mut();
            extensions.insert(RequestId(self.id.clone()));
            extensions.insert(self.body.clone());
            extensions.insert(self.actor.clone());
        }
        let path = request.path().to_owned();
        match self.within_time(request, next).await {
            Ok(response) => {
                let (request, response) = settle(response).into_parts();
                let response = self.finished(response);
                Ok(ServiceResponse::new(request, response))
            }
            Err(problem) => {
                if problem.cause.is_some() {
                    tracing::error!(
                        request_id = self.id,
                        trace_id = self.trace(),
                        path,
                        "the request above failed"
                    );
                }
                let response = self.finished(problem.error_response());
                Err(InternalError::from_response("no answer in time", response).into())
            }
        }
    }

    /// Waits for the change that the request names, where what it asks for can depend on one.
    async fn see(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let Some(named) = headers.get(seen::CHANGE) else { return Ok(()) };
        let number = seen::named(named)?;
        if self.cost == Cost::Nothing {
            return Ok(());
        }
        seen::wait_for(&self.state, number, self.lane()).await
    }

    fn lane(&self) -> Lane {
        if is_reading(&self.method) { Lane::Read } else { Lane::Write }
    }

    /// The answer where none of the operations may be asked, or a browser asks what a path takes.
    fn at_once(&mut self, request: &ServiceRequest) -> Option<HttpResponse> {
        if let Some(problem) = too_long(request, &self.state) {
            return Some(problem.error_response());
        }
        if self.method == Method::OPTIONS && self.route != NO_ROUTE {
            return Some(self.options(request.headers()));
        }
        let is_free = self.cost == Cost::Nothing && self.route != NO_ROUTE;
        if let (Some(quotas), Some(asker), false) = (&self.state.edge.quotas, self.client, is_free) {
            let taken = quotas.take(asker, self.started);
            self.left = Some(taken.unwrap_or_else(|left| left));
            if taken.is_err() {
                self.state.edge.observed.limited.increment();
                let detail = "this client has sent more requests than it may; wait as Retry-After says";
                return Some(Problem::new(Kind::QuotaExceeded, detail).error_response());
            }
        }
        None
    }

    /// The answer that is kept, where anyone may have it and it holds.
    fn kept(&self, request: &ServiceRequest) -> Option<HttpResponse> {
        let headers = request.headers();
        let is_plain = self.cost == Cost::Kept && is_reading(&self.method);
        // Where reads are keyed nothing is given before who asks is known.
        let is_open = self.state.settings.access.reads == Reads::Open;
        let is_usual = is_open
            && !headers.contains_key(header::AUTHORIZATION)
            && headers.get(header::ACCEPT).is_none_or(|accept| {
                let accept = accept.as_bytes();
                accept == b"*/*" || accept == b"application/json"
            });
        if !is_plain || !is_usual {
            return None;
        }
        let address = request.head().uri.path_and_query()?.as_str();
        self.state.kept.at_once(address, headers, &self.state.plantrack)
    }

    /// What a path takes, and what a browser asks before it sends a page's request.
    fn options(&self, asked: &HeaderMap) -> HttpResponse {
        let mut answer = HttpResponse::NoContent().finish();
        if let Some(route) = self.state.edge.routes.get(self.route) {
            if let Ok(methods) = HeaderValue::from_str(&route.methods) {
                answer.headers_mut().insert(header::ALLOW, methods);
            }
            if let Some(cors) = &self.state.edge.cors {
                cors.preflight(asked, route, answer.headers_mut());
            }
        }
        answer
    }

    /// The answer, or the problem that the time limit, a panic or a middleware makes of it. The request is lost with
    /// those: the router needs the only handle on it.
    async fn within_time(
        &self,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<BoxBody>, Problem> {
        let limit = self.time_limit();
        let in_turn = async {
            // A body is read before a place is taken: the reader of the body takes it.
            if matches!(self.cost, Cost::Work | Cost::Import) && self.body.is_read() {
                self.body.enter(self.lane()).await?;
            }
            match AssertUnwindSafe(next.call(request)).catch_unwind().await {
                Ok(Ok(response)) => Ok(response.map_into_boxed_body()),
                Ok(Err(error)) => {
                    let carried = error.error_response().extensions().get::<Problem>().cloned();
                    Err(carried
                        .unwrap_or_else(|| refusal_of(error.error_response().status(), &error.to_string())))
                }
                Err(_panic) => Err(Problem::internal("a handler panicked; its message is above in the log")),
            }
        };
        match tokio::time::timeout(limit, in_turn).await {
            Ok(answer) => answer,
            Err(_late) => Err(late(&self.body, &self.method, limit)),
        }
    }

    fn time_limit(&self) -> Duration {
        let server = &self.state.settings.server;
        let milliseconds = match self.cost {
            Cost::Import => server.import_timeout_ms,
            Cost::Nothing | Cost::Kept | Cost::Work => server.request_timeout_ms,
        };
        Duration::from_millis(milliseconds)
    }

    /// The answer with its problem written out, where there is one, and the headers that every answer has; counted
    /// and logged.
    fn finished(&mut self, mut response: HttpResponse) -> HttpResponse {
        self.body.leave();
        let edge = &self.state.edge;
        let problem = response.extensions_mut().remove::<Problem>();
        let kind = problem.as_ref().map(|problem| problem.kind);
        if let Some(problem) = problem {
            let next_in = self.left.map(|left| left.next_in_s).filter(|_| kind == Some(Kind::QuotaExceeded));
            response = written(problem, &self.id, self.traced, next_in);
        }
        if self.state.draining.has_begun() {
            response.head_mut().set_connection_type(ConnectionType::Close);
        }
        let status = response.status();
        let is_error = status.is_client_error() || status.is_server_error();
        let caching = if is_error || !self.method.is_safe() || self.method == Method::OPTIONS {
            "no-store"
        } else {
            "no-cache"
        };
        headers::add(response.headers_mut(), &self.id, caching);
        response.headers_mut().insert(seen::CHANGE, seen::known(&self.state));
        if let Some(hsts) = &edge.hsts {
            response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, hsts.clone());
        }
        if let (Some(left), Some(policy)) = (self.left, &edge.policy) {
            let says = format!("\"default\";r={};t={}", left.requests, left.whole_in_s);
            if let Ok(says) = HeaderValue::from_str(&says) {
                response.headers_mut().insert(RATE_LIMIT, says);
            }
            response.headers_mut().insert(RATE_LIMIT_POLICY, policy.clone());
        }
        if let (Some(quotas), Some(asker)) = (&edge.quotas, self.client) {
            quotas.judged(asker, status != StatusCode::UNAUTHORIZED, self.started);
        }
        let mut response = coding::encoded(response, self.wanted);
        if let (Some(cors), Some(asked)) = (&edge.cors, &self.asked) {
            cors.answer(asked, response.headers_mut());
        }
        let took = self.started.elapsed();
        edge.observed.answered(self.route, &self.method, status, took);
        self.log(status, took, kind);
        if let (Some(traced), Some(spans)) = (self.traced, &self.state.settings.spans) {
            let route = self.state.edge.routes.get(self.route).map_or("", |route| route.template.as_str());
            let now = self.state.plantrack.clock().now();
            traced.tell(spans, now, took, &Told { id: &self.id, method: &self.method, route, status, kind });
        }
        if self.body.is_read() {
            return response;
        }
        response.head_mut().set_connection_type(ConnectionType::Close);
        let body = self.body.clone();
        response.map_body(|_, answer| Holding::new(answer, body).boxed())
    }

    /// One line a request: of writes, and of what failed, where the log is as it is by default.
    fn log(&self, status: StatusCode, took: Duration, kind: Option<Kind>) {
        let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let route = self.state.edge.routes.get(self.route).map_or("", |route| route.template.as_str());
        let (status, code) = (status.as_u16(), kind.map(Kind::code));
        let (request_id, method) = (self.id.as_str(), self.method.as_str());
        let (trace_id, actor) = (self.trace(), self.actor.0.get().map(String::as_str));
        // Under too much load, a line for each that is refused would be more of it: they are counted.
        let is_load = matches!(kind, Some(Kind::Overloaded | Kind::QuotaExceeded));
        if status >= 500 && !is_load {
            tracing::warn!(request_id, trace_id, actor, method, route, status, code, duration_us, "answered");
        } else if (status >= 400 || !is_reading(&self.method)) && !is_load {
            tracing::info!(request_id, trace_id, actor, method, route, status, code, duration_us, "answered");
        } else {
            tracing::debug!(
                request_id,
                trace_id,
                actor,
                method,
                route,
                status,
                code,
                duration_us,
                "answered"
            );
        }
    }
}

/// The problem of a head that is larger than is taken, if it is one.
fn too_long(request: &ServiceRequest, state: &State) -> Option<Problem> {
    let server = &state.settings.server;
    let uri = request.head().uri.path_and_query().map_or(0, |both| both.as_str().len());
    if uri > server.max_uri_bytes {
        let detail =
            format!("the path with its query has {uri} bytes; at most {} are taken", server.max_uri_bytes);
        return Some(Problem::new(Kind::UriTooLong, detail));
    }
    // A colon, a space and the end of the line belong to each.
    let headers: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if uri + headers > server.max_head_bytes {
        let detail = format!(
            "the head of the request has {} bytes; at most {} are taken",
            uri + headers,
            server.max_head_bytes
        );
        return Some(Problem::new(Kind::HeadTooLarge, detail));
    }
    None
}

fn late(body: &Incoming, method: &Method, limit: Duration) -> Problem {
    let limit = limit.as_millis();
    if body.is_awaited() {
        let detail = format!("the body was not here after {limit} ms; nothing was changed; send it again");
        return Problem::new(Kind::BodyTooSlow, detail);
    }
    let detail = if is_reading(method) {
        format!("there was no answer after {limit} ms; try again")
    } else {
        format!(
            "there was no answer after {limit} ms; whether the write was done is not known: send it again with the \
             same Idempotency-Key, or read it"
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

/// A problem as it is sent. `next_in_s` says when to try again where the kind alone does not.
fn written(mut problem: Problem, id: &str, traced: Option<Traced>, next_in_s: Option<u64>) -> HttpResponse {
    let trace = traced.map(|traced| traced.trace);
    if let Some(cause) = problem.cause.take() {
        let trace_id = trace.map(tracing::field::display);
        tracing::error!(request_id = id, trace_id, code = problem.kind.code(), cause, "failed");
    }
    let (kind, allow, challenge) = (problem.kind, problem.allow.take(), problem.challenge.take());
    let page = problem.page.take();
    let mut answer = HttpResponse::build(kind.status_code());
    if page.is_some() {
        answer.content_type(pages::HTML).insert_header((header::CONTENT_SECURITY_POLICY, pages::POLICY));
    } else {
        answer.content_type(PROBLEM_JSON);
    }
    if kind == Kind::NotAcceptable {
        answer.insert_header((header::VARY, "Accept"));
    }
    if let Some(allow) = allow {
        answer.insert_header((header::ALLOW, allow));
    }
    if let Some(challenge) = challenge {
        answer.insert_header((header::WWW_AUTHENTICATE, challenge));
        answer.insert_header((header::VARY, "authorization"));
    }
    if let Some(seconds) = next_in_s.or(kind.retry_after_seconds().map(u64::from)) {
        answer.insert_header((header::RETRY_AFTER, seconds.max(1).to_string()));
    }
    if kind == Kind::DeadlinePassed {
        answer.force_close();
    }
    match page {
        Some(page) => answer.body(page),
        None => answer.body(serde_json::to_vec(&ProblemOut::new(problem, id, trace)).unwrap_or_default()),
    }
}
