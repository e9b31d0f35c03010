//! Targets of a plan on the wire: list, set, read, revise, withdraw. It does not know how a phrase is read.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{Page, PageAsked, address, created, in_query, page, read_failed, versioned, written},
    body::{Batch, Json},
    catalogue::{no_version_yet, reason, same_code},
    documented::{CreateInPlanRefusals, JudgeRefusals, ReadRefusals, ReviseRefusals, WithdrawRefusals},
    precondition::Precondition,
    problem::{Place, Problem},
    query::{NoParameters, Parameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    target_query::{KeyQuery, ListQuery, WithdrawQuery, key},
    target_shapes::{TargetIn, TargetOut},
    words::{CodeText, EtagText, NothingThereText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::{code::Code, period::Period, series::Series, target::Target},
    service::{AsOf, Caller, Expect, Put, Stored},
};

const CURSOR: char = 't';

/// Targets that were set.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetsOut {
    /// Each of them, in the order given.
    items: Vec<TargetOut>,
}

/// The address of a target: what differs from the plan as a whole stands in the query.
fn target_address(plan: &Code, series: &Series, period: Option<Period>) -> String {
    let base = format!("{}/targets/{}", address("plans", plan.as_str()), encoded(&series.indicator));
    let mut query = Vec::new();
    for (name, code) in [("area", &series.area), ("category", &series.category)] {
        query.extend(code.as_ref().map(|code| format!("{name}={}", in_query(code.as_str()))));
    }
    query.extend(period.map(|period| format!("period={}", in_query(&period.to_string()))));
    if query.is_empty() { base } else { format!("{base}?{}", query.join("&")) }
}

fn encoded(code: &Code) -> String {
    code.as_str().replace('/', "%2F")
}

/// The place of a target in its plan as one number: by position, then by key, as the plan's list is sorted.
fn place(stored: &Stored<Target>) -> i64 {
    const KEYS: i64 = 1 << 31;
    i64::from(stored.item.position).saturating_mul(KEYS).saturating_add(stored.id)
}

/// Lists the targets of a plan, in the order of the plan.
///
/// Withdrawn ones are left out. Without parameters, those for every area, category and period are listed.
#[utoipa::path(
    tag = "Targets",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), ListQuery),
    responses(
        (status = 200, description = "A page of targets.", body = Page<TargetOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/targets")]
async fn list_targets(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let mut parameters = Parameters::default();
    let wanted = query.0.read(&mut parameters);
    let (limit, cursor) = (query.0.limit.as_deref(), query.0.cursor.as_deref());
    let asked = PageAsked::read(&mut parameters, CURSOR, limit, cursor, &state);
    parameters.finish()?;
    let (indicator, area, category) = wanted.named();
    state.plantrack.check_named(indicator, area, category).await.map_err(read_failed)?;
    let all = state.plantrack.list_targets(&plan, AsOf::NOW).await.map_err(read_failed)?;
    let take = usize::try_from(asked.to_load()).unwrap_or(usize::MAX);
    let entries: Vec<Stored<Target>> = all
        .into_iter()
        .filter(|stored| wanted.admits(&stored.item) && place(stored) > asked.after)
        .take(take)
        .collect();
    Ok(page(&request, CURSOR, asked, entries, place, |stored| {
        TargetOut::new(&plan, stored.version, stored.item)
    }))
}

/// Sets targets of a plan: one, or several of which all or none are taken.
///
/// A phrase that cannot be read for certain is refused with position and reason. It is kept as words without a
/// number only where `qualitative` says so. A target that is there already is revised with PUT.
#[utoipa::path(
    tag = "Targets",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022")),
    request_body(content = super::target_shapes::OneOrMoreTargets, description = "One target, or an array of them."),
    responses(
        (status = 201, description = "They are set, with what their phrases were read as.", body = TargetsOut,
            headers(("Location" = String, description = "Where the target is, or the list of them."))),
        CreateInPlanRefusals,
    ),
)]
#[post("/plans/{plan}/targets")]
async fn create_targets(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
    body: Batch<TargetIn>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let place = body.place();
    let items = body.into_items();
    for item in &items {
        no_version_yet(item.version)?;
    }
    let why = reason(items.iter().find_map(|item| item.reason.as_deref()))?;
    let drafts: Vec<_> = items.into_iter().map(TargetIn::draft).collect();
    let plantrack = state.plantrack.clone();
    let of = plan.clone();
    let write =
        async move |caller: &Caller| plantrack.put_targets(caller, &of, &drafts, Expect::New, &why).await;
    to_the_end(asking, write, place.problem(), move |done| {
        let location = match done.as_slice() {
            [(_, only)] => target_address(&plan, &only.series, Some(only.period)),
            _ => format!("{}/targets", address("plans", plan.as_str())),
        };
        let items =
            done.into_iter().map(|(put, target)| TargetOut::new(&plan, put.version(), target)).collect();
        HttpResponse::Created()
            .insert_header((actix_web::http::header::LOCATION, location))
            .json(TargetsOut { items })
    })
    .await
}

/// Reads a target of a plan.
///
/// Without `area` and `category` it is the target for the whole, without `period` the one for the plan's period.
#[utoipa::path(
    tag = "Targets",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
    ),
    responses(
        (status = 200, description = "The target as it stands.", body = TargetOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}/targets/{indicator:.+}")]
async fn find_target(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<KeyQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let stored = state.plantrack.find_target(&plan, &key, AsOf::NOW).await.map_err(read_failed)?;
    let version = stored.version;
    Ok(versioned(&request, version, &TargetOut::new(&plan, version, stored.item)))
}

/// Sets or revises a target of a plan as a whole.
///
/// What is left out takes its default. What was asked before stays in the record.
#[utoipa::path(
    tag = "Targets",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = TargetIn,
    responses(
        (status = 200, description = "It stands as given.", body = TargetOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 201, description = "It was set.", body = TargetOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        ReviseRefusals,
    ),
)]
#[put("/plans/{plan}/targets/{indicator:.+}")]
async fn put_target(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<KeyQuery>,
    body: Json<TargetIn>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let body = body.0;
    same_code("indicator", key.series.indicator.as_str(), &body.indicator)?;
    let expect = precondition.expect(body.version)?;
    let why = reason(body.reason.as_deref())?;
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let (of, location) = (plan.clone(), target_address(&plan, &key.series, key.period));
    let write =
        async move |caller: &Caller| plantrack.put_target(caller, &of, &key, draft, expect, &why).await;
    to_the_end(asking, write, precondition.problem(Place::Body), move |(put, target)| {
        let version = put.version();
        let out = TargetOut::new(&plan, version, target);
        match put {
            Put::Created => created(&location, version, &out),
            Put::Revised(_) | Put::Unchanged(_) => written(version, &out),
        }
    })
    .await
}

/// Withdraws a target of a plan; what was asked stays in the record.
///
/// Without `area` and `category` it is the target for the whole, without `period` the one for the plan's period.
#[utoipa::path(
    tag = "Targets",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        WithdrawQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that is to be withdrawn.", example = "\"v1\""),
    ),
    responses(
        (status = 204, description = "It is withdrawn."),
        WithdrawRefusals,
    ),
)]
#[delete("/plans/{plan}/targets/{indicator:.+}")]
async fn withdraw_target(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<WithdrawQuery>,
) -> Result<HttpResponse, Problem> {
    let WithdrawQuery { area, category, period, reason: why } = query.0;
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &KeyQuery { area, category, period })?);
    let expect = precondition.expect(None)?;
    let mut parameters = Parameters::default();
    let why = parameters.fields().text("reason", why.as_deref().unwrap_or_default());
    parameters.finish()?;
    let plantrack = state.plantrack.clone();
    let write =
        async move |caller: &Caller| plantrack.withdraw_target(caller, &plan, &key, expect, &why).await;
    to_the_end(asking, write, precondition.problem(Place::Query), |()| HttpResponse::NoContent().finish())
        .await
}

/// The operations on targets.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(list_targets)
        .service(create_targets)
        .service(find_target)
        .service(put_target)
        .service(withdraw_target);
}
