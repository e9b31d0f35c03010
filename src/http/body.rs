//! Bodies of requests: read up to a limit, and taken apart strictly. A key that is not known or there twice, a
//! wrong type, text after the end: all are refused with the place. It does not know what a body means.

use std::{fmt, io, marker::PhantomData};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, dev::Payload, error::PayloadError, http::header, web,
};
use futures_util::future::LocalBoxFuture;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor, value::MapAccessDeserializer},
};

use utoipa::openapi::{
    Ref, RefOr,
    schema::{ArrayBuilder, OneOfBuilder, Schema},
};

use super::{
    admission::Lane,
    incoming::Incoming,
    problem::{Kind, Place, Problem, ProblemItem},
    state::State,
};

/// Most items of a body that is a JSON array.
pub(super) const MOST_ITEMS: usize = 10_000;

/// A JSON body.
pub(super) struct Json<T>(pub(super) T);

/// A JSON body that may be left away.
pub(super) struct OptionalJson<T>(pub(super) T);

/// One JSON object, or an array of them.
pub(super) enum Batch<T> {
    /// One.
    One(T),
    /// Any number, all or none of which are taken.
    Many(Vec<T>),
}

impl<T> Batch<T> {
    /// How faults name their fields.
    pub(super) const fn place(&self) -> Place {
        match self {
            Self::One(_) => Place::Body,
            Self::Many(_) => Place::Items,
        }
    }

    /// The items.
    pub(super) fn into_items(self) -> Vec<T> {
        match self {
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}

/// Describes a body that is one object or an array of them; the type is never made.
macro_rules! one_or_more {
    ($name:ident, $component:literal, $item:ident) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::http::body::one_or_more_of(&<$item as utoipa::ToSchema>::name())
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($component)
            }

            fn schemas(all: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
                all.push((
                    <$item as utoipa::ToSchema>::name().into_owned(),
                    <$item as utoipa::PartialSchema>::schema(),
                ));
                <$item as utoipa::ToSchema>::schemas(all);
            }
        }
    };
}
pub(super) use one_or_more;

/// The schema of one of a component, or of an array of them.
pub(super) fn one_or_more_of(component: &str) -> RefOr<Schema> {
    let one = || RefOr::Ref(Ref::from_schema_name(component));
    let many = ArrayBuilder::new().items(one()).min_items(Some(1)).max_items(Some(MOST_ITEMS)).build();
    OneOfBuilder::new()
        .description(Some("One, or several of which all or none are taken."))
        .item(one())
        .item(RefOr::T(Schema::Array(many)))
        .into()
}

/// A JSON object, and nothing else: of itself a struct would also be read from an array, field by field.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let body = json_bytes(request);
        Box::pin(async move { parse_object(&body.await?).map(Self) })
    }
}

impl<T: DeserializeOwned + Default + 'static> FromRequest for OptionalJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let has_type = request.headers().contains_key(header::CONTENT_TYPE);
        let has_length =
            request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0");
        let is_chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
        if !has_type && !has_length && !is_chunked {
            return Box::pin(async { Ok(Self(T::default())) });
        }
        let body = json_bytes(request);
        Box::pin(async move {
            let bytes = body.await?;
            if bytes.is_empty() { Ok(Self(T::default())) } else { parse_object(&bytes).map(Self) }
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Batch<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let body = json_bytes(request);
        Box::pin(async move {
            let bytes = body.await?;
            let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            if first != Some(&b'[') {
                return parse_object(&bytes).map(Self::One);
            }
            let items: Vec<Object<T>> = parse(&bytes)?;
            if items.is_empty() {
                let detail = "the array is empty; give at least one item";
                return Err(Problem::new(Kind::BadBody, detail));
            }
            if items.len() > MOST_ITEMS {
                let detail = format!(
                    "the array has {} items; at most {MOST_ITEMS} are taken at once; send it in parts",
                    items.len()
                );
                return Err(Problem::new(Kind::BodyTooLarge, detail));
            }
            Ok(Self::Many(items.into_iter().map(|item| item.0).collect()))
        })
    }
}

type Bytes = LocalBoxFuture<'static, Result<Vec<u8>, Problem>>;

fn json_bytes(request: &HttpRequest) -> Bytes {
    bytes(request, &["application/json"], |state| state.settings.server.max_json_bytes)
}

fn bytes(request: &HttpRequest, taken: &'static [&'static str], limit: impl Fn(&State) -> usize) -> Bytes {
    let limit = request.app_data::<web::Data<State>>().map(|state| limit(state));
    let checked = check_head(request, taken, limit.unwrap_or_default());
    let incoming = request.extensions().get::<Incoming>().cloned();
    Box::pin(async move {
        let limit = checked?;
        let incoming = incoming.ok_or_else(|| Problem::internal("a request came without its body"))?;
        let mut body = Vec::new();
        while let Some(chunk) = incoming.next().await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            if body.len() + chunk.len() > limit {
                return Err(too_large(limit));
            }
            body.extend_from_slice(&chunk);
        }
        incoming.enter(Lane::Write).await?;
        Ok(body)
    })
}

/// What the head says of the body: its type, its coding, its length. Gives the limit back.
pub(super) fn check_head(request: &HttpRequest, taken: &[&str], limit: usize) -> Result<usize, Problem> {
    let given =
        request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("unreadable"));
    let (kind, parameters) = match given {
        Some(text) => text.split_once(';').unwrap_or((text, "")),
        None => ("", ""),
    };
    let taken_list = taken.join(", ");
    if !taken.iter().any(|known| kind.trim().eq_ignore_ascii_case(known)) {
        let given = given.unwrap_or("missing");
        let detail = format!("the Content-Type is {given:?}; this operation takes {taken_list}");
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let charset = parameters.trim().to_ascii_lowercase();
    let is_json = kind.to_ascii_lowercase().contains("json");
    if is_json && !matches!(charset.as_str(), "" | "charset=utf-8" | "charset=\"utf-8\"") {
        let detail = format!("JSON is UTF-8 and has no parameter {:?}; leave it out", parameters.trim());
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    if let Some(coding) = request.headers().get(header::CONTENT_ENCODING)
        && coding.as_bytes() != b"identity"
    {
        let detail = "the body is compressed; send it as it is";
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    match length.and_then(|length| length.parse::<u64>().ok()) {
        Some(length) if usize::try_from(length).map_or(true, |length| length > limit) => {
            Err(too_large(limit))
        }
        _ => Ok(limit),
    }
}

pub(super) fn too_large(limit: usize) -> Problem {
    let detail = format!("at most {limit} bytes are taken; send it in parts, or import it as a file");
    Problem::new(Kind::BodyTooLarge, detail)
}

pub(super) fn broken(error: &PayloadError) -> Problem {
    match error {
        PayloadError::Overflow => Problem::new(Kind::BodyTooLarge, "the body is too large"),
        PayloadError::Io(error) if error.kind() == io::ErrorKind::TimedOut => Problem::new(
            Kind::BodyTooSlow,
            "the body came too slowly or not at all; nothing was changed; send it again",
        ),
        other => Problem::new(
            Kind::MalformedRequest,
            format!("the body cannot be read to its end ({other}); send the request again"),
        ),
    }
}

fn parse_object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    parse::<Object<T>>(bytes).map(|object| object.0)
}

/// Reads JSON into a type; what does not fit is refused with its place.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let at = error.valid_up_to();
        let detail = format!("the body is no UTF-8: byte {} is wrong; JSON is UTF-8", at + 1);
        return Err(refusal(ProblemItem {
            code: "bad_encoding".to_owned(),
            detail,
            ..ProblemItem::default()
        }));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut track = serde_path_to_error::Track::new();
    let read = T::deserialize(serde_path_to_error::Deserializer::new(&mut reader, &mut track));
    let error = match read {
        Ok(value) => match reader.end() {
            Ok(()) => return Ok(value),
            Err(error) => error,
        },
        Err(error) => error,
    };
    let is_data = error.classify() == serde_json::error::Category::Data;
    let (code, detail) = if is_data { shape(&error) } else { ("malformed_json", syntax(&error)) };
    let pointer = is_data.then(|| pointer(&track.path()));
    Err(refusal(ProblemItem {
        pointer,
        line: u64::try_from(error.line()).ok().filter(|line| *line > 0),
        column: Some(error.column().to_string()).filter(|_| error.line() > 0),
        code: code.to_owned(),
        detail,
        ..ProblemItem::default()
    }))
}

fn refusal(item: ProblemItem) -> Problem {
    Problem::new(Kind::BadBody, item.detail.clone()).with(item)
}

fn syntax(error: &serde_json::Error) -> String {
    format!("the body is no JSON that is taken here: {error}")
}

/// The code and the text of a body that is JSON of another shape than the documented one.
fn shape(error: &serde_json::Error) -> (&'static str, String) {
    let text = error.to_string();
    let code = [
        ("unknown field", "unknown_field"),
        ("missing field", "missing_field"),
        ("duplicate field", "duplicate_field"),
    ]
    .iter()
    .find(|(start, _)| text.starts_with(start))
    .map_or("wrong_type", |(_, code)| *code);
    (code, format!("the body has another shape than is documented: {text}"))
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut text = String::new();
    for segment in path {
        text.push('/');
        match segment {
            Segment::Seq { index } => text.push_str(&index.to_string()),
            Segment::Map { key } => text.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => text.push_str(variant),
            Segment::Unknown => text.push('?'),
        }
    }
    text
}

/// A whole number, or null. JSON writes 2 and 2.0 for the same one.
pub(super) fn whole<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: TryFrom<i64>,
{
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else { return Ok(None) };
    let text = number.to_string();
    let whole = text.strip_suffix(".0").unwrap_or(&text).parse::<i64>().ok();
    let fitting = whole.and_then(|whole| T::try_from(whole).ok());
    let refused = || {
        let range = if T::try_from(-1).is_ok() { "of at most 18 digits" } else { "from 0 to 4294967295" };
        serde::de::Error::custom(format!("invalid value: {text}, expected a whole number {range}"))
    };
    fitting.map(Some).ok_or_else(refused)
}
