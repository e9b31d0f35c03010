//! The chain of the change log: each entry follows from the one before, none is missing, and the head is the last.
//! Batches are computed beside one another, since each begins with the hash that the one before must end with.

use futures_util::{StreamExt, TryStreamExt, stream};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use tokio::task::JoinError;

use super::{Finding, Findings};
use crate::store::{
    Store,
    changes::{HEAD, hash},
    entities::{change_head, change_log},
    error::StoreError,
};

/// Entries of one batch.
const A_BATCH: i64 = 5_000;

/// Batches that are computed beside one another.
const AT_ONCE: usize = 4;

/// What the walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// How many entries there are, as far as the head says.
    pub entries: i64,
    /// What is broken: the first entry that is, and the head where it does not fit.
    pub findings: Findings,
}

/// An entry as it was written down outside of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its number; 0 where the record was empty.
    pub number: i64,
    /// Its hash; empty where the record was empty.
    pub hash: String,
    /// When it was recorded, in microseconds.
    pub recorded_at: i64,
}

impl Store {
    /// Walks the whole change log and computes its chain anew.
    ///
    /// # Errors
    /// [`StoreError`] of the database; a broken chain is no error but the answer.
    pub async fn check_chain(&self) -> Result<Chain, StoreError> {
        let mut findings = Findings::default();
        let heads = change_head::Entity::find().all(&self.read).await?;
        let head = match heads.as_slice() {
            [head] if head.id == HEAD => head.clone(),
            other => {
                findings.add(
                    "table change_head",
                    format!("it has {} rows, and must have the one with id 1", other.len()),
                );
                let number = self.last_entry().await?.map_or(0, |entry| entry.number);
                change_head::Model { id: 0, number, recorded_at: 0, hash: String::new() }
            }
        };
        let starts = (0..).map(|batch| batch * A_BATCH + 1).take_while(|start| *start <= head.number);
        let batches = stream::iter(starts).map(|start| {
            let (store, end) = (self.clone(), Ord::min(start + A_BATCH - 1, head.number));
            let batch =
                async move { (format!("the entries {start} to {end}"), store.check_batch(start, end).await) };
            async move { tokio::spawn(batch).await }
        });
        let mut batches = batches.buffered(AT_ONCE);
        let before = findings.total;
        while let Some((entries, found)) = batches.try_next().await.map_err(|error| ended(&error))? {
            if let Some(finding) = findings.of_unreadable(entries, found)? {
                findings.add(finding.place, finding.detail);
            }
            if findings.total > before {
                break;
            }
        }
        let is_whole = findings.total == before;
        drop(batches);
        let last = self.last_entry().await?;
        let (number, hash, at) = last.map_or((0, String::new(), 0), |e| (e.number, e.hash, e.recorded_at));
        if number > head.number {
            let beyond = change_log::Entity::find()
                .filter(change_log::Column::Number.gt(head.number))
                .order_by_asc(change_log::Column::Number)
                .one(&self.read)
                .await?;
            // A change that was committed since the head was read is none of ours.
            if self.head_row().await?.is_none_or(|now| now.number < number) {
                let first = beyond.map_or(number, |entry| entry.number);
                findings.add(format!("entry {first}"), "it stands after the last entry of the head");
            }
        } else if is_whole && (number, &hash, at) != (head.number, &head.hash, head.recorded_at) {
            findings.add("table change_head", format!("it does not say what the last entry, {number}, says"));
        }
        let below =
            change_log::Entity::find().filter(change_log::Column::Number.lt(1)).count(&self.read).await?;
        if below > 0 {
            findings.add("entry 0", format!("{below} entries have a number below 1"));
        }
        Ok(Chain { entries: head.number, findings })
    }

    /// The last entry, to be written down outside of the database.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn checkpoint(&self) -> Result<Checkpoint, StoreError> {
        let last = self.last_entry().await?;
        Ok(last.map_or(Checkpoint { number: 0, hash: String::new(), recorded_at: 0 }, |entry| Checkpoint {
            number: entry.number,
            hash: entry.hash,
            recorded_at: entry.recorded_at,
        }))
    }

    /// Holds an entry against what was written down of it; a finding where it is another one, or missing.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn check_against(&self, known: &Checkpoint) -> Result<Option<Finding>, StoreError> {
        if known.number == 0 {
            return Ok(None);
        }
        let place = format!("entry {}", known.number);
        let entry = change_log::Entity::find_by_id(known.number).one(&self.read).await?;
        Ok(match entry {
            None => {
                let detail = "the checkpoint has it, the record does not: the end of the record was cut off";
                Some(Finding { place, detail: detail.to_owned() })
            }
            Some(entry) if entry.hash != known.hash => {
                let detail = "the checkpoint has another hash: the record was written anew";
                Some(Finding { place, detail: detail.to_owned() })
            }
            Some(_) => None,
        })
    }

    async fn head_row(&self) -> Result<Option<change_head::Model>, StoreError> {
        Ok(change_head::Entity::find().one(&self.read).await?)
    }

    async fn last_entry(&self) -> Result<Option<change_log::Model>, StoreError> {
        let last = change_log::Entity::find().order_by_desc(change_log::Column::Number);
        Ok(last.one(&self.read).await?)
    }

    /// The first entry of a batch that does not follow from the one before, or is missing.
    async fn check_batch(&self, start: i64, end: i64) -> Result<Option<Finding>, StoreError> {
        let rows = change_log::Entity::find()
            .filter(change_log::Column::Number.between(start - 1, end))
            .order_by_asc(change_log::Column::Number)
            .all(&self.read)
            .await?;
        let mut rows = rows.into_iter().peekable();
        let mut previous = (String::new(), 0);
        if start > 1 {
            // Where the one before is missing, the batch that it is in says so.
            match rows.next_if(|row| row.number < start) {
                Some(row) => previous = (row.hash, row.recorded_at),
                None => return Ok(Some(missing(start - 1))),
            }
        } else {
            while rows.next_if(|row| row.number < start).is_some() {}
        }
        for number in start..=end {
            let Some(entry) = rows.next_if(|row| row.number == number) else {
                return Ok(Some(missing(number)));
            };
            if entry.hash != hash(&previous.0, &entry) {
                let detail = "its hash is not the one that follows from its fields and from the entry before";
                return Ok(Some(Finding { place: named(&entry), detail: detail.to_owned() }));
            }
            if entry.recorded_at < previous.1 {
                let detail = "it is earlier than the entry before";
                return Ok(Some(Finding { place: named(&entry), detail: detail.to_owned() }));
            }
            previous = (entry.hash, entry.recorded_at);
        }
        Ok(None)
    }
}

fn named(entry: &change_log::Model) -> String {
    format!("entry {} ({} {})", entry.number, entry.action, entry.subject)
}

fn missing(number: i64) -> Finding {
    Finding { place: format!("entry {number}"), detail: "it is missing".to_owned() }
}

fn ended(error: &JoinError) -> StoreError {
    StoreError::Corrupt {
        table: "change_log",
        row: String::new(),
        column: "hash",
        detail: format!("a batch of the check did not end: {error}"),
    }
}
