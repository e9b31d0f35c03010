//! Settings of what is shown at `/metrics`. It does not know what is counted.

use serde::Deserialize;

/// What is shown to a collector of metrics.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Whether anything is.
    pub serve: Switch,
    /// For how many plans the counts of their targets are shown.
    pub max_plans: u32,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}
