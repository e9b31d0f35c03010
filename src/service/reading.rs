//! Reading phrases for people: what a phrase is read as, or a fault that says where and why not.

use super::{error::Fault, fields::Fields};
pub use crate::domain::reading::context_of;
use crate::domain::{
    code::Code,
    criterion::{Condition, Criterion},
    indicator::{Direction, Indicator, Measure},
    period::Period,
    reading::{
        Context, OutcomeReading, TargetReading, counts_the_fall, day_within, read_outcome,
        read_outcome_of_years, read_target, read_target_of_a_year,
    },
    reduction::names_what_should_fall,
};

/// A phrase with the indicator it is to be read for, as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The phrase as published.
    pub phrase: String,
    /// The indicator's unit; empty where there is none.
    pub unit: String,
    /// How the number behaves in time.
    pub measure: String,
    /// Which way is better.
    pub direction: Option<String>,
    /// Whether the indicator is itself a reduction.
    pub is_reduction: bool,
}

/// What an indicator brings to the reading, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    unit: String,
    measure: Measure,
    direction: Option<Direction>,
    is_reduction: bool,
}

impl Setting {
    /// What takes part in the reading.
    pub fn context(&self) -> Context<'_> {
        Context {
            unit: &self.unit,
            measure: self.measure,
            direction: self.direction,
            is_reduction: self.is_reduction,
            scale: &[],
        }
    }
}

impl Question {
    /// What the indicator brings to the reading.
    ///
    /// # Errors
    /// The faults of the fields other than the phrase.
    pub fn setting(&self) -> Result<Setting, Vec<Fault>> {
        let mut fields = Fields::default();
        let measure: Option<Measure> = fields.word("measure", &self.measure);
        let direction = fields.optional_word("direction", self.direction.as_deref());
        if measure.is_some_and(Measure::needs_direction)
            && self.direction.as_deref().is_none_or(str::is_empty)
        {
            let detail = "this measure needs a direction; write higher, lower or on_target";
            fields.fault("direction", "", "missing", detail);
        }
        let unit = fields.unit(&self.unit);
        fields.finish()?;
        let Some(measure) = measure else { return Err(Vec::new()) };
        Ok(Setting { unit, measure, direction, is_reduction: self.is_reduction })
    }
}

/// Reads a target phrase.
///
/// # Errors
/// A fault of the field.
pub fn target(field: &str, phrase: &str, context: &Context<'_>) -> Result<TargetReading, Fault> {
    read_target(phrase, context).map_err(|refusal| Fault::unread(field, phrase, refusal))
}

/// What the words of a target ask of an indicator for a period: the day of a milestone that leaves its year to the period,
/// and the series that a relative one means, included.
///
/// # Errors
/// A fault of the field.
pub fn criterion(
    field: &str,
    phrase: &str,
    indicator: &Indicator,
    period: Option<Period>,
    relative_to: Option<&Code>,
) -> Result<Criterion, Fault> {
    let context = context_of(indicator);
    let is_for_a_year = period.and_then(Period::whole_years).is_some_and(|years| years.len() == 1);
    let read = if is_for_a_year { read_target_of_a_year } else { read_target };
    let read = read(phrase, &context).map_err(|refusal| Fault::unread(field, phrase, refusal))?;
    let mut criterion = read.criterion;
    if counts_the_fall(phrase, &context) || counts_it_by_name(&criterion, indicator) {
        let detail = "the words ask for a fall of something of which more is better: of an indicator that counts the fall \
                      itself, so that reports of a fall are positive numbers; mark the indicator so (is_reduction: true), \
                      or limit the fall (降幅不超过5%)";
        return Err(Fault::new(field, phrase, "reduction_unmarked", detail));
    }
    if let (Condition::Milestone { by: by @ None, .. }, Some(period)) = (&mut criterion.condition, period) {
        *by = day_within(phrase, period).map_err(|refusal| Fault::unread(field, phrase, refusal))?;
    }
    if period.is_some_and(|period| period.years() > 1) {
        averaged_by_name(&mut criterion.condition, indicator);
    }
    Ok(match relative_to {
        Some(to) => criterion.referring_to(to),
        None => criterion,
    })
}

/// Whether a target asks a rate above zero of what should fall, where more of the rate is better and the indicator is not marked.
fn counts_it_by_name(criterion: &Criterion, indicator: &Indicator) -> bool {
    let is_above_zero = |condition: &Condition| match condition {
        Condition::Threshold { value, .. } | Condition::Range { low: value, .. } => value.is_positive(),
        _ => false,
    };
    indicator.measure == Measure::Rate
        && indicator.direction == Some(Direction::Higher)
        && !indicator.is_reduction
        && names_what_should_fall(&indicator.name_zh)
        && criterion.asks(is_above_zero)
}

/// A growth that is asked over several years is the average of them where the indicator's name says so: 年均增速. A reduction
/// over several years is that of all of them together.
fn averaged_by_name(condition: &mut Condition, indicator: &Indicator) {
    let is_average = indicator.name_zh.contains("年均")
        || indicator.name_en.to_ascii_lowercase().contains("average annual growth");
    let is_growth = indicator.measure == Measure::Rate && !indicator.is_reduction;
    if let Condition::Threshold { average_per_year, .. } | Condition::Range { average_per_year, .. } =
        condition
    {
        *average_per_year |= is_average && is_growth;
    }
}

/// Reads an outcome phrase.
///
/// # Errors
/// A fault of the field.
pub fn outcome(field: &str, phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Fault> {
    read_outcome(phrase, context).map_err(|refusal| Fault::unread(field, phrase, refusal))
}

/// Reads an outcome phrase that is reported for several years.
///
/// # Errors
/// A fault of the field.
pub fn outcome_of_years(field: &str, phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Fault> {
    read_outcome_of_years(phrase, context).map_err(|refusal| Fault::unread(field, phrase, refusal))
}
