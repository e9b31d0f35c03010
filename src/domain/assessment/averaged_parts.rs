//! What is asked of an average of yearly growth, part by part: a number a year, or no less than another series has grown over
//! the same years. Gives no status.

use super::{
    Case, Reason,
    compounding::factor_of,
    demand::{self, Demand, Limit},
    horizon::grown,
    interval::Interval,
    referred,
    root::power,
};
use crate::domain::{criterion::Condition, indicator::Measure, period::Period, quantity::Exact};

/// A part of what is asked of the average.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'c>(&'c Condition);

/// The parts of what is asked where each is one of an average of yearly growth over several years; `None` where one is not.
/// Several years beside another series are those of both, one after another, whether the words say on average or not.
pub(super) fn of<'c>(case: &Case<'c>) -> Option<Vec<Part<'c>>> {
    let indicator = case.indicator;
    if case.target.period.years() < 2 || !matches!(indicator.measure, Measure::Rate | Measure::Index) {
        return None;
    }
    let condition = &case.target.criterion.as_ref()?.condition;
    let parts: Vec<&Condition> = match condition {
        Condition::All { of } => of.iter().map(|part| &part.condition).collect(),
        one => vec![one],
    };
    let is_one = |condition: &&Condition| match condition {
        Condition::Threshold { average_per_year, .. } | Condition::Range { average_per_year, .. } => {
            *average_per_year
        }
        Condition::Relative { .. } => !indicator.is_reduction,
        _ => false,
    };
    (!parts.is_empty() && parts.iter().all(is_one)).then(|| parts.into_iter().map(Part).collect())
}

impl Part<'_> {
    /// The average that is asked, so far as it is known; for show beside another series, since it is a root.
    ///
    /// # Errors
    /// Those of [`demand::of`].
    pub(super) fn average(self, case: &Case<'_>, covered: Period) -> Result<Demand, Reason> {
        demand::number_of(case, self.0, covered)
    }

    /// Whether it asks of each of the years left what it asks of those known.
    pub(super) const fn is_a_number(self) -> bool {
        !matches!(self.0, Condition::Relative { .. })
    }

    /// What is asked of the product of so many years, turned so that it grows with what is reported; `Ok(None)` where nothing
    /// follows from it.
    ///
    /// # Errors
    /// Those of [`demand::of`].
    pub(super) fn product(
        self,
        case: &Case<'_>,
        covered: Period,
        years: usize,
    ) -> Result<Option<Demand>, Reason> {
        let Condition::Relative { op, offset, code, about, .. } = self.0 else {
            return Ok(compounded(case, &self.average(case, covered)?, years));
        };
        if !offset.is_zero() || !case.tolerance().is_zero() {
            // So many points more than an average, which is a root.
            return Ok(compounded(case, &self.average(case, covered)?, years));
        }
        let kept = referred::kept(case, code.as_deref(), covered)?;
        Ok(Some(Demand::from_comparison(*op, kept, *about, Exact::ZERO)))
    }
}

/// What an average growth asks of the product of so many years. The tolerance is in points of the average and
/// is compounded with it.
fn compounded(case: &Case<'_>, asked: &Demand, years: usize) -> Option<Demand> {
    let product = |number: Exact| power(factor_of(case, number)?, years);
    let at = |number: Exact| grown(case, Interval::point(product(number)?)).as_point();
    let limit = |limit: Limit, tolerance: Exact| {
        let number = limit.at.as_point()?;
        let exact = at(number)?;
        let tolerance = at(number.plus(tolerance)?)?.minus(exact)?.abs();
        Some(Limit { at: Interval::point(exact), strict: limit.strict, tolerance })
    };
    let floor = match asked.floor {
        Some(floor) => Some(limit(floor, floor.tolerance.negated())?),
        None => None,
    };
    let ceiling = match asked.ceiling {
        Some(ceiling) => Some(limit(ceiling, ceiling.tolerance)?),
        None => None,
    };
    Some(Demand { floor, ceiling })
}
