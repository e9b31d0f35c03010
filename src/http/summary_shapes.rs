//! The counts of a plan as they are sent. It does not know what is counted.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::readings::BothLanguages;
use crate::domain::{
    assessment::{
        Status, Summary,
        summary::{Counts, SectionTally, Tally},
    },
    indicator::Nature,
    reading::Language,
};

/// The counts of a plan's targets. Sub-indicators are counted apart.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Summary)]
pub(super) struct SummaryOut {
    /// The headline targets: for the whole, and not sub-indicators.
    headline: CountsOut,
    /// The sub-indicators.
    sub_indicators: CountsOut,
}

/// The counts of some targets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Counts)]
struct CountsOut {
    /// All of them, whatever their status.
    #[schema(example = 35)]
    total: u32,
    /// By status.
    by_status: StatusCounts,
    /// Those with a verdict at the end of their period: achieved or not achieved.
    judged: u32,
    /// Those that run and have a pace: on track, at risk or off track.
    running: u32,
    /// Those that can be assessed, now or once an outcome comes: all but the not assessable.
    assessable: u32,
    /// By nature, then by status.
    by_nature: NatureCounts,
    /// By section, in the order of the plan, then by status.
    by_section: Vec<SectionCounts>,
    /// By reason, where there is one.
    #[schema(value_type = BTreeMap<String, u32>, example = json!({"caliber_changed": 1}))]
    by_reason: BTreeMap<&'static str, u32>,
    /// By evidence, where there is a verdict or a pace.
    #[schema(value_type = BTreeMap<String, u32>, example = json!({"measured": 33}))]
    by_evidence: BTreeMap<&'static str, u32>,
    /// How many rest on a forecast or a preliminary figure.
    provisional: u32,
    /// For how many the sources disagree.
    conflicting: u32,
}

/// How many have each status.
#[derive(Debug, Serialize, ToSchema)]
struct StatusCounts {
    /// Proved at the end of the period, or already.
    achieved: u32,
    /// Disproved, or not proved, at the end of the period; or already.
    not_achieved: u32,
    /// While the period runs: as expected or better.
    on_track: u32,
    /// While the period runs: a little behind.
    at_risk: u32,
    /// While the period runs: far behind.
    off_track: u32,
    /// Nothing was reported that says how it stands.
    awaiting_outcome: u32,
    /// It cannot be judged.
    not_assessable: u32,
}

/// The counts by nature.
#[derive(Debug, Serialize, ToSchema)]
struct NatureCounts {
    /// Duties.
    binding: TallyOut,
    /// Guidance.
    anticipatory: TallyOut,
}

/// How many of some targets stand how.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tally)]
struct TallyOut {
    /// All of them, whatever their status.
    total: u32,
    /// By status.
    by_status: StatusCounts,
}

/// The counts of a section of the plan.
#[derive(Debug, Serialize, ToSchema)]
struct SectionCounts {
    /// The section; empty texts where the plan prints none.
    section: BothLanguages,
    /// All of its targets, whatever their status.
    total: u32,
    /// By status.
    by_status: StatusCounts,
}

impl SummaryOut {
    /// Leaves the texts of the other language away.
    pub(super) fn only(&mut self, language: Language) {
        for counts in [&mut self.headline, &mut self.sub_indicators] {
            counts.by_section.iter_mut().for_each(|section| section.section.only(language));
        }
    }
}

impl From<&Summary> for SummaryOut {
    fn from(summary: &Summary) -> Self {
        let Summary { headline, sub_indicators } = summary;
        Self { headline: headline.into(), sub_indicators: sub_indicators.into() }
    }
}

impl From<&Counts> for CountsOut {
    fn from(counts: &Counts) -> Self {
        let Counts { all, by_nature, by_section, by_reason, by_evidence, provisional, conflicting } = counts;
        let nature = |nature| TallyOut::from(&by_nature.get(&nature).cloned().unwrap_or_default());
        Self {
            total: all.total,
            by_status: all.into(),
            judged: all.judged(),
            running: all.running(),
            assessable: all.assessable(),
            by_nature: NatureCounts {
                binding: nature(Nature::Binding),
                anticipatory: nature(Nature::Anticipatory),
            },
            by_section: by_section.iter().map(SectionCounts::from).collect(),
            by_reason: by_reason.iter().map(|(reason, count)| (reason.word(), *count)).collect(),
            by_evidence: by_evidence.iter().map(|(evidence, count)| (evidence.word(), *count)).collect(),
            provisional: *provisional,
            conflicting: *conflicting,
        }
    }
}

impl From<&Tally> for StatusCounts {
    fn from(tally: &Tally) -> Self {
        Self {
            achieved: tally.count(Status::Achieved),
            not_achieved: tally.count(Status::NotAchieved),
            on_track: tally.count(Status::OnTrack),
            at_risk: tally.count(Status::AtRisk),
            off_track: tally.count(Status::OffTrack),
            awaiting_outcome: tally.count(Status::AwaitingOutcome),
            not_assessable: tally.count(Status::NotAssessable),
        }
    }
}

impl From<&Tally> for TallyOut {
    fn from(tally: &Tally) -> Self {
        Self { total: tally.total, by_status: tally.into() }
    }
}

impl From<&SectionTally> for SectionCounts {
    fn from(section: &SectionTally) -> Self {
        let SectionTally { section_zh, section_en, tally } = section;
        let section = BothLanguages::new(section_zh, section_en);
        Self { section, total: tally.total, by_status: tally.into() }
    }
}
