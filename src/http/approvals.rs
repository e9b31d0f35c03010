//! Approval on the wire: where outcomes and targets are on their way to be counted, and the steps. It does not know which
//! step may follow which, nor who may take it.

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{read_failed, versioned, written},
    body::Json,
    documented::{ApprovalRefusals, ReadRefusals},
    fallback,
    precondition::Precondition,
    problem::{Place, Problem},
    query::{NoParameters, Parameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    target_query::{KeyQuery, key},
    words::{ApprovalStateWord, CodeText, EtagText, PeriodText, WordsText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::approval::{Approval, ApprovalState},
    service::{
        ApprovalSubject, Caller, Stored,
        approvals::{Step, Waiting},
        error::Faults,
    },
};

/// A step on the way to be counted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApprovalStep, example = json!({"state": "submitted", "reason": "checked against the yearbook"}))]
struct StepIn {
    /// The state that it is to be in: submitted, approved or returned.
    #[schema(value_type = ApprovalStateWord)]
    state: String,
    /// Why; needed where it is returned.
    #[schema(value_type = Option<WordsText>)]
    reason: Option<String>,
    /// The version of the approval that the step is meant for; leave it out for whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    version: Option<i64>,
}

/// Where an outcome or a target is on its way to be counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Approval)]
struct ApprovalOut {
    /// The state.
    #[schema(value_type = ApprovalStateWord)]
    state: &'static str,
    /// Who took the last step; null for a draft.
    #[schema(required = true)]
    by: Option<String>,
    /// Why; empty where nothing was said.
    reason: String,
    /// Which version this is, counted from 1, which is the draft; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

/// Something that is to be approved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ToApprove)]
struct WaitingOut {
    /// The number of the outcome; null for a target.
    #[schema(required = true)]
    outcome: Option<i64>,
    /// The version of the target; null for an outcome.
    #[schema(required = true)]
    target_version: Option<i64>,
    /// The indicator's code.
    #[schema(value_type = CodeText)]
    indicator: String,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period.
    #[schema(value_type = PeriodText)]
    period: String,
    /// Where it is on its way.
    approval: ApprovalOut,
}

/// What is to be approved of a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Approvals)]
struct ApprovalsOut {
    /// The targets as they stand, then the outcomes, each in the order they were recorded.
    items: Vec<WaitingOut>,
}

/// Which of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ApprovalsQuery {
    /// Only those in this state.
    #[param(value_type = Option<ApprovalStateWord>)]
    state: Option<String>,
}

impl From<Stored<Approval>> for ApprovalOut {
    fn from(stored: Stored<Approval>) -> Self {
        let Approval { state, by, reason } = stored.item;
        Self { state: state.word(), by, reason, version: stored.version }
    }
}

impl From<Waiting> for WaitingOut {
    fn from(waiting: Waiting) -> Self {
        let Waiting { what, approval } = waiting;
        let (outcome, target_version) = match what.subject {
            ApprovalSubject::Outcome(id) => (Some(id), None),
            ApprovalSubject::Target(_, version) => (None, Some(version)),
        };
        Self {
            outcome,
            target_version,
            indicator: what.series.indicator.to_string(),
            area: what.series.area.map(|code| code.to_string()),
            category: what.series.category.map(|code| code.to_string()),
            period: what.period.to_string(),
            approval: approval.into(),
        }
    }
}

impl StepIn {
    fn read(&self, precondition: Precondition) -> Result<Step, Problem> {
        let expect = precondition.expect(self.version)?;
        Step::read(&self.state, self.reason.as_deref().unwrap_or_default(), expect)
            .map_err(|faults| Problem::of(Faults::from(faults).into(), Place::Body))
    }
}

fn answer(stored: Stored<Approval>) -> HttpResponse {
    written(stored.version, &ApprovalOut::from(stored))
}

fn outcome_id(text: &str) -> Result<i64, Problem> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let id = text.parse::<i64>().ok().filter(|id| is_plain && *id > 0);
    id.ok_or_else(|| Problem::path("id", text, "bad_id", "write the number of an outcome: 1 or more"))
}

/// Lists what is to be approved of a plan.
///
/// Its targets as they stand, and every outcome of its series for its period, with where each is on its way. All of them at
/// once.
#[utoipa::path(
    tag = "Approval",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), ApprovalsQuery),
    responses((status = 200, description = "What is to be approved.", body = ApprovalsOut), ReadRefusals),
)]
#[get("/plans/{plan}/approvals")]
async fn list_approvals(
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<ApprovalsQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let mut parameters = Parameters::default();
    let wanted: Option<ApprovalState> =
        query.0.state.as_deref().and_then(|word| parameters.fields().word("state", word));
    parameters.finish()?;
    let items = state.plantrack.approvals_of(&plan, wanted).await.map_err(read_failed)?;
    let items = items.into_iter().map(WaitingOut::from).collect();
    Ok(HttpResponse::Ok().json(ApprovalsOut { items }))
}

/// Reads where an outcome is on its way to be counted.
///
/// What took no step yet is a draft.
#[utoipa::path(
    tag = "Approval",
    params(("id" = i64, Path, description = "The outcome's number.", minimum = 1, example = 42)),
    responses(
        (status = 200, description = "Where it is.", body = ApprovalOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/outcomes/{id}/approval")]
async fn find_outcome_approval(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let stored = state.plantrack.outcome_approval(outcome_id(&path)?).await.map_err(read_failed)?;
    Ok(versioned(&request, stored.version, &ApprovalOut::from(stored)))
}

/// Takes a step with an outcome: puts it forward, approves it, or returns it with a reason.
///
/// Whoever may report the series may put the outcome forward; to approve and to return it needs the scope `plan`.
/// draft → submitted → approved; what is submitted or approved can be returned, and put forward again. Nobody approves
/// what he recorded himself. Where a plan asks for approval, only approved outcomes count in it.
#[utoipa::path(
    tag = "Approval",
    params(
        ("id" = i64, Path, description = "The outcome's number.", minimum = 1, example = 42),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the approval that the step is meant for.", example = "\"v1\""),
    ),
    request_body = StepIn,
    responses(
        (status = 200, description = "It is in that state.", body = ApprovalOut,
            headers(("ETag" = String, description = "Its version."))),
        ApprovalRefusals,
    ),
)]
#[put("/outcomes/{id}/approval")]
async fn step_outcome(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: Json<StepIn>,
) -> Result<HttpResponse, Problem> {
    let (id, step, plantrack) = (outcome_id(&path)?, body.0.read(precondition)?, state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.step_outcome(caller, id, &step).await;
    to_the_end(asking, write, precondition.problem(Place::Body), answer).await
}

/// Reads where a target as it stands is on its way to be counted.
///
/// Each version of a target is approved for itself: until it is, the version that was approved before counts. The slash of
/// an indicator's code is written as %2F here.
#[utoipa::path(
    tag = "Approval",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
    ),
    responses(
        (status = 200, description = "Where it is.", body = ApprovalOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}/targets/{indicator}/approval")]
async fn find_target_approval(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<KeyQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let stored = state.plantrack.target_approval(&plan, &key).await.map_err(read_failed)?;
    Ok(versioned(&request, stored.version, &ApprovalOut::from(stored)))
}

/// Takes a step with a target as it stands: puts it forward, approves it, or returns it with a reason.
///
/// A withdrawal is approved like any other version: until then the target counts as it was approved before.
#[utoipa::path(
    tag = "Approval",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the approval that the step is meant for.", example = "\"v1\""),
    ),
    request_body = StepIn,
    responses(
        (status = 200, description = "It is in that state.", body = ApprovalOut,
            headers(("ETag" = String, description = "Its version."))),
        ApprovalRefusals,
    ),
)]
#[put("/plans/{plan}/targets/{indicator}/approval")]
async fn step_target(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<KeyQuery>,
    body: Json<StepIn>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let (step, plantrack) = (body.0.read(precondition)?, state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.step_target(caller, &plan, &key, &step).await;
    to_the_end(asking, write, precondition.problem(Place::Body), answer).await
}

/// The operations on approvals. They go before those on targets, whose last code takes the rest of the path: another
/// method on the approval of a target is refused here, lest it be taken for one on a target whose code ends like this.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(list_approvals)
        .service(find_outcome_approval)
        .service(step_outcome)
        .service(find_target_approval)
        .service(step_target)
        .route("/plans/{plan}/targets/{indicator}/approval", web::route().to(fallback::answer));
}
