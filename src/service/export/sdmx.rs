//! Outcomes and targets as observations of SDMX-CSV 2.0. What has a place in the standard's own concepts stands there;
//! the words as published go along as an attribute, so that nothing is lost. docs/exports.md has the mapping.

use crate::{
    domain::{
        code::Code,
        indicator::Indicator,
        outcome::{Basis, Outcome},
        period::Period,
        target::Target,
    },
    files::{Field, day, number, text},
    store::Vintage,
};

/// The dataflows that the rows belong to.
const OUTCOME_FLOW: &str = "PLANTRACK:OUTCOMES(1.0.0)";
const TARGET_FLOW: &str = "PLANTRACK:TARGETS(1.0.0)";

/// The whole of an area or of a classification, and what does not apply.
const TOTAL: &str = "_T";
const NOT_APPLICABLE: &str = "_Z";

/// The columns of outcomes.
pub(super) const OUTCOMES: [Field; 16] = [
    text("STRUCTURE"),
    text("STRUCTURE_ID"),
    text("ACTION"),
    text("INDICATOR"),
    text("REF_AREA"),
    text("CATEGORY"),
    text("CALIBER"),
    text("SOURCE"),
    text("TIME_PERIOD"),
    number("OBS_VALUE"),
    text("OBS_STATUS"),
    text("UNIT_MEASURE"),
    text("OBS_TEXT"),
    text("SHARE_OF_TARGET"),
    day("REPORTED_ON"),
    text("COMMENT_OBS"),
];

/// The columns of targets.
pub(super) const TARGETS: [Field; 14] = [
    text("STRUCTURE"),
    text("STRUCTURE_ID"),
    text("ACTION"),
    text("PLAN"),
    text("INDICATOR"),
    text("REF_AREA"),
    text("CATEGORY"),
    text("TIME_PERIOD"),
    number("OBS_VALUE"),
    text("UNIT_MEASURE"),
    text("OBS_TEXT"),
    text("NATURE"),
    text("CALIBER"),
    text("COMMENT_OBS"),
];

fn or(code: Option<&Code>, none: &str) -> String {
    code.map_or(none, Code::as_str).to_owned()
}

fn unit(indicator: Option<&Indicator>) -> String {
    indicator.map(|indicator| indicator.unit.clone()).unwrap_or_default()
}

/// One outcome as an observation.
pub(super) fn outcome(vintage: &Vintage, indicator: Option<&Indicator>) -> Vec<String> {
    let Vintage { id: _, outcome, share_text } = vintage;
    let Outcome { series, period, text, value: _, basis, caliber, source, reported_on, note } = outcome;
    vec![
        "dataflow".to_owned(),
        OUTCOME_FLOW.to_owned(),
        "I".to_owned(),
        series.indicator.to_string(),
        or(series.area.as_ref(), TOTAL),
        or(series.category.as_ref(), TOTAL),
        or(caliber.as_ref(), NOT_APPLICABLE),
        if source.is_empty() { NOT_APPLICABLE.to_owned() } else { source.clone() },
        time_period(*period),
        outcome.value.figure.number().map(|value| value.to_string()).unwrap_or_default(),
        match basis {
            Basis::Forecast => "F",
            Basis::Preliminary => "P",
            Basis::Final => "A",
        }
        .to_owned(),
        unit(indicator),
        text.clone(),
        share_text.clone(),
        reported_on.to_string(),
        note.clone(),
    ]
}

/// One target as an observation.
pub(super) fn target(plan: &Code, target: &Target, indicator: Option<&Indicator>) -> Vec<String> {
    vec![
        "dataflow".to_owned(),
        TARGET_FLOW.to_owned(),
        "I".to_owned(),
        plan.to_string(),
        target.series.indicator.to_string(),
        or(target.series.area.as_ref(), TOTAL),
        or(target.series.category.as_ref(), TOTAL),
        time_period(target.period),
        target.threshold().map(|value| value.to_string()).unwrap_or_default(),
        unit(indicator),
        target.text.clone(),
        target.nature.to_string(),
        or(target.caliber.as_ref(), NOT_APPLICABLE),
        target.note.clone(),
    ]
}

/// A period in the notation of SDMX: a year, a half (S), a quarter, a month or a day of the calendar, else a first day
/// and a duration.
fn time_period(period: Period) -> String {
    let written = period.to_string();
    if !written.contains("..") {
        return written.replace("-H", "-S");
    }
    let start = period.start();
    let duration = match (period.whole_years(), period.whole_months()) {
        (Some(years), _) => format!("P{}Y", years.len()),
        (None, Some(months)) => format!("P{months}M"),
        (None, None) => format!("P{}D", period.days()),
    };
    format!("{start}/{duration}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_as_the_standard_has_them() {
        for (ours, theirs) in [
            ("2022", "2022"),
            ("2022-H1", "2022-S1"),
            ("2022-Q3", "2022-Q3"),
            ("2022-09", "2022-09"),
            ("2022-06-30", "2022-06-30"),
            ("2021..2025", "2021-01-01/P5Y"),
            ("2022-01..2022-08", "2022-01-01/P8M"),
            ("2022-01-01..2022-01-10", "2022-01-01/P10D"),
        ] {
            assert_eq!(time_period(Period::parse(ours).unwrap()), theirs);
        }
    }
}
