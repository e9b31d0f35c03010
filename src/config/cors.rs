//! Settings of which pages of other sites may call the service from a browser. It does not know how a browser asks.

use serde::Deserialize;

/// Which pages may call the service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cors {
    /// The origins that may do everything, with commas between.
    pub origins: String,
    /// Which others may read.
    pub public_reads: PublicReads,
}

/// Which origins may read what needs no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicReads {
    /// Those that are listed.
    Listed,
    /// Any.
    Any,
}
