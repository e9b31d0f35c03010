//! The descriptions of problems, at the addresses that name their kinds. It does not know when they occur.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    documented::DescribeRefusals,
    problem::{Kind, Problem},
    query::{NoParameters, Query},
    services::ServiceConfig,
};

/// A kind of problem.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProblemKind)]
pub(super) struct KindOut {
    /// The relative URI that names it.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not-found")]
    type_uri: String,
    /// The stable code.
    #[schema(value_type = String, example = "not-found")]
    code: &'static str,
    /// What it is, in one line.
    #[schema(value_type = String, example = "There is nothing by this name")]
    title: &'static str,
    /// The HTTP status that it is answered with.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    status: u16,
}

impl From<Kind> for KindOut {
    fn from(kind: Kind) -> Self {
        Self { type_uri: kind.type_uri(), code: kind.code(), title: kind.title(), status: kind.status() }
    }
}

/// Lists the kinds of problems.
///
/// Each has a stable code by which a client decides, and an address that names it.
#[utoipa::path(
    tag = "Problems",
    responses((status = 200, description = "Every kind.", body = Vec<KindOut>), super::documented::LiveRefusals),
)]
#[get("/problems")]
async fn list_problem_kinds(_query: Query<NoParameters>) -> HttpResponse {
    HttpResponse::Ok().json(Kind::ALL.iter().copied().map(KindOut::from).collect::<Vec<_>>())
}

/// Describes a kind of problem.
///
/// This is where the `type` of a problem leads.
#[utoipa::path(
    tag = "Problems",
    params(("code" = String, Path, description = "The code of the kind.", example = "not-found")),
    responses((status = 200, description = "The kind.", body = KindOut), DescribeRefusals),
)]
#[get("/problems/{code}")]
async fn find_problem_kind(
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let kind = Kind::ALL.iter().find(|kind| kind.code() == path.as_str()).ok_or_else(|| {
        let detail = format!("there is no kind of problem {:?}; /problems lists them", path.as_str());
        Problem::new(Kind::NotFound, detail)
    })?;
    Ok(HttpResponse::Ok().json(KindOut::from(*kind)))
}

/// The operations on kinds of problems.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_problem_kinds).service(find_problem_kind);
}
