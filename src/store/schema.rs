//! The schema's state: which migrations have been applied, and applying them. A schema that is ahead of the
//! program is one that the next release has expanded: the program runs on it, so that both can run side by side.

use std::collections::BTreeSet;

use migrations::{Migrator, MigratorTrait};
use sea_orm::TransactionTrait;

use super::{
    Store,
    error::{StoreError, innermost},
};

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
    /// All migrations have been applied, and some that only a newer program knows: it has expanded the schema,
    /// which this one can still use.
    Ahead {
        /// How many.
        newer: usize,
    },
}

impl Store {
    /// Applies all migrations that have not been applied yet; gives how many.
    ///
    /// # Errors
    /// [`StoreError`]; where one fails, none was applied.
    pub async fn migrate_up(&self) -> Result<usize, StoreError> {
        let standing = self.standing().await?;
        let pending = standing.pending();
        if pending == 0 {
            return Ok(0);
        }
        standing.assert_known("applied")?;
        let transaction = self.write.begin().await?;
        if let Err(error) = Migrator::up(&transaction, None).await {
            transaction.rollback().await?;
            return Err(StoreError::Unreachable(format!(
                "the schema cannot be brought up to date, and was left as it was: {}",
                innermost(&error)
            )));
        }
        transaction.commit().await?;
        Ok(pending)
    }

    /// Takes back the last migration, with all data in its tables. Gives how many were taken back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn migrate_down(&self, steps: u32) -> Result<usize, StoreError> {
        let before = self.standing().await?;
        before.assert_known("taken back")?;
        let transaction = self.write.begin().await?;
        Migrator::down(&transaction, Some(steps)).await?;
        transaction.commit().await?;
        Ok(self.standing().await?.pending().saturating_sub(before.pending()))
    }

    /// Every migration and whether it has been applied; those that only a newer program knows come last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn migrations(&self) -> Result<Vec<MigrationState>, StoreError> {
        let Standing { known, applied } = self.standing().await?;
        let newer: Vec<String> = applied.iter().filter(|name| !known.contains(name)).cloned().collect();
        let mut states: Vec<MigrationState> =
            known.into_iter().map(|name| MigrationState { applied: applied.contains(&name), name }).collect();
        states.extend(newer.into_iter().map(|name| MigrationState { name, applied: true }));
        Ok(states)
    }

    /// How the schema stands to this program.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        let standing = self.standing().await?;
        Ok(match (standing.pending(), standing.newer().count()) {
            (0, 0) => SchemaState::Current,
            (0, newer) => SchemaState::Ahead { newer },
            (pending, _) => SchemaState::Behind { pending },
        })
    }

    async fn standing(&self) -> Result<Standing, StoreError> {
        let applied = migrations::applied(&self.read).await?;
        Ok(Standing {
            known: Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect(),
            applied: applied.into_iter().collect(),
        })
    }
}

/// The migrations that the program knows, and those that the database has.
struct Standing {
    known: Vec<String>,
    applied: BTreeSet<String>,
}

impl Standing {
    fn pending(&self) -> usize {
        self.known.iter().filter(|name| !self.applied.contains(*name)).count()
    }

    fn newer(&self) -> impl Iterator<Item = &str> {
        self.applied.iter().map(String::as_str).filter(|name| !self.known.iter().any(|known| known == name))
    }

    /// The order of migrations holds only among those that are known.
    fn assert_known(&self, what_to_do: &str) -> Result<(), StoreError> {
        match self.newer().next() {
            None => Ok(()),
            Some(newer) => Err(StoreError::Unreachable(format!(
                "the database has the migration {newer}, which only a newer plantrack knows; nothing can be \
                 {what_to_do} by this one: use the newer program"
            ))),
        }
    }
}
