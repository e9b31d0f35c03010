//! Yes and no as the answer to a milestone that says what is not to be: No, of no data breach, may be that there was none or that it was
//! not so. Takes no decision.

use super::{Case, Reported, as_something_else, replaced};
use crate::domain::{
    act::{denies, is_time_alone},
    criterion::Condition,
    indicator::Measure,
};

/// The vintages with such an answer as reports of something else; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Milestone {
        return None;
    }
    let is_answer = |vintage: &Reported| {
        let said = vintage.outcome.text.trim().trim_end_matches(['.', '。']).to_lowercase();
        ["yes", "no", "是", "否"].contains(&said.as_str())
    };
    if !case.reported.iter().any(is_answer) {
        return None;
    }
    let Condition::Milestone { what, .. } = &case.target.criterion.as_ref()?.condition else { return None };
    let names_none = is_time_alone(what) && !what.to_lowercase().contains("yes");
    let of_its_name = || [&case.indicator.name_zh, &case.indicator.name_en].iter().any(|name| denies(name));
    if !(denies(what) || (names_none && of_its_name())) {
        return None;
    }
    replaced(case, |vintage| is_answer(vintage).then(|| as_something_else(vintage)))
}
