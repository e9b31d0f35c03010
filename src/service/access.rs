//! Who may do what: the principals that requests come from, and the one place where a use case asks whether its
//! caller may do what it is about to do. It does not know how a principal is proved.

use std::collections::BTreeSet;

pub use crate::domain::grant::{Grant, Limit, Scope};

use super::{
    Caller,
    error::{Fault, Faults, ServiceError},
};
use crate::{domain::series::Series, files::Spot, store::Transaction};

/// Somebody who has proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// How the record names them; no two have the same name.
    pub actor: String,
    /// What they may do.
    pub grant: Grant,
}

impl Principal {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self { actor: "anonymous".to_owned(), grant: Grant::default() }
    }
}

/// Why a caller may not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// Nobody in particular asks, and the scope is needed.
    Nobody(Scope),
    /// The scope is not held.
    Scope(Scope),
    /// The scope is held, and does not reach these series.
    Reach(Faults),
}

/// A series that is to be reported for, as it was given: it may name what does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported<'a> {
    /// The indicator.
    pub indicator: &'a str,
    /// The area; `None` or empty is the whole.
    pub area: Option<&'a str>,
    /// Which item of a list it stands in.
    pub item: Option<usize>,
    /// Which line of a file it stands in.
    pub line: Option<u64>,
}

impl Reported<'_> {
    /// The same, where it stands in a file.
    #[must_use]
    pub fn at(self, spot: Spot) -> Self {
        match spot {
            Spot::Line(line) => Self { line: Some(line), ..self },
            Spot::Item(item) => Self { item: Some(item), ..self },
        }
    }
}

impl<'a> From<&'a Series> for Reported<'a> {
    fn from(series: &'a Series) -> Self {
        let area = series.area.as_ref().map(crate::domain::code::Code::as_str);
        Self { indicator: series.indicator.as_str(), area, item: None, line: None }
    }
}

/// What a use case is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act<'a> {
    /// To change plans, targets, rulings or the catalogue.
    Plan,
    /// To see or change keys, or whatever else is an administrator's.
    Administer,
    /// To report outcomes of these series, or to say something about them.
    Report(&'a [Reported<'a>]),
    /// To put forward what was reported of these series: whoever reports them may, and whoever plans.
    PutForward(&'a [Reported<'a>]),
}

/// Whether a caller may do what a use case is about to do: asked within the transaction that does it, before
/// anything else is looked at, so that a refusal tells nothing about what exists.
///
/// # Errors
/// [`ServiceError::Denied`].
pub async fn authorize(transaction: &Transaction, caller: &Caller, act: Act<'_>) -> Result<(), ServiceError> {
    let grant = &caller.grant;
    let reported = match act {
        Act::Plan => return allowed(grant, Scope::Plan),
        Act::Administer => return allowed(grant, Scope::Admin),
        Act::PutForward(_) if grant.allows(Scope::Plan) => return Ok(()),
        Act::Report(reported) | Act::PutForward(reported) => reported,
    };
    allowed(grant, Scope::Report)?;
    let area = |one: &Reported<'_>| one.area.filter(|area| !area.is_empty()).map(str::to_owned);
    let lineages = if grant.needs_lineage() {
        let areas: BTreeSet<String> = reported.iter().filter_map(area).collect();
        transaction.lineages(areas).await?
    } else {
        std::collections::HashMap::new()
    };
    let mut faults = Faults::default();
    for one in reported {
        let lineage = area(one).and_then(|area| lineages.get(&area)).map_or(&[][..], Vec::as_slice);
        if !grant.reaches(one.indicator, lineage) {
            faults.push(out_of_reach(one, grant));
        }
    }
    if faults.total == 0 { Ok(()) } else { Err(ServiceError::Denied(Denied::Reach(faults))) }
}

/// Whether a grant holds a scope, where no series is concerned.
///
/// # Errors
/// [`ServiceError::Denied`].
pub fn allowed(grant: &Grant, scope: Scope) -> Result<(), ServiceError> {
    if grant.allows(scope) {
        Ok(())
    } else if grant.scopes.is_empty() {
        Err(ServiceError::Denied(Denied::Nobody(scope)))
    } else {
        Err(ServiceError::Denied(Denied::Scope(scope)))
    }
}

fn out_of_reach(one: &Reported<'_>, grant: &Grant) -> Fault {
    let area = one.area.unwrap_or_default();
    let of = if area.is_empty() { "the whole".to_owned() } else { format!("{area:?}") };
    let detail = format!("this key does not report {:?} for {of}", one.indicator);
    let (field, value) =
        if grant.names_indicator(one.indicator) { ("area", area) } else { ("indicator", one.indicator) };
    let fault = Fault::new(field, value, "out_of_reach", detail);
    Fault { item: one.item, line: one.line, ..fault }
}
