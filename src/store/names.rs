//! Reading, and the names that were read: the keys of codes, series and sources never change, so that what was read
//! once is not asked for again. Only what was committed is kept. It does not know what is read.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, ExecResult,
    IsolationLevel, QueryResult, Select, Statement, TransactionOptions,
    entity::prelude::async_trait::async_trait,
};

use super::{connect::is_sqlite, pool::Pool};
use crate::domain::{code::Code, series::Series};

/// Names of one kind that are kept, at most; what is forgotten is read again.
const MOST_KEPT: usize = 50_000;

/// What a moment asks of PostgreSQL. What is read in it is found by keys, so that a statement is planned once, whatever
/// its values; a list that is cut off after some rows is not read in it, for that is planned by how many.
const MOMENT: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; \
                      SET LOCAL plan_cache_mode = force_generic_plan";

/// What was read of names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The identities of a kind, by what the kind is called.
    codes: HashMap<&'static str, Pairs<Code>>,
    series: Pairs<Series>,
    sources: Pairs<String>,
}

/// Names and their keys.
#[derive(Debug)]
pub(super) struct Pairs<T> {
    names: HashMap<i64, T>,
    keys: HashMap<T, i64>,
}

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self { names: HashMap::new(), keys: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Pairs<T> {
    /// The name of a key.
    pub(super) fn name(&self, key: i64) -> Option<&T> {
        self.names.get(&key)
    }

    /// The key of a name.
    pub(super) fn key<Q: Eq + std::hash::Hash + ?Sized>(&self, name: &Q) -> Option<i64>
    where
        T: std::borrow::Borrow<Q>,
    {
        self.keys.get(name).copied()
    }

    /// Keeps more.
    pub(super) fn extend<'a>(&mut self, more: impl IntoIterator<Item = (i64, &'a T)>)
    where
        T: 'a,
    {
        if self.names.len() > MOST_KEPT {
            *self = Self::default();
        }
        for (key, name) in more {
            self.names.insert(key, name.clone());
            self.keys.insert(name.clone(), key);
        }
    }
}

impl Names {
    /// The identities of a kind.
    pub(super) fn of(&mut self, what: &'static str) -> &mut Pairs<Code> {
        self.codes.entry(what).or_default()
    }

    /// The series.
    pub(super) const fn series(&mut self) -> &mut Pairs<Series> {
        &mut self.series
    }

    /// The sources.
    pub(super) const fn sources(&mut self) -> &mut Pairs<String> {
        &mut self.sources
    }
}

/// A connection that reads what is committed, with the names that were read over it. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    connection: Pool,
    /// Where everything is read as it was at one moment.
    moment: Option<Arc<DatabaseTransaction>>,
    names: Arc<Mutex<Names>>,
}

impl Reader {
    /// A reader that has read no name yet.
    pub(super) fn new(connection: Pool) -> Self {
        Self { connection, moment: None, names: Arc::default() }
    }

    /// The same, where nothing was read yet: for those who doubt what they have read.
    pub(super) fn afresh(&self) -> Self {
        Self::new(self.connection.clone())
    }

    /// The same, where all that is read is read as it is now: over one connection, which is given back with it.
    pub(super) async fn at_one_moment(&self) -> Result<Self, DbErr> {
        let moment = self.connection.begin(TransactionOptions::default()).await?;
        if !is_sqlite(&self.connection) {
            moment.execute_unprepared(MOMENT).await?;
        }
        Ok(Self { moment: Some(Arc::new(moment)), ..self.clone() })
    }

    /// Closes the connection.
    pub(super) async fn close(self) -> Result<(), DbErr> {
        self.connection.close().await
    }
}

impl Deref for Reader {
    type Target = Pool;

    fn deref(&self) -> &Pool {
        &self.connection
    }
}

/// The row that a query gives which gives no more than one. It is not limited to one: SQLite plans a statement by the
/// limit, and with one that is bound it would prepare it anew each time.
///
/// # Errors
/// [`DbErr`] of the database.
pub(super) async fn sole<E: EntityTrait>(
    select: Select<E>,
    connection: &impl ConnectionTrait,
) -> Result<Option<E::Model>, DbErr> {
    Ok(select.all(connection).await?.pop())
}

/// Begins to read: everything is seen as it is now.
///
/// # Errors
/// [`DbErr`] of the database.
pub(super) async fn begin_reading(connection: &Pool) -> Result<DatabaseTransaction, DbErr> {
    if is_sqlite(connection) {
        return connection.begin(TransactionOptions::default()).await;
    }
    let (isolation_level, access_mode) = (Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly));
    connection
        .begin(TransactionOptions { isolation_level, access_mode, ..TransactionOptions::default() })
        .await
}

/// What statements are sent over, with the names that may be rested on.
pub(super) trait Connection: ConnectionTrait {
    /// The names that were read; `None` where what is seen may yet be undone.
    fn names(&self) -> Option<MutexGuard<'_, Names>> {
        None
    }
}

impl Connection for DatabaseTransaction {}

impl Connection for Reader {
    fn names(&self) -> Option<MutexGuard<'_, Names>> {
        Some(self.names.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &self.moment {
            Some(moment) => moment.execute_raw(statement).await,
            None => self.connection.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &self.moment {
            Some(moment) => moment.execute_unprepared(sql).await,
            None => self.connection.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &self.moment {
            Some(moment) => moment.query_one_raw(statement).await,
            None => self.connection.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &self.moment {
            Some(moment) => moment.query_all_raw(statement).await,
            None => self.connection.query_all_raw(statement).await,
        }
    }
}
