//! `plantrack backup` and `plantrack restore`.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::{
    config::Settings,
    startup::{self, BackupError, Contents},
};

/// Write a backup of a SQLite database into a new file, while it is in use
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist
    file: PathBuf,
}

/// Put a backup in the place of a SQLite database that is missing or empty
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup, as `plantrack backup` wrote it
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let contents = startup::back_up(settings, &self.file).await?;
        eprintln!("backed up and verified: {}", described(&contents));
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let contents = startup::restore(settings, &self.file).await?;
        eprintln!("restored and verified: {}", described(&contents));
        Ok(())
    }
}

fn described(contents: &Contents) -> String {
    let Contents { changes, hash } = contents;
    format!("{changes} changes, the last with the hash {hash}")
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Taken(_) | BackupError::NotEmpty(_) | BackupError::Damaged { .. } => {
                Self::refused(error.to_string())
            }
            BackupError::NotSqlite => Self::usage(error.to_string()),
            BackupError::NoSuchFile(_) | BackupError::InUse(_) | BackupError::File { .. } => {
                Self::environment(error)
            }
            BackupError::Store(error) => error.into(),
        }
    }
}
