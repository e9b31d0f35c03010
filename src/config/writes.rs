//! Settings of writes over HTTP. It does not know how they are done.

use serde::Deserialize;

/// Settings of writes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writes {
    /// How long the answer to a write with an `Idempotency-Key` is kept, in seconds.
    pub answers_kept_s: u32,
    /// Whether a revision must say which version it is meant for.
    pub if_match: IfMatch,
}

/// Whether a revision must say which version it is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IfMatch {
    /// It may.
    Optional,
    /// It must.
    Required,
}
