//! Which pages of other sites may call from a browser, and how a browser is told. Nobody is ever let in by it: it says
//! what a browser may hand over. It does not know what is asked.

use actix_web::http::{
    Method,
    header::{self, HeaderMap, HeaderValue},
};

use super::routes::Route;
use crate::config::{self, PublicReads, parts};

/// Headers of requests that a page may set.
const TAKEN: &str = "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, \
                     Last-Event-ID, Plantrack-Change, traceparent";

/// Headers of answers that a page may read.
const SHOWN: &str = "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, \
                     Content-Disposition, Idempotency-Replayed, Plantrack-Change";

/// For how long a browser keeps what it was told, in seconds.
const KEPT_S: &str = "600";

/// The pages that may call.
#[derive(Debug)]
pub(super) struct Cors {
    origins: Vec<String>,
    anyone_reads: bool,
}

impl Cors {
    /// The pages that the settings name; nothing where they name none.
    pub(super) fn new(settings: &config::Cors) -> Option<Self> {
        let origins: Vec<String> = parts(&settings.origins).map(str::to_owned).collect();
        let anyone_reads = settings.public_reads == PublicReads::Any;
        (anyone_reads || !origins.is_empty()).then_some(Self { origins, anyone_reads })
    }

    /// What `Access-Control-Allow-Origin` says to an origin, where it says anything.
    fn allowed(&self, origin: &HeaderValue, reads: bool, has_credentials: bool) -> Option<HeaderValue> {
        if self.origins.iter().any(|known| known.as_bytes() == origin.as_bytes()) {
            return Some(origin.clone());
        }
        (self.anyone_reads && reads && !has_credentials).then(|| HeaderValue::from_static("*"))
    }

    /// Adds to an answer what a browser needs to hand it over.
    pub(super) fn answer(&self, asked: &Asked, headers: &mut HeaderMap) {
        if !self.origins.is_empty() {
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        let Some(origin) = &asked.origin else { return };
        let reads = matches!(asked.method, Method::GET | Method::HEAD);
        if let Some(allowed) = self.allowed(origin, reads, asked.has_credentials) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(SHOWN));
        }
    }

    /// Adds to an answer to OPTIONS what a browser asked beforehand.
    pub(super) fn preflight(&self, request: &HeaderMap, route: &Route, headers: &mut HeaderMap) {
        let Some(origin) = request.get(header::ORIGIN) else { return };
        let Some(method) = request.get(header::ACCESS_CONTROL_REQUEST_METHOD) else { return };
        let asked = "Access-Control-Request-Method, Access-Control-Request-Headers";
        headers.append(header::VARY, HeaderValue::from_static(asked));
        let reads = matches!(method.as_bytes(), b"GET" | b"HEAD");
        let needs_key = request
            .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
            .and_then(|names| names.to_str().ok())
            .is_some_and(|names| {
                names.split(',').any(|name| name.trim().eq_ignore_ascii_case("authorization"))
            });
        let Some(allowed) = self.allowed(origin, reads, needs_key) else { return };
        let methods = if allowed == "*" { "GET, HEAD" } else { &route.methods };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        if let Ok(methods) = HeaderValue::from_str(methods) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        }
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(TAKEN));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(KEPT_S));
    }
}

/// What of a request decides on what a browser is told.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) origin: Option<HeaderValue>,
    pub(super) method: Method,
    pub(super) has_credentials: bool,
}
