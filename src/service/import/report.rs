//! What an import did, or would do, in counts.

use crate::{
    domain::code::Code,
    store::{Put, Recorded},
};

/// How many of a kind were created, revised, or stood so already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Created; for outcomes: new vintages.
    pub created: usize,
    /// At a new version.
    pub revised: usize,
    /// As they were.
    pub unchanged: usize,
}

impl Tally {
    /// Counts what a write did.
    pub fn add(&mut self, put: Put) {
        match put {
            Put::Created => self.created += 1,
            Put::Revised(_) => self.revised += 1,
            Put::Unchanged(_) => self.unchanged += 1,
        }
    }

    /// Counts what recording an outcome did.
    pub fn add_recorded(&mut self, recorded: &Recorded) {
        match recorded {
            Recorded::New(_) => self.created += 1,
            Recorded::Known(_) => self.unchanged += 1,
        }
    }

    /// Whether nothing was created or revised.
    pub const fn is_unchanged(self) -> bool {
        self.created == 0 && self.revised == 0
    }
}

/// How a long file is to be taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LongOptions {
    /// Whether columns that are not known are ignored.
    pub ignore_unknown: bool,
    /// Whether all is tried and nothing kept.
    pub dry_run: bool,
}

/// What the import of a long file did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LongReport {
    /// Rows read.
    pub rows: usize,
    /// What was done.
    pub tally: Tally,
    /// The number of the last change; `None` where nothing changed or nothing was kept.
    pub change: Option<i64>,
    /// Whether all was tried and nothing kept.
    pub dry_run: bool,
}

/// What the import of a plan table did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanTableReport {
    /// The plan.
    pub plan: Code,
    /// Rows read.
    pub rows: usize,
    /// What was done to the plan itself.
    pub plans: Tally,
    /// What was done to the catalogue's indicators.
    pub indicators: Tally,
    /// What was done to the plan's targets.
    pub targets: Tally,
    /// Outcomes: new vintages (`created`), and those that the record had already (`unchanged`).
    pub outcomes: Tally,
    /// Indicators that the plan has targets for and the table has no row for; they were left alone.
    pub not_in_table: Vec<Code>,
    /// The number of the last change; `None` where nothing changed or nothing was kept.
    pub change: Option<i64>,
    /// Whether all was tried and nothing kept.
    pub dry_run: bool,
}

impl PlanTableReport {
    /// Whether the table said nothing new.
    pub const fn is_unchanged(&self) -> bool {
        self.plans.is_unchanged()
            && self.indicators.is_unchanged()
            && self.targets.is_unchanged()
            && self.outcomes.is_unchanged()
    }
}
