//! Settings of the load that is taken on at a time. It does not know how the limits are kept.

use serde::Deserialize;

/// How much is done at a time; what is above waits for a while, and is then refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// Reads that are worked on at a time.
    pub concurrent_reads: usize,
    /// Writes that are worked on at a time.
    pub concurrent_writes: usize,
    /// The most requests that wait, of each of both.
    pub max_queued: usize,
    /// The longest that one waits, in milliseconds.
    pub queue_wait_ms: u64,
}
