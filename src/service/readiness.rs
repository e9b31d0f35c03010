//! Whether requests can be served: the database answers and its schema is the one this program knows.

use super::{Plantrack, error::ServiceError};
use crate::store::SchemaState;

impl Plantrack {
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
