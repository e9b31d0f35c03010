//! The store: the only place that knows the database. Queries by intent, rows turned into words of the domain
//! and back. It knows no rule of judging, no clock and no wire.

mod approvals;
mod assertions;
mod backup;
mod beginnings;
mod bulk;
mod catalogue;
mod changes;
mod check;
mod connect;
mod counting;
mod deliveries;
mod described;
mod entities;
mod entries;
mod error;
mod fits;
mod follow;
mod gathered;
mod head;
mod idempotency;
mod keys;
mod known;
mod locks;
mod log;
mod names;
mod outcomes;
mod packed;
mod pages;
mod plan_record;
mod plans;
mod pool;
mod recent;
mod remarks;
mod repeated;
mod reporting;
mod schema;
mod schema_faults;
mod series;
mod targets;
mod turn;
mod versions;
mod webhooks;

pub use self::{
    approvals::{ApprovalSubject, ToApprove, nothing_yet},
    backup::{BackupError, Contents, Restored},
    catalogue::CatalogueItem,
    changes::{Stamp, Transaction},
    check::{Chain, Checked, Checkpoint, Finding, Findings},
    connect::DatabaseOptions,
    deliveries::{Attempt, Delivery, DeliveryState, NewDelivery, Progress, Told},
    error::StoreError,
    gathered::Place,
    idempotency::{KeptAnswer, Known, Once},
    keys::{Key, StoredKey},
    log::{Changed, LogEntry, LogFilter, LogPage, Touches},
    outcomes::{OutcomeFilter, Periods, Vintage},
    pages::{OutcomePages, OutcomeSelection},
    plan_record::PlanRecord,
    pool::PoolUse,
    recent::RecentChange,
    remarks::{RemarkSubject, RemarkVersions, Remarks},
    repeated::Repeated,
    reporting::{NewOutcome, Recorded},
    schema::{MigrationState, SchemaState},
    series::Of,
    versions::{AsOf, Expect, Put, Stored},
    webhooks::{SigningSecret, StoredWebhook, Webhook},
};

/// A database that is open.
#[derive(Debug, Clone)]
pub struct Store {
    read: names::Reader,
    write: pool::Pool,
    described: String,
    turn: turn::Turn,
    head: head::Head,
    follow: std::time::Duration,
    recent: recent::Recent,
}

impl Store {
    /// Opens a database and asserts what the promises of the store rest on. The schema is not touched.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] with what is wrong and what to do.
    pub async fn open(options: &DatabaseOptions) -> Result<Self, StoreError> {
        let connect::Connections { read, write, described } = connect::open(options).await?;
        let recent = recent::Recent::default();
        let turn = turn::Turn::new(options.write_queue, options.acquire_timeout, recent.clone());
        Ok(Self {
            read: names::Reader::new(read),
            write,
            described,
            turn,
            head: head::Head::new(),
            follow: options.follow,
            recent,
        })
    }

    /// Whether there may be a database: a SQLite file is looked for, a server is not asked.
    pub fn may_exist(options: &DatabaseOptions) -> bool {
        connect::file_of(&options.url).is_none_or(|file| std::path::Path::new(file).exists())
    }

    /// The database and what was asserted of it, in one line for the log.
    pub fn described(&self) -> &str {
        &self.described
    }

    /// Whether migrations may run at start: a SQLite file has one process; many replicas share a PostgreSQL.
    pub fn is_embedded(&self) -> bool {
        connect::is_sqlite(&self.write)
    }

    /// The same, where all that is read is read as it is now, over one connection, which is given back with it.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn at_one_moment(&self) -> Result<Self, StoreError> {
        Ok(Self { read: self.read.at_one_moment().await?, ..self.clone() })
    }

    /// Closes the connections; what was committed is on disk.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn close(self) -> Result<(), StoreError> {
        self.read.close().await?;
        Ok(self.write.close().await?)
    }
}
