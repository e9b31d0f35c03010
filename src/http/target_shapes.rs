//! Targets as they are sent here and from here. It does not know what is done with them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{Object, one_or_more},
    readings::CriterionOut,
    words::{CodeText, DayText, DecimalText, NatureWord, PeriodText, WordsText},
};
use crate::{
    domain::{
        code::Code,
        criterion::{Condition, Criterion},
        series::Series,
        target::{Baseline, Target, Waypoint},
    },
    service::targets::TargetDraft,
};

/// A cumulative target that the plan sets for a day within the period.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WaypointIn)]
pub(super) struct WaypointIn {
    /// The last day of the part of the period.
    #[schema(value_type = DayText)]
    until: String,
    /// What is to be reached by then, from the start of the period, in the unit.
    #[schema(value_type = DecimalText)]
    cumulative: String,
}

/// A cumulative target that the plan sets for a day within the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waypoint)]
pub(super) struct WaypointOut {
    /// The last day of the part of the period.
    #[schema(value_type = DayText)]
    until: String,
    /// What is to be reached by then, from the start of the period, in the unit.
    #[schema(value_type = DecimalText)]
    cumulative: String,
}

impl From<Waypoint> for WaypointOut {
    fn from(waypoint: Waypoint) -> Self {
        let Waypoint { until, cumulative } = waypoint;
        Self { until: until.to_string(), cumulative: cumulative.to_string() }
    }
}

/// A target as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "indicator": "gdp-growth", "target": "5.5左右", "nature": "anticipatory", "no": "1",
    "section_zh": "经济增长", "section_en": "Growth"
}))]
pub(super) struct TargetIn {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    pub(super) indicator: String,
    /// The area; null is the whole.
    #[schema(value_type = Option<CodeText>)]
    pub(super) area: Option<String>,
    /// The category; null is all of them.
    #[schema(value_type = Option<CodeText>)]
    pub(super) category: Option<String>,
    /// The period; null is the plan's.
    #[schema(value_type = Option<PeriodText>)]
    pub(super) period: Option<String>,
    /// The words as published; left out for a group.
    #[serde(default)]
    #[schema(value_type = WordsText, example = "5.5左右")]
    target: String,
    /// Duty or guidance; guidance where nothing is said.
    #[schema(value_type = Option<NatureWord>)]
    nature: Option<String>,
    /// The number printed in the plan; null for a sub-indicator.
    #[schema(value_type = Option<WordsText>)]
    no: Option<String>,
    /// The indicator in the plan that this is a sub-indicator of.
    #[schema(value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The section of the plan, in Chinese.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    section_zh: String,
    /// The section of the plan, in English.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    section_en: String,
    /// Its place in the plan, counted from 0; left out, a new target goes last and an old one stays.
    #[serde(default, deserialize_with = "super::body::whole")]
    position: Option<u32>,
    /// The caliber it is set on; null is the indicator's own.
    #[schema(value_type = Option<CodeText>)]
    caliber: Option<String>,
    /// The indicator that a relative target means.
    #[schema(value_type = Option<CodeText>)]
    relative_to: Option<String>,
    /// The tolerance that it sets itself, in the unit; null takes the plan's.
    #[schema(value_type = Option<DecimalText>)]
    tolerance: Option<String>,
    /// The figure that it starts from, in the unit; it needs `baseline_period`.
    #[schema(value_type = Option<DecimalText>)]
    baseline: Option<String>,
    /// The period of that figure.
    #[schema(value_type = Option<PeriodText>)]
    baseline_period: Option<String>,
    /// Cumulative targets that the plan sets for days within the period.
    #[serde(default)]
    #[schema(value_type = Vec<WaypointIn>)]
    waypoints: Vec<Object<WaypointIn>>,
    /// Where it was published.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    source: String,
    /// Free text.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    note: String,
    /// Whether words that cannot be read are kept as words without a number.
    #[serde(default)]
    qualitative: bool,
    /// The version that the revision is meant for, as it was read; leave it out to revise whatever stands.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "super::body::whole")]
    pub(super) version: Option<i64>,
    /// Why it is set or revised; kept in the record. In an array the first one counts for all.
    #[schema(value_type = Option<WordsText>)]
    pub(super) reason: Option<String>,
}

/// One target, or several of which all or none are taken.
pub(super) struct OneOrMoreTargets;

one_or_more!(OneOrMoreTargets, "OneOrMoreTargets", TargetIn);

/// A target as it stands. To send it back, leave out `plan` and `criterion`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetOut {
    /// The plan's code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    plan: String,
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The words as published; empty for a group.
    #[schema(example = "5.5左右")]
    target: String,
    /// What they were read as; null for a group, which stands for its sub-indicators.
    #[schema(required = true)]
    criterion: Option<CriterionOut>,
    /// Duty or guidance.
    #[schema(value_type = NatureWord)]
    nature: &'static str,
    /// The number printed in the plan; null for a sub-indicator.
    #[schema(required = true)]
    no: Option<String>,
    /// The indicator in the plan that this is a sub-indicator of.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The section of the plan, in Chinese.
    section_zh: String,
    /// The section of the plan, in English.
    section_en: String,
    /// Its place in the plan, counted from 0.
    position: u32,
    /// The caliber it is set on; null is the indicator's own.
    #[schema(required = true, value_type = Option<CodeText>)]
    caliber: Option<String>,
    /// The indicator that a relative target means.
    #[schema(required = true, value_type = Option<CodeText>)]
    relative_to: Option<String>,
    /// The tolerance that it sets itself, in the unit; null takes the plan's.
    #[schema(required = true, value_type = Option<DecimalText>)]
    tolerance: Option<String>,
    /// The figure that it starts from, in the unit.
    #[schema(required = true, value_type = Option<DecimalText>)]
    baseline: Option<String>,
    /// The period of that figure, as the plan calls it.
    #[schema(required = true)]
    baseline_period: Option<String>,
    /// Cumulative targets that the plan sets for days within the period, in the order of the days.
    waypoints: Vec<WaypointOut>,
    /// Where it was published; empty where unknown.
    source: String,
    /// Free text.
    note: String,
    /// Whether it is words without a number.
    qualitative: bool,
    /// Which version this is, counted from 1; the ETag says the same.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl TargetIn {
    /// What the service takes.
    pub(super) fn draft(self) -> TargetDraft {
        let Self {
            indicator,
            area,
            category,
            period,
            target,
            nature,
            no,
            parent,
            section_zh,
            section_en,
            position,
            caliber,
            relative_to,
            tolerance,
            baseline,
            baseline_period,
            waypoints,
            source,
            note,
            qualitative,
            version: _,
            reason: _,
        } = self;
        TargetDraft {
            indicator,
            area,
            category,
            period,
            target,
            nature,
            no,
            parent,
            section_zh,
            section_en,
            position,
            caliber,
            relative_to,
            tolerance,
            baseline,
            baseline_period,
            waypoints: waypoints.into_iter().map(|Object(point)| (point.until, point.cumulative)).collect(),
            source,
            note,
            qualitative,
            value: None,
        }
    }
}

impl TargetOut {
    /// A target of a plan at a version.
    pub(super) fn new(plan: &Code, version: i64, target: Target) -> Self {
        let Target {
            series,
            period,
            text,
            criterion,
            nature,
            no,
            parent,
            section_zh,
            section_en,
            position,
            caliber,
            relative_to,
            tolerance,
            baseline,
            waypoints,
            source,
            note,
        } = target;
        let (baseline, baseline_period) = match baseline {
            Some(Baseline { label, period: _, value }) => (Some(value.to_string()), Some(label)),
            None => (None, None),
        };
        let Series { indicator, area, category } = series;
        let text_of = |code: Option<Code>| code.map(|code| code.to_string());
        let qualitative = matches!(&criterion, Some(Criterion { condition: Condition::Qualitative, .. }));
        Self {
            plan: plan.to_string(),
            indicator: indicator.to_string(),
            area: text_of(area),
            category: text_of(category),
            period: period.to_string(),
            target: text,
            criterion: criterion.map(CriterionOut),
            nature: nature.word(),
            no,
            parent: text_of(parent),
            section_zh,
            section_en,
            position,
            caliber: text_of(caliber),
            relative_to: text_of(relative_to),
            tolerance: tolerance.map(|tolerance| tolerance.to_string()),
            baseline,
            baseline_period,
            waypoints: waypoints.into_iter().map(WaypointOut::from).collect(),
            source,
            note,
            qualitative,
            version,
        }
    }
}
