//! The English words for a status, a reason and an evidence, as labels.

use crate::domain::assessment::{Evidence, Reason, Status};

/// A status in two words at most.
pub(in crate::domain::assessment::explain) const fn status_words(word: Status) -> &'static str {
    match word {
        Status::Achieved => "Achieved",
        Status::NotAchieved => "Not achieved",
        Status::OnTrack => "On track",
        Status::AtRisk => "At risk",
        Status::OffTrack => "Off track",
        Status::AwaitingOutcome => "Awaiting the outcome",
        Status::NotAssessable => "Not assessable",
    }
}

/// A reason in a few words.
pub(in crate::domain::assessment::explain) const fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::TargetNotIssued => "target not issued",
        Reason::TargetQualitative => "target without a number",
        Reason::TargetDeferred => "left to the parent plan",
        Reason::CaliberChanged => "caliber changed",
        Reason::ReferenceMissing => "reference missing",
        Reason::Incomparable => "not comparable",
        Reason::GroupEmpty => "group without members",
        Reason::Discontinued => "discontinued",
        Reason::NotApplicable => "not applicable",
        Reason::NotDue => "not due yet",
        Reason::Late => "late",
        Reason::Withheld => "withheld",
    }
}

/// An evidence in one word.
pub(in crate::domain::assessment::explain) const fn evidence_words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Measured => "measured",
        Evidence::Bounded => "by a bound",
        Evidence::Declared => "declared",
        Evidence::Undemonstrated => "undemonstrated",
    }
}
