//! The body of a request on its way in. It outlives the handler: an answer that is given before the body was read
//! carries it along, since the framework closes the connection after such an answer, and would wait without end for
//! the rest of a body that nobody holds. It does not know what a body means.

use std::{
    cell::{Cell, RefCell},
    fmt,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::Payload,
    error::PayloadError,
    web::Bytes,
};
use futures_util::Stream;
use sha2::{Digest, Sha256};

/// The body of a request. Clones are the same one.
#[derive(Clone)]
pub(super) struct Incoming(Rc<Inner>);

struct Inner {
    payload: RefCell<Payload>,
    is_awaited: Cell<bool>,
    is_read: Cell<bool>,
    digest: RefCell<Option<Sha256>>,
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("is_read", &self.0.is_read.get()).finish_non_exhaustive()
    }
}

impl Incoming {
    /// The body of a request.
    pub(super) fn new(payload: Payload) -> Self {
        let is_read = matches!(payload, Payload::None);
        Self(Rc::new(Inner {
            payload: RefCell::new(payload),
            is_awaited: Cell::new(false),
            is_read: Cell::new(is_read),
            digest: RefCell::new(None),
        }))
    }

    /// The next piece; `None` at the end.
    pub(super) async fn next(&self) -> Option<Result<Bytes, PayloadError>> {
        self.0.is_awaited.set(true);
        let piece =
            std::future::poll_fn(|context| Pin::new(&mut *self.0.payload.borrow_mut()).poll_next(context))
                .await;
        self.0.is_awaited.set(false);
        self.0.is_read.set(piece.is_none());
        if let (Some(Ok(bytes)), Some(digest)) = (&piece, &mut *self.0.digest.borrow_mut()) {
            digest.update(bytes);
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

    /// Whether someone waits for a piece of it.
    pub(super) fn is_awaited(&self) -> bool {
        self.0.is_awaited.get()
    }

    /// Whether it was read to its end.
    pub(super) fn is_read(&self) -> bool {
        self.0.is_read.get()
    }
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
