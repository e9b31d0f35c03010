//! `plantrack read-target` and `plantrack read-outcome`.

use clap::Args;
use serde_json::json;

use super::{Failure, terminal};
use crate::{
    domain::reading::{Language, outcome_text, target_text},
    service::reading::{self, Question},
};

/// A phrase and the indicator that it is read for.
#[derive(Debug, Args)]
pub(super) struct Read {
    /// The phrase as published
    #[arg(allow_hyphen_values = true)]
    phrase: String,
    /// The indicator's unit, such as %, 亿元, 家
    #[arg(long, default_value = "")]
    unit: String,
    /// How the number behaves: flow, level, rate, index, ratio, grade, milestone
    #[arg(long)]
    measure: String,
    /// Which way is better: higher, lower or `on_target`
    #[arg(long)]
    direction: Option<String>,
    /// The indicator is itself a reduction, so that a fall is a positive amount
    #[arg(long)]
    reduction: bool,
    /// Print the reading as JSON
    #[arg(long)]
    json: bool,
}

impl Read {
    fn question(&self) -> Question {
        Question {
            phrase: self.phrase.clone(),
            unit: self.unit.clone(),
            measure: self.measure.clone(),
            direction: self.direction.clone(),
            is_reduction: self.reduction,
        }
    }

    pub(super) fn target(&self, language: Language) -> Result<(), Failure> {
        let setting = self.question().setting().map_err(Failure::unread)?;
        let context = setting.context();
        let reading = reading::target("phrase", &self.phrase, &context)
            .map_err(|fault| Failure::unread(vec![fault]))?;
        let text = |language| target_text(&reading.criterion, &context, language);
        let data = json!({
            "criterion": reading.criterion,
            "unit_read": reading.unit_read,
            "text": { "zh": text(Language::Zh), "en": text(Language::En) },
        });
        self.show(&data, "criterion", &text(language))
    }

    pub(super) fn outcome(&self, language: Language) -> Result<(), Failure> {
        let setting = self.question().setting().map_err(Failure::unread)?;
        let context = setting.context();
        let reading = reading::outcome("phrase", &self.phrase, &context)
            .map_err(|fault| Failure::unread(vec![fault]))?;
        let text = |language| outcome_text(&reading.value, &context, language);
        let (value, changes, comparable) = reading.value.clone().apart();
        let data = json!({
            "value": value,
            "beside": { "changes": changes, "comparable": comparable },
            "unit_read": reading.unit_read,
            "text": { "zh": text(Language::Zh), "en": text(Language::En) },
        });
        self.show(&data, "value", &text(language))
    }

    fn show(&self, data: &serde_json::Value, what: &str, text: &str) -> Result<(), Failure> {
        if self.json {
            return terminal::print(&format!("{data:#}"));
        }
        let reading = data.get(what).cloned().unwrap_or_default();
        terminal::print(&format!("{text}\n{reading}"))
    }
}
