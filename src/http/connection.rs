//! The bytes of a connection, and how long a client may take over each step: the head of a request (of the first one
//! and of each later one), and the taking of an answer. A connection on which nothing is asked ends too. It does not
//! know what is asked.
//!
//! The framework has a limit for the first head alone. Here each connection notes what it waits for and since when,
//! by a clock that a task of the thread moves on, so that nothing is paid for it on the way of a request.

use std::{
    cell::{Cell, RefCell},
    io,
    pin::Pin,
    rc::{Rc, Weak},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use actix_web::rt::{net::TcpStream, spawn, time::sleep};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{
    bare,
    observed::{Cut, Observed},
    problem::Kind,
};
use crate::config::Server;

/// How often the connections of a thread are looked at.
const ROUND: Duration = Duration::from_millis(250);

/// How long a connection above the limit is kept, so that its client reads that it is.
const REFUSAL: Duration = Duration::from_millis(250);

/// The most connections above the limit that are told so. Those above that are closed without a word.
const MOST_REFUSALS: usize = 256;

/// The least that a client takes of an answer, in bytes a second, once it has let it wait.
const LEAST_RATE: u64 = 1_024;

/// What one connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The next request.
    Idle,
    /// The rest of a head.
    Head,
    /// The service.
    Busy,
    /// The answer's way out.
    Answered,
}

/// What one connection waits for, and since when.
#[derive(Debug)]
pub(super) struct Connection {
    watch: Rc<Watch>,
    phase: Cell<Phase>,
    since: Cell<u64>,
    /// Since when bytes wait for the client.
    blocked: Cell<Option<u64>>,
    /// How many of them it has taken since.
    taken: Cell<u64>,
    cut: Cell<Option<Cut>>,
    waker: RefCell<Option<Waker>>,
}

impl Connection {
    /// A request has come in whole, as far as its head goes.
    pub(super) fn begin(&self) {
        self.phase.set(Phase::Busy);
    }

    /// Its answer is made.
    pub(super) fn answered(&self) {
        self.enter(Phase::Answered);
    }

    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        self.since.set(self.watch.now.get());
    }

    /// Why the connection is to be cut, if it is.
    fn overdue(&self, now: u64) -> Option<Cut> {
        let limits = &self.watch.limits;
        let since = now.saturating_sub(self.since.get());
        if let Some(blocked) = self.blocked.get() {
            let waited = now.saturating_sub(blocked);
            if waited >= limits.stall && self.taken.get() < LEAST_RATE * waited / 1_000 {
                return Some(Cut::SlowReader);
            }
            return None;
        }
        match self.phase.get() {
            Phase::Head if since >= limits.head => Some(Cut::SlowHead),
            Phase::Idle if since >= limits.idle => Some(Cut::Idle),
            Phase::Idle | Phase::Head | Phase::Busy | Phase::Answered => None,
        }
    }

    fn keep_waker(&self, context: &Context<'_>) {
        let mut kept = self.waker.borrow_mut();
        if !kept.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            *kept = Some(context.waker().clone());
        }
    }
}

/// How long each step may take, in milliseconds where nothing else is said.
#[derive(Debug)]
struct Limits {
    head: u64,
    stall: u64,
    idle: u64,
    /// How long the system keeps bytes for a client that takes none.
    gone: Duration,
}

/// The connections of one thread.
#[derive(Debug)]
pub(super) struct Watch {
    limits: Limits,
    /// Milliseconds since the thread began, in steps of a round.
    now: Cell<u64>,
    connections: RefCell<Vec<Weak<Connection>>>,
    is_kept: Cell<bool>,
    gate: Gate,
}

impl Watch {
    /// A thread that has no connection yet.
    pub(super) fn new(settings: &Server, gone: Duration, gate: Gate) -> Rc<Self> {
        let limits = Limits {
            head: settings.head_timeout_ms,
            stall: settings.answer_stall_ms,
            idle: settings.keep_alive_ms,
            gone,
        };
        Rc::new(Self {
            limits,
            now: Cell::new(0),
            connections: RefCell::default(),
            is_kept: Cell::new(false),
            gate,
        })
    }

    /// Takes a connection on. Where there are too many already, it is told so and closed.
    pub(super) fn accept(self: &Rc<Self>, stream: TcpStream) -> Option<Watched> {
        let Some(place) = self.gate.enter() else {
            self.gate.observed.cut(Cut::TooMany);
            if let Some(place) = self.gate.enter_to_be_refused() {
                spawn(refuse(stream, place));
            }
            return None;
        };
        // Each answer is one write; waiting for more would only delay it.
        drop(stream.set_nodelay(true));
        give_up_after(&stream, self.limits.gone);
        self.keep();
        let connection = Rc::new(Connection {
            watch: Rc::clone(self),
            phase: Cell::new(Phase::Head),
            since: Cell::new(self.now.get()),
            blocked: Cell::new(None),
            taken: Cell::new(0),
            cut: Cell::new(None),
            waker: RefCell::default(),
        });
        self.connections.borrow_mut().push(Rc::downgrade(&connection));
        Some(Watched { stream, connection, _place: place })
    }

    /// Starts the task that looks at the connections, once.
    fn keep(self: &Rc<Self>) {
        if self.is_kept.replace(true) {
            return;
        }
        let watch = Rc::downgrade(self);
        let started = Instant::now();
        spawn(async move {
            loop {
                sleep(ROUND).await;
                let Some(watch) = watch.upgrade() else { break };
                watch.now.set(u64::try_from(started.elapsed().as_millis()).unwrap_or_default());
                watch.look();
            }
        });
    }

    fn look(&self) {
        let now = self.now.get();
        self.connections.borrow_mut().retain(|connection| {
            let Some(connection) = connection.upgrade() else { return false };
            if let Some(why) = connection.overdue(now) {
                connection.cut.set(Some(why));
                self.gate.observed.cut(why);
                if let Some(waker) = connection.waker.borrow_mut().take() {
                    waker.wake();
                }
                return false;
            }
            true
        });
    }
}

/// Has the system give a connection up whose client is gone without a word, or takes
/// nothing of what was written to it.
#[cfg(target_os = "linux")]
fn give_up_after(stream: &TcpStream, limit: Duration) {
    if let Err(error) = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(limit)) {
        tracing::debug!(%error, "a connection has no limit of the system for a client that is gone");
    }
}

/// Other systems have no such limit: the watch is what there is.
#[cfg(not(target_os = "linux"))]
fn give_up_after(_stream: &TcpStream, _limit: Duration) {}

/// Tells a client that there are too many, and waits for a moment until it has read that: a socket that is closed with
/// bytes unread takes the answer back.
async fn refuse(stream: TcpStream, _place: Place) {
    let detail = "the service has as many connections as it takes; try again";
    let answer = bare::answer(Kind::Overloaded, detail);
    let told = async {
        stream.writable().await?;
        // The socket is new: its buffer takes all of it at once.
        stream.try_write(&answer)?;
        loop {
            stream.readable().await?;
            match stream.try_read(&mut [0; 1_024]) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    };
    // The client may be gone, or stay: the connection ends either way.
    let _ = tokio::time::timeout(REFUSAL, told).await;
}

/// How many connections there are, of all threads.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    open: Arc<AtomicUsize>,
    most: usize,
    observed: Arc<Observed>,
}

impl Gate {
    /// A gate that lets so many in.
    pub(super) fn new(most: usize, observed: Arc<Observed>) -> Self {
        Self { open: Arc::default(), most, observed }
    }

    fn enter(&self) -> Option<Place> {
        let place = self.place();
        (place.number < self.most).then_some(place)
    }

    fn enter_to_be_refused(&self) -> Option<Place> {
        let place = self.place();
        (place.number < self.most.saturating_add(MOST_REFUSALS)).then_some(place)
    }

    fn place(&self) -> Place {
        self.observed.connections.add(1);
        Place { number: self.open.fetch_add(1, Ordering::Relaxed), gate: self.clone() }
    }
}

/// A place within the gate.
#[derive(Debug)]
struct Place {
    /// How many were there before it.
    number: usize,
    gate: Gate,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gate.open.fetch_sub(1, Ordering::Relaxed);
        self.gate.observed.connections.add(-1);
    }
}

/// The bytes of a connection.
#[derive(Debug)]
pub(super) struct Watched {
    stream: TcpStream,
    connection: Rc<Connection>,
    _place: Place,
}

impl Watched {
    /// The connection, for the requests on it.
    pub(super) fn connection(&self) -> Rc<Connection> {
        Rc::clone(&self.connection)
    }

    /// The error that ends the connection, where it is to be cut. A client that was slow with a head is told so.
    fn ended(&mut self, context: &mut Context<'_>) -> Option<io::Error> {
        let why = self.connection.cut.get()?;
        if why == Cut::SlowHead && self.connection.phase.get() == Phase::Head {
            self.connection.phase.set(Phase::Answered);
            let detail = "the head of the request did not arrive in time; send it again";
            let answer = bare::answer(Kind::HeadTooSlow, detail);
            // The connection ends either way.
            drop(Pin::new(&mut self.stream).poll_write(context, &answer));
        }
        Some(io::Error::new(io::ErrorKind::TimedOut, "the client was too slow"))
    }

    /// What is written instead of the framework's own refusal of a head that it cannot read, which is no problem
    /// (RFC 9457) and has none of the headers that every answer has.
    fn refusal(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.connection.phase.get() != Phase::Head {
            return None;
        }
        if bytes.starts_with(b"HTTP/1.1 431") {
            let detail = "the head of the request is too large; send fewer or shorter headers";
            Some(bare::answer(Kind::HeadTooLarge, detail))
        } else if bytes.starts_with(b"HTTP/1.1 400") {
            let detail =
                "the head of the request is no HTTP/1.1 that is taken here; send it as RFC 9112 has it";
            Some(bare::answer(Kind::MalformedRequest, detail))
        } else {
            None
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(error) = self.ended(context) {
            return Poll::Ready(Err(error));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        match read {
            Poll::Pending => self.connection.keep_waker(context),
            Poll::Ready(Ok(())) if buffer.filled().len() > before => {
                if self.connection.phase.get() == Phase::Idle {
                    self.connection.enter(Phase::Head);
                }
            }
            Poll::Ready(_) => {}
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(error) = self.ended(context) {
            return Poll::Ready(Err(error));
        }
        if let Some(refusal) = self.refusal(bytes) {
            self.connection.phase.set(Phase::Answered);
            // The connection is closed after it.
            drop(Pin::new(&mut self.stream).poll_write(context, &refusal));
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        let connection = &self.connection;
        match &written {
            Poll::Pending => {
                connection.keep_waker(context);
                if connection.blocked.get().is_none() {
                    connection.blocked.set(Some(connection.watch.now.get()));
                    connection.taken.set(0);
                }
            }
            Poll::Ready(Ok(count)) => {
                let count = u64::try_from(*count).unwrap_or(u64::MAX);
                connection.taken.set(connection.taken.get().saturating_add(count));
                if matches!(connection.phase.get(), Phase::Idle | Phase::Head) {
                    connection.since.set(connection.watch.now.get());
                }
            }
            Poll::Ready(Err(_)) => {}
        }
        written
    }

    /// Called by the framework once all bytes that there are so far were written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.connection.blocked.set(None);
        if self.connection.phase.get() == Phase::Answered {
            self.connection.enter(Phase::Idle);
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
