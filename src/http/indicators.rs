//! Indicators on the wire: what is measured, in a catalogue that all plans share. It does not know how they are
//! kept.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::{Page, PageQuery},
    body::Json,
    catalogue::{self, Incoming},
    documented::{CreateRefusals, ListRefusals, ReadRefusals, SetRefusals},
    precondition::Precondition,
    problem::Problem,
    query::{NoParameters, Query},
    services::ServiceConfig,
    state::State,
    words::{AggregationWord, CodeText, DirectionWord, EtagText, MeasureWord, NothingThereText, WordsText},
    writing::Asking,
};
use crate::{
    domain::indicator::Indicator,
    service::{Stored, catalogue::IndicatorDraft},
};

const COLLECTION: &str = "indicators";
const CURSOR: char = 'i';

/// An indicator as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "gdp-growth", "name_zh": "地区生产总值增长", "name_en": "GDP growth", "unit": "%", "measure": "rate", "direction": "higher"}))]
pub(super) struct IndicatorIn {
    /// Its code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    name_en: String,
    /// The unit as written; empty where there is none.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    unit: String,
    /// How the number behaves in time.
    #[schema(value_type = MeasureWord)]
    measure: String,
    /// Which way is better; needed by every measure but group and milestone.
    #[schema(value_type = Option<DirectionWord>)]
    direction: Option<String>,
    /// How parts make up the whole; by default a flow adds up, all else does not.
    #[schema(value_type = Option<AggregationWord>)]
    aggregation: Option<String>,
    /// The weight series of a weighted mean, or the numerator of a ratio of sums.
    #[schema(value_type = Option<CodeText>)]
    numerator: Option<String>,
    /// The denominator of a ratio of sums.
    #[schema(value_type = Option<CodeText>)]
    denominator: Option<String>,
    /// The ordered scale of a grade, in ascending order; empty is that of water quality: Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ 劣Ⅴ.
    #[serde(default)]
    scale: Vec<String>,
    /// Decimals to show; null shows numbers as reported.
    #[schema(maximum = 10)]
    #[serde(default, deserialize_with = "super::body::whole")]
    decimals: Option<u32>,
    /// Whether it is itself a reduction, so that a fall is reported as a positive amount; by default as its name
    /// says.
    is_reduction: Option<bool>,
    /// The version that the revision is meant for, as it was read; leave it out to revise whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    version: Option<i64>,
    /// Why it is revised; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    reason: Option<String>,
}

/// An indicator as it stands. Without changes it can be sent back as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IndicatorOut {
    /// Its code.
    #[schema(value_type = CodeText)]
    code: String,
    /// Its Chinese name; may be empty where an English one is given.
    name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    name_en: String,
    /// The unit as written; empty where there is none.
    unit: String,
    /// How the number behaves in time.
    #[schema(value_type = MeasureWord)]
    measure: &'static str,
    /// Which way is better; null where the measure needs none.
    #[schema(required = true, value_type = Option<DirectionWord>)]
    direction: Option<&'static str>,
    /// How parts make up the whole.
    #[schema(value_type = AggregationWord)]
    aggregation: &'static str,
    /// The weight series of a weighted mean, or the numerator of a ratio of sums.
    #[schema(required = true, value_type = Option<CodeText>)]
    numerator: Option<String>,
    /// The denominator of a ratio of sums.
    #[schema(required = true, value_type = Option<CodeText>)]
    denominator: Option<String>,
    /// The ordered scale of a grade, in ascending order; empty is that of water quality: Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ 劣Ⅴ.
    scale: Vec<String>,
    /// Decimals to show; null shows numbers as reported.
    #[schema(required = true)]
    decimals: Option<u32>,
    /// Whether it is itself a reduction, so that a fall is reported as a positive amount.
    is_reduction: bool,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl Incoming for IndicatorIn {
    type Draft = IndicatorDraft;

    fn code(&self) -> &str {
        &self.code
    }

    fn version(&self) -> Option<i64> {
        self.version
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn draft(self) -> IndicatorDraft {
        let Self {
            code,
            name_zh,
            name_en,
            unit,
            measure,
            direction,
            aggregation,
            numerator,
            denominator,
            scale,
            decimals,
            is_reduction,
            version: _,
            reason: _,
        } = self;
        IndicatorDraft {
            code,
            name_zh,
            name_en,
            unit,
            measure,
            direction,
            aggregation,
            numerator,
            denominator,
            scale,
            decimals,
            is_reduction,
        }
    }
}

impl From<Stored<Indicator>> for IndicatorOut {
    fn from(stored: Stored<Indicator>) -> Self {
        let Indicator {
            code,
            name_zh,
            name_en,
            unit,
            measure,
            direction,
            aggregation,
            numerator,
            denominator,
            scale,
            decimals,
            is_reduction,
        } = stored.item;
        Self {
            code: code.to_string(),
            name_zh,
            name_en,
            unit,
            measure: measure.word(),
            direction: direction.map(crate::domain::indicator::Direction::word),
            aggregation: aggregation.word(),
            numerator: numerator.map(|code| code.to_string()),
            denominator: denominator.map(|code| code.to_string()),
            scale,
            decimals,
            is_reduction,
            version: stored.version,
        }
    }
}

/// Lists the indicators, in the order of their creation.
///
/// All plans share them. Each is shown as it stands now.
#[utoipa::path(
    tag = "Catalogue",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of indicators.", body = Page<IndicatorOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ListRefusals,
    ),
)]
#[get("/indicators")]
async fn list_indicators(
    request: HttpRequest,
    state: web::Data<State>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    catalogue::list(&request, &state, CURSOR, &query.0, IndicatorOut::from).await
}

/// Creates an indicator.
///
/// A code that is there already is refused; it is revised with PUT.
/// It is shared by all plans, so that a series goes on from year to year.
#[utoipa::path(
    tag = "Catalogue",
    request_body = IndicatorIn,
    responses(
        (status = 201, description = "It was created.", body = IndicatorOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        CreateRefusals,
    ),
)]
#[post("/indicators")]
async fn create_indicator(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<IndicatorIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::create(&state, asking, COLLECTION, body.0, IndicatorOut::from).await
}

/// Reads an indicator.
///
/// The ETag is the version; with `If-None-Match` a version that the client has is answered with 304.
#[utoipa::path(
    tag = "Catalogue",
    params(("code" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth")),
    responses(
        (status = 200, description = "The indicator as it stands.", body = IndicatorOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "The client has this version already."),
        ReadRefusals,
    ),
)]
#[get("/indicators/{code:.+}")]
async fn find_indicator(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    catalogue::find(&request, &state, &path, IndicatorOut::from).await
}

/// Sets an indicator: creates it, or revises it as a whole.
///
/// What is left out takes its default. The code in the body is that of the path. Earlier versions stay in the
/// record.
#[utoipa::path(
    tag = "Catalogue",
    params(
        ("code" = CodeText, Path, description = "The indicator's code.", example = "gdp-growth"),
        ("If-Match" = Option<EtagText>, Header, description = "The ETag of the version that the revision is meant for.", example = "\"v1\""),
        ("If-None-Match" = Option<NothingThereText>, Header, description = "*: only where there is none yet."),
    ),
    request_body = IndicatorIn,
    responses(
        (status = 200, description = "It stands as given.", body = IndicatorOut,
            headers(("ETag" = String, description = "Its version."))),
        (status = 201, description = "It was created.", body = IndicatorOut,
            headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its version."))),
        SetRefusals,
    ),
)]
#[put("/indicators/{code:.+}")]
async fn put_indicator(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    precondition: Precondition,
    _query: Query<NoParameters>,
    body: Json<IndicatorIn>,
) -> Result<HttpResponse, Problem> {
    catalogue::put(&state, asking, (COLLECTION, &path), precondition, body.0, IndicatorOut::from).await
}

/// The operations on indicators.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(list_indicators)
        .service(create_indicator)
        .service(find_indicator)
        .service(put_indicator);
}
