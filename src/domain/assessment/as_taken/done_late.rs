//! What a report says was done in a year that goes on behind the day by which it is to be done: completed in 2022, of what was due by
//! June 2022. It may be late, and is no proof of the day. Takes no decision.

use chrono::NaiveDate;

use super::{Case, Reported, replaced};
use crate::domain::{
    criterion::Condition,
    reading::year_done,
    value::{Declaration, Figure, Value},
};

/// The vintages in which what may have been done too late says no more than its year; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let by = day_asked(case)?;
    replaced(case, |vintage| without_its_act(vintage, by))
}

fn without_its_act(vintage: &Reported, by: NaiveDate) -> Option<Reported> {
    let value = &vintage.outcome.value;
    let says_done = matches!(value.figure, Figure::DeclaredAttained | Figure::Act { not_done: false, .. })
        || value.declared == Some(Declaration::Attained);
    let (what, _) = says_done
        .then(|| year_done(&vintage.outcome.text, vintage.outcome.period))
        .flatten()
        .filter(|(_, last)| *last > by)?;
    let mut taken = vintage.clone();
    taken.outcome.value = Value::from(Figure::Act { what, not_done: false });
    Some(taken)
}

/// The first day by which something is to be done.
pub(super) fn day_asked(case: &Case<'_>) -> Option<NaiveDate> {
    let mut first: Option<NaiveDate> = None;
    case.target.criterion.as_ref()?.visit(&mut |condition| {
        if let Condition::Milestone { by: Some(by), .. } = condition {
            first = Some(first.map_or(*by, |day| day.min(*by)));
        }
    });
    first
}
