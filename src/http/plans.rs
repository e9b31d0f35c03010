//! Plans on the wire: list, create, read, revise, adopt, close. It does not know when a plan may change.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    answer::{Asking, Page, PageQuery, address, created, read_failed, to_the_end, versioned, written},
    body::{Json, OptionalJson},
    catalogue::{self, no_version_yet, reason, same_code},
    documented::{CreateRefusals, ListRefusals, ReadRefusals, ReviseRefusals},
    precondition::Precondition,
    problem::{Place, Problem},
    query::{NoParameters, Query, path_code},
    state::State,
    words::{BasisWord, CodeText, DecimalText, PathProfileWord, PeriodText, PlanStateWord, WordsText},
};
use crate::{
    domain::plan::{Plan, PlanRules, PlanState},
    service::{AsOf, Stored, error::Fault, plans::PlanDraft},
};

const COLLECTION: &str = "plans";
const CURSOR: char = 'p';

/// A plan as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "cq-2022", "title_zh": "重庆市2022年国民经济和社会发展计划",
    "title_en": "Chongqing plan for economic and social development 2022", "issuer": "重庆市人民政府",
    "period": "2022"
}))]
pub(super) struct PlanIn {
    /// Its code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    code: String,
    /// Its Chinese title; may be empty where an English one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    title_zh: String,
    /// Its English title; may be empty where a Chinese one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    title_en: String,
    /// Who published it.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    issuer: String,
    /// The days it is for. It stays once the plan has targets.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The longer plan that it refines.
    #[schema(value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The area that it is for: what is reported for that area is reported for the whole. Left out, it is the root
    /// of the tree of areas, where there is only one.
    #[schema(value_type = Option<CodeText>)]
    area: Option<String>,
    /// How far from the number about (左右) and on-target may be, in the indicator's unit; 0 by default.
    #[schema(value_type = Option<DecimalText>)]
    tolerance: Option<String>,
    /// The pace from which on a target is on track; 1 by default.
    #[schema(value_type = Option<DecimalText>)]
    on_track_from: Option<String>,
    /// The pace from which on it is at risk; below it is off track; 0.9 by default.
    #[schema(value_type = Option<DecimalText>)]
    at_risk_from: Option<String>,
    /// The weakest basis that counts; forecast by default.
    #[schema(value_type = Option<BasisWord>)]
    admitted_from: Option<String>,
    /// The shape of the expected path, where a target has no waypoints of its own; linear by default.
    #[schema(value_type = Option<PathProfileWord>)]
    profile: Option<String>,
    /// Whether what is off track or not achieved asks for a note on causes and measures.
    #[serde(default)]
    asks_for_deviation_notes: bool,
    /// The state that the plan is in. It is changed by adopt and close alone: another one is refused.
    #[schema(value_type = Option<PlanStateWord>)]
    state: Option<String>,
    /// The version that the revision is meant for, as it was read; leave it out to revise whatever stands.
    version: Option<i64>,
    /// Why it is revised; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    reason: Option<String>,
}

/// A plan as it stands. Without changes it can be sent back as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanOut {
    /// Its code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    code: String,
    /// Its Chinese title; may be empty where an English one is given.
    title_zh: String,
    /// Its English title; may be empty where a Chinese one is given.
    title_en: String,
    /// Who published it.
    issuer: String,
    /// The days it is for.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The longer plan that it refines.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The area that it is for; null is the root of the tree of areas, where there is only one.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// How far from the number about (左右) and on-target may be, in the indicator's unit.
    #[schema(value_type = DecimalText, example = "0")]
    tolerance: String,
    /// The pace from which on a target is on track.
    #[schema(value_type = DecimalText, example = "1")]
    on_track_from: String,
    /// The pace from which on it is at risk; below it is off track.
    #[schema(value_type = DecimalText, example = "0.9")]
    at_risk_from: String,
    /// The weakest basis that counts; weaker figures are set aside.
    #[schema(value_type = BasisWord)]
    admitted_from: &'static str,
    /// The shape of the expected path, where a target has no waypoints of its own.
    #[schema(value_type = PathProfileWord)]
    profile: &'static str,
    /// Whether what is off track or not achieved asks for a note on causes and measures.
    asks_for_deviation_notes: bool,
    /// Where it is in its life.
    #[schema(value_type = PlanStateWord)]
    state: &'static str,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

/// A step in the life of a plan.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"reason": "passed by the congress"}))]
pub(super) struct StepIn {
    /// The version that the step is meant for; leave it out for whatever stands.
    version: Option<i64>,
    /// Why; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    reason: Option<String>,
}

impl PlanIn {
    fn draft(self) -> PlanDraft {
        let Self {
            code,
            title_zh,
            title_en,
            issuer,
            period,
            parent,
            area,
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
            state: _,
            version: _,
            reason: _,
        } = self;
        PlanDraft {
            code,
            title_zh,
            title_en,
            issuer,
            period,
            parent,
            area,
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
        }
    }
}

impl From<Stored<Plan>> for PlanOut {
    fn from(stored: Stored<Plan>) -> Self {
        let Plan { code, title_zh, title_en, issuer, period, parent, area, state, rules } = stored.item;
        let PlanRules {
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
        } = rules;
        Self {
            code: code.to_string(),
            title_zh,
            title_en,
            issuer,
            period: period.to_string(),
            parent: parent.map(|code| code.to_string()),
            area: area.map(|code| code.to_string()),
            tolerance: tolerance.to_string(),
            on_track_from: on_track_from.to_string(),
            at_risk_from: at_risk_from.to_string(),
            admitted_from: admitted_from.word(),
            profile: profile.word(),
            asks_for_deviation_notes,
            state: state.word(),
            version: stored.version,
        }
    }
}

/// Refuses a body that says another state than the plan is in.
fn same_state(given: Option<&str>, current: PlanState) -> Result<(), Problem> {
    match given {
        Some(given) if given != current.word() => {
            let detail =
                format!("the plan is {current}; its state is changed by adopt and close alone: leave it out");
            let fault = Fault::new("state", given, "other_state", detail);
            Err(Problem::of(fault.into(), Place::Body))
        }
        _ => Ok(()),
    }
}

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
    same_state(body.state.as_deref(), PlanState::Draft)?;
    reason(body.reason.as_deref())?;
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let write = async move { plantrack.create_plan(&asking.0, &draft).await };
    let stored = to_the_end(write).await?.map_err(|error| Problem::of(error, Place::Body))?;
    let (location, version) = (address(COLLECTION, stored.item.code.as_str()), stored.version);
    Ok(created(&location, version, &PlanOut::from(stored)))
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
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
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
    if let Some(given) = body.state.as_deref() {
        let current = state.plantrack.find_plan(&code, AsOf::NOW).await.map_err(read_failed)?;
        same_state(Some(given), current.item.state)?;
    }
    let (draft, plantrack) = (body.draft(), state.plantrack.clone());
    let write = async move { plantrack.revise_plan(&asking.0, &code, &draft, expect, &reason).await };
    let stored = to_the_end(write).await?.map_err(|error| precondition.problem(error, Place::Body))?;
    let version = stored.version;
    Ok(written(version, &PlanOut::from(stored)))
}

/// Adopts a plan: from then on it is in force, and changes by revisions alone.
///
/// A plan that is adopted already stays as it is.
#[utoipa::path(
    tag = "Plans",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the step is meant for.", example = "\"v1\""),
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
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the step is meant for.", example = "\"v2\""),
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
    let write = async move { plantrack.move_plan(&asking.0, &code, to, expect, &reason).await };
    let stored = to_the_end(write).await?.map_err(|error| precondition.problem(error, Place::Body))?;
    let version = stored.version;
    Ok(written(version, &PlanOut::from(stored)))
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
