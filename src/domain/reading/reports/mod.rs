//! What reports say without a figure, or around one: that something is done, missing, expected, or counted by a deed.

pub(super) mod counted;
pub(super) mod day_done;
pub(super) mod deed_words;
pub(super) mod done;
pub(super) mod expected;
pub(super) mod misplaced;
pub(super) mod missing;
pub(super) mod report;
pub(super) mod said;
