//! The table: medians, shares of the limit, floors and goals, and the machine. It knows no workload.

use std::{fmt::Write as _, fs, process::Command};

use anyhow::Result;

use crate::{load::Run, process};

/// How a figure is held against its floor and goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// At least the floor.
    Higher,
    /// At most the floor.
    Lower,
    /// There is nothing to hold it against.
    Shown,
}

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The workload.
    pub workload: String,
    /// The database.
    pub database: &'static str,
    /// What was measured, with its unit.
    pub measured: String,
    /// The limit of the same run, with its unit.
    pub limit: String,
    /// What counts.
    pub figure: f64,
    /// Its unit; empty for a share.
    pub unit: &'static str,
    /// The floor and the goal.
    pub floor: f64,
    /// The goal.
    pub goal: f64,
    /// Which way is better.
    pub better: Better,
    /// CPU microseconds for each answer: of the service and the database, of the limit.
    pub cpu_us: Option<(f64, f64)>,
    /// Anything worth knowing.
    pub note: String,
}

/// The middle of some figures.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Runs that are told together.
#[derive(Debug, Default)]
pub struct Runs(pub Vec<Run>);

impl Runs {
    /// The median rate.
    pub fn per_second(&self) -> f64 {
        median(self.0.iter().map(Run::per_second))
    }

    /// The median CPU time of an answer.
    pub fn cpu_us(&self) -> f64 {
        median(self.0.iter().map(Run::cpu_us))
    }

    /// The median of a percentile.
    pub fn percentile(&self, percent: f64) -> f64 {
        median(self.0.iter().map(|run| f64::from(run.percentile(percent))))
    }
}

/// A share of a limit by rate, with the CPU times beside it.
pub fn share(
    workload: &str,
    database: &'static str,
    runs: &Runs,
    limit: &Runs,
    floor: f64,
    goal: f64,
    note: String,
) -> Row {
    let (p50, p99) = (runs.percentile(50.0) / 1e3, runs.percentile(99.0) / 1e3);
    let times = format!("p50 {p50:.2} ms, p99 {p99:.2} ms");
    Row {
        workload: workload.to_owned(),
        database,
        measured: format!("{:.0}/s", runs.per_second()),
        limit: format!("{:.0}/s", limit.per_second()),
        figure: runs.per_second() / limit.per_second(),
        unit: "",
        floor,
        goal,
        better: Better::Higher,
        cpu_us: Some((runs.cpu_us(), limit.cpu_us())),
        note: if note.is_empty() { times } else { format!("{times}; {note}") },
    }
}

impl Row {
    /// A figure of its own, held against a floor and a goal.
    pub fn held(
        workload: &str,
        database: &'static str,
        figure: f64,
        unit: &'static str,
        (floor, goal): (f64, f64),
        better: Better,
        note: String,
    ) -> Self {
        let (measured, limit, workload) = (String::new(), String::new(), workload.to_owned());
        Self { workload, database, measured, limit, figure, unit, floor, goal, better, cpu_us: None, note }
    }

    fn verdict(&self) -> &'static str {
        let reaches = |mark: f64| match self.better {
            Better::Higher => self.figure >= mark,
            Better::Lower => self.figure <= mark,
            Better::Shown => true,
        };
        match self.better {
            Better::Shown => "",
            _ if reaches(self.goal) => "goal",
            _ if reaches(self.floor) => "floor",
            _ => "**below**",
        }
    }

    fn number(&self, figure: f64) -> String {
        let unit = self.unit;
        let places = if unit.is_empty() { 2 } else { usize::from(figure < 10.0) };
        if unit.is_empty() { format!("{figure:.places$}") } else { format!("{figure:.places$} {unit}") }
    }

    /// The row as a line of the table.
    pub fn line(&self) -> String {
        let cpu = self
            .cpu_us
            .map_or(String::new(), |(own, limit)| format!("{limit:.1} / {own:.1} = {:.2}", limit / own));
        let (floor, goal) = match self.better {
            Better::Shown => (String::new(), String::new()),
            _ => (self.number(self.floor), self.number(self.goal)),
        };
        format!(
            "| {} | {} | {} | {} | {} | {floor} | {goal} | {} | {cpu} | {} |",
            self.workload,
            self.database,
            self.measured,
            self.limit,
            self.number(self.figure),
            self.verdict(),
            self.note
        )
    }
}

/// The table as Markdown.
pub fn table(rows: &[Row], facts: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (name, value) in facts {
        let _ = writeln!(text, "- {name}: {value}");
    }
    text.push_str(
        "\n| workload | database | measured | limit | figure | floor | goal | reached | CPU µs an answer: limit / ours | beside it |\n",
    );
    text.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
    for row in rows {
        text.push_str(&row.line());
        text.push('\n');
    }
    text
}

/// The machine, without its name.
pub fn machine() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    // The bench itself is pinned and sees one.
    let cores = said("nproc", &["--all"]);
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kib: f64 =
        memory.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    Ok(format!(
        "{cores} cores, {}, {:.0} GiB, Linux {}",
        model.map_or("unknown CPU", |(_, name)| name.trim()),
        kib / 1024.0 / 1024.0,
        kernel.split('-').next().unwrap_or_default().trim()
    ))
}

/// How busy the machine is besides.
pub fn load_average() -> String {
    fs::read_to_string("/proc/loadavg")
        .map(|text| text.split(' ').take(3).collect::<Vec<_>>().join(" "))
        .unwrap_or_default()
}

/// What a command of the shell prints, trimmed; empty where it fails.
pub fn said(program: &str, words: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(words);
    process::output(command).map(|text| text.trim().to_owned()).unwrap_or_default()
}
