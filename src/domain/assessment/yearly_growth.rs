//! The growth that the reports of single years print, compounded over all of them: what amounts have grown by on average where
//! every year says how much it grew. Knows no target and takes no decision.

use chrono::NaiveDate;

use super::{
    Case, Reported,
    choose::choose_for,
    counted_over::Over,
    differs_in_caliber,
    interval::Interval,
    is_provisional,
    reported_change::{ByChange, Said, said},
    root::{factor, growth_percent, power, root},
    weigh,
};
use crate::domain::{
    criterion::{ChangeUnit, PREVIOUS_PERIOD},
    outcome::Outcome,
    period::Period,
    quantity::Exact,
    value::Value,
};

/// The growth of some years, one after another.
#[derive(Debug, Clone)]
pub(super) struct Compounded<'a> {
    /// What it leaves of what there was before the first of them, as a share of it.
    pub(super) factor: Interval,
    /// The years, or several of which the average is reported.
    pub(super) spans: Vec<Period>,
    /// The growth in percent that is printed for each of them.
    pub(super) growths: Vec<Interval>,
    /// The reports of all but the last one.
    pub(super) before: Vec<&'a Reported>,
    /// Whether one of the reports says about.
    pub(super) approximate: bool,
    /// Whether each of them says that it is like for like.
    pub(super) like_for_like: bool,
}

impl Compounded<'_> {
    /// How many years they are.
    pub(super) fn years(&self) -> usize {
        self.spans.iter().map(|span| span.years()).sum()
    }

    /// The growth a year that makes the same, in percent. For show: it is a root.
    pub(super) fn average(&self) -> Option<Interval> {
        const DECIMALS: u32 = 12;
        let years = self.years();
        self.factor.each_end(|kept| Some(growth_percent(root(kept, years)?)?.rounded(DECIMALS)))
    }

    /// The growth of all years together, in percent.
    pub(super) fn together(&self) -> Option<Interval> {
        self.factor.each_end(growth_percent)
    }
}

/// The growth from the end of one year to that of a later one, of which `value` is the report. `None` where the report of one of
/// the years prints none, or several that disagree.
pub(super) fn since<'a>(
    case: &Case<'a>,
    base: NaiveDate,
    value: &Value,
    year: Period,
) -> Option<Compounded<'a>> {
    let last = Link { span: year, growth: printed(case, value, year, false)?, vintage: None };
    let years = Period::new(base.succ_opt()?, year.end()).ok()?.whole_years()?;
    let (_, earlier) = years.split_last()?;
    let links: Vec<Link<'a>> = chain(case, earlier)?.into_iter().chain([last]).collect();
    let kept = links.iter().try_fold(Interval::point(Exact::ONE), |product, link| {
        let each = link.growth.known.moved(Exact::HUNDRED)?.over(Exact::HUNDRED)?;
        (0..link.span.years()).try_fold(product, |product, _| product.times_positive(each))
    })?;
    let is_positive = kept.low.is_some_and(|low| low.at.is_positive());
    is_positive.then(|| Compounded {
        factor: kept,
        spans: links.iter().map(|link| link.span).collect(),
        growths: links.iter().map(|link| link.growth.known).collect(),
        before: links.iter().filter_map(|link| link.vintage).collect(),
        approximate: links.iter().any(|link| link.growth.approximate),
        like_for_like: links.iter().all(|link| link.growth.like_for_like),
    })
}

/// The growth that a change is made of which a report decides, where it is made of several years.
pub(super) fn behind<'a>(case: &Case<'a>, change: &ByChange, outcome: &Outcome) -> Option<Compounded<'a>> {
    since(case, change.compounded_since?, &outcome.value, outcome.period)
}

/// Whether a report decides by what the years have grown by, one of which is not told for the last time.
pub(super) fn rests_on_provisional(case: &Case<'_>, outcome: &Outcome) -> bool {
    let Some(criterion) = &case.target.criterion else { return false };
    let by = weigh::by_changes(case, &criterion.condition, &outcome.value, outcome.period);
    by.iter()
        .filter_map(|(_, change)| behind(case, change, outcome))
        .any(|grown| grown.before.iter().any(|vintage| is_provisional(case, &vintage.outcome)))
}

/// The growth of a year, or of several on average.
struct Link<'a> {
    span: Period,
    growth: Said,
    vintage: Option<&'a Reported>,
}

/// The growth of each of the years, one by one where it is known so.
fn chain<'a>(case: &Case<'a>, years: &[Period]) -> Option<Vec<Link<'a>>> {
    let Some(first) = years.first() else { return Some(Vec::new()) };
    (1..=years.len()).find_map(|many| {
        let (these, left) = years.split_at_checked(many)?;
        let span = Period::new(first.start(), these.last()?.end()).ok()?;
        let vintage = choose_for(case, span)?.answer;
        let growth = printed(case, &vintage.outcome.value, span, differs_in_caliber(case, vintage))?;
        let behind = chain(case, left)?;
        Some(std::iter::once(Link { span, growth, vintage: Some(vintage) }).chain(behind).collect())
    })
}

/// The growth that a report prints for a year against the one before, or for several years on average. A report on another
/// caliber says only what it says like for like.
fn printed(case: &Case<'_>, value: &Value, span: Period, only_like_for_like: bool) -> Option<Said> {
    let over = Over::of(case, PREVIOUS_PERIOD, span.years() > 1, span)?;
    let is_it = |said: &Said| {
        said.unit == ChangeUnit::Percent
            && said.over.years == over.years
            && said.over.starts_as(&over, case.indicator.measure)
            && (said.like_for_like || !only_like_for_like)
    };
    let mut growths = said(case, value, span).into_iter().filter(is_it);
    let first = growths.next()?;
    growths.all(|other| other.known == first.known).then_some(first)
}

/// What growth a year asks of so many years together, in percent.
pub(super) fn of_years(percent: Exact, years: usize) -> Option<Exact> {
    growth_percent(power(factor(percent)?, years)?)
}
