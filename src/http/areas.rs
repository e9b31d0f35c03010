//! Areas on the wire: the tree of jurisdictions. It does not know how they are kept.

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
    domain::area::Area,
    service::{
        Stored,
        catalogue::{AreaDraft, NodeDraft},
    },
};

const COLLECTION: &str = "areas";
const CURSOR: char = 'a';

/// An area as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "wanzhou", "name_zh": "万州区", "name_en": "Wanzhou", "parent": null, "overlapping": false}))]
pub(super) struct AreaIn {
    /// Its code.
    #[schema(value_type = CodeText, example = "wanzhou")]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_en: String,
    /// The area that it is a part of; null for a root.
    #[schema(value_type = Option<CodeText>)]
    parent: Option<String>,
    /// Whether it overlaps its siblings: it is then left out of sums.
    #[serde(default)]
    overlapping: bool,
    /// The version that the revision is meant for, as it was read; leave it out to revise whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    version: Option<i64>,
    /// Why it is revised; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    reason: Option<String>,
}

/// An area as it stands. Without changes it can be sent back as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AreaOut {
    /// Its code.
    #[schema(value_type = CodeText)]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    name_en: String,
    /// The area that it is a part of; null for a root.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// Whether it overlaps its siblings: it is then left out of sums.
    overlapping: bool,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl Incoming for AreaIn {
    type Draft = AreaDraft;

    fn code(&self) -> &str {
        &self.code
    }

    fn version(&self) -> Option<i64> {
        self.version
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn draft(self) -> AreaDraft {
        let Self { code, name_zh, name_en, parent, overlapping, version: _, reason: _ } = self;
        AreaDraft(NodeDraft { code, name_zh, name_en, parent, overlapping })
    }
}

impl From<Stored<Area>> for AreaOut {
    fn from(stored: Stored<Area>) -> Self {
        let Area { code, name_zh, name_en, parent, overlapping } = stored.item;
        Self {
            code: code.to_string(),
            name_zh,
            name_en,
            parent: parent.map(|code| code.to_string()),
            overlapping,
            version: stored.version,
        }
    }
}

/// Lists the areas, in the order of their creation.
///
/// All plans share them. Each is shown as it stands now.
#[utoipa::path(
    tag = "Catalogue",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of areas.", body = Page<AreaOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListRefusals,
    ),
)]
#[get("/areas")]
async fn list_areas(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    catalogue::list(&request, &state, CURSOR, &query.0, AreaOut::from).await
}

/// Creates an area.
///
/// A code that is there already is refused; it is revised with PUT. Its parent is created before it.
#[utoipa::path(
    tag = "Catalogue",
    request_body = AreaIn,
    responses(
        (status = 201, description = "It was created.", body = AreaOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        CreateRefusals,
    ),
)]
#[post("/areas")]
async fn create_area(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<AreaIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::create(&state, asking, COLLECTION, body.0, AreaOut::from).await
}

/// Reads an area.
///
/// The ETag is the version; with `If-None-Match` a version that the client has is answered with 304.
#[utoipa::path(
    tag = "Catalogue",
    params(("code" = CodeText, Path, description = "The area's code.", example = "wanzhou")),
    responses(
        (status = 200, description = "The area as it stands.", body = AreaOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/areas/{code:.+}")]
async fn find_area(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    catalogue::find(&request, &state, &path, AreaOut::from).await
}

/// Sets an area: creates it, or revises it as a whole.
///
/// What is left out takes its default. The code in the body is that of the path. Earlier versions stay in the
/// record.
#[utoipa::path(
    tag = "Catalogue",
    params(
        ("code" = CodeText, Path, description = "The area's code.", example = "wanzhou"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = AreaIn,
    responses(
        (status = 200, description = "It stands as given.", body = AreaOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 201, description = "It was created.", body = AreaOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        SetRefusals,
    ),
)]
#[put("/areas/{code:.+}")]
async fn put_area(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: Json<AreaIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::put(&state, asking, (COLLECTION, &path), precondition, body.0, AreaOut::from).await
}

/// The operations on areas.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_areas).service(create_area).service(find_area).service(put_area);
}
