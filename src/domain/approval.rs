//! Approval: how an outcome or a target comes to count where a plan asks for it. It does not know who may do which
//! step, nor what is approved.

use super::{code::Code, indicator::words, period::Period};

words! {
    /// Where an outcome or a target is on its way to be counted.
    ApprovalState, "approval state" {
        /// Recorded, and not yet put forward.
        Draft = "draft",
        /// Put forward, and waiting for someone else's word.
        Submitted = "submitted",
        /// Counts.
        Approved = "approved",
        /// Sent back with a reason; it can be put forward again.
        Returned = "returned",
    }
}

impl ApprovalState {
    /// Whether the one state may follow the other: draft → submitted → approved, and back with a reason.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft | Self::Returned, Self::Submitted)
                | (Self::Submitted, Self::Approved)
                | (Self::Submitted | Self::Approved, Self::Returned)
        )
    }

    /// Whether the step into it must say why.
    pub const fn needs_a_reason(self) -> bool {
        matches!(self, Self::Returned)
    }
}

/// How far an outcome or a target is on its way, and who took the last step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The state.
    pub state: ApprovalState,
    /// Who took the last step; for a draft, nobody did yet.
    pub by: Option<String>,
    /// Why; empty where nothing was said.
    pub reason: String,
}

impl Approval {
    /// Of what was only recorded.
    pub const fn draft() -> Self {
        Self { state: ApprovalState::Draft, by: None, reason: String::new() }
    }
}

/// A period whose record is not to be changed any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodLock {
    /// The plan that it is locked for; `None` is all of them.
    pub plan: Option<Code>,
    /// The days.
    pub period: Period,
    /// Who locked it.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl PeriodLock {
    /// Whether what is for a period belongs to the locked days: a figure belongs to the last day of its period.
    pub fn holds(&self, period: Period) -> bool {
        self.period.contains(period.end())
    }
}
