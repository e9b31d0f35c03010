//! Whether requests can be served: the database answers, its schema is the one this program knows, and the writes of other
//! processes are seen.

use std::time::Duration;

use super::{Plantrack, error::ServiceError};
use crate::store::SchemaState;

/// How the writes of other processes are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    /// How long ago the last look for them succeeded.
    pub looked_ago: Duration,
    /// For how long none may have succeeded.
    pub longest_blind: Duration,
    /// The number of the last change that is known of.
    pub known: i64,
}

impl Following {
    /// Whether no look has succeeded for longer than may be.
    pub fn is_blind(self) -> bool {
        self.looked_ago > self.longest_blind
    }
}

impl Plantrack {
    /// How the writes of other processes are followed; `None` where nobody follows them.
    pub fn following(&self) -> Option<Following> {
        let (store, looked_ago) = (&self.store, self.store.looked_ago()?);
        Some(Following { looked_ago, longest_blind: store.longest_blind(), known: store.known_change() })
    }

    /// How many migrations the database still lacks; 0 where requests can be served.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where the database does not answer.
    pub async fn pending_migrations(&self) -> Result<usize, ServiceError> {
        Ok(match self.store.schema_state().await? {
            SchemaState::Current | SchemaState::Ahead { .. } => 0,
            SchemaState::Behind { pending } => pending,
        })
    }
}
