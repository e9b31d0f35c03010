//! Plans on the wire: list, create, read, revise, adopt, close. It does not know when a plan may change.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};

use super::{
    answer::{Page, PageQuery, address, created, read_failed, versioned, written},
    body::{Json, OptionalJson},
    catalogue::{self, no_version_yet, reason, same_code},
    documented::{CreateRefusals, ListRefusals, ReadRefusals, ReviseRefusals},
    plan_shapes::{PlanIn, PlanOut, StepIn},
    precondition::Precondition,
    problem::{Place, Problem},
    query::{NoParameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    words::{CodeText, EtagText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::plan::PlanState,
    service::{AsOf, Caller},
};

const COLLECTION: &str = "plans";
const CURSOR: char = 'p';

/// Lists the plans, in the order of their creation.
///
/// Each is shown as it stands now, drafts and closed ones included.
#[utoipa::path(
    tag = "Plans",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of plans.", body = Page<PlanOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListRefusals,
    ),
)]
#[get("/plans")]
async fn list_plans(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    catalogue::list(&request, &state, CURSOR, &query.0, PlanOut::from).await
}

/// Creates a plan, as a draft.
///
/// It is judged like any other; adopting it puts it in force. A longer plan that it refines is created before it.
#[utoipa::path(
    tag = "Plans",
    request_body = PlanIn,
    responses(
        (status = 201, description = "It was created.", body = PlanOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        CreateRefusals,
    ),
)]
#[post("/plans")]
async fn create_plan(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<PlanIn>,
) -> Result<HttpResponse, Problem> {
    let body = body.0;
    no_version_yet(body.version)?;
    reason(body.reason.as_deref())?;
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.create_plan(caller, &draft).await;
    to_the_end(asking, write, Place::Body.problem(), |stored| {
        let (location, version) = (address(COLLECTION, stored.item.code.as_str()), stored.version);
        created(&location, version, &PlanOut::from(stored))
    })
    .await
}

/// Reads a plan.
///
/// The ETag is the version; with `If-None-Match` a version that the client has is answered with 304.
#[utoipa::path(
    tag = "Plans",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022")),
    responses(
        (status = 200, description = "The plan as it stands.", body = PlanOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}")]
async fn find_plan(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let code = path_code("plan", &path)?;
    let stored = state.plantrack.find_plan(&code, AsOf::NOW).await.map_err(read_failed)?;
    let version = stored.version;
    Ok(versioned(&request, version, &PlanOut::from(stored)))
}

/// Revises a plan as a whole.
///
/// What is left out takes its default. The code in the body is that of the path. Earlier versions stay in the
/// record. A closed plan is not revised.
#[utoipa::path(
    tag = "Plans",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
    ),
    request_body = PlanIn,
    responses(
        (status = 200, description = "It stands as given.", body = PlanOut,
            headers(("ETag" = String, description = "Its version."))),
        ReviseRefusals,
    ),
)]
#[put("/plans/{plan}")]
async fn revise_plan(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: Json<PlanIn>,
) -> Result<HttpResponse, Problem> {
    let code = path_code("plan", &path)?;
    let body = body.0;
    same_code("code", code.as_str(), &body.code)?;
    let expect = precondition.expect(body.version)?;
    let reason = reason(body.reason.as_deref())?;
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let write =
        async move |caller: &Caller| plantrack.revise_plan(caller, &code, &draft, expect, &reason).await;
    to_the_end(asking, write, precondition.problem(Place::Body), |stored| {
        written(stored.version, &PlanOut::from(stored))
    })
    .await
}

/// Adopts a plan: from then on it is in force, and changes by revisions alone.
///
/// A plan that is adopted already stays as it is.
#[utoipa::path(
    tag = "Plans",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the step is meant for.", example = "\"v1\""),
    ),
    request_body = Option<StepIn>,
    responses(
        (status = 200, description = "The plan is adopted.", body = PlanOut,
            headers(("ETag" = String, description = "Its version."))),
        ReviseRefusals,
    ),
)]
#[post("/plans/{plan}/adopt")]
async fn adopt_plan(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: OptionalJson<StepIn>,
) -> Result<HttpResponse, Problem> {
    step(&state, asking, &path, precondition, body.0, PlanState::Adopted).await
}

/// Closes a plan: it is no longer changed.
///
/// A plan that is closed already stays as it is.
#[utoipa::path(
    tag = "Plans",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the step is meant for.", example = "\"v2\""),
    ),
    request_body = Option<StepIn>,
    responses(
        (status = 200, description = "The plan is closed.", body = PlanOut,
            headers(("ETag" = String, description = "Its version."))),
        ReviseRefusals,
    ),
)]
#[post("/plans/{plan}/close")]
async fn close_plan(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: OptionalJson<StepIn>,
) -> Result<HttpResponse, Problem> {
    step(&state, asking, &path, precondition, body.0, PlanState::Closed).await
}

async fn step(
    state: &State,
    asking: Asking,
    code: &str,
    precondition: Precondition,
    body: StepIn,
    to: PlanState,
) -> Result<HttpResponse, Problem> {
    let code = path_code("plan", code)?;
    let expect = precondition.expect(body.version)?;
    let reason = reason(body.reason.as_deref())?;
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| plantrack.move_plan(caller, &code, to, expect, &reason).await;
    to_the_end(asking, write, precondition.problem(Place::Body), |stored| {
        written(stored.version, &PlanOut::from(stored))
    })
    .await
}

/// The operations on plans.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(list_plans)
        .service(create_plan)
        .service(find_plan)
        .service(revise_plan)
        .service(adopt_plan)
        .service(close_plan);
}
