//! What moved in a plan between two moments, on the wire. It does not know why.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    completion::{moment, moment_in, tagged},
    documented::ReadRefusals,
    problem::Problem,
    query::{Parameters, Query, path_code},
    services::ServiceConfig,
    state::State,
    words::{CodeText, DayText, EvidenceWord, MoveCauseWord, PeriodText, StatusWord},
};
use crate::{
    domain::{
        assessment::{Evidence, Status, changes::Moved},
        period::Period,
        series::Series,
    },
    service::comparison::Moves,
};

/// What moved in a plan between two moments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moves)]
struct MovesOut {
    /// The plan's code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    plan: String,
    /// The earlier moment.
    from: MomentOut,
    /// The later moment.
    to: MomentOut,
    /// The targets whose status or evidence is another one.
    moved: Vec<MovedOut>,
    /// The targets that were asked for later only, with their status.
    added: Vec<StoodOut>,
    /// The targets that were asked for earlier only, with their status then.
    withdrawn: Vec<StoodOut>,
}

/// A moment that the plan is looked at from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moment)]
struct MomentOut {
    /// The moment; where `to` was left out, that of the last change.
    #[schema(required = true, format = DateTime)]
    at: Option<String>,
    /// The day that it lies on; the plan was judged for it.
    #[schema(value_type = DayText)]
    on: String,
    /// The number of the last change that was known.
    change: i64,
}

/// Which target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TargetKey)]
struct KeyOut {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period of the target.
    #[schema(value_type = PeriodText)]
    period: String,
}

/// A target that moved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moved)]
struct MovedOut {
    #[serde(flatten)]
    target: KeyOut,
    /// How it stood before.
    from: HowOut,
    /// How it stands after.
    to: HowOut,
    /// Why it moved: the first of the causes that fits, in the order of the words.
    #[schema(value_type = MoveCauseWord)]
    cause: &'static str,
}

/// How a target stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = How)]
struct HowOut {
    /// The status.
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// What the verdict rests on; null where there is none.
    #[schema(required = true, value_type = Option<EvidenceWord>)]
    evidence: Option<&'static str>,
}

/// A target that only one of the moments has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stood)]
struct StoodOut {
    #[serde(flatten)]
    target: KeyOut,
    /// How it stands there.
    #[schema(value_type = StatusWord)]
    status: &'static str,
}

impl KeyOut {
    fn new(series: Series, period: Period) -> Self {
        let Series { indicator, area, category } = series;
        Self {
            indicator: indicator.to_string(),
            area: area.map(|area| area.to_string()),
            category: category.map(|category| category.to_string()),
            period: period.to_string(),
        }
    }
}

impl From<(Status, Option<Evidence>)> for HowOut {
    fn from((status, evidence): (Status, Option<Evidence>)) -> Self {
        Self { status: status.word(), evidence: evidence.map(Evidence::word) }
    }
}

impl From<(Period, Moved)> for MovedOut {
    fn from((period, moved): (Period, Moved)) -> Self {
        let Moved { series, from, to, cause } = moved;
        Self { target: KeyOut::new(series, period), from: from.into(), to: to.into(), cause: cause.word() }
    }
}

impl From<(Series, Period, Status)> for StoodOut {
    fn from((series, period, status): (Series, Period, Status)) -> Self {
        Self { target: KeyOut::new(series, period), status: status.word() }
    }
}

fn seen(at: DateTime<Utc>, on: NaiveDate, change: i64) -> MomentOut {
    MomentOut { at: moment(Some(at)), on: on.to_string(), change }
}

/// Between which moments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MovesQuery {
    /// The earlier moment, RFC 3339.
    #[param(value_type = String, required = true, format = DateTime, example = "2023-01-13T08:00:00Z")]
    from: Option<String>,
    /// The later moment, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<String>,
}

/// Gives what moved in a plan between two moments, and why.
///
/// At each moment the plan is judged for that day, by what was known then: for the whole, for areas and for
/// categories. What stayed as it was is left out.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), MovesQuery),
    responses(
        (status = 200, description = "What moved.", body = MovesOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}/changes")]
async fn show_moves(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<MovesQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let MovesQuery { from: from_text, to } = &query.0;
    let mut parameters = Parameters::default();
    if from_text.is_none() {
        parameters.fault("from", "", "missing", "give the earlier moment: from=2023-01-13T08:00:00Z");
    }
    let from = from_text.as_deref().and_then(|text| moment_in(&mut parameters, "from", text));
    let to = to.as_deref().and_then(|text| moment_in(&mut parameters, "to", text));
    if let Some(from) = from
        && from > to.unwrap_or_else(|| state.plantrack.clock().now())
    {
        let detail = "from lies after to, which is now where it is left out; exchange the two";
        parameters.fault("from", from_text.as_deref().unwrap_or_default(), "bad_order", detail);
    }
    parameters.finish()?;
    let Some(from) = from else { return Err(Problem::internal("a parameter was read and is not there")) };
    let Moves { moments, changes, days, moved, added, withdrawn } =
        state.plantrack.moves(&plan, from, to).await.map_err(read_failed)?;
    let out = MovesOut {
        plan: plan.to_string(),
        from: seen(moments.0, days.0, changes.0),
        to: seen(moments.1, days.1, changes.1),
        moved: moved.into_iter().map(MovedOut::from).collect(),
        added: added.into_iter().map(StoodOut::from).collect(),
        withdrawn: withdrawn.into_iter().map(StoodOut::from).collect(),
    };
    tagged(&request, &out)
}

/// The operation on what moved.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_moves);
}
