//! What every handler is given: the service, the limits, and whether the server is on its way out. It does not
//! know how the server is started or stopped.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    config::{Lists, Server, Writes},
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
}

/// What every handler is given.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) plantrack: Plantrack,
    pub(super) settings: Arc<HttpSettings>,
    pub(super) draining: Draining,
}

/// Whether the server goes on serving only until a load balancer has looked elsewhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Draining(Arc<AtomicBool>);

impl Draining {
    /// From now on it is.
    pub(super) fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it is.
    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
