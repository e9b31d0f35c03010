//! The binary: hands over to the command line.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Making an answer is thousands of small texts: the system's allocator took a fifth of a cold scorecard.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    plantrack::cli::main()
}
