//! How much is worked on at a time. Reads and writes have places of their own, so that reports are taken while many
//! read; what finds no place waits for a short while in a bounded queue, and is then refused, so that what is begun
//! is also finished. It does not know what is worked on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::{Kind, Problem};
use crate::{config::Load, telemetry::metrics::Counter};

/// What a request is for, as far as its place goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// It reads.
    Read,
    /// It writes, or works as hard.
    Write,
}

/// A place. It is given back when this is dropped.
pub(super) type Place = OwnedSemaphorePermit;

/// The places.
#[derive(Debug)]
pub(super) struct Admission {
    reads: Places,
    writes: Places,
    /// For those that wait for a change that they name: they have no other place yet.
    seeking: Arc<Semaphore>,
}

#[derive(Debug)]
struct Places {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
    wait: Duration,
    /// How many were refused.
    shed: Counter,
}

impl Places {
    /// Why one is refused; it is counted.
    fn refusal(&self) -> Problem {
        self.shed.increment();
        let detail = "the service has more to do than it can; nothing was done; try again";
        Problem::new(Kind::Overloaded, detail)
    }
}

/// Counts one that waits for as long as it does.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How full the places are, of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fullness {
    /// Requests that wait for a place.
    pub(super) waiting: usize,
    /// Places that are free.
    pub(super) free: usize,
    /// Requests that were refused.
    pub(super) shed: u64,
}

impl Admission {
    /// The places that the settings give.
    pub(super) fn new(load: &Load) -> Self {
        let places = |count: usize| Places {
            free: Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS))),
            waiting: AtomicUsize::new(0),
            most_waiting: load.max_queued,
            wait: Duration::from_millis(load.queue_wait_ms),
            shed: Counter::default(),
        };
        // One may always look for it: a client that goes from one process to the next is not refused for that alone.
        let seeking = Arc::new(Semaphore::new(load.max_queued.clamp(1, Semaphore::MAX_PERMITS)));
        Self { reads: places(load.concurrent_reads), writes: places(load.concurrent_writes), seeking }
    }

    /// A place among those that wait for a change.
    ///
    /// # Errors
    /// A problem where too many wait already.
    pub(super) fn seek(&self, lane: Lane) -> Result<Place, Problem> {
        Arc::clone(&self.seeking).try_acquire_owned().map_err(|_| self.places(lane).refusal())
    }

    /// A place, at once or after a wait.
    ///
    /// # Errors
    /// A problem where too many wait already, or it waited too long.
    pub(super) async fn enter(&self, lane: Lane) -> Result<Place, Problem> {
        let places = self.places(lane);
        if let Ok(place) = Arc::clone(&places.free).try_acquire_owned() {
            return Ok(place);
        }
        let waits_already = places.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&places.waiting);
        if waits_already < places.most_waiting {
            let place = tokio::time::timeout(places.wait, Arc::clone(&places.free).acquire_owned()).await;
            if let Ok(Ok(place)) = place {
                return Ok(place);
            }
        }
        Err(places.refusal())
    }

    /// How full the places are.
    pub(super) fn fullness(&self, lane: Lane) -> Fullness {
        let places = self.places(lane);
        Fullness {
            waiting: places.waiting.load(Ordering::Relaxed),
            free: places.free.available_permits(),
            shed: places.shed.get(),
        }
    }

    const fn places(&self, lane: Lane) -> &Places {
        match lane {
            Lane::Read => &self.reads,
            Lane::Write => &self.writes,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn admission(places: usize, max_queued: usize, queue_wait_ms: u64) -> Admission {
        Admission::new(&Load {
            concurrent_reads: places,
            concurrent_writes: places,
            max_queued,
            queue_wait_ms,
        })
    }

    #[tokio::test]
    async fn what_is_above_the_places_waits_and_what_is_above_the_queue_is_refused_at_once() {
        let admission = Arc::new(admission(2, 1, 5_000));
        let first = admission.enter(Lane::Read).await.unwrap();
        let _second = admission.enter(Lane::Read).await.unwrap();
        let waiting = tokio::spawn({
            let admission = Arc::clone(&admission);
            async move { admission.enter(Lane::Read).await.is_ok() }
        });
        while admission.fullness(Lane::Read).waiting == 0 {
            tokio::task::yield_now().await;
        }
        let started = Instant::now();
        assert_eq!(admission.enter(Lane::Read).await.unwrap_err().kind, Kind::Overloaded);
        assert!(started.elapsed() < Duration::from_secs(1));
        drop(admission.enter(Lane::Write).await.unwrap());
        drop(first);
        assert!(waiting.await.unwrap(), "the one that waited gets the place");
        assert_eq!(admission.fullness(Lane::Read), Fullness { waiting: 0, free: 1, shed: 1 });
    }

    #[tokio::test]
    async fn a_wait_ends() {
        let admission = admission(1, 10, 30);
        let _only = admission.enter(Lane::Write).await.unwrap();
        assert_eq!(admission.enter(Lane::Write).await.unwrap_err().kind, Kind::Overloaded);
        assert_eq!(admission.fullness(Lane::Write), Fullness { waiting: 0, free: 0, shed: 1 });
    }
}
