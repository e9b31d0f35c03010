//! Bridges between calibers on the wire: declared ways from figures on one caliber to figures on another. It does not
//! know when one is crossed.

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::read_failed,
    body::{Json, Object},
    documented::{ListRefusals, ReportRefusals},
    problem::{Place, Problem},
    query::{NoParameters, Query},
    services::ServiceConfig,
    state::State,
    words::{CodeText, DecimalText, WordsText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::{caliber::Bridge, quantity::Exact},
    service::{Caller, remarks::BridgeDraft},
};

/// A bridge as it is given: with a factor, or with the figure of one period on both calibers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "indicator": "foreign-investment", "from": "fdi", "factor": "1.25", "source": "统计局 2023-02-01"
}))]
struct BridgeIn {
    /// The indicator whose figures it converts.
    #[schema(value_type = CodeText, example = "foreign-investment")]
    indicator: String,
    /// The caliber that figures are on.
    #[schema(value_type = CodeText, example = "fdi")]
    from: String,
    /// The caliber that they are turned to; null is the indicator's own.
    #[schema(value_type = Option<CodeText>, example = json!(null))]
    to: Option<String>,
    /// What figures are multiplied by; above zero.
    #[schema(value_type = Option<DecimalText>, example = "1.25")]
    factor: Option<String>,
    /// Instead of a factor: the same period's figure on both calibers.
    #[schema(value_type = Option<OverlapIn>, example = json!(null))]
    overlap: Option<Object<OverlapIn>>,
    /// Who says so.
    #[schema(value_type = WordsText)]
    source: String,
}

/// The same period's figure on two calibers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Overlap)]
struct OverlapIn {
    /// The figure on the caliber that is turned.
    #[schema(value_type = DecimalText)]
    on_from: String,
    /// The figure on the caliber that it is turned to.
    #[schema(value_type = DecimalText)]
    on_to: String,
}

/// A bridge as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bridge)]
struct BridgeOut {
    /// The indicator whose figures it converts.
    #[schema(value_type = CodeText)]
    indicator: String,
    /// The caliber that figures are on.
    #[schema(value_type = CodeText)]
    from: String,
    /// The caliber that they are turned to; null is the indicator's own.
    #[schema(required = true, value_type = Option<CodeText>)]
    to: Option<String>,
    /// What figures are multiplied by.
    #[schema(value_type = DecimalText)]
    factor: Exact,
    /// Who says so.
    source: String,
}

/// The bridges that stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bridges)]
struct BridgesOut {
    /// All of them, by indicator and caliber.
    items: Vec<BridgeOut>,
}

impl From<BridgeIn> for BridgeDraft {
    fn from(given: BridgeIn) -> Self {
        let BridgeIn { indicator, from, to, factor, overlap, source } = given;
        let overlap = overlap.map(|Object(OverlapIn { on_from, on_to })| (on_from, on_to));
        Self { indicator, from, to, factor, overlap, source }
    }
}

impl From<Bridge> for BridgeOut {
    fn from(bridge: Bridge) -> Self {
        let Bridge { indicator, from, to, factor, source } = bridge;
        Self {
            indicator: indicator.to_string(),
            from: from.to_string(),
            to: to.map(|to| to.to_string()),
            factor,
            source,
        }
    }
}

/// Lists the bridges between calibers that stand.
///
/// All of them at once: there are few.
#[utoipa::path(
    tag = "Remarks",
    responses((status = 200, description = "The bridges.", body = BridgesOut), ListRefusals),
)]
#[get("/bridges")]
async fn list_bridges(state: web::Data<State>, _query: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    let bridges = state.plantrack.list_bridges().await.map_err(read_failed)?;
    let items = bridges.into_iter().map(BridgeOut::from).collect();
    Ok(HttpResponse::Ok().json(BridgesOut { items }))
}

/// Declares a bridge between two calibers, or another factor for it.
///
/// Figures reported on the one caliber are then compared with targets set on the other, and each such verdict says so
/// in its steps. Without a bridge they are not compared. Earlier factors stay in the record.
#[utoipa::path(
    tag = "Remarks",
    request_body = BridgeIn,
    responses(
        (status = 200, description = "It stood so already.", body = BridgeOut),
        (status = 201, description = "It stands as given.", body = BridgeOut),
        ReportRefusals,
    ),
)]
#[post("/bridges")]
async fn declare_bridge(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<BridgeIn>,
) -> Result<HttpResponse, Problem> {
    let (draft, plantrack) = (BridgeDraft::from(body.0), state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.put_bridge(caller, &draft).await;
    to_the_end(asking, write, Place::Body.problem(), |(changed, bridge)| {
        let mut answer = if changed { HttpResponse::Created() } else { HttpResponse::Ok() };
        answer.json(BridgeOut::from(bridge))
    })
    .await
}

/// The operations on bridges.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(list_bridges).service(declare_bridge);
}
