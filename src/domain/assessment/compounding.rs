//! How the changes of single years make up that of several: growth, what is itself a reduction, and an index multiply. Knows
//! no target and takes no decision.

use super::{Case, interval::Interval, root::root};
use crate::domain::{criterion::Criterion, indicator::Measure, quantity::Exact};

/// Whether what is asked is the change over several years together of what is a rate of one year.
pub(super) fn is_cumulative(case: &Case<'_>) -> bool {
    case.indicator.measure == Measure::Rate
        && case.target.criterion.as_ref().is_some_and(Criterion::is_cumulative)
        && case.target.period.years() > 1
}

/// Whether what is reached grows with the days of the period, as a sum does and a change over several years.
pub(super) fn adds_up(case: &Case<'_>) -> bool {
    case.indicator.measure == Measure::Flow || is_cumulative(case)
}

/// What adds up over two spans that lie end to end: the sum of amounts, the change that two changes make.
pub(super) fn together(case: &Case<'_>, first: Interval, second: Interval) -> Option<Interval> {
    if !is_cumulative(case) {
        return first.plus(second);
    }
    as_number(case, as_factor(case, first)?.times_positive(as_factor(case, second)?)?)
}

/// What a change leaves of what it is counted from, as a share of it.
pub(super) fn as_factor(case: &Case<'_>, change: Interval) -> Option<Interval> {
    let hundredth = Exact::ONE.over(Exact::HUNDRED)?;
    let percent = match case.indicator.measure {
        Measure::Index => change,
        _ if case.indicator.is_reduction => change.negated().moved(Exact::HUNDRED)?,
        _ => change.moved(Exact::HUNDRED)?,
    };
    percent.stretched(hundredth)
}

/// The change that leaves such a share.
pub(super) fn as_number(case: &Case<'_>, factor: Interval) -> Option<Interval> {
    let percent = factor.stretched(Exact::HUNDRED)?;
    match case.indicator.measure {
        Measure::Index => Some(percent),
        _ if case.indicator.is_reduction => Some(percent.moved(Exact::HUNDRED.negated())?.negated()),
        _ => percent.moved(Exact::HUNDRED.negated()),
    }
}

/// The change that so many equal ones make, each of them; `None` where nothing is left of what they are counted from.
pub(super) fn a_year(case: &Case<'_>, factor: Exact, years: usize) -> Option<Exact> {
    as_number(case, Interval::point(root(factor, years)?))?.as_point()
}

/// What a change of one number leaves.
pub(super) fn factor_of(case: &Case<'_>, change: Exact) -> Option<Exact> {
    as_factor(case, Interval::point(change))?.as_point()
}
