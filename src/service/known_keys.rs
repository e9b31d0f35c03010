//! Keys that were proved a moment ago, so that not every request looks into the database. It does not know what a
//! key may do.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{clock, keys::KNOWN_FOR, secret::Hash};
use crate::store::Key;

/// Most keys that are known at a time. Only keys that were proved get in, so that guessing fills nothing.
const MOST_KNOWN: usize = 10_000;

/// Keys by the hash of what was shown, each with when it was looked up.
#[derive(Debug, Default)]
pub(super) struct KnownKeys(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    keys: HashMap<Hash, (Key, Instant)>,
    /// How often something was forgotten: what was looked up before that may be out of date.
    generation: u64,
}

impl KnownKeys {
    /// The key of a hash, where it was looked up a moment ago.
    pub(super) fn find(&self, hash: &Hash) -> Option<Key> {
        let inner = self.lock();
        let (key, since) = inner.keys.get(hash)?;
        is_fresh(*since).then(|| key.clone())
    }

    /// To be asked before a look-up, and given with what it found.
    pub(super) fn generation(&self) -> u64 {
        self.lock().generation
    }

    /// Keeps what a look-up found, unless something was forgotten since it began.
    pub(super) fn keep(&self, hash: Hash, key: Key, generation: u64) {
        let mut inner = self.lock();
        if inner.generation != generation {
            return;
        }
        if inner.keys.len() >= MOST_KNOWN {
            inner.keys.retain(|_, (_, since)| is_fresh(*since));
        }
        if inner.keys.len() < MOST_KNOWN {
            inner.keys.insert(hash, (key, clock::instant()));
        }
    }

    /// Forgets a key, by the part of it that may be shown.
    pub(super) fn forget(&self, id: &str) {
        let mut inner = self.lock();
        inner.generation += 1;
        inner.keys.retain(|_, (key, _)| key.id != id);
    }

    /// What a panic elsewhere leaves behind is whole: nothing here is changed in steps.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(since: Instant) -> bool {
    since.elapsed() < KNOWN_FOR
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::grant::Grant,
        service::secret::{Chance, Secret},
    };

    fn key(number: u8) -> (Hash, Key) {
        let secret = Secret::of(&Chance { id: [number; 8], secret: [number; 32] });
        let key = Key {
            id: secret.id().to_owned(),
            name: String::new(),
            grant: Grant::default(),
            created_at: 0,
            expires_at: None,
            revoked_at: None,
            last_used_on: None,
            replaces: None,
        };
        (secret.hash(), key)
    }

    #[test]
    fn what_is_forgotten_is_not_known_and_a_look_up_from_before_does_not_bring_it_back() {
        let known = KnownKeys::default();
        let ((one, first), (other, second)) = (key(1), key(2));
        let before = known.generation();
        known.keep(one, first.clone(), before);
        known.keep(other, second.clone(), before);
        assert_eq!(known.find(&one), Some(first.clone()));
        known.forget(&first.id);
        assert_eq!(known.find(&one), None);
        assert_eq!(known.find(&other), Some(second));
        known.keep(one, first.clone(), before);
        assert_eq!(known.find(&one), None);
        known.keep(one, first.clone(), known.generation());
        assert_eq!(known.find(&one), Some(first));
    }

    #[test]
    fn it_is_bounded() {
        let known = KnownKeys::default();
        let (_, key) = key(1);
        for number in 0..MOST_KNOWN + 5 {
            let mut chance = Chance { id: [0; 8], secret: [0; 32] };
            chance.secret[..8].copy_from_slice(&number.to_be_bytes());
            known.keep(Secret::of(&chance).hash(), key.clone(), 0);
        }
        assert_eq!(known.lock().keys.len(), MOST_KNOWN);
    }
}
