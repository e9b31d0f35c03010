//! Exports of answers on the wire: a plan's scorecard and its matrix as files. It does not know how one is written.

use super::services::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    completion::moment_in,
    documented::ExportRefusals,
    outgoing::{TableWord, destination, send, wanted_form},
    problem::Problem,
    query::{Parameters, Query},
    state::State,
    upload::WorkbookFile,
    words::{CodeText, DayText, PartKindWord},
};
use crate::{
    domain::code::Code,
    service::{
        export::Form,
        members::By,
        scorecard::{Listed, Question},
    },
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
    fn read(
        &self,
        parameters: &mut Parameters,
        request: &HttpRequest,
    ) -> (Option<Code>, Question, Form, bool) {
        let plan = parameters.code("plan", self.plan.as_deref());
        if self.plan.as_deref().is_none_or(str::is_empty) {
            parameters.fault("plan", "", "missing", "name the plan: plan=cq-2022");
        }
        let question = Question {
            on: self.on.as_deref().and_then(|on| parameters.fields().day("on", on)),
            as_of: self.as_of.as_deref().and_then(|text| moment_in(parameters, "as_of", text)),
            area: None,
            category: None,
            listed: Listed::default(),
        };
        let form = wanted_form(parameters, self.format.as_deref(), request);
        let with_mark = parameters.flag("bom", self.bom.as_deref());
        (plan, question, form, with_mark)
    }
}

fn is_there<T>(parameter: Option<T>) -> Result<T, Problem> {
    parameter.ok_or_else(|| Problem::internal("a parameter was read and is not there"))
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
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
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
    let (plan, question, form, with_mark) = asked.read(&mut parameters, &request);
    parameters.finish()?;
    let (plan, destination) = (is_there(plan)?, destination(&state, form, with_mark)?);
    send("completion", form, state.plantrack.export_completion(&plan, &question, destination).await).await
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
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
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
    let (plan, question, form, with_mark) = asked.read(&mut parameters, &request);
    if by.is_none() {
        parameters.fault("by", "", "missing", "say what the members are: by=area or by=category");
    }
    let by = by.as_deref().and_then(|word| parameters.fields().word::<By>("by", word));
    parameters.finish()?;
    let (plan, by, destination) = (is_there(plan)?, is_there(by)?, destination(&state, form, with_mark)?);
    send("matrix", form, state.plantrack.export_matrix(&plan, by, &question, destination).await).await
}

/// The operations that give answers as files.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(export_completion).service(export_matrix);
}
