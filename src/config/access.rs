//! Settings of access: who may read without a key. It does not know how a key is proved.

use serde::Deserialize;

/// Settings of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Who may read.
    pub reads: Reads,
}

/// Who may read. Writes always need a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// Everybody.
    Open,
    /// Who has a key, or a token of the provider.
    Keyed,
}
