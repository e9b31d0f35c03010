//! How a command ends badly: what is printed, and the exit status by which a script tells the kinds apart.

use std::process::ExitCode;

use crate::{
    config::ConfigError,
    service::{
        StoreError,
        error::{Fault, Faults, ServiceError},
    },
    startup::StartError,
};

/// A bad end.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    status: Status,
}

#[derive(Debug, Clone, Copy)]
enum Status {
    Refused = 1,
    Usage = 2,
    Environment = 3,
}

impl Failure {
    /// The data was refused.
    pub(super) fn refused(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: Status::Refused }
    }

    /// A question was refused: nothing was to be changed.
    pub(super) fn unread(found: Vec<Fault>) -> Self {
        Self::refused(listed("this cannot be read", &found.into()))
    }

    /// The words or the settings are wrong.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: Status::Usage }
    }

    /// Something around the program: a file, the database, a permission.
    pub(super) fn environment(error: impl std::error::Error) -> Self {
        Self { message: chain(&error), status: Status::Environment }
    }

    /// Prints the message once and gives the exit status.
    pub(super) fn report(&self) -> ExitCode {
        eprintln!("plantrack: {}", self.message);
        ExitCode::from(match self.status {
            Status::Refused => 1,
            Status::Usage => 2,
            Status::Environment => 3,
        })
    }
}

/// An error with its causes, each once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let words = next.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = next.source();
    }
    text
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::MissingFile { .. } | ConfigError::Unreadable { .. } => Self::environment(error),
            ConfigError::Syntax { .. } | ConfigError::Refused(_) | ConfigError::Unfit(_) => {
                Self::usage(chain(&error))
            }
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::environment(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing { .. }
            | StoreError::Duplicate { .. }
            | StoreError::BrokenReference { .. }
            | StoreError::Unfit { .. }
            | StoreError::Conflict { .. }
            | StoreError::Locked { .. }
            | StoreError::KeyInUse { .. } => Self::refused(error.to_string()),
            StoreError::Corrupt { .. }
            | StoreError::Unreachable(_)
            | StoreError::DiskFull(_)
            | StoreError::Unavailable(_)
            | StoreError::Refused(_) => Self::environment(error),
        }
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(faults) => Self::refused(listed("nothing was changed", &faults)),
            ServiceError::NotAllowed(message) | ServiceError::FourEyes(message) => Self::refused(message),
            ServiceError::Repeated(_) | ServiceError::KeyOfOther(_) | ServiceError::NotYet { .. } => {
                Self::refused(error.to_string())
            }
            ServiceError::Conflicting { all, .. } => Self::refused(listed("nothing was changed", &all)),
            denied @ ServiceError::Denied(_) => Self::refused(denied.to_string()),
            chance @ ServiceError::NoChance(_) => Self::environment(chance),
            ServiceError::Store(error) => error.into(),
        }
    }
}

fn listed(what: &str, faults: &Faults) -> String {
    let mut text = match faults.total {
        1 => format!("{what}; one thing is wrong:"),
        total => format!("{what}; {total} things are wrong:"),
    };
    for fault in &faults.listed {
        text.push_str("\n  ");
        text.push_str(&described(fault));
    }
    let more = faults.total.saturating_sub(faults.listed.len());
    if more > 0 {
        text.push_str("\n  … and ");
        text.push_str(&more.to_string());
        text.push_str(" more");
    }
    text
}

fn described(fault: &Fault) -> String {
    let mut place = Vec::new();
    if let Some(line) = fault.line {
        place.push(format!("line {line}"));
    }
    if let Some(item) = fault.item {
        place.push(format!("item {item}"));
    }
    if !fault.field.is_empty() {
        place.push(fault.field.clone());
    }
    let value = if fault.value.is_empty() { String::new() } else { format!(" {:?}", fault.value) };
    format!("{}{value}: {} [{}]", place.join(", "), fault.detail, fault.code)
}
