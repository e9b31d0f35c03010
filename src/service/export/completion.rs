//! The export of answers: a plan's scorecard, one row a target, its counts, and its matrix, one row an indicator and a
//! member. They are computed, and are not imported again.

use super::{Destination, ExportError, Exported, Writing, outcomes::code};
use crate::{
    domain::{
        assessment::{
            Assessment, Evidence, Reason, Status, Summary,
            summary::{Counts, Tally},
        },
        code::Code,
        indicator::Indicator,
        outcome::Outcome,
        quantity::Exact,
        target::Target,
    },
    files::{Field, day, number, text},
    service::{
        Plantrack,
        matrix::{Cell, Matrix},
        members::{By, Member},
        scorecard::{Assessed, Scorecard},
    },
};

const SCORECARD: [Field; 29] = [
    text("plan"),
    day("on"),
    text("no"),
    text("indicator"),
    text("name_zh"),
    text("name_en"),
    text("parent"),
    text("section_zh"),
    text("section_en"),
    text("nature"),
    text("area"),
    text("category"),
    text("period"),
    text("unit"),
    text("target"),
    text("outcome"),
    text("basis"),
    text("outcome_period"),
    text("source"),
    day("reported_on"),
    text("status"),
    text("evidence"),
    text("reason"),
    text("provisional"),
    number("threshold"),
    number("value"),
    number("gap"),
    number("completion"),
    number("progress"),
];

const MATRIX: [Field; 15] = [
    text("plan"),
    day("on"),
    text("indicator"),
    text("name_zh"),
    text("name_en"),
    text("unit"),
    text("by"),
    text("member"),
    text("member_zh"),
    text("member_en"),
    text("outcome"),
    text("status"),
    text("evidence"),
    text("reason"),
    number("completion"),
];

const SUMMARY: [Field; 14] = [
    text("plan"),
    day("on"),
    text("of"),
    text("by"),
    text("group"),
    text("group_en"),
    number("total"),
    number("achieved"),
    number("not_achieved"),
    number("on_track"),
    number("at_risk"),
    number("off_track"),
    number("awaiting_outcome"),
    number("not_assessable"),
];

impl Plantrack {
    /// Exports the counts of a plan: one row for all of its headline targets, one for each nature and section, reason and
    /// evidence, then the same of its sub-indicators.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_summary(card: &Scorecard, destination: Destination) -> Result<Exported, ExportError> {
        let (writing, _) = Writing::begin(destination, &SUMMARY, None).await?;
        let Summary { headline, sub_indicators } = &card.summary;
        let of_plan = [card.plan.item.code.to_string(), card.on.to_string()];
        let rows = [("headline", headline), ("sub_indicators", sub_indicators)].into_iter();
        let rows = rows.flat_map(|(of, counts)| {
            let with_plan = |row: Vec<String>| [of_plan.to_vec(), vec![of.to_owned()], row].concat();
            summary_rows(counts).into_iter().map(with_plan).collect::<Vec<_>>()
        });
        writing.rows(rows.collect()).await?.finish().await
    }

    /// Exports a plan's scorecard, in the order of the plan.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_completion(
        card: &Scorecard,
        destination: Destination,
    ) -> Result<Exported, ExportError> {
        let (writing, _) = Writing::begin(destination, &SCORECARD, None).await?;
        let (plan, on) = (&card.plan.item.code, card.on.to_string());
        let rows = card.assessed.iter().map(|item| scorecard_row(plan, &on, item)).collect();
        writing.rows(rows).await?.finish().await
    }

    /// Exports a plan's matrix by areas or categories: the cells of which something is asked or reported.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_matrix(matrix: &Matrix, destination: Destination) -> Result<Exported, ExportError> {
        let (plan, by) = (&matrix.standpoint.plan, matrix.by);
        let (mut writing, _) = Writing::begin(destination, &MATRIX, None).await?;
        let on = matrix.standpoint.on.to_string();
        for (indicator, cells) in &matrix.rows {
            let filled =
                matrix.members.iter().zip(cells).filter_map(|(member, cell)| Some((member, cell.as_ref()?)));
            let rows = filled
                .map(|(member, cell)| {
                    let mut row = vec![plan.to_string(), on.clone()];
                    row.extend(matrix_row(indicator, by, member, cell));
                    row
                })
                .collect();
            writing = writing.rows(rows).await?;
        }
        writing.finish().await
    }
}

fn in_digits(figure: Option<Exact>) -> String {
    figure.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn word(word: Option<&'static str>) -> String {
    word.unwrap_or_default().to_owned()
}

fn scorecard_row(plan: &Code, on: &str, item: &Assessed) -> Vec<String> {
    let Target { series, period, text, nature, no, parent, section_zh, section_en, .. } = &item.target.item;
    let Indicator { name_zh, name_en, unit, .. } = &item.indicator;
    let Assessment { status, evidence, reason, provisional, figures, .. } = &item.assessment;
    let outcome = item.outcome.as_ref().map(|vintage| &vintage.outcome);
    let of_outcome = |field: fn(&Outcome) -> String| outcome.map(field).unwrap_or_default();
    vec![
        plan.to_string(),
        on.to_owned(),
        no.clone().unwrap_or_default(),
        series.indicator.to_string(),
        name_zh.clone(),
        name_en.clone(),
        code(parent.as_ref()),
        section_zh.clone(),
        section_en.clone(),
        nature.to_string(),
        code(series.area.as_ref()),
        code(series.category.as_ref()),
        period.to_string(),
        unit.clone(),
        text.clone(),
        of_outcome(|outcome| outcome.text.clone()),
        of_outcome(|outcome| outcome.basis.word().to_owned()),
        of_outcome(|outcome| outcome.period.to_string()),
        of_outcome(|outcome| outcome.source.clone()),
        of_outcome(|outcome| outcome.reported_on.to_string()),
        status.word().to_owned(),
        word(evidence.map(Evidence::word)),
        word(reason.map(Reason::word)),
        if *provisional { "true" } else { "" }.to_owned(),
        in_digits(figures.threshold.ok().map(Exact::as_figure)),
        in_digits(figures.outcome.ok().map(Exact::as_figure)),
        in_digits(figures.gap.ok().map(Exact::as_figure)),
        in_digits(figures.completion.ok().map(Exact::as_quotient)),
        in_digits(figures.progress.ok().map(Exact::as_quotient)),
    ]
}

/// What some targets are counted by, the group, and how many of it stand how. Of a reason or an evidence only the total
/// is counted.
fn summary_rows(counts: &Counts) -> Vec<Vec<String>> {
    let Counts { all, by_nature, by_section, by_reason, by_evidence, provisional: _, conflicting: _ } =
        counts;
    let named = |by: &str, zh: &str, en: &str| vec![by.to_owned(), zh.to_owned(), en.to_owned()];
    let tally = |by, zh, en, tally: &Tally| {
        let counts = Status::ALL.iter().map(|status| tally.count(*status).to_string()).collect();
        [named(by, zh, en), vec![tally.total.to_string()], counts].concat()
    };
    let total = |by, word, count: &u32| {
        let none = vec![String::new(); Status::ALL.len()];
        [named(by, word, word), vec![count.to_string()], none].concat()
    };
    let mut rows = vec![tally("all", "", "", all)];
    rows.extend(by_nature.iter().map(|(nature, of)| tally("nature", nature.word(), nature.word(), of)));
    rows.extend(by_section.iter().map(|of| tally("section", &of.section_zh, &of.section_en, &of.tally)));
    rows.extend(by_reason.iter().map(|(reason, count)| total("reason", reason.word(), count)));
    rows.extend(by_evidence.iter().map(|(evidence, count)| total("evidence", evidence.word(), count)));
    rows
}

fn matrix_row(indicator: &Indicator, by: By, member: &Member, cell: &Cell) -> Vec<String> {
    let Cell { assessment, outcome } = cell;
    let told = assessment.as_ref();
    vec![
        indicator.code.to_string(),
        indicator.name_zh.clone(),
        indicator.name_en.clone(),
        indicator.unit.clone(),
        by.word().to_owned(),
        member.code.to_string(),
        member.name_zh.clone(),
        member.name_en.clone(),
        outcome.clone().unwrap_or_default(),
        word(told.map(|told| told.status.word())),
        word(told.and_then(|told| told.evidence).map(Evidence::word)),
        word(told.and_then(|told| told.reason).map(Reason::word)),
        in_digits(told.and_then(|told| told.figures.completion.ok()).map(Exact::as_quotient)),
    ]
}
