//! The bare limits of the databases: the SQL of a scorecard, durable inserts in shared commits, many rows at once; by
//! rusqlite on a SQLite file and by pgbench and COPY on PostgreSQL. It knows the schema and nothing of the service.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use crate::{
    Bench,
    data::{PLAN, YEAR},
    load::Run,
    postgres::Postgres,
    process::{self, ASKING, SERVING},
    report::Runs,
    service::Database,
};

/// Rows of a bulk insert.
pub const BULK: u64 = 10_000;

/// What a scorecard is made of, in one statement: as little as can be asked for.
const SCORECARD: &str = "\
SELECT t.id, iv.name_zh, iv.name_en, iv.unit, iv.measure, tv.text, tv.criterion, tv.nature, o.text, o.value, o.basis, \
o.reported_on, so.name \
FROM plan p JOIN target t ON t.plan_id = p.id \
JOIN target_version tv ON tv.target_id = t.id AND tv.superseded_change IS NULL \
JOIN series s ON s.id = t.series_id \
JOIN indicator_version iv ON iv.indicator_id = s.indicator_id AND iv.superseded_change IS NULL \
LEFT JOIN outcome_head h ON h.series_id = s.id AND h.period_start = t.period_start AND h.period_end = t.period_end \
LEFT JOIN outcome o ON o.id = h.outcome_id LEFT JOIN source so ON so.id = o.source_id \
WHERE p.code = {plan} AND s.area_id IS NULL AND s.category_id IS NULL ORDER BY tv.position";

const VINTAGE: &str = "\
INSERT INTO outcome (id, series_id, period_start, period_end, source_id, text, share_text, value, basis, reported_on, note) \
VALUES ";
const VALUES: &str = "'2.6', '', '{\"kind\":\"number\",\"value\":\"2.6\"}', 'final', '2026-01-20', ''";
/// What the log says of one outcome: as much as the service writes.
const ENTRY: &str = "{\"area\":\"cq-01\",\"basis\":\"final\",\"caliber\":null,\"category\":null,\
\"indicator\":\"ind-001\",\"note\":\"\",\"outcome\":\"2.6\",\"period\":\"2025\",\"reported_on\":\"2026-01-20\",\
\"share_of_target\":\"\",\"source\":\"statistics bureau\",\"value\":{\"kind\":\"number\",\"value\":\"2.6\"}}";
const HASH: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// Runs a limit of SQLite in a process of its own on the core of the service.
pub fn sqlite(name: &str, file: &Path, seconds: f64) -> Result<Run> {
    let mut command = process::on_core(SERVING, std::env::current_exe()?);
    command.args(["limit", name]).arg(file).arg(seconds.to_string());
    let text = process::output(command)?;
    let mut figures = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || figures.next().context("a limit printed too little")?.context("no figure");
    Ok(Run { answers: next()? as u64, seconds: next()?, cpu: next()?, ..Run::default() })
}

/// The process that [`sqlite`] starts.
pub fn in_process(name: &str, file: &Path, seconds: f64) -> Result<()> {
    let seconds = Duration::from_secs_f64(seconds);
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")?;
    connection.set_prepared_statement_cache_capacity(64);
    let (answers, seconds, cpu) = match name {
        "scorecard" => reads(&connection, seconds)?,
        "group-commit" => group_commit(connection, seconds, 30)?,
        "bulk-outcomes" => bulk(connection, seconds, false)?,
        "bulk-all" => bulk(connection, seconds, true)?,
        other => bail!("no such limit: {other}"),
    };
    println!("{answers} {seconds} {cpu}");
    Ok(())
}

fn own_cpu() -> Result<f64> {
    process::cpu_of(std::process::id())
}

fn reads(connection: &Connection, limit: Duration) -> Result<(u64, f64, f64)> {
    let sql = SCORECARD.replace("{plan}", "?1");
    let mut statement = connection.prepare(&sql)?;
    let (begun, before) = (Instant::now(), own_cpu()?);
    let mut answers = 0;
    let mut bytes = 0;
    while begun.elapsed() < limit {
        let mut rows = statement.query(params![PLAN])?;
        let mut found = 0;
        while let Some(row) = rows.next()? {
            let _: i64 = row.get(0)?;
            for column in 1..13 {
                let text: Option<String> = row.get(column)?;
                bytes += text.map_or(0, |text| text.len());
            }
            found += 1;
        }
        if found != 40 {
            bail!("the scorecard has {found} rows");
        }
        answers += 1;
    }
    std::hint::black_box(bytes);
    Ok((answers, begun.elapsed().as_secs_f64(), own_cpu()? - before))
}

fn last_change(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("SELECT coalesce(max(id), 0) + 1000000000 FROM outcome", [], |row| row.get(0))?)
}

fn series(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("SELECT max(id) FROM series", [], |row| row.get(0))?)
}

/// One row a write, so many writes a commit.
fn group_commit(mut connection: Connection, limit: Duration, writers: u64) -> Result<(u64, f64, f64)> {
    let sql = format!("{VINTAGE} (?1, ?2, '{YEAR}-01-01', '{YEAR}-12-31', 1, {VALUES})");
    let (mut id, series) = (last_change(&connection)?, series(&connection)?);
    let (begun, before) = (Instant::now(), own_cpu()?);
    let mut answers = 0;
    while begun.elapsed() < limit {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for _ in 0..writers {
            id += 1;
            transaction.prepare_cached(&sql)?.execute(params![id, 1 + id % series])?;
            answers += 1;
        }
        transaction.commit()?;
    }
    Ok((answers, begun.elapsed().as_secs_f64(), own_cpu()? - before))
}

/// Ten thousand rows a commit, a hundred a statement: outcomes alone, or with what the service writes beside them.
fn bulk(mut connection: Connection, limit: Duration, all: bool) -> Result<(u64, f64, f64)> {
    const A_STATEMENT: i64 = 100;
    let (mut id, series) = (last_change(&connection)?, series(&connection)?);
    let (begun, before) = (Instant::now(), own_cpu()?);
    let mut answers = 0;
    let rows = |row: &dyn Fn(i64) -> String| (0..A_STATEMENT).map(row).collect::<Vec<_>>().join(", ");
    let outcomes = format!(
        "{VINTAGE} {}",
        rows(&|n| format!("(?1 + {n}, 1 + (?1 + {n}) % ?2, '{YEAR}-01-01', '{YEAR}-12-31', 1, {VALUES})"))
    );
    let heads = format!(
        "INSERT INTO outcome_head (series_id, period_start, period_end, source_id, caliber, outcome_id) VALUES {} \
         ON CONFLICT (series_id, period_start, period_end, source_id, caliber) \
         DO UPDATE SET outcome_id = excluded.outcome_id",
        rows(&|n| format!("(1 + (?1 + {n}) % ?2, '{YEAR}-01-01', '{YEAR}-12-31', 1, 0, ?1 + {n})"))
    );
    let log = format!(
        "INSERT INTO change_log (number, recorded_at, actor, request, action, subject, series_id, reason, after, hash) \
         VALUES {}",
        rows(&|n| format!(
            "(?1 + {n}, ?1, 'bench', 'a request', 'reported', 'outcome/ind-001 @cq-01 2025', 1 + (?1 + {n}) % ?2, '', \
             '{ENTRY}', '{HASH}')"
        ))
    );
    while begun.elapsed() < limit {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for _ in 0..BULK as i64 / A_STATEMENT {
            transaction.prepare_cached(&outcomes)?.execute(params![id, series])?;
            if all {
                transaction.prepare_cached(&heads)?.execute(params![id, series])?;
                transaction.prepare_cached(&log)?.execute(params![id, series])?;
            }
            id += A_STATEMENT;
        }
        transaction.commit()?;
        answers += BULK;
    }
    Ok((answers, begun.elapsed().as_secs_f64(), own_cpu()? - before))
}

/// The scorecard's SQL by pgbench.
pub fn pgbench_scorecard(
    server: &Postgres,
    database: &str,
    folder: &Path,
    seconds: f64,
    clients: u32,
) -> Result<Run> {
    let script = folder.join("scorecard.sql");
    fs::write(&script, SCORECARD.replace("{plan}", &format!("'{PLAN}'")) + ";\n")?;
    pgbench(server, database, &script, seconds, clients)
}

/// What a scorecard that is not kept is held against: one statement for its rows, by rusqlite or by pgbench with so many clients.
pub fn bare_scorecard(bench: &Bench, database: &Database<'_>, clients: u32) -> Result<Runs> {
    let mut runs = Runs::default();
    for _ in 0..bench.repeats {
        runs.0.push(match (&database.file, &database.server) {
            (_, Some((server, name))) => {
                pgbench_scorecard(server, name, &bench.folder, bench.seconds.min(3.0), clients)?
            }
            (Some(file), None) => sqlite("scorecard", file, bench.seconds.min(3.0))?,
            (None, None) => unreachable!("a database is a file or on a server"),
        });
    }
    Ok(runs)
}

/// The floor and the goal of a share of the bare SQL.
pub fn marks_of_the_bare_sql(database: &Database<'_>) -> (f64, f64) {
    if database.server.is_some() { (0.60, 0.85) } else { (0.35, 0.80) }
}

/// One durable insert a transaction by pgbench.
pub fn pgbench_insert(
    server: &Postgres,
    database: &str,
    folder: &Path,
    seconds: f64,
    clients: u32,
) -> Result<Run> {
    server.sql(database, "CREATE SEQUENCE IF NOT EXISTS bare_id START 1000000000")?;
    let series = server.sql(database, "SELECT max(id) FROM series")?;
    let script = folder.join("insert.sql");
    let sql = format!(
        "\\set series random(1, {})\n{VINTAGE} (nextval('bare_id'), :series, '{YEAR}-01-01', '{YEAR}-12-31', 1, {VALUES});\n",
        series.trim()
    );
    fs::write(&script, sql)?;
    pgbench(server, database, &script, seconds, clients)
}

fn pgbench(server: &Postgres, database: &str, script: &Path, seconds: f64, clients: u32) -> Result<Run> {
    let mut command = server.program(ASKING, "pgbench", database);
    let whole = seconds.ceil().max(1.0);
    command.args(["--no-vacuum", "--protocol=prepared", "--jobs=1"]);
    command.arg(format!("--client={clients}")).arg(format!("--time={whole}")).arg("--file").arg(script);
    let before = process::cpu_of(server.pid)?;
    let begun = Instant::now();
    let text = process::output(command)?;
    let elapsed = begun.elapsed().as_secs_f64();
    let cpu = process::cpu_of(server.pid)? - before;
    let count = text
        .lines()
        .find_map(|line| line.strip_prefix("number of transactions actually processed: "))
        .and_then(|rest| rest.split('/').next()?.trim().parse::<u64>().ok())
        .with_context(|| format!("pgbench printed no count: {text}"))?;
    Ok(Run { answers: count, seconds: elapsed.max(whole), cpu, ..Run::default() })
}

/// Ten thousand rows by COPY, a commit each time: outcomes alone, or with what the service writes beside them (the
/// heads by way of a temporary table, since they are upserted).
pub fn copy(server: &Postgres, database: &str, folder: &Path, round: u64, all: bool) -> Result<Run> {
    let series: u64 = server.sql(database, "SELECT max(id) FROM series")?.trim().parse()?;
    let first = 2_000_000_000 + round * BULK;
    let day = format!("{YEAR}-01-01\t{YEAR}-12-31");
    let write = |name: &str, row: &dyn Fn(u64) -> String| -> Result<PathBuf> {
        let file = folder.join(name);
        fs::write(&file, (first..first + BULK).map(row).collect::<Vec<_>>().concat())?;
        Ok(file)
    };
    let outcomes = write("outcomes.copy", &|id| {
        format!(
            "{id}\t{}\t{day}\t1\t2.6\t\t{{\"kind\":\"number\",\"value\":\"2.6\"}}\tfinal\t2026-01-20\t\n",
            1 + id % series
        )
    })?;
    let heads = write("heads.copy", &|id| format!("{}\t{day}\t1\t0\t{id}\n", 1 + id % series))?;
    let log = write("log.copy", &|id| {
        format!(
            "{id}\t{id}\tbench\ta request\treported\toutcome/ind-001 @cq-01 2025\t{}\t\t{ENTRY}\t{HASH}\n",
            1 + id % series
        )
    })?;
    let copy = |table: &str, columns: &str, file: &Path| {
        format!("\\copy {table} ({columns}) from '{}'\n", file.display())
    };
    let of_outcomes = "id, series_id, period_start, period_end, source_id, text, share_text, value, basis, reported_on, note";
    let of_heads = "series_id, period_start, period_end, source_id, caliber, outcome_id";
    let mut script = format!("BEGIN;\n{}", copy("outcome", of_outcomes, &outcomes));
    if all {
        script.push_str("CREATE TEMPORARY TABLE moved (LIKE outcome_head) ON COMMIT DROP;\n");
        script.push_str(&copy("moved", of_heads, &heads));
        script.push_str(&format!(
            "INSERT INTO outcome_head ({of_heads}) SELECT DISTINCT ON (series_id, period_start, period_end, source_id, \
             caliber) {of_heads} FROM moved ORDER BY series_id, period_start, period_end, source_id, caliber, \
             outcome_id DESC ON CONFLICT (series_id, period_start, period_end, source_id, caliber) \
             DO UPDATE SET outcome_id = excluded.outcome_id;\n"
        ));
        let of_log = "number, recorded_at, actor, request, action, subject, series_id, reason, after, hash";
        script.push_str(&copy("change_log", of_log, &log));
    }
    script.push_str("COMMIT;\n");
    let file = folder.join("copy.psql");
    fs::write(&file, format!("\\timing on\n{script}"))?;
    let mut command = server.program(ASKING, "psql", database);
    command.args(["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-f"]).arg(&file);
    let before = process::cpu_of(server.pid)?;
    let text = process::output(command)?;
    let cpu = process::cpu_of(server.pid)? - before;
    let milliseconds: f64 = text
        .lines()
        .filter_map(|line| line.strip_prefix("Time: ")?.split(' ').next()?.parse::<f64>().ok())
        .sum();
    Ok(Run { answers: BULK, seconds: milliseconds / 1e3, cpu, ..Run::default() })
}
