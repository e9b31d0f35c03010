//! Calibers: the statistical definition that a target or an outcome follows.

use super::{code::Code, quantity::Exact};

/// A statistical definition. A series reported on another caliber is not compared with a target that was set
/// on this one, unless the report says like-for-like or a bridge between the two is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caliber {
    /// Its code.
    pub code: Code,
    /// What the definition is, in Chinese.
    pub name_zh: String,
    /// What the definition is, in English.
    pub name_en: String,
}

/// Whether an outcome's caliber can be compared with a target's. A report that names no caliber follows the
/// target's; one that names a caliber follows that one, also where the target names none.
pub fn is_same(target: Option<&Code>, outcome: Option<&Code>) -> bool {
    outcome.is_none() || target == outcome
}

/// A declared way from figures on one caliber to figures on another, with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// The indicator whose figures it converts.
    pub indicator: Code,
    /// The caliber that figures are on.
    pub from: Code,
    /// The caliber that they are turned to; `None` is the indicator's own.
    pub to: Option<Code>,
    /// What the figures are multiplied by.
    pub factor: Exact,
    /// Who says so.
    pub source: String,
}

/// The factor that an overlap pair gives: the same period's figure on both calibers.
///
/// `None` where the figure on the old caliber is zero, or the quotient cannot be represented.
pub fn factor_of_overlap(on_from: Exact, on_to: Exact) -> Option<Exact> {
    on_to.over(on_from)
}
