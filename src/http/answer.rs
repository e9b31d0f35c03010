//! Answers: JSON with status and headers, pages of lists. It does not know any resource.

use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    precondition::{etag, is_known},
    problem::{Place, Problem},
    query::Parameters,
    state::State,
    words::CursorText,
};
use crate::service::error::ServiceError;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page<T> {
    /// The entries, in the list's stable order.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last one. It is opaque: give it back as it is.
    #[schema(required = true, example = json!(null))]
    pub next: Option<String>,
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// Most entries of the page. The default and the largest value are settings (50 and 1000).
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 50)]
    pub(super) limit: Option<String>,
    /// The cursor of the page, as the page before gave it in `next`.
    #[param(value_type = Option<CursorText>)]
    pub(super) cursor: Option<String>,
}

/// Which page of a list, read.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageAsked {
    /// The key of the last entry seen; 0 at the beginning.
    pub(super) after: i64,
    /// Most entries.
    pub(super) limit: u32,
}

impl PageAsked {
    /// Reads which page is asked for. Cursors of another kind of list are refused.
    pub(super) fn read(
        parameters: &mut Parameters,
        kind: char,
        limit: Option<&str>,
        cursor: Option<&str>,
        state: &State,
    ) -> Self {
        let lists = &state.settings.lists;
        let limit = match limit {
            None => lists.default_limit,
            Some(text) => match text.parse::<u32>() {
                Ok(limit) if (1..=lists.max_limit).contains(&limit) => limit,
                _ => {
                    let detail = format!("write a whole number from 1 to {}", lists.max_limit);
                    parameters.fault("limit", text, "bad_limit", detail);
                    1
                }
            },
        };
        let after = cursor.map_or(Some(0), |text| {
            text.strip_prefix(kind)
                .and_then(|digits| i64::from_str_radix(digits, 36).ok())
                .filter(|key| *key > 0)
        });
        if after.is_none() {
            let detail = "this is no cursor of this list; take next from the page before, or leave it out";
            parameters.fault("cursor", cursor.unwrap_or_default(), "bad_cursor", detail);
        }
        Self { after: after.unwrap_or_default(), limit }
    }

    /// How many entries to load: one more than asked for says whether there is a next page.
    pub(super) fn to_load(self) -> u64 {
        u64::from(self.limit) + 1
    }
}

/// The cursor that stands behind an entry of a list.
pub(super) fn cursor(kind: char, key: i64) -> String {
    format!("{kind}{}", in_base_36(key))
}

/// The number in base 36, so that a cursor is short and plainly no number to count on.
fn in_base_36(mut number: i64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        let digit = u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36));
        digits.extend(digit);
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// A page, from one entry more than was asked for.
pub(super) fn page<T, O: Serialize>(
    request: &HttpRequest,
    kind: char,
    asked: PageAsked,
    mut entries: Vec<T>,
    key: impl Fn(&T) -> i64,
    out: impl Fn(T) -> O,
) -> HttpResponse {
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let has_more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().map(key).filter(|_| has_more);
    page_up_to(request, kind, last, entries.into_iter().map(out).collect())
}

/// A page, and the key that the next one begins after, where there may be one.
pub(super) fn page_up_to<O: Serialize>(
    request: &HttpRequest,
    kind: char,
    last: Option<i64>,
    items: Vec<O>,
) -> HttpResponse {
    let next = last.map(|key| cursor(kind, key));
    let mut answer = HttpResponse::Ok();
    if let Some(next) = &next {
        let others = request
            .query_string()
            .split('&')
            .filter(|part| !part.is_empty() && *part != "cursor" && !part.starts_with("cursor="));
        let query: Vec<String> = others.map(str::to_owned).chain([format!("cursor={next}")]).collect();
        let link = format!("<{}?{}>; rel=\"next\"", request.path(), query.join("&"));
        answer.insert_header((header::LINK, link));
    }
    answer.json(Page { items, next })
}

/// One resource at a version, or 304 where the client has it already.
pub(super) fn versioned(request: &HttpRequest, version: i64, out: &impl Serialize) -> HttpResponse {
    let tag = etag(version);
    if is_known(request, &tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok().insert_header((header::ETAG, tag)).json(out)
}

/// What was created, with its address and version.
pub(super) fn created(location: &str, version: i64, out: &impl Serialize) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((header::LOCATION, location))
        .insert_header((header::ETAG, etag(version)))
        .json(out)
}

/// What was written, with its version.
pub(super) fn written(version: i64, out: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, etag(version))).json(out)
}

/// The address of something below `/api/v1`, its code as one part of the path.
pub(super) fn address(collection: &str, code: &str) -> String {
    format!("/api/v1/{collection}/{}", code.replace('/', "%2F"))
}

/// Reads of the record: faults of these cannot come from the body.
pub(super) fn read_failed(error: ServiceError) -> Problem {
    Problem::of(error, Place::Query)
}

/// A text as the value of a query parameter.
pub(super) fn in_query(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
