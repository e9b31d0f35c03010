//! The turn to write. One database transaction is handed on from writer to writer, each in a savepoint of its own,
//! and the last one commits for all: many durable writes cost one wait for the disk. A writer is told of success
//! only after that commit. It does not know what is written.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect, SqliteTransactionMode, TransactionOptions, TransactionTrait, sea_query::Expr,
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::{
    changes::HEAD,
    connect::is_sqlite,
    entities::{change_head, change_log},
    entries::write_entries,
    error::StoreError,
    head::Head,
    recent::{Recent, RecentChange},
};

/// Writers that one commit is for, at most: more would only make the first of them wait longer.
const MOST_MEMBERS: usize = 256;

/// The turn to write in a database. Clones are the same one.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    open: Arc<Mutex<Option<Group>>>,
    queued: Arc<AtomicUsize>,
    most_queued: usize,
    wait: std::time::Duration,
    recent: Recent,
}

/// The turn, held.
pub(super) type Held = OwnedMutexGuard<Option<Group>>;

/// The writers whose changes one commit makes durable.
#[derive(Debug)]
pub(super) struct Group {
    connection: Arc<DatabaseTransaction>,
    /// The number, time and hash of the last entry, with those of the members.
    number: i64,
    recorded_at: i64,
    hash: String,
    entries: Vec<change_log::Model>,
    /// What the members changed, where each of them said so in full.
    told: Option<Vec<RecentChange>>,
    recent: Recent,
    members: Vec<oneshot::Sender<Result<(), StoreError>>>,
    /// Whether a writer went away within its savepoint, which is then undone before anything else.
    is_abandoned: bool,
    /// Whether it is for one writer, which needs no savepoint.
    is_alone: bool,
}

/// A writer in the queue, counted for as long as it waits.
struct Queued<'a>(&'a AtomicUsize);

impl<'a> Queued<'a> {
    fn enter(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count)
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What a writer leaves to its group.
pub(super) struct Left {
    pub(super) number: i64,
    pub(super) recorded_at: i64,
    pub(super) hash: String,
    pub(super) entries: Vec<change_log::Model>,
    /// What was changed, for those that keep answers; `None` where they have to look themselves.
    pub(super) told: Option<Vec<RecentChange>>,
}

impl Turn {
    /// The turn of a database that is not written to yet.
    pub(super) fn new(most_queued: usize, wait: std::time::Duration, recent: Recent) -> Self {
        Self { open: Arc::default(), queued: Arc::default(), most_queued, wait, recent }
    }

    /// Waits for the turn and opens a transaction, or joins the one that is handed on. A writer that wants to be
    /// alone commits what is open first. Gives the turn and the transaction.
    pub(super) async fn take(
        &self,
        write: &DatabaseConnection,
        head: &Head,
        is_alone: bool,
    ) -> Result<(Held, Arc<DatabaseTransaction>), StoreError> {
        if self.queued.load(Ordering::Acquire) >= self.most_queued {
            let detail = format!("{} writers wait already", self.most_queued);
            return Err(StoreError::Unavailable(DbErr::Custom(detail)));
        }
        let mut baton = {
            // One that is to be alone shares no commit, so nobody need wait for it.
            let _queued = (!is_alone).then(|| Queued::enter(&self.queued));
            tokio::time::timeout(self.wait, self.open.clone().lock_owned()).await.map_err(|_| {
                StoreError::Unavailable(DbErr::Custom("the turn to write did not come".to_owned()))
            })?
        };
        if let Some(mut group) = baton.take() {
            if is_alone || group.members.len() >= MOST_MEMBERS {
                group.commit(head).await;
            } else if let Err(error) = group.clean().await {
                group.fail(&error);
            } else {
                *baton = Some(group);
            }
        }
        let group = match baton.take() {
            Some(group) => group,
            None => Group::begin(write, is_alone, self.recent.clone()).await?,
        };
        if !is_alone && let Err(error) = group.connection.execute_unprepared("SAVEPOINT writer").await {
            let error = StoreError::from(error);
            group.fail(&error);
            return Err(error);
        }
        let connection = group.connection.clone();
        *baton = Some(group);
        Ok((baton, connection))
    }

    /// Ends a writer's part: keeps it, and commits, or leaves that to one that waits already. Returns once the
    /// commit has been made, by whomever.
    pub(super) async fn end(&self, mut baton: Held, left: Left, head: &Head) -> Result<(), StoreError> {
        let Some(mut group) = baton.take() else { return Err(lost()) };
        if !group.is_alone
            && let Err(error) = group.connection.execute_unprepared("RELEASE SAVEPOINT writer").await
        {
            let error = StoreError::from(error);
            group.fail(&error);
            return Err(error);
        }
        let Left { number, recorded_at, hash, mut entries, told } = left;
        (group.number, group.recorded_at, group.hash) = (number, recorded_at, hash);
        group.entries.append(&mut entries);
        group.told = group.told.zip(told).map(|(mut all, more)| {
            all.extend(more);
            all
        });
        let (sender, done) = oneshot::channel();
        group.members.push(sender);
        if !group.is_alone && self.queued.load(Ordering::Acquire) > 0 {
            *baton = Some(group);
            drop(baton);
        } else {
            group.commit(head).await;
        }
        self.settled(done, head).await
    }

    /// Waits for the commit. Those that wait for the turn come first; where they went away, this writer commits.
    async fn settled(
        &self,
        mut done: oneshot::Receiver<Result<(), StoreError>>,
        head: &Head,
    ) -> Result<(), StoreError> {
        tokio::select! {
            biased;
            settled = &mut done => return settled.unwrap_or_else(|_| Err(lost())),
            mut baton = self.open.clone().lock_owned() => {
                // As long as this writer was not told, the open group is its own.
                if let Some(group) = baton.take() {
                    group.commit(head).await;
                }
            }
        }
        done.await.unwrap_or_else(|_| Err(lost()))
    }

    /// Undoes a writer's part. What others wait for is left to them.
    pub(super) async fn undo(&self, mut baton: Held, head: &Head) -> Result<(), StoreError> {
        let Some(mut group) = baton.take() else { return Ok(()) };
        if group.members.is_empty() {
            return group.roll_back().await;
        }
        group.is_abandoned = true;
        let (sender, done) = oneshot::channel();
        group.members.push(sender);
        *baton = Some(group);
        drop(baton);
        self.settled(done, head).await
    }
}

/// The number, time and hash of the last entry that the holder of the turn sees.
pub(super) fn last_of(baton: &Held) -> (i64, i64, String) {
    baton
        .as_ref()
        .map_or_else(Default::default, |group| (group.number, group.recorded_at, group.hash.clone()))
}

/// Gives the turn back without an end of one's own: what is in the savepoint is not kept.
pub(super) fn abandon(baton: &mut Held) {
    if let Some(group) = baton.as_mut() {
        if group.members.is_empty() {
            // Dropped, the transaction is rolled back before its connection is used again.
            drop(baton.take());
        } else {
            group.is_abandoned = true;
        }
    }
}

impl Group {
    async fn begin(write: &DatabaseConnection, is_alone: bool, recent: Recent) -> Result<Self, StoreError> {
        let immediate = is_sqlite(write).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: immediate,
        };
        let connection = write.begin_with_options(options).await?;
        let mut head = change_head::Entity::find_by_id(HEAD);
        if !is_sqlite(write) {
            head = head.lock_exclusive();
        }
        let head = head.one(&connection).await?.ok_or_else(|| StoreError::Corrupt {
            table: "change_head",
            row: HEAD.to_string(),
            column: "id",
            detail: "the row is missing".to_owned(),
        })?;
        Ok(Self {
            connection: Arc::new(connection),
            number: head.number,
            recorded_at: head.recorded_at,
            hash: head.hash,
            entries: Vec::new(),
            told: Some(Vec::new()),
            recent,
            members: Vec::new(),
            is_abandoned: false,
            is_alone,
        })
    }

    /// Undoes what a writer left behind that went away.
    async fn clean(&mut self) -> Result<(), StoreError> {
        if self.is_abandoned {
            self.connection.execute_unprepared("ROLLBACK TO SAVEPOINT writer").await?;
            self.connection.execute_unprepared("RELEASE SAVEPOINT writer").await?;
            self.is_abandoned = false;
        }
        Ok(())
    }

    /// Writes what waits, commits, and tells every member.
    async fn commit(mut self, head: &Head) {
        if let Err(error) = self.write().await {
            return self.fail(&error);
        }
        let Self { connection, number, members, told, recent, .. } = self;
        let committed = match Arc::try_unwrap(connection) {
            Ok(connection) => connection.commit().await.map_err(StoreError::from),
            Err(_) => Err(lost()),
        };
        if committed.is_ok() {
            // Before anybody learns of the number: whoever does finds what was changed.
            recent.add(told.into_iter().flatten());
            head.has_committed(number);
        }
        for member in members {
            // A member that went away is told nothing.
            let _ = member.send(committed.as_ref().copied().map_err(again));
        }
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        self.clean().await?;
        write_entries(&self.connection, &mut self.entries).await?;
        change_head::Entity::update_many()
            .col_expr(change_head::Column::Number, Expr::value(self.number))
            .col_expr(change_head::Column::RecordedAt, Expr::value(self.recorded_at))
            .col_expr(change_head::Column::Hash, Expr::value(self.hash.clone()))
            .filter(change_head::Column::Id.eq(HEAD))
            .exec(&*self.connection)
            .await?;
        Ok(())
    }

    async fn roll_back(self) -> Result<(), StoreError> {
        match Arc::try_unwrap(self.connection) {
            Ok(connection) => Ok(connection.rollback().await?),
            Err(_) => Err(lost()),
        }
    }

    /// Tells every member that nothing was kept. Dropped, the transaction is rolled back.
    fn fail(self, error: &StoreError) {
        for member in self.members {
            let _ = member.send(Err(again(error)));
        }
    }
}

/// The same failure for another member.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::DiskFull(cause) => StoreError::DiskFull(cause.clone()),
        StoreError::Unavailable(cause) => StoreError::Unavailable(cause.clone()),
        StoreError::Refused(cause) => StoreError::Refused(cause.clone()),
        other => StoreError::Unavailable(DbErr::Custom(other.to_string())),
    }
}

fn lost() -> StoreError {
    StoreError::Unavailable(DbErr::Custom("the transaction was lost".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::{
        domain::{caliber::Caliber, code::Code},
        store::{AsOf, CatalogueItem, DatabaseOptions, Expect, Stamp, Store, StoreError},
    };

    async fn store(folder: &tempfile::TempDir) -> Store {
        let url = format!("sqlite://{}", folder.path().join("turn.db").display());
        let options = DatabaseOptions {
            shown: url.clone(),
            url,
            max_connections: 4,
            acquire_timeout: Duration::from_secs(20),
            write_queue: 1_000,
            follow: Duration::from_millis(50),
            busy_timeout: Duration::from_secs(5),
            durability_required: true,
        };
        let store = Store::open(&options).await.unwrap();
        store.migrate_up().await.unwrap();
        store
    }

    fn stamp(actor: &str) -> Stamp {
        Stamp { at: 0, actor: actor.to_owned(), request: String::new(), reason: String::new() }
    }

    fn caliber(code: &str) -> Caliber {
        Caliber { code: Code::new(code).unwrap(), name_zh: "口径".to_owned(), name_en: String::new() }
    }

    /// What becomes of a writer, by its number: most commit, some go away, give up, want to be alone or are refused.
    async fn write(store: Store, number: usize) -> Option<String> {
        let code = format!("c{number}");
        let begun = if number.is_multiple_of(17) {
            store.begin_alone(stamp("alone")).await
        } else {
            store.begin(stamp("one of many")).await
        };
        let mut transaction = begun.unwrap();
        caliber(&code).put(&mut transaction, Expect::New).await.unwrap();
        match number % 7 {
            0 => {
                drop(transaction);
                None
            }
            1 => {
                transaction.rollback().await.unwrap();
                None
            }
            2 => {
                let twice = caliber(&code).put(&mut transaction, Expect::New).await;
                assert!(matches!(twice, Err(StoreError::Duplicate { .. })));
                None
            }
            _ => {
                transaction.commit().await.unwrap();
                Some(code)
            }
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn each_writer_keeps_its_own_part_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..300 {
            let store = store.clone();
            writers.spawn(async move {
                if number % 5 == 0 {
                    tokio::time::sleep(Duration::from_micros(u64::try_from(number).unwrap() * 37)).await;
                }
                write(store, number).await
            });
        }
        let mut kept: Vec<String> = writers.join_all().await.into_iter().flatten().collect();
        kept.sort();
        assert!(kept.len() > 150);
        let found = Caliber::list(&store, 0, 1_000, AsOf::NOW).await.unwrap();
        let mut found: Vec<String> = found.into_iter().map(|stored| stored.item.code.to_string()).collect();
        found.sort();
        assert_eq!(found, kept);
        let entries = i64::try_from(kept.len()).unwrap();
        let chain = store.check_chain().await.unwrap();
        assert_eq!((chain.entries, chain.findings.total), (entries, 0));
        assert_eq!(store.known_change(), entries);
    }

    /// A writer hands on to one that then goes away: the write is committed all the same.
    #[tokio::test]
    async fn nobody_waits_for_a_commit_that_nobody_makes() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        let mut first = store.begin(stamp("first")).await.unwrap();
        caliber("a").put(&mut first, Expect::New).await.unwrap();
        let behind = {
            let store = store.clone();
            tokio::spawn(async move { store.begin(stamp("behind")).await.map(drop) })
        };
        tokio::time::sleep(Duration::from_millis(50)).await;
        let committed = tokio::spawn(first.commit());
        tokio::time::sleep(Duration::from_millis(5)).await;
        behind.abort();
        let committed = tokio::time::timeout(Duration::from_secs(5), committed).await;
        assert_eq!(committed.unwrap().unwrap().unwrap(), 1);
        let second = store.begin(stamp("second")).await.unwrap();
        second.rollback().await.unwrap();
        assert_eq!(store.last_change().await.unwrap(), 1);
    }
}
