//! All that an assessment depends on, gathered by the caller. Knows no rule.

use chrono::NaiveDate;

use super::Assessment;
use crate::domain::{
    caliber::Bridge,
    code::Code,
    indicator::{Direction, Indicator, words},
    outcome::{Basis, Outcome},
    period::Period,
    plan::PlanRules,
    quantity::Exact,
    target::{Baseline, Target, Waypoint},
};

words! {
    /// What was ruled about a target from outside: it then needs no figure.
    Exemption, "exemption" {
        /// The figure exists and is held back.
        Withheld = "withheld",
        /// The series is not continued.
        Discontinued = "discontinued",
        /// The target does not apply.
        NotApplicable = "not_applicable",
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
    /// Its unit as written; `None` where it is that of the series that is judged.
    pub unit: Option<String>,
    /// Its current vintages, of each source and period.
    pub reported: Vec<Reported>,
}

/// The shape of the expected path of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile<'a> {
    /// The target times the elapsed share.
    #[default]
    Linear,
    /// The cumulative shares of earlier years, taken from their outcomes in the case.
    Seasonal,
    /// The plan's own cumulative targets.
    Waypoints(&'a [Waypoint]),
}

/// The target of the parent plan for the same series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent<'a> {
    /// What the parent plan asks, with the caliber, the tolerance and the baseline that it sets.
    pub target: &'a Target,
    /// The parent plan's period, where the target's is a named one within it.
    pub plan_period: Option<Period>,
    /// The tolerance of the parent plan's rules, where the target sets none itself, in the unit.
    pub tolerance: Exact,
    /// The shape of the parent's expected path.
    pub profile: Profile<'a>,
    /// The parent plan's other targets for the series.
    pub beside: &'a [&'a Target],
}

impl<'a> Parent<'a> {
    /// A parent's target in a plan with the default rules and a linear path.
    pub const fn new(target: &'a Target) -> Self {
        Self { target, plan_period: None, tolerance: Exact::ZERO, profile: Profile::Linear, beside: &[] }
    }
}

/// All that an assessment depends on. Start from [`Case::new`] and set what is known besides.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What is measured.
    pub indicator: &'a Indicator,
    /// What is asked.
    pub target: &'a Target,
    /// What the plan asks of the series for other periods.
    pub beside: &'a [&'a Target],
    /// The plan's own rules.
    pub rules: PlanRules,
    /// The series' vintages known, of every source and period, earlier years included.
    pub reported: &'a [Reported],
    /// Other series that the target refers to.
    pub references: &'a [Reference],
    /// The assessments of the sub-indicators, for a group.
    pub members: &'a [Assessment],
    /// The day it is judged for.
    pub on: NaiveDate,
    /// The weakest basis that the plan admits; weaker figures are set aside.
    pub admitted_from: Basis,
    /// What was ruled about the target from outside.
    pub exemption: Option<Exemption>,
    /// The declared ways from other calibers to the target's.
    pub bridges: &'a [Bridge],
    /// What the target starts from.
    pub baseline: Option<&'a Baseline>,
    /// The plan's period, where the target's is a named one within it; `None` where they are the same.
    pub plan_period: Option<Period>,
    /// The indicator's own scale of grades in ascending order; empty takes Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ 劣Ⅴ. The direction says
    /// which end is better.
    pub scale: &'a [String],
    /// The shape of the expected path.
    pub profile: Profile<'a>,
    /// The parent plan's target for the same series.
    pub parent: Option<Parent<'a>>,
}

impl<'a> Case<'a> {
    /// A case with nothing reported, the plan's default rules and a linear path.
    pub fn new(indicator: &'a Indicator, target: &'a Target, on: NaiveDate) -> Self {
        Self {
            indicator,
            target,
            beside: &[],
            rules: PlanRules::default(),
            reported: &[],
            references: &[],
            members: &[],
            on,
            admitted_from: Basis::Forecast,
            exemption: None,
            bridges: &[],
            baseline: None,
            plan_period: None,
            scale: &[],
            profile: Profile::Linear,
            parent: None,
        }
    }

    /// The days of the whole plan.
    pub fn plan_period(&self) -> Period {
        self.plan_period.unwrap_or(self.target.period)
    }

    /// Whether less of it is better.
    pub fn less_is_better(&self) -> bool {
        self.indicator.direction == Some(Direction::Lower)
    }

    /// How far from a number “about” and on-target may be, in the unit: the target's own tolerance, else the
    /// plan's. A sign is ignored.
    pub fn tolerance(&self) -> Exact {
        self.target.tolerance.unwrap_or(self.rules.tolerance).abs()
    }
}
