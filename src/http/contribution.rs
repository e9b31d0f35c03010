//! What a part contributes to the growth of a whole, on the wire; nothing is kept. It does not know the arithmetic.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::Json,
    documented::AskRefusals,
    path_shapes::{UnavailableOut, take},
    problem::{Place, Problem},
    query::{NoParameters, Query},
    services::ServiceConfig,
    words::DecimalText,
};
use crate::{
    domain::{
        assessment::{Unavailable, contribution::Contribution},
        quantity::Exact,
    },
    service::contribution::{Contributed, GrownDraft, contributed},
};

/// The amounts of a part and of the whole, each with its growth over the year before, as printed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "part_amount": "3741.1", "part_growth": "7.1", "whole_amount": "8158.4", "whole_growth": "2", "printed": "156"
}))]
struct GrowthIn {
    /// The amount of the part, in the unit.
    #[schema(value_type = DecimalText, example = "3741.1")]
    part_amount: String,
    /// The growth of the part, in percent.
    #[schema(value_type = DecimalText, example = "7.1")]
    part_growth: String,
    /// The amount of the whole, in the same unit.
    #[schema(value_type = DecimalText, example = "8158.4")]
    whole_amount: String,
    /// The growth of the whole, in percent.
    #[schema(value_type = DecimalText, example = "2")]
    whole_growth: String,
    /// The contribution that the report prints itself, in percent, to be checked.
    #[schema(value_type = Option<DecimalText>, example = "156")]
    printed: Option<String>,
}

/// What a part contributes to the growth of a whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contribution)]
struct ContributionOut {
    /// The change of the part over the change of the whole, in percent; rounded to 6 decimals, as every quotient here.
    #[schema(required = true, value_type = Option<DecimalText>)]
    percent: Option<Exact>,
    /// The least that it can be, the four figures being rounded as printed.
    #[schema(required = true, value_type = Option<DecimalText>)]
    low: Option<Exact>,
    /// The most that it can be.
    #[schema(required = true, value_type = Option<DecimalText>)]
    high: Option<Exact>,
    /// The share of the part in the growth, in percentage points.
    #[schema(required = true, value_type = Option<DecimalText>)]
    points: Option<Exact>,
    /// Whether the printed contribution can be true; null where none was given, or there is no range.
    #[schema(required = true)]
    allows_printed: Option<bool>,
    /// Why a figure is null.
    unavailable: Vec<UnavailableOut>,
}

impl From<Contributed> for ContributionOut {
    fn from(contributed: Contributed) -> Self {
        let Contributed { result, allows_printed } = contributed;
        let mut unavailable = Vec::new();
        let mut known = |name, of: fn(Contribution) -> Option<Exact>| {
            let figure = result.and_then(|result| of(result).ok_or(Unavailable::OUT_OF_RANGE));
            take(&mut unavailable, name, &figure).map(Exact::as_quotient)
        };
        Self {
            percent: known("percent", |contribution| Some(contribution.percent)),
            low: known("low", |contribution| contribution.low),
            high: known("high", |contribution| contribution.high),
            points: known("points", |contribution| Some(contribution.points)),
            allows_printed,
            unavailable,
        }
    }
}

/// Computes what a part contributes to the growth of a whole; nothing is kept.
///
/// Δpart / Δwhole × 100, where Δ = amount − amount × 100 / (100 + growth). The figures are printed rounded, so the
/// answer has a range; a contribution that a report prints is checked against it.
#[utoipa::path(
    tag = "Reading",
    request_body = GrowthIn,
    responses((status = 200, description = "The contribution.", body = ContributionOut), AskRefusals),
)]
#[post("/assess/contribution")]
async fn assess_contribution(
    _query: Query<NoParameters>,
    body: Json<GrowthIn>,
) -> Result<HttpResponse, Problem> {
    let GrowthIn { part_amount, part_growth, whole_amount, whole_growth, printed } = body.0;
    let part = GrownDraft { amount: part_amount, growth: part_growth };
    let whole = GrownDraft { amount: whole_amount, growth: whole_growth };
    let result = contributed(&part, &whole, printed.as_deref());
    let out = result.map_err(|error| Problem::of(error, Place::Body))?;
    Ok(HttpResponse::Ok().json(ContributionOut::from(out)))
}

/// The operation on contributions.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(assess_contribution);
}
