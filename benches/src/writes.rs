//! The workloads that write: single durable reports by thirty writers, ten thousand rows in one request, a scorecard
//! right after a write, pollers beside writers. Each beside its limit; no poller may see less than was acknowledged.

use std::{
    fmt::Write as _,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    Bench,
    data::{AREAS, YEAR, indicator},
    limits::{self, BULK},
    load::{self, Answer, Next, Span, Workload},
    process,
    reads::{Same, scorecard, text},
    report::{Better, Row, Runs, median, share},
    service::{Database, Service},
};

const PATH: &str = "/api/v1/outcomes";

/// Reports that nobody has made before, one after the other.
pub struct Reports {
    next: u64,
    /// Only for the whole: then every report changes the scorecard that is asked for.
    whole_only: bool,
    headers: String,
}

impl Reports {
    /// The reports of a run; those of another round are others.
    pub fn new(service: &Service, round: u64) -> Self {
        let headers = format!("Content-Type: application/json\r\n{}", service.key);
        Self { next: round * 10_000_000, whole_only: false, headers }
    }

    /// The same, each of which changes the scorecard that is asked for.
    fn of_the_whole(self) -> Self {
        Self { whole_only: true, ..self }
    }

    /// A report as JSON. Indicators of the first kind alone, whose unit is percent.
    fn json(&mut self) -> String {
        let number = self.next;
        self.next += 1;
        let place = if self.whole_only { 0 } else { number % (AREAS + 1) };
        let area = if place == 0 { String::new() } else { format!("\"area\": \"cq-{place:02}\", ") };
        let one = indicator(number / (AREAS + 1) % 8 * 5);
        format!(
            "{{\"indicator\": \"{one}\", {area}\"period\": \"{YEAR}\", \"outcome\": \"{}.{:08}\", \"basis\": \"final\", \
             \"source\": \"statistics bureau\", \"reported_on\": \"2026-02-01\"}}",
            number % 9,
            number
        )
    }

    fn request(&mut self) -> Vec<u8> {
        let body = self.json();
        load::post(PATH, &self.headers, body.as_bytes())
    }

    fn many(&mut self, rows: u64) -> Vec<u8> {
        let mut body = String::from("[");
        for row in 0..rows {
            let comma = if row == 0 { "" } else { "," };
            let _ = write!(body, "{comma}{}", self.json());
        }
        body.push(']');
        load::post(PATH, &self.headers, body.as_bytes())
    }
}

/// The number of the vintage that a report became.
fn recorded(answer: &Answer<'_>) -> Result<i64> {
    ensure!(matches!(answer.status, 200 | 201), "a report gives {}: {}", answer.status, text(answer.body));
    number_after(answer.body, "\"id\":").context("a report's answer has no id")
}

/// The number after a key, near the start of a JSON text.
fn number_after(body: &[u8], key: &str) -> Option<i64> {
    let start = std::str::from_utf8(&body[..body.len().min(4096)])
        .unwrap_or_else(|error| std::str::from_utf8(&body[..error.valid_up_to()]).unwrap_or_default());
    let rest = start.split_once(key)?.1.trim_start();
    rest[..rest.find(|c: char| !c.is_ascii_digit())?].parse().ok()
}

impl Workload for Reports {
    fn next(&mut self, _connection: usize, _now: Instant, request: &mut Vec<u8>) -> Next {
        request.extend(self.request());
        Next::Send
    }

    fn answered(&mut self, _connection: usize, answer: &Answer<'_>) -> Result<()> {
        recorded(answer).map(drop)
    }
}

/// A report and then the scorecard, in turn.
struct InTurn {
    reports: Reports,
    ask: Vec<u8>,
    reads_next: bool,
    known: i64,
}

impl Workload for InTurn {
    fn next(&mut self, _connection: usize, _now: Instant, request: &mut Vec<u8>) -> Next {
        if self.reads_next {
            request.extend_from_slice(&self.ask);
        } else {
            request.extend(self.reports.request());
        }
        Next::Send
    }

    fn answered(&mut self, _connection: usize, answer: &Answer<'_>) -> Result<()> {
        if self.reads_next {
            fresh(answer, self.known)?;
        } else {
            self.known = recorded(answer)?;
        }
        self.reads_next = !self.reads_next;
        Ok(())
    }
}

/// A scorecard must take into account what was acknowledged before it was asked for.
fn fresh(answer: &Answer<'_>, known: i64) -> Result<()> {
    ensure!(answer.status == 200, "the scorecard gives {}: {}", answer.status, text(answer.body));
    let change = number_after(answer.body, "\"change\":").context("no change number in the scorecard")?;
    ensure!(change >= known, "STALE: change {change} was answered after {known} had been acknowledged");
    Ok(())
}

/// Pollers on all connections but the last, which writes ten times a second.
struct PollersAndWriter {
    pollers: usize,
    reports: Reports,
    ask: Vec<u8>,
    known: i64,
    asked_at: Vec<i64>,
    due: Instant,
}

impl Workload for PollersAndWriter {
    fn next(&mut self, connection: usize, now: Instant, request: &mut Vec<u8>) -> Next {
        if connection < self.pollers {
            self.asked_at[connection] = self.known;
            request.extend_from_slice(&self.ask);
            return Next::Send;
        }
        if now < self.due {
            return Next::Wait(self.due);
        }
        self.due += Duration::from_millis(100);
        request.extend(self.reports.request());
        Next::Send
    }

    fn answered(&mut self, connection: usize, answer: &Answer<'_>) -> Result<()> {
        if connection < self.pollers {
            return fresh(answer, self.asked_at[connection]);
        }
        self.known = recorded(answer)?;
        Ok(())
    }

    fn counts(&self, connection: usize) -> bool {
        connection < self.pollers
    }
}

/// Measures the writes that are asked for. The database is one that may be written to.
pub fn measure(bench: &Bench, database: &Database<'_>, service: &Service, rows: &mut Vec<Row>) -> Result<()> {
    let kind = database.kind;
    let span = Span::seconds(bench.seconds);
    let cpu = || service.cpu();
    let mut round = 0;
    let mut reports = || {
        round += 1;
        Reports::new(service, round)
    };
    if bench.wants("after-write") {
        let (mut alone, mut in_turn) = (Runs::default(), Runs::default());
        for _ in 0..bench.repeats {
            alone.0.push(load::run(service.address(), 1, span, &mut reports().of_the_whole(), &cpu)?);
            let ask = load::get(&scorecard(), "");
            let mut both = InTurn { reports: reports().of_the_whole(), ask, reads_next: false, known: 0 };
            in_turn.0.push(load::run(service.address(), 1, span, &mut both, &cpu)?);
        }
        // Half of the answers are scorecards.
        let figure = 2.0 * in_turn.cpu_us() - alone.cpu_us();
        let note = format!("a write alone {:.0} µs", alone.cpu_us());
        let row = Row {
            measured: format!("{:.0} µs a pair", 2.0 * in_turn.cpu_us()),
            limit: String::new(),
            ..Row::held(
                "W1 right after a write: CPU",
                kind,
                figure,
                "µs",
                (300.0, 100.0),
                Better::Lower,
                note,
            )
        };
        bench.done(rows, row);
    }
    if bench.wants("pollers") {
        let (status, _, body) = service.get(&scorecard())?;
        let mut same = Same::new(load::get(&scorecard(), ""), status, body);
        let (mut alone, mut mixed) = (Runs::default(), Runs::default());
        for _ in 0..bench.repeats {
            // The write that was under way when the time was up is done by then.
            thread::sleep(Duration::from_millis(500));
            let (status, _, body) = service.get(&scorecard())?;
            same.expect(status, body);
            alone.0.push(load::run(service.address(), 30, span, &mut same, &cpu)?);
            let mut both = PollersAndWriter {
                pollers: 30,
                reports: reports().of_the_whole(),
                ask: load::get(&scorecard(), ""),
                known: 0,
                asked_at: vec![0; 30],
                due: Instant::now(),
            };
            mixed.0.push(load::run(service.address(), 31, span, &mut both, &cpu)?);
        }
        let note = "every answer takes in what was acknowledged before it was asked for".to_owned();
        bench.done(
            rows,
            share("30 pollers and 10 writes a second: share of W1", kind, &mixed, &alone, 0.50, 0.75, note),
        );
    }
    if bench.wants("w5") {
        let (floor, goal, title) = match &database.server {
            None => (0.50, 0.75, "W5 single durable POST, 30 writers: share of bare group commit"),
            Some(_) => (0.35, 0.75, "W5 single durable POST, 30 writers: share of pgbench"),
        };
        let bare = database.copy_while_served("bare")?;
        let (mut own, mut limit) = (Runs::default(), Runs::default());
        for _ in 0..bench.repeats {
            limit.0.push(match (&bare.file, &bare.server) {
                (Some(file), _) => limits::sqlite("group-commit", file, bench.seconds)?,
                (_, Some((server, name))) => {
                    limits::pgbench_insert(server, name, &bench.folder, bench.seconds, 30)?
                }
                _ => unreachable!("a database is a file or on a server"),
            });
            own.0.push(load::run(service.address(), 30, span, &mut reports(), &cpu)?);
        }
        bench.done(rows, share(title, kind, &own, &limit, floor, goal, String::new()));
        bare.remove()?;
    }
    if bench.wants("bulk") {
        bulk(bench, database, service, reports(), rows)?;
    }
    Ok(())
}

fn bulk(
    bench: &Bench,
    database: &Database<'_>,
    service: &Service,
    mut reports: Reports,
    rows: &mut Vec<Row>,
) -> Result<()> {
    let kind = database.kind;
    let bare = database.copy_while_served("bare")?;
    let (mut own, mut alone, mut all) = (Runs::default(), Runs::default(), Runs::default());
    for round in 0..bench.repeats as u64 {
        for (runs, with_the_rest) in [(&mut alone, false), (&mut all, true)] {
            runs.0.push(match (&bare.file, &bare.server) {
                (Some(file), _) => {
                    let name = if with_the_rest { "bulk-all" } else { "bulk-outcomes" };
                    limits::sqlite(name, file, bench.seconds.min(1.0))?
                }
                (_, Some((server, name))) => {
                    let round = round * 2 + u64::from(with_the_rest);
                    limits::copy(server, name, &bench.folder, round, with_the_rest)?
                }
                _ => unreachable!("a database is a file or on a server"),
            });
        }
        let request = reports.many(BULK);
        let (begun, before) = (Instant::now(), service.cpu()?);
        let (status, _, body) = load::once(service.address(), &request)?;
        ensure!(matches!(status, 200 | 201), "a bulk report gives {status}: {}", text(&body));
        let seconds = begun.elapsed().as_secs_f64();
        own.0.push(load::Run {
            answers: BULK,
            seconds,
            cpu: service.cpu()? - before,
            ..load::Run::default()
        });
    }
    let memory = process::memory_mib(service.pid(), "VmHWM")?;
    let note =
        format!("the bare insert of outcomes alone, without heads and log: {:.0}/s", alone.per_second());
    let title = "W5 bulk, 10,000 rows in one request: share of the bare insert of the same rows";
    let mut row = share(title, kind, &own, &all, 0.50, 0.80, String::new());
    row.note = format!("{note}; most memory {memory:.0} MiB");
    bench.done(rows, row);
    let seconds = median(own.0.iter().map(|run| run.seconds));
    eprintln!("{kind}: a bulk report of {BULK} rows takes {:.0} ms", seconds * 1e3);
    bare.remove()
}
