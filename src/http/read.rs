//! Reading phrases on the wire: what a phrase is read as, or where and why not; nothing is kept. It does not know
//! the grammar.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::Json,
    documented::AskRefusals,
    problem::{Kind, Place, Problem, ProblemItem},
    query::{NoParameters, Query},
    readings::{BesideOut, BothLanguages, CriterionOut, ValueOut},
    services::ServiceConfig,
    words::{DirectionWord, MeasureWord, WordsText},
};
use crate::{
    domain::reading::{Language, Refusal, outcome_text, read_outcome, read_target, target_text},
    service::{
        error::Faults,
        fields::Fields,
        reading::{Question, Setting},
    },
};

/// A phrase, and the indicator it is to be read for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phrase": "5.5左右", "unit": "%", "measure": "rate", "direction": "higher"}))]
pub(super) struct PhraseIn {
    /// The phrase as published.
    #[schema(value_type = WordsText, example = "5.5左右")]
    phrase: String,
    /// The indicator's unit; empty where there is none.
    #[serde(default)]
    #[schema(value_type = WordsText, example = "%")]
    unit: String,
    /// How the number behaves in time.
    #[schema(value_type = MeasureWord)]
    measure: String,
    /// Which way is better; needed by every measure but group and milestone.
    #[schema(value_type = Option<DirectionWord>)]
    direction: Option<String>,
    /// Whether the indicator is itself a reduction, so that a fall is reported as a positive amount.
    #[serde(default)]
    is_reduction: bool,
}

/// What a target phrase is read as.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetReadOut {
    /// The criterion.
    criterion: CriterionOut,
    /// The unit that the phrase prints, as written; null where it prints none.
    #[schema(required = true)]
    unit_read: Option<String>,
    /// The criterion in words; they are read as the same criterion.
    text: BothLanguages,
}

/// What an outcome phrase is read as.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutcomeReadOut {
    /// The value.
    value: ValueOut,
    /// What the phrase prints beside it.
    beside: BesideOut,
    /// The unit that the phrase prints, as written; null where it prints none.
    #[schema(required = true)]
    unit_read: Option<String>,
    /// The value in words; they are read as the same value.
    text: BothLanguages,
}

impl PhraseIn {
    /// The phrase, and what the indicator brings to its reading.
    fn question(self) -> Result<(String, Setting), Problem> {
        let Self { phrase, unit, measure, direction, is_reduction } = self;
        let question = Question { phrase, unit, measure, direction, is_reduction };
        let mut fields = Fields::default();
        fields.text("phrase", &question.phrase);
        let mut faults = Faults::default();
        faults.extend(fields.finish().err().unwrap_or_default());
        match question.setting() {
            Ok(setting) if faults.total == 0 => Ok((question.phrase, setting)),
            other => {
                faults.extend(other.err().unwrap_or_default());
                Err(Problem::of(faults.into(), Place::Body))
            }
        }
    }
}

/// A phrase that was not read: the place is counted in characters, from 1.
fn unread(phrase: &str, refusal: &Refusal) -> Problem {
    let place = refusal.position + 1;
    let detail = format!("at character {place}: {} / {}", refusal.en, refusal.zh);
    Problem::new(Kind::DataRefused, detail.clone()).with(ProblemItem {
        pointer: Some("/phrase".to_owned()),
        line: Some(1),
        column: Some(place.to_string()),
        value: Some(phrase.to_owned()),
        code: refusal.code.to_owned(),
        detail,
        ..ProblemItem::default()
    })
}

/// Reads a target phrase; nothing is kept.
///
/// A phrase that cannot be read for certain is refused with the character where it stopped, and the reason.
#[utoipa::path(
    tag = "Reading",
    request_body = PhraseIn,
    responses((status = 200, description = "What it is read as.", body = TargetReadOut), AskRefusals),
)]
#[post("/read/target")]
async fn read_target_phrase(
    _query: Query<NoParameters>,
    body: Json<PhraseIn>,
) -> Result<HttpResponse, Problem> {
    let (phrase, setting) = body.0.question()?;
    let context = setting.context();
    let reading = read_target(&phrase, &context).map_err(|refusal| unread(&phrase, &refusal))?;
    let text = |language| target_text(&reading.criterion, &context, language);
    let text = BothLanguages::new(&text(Language::Zh), &text(Language::En));
    let (criterion, unit_read) = (CriterionOut(reading.criterion), reading.unit_read);
    Ok(HttpResponse::Ok().json(TargetReadOut { criterion, unit_read, text }))
}

/// Reads an outcome phrase; nothing is kept.
///
/// A phrase that cannot be read for certain is refused with the character where it stopped, and the reason.
#[utoipa::path(
    tag = "Reading",
    request_body(content = PhraseIn, example = json!({
        "phrase": "2.6", "unit": "%", "measure": "rate", "direction": "higher"
    })),
    responses((status = 200, description = "What it is read as.", body = OutcomeReadOut), AskRefusals),
)]
#[post("/read/outcome")]
async fn read_outcome_phrase(
    _query: Query<NoParameters>,
    body: Json<PhraseIn>,
) -> Result<HttpResponse, Problem> {
    let (phrase, setting) = body.0.question()?;
    let context = setting.context();
    let reading = read_outcome(&phrase, &context).map_err(|refusal| unread(&phrase, &refusal))?;
    let text = |language| outcome_text(&reading.value, &context, language);
    let text = BothLanguages::new(&text(Language::Zh), &text(Language::En));
    let (value, beside) = ValueOut::of(reading.value);
    Ok(HttpResponse::Ok().json(OutcomeReadOut { value, beside, unit_read: reading.unit_read, text }))
}

/// The operations on phrases.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(read_target_phrase).service(read_outcome_phrase);
}
