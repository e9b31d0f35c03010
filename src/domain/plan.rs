//! Plans: a published set of targets for a period.

use chrono::Months;

use super::{code::Code, indicator::words, outcome::Basis, period::Period, quantity::Exact};

words! {
    /// Where a plan is in its life.
    PlanState, "plan state" {
        /// Still being written; it may change freely.
        Draft = "draft",
        /// In force: it changes only by a revision.
        Adopted = "adopted",
        /// No longer changed.
        Closed = "closed",
    }
}

words! {
    /// The shape of the expected path of what adds up over the period.
    PathProfile, "path profile" {
        /// The target times the elapsed share.
        Linear = "linear",
        /// The cumulative shares of earlier years.
        Seasonal = "seasonal",
    }
}

/// The most years that a plan lasts.
pub const MOST_YEARS: u32 = 100;

/// Whether a period lasts longer than a plan may.
pub fn is_too_long(period: Period) -> bool {
    let behind = period.start().checked_add_months(Months::new(MOST_YEARS * 12));
    behind.is_some_and(|behind| behind <= period.end())
}

/// A published set of targets for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its code.
    pub code: Code,
    /// Its Chinese title.
    pub title_zh: String,
    /// Its English title.
    pub title_en: String,
    /// Who published it.
    pub issuer: String,
    /// The days it is for.
    pub period: Period,
    /// The longer plan that it refines.
    pub parent: Option<Code>,
    /// The area that it is for: what is reported for that area is reported for the whole. `None` takes the root
    /// of the tree of areas, where there is only one.
    pub area: Option<Code>,
    /// Where it is in its life.
    pub state: PlanState,
    /// The plan's own rules.
    pub rules: PlanRules,
}

/// What a plan sets for the judging of its targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanRules {
    /// How far from the number “about” (左右) and on-target may be, in the indicator's unit.
    pub tolerance: Exact,
    /// The pace from which on it is `on_track`.
    pub on_track_from: Exact,
    /// The pace from which on it is `at_risk`; below it is `off_track`.
    pub at_risk_from: Exact,
    /// The weakest basis that counts; weaker figures are set aside.
    pub admitted_from: Basis,
    /// The shape of the expected path, where a target has no waypoints of its own.
    pub profile: PathProfile,
    /// Whether what is off track or not achieved asks for a note on causes and measures.
    pub asks_for_deviation_notes: bool,
    /// Whether only outcomes and targets that were approved count.
    pub asks_for_approval: bool,
}

impl Default for PlanRules {
    /// No tolerance; on track from 1, at risk from 0.9; forecasts count; a linear path; neither notes nor approval asked for.
    fn default() -> Self {
        let nine_tenths = Exact::from(9).over(Exact::from(10)).unwrap_or(Exact::ONE);
        Self {
            tolerance: Exact::ZERO,
            on_track_from: Exact::ONE,
            at_risk_from: nine_tenths,
            admitted_from: Basis::Forecast,
            profile: PathProfile::Linear,
            asks_for_deviation_notes: false,
            asks_for_approval: false,
        }
    }
}
