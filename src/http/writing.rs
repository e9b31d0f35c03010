//! The one place where writes end: the answer is made before the commit, kept under the client's key in the same
//! transaction, and given again byte for byte to a request that is sent again. It does not know what is written.

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody, None as NoBody},
    dev::Payload,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    web::Bytes,
};
use sha2::{Digest, Sha256};
use tracing::Instrument;

use super::{
    cut_off,
    entry::Admitted,
    envelope::RequestId,
    incoming::Incoming,
    problem::{Kind, Problem, ProblemItem},
};
use crate::service::{Caller, KeptAnswer, Once, Pending, access::Principal, error::ServiceError};

/// The header by which a client gives its write a key.
pub(super) const KEY: &str = "Idempotency-Key";

/// The header of an answer that was given before.
pub(super) const REPLAYED: &str = "Idempotency-Replayed";

/// The longest key.
pub(super) const LONGEST_KEY: usize = 255;

/// Who asks, in which request, and the key of the write where it has one.
pub(super) struct Asking {
    caller: Caller,
    key: Option<(String, Incoming)>,
}

impl FromRequest for Asking {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    /// The extractors of a request are made before any of them reads the body, so that the digest misses nothing.
    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        let id = extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let Principal { actor, grant } =
            extensions.get::<Admitted>().map_or_else(Principal::anonymous, |admitted| admitted.0.clone());
        let caller = Caller { actor, request: id, grant, once: None };
        let incoming = extensions.get::<Incoming>().cloned();
        std::future::ready(key(request.headers()).map(|key| {
            let key = key.zip(incoming);
            if let Some((_, incoming)) = &key {
                incoming.add_to(digest_of_head(request));
            }
            Self { caller, key }
        }))
    }
}

impl Asking {
    /// The caller of a read that not everybody may do.
    pub(super) const fn reader(&self) -> &Caller {
        &self.caller
    }

    /// The same, where the answer must not be kept: a key for the write is refused, not ignored.
    pub(super) fn unkept(self) -> Result<Self, Problem> {
        if self.key.is_none() {
            return Ok(self);
        }
        let detail = format!(
            "the answer holds what is shown once and kept nowhere, so that it cannot be given again; leave {KEY} out"
        );
        Err(Problem::new(Kind::BadHeader, detail.clone()).with(ProblemItem {
            parameter: Some(KEY.to_owned()),
            code: "answer_not_kept".to_owned(),
            detail,
            ..ProblemItem::default()
        }))
    }

    /// The caller, once the body was read: the fingerprint of the write is complete only then.
    fn caller(self) -> Caller {
        let once = self.key.and_then(|(key, incoming)| {
            let digest = incoming.digest()?.finalize();
            Some(Once { key, fingerprint: hex(&digest) })
        });
        Caller { once, ..self.caller }
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(KEY);
    let Some(value) = values.next() else { return Ok(None) };
    let bytes = value.as_bytes();
    let is_plain = bytes.iter().all(|byte| (b'!'..=b'~').contains(byte));
    if values.next().is_some() || bytes.is_empty() || bytes.len() > LONGEST_KEY || !is_plain {
        let detail = format!(
            "{KEY} takes one key of 1 to {LONGEST_KEY} visible ASCII characters, such as a UUID; take a new one for \
             each write"
        );
        return Err(Problem::new(Kind::BadHeader, detail.clone()).with(ProblemItem {
            parameter: Some(KEY.to_owned()),
            code: "bad_idempotency_key".to_owned(),
            detail,
            ..ProblemItem::default()
        }));
    }
    Ok(value.to_str().ok().map(str::to_owned))
}

/// The start of a fingerprint: what the head says that decides what the write does, each field led by its length.
fn digest_of_head(request: &HttpRequest) -> Sha256 {
    let mut digest = Sha256::new();
    let mut field = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => {
            digest.update([1]);
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        }
        None => digest.update([0]),
    };
    let address = request.uri().path_and_query().map(|address| address.as_str().as_bytes());
    field(Some(request.method().as_str().as_bytes()));
    field(address);
    for name in [header::CONTENT_TYPE, header::IF_MATCH, header::IF_NONE_MATCH] {
        field(request.headers().get(name).map(HeaderValue::as_bytes));
    }
    digest
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Runs a write to its end, also where its request is answered before: a commit that has begun is never cancelled.
///
/// `write` does it, `answer` makes the answer of what it gives, `refused` the problem of what it refuses.
pub(super) async fn to_the_end<T: 'static>(
    asking: Asking,
    write: impl AsyncFnOnce(&Caller) -> Result<Pending<T>, ServiceError> + 'static,
    refused: impl FnOnce(ServiceError) -> Problem + 'static,
    answer: impl FnOnce(T) -> HttpResponse + 'static,
) -> Result<HttpResponse, Problem> {
    let whole = async move {
        let caller = asking.caller();
        let pending = match write(&caller).await {
            Ok(pending) => pending,
            Err(ServiceError::Repeated(kept)) => return replayed(kept),
            Err(error) => return Err(refused(error)),
        };
        let (value, pending) = pending.into_parts();
        let Whole { response, bytes } = whole(answer(value))?;
        match pending.commit_once(&caller, || kept(&response, &bytes)).await {
            Ok(()) => Ok(response),
            Err(error) => Err(refused(error)),
        }
    };
    cut_off::spawn(whole.in_current_span())
        .await
        .map_err(|error| Problem::internal(format!("a write did not end: {error}")))?
}

/// An answer with its body at hand.
struct Whole {
    response: HttpResponse,
    bytes: Bytes,
}

fn whole(response: HttpResponse) -> Result<Whole, Problem> {
    let (head, body) = response.into_parts();
    let bytes = body.try_into_bytes().map_err(|_| Problem::internal("the answer to a write is a stream"))?;
    Ok(Whole { response: head.set_body(body_of(bytes.clone())), bytes })
}

fn body_of(bytes: Bytes) -> BoxBody {
    if bytes.is_empty() { BoxBody::new(NoBody::new()) } else { BoxBody::new(bytes) }
}

fn kept(response: &HttpResponse, bytes: &Bytes) -> KeptAnswer {
    let headers: Vec<(&str, &str)> = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect();
    KeptAnswer {
        status: response.status().as_u16(),
        headers: serde_json::json!(headers).to_string(),
        body: bytes.to_vec(),
    }
}

fn replayed(kept: KeptAnswer) -> Result<HttpResponse, Problem> {
    let KeptAnswer { status, headers, body } = kept;
    let broken = |what: &str| Problem::internal(format!("an answer that was kept has no readable {what}"));
    let status = StatusCode::from_u16(status).map_err(|_| broken("status"))?;
    let headers: Vec<(String, String)> = serde_json::from_str(&headers).map_err(|_| broken("headers"))?;
    let mut response = HttpResponse::with_body(status, body_of(Bytes::from(body)));
    for (name, value) in headers {
        let name = HeaderName::try_from(name).map_err(|_| broken("header"))?;
        let value = HeaderValue::try_from(value).map_err(|_| broken("header"))?;
        response.headers_mut().append(name, value);
    }
    response.headers_mut().insert(
        HeaderName::try_from(REPLAYED).map_err(|_| broken("header"))?,
        HeaderValue::from_static("true"),
    );
    Ok(response)
}
