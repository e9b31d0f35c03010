//! Targets: what a plan asks of a series for a period.

use chrono::NaiveDate;

use super::{
    code::Code, criterion::Criterion, indicator::Nature, period::Period, quantity::Exact, series::Series,
};

/// What a plan asks of a series for a period, in the words as published and as they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The series it is for.
    pub series: Series,
    /// The period it is for: the plan's, or a named one within it.
    pub period: Period,
    /// The words as published; empty for a group.
    pub text: String,
    /// What they were read as; `None` for a group, which stands for its sub-indicators.
    pub criterion: Option<Criterion>,
    /// Duty or guidance.
    pub nature: Nature,
    /// The number printed in the plan; `None` for a sub-indicator.
    pub no: Option<String>,
    /// The indicator in the same plan that this one is a sub-indicator of.
    pub parent: Option<Code>,
    /// The section of the plan, in Chinese; empty where the plan prints none.
    pub section_zh: String,
    /// The section of the plan, in English; empty where the plan prints none.
    pub section_en: String,
    /// Its place in the plan, counted from 0.
    pub position: u32,
    /// The caliber it was set on; `None` is the indicator's own.
    pub caliber: Option<Code>,
    /// The indicator that a relative target means.
    pub relative_to: Option<Code>,
    /// The tolerance that the target sets itself, in the unit; `None` takes the plan's.
    pub tolerance: Option<Exact>,
    /// The figure that it starts from, where the plan says so.
    pub baseline: Option<Baseline>,
    /// Cumulative targets that the plan sets for days within the period, in the order of the days.
    pub waypoints: Vec<Waypoint>,
    /// Where it was published; empty where unknown.
    pub source: String,
    /// Free text.
    pub note: String,
}

/// The figure that a target starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// How the plan calls it (`2020`, `十二五`).
    pub label: String,
    /// The period that it is for.
    pub period: Period,
    /// The figure, in the unit.
    pub value: Exact,
}

/// A cumulative target that the plan sets itself for a day within the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waypoint {
    /// The last day of the part of the period.
    pub until: NaiveDate,
    /// What is to be reached by then, from the start of the period, in the unit.
    pub cumulative: Exact,
}

impl Target {
    /// Whether it asks the same as another one, whatever it stands beside and is noted.
    pub fn asks_as(&self, other: &Self) -> bool {
        let asked = |target: &Self| {
            (target.period, target.caliber.clone(), target.relative_to.clone(), target.tolerance)
        };
        asked(self) == asked(other)
            && (&self.text, &self.criterion) == (&other.text, &other.criterion)
            && (&self.baseline, &self.waypoints) == (&other.baseline, &other.waypoints)
    }

    /// The threshold that is to be reached, in the indicator's unit, where there is one.
    pub fn threshold(&self) -> Option<Exact> {
        self.criterion.as_ref()?.condition.threshold()
    }

    /// Whether it is one of the plan's headline targets: for the whole, and not a sub-indicator.
    pub const fn is_headline(&self) -> bool {
        self.parent.is_none() && self.series.is_whole()
    }
}
