//! What an assessment says: the words for its axes, and the answer itself. Knows no rule.

use super::{
    explain::Step,
    figures::{Figures, Unavailable},
    horizon::Horizon,
    pace::{CountedIn, Pace},
    projection::Projection,
};
use crate::domain::{indicator::words, quantity::Exact};

words! {
    /// The summary of an assessment.
    Status, "status" {
        /// Proved at the end of the period, or already for a flow that cannot fall.
        Achieved = "achieved",
        /// Disproved, or not proved, at the end of the period; or already for a cap on a flow that cannot fall.
        NotAchieved = "not_achieved",
        /// While the period runs: pace as expected or better.
        OnTrack = "on_track",
        /// While the period runs: pace a little behind.
        AtRisk = "at_risk",
        /// While the period runs: pace far behind.
        OffTrack = "off_track",
        /// Nothing was reported that says how it stands.
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
        /// The target is left to a parent plan no target of which says what is due, and nothing was declared.
        TargetDeferred = "target_deferred",
        /// The outcome follows another caliber than the target.
        CaliberChanged = "caliber_changed",
        /// The series, or the earlier period, that the target refers to has no outcome.
        ReferenceMissing = "reference_missing",
        /// The outcome is in a form that the target's condition says nothing about.
        Incomparable = "incomparable",
        /// A group without a sub-indicator.
        GroupEmpty = "group_empty",
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

/// A target that is not printed but follows from an amount and the share of the target that it is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Implied {
    /// amount × 100 / share, in the unit.
    pub target: Exact,
    /// The least that it can be, the share being rounded as printed.
    pub low: Exact,
    /// The most that it can be.
    pub high: Exact,
    /// The vintage that prints the amount and the share.
    pub from: i64,
}

/// What follows from a target and the outcomes known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The summary of the four axes: verdict, pace, outlook, evidence.
    pub status: Status,
    /// What the verdict rests on; `None` where there is no verdict and no pace.
    pub evidence: Option<Evidence>,
    /// Why it is not assessed or awaited; `None` else.
    pub reason: Option<Reason>,
    /// Criterion against value.
    pub verdict: Verdict,
    /// How it stands against the expected path; `None` where no part of the period is reported.
    pub pace: Option<Pace>,
    /// Where it leads by the end of the period; `None` where nothing can be projected.
    pub outlook: Option<Projection>,
    /// The several years of the target; `None` where it is for one.
    pub horizon: Option<Horizon>,
    /// The vintage that was chosen, by its id. Where parts were added up, the last of them.
    pub chosen: Option<i64>,
    /// Current vintages of other sources that disagree with the chosen one, by id.
    pub conflict: Vec<i64>,
    /// Whether the verdict rests on a forecast or a preliminary figure, or on a figure for a period not over.
    pub provisional: bool,
    /// Whether the figure that was compared was reported as approximate.
    pub approximate: bool,
    /// Whether what is due later is already met by a level or an average, which can still fall back.
    pub reached_early: bool,
    /// The target that follows from a printed share, where none is printed.
    pub implied: Option<Implied>,
    /// The figures.
    pub figures: Figures,
    /// How it came about, step by step, with the numbers used.
    pub steps: Vec<Step>,
}

impl Assessment {
    /// Says the elapsed share of another period or day, wherever it stands.
    pub(super) fn set_elapsed(&mut self, percent: Exact) {
        let told = self.steps.iter_mut().filter_map(|step| match step {
            Step::Pace(pace) => Some(pace),
            _ => None,
        });
        for pace in self.pace.iter_mut().chain(told) {
            pace.elapsed_percent = percent;
        }
    }

    /// Why there is no outlook although there is a pace.
    pub fn no_outlook(&self) -> Option<Unavailable> {
        let pace = self.pace.as_ref().filter(|_| self.outlook.is_none())?;
        Some(match pace.counted_in {
            _ if pace.path.is_none() => Unavailable::NO_PATH,
            CountedIn::Percent | CountedIn::Points | CountedIn::Amount => Unavailable::JUDGED_BY_CHANGE,
            CountedIn::Unit if pace.reached.is_ok() => Unavailable::NO_PATH,
            CountedIn::Unit | CountedIn::ShareOfTarget => Unavailable::NO_NUMBER,
        })
    }
}
