//! The bench: sets up data, starts the service and the bare limits, runs each workload beside its limit, and writes a
//! table. One command; what it means is in the README.

mod bare;
mod data;
mod growth;
mod limits;
mod load;
mod postgres;
mod process;
mod reads;
mod report;
mod service;
mod writes;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};

use self::{
    data::Size,
    postgres::Postgres,
    report::Row,
    service::{Database, Program},
};

/// What is measured and how.
pub struct Bench {
    seconds: f64,
    repeats: usize,
    only: Vec<String>,
    databases: Vec<String>,
    size: Size,
    folder: PathBuf,
    program: Program,
    import_rows: u64,
    growth_to: u64,
    out: Option<PathBuf>,
}

impl Bench {
    /// Whether a workload is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == name)
    }

    /// Takes a row, and shows it at once.
    pub fn done(&self, rows: &mut Vec<Row>, row: Row) {
        println!("{}", row.line());
        rows.push(row);
    }
}

const USAGE: &str = "\
benches/run [--quick] [--only w1,w2,…] [--databases sqlite,postgres] [--seconds 5] [--repeats 3]
            [--outcomes 10000] [--plans 10] [--indicators 200] [--program PATH] [--folder DIR] [--out FILE]
            [--import-rows 1000000] [--growth-to 1000000] [--nice -10]

--quick is one second and one repeat. --nice gives what is measured and the load generator precedence over other
programs; below 0 it needs root. Workloads: w1 w2 w3 w4 another-day after-write
pollers w5 bulk cold start memory binary import growth; without --only, all.";

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, folder] = words.as_slice()
        && first == "bare"
    {
        return bare::serve(Path::new(folder));
    }
    if let [first, name, file, seconds] = words.as_slice()
        && first == "limit"
    {
        return limits::in_process(name, Path::new(file), seconds.parse()?);
    }
    pin()?;
    let scratch = tempfile::Builder::new().prefix("plantrack-bench-").tempdir()?;
    let bench = bench(&words, scratch.path())?;
    let begun = Instant::now();
    let load_before = report::load_average();
    let mut rows = Vec::new();
    let mut facts = Vec::new();
    for kind in &bench.databases {
        match kind.as_str() {
            "sqlite" => {
                on(&bench, &Database::sqlite(bench.folder.join("bench.db")), &mut rows)?;
                growth::growth(&bench, None, &mut rows)?;
            }
            "postgres" => {
                let server = Postgres::start(&bench.folder)?;
                facts.push(("PostgreSQL", format!("{}; {}", server.version()?, postgres::SETTINGS)));
                on(&bench, &Database::postgres(&server, "bench")?, &mut rows)?;
                growth::growth(&bench, Some(&server), &mut rows)?;
            }
            other => bail!("no such database: {other}\n{USAGE}"),
        }
    }
    let Size { plans, indicators, outcomes } = bench.size;
    let day = report::said("date", &["-u", "+%Y-%m-%d %H:%M UTC"]);
    let commit = report::said("git", &["log", "-1", "--format=%h %s"]);
    facts.splice(
        0..0,
        [
            ("when", day),
            ("commit", commit),
            ("machine", report::machine()?),
            (
                "load average of the machine before and after",
                format!("{load_before}; {}", report::load_average()),
            ),
            (
                "data",
                format!(
                    "{outcomes} outcomes, {plans} plans of 40 indicators, {indicators} indicators, 41 areas"
                ),
            ),
            ("each run", format!("{} s counted, median of {}", bench.seconds, bench.repeats)),
            ("took", format!("{:.0} s", begun.elapsed().as_secs_f64())),
        ],
    );
    let table = report::table(&rows, &facts);
    match &bench.out {
        Some(file) => std::fs::write(file, table)?,
        None => println!("\n{table}"),
    }
    Ok(())
}

fn on(bench: &Bench, database: &Database<'_>, rows: &mut Vec<Row>) -> Result<()> {
    if bench.only.iter().all(|name| name == "growth") && !bench.only.is_empty() {
        return Ok(());
    }
    let begun = Instant::now();
    bench.program.set_up(database, bench.size)?;
    database.learn_its_sizes()?;
    eprintln!(
        "{}: {} outcomes set up in {:.1} s",
        database.kind,
        bench.size.outcomes,
        begun.elapsed().as_secs_f64()
    );
    let service = bench.program.serve(database)?;
    reads::measure(bench, &service, database.kind, rows)?;
    reads::another_day(bench, database, &service, rows)?;
    writes::measure(bench, database, &service, rows)?;
    service.stop()?;
    growth::starts(bench, database, rows)?;
    growth::import(bench, database, rows)
}

/// The bench and the load generator in it run on a core that what is measured does not use.
fn pin() -> Result<()> {
    ensure!(report::said("nproc", &["--all"]) != "1", "the bench needs two cores");
    let own = std::process::id().to_string();
    let mut command = Command::new("taskset");
    command.args(["--all-tasks", "--pid", "--cpu-list", process::ASKING, &own]);
    process::output(command).map(drop).context("cannot pin the bench to a core")
}

fn bench(words: &[String], scratch: &Path) -> Result<Bench> {
    let mut bench = Bench {
        seconds: 5.0,
        repeats: 3,
        only: Vec::new(),
        databases: vec!["sqlite".to_owned(), "postgres".to_owned()],
        size: Size { plans: 10, indicators: 200, outcomes: 10_000 },
        folder: scratch.to_owned(),
        program: Program { path: "target/release/plantrack".into(), folder: scratch.to_owned() },
        import_rows: 1_000_000,
        growth_to: 1_000_000,
        out: None,
    };
    let mut words = words.iter();
    let list = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    while let Some(word) = words.next() {
        if word == "--quick" {
            (bench.seconds, bench.repeats) = (1.0, 1);
            continue;
        }
        let value = words.next().context(USAGE)?;
        match word.as_str() {
            "--only" => bench.only = list(value),
            "--databases" => bench.databases = list(value),
            "--seconds" => bench.seconds = value.parse()?,
            "--repeats" => bench.repeats = value.parse()?,
            "--outcomes" => bench.size.outcomes = value.parse()?,
            "--plans" => bench.size.plans = value.parse()?,
            "--indicators" => bench.size.indicators = value.parse()?,
            "--import-rows" => bench.import_rows = value.parse()?,
            "--growth-to" => bench.growth_to = value.parse()?,
            "--program" => bench.program.path = value.into(),
            "--folder" => {
                bench.folder = std::path::absolute(value)?;
                bench.program.folder.clone_from(&bench.folder);
            }
            "--nice" => {
                // What is started from here on inherits it.
                let mut command = Command::new("renice");
                command.args(["-n", value, "-p", &std::process::id().to_string()]);
                process::output(command)?;
            }
            "--out" => bench.out = Some(value.into()),
            _ => bail!("{word} is not known\n{USAGE}"),
        }
    }
    let Size { plans, indicators, .. } = bench.size;
    ensure!((1..=10).contains(&plans) && (40..=200).contains(&indicators), USAGE);
    bench.program.path = std::path::absolute(&bench.program.path)?;
    ensure!(bench.program.path.exists(), "there is no {}; build it first", bench.program.path.display());
    Ok(bench)
}
