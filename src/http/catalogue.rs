//! What indicators, areas, categories and calibers have in common on the wire: list, create, read, set. It does
//! not know which of them it serves.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::{
    answer::{PageAsked, PageQuery, address, created, page, read_failed, versioned, written},
    precondition::Precondition,
    problem::{Kind, Place, Problem, ProblemItem},
    query::{Parameters, path_code},
    state::State,
    writing::{Asking, to_the_end},
};
use crate::service::{
    AsOf, Caller, CatalogueItem, Expect, Put, Stored, catalogue::Draft, error::Fault, fields::Fields,
};

/// Something of the catalogue as it is sent here.
pub(super) trait Incoming: 'static {
    /// What the service takes.
    type Draft: Draft<Item: CatalogueItem + 'static> + 'static;
    /// Its code.
    fn code(&self) -> &str;
    /// The version that it is meant for.
    fn version(&self) -> Option<i64>;
    /// Why it is revised.
    fn reason(&self) -> Option<&str>;
    /// What the service takes.
    fn draft(self) -> Self::Draft;
}

type Item<I> = <<I as Incoming>::Draft as Draft>::Item;

/// The reason of a write, or a fault.
pub(super) fn reason(text: Option<&str>) -> Result<String, Problem> {
    let mut fields = Fields::default();
    let reason = fields.text("reason", text.unwrap_or_default());
    match fields.finish() {
        Ok(()) => Ok(reason),
        Err(faults) => {
            let mut all = crate::service::error::Faults::default();
            all.extend(faults);
            Err(Problem::of(all.into(), Place::Body))
        }
    }
}

/// Refuses a version where something is created: there is none yet.
pub(super) fn no_version_yet(version: Option<i64>) -> Result<(), Problem> {
    let Some(version) = version else { return Ok(()) };
    let detail = "what is created has no version yet; leave it out, or revise with PUT";
    let fault = Fault::new("version", &version.to_string(), "version_of_new", detail);
    Err(Problem::of(fault.into(), Place::Body))
}

/// Refuses a body that names another code than the path.
pub(super) fn same_code(field: &str, in_path: &str, in_body: &str) -> Result<(), Problem> {
    if in_path == in_body {
        return Ok(());
    }
    let detail = format!(
        "the path names {in_path} and the body {in_body}; a code is never changed: make another one, or correct \
         one of the two"
    );
    Err(Problem::new(Kind::DataRefused, detail.clone()).with(ProblemItem {
        pointer: Some(format!("/{field}")),
        value: Some(in_body.to_owned()),
        code: "other_code".to_owned(),
        detail,
        ..ProblemItem::default()
    }))
}

/// A page of a collection.
pub(super) async fn list<T: CatalogueItem, O: Serialize>(
    request: &HttpRequest,
    state: &State,
    kind: char,
    query: &PageQuery,
    out: impl Fn(Stored<T>) -> O,
) -> Result<HttpResponse, Problem> {
    let mut parameters = Parameters::default();
    let asked =
        PageAsked::read(&mut parameters, kind, query.limit.as_deref(), query.cursor.as_deref(), state);
    parameters.finish()?;
    let entries = state.plantrack.list::<T>(asked.after, asked.to_load()).await.map_err(read_failed)?;
    Ok(page(request, kind, asked, entries, |stored| stored.id, out))
}

/// Creates one thing.
pub(super) async fn create<I: Incoming, O: Serialize>(
    state: &State,
    asking: Asking,
    collection: &'static str,
    body: I,
    out: impl Fn(Stored<Item<I>>) -> O + 'static,
) -> Result<HttpResponse, Problem> {
    no_version_yet(body.version())?;
    let reason = reason(body.reason())?;
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let write =
        async move |caller: &Caller| plantrack.put_in_catalogue(caller, &draft, Expect::New, &reason).await;
    to_the_end(asking, write, Place::Body.problem(), move |(_, stored)| {
        let location = address(collection, stored.item.code().as_str());
        let version = stored.version;
        created(&location, version, &out(stored))
    })
    .await
}

/// One thing.
pub(super) async fn find<T: CatalogueItem, O: Serialize>(
    request: &HttpRequest,
    state: &State,
    code: &str,
    out: impl Fn(Stored<T>) -> O,
) -> Result<HttpResponse, Problem> {
    let code = path_code("code", code)?;
    let stored = state.plantrack.find::<T>(&code, AsOf::NOW).await.map_err(read_failed)?;
    let version = stored.version;
    Ok(versioned(request, version, &out(stored)))
}

/// Creates or revises one thing.
pub(super) async fn put<I: Incoming, O: Serialize>(
    state: &State,
    asking: Asking,
    (collection, code): (&str, &str),
    precondition: Precondition,
    body: I,
    out: impl Fn(Stored<Item<I>>) -> O + 'static,
) -> Result<HttpResponse, Problem> {
    let code = path_code("code", code)?;
    same_code("code", code.as_str(), body.code())?;
    let expect = precondition.expect(body.version())?;
    let reason = reason(body.reason())?;
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let write =
        async move |caller: &Caller| plantrack.put_in_catalogue(caller, &draft, expect, &reason).await;
    let location = address(collection, code.as_str());
    to_the_end(asking, write, precondition.problem(Place::Body), move |(put, stored)| {
        let version = stored.version;
        match put {
            Put::Created => created(&location, version, &out(stored)),
            Put::Revised(_) | Put::Unchanged(_) => written(version, &out(stored)),
        }
    })
    .await
}
