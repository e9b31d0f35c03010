//! Queries and path parts: taken apart strictly, each refusal with the name of the parameter. It does not know
//! what a parameter means.

use std::collections::HashSet;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::problem::{Kind, Problem, ProblemItem};
use crate::{
    domain::{code::Code, period::Period},
    service::{error::Fault, fields::Fields},
};

/// The query of a request, as a struct whose fields are all `Option<String>`.
pub(super) struct Query<T>(pub(super) T);

/// The query of an operation that has no parameter.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct NoParameters {}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request.query_string()))
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// Reads a query string.
    pub(super) fn of(text: &str) -> Result<Self, Problem> {
        parse(text).map(Self)
    }
}

/// Reads a query string.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let mut pairs = Vec::new();
    let mut seen = HashSet::new();
    for part in text.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
            let detail = "the query is no percent-encoded UTF-8; encode it as UTF-8";
            return Err(Problem::query("", part, "bad_encoding", detail));
        };
        if !seen.insert(name.clone()) {
            let detail = format!("the parameter {name} is there twice; give it once");
            return Err(Problem::query(&name, &value, "duplicate_parameter", detail));
        }
        pairs.push((name, serde_json::Value::String(value)));
    }
    let given = serde_json::Value::Object(pairs.into_iter().collect());
    T::deserialize(given).map_err(|error| {
        let text = error.to_string();
        let name = text.split('`').nth(1).unwrap_or_default().to_owned();
        let detail = format!("{}; leave it out", text.replace("field", "parameter"));
        Problem::new(Kind::BadQuery, detail.clone()).with(ProblemItem {
            parameter: Some(name),
            code: "unknown_parameter".to_owned(),
            detail,
            ..ProblemItem::default()
        })
    })
}

/// A parameter of a query string, whatever else stands there.
pub(super) fn parameter(text: &str, name: &str) -> Option<String> {
    let mut parts = text.split('&').map(|part| part.split_once('=').unwrap_or((part, "")));
    parts.find(|(given, _)| decoded(given).as_deref() == Some(name)).and_then(|(_, value)| decoded(value))
}

/// Percent-encoded UTF-8 with `+` for a space, exactly; `None` where it is something else.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The code in a part of the path.
pub(super) fn path_code(parameter: &str, text: &str) -> Result<Code, Problem> {
    Code::new(text).map_err(|error| Problem::path(parameter, text, "bad_code", error.to_string()))
}

/// Reads parameters of the query and collects what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    fields: Fields,
}

impl Parameters {
    /// A code; `None` where it is left out or empty.
    pub(super) fn code(&mut self, name: &str, text: Option<&str>) -> Option<Code> {
        self.fields.optional_code(name, text)
    }

    /// A period; `None` where it is left out.
    pub(super) fn period(&mut self, name: &str, text: Option<&str>) -> Option<Period> {
        text.and_then(|text| self.fields.period(name, text))
    }

    /// Yes or no; no where it is left out.
    pub(super) fn flag(&mut self, name: &str, text: Option<&str>) -> bool {
        match text {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                self.fault(name, other, "bad_flag", "write true or false");
                false
            }
        }
    }

    /// Something that is wrong.
    pub(super) fn fault(&mut self, name: &str, value: &str, code: &str, detail: impl Into<String>) {
        self.fields.fault(name, value, code, detail);
    }

    /// The fields, to read what else they can.
    pub(super) const fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }

    /// Nothing, or the refusal.
    pub(super) fn finish(self) -> Result<(), Problem> {
        self.fields.finish().map_err(|faults: Vec<Fault>| Problem::queries(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Two {
        area: Option<String>,
        limit: Option<String>,
    }

    fn refused(text: &str) -> (String, String) {
        let problem = parse::<Two>(text).unwrap_err();
        let item = problem.errors[0].clone();
        (item.code, item.parameter.unwrap_or_default())
    }

    #[test]
    fn a_query_is_read_once_decoded() {
        let two: Two = parse("area=%E4%B8%87%E5%B7%9E+2&limit=").unwrap();
        assert_eq!((two.area.as_deref(), two.limit.as_deref()), (Some("万州 2"), Some("")));
        assert!(parse::<Two>("").unwrap().area.is_none());
    }

    #[test]
    fn what_is_unknown_twice_or_no_text_is_refused_by_name() {
        assert_eq!(refused("limits=3"), ("unknown_parameter".to_owned(), "limits".to_owned()));
        assert_eq!(refused("area=a&area=a"), ("duplicate_parameter".to_owned(), "area".to_owned()));
        for text in ["area=%FF", "area=%4", "area=%zz", "%C0%AF=1"] {
            assert_eq!(refused(text).0, "bad_encoding", "{text}");
        }
    }
}
