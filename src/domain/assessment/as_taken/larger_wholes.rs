//! Figures that are of more than is asked by the words of their report: of a whole of which what is asked is one of the parts that are
//! named. Takes no decision.

use super::Case;
use crate::domain::{outcome::Outcome, reading::names_its_own_part, value::Figure};

/// Whether the report tells what is asked by its name as a part of its figure.
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
    names_its_own_part(&outcome.text, names, &indicator.unit, target)
}
