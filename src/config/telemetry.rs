//! Settings of what is told to a collector of traces. It does not know what a trace holds.

use serde::Deserialize;

/// What is told to a collector of traces.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telemetry {
    /// Where the collector is; empty tells nothing.
    pub otlp_endpoint: String,
    /// What the service is called there.
    pub service_name: String,
    /// How many percent of the requests that belong to no other trace are told.
    pub sampled_percent: u8,
}
