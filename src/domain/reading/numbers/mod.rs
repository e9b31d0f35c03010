//! Numbers and amounts as plans print them: digits, words and numerals, multipliers and units, ranges. Knows no statement.

pub(super) mod amount;
pub(super) mod counted_on;
pub(super) mod fits;
pub(super) mod fraction;
pub(super) mod in_dollars;
pub(super) mod number;
pub(super) mod ordinal;
pub(super) mod range;
pub(super) mod scale_said;
