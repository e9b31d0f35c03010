//! `plantrack status`: the scorecard, or one assessment with its explanation.

use std::{fmt::Write as _, sync::Arc};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use clap::Args;
use comfy_table::Cell;

use super::{Failure, arguments, terminal};
use crate::{
    domain::{
        assessment::{
            Reason, Status as Word, Step,
            explain::{
                deciding_words, evidence_words, reason_words, shown_share_of, shown_way, status_words,
            },
            sentence,
            summary::{Counts, Tally},
        },
        code::Code,
        indicator::Nature,
        period::Period,
        plan::Plan,
        quantity::Exact,
        reading::Language,
        remark::{DeviationNote, Ruling},
        shown::{basis_words, indicator_name as name, nature_words, preferred as prefer, with_unit},
    },
    http::completion::{AssessmentOut, ScorecardOut},
    service::{
        Plantrack,
        remarks::ruling_words,
        scorecard::{Assessed, ParentPath, Question, Scorecard},
    },
};

/// Show a plan's scorecard, or one assessment with its explanation.
#[derive(Debug, Args)]
pub(super) struct Status {
    /// The code of the plan
    plan: Code,
    /// The code of an indicator
    indicator: Option<Code>,
    /// The day it is judged for; today by default
    #[arg(long, value_name = "DAY", value_parser = arguments::day)]
    on: Option<NaiveDate>,
    /// The moment whose knowledge counts; now by default
    #[arg(long, value_name = "TIME", value_parser = arguments::moment)]
    as_of: Option<DateTime<Utc>>,
    /// The area; the whole by default
    #[arg(long)]
    area: Option<Code>,
    /// The category; all of them by default
    #[arg(long)]
    category: Option<Code>,
    /// The period of the target, where the plan has several
    #[arg(long)]
    period: Option<Period>,
    /// Print JSON, in the shape of the HTTP API
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(super) async fn run(self, plantrack: &Plantrack, language: Language) -> Result<(), Failure> {
        let question = Question {
            on: self.on,
            as_of: self.as_of,
            area: self.area.clone(),
            category: self.category.clone(),
            ..Question::default()
        };
        let Some(indicator) = &self.indicator else {
            let card = plantrack.scorecard(&self.plan, &question).await?;
            if self.json {
                return print_json(&ScorecardOut::new(&card, None));
            }
            return terminal::print(&scorecard(&card, language));
        };
        let (card, item) = plantrack.indicator_status(&self.plan, indicator, self.period, &question).await?;
        if self.json {
            return print_json(&AssessmentOut::with_members(&item, &card.assessed, card.on));
        }
        terminal::print(&one(&item, &card.assessed, language))
    }
}

fn print_json(data: &impl serde::Serialize) -> Result<(), Failure> {
    terminal::print(&serde_json::to_string_pretty(data).map_err(Failure::environment)?)
}

/// A scorecard in words: the summary first, then a row for each target.
pub(super) fn scorecard(card: &Scorecard, language: Language) -> String {
    let mut text = heading(card, language);
    text.push_str(&summary(card, language));
    let header: [&str; 7] = match language {
        Language::Zh => ["序号", "指标", "性质", "目标", "完成", "状态", "依据"],
        Language::En => ["no.", "indicator", "nature", "target", "outcome", "status", "because"],
    };
    let mut table = terminal::frame(&header);
    for item in &card.assessed {
        let target = &item.target.item;
        let name = name(&item.indicator, language);
        let name = if target.parent.is_some() { format!("  # {name}") } else { name.to_owned() };
        table.add_row(vec![
            Cell::new(target.no.as_deref().unwrap_or_default()),
            Cell::new(name),
            Cell::new(nature_words(target.nature, language)),
            Cell::new(with_unit(&target.text, &item.indicator, language)),
            Cell::new(decides(item, language)),
            terminal::status_cell(status_words(item.assessment.status, language), item.assessment.status),
            Cell::new(because(item, language)),
        ]);
    }
    text.push_str(&table.to_string());
    text
}

/// The figure that decides: as it was reported, or what was made of several that were.
fn decides(item: &Assessed, language: Language) -> String {
    let made = deciding_words(&item.indicator, &item.target.item, &item.assessment, language);
    let reported = || item.outcome.as_ref().map(|outcome| outcome.outcome.text.clone());
    made.or_else(reported).unwrap_or_default()
}

fn heading(card: &Scorecard, language: Language) -> String {
    let Plan { code, title_zh, title_en, period, .. } = &card.plan.item;
    let title = prefer(title_zh, title_en, language);
    let as_of = card.as_of.map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true));
    let known = match (language, as_of) {
        (Language::Zh, Some(moment)) => format!("，按 {moment} 所知"),
        (Language::En, Some(moment)) => format!(", as known at {moment}"),
        (_, None) => String::new(),
    };
    match language {
        Language::Zh => format!("{title}（{code}，{period}）\n截至 {}{known}\n\n", card.on),
        Language::En => format!("{title} ({code}, {period})\njudged for {}{known}\n\n", card.on),
    }
}

fn summary(card: &Scorecard, language: Language) -> String {
    let headline = &card.summary.headline;
    let (all, sub) = match language {
        Language::Zh => ("主要指标", "分项指标"),
        Language::En => ("headline", "sub-indicators"),
    };
    let mut text = format!("{all} {}: {}\n", headline.all.total, counted(&headline.all, language));
    for (nature, tally) in &headline.by_nature {
        let reasons = reasons(card, *nature, language);
        let _ = writeln!(
            text,
            "  {} {}: {}{reasons}",
            nature_words(*nature, language),
            tally.total,
            counted(tally, language)
        );
    }
    let Counts { all: subs, .. } = &card.summary.sub_indicators;
    if subs.total > 0 {
        let _ = writeln!(text, "{sub} {}: {}", subs.total, counted(subs, language));
    }
    text.push('\n');
    text
}

fn counted(tally: &Tally, language: Language) -> String {
    let parts: Vec<String> = Word::ALL
        .iter()
        .filter_map(|word| Some((word, *tally.by_status.get(word)?)))
        .map(|(word, count)| match language {
            Language::Zh => format!("{}{count}", status_words(*word, language)),
            Language::En => format!("{count} {}", status_words(*word, language).to_lowercase()),
        })
        .collect();
    parts.join(if language == Language::Zh { "，" } else { ", " })
}

/// Why targets of a nature are not assessed, and how many are not achieved for want of proof.
fn reasons(card: &Scorecard, nature: Nature, language: Language) -> String {
    let mut notes: Vec<(&'static str, usize)> = Vec::new();
    let mut note = |words: &'static str| match notes.iter_mut().find(|(known, _)| *known == words) {
        Some((_, count)) => *count += 1,
        None => notes.push((words, 1)),
    };
    let headline = card.assessed.iter().filter(|item| item.target.item.parent.is_none());
    for item in headline.filter(|item| item.target.item.nature == nature) {
        let assessment = &item.assessment;
        match (assessment.reason, assessment.evidence) {
            (Some(reason), _) if reason != Reason::NotDue => note(reason_words(reason, language)),
            (None, Some(evidence)) if evidence == crate::domain::assessment::Evidence::Undemonstrated => {
                note(evidence_words(evidence, language));
            }
            _ => {}
        }
    }
    if notes.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = notes.iter().map(|(words, count)| format!("{words} {count}")).collect();
    match language {
        Language::Zh => format!("（其中：{}）", parts.join("，")),
        Language::En => format!(" (of these: {})", parts.join(", ")),
    }
}

fn because(item: &Assessed, language: Language) -> String {
    let assessment = &item.assessment;
    if let Some(reason) = assessment.reason {
        return reason_words(reason, language).to_owned();
    }
    let Some(evidence) = assessment.evidence else { return String::new() };
    match assessment.figures.gap {
        Ok(gap) => format!("{} ({})", evidence_words(evidence, language), signed(gap)),
        Err(_) => evidence_words(evidence, language).to_owned(),
    }
}

fn signed(gap: Exact) -> String {
    let sign = if gap.is_positive() { "+" } else { "" };
    format!("{sign}{}", shown_way(gap))
}

/// One assessment in words: the sentence, the figures, the steps, the sub-indicators.
pub(super) fn one(item: &Assessed, members: &[Arc<Assessed>], language: Language) -> String {
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
    let target = &target.item;
    let label = |zh: &'static str, en: &'static str| if language == Language::Zh { zh } else { en };
    let mut text = match name(indicator, language) {
        "" => String::new(),
        name => format!("{name} ({})\n", indicator.code),
    };
    text.push_str(&sentence(indicator, target, assessment, language));
    text.push('\n');
    let mut rows = vec![(label("目标", "target"), with_unit(&target.text, indicator, language))];
    if let Some(vintage) = outcome {
        let reported = &vintage.outcome;
        let mut of_it = vec![basis_words(reported.basis, language).to_owned()];
        let is_supposed = |step: &Step| matches!(step, Step::Chosen { reported_on: None, .. });
        if !assessment.steps.iter().any(is_supposed) {
            of_it.push(reported.reported_on.to_string());
        }
        of_it.extend(Some(reported.source.clone()).filter(|source| !source.is_empty()));
        let text = with_unit(&reported.text, indicator, language);
        rows.push((
            label("完成", "outcome"),
            match language {
                Language::Zh => format!("{text}（{}）", of_it.join("，")),
                Language::En => format!("{text} ({})", of_it.join(", ")),
            },
        ));
    }
    if let Some(made) = deciding_words(indicator, target, assessment, language) {
        rows.push((label("据以评估", "decides"), made));
    }
    for other in conflict {
        rows.push((
            label("其他来源", "elsewhere"),
            format!("{} ({})", other.outcome.text, other.outcome.source),
        ));
    }
    for (words, figure) in [
        (label("差距", "gap"), assessment.figures.gap.map(shown_way)),
        (
            label("完成率（%）", "completion, %"),
            assessment.figures.completion.map(|percent| shown_share_of(percent, 4)),
        ),
        (label("翻转余量", "margin"), assessment.figures.margin.map(shown_way)),
    ] {
        rows.extend(figure.ok().map(|figure| (words, figure)));
    }
    if let Some(ParentPath { plan, ask, .. }) = parent_path {
        let words = label("上位规划路径要求", "the path of the parent plan asks");
        rows.push((words, format!("{} ({plan})", ask.path.rounded(4))));
    }
    if let Some(Ruling { word, person, reason }) = &remarks.ruling {
        let word = ruling_words(*word, language);
        rows.push((label("人工裁定", "ruled"), format!("{word} ({person}: {reason})")));
    }
    if let Some(DeviationNote { cause, measures, person }) = &remarks.deviation {
        rows.push((label("偏差原因", "cause"), format!("{cause} ({person})")));
        rows.push((label("措施", "measures"), measures.clone()));
    } else if *lacks_deviation_note {
        let missing = label("计划要求说明，尚未填报", "the plan asks for a note, and there is none yet");
        rows.push((label("偏差原因", "cause"), missing.to_owned()));
    }
    text.push('\n');
    for (words, value) in rows {
        let _ = writeln!(text, "  {words}{}{value}", label("：", ": "));
    }
    text.push('\n');
    for (number, step) in assessment.steps.iter().enumerate() {
        let _ = writeln!(text, "  {}. {}", number + 1, step.text(&indicator.unit, language));
    }
    for member in members {
        let _ = writeln!(
            text,
            "  # {}: {}",
            name(&member.indicator, language),
            sentence(&member.indicator, &member.target.item, &member.assessment, language)
        );
    }
    text
}
