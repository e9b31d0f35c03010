//! Which trace a request belongs to (W3C Trace Context), and what is told of it once it is answered. A span that finds
//! no place is dropped and counted: nobody ever waits for whoever collects them. It does not know how they are sent.

use std::{fmt, sync::Arc};

use tokio::sync::mpsc;

use super::metrics::Counter;

/// Most spans that wait to be sent.
const MOST_WAITING: usize = 2_048;

/// The part of a trace's id that is random, whoever made it.
const RANDOM_PART: u128 = 0x00ff_ffff_ffff_ffff;

/// The id of a trace; it is written as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceId(u128);

impl TraceId {
    /// The trace of a request that belongs to no other one; the number is its own and not 0.
    pub const fn own(number: u128) -> Self {
        Self(number)
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The id of a span; it is written as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpanId(u64);

impl SpanId {
    /// The span of a request; the number is its own and not 0.
    pub const fn own(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// What the header `traceparent` of a request says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// The trace that the request belongs to.
    pub trace: TraceId,
    /// The span that it was sent from.
    pub span: SpanId,
    /// Whether whoever sent it records the trace.
    pub is_sampled: bool,
}

impl Parent {
    /// Reads the header; `None` where it is none, in which case it is as if it were not there.
    pub fn read(header: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(header).ok()?.trim();
        let mut parts = text.split('-');
        let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let [version, flags] = [number(version, 2)?, number(flags, 2)?];
        // Later versions may have more parts; this one has four.
        let is_known = version == 0 && parts.next().is_none() || (1..0xff).contains(&version);
        let (trace, span) = (number(trace, 32)?, u64::try_from(number(span, 16)?).ok()?);
        let is_whole = is_known && trace != 0 && span != 0;
        is_whole.then_some(Self { trace: TraceId(trace), span: SpanId(span), is_sampled: flags % 2 == 1 })
    }
}

/// A number of so many hexadecimal digits in lower case.
fn number(text: &str, digits: usize) -> Option<u128> {
    let is_hexadecimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if text.len() == digits && is_hexadecimal { u128::from_str_radix(text, 16).ok() } else { None }
}

/// What is told of a request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it is called: the method and the route.
    pub name: String,
    /// Its trace.
    pub trace: TraceId,
    /// Its id.
    pub id: SpanId,
    /// The span that it was sent from.
    pub parent: Option<SpanId>,
    /// When it began, in nanoseconds since 1970.
    pub begun: u64,
    /// When it ended, in nanoseconds since 1970.
    pub ended: u64,
    /// Texts, by name.
    pub texts: Vec<(&'static str, String)>,
    /// Numbers, by name.
    pub numbers: Vec<(&'static str, u64)>,
    /// Whether the service failed.
    pub has_failed: bool,
}

/// What became of spans.
#[derive(Debug, Default)]
pub struct SpanCounts {
    /// They were taken by the collector.
    pub sent: Counter,
    /// They found no place among those that wait.
    pub dropped: Counter,
    /// The collector did not take them.
    pub lost: Counter,
}

/// Where spans are told. Clones are the same place.
#[derive(Debug, Clone)]
pub struct Spans {
    queue: mpsc::Sender<Span>,
    counts: Arc<SpanCounts>,
    sampled_percent: u8,
}

impl Spans {
    /// A place, and the end from which they are taken. Of the requests that belong to no other trace so many percent
    /// are told.
    pub fn new(sampled_percent: u8) -> (Self, mpsc::Receiver<Span>) {
        let (queue, taken) = mpsc::channel(MOST_WAITING);
        (Self { queue, counts: Arc::default(), sampled_percent }, taken)
    }

    /// Whether a request is told: as whoever sent it decided, else by the id of its trace.
    pub fn are_wanted_of(&self, trace: TraceId, parent: Option<Parent>) -> bool {
        parent.map_or_else(
            || (trace.0 & RANDOM_PART) % 100 < u128::from(self.sampled_percent),
            |parent| parent.is_sampled,
        )
    }

    /// Tells of a request, if there is a place.
    pub fn tell(&self, span: Span) {
        if self.queue.try_send(span).is_err() {
            self.counts.dropped.increment();
        }
    }

    /// What became of them.
    pub fn counts(&self) -> &SpanCounts {
        &self.counts
    }

    /// What becomes of them, for whoever sends them.
    pub(super) fn shared_counts(&self) -> Arc<SpanCounts> {
        Arc::clone(&self.counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    const SPAN: &str = "00f067aa0ba902b7";

    #[test]
    fn a_traceparent_is_read_and_written_again() {
        let read = Parent::read(format!("00-{TRACE}-{SPAN}-01").as_bytes()).unwrap();
        assert_eq!((read.trace.to_string(), read.span.to_string()), (TRACE.to_owned(), SPAN.to_owned()));
        assert!(read.is_sampled);
        let other = Parent::read(format!(" 00-{TRACE}-{SPAN}-02 ").as_bytes()).unwrap();
        assert!(!other.is_sampled);
        let later = Parent::read(format!("cc-{TRACE}-{SPAN}-01-what-comes-later").as_bytes());
        assert_eq!(later.unwrap().trace, read.trace);
    }

    #[test]
    fn what_is_no_traceparent_is_not_there() {
        for text in [
            String::new(),
            "00".to_owned(),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-1"),
            format!("00-{TRACE}-{SPAN}-01-more"),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{}-{SPAN}-01", "0".repeat(32)),
            format!("00-{TRACE}-{}-01", "0".repeat(16)),
            format!("00-+{}-{SPAN}-01", &TRACE[1..]),
            format!("00-{TRACE}\n-{SPAN}-01"),
        ] {
            assert_eq!(Parent::read(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(Parent::read(&[0xff; 55]), None);
    }

    #[test]
    fn whoever_sent_it_decides_whether_it_is_told_else_its_id() {
        let (spans, _taken) = Spans::new(25);
        let told = (0..1_000_u128).filter(|number| spans.are_wanted_of(TraceId::own(*number), None)).count();
        assert_eq!(told, 250);
        let parent = |is_sampled| Parent { trace: TraceId(99), span: SpanId(1), is_sampled };
        assert!(spans.are_wanted_of(TraceId(99), Some(parent(true))));
        assert!(!spans.are_wanted_of(TraceId(0), Some(parent(false))));
        assert!(!Spans::new(0).0.are_wanted_of(TraceId(100), None));
        assert!(Spans::new(100).0.are_wanted_of(TraceId(99), None));
    }

    #[test]
    fn what_finds_no_place_is_dropped_and_counted() {
        let (spans, taken) = Spans::new(100);
        let span = Span {
            name: "GET /".to_owned(),
            trace: TraceId(1),
            id: SpanId(1),
            parent: None,
            begun: 1,
            ended: 2,
            texts: Vec::new(),
            numbers: Vec::new(),
            has_failed: false,
        };
        for _ in 0..MOST_WAITING + 3 {
            spans.tell(span.clone());
        }
        assert_eq!(spans.counts().dropped.get(), 3);
        drop(taken);
        spans.tell(span);
        assert_eq!(spans.counts().dropped.get(), 4, "nobody takes them any more");
    }
}
