//! Settings of how many requests a client may send. It does not know how they are counted.

use serde::Deserialize;

/// How many requests a client may send.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// Requests within a window; 0 sets no limit.
    pub requests: u32,
    /// The window, in seconds.
    pub window_s: u32,
    /// The addresses whose word on the client's address is taken, with commas between.
    pub trusted_proxies: String,
}
