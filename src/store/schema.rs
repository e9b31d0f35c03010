//! The schema's state: which migrations have been applied, and applying them.

use migrations::{Migrator, MigratorTrait};
use sea_orm::DbErr;

use super::{Store, error::StoreError};

/// A migration and whether it has been applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Its name.
    pub name: String,
    /// Whether it has been applied.
    pub applied: bool,
}

/// How the schema stands to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaState {
    /// All migrations have been applied.
    Current,
    /// Some migrations are still to be applied.
    Behind {
        /// How many.
        pending: usize,
    },
}

impl Store {
    /// Applies all migrations that have not been applied yet; gives how many.
    ///
    /// # Errors
    /// [`StoreError`]; a migration that fails leaves nothing of itself behind.
    pub async fn migrate_up(&self) -> Result<usize, StoreError> {
        let pending = self.pending().await?;
        Migrator::up(&self.write, None).await?;
        Ok(pending)
    }

    /// Takes back the last migration, with all data in its tables. Gives how many were taken back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn migrate_down(&self, steps: u32) -> Result<usize, StoreError> {
        let before = self.pending().await?;
        Migrator::down(&self.write, Some(steps)).await?;
        Ok(self.pending().await?.saturating_sub(before))
    }

    /// Every migration and whether it has been applied.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn migrations(&self) -> Result<Vec<MigrationState>, StoreError> {
        let states = Migrator::get_migration_with_status(&self.write).await?;
        Ok(states
            .into_iter()
            .map(|migration| MigrationState {
                name: migration.name().to_owned(),
                applied: migration.status() == migrations::MigrationStatus::Applied,
            })
            .collect())
    }

    /// How the schema stands to this program.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        match self.pending().await? {
            0 => Ok(SchemaState::Current),
            pending => Ok(SchemaState::Behind { pending }),
        }
    }

    async fn pending(&self) -> Result<usize, DbErr> {
        Ok(Migrator::get_pending_migrations(&self.write).await?.len())
    }
}
