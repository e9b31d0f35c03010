//! Gap, completion, progress and margin: arithmetic alone, no decision. Each figure is exact or says why it has
//! no meaning here; nothing is replaced by a small number to make a division possible.

use super::{
    demand::{Demand, Limit},
    interval::Interval,
    reported_change::ByChange,
};
use crate::domain::quantity::Exact;

/// A figure that has no meaning here, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unavailable {
    /// A stable code of the reason, in `snake_case`.
    pub code: &'static str,
}

impl Unavailable {
    /// Nothing was reported that could be compared.
    pub const NOTHING_REPORTED: Self = Self { code: "nothing_reported" };
    /// The report gives no number, only a bound, a word, a grade or a rank.
    pub const NO_NUMBER: Self = Self { code: "no_number" };
    /// The target asks no number.
    pub const TARGET_WITHOUT_NUMBER: Self = Self { code: "target_without_number" };
    /// The target has a lower and an upper end, so that no one number is the whole of it.
    pub const TWO_ENDS: Self = Self { code: "two_ends" };
    /// A share of zero has no meaning.
    pub const TARGET_ZERO: Self = Self { code: "target_zero" };
    /// A share of a negative target changes its sense.
    pub const TARGET_NEGATIVE: Self = Self { code: "target_negative" };
    /// The share would be below zero: outcome and target lie on different sides of zero, or, where less is
    /// better, the outcome is more than twice the target.
    pub const SIGN_CHANGE: Self = Self { code: "sign_change" };
    /// No baseline is known.
    pub const NO_BASELINE: Self = Self { code: "no_baseline" };
    /// There is no way to go from the baseline to the target.
    pub const BASELINE_EQUALS_TARGET: Self = Self { code: "baseline_equals_target" };
    /// The baseline is already better than the target.
    pub const BASELINE_BEYOND_TARGET: Self = Self { code: "baseline_beyond_target" };
    /// The baseline is for a longer or a shorter time than the amount, so that there is no way from the one to the other.
    pub const BASELINE_OF_OTHER_LENGTH: Self = Self { code: "baseline_of_other_length" };
    /// The period is over, and what was reported is for parts of it that are not the whole.
    pub const ONLY_PARTS: Self = Self { code: "only_parts" };
    /// The target or the outcome cannot be judged, so that no figure follows.
    pub const NOT_COMPARABLE: Self = Self { code: "not_comparable" };
    /// A change that the report itself prints decides, of which the figure is no number in the unit.
    pub const JUDGED_BY_CHANGE: Self = Self { code: "judged_by_change" };
    /// There is no path to hold the figure against: no baseline for what is due in a later year.
    pub const NO_PATH: Self = Self { code: "no_path" };
    /// What is compared whole (a rate, an index, a ratio) is never pro-rated.
    pub const COMPARED_WHOLE: Self = Self { code: "compared_whole" };
    /// The period is over, so that nothing can be added.
    pub const NO_TIME_LEFT: Self = Self { code: "no_time_left" };
    /// Nothing was reached so far, so that there is no pace to compare with.
    pub const NOTHING_REACHED: Self = Self { code: "nothing_reached" };
    /// Fewer than three earlier years are known both by the same day and at the end, or the method has no errors.
    pub const TOO_FEW_YEARS: Self = Self { code: "too_few_years" };
    /// No part has a figure.
    pub const NO_PARTS: Self = Self { code: "no_parts" };
    /// The weights or denominators do not add up to something positive.
    pub const NO_WEIGHT: Self = Self { code: "no_weight" };
    /// The parts say nothing about the whole.
    pub const NOT_ADDITIVE: Self = Self { code: "not_additive" };
    /// The whole did not change, so that nothing contributes to its growth.
    pub const NO_GROWTH: Self = Self { code: "no_growth" };
    /// The number is too large to be kept exactly.
    pub const OUT_OF_RANGE: Self = Self { code: "out_of_range" };
}

/// A figure, or why there is none.
pub type Known = Result<Exact, Unavailable>;

/// The figures of an assessment. Each is exact or says why it has no meaning here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The number that was compared, in the unit.
    pub outcome: Known,
    /// The number that is asked, in the unit, before any tolerance: for a range the end that binds, for a
    /// change or a relative target what follows from the reference.
    pub threshold: Known,
    /// Outcome − threshold in the unit, signed so that positive is good; within two ends, the distance to the
    /// nearer one. Where a reported change in points or in the unit decides, that change − the one asked.
    pub gap: Known,
    /// The achieved share of the target, in percent, not capped: 100 × (1 + gap / threshold).
    pub completion: Known,
    /// The same, at most 100.
    pub completion_capped: Known,
    /// The way done from the baseline, in percent: (outcome − baseline) / (target − baseline) × 100.
    pub progress: Known,
    /// The change of the outcome, with its sign, at which the verdict turns; the tolerance is counted in.
    pub margin: Known,
}

impl Figures {
    /// No figure has a meaning, for one reason.
    pub const fn none(why: Unavailable) -> Self {
        Self {
            outcome: Err(why),
            threshold: Err(why),
            gap: Err(why),
            completion: Err(why),
            completion_capped: Err(why),
            progress: Err(why),
            margin: Err(why),
        }
    }

    /// Of an outcome of which a reported change decides: the outcome itself, and of a change in points or in the unit how far
    /// it lies from the one that is asked. A difference of two percentages of an amount is no number in the unit.
    pub(super) fn judged_by_change(known: Option<Interval>, decides: Option<&ByChange>) -> Self {
        let outcome = known.and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER);
        let none = Self { outcome, ..Self::none(Unavailable::JUDGED_BY_CHANGE) };
        match decides.filter(|change| change.is_a_difference()) {
            Some(change) => {
                let of_the_change =
                    Self::of(Some(change.said), Some(&change.asked), Err(Unavailable::NO_BASELINE));
                Self { gap: of_the_change.gap, margin: of_the_change.margin, ..none }
            }
            None => none,
        }
    }

    /// The figures of an outcome against a demand.
    pub fn of(known: Option<Interval>, asked: Option<&Demand>, baseline: Known) -> Self {
        let outcome = known.and_then(Interval::as_point).ok_or(Unavailable::NO_NUMBER);
        let threshold = threshold(asked);
        let gap = outcome.and_then(|outcome| gap(outcome, asked));
        let completion = match (gap, threshold) {
            (Ok(gap), Ok(threshold)) => completion(gap, threshold),
            (Err(why), _) | (_, Err(why)) => Err(why),
        };
        Self {
            outcome,
            threshold,
            gap,
            completion,
            completion_capped: completion.map(capped),
            progress: outcome.and_then(|outcome| progress(outcome, asked, baseline)),
            margin: outcome.and_then(|outcome| margin(outcome, asked)),
        }
    }

    /// The same with a share of the target as the report prints it: of what is asked, counted in percent of it. Where less is
    /// better the completion is 200 − that share, as it is 2 − outcome / target.
    #[must_use]
    pub fn with_printed_share(mut self, percent: Exact, asked: Option<&Demand>) -> Self {
        let completion =
            Self::of(Some(Interval::point(percent)), asked, Err(Unavailable::NO_BASELINE)).completion;
        self.completion = completion;
        self.completion_capped = completion.map(capped);
        self
    }
}

/// The number that is asked.
fn threshold(asked: Option<&Demand>) -> Known {
    let asked = asked.ok_or(Unavailable::TARGET_WITHOUT_NUMBER)?;
    match (asked.threshold(), asked.floor, asked.ceiling) {
        (Some(threshold), ..) => Ok(threshold),
        (None, Some(_), Some(_)) => Err(Unavailable::TWO_ENDS),
        _ => Err(Unavailable::TARGET_WITHOUT_NUMBER),
    }
}

fn ends(asked: Option<&Demand>) -> Result<(Option<Exact>, Option<Exact>), Unavailable> {
    let asked = asked.ok_or(Unavailable::TARGET_WITHOUT_NUMBER)?;
    let end = |limit: Option<Limit>| match limit {
        Some(limit) => limit.at.as_point().map(Some).ok_or(Unavailable::TARGET_WITHOUT_NUMBER),
        None => Ok(None),
    };
    Ok((end(asked.floor)?, end(asked.ceiling)?))
}

/// How far the number lies on the good side, in the unit.
fn gap(outcome: Exact, asked: Option<&Demand>) -> Known {
    let (floor, ceiling) = ends(asked)?;
    let above = floor.map(|floor| outcome.minus(floor).ok_or(Unavailable::OUT_OF_RANGE)).transpose()?;
    let below = ceiling.map(|ceiling| ceiling.minus(outcome).ok_or(Unavailable::OUT_OF_RANGE)).transpose()?;
    match (above, below) {
        (Some(above), Some(below)) => Ok(above.min(below)),
        (Some(room), None) | (None, Some(room)) => Ok(room),
        (None, None) => Err(Unavailable::TARGET_WITHOUT_NUMBER),
    }
}

/// The achieved share of the target, in percent: 100 × (1 + gap / threshold). Where more is better that is
/// outcome / target. Where less is better it is 2 − outcome / target, the same line seen in a mirror at the
/// target: a tenth below the target is as good there as a tenth above it is here.
fn completion(gap: Exact, threshold: Exact) -> Known {
    if threshold.is_zero() {
        return Err(Unavailable::TARGET_ZERO);
    }
    if threshold.is_negative() {
        return Err(Unavailable::TARGET_NEGATIVE);
    }
    let percent = gap
        .plus(threshold)
        .and_then(|reached| reached.times(Exact::HUNDRED))
        .and_then(|reached| reached.over(threshold))
        .ok_or(Unavailable::OUT_OF_RANGE)?;
    if percent.is_negative() { Err(Unavailable::SIGN_CHANGE) } else { Ok(percent) }
}

/// The achieved share of a change that is asked, in percent. A fall is the mirror of a rise: 5.3 % of 5.4 % is as much of it
/// in either direction.
pub(super) fn completion_of_change(figures: &Figures) -> Known {
    completion(figures.gap?, figures.threshold?.abs())
}

/// At most 100 %.
fn capped(percent: Exact) -> Exact {
    percent.min(Exact::HUNDRED)
}

fn progress(outcome: Exact, asked: Option<&Demand>, baseline: Known) -> Known {
    let target = threshold(asked)?;
    let baseline = baseline?;
    if target == baseline {
        return Err(Unavailable::BASELINE_EQUALS_TARGET);
    }
    if gap(baseline, asked)?.is_positive() {
        return Err(Unavailable::BASELINE_BEYOND_TARGET);
    }
    let share = || outcome.minus(baseline)?.times(Exact::HUNDRED)?.over(target.minus(baseline)?);
    share().ok_or(Unavailable::OUT_OF_RANGE)
}

/// The change of the outcome at which the verdict turns.
fn margin(outcome: Exact, asked: Option<&Demand>) -> Known {
    let (floor, ceiling) = ends(asked)?;
    let asked = asked.ok_or(Unavailable::TARGET_WITHOUT_NUMBER)?;
    let floor = match (floor, asked.floor) {
        (Some(at), Some(limit)) => Some(at.minus(limit.tolerance).ok_or(Unavailable::OUT_OF_RANGE)?),
        _ => None,
    };
    let ceiling = match (ceiling, asked.ceiling) {
        (Some(at), Some(limit)) => Some(at.plus(limit.tolerance).ok_or(Unavailable::OUT_OF_RANGE)?),
        _ => None,
    };
    let way = |edge: Exact| edge.minus(outcome).ok_or(Unavailable::OUT_OF_RANGE);
    match (floor, ceiling) {
        (Some(floor), Some(ceiling)) => {
            let (down, up) = (way(floor)?, way(ceiling)?);
            Ok(if down.abs() <= up.abs() { down } else { up })
        }
        (Some(edge), None) | (None, Some(edge)) => way(edge),
        (None, None) => Err(Unavailable::TARGET_WITHOUT_NUMBER),
    }
}
