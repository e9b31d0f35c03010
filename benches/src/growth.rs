//! What must not grow: the time to the first answer, the memory, the cost of a scorecard while the history becomes a
//! thousand times as long, the memory of one large import; and the scorecard that is computed cold.

use std::{
    fs,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::{
    Bench,
    data::{self, Size},
    limits,
    load::{self, Run, Span},
    postgres::Postgres,
    reads::{Same, scorecard, text},
    report::{Better, Row, Runs, median, share},
    service::{Database, Service},
};

/// A scorecard of each plan, first asked for after a start.
struct Cold {
    runs: Runs,
    first_answer: Vec<f64>,
}

/// Starts the service and asks for the scorecard of each plan once, so many times.
fn cold(bench: &Bench, database: &Database<'_>, starts: usize) -> Result<Cold> {
    let mut cold = Cold { runs: Runs::default(), first_answer: Vec::new() };
    for _ in 0..starts {
        let begun = Instant::now();
        let service = bench.program.serve(database)?;
        let (status, _, _) = service.get("/health/ready")?;
        cold.first_answer.push(begun.elapsed().as_secs_f64() * 1e3);
        ensure!(status == 200, "it is not ready: {status}");
        // Its connections are made ready after the first answers; those of the bare SQL are ready, too.
        std::thread::sleep(Duration::from_secs(1));
        let mut run = Run::default();
        let before = service.cpu()?;
        for number in 1..=bench.size.plans {
            let asked = Instant::now();
            let (status, _, body) = service.get(&format!("/api/v1/plans/p{number:02}/completion"))?;
            ensure!(status == 200, "the scorecard gives {status}: {}", text(&body));
            run.answers += 1;
            run.latencies.push(u32::try_from(asked.elapsed().as_micros())?);
        }
        run.seconds = run.latencies.iter().map(|us| f64::from(*us) / 1e6).sum();
        run.cpu = service.cpu()? - before;
        run.latencies.sort_unstable();
        cold.runs.0.push(run);
        service.stop()?;
    }
    Ok(cold)
}

/// Measures starts, cold scorecards, idle memory and the size of the program.
pub fn starts(bench: &Bench, database: &Database<'_>, rows: &mut Vec<Row>) -> Result<()> {
    let kind = database.kind;
    if bench.wants("cold") || bench.wants("start") {
        let found = cold(bench, database, bench.repeats * 3)?;
        if bench.wants("cold") {
            let bare = limits::bare_scorecard(bench, database, 1)?;
            let (floor, goal) = limits::marks_of_the_bare_sql(database);
            let note = "the first of each plan after a start, one at a time".to_owned();
            bench.done(
                rows,
                share("W1 cold: share of the bare SQL", kind, &found.runs, &bare, floor, goal, note),
            );
        }
        if bench.wants("start") {
            let figure = median(found.first_answer);
            let marks = (100.0, 40.0);
            bench.done(
                rows,
                Row::held("start to first answer", kind, figure, "ms", marks, Better::Lower, String::new()),
            );
        }
    }
    if bench.wants("memory") {
        let service = bench.program.serve(database)?;
        std::thread::sleep(Duration::from_secs(2));
        let figure = service.memory_mib()?;
        service.get(&scorecard())?;
        let after = service.memory_mib()?;
        let note = format!("after one scorecard {after:.1} MiB");
        bench.done(rows, Row::held("idle memory", kind, figure, "MiB", (32.0, 12.0), Better::Lower, note));
        service.stop()?;
    }
    if bench.wants("binary") && database.file.is_some() {
        let mib = fs::metadata(&bench.program.path)?.len() as f64 / 1024.0 / 1024.0;
        bench.done(
            rows,
            Row::held("size of the program", "", mib, "MiB", (40.0, 20.0), Better::Lower, String::new()),
        );
    }
    Ok(())
}

/// Measures one import of a million outcomes, on a copy.
pub fn import(bench: &Bench, database: &Database<'_>, rows: &mut Vec<Row>) -> Result<()> {
    if !bench.wants("import") {
        return Ok(());
    }
    let (kind, count) = (database.kind, bench.import_rows);
    let copy = database.copy("import")?;
    let size = Size { outcomes: bench.size.outcomes + count, ..bench.size };
    let file = data::outcomes(&bench.folder, "million.csv", size, bench.size.outcomes, size.outcomes)?;
    let (seconds, cpu, mib) = bench.program.import(&copy, &file)?;
    let note = format!(
        "{:.0} rows/s, {:.1} µs of CPU a row in the program; the database is then {:.0} MiB",
        count as f64 / seconds,
        cpu * 1e6 / count as f64,
        copy.mib()?
    );
    let title = format!("one import of {count} outcomes: memory");
    bench.done(rows, Row::held(&title, kind, mib, "MiB", (256.0, 64.0), Better::Lower, note));
    fs::remove_file(bench.folder.join("million.csv"))?;
    copy.remove()
}

/// The largest history that is loaded by the service's own import. A longer one is made of it by SQL, which is quicker;
/// the hashes of its log are then copies, which nothing but `plantrack check` reads.
const BY_IMPORT: u64 = 1_000_000;

/// The SQL that copies the history nine times, each time ten years further back, with heads and log.
fn nine_times_more(database: &Database<'_>, rows: u64) -> String {
    let is_sqlite = database.file.is_some();
    let mut sql = String::new();
    let entries = rows * 2;
    for round in 1..=9 {
        let (shift, years) = (round * entries, round * 10);
        let back = |column: &str| match is_sqlite {
            true => format!("date({column}, '-{years} years')"),
            false => format!("({column} - interval '{years} years')::date"),
        };
        let (start, end) = (back("period_start"), back("period_end"));
        let of_history = format!("WHERE period_end < '{}-01-01'", data::YEAR);
        let columns = "text, share_text, value, basis, caliber_id, reported_on, numerator, denominator, note";
        sql.push_str(&format!(
            "BEGIN;
             INSERT INTO outcome (id, series_id, period_start, period_end, source_id, {columns})
             SELECT id + {shift}, series_id, {start}, {end}, source_id, {columns} FROM outcome {of_history}
             AND id <= {entries};
             INSERT INTO outcome_head (series_id, period_start, period_end, source_id, caliber, outcome_id)
             SELECT series_id, {start}, {end}, source_id, caliber, outcome_id + {shift} FROM outcome_head {of_history}
             AND outcome_id <= {entries};
             INSERT INTO change_log (number, recorded_at, actor, request, action, subject, plan_id, series_id, reason,
             before, after, hash)
             SELECT number + {shift}, recorded_at + {shift}, actor, request, action, subject, plan_id, series_id, reason,
             before, after, hash FROM change_log WHERE action = 'reported' AND number <= {entries};
             UPDATE change_head SET number = (SELECT max(number) FROM change_log),
             recorded_at = (SELECT max(recorded_at) FROM change_log);
             COMMIT;\n"
        ));
    }
    sql
}

struct Size10 {
    outcomes: u64,
    cold_us: f64,
    cold_cpu_us: f64,
    kept_cpu_us: f64,
    first_answer_ms: f64,
    memory_mib: f64,
    bare_us: f64,
    mib: f64,
}

/// Measures the same scorecard while the history grows tenfold at a time, in a database of its own.
pub fn growth(bench: &Bench, server: Option<&Postgres>, rows: &mut Vec<Row>) -> Result<()> {
    if !bench.wants("growth") {
        return Ok(());
    }
    let database = match server {
        Some(server) => Database::postgres(server, "growth")?,
        None => Database::sqlite(bench.folder.join("growth.db")),
    };
    let kind = database.kind;
    let mut found: Vec<Size10> = Vec::new();
    let mut outcomes = 10_000;
    let mut before = 0;
    while outcomes <= bench.growth_to {
        let size = Size { outcomes, ..bench.size };
        let begun = Instant::now();
        if before == 0 {
            bench.program.set_up(&database, size)?;
        } else if outcomes <= BY_IMPORT {
            bench.program.add_outcomes(&database, size, before)?;
        } else {
            database.batch(&nine_times_more(&database, before))?;
        }
        let loaded = begun.elapsed().as_secs_f64();
        database.learn_its_sizes()?;
        if let Some((server, _)) = &database.server {
            server.checkpoint()?;
        }
        let one = measured(bench, &database, outcomes)?;
        eprintln!(
            "{kind}, {outcomes} outcomes: loaded in {loaded:.0} s; cold {:.0} µs ({:.0} µs of CPU), kept {:.1} µs of CPU, \
             first answer {:.0} ms, bare SQL {:.0} µs, memory {:.1} MiB, database {:.0} MiB",
            one.cold_us,
            one.cold_cpu_us,
            one.kept_cpu_us,
            one.first_answer_ms,
            one.bare_us,
            one.memory_mib,
            one.mib
        );
        found.push(one);
        before = outcomes;
        outcomes *= 10;
    }
    if let (Some(first), Some(last)) = (found.first(), found.last()) {
        let marks = (1.5, 1.1);
        let span = format!("from {} to {} outcomes", first.outcomes, last.outcomes);
        let figures = |of: fn(&Size10) -> f64| {
            found.iter().map(|one| format!("{:.0}", of(one))).collect::<Vec<_>>().join(", ")
        };
        let mut row = |title: &str, figure: f64, note: String| {
            let held = Row::held(&format!("{title}, {span}"), kind, figure, "×", marks, Better::Lower, note);
            bench.done(rows, held);
        };
        let note =
            format!("{} µs; the bare SQL {} µs", figures(|one| one.cold_us), figures(|one| one.bare_us));
        row("growth of a cold scorecard", last.cold_us / first.cold_us, note);
        row(
            "growth of a kept one, CPU",
            last.kept_cpu_us / first.kept_cpu_us,
            format!("{} µs", figures(|one| one.kept_cpu_us)),
        );
        let note = format!("{} ms", figures(|one| one.first_answer_ms));
        row("growth of start to first answer", last.first_answer_ms / first.first_answer_ms, note);
        let note =
            format!("{} MiB; the database {} MiB", figures(|one| one.memory_mib), figures(|one| one.mib));
        row("growth of memory", last.memory_mib / first.memory_mib, note);
    }
    database.remove()
}

fn measured(bench: &Bench, database: &Database<'_>, outcomes: u64) -> Result<Size10> {
    let found = cold(bench, database, bench.repeats * 3)?;
    let bare = limits::bare_scorecard(bench, database, 1)?;
    let service: Service = bench.program.serve(database)?;
    let (status, _, body) = service.get(&scorecard())?;
    let mut same = Same::new(load::get(&scorecard(), ""), status, body);
    let mut kept = Runs::default();
    for _ in 0..bench.repeats {
        let span = Span::seconds(bench.seconds.min(2.0));
        kept.0.push(load::run(service.address(), 30, span, &mut same, &|| service.cpu())?);
    }
    let memory_mib = service.memory_mib()?;
    service.stop()?;
    Ok(Size10 {
        outcomes,
        cold_us: 1e6 / found.runs.per_second(),
        cold_cpu_us: found.runs.cpu_us(),
        kept_cpu_us: kept.cpu_us(),
        first_answer_ms: median(found.first_answer),
        memory_mib,
        bare_us: 1e6 / bare.per_second(),
        mib: database.mib()?,
    })
}
