//! Imports of long files on the wire: targets, outcomes, indicators, areas, categories. It does not know what is in
//! them.

use std::sync::Arc;

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    documented::{CatalogueImportRefusals, ImportRefusals},
    imports::TallyOut,
    observed::Imported,
    problem::{Place, Problem},
    query::{Parameters, Query},
    services::ServiceConfig,
    state::State,
    upload::{AreaRows, CategoryRows, IndicatorRows, OutcomeRows, TargetRows, Upload, WorkbookFile},
    writing::{Asking, to_the_end},
};
use crate::service::{
    Caller,
    catalogue::{AreaDraft, CategoryDraft, IndicatorDraft},
    import::report::{LongOptions, LongReport},
};

/// How a long file is to be taken.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LongFileQuery {
    /// true: columns that are not known are ignored.
    #[param(value_type = Option<bool>)]
    ignore_unknown: Option<String>,
    /// true: all is tried, and nothing kept.
    #[param(value_type = Option<bool>)]
    dry_run: Option<String>,
}

/// What the import of a long file did, or would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LongReport)]
struct LongReportOut {
    /// Rows read.
    #[schema(example = 42)]
    rows: usize,
    /// What was done: created, revised, or there already. An outcome is never revised: it is a new vintage.
    done: TallyOut,
    /// The number of the last change; null where nothing changed or nothing was kept.
    #[schema(required = true)]
    change: Option<i64>,
    /// Whether all was tried and nothing kept.
    dry_run: bool,
}

impl From<LongReport> for LongReportOut {
    fn from(report: LongReport) -> Self {
        let LongReport { rows, tally, change, dry_run } = report;
        Self { rows, done: tally.into(), change, dry_run }
    }
}

impl LongFileQuery {
    fn options(&self) -> Result<LongOptions, Problem> {
        let mut parameters = Parameters::default();
        let options = LongOptions {
            ignore_unknown: parameters.flag("ignore_unknown", self.ignore_unknown.as_deref()),
            dry_run: parameters.flag("dry_run", self.dry_run.as_deref()),
        };
        parameters.finish()?;
        Ok(options)
    }
}

/// Makes the answer of what was imported, and counts it.
fn answer(state: &State, what: Imported) -> impl FnOnce(LongReport) -> HttpResponse + use<> {
    let edge = Arc::clone(&state.edge);
    move |report| {
        if !report.dry_run {
            edge.observed.imported(what, report.rows);
        }
        HttpResponse::Ok().json(LongReportOut::from(report))
    }
}

/// Imports a file of targets: one row a plan, series and period; all or nothing.
///
/// The plans must exist. The columns are `plan, indicator, area, category, period, target, value, nature, no, parent,
/// section_zh, section_en, position, caliber, relative_to, tolerance, baseline, baseline_period, waypoints, source, note,
/// qualitative`; and `name_zh, name_en, unit, measure, direction` for indicators that do not exist yet: beside one that
/// does, unit, measure and direction must agree with it or be empty. A column that is not there leaves its field of a
/// standing target as it is; an empty cell clears it. Every bad row is named with line, column, value and reason, and then
/// nothing is kept.
#[utoipa::path(
    tag = "Imports",
    params(LongFileQuery),
    request_body(
        content(
            (String = "text/csv", example = "plan,indicator,period,target\ncq-2022,gdp-growth,2022,5.5左右\n"),
            (String = "application/x-ndjson"),
            (TargetRows = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        description = "The file.",
    ),
    responses(
        (status = 200, description = "What was done, or with dry_run what would be.", body = LongReportOut),
        ImportRefusals,
    ),
)]
#[post("/imports/targets")]
async fn import_targets(
    state: web::Data<State>,
    asking: Asking,
    query: Query<LongFileQuery>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let (options, file, plantrack) = (query.0.options()?, upload.0, state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.import_targets(caller, file, options).await;
    to_the_end(asking, write, Place::File.problem(), answer(&state, Imported::Targets)).await
}

/// Imports a file of outcomes: one row a series, period and source; all or nothing.
///
/// The columns are `indicator, area, category, period, outcome, value, unit, share_of_target, basis, caliber, source,
/// reported_on, note`; the `value`, where it stands there, must be what the words are read as, and the `unit` must mean
/// the indicator's. `name_zh, name_en, category_zh` are for the reader of the file and change nothing. What is known
/// already adds nothing. Every bad row is named with line, column, value and reason, and then nothing is kept.
#[utoipa::path(
    tag = "Imports",
    params(LongFileQuery),
    request_body(
        content(
            (String = "text/csv", example = "indicator,period,outcome,basis,source,reported_on\ngdp-growth,2022,2.6,forecast,plan report,2023-01-13\n"),
            (String = "application/x-ndjson"),
            (OutcomeRows = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        description = "The file.",
    ),
    responses(
        (status = 200, description = "What was done, or with dry_run what would be.", body = LongReportOut),
        CatalogueImportRefusals,
    ),
)]
#[post("/imports/outcomes")]
async fn import_outcomes(
    state: web::Data<State>,
    asking: Asking,
    query: Query<LongFileQuery>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let (options, file, plantrack) = (query.0.options()?, upload.0, state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.import_outcomes(caller, file, options).await;
    to_the_end(asking, write, Place::File.problem(), answer(&state, Imported::Outcomes)).await
}

/// Imports a file of indicators: one row each; all or nothing.
///
/// The columns are `code, name_zh, name_en, unit, measure, direction, aggregation, numerator, denominator, scale,
/// decimals, is_reduction`; the scale is its grades in ascending order with spaces between them, in JSON also an array of
/// texts. What exists is revised where the file says otherwise; a column that is not there says nothing. Every bad row is named with line,
/// column, value and reason, and then nothing is kept.
#[utoipa::path(
    tag = "Imports",
    params(LongFileQuery),
    request_body(
        content(
            (String = "text/csv", example = "code,name_zh,name_en,unit,measure,direction\ngdp-growth,地区生产总值增长,GDP growth,%,rate,higher\n"),
            (String = "application/x-ndjson"),
            (IndicatorRows = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        description = "The file.",
    ),
    responses(
        (status = 200, description = "What was done, or with dry_run what would be.", body = LongReportOut),
        CatalogueImportRefusals,
    ),
)]
#[post("/imports/indicators")]
async fn import_indicators(
    state: web::Data<State>,
    asking: Asking,
    query: Query<LongFileQuery>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let (options, file, plantrack) = (query.0.options()?, upload.0, state.plantrack.clone());
    let write = async move |caller: &Caller| {
        plantrack.import_catalogue::<IndicatorDraft>(caller, file, options).await
    };
    to_the_end(asking, write, Place::File.problem(), answer(&state, Imported::Indicators)).await
}

/// Imports a file of areas: one row each; all or nothing.
///
/// The columns are `code, name_zh, name_en, parent, overlapping`; the rows may stand in any order. What exists is revised
/// where the file says otherwise; a column that is not there says nothing. Every bad row is named with line, column, value and reason, and then nothing is
/// kept.
#[utoipa::path(
    tag = "Imports",
    params(LongFileQuery),
    request_body(
        content(
            (String = "text/csv", example = "code,name_zh,name_en,parent\nchongqing,重庆市,Chongqing,\nwanzhou,万州区,Wanzhou,chongqing\n"),
            (String = "application/x-ndjson"),
            (AreaRows = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        description = "The file.",
    ),
    responses(
        (status = 200, description = "What was done, or with dry_run what would be.", body = LongReportOut),
        CatalogueImportRefusals,
    ),
)]
#[post("/imports/areas")]
async fn import_areas(
    state: web::Data<State>,
    asking: Asking,
    query: Query<LongFileQuery>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let (options, file, plantrack) = (query.0.options()?, upload.0, state.plantrack.clone());
    let write =
        async move |caller: &Caller| plantrack.import_catalogue::<AreaDraft>(caller, file, options).await;
    to_the_end(asking, write, Place::File.problem(), answer(&state, Imported::Areas)).await
}

/// Imports a file of categories: one row each; all or nothing.
///
/// The columns are `code, name_zh, name_en, parent, overlapping`; the rows may stand in any order. What exists is revised
/// where the file says otherwise; a column that is not there says nothing. Every bad row is named with line, column, value and reason, and then nothing is
/// kept.
#[utoipa::path(
    tag = "Imports",
    params(LongFileQuery),
    request_body(
        content(
            (String = "text/csv", example = "code,name_zh,name_en,parent\nsector/industry,产业转型升级,Industry,\n"),
            (String = "application/x-ndjson"),
            (CategoryRows = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        description = "The file.",
    ),
    responses(
        (status = 200, description = "What was done, or with dry_run what would be.", body = LongReportOut),
        CatalogueImportRefusals,
    ),
)]
#[post("/imports/categories")]
async fn import_categories(
    state: web::Data<State>,
    asking: Asking,
    query: Query<LongFileQuery>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let (options, file, plantrack) = (query.0.options()?, upload.0, state.plantrack.clone());
    let write =
        async move |caller: &Caller| plantrack.import_catalogue::<CategoryDraft>(caller, file, options).await;
    to_the_end(asking, write, Place::File.problem(), answer(&state, Imported::Categories)).await
}

/// The operations on long files.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(import_targets)
        .service(import_outcomes)
        .service(import_indicators)
        .service(import_areas)
        .service(import_categories);
}
