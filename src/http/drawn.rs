//! Pages and pictures as answers: their language, their tag, their headers. It does not know what is drawn.

use actix_web::{HttpRequest, HttpResponse, http::header};
use sha2::{Digest, Sha256};

use super::{precondition::is_known, problem::Problem, query::Parameters};
use crate::{dashboard::DrawError, domain::reading::Language};

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

/// The language of something that has only one: the one asked for, else the one that the client likes best, else
/// English.
pub(super) fn language(request: &HttpRequest, lang: Option<&str>, parameters: &mut Parameters) -> Language {
    match lang {
        Some("zh") => Language::Zh,
        Some("en") => Language::En,
        Some(other) => {
            parameters.fault("lang", other, "unknown_word", "write zh or en, or leave it out");
            Language::En
        }
        None => {
            let accepted = request.headers().get_all(header::ACCEPT_LANGUAGE);
            let texts: Vec<&str> = accepted.filter_map(|value| value.to_str().ok()).collect();
            best_liked(&texts.join(","))
        }
    }
}

/// The language with the highest weight in an `Accept-Language`; of equal ones the first. What cannot be read is passed
/// over.
fn best_liked(accepted: &str) -> Language {
    let mut best = (0, Language::En);
    for range in accepted.split(',') {
        let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
        let language = match tag.trim().split('-').next().map(str::to_ascii_lowercase).as_deref() {
            Some("zh") => Language::Zh,
            Some("en") => Language::En,
            _ => continue,
        };
        let weight = match rest.trim().strip_prefix("q=") {
            None => 1000,
            Some(weight) => thousandths(weight.trim()),
        };
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

/// A weight from 0 to 1 in thousandths; 0 where it is none.
fn thousandths(weight: &str) -> u16 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let is_weight =
        matches!(whole, "0" | "1") && fraction.len() <= 3 && fraction.bytes().all(|b| b.is_ascii_digit());
    if !is_weight {
        return 0;
    }
    format!("{whole}{fraction:0<3}").parse::<u16>().unwrap_or(0).min(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_is_taken() {
        for (accepted, wanted) in [
            ("", Language::En),
            ("zh", Language::Zh),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Zh),
            ("en;q=0.8, ZH-hans;q=0.9", Language::Zh),
            ("fr-FR, en;q=0.5, zh;q=0.5", Language::En),
            ("zh;q=0, en;q=0.001", Language::En),
            ("zh;q=x", Language::En),
            ("de, *;q=0.5", Language::En),
            (";;,,q=1,zh;q=1.000", Language::Zh),
        ] {
            assert_eq!(best_liked(accepted), wanted, "{accepted}");
        }
    }
}
