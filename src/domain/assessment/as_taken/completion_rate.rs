//! A printed share of what an indicator says is completed: 完成预算的97%, of 预算执行率. It is the figure, and no share of the target for
//! it. Takes no decision.

use super::{Case, Reported, as_something_else, replaced};
use crate::domain::{
    completion_rate::{Share, share_reported},
    indicator::Measure,
    quantity::Exact,
    unit::Unit,
    value::Figure,
};

/// The vintages with such shares as the figures that they are; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let indicator = case.indicator;
    let is_number = !matches!(indicator.measure, Measure::Milestone | Measure::Grade | Measure::Group);
    let is_share = |vintage: &Reported| {
        matches!(vintage.outcome.value.figure, Figure::ShareOfTarget { value: None, .. })
    };
    if !is_number || !case.reported.iter().any(is_share) {
        return None;
    }
    let unit = Unit::parse(&indicator.unit);
    if !unit.is_fraction() || unit.scale != Exact::ONE {
        return None;
    }
    // A share of 100 % is that number whosever it is.
    let asks_all = case.target.threshold() == Some(Exact::HUNDRED);
    replaced(case, |vintage| {
        let outcome = &vintage.outcome;
        let Figure::ShareOfTarget { percent, value: None } = outcome.value.figure else { return None };
        match share_reported(&indicator.name_zh, &indicator.name_en, &outcome.text)? {
            Share::OfSomething if asks_all => None,
            Share::OfSomething => Some(as_something_else(vintage)),
            Share::IsTheFigure => {
                let mut taken = vintage.clone();
                taken.outcome.value.figure = Figure::Number { value: percent, approximate: false };
                Some(taken)
            }
        }
    })
}
