//! What changed, for those who follow: the last changes are kept in memory once for all of them, so that a commit
//! costs one query however many follow. It does not know who follows, nor how they are told.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::Mutex;

use super::{Plantrack, error::ServiceError};
use crate::store::Changed;

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

    /// What changed after a number, in the order of commit: no more than the limit, and none only where nothing did.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn changed_after(&self, number: i64, limit: usize) -> Result<Vec<Arc<Changed>>, ServiceError> {
        let kept = i64::try_from(KEPT).unwrap_or(i64::MAX);
        {
            let mut recent = self.recent.0.lock().await;
            let head = self.store.last_change().await?;
            if head - recent.last() > kept {
                recent.restart(head - kept);
            }
            while recent.last() < head {
                let read = self.store.changed_after(recent.last(), A_READ).await?;
                if read.is_empty() {
                    break;
                }
                read.into_iter().for_each(|change| recent.push(change));
            }
            if let Some(changes) = recent.after(number, limit) {
                return Ok(changes);
            }
        }
        let limit = u64::try_from(limit).unwrap_or(A_READ).min(A_READ);
        let read = self.store.changed_after(number, limit).await?;
        Ok(read.into_iter().map(Arc::new).collect())
    }
}
