//! `plantrack migrate`.

use clap::{Args, Subcommand};

use super::Failure;
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
        let store = startup::open_store(settings).await?;
        match self.step.unwrap_or(Step::Up) {
            Step::Up => match store.migrate_up().await? {
                0 => eprintln!("the schema is up to date"),
                applied => eprintln!("{applied} migrations applied; the schema is up to date"),
            },
            Step::Down { lose_data: false, .. } => {
                return Err(Failure::usage(
                    "taking a migration back drops its tables with all data in them; add --lose-data if that is meant",
                ));
            }
            Step::Down { steps, lose_data: true } => {
                let taken_back = store.migrate_down(steps).await?;
                eprintln!("{taken_back} migrations taken back");
            }
            Step::Status => {
                for migration in store.migrations().await? {
                    println!("{}\t{}", if migration.applied { "applied" } else { "pending" }, migration.name);
                }
            }
        }
        Ok(())
    }
}
