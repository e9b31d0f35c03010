//! One subscriber to the changes: is told each of them once, in the order of commit, as fast as it reads. It holds a
//! number and at most two batches, however far behind it is; one that does not read is let go, and all are when the
//! server stops. It does not know what a change is about.

use std::{
    cell::Cell,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::web::{self, Bytes};
use futures_util::Stream;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    time::Instant,
};
use tracing::Instrument;

use super::{
    changes::Wanted,
    cut_off,
    entry::{is_key, may_read},
    state::State,
};

/// Changes of one write.
const A_BATCH: usize = 100;

/// Batches that wait for the subscriber to read.
const WAITING: usize = 1;

/// How long a browser waits before it comes back, in milliseconds.
const COME_BACK_MS: u32 = 2_000;

/// How long a token that was proved is taken without another look.
const PROVED_FOR: Duration = Duration::from_secs(1);

/// How long to wait before a database that does not answer is asked again.
const PATIENCE: Duration = Duration::from_secs(1);

/// Who wants to be told what.
pub(super) struct Subscriber {
    /// Which changes.
    pub(super) wanted: Wanted,
    /// The number of the last change that it was told.
    pub(super) told: i64,
    /// The number of the last change when it came.
    pub(super) head: i64,
    /// Its place among the subscribers; given back when it is let go.
    pub(super) place: OwnedSemaphorePermit,
    /// What it showed, where only those who may read are told: it may be taken back, and ends.
    pub(super) credential: Option<String>,
}

/// What is written to a subscriber.
pub(super) struct Events(mpsc::Receiver<Bytes>);

impl Stream for Events {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(Ok))
    }
}

/// Why a subscriber is told no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// It went away.
    Left,
    /// It did not read what was written to it.
    DoesNotRead,
    /// It may not read any more.
    MayNot,
    /// The server stops.
    ServerStops,
}

/// The task that tells a subscriber.
struct Telling {
    state: web::Data<State>,
    credential: Option<String>,
    sender: mpsc::Sender<Bytes>,
    /// When something was written last.
    written: Cell<Instant>,
    /// When the credentials were proved last.
    proved: Cell<Instant>,
}

/// Begins to tell a subscriber; gives what is written to it.
pub(super) fn follow(subscriber: Subscriber, state: &web::Data<State>) -> Events {
    let (sender, receiver) = mpsc::channel(WAITING);
    let Subscriber { wanted, told, head, place, credential } = subscriber;
    let now = || Cell::new(Instant::now());
    let telling = Telling { state: state.clone(), credential, sender, written: now(), proved: now() };
    cut_off::spawn(telling.to(wanted, told, head, place).in_current_span());
    Events(receiver)
}

impl Telling {
    async fn to(self, wanted: Wanted, told: i64, head: i64, place: OwnedSemaphorePermit) {
        tracing::debug!(told, "a subscriber came");
        let ended = match self.until_it_ends(&wanted, told, head).await {
            Ok(never) => match never {},
            Err(ended) => ended,
        };
        drop(place);
        match ended {
            Ended::DoesNotRead => tracing::warn!("a subscriber did not read and was let go"),
            Ended::Left | Ended::MayNot | Ended::ServerStops => {
                tracing::debug!(?ended, "a subscriber is gone");
            }
        }
    }

    async fn until_it_ends(
        &self,
        wanted: &Wanted,
        mut told: i64,
        head: i64,
    ) -> Result<std::convert::Infallible, Ended> {
        let mut opening = format!("retry: {COME_BACK_MS}\n: the changes after {told}\nid: {told}\n\n");
        if told > head {
            told = head;
            opening =
                format!("retry: {COME_BACK_MS}\nid: {head}\nevent: reset\ndata: {{\"head\":{head}}}\n\n");
        }
        self.write(opening).await?;
        loop {
            if self.state.draining.has_begun() {
                return Err(Ended::ServerStops);
            }
            let batch = match self.state.plantrack.changed_after(told, A_BATCH).await {
                Ok(batch) => batch,
                Err(error) => {
                    tracing::warn!(%error, "the changes cannot be read; a subscriber waits");
                    self.write(": the record cannot be read just now\n\n".to_owned()).await?;
                    self.rest(PATIENCE).await?;
                    continue;
                }
            };
            match batch.last() {
                Some(last) => {
                    told = last.number;
                    let events = wanted.events(&batch);
                    if !events.is_empty() {
                        self.assert_may_read().await?;
                        self.write(events).await?;
                    } else if Instant::now() >= self.next_heartbeat() {
                        self.beat(told).await?;
                    }
                }
                None => self.wait(told).await?,
            }
        }
    }

    /// Waits for the next change, and shows meanwhile that the stream lives.
    async fn wait(&self, told: i64) -> Result<(), Ended> {
        loop {
            tokio::select! {
                found = self.state.plantrack.wait_beyond(told) => match found {
                    Ok(_) => return Ok(()),
                    // The read that comes next finds out how long this goes on.
                    Err(_) => return self.rest(PATIENCE).await,
                },
                () = tokio::time::sleep_until(self.next_heartbeat()) => {}
                () = self.state.draining.begun() => return Err(Ended::ServerStops),
                () = self.sender.closed() => return Err(Ended::Left),
            }
            self.beat(told).await?;
        }
    }

    /// Shows that the stream lives, and from where it goes on.
    async fn beat(&self, told: i64) -> Result<(), Ended> {
        self.assert_may_read().await?;
        self.write(format!(": nothing new\nid: {told}\n\n")).await
    }

    fn next_heartbeat(&self) -> Instant {
        self.written.get() + Duration::from_millis(self.state.settings.stream.heartbeat_ms)
    }

    /// Ends where the credentials have been taken back or have ended. To know a key is cheap; a token can only end, and is
    /// looked at once a while.
    async fn assert_may_read(&self) -> Result<(), Ended> {
        let Some(credential) = &self.credential else { return Ok(()) };
        if !is_key(credential) && self.proved.get().elapsed() < PROVED_FOR {
            return Ok(());
        }
        loop {
            match may_read(&self.state, credential).await {
                Ok(true) => {
                    self.proved.set(Instant::now());
                    return Ok(());
                }
                Ok(false) => return Err(Ended::MayNot),
                Err(_not_known) => self.rest(PATIENCE).await?,
            }
        }
    }

    async fn rest(&self, time: Duration) -> Result<(), Ended> {
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            () = self.state.draining.begun() => Err(Ended::ServerStops),
            () = self.sender.closed() => Err(Ended::Left),
        }
    }

    async fn write(&self, text: String) -> Result<(), Ended> {
        let stall = Duration::from_millis(self.state.settings.stream.stall_ms);
        tokio::select! {
            sent = tokio::time::timeout(stall, self.sender.send(Bytes::from(text))) => match sent {
                Ok(Ok(())) => {
                    self.written.set(Instant::now());
                    Ok(())
                }
                Ok(Err(_gone)) => Err(Ended::Left),
                Err(_late) => Err(Ended::DoesNotRead),
            },
            () = self.state.draining.begun() => Err(Ended::ServerStops),
        }
    }
}
