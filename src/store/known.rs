//! What every report asks the database for again: the keys of series, sources and calibers, which never change, and the
//! indicators and locks as they stand. It goes with the group of writers whose transaction it was read in, and is forgotten
//! rather than doubted. It does not know what is written.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};

use super::{
    changes::REPORTED, entities::change_log, error::StoreError, locks::Standing, names::sole,
    versions::Stored,
};
use crate::domain::{indicator::Indicator, series::Series};

/// Things of one kind that are kept, at most; what is forgotten is asked for again.
const MOST_KEPT: usize = 50_000;

/// Changes of others that are looked through for one that is no report, at most.
const MOST_LOOKED_THROUGH: i64 = 10_000;

/// What is known. All of it is in the database, or in what the open group of writers has done.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) series: Kept<Series, i64>,
    pub(super) sources: Kept<String, i64>,
    pub(super) calibers: Kept<String, i64>,
    /// As they stand at the change [`Known::at`].
    pub(super) indicators: Kept<String, Arc<Stored<Indicator>>>,
    /// As they stand at that change.
    pub(super) locks: Option<Arc<Vec<Standing>>>,
    at: i64,
    hash: String,
}

/// A map that forgets all before it holds too much.
#[derive(Debug)]
pub(super) struct Kept<K, V>(HashMap<K, V>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    /// What is kept of a key.
    pub(super) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.get(key)
    }

    /// Keeps more.
    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = (K, V)>) {
        if self.0.len() > MOST_KEPT {
            self.0.clear();
        }
        self.0.extend(more);
    }
}

impl Known {
    /// Nothing is known any more: what it rested on was not kept.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Something other than an outcome was changed.
    pub(super) fn has_changed(&mut self) {
        self.indicators = Kept::default();
        self.locks = None;
    }

    /// It holds as of this change, which was made by those who hold the turn.
    pub(super) fn is_at(&mut self, number: i64, hash: &str) {
        self.at = number;
        hash.clone_into(&mut self.hash);
    }

    /// Another process may have written since: whatever it was, unless it only reported, is to be asked for again. A
    /// record that does not go on from where this was left knows other keys as well.
    pub(super) async fn catch_up(
        &mut self,
        connection: &DatabaseTransaction,
        number: i64,
        hash: &str,
    ) -> Result<(), StoreError> {
        if (number, hash) == (self.at, self.hash.as_str()) {
            return Ok(());
        }
        if number <= self.at || number - self.at > MOST_LOOKED_THROUGH || !self.goes_on(connection).await? {
            self.forget();
        } else {
            let changes = change_log::Entity::find()
                .filter(change_log::Column::Number.gt(self.at))
                .filter(change_log::Column::Action.ne(REPORTED))
                .count(connection)
                .await?;
            if changes > 0 {
                self.has_changed();
            }
        }
        self.is_at(number, hash);
        Ok(())
    }

    /// Whether the record still has the change as of which this holds.
    async fn goes_on(&self, connection: &DatabaseTransaction) -> Result<bool, StoreError> {
        let entry = sole(change_log::Entity::find_by_id(self.at), connection).await?;
        Ok(entry.is_some_and(|entry| entry.hash == self.hash))
    }
}
