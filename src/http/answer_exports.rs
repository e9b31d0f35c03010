//! Exports of answers on the wire: a plan's scorecard and its matrix as files. It does not know how one is written.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    answer::read_failed,
    documented::ExportRefusals,
    judged::{Common, LEFT_OUT},
    kept,
    outgoing::{TABLES, TableWord, Taken, Wanted, in_memory, made},
    problem::Problem,
    query::{Parameters, Query},
    services::ServiceConfig,
    state::State,
    upload::WorkbookFile,
    words::{CodeText, DayText, PartKindWord},
};
use crate::{
    domain::{code::Code, period::Period},
    service::{Plantrack, members::By, scorecard::Question},
};

/// Of which plan, when, and in which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CompletionQuery {
    /// The plan.
    #[param(value_type = CodeText, required = true, example = "cq-2022")]
    plan: Option<String>,
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The form; by Accept where left out, else CSV.
    #[param(value_type = Option<TableWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// Of which plan, by which members, when, and in which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MatrixQuery {
    /// The plan.
    #[param(value_type = CodeText, required = true, example = "cq-2022")]
    plan: Option<String>,
    /// What the members are: area or category.
    #[param(value_type = PartKindWord, required = true)]
    by: Option<String>,
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The form; by Accept where left out, else CSV.
    #[param(value_type = Option<TableWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// What both have.
struct Asked<'a> {
    plan: &'a Option<String>,
    on: &'a Option<String>,
    as_of: &'a Option<String>,
    format: &'a Option<String>,
    bom: &'a Option<String>,
}

impl Asked<'_> {
    fn read(&self, parameters: &mut Parameters, request: &HttpRequest) -> (Option<Code>, Question, Wanted) {
        let plan = parameters.code("plan", self.plan.as_deref());
        if self.plan.as_deref().is_none_or(str::is_empty) {
            parameters.fault("plan", "", "missing", "name the plan: plan=cq-2022");
        }
        let common =
            Common { on: self.on, as_of: self.as_of, area: LEFT_OUT, category: LEFT_OUT, lang: LEFT_OUT };
        let (question, _) = common.read(parameters, request);
        let wanted = Wanted::read(parameters, self.format.as_deref(), self.bom.as_deref(), request, TABLES);
        (plan, question, wanted)
    }
}

/// A parameter that was read, once nothing is wrong with it.
pub(super) fn is_there<T>(parameter: Option<T>) -> Result<T, Problem> {
    parameter.ok_or_else(|| Problem::internal("a parameter was read and is not there"))
}

/// What the members of a matrix are.
pub(super) fn members_in(parameters: &mut Parameters, by: Option<&str>) -> Option<By> {
    if by.is_none() {
        parameters.fault("by", "", "missing", "say what the members are: by=area or by=category");
    }
    by.and_then(|word| parameters.fields().word::<By>("by", word))
}

/// A plan's scorecard as a table.
pub(super) async fn scorecard_file(
    request: &HttpRequest,
    state: &State,
    plan: Code,
    question: Question,
    taken: Taken,
) -> Result<HttpResponse, Problem> {
    kept::answer(request, state, taken.mark(), question, |question| async move {
        let card = state.plantrack.scorecard(&plan, &question).await.map_err(read_failed)?;
        let exported = Plantrack::export_completion(&card, in_memory(state, taken)).await;
        made("completion", taken.form, exported, card.ground, card.made_at)
    })
    .await
}

/// One indicator's status as a table, its sub-indicators after it.
pub(super) async fn status_file(
    request: &HttpRequest,
    state: &State,
    (plan, indicator, period): (Code, Code, Option<Period>),
    question: Question,
    taken: Taken,
) -> Result<HttpResponse, Problem> {
    kept::answer(request, state, taken.mark(), question, |question| async move {
        let answer = state.plantrack.indicator_status(&plan, &indicator, period, &question).await;
        let (mut card, item) = answer.map_err(read_failed)?;
        card.assessed.insert(0, item);
        let exported = Plantrack::export_completion(&card, in_memory(state, taken)).await;
        made("completion", taken.form, exported, card.ground, card.made_at)
    })
    .await
}

/// The counts of a plan as a table.
pub(super) async fn summary_file(
    request: &HttpRequest,
    state: &State,
    plan: Code,
    question: Question,
    taken: Taken,
) -> Result<HttpResponse, Problem> {
    kept::answer(request, state, taken.mark(), question, |question| async move {
        let card = state.plantrack.counts(&plan, &question).await.map_err(read_failed)?;
        let exported = Plantrack::export_summary(&card, in_memory(state, taken)).await;
        made("summary", taken.form, exported, card.ground, card.made_at)
    })
    .await
}

/// A plan's matrix as a table.
pub(super) async fn matrix_file(
    request: &HttpRequest,
    state: &State,
    plan: Code,
    by: By,
    question: Question,
    taken: Taken,
) -> Result<HttpResponse, Problem> {
    kept::answer(request, state, taken.mark(), question, |question| async move {
        let matrix = state.plantrack.matrix(&plan, by, &question).await.map_err(read_failed)?;
        let exported = Plantrack::export_matrix(&matrix, in_memory(state, taken)).await;
        made("matrix", taken.form, exported, matrix.ground, matrix.made_at)
    })
    .await
}

/// Exports a plan's scorecard: one row a target, with how it stands.
///
/// The rows are those of the scorecard for the same question. They are computed, and are not imported again.
#[utoipa::path(
    tag = "Exports",
    params(CompletionQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(
            ("Content-Disposition" = String, description = "A name for the file."),
            ("ETag" = String, description = "Changes exactly when the answer does; another one for each form."),
        )),
        (status = 304, description = "The client has this answer already."),
        ExportRefusals,
    ),
)]
#[get("/exports/completion")]
async fn export_completion(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<CompletionQuery>,
) -> Result<HttpResponse, Problem> {
    let CompletionQuery { plan, on, as_of, format, bom } = &query.0;
    let mut parameters = Parameters::default();
    let asked = Asked { plan, on, as_of, format, bom };
    let (plan, question, wanted) = asked.read(&mut parameters, &request);
    parameters.finish()?;
    scorecard_file(&request, &state, is_there(plan)?, question, wanted.taken()?).await
}

/// Exports a plan's matrix: one row an indicator and a member of which something is asked or reported.
///
/// The rows are the cells of the matrix for the same question. They are computed, and are not imported again.
#[utoipa::path(
    tag = "Exports",
    params(MatrixQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(
            ("Content-Disposition" = String, description = "A name for the file."),
            ("ETag" = String, description = "Changes exactly when the answer does; another one for each form."),
        )),
        (status = 304, description = "The client has this answer already."),
        ExportRefusals,
    ),
)]
#[get("/exports/matrix")]
async fn export_matrix(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<MatrixQuery>,
) -> Result<HttpResponse, Problem> {
    let MatrixQuery { plan, by, on, as_of, format, bom } = &query.0;
    let mut parameters = Parameters::default();
    let asked = Asked { plan, on, as_of, format, bom };
    let (plan, question, wanted) = asked.read(&mut parameters, &request);
    let by = members_in(&mut parameters, by.as_deref());
    parameters.finish()?;
    matrix_file(&request, &state, is_there(plan)?, is_there(by)?, question, wanted.taken()?).await
}

/// The operations that give answers as files.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(export_completion).service(export_matrix);
}
