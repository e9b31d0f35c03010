//! What a test body is given: a running service, a client, a database and a clock. It does not know how the
//! service is started or where the database is.

use std::time::Duration;

use plantrack::{
    config::{Flag, Settings},
    startup,
    store::Store,
};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use super::{clock::Clock, database::Database, service::Service};

/// The key of an administrator that every service under test knows. It is no secret: nothing else takes it.
pub(crate) const ADMIN_KEY: &str =
    "plantrack_000000000000_000000000000000000000000000000000OfTheTests_26eLFT";

/// Puts the key's hash past the service, so that it is in no test's change log.
const KNOW_THE_KEY: &str = "INSERT INTO api_key (key_id, name, scopes, hash, created_at) VALUES ('000000000000', 'the tests', \
     'admin', '56948bdd9023117974836195451782b696c6f8c196ec269fdf3f3f2a0de5defc', 0) \
     ON CONFLICT (key_id) DO NOTHING";

/// A running service with a database of its own. It stops when this is dropped.
pub(crate) struct App {
    /// Where it listens, without a slash at the end.
    pub(crate) base_url: String,
    /// A client that follows no redirect and uses no proxy. It sends the key of the tests unless another one is given.
    pub(crate) client: reqwest::Client,
    /// The same without a key.
    pub(crate) keyless: reqwest::Client,
    /// Its database.
    pub(crate) database_url: String,
    /// The clock that it reads; a second service on the same database reads the same one.
    pub(crate) clock: Clock,
    database: Database,
    service: Service,
}

impl App {
    pub(crate) async fn start(database: Database) -> Self {
        Self::start_with(database, Clock::new()).await
    }

    /// Another service on the same database: a replica, or the service after a restart.
    pub(crate) async fn second(&self) -> Self {
        Self::start_with(self.database.clone(), self.clock.clone()).await
    }

    /// Another service on an empty database of the same kind.
    pub(crate) async fn on_a_new_database(&self) -> Self {
        Self::start_with(self.database.another().await, Clock::new()).await
    }

    /// Another service on another database of the same kind, which `fill` has put data into, with the same clock.
    pub(crate) async fn on_a_database_filled_by(&self, fill: impl FnOnce(&str)) -> Self {
        let database = self.database.another().await;
        fill(&database.url);
        Self::start_with(database, self.clock.clone()).await
    }

    /// Another service on the same database, with other settings: keys and values.
    pub(crate) async fn with_settings(&self, changed: &[(&'static str, &str)]) -> Self {
        Self::start_as(self.database.clone(), self.clock.clone(), changed).await
    }

    /// Tells the service to stop as a supervisor does; it goes on serving for as long as `server.drain_ms` says.
    pub(crate) fn tell_to_stop(&self) {
        let stopper = self.service.stopper.clone();
        drop(tokio::task::spawn_local(async move { stopper.stop().await }));
    }

    /// The headers by which a request of the test's own may write.
    #[expect(clippy::unused_self, reason = "the key is this service's")]
    pub(crate) fn credentials(&self) -> reqwest::header::HeaderMap {
        reqwest::header::HeaderMap::new()
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The database as a program opens it that is no service.
    pub(crate) async fn open_store(&self) -> Store {
        startup::open_what_is_there(&settings(&self.database_url, &[])).await.unwrap()
    }

    /// Runs one statement in the database, past the service.
    pub(crate) async fn execute(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.database.execute(sql).await
    }

    /// The number that one statement gives, asked past the service.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        self.database.count(sql).await
    }

    async fn start_with(database: Database, clock: Clock) -> Self {
        Self::start_as(database, clock, &[]).await
    }

    async fn start_as(database: Database, clock: Clock, changed: &[(&'static str, &str)]) -> Self {
        let settings = settings(&database.url, changed);
        let started = clock.clone();
        let service = tokio::task::spawn_blocking(move || Service::start(settings, started)).await.unwrap();
        database.execute(KNOW_THE_KEY).await.unwrap();
        let client = || {
            reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(30))
        };
        let mut key = HeaderValue::from_str(&format!("Bearer {ADMIN_KEY}")).unwrap();
        key.set_sensitive(true);
        let with_key = client().default_headers(HeaderMap::from_iter([(AUTHORIZATION, key)]));
        let base_url = format!("http://{}", service.address);
        Self {
            base_url,
            client: with_key.build().unwrap(),
            keyless: client().build().unwrap(),
            database_url: database.url.clone(),
            clock,
            database,
            service,
        }
    }
}

/// The settings under test: the defaults, but for what must differ between services on one machine. The
/// environment is not read, so that a developer's own variables change no test.
fn settings(database_url: &str, changed: &[(&'static str, &str)]) -> Settings {
    let flag = |key, value: &str| Flag { name: "test", key, value: value.to_owned() };
    let mut flags = vec![
        flag("database.url", database_url),
        flag("database.migrate_on_start", "always"),
        flag("database.max_connections", "5"),
        // The tests' PostgreSQL server syncs nothing: it is gone after the run.
        flag("database.durability", "not_required"),
        flag("server.port", "0"),
        flag("server.workers", "2"),
        flag("server.drain_ms", "0"),
        // Tests that need them turn them on: else each service would look for webhooks.
        flag("webhooks.send", "off"),
    ];
    flags.retain(|flag| changed.iter().all(|(key, _)| *key != flag.key));
    flags.extend(changed.iter().map(|(key, value)| flag(key, value)));
    Settings::load(&flags, [], None).unwrap().settings
}
