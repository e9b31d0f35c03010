//! Assessments as they are sent. It does not know how they come about.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;

use super::{
    path_shapes::{HorizonOut, PaceOut, ProjectionOut, UnavailableOut, take},
    readings::{BothLanguages, CriterionOut},
    remark_shapes::{DeviationOut, RulingOut},
    reported_shapes::ReportedOut,
    words::{
        CodeText, DayText, DecimalText, DirectionWord, EvidenceWord, MeasureWord, NatureWord, PeriodText,
        ReasonWord, StatusWord, VerdictWord,
    },
};
use crate::{
    domain::{
        assessment::{Assessment, Evidence, Figures, Implied, Known, Reason, Step, sentence},
        indicator::{Direction, Indicator},
        quantity::Exact,
        reading::{Context, Language, target_text},
        target::Target,
    },
    service::{
        Remarks,
        reading::context_of,
        scorecard::{Assessed, ParentPath},
    },
};

/// What follows from a target and the outcomes known.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Assessment)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, named on the wire")]
pub struct AssessmentOut {
    /// The indicator's code.
    #[schema(value_type = CodeText, example = "gdp-growth")]
    indicator: String,
    /// The indicator's name.
    name: BothLanguages,
    /// The number printed in the plan; null for a sub-indicator.
    #[schema(required = true, example = "1")]
    no: Option<String>,
    /// The indicator in the plan that this is a sub-indicator of.
    #[schema(required = true, value_type = Option<CodeText>)]
    parent: Option<String>,
    /// The section of the plan; empty texts where the plan prints none.
    section: BothLanguages,
    /// Duty or guidance.
    #[schema(value_type = NatureWord)]
    nature: &'static str,
    /// The unit as written; empty where there is none.
    #[schema(example = "%")]
    unit: String,
    /// How the number behaves in time.
    #[schema(value_type = MeasureWord)]
    measure: &'static str,
    /// Which way is better; null where the measure needs none.
    #[schema(required = true, value_type = Option<DirectionWord>)]
    direction: Option<&'static str>,
    /// The area; null is the whole.
    #[schema(required = true, value_type = Option<CodeText>)]
    area: Option<String>,
    /// The category; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    category: Option<String>,
    /// The period of the target.
    #[schema(value_type = PeriodText)]
    period: String,
    /// What is asked.
    target: AskedOut,
    /// The outcome that was chosen; null where nothing is reported. Where parts were added up, the last of them.
    #[schema(required = true)]
    outcome: Option<ReportedOut>,
    /// The summary of the four axes: verdict, pace, outlook, evidence.
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// What the verdict rests on; null where there is none.
    #[schema(required = true, value_type = Option<EvidenceWord>)]
    evidence: Option<&'static str>,
    /// Why it is not assessed or awaited; null else.
    #[schema(required = true, value_type = Option<ReasonWord>)]
    reason: Option<&'static str>,
    /// Target against outcome.
    #[schema(value_type = VerdictWord)]
    verdict: &'static str,
    /// Whether the verdict rests on a forecast or a preliminary figure, or on one for a period that is not over.
    provisional: bool,
    /// Whether the figure that was compared was reported as approximate.
    approximate: bool,
    /// Whether what is due later is already met, by a level or an average that can still fall back.
    reached_early: bool,
    /// The achieved share of the target, in percent, not capped; rounded to 6 decimals, as every quotient here.
    #[schema(required = true, value_type = Option<DecimalText>)]
    completion: Option<Exact>,
    /// The same, at most 100.
    #[schema(required = true, value_type = Option<DecimalText>)]
    completion_capped: Option<Exact>,
    /// Outcome − threshold in the unit, signed so that positive is good.
    #[schema(required = true, value_type = Option<DecimalText>)]
    gap: Option<Exact>,
    /// The way done from the baseline, in percent.
    #[schema(required = true, value_type = Option<DecimalText>)]
    progress: Option<Exact>,
    /// The change of the outcome at which the verdict turns.
    #[schema(required = true, value_type = Option<DecimalText>)]
    margin: Option<Exact>,
    /// The number that is asked, in the unit, before any tolerance.
    #[schema(required = true, value_type = Option<DecimalText>)]
    threshold: Option<Exact>,
    /// Why a figure is null.
    unavailable: Vec<UnavailableOut>,
    /// The target that follows from a printed share, where none is printed.
    #[schema(required = true)]
    implied: Option<ImpliedOut>,
    /// How it stands against the expected path; null where no part of the period is reported.
    #[schema(required = true)]
    pace: Option<PaceOut>,
    /// Where it leads by the end of the period; null where nothing can be projected.
    #[schema(required = true)]
    projection: Option<ProjectionOut>,
    /// The several years of the target; null where it is for one.
    #[schema(required = true)]
    horizon: Option<HorizonOut>,
    /// Outcomes of other sources that disagree with the chosen one.
    conflict: Vec<ReportedOut>,
    /// What a person ruled, beside the computed status and never in its place; null where nobody did.
    #[schema(required = true)]
    ruling: Option<RulingOut>,
    /// Why it is missed and what is done about it; null where nobody said.
    #[schema(required = true)]
    deviation: Option<DeviationOut>,
    /// Whether the plan asks for such a note, and there is none.
    lacks_deviation_note: bool,
    /// What the parent plan's path asks of the period, and whether this plan asks for as much; null where no parent plan
    /// has a longer target for the series, or nothing was reported before the period.
    #[schema(required = true)]
    parent_path: Option<ParentPathOut>,
    /// The whole in one sentence.
    explanation: BothLanguages,
    /// The day it was judged for; only where one indicator is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<DayText>)]
    on: Option<String>,
    /// How it came about, step by step; only where one indicator is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Vec<StepOut>>,
    /// The sub-indicators; only where one indicator is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    sub_indicators: Option<Vec<AssessmentOut>>,
}

/// What is asked, in the words as published and as they were read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Asked)]
struct AskedOut {
    /// The words as published; empty for a group.
    #[schema(example = "5.5左右")]
    text: String,
    /// What they were read as; null for a group.
    #[schema(required = true)]
    criterion: Option<CriterionOut>,
    /// The same in words; null for a group.
    #[schema(required = true)]
    text_read: Option<BothLanguages>,
}

/// A target that is not printed but follows from an amount and its share of the target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Implied)]
struct ImpliedOut {
    /// amount × 100 / share, in the unit.
    #[schema(value_type = DecimalText)]
    target: Exact,
    /// The least that it can be, the share being rounded as printed.
    #[schema(value_type = DecimalText)]
    low: Exact,
    /// The most that it can be.
    #[schema(value_type = DecimalText)]
    high: Exact,
    /// The outcome that prints the amount and the share.
    from: i64,
}

/// What the parent plan's path asks of the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParentPath)]
struct ParentPathOut {
    /// The parent plan.
    #[schema(value_type = CodeText)]
    plan: String,
    /// The words of its target as published.
    target: String,
    /// The period of its target.
    #[schema(value_type = PeriodText)]
    period: String,
    /// The number that its path asks of this period, in the unit.
    #[schema(value_type = DecimalText)]
    path: Exact,
    /// The number that this plan asks.
    #[schema(value_type = DecimalText)]
    asked: Exact,
    /// Whether it asks for at least as much, by the direction; null where the target itself is best.
    #[schema(required = true)]
    enough: Option<bool>,
}

impl From<&ParentPath> for ParentPathOut {
    fn from(ParentPath { plan, target, ask }: &ParentPath) -> Self {
        Self {
            plan: plan.to_string(),
            target: target.text.clone(),
            period: target.period.to_string(),
            path: ask.path.as_quotient(),
            asked: ask.asked.as_figure(),
            enough: ask.enough,
        }
    }
}

/// A step of an assessment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Step)]
struct StepOut {
    /// A stable code.
    #[schema(value_type = String, example = "target")]
    code: &'static str,
    /// The numbers used.
    numbers: Vec<NumberOut>,
    /// The step in words.
    text: BothLanguages,
}

/// A number of a step.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StepNumber)]
struct NumberOut {
    /// What it is.
    #[schema(value_type = String, example = "threshold")]
    name: &'static str,
    /// The number.
    #[schema(value_type = DecimalText)]
    value: Exact,
}

/// An assessment that is written out already.
#[derive(Debug)]
pub struct Written(Arc<RawValue>);

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl AssessmentOut {
    /// One indicator's assessment with its steps and its sub-indicators.
    pub fn with_members(item: &Assessed, members: &[Arc<Assessed>], on: NaiveDate) -> Self {
        let unit = &item.indicator.unit;
        let steps = item.assessment.steps.iter().map(|step| StepOut::new(step, unit)).collect();
        let members = members.iter().map(|member| Self::from(&**member)).collect();
        Self {
            on: Some(on.to_string()),
            steps: Some(steps),
            sub_indicators: Some(members),
            ..Self::from(item)
        }
    }

    /// The assessment as JSON text, in one language or in both. What was written out once is kept beside it.
    pub(super) fn json(item: &Assessed, language: Option<Language>) -> Option<Written> {
        let way = match language {
            None => 0,
            Some(Language::Zh) => 1,
            Some(Language::En) => 2,
        };
        let text = item.shown.as_json(way, || {
            let mut out = Self::from(item);
            if let Some(language) = language {
                out.only(language);
            }
            to_raw_value(&out).ok()
        });
        text.map(Written)
    }

    /// Leaves the texts of the other language away.
    pub(super) fn only(&mut self, language: Language) {
        let asked = self.target.text_read.as_mut();
        let steps = self.steps.iter_mut().flatten().map(|step| &mut step.text);
        [&mut self.name, &mut self.section, &mut self.explanation]
            .into_iter()
            .chain(asked)
            .chain(steps)
            .for_each(|text| text.only(language));
        for member in self.sub_indicators.iter_mut().flatten() {
            member.only(language);
        }
    }
}

impl From<&Assessed> for AssessmentOut {
    fn from(item: &Assessed) -> Self {
        let Assessed {
            indicator,
            target,
            outcome,
            conflict,
            assessment,
            remarks,
            parent_path,
            lacks_deviation_note,
            shown: _,
        } = item;
        let Remarks { ruling, deviation } = remarks;
        let target = &target.item;
        let told = |language| sentence(indicator, target, assessment, language);
        let Assessment {
            status,
            evidence,
            reason,
            verdict,
            pace,
            outlook,
            horizon,
            chosen: _,
            conflict: _,
            provisional,
            approximate,
            reached_early,
            implied,
            figures,
            steps: _,
        } = assessment;
        let Figures { outcome: _, threshold, gap, completion, completion_capped, progress, margin } = figures;
        let mut unavailable = Vec::new();
        if let Some(why) = assessment.no_outlook() {
            take(&mut unavailable, "projection", &Err(why));
        }
        let mut known = |figure, known: &Known| take(&mut unavailable, figure, known);
        Self {
            completion: known("completion", completion).map(Exact::as_quotient),
            completion_capped: known("completion_capped", completion_capped).map(Exact::as_quotient),
            gap: known("gap", gap).map(Exact::as_figure),
            progress: known("progress", progress).map(Exact::as_quotient),
            margin: known("margin", margin).map(Exact::as_figure),
            threshold: known("threshold", threshold).map(Exact::as_figure),
            unavailable,
            indicator: indicator.code.to_string(),
            name: BothLanguages::new(&indicator.name_zh, &indicator.name_en),
            no: target.no.clone(),
            parent: target.parent.as_ref().map(ToString::to_string),
            section: BothLanguages::new(&target.section_zh, &target.section_en),
            nature: target.nature.word(),
            unit: indicator.unit.clone(),
            measure: indicator.measure.word(),
            direction: indicator.direction.map(Direction::word),
            area: target.series.area.as_ref().map(ToString::to_string),
            category: target.series.category.as_ref().map(ToString::to_string),
            period: target.period.to_string(),
            target: AskedOut::new(indicator, target),
            outcome: outcome.clone().map(ReportedOut::from),
            status: status.word(),
            evidence: evidence.map(Evidence::word),
            reason: reason.map(Reason::word),
            verdict: verdict.word(),
            provisional: *provisional,
            approximate: *approximate,
            reached_early: *reached_early,
            implied: implied.map(|Implied { target, low, high, from }| ImpliedOut {
                target: target.as_figure(),
                low: low.as_figure(),
                high: high.as_figure(),
                from,
            }),
            pace: pace.as_ref().map(PaceOut::from),
            projection: outlook.as_ref().map(ProjectionOut::from),
            horizon: horizon.as_ref().map(HorizonOut::from),
            conflict: conflict.iter().cloned().map(ReportedOut::from).collect(),
            ruling: ruling.clone().map(RulingOut::from),
            deviation: deviation.clone().map(DeviationOut::from),
            lacks_deviation_note: *lacks_deviation_note,
            parent_path: parent_path.as_ref().map(ParentPathOut::from),
            explanation: BothLanguages { zh: Some(told(Language::Zh)), en: Some(told(Language::En)) },
            on: None,
            steps: None,
            sub_indicators: None,
        }
    }
}

impl AskedOut {
    fn new(indicator: &Indicator, target: &Target) -> Self {
        let context: Context<'_> = context_of(indicator);
        let text_read = target.criterion.as_ref().map(|criterion| {
            let text = |language| Some(target_text(criterion, &context, language));
            BothLanguages { zh: text(Language::Zh), en: text(Language::En) }
        });
        Self { text: target.text.clone(), criterion: target.criterion.clone().map(CriterionOut), text_read }
    }
}

impl StepOut {
    fn new(step: &Step, unit: &str) -> Self {
        let text = |language| Some(step.text(unit, language));
        Self {
            code: step.code(),
            numbers: step
                .numbers()
                .into_iter()
                .map(|(name, value)| NumberOut { name, value: value.as_figure() })
                .collect(),
            text: BothLanguages { zh: text(Language::Zh), en: text(Language::En) },
        }
    }
}
