//! Two plans side by side, on the wire. It does not know how they are compared.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::read_failed,
    completion::tagged,
    documented::JudgeRefusals,
    judged::Common,
    problem::Problem,
    query::{Parameters, Query, path_code},
    readings::BothLanguages,
    services::ServiceConfig,
    standpoint::StandpointOut,
    state::State,
    words::{
        CodeText, DayText, DecimalText, EvidenceWord, LanguageText, MemberText, PlanChangeWord, ReasonWord,
        StatusWord,
    },
};
use crate::{
    domain::{
        assessment::{Evidence, Reason, compare::Change},
        quantity::Exact,
        reading::Language,
    },
    service::{comparison::ComparedSeries, scorecard::Assessed},
};

/// A plan against a later one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedPlans)]
struct ComparedPlansOut {
    #[serde(flatten)]
    standpoint: StandpointOut,
    /// The code of the later plan.
    #[schema(value_type = CodeText, example = "cq-2023")]
    other: String,
    /// How many there are of each change; headline targets and sub-indicators apart.
    counts: ChangeCounts,
    /// Series by series, in the order of the later plan; at the end what was dropped.
    items: Vec<ComparedOut>,
}

/// How many there are of each change. A change that nothing met is left out.
#[derive(Debug, Default, Serialize, ToSchema)]
struct ChangeCounts {
    /// The headline targets.
    #[schema(value_type = BTreeMap<String, u32>, example = json!({"added": 5, "dropped": 1}))]
    headline: BTreeMap<&'static str, u32>,
    /// The sub-indicators.
    #[schema(value_type = BTreeMap<String, u32>, example = json!({"replaced": 1}))]
    sub_indicators: BTreeMap<&'static str, u32>,
}

/// A series in two plans.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedSeries)]
struct ComparedOut {
    /// The indicator's code, that of the later plan where it is in both.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// Its name.
    name: BothLanguages,
    /// The unit as written; empty where there is none.
    unit: String,
    /// The indicator that this is a sub-indicator of.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// What became of it.
    #[schema(value_type = PlanChangeWord)]
    change: &'static str,
    /// In the earlier plan; null where it was added.
    #[schema(required = true)]
    before: Option<SideOut>,
    /// In the later plan; null where it was dropped.
    #[schema(required = true)]
    after: Option<SideOut>,
    /// The numbers asked; null where one of the plans asks none that compares.
    #[schema(required = true)]
    numbers: Option<NumbersOut>,
    /// Whether the later plan asks for more, by the direction; null where it asks the same, or the numbers do not
    /// compare.
    #[schema(required = true)]
    asks_more: Option<bool>,
}

/// A series in one of the plans.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedSide)]
struct SideOut {
    /// The indicator's code in this plan.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The target, in the words as published; empty for a group.
    #[schema(example = "5.5左右")]
    target: String,
    /// The words as published of the outcome; null where nothing is reported.
    #[schema(required = true)]
    outcome: Option<String>,
    /// How it stands.
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// What the verdict rests on; null where there is none.
    #[schema(required = true, value_type = Option<EvidenceWord>)]
    evidence: Option<&'static str>,
    /// Why it is not assessed or awaited; null else.
    #[schema(required = true, value_type = Option<ReasonWord>)]
    reason: Option<&'static str>,
    /// The achieved share of the target, in percent, not capped; null where it has no meaning.
    #[schema(required = true, value_type = Option<DecimalText>)]
    completion: Option<Exact>,
}

/// The numbers that two plans ask: in the unit, or two changes that are counted alike.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedNumbers)]
struct NumbersOut {
    /// The number of the earlier plan.
    #[schema(value_type = DecimalText)]
    before: Exact,
    /// The number of the later plan.
    #[schema(value_type = DecimalText)]
    after: Exact,
}

impl From<&Assessed> for SideOut {
    fn from(item: &Assessed) -> Self {
        Self {
            indicator: item.indicator.code.to_string(),
            target: item.target.item.text.clone(),
            outcome: item.outcome.as_ref().map(|vintage| vintage.outcome.text.clone()),
            status: item.assessment.status.word(),
            evidence: item.assessment.evidence.map(Evidence::word),
            reason: item.assessment.reason.map(Reason::word),
            completion: item.assessment.figures.completion.ok().map(Exact::as_quotient),
        }
    }
}

impl ComparedOut {
    /// The series; `None` where neither plan has it.
    fn of(series: &ComparedSeries) -> Option<Self> {
        let ComparedSeries { change, before, after, numbers, asks_more } = series;
        let shown = after.as_ref().or(before.as_ref())?;
        Some(Self {
            indicator: shown.indicator.code.to_string(),
            name: BothLanguages::new(&shown.indicator.name_zh, &shown.indicator.name_en),
            unit: shown.indicator.unit.clone(),
            parent: shown.target.item.parent.as_ref().map(ToString::to_string),
            change: change.word(),
            before: before.as_deref().map(SideOut::from),
            after: after.as_deref().map(SideOut::from),
            numbers: numbers.map(|(before, after)| NumbersOut { before, after }),
            asks_more: *asks_more,
        })
    }
}

impl ChangeCounts {
    fn of(compared: &[ComparedSeries]) -> Self {
        let mut counts = Self::default();
        for series in compared {
            let is_headline = series
                .after
                .as_ref()
                .or(series.before.as_ref())
                .is_some_and(|item| item.target.item.parent.is_none());
            let of_its_kind = if is_headline { &mut counts.headline } else { &mut counts.sub_indicators };
            *of_its_kind.entry(Change::word(series.change)).or_default() += 1;
        }
        counts
    }
}

/// What a comparison is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CompareQuery {
    /// The day that both are judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The targets for this area; left out or empty, those for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The targets for this category; left out or empty, those for all together.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// The language of the words: zh or en; by Accept-Language where left out, and both where that names neither.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// Compares a plan with a later one, indicator by indicator.
///
/// Added, dropped, replaced, put on another caliber, raised or lowered; with how each stands in both. The targets for
/// the whole take part, or those for the area and the category that are given.
#[utoipa::path(
    tag = "Completion",
    params(
        ("plan" = CodeText, Path, description = "The code of the earlier plan.", example = "cq-2022"),
        ("other" = CodeText, Path, description = "The code of the later plan.", example = "cq-2023"),
        CompareQuery,
    ),
    responses(
        (status = 200, description = "The two plans side by side.", body = ComparedPlansOut,
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/plans/{plan}/compare/{other}")]
async fn compare_plans(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    query: Query<CompareQuery>,
) -> Result<HttpResponse, Problem> {
    let (plan, other) = (path_code("plan", &path.0)?, path_code("other", &path.1)?);
    let CompareQuery { on, as_of, area, category, lang } = &query.0;
    let mut parameters = Parameters::default();
    let (question, tongue) = Common { on, as_of, area, category, lang }.read(&mut parameters, &request);
    parameters.finish()?;
    let answer = state.plantrack.compare_plans(&plan, &other, &question).await;
    let (standpoint, compared) = answer.map_err(read_failed)?;
    let counts = ChangeCounts::of(&compared);
    let mut items: Vec<ComparedOut> = compared.iter().filter_map(ComparedOut::of).collect();
    if let Some(language) = tongue.language {
        for item in &mut items {
            item.only(language);
        }
    }
    let (standpoint, other) = (standpoint.into(), other.to_string());
    let out = ComparedPlansOut { standpoint, other, counts, items };
    Ok(tongue.say(tagged(&request, &out)?))
}

impl ComparedOut {
    /// Leaves the texts of the other language away.
    fn only(&mut self, language: Language) {
        self.name.only(language);
    }
}

/// The operation on two plans.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(compare_plans);
}
