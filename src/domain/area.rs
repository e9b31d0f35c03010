//! Areas: a tree of jurisdictions.

use super::code::Code;

/// The most levels of a tree of areas, or of categories, its root included: more than any administration has, and few enough
/// to be climbed whenever someone asks.
pub const MOST_LEVELS: usize = 32;

/// A node in the tree of jurisdictions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: Code,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The area that it is a part of; `None` for a root.
    pub parent: Option<Code>,
    /// Whether it overlaps its siblings, as functional zones do: it is then left out of sums.
    pub overlapping: bool,
}
