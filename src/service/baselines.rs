//! The figure that a target starts from: where its words print it, and what of them is counted from it. It does not know how
//! the words are read.

use chrono::Datelike as _;

use super::{error::Fault, reading};
use crate::domain::{
    assessment::period_before,
    criterion::{Condition, Criterion},
    indicator::{Indicator, Measure},
    period::Period,
    reading::{names_a_base, read_target, starts_at, step_in_brackets},
    target::Baseline,
};

/// The baseline that the words of a target print: of the year that they name, else of the one before the plan. Of a plan for a
/// part of a year a state starts from where it stood right before; what it changes by is counted from elsewhere there.
pub(super) fn printed_baseline(text: &str, plan: Period, indicator: &Indicator) -> Option<Baseline> {
    let context = reading::context_of(indicator);
    let start = starts_at(text, &context)?;
    let asks_a_level = || {
        let is_change = |condition: &Condition| matches!(condition, Condition::Change { .. });
        indicator.measure == Measure::Level
            && read_target(text, &context).is_ok_and(|read| !read.criterion.asks(is_change))
    };
    let period = match (plan.whole_years(), &start.year) {
        (Some(years), Some(year)) => years.first()?.named_beside(year)?,
        (Some(years), None) => years.first()?.counted_from()?,
        (None, None) if asks_a_level() => plan.previous()?,
        (None, _) => return None,
    };
    Some(Baseline { label: period.to_string(), period, value: start.value })
}

/// The same of a target that asks for a change, and of no other.
pub(super) fn printed_base_of_change(
    text: &str,
    criterion: &Criterion,
    period: Period,
    indicator: &Indicator,
) -> Option<Baseline> {
    let asks_a_change = criterion.asks(|condition| matches!(condition, Condition::Change { .. }));
    printed_baseline(text, period, indicator).filter(|_| asks_a_change)
}

/// The criterion with the changes of which the words do not say from what they are counted from the target's own baseline: who
/// gives the figure of 2020 beside 提高5个百分点 for 2025 does not mean the growth of the last year.
///
/// # Errors
/// A fault where the baseline is of a period that words have no name for.
pub(super) fn counted_from_it(
    criterion: Criterion,
    text: &str,
    indicator: &Indicator,
    plan: Period,
    period: Period,
    baseline: Option<&Baseline>,
) -> Result<Criterion, Fault> {
    // In the plan of a year, and in a year on the way, the year before is meant.
    let is_due_after_years = period.years() > 1 || (plan.years() > 1 && plan.end() == period.end());
    let baseline = baseline.filter(|_| is_due_after_years);
    let Some(baseline) = baseline.filter(|baseline| fits(indicator.measure, baseline.period, period)) else {
        return Ok(criterion);
    };
    let name = name_beside(indicator.measure, baseline.period, period);
    let counted = criterion.clone().counted_from(name.as_deref().unwrap_or(&baseline.label));
    if counted == criterion || names_a_base(text) {
        return Ok(criterion);
    }
    if name.is_some() {
        return Ok(counted);
    }
    let detail = format!(
        "the words do not say from what the change is counted, and a baseline for {} cannot be named in them; give the \
         baseline of a year, or say in the words from what the change is counted (比上年, 较2020年)",
        baseline.period
    );
    Err(Fault::new("baseline_period", &baseline.label, "other_period", detail))
}

/// What a number in the brackets of a table over several years asks of a state whose figure before them is given: 〔1〕 of 77.3
/// is a rise by 1 over the years. A number that is no less than what it would be added to is no such rise.
pub(super) fn risen_in_brackets(
    text: &str,
    indicator: &Indicator,
    plan: Period,
    period: Period,
    baseline: Option<&Baseline>,
) -> Option<Criterion> {
    let is_over_all = plan.years() > 1 && plan.end() == period.end();
    let baseline = baseline.filter(|baseline| is_over_all && baseline.period.end() < plan.start())?;
    let words = step_in_brackets(text, &reading::context_of(indicator))?;
    let criterion = reading::criterion("target", &words, indicator, Some(period), None, None).ok()?;
    let Condition::Change { by, .. } = &criterion.condition else { return None };
    if !(by.is_positive() && *by < baseline.value) {
        return None;
    }
    counted_from_it(criterion, &words, indicator, plan, period, Some(baseline)).ok()
}

/// The words of a target without the last year of its plan, where they ask for a change that is counted from the target's own
/// baseline: reduce by 50% by 2025, halve by 2025, halve, of a plan to 2025 and a figure of 2019. Alone they leave open of which earlier
/// figure the half is.
pub(super) fn without_its_end<'a>(
    text: &'a str,
    indicator: &Indicator,
    plan: Period,
    period: Option<Period>,
    baseline: Option<&Baseline>,
) -> &'a str {
    let rest = || {
        let period = period.filter(|period| plan.years() > 1 && plan.end() == period.end())?;
        let baseline = baseline.filter(|baseline| baseline.period.end() < period.start())?;
        let year = period.end().year();
        let said = text.trim();
        let ends = [format!(" by {year}"), format!(" by the end of {year}")];
        let dated = ends.iter().find_map(|end| said.strip_suffix(end.as_str()));
        let is_half = dated.unwrap_or(said).eq_ignore_ascii_case("halve");
        let rest = if is_half { "reduce by 50%" } else { dated? };
        let read = |words| reading::criterion("target", words, indicator, Some(period), Some(plan), None);
        let is_change = |condition: &Condition| matches!(condition, Condition::Change { .. });
        let asked = read(rest).ok().filter(|asked| asked.asks(is_change) && read(text).is_err())?;
        let counted = counted_from_it(asked.clone(), rest, indicator, plan, period, Some(baseline)).ok()?;
        // The figure right before is counted from anyway.
        let measure = indicator.measure;
        let is_before = || {
            period_before(measure, period).is_some_and(|before| measure.is_figure_of(baseline.period, before))
        };
        (counted != asked || is_before()).then_some(rest)
    };
    rest().unwrap_or(text)
}

/// Whether a change for a period can be counted from the figure of an earlier one, which is not the one that it is counted
/// from anyway.
fn fits(measure: Measure, earlier: Period, period: Period) -> bool {
    let is_before =
        period_before(measure, period).is_some_and(|before| measure.is_figure_of(earlier, before));
    // What adds up over another time is no figure to count from.
    let is_alike =
        measure.is_state() || earlier.years() == 1 && period.years() > 0 || is_as_long(earlier, period);
    earlier.end() < period.start() && !is_before && is_alike
}

fn is_as_long(one: Period, other: Period) -> bool {
    one.whole_months().is_some_and(|months| other.whole_months() == Some(months))
}

/// The name that words have for the period: that of a year, or of the year at the end of which a state is.
fn name_beside(measure: Measure, baseline: Period, period: Period) -> Option<String> {
    let is_named =
        |name: &String| period.named_beside(name).is_some_and(|named| measure.is_figure_of(named, baseline));
    let last = baseline.end().year();
    let calendar = format!("{last:04}");
    let financial = format!("{:04}-{:02}", last - 1, last % 100);
    [calendar, financial].into_iter().find(is_named)
}
