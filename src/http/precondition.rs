//! Versions on the wire: the ETag of a resource is its version, and a revision may say which one it is meant for.
//! It does not know any resource.

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{
        Method,
        header::{self, HeaderMap, HeaderName},
    },
    web,
};

use super::{
    problem::{Kind, Place, Problem},
    state::State,
};
use crate::{
    config::IfMatch,
    service::{Expect, StoreError, error::ServiceError},
};

/// The ETag of a version.
pub(super) fn etag(version: i64) -> String {
    format!("\"v{version}\"")
}

/// What the headers of a write say about the version that it is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precondition {
    /// Nothing.
    None,
    /// Nothing, where the settings have it that something must be said.
    Missing,
    /// `If-Match` with a tag: that version. A tag that is none of ours matches no version.
    Match(i64),
    /// `If-Match: *`: there must be some version.
    There,
    /// `If-None-Match: *`: there must be nothing yet.
    Absent,
}

/// No version has this number.
const NO_VERSION: i64 = 0;

impl FromRequest for Precondition {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let is_required = request
            .app_data::<web::Data<State>>()
            .is_some_and(|state| state.settings.writes.if_match == IfMatch::Required);
        std::future::ready(read(request).map(|said| match said {
            Self::None if is_required => Self::Missing,
            said => said,
        }))
    }
}

fn read(request: &HttpRequest) -> Result<Precondition, Problem> {
    let if_match = one_value(request, &header::IF_MATCH)?;
    let if_none_match = one_value(request, &header::IF_NONE_MATCH)?;
    match (if_match, if_none_match) {
        (None, None) => Ok(Precondition::None),
        (Some(_), Some(_)) => Err(bad("give If-Match or If-None-Match, not both")),
        (None, Some("*")) if request.method() == Method::PUT => Ok(Precondition::Absent),
        (None, Some(_)) => Err(bad("a write takes If-None-Match only with PUT and as *; leave it out")),
        (Some("*"), None) => Ok(Precondition::There),
        (Some(tag), None) => {
            let opaque = tag.strip_prefix("W/").unwrap_or(tag);
            let inner = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            match inner.filter(|inner| !inner.contains('"')) {
                None => Err(bad("If-Match takes one ETag as it was given, such as \"v3\", or *")),
                Some(inner) => {
                    let version = inner.strip_prefix('v').filter(|_| !tag.starts_with("W/"));
                    let version = version.and_then(|version| version.parse().ok());
                    Ok(Precondition::Match(version.filter(|version| *version > 0).unwrap_or(NO_VERSION)))
                }
            }
        }
    }
}

fn one_value<'a>(request: &'a HttpRequest, name: &HeaderName) -> Result<Option<&'a str>, Problem> {
    let mut values = request.headers().get_all(name);
    let first = values.next();
    if values.next().is_some() {
        return Err(bad("a precondition is there twice; give it once"));
    }
    match first {
        None => Ok(None),
        Some(value) => value.to_str().map(Some).map_err(|_| bad("a precondition is no plain text")),
    }
}

/// Refuses a precondition where a write cannot hold to it: it is not done as if nothing had been said.
pub(super) fn none_is_given(headers: &HeaderMap) -> Result<(), Problem> {
    let named = [header::IF_MATCH, header::IF_NONE_MATCH].into_iter().find(|name| headers.contains_key(name));
    let Some(name) = named else { return Ok(()) };
    let name = if name == header::IF_MATCH { "If-Match" } else { "If-None-Match" };
    Err(bad(&format!("this operation compares no version with what stands; leave {name} out")))
}

fn bad(detail: &str) -> Problem {
    Problem::new(Kind::BadHeader, detail)
}

impl Precondition {
    /// What the write expects to find, from the headers and from the version in the body.
    pub(super) fn expect(self, version_in_body: Option<i64>) -> Result<Expect, Problem> {
        match (self, version_in_body) {
            (Self::None, None) => Ok(Expect::Any),
            (Self::Missing, None) => Err(Problem::new(
                Kind::PreconditionRequired,
                "say which version this is meant for: If-Match with the ETag that you read, version in the body, or \
                 If-None-Match: * where there is nothing yet",
            )),
            (Self::None | Self::Missing | Self::There, Some(version)) | (Self::Match(version), None) => {
                Ok(Expect::Version(version))
            }
            (Self::There, None) => Ok(Expect::There),
            (Self::Match(tag), Some(version)) if tag == version => Ok(Expect::Version(version)),
            (Self::Absent, None) => Ok(Expect::New),
            (Self::Match(_) | Self::Absent, Some(_)) => Err(bad(
                "the precondition and the version in the body contradict each other; give one of them",
            )),
        }
    }

    /// How a refused write becomes a problem: what the precondition ruled out is a precondition that failed.
    pub(super) fn problem(self, place: Place) -> impl FnOnce(ServiceError) -> Problem {
        move |error| {
            let stale = matches!(
                (&error, self),
                (ServiceError::Store(StoreError::Conflict { .. }), Self::Match(_))
                    | (
                        ServiceError::Store(StoreError::Duplicate { .. })
                            | ServiceError::Conflicting { first: StoreError::Duplicate { .. }, .. },
                        Self::Absent,
                    )
            );
            let problem = Problem::of(error, place);
            if stale { Problem { kind: Kind::StaleVersion, ..problem } } else { problem }
        }
    }
}

/// Whether the client has that version already (`If-None-Match`).
pub(super) fn is_known(request: &HttpRequest, tag: &str) -> bool {
    is_among(request.headers(), tag)
}

/// Whether a tag is among those that `If-None-Match` names.
pub(super) fn is_among(headers: &HeaderMap, tag: &str) -> bool {
    headers.get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
    })
}
