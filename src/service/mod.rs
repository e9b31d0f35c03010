//! The use cases: transactions, the clock, and what is allowed when. It knows neither HTTP nor the terminal,
//! and no SQL.

pub mod catalogue;
pub mod clock;
pub mod comparison;
pub mod contribution;
pub mod error;
pub mod fields;
pub mod import;
mod knowledge;
pub mod matrix;
pub mod members;
pub mod outcomes;
pub mod plans;
pub mod readiness;
pub mod reading;
pub mod reconciliation;
pub mod remarks;
pub mod scorecard;
pub mod targets;
pub mod what_if;

use self::clock::Clock;
pub use crate::store::{
    AsOf, CatalogueItem, ChainCheck, Expect, OutcomeFilter, Put, Recorded, Remarks, StoreError, Stored,
    Vintage,
};
use crate::store::{Stamp, Store};

/// The service: a database and a clock.
#[derive(Debug, Clone)]
pub struct Plantrack {
    store: Store,
    clock: Clock,
}

/// Who asks, and in which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: String,
    /// The request's id.
    pub request: String,
}

impl Caller {
    /// The person at the terminal.
    pub fn at_the_terminal() -> Self {
        Self { actor: "cli".to_owned(), request: String::new() }
    }
}

impl Plantrack {
    /// The service on an open database.
    pub const fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// The database.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    fn stamp(&self, caller: &Caller, reason: &str) -> Stamp {
        Stamp {
            at: self.clock.now().timestamp_micros(),
            actor: caller.actor.clone(),
            request: caller.request.clone(),
            reason: reason.to_owned(),
        }
    }
}
