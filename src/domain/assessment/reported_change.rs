//! Changes that a report prints, in place of the figure or beside it, held against a change that is asked from the same
//! earlier figure. What the report itself prints stands before what the figures on record would make: growth is published
//! at comparable prices and on a revised base, which the quotient of two amounts does not know.

use chrono::NaiveDate;

use super::{
    Case, Verdict,
    counted_over::Over,
    demand::{self, Demand},
    finding::{Finding, number_against},
    horizon::is_average_of_amounts,
    interval::{End, Interval},
    value_of, yearly_growth,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, PREVIOUS_PERIOD},
    indicator::Measure,
    period::Period,
    quantity::Exact,
    value::{Change, Value},
};

/// A reported change that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether both are an average a year over several years.
    pub average_per_year: bool,
    /// What both are counted from, and the last day of that where what is asked grows from there until the target is due; `None`
    /// for the period before, and for an average.
    pub from: Option<(String, Option<NaiveDate>)>,
    /// The earlier figure on record and the change that follows from it and the figure reported, counted in `said_in`;
    /// `None` where one of them is not known.
    pub on_record: Option<(Exact, Exact)>,
    /// Where it is made of the growth that the reports of single years print: the last day before the first of them.
    pub compounded_since: Option<NaiveDate>,
}

impl ByChange {
    /// Whether both are counted alike, so that their numbers compare.
    pub fn is_counted_alike(&self) -> bool {
        self.asked_in == self.said_in
    }

    /// Whether both are differences of two figures, so that one less the other is a number in the unit.
    pub(super) fn is_a_difference(&self) -> bool {
        self.is_counted_alike() && self.asked_in != ChangeUnit::Percent
    }
}

/// A change that a value reports.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) known: Interval,
    pub(super) unit: ChangeUnit,
    pub(super) approximate: bool,
    pub(super) like_for_like: bool,
    pub(super) over: Over,
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
    if asked.over.years < 2
        && let Some(found) = by_years(case, &asked, value, period)
    {
        return Some(found);
    }
    let fitting: Vec<(Asked, Said)> = said(case, value, period)
        .into_iter()
        .filter(|said| said.unit == asked.by_unit || asked.by.is_zero())
        .filter_map(|said| counted_alike(case, &asked, said))
        .collect();
    let says = |(asked, said): &(Asked, Said)| asked.against(case, said.known, said.unit, period);
    let Some(first) = fitting.first() else { return by_years(case, &asked, value, period) };
    let finding = says(first);
    if fitting.iter().any(|other| says(other).verdict != finding.verdict) {
        return None;
    }
    let (asked, said) = first;
    Some((finding, by_change(case, asked, said, value, period)))
}

/// What the growth says that the reports of all years print, against an average of amounts. `None` where one of them prints none,
/// or where it is known only so far and leaves open what is asked, which the figures may settle.
fn by_years(case: &Case<'_>, asked: &Asked, value: &Value, period: Period) -> Option<(Finding, ByChange)> {
    let is_percent = asked.by_unit == ChangeUnit::Percent;
    if !asked.average_per_year || !is_percent || period.years() != 1 || !is_average_of_amounts(case) {
        return None;
    }
    let base = asked.over.since()?;
    let grown = yearly_growth::since(case, base, value, period)?;
    let whole = Asked { by: yearly_growth::of_years(asked.by, grown.years())?, ..asked.clone() };
    let finding = whole.against(case, grown.together()?, ChangeUnit::Percent, period);
    if finding.verdict == Verdict::Open {
        return None;
    }
    let by = ByChange {
        asked: asked.counted_in(case, ChangeUnit::Percent, period),
        asked_in: ChangeUnit::Percent,
        said: grown.average()?,
        said_in: ChangeUnit::Percent,
        approximate: grown.approximate,
        like_for_like: grown.like_for_like,
        average_per_year: true,
        from: None,
        on_record: None,
        compounded_since: Some(base),
    };
    Some((finding, by))
}

/// What the sign of a reported change says about a change that is counted otherwise: what has fallen has not grown, whatever the
/// figures on record would make. `None` where several that are reported disagree.
pub(super) fn by_sign(
    case: &Case<'_>,
    condition: &Condition,
    value: &Value,
    period: Period,
) -> Option<(Finding, ByChange)> {
    let asked = Asked::of(case, condition, period)?;
    let said = said(case, value, period);
    let mut findings = said.iter().map(|said| {
        let is_alike = said.over.starts_as(&asked.over, case.indicator.measure);
        let sign = sign_of(said.known).filter(|_| is_alike)?;
        Some(asked.against(case, sign, asked.by_unit, period))
    });
    let finding = findings.next()??;
    let do_agree = findings.all(|other| other.is_some_and(|other| other.verdict == finding.verdict));
    if finding.verdict == Verdict::Open || !do_agree {
        return None;
    }
    Some((finding, by_change(case, &asked, said.first()?, value, period)))
}

/// A change that is asked.
#[derive(Debug, Clone)]
struct Asked {
    op: Comparison,
    by: Exact,
    by_unit: ChangeUnit,
    about: bool,
    average_per_year: bool,
    over: Over,
    /// The way of a year of which a part is reported, where that is another one.
    of_the_year: Option<Over>,
}

impl Asked {
    /// The change that a condition asks.
    fn of(case: &Case<'_>, condition: &Condition, period: Period) -> Option<Self> {
        let Condition::Change { op, by, by_unit, from, to_value: None, about, average_per_year } = condition
        else {
            return None;
        };
        // What several years are to bring is counted from before the first of them, whichever of them the report is of; and what
        // a state is to bring in one of them is none of several.
        let years = case.target.period;
        let is_of_all = years.years() > 1 && years.covers(period);
        let is_of_several = case.indicator.measure == Measure::Level && period.years() > 1;
        // A state in the midst of a year has moved over no whole years; the way to what they are to bring is.
        let is_on_the_way = *average_per_year
            && case.indicator.measure == Measure::Level
            && period.years() == 0
            && years.years() > 0
            && period.end() <= years.end();
        let is_its_own = is_on_the_way || (!*average_per_year && (is_of_all || is_of_several));
        let over = Over::of(case, from, *average_per_year, if is_its_own { years } else { period })?;
        let average_per_year = *average_per_year;
        let of_the_year =
            if average_per_year { None } else { counted_from_its_beginning(case, from, period) };
        Some(Self { op: *op, by: *by, by_unit: *by_unit, about: *about, average_per_year, over, of_the_year })
    }

    /// What it asks, counted so; the tolerance is the one known.
    fn counted_in(&self, case: &Case<'_>, unit: ChangeUnit, period: Period) -> Demand {
        let tolerance = self.tolerance(case, unit, period).unwrap_or(Exact::ZERO);
        Demand::from_comparison(self.op, Interval::point(self.by), self.about, tolerance)
    }

    fn against(&self, case: &Case<'_>, known: Interval, unit: ChangeUnit, period: Period) -> Finding {
        let finding = number_against(&self.counted_in(case, unit, period), known);
        let is_tolerant = self.about || self.op == Comparison::Equal;
        let is_unknown = || self.tolerance(case, unit, period).is_none();
        if finding.verdict == Verdict::Disproved && is_tolerant && is_unknown() {
            // It may lie within a tolerance of which nobody knows how large it is.
            return Finding::new(Verdict::Open, finding.evidence);
        }
        finding
    }

    /// The tolerance, which is given in the unit, as the change is counted: in percent of the earlier figure, where that is
    /// known.
    fn tolerance(&self, case: &Case<'_>, unit: ChangeUnit, period: Period) -> Option<Exact> {
        let tolerance = case.tolerance();
        if tolerance.is_zero() || unit != ChangeUnit::Percent {
            return Some(tolerance);
        }
        if !self.over.is_one_step(case.indicator.measure, period) {
            return None;
        }
        let earlier = demand::earlier(case, PREVIOUS_PERIOD, period).and_then(Interval::as_point);
        tolerance.times(Exact::HUNDRED)?.over(earlier.filter(|earlier| earlier.is_positive())?)
    }
}

/// The way of what a state is to bring in a year that runs, of which a part is reported: from the end of the year before, of
/// which the figure is not on record, which else makes one that is held against the way to what is asked.
fn counted_from_its_beginning(case: &Case<'_>, from: &str, part: Period) -> Option<Over> {
    let year = case.target.period;
    let is_part = year.years() == 1 && part.years() == 0 && year.covers(part);
    let runs = !year.has_ended(case.on);
    if case.indicator.measure != Measure::Level || !is_part || !runs {
        return None;
    }
    let is_unknown = demand::earlier(case, from, year).is_none();
    is_unknown.then(|| Over::of(case, from, false, year)).flatten()
}

/// Both as they are, where they are counted over the same; as the whole growth, where one is an average of years of which the
/// other is the whole: (1 + g)ⁿ − 1. `None` where they are counted from different figures.
fn counted_alike(case: &Case<'_>, asked: &Asked, said: Said) -> Option<(Asked, Said)> {
    let ways = [Some(&asked.over), asked.of_the_year.as_ref()];
    let is_the_same = |over: &&Over| said.over.starts_as(over, case.indicator.measure);
    let over = ways.into_iter().flatten().find(is_the_same)?;
    if over.years == said.over.years {
        return Some((Asked { over: over.clone(), ..asked.clone() }, said));
    }
    if said.unit != ChangeUnit::Percent {
        return None;
    }
    let grown = yearly_growth::of_years;
    let asked = Asked {
        by: grown(asked.by, asked.over.years)?,
        by_unit: ChangeUnit::Percent,
        over: asked.over.as_a_whole(),
        ..asked.clone()
    };
    if said.over.years == 1 {
        return Some((asked, said));
    }
    let end = |end: Option<End>| match end {
        Some(End { at, open }) => grown(at, said.over.years).map(|at| Some(End { at, open })),
        None => Some(None),
    };
    let known = Interval { low: end(said.known.low)?, high: end(said.known.high)? };
    Some((asked, Said { known, over: said.over.as_a_whole(), ..said }))
}

/// The changes that a value reports; those that it says are like for like only where it reports no others. Where the target
/// means those, the others are left out before.
fn printed(value: &Value) -> Vec<Change> {
    if let Some(change) = value.figure.as_change(value.average_per_year, value.like_for_like) {
        return vec![change];
    }
    let has_plain = value.changes.iter().any(|change| !change.like_for_like);
    value
        .changes
        .iter()
        .filter(|change| !(change.like_for_like && has_plain))
        .map(|change| Change { like_for_like: change.like_for_like || value.like_for_like, ..change.clone() })
        .collect()
}

fn known(change: &Change) -> Interval {
    change.op.map_or(Interval::point(change.by), |op| Interval::bound(op, change.by))
}

pub(super) fn said(case: &Case<'_>, value: &Value, period: Period) -> Vec<Said> {
    let over = |change: &Change| Over::of(case, &change.from, change.average_per_year, period);
    let said = |change: Change| {
        let over = over(&change)?;
        let Change { by_unit, approximate, like_for_like, .. } = change;
        Some(Said { known: known(&change), unit: by_unit, approximate, like_for_like, over })
    };
    printed(value).into_iter().filter_map(said).collect()
}

/// What is known of the growth in percent against the period before that a value reports.
pub(super) fn growths(value: &Value) -> Vec<Interval> {
    let is_growth = |change: &Change| {
        change.by_unit == ChangeUnit::Percent && change.from == PREVIOUS_PERIOD && !change.average_per_year
    };
    printed(value).iter().filter(|change| is_growth(change)).map(known).collect()
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

fn by_change(case: &Case<'_>, asked: &Asked, said: &Said, value: &Value, period: Period) -> ByChange {
    // Nothing is counted in anything; the report's own way of counting tells it best.
    let asked_in = if asked.by.is_zero() { said.unit } else { asked.by_unit };
    let is_one_step = said.over.is_one_step(case.indicator.measure, period);
    let average_per_year = said.over.years > 1;
    // What several of the years of a state have brought is counted from before the first of them as what all are to bring.
    let goes_on = case.indicator.measure == Measure::Level
        && period.years() > 1
        && period.end() < case.target.period.end();
    // Of an average no more is asked than what the years until then are to bring.
    let is_average =
        asked.average_per_year && (period.years() > 0 || case.indicator.measure != Measure::Level);
    let since = if is_average { None } else { said.over.since() };
    let from = ((!is_one_step || goes_on) && !average_per_year).then(|| (said.over.base(), since));
    ByChange {
        asked: asked.counted_in(case, asked_in, period),
        asked_in,
        said: said.known,
        said_in: said.unit,
        approximate: said.approximate,
        like_for_like: said.like_for_like,
        average_per_year,
        from,
        on_record: if average_per_year { None } else { on_record(case, said, value, period) },
        compounded_since: None,
    }
}

fn on_record(case: &Case<'_>, said: &Said, value: &Value, period: Period) -> Option<(Exact, Exact)> {
    let now = value_of::number(&value.figure)?;
    let base = said.over.base();
    let from =
        if said.over.is_one_step(case.indicator.measure, period) { PREVIOUS_PERIOD } else { base.as_str() };
    if !demand::is_comparable(case, from, period) {
        return None;
    }
    let earlier = demand::earlier(case, from, period)?.as_point()?;
    let way = now.minus(earlier)?;
    let change = match said.unit {
        ChangeUnit::Points | ChangeUnit::Amount => way,
        ChangeUnit::Percent if earlier.is_positive() => way.times(Exact::HUNDRED)?.over(earlier)?,
        ChangeUnit::Percent => return None,
    };
    Some((earlier, change))
}
