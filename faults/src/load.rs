//! Writers that hammer the service and keep the record of it. They do not know what is done to it meanwhile.

use std::{
    net::SocketAddr,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    chance::Chance,
    http::{Answer, Client},
    record::{PARTS, Record, Write},
    service::Program,
};

/// A run of writes against one database, over all its faults.
pub(crate) struct Load {
    pub(crate) program: Program,
    pub(crate) writers: u32,
    /// How long a writer waits for an answer.
    pub(crate) patience: Duration,
    /// Told apart from earlier runs on the same database.
    run: String,
    next: Vec<AtomicU64>,
    pub(crate) record: Mutex<Record>,
    /// How long the longest request took, in milliseconds, since it was last taken.
    longest_ms: AtomicU64,
    requests: AtomicU64,
    failures: AtomicU64,
    /// Whether the service replays the first answer to a key; else a second creation is refused as a second one.
    replays: AtomicBool,
}

impl Load {
    pub(crate) fn new(program: Program, writers: u32, patience: Duration) -> Self {
        Self {
            program,
            writers,
            patience,
            run: format!("run{}", std::process::id()),
            next: (0..writers).map(|_| AtomicU64::new(0)).collect(),
            record: Mutex::default(),
            longest_ms: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            replays: AtomicBool::new(false),
        }
    }

    /// Makes what the writes refer to, and learns whether keys are kept.
    pub(crate) fn prepare(&self, address: SocketAddr) {
        let mut client = self.program.client(address, Duration::from_secs(30));
        for writer in (1..self.writers).step_by(2) {
            for part in 0..PARTS {
                let indicator = json!({
                    "code": format!("i{writer}-{part}"), "name_en": "Something", "unit": "x",
                    "measure": "level", "direction": "higher"
                });
                let code = format!("prepare-{writer}-{part}");
                certainly(&mut client, "/api/v1/indicators", &code, &indicator.to_string());
            }
        }
        let body = json!({"code": "probe", "name_en": "Probe"}).to_string();
        let first = certainly(&mut client, "/api/v1/calibers", "probe", &body);
        let second = client.send("POST", "/api/v1/calibers", &[("idempotency-key", "\"probe\"")], &body);
        let second = second.expect("the service is up");
        self.replays.store(second.status == 201 && first.body == second.body, Ordering::Relaxed);
    }

    pub(crate) fn replays(&self) -> bool {
        self.replays.load(Ordering::Relaxed)
    }

    /// Writes until it is told to stop or the service is gone; several addresses are taken in turn.
    pub(crate) fn write(&self, addresses: &[SocketAddr], stop: &AtomicBool, ends_with_service: bool) {
        thread::scope(|scope| {
            for writer in 0..self.writers {
                scope.spawn(move || {
                    let place = usize::try_from(writer).unwrap();
                    let address = addresses[place % addresses.len()];
                    let mut client = self.program.client(address, self.patience);
                    let mut again = None;
                    while !stop.load(Ordering::Relaxed) {
                        let write = again.take().unwrap_or_else(|| {
                            let number = self.next[place].fetch_add(1, Ordering::Relaxed);
                            Write { writer, number }
                        });
                        let status = self.send(&mut client, write);
                        if status.is_none() && ends_with_service {
                            return;
                        }
                        // Who is told to try again sends the same again, a little later. What was not answered at all is
                        // left open until the end.
                        again = (status == Some(503)).then_some(write);
                        if matches!(status, None | Some(503)) {
                            thread::sleep(Duration::from_millis(20));
                        }
                    }
                });
            }
        });
    }

    /// Sends one write and notes what became of it; gives the status, or nothing where there was no answer at all.
    pub(crate) fn send(&self, client: &mut Client, write: Write) -> Option<u16> {
        // It is on record before it is sent: this process too may be cut off.
        self.record.lock().unwrap().unknown.insert(write);
        let (path, body) = write.request();
        let key = format!("\"{}\"", write.key(&self.run));
        let started = Instant::now();
        let answer = client.send("POST", path, &[("idempotency-key", &key)], &body);
        let took = u64::try_from(started.elapsed().as_millis()).unwrap();
        self.longest_ms.fetch_max(took, Ordering::Relaxed);
        self.requests.fetch_add(1, Ordering::Relaxed);
        if !answer.as_ref().is_ok_and(|answer| matches!(answer.status, 200 | 201)) {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        let answer = answer.ok()?;
        self.note(write, &answer);
        Some(answer.status)
    }

    pub(crate) fn note(&self, write: Write, answer: &Answer) {
        let mut record = self.record.lock().unwrap();
        let repeated_creation =
            !self.replays() && answer.status == 409 && answer.text().contains("already-exists");
        match answer.status {
            200 | 201 => {
                record.unknown.remove(&write);
                record.acknowledged.insert(write);
            }
            // Without kept keys this is how a creation that was done before is answered.
            409 if repeated_creation => {
                record.unknown.remove(&write);
                record.acknowledged.insert(write);
            }
            507 => {
                record.unknown.remove(&write);
                record.refused.insert(write);
            }
            // 502 is the word of a proxy whose server went away.
            502 | 503 | 409 | 429 => {}
            status => panic!("{status} to {}: {}", write.name(), answer.text()),
        }
    }

    /// Sends again what is not known, with the same key, until each is acknowledged.
    pub(crate) fn settle(&self, address: SocketAddr) {
        let started = Instant::now();
        loop {
            let unknown: Vec<Write> = self.record.lock().unwrap().unknown.iter().copied().collect();
            if unknown.is_empty() {
                return;
            }
            assert!(started.elapsed() < Duration::from_mins(1), "{} writes do not settle", unknown.len());
            let mut client = self.program.client(address, Duration::from_secs(30));
            for write in unknown {
                if self.send(&mut client, write).is_none() {
                    thread::sleep(Duration::from_millis(50));
                }
            }
        }
    }

    /// How many writes were acknowledged until now.
    pub(crate) fn acknowledged(&self) -> usize {
        self.record.lock().unwrap().acknowledged.len()
    }

    /// Waits until some writes were acknowledged, and then for a moment at random: however slow the machine is, there is
    /// something to lose.
    pub(crate) fn some_written(&self, chance: &mut Chance) {
        let enough = self.acknowledged() + usize::try_from(chance.between(1, 60)).unwrap();
        let started = Instant::now();
        while self.acknowledged() < enough && started.elapsed() < Duration::from_mins(1) {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(chance.between(0, 400)));
    }

    /// How many requests were sent.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// How many of them had no answer or no success.
    pub(crate) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// How long the longest request took since this was last asked.
    pub(crate) fn longest(&self) -> Duration {
        Duration::from_millis(self.longest_ms.swap(0, Ordering::Relaxed))
    }
}

/// Creates something, however slow the machine is just now.
fn certainly(client: &mut Client, path: &str, key: &str, body: &str) -> Answer {
    let key = format!("\"{key}\"");
    loop {
        match client.send("POST", path, &[("idempotency-key", &key)], body) {
            Ok(answer) if answer.status == 503 => thread::sleep(Duration::from_millis(50)),
            Ok(answer) => {
                assert_eq!(answer.status, 201, "{}", answer.text());
                return answer;
            }
            Err(error) => panic!("{path}: {error}"),
        }
    }
}

/// Does something while the writers write, then tells them to stop.
pub(crate) fn while_writing<T>(load: &Load, addresses: &[SocketAddr], act: impl FnOnce() -> T) -> T {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| load.write(addresses, &stop, false));
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
        stop.store(true, Ordering::Relaxed);
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
