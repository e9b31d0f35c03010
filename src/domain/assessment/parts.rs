//! What the parts of a period say together: quarters and months that add up, the year to date, the latest
//! state. Knows no target number and gives no status.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Case, Reported,
    choose::choose_for,
    differs_in_caliber,
    horizon::{is_average_level, years_in},
    interval::Interval,
    value_of,
};
use crate::domain::{indicator::Measure, period::Period, quantity::Exact, value::Figure};

/// What was reached so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SoFar<'a> {
    /// The days that it is for: from the start of the period where the parts add up.
    pub(super) covered: Period,
    /// What is known of the number: the sum of the parts, or the latest figure.
    pub(super) known: Option<Interval>,
    /// The vintages that it is made of, in the order of their days; one where nothing is added up.
    pub(super) parts: Vec<&'a Reported>,
    /// Current vintages of other sources that disagree with one of them.
    pub(super) conflict: Vec<i64>,
}

impl<'a> SoFar<'a> {
    /// The last of the vintages.
    pub(super) fn latest(&self) -> Option<&'a Reported> {
        self.parts.last().copied()
    }

    /// Whether the parts reach to the day.
    pub(super) fn reaches(&self, day: NaiveDate) -> bool {
        self.covered.end() == day
    }

    /// Whether every part is known not to be negative, so that a sum of such parts cannot fall.
    pub(super) fn cannot_fall(&self) -> bool {
        self.parts.iter().all(|part| {
            let figure = &part.outcome.value.figure;
            match value_of::interval(figure) {
                Some(known) => known.low.is_some_and(|low| !low.at.is_negative()),
                None => matches!(figure, Figure::ShareOfTarget { percent, .. } if !percent.is_negative()),
            }
        })
    }
}

/// What was reached by the day that is judged for, from vintages on the target's caliber.
pub(super) fn so_far<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    match case.indicator.measure {
        Measure::Flow if case.on >= case.target.period.start() => added_up(case),
        // The amount of an earlier year says something about a later one; quarters and months differ by season.
        Measure::Flow if years_in(case.target.period) > 0 => {
            latest(case, |part| is_as_long(part, case.target.period))
        }
        Measure::Rate | Measure::Index => latest(case, |part| part.start() == case.target.period.start()),
        Measure::Level if is_average_level(case) => mean_of_years(case),
        Measure::Level | Measure::Ratio | Measure::Grade => latest(case, |_| true),
        Measure::Flow | Measure::Milestone | Measure::Group => None,
    }
}

/// Whether a report was left aside because it follows another caliber than the target.
pub(super) fn only_other_caliber(case: &Case<'_>) -> bool {
    let within = |vintage: &&Reported| {
        let outcome = &vintage.outcome;
        outcome.value.figure != Figure::NotReported
            && case.plan_period().covers(outcome.period)
            && outcome.period.end() <= case.on
    };
    let mut reported = case.reported.iter().filter(within).peekable();
    reported.peek().is_some() && reported.all(|vintage| differs_in_caliber(case, vintage))
}

/// Every period that a vintage answers for, within the plan's period and over by the day that is judged for.
fn answered<'a>(case: &Case<'a>) -> BTreeMap<Period, (&'a Reported, Vec<i64>)> {
    let mut answers = BTreeMap::new();
    for vintage in case.reported {
        let part = vintage.outcome.period;
        if answers.contains_key(&part) || !case.plan_period().covers(part) || part.end() > case.on {
            continue;
        }
        if let Some(chosen) = choose_for(case, part)
            && !differs_in_caliber(case, chosen.answer)
        {
            let conflict = chosen.conflict.iter().map(|other| other.id).collect();
            answers.insert(part, (chosen.answer, conflict));
        }
    }
    answers
}

/// The parts that lie end to end from the start of the period and reach furthest; the fewest of them where
/// several ways reach as far, so that a year to date stands before its months.
fn added_up<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    let period = case.target.period;
    let answers = answered(case);
    // By the day that comes next: the sum up to it and what it is made of.
    let mut reached: BTreeMap<NaiveDate, SoFar<'a>> = BTreeMap::new();
    for (part, (vintage, conflict)) in &answers {
        let figure = &vintage.outcome.value.figure;
        if !period.covers(*part) {
            continue;
        }
        let known = value_of::interval(figure);
        let mut whole = if part.start() == period.start() {
            SoFar { covered: *part, known, parts: Vec::new(), conflict: Vec::new() }
        } else if let Some(before) = reached.get(&part.start()) {
            let (Some(sum), Some(known)) = (before.known, known) else { continue };
            let (Some(sum), Ok(covered)) = (sum.plus(known), Period::new(period.start(), part.end())) else {
                continue;
            };
            SoFar { covered, known: Some(sum), ..before.clone() }
        } else {
            continue;
        };
        if whole.known.is_none() && !matches!(figure, Figure::ShareOfTarget { .. }) {
            continue;
        }
        whole.parts.push(vintage);
        whole.conflict.extend(conflict);
        let Some(next) = part.end().succ_opt() else { continue };
        let better = reached.get(&next).is_none_or(|known| known.parts.len() > whole.parts.len());
        if better {
            reached.insert(next, whole);
        }
    }
    reached.pop_last().map(|(_, whole)| whole)
}

/// The mean of the years reported so far, for a target that is such a mean.
fn mean_of_years<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    let mut years = by_year(case, case.target.period);
    years.retain(|(year, _, _)| year.end() <= case.on);
    let sum = years.iter().try_fold(Exact::ZERO, |sum, (_, _, number)| sum.plus(*number))?;
    let mean = sum.over(Exact::from(i64::try_from(years.len()).ok()?))?;
    Some(SoFar {
        covered: Period::new(years.first()?.0.start(), years.last()?.0.end()).ok()?,
        known: Some(Interval::point(mean)),
        parts: years.iter().map(|(_, vintage, _)| *vintage).collect(),
        conflict: conflicts(case, years.iter().map(|(year, _, _)| *year)),
    })
}

/// The latest figure; of two for the same last day the one for the longer period.
fn latest<'a>(case: &Case<'a>, fits: impl Fn(Period) -> bool) -> Option<SoFar<'a>> {
    answered(case)
        .into_iter()
        .filter(|(part, _)| fits(*part))
        .max_by_key(|(part, _)| (part.end(), part.days()))
        .map(|(covered, (vintage, conflict))| SoFar {
            covered,
            known: value_of::interval(&vintage.outcome.value.figure),
            parts: vec![vintage],
            conflict,
        })
}

/// The figures of the whole years of a period, in order, each with its year.
pub(super) fn by_year<'a>(case: &Case<'a>, period: Period) -> Vec<(Period, &'a Reported, Exact)> {
    let mut years = Vec::new();
    for year in period.whole_years().unwrap_or_default() {
        if let Some(chosen) = choose_for(case, year)
            && !differs_in_caliber(case, chosen.answer)
            && let Some(number) = value_of::number(&chosen.answer.outcome.value.figure)
        {
            years.push((year, chosen.answer, number));
        }
    }
    years
}

/// The vintages that disagree with what answers for the periods.
pub(super) fn conflicts(case: &Case<'_>, periods: impl Iterator<Item = Period>) -> Vec<i64> {
    periods
        .filter_map(|period| choose_for(case, period))
        .flat_map(|chosen| chosen.conflict)
        .map(|other| other.id)
        .collect()
}

/// The cumulative figure of an earlier period up to a day, and the figure for the whole of it: what a seasonal
/// profile and the errors of a projection are made of.
pub(super) fn earlier_run(case: &Case<'_>, whole: Period, until: NaiveDate) -> Option<(Exact, Exact)> {
    let figure = |period: Period| {
        let chosen = choose_for(case, period)?;
        if differs_in_caliber(case, chosen.answer) {
            return None;
        }
        value_of::number(&chosen.answer.outcome.value.figure)
    };
    let part = Period::new(whole.start(), until).ok()?;
    let reached = figure(part).or_else(|| {
        let mut sum = None;
        let mut next = whole.start();
        while next <= until {
            let (piece, number) = case
                .reported
                .iter()
                .map(|vintage| vintage.outcome.period)
                .filter(|piece| piece.start() == next && piece.end() <= until)
                .max_by_key(|piece| piece.end())
                .and_then(|piece| Some((piece, figure(piece)?)))?;
            sum = Some(sum.map_or(Some(number), |sum: Exact| sum.plus(number))?);
            next = piece.end().succ_opt()?;
        }
        sum
    })?;
    Some((reached, figure(whole)?))
}

/// Whether two periods have as many months, or as many days where they are not made of months.
pub(super) fn is_as_long(a: Period, b: Period) -> bool {
    match (a.whole_months(), b.whole_months()) {
        (Some(a), Some(b)) => a == b,
        _ => a.days() == b.days(),
    }
}
