//! How much of the works is done, of what is to be done so far: 形象进度达62%, of 形象进度达60%. Takes no decision on anything else.

use super::{Case, Reported, done_late::day_asked, replaced};
use crate::domain::{
    criterion::Condition,
    indicator::Measure,
    reading::{works_asked, works_reported},
    value::{Figure, Value},
};

/// The vintages in which so much of the works is done as is asked, or less; `None` where none says so.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Milestone {
        return None;
    }
    let Condition::Milestone { what, .. } = &case.target.criterion.as_ref()?.condition else { return None };
    let asked = works_asked(what)?;
    let until = day_asked(case).unwrap_or(case.target.period.end());
    replaced(case, |vintage| {
        let outcome = &vintage.outcome;
        let is_of_works = matches!(outcome.value.figure, Figure::Act { not_done: true, .. });
        let said = works_reported(&outcome.text).filter(|said| is_of_works && said.of == asked.of)?;
        let figure = match (said.percent >= asked.percent, said.or_more) {
            // What is done later than its day may not have been by it.
            (true, _) if outcome.period.end() <= until => Figure::DeclaredAttained,
            (false, false) => Figure::DeclaredMissed,
            _ => return None,
        };
        let mut taken = vintage.clone();
        taken.outcome.value = Value::from(figure);
        Some(taken)
    })
}
