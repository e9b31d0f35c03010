//! What the parts of a period say together: quarters and months that add up, the year to date, the latest
//! state. Knows no target number and gives no status.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, VecDeque},
};

use chrono::NaiveDate;

use super::{
    Case, Reported,
    choose::{choose_for, contradicts_parts, counts},
    compounding::{is_cumulative, together},
    demand, difference, differs_in_caliber, firmness,
    horizon::{is_average_growth, is_average_level},
    interval::Interval,
    lower_end::{at_least_nothing, both, kept},
    mean, referred, value_of, weigh, year_before,
};
use crate::domain::{
    indicator::Measure,
    outcome::{Basis, Outcome},
    period::Period,
    quantity::Exact,
    reading::expects_to_attain,
    value::Figure,
};

/// What was reached so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SoFar<'a> {
    /// The days that it is for: from the start of the period where the parts add up.
    pub(super) covered: Period,
    /// What is known of the number: the sum of the parts, or the latest figure.
    pub(super) known: Option<Interval>,
    /// The vintages that it is made of, in the order of their days, but that one which alone leaves it open is the last; one
    /// where nothing is added up.
    pub(super) parts: Vec<&'a Reported>,
    /// Current vintages of other sources that disagree with one of them.
    pub(super) conflict: Vec<i64>,
}

impl<'a> SoFar<'a> {
    /// The last of the vintages.
    pub(super) fn latest(&self) -> Option<&'a Reported> {
        self.parts.last().copied()
    }

    /// How firm it is: as the least firm of what it is made of.
    pub(super) fn firmness(&self) -> Option<Basis> {
        firmness::least(self.parts.iter().copied())
    }

    /// Whether all that it is made of was counted.
    pub(super) fn is_counted(&self) -> bool {
        firmness::is_counted(self.firmness())
    }

    /// The period that is asked of so far: the year to date of what is compared whole, else all of the target's.
    pub(super) fn asked_for(&self, case: &Case<'_>) -> Period {
        match (case.indicator.measure, self.latest()) {
            // An average so far is compared with that of the same years.
            (Measure::Rate | Measure::Index, Some(_)) if is_average_growth(case) => self.covered,
            (Measure::Rate | Measure::Index, Some(latest)) if !is_cumulative(case) => latest.outcome.period,
            // A state is compared with the other series' of the same moment.
            (Measure::Level | Measure::Ratio, Some(latest))
                if referred::is_known_only_for(case, latest.outcome.period) =>
            {
                latest.outcome.period
            }
            _ => case.target.period,
        }
    }

    /// Whether it is of the target's own period, and not of the time before it.
    pub(super) fn is_within(&self, case: &Case<'_>) -> bool {
        case.target.period.covers(self.covered)
    }

    /// Whether it is the difference of two figures that begin before it.
    pub(super) fn is_difference(&self) -> bool {
        self.parts.iter().all(|part| part.outcome.period.start() < self.covered.start())
    }

    /// Whether the parts reach to the day.
    pub(super) fn reaches(&self, day: NaiveDate) -> bool {
        self.covered.end() == day
    }

    /// Whether every part is known not to be negative, so that a sum of such parts cannot fall.
    pub(super) fn cannot_fall(&self, case: &Case<'_>) -> bool {
        self.parts.iter().all(|part| {
            let figure = &part.outcome.value.figure;
            match value_of::interval(figure).or_else(|| grown(case, part)) {
                Some(known) => at_least_nothing(case, known).low.is_some_and(|low| !low.at.is_negative()),
                None => matches!(figure, Figure::ShareOfTarget { percent, .. } if !percent.is_negative()),
            }
        })
    }
}

/// What was reached by the day that is judged for, from vintages on the target's caliber.
pub(super) fn so_far<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    match case.indicator.measure {
        Measure::Flow => {
            let ways = [added_up(case), difference::of_two(case)].into_iter().flatten().rev();
            ways.max_by_key(|way| (way.covered.end(), way.is_counted())).or_else(|| year_before::amount(case))
        }
        Measure::Rate if is_cumulative(case) => added_up(case),
        Measure::Rate | Measure::Index => {
            let (start, years) = (case.target.period.start(), case.target.period.years());
            // The figure of one year is not the year to date of several.
            let is_as_wide = |part: Period| years < 2 || part.years() > 1;
            latest(case, |part| part.outcome.period.start() == start && is_as_wide(part.outcome.period))
        }
        Measure::Level if is_average_level(case) => mean::of_years(case),
        Measure::Level => latest(case, |part| !mean::is_less_than_the_year_to_date(case, part)),
        Measure::Ratio | Measure::Grade => latest(case, |_| true),
        Measure::Milestone => expected_so_far(case),
        Measure::Group => None,
    }
}

/// The latest word on what is to be done once, where it says that it will be.
fn expected_so_far<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    let word = latest(case, |part| case.target.period.covers(part.outcome.period))?;
    let is_expected = word.latest().is_some_and(|last| expects_to_attain(&last.outcome.text));
    is_expected.then_some(word)
}

/// The whole years from the start of the target's period that are known together, and their sum.
pub(super) fn whole_years_so_far(case: &Case<'_>) -> Option<(Period, Exact)> {
    let known = |whole: &SoFar<'_>| Some((whole.covered, whole.known?.as_point()?));
    let ways = end_to_end(case, case.target.period).into_values();
    ways.filter(|whole| whole.covered.years() > 0).filter_map(|whole| known(&whole)).next_back()
}

/// The last figure that is known whole years before the target is due: of what adds up for as long a time, of what is a
/// state at the end of such a year.
pub(super) fn at_the_last_year_end(case: &Case<'_>) -> Option<(Period, Exact)> {
    let end = case.target.period.end();
    let adds_up = case.indicator.measure == Measure::Flow;
    let is_at_a_year_end = |part: Period| {
        let left = part.end().succ_opt().and_then(|next| Period::new(next, end).ok());
        part.end() == end || left.is_some_and(|left| left.years() > 0)
    };
    let fits = |vintage: &Reported| {
        let part = vintage.outcome.period;
        is_at_a_year_end(part) && (!adds_up || is_as_long(part, case.target.period))
    };
    let whole = year_before::or_its_parts(case, latest(case, fits))?;
    Some((whole.covered, whole.known?.as_point()?))
}

/// Whether a report was left aside because it follows another caliber than the target.
pub(super) fn only_other_caliber(case: &Case<'_>) -> bool {
    let within = |vintage: &&Reported| {
        let period = vintage.outcome.period;
        case.plan_period().covers(period) && period.end() <= case.on && counts(case, vintage)
    };
    let mut reported = case.reported.iter().filter(within).peekable();
    reported.peek().is_some() && reported.all(|vintage| differs_in_caliber(case, vintage))
}

/// Every period that a vintage answers for, within a period and over by the day that is judged for.
fn answered<'a>(case: &Case<'a>, within: Period) -> Answers<'a> {
    let mut answers = BTreeMap::new();
    for vintage in case.reported {
        let part = vintage.outcome.period;
        if answers.contains_key(&part) || !within.covers(part) || part.end() > case.on {
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

/// The parts that lie end to end from the start of the period and reach furthest.
fn added_up<'a>(case: &Case<'a>) -> Option<SoFar<'a>> {
    let (_, mut whole) = end_to_end(case, case.target.period).pop_last()?;
    let against: Vec<i64> = told_otherwise(case, &whole).into_iter().map(|other| other.id).collect();
    whole.conflict.extend(against);
    whole.conflict.sort_unstable();
    whole.conflict.dedup();
    Some(whole)
}

/// Who reports other numbers of the same days: in parts what is reported as one figure, or in one figure what is in parts.
fn told_otherwise<'a>(case: &Case<'a>, whole: &SoFar<'a>) -> Vec<&'a Reported> {
    let mut against: Vec<&Reported> = Vec::new();
    for part in &whole.parts {
        let said = &part.outcome;
        against.extend(
            all_parts(case, said.period)
                .map(|whole| whole.parts)
                .filter(|parts| contradicts_parts(case, said, parts, true))
                .unwrap_or_default(),
        );
    }
    if whole.parts.len() > 1
        && let Some(together) = own(case, whole.covered)
        && contradicts_parts(case, &together.outcome, &whole.parts, true)
    {
        against.push(together);
    }
    against
}

/// The parts that lie end to end from the start of a period, by the day that comes next. Where several ways reach as far,
/// counted figures go before expectations, and a year to date before its months.
fn end_to_end<'a>(case: &Case<'a>, period: Period) -> BTreeMap<NaiveDate, SoFar<'a>> {
    put_together(case, period, &answered(case, period))
}

/// What answers for each period within another one, and who contradicts it.
type Answers<'a> = BTreeMap<Period, (&'a Reported, Vec<i64>)>;

fn put_together<'a>(
    case: &Case<'a>,
    period: Period,
    answers: &Answers<'a>,
) -> BTreeMap<NaiveDate, SoFar<'a>> {
    let mut reached: BTreeMap<NaiveDate, SoFar<'a>> = BTreeMap::new();
    let compounds = is_cumulative(case);
    for (part, (vintage, conflict)) in answers {
        // The rate of a part of a year is counted from the same part a year before, and makes nothing of the year's; an
        // average is not that of all of its years.
        if compounds && (part.years() == 0 || vintage.outcome.value.average_per_year) {
            continue;
        }
        let figure = &vintage.outcome.value.figure;
        let known = value_of::interval(figure).or_else(|| grown(case, vintage));
        let mut whole = if part.start() == period.start() {
            SoFar { covered: *part, known, parts: Vec::new(), conflict: Vec::new() }
        } else if let Some(before) = kept(case, &reached, part.start()) {
            let (Some(sum), Some(known)) = (before.known, known) else { continue };
            let (sum, known) = (at_least_nothing(case, sum), at_least_nothing(case, known));
            let (Some(sum), Ok(covered)) =
                (together(case, sum, known), Period::new(period.start(), part.end()))
            else {
                continue;
            };
            SoFar { covered, known: Some(sum), ..before }
        } else {
            continue;
        };
        if whole.known.is_none() && !matches!(figure, Figure::ShareOfTarget { .. }) {
            continue;
        }
        whole.parts.push(vintage);
        whole.conflict.extend(conflict);
        let Some(next) = part.end().succ_opt() else { continue };
        // Of the ways to the same day: a figure before a mere share of the whole, the firmest, a number before a bound, the
        // fewest parts.
        let rank = |way: &SoFar<'_>| {
            let is_number = way.known.is_some_and(|known| known.as_point().is_some());
            (way.known.is_some() || way.covered != period, way.firmness(), is_number)
        };
        let better = match reached.get(&next) {
            None => whole,
            Some(way) => match rank(&whole).cmp(&rank(way)) {
                Ordering::Less => continue,
                Ordering::Greater => whole,
                Ordering::Equal => by_both(case, way, &whole),
            },
        };
        reached.insert(next, better);
    }
    let is_bound = |way: &SoFar<'_>| way.known.is_some_and(|known| known.as_point().is_none());
    let bounds = reached.iter().filter(|(_, way)| is_bound(way));
    let bounds: Vec<_> = bounds.filter_map(|(day, _)| Some((*day, kept(case, &reached, *day)?))).collect();
    reached.extend(bounds);
    reached
}

/// Of two ways to the same day that are as firm the one of fewer parts; of two bounds what both leave.
fn by_both<'a>(case: &Case<'_>, one: &SoFar<'a>, other: &SoFar<'a>) -> SoFar<'a> {
    let (fewer, more) = if other.parts.len() < one.parts.len() { (other, one) } else { (one, other) };
    match more.known.filter(|known| known.as_point().is_none() && !is_cumulative(case)) {
        Some(says) => both(more, fewer, says),
        None => fewer.clone(),
    }
}

/// The amount of a part of which only the change is reported, where the amount that it is counted from is known.
fn grown(case: &Case<'_>, vintage: &Reported) -> Option<Interval> {
    demand::followed(case, vintage).map(|(known, _)| known)
}

/// The last report for a part of the target's period.
pub(super) fn last_part<'a>(case: &Case<'a>) -> Option<&'a Reported> {
    let (_, (vintage, _)) =
        answered(case, case.target.period).into_iter().max_by_key(|(part, _)| part.end())?;
    Some(vintage)
}

/// What is compared whole from the start of the period: of the reports that fit the one that reaches furthest.
pub(super) fn year_to_date<'a>(case: &Case<'a>, fits: impl Fn(&Reported) -> bool) -> Option<SoFar<'a>> {
    let period = case.target.period;
    answered(case, period)
        .into_iter()
        .filter(|(part, (vintage, _))| part.start() == period.start() && fits(vintage))
        .max_by_key(|(part, _)| part.end())
        .map(|(covered, (vintage, conflict))| SoFar { covered, known: None, parts: vec![vintage], conflict })
}

/// The figure of the series for a period, on the target's caliber: the one reported for it, or what its parts add up to, or two
/// figures make that end with it and before it, where that is no number or less than one, or less firm than they are.
pub(super) fn figure_for(case: &Case<'_>, period: Period) -> Option<Interval> {
    vintages_of_a_figure(case, period).map(|(known, _)| known)
}

/// The vintages that this figure is made of.
pub(super) fn vintages_for<'a>(case: &Case<'a>, period: Period) -> Vec<&'a Reported> {
    match vintages_of_a_figure(case, period) {
        Some((_, vintages)) => vintages,
        None => own(case, period).into_iter().collect(),
    }
}

/// The same with the vintages that it is made of.
pub(super) fn vintages_of_a_figure<'a>(
    case: &Case<'a>,
    period: Period,
) -> Option<(Interval, Vec<&'a Reported>)> {
    let whole = own(case, period).and_then(|vintage| {
        let figure = &vintage.outcome.value.figure;
        let place = || weigh::place_as_number(case, figure);
        let printed = value_of::interval(figure).or_else(place).map(|known| (known, vec![vintage]));
        printed.or_else(|| demand::followed(case, vintage))
    });
    let is_number = |(known, _): &(Interval, Vec<&Reported>)| known.as_point().is_some();
    let is_counted = |(_, made_of): &(Interval, Vec<&'a Reported>)| {
        firmness::is_counted(firmness::least(made_of.iter().copied()))
    };
    if whole.as_ref().is_some_and(|whole| is_number(whole) && is_counted(whole)) {
        return whole;
    }
    let parts = || {
        let parts = made_of_parts(case, period)?;
        Some((parts.known?, parts.parts))
    };
    match (whole, parts()) {
        (Some(whole), Some(parts)) => {
            let go_before = !is_number(&whole) || (is_counted(&parts) && !is_counted(&whole));
            Some(if is_number(&parts) && go_before { parts } else { whole })
        }
        (whole, parts) => parts.or(whole),
    }
}

/// What a period makes by its parts or by two figures that end with it and before it, those first that were counted.
pub(super) fn made_of_parts<'a>(case: &Case<'a>, period: Period) -> Option<SoFar<'a>> {
    let ways = [difference::of_all(case, period), all_parts(case, period)];
    ways.into_iter().flatten().max_by_key(SoFar::is_counted)
}

/// The report that answers for a period, on the target's caliber.
pub(super) fn own<'a>(case: &Case<'a>, period: Period) -> Option<&'a Reported> {
    let chosen = choose_for(case, period)?;
    (!differs_in_caliber(case, chosen.answer)).then_some(chosen.answer)
}

/// What the parts of a period that are all of it add up to, whatever is reported for the whole.
pub(super) fn all_parts<'a>(case: &Case<'a>, period: Period) -> Option<SoFar<'a>> {
    if case.indicator.measure != Measure::Flow {
        return None;
    }
    let mut answers = answered(case, period);
    answers.remove(&period);
    put_together(case, period, &answers)
        .remove(&period.end().succ_opt()?)
        .filter(|whole| whole.known.is_some())
}

/// The latest figure; of two for the same last day one that was counted before what was expected, then the one for the longer
/// period.
pub(super) fn latest<'a>(case: &Case<'a>, fits: impl Fn(&Reported) -> bool) -> Option<SoFar<'a>> {
    answered(case, case.plan_period())
        .into_iter()
        .filter(|(_, (vintage, _))| fits(vintage))
        .max_by_key(|(part, (vintage, _))| {
            let is_counted =
                firmness::is_counted(Some(vintage.outcome.basis)) && says_how_much(case, vintage);
            (part.end(), is_counted, part.days())
        })
        .map(|(covered, (vintage, conflict))| SoFar {
            covered,
            known: number_for(case, vintage),
            parts: vec![vintage],
            conflict,
        })
}

/// Whether a report gives a figure of its own, be it a number, a grade or an act.
fn says_how_much(case: &Case<'_>, vintage: &Reported) -> bool {
    let figure = &vintage.outcome.value.figure;
    matches!(figure, Figure::Grade { .. } | Figure::Act { .. })
        || number_for(case, vintage).is_some_and(|known| known.as_point().is_some())
}

/// What is known of the number that a report gives, or that follows from the change that it reports over its own period.
fn number_for(case: &Case<'_>, vintage: &Reported) -> Option<Interval> {
    let Outcome { value, period, .. } = &vintage.outcome;
    value_of::interval(&value.figure)
        .or_else(|| demand::number_of_change(case, value, *period).ok().map(|(known, _)| known))
}

/// The figures of the whole years of a period, in order, each with its year: as reported, or of what adds up by its parts where
/// they are firmer.
pub(super) fn by_year(case: &Case<'_>, period: Period) -> Vec<(Period, Exact)> {
    let known = |year| {
        let whole = known_over(case, year)
            .map(|(_, vintage, known)| (known, firmness::is_counted(Some(vintage.outcome.basis))));
        let parts = || made_of_parts(case, year).and_then(|parts| Some((parts.known?, parts.is_counted())));
        let known = match whole {
            Some((known, true)) => known,
            whole => [parts(), whole].into_iter().flatten().max_by_key(|(_, is_counted)| *is_counted)?.0,
        };
        Some((year, known.as_point()?))
    };
    period.whole_years().unwrap_or_default().into_iter().filter_map(known).collect()
}

/// The figures of the years of the target that are over, from its first on: a year that is not known ends them, since what
/// an average over it has been nobody can say. Several of them are together where their average is reported.
pub(super) fn years_so_far<'a>(case: &Case<'a>) -> Vec<(Period, &'a Reported, Exact)> {
    let known = known_years_so_far(case).into_iter();
    known.map_while(|(year, vintage, known)| Some((year, vintage, known.as_point()?))).collect()
}

/// The same with all that is known of them, bounds included.
pub(super) fn known_years_so_far<'a>(case: &Case<'a>) -> Vec<(Period, &'a Reported, Interval)> {
    let years = case.target.period.whole_years().unwrap_or_default();
    let over: Vec<Period> = years.into_iter().filter(|year| year.end() <= case.on).collect();
    // What is known from each year on, from the last one back; before all others what is known from the next one on.
    let mut from: VecDeque<Vec<(Period, &'a Reported, Interval)>> = VecDeque::new();
    for (at, first) in over.iter().enumerate().rev() {
        let ways = over.iter().skip(at).enumerate().filter_map(|(more, last)| {
            let known = known_over(case, Period::new(first.start(), last.end()).ok()?)?;
            let behind = from.get(more).map(Vec::as_slice).unwrap_or_default();
            Some(std::iter::once(known).chain(behind.iter().copied()).collect::<Vec<_>>())
        });
        // Of the ways that reach as far the one year by year.
        let reach =
            |way: &Vec<(Period, &Reported, Interval)>| (way.last().map(|last| last.0.end()), way.len());
        let furthest = ways.max_by_key(reach).unwrap_or_default();
        from.push_front(furthest);
    }
    from.pop_front().unwrap_or_default()
}

/// What is known of a year, or of the average of several years that are not all of the target's.
fn known_over<'a>(case: &Case<'a>, span: Period) -> Option<(Period, &'a Reported, Interval)> {
    let is_one = span.years() == 1;
    let is_average = |vintage: &Reported| vintage.outcome.value.average_per_year;
    let may_be = |vintage: &Reported| vintage.outcome.period == span && is_average(vintage);
    if !is_one && (span == case.target.period || !case.reported.iter().any(may_be)) {
        return None;
    }
    let vintage = own(case, span).filter(|vintage| is_one || is_average(vintage))?;
    Some((span, vintage, value_of::interval(&vintage.outcome.value.figure)?))
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
    let figure = |period: Period| figure_for(case, period).and_then(Interval::as_point);
    let reached = figure(Period::new(whole.start(), until).ok()?)?;
    Some((reached, figure(whole)?))
}

/// Whether two periods have as many months, or as many days where they are not made of months.
pub(super) fn is_as_long(a: Period, b: Period) -> bool {
    match (a.whole_months(), b.whole_months()) {
        (Some(a), Some(b)) => a == b,
        _ => a.days() == b.days(),
    }
}
