//! plantrack stores planned targets and reported outcomes for each indicator and computes completion status
//! against the plan.

#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "server")]
pub mod config;
pub mod domain;
#[cfg(feature = "server")]
pub mod telemetry;
