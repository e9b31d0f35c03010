//! What a use case can refuse or fail with. Knows no HTTP status and no exit code.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::access::{Denied, Scope};
use crate::{
    domain::{code::Code, reading::Refusal},
    files::{RowFault, Spot},
    store::{KeptAnswer, StoreError},
};

/// Faults that are listed one by one; the rest is only counted.
pub const FAULTS_LISTED: usize = 100;

/// One thing that is wrong with what was given: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which item of a list, counted from 0; `None` where there is no list.
    pub item: Option<usize>,
    /// The line of a file, counted from 1.
    pub line: Option<u64>,
    /// The field or column.
    pub field: String,
    /// The value as given.
    pub value: String,
    /// A stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub detail: String,
    /// Why a phrase was not read, where that is what is wrong: in each language by itself.
    pub refusal: Option<Refusal>,
}

impl Fault {
    /// A fault of a field.
    pub fn new(field: &str, value: &str, code: &str, detail: impl Into<String>) -> Self {
        Self {
            item: None,
            line: None,
            field: field.to_owned(),
            value: shortened(value),
            code: code.to_owned(),
            detail: detail.into(),
            refusal: None,
        }
    }

    /// A phrase that was not read.
    pub fn unread(field: &str, phrase: &str, refusal: Refusal) -> Self {
        let detail = format!("at character {}: {} / {}", refusal.position + 1, refusal.en, refusal.zh);
        let fault = Self::new(field, phrase, refusal.code, detail);
        Self { refusal: Some(refusal), ..fault }
    }

    /// A code that names nothing.
    pub fn unknown(what: &str, code: &str) -> Self {
        if code.is_empty() {
            let detail = format!("no {what} is named; say which one is meant");
            return Self::new(what, "", "missing", detail);
        }
        let detail = format!("there is no {what} {code:?}; look at the list, or create it first");
        Self::new(what, code, &format!("unknown_{what}"), detail)
    }

    /// The same fault, of the item of a list.
    #[must_use]
    pub fn of_item(self, item: usize) -> Self {
        Self { item: Some(item), ..self }
    }

    /// The same fault, of a row of a file.
    #[must_use]
    pub fn at(self, spot: Spot) -> Self {
        match spot {
            Spot::Line(line) => Self { line: Some(line), ..self },
            Spot::Item(item) => self.of_item(item),
        }
    }
}

impl From<RowFault> for Fault {
    fn from(fault: RowFault) -> Self {
        let RowFault { spot, column, value, code, detail } = fault;
        let fault = Self::new(&column, &value, code, detail);
        match spot {
            Some(spot) => fault.at(spot),
            None => fault,
        }
    }
}

fn shortened(value: &str) -> String {
    const LONGEST: usize = 200;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

/// A field that names something which must exist.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference<'a> {
    /// The kind of what it names.
    pub(super) what: &'static str,
    /// The field.
    pub(super) field: &'static str,
    /// Its value.
    pub(super) code: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// The kind of what a field names, the field, and the code in it, where there is one.
    pub(super) fn of_code((what, field, code): (&'static str, &'static str, Option<&'a Code>)) -> Self {
        Self { what, field, code: code.map(Code::as_str) }
    }
}

/// All that is wrong with what was given: the first [`FAULTS_LISTED`], and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// The first ones.
    pub listed: Vec<Fault>,
    /// How many there are in all.
    pub total: usize,
}

impl Faults {
    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        if self.listed.len() < FAULTS_LISTED {
            self.listed.push(fault);
        }
        self.total += 1;
    }

    /// Adds several.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            self.push(fault);
        }
    }

    /// Adds what another reading found.
    pub fn join(&mut self, other: Self) {
        let unlisted = other.total.saturating_sub(other.listed.len());
        self.extend(other.listed);
        self.total += unlisted;
    }

    /// The same, in the order of the lines or items.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.listed.sort_by_key(|fault| (fault.line, fault.item));
        self
    }

    /// The same, with each item of a list at the place in a file that it comes from.
    #[must_use]
    pub fn at_spots(self, spots: &[Spot]) -> Self {
        let moved = |fault: Fault| match fault.item.and_then(|item| spots.get(item)) {
            Some(spot) => Fault { item: None, ..fault }.at(*spot),
            None => fault,
        };
        Self { listed: self.listed.into_iter().map(moved).collect(), ..self }
    }

    /// The same, all of them at one place of a file.
    #[must_use]
    pub fn at(self, spot: Spot) -> Self {
        Self { listed: self.listed.into_iter().map(|fault| fault.at(spot)).collect(), ..self }
    }

    /// Nothing, or the refusal, its faults in the order of the lines or items.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where there is a fault.
    pub fn into_result(self) -> Result<(), ServiceError> {
        if self.total == 0 { Ok(()) } else { Err(ServiceError::Refused(self.in_order())) }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self { listed: vec![fault], total: 1 }
    }
}

/// What a use case can refuse or fail with.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// What was given is wrong, and nothing was changed.
    #[error("{} of what was given cannot be taken; nothing was changed", .0.total)]
    Refused(Faults),
    /// The plan's state does not allow it.
    #[error("{0}")]
    NotAllowed(String),
    /// The caller's key says that the write was done already; this was the answer.
    #[error("the write was done already")]
    Repeated(KeptAnswer),
    /// The caller's key was given to another write.
    #[error("the key {0:?} was given to another write; take a new key for each write")]
    KeyOfOther(String),
    /// The caller recorded what he would approve.
    #[error("{0}")]
    FourEyes(String),
    /// The caller may not do it.
    #[error("{}", denial(.0))]
    Denied(Denied),
    /// The operating system has no chance to make a key from.
    #[error("no key can be made: {0}")]
    NoChance(String),
    /// What was asked for as it was known at a moment was not there yet.
    #[error("there was no {what} {code} yet at {moment}; leave as_of out, or name a later moment")]
    NotYet {
        /// Its kind.
        what: &'static str,
        /// Its code.
        code: String,
        /// The moment.
        moment: DateTime<Utc>,
    },
    /// What stands does not allow it, in several places; nothing was changed.
    #[error("{first}")]
    Conflicting {
        /// The first conflict.
        first: StoreError,
        /// Each of them, with its place.
        all: Faults,
    },
    /// The store refuses or fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gathers what does not allow some writes that are done together, so that each is named.
#[derive(Debug, Default)]
pub(super) struct Conflicts {
    first: Option<StoreError>,
    all: Faults,
}

impl Conflicts {
    /// Notes what a write came to; `place` says where it was given. An error of another kind is no conflict.
    pub(super) fn note<T>(
        &mut self,
        written: Result<T, StoreError>,
        place: impl Fn(Fault) -> Fault,
    ) -> Result<Option<T>, StoreError> {
        let error = match written {
            Ok(done) => return Ok(Some(done)),
            Err(error) => error,
        };
        match &error {
            StoreError::Locked { touched, items, .. } if items.is_empty() => {
                self.all.push(place(Fault::new("period", touched, "period_locked", error.to_string())));
            }
            StoreError::Duplicate { code, .. } => {
                self.all.push(place(Fault::new("indicator", code, "already_exists", error.to_string())));
            }
            _ => return Err(error),
        }
        self.first.get_or_insert(error);
        Ok(None)
    }

    /// Nothing, or the refusal.
    pub(super) fn into_result(self) -> Result<(), ServiceError> {
        let Self { first, all } = self;
        first.map_or(Ok(()), |first| Err(ServiceError::Conflicting { first, all: all.in_order() }))
    }
}

impl From<Vec<Fault>> for Faults {
    fn from(found: Vec<Fault>) -> Self {
        let mut faults = Self::default();
        faults.extend(found);
        faults
    }
}

impl From<Vec<Fault>> for ServiceError {
    fn from(found: Vec<Fault>) -> Self {
        Self::Refused(found.into())
    }
}

impl From<Faults> for ServiceError {
    fn from(faults: Faults) -> Self {
        Self::Refused(faults)
    }
}

impl From<Fault> for ServiceError {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault.into())
    }
}

impl ServiceError {
    /// What is locked among items that are written together, each named; any other error as it is.
    pub(super) fn of_items(error: StoreError) -> Self {
        let StoreError::Locked { items, .. } = &error else { return error.into() };
        let mut all = Faults::default();
        all.extend(
            items.iter().map(|(item, detail)| {
                Fault::new("period", "", "period_locked", detail.clone()).of_item(*item)
            }),
        );
        if all.total == 0 { error.into() } else { Self::Conflicting { first: error, all } }
    }

    /// The same refusal, with each item of a list at the place in a file that it comes from.
    pub(super) fn at_spots(self, spots: &[Spot]) -> Self {
        match self {
            Self::Refused(faults) => Self::Refused(faults.at_spots(spots)),
            Self::Conflicting { first, all } => Self::Conflicting { first, all: all.at_spots(spots) },
            Self::Denied(Denied::Reach(faults)) => Self::Denied(Denied::Reach(faults.at_spots(spots))),
            other => other,
        }
    }

    /// A reference to what does not exist as a fault of the fields that make it; any other error as it is.
    pub(super) fn of_references<'a>(
        error: StoreError,
        references: impl IntoIterator<Item = Reference<'a>>,
    ) -> Self {
        let StoreError::BrokenReference { what: missing, code: named } = &error else {
            return Self::of_items(error);
        };
        let mut faults = Faults::default();
        for Reference { what, field, code } in references {
            if what == *missing && code == Some(named) {
                faults.push(Fault { field: field.to_owned(), ..Fault::unknown(what, named) });
            }
        }
        if faults.total == 0 { error.into() } else { faults.into() }
    }
}

/// What to do about a denial.
fn denial(denied: &Denied) -> String {
    match denied {
        Denied::Nobody(Scope::Admin) | Denied::Scope(Scope::Admin) => {
            "this needs a key with the scope admin".to_owned()
        }
        Denied::Nobody(scope) | Denied::Scope(scope) => {
            format!("this needs a key with the scope {scope} or admin")
        }
        Denied::Reach(faults) if faults.total == 1 => {
            faults.listed.first().map(|fault| fault.detail.clone()).unwrap_or_default()
        }
        Denied::Reach(faults) => format!("{} of these are beyond what this key reports", faults.total),
    }
}
