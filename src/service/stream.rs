//! What changed, for those who follow: the last changes are kept in memory once for all of them, so that a commit
//! costs one query however many follow. It does not know who follows, nor how they are told.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::Mutex;

use super::{
    Plantrack,
    error::{Fault, Faults, ServiceError},
};
use crate::{
    domain::{code::Code, indicator::Indicator, plan::Plan},
    store::{AsOf, CatalogueItem, Changed, StoreError},
};

/// Changes that are kept in memory.
const KEPT: usize = 2_000;

/// Changes that are read at once.
const A_READ: u64 = 500;

/// The last changes. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent(Arc<Mutex<Ring>>);

#[derive(Debug, Default)]
struct Ring {
    /// The number of the last change before the first one that is kept.
    before: i64,
    changes: VecDeque<Arc<Changed>>,
}

impl Ring {
    fn last(&self) -> i64 {
        self.changes.back().map_or(self.before, |change| change.number)
    }

    /// Begins anew after a number.
    fn restart(&mut self, before: i64) {
        self.before = before;
        self.changes.clear();
    }

    fn push(&mut self, change: Changed) {
        self.changes.push_back(Arc::new(change));
        while self.changes.len() > KEPT {
            if let Some(dropped) = self.changes.pop_front() {
                self.before = dropped.number;
            }
        }
    }

    /// Those after a number, where that far back is kept.
    fn after(&self, number: i64, limit: usize) -> Option<Vec<Arc<Changed>>> {
        if number < self.before {
            return None;
        }
        let start = self.changes.partition_point(|change| change.number <= number);
        Some(self.changes.iter().skip(start).take(limit).cloned().collect())
    }
}

impl Plantrack {
    /// The number of the last change.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn last_change(&self) -> Result<i64, ServiceError> {
        Ok(self.store.last_change().await?)
    }

    /// Waits until there is a change after a number; gives the number of the last one.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn wait_beyond(&self, number: i64) -> Result<i64, ServiceError> {
        let mut known = self.store.watch_changes();
        if self.store.last_change().await? > number {
            return Ok(self.store.known_change());
        }
        match known.wait_for(|known| *known > number).await {
            Ok(known) => Ok(*known),
            // The store holds the other end for as long as it is.
            Err(_closed) => std::future::pending().await,
        }
    }

    /// Refuses to follow what does not exist: nothing would ever be told of it.
    ///
    /// # Errors
    /// [`ServiceError::Refused`].
    pub async fn check_subscription(
        &self,
        plan: Option<&Code>,
        indicator: Option<&Code>,
    ) -> Result<(), ServiceError> {
        let mut faults = Faults::default();
        if let Some(code) = plan {
            match Plan::find(&self.store, code, AsOf::NOW).await {
                Err(StoreError::Missing { .. }) => faults.push(Fault::unknown("plan", code.as_str())),
                found => drop(found?),
            }
        }
        if let Some(code) = indicator {
            match Indicator::find(&self.store, code, AsOf::NOW).await {
                Err(StoreError::Missing { .. }) => faults.push(Fault::unknown("indicator", code.as_str())),
                found => drop(found?),
            }
        }
        faults.into_result()
    }

    /// What changed after a number, in the order of commit, as far as this process knows: no more than the limit.
    /// What others committed is known once the store has looked ([`Plantrack::last_change`] does).
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn changed_after(&self, number: i64, limit: usize) -> Result<Vec<Arc<Changed>>, ServiceError> {
        let kept = i64::try_from(KEPT).unwrap_or(i64::MAX);
        {
            let mut recent = self.recent.0.lock().await;
            let head = self.store.known_change();
            if head - recent.last() > kept {
                recent.restart(head - kept);
            }
            while recent.last() < head {
                let read = self.store.changed_after(recent.last(), A_READ).await?;
                if read.is_empty() {
                    break;
                }
                for change in read {
                    self.forget_key_of(&change);
                    recent.push(change);
                }
            }
            if let Some(changes) = recent.after(number, limit) {
                return Ok(changes);
            }
        }
        let limit = u64::try_from(limit).unwrap_or(A_READ).min(A_READ);
        let read = self.store.changed_after(number, limit).await?;
        for change in &read {
            self.forget_key_of(change);
        }
        Ok(read.into_iter().map(Arc::new).collect())
    }

    /// A key that another process revoked is looked up again before anybody is told of that.
    fn forget_key_of(&self, change: &Changed) {
        if let Some(id) = change.subject.strip_prefix("key/") {
            self.known.forget(id);
        }
    }
}
