//! plantrack stores planned targets and reported outcomes for each indicator and computes completion status
//! against the plan.
//!
//! This is the map. Each floor knows the ones below it and nothing above it:
//! - [`domain`]: what was planned, what was reported, what follows; pure, it knows no database, clock or wire;
//! - [`files`]: tables in CSV, XLSX and JSON, in and out within bounds; it knows no use of the columns;
//! - [`outbound`]: a body brought to an address outside; it knows no database, nor what the body says;
//! - [`store`]: the record in SQLite or PostgreSQL; it knows no rule of judging;
//! - [`service`]: the use cases; it knows neither HTTP nor the terminal, and no SQL;
//! - [`dashboard`]: the page and the pictures, drawn from what the service answers; it knows no HTTP;
//! - [`http`]: the use cases over HTTP, and their document; it knows no database and no rule of judging;
//! - [`cli`]: the use cases in the terminal; it prints for people and knows no database.

pub mod domain;

#[cfg(feature = "files")]
pub mod files;

#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "server")]
pub mod config;
#[cfg(feature = "server")]
pub mod dashboard;
#[cfg(feature = "server")]
pub mod http;
#[cfg(feature = "server")]
pub mod outbound;
#[cfg(feature = "server")]
pub mod service;
#[cfg(feature = "server")]
pub mod startup;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "server")]
pub mod telemetry;
