//! Rulings and deviation notes as they are sent. It does not know what they are about.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::{RulingWordText, WordsText};
use crate::{
    domain::remark::{DeviationNote, Ruling},
    service::remarks::{DeviationDraft, RulingDraft},
};

/// A person's ruling beside the computed status; it never passes for it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Ruling, example = json!({
    "ruling": "not_applicable", "person": "李华", "reason": "the project was transferred to the state"
}))]
pub(super) struct RulingData {
    /// What is ruled. `withheld`, `discontinued` and `not_applicable` also say why no figure comes.
    #[schema(value_type = RulingWordText)]
    ruling: String,
    /// Who rules.
    #[schema(value_type = WordsText)]
    person: String,
    /// Why.
    #[schema(value_type = WordsText)]
    reason: String,
}

impl From<&Ruling> for RulingData {
    fn from(Ruling { word, person, reason }: &Ruling) -> Self {
        Self { ruling: word.to_string(), person: person.clone(), reason: reason.clone() }
    }
}

impl From<RulingData> for RulingDraft {
    fn from(RulingData { ruling, person, reason }: RulingData) -> Self {
        Self { ruling, person, reason }
    }
}

/// Why a target is missed, and what is done about it (原因、措施).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeviationNote, example = json!({
    "cause": "高温限电影响工业生产", "measures": "稳定能源保供，加快重点项目投产", "person": "李华"
}))]
pub(super) struct DeviationData {
    /// Why.
    #[schema(value_type = WordsText)]
    cause: String,
    /// What is done about it.
    #[schema(value_type = WordsText)]
    measures: String,
    /// Who says so.
    #[schema(value_type = WordsText)]
    person: String,
}

impl From<&DeviationNote> for DeviationData {
    fn from(DeviationNote { cause, measures, person }: &DeviationNote) -> Self {
        Self { cause: cause.clone(), measures: measures.clone(), person: person.clone() }
    }
}

impl From<DeviationData> for DeviationDraft {
    fn from(DeviationData { cause, measures, person }: DeviationData) -> Self {
        Self { cause, measures, person }
    }
}
