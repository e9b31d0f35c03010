//! Opening a database: SQLite with one writer and several readers, or PostgreSQL. What the promises of the
//! store rest on is asserted before the first query. Knows no table.

use std::{path::Path, time::Duration};

use sea_orm::{
    ConnectOptions, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, TransactionOptions,
    sqlx::{
        self, Connection as _,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};

use super::{
    assertions,
    error::{StoreError, innermost, sqlx_error},
    pool::Pool,
};

/// What a session asks of the PostgreSQL server. A process that is gone without a word must not hold the lock on the
/// change log for long: in seconds, but for the time limits, which are in milliseconds. And what is asked is a few rows
/// out of many: a table is not read whole for them, nor other processes started, nor machine code made. One that waits for
/// another writer sees what that one has written, whatever role and database would have else.
const SESSION: [(&str, &str); 9] = [
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "3"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "20000"),
    ("idle_in_transaction_session_timeout", "60000"),
    ("random_page_cost", "1.1"),
    ("max_parallel_workers_per_gather", "0"),
    ("jit", "off"),
    ("default_transaction_isolation", "read committed"),
];

/// How many pages SQLite's log grows by before they are brought into the database (16 MiB): a page that is written again and
/// again goes there once.
const PAGES_OF_LOG: &str = "4000";

/// Connections to PostgreSQL that write, listen to what others write and see to what is due, at most.
const WRITERS: u32 = 4;

/// How long a connection that was given back is taken to be alive: it was tested then, and a test is a round trip.
const TRUSTED: Duration = Duration::from_secs(1);

/// How to reach a database.
#[derive(Debug, Clone)]
pub struct DatabaseOptions {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// The URL as it may be shown, without a password.
    pub shown: String,
    /// Most connections that read at a time; a few more write, and look what others write.
    pub max_connections: u32,
    /// Longest wait for a free connection.
    pub acquire_timeout: Duration,
    /// Most writers that wait for their turn.
    pub write_queue: usize,
    /// How often to look whether another process has written.
    pub follow: Duration,
    /// Longest wait for a lock that another process holds on a SQLite file.
    pub busy_timeout: Duration,
    /// Whether a database that may lose acknowledged writes is refused.
    pub durability_required: bool,
}

/// The two ways to a database, and what was asserted of it.
#[derive(Debug, Clone)]
pub(super) struct Connections {
    pub(super) read: Pool,
    pub(super) write: Pool,
    pub(super) described: String,
}

/// Opens the database.
pub(super) async fn open(options: &DatabaseOptions) -> Result<Connections, StoreError> {
    let scheme = options.url.split_once(':').map_or("", |(scheme, _)| scheme);
    match scheme {
        "sqlite" => sqlite(options).await,
        "postgres" | "postgresql" => postgres(options).await,
        _ => Err(StoreError::Unreachable(format!(
            "the database URL {} is of no kind known here; write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME",
            options.shown
        ))),
    }
}

fn common(options: &DatabaseOptions) -> ConnectOptions {
    let mut common = ConnectOptions::new(options.url.clone());
    common
        .acquire_timeout(options.acquire_timeout)
        .connect_timeout(options.acquire_timeout)
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(TRUSTED)
        .max_connections(options.max_connections.max(1));
    common
}

/// The path of the file that a SQLite URL names.
pub(super) fn file_of(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (!path.is_empty() && path != ":memory:").then_some(path)
}

async fn sqlite(options: &DatabaseOptions) -> Result<Connections, StoreError> {
    let Some(file) = file_of(&options.url) else {
        return Err(StoreError::Unreachable(format!(
            "the database URL {} names no file; write sqlite://plantrack.db (a database in memory would be \
             another one for each connection)",
            options.url
        )));
    };
    if let Some(folder) = Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty())
        && !folder.is_dir()
    {
        return Err(StoreError::Unreachable(format!(
            "the folder {} for the database file does not exist; create it, or name another file with --database",
            folder.display()
        )));
    }
    assertions::of_the_file(file, options.durability_required)?;
    let busy_timeout = options.busy_timeout;
    let pragmas = move |options: sqlx::sqlite::SqliteConnectOptions| {
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(busy_timeout)
            .statement_cache_capacity(256)
            .pragma("wal_autocheckpoint", PAGES_OF_LOG)
    };
    let mut writer = common(options);
    writer
        .max_connections(1)
        .min_connections(1)
        .map_sqlx_sqlite_opts(pragmas)
        // After a full disk SQLite may have rolled back on its own; the driver does not notice, and every later
        // commit would succeed inside a transaction that stays open. Such a connection is never used again.
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction() || is_without_guard()) })
        });
    let mut reader = common(options);
    reader
        .map_sqlx_sqlite_opts(move |options| pragmas(options).pragma("query_only", "ON"))
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        });
    assertions::is_none_of_others(file).await?;
    let write = Database::connect(writer).await.map_err(|error| cannot_open_file(file, &error))?;
    let version = assertions::of_sqlite(&write).await?;
    let read = Database::connect(reader).await.map_err(|error| cannot_open_file(file, &error))?;
    Ok(Connections {
        read: Pool::new(read),
        write: Pool::new(write),
        described: format!("SQLite {version}, file {file}, WAL, synchronous=FULL, foreign keys, one writer"),
    })
}

/// Whether the guard is taken out, to show that it is needed: never in a program as it is shipped.
fn is_without_guard() -> bool {
    cfg!(feature = "fault-controls") && std::env::var_os("PLANTRACK_FAULT_NO_POOL_GUARD").is_some()
}

fn cannot_open_file(file: &str, error: &DbErr) -> StoreError {
    let code = match sqlx_error(error) {
        Some(sqlx::Error::Database(database)) => database.code().map(|code| code.to_string()),
        _ => None,
    };
    let advice = match code.as_deref() {
        Some("5" | "6" | "261" | "517") => {
            "it is locked by another program; stop that one, or name another file with --database"
        }
        Some("26") => "it is not a SQLite database; name another file with --database",
        Some("8" | "1544" | "776") => {
            "it cannot be written; check the permissions of the file and of its folder"
        }
        Some("13") => "the disk is full; free some space",
        _ => "check that the path is right and that file and folder can be written",
    };
    StoreError::Unreachable(format!(
        "the database file {file} cannot be opened: {advice} ({})",
        innermost(error)
    ))
}

/// Readers have connections of their own: one that has read plans answers again in a fraction of what the first answer over
/// another one costs the server, so that nobody else takes turns on theirs.
async fn postgres(options: &DatabaseOptions) -> Result<Connections, StoreError> {
    let session = |pool: &mut ConnectOptions| {
        pool.map_sqlx_postgres_opts(|options| options.options(SESSION));
    };
    let (mut writer, mut reader) = (common(options), common(options));
    session(writer.max_connections(WRITERS));
    // The first is opened by whoever reads first: a start does not wait for it.
    session(reader.connect_lazy(true));
    let connect =
        async |pool| Database::connect(pool).await.map_err(|error| cannot_reach(&options.shown, &error));
    let write = connect(writer).await?;
    let version = assertions::of_postgres(&write, options.durability_required).await?;
    let read = connect(reader).await?;
    let described = format!("PostgreSQL {version} at {}", options.shown);
    Ok(Connections { read: Pool::new(read), write: Pool::new(write), described })
}

fn cannot_reach(shown: &str, error: &DbErr) -> StoreError {
    let advice = match sqlx_error(error) {
        Some(sqlx::Error::Database(database)) => match database.code().as_deref() {
            Some("28P01") => "the password is wrong".to_owned(),
            Some("28000") => "the user may not log in from here; check pg_hba.conf".to_owned(),
            Some("3D000") => "there is no such database on the server; create it with createdb".to_owned(),
            Some("53300") => "the server has no free connection; lower database.max_connections".to_owned(),
            _ => database.message().to_owned(),
        },
        Some(sqlx::Error::Io(io)) => {
            format!("no server answers there ({io}); check host and port, and that it runs")
        }
        Some(sqlx::Error::PoolTimedOut) => {
            "no server answered in time; check host and port, and that it runs".to_owned()
        }
        Some(sqlx::Error::Configuration(_)) => {
            "the URL cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME".to_owned()
        }
        _ => match error {
            DbErr::ConnectionAcquire(_) => {
                "no server answered in time; check host and port, and that it runs".to_owned()
            }
            _ => innermost(error),
        },
    };
    StoreError::Unreachable(format!("cannot connect to {shown}: {advice}"))
}

/// Whether the database is a SQLite file.
pub(super) fn is_sqlite(connection: &DatabaseConnection) -> bool {
    connection.get_database_backend() == DatabaseBackend::Sqlite
}

/// Begins to write. SQLite waits for other processes here: one that had read before it comes to write would be refused.
///
/// # Errors
/// [`DbErr`] of the database.
pub(super) async fn begin_writing(connection: &Pool) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        isolation_level: None,
        access_mode: None,
        sqlite_transaction_mode: is_sqlite(connection).then_some(SqliteTransactionMode::Immediate),
    };
    connection.begin(options).await
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait;

    use super::{super::assertions::text_of, *};
    use crate::{
        domain::{caliber::Caliber, code::Code},
        store::{AsOf, CatalogueItem, Expect, Stamp, Store},
    };

    fn options(folder: &tempfile::TempDir) -> DatabaseOptions {
        let url = format!("sqlite://{}", folder.path().join("full.db").display());
        DatabaseOptions {
            shown: url.clone(),
            url,
            max_connections: 2,
            acquire_timeout: Duration::from_secs(5),
            write_queue: 100,
            follow: Duration::from_millis(50),
            busy_timeout: Duration::from_secs(5),
            durability_required: true,
        }
    }

    async fn write(store: &Store, number: usize) -> Result<String, StoreError> {
        let code = format!("c{number}");
        let caliber =
            Caliber {
                code: Code::new(&code).unwrap(), name_zh: "口径".repeat(500), name_en: String::new()
            };
        let stamp = Stamp { actor: String::new(), request: String::new(), reason: String::new() };
        let mut transaction = store.begin(stamp, || 0).await?;
        caliber.put(&mut transaction, Expect::New).await?;
        transaction.commit().await?;
        Ok(code)
    }

    /// Without the guard on the pool every write after the second failure is acknowledged inside a transaction
    /// that stays open, and is gone after a restart.
    #[tokio::test]
    async fn what_is_acknowledged_after_a_full_disk_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&options(&folder)).await.unwrap();
        store.migrate_up().await.unwrap();
        let mut acknowledged = Vec::new();
        let mut refused = 0;
        for round in 0..5 {
            let pages: usize = text_of(&store.write, "PRAGMA page_count").await.unwrap().parse().unwrap();
            let limit = format!("PRAGMA max_page_count = {}", pages + 6);
            store.write.execute_unprepared(&limit).await.unwrap();
            for number in 0..20 {
                match write(&store, round * 100 + number).await {
                    Ok(code) => acknowledged.push(code),
                    Err(StoreError::DiskFull(_)) => refused += 1,
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
        store.close().await.unwrap();
        assert!(refused >= 5, "the disk was never full: {refused}");
        assert!(acknowledged.len() >= 20, "it did not heal: {}", acknowledged.len());
        let store = Store::open(&options(&folder)).await.unwrap();
        let kept = Caliber::find_all(&store, acknowledged.clone(), AsOf::NOW).await.unwrap();
        assert_eq!(kept.len(), acknowledged.len());
    }

    #[tokio::test]
    async fn readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&options(&folder)).await.unwrap();
        store.migrate_up().await.unwrap();
        assert!(store.read.execute_unprepared("DELETE FROM change_log").await.is_err());
    }
}
