//! Backups of a SQLite file, made while it is written to, and their way back. A backup is verified before it gets
//! its name, and a restored database before it takes its place; a checksum beside the backup shows each changed
//! byte. Knows no rule of the domain.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use sea_orm::{
    ConnectionTrait, Statement,
    sqlx::{
        self, Connection as _, Row as _,
        sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode},
    },
};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{
    Chain, DatabaseOptions, Finding, SchemaState, Store, StoreError, assertions::text_of, connect::file_of,
};

/// The end of the name of the file with the checksum of a backup, in the form of `sha256sum`.
const SUM: &str = ".sha256";

/// What a verified backup or a restored database holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// How many changes its log has.
    pub changes: i64,
    /// The hash of the last of them; two databases with the same one have the same history.
    pub hash: String,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the database holds.
    pub contents: Contents,
    /// The checksum that should lie beside the backup and does not: what SQLite and the chain of the log do not notice, nobody
    /// vouches for.
    pub lacks_sum: Option<PathBuf>,
}

/// Why a backup was not made, or not restored. What was there before is as it was.
#[derive(Debug, Error)]
pub enum BackupError {
    /// PostgreSQL has tools of its own.
    #[error(
        "backups of PostgreSQL are made and restored with its own tools, pg_dump or pg_basebackup: see docs/backup.md"
    )]
    NotSqlite,
    /// There is no file to read.
    #[error("there is no file {}", .0.display())]
    NoSuchFile(PathBuf),
    /// The database holds nothing of the program yet.
    #[error("the database {} holds nothing yet; there is nothing to back up", .0.display())]
    Empty(PathBuf),
    /// The file to write exists.
    #[error("the file {} exists; a backup overwrites nothing: name another file", .0.display())]
    Taken(PathBuf),
    /// The database to restore into holds data.
    #[error("the database {} holds data; restore into one that is missing or empty", .0.display())]
    NotEmpty(PathBuf),
    /// The database to restore into is open elsewhere.
    #[error("the database {} is open in another process; stop that one first", .0.display())]
    InUse(PathBuf),
    /// What was found is not a whole database of this kind.
    #[error("{} is not a whole backup: {what}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A file cannot be read or written.
    #[error("{doing} {}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What came in between.
        source: io::Error,
    },
    /// The database refuses or fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes a backup into a file that does not exist, while others go on writing. It holds every write that was
    /// acknowledged before it began, is synced, and was verified against the database that it is of.
    ///
    /// # Errors
    /// [`BackupError`]; the file is then not there.
    pub async fn back_up(options: &DatabaseOptions, file: &Path) -> Result<Contents, BackupError> {
        let database = Path::new(file_of(&options.url).ok_or(BackupError::NotSqlite)?);
        if !database.is_file() {
            return Err(BackupError::NoSuchFile(database.to_owned()));
        }
        for taken in [file.to_owned(), with_suffix(file, SUM)] {
            if taken.exists() {
                return Err(BackupError::Taken(taken));
            }
        }
        let folder = folder_of(file);
        fs::read_dir(folder).map_err(file_error("cannot write into", folder))?;
        let unfinished = Unfinished::beside(file)?;
        let store = Self::open(options).await?;
        let copied = if store.migrations().await?.iter().any(|migration| migration.applied) {
            copy_of(&store, options, unfinished.path()).await
        } else {
            Err(BackupError::Empty(database.to_owned()))
        };
        store.close().await?;
        let contents = copied?;
        let sum = Unfinished::beside(&with_suffix(file, SUM))?;
        write_sum(sum.path(), &sum_of(unfinished.path())?, file)?;
        sum.becomes(&with_suffix(file, SUM), BackupError::Taken)?;
        unfinished.becomes(file, BackupError::Taken)?;
        Ok(contents)
    }

    /// Puts a backup in the place of a database that is missing or empty: verified as a copy, then named, then
    /// opened. A backup of an older schema is brought up to date on the way.
    ///
    /// # Errors
    /// [`BackupError`]; the database is then as it was.
    pub async fn restore(options: &DatabaseOptions, backup: &Path) -> Result<Restored, BackupError> {
        let database = Path::new(file_of(&options.url).ok_or(BackupError::NotSqlite)?);
        if !backup.is_file() {
            return Err(BackupError::NoSuchFile(backup.to_owned()));
        }
        if with_suffix(backup, "-wal").exists() {
            let what = "a write-ahead log lies beside it, so it is a database in use or cut off; make a backup of it \
                        with plantrack backup"
                .to_owned();
            return Err(BackupError::Damaged { file: backup.to_owned(), what });
        }
        let unfinished = Unfinished::beside(database)?;
        fs::copy(backup, unfinished.path()).map_err(file_error("cannot copy", backup))?;
        let lacks_sum = assert_sum(unfinished.path(), backup)?;
        let contents = verified(options, unfinished.path()).await.map_err(|error| of_file(error, backup))?;
        clear_the_place(database).await?;
        unfinished.becomes(database, BackupError::NotEmpty)?;
        let store = Self::open(options).await?;
        let number = store.last_change().await?;
        store.close().await?;
        if number != contents.changes {
            let what = format!("it has {number} changes after it took its place, not {}", contents.changes);
            return Err(BackupError::Damaged { file: database.to_owned(), what });
        }
        Ok(Restored { contents, lacks_sum })
    }

    /// What the database itself finds wrong with what it has stored; nothing where all is well, and on
    /// PostgreSQL, which has `pg_amcheck` for it.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn storage_faults(&self) -> Result<Vec<String>, StoreError> {
        if !self.is_embedded() {
            return Ok(Vec::new());
        }
        let query = |sql| Statement::from_string(self.read.get_database_backend(), sql);
        let mut found = Vec::new();
        for row in self.read.query_all_raw(query("PRAGMA integrity_check(10)")).await? {
            let line: String = row.try_get_by_index(0)?;
            if line != "ok" {
                found.push(line);
            }
        }
        for row in self.read.query_all_raw(query("PRAGMA foreign_key_check")).await?.into_iter().take(10) {
            let table: String = row.try_get_by_index(0)?;
            let parent: String = row.try_get_by_index(2)?;
            found.push(format!("a row of {table} refers to a row of {parent} that is not there"));
        }
        Ok(found)
    }
}

/// Copies an open database into a file and verifies the copy against it.
async fn copy_of(store: &Store, options: &DatabaseOptions, file: &Path) -> Result<Contents, BackupError> {
    let Some(name) = file.to_str() else {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "the name is no UTF-8");
        return Err(BackupError::File { doing: "cannot write", path: file.to_owned(), source });
    };
    as_shut_as_the_database(options, file)?;
    let backend = store.write.get_database_backend();
    let copy = Statement::from_sql_and_values(backend, "VACUUM INTO ?", [name.into()]);
    store.write.execute_raw(copy).await.map_err(StoreError::from)?;
    let contents = verified(options, file).await?;
    if contents.changes > 0 {
        let same = format!("SELECT hash FROM change_log WHERE number = {}", contents.changes);
        if text_of(&store.read, &same).await? != contents.hash {
            let what = "its last change is not that of the database".to_owned();
            return Err(BackupError::Damaged { file: file.to_owned(), what });
        }
    }
    Ok(contents)
}

/// Makes the file, still empty, for those alone who may read the database: it holds the secrets of webhooks, as that does.
fn as_shut_as_the_database(options: &DatabaseOptions, file: &Path) -> Result<(), BackupError> {
    let Some(database) = file_of(&options.url).map(Path::new) else { return Ok(()) };
    let mode = fs::metadata(database).map_err(file_error("cannot read", database))?.permissions();
    File::create_new(file)
        .and_then(|copy| copy.set_permissions(mode))
        .map_err(file_error("cannot write", file))
}

/// The checksum of a file, in hexadecimal.
fn sum_of(file: &Path) -> Result<String, BackupError> {
    let mut digest = Sha256::new();
    let mut open = File::open(file).map_err(file_error("cannot read", file))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = open.read(&mut buffer).map_err(file_error("cannot read", file))?;
        match buffer.get(..count) {
            Some(bytes) if !bytes.is_empty() => digest.update(bytes),
            _ => break,
        }
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
}

fn write_sum(into: &Path, sum: &str, backup: &Path) -> Result<(), BackupError> {
    let name = backup.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let mut file = File::create_new(into).map_err(file_error("cannot write", into))?;
    writeln!(file, "{sum}  {name}").map_err(file_error("cannot write", into))
}

/// Compares a copy of a backup with the checksum that lies beside the backup; gives the name of that where none does.
fn assert_sum(copy: &Path, backup: &Path) -> Result<Option<PathBuf>, BackupError> {
    let beside = with_suffix(backup, SUM);
    let noted = match fs::read_to_string(&beside) {
        Ok(noted) => noted,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(beside)),
        Err(error) => return Err(file_error("cannot read", &beside)(error)),
    };
    if noted.split_whitespace().next() == Some(sum_of(copy)?.as_str()) {
        return Ok(None);
    }
    let what = format!("its bytes are not those that {} vouches for", beside.display());
    Err(BackupError::Damaged { file: backup.to_owned(), what })
}

/// Verifies a copy that nobody else knows yet: its pages, its references, its schema and the chain of its log.
async fn verified(options: &DatabaseOptions, file: &Path) -> Result<Contents, BackupError> {
    let damaged = |what: String| BackupError::Damaged { file: file.to_owned(), what };
    let url = url_of(file);
    let own = DatabaseOptions { shown: url.clone(), url, max_connections: 1, ..options.clone() };
    let store = Store::open(&own).await.map_err(|error| damaged(error.to_string()))?;
    let found = examined(&store).await;
    store.close().await?;
    let contents = found?.map_err(damaged)?;
    File::open(file).and_then(|file| file.sync_all()).map_err(file_error("cannot sync", file))?;
    Ok(contents)
}

async fn examined(store: &Store) -> Result<Result<Contents, String>, StoreError> {
    let faults = match store.storage_faults().await {
        Ok(faults) => faults,
        Err(error) => return Ok(Err(format!("it cannot be read ({error})"))),
    };
    if let Some(first) = faults.first() {
        return Ok(Err(first.clone()));
    }
    let applied = store.migrations().await?.iter().filter(|migration| migration.applied).count();
    if applied == 0 {
        return Ok(Err("it holds no plantrack database".to_owned()));
    }
    if let Some(first) = store.schema_faults().await?.into_iter().next() {
        return Ok(Err(first));
    }
    if let SchemaState::Behind { .. } = store.schema_state().await? {
        store.migrate_up().await?;
    }
    let Chain { entries, findings } = store.check_chain().await?;
    if let Some(Finding { place, detail }) = findings.told.first() {
        return Ok(Err(format!("its change log is broken at {place}: {detail}")));
    }
    let hash = text_of(&store.read, "SELECT hash FROM change_head").await?;
    Ok(Ok(Contents { changes: entries, hash }))
}

/// Sees that a database may be replaced, and takes an empty one away.
async fn clear_the_place(database: &Path) -> Result<(), BackupError> {
    if !database.exists() {
        for suffix in ["-wal", "-journal"] {
            let left = with_suffix(database, suffix);
            if left.exists() {
                let what =
                    "it was left by a database that is gone, and would be played into the restored one; \
                            move it away"
                        .to_owned();
                return Err(BackupError::Damaged { file: left, what });
            }
        }
        return Ok(());
    }
    let options = SqliteConnectOptions::new().filename(database).locking_mode(SqliteLockingMode::Exclusive);
    let in_use = |_| BackupError::InUse(database.to_owned());
    let mut alone = SqliteConnection::connect_with(&options).await.map_err(in_use)?;
    let is_empty = is_empty(&mut alone).await.map_err(in_use)?;
    alone.close().await.map_err(in_use)?;
    if !is_empty {
        return Err(BackupError::NotEmpty(database.to_owned()));
    }
    for suffix in ["", "-wal", "-shm"] {
        let path = with_suffix(database, suffix);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::File { doing: "cannot remove", path, source });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether nothing was ever recorded; the lock that it takes is refused where another process has the file open.
async fn is_empty(alone: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut *alone).await?;
    let tables: i64 =
        sqlx::query("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *alone).await?.try_get(0)?;
    let ours = "SELECT count(*) FROM sqlite_schema WHERE name = 'change_head'";
    let ours: i64 = sqlx::query(ours).fetch_one(&mut *alone).await?.try_get(0)?;
    let changes: i64 = match ours {
        0 => tables,
        _ => sqlx::query("SELECT max(number) FROM change_head").fetch_one(&mut *alone).await?.try_get(0)?,
    };
    sqlx::raw_sql("ROLLBACK").execute(&mut *alone).await?;
    Ok(changes == 0)
}

/// A file that has no name of its own yet; it is gone where it does not get one.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn beside(file: &Path) -> Result<Self, BackupError> {
        let path = with_suffix(file, &format!(".{}.unfinished", std::process::id()));
        if path.exists() {
            return Err(BackupError::Taken(path));
        }
        Ok(Self { path })
    }

    fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name, which nobody has taken, in a way that lasts.
    fn becomes(self, file: &Path, taken: fn(PathBuf) -> BackupError) -> Result<(), BackupError> {
        File::open(&self.path)
            .and_then(|own| own.sync_all())
            .map_err(file_error("cannot sync", &self.path))?;
        match fs::hard_link(&self.path, file) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(taken(file.to_owned())),
            // A file system without links: the name is free, as was seen before.
            Err(_) => fs::rename(&self.path, file).map_err(file_error("cannot name", file))?,
        }
        let folder = folder_of(file);
        drop(self);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(file_error("cannot sync", folder))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            // It may not be there, and there is nobody to tell.
            drop(fs::remove_file(with_suffix(&self.path, suffix)));
        }
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn url_of(file: &Path) -> String {
    let name = file.display().to_string();
    format!("sqlite://{}", name.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

fn file_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { doing, path, source }
}

/// The same error, told of the file that the person knows.
fn of_file(error: BackupError, file: &Path) -> BackupError {
    match error {
        BackupError::Damaged { what, .. } => BackupError::Damaged { file: file.to_owned(), what },
        other => other,
    }
}
