//! Following the writes of other processes: their word is a hint that may be lost, the number in the database is
//! what counts. It does not know who wants to know.

use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait;
use sqlx::postgres::PgListener;

use super::{Store, connect::is_sqlite};

/// Where PostgreSQL tells of commits.
const CHANNEL: &str = "plantrack_changes";
const TELL: &str = "NOTIFY plantrack_changes";

/// A look that takes longer has failed: the database is silent.
const LONGEST_LOOK: Duration = Duration::from_secs(2);

/// For how long no look may have succeeded, before whoever follows is no longer fit to serve.
const LONGEST_BLIND: Duration = Duration::from_secs(6);

/// How long to wait before listening again after the connection was lost.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

impl Store {
    /// Follows the writes of other processes, for as long as it is polled: [`Store::known_change`] then lags behind
    /// the database by no more than the time between two looks, or [`Store::is_followed`] says that it may.
    pub async fn follow(&self) {
        self.head.was_looked_at(Instant::now());
        let listening = async {
            if is_sqlite(&self.read) {
                std::future::pending::<()>().await;
            }
            loop {
                // What is told while nobody listens is lost; looking makes up for it.
                let _ = self.listen().await;
                tokio::time::sleep(LISTEN_AGAIN).await;
            }
        };
        let looking = async {
            loop {
                self.look().await;
                tokio::time::sleep(self.follow).await;
            }
        };
        let telling = async {
            if is_sqlite(&self.read) {
                std::future::pending::<()>().await;
            }
            loop {
                self.head.committed().await;
                // A hint: the write is done, whether it is heard or not.
                let _ = self.write.execute_unprepared(TELL).await;
            }
        };
        tokio::join!(listening, looking, telling);
    }

    async fn look(&self) {
        let looking = async {
            // SQLite has one connection that writes, which would have to be waited for.
            if is_sqlite(&self.read) {
                self.last_change().await
            } else {
                self.last_change_over(&self.write).await
            }
        };
        let looked = tokio::time::timeout(LONGEST_LOOK, looking).await;
        let has_looked = matches!(looked, Ok(Ok(_)));
        if has_looked {
            self.head.was_looked_at(Instant::now());
        }
        self.head.is_followed(has_looked);
    }

    async fn listen(&self) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(self.write.get_postgres_connection_pool()).await?;
        listener.listen(CHANNEL).await?;
        while listener.try_recv().await?.is_some() {
            self.look().await;
        }
        Ok(())
    }

    /// How long ago the last look for the writes of other processes succeeded; where none did yet, how long ago following
    /// began. `None` where nobody follows.
    pub fn looked_ago(&self) -> Option<Duration> {
        self.head.looked_at().map(|moment| moment.elapsed())
    }

    /// For how long no look may have succeeded: six seconds, or where `database.follow_ms` is long, twice that and two
    /// seconds.
    pub fn longest_blind(&self) -> Duration {
        LONGEST_BLIND.max(self.follow.saturating_mul(2).saturating_add(LONGEST_LOOK))
    }

    /// Whether the last look for the writes of other processes succeeded.
    pub fn is_followed(&self) -> bool {
        self.head.has_followed()
    }
}
