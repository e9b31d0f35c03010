//! Settings of files that are imported and exported.

use std::path::PathBuf;

use serde::Deserialize;

/// Settings of files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// Where files wait on their way in and out; empty is the system's folder for temporary files.
    pub spool_folder: String,
    /// The largest workbook, in bytes.
    pub max_workbook_bytes: u64,
    /// The most that is unpacked of a workbook, in bytes.
    pub max_unpacked_bytes: u64,
}

impl Files {
    /// Where files wait on their way in and out.
    pub fn spool(&self) -> PathBuf {
        if self.spool_folder.is_empty() { std::env::temp_dir() } else { PathBuf::from(&self.spool_folder) }
    }
}
