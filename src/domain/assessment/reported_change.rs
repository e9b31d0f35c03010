//! Changes against the period before as a report prints them, in place of the figure or beside it, held against a change
//! that is asked. What the report itself prints stands before what the figures on record would make: growth is published
//! at comparable prices and on a revised base, which the quotient of two amounts does not know.

use super::{
    Case, Verdict,
    demand::{self, Demand},
    finding::{Finding, number_against},
    interval::Interval,
    value_of,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, PREVIOUS_PERIOD},
    period::Period,
    quantity::Exact,
    value::{Figure, Value},
};

/// A reported change that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByChange {
    /// What change is asked, counted in `asked_in`.
    pub asked: Demand,
    /// What is asked is counted in.
    pub asked_in: ChangeUnit,
    /// What is known of the change reported, counted in `said_in`.
    pub said: Interval,
    /// What the report counts in.
    pub said_in: ChangeUnit,
    /// Whether the report says about.
    pub approximate: bool,
    /// Whether the report says that the change is like for like.
    pub like_for_like: bool,
    /// The earlier figure on record and the change that follows from it and the figure reported, counted in `said_in`;
    /// `None` where one of them is not known.
    pub on_record: Option<(Exact, Exact)>,
}

impl ByChange {
    /// Whether both are counted alike, so that their numbers compare.
    pub fn is_counted_alike(&self) -> bool {
        self.asked_in == self.said_in
    }
}

/// A change that a value reports.
#[derive(Debug, Clone, Copy)]
struct Said {
    known: Interval,
    unit: ChangeUnit,
    approximate: bool,
    like_for_like: bool,
}

/// What a reported change that is counted as the one asked, or held against none at all, says. `None` where nothing of the
/// kind is reported, or where several that are reported disagree: the growth of an amount may be printed twice, at current
/// and at constant prices.
pub(super) fn settle(
    case: &Case<'_>,
    condition: &Condition,
    value: &Value,
    period: Period,
) -> Option<(Finding, ByChange)> {
    let asked = Asked::of(case, condition, period)?;
    let fitting: Vec<Said> =
        said(value).into_iter().filter(|said| said.unit == asked.by_unit || asked.by.is_zero()).collect();
    let first = fitting.first()?;
    let says = |said: &Said| asked.against(case, said.known, said.unit, period);
    let finding = says(first);
    if fitting.iter().any(|other| says(other).verdict != finding.verdict) {
        return None;
    }
    Some((finding, by_change(case, asked, *first, value, period)))
}

/// What the sign of a reported change says about a change that is counted otherwise: what has fallen has not grown.
pub(super) fn by_sign(
    case: &Case<'_>,
    condition: &Condition,
    value: &Value,
    period: Period,
) -> Option<(Finding, ByChange)> {
    let asked = Asked::of(case, condition, period)?;
    let first = *said(value).first()?;
    let finding = asked.against(case, sign_of(first.known)?, asked.by_unit, period);
    if finding.verdict == Verdict::Open {
        return None;
    }
    Some((finding, by_change(case, asked, first, value, period)))
}

/// A change that is asked against the period before.
#[derive(Debug, Clone, Copy)]
struct Asked {
    op: Comparison,
    by: Exact,
    by_unit: ChangeUnit,
    about: bool,
}

impl Asked {
    /// The change that a condition asks. The growth of the last year is not the average of the years.
    fn of(case: &Case<'_>, condition: &Condition, period: Period) -> Option<Self> {
        let Condition::Change { op, by, by_unit, from, to_value: None, about, average_per_year } = condition
        else {
            return None;
        };
        let is_of_the_period = !average_per_year || period == case.plan_period();
        let fits = is_of_the_period && demand::is_from_the_one_before(from, period);
        fits.then_some(Self { op: *op, by: *by, by_unit: *by_unit, about: *about })
    }

    /// What it asks, counted so; the tolerance is the one known.
    fn counted_in(self, case: &Case<'_>, unit: ChangeUnit, period: Period) -> Demand {
        let tolerance = tolerance(case, unit, period).unwrap_or(Exact::ZERO);
        Demand::from_comparison(self.op, Interval::point(self.by), self.about, tolerance)
    }

    fn against(self, case: &Case<'_>, known: Interval, unit: ChangeUnit, period: Period) -> Finding {
        let finding = number_against(&self.counted_in(case, unit, period), known);
        let is_tolerant = self.about || self.op == Comparison::Equal;
        if finding.verdict == Verdict::Disproved && is_tolerant && tolerance(case, unit, period).is_none() {
            // It may lie within a tolerance of which nobody knows how large it is.
            return Finding::new(Verdict::Open, finding.evidence);
        }
        finding
    }
}

/// The tolerance, which is given in the unit, as the change is counted: in percent of the earlier figure, where that is
/// known.
fn tolerance(case: &Case<'_>, by_unit: ChangeUnit, period: Period) -> Option<Exact> {
    let tolerance = case.tolerance();
    if tolerance.is_zero() || by_unit != ChangeUnit::Percent {
        return Some(tolerance);
    }
    let earlier = demand::earlier(case, PREVIOUS_PERIOD, period).and_then(Interval::as_point);
    tolerance.times(Exact::HUNDRED)?.over(earlier.filter(|earlier| earlier.is_positive())?)
}

/// The changes that a value reports; those that it says are like for like only where it reports no others. Where the target
/// means those, the others are left out before.
fn said(value: &Value) -> Vec<Said> {
    let known = |op: Option<Comparison>, by| op.map_or(Interval::point(by), |op| Interval::bound(op, by));
    if let Figure::Change { by, by_unit, op, approximate } = value.figure {
        let like_for_like = value.like_for_like;
        return vec![Said { known: known(op, by), unit: by_unit, approximate, like_for_like }];
    }
    let has_plain = value.changes.iter().any(|change| !change.like_for_like);
    value
        .changes
        .iter()
        .filter(|change| !(change.like_for_like && has_plain))
        .map(|change| Said {
            known: known(change.op, change.by),
            unit: change.by_unit,
            approximate: change.approximate,
            like_for_like: change.like_for_like || value.like_for_like,
        })
        .collect()
}

/// What is known of the growth in percent that a value reports.
pub(super) fn growths(value: &Value) -> Vec<Interval> {
    said(value).into_iter().filter(|said| said.unit == ChangeUnit::Percent).map(|said| said.known).collect()
}

/// All numbers of the sign that a change is known to have.
fn sign_of(known: Interval) -> Option<Interval> {
    let side = |op| Some(Interval::bound(op, Exact::ZERO));
    match (known.low, known.high) {
        _ if known.as_point() == Some(Exact::ZERO) => Some(known),
        (Some(low), _) if low.at.is_positive() || (low.at.is_zero() && low.open) => {
            side(Comparison::MoreThan)
        }
        (_, Some(high)) if high.at.is_negative() || (high.at.is_zero() && high.open) => {
            side(Comparison::LessThan)
        }
        (Some(low), _) if low.at.is_zero() => side(Comparison::AtLeast),
        (_, Some(high)) if high.at.is_zero() => side(Comparison::AtMost),
        _ => None,
    }
}

fn by_change(case: &Case<'_>, asked: Asked, said: Said, value: &Value, period: Period) -> ByChange {
    // Nothing is counted in anything; the report's own way of counting tells it best.
    let asked_in = if asked.by.is_zero() { said.unit } else { asked.by_unit };
    ByChange {
        asked: asked.counted_in(case, asked_in, period),
        asked_in,
        said: said.known,
        said_in: said.unit,
        approximate: said.approximate,
        like_for_like: said.like_for_like,
        on_record: on_record(case, said.unit, value, period),
    }
}

fn on_record(case: &Case<'_>, unit: ChangeUnit, value: &Value, period: Period) -> Option<(Exact, Exact)> {
    let now = value_of::number(&value.figure)?;
    let earlier = demand::earlier(case, PREVIOUS_PERIOD, period)?.as_point()?;
    let way = now.minus(earlier)?;
    let change = match unit {
        ChangeUnit::Points | ChangeUnit::Amount => way,
        ChangeUnit::Percent if earlier.is_positive() => way.times(Exact::HUNDRED)?.over(earlier)?,
        ChangeUnit::Percent => return None,
    };
    Some((earlier, change))
}
