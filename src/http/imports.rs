//! Imports of whole files on the wire: the same files that the command line takes. It does not know what is in
//! them.

use std::sync::Arc;

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    documented::ImportRefusals,
    observed::Imported,
    problem::{Place, Problem},
    query::{Parameters, Query},
    services::ServiceConfig,
    state::State,
    upload::{PlanTableRows, Upload, WorkbookFile},
    words::{BasisWord, CodeText, DayText, PeriodText, WordsText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::code::Code,
    service::{
        Caller,
        import::{
            plan_table::PlanTableOptions,
            report::{PlanTableReport, Tally},
        },
    },
};

/// What is said of a plan table besides the table.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PlanTableQuery {
    /// The code of the plan. A plan that does not exist yet is created.
    #[param(value_type = CodeText, required = true, example = "cq-2022")]
    plan: Option<String>,
    /// Its period; needed where the plan does not exist yet.
    #[param(value_type = Option<PeriodText>, example = "2022")]
    period: Option<String>,
    /// Its Chinese title.
    #[param(value_type = Option<WordsText>)]
    title_zh: Option<String>,
    /// Its English title.
    #[param(value_type = Option<WordsText>)]
    title_en: Option<String>,
    /// Who published it.
    #[param(value_type = Option<WordsText>)]
    issuer: Option<String>,
    /// The longer plan that it refines.
    parent: Option<String>,
    /// How firm the outcomes are; final where left out.
    #[param(value_type = Option<BasisWord>)]
    basis: Option<String>,
    /// The day that the outcomes were reported; today where left out.
    #[param(value_type = Option<DayText>)]
    reported_on: Option<String>,
    /// Who published the outcomes.
    #[param(value_type = Option<WordsText>)]
    source: Option<String>,
    /// true: columns that are not known are ignored.
    #[param(value_type = Option<bool>)]
    ignore_unknown: Option<String>,
    /// true: all is tried, and nothing kept.
    #[param(value_type = Option<bool>)]
    dry_run: Option<String>,
}

/// What the import of a plan table did, or would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanTableReport)]
struct PlanTableOut {
    /// The plan's code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    plan: String,
    /// Rows read.
    #[schema(example = 42)]
    rows: usize,
    /// What was done to the plan itself.
    plans: TallyOut,
    /// What was done to the catalogue's indicators.
    indicators: TallyOut,
    /// What was done to the plan's targets.
    targets: TallyOut,
    /// What was done with the outcomes: new vintages are created, known ones unchanged.
    outcomes: TallyOut,
    /// Indicators that the plan has targets for and the table has no row for; they were left alone.
    #[schema(value_type = Vec<CodeText>)]
    not_in_table: Vec<String>,
    /// The number of the last change; null where nothing changed or nothing was kept.
    #[schema(required = true)]
    change: Option<i64>,
    /// Whether all was tried and nothing kept.
    dry_run: bool,
}

/// How many were created, revised, or stood so already.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportTally)]
pub(super) struct TallyOut {
    /// Created.
    created: usize,
    /// At a new version.
    revised: usize,
    /// As they were.
    unchanged: usize,
}

impl From<Tally> for TallyOut {
    fn from(tally: Tally) -> Self {
        let Tally { created, revised, unchanged } = tally;
        Self { created, revised, unchanged }
    }
}

impl From<PlanTableReport> for PlanTableOut {
    fn from(report: PlanTableReport) -> Self {
        let PlanTableReport {
            plan,
            rows,
            plans,
            indicators,
            targets,
            outcomes,
            not_in_table,
            change,
            dry_run,
        } = report;
        Self {
            plan: plan.to_string(),
            rows,
            plans: plans.into(),
            indicators: indicators.into(),
            targets: targets.into(),
            outcomes: outcomes.into(),
            not_in_table: not_in_table.iter().map(Code::to_string).collect(),
            change,
            dry_run,
        }
    }
}

impl PlanTableQuery {
    fn options(self) -> Result<PlanTableOptions, Problem> {
        let Self {
            plan,
            period,
            title_zh,
            title_en,
            issuer,
            parent,
            basis,
            reported_on,
            source,
            ignore_unknown,
            dry_run,
        } = self;
        let mut parameters = Parameters::default();
        if plan.is_none() {
            parameters.fault("plan", "", "missing", "name the plan: plan=cq-2022");
        }
        let options = PlanTableOptions {
            plan: plan.unwrap_or_default(),
            period,
            title_zh,
            title_en,
            issuer,
            parent,
            basis,
            reported_on,
            source,
            ignore_unknown: parameters.flag("ignore_unknown", ignore_unknown.as_deref()),
            dry_run: parameters.flag("dry_run", dry_run.as_deref()),
        };
        parameters.finish()?;
        Ok(options)
    }
}

/// Imports a plan table: one row an indicator, its target and its outcome as published; all or nothing.
///
/// The columns are `no`, `code`, `parent`, `name_zh`, `name_en`, `section_zh`, `nature`, `unit`, `measure`,
/// `direction`, `period`, `target`, `outcome`, `note`, `qualitative`, in any order; beside an indicator that exists, unit, measure
/// and direction must agree with it or be empty. A row without a period is for that of the plan. Words that no number follows
/// from are kept where `qualitative` is true. UTF-8 with or without a mark, UTF-16 with one, or GB18030.
/// A column that is not there leaves its field of a standing target as it is; an empty cell clears it. A plan that does
/// not exist yet is created and adopted at once; without a title its code is its title.
/// Every bad row is named with line, column, value and reason, and then nothing is kept.
#[utoipa::path(
    tag = "Imports",
    params(PlanTableQuery),
    request_body(
        content(
            (String = "text/csv", example = "no,code,parent,name_zh,name_en,section_zh,nature,unit,measure,direction,target,outcome,note\n1,gdp-growth,,地区生产总值增长,GDP growth,经济增长,anticipatory,%,rate,higher,5.5左右,2.6,\n"),
            (String = "application/x-ndjson"),
            (PlanTableRows = "application/json"),
            (WorkbookFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        description = "The table.",
    ),
    responses(
        (status = 200, description = "What was done, or with dry_run what would be.", body = PlanTableOut),
        ImportRefusals,
    ),
)]
#[post("/imports/plan-table")]
async fn import_plan_table(
    state: web::Data<State>,
    asking: Asking,
    query: Query<PlanTableQuery>,
    file: Upload,
) -> Result<HttpResponse, Problem> {
    let options = query.0.options()?;
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| plantrack.import_plan_table(caller, file.0, &options).await;
    let edge = Arc::clone(&state.edge);
    to_the_end(asking, write, Place::File.problem(), move |report| {
        if !report.dry_run {
            edge.observed.imported(Imported::PlanTable, report.rows);
        }
        HttpResponse::Ok().json(PlanTableOut::from(report))
    })
    .await
}

/// The operations on files.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(import_plan_table);
}
