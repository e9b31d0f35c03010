//! Plans as they are sent here and from here. It does not know what is done with them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::{BasisWord, CodeText, DecimalText, PathProfileWord, PeriodText, PlanStateWord, WordsText};
use crate::{
    domain::plan::{Plan, PlanRules},
    service::{Stored, plans::PlanDraft},
};

/// A plan as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "cq-2022", "title_zh": "重庆市2022年国民经济和社会发展计划",
    "title_en": "Chongqing plan for economic and social development 2022", "issuer": "重庆市人民政府",
    "period": "2022"
}))]
pub(super) struct PlanIn {
    /// Its code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    pub(super) code: String,
    /// Its Chinese title; may be empty where an English one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    title_zh: String,
    /// Its English title; may be empty where a Chinese one is given.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    title_en: String,
    /// Who published it.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    issuer: String,
    /// The days it is for. It stays once the plan has targets.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The longer plan that it refines.
    #[schema(value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The area that it is for: what is reported for that area is reported for the whole. Left out, it is the root
    /// of the tree of areas, where there is only one.
    #[schema(value_type = Option<CodeText>)]
    area: Option<String>,
    /// How far from the number about (左右) and on-target may be, in the indicator's unit; 0 by default.
    #[schema(value_type = Option<DecimalText>)]
    tolerance: Option<String>,
    /// The pace from which on a target is on track; 1 by default.
    #[schema(value_type = Option<DecimalText>)]
    on_track_from: Option<String>,
    /// The pace from which on it is at risk; below it is off track; 0.9 by default.
    #[schema(value_type = Option<DecimalText>)]
    at_risk_from: Option<String>,
    /// The weakest basis that counts; forecast by default.
    #[schema(value_type = Option<BasisWord>)]
    admitted_from: Option<String>,
    /// The shape of the expected path, where a target has no waypoints of its own; linear by default.
    #[schema(value_type = Option<PathProfileWord>)]
    profile: Option<String>,
    /// Whether what is off track or not achieved asks for a note on causes and measures.
    #[serde(default)]
    asks_for_deviation_notes: bool,
    /// Whether only outcomes and targets that were approved count; until then what is recorded is a draft.
    #[serde(default)]
    asks_for_approval: bool,
    /// The state that the plan is in. It is changed by adopt and close alone: another one is refused.
    #[schema(value_type = Option<PlanStateWord>)]
    pub(super) state: Option<String>,
    /// The version that the revision is meant for, as it was read; leave it out to revise whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    pub(super) version: Option<i64>,
    /// Why it is revised; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    pub(super) reason: Option<String>,
}

/// A plan as it stands. Without changes it can be sent back as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanOut {
    /// Its code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    code: String,
    /// Its Chinese title; may be empty where an English one is given.
    title_zh: String,
    /// Its English title; may be empty where a Chinese one is given.
    title_en: String,
    /// Who published it.
    issuer: String,
    /// The days it is for.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The longer plan that it refines.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The area that it is for; null is the root of the tree of areas, where there is only one.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// How far from the number about (左右) and on-target may be, in the indicator's unit.
    #[schema(value_type = DecimalText, example = "0")]
    tolerance: String,
    /// The pace from which on a target is on track.
    #[schema(value_type = DecimalText, example = "1")]
    on_track_from: String,
    /// The pace from which on it is at risk; below it is off track.
    #[schema(value_type = DecimalText, example = "0.9")]
    at_risk_from: String,
    /// The weakest basis that counts; weaker figures are set aside.
    #[schema(value_type = BasisWord)]
    admitted_from: &'static str,
    /// The shape of the expected path, where a target has no waypoints of its own.
    #[schema(value_type = PathProfileWord)]
    profile: &'static str,
    /// Whether what is off track or not achieved asks for a note on causes and measures.
    asks_for_deviation_notes: bool,
    /// Whether only outcomes and targets that were approved count.
    asks_for_approval: bool,
    /// Where it is in its life.
    #[schema(value_type = PlanStateWord)]
    state: &'static str,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

/// A step in the life of a plan.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"reason": "passed by the congress"}))]
pub(super) struct StepIn {
    /// The version that the step is meant for; leave it out for whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    pub(super) version: Option<i64>,
    /// Why; kept in the record.
    #[schema(value_type = Option<WordsText>)]
    pub(super) reason: Option<String>,
}

impl PlanIn {
    /// What the service takes.
    pub(super) fn draft(self) -> PlanDraft {
        let Self {
            code,
            title_zh,
            title_en,
            issuer,
            period,
            parent,
            area,
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
            asks_for_approval,
            state,
            version: _,
            reason: _,
        } = self;
        PlanDraft {
            code,
            title_zh,
            title_en,
            issuer,
            period,
            parent,
            area,
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
            asks_for_approval,
            state,
        }
    }
}

impl From<Stored<Plan>> for PlanOut {
    fn from(stored: Stored<Plan>) -> Self {
        let Plan { code, title_zh, title_en, issuer, period, parent, area, state, rules } = stored.item;
        let PlanRules {
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
            asks_for_approval,
        } = rules;
        Self {
            code: code.to_string(),
            title_zh,
            title_en,
            issuer,
            period: period.to_string(),
            parent: parent.map(|code| code.to_string()),
            area: area.map(|code| code.to_string()),
            tolerance: tolerance.to_string(),
            on_track_from: on_track_from.to_string(),
            at_risk_from: at_risk_from.to_string(),
            admitted_from: admitted_from.word(),
            profile: profile.word(),
            asks_for_deviation_notes,
            asks_for_approval,
            state: state.word(),
            version: stored.version,
        }
    }
}
