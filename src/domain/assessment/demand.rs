//! What number a condition asks for: the floor and the ceiling that follow from it, with the references it
//! needs looked up. Knows no outcome of the asked period and takes no decision.

use super::{
    Baseline, Case, Reason, Reported,
    as_taken::asks_at_constant_prices,
    bracket,
    counted_over::{period_before, years_between},
    difference, firmness,
    horizon::is_average_of_amounts,
    interval::Interval,
    named_base, parts, referred, starting_point, value_of,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    outcome::Outcome,
    period::Period,
    quantity::Exact,
    value::{Figure, Value},
};

/// One side of what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Where it lies; an interval where the reference is itself known only so far.
    pub at: Interval,
    /// Whether the limit itself is not enough (more than, less than).
    pub strict: bool,
    /// How far it may be missed, in the unit.
    pub tolerance: Exact,
}

/// What is asked of a number: not below the floor, not above the ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Demand {
    /// The least.
    pub floor: Option<Limit>,
    /// The most.
    pub ceiling: Option<Limit>,
}

impl Demand {
    /// What a comparison with a limit asks. The tolerance counts where the phrase says about, and always for
    /// an equality.
    pub fn from_comparison(op: Comparison, at: Interval, about: bool, tolerance: Exact) -> Self {
        let allowed = if about { tolerance } else { Exact::ZERO };
        let limit = |strict, tolerance| Some(Limit { at, strict, tolerance });
        match op {
            Comparison::AtLeast => Self { floor: limit(false, allowed), ceiling: None },
            Comparison::MoreThan => Self { floor: limit(true, allowed), ceiling: None },
            Comparison::AtMost => Self { floor: None, ceiling: limit(false, allowed) },
            Comparison::LessThan => Self { floor: None, ceiling: limit(true, allowed) },
            Comparison::Equal => Self { floor: limit(false, tolerance), ceiling: limit(false, tolerance) },
        }
    }

    /// Both demands at once: the floor and the ceiling that bind, how far each may be missed counted in, as far as they are
    /// known numbers.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (least, most) = (|at: Exact, room| at.minus(room), |at: Exact, room| at.plus(room));
        Self {
            floor: tighter(self.floor, other.floor, least, |a, b| a > b),
            ceiling: tighter(self.ceiling, other.ceiling, most, |a, b| a < b),
        }
    }

    /// What is asked with each of its numbers turned, in the same order; `None` where one cannot be represented.
    pub(super) fn each_number(self, turned: impl Fn(Exact) -> Option<Exact>) -> Option<Self> {
        let turn = |limit: Option<Limit>| match limit {
            Some(limit) => {
                let (at, tolerance) = (limit.at.each_end(&turned)?, turned(limit.tolerance)?);
                Some(Some(Limit { at, tolerance, ..limit }))
            }
            None => Some(None),
        };
        Some(Self { floor: turn(self.floor)?, ceiling: turn(self.ceiling)? })
    }

    /// Whether its limits are known numbers.
    pub(super) fn is_known(&self) -> bool {
        [self.floor, self.ceiling].iter().flatten().all(|limit| limit.at.as_point().is_some())
    }

    /// The one number that is asked, where one side binds or both are the same.
    pub fn threshold(&self) -> Option<Exact> {
        let at = |limit: Option<Limit>| limit.and_then(|limit| limit.at.as_point());
        match (self.floor, self.ceiling) {
            (Some(_), None) => at(self.floor),
            (None, Some(_)) => at(self.ceiling),
            (Some(_), Some(_)) if at(self.floor) == at(self.ceiling) => at(self.floor),
            _ => None,
        }
    }
}

/// The one of two limits that binds: of those that bind at the same number the strict one, else the one that may be missed less.
fn tighter(
    a: Option<Limit>,
    b: Option<Limit>,
    allowed: fn(Exact, Exact) -> Option<Exact>,
    wins: fn(Exact, Exact) -> bool,
) -> Option<Limit> {
    let (Some(first), Some(second)) = (a, b) else { return a.or(b) };
    let binds_at = |limit: Limit| allowed(limit.at.as_point()?, limit.tolerance);
    let is_firmer = || (second.strict, first.tolerance) > (first.strict, second.tolerance);
    match (binds_at(first), binds_at(second)) {
        (Some(x), Some(y)) if wins(y, x) || (x == y && is_firmer()) => b,
        (None, Some(_)) => b,
        _ => a,
    }
}

/// What a condition asks of the number for a period; `Ok(None)` where it asks no number at all.
///
/// # Errors
/// [`Reason::ReferenceMissing`] where a figure that it refers to is not known, [`Reason::Incomparable`] where
/// the numbers do not fit together.
pub fn of(case: &Case<'_>, condition: &Condition, period: Period) -> Result<Option<Demand>, Reason> {
    let tolerance = case.tolerance();
    match condition {
        Condition::Threshold { op, value, about, average_per_year } => {
            let years = amounts_a_year(case, *average_per_year, period);
            let at = value.times(years).ok_or(Reason::Incomparable)?;
            let tolerance = tolerance.times(years).ok_or(Reason::Incomparable)?;
            Ok(Some(Demand::from_comparison(*op, Interval::point(at), *about, tolerance)))
        }
        Condition::Range { low, high, about, average_per_year } => {
            let years = amounts_a_year(case, *average_per_year, period);
            let (Some(low), Some(high), Some(tolerance)) =
                (low.times(years), high.times(years), tolerance.times(years))
            else {
                return Err(Reason::Incomparable);
            };
            let allowed = if *about || case.indicator.direction == Some(Direction::OnTarget) {
                tolerance
            } else {
                Exact::ZERO
            };
            let limit =
                |at: Exact| Some(Limit { at: Interval::point(at), strict: false, tolerance: allowed });
            Ok(Some(match case.indicator.direction {
                Some(Direction::Higher) => Demand { floor: limit(low), ceiling: None },
                Some(Direction::Lower) => Demand { floor: None, ceiling: limit(high) },
                Some(Direction::OnTarget) | None => Demand { floor: limit(low), ceiling: limit(high) },
            }))
        }
        Condition::Change { op, by, by_unit, from, to_value, about, average_per_year } => {
            let is_untold = if to_value.is_some() {
                bracket::is_of_another_year(case, from)
            } else {
                let is_real = *by_unit == ChangeUnit::Percent && asks_at_constant_prices(case, *by);
                is_real || bracket::contradicts_the_record(case, period)
            };
            if is_untold {
                return Err(Reason::ReferenceMissing);
            }
            let at = if let Some(value) = to_value {
                Interval::point(*value)
            } else {
                let (earlier, years) =
                    counted_from(case, from, *average_per_year, period).ok_or(Reason::ReferenceMissing)?;
                changed(earlier, *by, *by_unit, years).ok_or(without_number(earlier))?
            };
            Ok(Some(Demand::from_comparison(*op, at, *about, tolerance)))
        }
        Condition::Relative { op, offset, to: _, code, about } => {
            let other = referred::figure(case, code.as_deref(), period)?;
            let at = other.moved(*offset).ok_or(Reason::Incomparable)?;
            Ok(Some(Demand::from_comparison(*op, at, *about, tolerance)))
        }
        Condition::All { of: parts } => {
            let mut whole: Option<Demand> = None;
            for part in parts {
                if let Some(demand) = of(case, &part.condition, period)? {
                    whole = Some(whole.unwrap_or_default().and(demand));
                }
            }
            Ok(whole)
        }
        Condition::Grade { .. }
        | Condition::Rank { .. }
        | Condition::Milestone { .. }
        | Condition::NotIssued { .. }
        | Condition::Deferred { .. }
        | Condition::Qualitative => Ok(None),
    }
}

/// As far as it is known, what a condition asks of the number: for several at once those that can be resolved.
/// For figures and the pace; a verdict weighs every part.
pub fn known(case: &Case<'_>, condition: &Condition, period: Period) -> Option<Demand> {
    match condition {
        Condition::All { of: parts } => {
            parts.iter().filter_map(|part| known(case, &part.condition, period)).reduce(Demand::and)
        }
        _ => of(case, condition, period).ok().flatten(),
    }
}

/// What a condition asks of the number for a period, and why nothing follows from it where it asks no number.
///
/// # Errors
/// Those of [`of`], and the reason for which the condition asks no number.
pub(super) fn number_of(case: &Case<'_>, condition: &Condition, period: Period) -> Result<Demand, Reason> {
    of(case, condition, period)?.ok_or(match condition {
        Condition::NotIssued { .. } => Reason::TargetNotIssued,
        Condition::Deferred { .. } => Reason::TargetDeferred,
        Condition::Qualitative => Reason::TargetQualitative,
        _ => Reason::Incomparable,
    })
}

/// What a condition asks, by what is known of it.
pub(super) struct ByParts {
    /// What is asked in known numbers, all of it at once; `None` where nothing is.
    pub(super) together: Option<Demand>,
    /// Each part of which only so much is known, or nothing, and why.
    pub(super) apart: Vec<Result<Demand, Reason>>,
}

/// What a condition asks, by what is known of it.
pub(super) fn by_parts(case: &Case<'_>, condition: &Condition, period: Period) -> ByParts {
    if let Condition::All { of } = condition {
        let parts = of.iter().map(|part| by_parts(case, &part.condition, period));
        return parts.fold(ByParts { together: None, apart: Vec::new() }, |mut all, part| {
            all.together = [all.together, part.together].into_iter().flatten().reduce(Demand::and);
            all.apart.extend(part.apart);
            all
        });
    }
    match number_of(case, condition, period) {
        Ok(asked) if asked.is_known() => ByParts { together: Some(asked), apart: Vec::new() },
        other => ByParts { together: None, apart: vec![other] },
    }
}

/// How many times a number is asked: an amount a year is asked once for each year of a sum over years. Growth
/// a year compounds and is not multiplied, and a level is a state.
fn amounts_a_year(case: &Case<'_>, average_per_year: bool, period: Period) -> Exact {
    let years = period.whole_years().map_or(1, |years| years.len());
    match case.indicator.measure {
        Measure::Flow if average_per_year => i64::try_from(years).map_or(Exact::ONE, Exact::from),
        _ => Exact::ONE,
    }
}

/// Whether the year that a change counts from by its name is the one that the target is due in, or a later one: of maintain or exceed
/// 2020-21 for 2020-21 either is a slip, and every figure is as good as itself.
fn counts_from_itself(case: &Case<'_>, from: &str) -> bool {
    let due = case.target.period;
    from != PREVIOUS_PERIOD
        && named_base::in_case(case, from, due).is_some_and(|base| base.end() >= due.end())
}

/// The figure of the same series for the period before, or the baseline as written.
pub fn earlier(case: &Case<'_>, from: &str, period: Period) -> Option<Interval> {
    let asked = earlier_period(case, from, period);
    let reported = asked.and_then(|asked| parts::figure_for(case, asked));
    let given = given(case, from, period);
    if from == PREVIOUS_PERIOD { reported.or(given) } else { given.or(reported) }
}

/// The same as the baseline gives it.
fn given(case: &Case<'_>, from: &str, period: Period) -> Option<Interval> {
    let asked = earlier_period(case, from, period);
    let is_of = |of: Period| asked.is_some_and(|asked| case.indicator.measure.is_figure_of(of, asked));
    let is_named = |baseline: &Baseline| {
        let is_of_all = is_part_of_a_sum(case, period) && baseline.period.years() > 0;
        baseline.label == from && !is_of_all
    };
    case.baseline
        .filter(|baseline| is_of(baseline.period) || is_named(baseline))
        .map(|baseline| Interval::point(baseline.value))
}

/// The number that follows from a reported change, and the earlier figure that it is counted from.
///
/// # Errors
/// [`Reason::ReferenceMissing`] where that figure is not known, [`Reason::Incomparable`] where no number follows: an average
/// is of the last of its years, and what adds up over several years does not follow from the figure of one.
pub(super) fn number_of_change(
    case: &Case<'_>,
    value: &Value,
    period: Period,
) -> Result<(Interval, Interval), Reason> {
    let Figure::Change { from, .. } = &value.figure else { return Err(Reason::Incomparable) };
    if value.average_per_year || !is_comparable(case, from, period) {
        return Err(Reason::Incomparable);
    }
    let earlier = earlier(case, from, period).ok_or(Reason::ReferenceMissing)?;
    let known = value_of::changed(earlier, &value.figure).ok_or(without_number(earlier))?;
    Ok((known, earlier))
}

/// The number that follows from the change that a report gives in place of it, and the reports that it follows from: the earlier
/// figure may be known by a change itself. `None` where the first of them is not known.
pub(super) fn followed<'a>(case: &Case<'a>, vintage: &'a Reported) -> Option<(Interval, Vec<&'a Reported>)> {
    let Outcome { value, period, .. } = &vintage.outcome;
    let Figure::Change { from, .. } = &value.figure else { return None };
    if value.average_per_year || !is_comparable(case, from, *period) {
        return None;
    }
    let reported = || {
        let base = earlier_period(case, from, *period).filter(|base| base.end() < period.end())?;
        let own = parts::own(case, base).and_then(|earlier| {
            let printed = value_of::interval(&earlier.outcome.value.figure);
            printed.map(|known| (known, vec![earlier])).or_else(|| followed(case, earlier))
        });
        let difference = || {
            let whole = difference::of_all(case, base)?;
            Some((whole.known?, whole.parts))
        };
        let counted = |(own, made_of): (Interval, Vec<&'a Reported>)| {
            let is_expected = !firmness::is_counted(firmness::least(made_of.iter().copied()));
            let parts = is_expected.then(|| parts::made_of_parts(case, base)).flatten();
            let counted = parts.filter(parts::SoFar::is_counted);
            counted.and_then(|parts| Some((parts.known?, parts.parts))).unwrap_or((own, made_of))
        };
        own.map(counted).or_else(difference)
    };
    let given = || given(case, from, *period).map(|known| (known, Vec::new()));
    let earlier = if from == PREVIOUS_PERIOD { reported().or_else(given) } else { given().or_else(reported) };
    let (earlier, mut vintages) = earlier?;
    let known = value_of::changed(earlier, &value.figure)?;
    vintages.push(vintage);
    Some((known, vintages))
}

/// Whether the figure for a period is one beside the earlier figure that it is counted from: what adds up is none beside that of
/// a longer or a shorter time.
pub(super) fn is_comparable(case: &Case<'_>, from: &str, period: Period) -> bool {
    let is_as_long = |base| parts::is_as_long(base, period);
    case.indicator.measure != Measure::Flow || as_named(case, from, period).is_none_or(is_as_long)
}

/// The period that a change is counted from: of what adds up a part of a year from the same part of the year that is named.
fn earlier_period(case: &Case<'_>, from: &str, period: Period) -> Option<Period> {
    let named = as_named(case, from, period)?;
    if from == PREVIOUS_PERIOD || !is_part_of_a_sum(case, period) || named.years() == 0 {
        return Some(named);
    }
    let back = |part: &Period| part.a_year_before().filter(|part| part.start() >= named.start());
    std::iter::successors(Some(period), back).find(|part| named.years() == 1 && named.covers(*part))
}

fn as_named(case: &Case<'_>, from: &str, period: Period) -> Option<Period> {
    if from == PREVIOUS_PERIOD {
        period_before(case.indicator.measure, period)
    } else {
        named_base::in_case(case, from, period)
    }
}

/// Whether a period is no whole years of what adds up, so that the figure of a year is none beside its own.
fn is_part_of_a_sum(case: &Case<'_>, period: Period) -> bool {
    case.indicator.measure == Measure::Flow && period.years() == 0
}

/// The figure that a change is counted from, and how many times it is asked. An average a year over a plan of several
/// years is counted from the year before the plan, once for each year until the target is due.
pub fn counted_from(
    case: &Case<'_>,
    from: &str,
    average_per_year: bool,
    period: Period,
) -> Option<(Interval, usize)> {
    if counts_from_itself(case, from) {
        return None;
    }
    if average_per_year && from == PREVIOUS_PERIOD && is_average_of_amounts(case) {
        let (day, base) = starting_point(case)?;
        let years = Period::new(day.succ_opt()?, case.target.period.end()).ok()?.years();
        return (years > 0).then_some((Interval::point(base), years));
    }
    let years = if average_per_year { years_since(case, from, period)? } else { 1 };
    Some((earlier(case, from, period)?, years))
}

fn years_since(case: &Case<'_>, from: &str, period: Period) -> Option<usize> {
    let start = case
        .baseline
        .filter(|baseline| baseline.label == from)
        .map(|baseline| baseline.period)
        .or_else(|| named_base::in_case(case, from, period))
        .or_else(|| period.counted_from());
    let start = start.filter(|start| start.end() < period.end());
    start.map_or(Some(1), |start| years_between(case.indicator.measure, start, period))
}

/// The earlier figure with the change applied once a year. A percentage needs a positive base.
fn changed(earlier: Interval, by: Exact, by_unit: ChangeUnit, years: usize) -> Option<Interval> {
    let factor = Exact::HUNDRED.plus(by)?.over(Exact::HUNDRED)?;
    let mut value = earlier;
    for _ in 0..years {
        value = match by_unit {
            ChangeUnit::Points | ChangeUnit::Amount => value.moved(by)?,
            // Nothing of a base of zero is nothing, too.
            ChangeUnit::Percent if by.is_zero() && value.as_point().is_some_and(Exact::is_zero) => value,
            ChangeUnit::Percent => {
                let positive = value.low.is_some_and(|low| low.at.is_positive());
                if !positive || factor.is_negative() {
                    return None;
                }
                value.stretched(factor)?
            }
        };
    }
    Some(value)
}

/// Why no number follows from an earlier figure: of one that is known only so far too little is known, and of one that is
/// known to be zero or less no percentage can be asked.
fn without_number(earlier: Interval) -> Reason {
    if earlier.as_point().is_some() { Reason::Incomparable } else { Reason::ReferenceMissing }
}

/// Whether a figure that the condition refers to is not the last word.
pub(super) fn rests_on_provisional(case: &Case<'_>, condition: &Condition, period: Period) -> bool {
    let is_provisional = |vintage: &Reported| super::is_provisional(case, &vintage.outcome);
    match condition {
        Condition::Change { from, to_value: None, .. } => {
            let asked = earlier_period(case, from, period);
            let given = case.baseline.filter(|baseline| from != PREVIOUS_PERIOD && baseline.label == *from);
            given.is_none()
                && asked.is_some_and(|asked| parts::vintages_for(case, asked).into_iter().any(is_provisional))
        }
        Condition::Relative { code, .. } => {
            referred::vintages(case, code.as_deref(), period).into_iter().any(is_provisional)
        }
        Condition::All { of } => of.iter().any(|part| rests_on_provisional(case, &part.condition, period)),
        _ => false,
    }
}
