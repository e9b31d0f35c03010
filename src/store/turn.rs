//! The turn to write. One database transaction is handed on from writer to writer, each in a savepoint of its own,
//! and the last one commits for all: many durable writes cost one wait for the disk. A writer is told of success
//! only after that commit. It does not know what is written.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::{
    changes::HEAD,
    connect::{begin_writing, is_sqlite},
    entities::{change_head, change_log, outcome},
    entries::write_entries,
    error::StoreError,
    gathered::{Announced, Gathered, Place, Reports},
    head::Head,
    known::Known,
    names::sole,
    outcomes::Slot,
    pool::Pool,
    recent::{Recent, RecentChange},
};

/// Writers that one commit is for, at most: more would only make the first of them wait longer.
const MOST_MEMBERS: usize = 256;

/// How often others are given way until a request that has arrived stands in the queue: it is read, then its write begins, as
/// a task of its own.
const STEPS_OF_A_REQUEST: usize = 3;

/// The turn to write in a database. Clones are the same one.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    open: Arc<Mutex<Desk>>,
    announced: Announced,
    queued: Arc<AtomicUsize>,
    most_queued: usize,
    wait: std::time::Duration,
    recent: Recent,
}

/// What passes from writer to writer.
#[derive(Debug, Default)]
pub(super) struct Desk {
    group: Option<Group>,
    /// What is known where no group is open; an open one has it.
    known: Known,
}

impl Desk {
    /// What those who only report need again and again.
    pub(super) fn known(&self) -> Option<&Known> {
        self.group.as_ref().map(|group| &group.known)
    }

    /// The same, to add to it.
    pub(super) fn known_mut(&mut self) -> Option<&mut Known> {
        self.group.as_mut().map(|group| &mut group.known)
    }

    /// Commits for the open group, where there is one.
    async fn commit(&mut self, head: &Head) {
        if let Some(group) = self.group.take() {
            self.known = group.commit(head).await;
        }
    }
}

/// The turn, held.
pub(super) type Held = OwnedMutexGuard<Desk>;

/// How a writer shares its transaction with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Not at all.
    Alone,
    /// In a savepoint of its own.
    Shared,
    /// It only reports, and what it reports is written with what others do.
    Gathered,
}

/// The writers whose changes one commit makes durable.
#[derive(Debug)]
pub(super) struct Group {
    connection: Arc<DatabaseTransaction>,
    /// The number, time and hash of the last entry, with those of the members.
    number: i64,
    recorded_at: i64,
    hash: String,
    entries: Vec<change_log::Model>,
    gathered: Gathered,
    /// What rests on the members' writes as well, so that it is lost with them, whoever takes the group along.
    known: Known,
    /// What the members changed, where each of them said so in full.
    told: Option<Vec<RecentChange>>,
    recent: Recent,
    members: Vec<oneshot::Sender<Result<(), StoreError>>>,
    /// Whether a writer went away within its savepoint, which is then undone before anything else.
    is_abandoned: bool,
    /// How the writer shares it that holds the turn.
    manner: Manner,
    /// Whether that writer has a savepoint.
    is_guarded: bool,
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
    pub(super) reports: Reports,
    /// Whether nothing but outcomes and what they name came into being.
    pub(super) has_only_reported: bool,
    /// What was changed, for those that keep answers; `None` where they have to look themselves.
    pub(super) told: Option<Vec<RecentChange>>,
}

impl Turn {
    /// The turn of a database that is not written to yet.
    pub(super) fn new(most_queued: usize, wait: std::time::Duration, recent: Recent) -> Self {
        Self {
            open: Arc::default(),
            announced: Announced::default(),
            queued: Arc::default(),
            most_queued,
            wait,
            recent,
        }
    }

    /// Says where the reports of a writer will stand that is about to take the turn.
    pub(super) fn announce(&self, places: Vec<Place>) {
        if self.queued.load(Ordering::Acquire) < self.most_queued {
            self.announced.add(places);
        }
    }

    /// What was announced.
    pub(super) const fn announced(&self) -> &Announced {
        &self.announced
    }

    /// Waits for the turn. Whoever goes away meanwhile is missed by nobody.
    pub(super) async fn wait(&self, manner: Manner) -> Result<Held, StoreError> {
        if self.queued.load(Ordering::Acquire) >= self.most_queued {
            let detail = format!("{} writers wait already", self.most_queued);
            return Err(StoreError::Unavailable(DbErr::Custom(detail)));
        }
        // One that is to be alone shares no commit, so nobody need wait for it.
        let _queued = (manner != Manner::Alone).then(|| Queued::enter(&self.queued));
        let turn = tokio::time::timeout(self.wait, self.open.clone().lock_owned());
        turn.await
            .map_err(|_| StoreError::Unavailable(DbErr::Custom("the turn to write did not come".to_owned())))
    }

    /// Opens a transaction for the holder of the turn, or joins the one that is handed on. A writer that wants to be alone
    /// commits what is open first. To be done in no future that somebody outside can drop: what is gathered and half written would
    /// be lost with it.
    pub(super) async fn take(
        &self,
        mut baton: Held,
        write: &Pool,
        head: &Head,
        manner: Manner,
    ) -> Result<(Held, Arc<DatabaseTransaction>), StoreError> {
        let is_full = |group: &Group| manner == Manner::Alone || group.members.len() >= MOST_MEMBERS;
        if baton.group.as_ref().is_some_and(is_full) {
            baton.commit(head).await;
        }
        let Desk { group: open, known } = &mut *baton;
        if let Some(mut group) = open.take() {
            match group.prepare_for(manner).await {
                Ok(()) => *open = Some(group),
                Err(error) => group.fail(&error),
            }
        }
        let mut group = match open.take() {
            Some(group) => group,
            None => Group::begin(write, self.recent.clone(), known).await?,
        };
        let connection = group.connection.clone();
        (group.manner, group.is_guarded) = (manner, false);
        // In the desk it outlives a writer that goes away before its savepoint is set; one that nobody waits for goes along.
        let mut own = None;
        let place = if group.members.is_empty() { &mut own } else { &mut *open };
        *place = Some(group);
        let set = match manner {
            Manner::Shared => connection.execute_unprepared("SAVEPOINT writer").await.map(drop),
            Manner::Alone | Manner::Gathered => Ok(()),
        };
        let Some(mut group) = own.or_else(|| open.take()) else { return Err(lost()) };
        if let Err(error) = set {
            let error = StoreError::from(error);
            group.fail(&error);
            return Err(error);
        }
        group.is_guarded = manner == Manner::Shared;
        *open = Some(group);
        Ok((baton, connection))
    }

    /// Ends a writer's part: keeps it, and commits, or leaves that to one that waits already. Returns once the
    /// commit has been made, by whomever.
    pub(super) async fn end(&self, mut baton: Held, left: Left, head: &Head) -> Result<(), StoreError> {
        let Some(mut group) = baton.group.take() else { return Err(lost()) };
        if group.is_guarded
            && let Err(error) = group.connection.execute_unprepared("RELEASE SAVEPOINT writer").await
        {
            let error = StoreError::from(error);
            group.fail(&error);
            return Err(error);
        }
        let Left { number, recorded_at, hash, mut entries, reports, has_only_reported, told } = left;
        (group.number, group.recorded_at, group.hash) = (number, recorded_at, hash);
        group.is_guarded = false;
        group.entries.append(&mut entries);
        group.gathered.add(reports);
        if !has_only_reported {
            group.known.has_changed();
        }
        group.told = group.told.zip(told).map(|(mut all, more)| {
            all.extend(more);
            all
        });
        let (sender, done) = oneshot::channel();
        group.members.push(sender);
        let is_alone = group.manner == Manner::Alone;
        // Within the desk, it is not lost should this writer go away while others are let in.
        baton.group = Some(group);
        if is_alone || !self.is_another_near().await {
            baton.commit(head).await;
        }
        drop(baton);
        self.settled(done, head).await
    }

    /// Whether another writer waits, or comes when what has arrived already is read: it is to share the commit. On a thread
    /// that also reads requests, those of the group before would else come just too late for this one, again and again.
    async fn is_another_near(&self) -> bool {
        for _ in 0..STEPS_OF_A_REQUEST {
            if self.queued.load(Ordering::Acquire) > 0 {
                return true;
            }
            tokio::task::yield_now().await;
        }
        self.queued.load(Ordering::Acquire) > 0
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
                baton.commit(head).await;
            }
        }
        done.await.unwrap_or_else(|_| Err(lost()))
    }

    /// Undoes a writer's part. What others wait for is left to them.
    pub(super) async fn undo(&self, mut baton: Held, head: &Head) -> Result<(), StoreError> {
        forget_what_is_undone(&mut baton);
        let Some(group) = baton.group.as_mut() else { return Ok(()) };
        if group.members.is_empty() {
            if let Some(group) = baton.group.take() {
                baton.known = group.roll_back().await?;
            }
            return Ok(());
        }
        group.is_abandoned = group.is_guarded;
        let (sender, done) = oneshot::channel();
        group.members.push(sender);
        drop(baton);
        self.settled(done, head).await
    }
}

/// Opens the savepoint of the writer that holds the turn, where it has none and shares with others.
pub(super) async fn guard(baton: &mut Held) -> Result<(), StoreError> {
    let Some(group) = baton.group.as_mut() else { return Err(lost()) };
    if group.is_guarded || group.manner == Manner::Alone {
        return Ok(());
    }
    if let Err(error) = group.connection.execute_unprepared("SAVEPOINT writer").await {
        let error = StoreError::from(error);
        if let Some(group) = baton.group.take() {
            group.fail(&error);
        }
        return Err(error);
    }
    group.is_guarded = true;
    Ok(())
}

/// The vintages that answer for some slots, as the holder of the turn finds them.
pub(super) async fn heads_of(
    baton: &mut Held,
    slots: &BTreeSet<Slot>,
    announced: &Announced,
) -> Result<Vec<outcome::Model>, StoreError> {
    let Some(Group { connection, gathered, known, .. }) = &mut baton.group else { return Err(lost()) };
    gathered.heads_of(&**connection, slots, announced, known).await
}

/// The vintages of some slots that were reported and wait to be written.
pub(super) fn waiting_in(baton: &Held, slots: &BTreeSet<Slot>) -> Vec<outcome::Model> {
    baton.group.as_ref().map_or_else(Vec::new, |group| group.gathered.vintages_in(slots))
}

/// The number, time and hash of the last entry that the holder of the turn sees.
pub(super) fn last_of(baton: &Held) -> (i64, i64, String) {
    baton
        .group
        .as_ref()
        .map_or_else(Default::default, |group| (group.number, group.recorded_at, group.hash.clone()))
}

/// Gives the turn back without an end of one's own: what was done is not kept.
pub(super) fn abandon(baton: &mut Held) {
    forget_what_is_undone(baton);
    let Some(group) = baton.group.as_mut() else { return };
    if group.members.is_empty() {
        // Dropped, the transaction is rolled back before its connection is used again.
        if let Some(Group { known, .. }) = baton.group.take() {
            baton.known = known;
        }
    } else {
        group.is_abandoned = group.is_guarded;
    }
}

/// A writer that rests on what is known may have learned what it made itself, and that is about to be undone.
fn forget_what_is_undone(baton: &mut Held) {
    if let Some(group) = &mut baton.group
        && group.manner == Manner::Gathered
        && group.is_guarded
    {
        group.known.forget();
    }
}

impl Group {
    async fn begin(write: &Pool, recent: Recent, known: &mut Known) -> Result<Self, StoreError> {
        let connection = begin_writing(write).await?;
        let mut head = change_head::Entity::find_by_id(HEAD);
        if !is_sqlite(write) {
            head = head.lock_exclusive();
        }
        let head = sole(head, &connection).await?.ok_or_else(|| StoreError::Corrupt {
            table: "change_head",
            row: HEAD.to_string(),
            column: "id",
            detail: "the row is missing".to_owned(),
        })?;
        known.catch_up(&connection, head.number, &head.hash).await?;
        Ok(Self {
            connection: Arc::new(connection),
            number: head.number,
            recorded_at: head.recorded_at,
            hash: head.hash,
            entries: Vec::new(),
            told: Some(Vec::new()),
            recent,
            members: Vec::new(),
            gathered: Gathered::default(),
            known: std::mem::take(known),
            is_abandoned: false,
            manner: Manner::Alone,
            is_guarded: false,
        })
    }

    /// Makes ready for the next writer: one that does not only report finds in the database what was reported.
    async fn prepare_for(&mut self, manner: Manner) -> Result<(), StoreError> {
        self.clean().await?;
        if manner != Manner::Gathered {
            self.gathered.write(&*self.connection).await?;
        }
        Ok(())
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

    /// Writes what waits, commits, and tells every member. Gives what is known then: nothing, where that failed.
    async fn commit(mut self, head: &Head) -> Known {
        if let Err(error) = self.write().await {
            self.fail(&error);
            return Known::default();
        }
        let Self { connection, number, hash, members, told, recent, mut known, .. } = self;
        let committed = match Arc::try_unwrap(connection) {
            Ok(connection) => connection.commit().await.map_err(StoreError::from),
            Err(_) => Err(lost()),
        };
        if committed.is_ok() {
            // Before anybody learns of the number: whoever does finds what was changed.
            recent.add(told.into_iter().flatten());
            head.has_committed(number);
            known.is_at(number, &hash);
        } else {
            known.forget();
        }
        for member in members {
            // A member that went away is told nothing.
            let _ = member.send(committed.as_ref().copied().map_err(again));
        }
        known
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        self.clean().await?;
        self.gathered.write(&*self.connection).await?;
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

    /// Takes everything back, and gives what is known all the same.
    async fn roll_back(self) -> Result<Known, StoreError> {
        let connection = Arc::try_unwrap(self.connection).map_err(|_| lost())?;
        connection.rollback().await?;
        Ok(self.known)
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
mod tests;
