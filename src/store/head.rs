//! The number of the last change that this process knows of: its own commits at once, those of others once it looks.
//! It does not know what was changed.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use tokio::sync::{Notify, watch};

/// The number of the last change that is known. Clones are the same one.
#[derive(Debug, Clone)]
pub(super) struct Head {
    number: Arc<watch::Sender<i64>>,
    is_followed: Arc<AtomicBool>,
    looked: Arc<Mutex<Option<Instant>>>,
    own: Arc<Notify>,
}

impl Head {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            number: Arc::new(watch::Sender::new(0)),
            is_followed: Arc::default(),
            looked: Arc::default(),
            own: Arc::default(),
        }
    }

    /// A change of that number is committed. The number never falls: a look that began before a commit may end
    /// after it.
    pub(super) fn is_at(&self, number: i64) {
        self.number.send_if_modified(|known| {
            let is_newer = number > *known;
            *known = number.max(*known);
            is_newer
        });
    }

    /// This process has committed a change of that number.
    pub(super) fn has_committed(&self, number: i64) {
        self.is_at(number);
        self.own.notify_one();
    }

    /// Waits for the next commit of this process.
    pub(super) async fn committed(&self) {
        self.own.notified().await;
    }

    /// To be woken by later ones.
    pub(super) fn watch(&self) -> watch::Receiver<i64> {
        self.number.subscribe()
    }

    /// The number.
    pub(super) fn number(&self) -> i64 {
        *self.number.borrow()
    }

    /// Whether the last look for the writes of others succeeded.
    pub(super) fn has_followed(&self) -> bool {
        self.is_followed.load(Ordering::Acquire)
    }

    /// Somebody has looked at this moment, or has begun to.
    pub(super) fn was_looked_at(&self, moment: Instant) {
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
    }

    /// When somebody looked last; `None` where nobody ever did.
    pub(super) fn looked_at(&self) -> Option<Instant> {
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes whether it did.
    pub(super) fn is_followed(&self, followed: bool) {
        self.is_followed.store(followed, Ordering::Release);
    }
}
