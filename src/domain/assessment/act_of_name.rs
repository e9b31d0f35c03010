//! What is to be done, where a milestone's target says no more than when: the act of its name. Takes no decision.

use super::Case;
use crate::domain::{
    act::{is_time_alone, settles},
    criterion::{Condition, Criterion},
    target::Target,
    value::Figure,
};

/// The target with the name of its indicator as what is to be done; `None` where its own words say what that is, or no report
/// tells of an act that they leave open.
pub(super) fn target(case: &Case<'_>) -> Option<Target> {
    let criterion = case.target.criterion.as_ref()?;
    let Condition::Milestone { by, what } = &criterion.condition else { return None };
    if !is_time_alone(what) {
        return None;
    }
    let mut acts = case.reported.iter().filter_map(|vintage| match &vintage.outcome.value.figure {
        Figure::Act { what, not_done } => Some((what.as_str(), *not_done)),
        _ => None,
    });
    let (act, _) = acts.rfind(|(act, not_done)| !settles(what, act, *not_done))?;
    let names = [&case.indicator.name_en, &case.indicator.name_zh];
    let own = names.into_iter().find(|name| !name.is_empty() && name.is_ascii() == act.is_ascii())?;
    let condition = Condition::Milestone { by: *by, what: own.clone() };
    Some(Target { criterion: Some(Criterion { condition, ..criterion.clone() }), ..case.target.clone() })
}
