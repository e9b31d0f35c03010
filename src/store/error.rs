//! What can go wrong in the store, in the words of its callers. Knows no HTTP status.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use thiserror::Error;

/// What can go wrong in the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// What was asked for by its code does not exist.
    #[error("there is no {what} {code:?}")]
    Missing {
        /// Its kind: `plan`, `indicator`, …
        what: &'static str,
        /// Its code.
        code: String,
    },
    /// What was to be created exists.
    #[error("the {what} {code:?} exists already")]
    Duplicate {
        /// Its kind.
        what: &'static str,
        /// Its code.
        code: String,
    },
    /// Something refers to what does not exist.
    #[error("{what} {code:?} is referred to and does not exist")]
    BrokenReference {
        /// The kind of what is missing.
        what: &'static str,
        /// The code of what is missing.
        code: String,
    },
    /// What was to be revised does not fit what else is stored.
    #[error("{detail}")]
    Unfit {
        /// The field that does not.
        field: &'static str,
        /// What it was to be.
        value: String,
        /// A stable code of the reason.
        reason: &'static str,
        /// The reason, and what to do.
        detail: String,
    },
    /// What was to be revised was revised by someone else in between.
    #[error("{what} {code:?} is at version {current}, not at version {expected}")]
    Conflict {
        /// Its kind.
        what: &'static str,
        /// Its code.
        code: String,
        /// The version that the caller knew.
        expected: i64,
        /// The version that it is at.
        current: i64,
    },
    /// The key of a write is in use by another one that is not yet done.
    #[error("another write with the key {key:?} is not done yet")]
    KeyInUse {
        /// The key.
        key: String,
    },
    /// What was to be changed belongs to a locked period.
    #[error("{period} is locked{}: what is for {touched} is not changed", .plan.as_ref().map(|plan| format!(" for the plan {plan}")).unwrap_or_default())]
    Locked {
        /// The locked period.
        period: String,
        /// The plan that it is locked for; `None` is all of them.
        plan: Option<String>,
        /// The period of what was to be changed.
        touched: String,
        /// Where several were to be changed together: those that are locked, and for each what this says of it.
        items: Vec<(usize, String)>,
    },
    /// A stored row does not read back as what was written.
    #[error("the database holds something unreadable: table {table}, row {row}, column {column}: {detail}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row, by its key.
        row: String,
        /// The column.
        column: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The database cannot be opened or reached with these settings: the text says why and what to do.
    #[error("{0}")]
    Unreachable(String),
    /// The disk under the database is full: nothing of the write was kept.
    #[error("the disk that holds the database is full")]
    DiskFull(#[source] DbErr),
    /// The database does not answer just now: busy, no free connection, or gone.
    #[error("the database does not answer just now")]
    Unavailable(#[source] DbErr),
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Refused(#[source] DbErr),
}

impl StoreError {
    /// Whether a stored row is not of the form that the program wrote it in.
    pub(super) fn is_unreadable(&self) -> bool {
        match self {
            Self::Corrupt { .. }
            | Self::Refused(DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. }) => true,
            Self::Refused(cause) => {
                matches!(sqlx_error(cause), Some(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)))
            }
            _ => false,
        }
    }

    /// What the database itself says, where it is the cause.
    pub(super) fn cause(&self) -> String {
        match self {
            Self::DiskFull(cause) | Self::Unavailable(cause) | Self::Refused(cause) => innermost(cause),
            other => other.to_string(),
        }
    }
}

/// What the driver says.
pub(super) fn innermost(error: &DbErr) -> String {
    sqlx_error(error).map_or_else(|| error.to_string(), ToString::to_string)
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match kind(&error) {
            Kind::DiskFull => Self::DiskFull(error),
            Kind::Unavailable => Self::Unavailable(error),
            Kind::Refused => Self::Refused(error),
        }
    }
}

enum Kind {
    DiskFull,
    Unavailable,
    Refused,
}

fn kind(error: &DbErr) -> Kind {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return Kind::Unavailable;
    }
    match sqlx_error(error) {
        Some(sqlx::Error::Database(database)) => match database.code().as_deref() {
            // SQLITE_FULL; disk_full.
            Some("13" | "53100") => Kind::DiskFull,
            // SQLITE_BUSY, SQLITE_LOCKED and their extended forms; PostgreSQL classes 08, 53, 57 and a
            // serialisation failure or deadlock, which may be tried again. A server that takes no writes (25006) is a
            // standby about to become the primary, or one that was it.
            Some("5" | "6" | "261" | "262" | "517" | "773" | "25006" | "40001" | "40P01" | "55P03") => {
                Kind::Unavailable
            }
            Some(code)
                if code.len() == 5 && ["08", "53", "57"].iter().any(|class| code.starts_with(class)) =>
            {
                Kind::Unavailable
            }
            _ => Kind::Refused,
        },
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed,
        ) => Kind::Unavailable,
        _ => Kind::Refused,
    }
}

/// The driver's error inside, where there is one.
pub(super) fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => Some(inner.as_ref()),
        _ => None,
    }
}

/// Whether a unique key refused the write.
pub(super) fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
