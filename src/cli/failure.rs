//! How a command ends badly: what is printed, and the exit status by which a script tells the kinds apart.

use std::{io, path::Path, process::ExitCode};

use crate::{
    config::ConfigError,
    domain::reading::{Language, Refusal},
    service::{
        StoreError,
        error::{Fault, Faults, ServiceError},
    },
    startup::StartError,
};

/// A bad end.
#[derive(Debug)]
pub(super) struct Failure {
    message: Message,
    status: Status,
}

#[derive(Debug)]
enum Message {
    Text(String),
    /// What was refused, with what is wrong with it.
    Faults(Refused, Faults),
}

/// What was refused.
#[derive(Debug, Clone, Copy)]
enum Refused {
    /// What was to be changed.
    Change,
    /// What was asked.
    Question,
    /// What was to be read.
    Phrase,
}

impl Refused {
    const fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Change, Language::En) => "nothing was changed",
            (Self::Question, Language::En) => "this cannot be answered",
            (Self::Phrase, Language::En) => "this cannot be read",
            (Self::Change, Language::Zh) => "未作任何更改",
            (Self::Question, Language::Zh) => "无法回答",
            (Self::Phrase, Language::Zh) => "无法读取",
        }
    }
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
        Self { message: Message::Text(message.into()), status: Status::Refused }
    }

    /// A question of phrases and words was refused.
    pub(super) fn unread(found: Vec<Fault>) -> Self {
        Self::of_faults(Refused::Phrase, found.into())
    }

    /// It was only asked: nothing was to be changed.
    #[must_use]
    pub(super) fn of_a_question(self) -> Self {
        match self.message {
            Message::Faults(Refused::Change, faults) => {
                Self { message: Message::Faults(Refused::Question, faults), ..self }
            }
            _ => self,
        }
    }

    fn of_faults(what: Refused, faults: Faults) -> Self {
        let status = if faults.listed.iter().all(is_misused) { Status::Usage } else { Status::Refused };
        Self { message: Message::Faults(what, faults), status }
    }

    /// The words or the settings are wrong.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self { message: Message::Text(message.into()), status: Status::Usage }
    }

    /// Something around the program: a file, the database, a permission.
    pub(super) fn environment(error: impl std::error::Error) -> Self {
        Self { message: Message::Text(chain(&error)), status: Status::Environment }
    }

    /// A file that cannot be read or written.
    pub(super) fn of_file(path: &Path, done: &str, error: &io::Error) -> Self {
        let message = Message::Text(format!("the file {} cannot be {done}: {error}", path.display()));
        Self { message, status: Status::Environment }
    }

    /// Prints the message once and gives the exit status.
    pub(super) fn report(&self, language: Language) -> ExitCode {
        let message = match &self.message {
            Message::Text(text) => text.clone(),
            Message::Faults(what, faults) => listed(*what, faults, language),
        };
        say!("plantrack: {message}");
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
            ServiceError::Refused(faults) => Self::of_faults(Refused::Change, faults),
            ServiceError::NotAllowed(message) | ServiceError::FourEyes(message) => Self::refused(message),
            ServiceError::Repeated(_) | ServiceError::KeyOfOther(_) | ServiceError::NotYet { .. } => {
                Self::refused(error.to_string())
            }
            ServiceError::Conflicting { all, .. } => Self::of_faults(Refused::Change, all),
            denied @ ServiceError::Denied(_) => Self::refused(denied.to_string()),
            chance @ ServiceError::NoChance(_) => Self::environment(chance),
            ServiceError::Store(error) => error.into(),
        }
    }
}

/// Whether a word of the command line itself is wrong, and neither a phrase nor what stands in a file.
fn is_misused(fault: &Fault) -> bool {
    let of_an_option = fault.line.is_none() && fault.item.is_none() && fault.refusal.is_none();
    of_an_option
        && ["missing", "unknown_word", "bad_period", "bad_day", "bad_code", "bad_decimal"]
            .contains(&fault.code.as_str())
}

fn listed(what: Refused, faults: &Faults, language: Language) -> String {
    let words = what.words(language);
    let mut text = match (language, faults.total) {
        (Language::Zh, total) => format!("{words}；有{total}处问题："),
        (Language::En, 1) => format!("{words}; one thing is wrong:"),
        (Language::En, total) => format!("{words}; {total} things are wrong:"),
    };
    for fault in &faults.listed {
        text.push_str("\n  ");
        text.push_str(&described(fault, language));
    }
    let more = faults.total.saturating_sub(faults.listed.len());
    if more > 0 {
        let rest = match language {
            Language::Zh => format!("\n  ……另有{more}处"),
            Language::En => format!("\n  … and {more} more"),
        };
        text.push_str(&rest);
    }
    text
}

fn described(fault: &Fault, language: Language) -> String {
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
    let detail = match (&fault.refusal, language) {
        (None, _) => fault.detail.clone(),
        (Some(Refusal { position, en, .. }), Language::En) => format!("at character {}: {en}", position + 1),
        (Some(Refusal { position, zh, .. }), Language::Zh) => format!("第{}字：{zh}", position + 1),
    };
    format!("{}{value}: {detail} [{}]", place.join(", "), fault.code)
}
