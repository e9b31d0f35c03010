//! The export of outcomes, in the columns of the long file that is imported, and as observations of SDMX.

use std::collections::HashMap;

use super::{Destination, ExportError, Exported, Form, Writing, sdmx};
use crate::{
    domain::{code::Code, indicator::Indicator, outcome::Outcome},
    files::{Field, day, number, text},
    service::Plantrack,
    store::{OutcomeSelection, Vintage},
};

/// The columns. The value is what the words were read as, where that is a number in the indicator's unit.
const FIELDS: [Field; 15] = [
    text("indicator"),
    text("area"),
    text("category"),
    text("period"),
    text("outcome"),
    number("value"),
    text("unit"),
    text("share_of_target"),
    text("basis"),
    text("caliber"),
    text("source"),
    day("reported_on"),
    text("note"),
    text("name_zh"),
    text("name_en"),
];

/// Rows that are read and written together.
const ROWS_AT_ONCE: u64 = 2_000;

impl Plantrack {
    /// Exports outcomes in the order they were recorded, all as they stand at one moment.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_outcomes(
        &self,
        selection: &OutcomeSelection,
        destination: Destination,
    ) -> Result<Exported, ExportError> {
        if destination.form == Form::Sdmx && selection.all_vintages {
            let detail = "SDMX has one observation of a key: ask for the vintages that answer now, or for another form";
            return Err(ExportError::NoSuchForm(detail.to_owned()));
        }
        let mut pages = self.store().outcome_pages(selection).await?;
        let (mut writing, form) = Writing::begin(destination, &FIELDS, Some(&sdmx::OUTCOMES)).await?;
        let mut indicators: HashMap<Code, Indicator> = HashMap::new();
        loop {
            let page = pages.next(ROWS_AT_ONCE).await?;
            if page.is_empty() {
                return writing.finish().await;
            }
            let mut missing: Vec<String> = page
                .iter()
                .map(|vintage| &vintage.outcome.series.indicator)
                .filter(|code| !indicators.contains_key(*code))
                .map(Code::to_string)
                .collect();
            missing.sort_unstable();
            missing.dedup();
            for indicator in pages.indicators(missing).await? {
                indicators.insert(indicator.code.clone(), indicator);
            }
            let rows = page
                .iter()
                .map(|vintage| {
                    let indicator = indicators.get(&vintage.outcome.series.indicator);
                    match form {
                        Form::Table(_) => row(vintage, indicator),
                        Form::Sdmx => sdmx::outcome(vintage, indicator),
                    }
                })
                .collect();
            writing = writing.rows(rows).await?;
        }
    }
}

/// A code, or nothing.
pub(super) fn code(code: Option<&Code>) -> String {
    code.map(Code::to_string).unwrap_or_default()
}

fn row(vintage: &Vintage, indicator: Option<&Indicator>) -> Vec<String> {
    let Vintage { id: _, outcome, share_text } = vintage;
    let Outcome { series, period, text, value: _, basis, caliber, source, reported_on, note } = outcome;
    let of_indicator = |field: fn(&Indicator) -> &String| indicator.map(field).cloned().unwrap_or_default();
    vec![
        series.indicator.to_string(),
        code(series.area.as_ref()),
        code(series.category.as_ref()),
        period.to_string(),
        text.clone(),
        outcome.value.figure.number().map(|value| value.to_string()).unwrap_or_default(),
        of_indicator(|indicator| &indicator.unit),
        share_text.clone(),
        basis.word().to_owned(),
        code(caliber.as_ref()),
        source.clone(),
        reported_on.to_string(),
        note.clone(),
        of_indicator(|indicator| &indicator.name_zh),
        of_indicator(|indicator| &indicator.name_en),
    ]
}
