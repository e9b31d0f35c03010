//! How an assessment came about: the steps as data, and the two texts that people read. Codes and numbers come
//! from the engine; every word that a person reads comes from one file per language. Takes no decision.

mod en;
mod number;
pub(super) mod tell;
mod zh;

use chrono::NaiveDate;

use number::{DECIMALS, DECIMALS_OF_A_SHARE, decimals_apart, shown, shown_apart, shown_share, shown_to};

use super::{
    Assessment, ByChange, Evidence, Horizon, HorizonKind, Implied, Pace, Projection, Reason, Status,
    Unavailable, Verdict, demand::Demand, interval::Interval,
};
use crate::domain::{
    criterion::{ChangeUnit, Condition},
    indicator::Indicator,
    outcome::Basis,
    period::Period,
    quantity::Exact,
    reading::Language,
    target::Target,
};

/// A step of the reasoning, with the numbers used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// What number is asked.
    Asked(Demand),
    /// The figure that a change or a relative target is counted from.
    CountedFrom {
        /// The figure.
        earlier: Interval,
        /// The change asked for.
        by: Exact,
        /// What it is counted in.
        by_unit: ChangeUnit,
        /// How many times it is asked for: once a year.
        years: i64,
    },
    /// The other series' figure that a relative target refers to.
    ComparedWith {
        /// The other series as written.
        to: String,
        /// Its figure.
        figure: Interval,
        /// Added to it.
        offset: Exact,
    },
    /// The vintage that answers.
    Chosen {
        /// Its number in the record.
        id: i64,
        /// How firm it is.
        basis: Basis,
        /// The day it was reported.
        reported_on: NaiveDate,
        /// The period it is for.
        period: Period,
        /// What is known of its number.
        known: Option<Interval>,
    },
    /// A change that the report itself prints decides.
    ByChange(ByChange),
    /// The number that follows from a reported change and the figure for the period before.
    Grown {
        /// That figure.
        earlier: Interval,
        /// The change reported.
        by: Exact,
        /// What it is counted in.
        by_unit: ChangeUnit,
        /// What is known of the number that follows.
        known: Interval,
    },
    /// Parts of the period were added up.
    AddedUp {
        /// How many.
        parts: i64,
        /// The days that they cover together.
        period: Period,
        /// The sum, or the mean.
        sum: Interval,
        /// Whether the mean of the parts is what is asked.
        is_mean: bool,
    },
    /// Other sources disagree.
    Conflict {
        /// How many.
        sources: i64,
    },
    /// Vintages on a weaker basis than the plan admits were set aside.
    SetAside {
        /// How many.
        vintages: i64,
    },
    /// The target that follows from a printed share.
    Implied(Implied),
    /// The report prints a share of the target.
    Share {
        /// The share, in percent.
        percent: Exact,
    },
    /// The report says that the target is attained.
    Declared,
    /// The report says that the parent plan's pace is kept.
    DeclaredOnParentPace,
    /// Criterion against value.
    Compared {
        /// What follows.
        verdict: Verdict,
        /// On what evidence.
        evidence: Evidence,
    },
    /// What is not proved counts as not achieved.
    BurdenOfProof,
    /// The outcome was turned from another caliber to the target's by a declared bridge.
    Bridged {
        /// What it was multiplied by.
        factor: Exact,
        /// Who says so.
        source: String,
    },
    /// The report prints its figure like for like too, and that is the one to compare.
    LikeForLike {
        /// The figure that is not.
        printed: Exact,
        /// The figure like for like.
        comparable: Exact,
    },
    /// The outcome follows another caliber.
    CaliberDiffers,
    /// The gap, with what it was computed from.
    Gap {
        /// The outcome.
        outcome: Exact,
        /// The threshold.
        threshold: Exact,
        /// The gap.
        gap: Exact,
    },
    /// The completion in percent.
    Completion {
        /// The completion, in percent.
        percent: Exact,
    },
    /// How it stands against the expected path.
    Pace(Pace),
    /// The several years.
    Years(Horizon),
    /// Where it leads.
    Projected(Projection),
    /// The target is left to the parent plan and held against the parent's own; the steps of that follow.
    HeldAgainstParent,
    /// The sub-indicators of a group.
    Members {
        /// How many are achieved.
        achieved: i64,
        /// How many there are.
        total: i64,
    },
}

impl Step {
    /// The stable code of the step.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Asked(_) => "asked",
            Self::CountedFrom { .. } => "counted_from",
            Self::ComparedWith { .. } => "compared_with",
            Self::Chosen { .. } => "outcome_chosen",
            Self::ByChange(_) => "reported_change",
            Self::Grown { .. } => "grown_from_earlier",
            Self::AddedUp { .. } => "parts_added_up",
            Self::Conflict { .. } => "sources_disagree",
            Self::SetAside { .. } => "weaker_figures_set_aside",
            Self::Implied(_) => "implied_target",
            Self::Share { .. } => "printed_share",
            Self::Declared => "declared_attained",
            Self::DeclaredOnParentPace => "declared_on_parent_pace",
            Self::Compared { .. } => "compared",
            Self::BurdenOfProof => "burden_of_proof",
            Self::Bridged { .. } => "bridged",
            Self::LikeForLike { .. } => "like_for_like",
            Self::CaliberDiffers => "caliber_differs",
            Self::Gap { .. } => "gap",
            Self::Completion { .. } => "completion",
            Self::Pace(_) => "pace",
            Self::Years(_) => "years",
            Self::Projected(_) => "projected",
            Self::HeldAgainstParent => "held_against_parent",
            Self::Members { .. } => "members",
        }
    }

    /// The numbers used, each with its name.
    pub fn numbers(&self) -> Vec<(&'static str, Exact)> {
        match self {
            Self::Asked(demand) => {
                let mut numbers = Vec::new();
                for (name, limit) in [("floor", demand.floor), ("ceiling", demand.ceiling)] {
                    if let Some(limit) = limit {
                        numbers.extend(ends(name, limit.at));
                        if !limit.tolerance.is_zero() {
                            numbers.push(("tolerance", limit.tolerance));
                        }
                    }
                }
                numbers.dedup();
                numbers
            }
            Self::CountedFrom { earlier, by, years, .. } => {
                let mut numbers = ends("earlier", *earlier);
                numbers.push(("by", *by));
                if *years > 1 {
                    numbers.push(("years", Exact::from(*years)));
                }
                numbers
            }
            Self::ComparedWith { figure, offset, .. } => {
                let mut numbers = ends("figure", *figure);
                numbers.push(("offset", *offset));
                numbers
            }
            Self::Chosen { id, known, .. } => {
                let mut numbers = vec![("id", Exact::from(*id))];
                numbers.extend(known.iter().flat_map(|known| ends("outcome", *known)));
                numbers
            }
            Self::ByChange(change) => {
                let asked = [change.asked.floor, change.asked.ceiling].into_iter().flatten();
                let mut numbers: Vec<_> = asked.flat_map(|limit| ends("asked", limit.at)).collect();
                numbers.dedup();
                numbers.extend(ends("reported", change.said));
                if let Some((earlier, change)) = change.on_record {
                    numbers.extend([("earlier", earlier), ("change_on_record", change)]);
                }
                numbers
            }
            Self::Grown { earlier, by, known, .. } => {
                let mut numbers = ends("earlier", *earlier);
                numbers.push(("by", *by));
                numbers.extend(ends("grown", *known));
                numbers
            }
            Self::AddedUp { parts, sum, is_mean, .. } => {
                let mut numbers = vec![("parts", Exact::from(*parts))];
                numbers.extend(ends(if *is_mean { "mean" } else { "sum" }, *sum));
                numbers
            }
            Self::Conflict { sources } => vec![("sources", Exact::from(*sources))],
            Self::SetAside { vintages } => vec![("vintages", Exact::from(*vintages))],
            Self::Implied(implied) => {
                vec![("implied_target", implied.target), ("low", implied.low), ("high", implied.high)]
            }
            Self::Bridged { factor, .. } => vec![("factor", *factor)],
            Self::LikeForLike { printed, comparable } => {
                vec![("printed", *printed), ("comparable", *comparable)]
            }
            Self::Share { percent } | Self::Completion { percent } => vec![("percent", *percent)],
            Self::Gap { outcome, threshold, gap } => {
                vec![("outcome", *outcome), ("threshold", *threshold), ("gap", *gap)]
            }
            Self::Pace(pace) => {
                let mut numbers = vec![("elapsed_percent", pace.elapsed_percent)];
                let known = [("expected", pace.expected), ("reached", pace.reached), ("ratio", pace.ratio)];
                numbers.extend(known.into_iter().filter_map(|(name, known)| Some((name, known.ok()?))));
                numbers
            }
            Self::Years(horizon) => {
                let known =
                    [("average_so_far", horizon.average_so_far), ("needed_a_year", horizon.needed_a_year)];
                known.into_iter().filter_map(|(name, known)| Some((name, known.ok()?))).collect()
            }
            Self::Projected(projection) => {
                let mut numbers = vec![("projected", projection.value)];
                numbers
                    .extend(projection.range.iter().flat_map(|(low, high)| [("low", *low), ("high", *high)]));
                numbers
            }
            Self::Members { achieved, total } => {
                vec![("achieved", Exact::from(*achieved)), ("total", Exact::from(*total))]
            }
            Self::Declared
            | Self::DeclaredOnParentPace
            | Self::Compared { .. }
            | Self::BurdenOfProof
            | Self::CaliberDiffers
            | Self::HeldAgainstParent => Vec::new(),
        }
    }

    /// The step in words.
    pub fn text(&self, unit: &str, language: Language) -> String {
        match language {
            Language::Zh => zh::step(self, unit),
            Language::En => en::step(self, unit),
        }
    }
}

fn ends(name: &'static str, interval: Interval) -> Vec<(&'static str, Exact)> {
    let mut ends: Vec<_> =
        [interval.low, interval.high].into_iter().flatten().map(|end| (name, end.at)).collect();
    ends.dedup();
    ends
}

/// The whole in one sentence.
pub fn sentence(
    indicator: &Indicator,
    target: &Target,
    assessment: &Assessment,
    language: Language,
) -> String {
    let by = match target.criterion.as_ref().map(|criterion| &criterion.condition) {
        Some(Condition::Milestone { by, .. }) => *by,
        _ => None,
    };
    let telling = Telling { unit: &indicator.unit, period: target.period, by, assessment };
    match language {
        Language::Zh => zh::sentence(&telling),
        Language::En => en::sentence(&telling),
    }
}

/// A status in a few words.
pub const fn status_words(status: Status, language: Language) -> &'static str {
    match language {
        Language::Zh => zh::status_words(status),
        Language::En => en::status_words(status),
    }
}

/// A reason in a few words.
pub const fn reason_words(reason: Reason, language: Language) -> &'static str {
    match language {
        Language::Zh => zh::reason_words(reason),
        Language::En => en::reason_words(reason),
    }
}

/// An evidence in a few words.
pub const fn evidence_words(evidence: Evidence, language: Language) -> &'static str {
    match language {
        Language::Zh => zh::evidence_words(evidence),
        Language::En => en::evidence_words(evidence),
    }
}

/// What a sentence is made from.
struct Telling<'a> {
    unit: &'a str,
    period: Period,
    /// The day that the target itself names.
    by: Option<NaiveDate>,
    assessment: &'a Assessment,
}

/// The figure that decides.
enum Deciding {
    /// What was reported.
    Figure,
    /// The sum of several years.
    Sum(Exact),
    /// The average of several years' growth.
    Average(Exact),
    /// The mean of the levels of several years.
    Mean(Exact),
}

/// What makes the figure that decides another one than a plain number of the report.
struct Manner {
    /// The report says about.
    about: bool,
    /// It is the figure that the report prints like for like.
    like_for_like: bool,
    /// It was turned from another caliber.
    bridged: bool,
}

impl Telling<'_> {
    fn asked(&self) -> Option<&Demand> {
        self.find(|step| if let Step::Asked(demand) = step { Some(demand) } else { None })
    }

    fn known(&self) -> Option<(Basis, Interval)> {
        let mut basis = Basis::Final;
        let mut known = None;
        for step in &self.assessment.steps {
            match step {
                Step::Chosen { basis: chosen, known: Some(interval), .. } => {
                    basis = *chosen;
                    known = Some(*interval);
                }
                Step::Chosen { basis: chosen, known: None, .. } => basis = *chosen,
                Step::AddedUp { sum, .. } => known = Some(*sum),
                Step::Grown { known: grown, .. } => known = Some(*grown),
                _ => {}
            }
        }
        known.map(|known| (basis, known))
    }

    /// Which figure decides: over several years it is none of those reported, unless one is for all of them.
    fn deciding(&self) -> Deciding {
        let for_all_of_it =
            |step: &Step| matches!(step, Step::Chosen { period, .. } if *period == self.period);
        let is_a_mean = |step: &Step| matches!(step, Step::AddedUp { is_mean: true, .. });
        let held = self.has(&Step::HeldAgainstParent);
        let of_the_whole = !held && self.assessment.steps.iter().any(for_all_of_it);
        let kind = self.assessment.horizon.as_ref().map(|horizon| horizon.kind);
        match (kind, self.assessment.figures.outcome) {
            (Some(HorizonKind::Sum), Ok(sum)) if !of_the_whole => Deciding::Sum(sum),
            (Some(HorizonKind::AverageGrowth), Ok(average)) if !of_the_whole => Deciding::Average(average),
            (_, Ok(mean)) if self.assessment.steps.iter().any(is_a_mean) => Deciding::Mean(mean),
            _ => Deciding::Figure,
        }
    }

    /// The decimals that tell the figure that was compared from what is asked.
    fn decimals(&self) -> u32 {
        let figures = &self.assessment.figures;
        match (figures.outcome, figures.threshold) {
            (Ok(outcome), Ok(threshold)) => decimals_apart(outcome, threshold, DECIMALS),
            _ => DECIMALS,
        }
    }

    /// How far the figure that was compared lies from what is asked; nothing where a change decides, which tells itself.
    fn gap(&self) -> Option<Exact> {
        let figures = &self.assessment.figures;
        let is_of_a_change = figures.threshold == Err(Unavailable::JUDGED_BY_CHANGE);
        figures.gap.ok().filter(|_| !is_of_a_change)
    }

    /// Whether outcomes are reported for parts of the period and none for the whole of it.
    const fn has_only_parts(&self) -> bool {
        self.assessment.chosen.is_some()
    }

    /// How the figure that decides came to be what it is.
    fn manner(&self) -> Manner {
        let by_change = self.changes().any(|change| change.approximate);
        Manner {
            about: self.assessment.approximate && !by_change,
            like_for_like: self.assessment.steps.iter().any(|step| matches!(step, Step::LikeForLike { .. })),
            bridged: self.assessment.steps.iter().any(|step| matches!(step, Step::Bridged { .. })),
        }
    }

    /// The reported changes that decide.
    fn changes(&self) -> impl Iterator<Item = &ByChange> {
        self.assessment.steps.iter().filter_map(|step| match step {
            Step::ByChange(change) => Some(change),
            _ => None,
        })
    }

    /// How firm the report is whose change decides.
    fn basis(&self) -> Basis {
        self.find(|step| if let Step::Chosen { basis, .. } = step { Some(*basis) } else { None })
            .unwrap_or(Basis::Final)
    }

    /// Whether a percentage is asked of an earlier figure that is not above zero.
    fn has_no_base(&self) -> bool {
        self.assessment.steps.iter().any(|step| match step {
            Step::CountedFrom { earlier, by_unit: ChangeUnit::Percent, .. } => {
                earlier.as_point().is_some_and(|earlier| !earlier.is_positive())
            }
            _ => false,
        })
    }

    fn share(&self) -> Option<Exact> {
        self.find(|step| if let Step::Share { percent } = step { Some(*percent) } else { None })
    }

    fn members(&self) -> Option<(i64, i64)> {
        self.find(|step| match step {
            Step::Members { achieved, total } => Some((*achieved, *total)),
            _ => None,
        })
    }

    fn has(&self, wanted: &Step) -> bool {
        self.assessment.steps.contains(wanted)
    }

    fn find<'s, T: 's>(&'s self, pick: impl Fn(&'s Step) -> Option<T>) -> Option<T> {
        self.assessment.steps.iter().find_map(pick)
    }

    fn is_judged(&self) -> bool {
        matches!(self.assessment.status, Status::Achieved | Status::NotAchieved)
    }
}
