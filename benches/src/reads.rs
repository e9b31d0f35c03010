//! The workloads that read: the kept scorecard, the same with its ETag, one indicator, the matrix; each beside the bare
//! framework that answers with the same bytes.

use std::{fs, time::Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    Bench, bare,
    data::{PLAN, YEAR, indicator},
    limits,
    load::{self, Answer, Next, Span, Workload},
    process::{self, SERVING, Serving},
    report::{Row, Runs, share},
    service::{Database, Service},
};

/// The same request again and again, and the answer that must come.
pub struct Same {
    request: Vec<u8>,
    status: u16,
    body: Vec<u8>,
    answers: u64,
}

impl Same {
    /// A request with its answer.
    pub fn new(request: Vec<u8>, status: u16, body: Vec<u8>) -> Self {
        Self { request, status, body, answers: 0 }
    }

    /// Another answer must come from now on.
    pub fn expect(&mut self, status: u16, body: Vec<u8>) {
        (self.status, self.body) = (status, body);
    }
}

impl Workload for Same {
    fn next(&mut self, _connection: usize, _now: Instant, request: &mut Vec<u8>) -> Next {
        request.extend_from_slice(&self.request);
        Next::Send
    }

    fn answered(&mut self, _connection: usize, answer: &Answer<'_>) -> Result<()> {
        self.answers += 1;
        ensure!(answer.status == self.status, "status {} came: {}", answer.status, text(answer.body));
        ensure!(answer.body.len() == self.body.len(), "another length came: {}", text(answer.body));
        // All bytes of some of them: the generator must not be what is measured.
        if self.answers.is_multiple_of(16) && answer.body != self.body {
            bail!("another body came: {}", text(answer.body));
        }
        Ok(())
    }
}

/// The scorecard judged for a day that nobody has asked for: it is not kept, and the plan is known.
#[derive(Default)]
struct AnotherDay {
    days: u64,
}

impl Workload for AnotherDay {
    fn next(&mut self, _connection: usize, _now: Instant, request: &mut Vec<u8>) -> Next {
        let (year, month, day) = (YEAR + 1 + self.days / 336, self.days / 28 % 12 + 1, self.days % 28 + 1);
        self.days += 1;
        request.extend(load::get(&format!("{}?on={year}-{month:02}-{day:02}", scorecard()), ""));
        Next::Send
    }

    fn answered(&mut self, _connection: usize, answer: &Answer<'_>) -> Result<()> {
        ensure!(answer.status == 200, "status {} came: {}", answer.status, text(answer.body));
        Ok(())
    }
}

/// Measures the scorecard that is computed of a plan that is known, beside the bare SQL.
pub fn another_day(
    bench: &Bench,
    database: &Database<'_>,
    service: &Service,
    rows: &mut Vec<Row>,
) -> Result<()> {
    if !bench.wants("another-day") {
        return Ok(());
    }
    let (mut own, mut asked) = (Runs::default(), AnotherDay::default());
    for _ in 0..bench.repeats {
        let span = Span::seconds(bench.seconds);
        own.0.push(load::run(service.address(), 30, span, &mut asked, &|| service.cpu())?);
    }
    let bare = limits::bare_scorecard(bench, database, 30)?;
    let (floor, goal) = limits::marks_of_the_bare_sql(database);
    let note = "not kept: each is asked for a day of its own; the plan is known".to_owned();
    let title = "W1 for another day: share of the bare SQL";
    bench.done(rows, share(title, database.kind, &own, &bare, floor, goal, note));
    Ok(())
}

/// The start of a body.
pub fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(600)]).into_owned()
}

/// The path of the scorecard.
pub fn scorecard() -> String {
    format!("/api/v1/plans/{PLAN}/completion")
}

struct Read {
    name: &'static str,
    title: &'static str,
    path: String,
    conditional: bool,
    floor: f64,
    goal: f64,
}

fn all() -> Vec<Read> {
    let read =
        |name, title, path, conditional, floor, goal| Read { name, title, path, conditional, floor, goal };
    let one = format!("{}/{}", scorecard(), indicator(0));
    let matrix = format!("/api/v1/plans/{PLAN}/matrix?by=area");
    vec![
        read("w1", "W1 scorecard, 40 indicators, kept", scorecard(), false, 0.70, 0.85),
        read("w2", "W2 the same with If-None-Match, 304", scorecard(), true, 0.75, 0.90),
        read("w3", "W3 one indicator, kept", one, false, 0.60, 0.80),
        read("w4", "W4 matrix 40 × 41, kept", matrix, false, 0.60, 0.85),
    ]
}

/// Measures the reads that are asked for.
pub fn measure(bench: &Bench, service: &Service, kind: &'static str, rows: &mut Vec<Row>) -> Result<()> {
    let reads: Vec<Read> = all().into_iter().filter(|read| bench.wants(read.name)).collect();
    if reads.is_empty() {
        return Ok(());
    }
    let folder = bench.folder.join("bare");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir(&folder)?;
    let mut workloads = Vec::new();
    for read in &reads {
        let (status, head, body) = service.get(&read.path)?;
        ensure!(status == 200, "{} gives {status}: {}", read.path, text(&body));
        let mut headers = String::new();
        let (mut status, mut head, mut body) = (status, head, body);
        if read.conditional {
            let tag = load::header(&head, "etag").context("no ETag")?;
            headers = format!("If-None-Match: {tag}\r\n");
            (status, head, body) = load::once(service.address(), &load::get(&read.path, &headers))?;
            ensure!(status == 304, "{} gives {status} where 304 was expected", read.path);
        }
        bare::keep(&folder, read.name, &head, &body)?;
        let ours = Same::new(load::get(&read.path, &headers), status, body.clone());
        let limit = Same::new(load::get(&format!("/{}", read.name), &headers), status, body);
        workloads.push((ours, limit));
    }
    let mut command = process::on_core(SERVING, std::env::current_exe()?);
    command.arg("bare").arg(&folder);
    let bare = Serving::start(command, &bench.folder.join("bare.log"))?;
    for (read, (ours, limit)) in reads.iter().zip(&mut workloads) {
        let (mut own, mut bare_runs) = (Runs::default(), Runs::default());
        for _ in 0..bench.repeats {
            let span = Span::seconds(bench.seconds);
            let cpu = || process::cpu_of(bare.pid());
            bare_runs.0.push(load::run(bare.address, 30, span, limit, &cpu)?);
            own.0.push(load::run(service.address(), 30, span, ours, &|| service.cpu())?);
        }
        let note = format!("{} bytes", ours.body.len());
        let row = share(read.title, kind, &own, &bare_runs, read.floor, read.goal, note);
        bench.done(rows, row);
    }
    bare.stop()
}
