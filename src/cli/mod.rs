//! The command line: parses the words, calls the service, prints for people. Data goes to stdout, words for
//! people to stderr; the exit status says what kind of end it was.

/// Says something to people, on stderr. Where nobody listens any more, what was done is done all the same.
macro_rules! say {
    ($($words:tt)*) => { $crate::cli::terminal::say(format_args!($($words)*)) };
}

mod arguments;
mod assess;
mod backup;
mod check;
mod export;
mod failure;
pub mod health;
mod import;
mod keys;
mod migrate;
mod openapi;
mod read;
mod serve;
mod settings;
mod status;
mod terminal;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use self::failure::Failure;
use crate::{
    config::{Effective, Flag, Settings},
    domain::reading::Language,
    service::Plantrack,
    startup,
};

/// Stores planned targets and reported outcomes, and computes completion status against the plan.
#[derive(Debug, Parser)]
#[command(
    name = "plantrack",
    version,
    arg_required_else_help = true,
    after_help = "\
Exit status: 0 done, 1 the data was refused, 2 wrong usage or settings, 3 database, file or permission.

Try it:
  plantrack serve --demo
  plantrack keys create --name me --scope admin
  plantrack read-target 5.5左右 --unit % --measure rate --direction higher
  plantrack assess --target 5.5左右 --outcome 2.6 --unit % --measure rate --direction higher --period 2022"
)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// The database: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// The settings file; by default plantrack.toml, where there is one
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The language of what is printed; by default that of the terminal
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<LanguageWord>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum LanguageWord {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "it is made once")]
enum Command {
    /// Serve the API, the documentation and the health checks
    Serve(serve::Serve),
    /// Bring the schema up to date, take migrations back, or show how it stands
    Migrate(migrate::Migrate),
    /// Import a file, all of it or nothing
    #[command(subcommand)]
    Import(import::Import),
    /// Write a part of the record to a file, in the columns in which it is imported
    #[command(subcommand)]
    Export(export::Export),
    /// Make, list and revoke the keys that clients prove themselves with
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Show a plan's scorecard, or one assessment with its explanation
    Status(status::Status),
    /// Say what would follow from a target and an outcome; nothing is stored
    Assess(assess::Assess),
    /// Say what a target phrase is read as, or why not
    ReadTarget(read::Read),
    /// Say what an outcome phrase is read as, or why not
    ReadOutcome(read::Read),
    /// Print the OpenAPI document
    Openapi(openapi::Openapi),
    /// Show the settings in force and where each comes from
    Config,
    /// Ask the server on this machine whether it is alive
    Health,
    /// Write a backup of a SQLite database into a new file, while it is in use
    Backup(backup::Backup),
    /// Put a backup in the place of a SQLite database that is missing or empty
    Restore(backup::Restore),
    /// Verify the database: its pages, references and tables, the chain of the change log, each fact against its entry
    Check(check::Check),
    /// Print the last entry of the record, to be kept outside of the database
    Checkpoint,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let language = cli.common.language();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(language),
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { common, command } = cli;
    let language = common.language();
    match command {
        Command::ReadTarget(read) => return read.target(language),
        Command::ReadOutcome(read) => return read.outcome(language),
        Command::Openapi(openapi) => return openapi.run(),
        _ => {}
    }
    let mut flags: Vec<Flag> = Vec::new();
    if let Some(value) = common.database {
        flags.push(Flag { name: "--database", key: "database.url", value });
    }
    if let Command::Serve(serve) = &command {
        flags.extend(serve.flags());
    }
    let effective = Settings::load(&flags, std::env::vars_os(), common.config.as_deref())?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::environment)?;
    runtime.block_on(async move {
        match command {
            Command::Serve(serve) => serve.run(effective).await,
            Command::Config => settings::run(&effective),
            Command::Health => health::check(&effective.settings.server).map_err(Failure::environment),
            Command::Migrate(migrate) => migrate.run(&effective.settings).await,
            Command::Import(import) => {
                let files = &effective.settings.files;
                on_database(&effective, Use::Change, async |plantrack| import.run(plantrack, files).await)
                    .await
            }
            Command::Export(export) => {
                let files = &effective.settings.files;
                on_database(&effective, Use::Look, async |plantrack| export.run(plantrack, files).await).await
            }
            Command::Keys(keys) => {
                let what_for = if keys.makes_the_first() { Use::Change } else { Use::Look };
                on_database(&effective, what_for, async |plantrack| keys.run(plantrack).await).await
            }
            Command::Status(status) => {
                on_database(&effective, Use::Look, async |plantrack| status.run(plantrack, language).await)
                    .await
            }
            Command::Assess(assess) => {
                assess.run(startup::system_clock(&effective.settings).today(), language)
            }
            Command::Backup(backup) => backup.run(&effective.settings).await,
            Command::Restore(restore) => restore.run(&effective.settings).await,
            Command::Check(check) => {
                on_database(&effective, Use::Look, async |plantrack| check.run(plantrack).await).await
            }
            Command::Checkpoint => {
                on_database(&effective, Use::Look, async |plantrack| check::take_checkpoint(plantrack).await)
                    .await
            }
            Command::ReadTarget(_) | Command::ReadOutcome(_) | Command::Openapi(_) => Ok(()),
        }
    })
}

/// What a command does with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It may change it, so that one which is missing is created.
    Change,
    /// It only looks.
    Look,
}

/// Runs a command that works on the database directly, and closes it: what is left of SQLite's log would be read again
/// at the next start.
async fn on_database(
    effective: &Effective,
    what_for: Use,
    command: impl AsyncFnOnce(&Plantrack) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let plantrack = open(effective, what_for).await?;
    let mut done = command(&plantrack).await;
    if what_for == Use::Look {
        done = done.map_err(Failure::of_a_question);
    }
    if let Err(error) = plantrack.store().clone().close().await {
        tracing::warn!(%error, "the database was not closed");
    }
    done
}

/// The service for a command that works on the database directly.
async fn open(effective: &Effective, what_for: Use) -> Result<Plantrack, Failure> {
    let settings = &effective.settings;
    for warning in &effective.warnings {
        say!("warning: {warning}");
    }
    let clock = startup::system_clock(settings);
    Ok(match what_for {
        Use::Change => startup::open_service(settings, clock).await?,
        Use::Look => startup::open_to_look(settings, clock).await?,
    })
}

impl Common {
    fn language(&self) -> Language {
        match self.lang {
            Some(LanguageWord::Zh) => Language::Zh,
            Some(LanguageWord::En) => Language::En,
            None => {
                let of_terminal = ["LC_ALL", "LC_MESSAGES", "LANG"]
                    .iter()
                    .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
                match of_terminal {
                    Some(value) if value.starts_with("zh") => Language::Zh,
                    _ => Language::En,
                }
            }
        }
    }
}
