//! `plantrack check`.

use super::Failure;
use crate::service::{ChainCheck, Plantrack};

/// Verifies the chain of the change log.
pub(super) async fn run(plantrack: &Plantrack) -> Result<(), Failure> {
    match plantrack.store().verify_changes().await? {
        ChainCheck::Whole { entries } => {
            eprintln!("the change log is whole: {entries} entries, each chained to the one before");
            Ok(())
        }
        ChainCheck::Broken { entry } => Err(Failure::refused(format!(
            "the change log is broken at entry {entry}: it does not follow from the one before, or is missing; \
             restore the database from a backup, and find out who changed it past the service"
        ))),
    }
}
