//! In which coding an answer is sent: gzip, brotli or zstd where the client takes it and it pays. An answer in a coding
//! has an ETag of its own, and a client may give that back as it is. It does not know what is in an answer.

use std::sync::Arc;

use actix_http::encoding::Encoder;
use actix_web::{
    HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    http::{
        StatusCode,
        header::{self, ContentEncoding, HeaderMap, HeaderValue},
    },
};

use super::kept::Kept;

/// Below this many bytes compression does not pay.
const LEAST_BYTES: u64 = 1_024;

/// The codings, those first that are preferred where the client takes several equally.
const CODINGS: [(ContentEncoding, &str); 3] =
    [(ContentEncoding::Zstd, "zstd"), (ContentEncoding::Brotli, "br"), (ContentEncoding::Gzip, "gzip")];

/// Kinds of text that become smaller.
const TEXTS: [&str; 8] = [
    "application/json",
    "application/problem+json",
    "application/x-ndjson",
    "application/yaml",
    "application/javascript",
    "application/xml",
    "image/svg+xml",
    "text/",
];

/// What a client says of codings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    coding: Option<(ContentEncoding, &'static str)>,
    /// The coding of an ETag that the client gave back.
    known: Option<&'static str>,
}

impl Wanted {
    /// Reads it, and takes the coding out of the tags that were given back: the operations know none.
    pub(super) fn read(headers: &mut HeaderMap) -> Self {
        let coding = best(headers);
        Self { coding, known: plain_tags(headers, coding.map(|(_, name)| name)) }
    }
}

/// The coding that the client prefers; of those it prefers equally, ours.
fn best(headers: &HeaderMap) -> Option<(ContentEncoding, &'static str)> {
    let mut best = None;
    let mut best_weight = 0;
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        let Ok(text) = value.to_str() else { continue };
        for known in CODINGS {
            let weight = weight(text, known.1);
            if weight > best_weight {
                (best, best_weight) = (Some(known), weight);
            }
        }
        if best_weight < weight(text, "identity") && names(text, "identity") {
            best = None;
        }
    }
    best
}

/// How much a client likes a coding, in thousandths; 0 where it does not take it.
fn weight(text: &str, coding: &str) -> u32 {
    let mut of_any = 0;
    for part in text.split(',') {
        let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = thousandths(parameters);
        if name.trim().eq_ignore_ascii_case(coding) {
            return weight;
        }
        if name.trim() == "*" {
            of_any = weight;
        }
    }
    of_any
}

fn names(text: &str, coding: &str) -> bool {
    text.split(',')
        .any(|part| part.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(coding)))
}

/// `q=0.5` as 500. What is no weight counts as none given.
fn thousandths(parameters: &str) -> u32 {
    let given =
        parameters.split(';').find_map(|one| one.trim().strip_prefix(['q', 'Q'])?.trim().strip_prefix('='));
    let Some(text) = given else { return 1_000 };
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), part.parse::<u32>()) {
        (Ok(0), Ok(part)) => part,
        _ => 1_000,
    }
}

/// Takes the codings out of the tags in the conditions of a request, on whichever of their lines, and says which it was;
/// where there are several, the one that is wanted now.
fn plain_tags(headers: &mut HeaderMap, wanted: Option<&'static str>) -> Option<&'static str> {
    let mut known = None;
    for name in [header::IF_NONE_MATCH, header::IF_MATCH] {
        if !headers.get_all(&name).any(|value| value.as_bytes().contains(&b'+')) {
            continue;
        }
        let given: Vec<HeaderValue> = headers.remove(&name).collect();
        for value in given {
            let mut plain = value.to_str().ok().map(str::to_owned);
            for (_, coding) in CODINGS {
                let ending = format!("+{coding}\"");
                if let Some(text) = plain.as_mut().filter(|text| text.contains(&ending)) {
                    *text = text.replace(&ending, "\"");
                    if known.is_none() || wanted == Some(coding) {
                        known = Some(coding);
                    }
                }
            }
            let plain = plain.and_then(|text| HeaderValue::from_str(&text).ok());
            headers.append(name.clone(), plain.unwrap_or(value));
        }
    }
    known
}

/// The answer in the coding that is wanted, where it is one that becomes smaller.
pub(super) fn encoded(mut response: HttpResponse, wanted: Wanted) -> HttpResponse {
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        if let Some(coding) = wanted.known {
            tag(response.headers_mut(), coding);
        }
        vary(response.headers_mut());
        return response;
    }
    if response.headers().contains_key(header::CONTENT_ENCODING) || !is_text(response.headers()) {
        return response;
    }
    let is_whole = matches!(status.as_u16(), 200..=299 | 400..=599)
        && !matches!(status, StatusCode::NO_CONTENT | StatusCode::PARTIAL_CONTENT);
    let pays = match response.body().size() {
        BodySize::None => false,
        BodySize::Sized(size) => size >= LEAST_BYTES,
        BodySize::Stream => true,
    };
    if !is_whole || !pays {
        return response;
    }
    vary(response.headers_mut());
    let kept = response.extensions_mut().remove::<Arc<Kept>>();
    let Some((coding, name)) = wanted.coding else { return response };
    if let Some(coded) = kept.and_then(|kept| kept.coded(name)) {
        tag(response.headers_mut(), name);
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        return response.set_body(BoxBody::new(coded));
    }
    tag(response.headers_mut(), name);
    response.map_body(|head, body: BoxBody| Encoder::response(coding, head, body).boxed())
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // Events are sent one by one, as they come.
    !kind.starts_with("text/event-stream") && TEXTS.iter().any(|text| kind.starts_with(text))
}

fn vary(headers: &mut HeaderMap) {
    let says_so = headers.get_all(header::VARY).any(|value| {
        value.to_str().is_ok_and(|names| {
            names.split(',').any(|name| name.trim().eq_ignore_ascii_case(header::ACCEPT_ENCODING.as_str()))
        })
    });
    if !says_so {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
}

/// Another representation has another ETag.
fn tag(headers: &mut HeaderMap, coding: &str) {
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let plain = tag.filter(|tag| !tag.contains('+')).and_then(|tag| tag.strip_suffix('"'));
    if let Some(tag) = plain.and_then(|plain| HeaderValue::from_str(&format!("{plain}+{coding}\"")).ok()) {
        headers.insert(header::ETAG, tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_client_says_which_coding_it_prefers() {
        for (accepted, wanted) in [
            ("gzip", Some("gzip")),
            ("gzip, deflate, br, zstd", Some("zstd")),
            ("gzip, br", Some("br")),
            ("gzip;q=1.0, br;q=0.9", Some("gzip")),
            ("GZIP;Q=0.5", Some("gzip")),
            ("gzip;q=0", None),
            ("*", Some("zstd")),
            ("*;q=0", None),
            ("*;q=0.1, zstd;q=0", Some("br")),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0, gzip;q=0.5", Some("gzip")),
            ("identity;q=0", None),
            ("deflate", None),
            ("", None),
        ] {
            let read = Wanted::read(&mut headers(header::ACCEPT_ENCODING, accepted));
            assert_eq!(read.coding.map(|(_, name)| name), wanted, "{accepted}");
        }
        assert_eq!(Wanted::read(&mut HeaderMap::new()), Wanted::default());
    }

    #[test]
    fn the_tag_of_a_coding_is_taken_back_as_the_plain_one() {
        let mut given = headers(header::IF_NONE_MATCH, "\"abc+gzip\", W/\"v3\"");
        assert_eq!(Wanted::read(&mut given).known, Some("gzip"));
        assert_eq!(given.get(header::IF_NONE_MATCH).unwrap(), "\"abc\", W/\"v3\"");
        let mut given = headers(header::IF_MATCH, "\"v3+zstd\"");
        Wanted::read(&mut given);
        assert_eq!(given.get(header::IF_MATCH).unwrap(), "\"v3\"");
        let mut given = headers(header::IF_MATCH, "\"v3\"");
        assert_eq!(Wanted::read(&mut given).known, None);
    }

    #[test]
    fn tags_of_several_codings_and_on_several_lines_are_all_taken_back() {
        for (wanted, known) in [("gzip", "gzip"), ("zstd", "zstd"), ("identity", "zstd")] {
            let mut given = headers(header::ACCEPT_ENCODING, wanted);
            for line in ["\"a+gzip\", \"b+zstd\"", "W/\"c+br\"", "\"d\", \"e+other\""] {
                given.append(header::IF_NONE_MATCH, HeaderValue::from_static(line));
            }
            given.append(header::IF_MATCH, HeaderValue::from_static("\"v2\""));
            given.append(header::IF_MATCH, HeaderValue::from_static("\"v3+br\""));
            assert_eq!(Wanted::read(&mut given).known, Some(known), "{wanted}");
            let lines = |name: header::HeaderName| -> Vec<String> {
                given.get_all(name).map(|value| value.to_str().unwrap().to_owned()).collect()
            };
            assert_eq!(lines(header::IF_NONE_MATCH), ["\"a\", \"b\"", "W/\"c\"", "\"d\", \"e+other\""]);
            assert_eq!(lines(header::IF_MATCH), ["\"v2\"", "\"v3\""]);
        }
    }

    #[test]
    fn what_is_small_or_coded_already_or_no_text_is_let_be() {
        let gzip = || Wanted::read(&mut headers(header::ACCEPT_ENCODING, "gzip"));
        let long = "x".repeat(2_000);
        let encoded_as = |response: HttpResponse| {
            let response = encoded(response, gzip());
            response.headers().get(header::CONTENT_ENCODING).map(|coding| coding.to_str().unwrap().to_owned())
        };
        let text =
            || HttpResponse::Ok().content_type("text/csv").insert_header((header::ETAG, "\"t\"")).take();
        assert_eq!(encoded_as(text().body(long.clone())).as_deref(), Some("gzip"));
        assert_eq!(encoded_as(text().body("short")), None);
        let ready = text().insert_header((header::CONTENT_ENCODING, "br")).body(long.clone());
        assert_eq!(encoded_as(ready).as_deref(), Some("br"));
        let image = HttpResponse::Ok().content_type("image/png").body(long.clone());
        assert_eq!(encoded_as(image), None);
        let events = HttpResponse::Ok().content_type("text/event-stream").body(long.clone());
        assert_eq!(encoded_as(events), None);
        let answer = encoded(text().body(long), gzip());
        assert_eq!(answer.headers().get(header::ETAG).unwrap(), "\"t+gzip\"");
        assert_eq!(answer.headers().get(header::VARY).unwrap(), "Accept-Encoding");
    }
}
