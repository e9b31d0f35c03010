//! The use cases: transactions, the clock, and what is allowed when. It knows neither HTTP nor the terminal,
//! and no SQL.

pub mod access;
pub mod approvals;
pub mod audit;
mod baselines;
pub mod catalogue;
pub mod clock;
pub mod comparison;
mod contradiction;
pub mod contribution;
pub mod error;
pub mod export;
mod family;
pub mod fields;
mod gathering;
mod ground;
mod groups;
pub mod import;
pub mod keys;
mod knowledge;
mod known_keys;
mod later_words;
pub mod locks;
pub mod matrix;
pub mod measures;
pub mod members;
mod named;
mod named_bases;
mod no_sum;
mod one_of_several;
mod other_years;
pub mod outcomes;
pub mod plans;
pub mod readiness;
pub mod reading;
pub mod reconciliation;
mod references;
pub mod remarks;
mod reported;
mod reread;
pub mod scorecard;
pub mod secret;
pub mod shown;
mod siblings;
mod snapshots;
pub mod stream;
mod subgroups;
pub mod targets;
mod territory;
pub mod tokens;
mod warm_up;
pub mod webhooks;
pub mod what_if;
mod writing;
mod years_beside;
mod years_together;

use std::sync::Arc;

use self::{access::Grant, clock::Clock, known_keys::KnownKeys};
pub use self::{ground::Ground, writing::Pending};
pub use crate::store::{
    ApprovalSubject, AsOf, CatalogueItem, Changed, Checked, Checkpoint, Expect, Findings, KeptAnswer, Key,
    LogEntry, LogFilter, LogPage, Once, OutcomeFilter, OutcomeSelection, Put, Recorded, Remarks, StoreError,
    Stored, StoredKey, Touches, Vintage,
};
use crate::store::{Stamp, Store};

/// How long the answer to a write with a key is kept where nothing else is set: a day, in microseconds.
const A_DAY: i64 = 86_400_000_000;

/// The service: a database and a clock.
#[derive(Debug, Clone)]
pub struct Plantrack {
    store: Store,
    clock: Clock,
    /// How long the answer to a write with a key is kept, in microseconds.
    answers_kept_for: i64,
    recent: stream::Recent,
    snapshots: snapshots::Snapshots,
    past: snapshots::Snapshots,
    known: Arc<KnownKeys>,
    webhooks: webhooks::WebhookRules,
}

/// Who asks, and in which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: String,
    /// The request's id.
    pub request: String,
    /// The key by which the write is done once, however often it is sent.
    pub once: Option<Once>,
    /// What they may do.
    pub grant: Grant,
}

impl Caller {
    /// The actor of those who have not said who they are.
    pub const NOBODY: &'static str = "anonymous";

    /// The person at the terminal, who has the database at hand and so may do everything.
    pub fn at_the_terminal() -> Self {
        Self { actor: "cli".to_owned(), request: String::new(), once: None, grant: Grant::all() }
    }

    /// Whose keys of writes these are: two principals may give the same one.
    pub fn principal(&self) -> &str {
        &self.actor
    }

    fn stamp(&self, reason: &str) -> Stamp {
        Stamp { actor: self.actor.clone(), request: self.request.clone(), reason: reason.to_owned() }
    }
}

impl Plantrack {
    /// The service on an open database.
    pub fn new(store: Store, clock: Clock) -> Self {
        Self {
            store,
            clock,
            answers_kept_for: A_DAY,
            recent: stream::Recent::default(),
            snapshots: snapshots::Snapshots::default(),
            past: snapshots::Snapshots::default(),
            known: Arc::default(),
            webhooks: webhooks::WebhookRules::default(),
        }
    }

    /// The same, with another time for which the answers to writes with a key are kept.
    #[must_use]
    pub fn keeping_answers_for(self, seconds: u32) -> Self {
        Self { answers_kept_for: i64::from(seconds).saturating_mul(1_000_000), ..self }
    }

    /// The same, with other rules for webhooks.
    #[must_use]
    pub fn with_webhooks(self, webhooks: webhooks::WebhookRules) -> Self {
        Self { webhooks, ..self }
    }

    /// The database.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// The moment, in microseconds since 1970-01-01T00:00Z.
    fn micros(&self) -> i64 {
        self.clock.now().timestamp_micros()
    }
}
