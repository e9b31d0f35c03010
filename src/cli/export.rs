//! `plantrack export`.

use std::{
    fs::{self, File, Metadata},
    io::{self, IsTerminal, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};

use super::{Failure, arguments, terminal};
use crate::{
    config::Files,
    domain::{area::Area, category::Category, code::Code, indicator::Indicator, period::Period},
    service::{
        OutcomeSelection, Plantrack,
        export::{Destination, ExportError, Exported, Form, Format, Output, WriteError},
        members::By,
        scorecard::Question,
    },
};

/// Write a part of the record to a file, in the columns in which it is imported.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// Outcomes, in the order they were recorded
    Outcomes(Outcomes),
    /// The targets of a plan, or of all plans
    Targets(Targets),
    /// A plan's scorecard: one row a target, with how it stands
    Completion(Completion),
    /// A plan's matrix: one row an indicator and a member
    Matrix(Matrix),
    /// Indicators of the catalogue
    Indicators(Target),
    /// Areas
    Areas(Target),
    /// Categories
    Categories(Target),
}

#[derive(Debug, Args)]
pub(super) struct Outcomes {
    #[command(flatten)]
    target: Target,
    /// Only of this indicator
    #[arg(long)]
    indicator: Option<Code>,
    /// Only of this area
    #[arg(long)]
    area: Option<Code>,
    /// Only of this category
    #[arg(long)]
    category: Option<Code>,
    /// Only for exactly this period
    #[arg(long)]
    period: Option<Period>,
    /// Every vintage, also those that a later one displaced
    #[arg(long)]
    all_vintages: bool,
}

#[derive(Debug, Args)]
pub(super) struct Targets {
    #[command(flatten)]
    target: Target,
    /// Only of this plan
    #[arg(long)]
    plan: Option<Code>,
}

/// Of which plan, and when.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// The code of the plan
    plan: Code,
    /// The day it is judged for, such as 2022-06-30; today where left out
    #[arg(long, value_name = "DAY", value_parser = arguments::day)]
    on: Option<NaiveDate>,
    /// The moment whose knowledge counts, such as 2023-01-13T00:00:00Z; now where left out
    #[arg(long, value_name = "TIME", value_parser = arguments::moment)]
    as_of: Option<DateTime<Utc>>,
}

#[derive(Debug, Args)]
pub(super) struct Completion {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub(super) struct Matrix {
    #[command(flatten)]
    asked: Asked,
    /// What the members are: area or category
    #[arg(long)]
    by: By,
    #[command(flatten)]
    target: Target,
}

impl Asked {
    fn question(&self) -> Question {
        Question { on: self.on, as_of: self.as_of, ..Question::default() }
    }
}

/// Where it goes, and in which form.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The form; sdmx is SDMX-CSV 2.0, for outcomes and targets
    #[arg(long, value_name = "FORM", default_value = "csv", value_parser = ["csv", "xlsx", "ndjson", "json", "sdmx"])]
    format: String,
    /// The file to write; without it the data goes to stdout
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Begin CSV with the mark by which a spreadsheet sees that it is UTF-8
    #[arg(long)]
    bom: bool,
}

impl Export {
    pub(super) async fn run(self, plantrack: &Plantrack, files: &Files) -> Result<(), Failure> {
        match self {
            Self::Outcomes(Outcomes { target, indicator, area, category, period, all_vintages }) => {
                let selection = OutcomeSelection { indicator, area, category, period, all_vintages };
                target.finish(plantrack.export_outcomes(&selection, target.open(files)?).await)
            }
            Self::Targets(Targets { target, plan }) => {
                target.finish(plantrack.export_targets(plan.as_ref(), target.open(files)?).await)
            }
            Self::Completion(Completion { asked, target }) => {
                let destination = target.open(files)?;
                let card = plantrack.scorecard(&asked.plan, &asked.question()).await?;
                target.finish(Plantrack::export_completion(&card, destination).await)
            }
            Self::Matrix(Matrix { asked, by, target }) => {
                let destination = target.open(files)?;
                let matrix = plantrack.matrix(&asked.plan, by, &asked.question()).await?;
                target.finish(Plantrack::export_matrix(&matrix, destination).await)
            }
            Self::Indicators(target) => {
                target.finish(plantrack.export_catalogue::<Indicator>(target.open(files)?).await)
            }
            Self::Areas(target) => {
                target.finish(plantrack.export_catalogue::<Area>(target.open(files)?).await)
            }
            Self::Categories(target) => {
                target.finish(plantrack.export_catalogue::<Category>(target.open(files)?).await)
            }
        }
    }
}

impl Target {
    /// A file without a name: what is written becomes visible only once it is whole.
    fn open(&self, files: &Files) -> Result<Destination, Failure> {
        let form: Form = self.format.parse().map_err(Failure::usage)?;
        if form == Form::Table(Format::Xlsx) && self.output.is_none() && io::stdout().is_terminal() {
            return Err(Failure::usage("a workbook is nothing for a terminal; name a file with --output"));
        }
        let folder = files.spool();
        let file = tempfile::tempfile_in(&folder).map_err(Failure::environment)?;
        Ok(Destination { out: Box::new(file), form, folder, with_mark: self.bom })
    }

    /// Hands the whole file over.
    fn finish(&self, exported: Result<Exported, ExportError>) -> Result<(), Failure> {
        let Exported { out, rows } = exported.map_err(failed)?;
        match &self.output {
            None => copy(out, io::stdout().lock()),
            Some(path) => {
                put(out, path)?;
                say!("{}: {}", path.display(), terminal::counted(rows, "row", "rows"));
                Ok(())
            }
        }
    }
}

/// How a SQLite database begins.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// Puts a file in its place whole: what stood there stays until then. A database is not what anybody means to replace.
fn put(out: Box<dyn Output>, path: &Path) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::of_file(path, "written", &error);
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return copy(out, File::create(path).map_err(failed)?);
    }
    if there.is_some() && is_a_database(path).map_err(failed)? {
        return Err(Failure::usage(format!(
            "{}: a SQLite database is there, which an export does not replace; name another file",
            path.display()
        )));
    }
    // Behind a link the file is replaced and not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut unfinished = path.clone().into_os_string();
    unfinished.push(format!(".{}.unfinished", std::process::id()));
    let unfinished = Path::new(&unfinished);
    written(out, unfinished, there.as_ref()).and_then(|()| fs::rename(unfinished, &path)).map_err(|error| {
        // It may not be there, and there is nobody to tell.
        drop(fs::remove_file(unfinished));
        failed(error)
    })
}

/// Writes a new file, for those who may read what it takes the place of.
fn written(mut out: Box<dyn Output>, path: &Path, there: Option<&Metadata>) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    if let Some(there) = there {
        file.set_permissions(there.permissions())?;
    }
    out.seek(SeekFrom::Start(0))?;
    io::copy(&mut out, &mut file)?;
    file.sync_all()
}

fn is_a_database(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    let most = u64::try_from(DATABASE.len()).unwrap_or(u64::MAX);
    File::open(path)?.take(most).read_to_end(&mut start)?;
    Ok(start == DATABASE)
}

/// A reader that has gone away is no failure.
fn copy(mut from: Box<dyn Output>, mut to: impl io::Write) -> Result<(), Failure> {
    let copied = from.seek(SeekFrom::Start(0)).and_then(|_| io::copy(&mut from, &mut to));
    match copied.and_then(|_| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::environment(error)),
        _ => Ok(()),
    }
}

fn failed(error: ExportError) -> Failure {
    match error {
        ExportError::Service(error) => error.into(),
        ExportError::NoSuchForm(detail) => Failure::usage(detail),
        ExportError::Write(WriteError::TooManyRows) => Failure::refused(WriteError::TooManyRows.to_string()),
        ExportError::Write(error) => Failure::environment(error),
    }
}
