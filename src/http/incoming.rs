//! The body of a request on its way in. It outlives the handler: an answer that is given before the body was read
//! carries it along, since the framework closes the connection after such an answer, and would wait without end for
//! the rest of a body that nobody holds. It does not know what a body means.

use std::{
    cell::{Cell, RefCell},
    fmt, io,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::Payload,
    error::PayloadError,
    web::Bytes,
};
use futures_util::Stream;
use sha2::{Digest, Sha256};

use super::{
    admission::{Admission, Lane, Place},
    problem::Problem,
};

/// The least that a client sends of a body, in bytes a second, once the body has taken long.
const LEAST_RATE: u128 = 1_024;

/// From when on a body has taken long.
const LONG: Duration = Duration::from_secs(10);

/// The body of a request. Clones are the same one.
#[derive(Clone)]
pub(super) struct Incoming(Rc<Inner>);

struct Inner {
    payload: RefCell<Payload>,
    admission: Arc<Admission>,
    pause: Duration,
    is_awaited: Cell<bool>,
    is_read: Cell<bool>,
    digest: RefCell<Option<Sha256>>,
    begun: Cell<Option<Instant>>,
    received: Cell<u128>,
    place: RefCell<Option<Place>>,
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("is_read", &self.0.is_read.get()).finish_non_exhaustive()
    }
}

impl Incoming {
    /// The body of a request, whose client may pause for so long.
    pub(super) fn new(payload: Payload, admission: Arc<Admission>, pause: Duration) -> Self {
        let is_read = matches!(payload, Payload::None);
        Self(Rc::new(Inner {
            payload: RefCell::new(payload),
            admission,
            pause,
            is_awaited: Cell::new(false),
            is_read: Cell::new(is_read),
            digest: RefCell::new(None),
            begun: Cell::new(None),
            received: Cell::new(0),
            place: RefCell::new(None),
        }))
    }

    /// The next piece; `None` at the end. A client that stops sending, or drips, is given up: the error is one of
    /// input and output, that it timed out.
    pub(super) async fn next(&self) -> Option<Result<Bytes, PayloadError>> {
        let inner = &self.0;
        if inner.begun.get().is_none() {
            inner.begun.set(Some(Instant::now()));
        }
        inner.is_awaited.set(true);
        let piece =
            std::future::poll_fn(|context| Pin::new(&mut *inner.payload.borrow_mut()).poll_next(context));
        let Ok(piece) = tokio::time::timeout(inner.pause, piece).await else { return Some(Err(too_slow())) };
        inner.is_awaited.set(false);
        inner.is_read.set(piece.is_none());
        if let Some(Ok(bytes)) = &piece {
            if let Some(digest) = &mut *inner.digest.borrow_mut() {
                digest.update(bytes);
            }
            inner.received.set(inner.received.get() + u128::try_from(bytes.len()).unwrap_or_default());
            let taken = inner.begun.get().map(|begun| begun.elapsed()).unwrap_or_default();
            if taken > LONG && inner.received.get() < LEAST_RATE * taken.as_millis() / 1_000 {
                return Some(Err(too_slow()));
            }
        }
        piece
    }

    /// From here on every piece goes into a digest.
    pub(super) fn add_to(&self, digest: Sha256) {
        *self.0.digest.borrow_mut() = Some(digest);
    }

    /// The digest of what was read, where one is kept.
    pub(super) fn digest(&self) -> Option<Sha256> {
        self.0.digest.borrow().clone()
    }

    /// Takes a place among the requests that are worked on, until the request has ended. A body is read before, so
    /// that slow clients hold no place.
    pub(super) async fn enter(&self, lane: Lane) -> Result<(), Problem> {
        if self.0.place.borrow().is_some() {
            return Ok(());
        }
        let place = self.0.admission.enter(lane).await?;
        self.0.place.replace(Some(place));
        Ok(())
    }

    /// Whether someone waits for a piece of it.
    pub(super) fn is_awaited(&self) -> bool {
        self.0.is_awaited.get()
    }

    /// Whether it was read to its end.
    pub(super) fn is_read(&self) -> bool {
        self.0.is_read.get()
    }

    /// Gives the place back: the answer is made.
    pub(super) fn leave(&self) {
        self.0.place.replace(None);
    }
}

fn too_slow() -> PayloadError {
    PayloadError::Io(io::Error::new(io::ErrorKind::TimedOut, "the client sends too slowly"))
}

/// The body of an answer, with the body of the request that was not read.
pub(super) struct Holding {
    answer: BoxBody,
    _request: Incoming,
}

impl Holding {
    /// An answer's body that holds the request's.
    pub(super) const fn new(answer: BoxBody, request: Incoming) -> Self {
        Self { answer, _request: request }
    }
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}
