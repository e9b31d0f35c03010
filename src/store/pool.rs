//! Connections that are shared, and how they are used. It knows no table.

use std::{
    future::{Future, poll_fn},
    ops::Deref,
    pin::pin,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, TransactionOptions, TransactionTrait, entity::prelude::async_trait::async_trait,
};
use tokio::runtime::Handle;

use super::{Store, connect};

/// Connections that are shared. Each is opened in the runtime that the pool was made in, whoever needs it first: a
/// connection to PostgreSQL ends with the runtime that it was opened in, and each worker of a server has one of its own, which
/// ends as soon as the server stops and that worker has nothing to answer, while others still do.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    connection: DatabaseConnection,
    home: Handle,
}

impl Pool {
    /// The connections, at home in the runtime of the caller.
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        Self { connection, home: Handle::current() }
    }

    /// Closes them.
    pub(super) async fn close(self) -> Result<(), DbErr> {
        self.connection.close().await
    }

    /// Does in the background what is to be done to its end, whoever asked for it.
    pub(super) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.home.spawn(work)
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
        self.at_home(self.connection.begin_with_options(options)).await
    }

    /// Does what may open a connection.
    pub(super) async fn at_home<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        poll_fn(|context| {
            let _at_home = self.home.enter();
            work.as_mut().poll(context)
        })
        .await
    }
}

impl Deref for Pool {
    type Target = DatabaseConnection;

    fn deref(&self) -> &DatabaseConnection {
        &self.connection
    }
}

#[async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.at_home(self.connection.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.at_home(self.connection.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.at_home(self.connection.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.at_home(self.connection.query_all_raw(statement)).await
    }
}

/// Connections of one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// What the pool is for: `read` or `write`.
    pub pool: &'static str,
    /// Connections that are open.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// The most there may be.
    pub most: u32,
}

impl Store {
    /// How the connections are used just now.
    pub fn pool_use(&self) -> Vec<PoolUse> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let pools = [("read", &**self.read), ("write", &*self.write)];
        pools
            .iter()
            .map(|(name, connection)| {
                let (open, idle, most) = if connect::is_sqlite(connection) {
                    let pool = connection.get_sqlite_connection_pool();
                    (pool.size(), pool.num_idle(), pool.options().get_max_connections())
                } else {
                    let pool = connection.get_postgres_connection_pool();
                    (pool.size(), pool.num_idle(), pool.options().get_max_connections())
                };
                PoolUse { pool: name, open, idle: number(idle), most }
            })
            .collect()
    }

    /// How many connections may read at a time.
    pub fn most_readers(&self) -> u32 {
        self.pool_use().iter().filter(|pool| pool.pool == "read").map(|pool| pool.most).sum()
    }
}
