//! `plantrack openapi`.

use clap::Args;

use super::{Failure, terminal};
use crate::http;

/// Print the OpenAPI document: the very one that is served.
#[derive(Debug, Args)]
pub(super) struct Openapi {
    /// As YAML instead of JSON
    #[arg(long)]
    yaml: bool,
}

impl Openapi {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let text = if self.yaml { http::openapi::yaml() } else { http::openapi::json() };
        terminal::print(&text)
    }
}
