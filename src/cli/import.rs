//! `plantrack import`.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};

use super::Failure;
use crate::service::{
    Caller, Plantrack,
    import::{
        plan_table::{PlanTableOptions, PlanTableReport},
        report::Tally,
    },
};

/// Import a file, all of it or nothing.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// A plan table: one row an indicator, its target and its outcome as published
    PlanTable(PlanTable),
}

#[derive(Debug, Args)]
pub(super) struct PlanTable {
    /// The CSV file; - reads standard input
    file: PathBuf,
    /// The code of the plan
    #[arg(long)]
    plan: String,
    /// The period of the plan, such as 2022; needed where the plan does not exist yet
    #[arg(long)]
    period: Option<String>,
    /// The title in Chinese
    #[arg(long)]
    title_zh: Option<String>,
    /// The title in English
    #[arg(long)]
    title_en: Option<String>,
    /// Who published the plan
    #[arg(long)]
    issuer: Option<String>,
    /// The code of the longer plan that it refines
    #[arg(long)]
    parent: Option<String>,
    /// How firm the outcomes are: forecast, preliminary or final
    #[arg(long)]
    basis: Option<String>,
    /// The day the outcomes were reported, such as 2023-01-13
    #[arg(long, value_name = "DAY")]
    reported_on: Option<String>,
    /// Who published the outcomes
    #[arg(long)]
    source: Option<String>,
    /// Ignore columns that are not known
    #[arg(long)]
    ignore_unknown: bool,
    /// Try all and keep nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) async fn run(self, plantrack: &Plantrack) -> Result<(), Failure> {
        let Self::PlanTable(table) = self;
        let bytes = if table.file.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map_err(Failure::environment)?;
            bytes
        } else {
            fs::read(&table.file).map_err(|error| {
                Failure::environment(std::io::Error::new(
                    error.kind(),
                    format!("the file {} cannot be read: {error}", table.file.display()),
                ))
            })?
        };
        let options = PlanTableOptions {
            plan: table.plan,
            period: table.period,
            title_zh: table.title_zh,
            title_en: table.title_en,
            issuer: table.issuer,
            parent: table.parent,
            basis: table.basis,
            reported_on: table.reported_on,
            source: table.source,
            ignore_unknown: table.ignore_unknown,
            dry_run: table.dry_run,
        };
        let report = plantrack.import_plan_table(&Caller::at_the_terminal(), &bytes, &options).await?;
        eprintln!("{}", described(&report));
        Ok(())
    }
}

/// What an import did, in a few lines.
pub(super) fn described(report: &PlanTableReport) -> String {
    let mut text = if report.is_unchanged() {
        format!("plan {}: the table of {} rows says nothing new; nothing was changed", report.plan, report.rows)
    } else if report.dry_run {
        format!("plan {}: a trial with {} rows; nothing was kept. It would do this:", report.plan, report.rows)
    } else {
        format!("plan {}: {} rows imported", report.plan, report.rows)
    };
    if !report.is_unchanged() {
        let counts = |tally: &Tally| {
            format!("{} new, {} revised, {} as they were", tally.created, tally.revised, tally.unchanged)
        };
        text.push_str(&format!("\n  indicators: {}", counts(&report.indicators)));
        text.push_str(&format!("\n  targets:    {}", counts(&report.targets)));
        text.push_str(&format!(
            "\n  outcomes:   {} new vintages, {} known already",
            report.outcomes.created, report.outcomes.unchanged
        ));
    }
    if !report.not_in_table.is_empty() {
        let codes: Vec<&str> = report.not_in_table.iter().map(|code| code.as_str()).collect();
        text.push_str(&format!("\n  in the plan but not in the table, left alone: {}", codes.join(", ")));
    }
    text
}
