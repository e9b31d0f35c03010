//! Exports on the wire: outcomes, targets and the catalogue as files, in the columns in which they are imported. A file is
//! made whole before it is sent, so that none is cut short without notice. It does not know how one is written.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    documented::{CatalogueExportRefusals, ExportRefusals},
    outgoing::{FormWord, OBSERVATIONS, TABLES, TableWord, Wanted, destination, send},
    problem::Problem,
    query::{Parameters, Query},
    services::ServiceConfig,
    state::State,
    upload::WorkbookFile,
    words::{MemberText, PeriodText},
};
use crate::{
    domain::{area::Area, category::Category, indicator::Indicator},
    service::{OutcomeSelection, export::catalogue::ToRow},
};

/// Which outcomes, and in which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OutcomesQuery {
    /// Only of this indicator.
    #[param(value_type = Option<MemberText>)]
    indicator: Option<String>,
    /// Only of this area.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// Only of this category.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// Only for exactly this period.
    #[param(value_type = Option<PeriodText>)]
    period: Option<String>,
    /// true: every vintage, also those that a later one displaced.
    #[param(value_type = Option<bool>)]
    all_vintages: Option<String>,
    /// The form; by Accept where left out, else CSV.
    #[param(value_type = Option<FormWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// Of which plan, and in which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TargetsQuery {
    /// Only of this plan.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
    /// The form; by Accept where left out, else CSV.
    #[param(value_type = Option<FormWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// In which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CatalogueQuery {
    /// The form; by Accept where left out, else CSV.
    #[param(value_type = Option<TableWord>)]
    format: Option<String>,
    /// true: CSV begins with the mark by which a spreadsheet sees that it is UTF-8.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// Exports outcomes, in the order they were recorded.
///
/// The vintages that answer now, or all of them. The file has the columns of an import and `value`, the number that the
/// words were read as; imported again it changes nothing. `sdmx` is SDMX-CSV 2.0.
#[utoipa::path(
    tag = "Exports",
    params(OutcomesQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "application/vnd.sdmx.data+csv"),
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
        ExportRefusals,
    ),
)]
#[get("/exports/outcomes")]
async fn export_outcomes(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<OutcomesQuery>,
) -> Result<HttpResponse, Problem> {
    let OutcomesQuery { indicator, area, category, period, all_vintages, format, bom } = query.0;
    let mut parameters = Parameters::default();
    let selection = OutcomeSelection {
        indicator: parameters.code("indicator", indicator.as_deref()),
        area: parameters.code("area", area.as_deref()),
        category: parameters.code("category", category.as_deref()),
        period: parameters.period("period", period.as_deref()),
        all_vintages: parameters.flag("all_vintages", all_vintages.as_deref()),
    };
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), &request, OBSERVATIONS);
    parameters.finish()?;
    let destination = destination(&state, wanted.taken()?)?;
    let form = destination.form;
    send("outcomes", form, state.plantrack.export_outcomes(&selection, destination).await).await
}

/// Exports the targets of a plan, or of all plans.
///
/// The file has the columns of an import and `value`, the threshold that the words were read as; imported again it changes
/// nothing. `sdmx` is SDMX-CSV 2.0.
#[utoipa::path(
    tag = "Exports",
    params(TargetsQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "application/vnd.sdmx.data+csv"),
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
        ExportRefusals,
    ),
)]
#[get("/exports/targets")]
async fn export_targets(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<TargetsQuery>,
) -> Result<HttpResponse, Problem> {
    let TargetsQuery { plan, format, bom } = query.0;
    let mut parameters = Parameters::default();
    let plan = parameters.code("plan", plan.as_deref());
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), &request, OBSERVATIONS);
    parameters.finish()?;
    let destination = destination(&state, wanted.taken()?)?;
    let form = destination.form;
    send("targets", form, state.plantrack.export_targets(plan.as_ref(), destination).await).await
}

async fn export<T: ToRow>(
    name: &str,
    request: &HttpRequest,
    state: &State,
    query: CatalogueQuery,
) -> Result<HttpResponse, Problem> {
    let CatalogueQuery { format, bom } = query;
    let mut parameters = Parameters::default();
    let wanted = Wanted::read(&mut parameters, format.as_deref(), bom.as_deref(), request, TABLES);
    parameters.finish()?;
    let destination = destination(state, wanted.taken()?)?;
    let form = destination.form;
    send(name, form, state.plantrack.export_catalogue::<T>(destination).await).await
}

/// Exports the indicators of the catalogue, in the order they were created.
///
/// The file has the columns of an import; imported again it changes nothing.
#[utoipa::path(
    tag = "Exports",
    params(CatalogueQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
        CatalogueExportRefusals,
    ),
)]
#[get("/exports/indicators")]
async fn export_indicators(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<CatalogueQuery>,
) -> Result<HttpResponse, Problem> {
    export::<Indicator>("indicators", &request, &state, query.0).await
}

/// Exports the areas of the catalogue, in the order they were created.
///
/// The file has the columns of an import; imported again it changes nothing.
#[utoipa::path(
    tag = "Exports",
    params(CatalogueQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
        CatalogueExportRefusals,
    ),
)]
#[get("/exports/areas")]
async fn export_areas(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<CatalogueQuery>,
) -> Result<HttpResponse, Problem> {
    export::<Area>("areas", &request, &state, query.0).await
}

/// Exports the categories of the catalogue, in the order they were created.
///
/// The file has the columns of an import; imported again it changes nothing.
#[utoipa::path(
    tag = "Exports",
    params(CatalogueQuery),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(("Content-Disposition" = String, description = "A name for the file."))),
        CatalogueExportRefusals,
    ),
)]
#[get("/exports/categories")]
async fn export_categories(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<CatalogueQuery>,
) -> Result<HttpResponse, Problem> {
    export::<Category>("categories", &request, &state, query.0).await
}

/// The operations that give files.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(export_outcomes)
        .service(export_targets)
        .service(export_indicators)
        .service(export_areas)
        .service(export_categories);
}
