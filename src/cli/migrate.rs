//! `plantrack migrate`.

use clap::{Args, Subcommand};

use super::{Failure, terminal};
use crate::{config::Settings, startup};

/// Bring the schema up to date (`up`, the default), take migrations back, or show how it stands.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(subcommand)]
    step: Option<Step>,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Apply all migrations that have not been applied
    Up,
    /// Take the last migrations back, with all data in their tables
    Down {
        /// How many to take back
        #[arg(long, default_value_t = 1)]
        steps: u32,
        /// Confirm that the data in the tables taken back is to be lost
        #[arg(long)]
        lose_data: bool,
    },
    /// List the migrations and whether each has been applied
    Status,
}

impl Migrate {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let step = self.step.unwrap_or(Step::Up);
        let store = match step {
            Step::Up => startup::open_store(settings).await?,
            Step::Down { .. } | Step::Status => startup::open_what_is_there(settings).await?,
        };
        match step {
            Step::Up => match store.migrate_up().await? {
                0 => say!("the schema is up to date"),
                applied => {
                    let applied = terminal::counted(applied, "migration", "migrations");
                    say!("{applied} applied; the schema is up to date");
                }
            },
            Step::Down { lose_data: false, .. } => {
                return Err(Failure::usage(
                    "taking a migration back drops its tables with all data in them; add --lose-data if that is meant",
                ));
            }
            Step::Down { steps, lose_data: true } => {
                let taken_back = store.migrate_down(steps).await?;
                say!("{} taken back", terminal::counted(taken_back, "migration", "migrations"));
            }
            Step::Status => {
                let migrations = store.migrations().await?;
                let lines: Vec<String> = migrations
                    .iter()
                    .map(|migration| {
                        let state = if migration.applied { "applied" } else { "pending" };
                        format!("{state}\t{}", migration.name)
                    })
                    .collect();
                terminal::print(&lines.join("\n"))?;
            }
        }
        Ok(())
    }
}
