//! Keys on the wire: create, list, read, let another one take over, revoke. The key itself is in the answer that made
//! it and in no other. It does not know how a key is kept or proved.

use actix_web::{HttpRequest, HttpResponse, delete, get, http::header, post, web};
use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::{Page, PageAsked, PageQuery, page},
    body::{Json, OptionalJson},
    documented::{KeyRefusals, ListRefusals, ReadRefusals, RevokeRefusals, RotateRefusals},
    problem::{Place, Problem},
    query::{NoParameters, Parameters, Query},
    services::ServiceConfig,
    state::State,
    words::{CodeText, KeyIdText, KeyNameText, ScopeWord},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::{code::Code, grant::Limit},
    service::{
        Caller, Key,
        keys::{KeyDraft, LONGEST_OVERLAP_HOURS, NewKey},
    },
};

const CURSOR: char = 'y';
const OVERLAP_HOURS: u32 = 24;

/// A key as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "statistics bureau", "scopes": ["report"], "indicators": ["gdp-growth"]}))]
struct KeyIn {
    /// What people call it: who it is for.
    #[schema(value_type = KeyNameText)]
    name: String,
    /// What it may do. Every scope includes reading, and `admin` everything.
    #[schema(value_type = Vec<ScopeWord>, min_items = 1)]
    scopes: Vec<String>,
    /// The indicators that it reports; null is all of them. For the scope `report` alone.
    #[schema(value_type = Option<Vec<CodeText>>, min_items = 1)]
    indicators: Option<Vec<String>>,
    /// The areas that it reports for, each with all areas within it; null is all of them, and the whole. For the scope
    /// `report` alone.
    #[schema(value_type = Option<Vec<CodeText>>, min_items = 1)]
    areas: Option<Vec<String>>,
    /// When it ends; null is never.
    #[schema(format = DateTime, example = json!(null))]
    expires_at: Option<String>,
}

/// How another key takes over.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap_hours": 24}))]
struct RotationIn {
    /// For how many hours both keys are taken; 24 where nothing is said, 0 ends the old one at once.
    #[schema(minimum = 0, maximum = 2160)]
    #[serde(default, deserialize_with = "super::body::whole")]
    overlap_hours: Option<u32>,
    /// When the new key ends; null is never.
    #[schema(format = DateTime, example = json!(null))]
    expires_at: Option<String>,
}

/// A key, but for the key itself.
#[derive(Debug, Serialize, ToSchema)]
struct KeyOut {
    /// The part that may be shown.
    #[schema(value_type = KeyIdText)]
    id: String,
    /// What people call it.
    #[schema(value_type = KeyNameText)]
    name: String,
    /// What it may do.
    #[schema(value_type = Vec<ScopeWord>)]
    scopes: Vec<&'static str>,
    /// The indicators that it reports; null is all of them.
    #[schema(required = true, value_type = Option<Vec<CodeText>>)]
    indicators: Option<Vec<String>>,
    /// The areas that it reports for, each with all areas within it; null is all of them, and the whole.
    #[schema(required = true, value_type = Option<Vec<CodeText>>)]
    areas: Option<Vec<String>>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ends; null is never.
    #[schema(required = true, format = DateTime)]
    expires_at: Option<String>,
    /// When it was revoked; null is not.
    #[schema(required = true, format = DateTime)]
    revoked_at: Option<String>,
    /// The day it was last used; null is never.
    #[schema(required = true, format = Date)]
    last_used_on: Option<String>,
    /// The key that it takes over from; null is none.
    #[schema(required = true, value_type = Option<KeyIdText>)]
    replaces: Option<String>,
}

/// A key that was just made.
#[derive(Debug, Serialize, ToSchema)]
struct NewKeyOut {
    /// The key.
    #[serde(flatten)]
    key: KeyOut,
    /// The key itself. It is shown this once and kept nowhere.
    #[schema(example = "plantrack_0Xk3…")]
    secret: String,
}

fn moment(micros: i64) -> String {
    let time = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn codes(limit: Limit) -> Option<Vec<String>> {
    match limit {
        Limit::None => None,
        Limit::Only(codes) => Some(codes.iter().map(Code::to_string).collect()),
    }
}

impl From<Key> for KeyOut {
    fn from(key: Key) -> Self {
        let Key { id, name, grant, created_at, expires_at, revoked_at, last_used_on, replaces } = key;
        Self {
            id,
            name,
            scopes: grant.scopes.iter().map(|scope| scope.word()).collect(),
            indicators: codes(grant.indicators),
            areas: codes(grant.areas),
            created_at: moment(created_at),
            expires_at: expires_at.map(moment),
            revoked_at: revoked_at.map(moment),
            last_used_on,
            replaces,
        }
    }
}

impl From<KeyIn> for KeyDraft {
    fn from(given: KeyIn) -> Self {
        let KeyIn { name, scopes, indicators, areas, expires_at } = given;
        Self { name, scopes, indicators, areas, expires_at }
    }
}

fn made(new: NewKey) -> HttpResponse {
    let NewKey { key, secret } = new;
    let location = format!("/api/v1/keys/{}", key.id);
    let out = NewKeyOut { key: key.into(), secret: secret.expose().to_owned() };
    HttpResponse::Created().insert_header((header::LOCATION, location)).json(out)
}

fn path_id(text: &str) -> Result<String, Problem> {
    let is_id = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let detail = "the id of a key is 12 letters and digits: the part after plantrack_";
    if is_id { Ok(text.to_owned()) } else { Err(Problem::path("id", text, "bad_id", detail)) }
}

/// Makes a key.
///
/// The answer has the key itself, which is shown this once: only its SHA-256 is kept. A limit on areas reaches all
/// areas within those named, as the tree stands when something is reported.
#[utoipa::path(
    tag = "Keys",
    request_body = KeyIn,
    responses(
        (status = 201, description = "The key, with the key itself.", body = NewKeyOut,
            headers(("Location" = String, description = "Where it is."))),
        KeyRefusals,
    ),
)]
#[post("/keys")]
async fn create_key(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<KeyIn>,
) -> Result<HttpResponse, Problem> {
    let (draft, plantrack) = (KeyDraft::from(body.0), state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.create_key(caller, &draft).await;
    to_the_end(asking.unkept()?, write, |error| Problem::of(error, Place::Body), made).await
}

/// Lists the keys, in the order they were made.
///
/// Those that ended or were revoked stay in the list.
#[utoipa::path(
    tag = "Keys",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of keys.", body = Page<KeyOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListRefusals,
    ),
)]
#[get("/keys")]
async fn list_keys(
    request: HttpRequest,
    state: web::Data<State>,
    asking: Asking,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let (limit, cursor) = (query.0.limit.as_deref(), query.0.cursor.as_deref());
    let mut parameters = Parameters::default();
    let asked = PageAsked::read(&mut parameters, CURSOR, limit, cursor, &state);
    parameters.finish()?;
    let found = state.plantrack.list_keys(asking.reader(), asked.after, asked.to_load()).await;
    let found = found.map_err(|error| Problem::of(error, Place::Query))?;
    Ok(page(&request, CURSOR, asked, found, |stored| stored.number, |stored| KeyOut::from(stored.key)))
}

/// Reads a key, but for the key itself.
///
/// Its name, scopes and limits, when it ends, and the day it was last used.
#[utoipa::path(
    tag = "Keys",
    params(("id" = KeyIdText, Path, description = "The part of the key that may be shown.")),
    responses((status = 200, description = "The key.", body = KeyOut), ReadRefusals),
)]
#[get("/keys/{id}")]
async fn find_key(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let id = path_id(&path)?;
    let found = state.plantrack.find_key(asking.reader(), &id).await;
    Ok(HttpResponse::Ok().json(KeyOut::from(found.map_err(|error| Problem::of(error, Place::Query))?)))
}

/// Makes a key that takes over from another one, with its name, scopes and limits.
///
/// Both are taken for the overlap, so that a client can be changed over without a refused request; then the old one
/// ends. It never goes on longer than it would have.
#[utoipa::path(
    tag = "Keys",
    params(("id" = KeyIdText, Path, description = "The part of the old key that may be shown.")),
    request_body = Option<RotationIn>,
    responses(
        (status = 201, description = "The new key, with the key itself.", body = NewKeyOut,
            headers(("Location" = String, description = "Where it is."))),
        RotateRefusals,
    ),
)]
#[post("/keys/{id}/rotate")]
async fn rotate_key(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
    body: OptionalJson<RotationIn>,
) -> Result<HttpResponse, Problem> {
    let id = path_id(&path)?;
    let RotationIn { overlap_hours, expires_at } = body.0;
    let hours = overlap_hours.unwrap_or(OVERLAP_HOURS).min(LONGEST_OVERLAP_HOURS + 1);
    let plantrack = state.plantrack.clone();
    let write =
        async move |caller: &Caller| plantrack.rotate_key(caller, &id, hours, expires_at.as_deref()).await;
    to_the_end(asking.unkept()?, write, |error| Problem::of(error, Place::Body), made).await
}

/// Revokes a key.
///
/// It is refused from then on: by the process that answers at once, by every other one on the same database within
/// five seconds. It stays in the list. One that was revoked already stays as it is.
#[utoipa::path(
    tag = "Keys",
    params(("id" = KeyIdText, Path, description = "The part of the key that may be shown.")),
    responses((status = 204, description = "The key is revoked."), RevokeRefusals),
)]
#[delete("/keys/{id}")]
async fn revoke_key(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let id = path_id(&path)?;
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| plantrack.revoke_key(caller, &id).await;
    let done = |_: Key| HttpResponse::NoContent().finish();
    to_the_end(asking, write, |error| Problem::of(error, Place::Query), done).await
}

/// The operations on keys.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(create_key).service(list_keys).service(rotate_key).service(find_key).service(revoke_key);
}
