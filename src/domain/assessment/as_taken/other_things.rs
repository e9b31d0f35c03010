//! Whether what a report counts are other things than those that are asked, or works that are under way.

use super::{Case, Counts, deeds, least_asked, least_of};
use crate::domain::{
    characters::says,
    criterion::{Comparison, Condition},
    outcome::Outcome,
    quantity::Exact,
    reading::{
        ThingCounted, counts_another, denies_another_event, is_of_another_statistic, thing_counted,
        things_counted,
    },
    value::Figure,
};

/// What the words of a report count, beside what the indicator does by its name, or the target's words do.
pub(super) fn counted(case: &Case<'_>, outcome: &Outcome) -> ThingCounted {
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
    let thing = if is_amount { thing_counted(&outcome.text, asked) } else { ThingCounted::Asked };
    let is_another_statistic = || {
        let names = [&indicator.name_zh, &indicator.name_en].map(String::as_str);
        (is_number || matches!(outcome.value.figure, Figure::Between { .. }))
            && is_of_another_statistic(&outcome.text, names, &case.target.text)
    };
    if thing == ThingCounted::Another
        || (is_amount && deeds::are_others(case, outcome))
        || is_another_statistic()
    {
        return ThingCounted::Another;
    }
    let is_another = is_number
        && (counts_another(&outcome.text, name, &indicator.unit, &case.target.text)
            || denies_another_event(&outcome.text, &indicator.name_zh, &case.target.text)
            || things().is_some_and(are_others));
    // Of a category the part is all that is asked.
    let is_of_all = outcome.series.category.is_none();
    match thing {
        _ if is_another => ThingCounted::Another,
        ThingCounted::PartOfIt if is_of_all => ThingCounted::PartOfIt,
        _ => ThingCounted::Asked,
    }
}

/// How a part of what is asked stands to all of it: there is at least so much, where that settles it; else it says nothing of the rest.
/// A share that the report itself makes of the target says what it is held against.
pub(super) fn of_a_part(case: &Case<'_>, outcome: &Outcome, counts: Counts) -> Counts {
    let figure = &outcome.value.figure;
    if matches!(figure, Figure::ShareOfTarget { .. }) {
        return counts;
    }
    let least = match counts {
        Counts::NoLessThan(least) => Some(least),
        Counts::WhatIsAsked => least_of(figure),
        _ => None,
    };
    let condition = case.target.criterion.as_ref().map(|criterion| &criterion.condition);
    let Some(Condition::Threshold { op, value: asked, average_per_year: false, .. }) = condition else {
        return Counts::SomethingElse;
    };
    let settles = |least: &Exact| match op {
        Comparison::AtLeast | Comparison::LessThan => least >= asked,
        Comparison::MoreThan | Comparison::AtMost => least > asked,
        Comparison::Equal => false,
    };
    least.filter(settles).map_or(Counts::SomethingElse, Counts::NoLessThan)
}

/// Whether a report prints a share that is less than all beside an amount that is all that is asked, and does not say of which target:
/// 改造45个（完成80%） is how far the works on them have come.
pub(super) fn is_of_the_works(case: &Case<'_>, outcome: &Outcome) -> bool {
    let Figure::ShareOfTarget { percent, value: Some(amount) } = outcome.value.figure else { return false };
    let names = ["目标", "任务", "计划", "预算", "target", "plan", "budget"];
    percent < Exact::HUNDRED
        && least_asked(case).is_some_and(|asked| amount >= asked)
        && !says(&outcome.text, &names)
}
