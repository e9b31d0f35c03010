//! Writing: one transaction at a time per database, each committed change an entry in the change log, numbered
//! without gaps in the order of commit and chained by hash to the entry before. Knows no rule of the domain.

use std::{collections::BTreeSet, sync::Arc};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use super::{
    Store,
    entities::{change_head, change_log, outcome},
    entries::write_entries,
    error::StoreError,
    gathered::{self, Place, Reports},
    head::Head,
    known::Known,
    names::sole,
    outcomes::{Slot, slot},
    recent::RecentChange,
    turn::{self, Held, Left, Manner, Turn},
};

/// Rows of a multi-row insert: the fastest size measured on SQLite, and far below either parameter limit.
pub(super) const ROWS_AN_INSERT: usize = 100;

/// Entries that a transaction keeps in memory before it writes them.
const ENTRIES_KEPT: usize = 1_000;

/// What is done by a report of an outcome.
pub(super) const REPORTED: &str = "reported";

/// What can still be under way of what began so many microseconds ago: nothing. Far above what any import takes.
const LONGEST_WRITE_MICROS: i64 = 3_600_000_000;

/// The key of the only row of `change_head`.
pub(super) const HEAD: i64 = 1;

/// Who makes a change, and in which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
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
    pub(super) connection: Arc<DatabaseTransaction>,
    baton: Option<Held>,
    turn: Turn,
    head: Head,
    pub(super) stamp: Stamp,
    pub(super) at: i64,
    /// When the last change before this transaction was recorded.
    before: i64,
    /// Whether something is kept that is no change: the answer to a write that changed nothing.
    pub(super) keeps: bool,
    /// The number of the last change before this transaction.
    first: i64,
    number: i64,
    hash: String,
    entries: Vec<change_log::Model>,
    pub(super) told: Vec<RecentChange>,
    /// The locks that stand, once they were asked for.
    pub(super) locks: Option<Arc<Vec<super::locks::Standing>>>,
    /// Whether it does nothing but report, so that what it reports is written with what others do.
    gathers: bool,
    reports: Reports,
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(baton) = &mut self.baton {
            turn::abandon(baton);
        }
    }
}

impl Store {
    /// Begins to write. Writers wait for one another here, and share a commit with those that wait behind them. The moment
    /// (microseconds since 1970-01-01T00:00Z) is asked for once the turn has come: what waits is not recorded yet.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the turn does not come in time.
    pub async fn begin(&self, stamp: Stamp, now: impl FnOnce() -> i64) -> Result<Transaction, StoreError> {
        self.begin_as(stamp, now, Manner::Shared).await
    }

    /// Begins to report a few outcomes and to do nothing else, having said where they will stand.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the turn does not come in time.
    pub async fn begin_reports(
        &self,
        stamp: Stamp,
        now: impl FnOnce() -> i64,
        places: Vec<Place>,
    ) -> Result<Transaction, StoreError> {
        self.turn.announce(places);
        self.begin_as(stamp, now, Manner::Gathered).await
    }

    /// Begins to write what takes long: nobody else shares the commit, nor waits for it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the turn does not come in time.
    pub async fn begin_alone(
        &self,
        stamp: Stamp,
        now: impl FnOnce() -> i64,
    ) -> Result<Transaction, StoreError> {
        self.begin_as(stamp, now, Manner::Alone).await
    }

    async fn begin_as(
        &self,
        stamp: Stamp,
        now: impl FnOnce() -> i64,
        manner: Manner,
    ) -> Result<Transaction, StoreError> {
        let baton = self.turn.wait(manner).await?;
        self.begin_in_turn(baton, stamp, now, manner).await
    }

    async fn begin_in_turn(
        &self,
        baton: Held,
        stamp: Stamp,
        now: impl FnOnce() -> i64,
        manner: Manner,
    ) -> Result<Transaction, StoreError> {
        let (baton, connection) = self.turn.take(baton, &self.write, &self.head, manner).await?;
        let (number, recorded_at, hash) = turn::last_of(&baton);
        Ok(Transaction {
            connection,
            baton: Some(baton),
            turn: self.turn.clone(),
            head: self.head.clone(),
            // The record's time never runs backwards, whatever the machine's clock does.
            at: Ord::max(now(), recorded_at.saturating_add(1)),
            stamp,
            before: recorded_at,
            keeps: false,
            first: number,
            number,
            hash,
            entries: Vec::new(),
            told: Vec::new(),
            locks: None,
            gathers: manner == Manner::Gathered,
            reports: Reports::default(),
        })
    }

    /// The number of the last change that this process knows of, without a look into the database: its own
    /// commits at once, those of others as of the last look ([`Store::last_change`]).
    pub fn known_change(&self) -> i64 {
        self.head.number()
    }

    /// Refuses a database that only reads: nothing is changed, but the right to change is needed for it. One that does not
    /// take writes just now is not looked at.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] with what to do.
    pub async fn assert_writable(&self) -> Result<(), StoreError> {
        let nothing = change_head::Entity::update_many()
            .col_expr(change_head::Column::Number, 0.into())
            .filter(change_head::Column::Id.eq(0));
        match nothing.exec(&self.write).await.map_err(StoreError::from) {
            Ok(_) | Err(StoreError::Unavailable(_) | StoreError::DiskFull(_)) => Ok(()),
            Err(error) => Err(StoreError::Unreachable(format!(
                "the database cannot be written ({}): {}; check whom the file and its folder belong to and who may write \
                 there, or the rights of the database role",
                self.described,
                error.cause()
            ))),
        }
    }

    /// Follows [`Store::known_change`].
    pub fn watch_changes(&self) -> watch::Receiver<i64> {
        self.head.watch()
    }

    /// The number of the last committed change; 0 before the first.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn last_change(&self) -> Result<i64, StoreError> {
        self.last_change_over(&self.read).await
    }

    /// The same, over a connection of the caller's.
    pub(super) async fn last_change_over(
        &self,
        connection: &impl ConnectionTrait,
    ) -> Result<i64, StoreError> {
        let head = sole(change_head::Entity::find_by_id(HEAD), connection).await?;
        let number = head.map_or(0, |head| head.number);
        self.head.is_at(number);
        Ok(number)
    }

    /// The number of the last change that was recorded at or before a moment, once no write that is under way can add one
    /// to them: what is known of a moment never changes.
    ///
    /// # Errors
    /// [`StoreError`] of the database; [`StoreError::Unavailable`] where a write under way does not end in time.
    pub async fn settled_change_at(&self, moment: i64, now: i64) -> Result<i64, StoreError> {
        let head = sole(change_head::Entity::find_by_id(HEAD), &self.read).await?;
        let is_behind = head.is_some_and(|head| moment <= head.recorded_at);
        if !is_behind && now.saturating_sub(moment) < LONGEST_WRITE_MICROS {
            // Whoever holds the turn began before; whoever takes it after is recorded after.
            let baton = self.turn.wait(Manner::Shared).await?;
            self.clone().pass_on(baton, now).await?;
        }
        self.change_at(moment).await
    }

    /// Takes the turn, writes nothing, and waits for what others have written. It is done to its end whoever goes away: a
    /// reader may at any time, and would take the group of writers along.
    async fn pass_on(self, baton: Held, now: i64) -> Result<(), StoreError> {
        let nobody = Stamp { actor: String::new(), request: String::new(), reason: String::new() };
        let pool = self.write.clone();
        let passed = pool.spawn(async move {
            self.begin_in_turn(baton, nobody, || now, Manner::Shared).await?.rollback().await
        });
        passed.await.unwrap_or_else(|error| {
            let detail = format!("waiting for those who write did not end: {error}");
            Err(StoreError::Unavailable(DbErr::Custom(detail)))
        })
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
}

impl Transaction {
    /// Adds an entry and gives its number.
    pub(super) fn record(&mut self, mut change: Change) -> i64 {
        let after = change.after.take().map(|json| json.to_string());
        self.record_with(change, after)
    }

    /// The same, with what stands afterwards as JSON text: where entries are many, the text is made at once.
    pub(super) fn record_with(&mut self, change: Change, after: Option<String>) -> i64 {
        let Change { action, subject, plan_id, series_id, before, after: _ } = change;
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
            after,
            hash: String::new(),
        };
        entry.hash = hash(&self.hash, &entry);
        self.hash.clone_from(&entry.hash);
        self.entries.push(entry);
        self.number
    }

    /// What was changed, where every change was told.
    fn told_in_full(&mut self) -> Option<Vec<RecentChange>> {
        let told = std::mem::take(&mut self.told);
        let changes = usize::try_from(self.number - self.first).ok()?;
        (told.len() == changes).then_some(told)
    }

    /// What the holder of the turn knows. Only one that does nothing but report rests on it: others change it.
    pub(super) fn known(&self) -> Option<&Known> {
        self.baton.as_ref().filter(|_| self.gathers)?.known()
    }

    /// Adds to what the holder of the turn knows: what is in the record, by the doing of others.
    pub(super) fn learn(&mut self, learn: impl FnOnce(&mut Known)) {
        if let Some(known) = self.baton.as_mut().filter(|_| self.gathers).and_then(|baton| baton.known_mut())
        {
            learn(known);
        }
    }

    /// To be called before anything is written at once: where this writer fails, that much is undone.
    pub(super) async fn guard(&mut self) -> Result<(), StoreError> {
        match &mut self.baton {
            Some(baton) => turn::guard(baton).await,
            None => Ok(()),
        }
    }

    /// The vintages that answer for some slots.
    pub(super) async fn heads_of(
        &mut self,
        slots: &BTreeSet<Slot>,
    ) -> Result<Vec<outcome::Model>, StoreError> {
        let Some(baton) = self.baton.as_mut().filter(|_| self.gathers) else {
            return gathered::heads_of(&*self.connection, slots).await;
        };
        let mut found = turn::heads_of(baton, slots, self.turn.announced()).await?;
        found.retain(|row| !self.reports.heads.contains_key(&slot(row)));
        let own =
            self.reports.vintages.iter().filter(|row| {
                slots.contains(&slot(row)) && self.reports.heads.get(&slot(row)) == Some(&row.id)
            });
        found.extend(own.cloned());
        Ok(found)
    }

    /// All vintages of some slots, what waits to be written among them.
    pub(super) async fn vintages_in(
        &self,
        slots: &BTreeSet<Slot>,
    ) -> Result<Vec<outcome::Model>, StoreError> {
        let mut found = gathered::vintages_in(&*self.connection, slots).await?;
        if let Some(baton) = self.baton.as_ref().filter(|_| self.gathers && !slots.is_empty()) {
            found.extend(turn::waiting_in(baton, slots));
            found.extend(self.reports.within(slots).cloned());
        }
        Ok(found)
    }

    /// Keeps reports: writes them at once, or hands them over at the end.
    pub(super) async fn keep_reports(&mut self, reports: Reports) -> Result<(), StoreError> {
        if !self.gathers {
            return reports.insert(&*self.connection).await;
        }
        let Reports { mut vintages, mut heads } = reports;
        self.reports.vintages.append(&mut vintages);
        self.reports.heads.append(&mut heads);
        Ok(())
    }

    /// Whether anything was recorded yet.
    pub fn has_changes(&self) -> bool {
        self.number > self.first
    }

    /// The number of the last change, those of this transaction included.
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// Writes the entries that wait where they are many, so that a large transaction does not gather them in memory.
    pub(super) async fn write_entries(&mut self) -> Result<(), StoreError> {
        if self.entries.len() >= ENTRIES_KEPT {
            write_entries(&self.connection, &mut self.entries).await?;
        }
        Ok(())
    }

    /// Commits and gives the number of the last change. Only once this has returned is the write acknowledged.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the transaction is then kept, but for [`StoreError::Unavailable`], after which
    /// it is unknown.
    pub async fn commit(mut self) -> Result<i64, StoreError> {
        let has_changes = self.has_changes();
        let (turn, head, number) = (self.turn.clone(), self.head.clone(), self.number);
        let keeps = self.keeps;
        let Some(baton) = self.baton.take() else { return Ok(number) };
        let left = Left {
            number,
            recorded_at: if has_changes { self.at } else { self.before },
            hash: std::mem::take(&mut self.hash),
            entries: std::mem::take(&mut self.entries),
            reports: std::mem::take(&mut self.reports),
            told: self.told_in_full(),
            has_only_reported: self.gathers || !has_changes,
        };
        // The transaction is in one hand when it is committed.
        drop(self);
        if has_changes || keeps {
            turn.end(baton, left, &head).await?;
        } else {
            turn.undo(baton, &head).await?;
        }
        Ok(number)
    }

    /// Leaves the database as it was.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        let (turn, head) = (self.turn.clone(), self.head.clone());
        let Some(baton) = self.baton.take() else { return Ok(()) };
        drop(self);
        turn.undo(baton, &head).await
    }
}

/// The hash of an entry: SHA-256 over the hash of the entry before and each field, every field led by its
/// length, so that no two entries have the same input.
pub(super) fn hash(previous: &str, entry: &change_log::Model) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
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
    let digit = |number: u8| DIGITS.get(usize::from(number)).copied().unwrap_or('0');
    let digest = digest.finalize();
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
