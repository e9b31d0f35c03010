//! Settings of the stream of changes.

use serde::Deserialize;

/// Settings of the stream of changes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// The most clients that follow at a time.
    pub max_subscribers: usize,
    /// How often a quiet stream shows that it lives, in milliseconds.
    pub heartbeat_ms: u64,
    /// How long a client may leave what was written to it unread, in milliseconds.
    pub stall_ms: u64,
}
