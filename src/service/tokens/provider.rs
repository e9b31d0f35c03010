//! The keys of the provider: fetched when they are needed, kept for a while, fetched again when a token names one that is
//! not among them, and kept on while the provider is down. It does not know what a token says, nor how bytes are fetched.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::Deserialize;

use super::signature::{PublicKey, keys_of};
use crate::service::clock;

/// What comes back from the provider, or why nothing does.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>>;

/// What fetches from the provider: within a few seconds, up to some size, without following redirects.
pub trait Fetch: fmt::Debug + Send + Sync {
    /// The body at an address.
    fn fetch<'a>(&'a self, address: &'a str) -> Fetching<'a>;
}

/// Where the keys are, and how long they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The provider, by the name that its tokens have.
    pub issuer: String,
    /// Where its keys are; `None` is asked of the provider.
    pub keys_at: Option<String>,
    /// How long keys are kept without another look.
    pub kept_for: Duration,
    /// The least time between two fetches.
    pub between: Duration,
}

/// The keys of the provider.
#[derive(Debug)]
pub struct Provider {
    source: Source,
    fetch: Arc<dyn Fetch>,
    known: Mutex<Known>,
    /// Held while the keys are fetched, so that many requests make one fetch.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    keys: Vec<PublicKey>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
}

/// What a provider says of itself.
#[derive(Debug, Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Provider {
    /// A provider whose keys are fetched when they are needed.
    pub fn new(source: Source, fetch: Arc<dyn Fetch>) -> Self {
        Self { source, fetch, known: Mutex::default(), fetching: tokio::sync::Mutex::default() }
    }

    /// The key of a name, where the provider has it.
    pub async fn key(&self, kid: &str) -> Option<PublicKey> {
        let known = self.look(kid);
        if !self.is_due(known.is_some()) {
            if known.is_none() && self.fetching.try_lock().is_err() {
                // What is being fetched just now may hold it.
                drop(self.fetching.lock().await);
                return self.look(kid);
            }
            return known;
        }
        let turn = match &known {
            // Whoever can do without waits for nobody else's fetch.
            Some(_) => self.fetching.try_lock().ok(),
            None => Some(self.fetching.lock().await),
        };
        if turn.is_some() && self.is_due(self.look(kid).is_some()) {
            self.refresh().await;
        }
        self.look(kid)
    }

    fn look(&self, kid: &str) -> Option<PublicKey> {
        self.lock().keys.iter().find(|key| key.kid == kid).cloned()
    }

    /// Whether the keys are to be fetched: they are old, or the one that is wanted is not among them, and the last
    /// fetch is some time ago.
    fn is_due(&self, is_known: bool) -> bool {
        let known = self.lock();
        let is_fresh = known.fetched.is_some_and(|at| at.elapsed() < self.source.kept_for);
        let may_try = known.tried.is_none_or(|at| at.elapsed() >= self.source.between);
        may_try && !(is_fresh && is_known)
    }

    async fn refresh(&self) {
        self.lock().tried = Some(clock::instant());
        match self.fetched().await {
            Ok(keys) => {
                tracing::debug!(keys = keys.len(), "the keys of the provider of tokens were fetched");
                let mut known = self.lock();
                known.keys = keys;
                known.fetched = Some(clock::instant());
            }
            Err(why) => {
                tracing::warn!(
                    why,
                    "the keys of the provider of tokens cannot be fetched; those that are known stay"
                );
            }
        }
    }

    async fn fetched(&self) -> Result<Vec<PublicKey>, String> {
        let at = match &self.source.keys_at {
            Some(at) => at.clone(),
            None => self.discovered().await?,
        };
        keys_of(&self.fetch.fetch(&at).await?)
    }

    async fn discovered(&self) -> Result<String, String> {
        let issuer = &self.source.issuer;
        let at = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let body = self.fetch.fetch(&at).await?;
        let said: Discovery = serde_json::from_slice(&body)
            .map_err(|error| format!("the provider does not say where: {error}"))?;
        // Whoever answers for the provider must be the provider (OpenID Connect Discovery 1.0, 4.3).
        if said.issuer == *issuer {
            Ok(said.jwks_uri)
        } else {
            Err(format!("the provider calls itself {:?}", said.issuer))
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug, Default)]
    struct Fake {
        answers: Mutex<Option<String>>,
        asked: AtomicUsize,
    }

    impl Fake {
        fn says(&self, kids: Option<&[&str]>) {
            let key = |kid: &&str| format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"{kid}","x":"AQAB"}}"#);
            let set = kids.map(|kids| kids.iter().map(key).collect::<Vec<_>>().join(","));
            *self.answers.lock().unwrap() = set.map(|set| format!("{{\"keys\": [{set}]}}"));
        }
    }

    impl Fetch for Fake {
        fn fetch<'a>(&'a self, _: &'a str) -> Fetching<'a> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            let answer = self.answers.lock().unwrap().clone().ok_or_else(|| "down".to_owned());
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(5)).await;
                answer.map(String::into_bytes)
            })
        }
    }

    fn provider(fake: &Arc<Fake>, kept_ms: u64, between_ms: u64) -> Provider {
        let source = Source {
            issuer: "https://id.example".to_owned(),
            keys_at: Some("https://id.example/keys".to_owned()),
            kept_for: Duration::from_millis(kept_ms),
            between: Duration::from_millis(between_ms),
        };
        Provider::new(source, Arc::<Fake>::clone(fake))
    }

    #[tokio::test]
    async fn ten_thousand_unknown_names_make_two_fetches_and_a_storm_makes_one() {
        let fake = Arc::new(Fake::default());
        fake.says(Some(&["a"]));
        let provider = Arc::new(provider(&fake, 600_000, 30_000));
        let storm = (0..100).map(|_| provider.key("a"));
        let found = futures_util::future::join_all(storm).await;
        assert!(found.iter().all(Option::is_some));
        for number in 0..10_000 {
            assert_eq!(provider.key(&format!("k{number}")).await, None);
        }
        assert!(fake.asked.load(Ordering::Relaxed) <= 2, "{:?}", fake.asked);
    }

    #[tokio::test]
    async fn a_new_key_is_found_and_an_old_one_is_gone_with_the_next_fetch() {
        let fake = Arc::new(Fake::default());
        fake.says(Some(&["a"]));
        let provider = provider(&fake, 60_000, 1_000);
        assert!(provider.key("a").await.is_some());
        fake.says(Some(&["b"]));
        assert!(provider.key("b").await.is_none(), "the last fetch was just now");
        assert!(provider.key("a").await.is_some());
        tokio::time::sleep(Duration::from_millis(1_010)).await;
        assert!(provider.key("b").await.is_some());
        assert!(provider.key("a").await.is_none());
    }

    #[tokio::test]
    async fn while_the_provider_is_down_the_known_keys_stay() {
        let fake = Arc::new(Fake::default());
        fake.says(Some(&["a"]));
        let provider = provider(&fake, 20, 20);
        assert!(provider.key("a").await.is_some());
        fake.says(None);
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(25)).await;
            assert!(provider.key("a").await.is_some());
            assert!(provider.key("b").await.is_none());
        }
        fake.says(Some(&["b"]));
        tokio::time::sleep(Duration::from_millis(25)).await;
        assert!(provider.key("a").await.is_none(), "an old key outlives its provider's return");
        assert!(provider.key("b").await.is_some());
    }
}
