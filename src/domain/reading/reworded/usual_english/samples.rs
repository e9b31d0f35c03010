//! What the tests of usual English forms share: contexts to read them for, and that a form asks what the grammar's own words ask.

use crate::domain::{
    indicator::{Direction, Measure},
    reading::{Context, read_target, reworded::usual_english::of_target},
};

pub(super) const HIGHER: Option<Direction> = Some(Direction::Higher);
pub(super) const LOWER: Option<Direction> = Some(Direction::Lower);
pub(super) const ON: Option<Direction> = Some(Direction::OnTarget);

pub(super) fn of(unit: &str, measure: Measure, direction: Option<Direction>) -> Context<'_> {
    Context { unit, measure, direction, is_reduction: false, scale: &[] }
}

/// Each phrase asks what the grammar's own words ask, and is refused where there are none.
pub(super) fn asks(phrase: &str, context: &Context<'_>, same: Option<&str>) {
    let read = read_target(phrase, context).map(|read| read.criterion);
    let Some(same) = same else {
        assert_eq!(of_target(phrase, context), None, "{phrase}");
        assert!(read.is_err(), "{phrase}: {read:?}");
        return;
    };
    assert_eq!(read, read_target(same, context).map(|read| read.criterion), "{phrase}");
    assert!(read.is_ok(), "{phrase}");
}
