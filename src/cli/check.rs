//! `plantrack check` and `plantrack checkpoint`.

use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::{Failure, terminal};
use crate::service::{Checkpoint, Findings, Plantrack};

/// Verify the database: its tables, the chain of the change log, each fact against its entry, versions, heads.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Check the chain of the change log alone
    #[arg(long)]
    chain: bool,
    /// Check also that the record has the entries of these checkpoints, one a line
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// A checkpoint as it is written down.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    number: i64,
    hash: String,
    time: String,
}

impl Check {
    pub(super) async fn run(self, plantrack: &Plantrack) -> Result<(), Failure> {
        let faults = plantrack.store().storage_faults().await?;
        if !faults.is_empty() {
            return Err(Failure::refused(format!(
                "the database is damaged; restore it from a backup, and look after the disk:\n  {}",
                faults.join("\n  ")
            )));
        }
        let faults = plantrack.store().schema_faults().await?;
        if !faults.is_empty() {
            return Err(Failure::refused(format!(
                "the tables are not as plantrack made them; restore the database from a backup, and find out who \
                 changed it past the service:\n  {}",
                faults.join("\n  ")
            )));
        }
        let mut broken = Vec::new();
        let mut total = 0;
        if let Some(file) = &self.against {
            for known in checkpoints(file)? {
                if let Some(finding) = plantrack.store().check_against(&known).await? {
                    broken.push(format!("{}: {}", finding.place, finding.detail));
                    total += 1;
                }
            }
        }
        let (findings, whole) = if self.chain {
            let chain = plantrack.store().check_chain().await?;
            (chain.findings, format!("{}, each chained to the one before", entries(chain.entries)))
        } else {
            let checked = plantrack.store().check().await?;
            let whole = format!(
                "{}, each chained to the one before; {} and {} are what the entries say",
                entries(checked.entries),
                terminal::counted(checked.facts, "fact", "facts"),
                terminal::counted(checked.heads, "head", "heads")
            );
            (checked.findings, whole)
        };
        let Findings { told, total: found } = findings;
        broken.extend(told.into_iter().map(|finding| format!("{}: {}", finding.place, finding.detail)));
        total += found;
        if total == 0 {
            say!("the record is whole: {whole}");
            return Ok(());
        }
        let told = u64::try_from(broken.len()).unwrap_or(u64::MAX);
        if total > told {
            broken.push(format!("… and {} more", total - told));
        }
        Err(Failure::refused(format!(
            "the record is broken; {}:\n  {}\nrestore the database from a backup, and find out who \
             changed it past the service",
            terminal::counted(total, "finding", "findings"),
            broken.join("\n  ")
        )))
    }
}

fn entries(count: i64) -> String {
    terminal::counted(count, "entry", "entries")
}

fn checkpoints(file: &Path) -> Result<Vec<Checkpoint>, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::of_file(file, "read", &error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| {
            let read = serde_json::from_str::<Line>(line).ok();
            let read = read.filter(|line| line.number >= 0).ok_or_else(|| {
                Failure::usage(format!(
                    "{}, line {}: this is no checkpoint; `plantrack checkpoint` prints one",
                    file.display(),
                    place + 1
                ))
            })?;
            Ok(Checkpoint { number: read.number, hash: read.hash, recorded_at: 0 })
        })
        .collect()
}

/// Prints the last entry of the record, to be kept outside of the database.
pub(super) async fn take_checkpoint(plantrack: &Plantrack) -> Result<(), Failure> {
    let Checkpoint { number, hash, recorded_at } = plantrack.store().checkpoint().await?;
    let time = DateTime::<Utc>::from_timestamp_micros(recorded_at).unwrap_or_default();
    let line = Line { number, hash, time: time.to_rfc3339_opts(SecondsFormat::Micros, true) };
    terminal::print(&serde_json::to_string(&line).map_err(Failure::environment)?)
}
