//! What was reported as the target of a case takes it: what speaks of another target does not speak of this one, what is
//! counted from the end of the year before is counted from there, and what there is at the end of a year is the year's. Takes no
//! decision.

mod act_beside;
mod act_denied;
mod against_its_word;
mod benchmarks;
mod budgets;
mod completion_rate;
mod deeds;
mod done_late;
mod ends;
mod in_all;
mod indices;
mod larger_wholes;
mod minus;
mod not_yet;
mod other_things;
mod paces;
mod prices;
mod running_total;
mod shares;
mod shortfall;
mod tasks;
mod time_limits;
mod within;
mod works_begun;
mod works_share;
mod years_target;
mod yes_or_no;

pub(super) use prices::asks_at_constant_prices;

use ends::{Ends, asks_a_mean};
use years_target::{is_of_another_target, year_done_early};

use super::{Case, Reported, bracket, start_without_year, unscaled::lacks_its_scale, value_of};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, PREVIOUS_PERIOD},
    indicator::Measure,
    outcome::Outcome,
    period::Period,
    quantity::Exact,
    reading::{Counted, ThingCounted, counts_from_the_years_beginning, is_number_alone},
    unit::{Base, Unit},
    value::{Figure, Value},
};

/// A way to take vintages; `None` where it leaves them as they are.
type Way = fn(&Case<'_>) -> Option<Vec<Reported>>;

/// The vintages as the target takes them; `None` where that is as they are.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    const WAYS: [Way; 19] = [
        completion_rate::reported,
        running_total::reported,
        paces::reported,
        within::reported,
        bracket::reported,
        shortfall::reported,
        minus::reported,
        against_its_word::reported,
        prices::reported,
        done_late::reported,
        works_begun::reported,
        works_share::reported,
        not_yet::reported,
        act_beside::reported,
        act_denied::reported,
        yes_or_no::reported,
        tasks::reported,
        benchmarks::reported,
        of_one_act,
    ];
    WAYS.iter().fold(None, |taken, way| {
        let reported = taken.as_deref().unwrap_or(case.reported);
        way(&Case { reported, ..*case }).or(taken)
    })
}

/// The vintages with those that are taken otherwise in place of what was given; `None` where all are as they are.
pub(super) fn replaced(
    case: &Case<'_>,
    other: impl FnMut(&Reported) -> Option<Reported>,
) -> Option<Vec<Reported>> {
    let taken: Vec<Option<Reported>> = case.reported.iter().map(other).collect();
    taken.iter().any(Option::is_some).then(|| {
        let each = taken.into_iter().zip(case.reported);
        each.map(|(taken, given)| taken.unwrap_or_else(|| given.clone())).collect()
    })
}

/// The vintages of what is asked, where others are of another act or thing.
fn of_one_act(case: &Case<'_>) -> Option<Vec<Reported>> {
    // Most that is reported is a number alone, which says nothing of what it counts.
    let says_more = case.reported.iter().any(|vintage| !is_number_alone(&vintage.outcome.text));
    let asks_for_a_rise = || case.target.text.contains(['净', '淨']);
    let counted = if says_more || asks_for_a_rise() { what_is_counted(case) } else { None };
    let by_words = |vintage: &Reported, thing: ThingCounted| {
        if says_more
            && (thing == ThingCounted::Another
                || shares::are_of_something_else(case, &vintage.outcome)
                || larger_wholes::are_reported(case, &vintage.outcome)
                || other_things::is_of_the_works(case, &vintage.outcome)
                || budgets::is_no_share_of_the_fall(case, &vintage.outcome))
        {
            return Counts::SomethingElse;
        }
        if lacks_its_scale(case, &vintage.outcome)
            || indices::are_told_apart(case, &vintage.outcome)
            || larger_wholes::are_totals_of_the_new(case, &vintage.outcome)
        {
            return Counts::SomethingElse;
        }
        let said =
            || time_limits::counts(case, &vintage.outcome).or_else(|| in_all::counts(case, &vintage.outcome));
        if says_more && let Some(counts) = said() {
            return counts;
        }
        counted.as_ref().map_or(Counts::WhatIsAsked, |asked| counts(case, asked, &vintage.outcome))
    };
    let counts = |vintage: &Reported| {
        let thing =
            if says_more { other_things::counted(case, &vintage.outcome) } else { ThingCounted::Asked };
        let counts = by_words(vintage, thing);
        let is_part = thing == ThingCounted::PartOfIt;
        if is_part { other_things::of_a_part(case, &vintage.outcome, counts) } else { counts }
    };
    let counts: Vec<Counts> = case.reported.iter().map(counts).collect();
    let ends = Ends::of(case);
    let all = || case.reported.iter().zip(&counts);
    let as_they_are = all().all(|(vintage, counts)| {
        *counts == Counts::WhatIsAsked
            && !is_of_another_target(case, &vintage.outcome)
            && years_beginning(case, vintage).is_none()
            && ends.whole_of(case, vintage).is_none()
            && year_done_early(case, &vintage.outcome).is_none()
            && start_without_year::change(case, vintage).is_none()
    });
    if as_they_are {
        return None;
    }
    let is_answered = |period: Period| {
        all().any(|(other, counts)| {
            other.outcome.period == period
                && !other.outcome.value.figure.is_nothing()
                && *counts != Counts::SomethingElse
        })
    };
    let speaks = |(vintage, counts): &(&Reported, &Counts)| {
        **counts != Counts::SomethingElse || !is_answered(vintage.outcome.period)
    };
    let taken = |(vintage, counts): (&Reported, &Counts)| {
        let mut taken = taken(case, vintage, *counts)?;
        let whole = ends.whole_of(case, vintage).or_else(|| year_done_early(case, &vintage.outcome));
        taken.outcome.period = whole.unwrap_or(taken.outcome.period);
        Some(taken)
    };
    Some(all().filter(speaks).filter_map(taken).collect())
}

fn taken(case: &Case<'_>, vintage: &Reported, counts: Counts) -> Option<Reported> {
    let mut taken = vintage.clone();
    let value = &mut taken.outcome.value;
    if let Some(base) = years_beginning(case, vintage) {
        count_from(value, &base.to_string());
    }
    value.changes.extend(start_without_year::change(case, vintage));
    if is_of_another_target(case, &vintage.outcome) {
        // The amount beside a share is the indicator's all the same.
        let Figure::ShareOfTarget { value: Some(amount), .. } = value.figure else { return None };
        value.figure = Figure::Number { value: amount, approximate: false };
    }
    match counts {
        Counts::WhatIsAsked => {}
        Counts::NoLessThan(amount) => {
            value.figure = Figure::Bound { op: Comparison::AtLeast, value: amount, near: false };
        }
        Counts::NoMoreThan(amount) => match &mut value.figure {
            Figure::Change { op, .. } => *op = Some(Comparison::AtMost),
            figure => *figure = Figure::Bound { op: Comparison::AtMost, value: amount, near: false },
        },
        Counts::TheRise => rise_by_it(&mut value.figure),
        Counts::RoseBy => value.figure = what_it_rose_by(&value.figure),
        Counts::WithOtherChanges => value.changes.retain(|change| change.by_unit != ChangeUnit::Amount),
        Counts::SomethingElse => something_else(&mut taken.outcome),
    }
    Some(taken)
}

/// A vintage as the report of another thing.
fn as_something_else(vintage: &Reported) -> Reported {
    let mut taken = vintage.clone();
    something_else(&mut taken.outcome);
    taken
}

/// Takes an outcome as the report of another thing, of which the number says nothing of what is asked.
pub(super) fn something_else(outcome: &mut Outcome) {
    let what = outcome.text.clone();
    outcome.value = Value::from(Figure::Act { what, not_done: false });
}

/// How what a report counts stands to what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    WhatIsAsked,
    /// What is left of it, of which there was at least so much.
    NoLessThan(Exact),
    /// What it is left of, so that it is at most so much.
    NoMoreThan(Exact),
    /// What the total rose by, where the rise of the total is asked.
    TheRise,
    /// The rise of the total, where what it rises by is asked.
    RoseBy,
    /// What is asked, with a change beside it of which what was lost is not taken off.
    WithOtherChanges,
    /// Another thing, so that its number says nothing of what is asked.
    SomethingElse,
}

/// What the target counts, by its words or the name of the indicator; `None` where neither says so, or no amount is asked.
fn what_is_counted(case: &Case<'_>) -> Option<Counted> {
    let counts_things = matches!(case.indicator.measure, Measure::Flow | Measure::Level);
    let counted = || Counted::of(&case.target.text).or_by(&Counted::by_name(&case.indicator.name_zh));
    let is_state = case.indicator.measure == Measure::Level;
    counts_things.then(counted).filter(|counted| is_state || counted.is_said() || asks_for_a_change(case))
}

fn counts(case: &Case<'_>, asked: &Counted, outcome: &Outcome) -> Counts {
    let is_amount = matches!(
        outcome.value.figure,
        Figure::Number { .. }
            | Figure::Bound { .. }
            | Figure::Between { .. }
            | Figure::Change { .. }
            | Figure::ShareOfTarget { value: Some(_), .. }
    );
    if is_amount && let Some(counts) = rise_or_total(case, asked, outcome) {
        return counts;
    }
    if !is_amount && asked.is_another_act(&Counted::of_a_target_named(&outcome.text)) {
        return Counts::SomethingElse;
    }
    let may_be_another = || asked.is_said() || outcome.text.contains(['新', '净', '淨']);
    if !is_amount || is_number_alone(&outcome.text) || !may_be_another() {
        return Counts::WhatIsAsked;
    }
    let mut reported = Counted::of(&outcome.text);
    let mut asked = asked.clone();
    if let Some(is_lent_out) = of_balances(case) {
        (asked, reported) = (asked.of_a_balance(is_lent_out), reported.of_a_balance(false));
    }
    if asked.is_another_act(&reported) {
        return Counts::SomethingElse;
    }
    let is_state = case.indicator.measure == Measure::Level;
    // What a state moved by is what is left of those that came and went.
    let asks_net = if is_state { Some(asked.is_net().unwrap_or(true)) } else { asked.is_net() };
    match (asks_net, reported.is_net(), &outcome.value.figure) {
        (Some(true), Some(false), figure)
            if (!is_state || matches!(figure, Figure::Change { by_unit: ChangeUnit::Amount, .. }))
                && let Some(most) = most_of(figure).filter(|most| falls_short(case, outcome, *most)) =>
        {
            Counts::NoMoreThan(most)
        }
        (Some(true), Some(false), Figure::Change { by_unit: ChangeUnit::Amount, .. }) => {
            Counts::SomethingElse
        }
        (Some(true), Some(false), Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. }) => {
            if is_state {
                Counts::WithOtherChanges
            } else {
                Counts::SomethingElse
            }
        }
        (Some(false), Some(true), figure) if !is_state => match (least_of(figure), least_asked(case)) {
            (Some(net), Some(asked)) if net >= asked => Counts::NoLessThan(net),
            _ => Counts::SomethingElse,
        },
        _ => Counts::WhatIsAsked,
    }
}

/// How what adds up stands to the change of its total, where the one is asked and the other reported and the name of the indicator
/// says of neither that it is measured: the total is none of what it rose by. What is counted thing by thing (家, 户) has no total
/// that adds up, so that its number is of the same as what is asked.
fn rise_or_total(case: &Case<'_>, asked: &Counted, outcome: &Outcome) -> Option<Counts> {
    let names_it = || Counted::by_name(&case.indicator.name_zh).is_net().is_some();
    if case.indicator.measure != Measure::Flow || of_balances(case).is_some() {
        return None;
    }
    if let Figure::Change { by_unit, from, .. } = &outcome.value.figure {
        let is_the_rise = *by_unit == ChangeUnit::Amount && from == PREVIOUS_PERIOD;
        return (asked.is_rise() && is_the_rise && !names_it()).then_some(Counts::RoseBy);
    }
    let reported = || Counted::of(&outcome.text);
    if asked.is_rise() {
        let is_counted = || matches!(Unit::parse(&case.indicator.unit).base, Base::Counter(_));
        let is_total = || match (reported().is_rise(), reported().is_net()) {
            (true, _) | (_, Some(false)) => false,
            (false, Some(true)) => true,
            (false, None) => !is_counted(),
        };
        return (is_total() && !names_it()).then_some(Counts::SomethingElse);
    }
    (outcome.text.contains(['净', '淨']) && asks_for_a_change(case) && reported().is_rise() && !names_it())
        .then_some(Counts::TheRise)
}

fn asks_for_a_change(case: &Case<'_>) -> bool {
    let is_by_an_amount =
        |condition: &Condition| matches!(condition, Condition::Change { by_unit: ChangeUnit::Amount, .. });
    case.target.criterion.as_ref().is_some_and(|criterion| criterion.asks(is_by_an_amount))
}

fn what_it_rose_by(figure: &Figure) -> Figure {
    match figure {
        Figure::Change { by, op: Some(op), .. } => Figure::Bound { op: *op, value: *by, near: false },
        Figure::Change { by, approximate, .. } => Figure::Number { value: *by, approximate: *approximate },
        other => other.clone(),
    }
}

fn rise_by_it(figure: &mut Figure) {
    let (by, op, approximate) = match figure {
        Figure::Number { value, approximate } => (*value, None, *approximate),
        Figure::Bound { op, value, near: _ } => (*value, Some(*op), false),
        _ => return,
    };
    let from = PREVIOUS_PERIOD.to_owned();
    *figure = Figure::Change { by, by_unit: ChangeUnit::Amount, op, approximate, from };
}

/// The amount that a figure is at least.
const fn least_of(figure: &Figure) -> Option<Exact> {
    match figure {
        Figure::Number { value, .. }
        | Figure::Bound { op: Comparison::AtLeast | Comparison::MoreThan, value, .. }
        | Figure::Between { low: value, .. } => Some(*value),
        _ => None,
    }
}

/// The amount that a figure is at most.
const fn most_of(figure: &Figure) -> Option<Exact> {
    match figure {
        Figure::Number { value, approximate: false }
        | Figure::Bound { op: Comparison::AtMost | Comparison::LessThan, value, .. }
        | Figure::Between { high: value, .. }
        | Figure::Change {
            by: value,
            by_unit: ChangeUnit::Amount,
            op: None | Some(Comparison::AtMost | Comparison::LessThan),
            approximate: false,
            ..
        } => Some(*value),
        _ => None,
    }
}

/// Whether so much for the whole period is less than what is asked, of which it is all that came: what is left of it is no more.
fn falls_short(case: &Case<'_>, outcome: &Outcome, most: Exact) -> bool {
    let condition = case.target.criterion.as_ref().map(|criterion| &criterion.condition);
    let asked = match (condition, &outcome.value.figure) {
        // What came new is none of the total that is asked.
        (
            Some(Condition::Change { op, by, by_unit, average_per_year, to_value, .. }),
            Figure::Change { .. },
        ) => {
            let is_amount = *by_unit == ChangeUnit::Amount && !average_per_year && to_value.is_none();
            is_amount.then_some((*op, *by))
        }
        (Some(Condition::Threshold { op, value, average_per_year: false, .. }), figure) => {
            (!matches!(figure, Figure::Change { .. })).then_some((*op, *value))
        }
        _ => None,
    };
    outcome.period == case.target.period
        && asked.is_some_and(|(op, asked)| {
            matches!(op, Comparison::AtLeast | Comparison::MoreThan) && most < asked
        })
}

/// Whether what is lent or deposited is what is lent out (发放), of which the new (新增贷款, what the balance rose by) is what is
/// left; `None` of anything else.
fn of_balances(case: &Case<'_>) -> Option<bool> {
    let names = [case.indicator.name_zh.as_str(), case.target.text.as_str()];
    let is_one = |name: &str| ["贷款", "存款", "貸款"].iter().any(|balance| name.contains(balance));
    let is_lent_out = |name: &str| ["发放", "投放", "發放"].iter().any(|act| name.contains(act));
    names.into_iter().any(is_one).then(|| names.into_iter().any(is_lent_out))
}

/// The amount that is asked at least, where no more is.
fn least_asked(case: &Case<'_>) -> Option<Exact> {
    match case.target.criterion.as_ref()?.condition {
        Condition::Threshold { op: Comparison::AtLeast, value, average_per_year: false, .. } => Some(value),
        _ => None,
    }
}

/// The year before, at the end of which a state began to change, where the words of a report within a year say so: 比上年末
/// counts from December, and 同比 from the same month.
fn years_beginning(case: &Case<'_>, vintage: &Reported) -> Option<Period> {
    let Outcome { value, period, text, .. } = &vintage.outcome;
    let counts = |from: &String| from == PREVIOUS_PERIOD;
    let is_counted = match &value.figure {
        Figure::Change { from, .. } => counts(from),
        _ => value.changes.iter().any(|change| counts(&change.from)),
    };
    let is_state_within_a_year = case.indicator.measure == Measure::Level && period.years() == 0;
    if !is_counted || !is_state_within_a_year || !counts_from_the_years_beginning(text) {
        return None;
    }
    let year = case.plan_period().whole_years()?.into_iter().find(|year| year.covers(*period))?;
    year.previous()
}

fn count_from(value: &mut Value, base: &str) {
    let own = if let Figure::Change { from, .. } = &mut value.figure { Some(from) } else { None };
    let beside = value.changes.iter_mut().map(|change| &mut change.from);
    for from in own.into_iter().chain(beside).filter(|from| *from == PREVIOUS_PERIOD) {
        base.clone_into(from);
    }
}
