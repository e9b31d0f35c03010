//! Settings: built-in defaults, then a file, then the environment, then flags; each value with where it comes
//! from. It does not know the process environment or the command line (both are handed in), nor what is done
//! with a setting.

mod access;
mod cors;
mod files;
mod layers;
mod load;
mod metrics;
mod rate_limit;
mod rules;
mod stream;
mod telemetry;
mod together;
mod tokens;
mod webhooks;
mod writes;

use std::{ffi::OsString, fmt, io, path::Path, path::PathBuf};

use chrono::FixedOffset;
use serde::{Deserialize, Deserializer, de};
use thiserror::Error;
use url::Url;

pub use access::{Access, Reads};
pub use files::Files;
use layers::{Layer, Leaf};
pub use tokens::Tokens;

pub use self::{
    cors::{Cors, PublicReads},
    load::Load,
    metrics::{Metrics, Switch},
    rate_limit::RateLimit,
    rules::parts,
    stream::Stream,
    telemetry::Telemetry,
    webhooks::{Permission, Webhooks},
};
pub use writes::{IfMatch, Writes};

/// The built-in settings, with a comment for each: defaults and documentation in one.
pub const DEFAULTS: &str = include_str!("default.toml");

/// The file that is read where none is named; it may be missing.
pub const DEFAULT_FILE: &str = "plantrack.toml";

/// The variable that names the settings file.
pub const FILE_VARIABLE: &str = "PLANTRACK_CONFIG";

/// All settings, checked. The meaning and the unit of each stand in [`DEFAULTS`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The HTTP server.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// The log.
    pub log: Log,
    /// The calendar.
    pub time: Time,
    /// The pages of lists.
    pub lists: Lists,
    /// Writes.
    pub writes: Writes,
    /// The stream of changes.
    pub stream: Stream,
    /// How much is done at a time.
    pub load: Load,
    /// How many requests a client may send.
    pub rate_limit: RateLimit,
    /// Which pages may call from a browser.
    pub cors: Cors,
    /// What is shown to a collector of metrics.
    pub metrics: Metrics,
    /// What is told to a collector of traces.
    pub telemetry: Telemetry,
    /// Files that are imported and exported.
    pub files: Files,
    /// Who may do what.
    pub access: Access,
    /// The tokens of an OpenID Connect provider.
    pub tokens: Tokens,
    /// Webhooks.
    pub webhooks: Webhooks,
}

/// Settings of the HTTP server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address or host name to listen on.
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// Threads that answer requests; 0 means one for each core.
    pub workers: usize,
    /// The longest a request may take, its body included, in milliseconds.
    pub request_timeout_ms: u64,
    /// The longest an import request may take, in milliseconds.
    pub import_timeout_ms: u64,
    /// The largest JSON body, in bytes.
    pub max_json_bytes: usize,
    /// The largest import body, in bytes.
    pub max_import_bytes: usize,
    /// How much memory the answers that are kept may take, in mebibytes.
    pub kept_answers_mib: u64,
    /// The longest a client may take for the head of a request, in milliseconds.
    pub head_timeout_ms: u64,
    /// The longest a client may pause within a body, in milliseconds.
    pub body_pause_ms: u64,
    /// The longest a client may leave an answer lie, in milliseconds.
    pub answer_stall_ms: u64,
    /// How long a connection is kept without a request, in milliseconds.
    pub keep_alive_ms: u64,
    /// The most connections at a time.
    pub max_connections: usize,
    /// The largest head of a request, in bytes.
    pub max_head_bytes: usize,
    /// The longest address of a request, in bytes.
    pub max_uri_bytes: usize,
    /// For how long browsers are told to use HTTPS alone, in seconds; 0 says nothing.
    pub hsts_s: u32,
    /// How long to go on serving while already reported not ready, in milliseconds.
    pub drain_ms: u64,
    /// How long requests in progress have to finish at a stop, in milliseconds.
    pub shutdown_grace_ms: u64,
}

/// Settings of the database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Where it is.
    pub url: DatabaseUrl,
    /// The most connections at a time.
    pub max_connections: u32,
    /// The longest wait for a free connection, in milliseconds.
    pub acquire_timeout_ms: u64,
    /// The longest wait for a lock of another process on SQLite, in milliseconds.
    pub busy_timeout_ms: u64,
    /// Most writers that wait for their turn.
    pub write_queue: usize,
    /// How often to look whether another process has written, in milliseconds.
    pub follow_ms: u64,
    /// Whether the schema is brought up to date at start.
    pub migrate_on_start: MigrateOnStart,
    /// Whether a database that may lose acknowledged writes is refused at start.
    pub durability: Durability,
}

/// Settings of the log.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How it is written.
    pub format: LogFormat,
    /// What is logged: a level, or levels by part of the program.
    pub level: String,
}

/// Settings of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// The offset from UTC that says which day today is.
    #[serde(deserialize_with = "utc_offset")]
    pub utc_offset: FixedOffset,
}

/// Settings of the pages of lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// Entries a page where the request does not say.
    pub default_limit: u32,
    /// The most entries a page.
    pub max_limit: u32,
}

/// When the schema is brought up to date at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrateOnStart {
    /// On SQLite yes, on PostgreSQL no.
    Auto,
    /// Yes.
    Always,
    /// No.
    Never,
}

/// Whether a database that may lose acknowledged writes is refused at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Durability {
    /// It is refused.
    Required,
    /// It is warned of.
    NotRequired,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The kind of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// A database URL. `Debug` and `Display` hide its password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl Database {
    /// Whether the schema is to be brought up to date at start.
    pub fn migrates_on_start(&self) -> bool {
        match (self.migrate_on_start, self.url.backend()) {
            (MigrateOnStart::Always, _) | (MigrateOnStart::Auto, Backend::Sqlite) => true,
            (MigrateOnStart::Never, _) | (MigrateOnStart::Auto, Backend::Postgres) => false,
        }
    }
}

impl DatabaseUrl {
    /// The whole URL, password included: for the driver alone.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The kind of the database.
    pub fn backend(&self) -> Backend {
        if self.0.starts_with("sqlite:") { Backend::Sqlite } else { Backend::Postgres }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// A value given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The flag as it is typed, such as `--database`.
    pub name: &'static str,
    /// The key that it sets, such as `database.url`.
    pub key: &'static str,
    /// The value given.
    pub value: String,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The built-in default.
    Default,
    /// A settings file.
    File(PathBuf),
    /// A variable of the environment, by name.
    Variable(String),
    /// A flag of the command line, as typed.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

/// One setting as it is in force, fit to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Section and key, such as `server.port`.
    pub key: String,
    /// The value as text, with secrets hidden.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// The settings.
    pub settings: Settings,
    /// Each of them with where it comes from, sorted by key.
    pub entries: Vec<Entry>,
    /// What looks like a mistake but may be none: one sentence each, for the log.
    pub warnings: Vec<String>,
}

/// One setting that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The key as given.
    pub key: String,
    /// Where it was given.
    pub origin: Origin,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.key, self.origin, self.reason)
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file was named and is not there.
    #[error("the settings file {} does not exist; it was named by {named_by}", path.display())]
    MissingFile {
        /// The path as named.
        path: PathBuf,
        /// What named it.
        named_by: &'static str,
    },
    /// The file cannot be read.
    #[error("the settings file {} cannot be read", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{origin} is not valid TOML: {reason}")]
    Syntax {
        /// Which file.
        origin: Origin,
        /// Where and why, without the text of the file, which may hold a password.
        reason: String,
    },
    /// Settings were refused: all of them, not just the first.
    #[error("{}", list(.0))]
    Refused(Vec<Refused>),
    /// The checked values do not fit the settings: the rules and the types disagree.
    #[error("the settings cannot be read: {0}")]
    Unfit(String),
}

fn list(refused: &[Refused]) -> String {
    let mut text = String::from("these settings cannot be used:");
    for one in refused {
        text.push_str("\n  ");
        text.push_str(&one.to_string());
    }
    text
}

impl Settings {
    /// Puts the settings together: defaults, then the file, then the variables, then the flags; a later one wins.
    ///
    /// `file` is the one named on the command line. Where it is `None`, the variable `PLANTRACK_CONFIG` names it,
    /// else it is `plantrack.toml` in the working folder, which may be missing. `environment` is usually
    /// `std::env::vars_os()`.
    ///
    /// # Errors
    /// [`ConfigError`]: a named file that is missing, a file that is no TOML, or a list of all the keys and
    /// values that are refused.
    pub fn load(
        flags: &[Flag],
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        file: Option<&Path>,
    ) -> Result<Effective, ConfigError> {
        let defaults = layers::toml(DEFAULTS, &Origin::Default)?;
        let environment = layers::environment(environment, &defaults);
        let given_file = match (file, environment.file) {
            (Some(path), _) => layers::file(path, Some("--config"))?,
            (None, Some(path)) => layers::file(&path, Some(FILE_VARIABLE))?,
            (None, None) => layers::file(Path::new(DEFAULT_FILE), None)?,
        };
        let flags = layers::flags(flags);

        let mut refused = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut merged = config::Config::builder();
        for leaf in defaults.iter().chain(&given_file).chain(&environment.leaves).chain(&flags) {
            match rules::check(leaf, &defaults) {
                Ok(value) => {
                    let entry = shown(leaf);
                    entries.retain(|known| known.key != entry.key);
                    entries.push(entry);
                    merged = merged.add_source(Layer::of(&leaf.key, value));
                }
                Err(reason) => {
                    refused.push(Refused { key: leaf.key.clone(), origin: leaf.origin.clone(), reason });
                }
            }
        }
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        if !refused.is_empty() {
            return Err(ConfigError::Refused(refused));
        }
        let settings: Self = merged
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| ConfigError::Unfit(error.to_string()))?;
        if let Some(refused) = together::refusal(&settings, &entries) {
            return Err(ConfigError::Refused(vec![refused]));
        }
        Ok(Effective { settings, entries, warnings: environment.warnings })
    }
}

fn shown(leaf: &Leaf) -> Entry {
    let text = leaf.text();
    let value = if rules::is_url(&leaf.key) { without_password(&text) } else { text };
    Entry { key: leaf.key.clone(), value, origin: leaf.origin.clone() }
}

/// A database URL as it may be shown. A text that is no URL is hidden whole, since it may hold anything.
fn without_password(text: &str) -> String {
    const MASK: &str = "***";
    if text.starts_with("sqlite:") {
        return text.to_owned();
    }
    let Some(mut url) = Url::parse(text).ok().filter(|url| !url.cannot_be_a_base()) else {
        return "(hidden: not a URL)".to_owned();
    };
    let is_secret = |name: &str| name.to_ascii_lowercase().contains("password");
    if url.query_pairs().any(|(name, _)| is_secret(&name)) {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let value = if is_secret(&name) { MASK.to_owned() } else { value.into_owned() };
                (name.into_owned(), value)
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return "(hidden)".to_owned();
    }
    url.to_string()
}

fn utc_offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FixedOffset, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}

#[cfg(test)]
mod tests;
