//! The ids of requests: UUIDs of version 7, made at the cost of a few nanoseconds. They are no secret and need not be
//! hard to guess, only never there twice. It does not know what a request asks.

use std::{cell::Cell, time::Instant};

use uuid::{Builder, Uuid};

/// What the ids of one thread are made from: its own random start, and the time that went by since.
struct Source {
    started: Instant,
    started_ms: u64,
    state: Cell<u64>,
    salt: u64,
}

thread_local! {
    static SOURCE: Source = Source::new();
}

impl Source {
    fn new() -> Self {
        let seed = Uuid::now_v7();
        let started_ms = seed.get_timestamp().map_or(0, |timestamp| {
            let (seconds, nanoseconds) = timestamp.to_unix();
            seconds * 1_000 + u64::from(nanoseconds / 1_000_000)
        });
        let (_, state) = Uuid::now_v7().as_u64_pair();
        let (_, salt) = seed.as_u64_pair();
        Self { started: Instant::now(), started_ms, state: Cell::new(state), salt }
    }

    fn next(&self, now: Instant) -> Uuid {
        let elapsed = now.saturating_duration_since(self.started).as_millis();
        let millis = self.started_ms + u64::try_from(elapsed).unwrap_or_default();
        // A step of splitmix64: each state is met once in a round of all of them.
        let state = self.state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.set(state);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let mut random = [0; 10];
        if let Some(low) = random.first_chunk_mut::<8>() {
            *low = mixed.to_be_bytes();
        }
        if let Some(high) = random.last_chunk_mut::<2>() {
            *high = self.salt.wrapping_add(mixed).to_le_bytes().first_chunk().copied().unwrap_or_default();
        }
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// A new id, for a request that came at this moment.
pub(super) fn next(now: Instant) -> Uuid {
    SOURCE.with(|source| source.next(now))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_never_there_twice_and_carry_the_time() {
        let ids: HashSet<Uuid> = (0..4)
            .map(|_| std::thread::spawn(|| (0..20_000).map(|_| next(Instant::now())).collect::<Vec<_>>()))
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        assert_eq!(ids.len(), 80_000);
        let (id, real) = (next(Instant::now()), Uuid::now_v7());
        assert_eq!(id.get_version_num(), 7);
        let seconds = |id: Uuid| id.get_timestamp().unwrap().to_unix().0;
        assert!(seconds(real).abs_diff(seconds(id)) <= 1, "{id} {real}");
    }
}
