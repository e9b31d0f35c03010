//! The OpenAPI document, made from the very list of operations that is served. It does not know what they do.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse, get,
    http::{Method, header},
};
use serde::Deserialize;
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, Content, InfoBuilder, License, OpenApi, OpenApiBuilder, Ref, RefOr,
    Required, Response, Server,
    header::HeaderBuilder,
    path::{Operation, ParameterBuilder, ParameterIn},
    schema::{KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    tag::TagBuilder,
};

use super::{
    documented::{LiveRefusals, refusals_of_entry},
    entry::{Need, need_of},
    outgoing::{FormWord, TableWord},
    query::{NoParameters, Query},
    services::{Description, ServiceConfig},
    words::{
        CursorText, DeliveryStateText, EtagText, FilledText, IdempotencyKeyText, LanguageText, MemberText,
        NothingThereText, OrderText,
    },
    writing,
};
use crate::service::access::Scope;

const ABOUT: &str = "Stores planned targets and reported outcomes for each indicator and computes completion \
                     status against the plan.\n\nDecimals are JSON strings and exact. Times are RFC 3339 in UTC, \
                     days ISO 8601. Unknown query parameters and body fields are refused. Every error is a problem \
                     (RFC 9457) with a stable `code`.";

/// The tag of the operations that take a body and keep nothing.
const READING: &str = "Reading";

/// The tag of the operations on keys.
const KEYS: &str = "Keys";

const TAGS: &[(&str, &str)] = &[
    ("Plans", "Published sets of targets for a period, and their life: draft, adopted, closed."),
    ("Targets", "What a plan asks of a series, in the words as published and as they were read."),
    ("Outcomes", "What was reported. A later report never erases an earlier one."),
    ("Completion", "How the targets of a plan stand, computed from what was reported."),
    ("Remarks", "What people add: rulings and notes beside targets, bridges between calibers."),
    ("Approval", "Where a plan asks for it, only what was approved counts; what is locked is not changed."),
    ("Imports", "Whole files, all or nothing."),
    ("Exports", "The record as files, in the columns in which it is imported."),
    (READING, "What a phrase is read as, and what would follow; nothing is kept."),
    ("Catalogue", "Indicators, areas, categories and calibers, shared by all plans."),
    ("Dashboard", "The page for people, and the files that it loads."),
    ("Record", "Every change: who made it, when and why; and what changed, as it happens."),
    (KEYS, "What clients prove themselves with, and what each may do."),
    ("Webhooks", "Addresses that are told when the status of a target changes."),
    ("Problems", "The kinds of problems, at the addresses that name them."),
    ("Health", "Whether the process lives and can serve, and its document."),
];

/// The document as it is committed, which is what is served: to make it anew takes more memory than all else that a
/// server does. The tests hold it against the operations.
const COMMITTED: &str = include_str!("../../openapi/openapi.json");

/// An operation of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its path, with the parts that vary in braces.
    pub(super) path: String,
    /// Its method.
    pub(super) method: Method,
    /// Its `operationId`.
    pub(super) id: String,
    /// Whether what it writes has versions, so that it takes `If-Match`.
    pub(super) is_versioned: bool,
}

/// The operations of the document that is served, in the order of their paths.
///
/// # Errors
/// Where the document is none.
pub(super) fn operations() -> serde_json::Result<Vec<Listed>> {
    listed(COMMITTED)
}

/// The operations of a document's text.
pub(super) fn listed(text: &str) -> serde_json::Result<Vec<Listed>> {
    #[derive(Deserialize)]
    struct Document {
        paths: BTreeMap<String, Item>,
    }
    #[derive(Deserialize)]
    struct Item {
        get: Option<Named>,
        post: Option<Named>,
        put: Option<Named>,
        patch: Option<Named>,
        delete: Option<Named>,
    }
    #[derive(Deserialize)]
    struct Named {
        #[serde(default, rename = "operationId")]
        id: String,
        #[serde(default)]
        parameters: Vec<Parameter>,
    }
    #[derive(Deserialize)]
    struct Parameter {
        name: String,
    }
    let Document { paths } = serde_json::from_str(text)?;
    let mut listed = Vec::new();
    for (path, Item { get, post, put, patch, delete }) in paths {
        let methods = [
            (Method::GET, get),
            (Method::POST, post),
            (Method::PUT, put),
            (Method::PATCH, patch),
            (Method::DELETE, delete),
        ];
        for (method, named) in methods {
            let Some(Named { id, parameters }) = named else { continue };
            let is_versioned = parameters.iter().any(|parameter| parameter.name == "If-Match");
            listed.push(Listed { path: path.clone(), method, id, is_versioned });
        }
    }
    Ok(listed)
}

/// The document of everything that is served.
pub fn document() -> OpenApi {
    let info = InfoBuilder::new()
        .title("plantrack")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some({
            let mut license = License::new("Apache-2.0");
            license.identifier = Some("Apache-2.0".to_owned());
            license
        }))
        .contact(Some(ContactBuilder::new().name(Some("the plantrack project")).build()))
        .build();
    let tags =
        TAGS.iter().map(|(name, about)| TagBuilder::new().name(*name).description(Some(*about)).build());
    let mut components = ComponentsBuilder::new()
        .schema_from::<super::problem::ProblemOut>()
        .schema_from::<super::problem::ProblemItem>()
        .schema_from::<FilledText>()
        .schema_from::<MemberText>()
        .schema_from::<EtagText>()
        .schema_from::<IdempotencyKeyText>()
        .schema_from::<NothingThereText>()
        .schema_from::<LanguageText>()
        .schema_from::<CursorText>()
        .schema_from::<OrderText>()
        .schema_from::<FormWord>()
        .schema_from::<TableWord>()
        .security_scheme(BEARER, bearer())
        .schema_from::<DeliveryStateText>()
        .build();
    let paths = Description::of(super::configure).into_parts(&mut components);
    let mut document = OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .tags(Some(tags))
        .security(Some([]))
        .components(Some(components))
        .paths(paths)
        .build();
    for (path, item) in &mut document.paths.paths {
        if path.starts_with("/api/") {
            let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
            all.into_iter().flatten().for_each(name_the_change);
        }
        let writes = [&mut item.post, &mut item.put, &mut item.delete];
        for operation in writes.into_iter().flatten().filter(|operation| is_a_write(operation)) {
            take_the_key(operation);
        }
        for operation in
            [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
        {
            state_the_need(operation);
            name_the_request(operation);
            refuse_on_a_page(operation);
            if let Some(RefOr::T(body)) = &mut operation.request_body {
                for content in body.content.values_mut() {
                    if let RefOr::T(content) = content
                        && let Some(schema) = &mut content.schema
                    {
                        never_null(schema);
                    }
                }
            }
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && let Some(schema) = &mut parameter.schema
                {
                    never_null(schema);
                }
            }
        }
    }
    without_what_nothing_names(document)
}

/// A page holds the schema of its entries itself: what nothing refers to is no component.
fn without_what_nothing_names(mut document: OpenApi) -> OpenApi {
    let text = document.to_json().unwrap_or_default();
    if let Some(components) = &mut document.components {
        components.schemas.retain(|name, _| text.contains(&format!("#/components/schemas/{name}\"")));
    }
    document
}

/// A parameter or a body is there or it is not: null is no value of it.
fn never_null(schema: &mut RefOr<Schema>) {
    let RefOr::T(inner) = schema else { return };
    match inner {
        Schema::Object(object) => {
            if let SchemaType::Array(types) = &object.schema_type
                && let Some(kind) = types.iter().find(|kind| **kind != Type::Null)
            {
                object.schema_type = SchemaType::Type(kind.clone());
            }
        }
        Schema::OneOf(choice) => {
            let reference = choice.items.iter().find(|item| matches!(item, RefOr::Ref(_))).cloned();
            if let Some(reference) = reference {
                *schema = reference;
            }
        }
        _ => {}
    }
}

/// The name of the one way to prove who asks.
const BEARER: &str = "bearer";

fn bearer() -> SecurityScheme {
    let about = "A key of the service (`plantrack_…`), or an access token of the provider that the settings name. \
                 The scopes are `read`, `report`, `plan` and `admin`; every one includes reading, and `admin` \
                 everything. Reads are open or need a key by a setting; they are described as open here.";
    SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about)).build())
}

/// What the operation needs, and how who lacks it is refused: from the one table.
fn state_the_need(operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let Some(need) = need_of(&id) else { return };
    let with = |scope: Scope| SecurityRequirement::new(BEARER, [scope.word()]);
    operation.security = match need {
        Need::Nothing => None,
        Need::Scope(Scope::Read) => Some(vec![SecurityRequirement::default(), with(Scope::Read)]),
        Need::Scope(scope) => Some(vec![with(scope)]),
        Need::Either(scope, other) => Some(vec![with(scope), with(other)]),
    };
    operation.responses.responses.extend(refusals_of_entry(&id, need));
}

/// Every answer carries the last change that it may know. That it may be sent back is said here and is no parameter: whoever
/// makes up a number is told to ask again, as the change may be about to come.
fn name_the_change(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(Response { headers, .. }) = response
            && status.starts_with('2')
        {
            let number = ObjectBuilder::new()
                .schema_type(SchemaType::new(Type::Integer))
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
                .minimum(Some(0))
                .build();
            let change = HeaderBuilder::new()
                .schema(Some(number))
                .description(Some(
                    "The number of the last change that the answer may take into account. A read that sends it back in the same \
                     header is given nothing older, whichever process answers.",
                ))
                .build();
            headers.insert("Plantrack-Change".to_owned(), change.into());
        }
    }
}

/// Every answer carries the id of its request.
fn name_the_request(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(Response { headers, .. }) = response {
            let id = HeaderBuilder::new()
                .schema(Some(Object::with_type(Type::String)))
                .description(Some("The id of the request, as in the log and in the record of changes."))
                .build();
            headers.insert("X-Request-Id".to_owned(), id.into());
        }
    }
}

/// The dashboard refuses a browser on a page.
fn refuse_on_a_page(operation: &mut Operation) {
    if operation.operation_id.as_deref() != Some("show_dashboard") {
        return;
    }
    for status in ["400", "401", "404", "422"] {
        if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(status) {
            let page = Content::new(Some(Object::with_type(Type::String)));
            response.content.insert("text/html".to_owned(), page.into());
        }
    }
}

/// Whether an operation keeps something and its answer may be kept: all that take a body or delete do, but for
/// those that only read, and those that make keys, whose answers hold what is kept nowhere.
fn is_a_write(operation: &Operation) -> bool {
    let says_nothing = operation.responses.responses.contains_key("204");
    operation.tags.iter().flatten().all(|tag| tag != READING && (tag != KEYS || says_nothing))
}

/// Every write takes a key, and says of an answer that was given before that it was.
fn take_the_key(operation: &mut Operation) {
    let key = ParameterBuilder::new()
        .name(writing::KEY)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A key that the client makes up for this write, such as a UUID. Sent again with the same key, the write is not \
             done again: the answer is that of the first time, byte for byte. Answers of writes that were done are \
             kept for a day; refusals are not.",
        ))
        .schema(Some(Ref::from_schema_name("IdempotencyKey")))
        .build();
    operation.parameters.get_or_insert_default().push(key.into());
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(Response { headers, .. }) = response
            && status.starts_with('2')
        {
            let replayed = HeaderBuilder::new()
                .schema(Some(Object::with_type(Type::String)))
                .description(Some(
                    "`true` where the write was done before and this is its answer, given again.",
                ))
                .build();
            headers.insert(writing::REPLAYED.to_owned(), replayed.into());
        }
    }
}

/// The document as JSON text, as it is served and committed.
pub fn json() -> String {
    document().to_pretty_json().map(|text| text + "\n").unwrap_or_default()
}

/// The document as YAML text.
pub fn yaml() -> String {
    document().to_yaml().unwrap_or_default()
}

/// Gives this document.
///
/// It is made from the operations that are served, and is the one that `plantrack openapi` prints.
#[utoipa::path(
    tag = "Health",
    responses(
        (status = 200, description = "The OpenAPI document.", body = serde_json::Value),
        LiveRefusals,
    ),
)]
#[get("/openapi.json")]
async fn show_openapi(_query: Query<NoParameters>) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(COMMITTED)
}

/// The operation that gives the document.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_openapi);
}
