//! Categories: a classification tree other than area, such as sector, source of funds, enterprise type.

use super::code::Code;

/// A node in a classification tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its code, the levels parted by `/`: `sector/industry`.
    pub code: Code,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The category that it is a part of; `None` for the root of a classification.
    pub parent: Option<Code>,
    /// Whether it overlaps its siblings: it is then left out of sums.
    pub overlapping: bool,
}
