//! The only wiring: from settings to an open database, to the service, to the server.

use std::{net::TcpListener, path::Path, sync::Arc, time::Duration};

use thiserror::Error;

use crate::{
    config::{self, Durability, Settings, Switch},
    http,
    outbound::{self, Courier, SystemResolver},
    service::{
        Plantrack,
        clock::Clock,
        tokens::{Rules, Tokens, fetch::HttpsFetch, provider::Source},
        webhooks::{Duty, DutySettings, Kept, WebhookRules},
    },
    store::{DatabaseOptions, SchemaState, Store, StoreError},
    telemetry::{
        otlp::{Collector, Sending},
        traces::Spans,
    },
};

pub use crate::store::{BackupError, Contents, Restored};

/// How long after the start readers are made ready: whoever waits for the service to be up is answered first.
const FIRST_ANSWERS: Duration = Duration::from_millis(200);

/// The longest that a collector of traces may take for a batch.
const COLLECTOR_LIMIT: Duration = Duration::from_secs(5);

/// Why nothing can be started: each says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The schema is older than the program.
    #[error(
        "the database lacks {pending} schema migration{}; run `plantrack migrate` against it{}",
        if *.pending == 1 { "" } else { "s" },
        if *.may_migrate { ", or set database.migrate_on_start to \"always\"" } else { "" }
    )]
    SchemaBehind {
        /// How many migrations are to be applied.
        pending: usize,
        /// Whether it would apply them itself where the settings had it so.
        may_migrate: bool,
    },
    /// There is nothing to look at.
    #[error(
        "there is no database {shown}; create it with `plantrack migrate` or by an import, or name another one with --database"
    )]
    NoDatabase {
        /// Where it was looked for.
        shown: String,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {advice}")]
    Listen {
        /// Host and port.
        address: String,
        /// Why, and what to do.
        advice: String,
    },
    /// No file can wait on the disk for its reader.
    #[error(
        "no file can be made in the folder {folder}, where exports and large uploads wait; let this user write there, or \
         name another folder in files.spool_folder"
    )]
    Spool {
        /// The folder.
        folder: String,
        /// Why not.
        #[source]
        error: std::io::Error,
    },
    /// Tokens cannot be taken.
    #[error("no TLS can be set up to reach the provider of tokens")]
    Tokens(#[source] std::io::Error),
    /// Nothing can be sent outside.
    #[error("no TLS can be set up for webhooks")]
    Outbound(#[source] std::io::Error),
    /// No spans can be sent.
    #[error("no spans can be sent to the collector of traces")]
    Spans(#[source] std::io::Error),
    /// The server stopped with an error.
    #[error("the server stopped")]
    Server(#[source] std::io::Error),
}

/// Opens the database that the settings name.
///
/// # Errors
/// [`StartError::Store`].
pub async fn open_store(settings: &Settings) -> Result<Store, StartError> {
    Ok(Store::open(&database_options(settings)).await?)
}

fn database_options(settings: &Settings) -> DatabaseOptions {
    let database = &settings.database;
    DatabaseOptions {
        url: database.url.expose().to_owned(),
        shown: database.url.to_string(),
        max_connections: database.max_connections,
        acquire_timeout: Duration::from_millis(database.acquire_timeout_ms),
        write_queue: database.write_queue,
        follow: Duration::from_millis(database.follow_ms),
        busy_timeout: Duration::from_millis(database.busy_timeout_ms),
        durability_required: database.durability == Durability::Required,
    }
}

/// Writes a backup of the database that the settings name into a file that does not exist.
///
/// # Errors
/// [`BackupError`]; the file is then not there.
pub async fn back_up(settings: &Settings, file: &Path) -> Result<Contents, BackupError> {
    Store::back_up(&database_options(settings), file).await
}

/// Puts a backup in the place of the database that the settings name, which is missing or empty.
///
/// # Errors
/// [`BackupError`]; the database is then as it was.
pub async fn restore(settings: &Settings, file: &Path) -> Result<Restored, BackupError> {
    Store::restore(&database_options(settings), file).await
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
    }
    let plantrack = serving(store.clone(), settings, clock, true).await?;
    store.assert_writable().await?;
    Ok(plantrack)
}

/// Opens the database for one that only looks at it: nothing is created, and the schema is left as it is.
///
/// # Errors
/// [`StartError`]; [`StartError::NoDatabase`] where there is none yet.
pub async fn open_to_look(settings: &Settings, clock: Clock) -> Result<Plantrack, StartError> {
    serving(open_what_is_there(settings).await?, settings, clock, false).await
}

/// Opens the database that the settings name, and creates none.
///
/// # Errors
/// [`StartError`]; [`StartError::NoDatabase`] where there is none yet.
pub async fn open_what_is_there(settings: &Settings) -> Result<Store, StartError> {
    let options = database_options(settings);
    if !Store::may_exist(&options) {
        return Err(StartError::NoDatabase { shown: options.shown });
    }
    Ok(Store::open(&options).await?)
}

async fn serving(
    store: Store,
    settings: &Settings,
    clock: Clock,
    may_migrate: bool,
) -> Result<Plantrack, StartError> {
    match store.schema_state().await? {
        SchemaState::Current => {}
        SchemaState::Ahead { newer } => {
            tracing::warn!(newer, "the schema is ahead of this program: a newer one has expanded it");
        }
        SchemaState::Behind { pending } => {
            return Err(StartError::SchemaBehind { pending, may_migrate });
        }
    }
    tracing::info!("database open: {}", store.described());
    Ok(Plantrack::new(store, clock)
        .keeping_answers_for(settings.writes.answers_kept_s)
        .with_webhooks(webhook_rules(settings)))
}

/// Keeps the duty of telling webhooks from now on, where the settings have it so; until what is given back is
/// ended or dropped.
///
/// # Errors
/// [`StartError::Outbound`] where nothing can be sent.
pub fn keep_duty(settings: &Settings, plantrack: &Plantrack) -> Result<Option<Kept>, StartError> {
    let webhooks = &settings.webhooks;
    if webhooks.send == Switch::Off {
        return Ok(None);
    }
    let limits = outbound::Limits { whole: Duration::from_millis(webhooks.timeout_ms) };
    let courier = Courier::new(destinations(settings), limits, Arc::new(SystemResolver));
    let micros = |milliseconds: i64| milliseconds.saturating_mul(1_000);
    let duty = DutySettings {
        every: Duration::from_millis(webhooks.every_ms),
        lease: micros(webhooks.lease_ms),
        most_attempts: webhooks.max_attempts,
        first_pause: micros(webhooks.first_pause_ms),
        longest_pause: micros(webhooks.longest_pause_ms),
        kept_for: webhooks.kept_s.saturating_mul(1_000_000),
    };
    Ok(Some(Duty::new(plantrack.clone(), courier.map_err(StartError::Outbound)?, duty).keep()))
}

fn destinations(settings: &Settings) -> outbound::Rules {
    outbound::Rules {
        private_addresses: settings.webhooks.private_addresses.is_given(),
        plain_http: settings.webhooks.plain_http.is_given(),
    }
}

fn webhook_rules(settings: &Settings) -> WebhookRules {
    WebhookRules {
        destinations: destinations(settings),
        hold_ms: settings.webhooks.hold_ms,
        most_per_plan: settings.webhooks.max_per_plan,
    }
}

/// What tells whom a token is of, where the settings name a provider. The provider is not asked yet.
///
/// # Errors
/// Where no TLS can be set up.
pub fn tokens(settings: &Settings) -> std::io::Result<Option<Arc<Tokens>>> {
    let given = &settings.tokens;
    if given.issuer.is_empty() {
        return Ok(None);
    }
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let entries = config::Tokens::entries;
    let rules = Rules {
        source: Source {
            issuer: given.issuer.clone(),
            keys_at: some(&given.keys_url),
            kept_for: Duration::from_secs(given.keys_kept_s.into()),
            between: Duration::from_secs(given.keys_fetched_every_s.into()),
        },
        audience: given.audience.clone(),
        algorithms: entries(&given.algorithms).filter_map(|word| word.parse().ok()).collect(),
        types: entries(&given.types).map(str::to_ascii_lowercase).collect(),
        scope_claim: given.scope_claim.clone(),
        scopes: given
            .scope_words()
            .filter_map(|(word, scope)| Some((word.to_owned(), scope.parse().ok()?)))
            .collect(),
        indicators_claim: some(&given.indicators_claim),
        areas_claim: some(&given.areas_claim),
    };
    Ok(Some(Arc::new(Tokens::new(rules, Arc::new(HttpsFetch::new()?)))))
}

/// What tells spans of requests, and the sending of them, where the settings name a collector. It is not asked yet, and
/// where none is named nothing is begun.
///
/// # Errors
/// Where nothing can be sent.
pub fn spans(settings: &Settings) -> std::io::Result<Option<(Spans, Sending)>> {
    let given = &settings.telemetry;
    if given.otlp_endpoint.is_empty() {
        return Ok(None);
    }
    let url = format!("{}/v1/traces", given.otlp_endpoint.trim_end_matches('/'));
    // Whoever sets the service up says where its collector is: most are in the own network, and speak no TLS.
    let anywhere = outbound::Rules { private_addresses: true, plain_http: true };
    let destination = outbound::Destination::parse(&url, anywhere)
        .map_err(|refused| std::io::Error::other(format!("telemetry.otlp_endpoint: {}", refused.detail)))?;
    let limits = outbound::Limits { whole: COLLECTOR_LIMIT };
    let courier = Courier::new(anywhere, limits, Arc::new(SystemResolver))?;
    let (spans, taken) = Spans::new(given.sampled_percent);
    let collector = Collector { destination, courier, service: given.service_name.clone() };
    let sending = Sending::begin(&spans, taken, collector);
    Ok(Some((spans, sending)))
}

/// The machine's clock, with the offset that says which day today is.
pub const fn system_clock(settings: &Settings) -> Clock {
    Clock::system(settings.time.utc_offset)
}

/// A server that has its address and is ready to answer.
pub struct Bound {
    running: http::Running,
    plantrack: Plantrack,
    kept: Option<Kept>,
    sending: Option<Sending>,
}

/// Opens the socket that the settings name and starts the server on it.
///
/// # Errors
/// [`StartError::Listen`] where the address cannot be listened on, [`StartError::Spool`] where no file can wait, [`StartError::Outbound`] where webhooks cannot be told.
pub fn bind(settings: &Settings, plantrack: Plantrack) -> Result<Bound, StartError> {
    let address = format!("{}:{}", settings.server.host, settings.server.port);
    let refused = |error: &std::io::Error| {
        let advice = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program listens there; stop it, or choose another port with --port (0 takes a free one)"
                    .to_owned()
            }
            std::io::ErrorKind::PermissionDenied => {
                "it is not permitted; ports below 1024 are reserved, choose another one with --port".to_owned()
            }
            std::io::ErrorKind::AddrNotAvailable => {
                "this machine has no such address; check server.host".to_owned()
            }
            _ => error.to_string(),
        };
        StartError::Listen { address: address.clone(), advice }
    };
    let folder = settings.files.spool();
    if let Err(error) = http::file_can_wait_in(&folder) {
        return Err(StartError::Spool { folder: folder.display().to_string(), error });
    }
    let listener = TcpListener::bind((settings.server.host.as_str(), settings.server.port))
        .map_err(|error| refused(&error))?;
    let tokens = tokens(settings).map_err(StartError::Tokens)?;
    let (spans, sending) = spans(settings).map_err(StartError::Spans)?.unzip();
    let http_settings = http::HttpSettings { tokens, spans, ..http::HttpSettings::from(settings) };
    let kept = keep_duty(settings, &plantrack)?;
    let running = http::run(listener, plantrack.clone(), http_settings).map_err(|error| refused(&error))?;
    Ok(Bound { running, plantrack, kept, sending })
}

impl Bound {
    /// Where it listens.
    pub const fn address(&self) -> std::net::SocketAddr {
        self.running.address
    }

    /// Answers until the process is told to stop; then drains and ends. A second signal ends it at once.
    ///
    /// # Errors
    /// [`StartError::Server`].
    pub async fn run(self) -> Result<(), StartError> {
        let Self { running: http::Running { server, address, stopper }, plantrack, kept, sending } = self;
        tracing::info!(%address, "listening");
        let warming = tokio::spawn(async move {
            tokio::time::sleep(FIRST_ANSWERS).await;
            if let Err(error) = plantrack.warm_up().await {
                tracing::debug!(%error, "readers are not ready yet");
            }
        });
        tokio::spawn(async move {
            wait_for_signal().await;
            tracing::info!("told to stop: draining");
            tokio::select! {
                () = stopper.stop() => {}
                () = wait_for_signal() => {
                    tracing::warn!("told again: stopping at once");
                    std::process::exit(1);
                }
            }
        });
        let ended = server.await.map_err(StartError::Server);
        warming.abort();
        // What it has borrowed is given back while there is still somebody to take it.
        drop(warming.await);
        if let Some(kept) = kept {
            kept.end().await;
        }
        if let Some(sending) = sending {
            sending.end().await;
        }
        tracing::info!("stopped");
        ended
    }
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
