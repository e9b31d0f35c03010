//! Breaks the running program and its database on purpose, and proves by the record of its own clients what was
//! kept. One command a fault; README.md lists them. It knows the program by its command line and its addresses only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test may stop at the first thing that is not as it must be"
)]

mod chance;
mod disk;
mod failover;
mod http;
mod kill;
mod load;
mod postgres;
mod power;
mod proxy;
mod record;
mod replicas;
mod service;
mod silence;

use std::{
    env, fs,
    path::PathBuf,
    process::ExitCode,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use load::Load;
use power::Cut;
use record::Wrong;

/// What is asked for on the command line.
pub(crate) struct Asked {
    pub(crate) program: PathBuf,
    pub(crate) on_postgres: bool,
    pub(crate) rounds: u64,
    pub(crate) writers: u32,
    pub(crate) seed: u64,
    /// The negative control: something is broken on purpose, and the proof must fail.
    pub(crate) is_control: bool,
    is_quiet: bool,
    /// Patroni, for what needs it.
    pub(crate) patroni: Option<PathBuf>,
    /// The program of the release before, for what needs it.
    pub(crate) old: Option<PathBuf>,
}

/// A fault: its name, how many rounds are short and long, and how it is done.
struct Fault {
    name: &'static str,
    short: u64,
    long: u64,
    act: fn(&Asked) -> Figures,
}

const FAULTS: [Fault; 12] = [
    Fault { name: "kill", short: 30, long: 200, act: kill::service },
    Fault { name: "retries", short: 10, long: 100, act: kill::retries },
    Fault { name: "kill-postgres", short: 5, long: 50, act: kill::postgres },
    Fault { name: "power-lost", short: 15, long: 150, act: power_lost },
    Fault { name: "power-mix", short: 15, long: 150, act: power_mix },
    Fault { name: "disk-full", short: 3, long: 10, act: disk::full },
    Fault { name: "frozen", short: 2, long: 10, act: silence::frozen },
    Fault { name: "no-standby", short: 2, long: 10, act: silence::no_standby },
    Fault { name: "rolling", short: 3, long: 12, act: replicas::rolling },
    Fault { name: "visible", short: 50, long: 500, act: replicas::visible },
    Fault { name: "failover", short: 1, long: 20, act: failover::primary },
    Fault { name: "side-by-side", short: 3, long: 10, act: replicas::side_by_side },
];

fn power_lost(asked: &Asked) -> Figures {
    power::cuts(asked, Cut::Lost, if asked.is_control { "normal" } else { "full" })
}

fn power_mix(asked: &Asked) -> Figures {
    power::cuts(asked, Cut::Mix, if asked.is_control { "off" } else { "full" })
}

impl Asked {
    fn tell(&self, round: u64, load: &Load, wrong: &Wrong) {
        if !self.is_quiet && (round + 1).is_multiple_of(10) {
            eprintln!("  round {}: {} acknowledged, {wrong:?}", round + 1, load.acknowledged());
        }
    }
}

/// What a fault came to.
pub(crate) struct Figures {
    acknowledged: usize,
    wrong: Wrong,
    lines: Vec<(&'static str, String)>,
    must_be_zero: Vec<&'static str>,
}

impl Figures {
    pub(crate) fn new(load: &Load, wrong: Wrong) -> Self {
        Self { acknowledged: load.acknowledged(), wrong, lines: Vec::new(), must_be_zero: Vec::new() }
    }

    #[expect(clippy::needless_pass_by_value, reason = "it is a number at hand")]
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.lines.push((name, value.to_string()));
        self
    }

    /// Counts something else than the writes of the load.
    pub(crate) fn counting(self, acknowledged: usize) -> Self {
        Self { acknowledged, ..self }
    }

    pub(crate) fn must_be_zero(mut self, name: &'static str) -> Self {
        self.must_be_zero.push(name);
        self
    }

    fn holds(&self) -> bool {
        let zero = |name: &&str| self.lines.iter().any(|(other, value)| *other == *name && value == "0");
        self.wrong.is_nothing() && self.must_be_zero.iter().all(zero) && self.acknowledged > 0
    }

    fn print(&self) {
        let Wrong { lost, doubled, half, unsent, refused_and_there } = &self.wrong;
        println!("  acknowledged: {}", self.acknowledged);
        println!(
            "  lost: {lost}, doubled: {doubled}, half there: {half}, never sent and there: {unsent}, refused and there: \
             {refused_and_there}"
        );
        for (name, value) in &self.lines {
            println!("  {name}: {value}");
        }
    }
}

const USAGE: &str = "usage: faults FAULT… [--long] [--rounds N] [--writers N] [--postgres] [--control] [--seed N] \
                     [--program FILE] [--old FILE] [--patroni FILE]\n  FAULT is one of: ";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let value = |name: &str| {
        words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).map(String::as_str)
    };
    // Whole paths: the programs are started in folders of their own.
    let file = |name: &str| value(name).map(|path| fs::canonicalize(path).expect("a file that is there"));
    let has = |name: &str| words.iter().any(|word| word == name);
    let faults: Vec<&Fault> =
        words.iter().filter_map(|word| FAULTS.iter().find(|fault| fault.name == word)).collect();
    if faults.is_empty() {
        eprintln!("{USAGE}{}", FAULTS.map(|fault| fault.name).join(", "));
        return ExitCode::from(2);
    }
    let number = |name: &str| value(name).map(|text| text.parse::<u64>().expect("a number"));
    let beside = env::current_exe().unwrap().with_file_name("plantrack");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let seed = number("--seed").unwrap_or(now.as_secs());
    let mut failed = 0;
    for fault in faults {
        let asked = Asked {
            program: file("--program").unwrap_or_else(|| beside.clone()),
            on_postgres: has("--postgres"),
            rounds: number("--rounds").unwrap_or(if has("--long") { fault.long } else { fault.short }),
            writers: u32::try_from(number("--writers").unwrap_or(32)).expect("a small number"),
            seed,
            is_control: has("--control"),
            is_quiet: has("--quiet"),
            patroni: file("--patroni"),
            old: file("--old"),
        };
        let database = if asked.on_postgres { " on PostgreSQL" } else { "" };
        let control = if asked.is_control { ", control: it must fail" } else { "" };
        println!(
            "{}{database}: {} rounds, {} writers, seed {seed}{control}",
            fault.name, asked.rounds, asked.writers
        );
        let started = Instant::now();
        let figures = (fault.act)(&asked);
        figures.print();
        println!("  took: {} s", started.elapsed().as_secs());
        // A control that holds shows that the proof proves nothing.
        let is_as_it_must_be = figures.holds() != asked.is_control;
        println!("  {}", if is_as_it_must_be { "as it must be" } else { "NOT AS IT MUST BE" });
        failed += u8::from(!is_as_it_must_be);
    }
    ExitCode::from(failed.min(1))
}
