//! What a report says is all that there is, or all since something began, where a part of it is asked: what is new, or what a year
//! of several brought.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::{Case, Counts, most_of, of_balances};
use crate::domain::{
    characters::says,
    criterion::{ChangeUnit, Comparison, Condition, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    outcome::Outcome,
    period::Period,
    quantity::Exact,
    reading::{
        CumulatedOver, InAll, YearsTarget, asks_for_the_new, counted_in_all, cumulated_over, is_cumulated,
        may_run_on, unit_counts_things,
    },
    value::{Change, Figure},
};

/// How what is counted in all stands to what is asked of what adds up; `None` where the words say no such thing.
pub(super) fn counts(case: &Case<'_>, outcome: &Outcome) -> Option<Counts> {
    let figure = &outcome.value.figure;
    let is_amount = matches!(figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    if case.indicator.measure != Measure::Flow {
        return None;
    }
    if (is_amount || matches!(figure, Figure::ShareOfTarget { value: Some(_), .. }))
        && may_be_of_the_year_so_far(case, outcome)
    {
        return Some(Counts::SomethingElse);
    }
    if !is_amount {
        return None;
    }
    if is_of_the_years_before_as_well(case, outcome) {
        return Some(Counts::SomethingElse);
    }
    let counts_things = unit_counts_things(&case.indicator.unit);
    if !counts_things || of_balances(case).is_some() {
        return None;
    }
    let asks_the_new =
        || [&case.target.text, &case.indicator.name_zh].into_iter().any(|w| asks_for_the_new(w));
    match counted_in_all(&outcome.text) {
        Some(InAll::AtADay) => asks_the_new().then(|| by_the_rise(case, outcome)),
        // 共62家 of a name that itself says what is new are all of the new.
        Some(InAll::Altogether) => {
            let asks = asks_for_the_new(&case.target.text) && !asks_for_the_new(&case.indicator.name_zh);
            asks.then(|| by_the_rise(case, outcome))
        }
        Some(InAll::Together) if !asks_the_new() => None,
        Some(InAll::Reached) => is_more_than_is_new(case, outcome).then(|| by_the_rise(case, outcome)),
        // What is asked since it began is answered so.
        Some(InAll::SinceItBegan | InAll::Together) if says(&case.target.text, &["累计"]) => None,
        Some(in_all @ (InAll::SinceItBegan | InAll::Together))
            if is_what_the_years_brought(case, outcome, in_all) =>
        {
            None
        }
        // What a period brought is no more than what there was since it began.
        Some(InAll::SinceItBegan | InAll::Together) => {
            (!stays_within(case, figure)).then_some(Counts::SomethingElse)
        }
        None => is_beside_its_rise(case, outcome).then(|| by_the_rise(case, outcome)),
    }
}

/// Whether what was reached may be all that there is, where what is new is asked: 达到2010家 of 新增200家. A name that itself says
/// what is new says it of what is reported, but for many times as much as is asked.
fn is_more_than_is_new(case: &Case<'_>, outcome: &Outcome) -> bool {
    const MANY: i64 = 5;
    let is_new = |words: &str| asks_for_the_new(words) || says(words, &["净增"]);
    if !is_new(&case.indicator.name_zh) {
        return is_new(&case.target.text);
    }
    let most = super::least_asked(case).and_then(|asked| asked.times(Exact::from(MANY)));
    super::least_of(&outcome.value.figure).zip(most).is_some_and(|(reached, most)| reached >= most)
}

/// Whether what is cumulated is what the period brought: its words name the years of it, or say nothing of them where that is reported
/// which was built in all the years of a plan of several.
fn is_what_the_years_brought(case: &Case<'_>, outcome: &Outcome, in_all: InAll) -> bool {
    let asked = case.target.period;
    let is_of_several = asked.years() > 1;
    let is_whole = match cumulated_over(&outcome.text) {
        Some(CumulatedOver::Years(YearsTarget::Count(years))) => is_of_several && years == asked.years(),
        Some(CumulatedOver::Years(named)) => super::years_target::is_asked_by(named, case),
        Some(CumulatedOver::Since(year)) => year == asked.start().year(),
        Some(CumulatedOver::SinceAnother) => false,
        None => in_all == InAll::SinceItBegan && is_of_several && asked == case.plan_period(),
    };
    is_whole && outcome.period == asked
}

/// Whether a total is printed with what it rose by, where the words of the target alone ask for what is new:
/// 1200户，比上年增加450户. A name that says so says it of what is reported.
fn is_beside_its_rise(case: &Case<'_>, outcome: &Outcome) -> bool {
    prints_a_rise(outcome)
        && asks_for_the_new(&case.target.text)
        && !asks_for_the_new(&case.indicator.name_zh)
        && !asks_for_the_new(&outcome.text)
        && !outcome.text.contains(['全', '今', '本', '内', '內'])
}

/// What the total rose by, which is what is left of the new: it proves the new where it is enough.
fn by_the_rise(case: &Case<'_>, outcome: &Outcome) -> Counts {
    let asked = super::least_asked(case);
    match rise(outcome).zip(asked) {
        Some((rise, asked)) if rise >= asked => Counts::NoLessThan(rise),
        _ => Counts::SomethingElse,
    }
}

/// Whether a report prints beside its figure what that rose by, of whichever year.
fn prints_a_rise(outcome: &Outcome) -> bool {
    let is_rise = |change: &Change| {
        change.by_unit == ChangeUnit::Amount && change.op.is_none() && change.by.is_positive()
    };
    outcome.value.changes.iter().any(|change| is_rise(change) && change.from == PREVIOUS_PERIOD)
}

/// The amount that a report prints as what its total rose by since the period before.
fn rise(outcome: &Outcome) -> Option<Exact> {
    outcome.value.changes.iter().find_map(|change| {
        let is_exact = change.by_unit == ChangeUnit::Amount
            && change.op.is_none()
            && !change.approximate
            && !change.average_per_year;
        (is_exact && change.from == PREVIOUS_PERIOD && change.by.is_positive()).then_some(change.by)
    })
}

/// Whether so much since it began settles what is asked of the period: less of it is less.
fn stays_within(case: &Case<'_>, figure: &Figure) -> bool {
    let condition = case.target.criterion.as_ref().map(|criterion| &criterion.condition);
    let Some(Condition::Threshold { op, value, average_per_year: false, .. }) = condition else {
        return false;
    };
    let Some(most) = most_of(figure) else { return false };
    match op {
        Comparison::AtLeast | Comparison::MoreThan => most < *value,
        Comparison::AtMost | Comparison::LessThan => most <= *value,
        Comparison::Equal => case.indicator.direction == Some(Direction::Higher) && most < *value,
    }
}

/// Whether what is reported for a later part of a year may count all of the year until then, so that it adds up to nothing with
/// what is reported before it. Where such a part is itself what is asked, it answers; plans begin as their years do.
fn may_be_of_the_year_so_far(case: &Case<'_>, outcome: &Outcome) -> bool {
    let (asked, part) = (case.target.period, outcome.period);
    let day = |of: Period| (of.start().month(), of.start().day());
    let is_shorter = match (part.whole_months(), asked.whole_months()) {
        (Some(part), Some(asked)) => part < asked,
        _ => part.days() < asked.days(),
    };
    let is_within_a_year = part.years() == 0 && part.days() < 365;
    is_within_a_year && is_shorter && day(part) != day(case.plan_period()) && may_run_on(&outcome.text)
}

/// Whether what is reported for one of several years may count the years before it as well: it says that it is cumulated until the
/// end of that year, or it is cumulated and goes on from the years before.
fn is_of_the_years_before_as_well(case: &Case<'_>, outcome: &Outcome) -> bool {
    let (years, period) = (case.target.period, outcome.period);
    let is_a_later_one =
        years.years() > 1 && period.years() < 2 && years.covers(period) && period.start() > years.start();
    let Some(until_its_end) = is_cumulated(&outcome.text).filter(|_| is_a_later_one) else { return false };
    (until_its_end && period.years() == 1)
        || most_of(&outcome.value.figure).is_some_and(|amount| goes_on_from_before(case, period, amount))
}

/// Whether a cumulated amount goes on from those of the years before it: it is no less than one of them that did, or than all of
/// them together, and half as much again as the largest of them, which a year to date (累计) is not.
fn goes_on_from_before(case: &Case<'_>, period: Period, amount: Exact) -> bool {
    let years = case.target.period;
    let is_earlier =
        |before: Period| before.years() == 1 && years.covers(before) && before.end() < period.start();
    let mut earlier: BTreeMap<Period, (Exact, bool)> = BTreeMap::new();
    for before in case.reported.iter().map(|vintage| &vintage.outcome).filter(|one| is_earlier(one.period)) {
        if let Some(number) = most_of(&before.value.figure) {
            earlier.insert(before.period, (number, is_cumulated(&before.text).is_some()));
        }
    }
    let (mut together, mut largest, mut since_the_start) = (Exact::ZERO, Exact::ZERO, None);
    let goes_on = |number: Exact, together: Exact, largest: Exact, since: Option<Exact>| {
        let is_much_more = || number.times(Exact::from(2)) >= largest.times(Exact::from(3));
        let goes_on_from_all = || !together.is_zero() && number >= together && is_much_more();
        since.map_or_else(goes_on_from_all, |before| number >= before)
    };
    for (number, is_cumulated) in earlier.into_values() {
        if is_cumulated && goes_on(number, together, largest, since_the_start) {
            since_the_start = Some(number);
        } else {
            (together, largest) = (together.plus(number).unwrap_or(together), largest.max(number));
        }
    }
    goes_on(amount, together, largest, since_the_start)
}
