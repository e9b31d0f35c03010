//! `plantrack check`.

use super::Failure;
use crate::service::{ChainCheck, Plantrack};

/// Verifies what is stored and the chain of the change log.
pub(super) async fn run(plantrack: &Plantrack) -> Result<(), Failure> {
    let faults = plantrack.store().storage_faults().await?;
    if !faults.is_empty() {
        return Err(Failure::refused(format!(
            "the database is damaged; restore it from a backup, and look after the disk:\n  {}",
            faults.join("\n  ")
        )));
    }
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
