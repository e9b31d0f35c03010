//! The word that a task from above is fulfilled (完成省下达任务), where the plan prints a number of its own: less is often issued than
//! the plan asks, and the word says nothing of its number. Takes no decision.

use super::{Case, Reported, replaced, something_else};
use crate::domain::{
    criterion::Condition,
    outcome::Outcome,
    reading::{is_issued_by, issuer_named},
    value::{Declaration, Figure},
};

/// The vintages without the word, and without the share, of a task that is not the target; `None` where none has one.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let prints_a_number = |condition: &Condition| {
        matches!(
            condition,
            Condition::Threshold { .. }
                | Condition::Range { .. }
                | Condition::Change { .. }
                | Condition::Relative { .. }
                | Condition::Grade { .. }
                | Condition::Rank { .. }
        )
    };
    if !case.target.criterion.as_ref()?.asks(prints_a_number) {
        return None;
    }
    replaced(case, |vintage| is_of_another_task(case, &vintage.outcome).then(|| without_its_word(vintage)))
}

/// Whether a report speaks of a task that an authority has set, and the target does not say that it is that one.
fn is_of_another_task(case: &Case<'_>, outcome: &Outcome) -> bool {
    let is_word = matches!(
        outcome.value.figure,
        Figure::DeclaredAttained | Figure::DeclaredMissed | Figure::ShareOfTarget { .. }
    ) || outcome.value.declared == Some(Declaration::Attained);
    if !is_word || outcome.text.is_ascii() {
        return false;
    }
    let Some(named) = issuer_named(&outcome.text) else { return false };
    // 市年度目标 is as often the city's own, whose plan it is.
    let is_from_above = !named.starts_with('市') || outcome.text.contains("下达");
    let is_the_targets = || issuer_named(&case.target.text).is_some_and(|set_by| is_issued_by(named, set_by));
    is_from_above && !is_the_targets()
}

fn without_its_word(vintage: &Reported) -> Reported {
    let mut taken = vintage.clone();
    match taken.outcome.value.figure {
        Figure::DeclaredAttained | Figure::DeclaredMissed | Figure::ShareOfTarget { value: None, .. } => {
            something_else(&mut taken.outcome);
        }
        // The amount beside a share is the indicator's all the same.
        Figure::ShareOfTarget { value: Some(value), .. } => {
            taken.outcome.value.figure = Figure::Number { value, approximate: false };
        }
        _ => {}
    }
    taken.outcome.value.declared = None;
    taken
}
