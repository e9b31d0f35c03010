//! What every handler is given: the service, the limits, and whether the server is on its way out. It does not
//! know how the server is started or stopped.

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

use super::edge::Edge;
use super::kept::KeptAnswers;
use crate::{
    config::{Access, Cors, Files, Lists, Load, Metrics, RateLimit, Server, Settings, Stream, Writes},
    service::{Plantrack, tokens::Tokens},
    telemetry::traces::Spans,
};

/// The settings of the HTTP floor.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// The server: time limits, body limits, threads.
    pub server: Server,
    /// The pages of lists.
    pub lists: Lists,
    /// Writes: what they must say.
    pub writes: Writes,
    /// The stream of changes.
    pub stream: Stream,
    /// How much is done at a time.
    pub load: Load,
    /// How many requests a client may send.
    pub rate_limit: RateLimit,
    /// Which pages may call from a browser.
    pub cors: Cors,
    /// What is shown to a collector of metrics.
    pub metrics: Metrics,
    /// Files that are imported and exported.
    pub files: Files,
    /// Who may do what.
    pub access: Access,
    /// What tells whom a token is of, where tokens are taken.
    pub tokens: Option<Arc<Tokens>>,
    /// Where spans of requests are told, where anybody collects them.
    pub spans: Option<Spans>,
}

impl From<&Settings> for HttpSettings {
    fn from(settings: &Settings) -> Self {
        Self {
            server: settings.server.clone(),
            lists: settings.lists.clone(),
            writes: settings.writes.clone(),
            stream: settings.stream.clone(),
            load: settings.load.clone(),
            rate_limit: settings.rate_limit.clone(),
            cors: settings.cors.clone(),
            metrics: settings.metrics.clone(),
            files: settings.files.clone(),
            access: settings.access,
            tokens: None,
            spans: None,
        }
    }
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
    pub(super) edge: Arc<Edge>,
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
