//! What a report says was done in a year that goes on behind the day by which it is to be done: completed in 2022, of what was due by
//! June 2022. It may be late, and is no proof of the day. What was done on a day behind it (published 2 April 2024) is late. Takes no decision.

use chrono::NaiveDate;

use super::{Case, Reported, replaced};
use crate::domain::{
    criterion::Condition,
    reading::{DayDone, day_done, year_done},
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
    if says_done && let Some(done) = day_done(&vintage.outcome.text) {
        return done_on(vintage, by, done);
    }
    let (what, _) = says_done
        .then(|| year_done(&vintage.outcome.text, vintage.outcome.period))
        .flatten()
        .filter(|(_, last)| *last > by)?;
    let mut taken = vintage.clone();
    taken.outcome.value = Value::from(Figure::Act { what, not_done: false });
    Some(taken)
}

/// What was done on a day behind the one by which it is to be done was not done by then. In the month of that day it may have been.
fn done_on(vintage: &Reported, by: NaiveDate, done: DayDone) -> Option<Reported> {
    let mut taken = vintage.clone();
    let figure = match &vintage.outcome.value.figure {
        _ if done.last <= by => return None,
        Figure::Act { what, .. } if done.first > by => Figure::Act { what: what.clone(), not_done: true },
        _ if done.first > by => Figure::DeclaredMissed,
        _ => Figure::Act { what: done.words, not_done: false },
    };
    taken.outcome.value = Value::from(figure);
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
