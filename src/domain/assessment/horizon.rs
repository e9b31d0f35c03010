//! Targets over several years: averages that compound, end-year levels, sums. What was reached in the years
//! reported and what the years left must bring. Roots are for show; verdicts compare exact products.

use chrono::NaiveDate;

use super::{
    Case, Evidence, Known, Reported, Unavailable, Verdict,
    averaged_parts::{self, Part},
    choose::{Chosen, choose_for},
    compounding::{a_year, as_factor, factor_of, is_cumulative},
    demand::Demand,
    firmness::goes_before,
    interval::Interval,
    named_base,
    parts::{
        SoFar, at_the_last_year_end, by_year, conflicts, known_years_so_far, vintages_of_a_figure,
        whole_years_so_far, years_so_far,
    },
    reported_change::ByChange,
    root::{factor, growth_percent, power, root},
    starting_point, value_of,
    weigh::{self, Finding, number_against},
    whole,
    yearly_growth::Compounded,
};
use crate::domain::{
    criterion::Condition,
    indicator::{Measure, words},
    outcome::Outcome,
    period::Period,
    quantity::Exact,
    target::Target,
};

words! {
    /// How the years of a target make up the whole.
    HorizonKind, "horizon" {
        /// Yearly growth rates that compound to an average.
        AverageGrowth = "average_growth",
        /// A level or a yearly amount due in the last year.
        EndYear = "end_year",
        /// A sum over the years.
        Sum = "sum",
        /// Yearly changes that compound to the change over all years.
        CumulativeChange = "cumulative_change",
    }
}

/// The several years of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Horizon {
    /// How the years make up the whole.
    pub kind: HorizonKind,
    /// The years of the target; for an end-year target those from the baseline, or else those of the plan, to the year that it
    /// is due.
    pub years: usize,
    /// The years reported.
    pub years_reported: usize,
    /// The years left.
    pub years_left: usize,
    /// The last period reported, and its figure in the unit.
    pub last: Option<(Period, Exact)>,
    /// The average so far: change a year in percent, compounded; of a sum the amount a year, in the unit.
    pub average_so_far: Known,
    /// What each of the years left must bring: change in percent, or for a sum the amount in the unit.
    pub needed_a_year: Known,
    /// Whether some year reported brought as much as the years left must: `Some(true)`; `Some(false)` where no
    /// year is left and the target is not reached; `None` where it would take more than any year brought.
    pub reachable: Option<bool>,
}

/// A target that is an average of yearly growth: the years reported, and what they say.
pub(super) struct Averaged<'a> {
    /// The whole.
    pub(super) horizon: Horizon,
    /// What the years so far say about the same average over as many years, compared as exact products.
    pub(super) finding: Finding,
    /// The average that is asked; `None` where it is not known.
    pub(super) asked: Option<Demand>,
    /// The years as what was reached so far; its number is the average, for show.
    pub(super) so_far: SoFar<'a>,
    /// Whether every year of the target is reported.
    pub(super) complete: bool,
}

/// Whether the target is an average of yearly growth over several years.
pub(super) fn is_average_growth(case: &Case<'_>) -> bool {
    averaged_parts::of(case).is_some()
}

/// Whether the target is the mean of the levels of several years.
pub(super) fn is_average_level(case: &Case<'_>) -> bool {
    is_average(case) && case.indicator.measure == Measure::Level
}

/// Whether a growth a year can be the average of a plan of several years: of what goes on from year to year.
pub(super) fn is_average_of_amounts(case: &Case<'_>) -> bool {
    matches!(case.indicator.measure, Measure::Flow | Measure::Level) && case.plan_period().years() > 1
}

/// The target as it is judged where it asks amounts to grow over several years: at its last year, and the report of all of the years
/// that gives way to that year's figure, with what it says. `None` where the target asks for something else, or where what was
/// reported for all of the years is a growth or a word itself that stands.
pub(super) fn at_its_last_year<'a>(case: &Case<'a>) -> Option<(Target, Option<(&'a Reported, Finding)>)> {
    let target = of_its_last_year(case)?;
    let condition = &case.target.criterion.as_ref()?.condition;
    let says_it = |chosen: &Chosen<'_>| {
        let value = &chosen.answer.outcome.value;
        value_of::interval(&value.figure).is_none()
            || !weigh::by_changes(case, condition, value, case.target.period).is_empty()
    };
    let Some(chosen) = choose_for(case, case.target.period).filter(says_it) else {
        return Some((target, None));
    };
    let finding = whole::weigh(case, chosen.answer, None);
    let last = Case { target: &target, plan_period: Some(case.plan_period()), ..*case };
    let gives_way = finding.settles_nothing()
        || vintages_of_a_figure(&last, target.period).is_some_and(|(known, made_of)| {
            let refuted = || weigh::known_against(&last, condition, known, target.period).verdict;
            goes_before(&made_of, &chosen.answer.outcome, || refuted() == Verdict::Disproved)
        });
    let passed_over = (chosen.answer, finding);
    gives_way.then_some((target, Some(passed_over)))
}

/// The target for its last year where it asks amounts to grow by so much a year over several years, or over the amount of one
/// earlier year, since that is the figure which the growth leads to: what the years add up to is none.
pub(super) fn of_its_last_year(case: &Case<'_>) -> Option<Target> {
    let adds_up = case.indicator.measure == Measure::Flow;
    let years = case.target.period;
    if years.years() < 2 {
        return None;
    }
    let mut grows = false;
    let criterion = case.target.criterion.as_ref()?;
    criterion.visit(&mut |condition| {
        if let Condition::Change { from, average_per_year, .. } = condition {
            let is_of_a_year =
                || named_base::in_case(case, from, years).is_some_and(|base| base.years() == 1);
            grows |= *average_per_year || (adds_up && is_of_a_year());
        }
    });
    let years = case.target.period.whole_years().filter(|years| years.len() > 1)?;
    if !grows || !is_average_of_amounts(case) {
        return None;
    }
    Some(Target { period: *years.last()?, ..case.target.clone() })
}

fn is_average(case: &Case<'_>) -> bool {
    let averaged = case.target.criterion.as_ref().is_some_and(|criterion| {
        matches!(
            criterion.condition,
            Condition::Threshold { average_per_year: true, .. }
                | Condition::Range { average_per_year: true, .. }
        )
    });
    averaged && case.target.period.years() > 1
}

/// The average of yearly growth so far. With n years, growth g asked and gᵢ reported in k of them, the years
/// left need ((1 + g)ⁿ / Π(1 + gᵢ))^(1/(n − k)) − 1 a year. An index has 100 for no change.
pub(super) fn averaged<'a>(case: &Case<'a>, asked: Part<'_>) -> Option<Averaged<'a>> {
    let n = case.target.period.years();
    let years = years_so_far(case);
    let k = years.iter().map(|(span, _, _)| span.years()).sum();
    if let Some(bounded) = averaged_of_bounds(case, asked, n) {
        return Some(bounded);
    }
    let (first, last) = (years.first()?, years.last()?);
    let mut product = Exact::ONE;
    for (span, _, number) in &years {
        let each = factor_of(case, *number).filter(|factor| factor.is_positive())?;
        product = product.times(power(each, span.years())?)?;
    }
    let average = a_year(case, product, k)?;
    let covered = Period::new(first.0.start(), last.0.end()).ok()?;
    let finding = against_the_product(case, asked, covered, k, Interval::point(product));
    let number = asked.average(case, covered).ok();
    let needed = if n == k {
        Err(Unavailable::NO_TIME_LEFT)
    } else {
        let number = number.filter(|_| asked.is_a_number());
        let needed = || {
            let whole = power(factor_of(case, number?.threshold()?)?, n)?;
            a_year(case, whole.over(product)?, n - k)
        };
        needed().ok_or(Unavailable::TARGET_WITHOUT_NUMBER)
    };
    let numbers = years.iter().map(|(_, _, number)| *number);
    Some(Averaged {
        horizon: Horizon {
            kind: HorizonKind::AverageGrowth,
            years: n,
            years_reported: k,
            years_left: n - k,
            last: Some((last.0, last.2)),
            average_so_far: Ok(average),
            needed_a_year: needed,
            reachable: number.and_then(|asked| reachable(&asked, needed, numbers, finding.verdict)),
        },
        finding,
        asked: number,
        so_far: SoFar {
            covered,
            known: Some(Interval::point(average)),
            parts: years.iter().map(|(_, vintage, _)| *vintage).collect(),
            conflict: conflicts(case, years.iter().map(|(year, _, _)| *year)),
        },
        complete: n == k,
    })
}

/// The average of years of which some are known only within bounds: no number, and a verdict where the bounds settle it.
/// `None` where each is known; and on the way where the bounds leave it open, since a year of which too little is known ends
/// what is known of the average.
fn averaged_of_bounds<'a>(case: &Case<'a>, asked: Part<'_>, n: usize) -> Option<Averaged<'a>> {
    let years = known_years_so_far(case);
    let k = years.iter().map(|(span, _, _)| span.years()).sum();
    if years.iter().all(|(_, _, known)| known.as_point().is_some()) {
        return None;
    }
    let mut product = Interval::point(Exact::ONE);
    for (span, _, known) in &years {
        let each = as_factor(case, *known)?;
        product = (0..span.years()).try_fold(product, |product, _| product.times_positive(each))?;
    }
    let (first, last) = (years.first()?, years.last()?);
    let covered = Period::new(first.0.start(), last.0.end()).ok()?;
    let finding = against_the_product(case, asked, covered, k, product);
    if k < n && finding.verdict == Verdict::Open {
        return None;
    }
    let mut parts: Vec<&Reported> = years.iter().map(|(_, vintage, _)| *vintage).collect();
    if finding.verdict == Verdict::Open
        && let Some(at) = years.iter().position(|(_, _, known)| known.as_point().is_none())
    {
        // The year of which too little is known is the one that leaves it open.
        let unknown = parts.remove(at);
        parts.push(unknown);
    }
    Some(Averaged {
        horizon: Horizon {
            kind: HorizonKind::AverageGrowth,
            years: n,
            years_reported: k,
            years_left: n - k,
            last: last.2.as_point().map(|number| (last.0, number)),
            average_so_far: Err(Unavailable::NO_NUMBER),
            needed_a_year: Err(if k == n { Unavailable::NO_TIME_LEFT } else { Unavailable::NO_NUMBER }),
            reachable: None,
        },
        finding,
        asked: asked.average(case, covered).ok(),
        so_far: SoFar {
            covered,
            known: None,
            parts,
            conflict: conflicts(case, years.iter().map(|(year, _, _)| *year)),
        },
        complete: k == n,
    })
}

/// What the product of so many years says of a part of what is asked.
fn against_the_product(
    case: &Case<'_>,
    asked: Part<'_>,
    covered: Period,
    years: usize,
    product: Interval,
) -> Finding {
    match asked.product(case, covered, years) {
        Ok(Some(asked)) => number_against(&asked, grown(case, product)),
        Ok(None) => Finding::new(Verdict::Open, Evidence::Undemonstrated),
        Err(reason) => Finding::obstacle(reason),
    }
}

/// The product of the years turned so that it grows with what is reported of them: what is left shrinks with a reduction.
pub(super) fn grown(case: &Case<'_>, product: Interval) -> Interval {
    if case.indicator.is_reduction { product.negated() } else { product }
}

/// The several years of a target that is a sum over them, or a figure due in a later year.
pub(super) fn of(case: &Case<'_>, so_far: &SoFar<'_>, asked: &Demand) -> Option<Horizon> {
    let reached = number_against(asked, Interval::point(so_far.known?.as_point()?)).verdict;
    let years = case.target.period.years();
    match case.indicator.measure {
        Measure::Flow if years == 0 => None,
        Measure::Flow if so_far.is_within(case) && years > 1 => sum(case, reached, asked),
        Measure::Rate if is_cumulative(case) => cumulative_change(case, reached, asked),
        Measure::Level if is_average_level(case) => None,
        Measure::Flow | Measure::Level if years > 1 || case.plan_period().years() > 1 => {
            end_year(case, reached, asked)
        }
        _ => None,
    }
}

/// The years of a sum, by those that are known whole; a part of the next one does not make it a year.
fn sum(case: &Case<'_>, so_far: Verdict, asked: &Demand) -> Option<Horizon> {
    let (covered, reached) = whole_years_so_far(case)?;
    let left = years_between(covered, case.target.period.end());
    let shared = |amount: Option<Exact>, years: usize| {
        if years == 0 {
            return Err(Unavailable::NO_TIME_LEFT);
        }
        let share = || amount?.over(Exact::from(i64::try_from(years).ok()?));
        share().ok_or(Unavailable::OUT_OF_RANGE)
    };
    let needed = shared(asked.threshold().and_then(|target| target.minus(reached)), left);
    let numbers = by_year(case, covered).into_iter().map(|(_, number)| number);
    Some(Horizon {
        kind: HorizonKind::Sum,
        years: case.target.period.years(),
        years_reported: covered.years(),
        years_left: left,
        last: Some((covered, reached)),
        average_so_far: shared(Some(reached), covered.years()),
        needed_a_year: needed,
        reachable: reachable(asked, needed, numbers, so_far),
    })
}

/// The years of a change over all of them, by those that are known together.
fn cumulative_change(case: &Case<'_>, so_far: Verdict, asked: &Demand) -> Option<Horizon> {
    let (covered, reached) = whole_years_so_far(case)?;
    let (known, left) = (covered.years(), years_between(covered, case.target.period.end()));
    let kept = factor_of(case, reached).filter(|kept| kept.is_positive());
    let needed = || {
        let asked = asked.threshold().ok_or(Unavailable::TARGET_WITHOUT_NUMBER)?;
        if left == 0 {
            return Err(Unavailable::NO_TIME_LEFT);
        }
        let whole = factor_of(case, asked).filter(|whole| whole.is_positive());
        let each = whole.zip(kept).and_then(|(whole, kept)| a_year(case, whole.over(kept)?, left));
        each.ok_or(Unavailable::SIGN_CHANGE)
    };
    let needed = needed();
    let numbers = by_year(case, covered).into_iter().map(|(_, number)| number);
    Some(Horizon {
        kind: HorizonKind::CumulativeChange,
        years: case.target.period.years(),
        years_reported: known,
        years_left: left,
        last: Some((covered, reached)),
        average_so_far: kept.and_then(|kept| a_year(case, kept, known)).ok_or(Unavailable::SIGN_CHANGE),
        needed_a_year: needed,
        reachable: reachable(asked, needed, numbers, so_far),
    })
}

/// The years to a figure that is due in a later one, by the last figure at the end of a whole year.
fn end_year(case: &Case<'_>, so_far: Verdict, asked: &Demand) -> Option<Horizon> {
    let (covered, reached) = at_the_last_year_end(case)?;
    let left = years_between(covered, case.target.period.end());
    let needed = asked
        .threshold()
        .ok_or(Unavailable::TARGET_WITHOUT_NUMBER)
        .and_then(|target| growth(reached, target, left));
    let mut figures: Vec<(NaiveDate, Exact)> = by_year(case, case.plan_period())
        .into_iter()
        .filter(|(year, _)| year.end() <= case.on)
        .map(|(year, number)| (year.end(), number))
        .collect();
    let years_reported = figures.len();
    let start = starting_point(case);
    if let Some(start) = start {
        figures.insert(0, start);
    }
    let steps = figures.iter().zip(figures.iter().skip(1)).filter_map(|(before, after)| {
        let year = Period::new(before.0.succ_opt()?, after.0).ok()?;
        if year.years() == 1 { growth(before.1, after.1, 1).ok() } else { None }
    });
    let since = start.and_then(|(day, value)| {
        let passed = Period::new(day.succ_opt()?, covered.end()).ok()?;
        Some((value, passed.years()))
    });
    Some(Horizon {
        kind: HorizonKind::EndYear,
        years: since.map_or_else(|| of_the_plan(case), |(_, years)| left + years),
        years_reported,
        years_left: left,
        last: Some((covered, reached)),
        average_so_far: since
            .ok_or(Unavailable::NO_BASELINE)
            .and_then(|(value, years)| growth(value, reached, years)),
        needed_a_year: needed,
        reachable: reachable(asked, needed, steps, so_far),
    })
}

/// The years of an average growth of amounts, by the growth that the report of each year prints.
pub(super) fn of_yearly_growth(
    case: &Case<'_>,
    change: &ByChange,
    grown: &Compounded<'_>,
    last: &Outcome,
    so_far: Verdict,
) -> Horizon {
    let (known, left) = (grown.years(), years_between(last.period, case.target.period.end()));
    let kept = grown.factor.as_point();
    let needed = || {
        let asked = change.asked.threshold().ok_or(Unavailable::TARGET_WITHOUT_NUMBER)?;
        if left == 0 {
            return Err(Unavailable::NO_TIME_LEFT);
        }
        let kept = kept.ok_or(Unavailable::NO_NUMBER)?;
        let each = || growth_percent(root(power(factor(asked)?, known + left)?.over(kept)?, left)?);
        each().ok_or(Unavailable::SIGN_CHANGE)
    };
    let needed = needed();
    let growths = grown.growths.iter().filter_map(|growth| growth.as_point());
    Horizon {
        kind: HorizonKind::EndYear,
        years: known + left,
        years_reported: known,
        years_left: left,
        last: value_of::number(&last.value.figure).map(|number| (last.period, number)),
        average_so_far: grown.average().and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER),
        needed_a_year: needed,
        reachable: reachable(&change.asked, needed, growths, so_far),
    }
}

/// The years of the plan until the target is due.
fn of_the_plan(case: &Case<'_>) -> usize {
    Period::new(case.plan_period().start(), case.target.period.end()).map_or(0, Period::years)
}

/// The yearly growth, in percent, that leads from one figure to another; only between positive figures.
fn growth(from: Exact, to: Exact, years: usize) -> Known {
    if years == 0 {
        return Err(Unavailable::NO_TIME_LEFT);
    }
    if !from.is_positive() || !to.is_positive() {
        return Err(Unavailable::SIGN_CHANGE);
    }
    let grown = || growth_percent(root(to.over(from)?, years)?);
    grown().ok_or(Unavailable::OUT_OF_RANGE)
}

fn years_between(last: Period, end: NaiveDate) -> usize {
    last.end().succ_opt().and_then(|next| Period::new(next, end).ok()).map_or(0, Period::years)
}

/// Whether the best year so far was as good as each of the years left must be.
fn reachable(
    asked: &Demand,
    needed: Known,
    reported: impl Iterator<Item = Exact>,
    so_far: Verdict,
) -> Option<bool> {
    match (needed, so_far) {
        (_, Verdict::Proved) => Some(true),
        (Err(Unavailable::NO_TIME_LEFT), Verdict::Disproved) => Some(false),
        (Err(_), _) => None,
        (Ok(needed), _) => {
            let good = match (asked.floor, asked.ceiling) {
                (Some(_), None) => reported.max().is_some_and(|best| best >= needed),
                (None, Some(_)) => reported.min().is_some_and(|best| best <= needed),
                _ => false,
            };
            good.then_some(true)
        }
    }
}
