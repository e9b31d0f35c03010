//! Pages and pictures as answers: their tag, their headers. It does not know what is drawn.

use actix_web::{HttpRequest, HttpResponse, http::header};
use sha2::{Digest, Sha256};

use super::{precondition::is_known, problem::Problem};
use crate::dashboard::DrawError;

/// The media type of a picture.
pub(super) const SVG: &str = "image/svg+xml";

/// A page or a picture, with a tag of its own bytes: it changes exactly when the answer does.
pub(super) fn drawn(
    request: &HttpRequest,
    media_type: &str,
    policy: Option<&str>,
    body: Result<String, DrawError>,
) -> Result<HttpResponse, Problem> {
    let body = body.map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Problem::internal(format!("{error}{cause}"))
    })?;
    let digest = Sha256::digest(&body);
    let start = digest.first_chunk::<16>().copied().unwrap_or_default();
    let tag = format!("\"{:032x}\"", u128::from_be_bytes(start));
    let is_known = is_known(request, &tag);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::ETAG, tag)).insert_header((header::VARY, "accept-language"));
    if let Some(policy) = policy {
        answer.insert_header((header::CONTENT_SECURITY_POLICY, policy.to_owned()));
    }
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer.content_type(media_type.to_owned()).body(body))
}
