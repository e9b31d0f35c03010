//! The schema's state: which migrations have been applied, and applying them. A schema that is ahead of the
//! program is one that the next release has expanded: the program runs on it, so that both can run side by side.

use std::collections::BTreeSet;

use migrations::{IntoSchemaManagerConnection, Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    Store,
    connect::begin_writing,
    error::{StoreError, innermost},
};

/// One process after the other changes the schema of a server. The number is that of no other lock; the end of the
/// transaction gives it back.
const IN_TURN: &str = "SELECT pg_advisory_xact_lock(8101114)";

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
        if self.standing().await?.pending() == 0 {
            return Ok(0);
        }
        let transaction = self.begin_migrating().await?;
        // Another process may have applied them while this one waited.
        let standing = Standing::of(&transaction).await?;
        let pending = standing.pending();
        if pending == 0 {
            return Ok(0);
        }
        standing.assert_known("applied")?;
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
        let transaction = self.begin_migrating().await?;
        let before = Standing::of(&transaction).await?;
        before.assert_known("taken back")?;
        Migrator::down(&transaction, Some(steps)).await?;
        transaction.commit().await?;
        Ok(self.standing().await?.pending().saturating_sub(before.pending()))
    }

    async fn begin_migrating(&self) -> Result<DatabaseTransaction, StoreError> {
        let transaction = begin_writing(&self.write).await?;
        if !self.is_embedded() {
            transaction.execute_unprepared(IN_TURN).await?;
        }
        Ok(transaction)
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

    /// How many of the migrations that the program knows have been applied, and how many that it does not know.
    pub(super) async fn applied_migrations(&self) -> Result<(u32, usize), StoreError> {
        let standing = self.standing().await?;
        let applied = standing.known.len() - standing.pending();
        Ok((u32::try_from(applied).unwrap_or(u32::MAX), standing.newer().count()))
    }

    async fn standing(&self) -> Result<Standing, StoreError> {
        self.read.at_home(Standing::of(&**self.read)).await
    }
}

/// The migrations that the program knows, and those that the database has.
struct Standing {
    known: Vec<String>,
    applied: BTreeSet<String>,
}

impl Standing {
    async fn of<'c>(connection: impl IntoSchemaManagerConnection<'c>) -> Result<Self, StoreError> {
        let applied = migrations::applied(connection).await?;
        Ok(Self {
            known: Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect(),
            applied: applied.into_iter().collect(),
        })
    }

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
