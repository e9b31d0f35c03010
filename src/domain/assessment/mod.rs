//! The engine's front door: from a target and the outcomes known, to status, evidence, reason, figures and
//! explanation. Pure: the day to judge for is an argument, and what was known then is the caller's to give.

use chrono::NaiveDate;

use super::{
    code::Code,
    indicator::{Indicator, words},
    outcome::Outcome,
    plan::PlanRules,
    quantity::Exact,
    target::Target,
};

words! {
    /// The summary of an assessment.
    Status, "status" {
        /// Proved at the end of the period, or already for a flow that cannot fall.
        Achieved = "achieved",
        /// Disproved, or not proved, at the end of the period.
        NotAchieved = "not_achieved",
        /// While the period runs: pace as expected or better.
        OnTrack = "on_track",
        /// While the period runs: pace a little behind.
        AtRisk = "at_risk",
        /// While the period runs: pace far behind.
        OffTrack = "off_track",
        /// Nothing was reported.
        AwaitingOutcome = "awaiting_outcome",
        /// It cannot be judged, for the reason given.
        NotAssessable = "not_assessable",
    }
}

words! {
    /// What the verdict rests on, from the strongest to the weakest.
    Evidence, "evidence" {
        /// A number settles it.
        Measured = "measured",
        /// A bound settles it.
        Bounded = "bounded",
        /// The reporter's word or a printed share settles it.
        Declared = "declared",
        /// Nothing proves it, and the burden of proof is on the report.
        Undemonstrated = "undemonstrated",
    }
}

words! {
    /// Why a target is not assessed, or why an outcome is still awaited.
    Reason, "reason" {
        /// The target has not been issued.
        TargetNotIssued = "target_not_issued",
        /// No number follows from the target's words.
        TargetQualitative = "target_qualitative",
        /// The target is left to a parent plan that is not loaded, and nothing was declared.
        TargetDeferred = "target_deferred",
        /// The outcome follows another caliber than the target.
        CaliberChanged = "caliber_changed",
        /// The series that the target refers to has no outcome.
        ReferenceMissing = "reference_missing",
        /// The outcome is in a form that the target's condition says nothing about.
        Incomparable = "incomparable",
        /// The series is not continued.
        Discontinued = "discontinued",
        /// The target does not apply.
        NotApplicable = "not_applicable",
        /// The period is not over.
        NotDue = "not_due",
        /// The period is over and nothing was reported.
        Late = "late",
        /// The figure is held back.
        Withheld = "withheld",
    }
}

words! {
    /// Criterion against value, in three-valued logic.
    Verdict, "verdict" {
        /// The value proves the criterion.
        Proved = "proved",
        /// The value disproves it.
        Disproved = "disproved",
        /// Neither follows.
        Open = "open",
    }
}

/// An outcome as it stands in the record: one vintage with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Its number in the record.
    pub id: i64,
    /// The change number that it was recorded by; a later one is larger.
    pub recorded: i64,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcomes of another series that a relative target refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The other indicator.
    pub indicator: Code,
    /// Its current vintages, of each source and period.
    pub reported: Vec<Reported>,
}

/// All that an assessment depends on.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What is measured.
    pub indicator: &'a Indicator,
    /// What is asked.
    pub target: &'a Target,
    /// The plan's own rules.
    pub rules: PlanRules,
    /// The series' current vintages, of each source and period.
    pub reported: &'a [Reported],
    /// Other series that the target refers to.
    pub references: &'a [Reference],
    /// The assessments of the sub-indicators, for a group.
    pub members: &'a [Assessment],
    /// The day it is judged for.
    pub on: NaiveDate,
}

/// A figure that has no meaning here, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unavailable {
    /// A stable code of the reason, in snake_case.
    pub code: &'static str,
}

/// The figures of an assessment. Each is exact or says why it has no meaning here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Outcome − threshold in the unit, signed so that positive is good.
    pub gap: Result<Exact, Unavailable>,
    /// The achieved share of the target, in percent, not capped.
    pub completion: Result<Exact, Unavailable>,
}

/// What follows from a target and the outcomes known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The summary.
    pub status: Status,
    /// What the verdict rests on; `None` where there is no verdict.
    pub evidence: Option<Evidence>,
    /// Why it is not assessed or awaited; `None` else.
    pub reason: Option<Reason>,
    /// Criterion against value.
    pub verdict: Verdict,
    /// The vintage that was chosen, by its id.
    pub chosen: Option<i64>,
    /// Current vintages of other sources that disagree with the chosen one, by id.
    pub conflict: Vec<i64>,
    /// Whether the verdict rests on a forecast or a preliminary figure.
    pub provisional: bool,
    /// The figures.
    pub figures: Figures,
}
