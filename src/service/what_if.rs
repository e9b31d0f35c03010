//! What would follow: a target phrase against an outcome phrase, judged by the same engine, nothing stored.

use chrono::{Datelike, NaiveDate};

use super::{
    Plantrack, Remarks, Stored, Vintage,
    baselines::printed_base_of_change,
    error::{Fault, Faults, ServiceError},
    fields::Fields,
    knowledge::Assessed,
    no_sum, other_years,
    outcomes::{read_basis, read_value},
    reading::{self, Question},
    shown::Shown,
    subgroups,
};
use crate::domain::{
    assessment::{Assessment, Case, Reference, Reported, Step, assess, period_before},
    code::Code,
    criterion::Criterion,
    indicator::{Aggregation, Indicator, Nature},
    outcome::{Basis, Outcome},
    period::Period,
    plan::{MOST_YEARS, PlanRules, is_too_long},
    quantity::Exact,
    reading::counts_the_fall,
    series::Series,
    target::Target,
    value::Value,
};

/// A case to be judged, as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// The target phrase.
    pub target: String,
    /// The outcome phrase; `None` or empty: nothing is reported.
    pub outcome: Option<String>,
    /// The share of the target as published beside the outcome (`58.6%`).
    pub share_of_target: Option<String>,
    /// The unit; empty where there is none.
    pub unit: String,
    /// How the number behaves in time.
    pub measure: String,
    /// Which way is better.
    pub direction: Option<String>,
    /// Whether the indicator is itself a reduction; as the target's words say where nothing is said.
    pub is_reduction: Option<bool>,
    /// The period of the target; the calendar year of the day it is judged for where nothing is said.
    pub period: Option<String>,
    /// The period of the outcome; that of the target where nothing is said.
    pub outcome_period: Option<String>,
    /// How firm the outcome is; final where nothing is said.
    pub basis: Option<String>,
    /// The day it is judged for; today where nothing is said.
    pub on: Option<String>,
    /// The outcome phrase of the period before, for a target that is a change.
    pub previous: Option<String>,
    /// The outcome phrase of the series that a relative target refers to.
    pub reference: Option<String>,
    /// How far from the number “about” may be, in the unit.
    pub tolerance: Option<String>,
    /// The caliber that the target was set on.
    pub target_caliber: Option<String>,
    /// The caliber that the outcome follows.
    pub caliber: Option<String>,
}

/// What the case was read as, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The indicator as it was described.
    pub indicator: Indicator,
    /// The target.
    pub target: Target,
    /// The outcome; `None` where nothing is reported.
    pub outcome: Option<Outcome>,
    /// The day it was judged for.
    pub on: NaiveDate,
    /// What follows.
    pub assessment: Assessment,
}

impl From<Judged> for Assessed {
    /// In the shape of a scorecard's row, of which nothing is stored.
    fn from(judged: Judged) -> Self {
        let Judged { indicator, target, outcome, on: _, assessment } = judged;
        Self {
            indicator,
            target: Stored { id: 0, version: 0, recorded: 0, item: target },
            outcome: outcome.map(|outcome| Vintage { id: OUTCOME, outcome, share_text: String::new() }),
            conflict: Vec::new(),
            assessment,
            remarks: Remarks::default(),
            parent_path: None,
            shown: Shown::default(),
            lacks_deviation_note: false,
        }
    }
}

const OUTCOME: i64 = 1;
const PREVIOUS: i64 = 2;
const REFERENCE: i64 = 3;
/// How a report says that it has no amount.
const NOTHING: &str = "—";

impl Plantrack {
    /// Judges a case; nothing is stored.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with the faults of its fields.
    pub fn judge(&self, case: &WhatIf) -> Result<Judged, ServiceError> {
        judge(case, self.clock.today())
    }
}

/// The fields of a case, read.
struct Read {
    indicator: Indicator,
    on: NaiveDate,
    period: Period,
    outcome_period: Period,
    basis: Basis,
    tolerance: Option<Exact>,
    target_caliber: Option<Code>,
    caliber: Option<Code>,
    criterion: Criterion,
    value: Option<Value>,
    previous: Option<Value>,
    reference: Option<Value>,
}

/// Judges a case on a day, or for the day that it names.
///
/// # Errors
/// [`ServiceError::Refused`] with the faults of its fields.
pub fn judge(case: &WhatIf, today: NaiveDate) -> Result<Judged, ServiceError> {
    let read = read(case, today).map_err(ServiceError::from)?;
    let Read { indicator, on, period, outcome_period, criterion, .. } = read;
    let reference_code = named("reference").map_err(Faults::from)?;
    let series = Series::whole(indicator.code.clone());
    // Of a number the start that is printed beside it is not asked for here.
    let baseline = printed_base_of_change(case.target.trim(), &criterion, period, &indicator);
    let target = Target {
        series: series.clone(),
        period,
        text: case.target.trim().to_owned(),
        criterion: Some(criterion.referring_to(&reference_code)),
        nature: Nature::Anticipatory,
        no: None,
        parent: None,
        section_zh: String::new(),
        section_en: String::new(),
        position: 0,
        caliber: read.target_caliber,
        relative_to: Some(reference_code.clone()),
        tolerance: read.tolerance,
        baseline,
        waypoints: Vec::new(),
        source: String::new(),
        note: String::new(),
    };
    let report =
        |id: i64, series: &Series, period: Period, text: &Option<String>, value: Value, caliber| Reported {
            id,
            recorded: id,
            outcome: Outcome {
                series: series.clone(),
                period,
                text: filled(text.as_ref()).unwrap_or_default(),
                value,
                basis: read.basis,
                caliber,
                source: String::new(),
                reported_on: on,
                note: String::new(),
            },
        };
    let mut reported = Vec::new();
    if let Some(value) = read.value {
        reported.push(report(OUTCOME, &series, outcome_period, &case.outcome, value, read.caliber));
    }
    if let (Some(value), Some(before)) = (read.previous, period_before(indicator.measure, period)) {
        reported.push(report(PREVIOUS, &series, before, &case.previous, value, target.caliber.clone()));
    }
    let other = Series::whole(reference_code.clone());
    let references: Vec<Reference> = read
        .reference
        .map(|value| Reference {
            indicator: reference_code,
            unit: None,
            reported: vec![report(REFERENCE, &other, outcome_period, &case.reference, value, None)],
        })
        .into_iter()
        .collect();
    let mut assessment = assess(&Case {
        rules: PlanRules::default(),
        reported: &reported,
        references: &references,
        baseline: target.baseline.as_ref(),
        ..Case::new(&indicator, &target, on)
    });
    // What is only supposed was reported on no day.
    for step in &mut assessment.steps {
        if let Step::Chosen { reported_on, .. } = step {
            *reported_on = None;
        }
    }
    let outcome =
        reported.into_iter().find(|reported| reported.id == OUTCOME).map(|reported| reported.outcome);
    Ok(Judged { indicator, target, outcome, on, assessment })
}

fn filled(text: Option<&String>) -> Option<String> {
    text.cloned().filter(|text| !text.trim().is_empty())
}

fn named(code: &str) -> Result<Code, Fault> {
    Code::new(code).map_err(|error| Fault::new("code", code, "bad_code", error.to_string()))
}

fn read(case: &WhatIf, today: NaiveDate) -> Result<Read, Vec<Fault>> {
    let question = Question {
        phrase: case.target.clone(),
        unit: case.unit.clone(),
        measure: case.measure.clone(),
        direction: case.direction.clone(),
        is_reduction: case.is_reduction.unwrap_or_default(),
    };
    let setting = question.setting()?;
    let context = setting.context();
    let indicator = Indicator {
        code: named("what-if").map_err(|fault| vec![fault])?,
        name_zh: String::new(),
        name_en: String::new(),
        unit: context.unit.to_owned(),
        measure: context.measure,
        direction: context.direction,
        aggregation: Aggregation::None,
        numerator: None,
        denominator: None,
        scale: Vec::new(),
        decimals: None,
        is_reduction: context.is_reduction,
    };
    let mut fields = Fields::default();
    let on = filled(case.on.as_ref()).and_then(|day| fields.day("on", &day)).unwrap_or(today);
    let period = match filled(case.period.as_ref()) {
        Some(period) => fields.period("period", &period),
        None => Period::year(on.year()),
    };
    // What is judged year by year takes time with a power of the years.
    if period.is_some_and(is_too_long) {
        let detail = format!(
            "a target is judged over at most {MOST_YEARS} years, as long as a plan; give a shorter period"
        );
        fields.fault("period", case.period.as_deref().unwrap_or_default(), "too_long", detail);
    }
    let period = period.filter(|period| !is_too_long(*period));
    let outcome_period = match filled(case.outcome_period.as_ref()) {
        Some(period) => fields.period("outcome_period", &period),
        None => period,
    };
    let words = case.outcome.as_deref().unwrap_or_default();
    let basis = read_basis(&mut fields, case.basis.as_deref(), words);
    let tolerance = fields.tolerance(case.tolerance.as_deref());
    let target_caliber = fields.optional_code("target_caliber", case.target_caliber.as_deref());
    let caliber = fields.optional_code("caliber", case.caliber.as_deref());
    // Where more of it is better, a target for a fall counts the fall itself, and a report of a fall is of the same.
    let is_reduction = case.is_reduction.unwrap_or_else(|| counts_the_fall(case.target.trim(), &context));
    let indicator = Indicator { is_reduction, ..indicator };
    let criterion = match reading::criterion("target", case.target.trim(), &indicator, period, None, None) {
        Ok(criterion) => Some(criterion),
        Err(fault) => {
            fields.push(fault);
            None
        }
    };
    if let (Some(criterion), Some(period)) = (&criterion, period)
        && let Some(fault) = other_years::of_target(
            case.target.trim(),
            criterion,
            &indicator,
            period,
            period,
            case.period.is_some(),
        )
        .or_else(|| no_sum::of_target(case.target.trim(), criterion, &indicator, period, None))
    {
        fields.push(fault);
    }
    let share = filled(case.share_of_target.as_ref()).unwrap_or_default();
    let alone = (!share.is_empty()).then(|| NOTHING.to_owned());
    let mut value_of = |field: &'static str, text: Option<String>, share: &str, period| {
        text.and_then(|text| read_value(&mut fields, field, text.trim(), share, &indicator, period))
    };
    let value = value_of("outcome", filled(case.outcome.as_ref()).or(alone), &share, outcome_period);
    let previous = value_of("previous", filled(case.previous.as_ref()), "", None);
    let reference = value_of("reference", filled(case.reference.as_ref()), "", None);
    if let (Some(value), Some(period), Some(text)) = (&value, outcome_period, &case.outcome)
        && let Some(fault) = other_years::of_outcome("outcome", text.trim(), value, &indicator, period)
            .or_else(|| subgroups::of_outcome(text.trim(), &indicator, false))
    {
        fields.push(fault);
    }
    fields.finish()?;
    let (Some(criterion), Some(period), Some(outcome_period)) = (criterion, period, outcome_period) else {
        return Err(vec![Fault::new("period", "", "bad_period", "no period follows from what was given")]);
    };
    Ok(Read {
        indicator,
        on,
        period,
        outcome_period,
        basis,
        tolerance,
        target_caliber,
        caliber,
        criterion,
        value,
        previous,
        reference,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(period: &str) -> Result<Judged, ServiceError> {
        let text = |words: &str| Some(words.to_owned());
        let case = WhatIf {
            target: "年均增长6%".to_owned(),
            outcome: text("6%"),
            unit: "%".to_owned(),
            measure: "rate".to_owned(),
            direction: text("higher"),
            period: text(period),
            on: text("2101-01-01"),
            ..WhatIf::default()
        };
        judge(&case, NaiveDate::default())
    }

    #[test]
    fn a_target_is_judged_over_a_hundred_years_at_most() {
        for period in ["2001..2100", "2000-07..2100-06"] {
            assert!(over(period).is_ok(), "{period}");
        }
        for period in ["2000..2100", "1601..2100", "0001..9999"] {
            let Err(ServiceError::Refused(faults)) = over(period) else { panic!("{period} was judged") };
            let faults = format!("{faults:?}");
            assert!(faults.contains("too_long") && faults.contains("period"), "{period}: {faults}");
        }
    }
}
