//! What every handler is given: the service, the limits, and whether the server is on its way out. It does not
//! know how the server is started or stopped.

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

use super::kept::KeptAnswers;
use crate::{
    config::{Lists, Server, Stream, Writes},
    service::Plantrack,
};

/// The settings of the HTTP floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// The server: time limits, body limits, threads.
    pub server: Server,
    /// The pages of lists.
    pub lists: Lists,
    /// Writes: what they must say.
    pub writes: Writes,
    /// The stream of changes.
    pub stream: Stream,
}

/// What every handler is given.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) plantrack: Plantrack,
    pub(super) settings: Arc<HttpSettings>,
    pub(super) draining: Draining,
    /// The places of those who follow the changes.
    pub(super) subscribers: Arc<Semaphore>,
    pub(super) kept: KeptAnswers,
}

/// Whether the server goes on serving only until a load balancer has looked elsewhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Draining(Arc<watch::Sender<bool>>);

impl Draining {
    /// From now on it is.
    pub(super) fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it is.
    pub(super) fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it does.
    pub(super) async fn begun(&self) {
        // The other end is held here, so that it cannot be gone.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }
}
