//! `plantrack config`.

use super::{Failure, terminal};
use crate::config::Effective;

/// Prints the settings in force, secrets hidden, and where each comes from.
pub(super) fn run(effective: &Effective) -> Result<(), Failure> {
    for warning in &effective.warnings {
        say!("warning: {warning}");
    }
    let rows = effective
        .entries
        .iter()
        .map(|entry| vec![entry.key.clone(), entry.value.clone(), entry.origin.to_string()])
        .collect();
    terminal::print(&terminal::table(&["setting", "value", "from"], rows))
}
