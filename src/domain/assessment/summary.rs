//! The counts of a plan: by status and nature, section, reason and evidence. Headline targets and
//! sub-indicators are counted apart, and a percentage is never averaged: a summary is made of counts.

use std::collections::BTreeMap;

use super::{Assessment, Evidence, Reason, Status};
use crate::domain::{indicator::Nature, target::Target};

/// The counts of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The headline targets: for the whole, and not a sub-indicator.
    pub headline: Counts,
    /// The sub-indicators for the whole.
    pub sub_indicators: Counts,
}

/// The counts of some targets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// By status, all of them.
    pub all: Tally,
    /// By nature, then by status.
    pub by_nature: BTreeMap<Nature, Tally>,
    /// By section in the order of the plan, then by status.
    pub by_section: Vec<SectionTally>,
    /// By reason, where there is one.
    pub by_reason: BTreeMap<Reason, u32>,
    /// By evidence, where there is a verdict or a pace.
    pub by_evidence: BTreeMap<Evidence, u32>,
    /// How many rest on a forecast or a preliminary figure.
    pub provisional: u32,
    /// For how many the sources disagree.
    pub conflicting: u32,
}

/// How many stand how. Each denominator says what it includes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// All of them, whatever their status.
    pub total: u32,
    /// By status; a status that nothing has is left out.
    pub by_status: BTreeMap<Status, u32>,
}

/// The counts of a section of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTally {
    /// The section in Chinese; empty where the plan prints none.
    pub section_zh: String,
    /// The section in English; empty where the plan prints none.
    pub section_en: String,
    /// The counts.
    pub tally: Tally,
}

impl Tally {
    /// How many have the status.
    pub fn count(&self, status: Status) -> u32 {
        self.by_status.get(&status).copied().unwrap_or(0)
    }

    /// Those with a verdict at the end of their period: achieved or not achieved.
    pub fn judged(&self) -> u32 {
        self.count(Status::Achieved) + self.count(Status::NotAchieved)
    }

    /// Those that run and have a pace: on track, at risk or off track.
    pub fn running(&self) -> u32 {
        self.count(Status::OnTrack) + self.count(Status::AtRisk) + self.count(Status::OffTrack)
    }

    /// Those that can be assessed, now or once an outcome comes: all but the not assessable.
    pub fn assessable(&self) -> u32 {
        self.total - self.count(Status::NotAssessable)
    }

    /// Those for which nothing was reported.
    pub fn awaiting(&self) -> u32 {
        self.count(Status::AwaitingOutcome)
    }

    fn add(&mut self, status: Status) {
        self.total += 1;
        *self.by_status.entry(status).or_default() += 1;
    }
}

impl Counts {
    fn add(&mut self, target: &Target, assessment: &Assessment) {
        self.all.add(assessment.status);
        self.by_nature.entry(target.nature).or_default().add(assessment.status);
        let known = self.by_section.iter().position(|section| {
            section.section_zh == target.section_zh && section.section_en == target.section_en
        });
        let place = known.unwrap_or(self.by_section.len());
        if known.is_none() {
            self.by_section.push(SectionTally {
                section_zh: target.section_zh.clone(),
                section_en: target.section_en.clone(),
                tally: Tally::default(),
            });
        }
        if let Some(section) = self.by_section.get_mut(place) {
            section.tally.add(assessment.status);
        }
        if let Some(reason) = assessment.reason {
            *self.by_reason.entry(reason).or_default() += 1;
        }
        if let Some(evidence) = assessment.evidence {
            *self.by_evidence.entry(evidence).or_default() += 1;
        }
        self.provisional += u32::from(assessment.provisional);
        self.conflicting += u32::from(!assessment.conflict.is_empty());
    }
}

/// Counts the assessed targets of a plan. Targets for an area or a category are no part of it: they are parts
/// of a headline target.
pub fn summarise<'a>(assessed: impl IntoIterator<Item = (&'a Target, &'a Assessment)>) -> Summary {
    let mut summary = Summary::default();
    for (target, assessment) in assessed {
        if target.is_headline() {
            summary.headline.add(target, assessment);
        } else if target.series.is_whole() {
            summary.sub_indicators.add(target, assessment);
        }
    }
    summary
}
