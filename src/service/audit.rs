//! Who changed what, and when: the entries of the change log, for those who look after it. Knows no wire.

use super::{
    Caller, Plantrack,
    access::{Scope, allowed},
    error::ServiceError,
};
use crate::store::{LogEntry, LogFilter, LogPage};

/// Which page of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageOfRecord {
    /// Whether the newest entry comes first.
    pub newest_first: bool,
    /// The number of the last entry that the page before looked at.
    pub beyond: Option<i64>,
    /// Most entries.
    pub limit: u64,
}

impl Plantrack {
    /// A page of the record.
    ///
    /// # Errors
    /// [`ServiceError::Denied`] where the caller is no administrator; [`ServiceError::Store`], also where the filter names a
    /// plan or an indicator that does not exist.
    pub async fn list_entries(
        &self,
        caller: &Caller,
        filter: &LogFilter,
        page: PageOfRecord,
    ) -> Result<LogPage, ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        let PageOfRecord { newest_first, beyond, limit } = page;
        Ok(self.store.list_entries(filter, newest_first, beyond, limit).await?)
    }

    /// One entry of the record, and the hash of the one before.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none; [`ServiceError::Denied`] where the caller is no administrator.
    pub async fn find_entry(&self, caller: &Caller, number: i64) -> Result<(LogEntry, String), ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        Ok(self.store.find_entry(number).await?)
    }
}
