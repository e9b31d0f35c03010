//! Whether what a report counts are other things than those that are asked, or works that are under way.

use super::{Case, deeds, least_asked};
use crate::domain::{
    outcome::Outcome,
    quantity::Exact,
    reading::{counts_another, counts_another_thing, denies_another_event, things_counted},
    value::Figure,
};

/// Whether the words of a report count something else than the indicator does by its name, or than the target's words do.
pub(super) fn counts(case: &Case<'_>, outcome: &Outcome) -> bool {
    let indicator = case.indicator;
    let is_number = matches!(outcome.value.figure, Figure::Number { .. } | Figure::Bound { .. });
    let name = if indicator.name_en.is_empty() { &indicator.name_zh } else { &indicator.name_en };
    let are_others = |(one, other): (&str, &str)| !one.contains(other) && !other.contains(one);
    let things = || things_counted(&case.target.text).zip(things_counted(&outcome.text));
    let is_amount = is_number
        || matches!(
            outcome.value.figure,
            Figure::Between { .. } | Figure::Change { .. } | Figure::ShareOfTarget { value: Some(_), .. }
        );
    let asked = [&indicator.name_zh, &indicator.unit, &case.target.text].map(String::as_str);
    if is_amount && (counts_another_thing(&outcome.text, asked) || deeds::are_others(case, outcome)) {
        return true;
    }
    is_number
        && (counts_another(&outcome.text, name, &indicator.unit, &case.target.text)
            || denies_another_event(&outcome.text, &indicator.name_zh, &case.target.text)
            || things().is_some_and(are_others))
}

/// Whether a report prints a share that is less than all beside an amount that is all that is asked, and does not say of which target:
/// 改造45个（完成80%） is how far the works on them have come.
pub(super) fn is_of_the_works(case: &Case<'_>, outcome: &Outcome) -> bool {
    let Figure::ShareOfTarget { percent, value: Some(amount) } = outcome.value.figure else { return false };
    let names = ["目标", "任务", "计划", "预算", "target", "plan", "budget"];
    percent < Exact::HUNDRED
        && least_asked(case).is_some_and(|asked| amount >= asked)
        && !names.iter().any(|name| outcome.text.to_lowercase().contains(name))
}
