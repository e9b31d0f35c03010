//! Categories on the wire: classification trees other than areas. Their codes hold slashes: both the encoded and the
//! plain form are taken. It does not know how they are kept.

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
    domain::category::Category,
    service::{
        Stored,
        catalogue::{CategoryDraft, NodeDraft},
    },
};

const COLLECTION: &str = "categories";
const CURSOR: char = 'c';

/// A category as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "sector/electronics", "name_zh": "电子", "name_en": "Electronics", "parent": null, "overlapping": false}))]
pub(super) struct CategoryIn {
    /// Its code.
    #[schema(value_type = CodeText, example = "sector/electronics")]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_en: String,
    /// The category that it is a part of; null for a root.
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

/// A category as it stands. Without changes it can be sent back as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CategoryOut {
    /// Its code.
    #[schema(value_type = CodeText)]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    name_en: String,
    /// The category that it is a part of; null for a root.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// Whether it overlaps its siblings: it is then left out of sums.
    overlapping: bool,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl Incoming for CategoryIn {
    type Draft = CategoryDraft;

    fn code(&self) -> &str {
        &self.code
    }

    fn version(&self) -> Option<i64> {
        self.version
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn draft(self) -> CategoryDraft {
        let Self { code, name_zh, name_en, parent, overlapping, version: _, reason: _ } = self;
        CategoryDraft(NodeDraft { code, name_zh, name_en, parent, overlapping })
    }
}

impl From<Stored<Category>> for CategoryOut {
    fn from(stored: Stored<Category>) -> Self {
        let Category { code, name_zh, name_en, parent, overlapping } = stored.item;
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

/// Lists the categories, in the order of their creation.
///
/// All plans share them. Each is shown as it stands now.
#[utoipa::path(
    tag = "Catalogue",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of categories.", body = Page<CategoryOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListRefusals,
    ),
)]
#[get("/categories")]
async fn list_categories(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    catalogue::list(&request, &state, CURSOR, &query.0, CategoryOut::from).await
}

/// Creates a category.
///
/// A code that is there already is refused; it is revised with PUT. Its parent is created before it.
#[utoipa::path(
    tag = "Catalogue",
    request_body = CategoryIn,
    responses(
        (status = 201, description = "It was created.", body = CategoryOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        CreateRefusals,
    ),
)]
#[post("/categories")]
async fn create_category(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<CategoryIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::create(&state, asking, COLLECTION, body.0, CategoryOut::from).await
}

/// Reads a category.
///
/// The ETag is the version; with `If-None-Match` a version that the client has is answered with 304.
/// The slash of a code may be written as it is or as %2F.
#[utoipa::path(
    tag = "Catalogue",
    params(("code" = CodeText, Path, description = "The category's code.", example = "sector/electronics")),
    responses(
        (status = 200, description = "The category as it stands.", body = CategoryOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/categories/{code:.+}")]
async fn find_category(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    catalogue::find(&request, &state, &path, CategoryOut::from).await
}

/// Sets a category: creates it, or revises it as a whole.
///
/// What is left out takes its default. The code in the body is that of the path. Earlier versions stay in the
/// record.
#[utoipa::path(
    tag = "Catalogue",
    params(
        ("code" = CodeText, Path, description = "The category's code.", example = "sector/electronics"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = CategoryIn,
    responses(
        (status = 200, description = "It stands as given.", body = CategoryOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 201, description = "It was created.", body = CategoryOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        SetRefusals,
    ),
)]
#[put("/categories/{code:.+}")]
async fn put_category(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: Json<CategoryIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::put(&state, asking, (COLLECTION, &path), precondition, body.0, CategoryOut::from).await
}

/// The operations on categories.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_categories).service(create_category).service(find_category).service(put_category);
}
