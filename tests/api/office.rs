//! An office that webhooks tell: a small server of the test's own, and what a test of them needs besides.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use crate::{
    harness::App,
    talk::{get, post},
};

/// What an office was sent.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    pub(crate) fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A server that keeps what it is sent, and answers with one status after another.
#[derive(Clone)]
pub(crate) struct Receiver {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Semaphore>,
}

impl Receiver {
    pub(crate) async fn start(statuses: &'static [u16]) -> Self {
        let receiver = Self::that_waits(statuses).await;
        receiver.answer(Semaphore::MAX_PERMITS);
        receiver
    }

    /// One that answers only what it is told to answer.
    pub(crate) async fn that_waits(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks?of=plantrack", listener.local_addr().unwrap());
        let answers = Arc::new(Semaphore::new(0));
        let receiver = Self { url, received: Arc::default(), answers };
        let taken = receiver.clone();
        tokio::task::spawn_local(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::task::spawn_local(taken.clone().take(stream, statuses));
            }
        });
        receiver
    }

    /// Has so many more be answered.
    pub(crate) fn answer(&self, more: usize) {
        self.answers.add_permits(more);
    }

    async fn take(self, mut stream: TcpStream, statuses: &'static [u16]) {
        let mut text = String::new();
        let mut piece = [0; 8_192];
        let (headers, body) = loop {
            let count = stream.read(&mut piece).await.unwrap_or(0);
            text.push_str(&String::from_utf8_lossy(&piece[..count]));
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                assert!(count > 0, "{text}");
                continue;
            };
            let headers: Vec<(String, String)> = head
                .lines()
                .skip(1)
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(name, _)| name == "content-length");
            if body.len() < length.unwrap().1.parse::<usize>().unwrap() {
                continue;
            }
            assert!(head.starts_with("POST /hooks?of=plantrack HTTP/1.1"), "{head}");
            break (headers, body.to_owned());
        };
        let number = {
            let mut received = self.received.lock().unwrap();
            received.push(Received { headers, body });
            received.len()
        };
        self.answers.acquire().await.unwrap().forget();
        let status = statuses[(number - 1).min(statuses.len() - 1)];
        let answer = format!("HTTP/1.1 {status} Status\r\ncontent-length: 0\r\n\r\n");
        let _ = stream.write_all(answer.as_bytes()).await;
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// What was received, once it is that many.
    pub(crate) async fn until(&self, count: usize) -> Vec<Received> {
        let started = Instant::now();
        while self.received().len() < count {
            assert!(started.elapsed() < Duration::from_secs(30), "{:?}", self.received());
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        self.received()
    }
}

pub(crate) const SENDING: [(&str, &str); 7] = [
    ("webhooks.send", "on"),
    ("webhooks.private_addresses", "allow"),
    ("webhooks.plain_http", "allow"),
    ("webhooks.every_ms", "50"),
    ("webhooks.hold_ms", "0"),
    ("webhooks.first_pause_ms", "0"),
    ("webhooks.max_attempts", "3"),
];

pub(crate) async fn sending(app: &App) -> App {
    app.with_settings(&SENDING).await
}

pub(crate) async fn set_up(app: &App, office: &Receiver, more: &Value) -> Value {
    let mut webhook = json!({"plan": "cq-2022", "url": office.url});
    for (name, value) in more.as_object().unwrap() {
        webhook[name] = value.clone();
    }
    post(app, "/api/v1/webhooks", &webhook).await.is(201).json
}

pub(crate) async fn report(app: &App, outcome: &str) {
    let outcome =
        json!({"indicator": "gdp-growth", "period": "2022", "outcome": outcome, "source": "统计局"});
    post(app, "/api/v1/outcomes", &outcome).await.is(201);
}

/// Waits until so many deliveries are noted as made: whoever goes away before that is followed by one who makes them again.
pub(crate) async fn noted(app: &App, deliveries: i64) {
    let started = Instant::now();
    while app.count("SELECT count(*) FROM webhook_delivery WHERE state = 'delivered'").await < deliveries {
        assert!(started.elapsed() < Duration::from_secs(30), "it is not noted");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// Waits until the service has looked at the last change.
pub(crate) async fn looked_at(app: &App) {
    let started = Instant::now();
    let head = get(app, "/api/v1/changes").await.is(200).json["head"].as_i64().unwrap();
    while app.count("SELECT change FROM webhook_duty").await < head {
        assert!(started.elapsed() < Duration::from_secs(30), "nobody looks");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
