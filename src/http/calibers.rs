//! Calibers on the wire: the statistical definitions that targets and outcomes follow. It does not know how they are
//! kept.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::{Page, PageQuery},
    body::Json,
    catalogue::{self, Incoming},
    documented::{CreateRefusals, ListRefusals, ReadRefusals, SetRefusals},
    precondition::Precondition,
    problem::Problem,
    query::{NoParameters, Query},
    services::ServiceConfig,
    state::State,
    words::{CodeText, EtagText, NothingThereText, WordsText},
    writing::Asking,
};
use crate::{
    domain::caliber::Caliber,
    service::{Stored, catalogue::CaliberDraft},
};

const COLLECTION: &str = "calibers";
const CURSOR: char = 'k';

/// A caliber as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "gdp/2018-census", "name_zh": "经济普查修订后口径", "name_en": "After the revision by the 2018 census"}))]
pub(super) struct CaliberIn {
    /// Its code.
    #[schema(value_type = CodeText, example = "gdp/2018-census")]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_en: String,
    /// The version that the revision is meant for, as it was read; leave it out to revise whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    version: Option<i64>,
    /// Why it is revised; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    reason: Option<String>,
}

/// A caliber as it stands. Without changes it can be sent back as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaliberOut {
    /// Its code.
    #[schema(value_type = CodeText)]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    name_en: String,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl Incoming for CaliberIn {
    type Draft = CaliberDraft;

    fn code(&self) -> &str {
        &self.code
    }

    fn version(&self) -> Option<i64> {
        self.version
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn draft(self) -> CaliberDraft {
        let Self { code, name_zh, name_en, version: _, reason: _ } = self;
        CaliberDraft { code, name_zh, name_en }
    }
}

impl From<Stored<Caliber>> for CaliberOut {
    fn from(stored: Stored<Caliber>) -> Self {
        let Caliber { code, name_zh, name_en } = stored.item;
        Self { code: code.to_string(), name_zh, name_en, version: stored.version }
    }
}

/// Lists the calibers, in the order of their creation.
///
/// All plans share them. Each is shown as it stands now.
#[utoipa::path(
    tag = "Catalogue",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of calibers.", body = Page<CaliberOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListRefusals,
    ),
)]
#[get("/calibers")]
async fn list_calibers(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    catalogue::list(&request, &state, CURSOR, &query.0, CaliberOut::from).await
}

/// Creates a caliber.
///
/// A code that is there already is refused; it is revised with PUT.
/// Targets and outcomes name it by its code from then on.
#[utoipa::path(
    tag = "Catalogue",
    request_body = CaliberIn,
    responses(
        (status = 201, description = "It was created.", body = CaliberOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        CreateRefusals,
    ),
)]
#[post("/calibers")]
async fn create_caliber(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<CaliberIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::create(&state, asking, COLLECTION, body.0, CaliberOut::from).await
}

/// Reads a caliber.
///
/// The ETag is the version; with `If-None-Match` a version that the client has is answered with 304.
/// The slash of a code may be written as it is or as %2F.
#[utoipa::path(
    tag = "Catalogue",
    params(("code" = CodeText, Path, description = "The caliber's code.", example = "gdp/2018-census")),
    responses(
        (status = 200, description = "The caliber as it stands.", body = CaliberOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/calibers/{code:.+}")]
async fn find_caliber(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    catalogue::find(&request, &state, &path, CaliberOut::from).await
}

/// Sets a caliber: creates it, or revises it as a whole.
///
/// What is left out takes its default. The code in the body is that of the path. Earlier versions stay in the
/// record.
#[utoipa::path(
    tag = "Catalogue",
    params(
        ("code" = CodeText, Path, description = "The caliber's code.", example = "gdp/2018-census"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = CaliberIn,
    responses(
        (status = 200, description = "It stands as given.", body = CaliberOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 201, description = "It was created.", body = CaliberOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        SetRefusals,
    ),
)]
#[put("/calibers/{code:.+}")]
async fn put_caliber(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: Json<CaliberIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::put(&state, asking, (COLLECTION, &path), precondition, body.0, CaliberOut::from).await
}

/// The operations on calibers.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_calibers).service(create_caliber).service(find_caliber).service(put_caliber);
}
