//! `plantrack import`.

use std::{
    fs::File,
    io::{self, BufReader, IsTerminal, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, terminal};
use crate::{
    config::Files,
    domain::code::Code,
    service::{
        Caller, Pending, Plantrack,
        catalogue::{AreaDraft, CategoryDraft, IndicatorDraft},
        error::ServiceError,
        import::{
            catalogue::FromRow,
            plan_table::PlanTableOptions,
            report::{LongOptions, LongReport, PlanTableReport, Tally},
            table::{Charset, Format, Limits, Said, Source, Step},
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

/// The file and its form.
#[derive(Debug, Args)]
pub(super) struct Given {
    /// The file: CSV, XLSX, NDJSON or JSON by its extension; - reads standard input, as CSV
    file: PathBuf,
    /// The form of the file, whatever its extension
    #[arg(long, value_name = "FORM", value_parser = ["csv", "xlsx", "ndjson", "json"])]
    format: Option<String>,
    /// The encoding of CSV, where its bytes do not tell
    #[arg(
        long,
        value_name = "NAME",
        value_parser = ["utf-8", "utf-16", "utf-16le", "utf-16be", "gb18030", "gbk", "gb2312"]
    )]
    charset: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Long {
    #[command(flatten)]
    given: Given,
    /// Ignore columns that are not known
    #[arg(long)]
    ignore_unknown: bool,
    /// Try all and keep nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct PlanTable {
    #[command(flatten)]
    given: Given,
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
    pub(super) async fn run(self, plantrack: &Plantrack, files: &Files) -> Result<(), Failure> {
        let caller = Caller::at_the_terminal();
        let bar = progress_bar();
        match self {
            Self::PlanTable(table) => {
                let (given, options) = table.parts();
                let source = given.open(files, &bar)?;
                let report = plantrack.import_plan_table(&caller, source, &options).await;
                bar.finish_and_clear();
                let report = report.map_err(|error| given.named_in(error))?;
                say!("{}", described(&report.commit().await?));
            }
            Self::Targets(long) => {
                let report = plantrack.import_targets(&caller, long.open(files, &bar)?, long.options()).await;
                bar.finish_and_clear();
                long.print(report, "targets").await?;
            }
            Self::Outcomes(long) => {
                let report =
                    plantrack.import_outcomes(&caller, long.open(files, &bar)?, long.options()).await;
                bar.finish_and_clear();
                long.print(report, "outcomes").await?;
            }
            Self::Indicators(long) => {
                long.catalogue::<IndicatorDraft>(plantrack, files, "indicators").await?;
            }
            Self::Areas(long) => long.catalogue::<AreaDraft>(plantrack, files, "areas").await?,
            Self::Categories(long) => long.catalogue::<CategoryDraft>(plantrack, files, "categories").await?,
        }
        Ok(())
    }
}

impl Given {
    /// The form: as it was said, or as the extension says.
    fn form(&self) -> Result<Format, Failure> {
        if let Some(word) = &self.format {
            return word.parse().map_err(Failure::usage);
        }
        if self.file.as_os_str() == "-" {
            return Ok(Format::Csv);
        }
        let extension = self.file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        Format::of_extension(extension).ok_or_else(|| {
            Failure::usage(format!(
                "the extension of {} says no form that is known; say it with --format csv, xlsx, ndjson or json",
                self.file.display()
            ))
        })
    }

    /// The error, with the file named where it is the file as a whole that was refused.
    fn named_in(&self, error: ServiceError) -> ServiceError {
        let ServiceError::Refused(mut faults) = error else { return error };
        for fault in &mut faults.listed {
            if fault.line.is_none() && fault.item.is_none() && fault.field.is_empty() {
                fault.field = self.file.display().to_string();
            }
        }
        ServiceError::Refused(faults)
    }

    fn open(&self, files: &Files, bar: &ProgressBar) -> Result<Source, Failure> {
        let format = self.form()?;
        if self.charset.is_some() && format != Format::Csv {
            return Err(Failure::usage("--charset is for CSV; the other forms have one encoding"));
        }
        let charset = self.charset.as_deref().and_then(Charset::of_name);
        let limits =
            Limits { workbook_bytes: files.max_workbook_bytes, unpacked_bytes: files.max_unpacked_bytes };
        let bar = bar.clone();
        let progress = move |step| {
            let (word, rows) = match step {
                Step::Read(rows) => ("read", rows),
                Step::Written(rows) => ("written", rows),
            };
            bar.set_message(word);
            bar.set_position(u64::try_from(rows).unwrap_or(u64::MAX));
        };
        let file = open(&self.file, files)?;
        Ok(Source::new(BufReader::new(file), Said { format, charset }, limits)
            .with_progress(Arc::new(progress)))
    }
}

impl Long {
    const fn options(&self) -> LongOptions {
        LongOptions { ignore_unknown: self.ignore_unknown, dry_run: self.dry_run }
    }

    fn open(&self, files: &Files, bar: &ProgressBar) -> Result<Source, Failure> {
        self.given.open(files, bar)
    }

    async fn catalogue<D: FromRow>(
        &self,
        plantrack: &Plantrack,
        files: &Files,
        what: &str,
    ) -> Result<(), Failure> {
        let bar = progress_bar();
        let source = self.open(files, &bar)?;
        let report =
            plantrack.import_catalogue::<D>(&Caller::at_the_terminal(), source, self.options()).await;
        bar.finish_and_clear();
        self.print(report, what).await
    }

    /// Keeps what was imported, and says what it was.
    async fn print(
        &self,
        report: Result<Pending<LongReport>, ServiceError>,
        what: &str,
    ) -> Result<(), Failure> {
        let report = report.map_err(|error| self.given.named_in(error))?.commit().await?;
        let file = self.given.file.display();
        let rows = terminal::counted(report.rows, "row", "rows");
        if report.tally.is_unchanged() {
            say!("{file}: nothing new in {rows}; nothing was changed");
        } else if report.dry_run {
            say!("{file}: a trial with {rows}; nothing was kept. It would do this:");
            say!("  {what}: {}", counts(&report.tally));
        } else {
            say!("{file}: {rows} imported\n  {what}: {}", counts(&report.tally));
        }
        Ok(())
    }
}

impl PlanTable {
    fn parts(self: Box<Self>) -> (Given, PlanTableOptions) {
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
        (self.given, options)
    }
}

/// The file, or what comes through standard input, which is kept in a file of its own while it is read.
fn open(path: &Path, files: &Files) -> Result<File, Failure> {
    let unreadable = |error: io::Error| Failure::of_file(path, "read", &error);
    if path.as_os_str() == "-" {
        let mut file = tempfile::tempfile_in(files.spool()).map_err(unreadable)?;
        io::copy(&mut io::stdin().lock(), &mut file).map_err(unreadable)?;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        return Ok(file);
    }
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(file)
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows {msg}, {per_sec}, {elapsed}")
    {
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
    let rows = terminal::counted(report.rows, "row", "rows");
    let mut lines = Vec::new();
    if report.is_unchanged() {
        lines.push(format!("plan {plan}: the table of {rows} says nothing new; nothing was changed"));
    } else {
        lines.push(if report.dry_run {
            format!("plan {plan}: a trial with {rows}; nothing was kept. It would do this:")
        } else {
            format!("plan {plan}: {rows} imported")
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
