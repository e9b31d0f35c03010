//! Spans on their way to a collector (OTLP over HTTP, in JSON), in batches. A collector that is slow, silent or gone
//! costs spans and nothing else. It does not know what a span tells of.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::traces::{Span, SpanCounts, Spans};
use crate::outbound::{Courier, Destination};

/// Most spans that are sent together.
const MOST_TOGETHER: usize = 512;

/// How long the first span of a batch waits for others.
const GATHERED_FOR: Duration = Duration::from_millis(500);

/// How long to wait after a batch that was not taken, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long a stop waits for the spans that are still there.
const ENDED_WITHIN: Duration = Duration::from_secs(2);

/// Where spans are brought, and as what.
#[derive(Debug, Clone)]
pub struct Collector {
    /// Its address.
    pub destination: Destination,
    /// What brings them there.
    pub courier: Courier,
    /// What the service is called there.
    pub service: String,
}

/// The sending of spans. It ends with this.
#[derive(Debug)]
pub struct Sending {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Sending {
    /// Sends what is told at a place to a collector from now on.
    pub fn begin(spans: &Spans, taken: mpsc::Receiver<Span>, collector: Collector) -> Self {
        let (stop, told) = oneshot::channel();
        let counts = spans.shared_counts();
        let task = tokio::spawn(async move { Sender { collector, counts }.keep_on(taken, told).await });
        Self { stop, task }
    }

    /// Sends what is there, within two seconds, and ends.
    pub async fn end(self) {
        let Self { stop, mut task } = self;
        // Where it has ended already nobody listens.
        let _ = stop.send(());
        if tokio::time::timeout(ENDED_WITHIN, &mut task).await.is_err() {
            tracing::warn!("the collector of traces did not take the last spans in time");
            task.abort();
        }
    }
}

struct Sender {
    collector: Collector,
    counts: Arc<SpanCounts>,
}

impl Sender {
    async fn keep_on(self, mut taken: mpsc::Receiver<Span>, mut told: oneshot::Receiver<()>) {
        let mut pause = FIRST_PAUSE;
        let mut is_heard = true;
        let mut batch = Vec::new();
        let mut is_ending = false;
        while !is_ending {
            tokio::select! {
                // Whoever began this is gone without a word: there is nothing more to come.
                _ = &mut told => is_ending = true,
                count = taken.recv_many(&mut batch, MOST_TOGETHER) => {
                    is_ending = count == 0;
                    if !is_ending {
                        is_ending = tokio::time::timeout(GATHERED_FOR, &mut told).await.is_ok();
                    }
                }
            }
            loop {
                while batch.len() < MOST_TOGETHER {
                    let Ok(span) = taken.try_recv() else { break };
                    batch.push(span);
                }
                if batch.is_empty() {
                    break;
                }
                let was_taken = self.send(&batch, &mut is_heard).await;
                batch.clear();
                if was_taken {
                    pause = FIRST_PAUSE;
                } else if is_ending {
                    return;
                } else {
                    is_ending = tokio::time::timeout(pause, &mut told).await.is_ok();
                    pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
                    break;
                }
            }
        }
    }

    async fn send(&self, batch: &[Span], is_heard: &mut bool) -> bool {
        let Collector { destination, courier, service } = &self.collector;
        let headers = [("content-type", "application/json".to_owned())];
        let body = written(service, batch).to_string();
        let count = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let answer = courier.send(destination, &headers, &body).await;
        let was_taken = matches!(answer, Ok(200..=299));
        if was_taken { &self.counts.sent } else { &self.counts.lost }.add(count);
        // One line when it begins and one when it ends, however long it lasts.
        match (was_taken, *is_heard, answer) {
            (false, true, Ok(status)) => {
                tracing::warn!(collector = %destination.origin(), status, "the collector of traces refuses spans");
            }
            (false, true, Err(error)) => {
                tracing::warn!(collector = %destination.origin(), %error, "the collector of traces does not answer");
            }
            (true, false, _) => tracing::info!("the collector of traces takes spans again"),
            _ => {}
        }
        *is_heard = was_taken;
        was_taken
    }
}

fn text(name: &str, value: &str) -> Value {
    json!({"key": name, "value": {"stringValue": value}})
}

fn number(name: &str, value: u64) -> Value {
    // A number of 64 bits is a text in JSON of this kind.
    json!({"key": name, "value": {"intValue": value.to_string()}})
}

/// A batch as it is sent.
fn written(service: &str, batch: &[Span]) -> Value {
    /// A span of a server.
    const SERVER: u8 = 2;
    /// The status of what failed.
    const FAILED: u8 = 2;
    let spans: Vec<Value> = batch
        .iter()
        .map(|span| {
            let Span { name, trace, id, parent, begun, ended, texts, numbers, has_failed } = span;
            let texts = texts.iter().map(|(name, value)| text(name, value));
            let attributes: Vec<Value> =
                texts.chain(numbers.iter().map(|(name, value)| number(name, *value))).collect();
            json!({
                "traceId": trace.to_string(),
                "spanId": id.to_string(),
                "parentSpanId": parent.map(|parent| parent.to_string()).unwrap_or_default(),
                "name": name,
                "kind": SERVER,
                "startTimeUnixNano": begun.to_string(),
                "endTimeUnixNano": ended.to_string(),
                "attributes": attributes,
                "status": if *has_failed { json!({"code": FAILED}) } else { json!({}) },
            })
        })
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    json!({"resourceSpans": [{
        "resource": {"attributes": [text("service.name", service), text("service.version", version)]},
        "scopeSpans": [{"scope": {"name": "plantrack", "version": version}, "spans": spans}],
    }]})
}
