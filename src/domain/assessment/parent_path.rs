//! What a longer plan's path asks of a shorter plan's period, and whether the shorter plan asks for as much. Looks
//! at targets and at what was reported before the period; gives no status.

use super::{
    Case, assess,
    compare::{Line, number},
    compounding::{as_number, factor_of},
    demand,
    horizon::HorizonKind,
    interval::Interval,
};
use crate::domain::{
    criterion::Condition,
    indicator::{Direction, Indicator},
    period::Period,
    quantity::Exact,
    target::Target,
};

/// Decimals to which a number that comes from a root is held against a printed one.
const DECIMALS_OF_A_ROOT: u32 = 9;

/// What the longer plan's path asks of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathAsk {
    /// The number that the path asks of the period, in the unit: for an average of yearly growth what each year left must bring;
    /// for a sum and for a change over all years the same over the years of the period; for a value due at the end the last figure, grown by what each year left must
    /// bring: last × (1 + needed / 100) ^ years; where the last figure meets it already, that value itself.
    pub path: Exact,
    /// The number that the shorter plan asks; of a number and a change (560亿元、增长8%) the one that asks for more.
    pub asked: Exact,
    /// Whether it asks for at least as much, by the direction; `None` where the target itself is best.
    pub enough: Option<bool>,
}

/// What the path of a longer plan asks of the period of a shorter plan's target. `longer` is the case of the longer
/// plan's target, judged for the day before that period begins; `None` where nothing follows from what was reported.
pub fn path_ask(longer: &Case<'_>, indicator: &Indicator, target: &Target) -> Option<PathAsk> {
    let horizon = assess(longer).horizon?;
    let needed = horizon.needed_a_year.ok()?;
    let path = match horizon.kind {
        HorizonKind::AverageGrowth => needed,
        HorizonKind::Sum | HorizonKind::CumulativeChange => {
            over_its_years(longer, horizon.kind, needed, target.period)?
        }
        HorizonKind::EndYear => {
            let (covered, last) = horizon.last?;
            let at_the_end = demand_at_the_end(longer);
            if let Some(goal) = at_the_end.filter(|goal| meets(last, *goal, indicator.direction)) {
                return asks(longer, indicator, target, goal);
            }
            let factor = Exact::ONE.plus(needed.over(Exact::HUNDRED)?)?;
            (0..years_between(covered, target.period)?).try_fold(last, |value, _| value.times(factor))?
        }
    }
    .rounded(DECIMALS_OF_A_ROOT);
    asks(longer, indicator, target, path)
}

/// What each year left must bring, over all the years of a period that lies in the longer plan's: a sum adds up, and changes
/// multiply. `None` of a part of a year, of which the path says nothing.
fn over_its_years(longer: &Case<'_>, kind: HorizonKind, needed: Exact, period: Period) -> Option<Exact> {
    match period.years() {
        0 => None,
        1 => Some(needed),
        _ if !longer.target.period.covers(period) => None,
        years if kind == HorizonKind::Sum => needed.times(Exact::from(i64::try_from(years).ok()?)),
        years => {
            let each = factor_of(longer, needed)?;
            let kept = (0..years).try_fold(Exact::ONE, |kept, _| kept.times(each))?;
            as_number(longer, Interval::point(kept))?.as_point()
        }
    }
}

/// What the shorter plan asks beside what the path does.
fn asks(longer: &Case<'_>, indicator: &Indicator, target: &Target, path: Exact) -> Option<PathAsk> {
    let line = Line { indicator, target };
    let of_all = if asks_a_change_beside(target) { grown(longer, target) } else { None };
    // A change of what is not known may ask for more than the number beside it.
    let is_all = !asks_a_change_beside(target) || is_known(longer, target);
    let asked = of_all.or_else(|| number(&line)).or_else(|| grown(longer, target))?;
    let is_enough = match indicator.direction? {
        Direction::Higher => Some(asked >= path),
        Direction::Lower => Some(asked <= path),
        Direction::OnTarget => None,
    };
    Some(PathAsk { path, asked, enough: is_enough.filter(|is_enough| *is_enough || is_all) })
}

/// The number that the longer plan asks at its end.
fn demand_at_the_end(longer: &Case<'_>) -> Option<Exact> {
    let criterion = longer.target.criterion.as_ref()?;
    demand::known(longer, &criterion.condition, longer.target.period)?.threshold()
}

/// Whether a figure is as good as what is asked, so that there is no way to go.
fn meets(figure: Exact, goal: Exact, direction: Option<Direction>) -> bool {
    match direction {
        Some(Direction::Higher) => figure >= goal,
        Some(Direction::Lower) => figure <= goal,
        Some(Direction::OnTarget) | None => false,
    }
}

/// Whether a target asks a change beside other conditions: 560亿元、增长8%以上.
fn asks_a_change_beside(target: &Target) -> bool {
    let is_change = |condition: &Condition| matches!(condition, Condition::Change { to_value: None, .. });
    target.criterion.as_ref().is_some_and(|criterion| {
        matches!(criterion.condition, Condition::All { .. }) && criterion.asks(is_change)
    })
}

/// The number that the shorter plan's target asks where it asks a change: what that makes of the figure that it is counted from.
fn grown(longer: &Case<'_>, target: &Target) -> Option<Exact> {
    let condition = &target.criterion.as_ref()?.condition;
    demand::known(&of_the_shorter(longer, target), condition, target.period)?.threshold()
}

/// Whether everything that the shorter plan's target asks is known as a number.
fn is_known(longer: &Case<'_>, target: &Target) -> bool {
    let of = |condition| demand::of(&of_the_shorter(longer, target), condition, target.period);
    target.criterion.as_ref().is_some_and(|criterion| of(&criterion.condition).is_ok())
}

fn of_the_shorter<'a>(longer: &Case<'a>, target: &'a Target) -> Case<'a> {
    Case { target, baseline: target.baseline.as_ref(), plan_period: None, ..*longer }
}

/// The whole years from the end of one period to the end of another.
fn years_between(from: Period, to: Period) -> Option<usize> {
    let between = Period::new(from.end().succ_opt()?, to.end()).ok()?;
    Some(between.whole_years()?.len())
}
