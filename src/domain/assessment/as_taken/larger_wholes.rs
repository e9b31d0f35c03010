//! Figures that are of more than is asked by the words of their report: of a whole of which what is asked is one of the parts that are
//! named, and of all where the indicator is of some. Takes no decision.

use super::Case;
use crate::domain::{
    outcome::Outcome,
    reading::{is_said_of_the_whole, names_its_own_part},
    unit::Unit,
    value::Figure,
};

/// Whether the report tells what is asked by its name as a part of its figure, or says that this is of all, where some are asked.
pub(super) fn are_reported(case: &Case<'_>, outcome: &Outcome) -> bool {
    let figure = &outcome.value.figure;
    let is_number = matches!(figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    let is_amount =
        is_number || matches!(figure, Figure::Change { .. } | Figure::ShareOfTarget { value: Some(_), .. });
    // Of a category the part is what is reported.
    if !is_amount || outcome.series.category.is_some() {
        return false;
    }
    let indicator = case.indicator;
    let names = [indicator.name_zh.as_str(), indicator.name_en.as_str()];
    let target = &case.target.text;
    let is_share = Unit::parse(&indicator.unit).is_fraction();
    names_its_own_part(&outcome.text, names, &indicator.unit, target)
        || (is_number && is_said_of_the_whole(&outcome.text, names, target, is_share))
}
