//! `plantrack import`.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, IsTerminal, Read, Seek},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use crate::{
    domain::code::Code,
    service::{
        Caller, Plantrack,
        catalogue::{AreaDraft, CategoryDraft, IndicatorDraft},
        import::{
            plan_table::{PlanTableOptions, PlanTableReport},
            report::{LongOptions, LongReport, Tally},
        },
    },
};

/// Import a file, all of it or nothing.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// A plan table: one row an indicator, its target and its outcome as published
    PlanTable(Box<PlanTable>),
    /// A long file of targets: one row a plan, series and period
    Targets(Long),
    /// A long file of outcomes: one row a series, period and source
    Outcomes(Long),
    /// Indicators of the catalogue
    Indicators(Long),
    /// Areas: a tree, parents before or after their parts
    Areas(Long),
    /// Categories: a tree, parents before or after their parts
    Categories(Long),
}

#[derive(Debug, Args)]
pub(super) struct Long {
    /// The CSV file; - reads standard input
    file: PathBuf,
    /// Ignore columns that are not known
    #[arg(long)]
    ignore_unknown: bool,
    /// Try all and keep nothing
    #[arg(long)]
    dry_run: bool,
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

/// A file that can be gone through more than once.
trait Input: Read + Seek {}
impl<T: Read + Seek> Input for T {}

impl Import {
    pub(super) async fn run(self, plantrack: &Plantrack) -> Result<(), Failure> {
        let caller = Caller::at_the_terminal();
        match self {
            Self::PlanTable(table) => {
                let (file, options) = table.parts();
                let report =
                    plantrack.import_plan_table(&caller, open(&file)?, &options).await?.commit().await?;
                eprintln!("{}", described(&report));
            }
            Self::Targets(long) => {
                let report = plantrack
                    .import_targets(&caller, open(&long.file)?, long.options())
                    .await?
                    .commit()
                    .await?;
                long.print(&report, "targets");
            }
            Self::Outcomes(long) => {
                let bar = progress_bar();
                let progress = |rows: usize| bar.set_position(u64::try_from(rows).unwrap_or(u64::MAX));
                let done =
                    plantrack.import_outcomes(&caller, open(&long.file)?, long.options(), progress).await;
                bar.finish_and_clear();
                long.print(&done?.commit().await?, "outcomes");
            }
            Self::Indicators(long) => {
                let input = open(&long.file)?;
                let report = plantrack
                    .import_catalogue::<IndicatorDraft>(&caller, input, long.options())
                    .await?
                    .commit()
                    .await?;
                long.print(&report, "indicators");
            }
            Self::Areas(long) => {
                let input = open(&long.file)?;
                let report = plantrack
                    .import_catalogue::<AreaDraft>(&caller, input, long.options())
                    .await?
                    .commit()
                    .await?;
                long.print(&report, "areas");
            }
            Self::Categories(long) => {
                let input = open(&long.file)?;
                let report = plantrack
                    .import_catalogue::<CategoryDraft>(&caller, input, long.options())
                    .await?
                    .commit()
                    .await?;
                long.print(&report, "categories");
            }
        }
        Ok(())
    }
}

impl Long {
    const fn options(&self) -> LongOptions {
        LongOptions { ignore_unknown: self.ignore_unknown, dry_run: self.dry_run }
    }

    fn print(&self, report: &LongReport, what: &str) {
        let file = self.file.display();
        if report.tally.is_unchanged() {
            eprintln!("{file}: {} rows say nothing new; nothing was changed", report.rows);
        } else if report.dry_run {
            eprintln!("{file}: a trial with {} rows; nothing was kept. It would do this:", report.rows);
            eprintln!("  {what}: {}", counts(&report.tally));
        } else {
            eprintln!("{file}: {} rows imported\n  {what}: {}", report.rows, counts(&report.tally));
        }
    }
}

impl PlanTable {
    fn parts(self: Box<Self>) -> (PathBuf, PlanTableOptions) {
        let options = PlanTableOptions {
            plan: self.plan,
            period: self.period,
            title_zh: self.title_zh,
            title_en: self.title_en,
            issuer: self.issuer,
            parent: self.parent,
            basis: self.basis,
            reported_on: self.reported_on,
            source: self.source,
            ignore_unknown: self.ignore_unknown,
            dry_run: self.dry_run,
        };
        (self.file, options)
    }
}

fn open(path: &Path) -> Result<Box<dyn Input>, Failure> {
    let unreadable = |error: io::Error| {
        let words = format!("the file {} cannot be read: {error}", path.display());
        Failure::environment(io::Error::new(error.kind(), words))
    };
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map_err(unreadable)?;
        return Ok(Box::new(Cursor::new(bytes)));
    }
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(Box::new(BufReader::new(file)))
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn counts(tally: &Tally) -> String {
    format!("{} new, {} revised, {} as they were", tally.created, tally.revised, tally.unchanged)
}

/// What the import of a plan table did, in a few lines.
pub(super) fn described(report: &PlanTableReport) -> String {
    let plan = &report.plan;
    let mut lines = Vec::new();
    if report.is_unchanged() {
        lines.push(format!(
            "plan {plan}: the table of {} rows says nothing new; nothing was changed",
            report.rows
        ));
    } else {
        lines.push(if report.dry_run {
            format!("plan {plan}: a trial with {} rows; nothing was kept. It would do this:", report.rows)
        } else {
            format!("plan {plan}: {} rows imported", report.rows)
        });
        lines.push(format!("  indicators: {}", counts(&report.indicators)));
        lines.push(format!("  targets:    {}", counts(&report.targets)));
        lines.push(format!("  outcomes:   {}", counts(&report.outcomes)));
    }
    if !report.not_in_table.is_empty() {
        let codes: Vec<&str> = report.not_in_table.iter().map(Code::as_str).collect();
        lines.push(format!("  in the plan but not in the table, left alone: {}", codes.join(", ")));
    }
    lines.join("\n")
}
