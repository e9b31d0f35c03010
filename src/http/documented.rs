//! The refusals of each kind of operation, as the document describes them: made from the table of problems. It
//! does not know any resource.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{Content, Ref, RefOr, Response, ResponseBuilder},
};

use super::{
    entry::Need,
    problem::{Kind, PROBLEM_JSON},
};
use crate::service::access::Scope;

/// What any request can be answered with, before it is looked at.
const ANYWHERE: &[Kind] = &[Kind::UriTooLong, Kind::HeadTooLarge];

/// What a request that asks for work can be answered with, whatever it asks.
const OF_LOAD: [Kind; 2] = [Kind::QuotaExceeded, Kind::Overloaded];

/// The responses that some kinds of problems make: one for each status, whose text names the codes.
fn responses(kinds: &[Kind]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    let of_load = if kinds.contains(&Kind::Internal) { OF_LOAD.as_slice() } else { &[] };
    for kind in kinds.iter().chain(ANYWHERE).chain(of_load) {
        by_status.entry(kind.status()).or_default().push(*kind);
    }
    by_status.into_iter().map(|(status, kinds)| (status.to_string(), RefOr::T(response(&kinds)))).collect()
}

fn response(kinds: &[Kind]) -> Response {
    let lines: Vec<String> =
        kinds.iter().map(|kind| format!("`{}`: {}.", kind.code(), kind.title())).collect();
    let description = lines.join(" ");
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let mut response = ResponseBuilder::new().description(description).content(PROBLEM_JSON, content);
    if kinds.iter().any(|kind| kind.retry_after_seconds().is_some()) {
        let seconds = utoipa::openapi::header::HeaderBuilder::new()
            .schema(Some(utoipa::openapi::schema::Object::with_type(utoipa::openapi::schema::Type::Integer)))
            .description(Some("After how many seconds to try again."))
            .build();
        response = response.header("Retry-After", seconds);
    }
    if kinds.iter().any(|kind| matches!(kind, Kind::NoCredentials | Kind::ScopeMissing)) {
        let challenge = utoipa::openapi::header::HeaderBuilder::new()
            .schema(Some(utoipa::openapi::schema::Object::with_type(utoipa::openapi::schema::Type::String)))
            .description(Some("How to prove who asks, or which scope is missing (RFC 6750)."))
            .build();
        response = response.header("WWW-Authenticate", challenge);
    }
    response.build()
}

/// The refusals of who is not let in, which an operation has for what it needs.
pub(super) fn refusals_of_entry(operation: &str, need: Need) -> BTreeMap<String, RefOr<Response>> {
    match need {
        Need::Nothing => BTreeMap::new(),
        Need::Scope(Scope::Read) => responses(&[Kind::NoCredentials, Kind::BadCredentials]),
        Need::Either(..) => {
            responses(&[Kind::NoCredentials, Kind::BadCredentials, Kind::ScopeMissing, Kind::OutOfReach])
        }
        Need::Scope(scope) => {
            let mut kinds = vec![Kind::NoCredentials, Kind::BadCredentials, Kind::ScopeMissing];
            // A plan table holds outcomes too.
            if scope == Scope::Report || operation == "import_plan_table" {
                kinds.push(Kind::OutOfReach);
            }
            responses(&kinds)
        }
    }
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = [$($kind:ident),+ $(,)?];)+) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                responses(&[$(Kind::$kind),+])
            }
        }
    )+};
}

refusals! {
    /// Of reading one thing.
    ReadRefusals = [BadHeader, BadQuery, BadPath, NotFound, Internal, Unavailable, DeadlinePassed];
    /// Of judging.
    JudgeRefusals = [BadHeader, BadQuery, BadPath, NotFound, DataRefused, Internal, Unavailable, DeadlinePassed];
    /// Of reading a list.
    ListRefusals = [BadHeader, BadQuery, Internal, Unavailable, DeadlinePassed];
    /// Of listing what is of something that is named.
    ListNamedRefusals = [BadHeader, BadQuery, DataRefused, Internal, Unavailable, DeadlinePassed];
    /// Of searching a list by what it refers to.
    SearchRefusals = [BadQuery, DataRefused, Internal, Unavailable, DeadlinePassed];
    /// Of following the changes.
    SubscribeRefusals = [
        BadQuery, BadHeader, DataRefused, Internal, Unavailable, DeadlinePassed, TooManySubscribers,
    ];
    /// Of creating something.
    CreateRefusals = [
        MalformedRequest, BadBody, BadQuery, BadHeader, BodyTooSlow, AlreadyExists, KeyInUse, BodyTooLarge,
        UnsupportedMediaType, DataRefused, KeyOfOther, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of creating something within a plan.
    CreateInPlanRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, AlreadyExists,
        NotAllowed, PeriodLocked, KeyInUse, BodyTooLarge, UnsupportedMediaType, DataRefused, KeyOfOther, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of reporting.
    ReportRefusals = [
        MalformedRequest, BadBody, BadQuery, BadHeader, BodyTooSlow, PeriodLocked, KeyInUse, BodyTooLarge,
        UnsupportedMediaType, DataRefused, KeyOfOther, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of what has several forms.
    FormRefusals = [NotAcceptable, StorageFull];
    /// Of giving a file.
    ExportRefusals = [BadQuery, NotFound, NotAcceptable, Internal, Unavailable, DeadlinePassed, StorageFull];
    /// Of giving a file of the catalogue.
    CatalogueExportRefusals = [BadQuery, NotAcceptable, Internal, Unavailable, DeadlinePassed, StorageFull];
    /// Of importing a file.
    ImportRefusals = [
        MalformedRequest, BadQuery, BadHeader, BodyTooSlow, NotAllowed, PeriodLocked, KeyInUse, BodyTooLarge,
        UnsupportedMediaType, DataRefused, KeyOfOther, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of importing a file that changes no plan.
    CatalogueImportRefusals = [
        MalformedRequest, BadQuery, BadHeader, BodyTooSlow, PeriodLocked, KeyInUse, BodyTooLarge, UnsupportedMediaType,
        DataRefused, KeyOfOther, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of adding something beside a target.
    RemarkRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, PeriodLocked, KeyInUse, StaleVersion,
        BodyTooLarge, UnsupportedMediaType, DataRefused, KeyOfOther, PreconditionRequired, Internal, Unavailable,
        DeadlinePassed, StorageFull,
    ];
    /// Of taking away what was added beside a target.
    UnremarkRefusals = [
        BadQuery, BadPath, BadHeader, NotFound, PeriodLocked, KeyInUse, StaleVersion, KeyOfOther, PreconditionRequired, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of locking a period.
    LockRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, PeriodLocked, KeyInUse, BodyTooLarge,
        UnsupportedMediaType, DataRefused, KeyOfOther, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of taking away what has no versions.
    RemovalRefusals = [
        BadQuery, BadPath, BadHeader, NotFound, PeriodLocked, KeyInUse, KeyOfOther, Internal, Unavailable, DeadlinePassed,
        StorageFull,
    ];
    /// Of setting something of the catalogue.
    SetRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, KeyInUse,
        ChangedMeanwhile, StaleVersion, BodyTooLarge, UnsupportedMediaType, DataRefused, KeyOfOther, PreconditionRequired, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of revising a plan or something within it.
    ReviseRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, NotAllowed, PeriodLocked, KeyInUse,
        ChangedMeanwhile, StaleVersion, BodyTooLarge, UnsupportedMediaType, DataRefused, KeyOfOther, PreconditionRequired, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of a step on the way to be counted.
    ApprovalRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, NotAllowed, PeriodLocked, FourEyes, KeyInUse,
        ChangedMeanwhile, StaleVersion, BodyTooLarge, UnsupportedMediaType, DataRefused, KeyOfOther, PreconditionRequired, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of withdrawing something.
    WithdrawRefusals = [
        BadQuery, BadPath, BadHeader, NotFound, NotAllowed, PeriodLocked, KeyInUse, StaleVersion, KeyOfOther, PreconditionRequired, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of making a key.
    KeyRefusals = [
        MalformedRequest, BadBody, BadQuery, BadHeader, BodyTooSlow, BodyTooLarge, UnsupportedMediaType, DataRefused, Internal,
        Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of making a key that takes over from another one.
    RotateRefusals = [
        MalformedRequest, BadBody, BadQuery, BadPath, BadHeader, NotFound, BodyTooSlow, BodyTooLarge, UnsupportedMediaType,
        DataRefused, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of revoking a key.
    RevokeRefusals = [
        BadQuery, BadPath, BadHeader, NotFound, KeyInUse, KeyOfOther, Internal, Unavailable, DeadlinePassed, StorageFull,
    ];
    /// Of anything that takes a body and keeps nothing.
    AskRefusals = [
        MalformedRequest, BadBody, BadQuery, BadHeader, BodyTooSlow, BodyTooLarge, UnsupportedMediaType, DataRefused,
        Internal, DeadlinePassed,
    ];
    /// Of what needs nothing but the process.
    LiveRefusals = [BadQuery, DeadlinePassed];
    /// Of what is counted.
    MetricsRefusals = [BadQuery, NotFound, DeadlinePassed];
    /// Of describing a kind of problem.
    DescribeRefusals = [BadQuery, NotFound, DeadlinePassed];
    /// Of the readiness of the service.
    ReadyRefusals = [BadQuery, NotReady];
}
