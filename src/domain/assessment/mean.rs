//! The mean of the levels of several years, for a target that is such a mean. A year of which a bound is known counts where the
//! bound settles how the mean stands, or where it is the mean of all years. Gives no status.

use super::{
    Case, Reported, Verdict, differs_in_caliber,
    interval::Interval,
    parts::{SoFar, conflicts, known_years_so_far},
    value_of, weigh,
};
use crate::domain::{outcome::Basis, period::Period, quantity::Exact, reading::is_mean_of_its_days};

/// Whether a part of the year is shorter than a year to date that is known before it, of what is the mean of the days of the year:
/// one month displaces no mean of six.
pub(super) fn is_less_than_the_year_to_date(case: &Case<'_>, part: &Reported) -> bool {
    let (asked, period) = (case.target.period, part.outcome.period);
    let is_a_later_part = asked.years() == 1 && asked.covers(period) && period.start() > asked.start();
    let is_longer = |other: &Reported| {
        let to_date = other.outcome.period;
        to_date.start() == asked.start()
            && to_date.end() <= period.end()
            && to_date.days() > period.days()
            && value_of::interval(&other.outcome.value.figure).is_some()
            && other.outcome.basis != Basis::Forecast
            && differs_in_caliber(case, other) == differs_in_caliber(case, part)
    };
    is_a_later_part
        && case.reported.iter().any(is_longer)
        && is_mean_of_its_days([&case.indicator.name_zh, &case.indicator.name_en], &case.target.text)
}

/// A year with its report and what that says.
type Year<'a> = (Period, &'a Reported, Interval);

/// The mean of the years reported so far, from the first on. A year that leaves open how they stand ends what is known of them.
pub(super) fn of_years<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    let years = known_years_so_far(case);
    let is_number = |year: &Year<'_>| year.2.as_point().is_some();
    if years.iter().all(is_number) {
        return made_of(case, &years);
    }
    let mean = made_of(case, &years)?;
    if mean.covered == case.target.period || settles(case, mean.known?) {
        return Some(with_the_open_year_last(mean, &years));
    }
    let numbers: Vec<Year<'a>> = years.into_iter().take_while(is_number).collect();
    made_of(case, &numbers)
}

fn made_of<'a>(case: &Case<'a>, years: &[Year<'a>]) -> Option<SoFar<'a>> {
    let zero = Interval::point(Exact::ZERO);
    let sum = years.iter().try_fold(zero, |sum, (_, _, known)| sum.plus(*known))?;
    Some(SoFar {
        covered: Period::new(years.first()?.0.start(), years.last()?.0.end()).ok()?,
        known: Some(sum.over(Exact::from(i64::try_from(years.len()).ok()?))?),
        parts: years.iter().map(|(_, vintage, _)| *vintage).collect(),
        conflict: conflicts(case, years.iter().map(|(year, _, _)| *year)),
    })
}

/// Whether it settles what is asked of all of the years, as if these were all of them.
fn settles(case: &Case<'_>, mean: Interval) -> bool {
    case.target.criterion.as_ref().is_some_and(|criterion| {
        let finding = weigh::known_against(case, &criterion.condition, mean, case.target.period);
        finding.obstacle.is_none() && finding.verdict != Verdict::Open
    })
}

/// The same with the report last of which too little is known, where that is one.
fn with_the_open_year_last<'a>(mut mean: SoFar<'a>, years: &[Year<'a>]) -> SoFar<'a> {
    if let Some(at) = years.iter().position(|(_, _, known)| known.as_point().is_none()) {
        let open = mean.parts.remove(at);
        mean.parts.push(open);
    }
    mean
}
