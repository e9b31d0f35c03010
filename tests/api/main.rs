//! Tests of the running service, over HTTP, one file a capability; each body runs on SQLite and on PostgreSQL.
//! It knows the service by its addresses and its settings only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that is not as it must be"
)]

mod document;
mod harness;
mod isolation;

use std::process::ExitCode;

fn main() -> ExitCode {
    harness::run([document::cases(), isolation::cases()].concat())
}
