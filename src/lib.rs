//! plantrack stores planned targets and reported outcomes for each indicator and computes completion status
//! against the plan.

pub mod domain;
#[cfg(feature = "server")]
pub mod store;
