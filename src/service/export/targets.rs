//! The export of targets, in the columns of the long file that is imported, and as observations of SDMX.

use std::collections::HashMap;

use super::{Destination, ExportError, Exported, Form, Writing, outcomes::code, sdmx};
use crate::{
    domain::{
        code::Code,
        criterion::Condition,
        indicator::{Direction, Indicator},
        plan::Plan,
        quantity::Exact,
        target::{Target, Waypoint},
    },
    files::{Field, number, text},
    service::{Plantrack, reading},
    store::{AsOf, CatalogueItem},
};

/// The columns. The value is the threshold that the words were read as, where they were read as one.
const FIELDS: [Field; 27] = [
    text("plan"),
    text("indicator"),
    text("area"),
    text("category"),
    text("period"),
    text("target"),
    number("value"),
    text("unit"),
    text("nature"),
    text("no"),
    text("parent"),
    text("section_zh"),
    text("section_en"),
    number("position"),
    text("caliber"),
    text("relative_to"),
    number("tolerance"),
    number("baseline"),
    text("baseline_period"),
    text("waypoints"),
    text("source"),
    text("note"),
    text("qualitative"),
    text("name_zh"),
    text("name_en"),
    text("measure"),
    text("direction"),
];

const PLANS_AT_ONCE: u64 = 100;

impl Plantrack {
    /// Exports the targets of a plan, or of all plans, in the order of each plan.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_targets(
        &self,
        plan: Option<&Code>,
        destination: Destination,
    ) -> Result<Exported, ExportError> {
        let mut plans: Vec<Code> = Vec::new();
        if let Some(code) = plan {
            plans.push(self.find_plan(code, AsOf::NOW).await?.item.code);
        } else {
            let mut after = 0;
            loop {
                let page = Plan::list(self.store(), after, PLANS_AT_ONCE, AsOf::NOW).await?;
                let Some(last) = page.last() else { break };
                after = last.id;
                plans.extend(page.into_iter().map(|stored| stored.item.code));
            }
        }
        let (mut writing, form) = Writing::begin(destination, &FIELDS, Some(&sdmx::TARGETS)).await?;
        for plan in plans {
            let targets = self.list_targets(&plan, AsOf::NOW).await?;
            let mut codes: Vec<String> =
                targets.iter().map(|stored| stored.item.series.indicator.to_string()).collect();
            codes.sort_unstable();
            codes.dedup();
            let indicators: HashMap<Code, Indicator> = Indicator::find_all(self.store(), codes, AsOf::NOW)
                .await?
                .into_iter()
                .map(|stored| (stored.item.code.clone(), stored.item))
                .collect();
            let rows = targets
                .iter()
                .map(|stored| {
                    let indicator = indicators.get(&stored.item.series.indicator);
                    match form {
                        Form::Table(_) => row(&plan, &stored.item, indicator),
                        Form::Sdmx => sdmx::target(&plan, &stored.item, indicator),
                    }
                })
                .collect();
            writing = writing.rows(rows).await?;
        }
        writing.finish().await
    }
}

/// Days and figures as one text: `2022-06-30=50; 2022-09-30=75`.
fn waypoints(points: &[Waypoint]) -> String {
    let points = points.iter().map(|Waypoint { until, cumulative }| format!("{until}={cumulative}"));
    points.collect::<Vec<_>>().join("; ")
}

/// Whether words are kept without a number that would not be read so of themselves.
fn is_kept_as_words(target: &Target, indicator: Option<&Indicator>) -> bool {
    let is_qualitative =
        target.criterion.as_ref().is_some_and(|criterion| criterion.condition == Condition::Qualitative);
    let Some(indicator) = indicator.filter(|_| is_qualitative) else { return false };
    reading::target("target", &target.text, &reading::context_of(indicator)).is_err()
}

fn row(plan: &Code, target: &Target, indicator: Option<&Indicator>) -> Vec<String> {
    let Target {
        series,
        period,
        text,
        criterion: _,
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
        waypoints: points,
        source,
        note,
    } = target;
    let of_indicator = |field: fn(&Indicator) -> String| indicator.map(field).unwrap_or_default();
    let decimal = |value: Option<Exact>| value.map(|value| value.to_string()).unwrap_or_default();
    vec![
        plan.to_string(),
        series.indicator.to_string(),
        code(series.area.as_ref()),
        code(series.category.as_ref()),
        period.to_string(),
        text.clone(),
        decimal(target.threshold()),
        of_indicator(|indicator| indicator.unit.clone()),
        nature.to_string(),
        no.clone().unwrap_or_default(),
        code(parent.as_ref()),
        section_zh.clone(),
        section_en.clone(),
        position.to_string(),
        code(caliber.as_ref()),
        code(relative_to.as_ref()),
        decimal(*tolerance),
        decimal(baseline.as_ref().map(|baseline| baseline.value)),
        baseline.as_ref().map(|baseline| baseline.label.clone()).unwrap_or_default(),
        waypoints(points),
        source.clone(),
        note.clone(),
        if is_kept_as_words(target, indicator) { "true" } else { "" }.to_owned(),
        of_indicator(|indicator| indicator.name_zh.clone()),
        of_indicator(|indicator| indicator.name_en.clone()),
        of_indicator(|indicator| indicator.measure.to_string()),
        of_indicator(|indicator| indicator.direction.as_ref().map(Direction::to_string).unwrap_or_default()),
    ]
}
