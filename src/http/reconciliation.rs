//! Reported totals against their parts, on the wire. It does not know how they are added up.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    completion::{moment, tagged},
    documented::ReadRefusals,
    judged::{Common, LEFT_OUT},
    path_shapes::{UnavailableOut, take},
    problem::Problem,
    query::{Parameters, Query, path_code},
    readings::BothLanguages,
    services::ServiceConfig,
    state::State,
    words::{AggregationWord, CodeText, DecimalText, FiguredWord, LanguageText, PartKindWord, PeriodText},
};
use crate::{
    domain::{
        assessment::{reconcile::Reconciliation, rollup::Rollup},
        code::Code,
        indicator::Aggregation,
        quantity::Exact,
        reading::Language,
    },
    service::{
        members::Standpoint,
        reconciliation::{Figured, ReconciledTotal},
    },
};

/// A plan's reported totals against their parts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReconciledPlan)]
struct ReconciledPlanOut {
    /// The plan's code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    plan: String,
    /// The moment whose knowledge counts; null is now.
    #[schema(required = true, format = DateTime)]
    as_of: Option<String>,
    /// The number of the last change that it takes into account.
    change: i64,
    /// The totals of which a part is reported, in the order of the plan.
    totals: Vec<TotalOut>,
}

/// A total and its parts. Both stand as they are, and neither is corrected.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReconciledTotal)]
struct TotalOut {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "major-project-investment")]
    indicator: String,
    /// The indicator's name.
    name: BothLanguages,
    /// The unit as written; empty where there is none.
    unit: String,
    /// The days that it is for.
    #[schema(value_type = PeriodText)]
    period: String,
    /// What the parts are.
    #[schema(value_type = PartKindWord)]
    by: &'static str,
    /// The node that they are parts of: an area, a category or the root of a classification; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    of: Option<String>,
    /// Which figure is held together.
    #[schema(value_type = FiguredWord)]
    figure: &'static str,
    /// How the parts make up the whole.
    #[schema(value_type = AggregationWord)]
    aggregation: &'static str,
    /// The total as reported.
    #[schema(required = true, value_type = Option<DecimalText>)]
    total: Option<Exact>,
    /// What the parts that have a figure make together: their sum, where they add up. A quotient is rounded to 6
    /// decimals.
    #[schema(required = true, value_type = Option<DecimalText>)]
    together: Option<Exact>,
    /// Total − together, in the unit.
    #[schema(required = true, value_type = Option<DecimalText>)]
    difference: Option<Exact>,
    /// How large a difference the rounding of the printed figures can make.
    #[schema(required = true, value_type = Option<DecimalText>)]
    rounding: Option<Exact>,
    /// Whether the two agree exactly, no part missing; null where one of them is not known.
    #[schema(required = true)]
    agrees: Option<bool>,
    /// Whether they agree as far as rounding lets one see, no part missing.
    #[schema(required = true)]
    agrees_within_rounding: Option<bool>,
    /// Whether parts are missing, so that what is there is not the whole.
    partial: bool,
    /// The parts that took part.
    #[schema(value_type = Vec<CodeText>)]
    counted: Vec<String>,
    /// The parts that should have taken part and have no figure.
    #[schema(value_type = Vec<CodeText>)]
    missing: Vec<String>,
    /// The parts left out because they overlap the others.
    #[schema(value_type = Vec<CodeText>)]
    overlapping: Vec<String>,
    /// Why a figure is null.
    unavailable: Vec<UnavailableOut>,
}

fn codes(codes: &[Code]) -> Vec<String> {
    codes.iter().map(Code::to_string).collect()
}

impl From<ReconciledTotal> for TotalOut {
    fn from(reconciled: ReconciledTotal) -> Self {
        let ReconciledTotal { indicator, period, by, of, figure, result } = reconciled;
        let Reconciliation { total, parts, difference, rounding, agrees, agrees_within_rounding } = result;
        let partial = parts.is_partial();
        let Rollup { value, counted, missing, overlapping } = parts;
        let mut unavailable = Vec::new();
        let mut known = |name, known| take(&mut unavailable, name, known);
        let is_quotient = figure == Figured::ImpliedTarget
            || !matches!(indicator.aggregation, Aggregation::Sum | Aggregation::Max | Aggregation::Min);
        let told = |figure: Exact| if is_quotient { figure.as_quotient() } else { figure.as_figure() };
        let figure_of_the_total = known("total", &total).map(told);
        Self {
            together: known("together", &value).map(told),
            difference: known("difference", &difference).map(told),
            rounding: known("rounding", &rounding).map(told),
            unavailable,
            indicator: indicator.code.to_string(),
            name: BothLanguages::new(&indicator.name_zh, &indicator.name_en),
            unit: indicator.unit,
            period: period.to_string(),
            by: by.word(),
            of: of.map(|of| of.to_string()),
            figure: figure.word(),
            aggregation: indicator.aggregation.word(),
            total: figure_of_the_total,
            agrees,
            agrees_within_rounding,
            partial,
            counted: codes(&counted),
            missing: codes(&missing),
            overlapping: codes(&overlapping),
        }
    }
}

/// What a reconciliation is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReconciliationQuery {
    /// The period of the figures; that of the plan where left out.
    #[param(value_type = Option<PeriodText>)]
    period: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The language of the words: zh or en; by Accept-Language where left out, and both where that names neither.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// Holds the reported totals of a plan against their reported parts.
///
/// By areas and by categories, for exactly one period: what was reported, and the targets that printed shares imply.
/// Real data disagree: both sides are shown with their difference, and what is missing or overlaps is named.
#[utoipa::path(
    tag = "Completion",
    params(("plan" = CodeText, Path, description = "The plan's code.", example = "cq-2022"), ReconciliationQuery),
    responses(
        (status = 200, description = "The totals and their parts.", body = ReconciledPlanOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        ReadRefusals,
    ),
)]
#[get("/plans/{plan}/reconciliation")]
async fn show_reconciliation(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    query: Query<ReconciliationQuery>,
) -> Result<HttpResponse, Problem> {
    let plan = path_code("plan", &path)?;
    let ReconciliationQuery { period, as_of, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, tongue) = Common { on: LEFT_OUT, as_of, area: LEFT_OUT, category: LEFT_OUT, lang }
        .read(&mut parameters, &request);
    let period = parameters.period("period", period.as_deref());
    parameters.finish()?;
    let answer = state.plantrack.reconciliation(&plan, period, &question).await;
    let (standpoint, totals) = answer.map_err(read_failed)?;
    let mut totals: Vec<TotalOut> = totals.into_iter().map(TotalOut::from).collect();
    if let Some(language) = tongue.language {
        for total in &mut totals {
            total.only(language);
        }
    }
    let Standpoint { plan, as_of, change, on: _ } = standpoint;
    let out = ReconciledPlanOut { plan: plan.to_string(), as_of: moment(as_of), change, totals };
    Ok(tongue.say(tagged(&request, &out)?))
}

impl TotalOut {
    /// Leaves the texts of the other language away.
    fn only(&mut self, language: Language) {
        self.name.only(language);
    }
}

/// The operation on totals.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_reconciliation);
}
