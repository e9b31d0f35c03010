//! Tests of the running service, over HTTP, one file a capability; each body runs on SQLite and on PostgreSQL.
//! It knows the service by its addresses and its settings only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that is not as it must be"
)]

mod approvals;
mod audit;
mod backup;
mod browsers;
mod catalogue;
mod changes;
mod completion;
mod coverage;
mod dashboard;
mod document;
mod documented;
mod earlier_days;
mod earlier_years;
mod ending;
mod english_tables;
mod exports;
mod file_forms;
mod forms;
mod golden;
mod growth;
mod harness;
mod hostile;
mod isolation;
mod kept;
mod keys;
mod limits;
mod load;
mod long_imports;
mod longer_plans;
mod office;
mod operations;
mod outcomes;
mod plans;
mod program;
mod races;
mod reading;
mod remarks;
mod restated;
mod schema;
mod secrets;
mod sent_again;
mod slow;
mod talk;
mod tampering;
mod targets;
mod tokens;
mod traces;
mod versions;
mod views;
mod watched;
mod webhooks;
mod who_may_what;
mod wholes;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cases = [
        audit::cases(),
        backup::cases(),
        approvals::cases(),
        catalogue::cases(),
        changes::cases(),
        slow::cases(),
        load::cases(),
        browsers::cases(),
        completion::cases(),
        dashboard::cases(),
        document::cases(),
        documented::cases(),
        earlier_days::cases(),
        earlier_years::cases(),
        ending::cases(),
        english_tables::cases(),
        exports::cases(),
        file_forms::cases(),
        forms::cases(),
        golden::cases(),
        growth::cases(),
        hostile::cases(),
        isolation::cases(),
        kept::cases(),
        keys::cases(),
        limits::cases(),
        long_imports::cases(),
        longer_plans::cases(),
        outcomes::cases(),
        plans::cases(),
        races::cases(),
        reading::cases(),
        remarks::cases(),
        restated::cases(),
        schema::cases(),
        secrets::cases(),
        sent_again::cases(),
        tampering::cases(),
        targets::cases(),
        tokens::cases(),
        traces::cases(),
        versions::cases(),
        views::cases(),
        who_may_what::cases(),
        watched::cases(),
        webhooks::cases(),
        wholes::cases(),
    ];
    let ended = harness::run(cases.concat());
    let gaps = coverage::gaps();
    // A run of some tests only says nothing about what is missing.
    if std::env::args().len() > 1 || ended != ExitCode::SUCCESS || gaps.is_empty() {
        return ended;
    }
    eprintln!("documented answers that no test has seen; write a test for each:\n  {}", gaps.join("\n  "));
    ExitCode::FAILURE
}
