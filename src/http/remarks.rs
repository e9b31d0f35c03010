//! What people add beside a target's computed status, on the wire: rulings, and notes on deviations. It does not know
//! what follows from them.

use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::{read_failed, versioned, written},
    body::Json,
    documented::{ReadRefusals, RemarkRefusals, UnremarkRefusals},
    precondition::Precondition,
    problem::{Kind, Place, Problem},
    query::{Query, path_code},
    remark_shapes::{DeviationOut, RulingOut},
    services::ServiceConfig,
    state::State,
    target_query::{KeyQuery, key},
    words::{CodeText, EtagText, NothingThereText, RulingKindWord, WordsText},
    writing::{Asking, to_the_end},
};
use crate::service::{
    Caller,
    error::ServiceError,
    remarks::{DeviationDraft, RulingDraft},
};

/// A ruling as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "ruling": "not_applicable", "person": "Li Hua", "reason": "the programme was merged into another one"
}))]
struct RulingIn {
    /// What is ruled.
    #[schema(value_type = RulingKindWord)]
    ruling: String,
    /// Who rules.
    #[schema(value_type = WordsText)]
    person: String,
    /// Why.
    #[schema(value_type = WordsText)]
    reason: String,
}

/// A note on a deviation as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "cause": "受疫情影响，消费恢复不及预期", "measures": "发放消费券，促进大宗消费", "person": "Li Hua"
}))]
struct DeviationIn {
    /// Why the target is missed.
    #[schema(value_type = WordsText)]
    cause: String,
    /// What is done about it.
    #[schema(value_type = WordsText)]
    measures: String,
    /// Who says so.
    #[schema(value_type = WordsText)]
    person: String,
}

impl From<RulingIn> for RulingDraft {
    fn from(given: RulingIn) -> Self {
        let RulingIn { ruling, person, reason } = given;
        Self { ruling, person, reason }
    }
}

impl From<DeviationIn> for DeviationDraft {
    fn from(given: DeviationIn) -> Self {
        let DeviationIn { cause, measures, person } = given;
        Self { cause, measures, person }
    }
}

fn none(what: &str) -> Problem {
    Problem::new(Kind::NotFound, format!("the target has no {what}; set one with PUT"))
}

/// A remark as it was set, with its version.
fn as_set(remark: Option<(i64, impl Serialize)>) -> HttpResponse {
    match remark {
        Some((version, out)) => written(version, &out),
        None => HttpResponse::NoContent().finish(),
    }
}

/// Reads the ruling beside a target.
///
/// Without `area` and `category` it is that of the target for the whole, without `period` that for the plan's period.
/// The slash of an indicator's code is written as %2F here.
#[utoipa::path(
    tag = "Remarks",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
    ),
    responses(
        (status = 200, description = "The ruling.", body = RulingOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}/targets/{indicator}/ruling")]
async fn find_ruling(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<KeyQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let remarks = state.plantrack.find_remarks(&plan, &key).await.map_err(read_failed)?;
    let ruling = remarks.ruling.ok_or_else(|| none("ruling"))?;
    Ok(versioned(&request, ruling.version, &RulingOut::from(ruling.item)))
}

/// Sets the ruling beside a target.
///
/// A ruling carries a name and a reason, and never passes for a computed status. One on the verdict itself (`achieved`,
/// `not_achieved`) stands beside the status and leaves it as it is; one that no figure is to be expected (`withheld`,
/// `discontinued`, `not_applicable`) becomes the reason why the target is awaited or not assessed. Earlier rulings stay in
/// the record.
#[utoipa::path(
    tag = "Remarks",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = RulingIn,
    responses(
        (status = 200, description = "It stands as given.", body = RulingOut,
            headers(("ETag" = String, description = "Its version."))),
        RemarkRefusals,
    ),
)]
#[put("/plans/{plan}/targets/{indicator}/ruling")]
async fn put_ruling(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<KeyQuery>,
    body: Json<RulingIn>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let expect = precondition.expect(None)?;
    let (draft, plantrack) = (RulingDraft::from(body.0), state.plantrack.clone());
    let write =
        async move |caller: &Caller| plantrack.put_ruling(caller, &plan, &key, Some(&draft), expect).await;
    to_the_end(asking, write, precondition.problem(Place::Body), |ruling| {
        as_set(ruling.map(|(version, ruling)| (version, RulingOut::from(ruling))))
    })
    .await
}

/// Withdraws the ruling beside a target; what was ruled stays in the record.
///
/// Where there is none, nothing happens.
#[utoipa::path(
    tag = "Remarks",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that is to be withdrawn.", example = "\"v1\""),
    ),
    responses((status = 204, description = "There is no ruling beside the target."), UnremarkRefusals),
)]
#[delete("/plans/{plan}/targets/{indicator}/ruling")]
async fn withdraw_ruling(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<KeyQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let expect = precondition.expect(None)?;
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| plantrack.put_ruling(caller, &plan, &key, None, expect).await;
    to_the_end(asking, write, precondition.problem(Place::Query), |_| HttpResponse::NoContent().finish())
        .await
}

/// Reads the note on why a target is missed and what is done about it.
///
/// Without `area` and `category` it is that of the target for the whole, without `period` that for the plan's period.
/// The slash of an indicator's code is written as %2F here.
#[utoipa::path(
    tag = "Remarks",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
    ),
    responses(
        (status = 200, description = "The note.", body = DeviationOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}/targets/{indicator}/deviation")]
async fn find_deviation(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<KeyQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let remarks = state.plantrack.find_remarks(&plan, &key).await.map_err(read_failed)?;
    let note = remarks.deviation.ok_or_else(|| none("note on its deviation"))?;
    Ok(versioned(&request, note.version, &DeviationOut::from(note.item)))
}

/// Sets the note on why a target is missed and what is done about it.
///
/// A plan that asks for such notes marks each target that is missed or off track and lacks one. Earlier notes stay in
/// the record.
#[utoipa::path(
    tag = "Remarks",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = DeviationIn,
    responses(
        (status = 200, description = "It stands as given.", body = DeviationOut,
            headers(("ETag" = String, description = "Its version."))),
        RemarkRefusals,
    ),
)]
#[put("/plans/{plan}/targets/{indicator}/deviation")]
async fn put_deviation(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<KeyQuery>,
    body: Json<DeviationIn>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let expect = precondition.expect(None)?;
    let (draft, plantrack) = (DeviationDraft::from(body.0), state.plantrack.clone());
    let write = async move |caller: &Caller| {
        plantrack.put_deviation_note(caller, &plan, &key, Some(&draft), expect).await
    };
    // Which series it is for stands in the address.
    let refused = move |error: ServiceError| {
        let place = if matches!(error, ServiceError::Denied(_)) { Place::Query } else { Place::Body };
        precondition.problem(place)(error)
    };
    to_the_end(asking, write, refused, |note| {
        as_set(note.map(|(version, note)| (version, DeviationOut::from(note))))
    })
    .await
}

/// Withdraws the note on a target's deviation; what was said stays in the record.
///
/// Where there is none, nothing happens.
#[utoipa::path(
    tag = "Remarks",
    params(
        ("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"),
        ("indicator" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        KeyQuery,
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that is to be withdrawn.", example = "\"v1\""),
    ),
    responses((status = 204, description = "There is no note beside the target."), UnremarkRefusals),
)]
#[delete("/plans/{plan}/targets/{indicator}/deviation")]
async fn withdraw_deviation(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    precondition: Precondition,
    query: Query<KeyQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, key) = (path_code("plan", &path.0)?, key(&path.1, &query.0)?);
    let expect = precondition.expect(None)?;
    let plantrack = state.plantrack.clone();
    let write =
        async move |caller: &Caller| plantrack.put_deviation_note(caller, &plan, &key, None, expect).await;
    to_the_end(asking, write, precondition.problem(Place::Query), |_| HttpResponse::NoContent().finish())
        .await
}

/// The operations on remarks. They go before those on targets, whose last code takes the rest of the path.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(find_ruling)
        .service(put_ruling)
        .service(withdraw_ruling)
        .service(find_deviation)
        .service(put_deviation)
        .service(withdraw_deviation);
}
