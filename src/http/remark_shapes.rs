//! What people add beside an assessment, as it is sent: rulings and notes on deviations. It does not know what
//! follows from them.

use serde::Serialize;
use utoipa::ToSchema;

use super::words::RulingKindWord;
use crate::domain::remark::{DeviationNote, Ruling};

/// A person's ruling about a target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ruling)]
pub(super) struct RulingOut {
    /// What is ruled.
    #[schema(value_type = RulingKindWord)]
    ruling: &'static str,
    /// Who rules.
    person: String,
    /// Why.
    reason: String,
}

/// Why a target is missed, and what is done about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeviationNote)]
pub(super) struct DeviationOut {
    /// Why.
    cause: String,
    /// What is done about it.
    measures: String,
    /// Who says so.
    person: String,
}

impl From<Ruling> for RulingOut {
    fn from(ruling: Ruling) -> Self {
        let Ruling { word, person, reason } = ruling;
        Self { ruling: word.word(), person, reason }
    }
}

impl From<DeviationNote> for DeviationOut {
    fn from(note: DeviationNote) -> Self {
        let DeviationNote { cause, measures, person } = note;
        Self { cause, measures, person }
    }
}
