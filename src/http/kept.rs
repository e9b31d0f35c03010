//! Answers that are kept as bytes, with their ETag and their compressed forms, for as long as nothing bears on what
//! they rest on. A poll is then a look-up. It does not know what an answer says.

use std::{
    future::Future,
    io::Write,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderMap, HeaderValue},
    web::Bytes,
};
use chrono::NaiveDate;
use quick_cache::{Weighter, sync::Cache};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    admission::Lane,
    judged::{Tongue, languages, mark_of},
    precondition::is_among,
    problem::Problem,
    state::State,
};
use crate::service::{Ground, Plantrack, scorecard::Question};

/// The media type of what most answers are.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer that was just made.
pub(super) struct Made {
    body: Vec<u8>,
    content_type: HeaderValue,
    language: Option<HeaderValue>,
    disposition: Option<HeaderValue>,
    vary: &'static str,
    ground: Arc<Ground>,
    holds_at: i64,
}

impl Made {
    /// An answer in JSON, with what it rests on and the change up to which that is known to hold.
    pub(super) fn json(out: &impl Serialize, ground: Arc<Ground>, holds_at: i64) -> Result<Self, Problem> {
        let body = serde_json::to_vec(out).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(Self::file(body, JSON, None, ground, holds_at))
    }

    /// An answer in another form, which may have a name as a file.
    pub(super) fn file(
        body: Vec<u8>,
        content_type: HeaderValue,
        disposition: Option<HeaderValue>,
        ground: Arc<Ground>,
        holds_at: i64,
    ) -> Self {
        let vary = "Accept-Encoding";
        Self { body, content_type, language: None, disposition, vary, ground, holds_at }
    }

    /// The same, in the language that is asked for.
    pub(super) fn worded(self, tongue: Tongue) -> Self {
        let vary = "Accept-Language, Accept-Encoding";
        Self { language: Some(languages(tongue.language)), vary, ..self }
    }

    /// The same, one of several forms that the address has.
    pub(super) fn in_forms(self) -> Self {
        Self { vary: "Accept, Accept-Language, Accept-Encoding", ..self }
    }
}

/// Makes the coded form of some bytes.
type Coder = fn(&[u8]) -> Option<Vec<u8>>;

/// Below this many bytes a compressed form is not worth its header.
const WORTH_CODING: usize = 1_024;

/// An answer that is kept.
pub(super) struct Kept {
    tag: HeaderValue,
    content_type: HeaderValue,
    language: Option<HeaderValue>,
    disposition: Option<HeaderValue>,
    vary: &'static str,
    body: Bytes,
    gzip: OnceLock<Option<Bytes>>,
    brotli: OnceLock<Option<Bytes>>,
    zstd: OnceLock<Option<Bytes>>,
    ground: Arc<Ground>,
    /// The number of the change up to which it holds.
    checked: AtomicI64,
    /// The day it was made for, where the question left it to the day.
    day: Option<NaiveDate>,
}

impl Kept {
    fn new(made: Made, day: Option<NaiveDate>) -> Self {
        let Made { body, content_type, language, disposition, vary, ground, holds_at } = made;
        // What says the same in another form or language has another tag, even where the bytes are the same.
        let mut digest = Sha256::new();
        for header in [Some(&content_type), language.as_ref()].into_iter().flatten() {
            digest.update(header.as_bytes());
            digest.update(b"\n");
        }
        digest.update(&body);
        let digest = digest.finalize();
        let start = digest.first_chunk::<16>().copied().unwrap_or_default();
        let tag = format!("\"{:032x}\"", u128::from_be_bytes(start));
        Self {
            // Digits and quotation marks are a header's value.
            tag: HeaderValue::from_str(&tag).unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
            content_type,
            language,
            disposition,
            vary,
            body: body.into(),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
            zstd: OnceLock::new(),
            ground,
            checked: AtomicI64::new(holds_at),
            day,
        }
    }

    /// Whether it is known to hold now, without asking anybody.
    fn holds(&self, plantrack: &Plantrack) -> bool {
        plantrack.known_change().is_some_and(|now| now <= self.checked.load(Ordering::Acquire))
            && self.is_of_today(plantrack)
    }

    fn is_of_today(&self, plantrack: &Plantrack) -> bool {
        self.day.is_none_or(|day| day == plantrack.clock().today())
    }

    /// The bytes in a coding (`gzip`, `br`, `zstd`), made when they are first wanted; `None` where that makes them no
    /// shorter.
    pub(super) fn coded(&self, coding: &str) -> Option<Bytes> {
        let (kept, code): (_, Coder) = match coding {
            "gzip" => (&self.gzip, gzip),
            "br" => (&self.brotli, brotli),
            "zstd" => (&self.zstd, zstd),
            _ => return None,
        };
        let made = || {
            let coded = (self.body.len() >= WORTH_CODING).then(|| code(&self.body)).flatten()?;
            (coded.len() < self.body.len()).then(|| coded.into())
        };
        kept.get_or_init(made).clone()
    }

    /// The answer to a request: the bytes as they are, or word that the client has them. Which coding they are sent
    /// in is settled where the answer goes out: it finds the kept answer beside the bytes.
    fn answer(self: &Arc<Self>, headers: &HeaderMap) -> HttpResponse {
        if self.tag.to_str().is_ok_and(|tag| is_among(headers, tag)) {
            return HttpResponse::NotModified()
                .insert_header((header::ETAG, self.tag.clone()))
                .insert_header((header::VARY, HeaderValue::from_static(self.vary)))
                .finish();
        }
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::ETAG, self.tag.clone()))
            .insert_header((header::CONTENT_TYPE, self.content_type.clone()))
            .insert_header((header::VARY, HeaderValue::from_static(self.vary)));
        if let Some(language) = &self.language {
            response.insert_header((header::CONTENT_LANGUAGE, language.clone()));
        }
        if let Some(disposition) = &self.disposition {
            response.insert_header((header::CONTENT_DISPOSITION, disposition.clone()));
        }
        let mut response = response.body(self.body.clone());
        if headers.contains_key(header::ACCEPT_ENCODING) {
            response.extensions_mut().insert(self.clone());
        }
        response
    }
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

fn brotli(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4_096, 5, 20);
    encoder.write_all(body).ok()?;
    encoder.flush().ok()?;
    Some(encoder.into_inner())
}

fn zstd(body: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::compress(body, 3).ok()
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Arc<Kept>> for ByBytes {
    fn weight(&self, key: &String, kept: &Arc<Kept>) -> u64 {
        // With the compressed forms that may still be made, and what is around them.
        let bytes = key.len() + kept.body.len().saturating_mul(2) + 1_024;
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

/// How often an answer was there, and how often it had to be made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct KeptCounts {
    /// Answers that were there and held.
    pub(super) hits: u64,
    /// Answers that had to be made.
    pub(super) misses: u64,
    /// Bytes that all of them take, about.
    pub(super) bytes: u64,
}

/// The answers that are kept, the least used of them given up for others. Clones are the same ones.
#[derive(Clone)]
pub(super) struct KeptAnswers {
    cache: Arc<Cache<String, Arc<Kept>, ByBytes>>,
    hits: Arc<AtomicU64>,
    misses: Arc<AtomicU64>,
}

impl std::fmt::Debug for KeptAnswers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptAnswers").field("entries", &self.cache.len()).finish_non_exhaustive()
    }
}

impl KeptAnswers {
    /// None yet; they will take that many bytes, about.
    pub(super) fn new(bytes: u64) -> Self {
        // An answer of some ten kilobytes is what is usual.
        let entries = usize::try_from(bytes / 20_000).unwrap_or(usize::MAX).max(16);
        Self {
            cache: Arc::new(Cache::with_weighter(entries, bytes, ByBytes)),
            hits: Arc::default(),
            misses: Arc::default(),
        }
    }

    /// How they are used.
    pub(super) fn counts(&self) -> KeptCounts {
        KeptCounts {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            bytes: self.cache.weight(),
        }
    }

    /// The answer to a request where it is there and holds, without asking anybody.
    pub(super) fn at_once(
        &self,
        address: &str,
        headers: &HeaderMap,
        plantrack: &Plantrack,
    ) -> Option<HttpResponse> {
        let mark = mark_of(headers, address);
        let kept =
            if mark.is_empty() { self.cache.get(address) } else { self.cache.get(&key(address, mark)) }?;
        if !kept.holds(plantrack) {
            return None;
        }
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(kept.answer(headers))
    }
}

/// What an answer is kept under: the address as it was asked for, and the form and the language where a header has chosen
/// another one than the usual.
fn key(address: &str, mark: &str) -> String {
    if mark.is_empty() { address.to_owned() } else { format!("{address} {mark}") }
}

/// Answers a question about a plan: with what is kept, where it holds, else with what is made now. Of those that ask
/// the same at the same time, one makes it.
///
/// The question's day is set to today where it names none, and the answer made for that day.
pub(super) async fn answer<F>(
    request: &HttpRequest,
    state: &State,
    mark: impl AsRef<str>,
    mut question: Question,
    make: impl FnOnce(Question) -> F,
) -> Result<HttpResponse, Problem>
where
    F: Future<Output = Result<Made, Problem>>,
{
    let plantrack = &state.plantrack;
    let day = question.on.is_none().then(|| plantrack.clock().today());
    question.on = question.on.or(day);
    let uri = request.uri();
    let address = uri.path_and_query().map_or_else(|| uri.path(), |both| both.as_str());
    let (kept, key) = (&state.kept, key(address, mark.as_ref()));
    loop {
        let guard = match kept.cache.get_value_or_guard_async(&key).await {
            Ok(known) => {
                let checked = known.checked.load(Ordering::Acquire);
                let holds = plantrack.still_holds(&known.ground, checked).await;
                let holds = holds.map_err(super::answer::read_failed)?;
                if let Some(now) = holds.filter(|_| known.is_of_today(plantrack)) {
                    known.checked.fetch_max(now, Ordering::AcqRel);
                    kept.hits.fetch_add(1, Ordering::Relaxed);
                    return Ok(known.answer(request.headers()));
                }
                kept.cache.remove_if(&key, |there| Arc::ptr_eq(there, &known));
                continue;
            }
            Err(guard) => guard,
        };
        kept.misses.fetch_add(1, Ordering::Relaxed);
        // What is kept costs nothing; to make it is work, which takes its turn among the others.
        let place = state.edge.admission.enter(Lane::Read).await?;
        let fresh = Arc::new(Kept::new(make(question).await?, day));
        drop(place);
        // Where it was removed in between, nobody waits for it.
        let _ = guard.insert(fresh.clone());
        return Ok(fresh.answer(request.headers()));
    }
}
