//! The only wiring: from settings to an open database, to the service, to the server.

use std::time::Duration;

use thiserror::Error;

use crate::{
    config::Settings,
    service::{Plantrack, clock::Clock},
    store::{DatabaseOptions, SchemaState, Store, StoreError},
};

/// Why nothing can be started: each says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The schema is older than the program.
    #[error(
        "the database lacks {pending} schema migrations; run `plantrack migrate` against it, \
         or set database.migrate_on_start to \"always\""
    )]
    SchemaBehind {
        /// How many migrations are to be applied.
        pending: usize,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {advice}")]
    Listen {
        /// Host and port.
        address: String,
        /// Why, and what to do.
        advice: String,
    },
    /// The server stopped with an error.
    #[error("the server stopped")]
    Server(#[source] std::io::Error),
}

/// Opens the database that the settings name.
///
/// # Errors
/// [`StartError::Store`].
pub async fn open_store(settings: &Settings) -> Result<Store, StartError> {
    let database = &settings.database;
    let options = DatabaseOptions {
        url: database.url.expose().to_owned(),
        shown: database.url.to_string(),
        max_connections: database.max_connections,
        acquire_timeout: Duration::from_millis(database.acquire_timeout_ms),
        busy_timeout: Duration::from_millis(database.busy_timeout_ms),
    };
    Ok(Store::open(&options).await?)
}

/// Opens the database and sees to its schema: migrated where the settings have it so, else asserted.
///
/// # Errors
/// [`StartError`].
pub async fn open_service(settings: &Settings, clock: Clock) -> Result<Plantrack, StartError> {
    let store = open_store(settings).await?;
    if settings.database.migrates_on_start() {
        let applied = store.migrate_up().await?;
        if applied > 0 {
            tracing::info!(applied, "schema brought up to date");
        }
    } else if let SchemaState::Behind { pending } = store.schema_state().await? {
        return Err(StartError::SchemaBehind { pending });
    }
    tracing::info!("database open: {}", store.described());
    Ok(Plantrack::new(store, clock))
}

/// The machine's clock, with the offset that says which day today is.
pub const fn system_clock(settings: &Settings) -> Clock {
    Clock::system(settings.time.utc_offset)
}
