//! The headers that every answer has, whatever it says. It does not know any resource.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// The header that carries the id of the request.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a browser may do with an answer: nothing but show it to whoever asked.
pub(super) const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The headers with their values.
pub(super) const ALWAYS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// Adds them. A page that needs more from the browser has set a policy of its own.
pub(super) fn add(headers: &mut HeaderMap, id: &str, caching: &'static str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    }
    for (name, value) in ALWAYS {
        if name != header::CONTENT_SECURITY_POLICY || !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
