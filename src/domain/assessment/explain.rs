//! How an assessment came about: the steps as data, and the two texts that people read. Codes and numbers come
//! from the engine; every word that a person reads comes from one file per language. Takes no decision.

mod en;
mod number;
pub(super) mod tell;
mod telling;
mod zh;

use chrono::NaiveDate;

use number::{DECIMALS, DECIMALS_OF_A_SHARE, decimals_apart, shown_to};
pub use number::{shown_share_of, shown_way};
use telling::Telling;

use super::{
    Assessment, ByChange, Evidence, Horizon, Implied, Pace, Projection, Reason, Status, Verdict,
    demand::Demand, interval::Interval,
};
use crate::domain::{
    criterion::{ChangeUnit, Condition, Criterion},
    indicator::{Indicator, Measure},
    outcome::Basis,
    period::Period,
    quantity::Exact,
    reading::{Context, Language, outcome_text, target_text},
    target::Target,
    value::{Figure, Value},
};

/// What is not certain of a figure, so that it is not held against what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Whether it is counted in the unit of the indicator, beside which it is too large.
    Scale,
    /// What its minus says.
    Sign,
}

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
        /// The day it was reported; `None` where it is only supposed.
        reported_on: Option<NaiveDate>,
        /// The period it is for.
        period: Period,
        /// What is known of its number.
        known: Option<Interval>,
        /// Whether the report says that its number is just under the bound (近80%).
        near: bool,
    },
    /// A grade or a place that was reported, beside the one that is asked.
    Placed {
        /// The grade or the place asked.
        asked: Condition,
        /// The grade or the place reported.
        reported: Figure,
        /// The indicator's own scale of grades; empty where it has none.
        scale: Vec<String>,
    },
    /// Something else than what is asked was reported.
    Beside {
        /// What was reported, as written.
        what: String,
        /// Whether it is reported not to be done.
        not_done: bool,
        /// What is not certain of it, where it is a figure.
        doubt: Option<Doubt>,
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
        /// What they make.
        sum: Interval,
        /// How they make it.
        together: Together,
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
    /// The report says that the target is missed, or what is asked not done.
    DeclaredMissed,
    /// The report says that the parent plan's pace is kept.
    DeclaredOnParentPace,
    /// The report says that the pace is kept.
    DeclaredOnPace,
    /// The report says that it is behind its pace.
    DeclaredBehindPace,
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

/// What several figures make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The later one less the earlier one, both being counted from the same day on.
    Difference,
}

impl Together {
    /// The name of the number that they make.
    const fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Difference => "difference",
        }
    }
}

impl Step {
    /// The stable code of the step.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Asked(_) => "asked",
            Self::CountedFrom { .. } => "counted_from",
            Self::ComparedWith { .. } => "compared_with",
            Self::Chosen { .. } => "outcome_chosen",
            Self::Placed { .. } => "placed",
            Self::Beside { .. } => "something_else",
            Self::ByChange(_) => "reported_change",
            Self::Grown { .. } => "grown_from_earlier",
            Self::AddedUp { .. } => "parts_added_up",
            Self::Conflict { .. } => "sources_disagree",
            Self::SetAside { .. } => "weaker_figures_set_aside",
            Self::Implied(_) => "implied_target",
            Self::Share { .. } => "printed_share",
            Self::Declared => "declared_attained",
            Self::DeclaredMissed => "declared_missed",
            Self::DeclaredOnParentPace => "declared_on_parent_pace",
            Self::DeclaredOnPace => "declared_on_pace",
            Self::DeclaredBehindPace => "declared_behind_pace",
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
            Self::Placed { asked, reported, .. } => places(asked, reported),
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
            Self::AddedUp { parts, sum, together, .. } => {
                let mut numbers = vec![("parts", Exact::from(*parts))];
                numbers.extend(ends(together.word(), *sum));
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
            | Self::DeclaredMissed
            | Self::DeclaredOnParentPace
            | Self::DeclaredOnPace
            | Self::DeclaredBehindPace
            | Self::Compared { .. }
            | Self::BurdenOfProof
            | Self::CaliberDiffers
            | Self::HeldAgainstParent
            | Self::Beside { .. } => Vec::new(),
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

/// The places; grades are no numbers.
fn places(asked: &Condition, reported: &Figure) -> Vec<(&'static str, Exact)> {
    match (asked, reported) {
        (Condition::Rank { rank: asked, .. }, Figure::Rank { rank: reported, .. }) => {
            let place = |rank: u32| Exact::from(i64::from(rank));
            vec![("asked", place(*asked)), ("reported", place(*reported))]
        }
        _ => Vec::new(),
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
    let telling = Telling::of(indicator, target, assessment);
    match language {
        Language::Zh => zh::sentence(&telling),
        Language::En => en::sentence(&telling),
    }
}

/// The figure that decides, where it is another one than that of the report chosen: a sum, a mean, an average.
pub fn deciding_words(
    indicator: &Indicator,
    target: &Target,
    assessment: &Assessment,
    language: Language,
) -> Option<String> {
    let telling = Telling::of(indicator, target, assessment);
    let made = telling.made_of_parts()?;
    Some(match language {
        Language::Zh => zh::made(&telling, made),
        Language::En => en::made(&telling, made),
    })
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

/// A grade or a place that is asked and the one reported, in words.
fn place_words(
    asked: &Condition,
    reported: &Figure,
    scale: &[String],
    language: Language,
) -> (String, String) {
    let measure = if matches!(asked, Condition::Grade { .. }) { Measure::Grade } else { Measure::Level };
    let context = Context { unit: "", measure, direction: None, is_reduction: false, scale };
    let asked = target_text(&Criterion::from(asked.clone()), &context, language);
    (asked, outcome_text(&Value::from(reported.clone()), &context, language))
}

impl ByChange {
    /// The decimals that tell the change reported from the one that is asked.
    fn decimals(&self) -> u32 {
        match (self.said.as_point(), self.asked.threshold()) {
            (Some(said), Some(asked)) if self.is_counted_alike() => decimals_apart(said, asked, DECIMALS),
            _ => DECIMALS,
        }
    }
}

impl Pace {
    /// The decimals that tell what was reached from what was expected.
    fn decimals(&self) -> u32 {
        match (self.reached, self.expected) {
            (Ok(reached), Ok(expected)) => decimals_apart(reached, expected, DECIMALS),
            _ => DECIMALS,
        }
    }

    /// The pace as people read it, with decimals enough to tell it from being on it and from the plan's limits.
    fn times(&self) -> Option<String> {
        let ratio = self.ratio.ok()?;
        let limits = self.limits.into_iter().chain([Exact::ONE, Exact::ZERO]);
        let decimals = limits.map(|limit| decimals_apart(ratio, limit, DECIMALS_OF_A_SHARE)).max();
        Some(shown_to(ratio, decimals.unwrap_or(DECIMALS_OF_A_SHARE)))
    }
}

impl Demand {
    /// Whether the number alone says what is asked: it need not be passed, and may not be missed.
    fn is_one_number(&self) -> bool {
        let limits = [self.floor, self.ceiling];
        self.threshold().is_some()
            && limits.iter().flatten().all(|limit| !limit.strict && limit.tolerance.is_zero())
    }
}
