//! Calibers: the statistical definition that a target or an outcome follows.

use super::code::Code;

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
