//! The load generator: keep-alive connections on one thread, each with one request under way, closed loop. It counts
//! statuses, times every answer and hands it to the workload, which says what comes next. It knows no workload.

use std::{
    io::{ErrorKind, Read, Write},
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use mio::{Events, Interest, Poll, Token, net::TcpStream};

/// What a connection does next.
pub enum Next {
    /// Sends what was written into the buffer.
    Send,
    /// Waits until then and asks again.
    Wait(Instant),
}

/// An answer, whole.
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

/// What is sent, and what is held against the answers.
pub trait Workload {
    /// Writes the next request of a connection into an empty buffer.
    fn next(&mut self, connection: usize, now: Instant, request: &mut Vec<u8>) -> Next;

    /// Looks at an answer; an error ends the run.
    fn answered(&mut self, connection: usize, answer: &Answer<'_>) -> Result<()>;

    /// Whether answers on this connection are counted.
    fn counts(&self, _connection: usize) -> bool {
        true
    }
}

/// How a run went.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Answers counted.
    pub answers: u64,
    /// How long was counted.
    pub seconds: f64,
    /// CPU time of the other side in the time that was counted, in seconds.
    pub cpu: f64,
    /// Bytes read in all.
    pub bytes: u64,
    /// Microseconds of each answer, sorted.
    pub latencies: Vec<u32>,
}

impl Run {
    /// Answers a second.
    pub fn per_second(&self) -> f64 {
        self.answers as f64 / self.seconds
    }

    /// CPU microseconds of the other side for each answer.
    pub fn cpu_us(&self) -> f64 {
        self.cpu * 1e6 / self.answers.max(1) as f64
    }

    /// The latency that so many of a hundred answers keep within, in microseconds.
    pub fn percentile(&self, percent: f64) -> u32 {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get((last as f64 * percent / 100.0).round() as usize).copied().unwrap_or(0)
    }
}

/// How long a run lasts.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Not counted, at the start.
    pub warm_up: Duration,
    /// Counted.
    pub counted: Duration,
}

impl Span {
    /// So many seconds, after a fifth as long to warm up.
    pub fn seconds(seconds: f64) -> Self {
        Self { warm_up: Duration::from_secs_f64(seconds / 5.0), counted: Duration::from_secs_f64(seconds) }
    }
}

struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    sent: usize,
    buffer: Vec<u8>,
    filled: usize,
    began: Instant,
    waits: Option<Instant>,
}

/// A request without a body.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n").into_bytes()
}

/// A request with a body.
pub fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Runs a workload over so many connections. `cpu` gives the CPU seconds that the other side has used so far.
pub fn run(
    address: SocketAddr,
    connections: usize,
    span: Span,
    workload: &mut dyn Workload,
    cpu: &dyn Fn() -> Result<f64>,
) -> Result<Run> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(1024);
    let mut open = Vec::with_capacity(connections);
    for place in 0..connections {
        let stream = std::net::TcpStream::connect(address).context("cannot connect")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, Token(place), Interest::READABLE | Interest::WRITABLE)?;
        open.push(Connection {
            stream,
            request: Vec::new(),
            sent: 0,
            buffer: vec![0; 64 * 1024],
            filled: 0,
            began: Instant::now(),
            waits: None,
        });
    }
    let begun = Instant::now();
    let (from, until) = (begun + span.warm_up, begun + span.warm_up + span.counted);
    for (place, connection) in open.iter_mut().enumerate() {
        connection.ask(place, workload)?;
    }
    let mut run = Run::default();
    let mut counting: Option<(Instant, f64)> = None;
    loop {
        let now = Instant::now();
        if counting.is_none() && now >= from {
            counting = Some((now, cpu()?));
        }
        if now >= until {
            break;
        }
        for (place, connection) in open.iter_mut().enumerate() {
            if connection.waits.is_some_and(|due| due <= now) {
                connection.ask(place, workload)?;
            }
        }
        let first = open.iter().filter_map(|connection| connection.waits).min();
        let patience = first.map_or(Duration::from_millis(50), |due| due.saturating_duration_since(now));
        poll.poll(&mut events, Some(patience.min(Duration::from_millis(50))))?;
        for event in &events {
            let place = event.token().0;
            let Some(connection) = open.get_mut(place) else { continue };
            if event.is_writable() {
                connection.send()?;
            }
            if event.is_readable() {
                connection.read(place, workload, counting.is_some(), &mut run)?;
            }
        }
    }
    let (since, before) = counting.unwrap_or((begun, 0.0));
    run.seconds = since.elapsed().as_secs_f64();
    run.cpu = cpu()? - before;
    run.latencies.sort_unstable();
    Ok(run)
}

impl Connection {
    fn ask(&mut self, place: usize, workload: &mut dyn Workload) -> Result<()> {
        self.request.clear();
        self.sent = 0;
        self.waits = None;
        let now = Instant::now();
        match workload.next(place, now, &mut self.request) {
            Next::Send => {
                self.began = now;
                self.send()
            }
            Next::Wait(due) => {
                self.waits = Some(due);
                Ok(())
            }
        }
    }

    fn send(&mut self) -> Result<()> {
        while let Some(rest) = self.request.get(self.sent..).filter(|rest| !rest.is_empty()) {
            match self.stream.write(rest) {
                Ok(written) => self.sent += written,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error).context("cannot send"),
            }
        }
        Ok(())
    }

    /// Reads until an answer is whole. The next request is sent at once; nothing more can then be waiting.
    fn read(
        &mut self,
        place: usize,
        workload: &mut dyn Workload,
        counting: bool,
        run: &mut Run,
    ) -> Result<()> {
        loop {
            if self.filled == self.buffer.len() {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            match self.stream.read(&mut self.buffer[self.filled..]) {
                Ok(0) => bail!("the server closed connection {place}"),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error).context("cannot read"),
            }
            let Some((status, head, length)) = whole(&self.buffer[..self.filled])? else { continue };
            if self.filled > head + length {
                bail!("more than one answer on connection {place}");
            }
            let answer = Answer { status, body: &self.buffer[head..self.filled] };
            if counting && workload.counts(place) {
                run.answers += 1;
                run.bytes += self.filled as u64;
                run.latencies.push(u32::try_from(self.began.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            workload.answered(place, &answer)?;
            self.filled = 0;
            return self.ask(place, workload);
        }
    }
}

/// Status, length of the head and length of the body, where all of it is there.
fn whole(bytes: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end])?;
    let status: u16 = head.get(9..12).context("no status")?.parse()?;
    let length = match header(head, "content-length") {
        Some(length) => length.parse()?,
        None if status == 304 || status == 204 => 0,
        None => bail!("an answer without Content-Length: {head}"),
    };
    Ok((bytes.len() >= end + 4 + length).then_some((status, end + 4, length)))
}

/// The value of a header in a head.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// One request and its answer over a connection of its own.
pub fn once(address: SocketAddr, request: &[u8]) -> Result<(u16, String, Vec<u8>)> {
    let mut stream = std::net::TcpStream::connect(address).context("cannot connect")?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(600)))?;
    stream.write_all(request)?;
    let mut bytes = Vec::new();
    let mut chunk = [0; 64 * 1024];
    loop {
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            bail!("the server closed the connection after {} bytes", bytes.len());
        }
        bytes.extend_from_slice(&chunk[..read]);
        if let Some((status, head, _)) = whole(&bytes)? {
            let body = bytes.split_off(head);
            return Ok((status, String::from_utf8(bytes)?, body));
        }
    }
}
