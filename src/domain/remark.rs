//! What people add beside an assessment: rulings, and notes on deviations. Neither passes for a computed status.

use super::indicator::words;

words! {
    /// What a person rules about a target.
    RulingWord, "ruling" {
        /// To be taken as achieved.
        Achieved = "achieved",
        /// To be taken as not achieved.
        NotAchieved = "not_achieved",
        /// The figure exists and is held back.
        Withheld = "withheld",
        /// The series is not continued.
        Discontinued = "discontinued",
        /// The target does not apply.
        NotApplicable = "not_applicable",
    }
}

/// A person's ruling about a target, recorded beside the computed status and never in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// What is ruled.
    pub word: RulingWord,
    /// Who rules.
    pub person: String,
    /// Why.
    pub reason: String,
}

/// Why a target is missed, and what is done about it (原因、措施).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviationNote {
    /// Why.
    pub cause: String,
    /// What is done about it.
    pub measures: String,
    /// Who says so.
    pub person: String,
}
