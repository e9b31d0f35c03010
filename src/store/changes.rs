//! Writing: one transaction at a time per database, each committed change an entry in the change log, numbered
//! without gaps in the order of commit and chained by hash to the entry before. Knows no rule of the domain.

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    SqliteTransactionMode, TransactionOptions, TransactionTrait, sea_query::Expr,
};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{
    Store,
    connect::is_sqlite,
    entities::{change_head, change_log},
    error::StoreError,
};

/// Rows of a multi-row insert: the fastest size measured on SQLite, and far below either parameter limit.
pub(super) const ROWS_AN_INSERT: usize = 100;

const HEAD: i64 = 1;

/// Who makes a change, when and in which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Microseconds since 1970-01-01T00:00Z.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// The request, so that the entry is found from the log and back.
    pub request: String,
    /// Why, where it was said.
    pub reason: String,
}

/// One entry to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    pub(super) action: &'static str,
    pub(super) subject: String,
    pub(super) plan_id: Option<i64>,
    pub(super) series_id: Option<i64>,
    pub(super) before: Option<Json>,
    pub(super) after: Option<Json>,
}

/// A transaction that writes. Dropped without [`Transaction::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Transaction {
    pub(super) connection: DatabaseTransaction,
    pub(super) stamp: Stamp,
    pub(super) at: i64,
    /// Whether something is kept that is no change: the answer to a write that changed nothing.
    pub(super) keeps: bool,
    /// The number of the last change before this transaction.
    first: i64,
    number: i64,
    hash: String,
    entries: Vec<change_log::ActiveModel>,
}

impl Store {
    /// Begins to write. Writers wait for one another here.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the turn does not come in time.
    pub async fn begin(&self, stamp: Stamp) -> Result<Transaction, StoreError> {
        let immediate = is_sqlite(&self.write).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: immediate,
        };
        let connection = self.write.begin_with_options(options).await?;
        let mut head = change_head::Entity::find_by_id(HEAD);
        if !is_sqlite(&self.write) {
            head = head.lock_exclusive();
        }
        let head = head.one(&connection).await?.ok_or_else(|| StoreError::Corrupt {
            table: "change_head",
            row: HEAD.to_string(),
            column: "id",
            detail: "the row is missing".to_owned(),
        })?;
        // The record's time never runs backwards, whatever the machine's clock does.
        let at = Ord::max(stamp.at, head.recorded_at.saturating_add(1));
        Ok(Transaction {
            connection,
            stamp,
            at,
            keeps: false,
            first: head.number,
            number: head.number,
            hash: head.hash,
            entries: Vec::new(),
        })
    }

    /// The number of the last committed change; 0 before the first.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn last_change(&self) -> Result<i64, StoreError> {
        let head = change_head::Entity::find_by_id(HEAD).one(&self.read).await?;
        Ok(head.map_or(0, |head| head.number))
    }

    /// The number of the last change that was recorded at or before a moment; 0 where none was.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn change_at(&self, moment: i64) -> Result<i64, StoreError> {
        let number: Option<i64> = change_log::Entity::find()
            .select_only()
            .column(change_log::Column::Number)
            .filter(change_log::Column::RecordedAt.lte(moment))
            .order_by_desc(change_log::Column::RecordedAt)
            .order_by_desc(change_log::Column::Number)
            .limit(1)
            .into_tuple()
            .one(&self.read)
            .await?;
        Ok(number.unwrap_or(0))
    }

    /// Walks the whole change log and recomputes its chain.
    ///
    /// # Errors
    /// [`StoreError`] of the database; a broken chain is no error but the answer.
    pub async fn verify_changes(&self) -> Result<ChainCheck, StoreError> {
        const PAGE: u64 = 5_000;
        let mut last = (0, String::new());
        loop {
            let page = change_log::Entity::find()
                .filter(change_log::Column::Number.gt(last.0))
                .order_by_asc(change_log::Column::Number)
                .limit(PAGE)
                .all(&self.read)
                .await?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                if entry.number != last.0 + 1 || entry.hash != hash(&last.1, &entry) {
                    return Ok(ChainCheck::Broken { entry: entry.number });
                }
                last = (entry.number, entry.hash);
            }
        }
        let head = change_head::Entity::find_by_id(HEAD).one(&self.read).await?;
        match head {
            Some(head) if (head.number, &head.hash) == (last.0, &last.1) => {
                Ok(ChainCheck::Whole { entries: last.0 })
            }
            _ => Ok(ChainCheck::Broken { entry: last.0 + 1 }),
        }
    }
}

/// What the walk along the change log found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainCheck {
    /// Every entry follows from the one before.
    Whole {
        /// How many there are.
        entries: i64,
    },
    /// The first entry that does not follow from the one before, or is missing.
    Broken {
        /// Its number.
        entry: i64,
    },
}

impl Transaction {
    /// Adds an entry and gives its number.
    pub(super) fn record(&mut self, change: Change) -> i64 {
        let Change { action, subject, plan_id, series_id, before, after } = change;
        self.number += 1;
        let mut entry = change_log::Model {
            number: self.number,
            recorded_at: self.at,
            actor: self.stamp.actor.clone(),
            request: self.stamp.request.clone(),
            action: action.to_owned(),
            subject,
            plan_id,
            series_id,
            reason: self.stamp.reason.clone(),
            before: before.map(|json| json.to_string()),
            after: after.map(|json| json.to_string()),
            hash: String::new(),
        };
        entry.hash = hash(&self.hash, &entry);
        self.hash.clone_from(&entry.hash);
        self.entries.push(entry.into());
        self.number
    }

    /// Whether anything was recorded yet.
    pub fn has_changes(&self) -> bool {
        self.number > self.first
    }

    /// The number of the last change, those of this transaction included.
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// Writes the entries that wait, so that a large transaction does not gather them in memory.
    pub(super) async fn write_entries(&mut self) -> Result<(), StoreError> {
        let mut entries = std::mem::take(&mut self.entries).into_iter().peekable();
        while entries.peek().is_some() {
            let chunk: Vec<_> = entries.by_ref().take(ROWS_AN_INSERT).collect();
            change_log::Entity::insert_many(chunk).exec_without_returning(&self.connection).await?;
        }
        Ok(())
    }

    /// Commits and gives the number of the last change. Only once this has returned is the write acknowledged.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the transaction is then kept, but for [`StoreError::Unavailable`], after which
    /// it is unknown.
    pub async fn commit(mut self) -> Result<i64, StoreError> {
        if !self.has_changes() {
            if self.keeps {
                self.connection.commit().await?;
            } else {
                self.connection.rollback().await?;
            }
            return Ok(self.number);
        }
        self.write_entries().await?;
        change_head::Entity::update_many()
            .col_expr(change_head::Column::Number, Expr::value(self.number))
            .col_expr(change_head::Column::RecordedAt, Expr::value(self.at))
            .col_expr(change_head::Column::Hash, Expr::value(self.hash.clone()))
            .filter(change_head::Column::Id.eq(HEAD))
            .exec(&self.connection)
            .await?;
        self.connection.commit().await?;
        Ok(self.number)
    }

    /// Leaves the database as it was.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.connection.rollback().await?)
    }
}

/// The hash of an entry: SHA-256 over the hash of the entry before and each field, every field led by its
/// length, so that no two entries have the same input.
fn hash(previous: &str, entry: &change_log::Model) -> String {
    let change_log::Model {
        number,
        recorded_at,
        actor,
        request,
        action,
        subject,
        plan_id,
        series_id,
        reason,
        before,
        after,
        hash: _,
    } = entry;
    let mut digest = Sha256::new();
    let mut field = |text: Option<&str>| match text {
        Some(text) => {
            digest.update([1]);
            digest.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(text);
        }
        None => digest.update([0]),
    };
    field(Some(previous));
    field(Some(&number.to_string()));
    field(Some(&recorded_at.to_string()));
    for text in [actor, request, action, subject, reason] {
        field(Some(text));
    }
    field(plan_id.map(|id| id.to_string()).as_deref());
    field(series_id.map(|id| id.to_string()).as_deref());
    field(before.as_deref());
    field(after.as_deref());
    digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
