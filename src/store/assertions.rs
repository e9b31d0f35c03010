//! What the promises of the store rest on, read back from the database at start: versions, pragmas, server
//! settings, the kind of file system. Knows no table and no query.

use std::{fs, path::Path};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, Statement,
    sqlx::{self, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions},
};

use super::error::StoreError;

/// The first SQLite whose write-ahead log is free of the reset defect of 3.7.0 to 3.51.2.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// File systems over a network: locks and shared memory do not hold on them as SQLite needs it.
const NETWORK_FILE_SYSTEMS: [&str; 14] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "lustre",
    "ncpfs",
    "glusterfs",
    "fuse.glusterfs",
    "fuse.sshfs",
    "fuse.s3fs",
];

/// What the server must be set to, and what happens else.
const OF_POSTGRES: [(&str, &[&str]); 3] =
    [("synchronous_commit", &["on", "remote_apply"]), ("fsync", &["on"]), ("full_page_writes", &["on"])];

/// The schema on the search path that has the tables, where the role may not read them and sees no others; else nothing.
const SCHEMA_OUT_OF_REACH: &str = "\
    WITH there AS ( \
        SELECT n.nspname::text AS name, \
            has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS in_reach \
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
        WHERE c.relname = 'seaql_migrations' AND c.relkind = 'r' AND n.nspname = ANY (regexp_split_to_array( \
            replace(replace(current_setting('search_path'), '$user', current_user), '\"', ''), '\\s*,\\s*'))) \
    SELECT coalesce((SELECT min(name) FROM there WHERE NOT EXISTS (SELECT 1 FROM there WHERE in_reach)), '')";

/// One value of the database as text.
pub(super) async fn text_of(connection: &DatabaseConnection, sql: &str) -> Result<String, StoreError> {
    let row = connection
        .query_one_raw(Statement::from_string(connection.get_database_backend(), sql))
        .await?
        .ok_or_else(|| StoreError::Unreachable(format!("the database does not answer {sql}")))?;
    let text = row.try_get_by_index::<String>(0);
    match text {
        Ok(text) => Ok(text),
        Err(_) => Ok(row.try_get_by_index::<i64>(0)?.to_string()),
    }
}

/// Asserts a SQLite connection; gives the version of the library.
pub(super) async fn of_sqlite(connection: &DatabaseConnection) -> Result<String, StoreError> {
    let version = text_of(connection, "SELECT sqlite_version()").await?;
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if numbers.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(StoreError::Unreachable(format!(
            "SQLite {version} is too old: versions before 3.51.3 can corrupt a write-ahead log"
        )));
    }
    for (pragma, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let found = text_of(connection, &format!("PRAGMA {pragma}")).await?;
        if found != wanted {
            return Err(StoreError::Unreachable(format!(
                "SQLite does not take the setting {pragma}={wanted} (it stays at {found}), so that acknowledged \
                 writes could be lost; keep the file on a local disk"
            )));
        }
    }
    Ok(version)
}

/// Refuses a SQLite file that holds tables and none of plantrack, before anything is changed in it. What cannot be looked at
/// is left to the opening.
pub(super) async fn is_none_of_others(file: &str) -> Result<(), StoreError> {
    let looking = SqliteConnectOptions::new().filename(file).read_only(true);
    let Ok(mut connection) = SqliteConnection::connect_with(&looking).await else { return Ok(()) };
    let tables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";
    let names = sqlx::query_scalar::<_, String>(tables).fetch_all(&mut connection).await;
    // A connection that only looked has nothing to lose.
    drop(connection.close().await);
    match names.unwrap_or_default().as_slice() {
        [] => Ok(()),
        names if names.iter().any(|name| name == "seaql_migrations") => Ok(()),
        [first, ..] => Err(StoreError::Unreachable(format!(
            "the file {file} is the database of another program (it has a table {first}, and none of plantrack); nothing \
             was changed in it; name another file with --database"
        ))),
    }
}

/// Refuses a file system on which SQLite cannot keep what it acknowledges; warns of one that forgets.
pub(super) fn of_the_file(file: &str, required: bool) -> Result<(), StoreError> {
    let Some(kind) = file_system_of(Path::new(file)) else { return Ok(()) };
    if NETWORK_FILE_SYSTEMS.contains(&kind.as_str()) {
        let found = format!(
            "the database file {file} is on a file system of the kind {kind}, over a network, where SQLite's locks \
             do not hold"
        );
        if required {
            return Err(StoreError::Unreachable(format!(
                "{found}; put it on a local disk, or take PostgreSQL for several machines"
            )));
        }
        tracing::warn!("{found}");
    }
    if matches!(kind.as_str(), "tmpfs" | "ramfs") {
        tracing::warn!(
            "the database file {file} is in memory ({kind}): it is gone after a restart of the machine"
        );
    }
    Ok(())
}

/// The kind of file system that a path is on, where the system says it.
fn file_system_of(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).ok()?;
    kind_among(&fs::read_to_string("/proc/self/mountinfo").ok()?, &folder)
}

/// The kind of the last mount that holds the folder most closely.
fn kind_among(mounts: &str, folder: &Path) -> Option<String> {
    let mut closest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((before, after)) = line.split_once(" - ") else { continue };
        let (Some(at), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else { continue };
        let at = at.replace("\\040", " ");
        if folder.starts_with(&at) && closest.is_none_or(|(length, _)| at.len() >= length) {
            closest = Some((at.len(), kind));
        }
    }
    closest.map(|(_, kind)| kind.to_owned())
}

/// Asserts a PostgreSQL server; gives its version. Where durability is not required, it only warns.
pub(super) async fn of_postgres(
    connection: &DatabaseConnection,
    required: bool,
) -> Result<String, StoreError> {
    let version = text_of(connection, "SHOW server_version").await?;
    let mut unfit = Vec::new();
    for (setting, wanted) in OF_POSTGRES {
        let found = text_of(connection, &format!("SHOW {setting}")).await?;
        if !wanted.contains(&found.as_str()) {
            unfit.push(format!("{setting} is {found} and must be {}", wanted.join(" or ")));
        }
    }
    if !unfit.is_empty() {
        let found = format!("the PostgreSQL server may lose acknowledged writes: {}", unfit.join(", "));
        if required {
            return Err(StoreError::Unreachable(format!(
                "{found}; set it so (for the role too: ALTER ROLE … RESET), or set database.durability to \
                 \"not_required\" where loss does not matter"
            )));
        }
        tracing::warn!("{found}");
    }
    let hidden = text_of(connection, SCHEMA_OUT_OF_REACH).await?;
    if !hidden.is_empty() {
        let role = text_of(connection, "SELECT current_user::text").await?;
        return Err(StoreError::Unreachable(format!(
            "the role {role} may not read the tables of plantrack in the schema {hidden}; give it the rights: GRANT USAGE \
             ON SCHEMA {hidden} TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {hidden} TO {role}"
        )));
    }
    if text_of(connection, "SHOW data_checksums").await? != "on" {
        tracing::warn!(
            "the PostgreSQL server has no data checksums: a damaged page would not be noticed; pg_checksums \
             --enable turns them on while it is stopped"
        );
    }
    if text_of(connection, "SHOW transaction_read_only").await? == "on" {
        tracing::warn!("the PostgreSQL server only reads (a standby?): writes will be refused");
    }
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_mount_says_the_kind() {
        let mounts = "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n\
                      30 22 0:26 / /srv rw - tmpfs tmpfs rw\n\
                      31 30 0:27 / /srv/share\\040d rw shared:7 - nfs4 server:/x rw\n\
                      32 22 0:28 / /srvx rw - xfs /dev/vdb rw\n";
        let kind = |folder: &str| kind_among(mounts, Path::new(folder));
        assert_eq!(kind("/data").as_deref(), Some("ext4"));
        assert_eq!(kind("/srv/other").as_deref(), Some("tmpfs"));
        assert_eq!(kind("/srv/share d/deep").as_deref(), Some("nfs4"));
        assert_eq!(kind("/srvx").as_deref(), Some("xfs"));
        assert_eq!(kind_among("", Path::new("/")), None);
    }

    #[test]
    fn this_machine_says_what_a_temporary_folder_is_on() {
        let folder = tempfile::tempdir().unwrap();
        if Path::new("/proc/self/mountinfo").exists() {
            assert!(file_system_of(&folder.path().join("plantrack.db")).is_some());
        }
    }
}
