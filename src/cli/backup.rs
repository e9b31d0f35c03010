//! `plantrack backup` and `plantrack restore`.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::{
    config::Settings,
    startup::{self, BackupError, Contents, Restored},
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
        say!("backed up and verified: {}", described(&contents));
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let Restored { contents, lacks_sum } = startup::restore(settings, &self.file).await?;
        if let Some(sum) = lacks_sum {
            say!(
                "warning: the checksum {} is missing, so that not each byte of the backup is vouched for",
                sum.display()
            );
        }
        say!("restored and verified: {}", described(&contents));
        Ok(())
    }
}

fn described(contents: &Contents) -> String {
    let Contents { changes, hash } = contents;
    match changes {
        0 => "no change".to_owned(),
        1 => format!("1 change, with the hash {hash}"),
        _ => format!("{changes} changes, the last with the hash {hash}"),
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Taken(_)
            | BackupError::NotEmpty(_)
            | BackupError::Empty(_)
            | BackupError::Damaged { .. } => Self::refused(error.to_string()),
            BackupError::NotSqlite => Self::usage(error.to_string()),
            BackupError::NoSuchFile(_) | BackupError::InUse(_) | BackupError::File { .. } => {
                Self::environment(error)
            }
            BackupError::Store(error) => error.into(),
        }
    }
}
