//! Weighs a reported value against a condition, in three-valued logic: what it proves, and on what evidence.
//! Knows no day and gives no status.

use super::{
    Case, Evidence, Reason, Reported, Verdict,
    demand::{self, Demand, Limit},
    interval::{Interval, compare},
    scale, value_of,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion, PREVIOUS_PERIOD},
    indicator::Direction,
    period::Period,
    quantity::Exact,
    value::{Declaration, Figure, Value},
};

/// What a value says about a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    /// What follows.
    pub verdict: Verdict,
    /// What it rests on; of no meaning while the verdict is open.
    pub evidence: Evidence,
    /// Why it cannot be judged, where it cannot.
    pub obstacle: Option<Reason>,
}

impl Finding {
    pub(super) const fn new(verdict: Verdict, evidence: Evidence) -> Self {
        let evidence = if matches!(verdict, Verdict::Open) { Evidence::Undemonstrated } else { evidence };
        Self { verdict, evidence, obstacle: None }
    }

    pub(super) const fn obstacle(reason: Reason) -> Self {
        Self { verdict: Verdict::Open, evidence: Evidence::Undemonstrated, obstacle: Some(reason) }
    }

    const DECLARED: Self = Self::new(Verdict::Proved, Evidence::Declared);
}

/// Weighs the value of a vintage against a criterion.
pub(super) fn weigh(case: &Case<'_>, criterion: &Criterion, reported: &Reported) -> Finding {
    let outcome = &reported.outcome;
    against(case, &criterion.condition, &outcome.value, outcome.period)
}

/// Weighs a value for a period against a condition.
pub(super) fn against(case: &Case<'_>, condition: &Condition, value: &Value, period: Period) -> Finding {
    let declared = value.figure == Figure::DeclaredAttained;
    match condition {
        Condition::NotIssued { .. } => Finding::obstacle(Reason::TargetNotIssued),
        Condition::Qualitative => Finding::obstacle(Reason::TargetQualitative),
        Condition::Deferred { .. } => {
            if declared || value.declared.is_some() {
                Finding::DECLARED
            } else {
                Finding::obstacle(Reason::TargetDeferred)
            }
        }
        Condition::All { of } if of.is_empty() => Finding::obstacle(Reason::Incomparable),
        Condition::All { of } => all(of.iter().map(|part| against(case, &part.condition, value, period))),
        Condition::Threshold { .. }
        | Condition::Range { .. }
        | Condition::Change { .. }
        | Condition::Relative { .. }
        | Condition::Grade { .. }
        | Condition::Rank { .. }
        | Condition::Milestone { .. } => {
            let is_too_late =
                matches!(condition, Condition::Milestone { by: Some(by), .. } if period.start() > *by);
            if is_too_late {
                // Done in December is no proof of June.
                return Finding::new(Verdict::Open, Evidence::Undemonstrated);
            }
            if declared {
                return Finding::DECLARED;
            }
            let finding = figure_against(case, condition, value, period);
            // The reporter's word decides only what the figure leaves open.
            if finding.verdict == Verdict::Open && value.declared == Some(Declaration::Attained) {
                return Finding::DECLARED;
            }
            finding
        }
    }
}

fn figure_against(case: &Case<'_>, condition: &Condition, value: &Value, period: Period) -> Finding {
    match (condition, &value.figure) {
        (Condition::Grade { op, grade }, Figure::Grade { grade: reported }) => {
            match scale::compare(case.scale, case.indicator.direction, reported, *op, grade) {
                Some(holds) => Finding::new(settled(holds), Evidence::Measured),
                None => Finding::obstacle(Reason::Incomparable),
            }
        }
        (Condition::Rank { op, rank, among }, Figure::Rank { rank: reported, among: reported_among }) => {
            if !among.is_empty() && !reported_among.is_empty() && among != reported_among {
                return Finding::obstacle(Reason::Incomparable);
            }
            let place = |rank: u32| Interval::point(Exact::from(i64::from(rank)));
            Finding::new(compare(place(*reported), *op, place(*rank)), Evidence::Measured)
        }
        (Condition::Milestone { .. }, Figure::ShareOfTarget { percent, .. }) => {
            Finding::new(settled(*percent >= Exact::HUNDRED), Evidence::Declared)
        }
        (Condition::Grade { .. } | Condition::Rank { .. } | Condition::Milestone { .. }, _)
        | (_, Figure::Grade { .. } | Figure::Rank { .. } | Figure::NotReported) => {
            Finding::obstacle(Reason::Incomparable)
        }
        (
            Condition::Change { op, by, by_unit, from, to_value: None, about, average_per_year },
            Figure::Change { by: reported, by_unit: unit, .. },
            // The growth of the last year is not the average of the years.
        ) if from == PREVIOUS_PERIOD
            && by_unit == unit
            && (!average_per_year || period == case.plan_period()) =>
        {
            let asked = Demand::from_comparison(*op, Interval::point(*by), *about, case.tolerance());
            number_against(&asked, Interval::point(*reported))
        }
        (_, Figure::Change { by, by_unit, .. }) => match demand::of(case, condition, period) {
            Ok(Some(asked)) => match change_as_number(case, *by, *by_unit, period) {
                Ok(known) => number_against(&asked, known),
                Err(reason) => Finding::obstacle(reason),
            },
            Ok(None) => Finding::obstacle(Reason::Incomparable),
            Err(reason) => Finding::obstacle(reason),
        },
        (_, figure) => match (demand::of(case, condition, period), value_of::interval(figure), figure) {
            (Ok(Some(asked)), Some(known), _) => number_against(&asked, known),
            (asked, None, Figure::ShareOfTarget { percent, .. }) => {
                share_of(asked.ok().flatten().as_ref(), case.indicator.direction, *percent)
            }
            (Err(reason), ..) => Finding::obstacle(reason),
            _ => Finding::obstacle(Reason::Incomparable),
        },
    }
}

/// Weighs what is known of a number, such as a sum of parts, against a condition. Part by part, so that nothing
/// that is asked beside a number is forgotten.
pub(super) fn known_against(
    case: &Case<'_>,
    condition: &Condition,
    known: Interval,
    period: Period,
) -> Finding {
    if let Condition::All { of } = condition
        && !of.is_empty()
    {
        return all(of.iter().map(|part| known_against(case, &part.condition, known, period)));
    }
    match demand::of(case, condition, period) {
        Ok(Some(asked)) => number_against(&asked, known),
        Err(reason) => Finding::obstacle(reason),
        Ok(None) => Finding::obstacle(match condition {
            Condition::NotIssued { .. } => Reason::TargetNotIssued,
            Condition::Deferred { .. } => Reason::TargetDeferred,
            Condition::Qualitative => Reason::TargetQualitative,
            _ => Reason::Incomparable,
        }),
    }
}

/// Compares what is known of a number with what is asked of it.
pub(super) fn number_against(asked: &Demand, known: Interval) -> Finding {
    let floor = asked.floor.map(|limit| hold(known, limit, Comparison::AtLeast, Comparison::MoreThan));
    let ceiling = asked.ceiling.map(|limit| hold(known, limit, Comparison::AtMost, Comparison::LessThan));
    let verdict = [floor, ceiling].into_iter().flatten().fold(Verdict::Proved, Verdict::and);
    let limits = [asked.floor, asked.ceiling];
    let exact =
        known.as_point().is_some() && limits.iter().flatten().all(|limit| limit.at.as_point().is_some());
    Finding::new(verdict, if exact { Evidence::Measured } else { Evidence::Bounded })
}

fn hold(known: Interval, limit: Limit, plain: Comparison, strict: Comparison) -> Verdict {
    let op = if limit.strict { strict } else { plain };
    let allowed = if plain == Comparison::AtLeast { limit.tolerance.negated() } else { limit.tolerance };
    limit.at.moved(allowed).map_or(Verdict::Open, |at| compare(known, op, at))
}

/// What a printed share of the target says: the whole of it or more proves where more is better, the whole of
/// it or less where less is better, exactly the whole where the target itself is best. A share is printed
/// rounded, so exactly 100 % leaves open whether a limit was passed that has to be passed.
pub(super) fn share_of(asked: Option<&Demand>, direction: Option<Direction>, percent: Exact) -> Finding {
    let (floor, ceiling) = match asked {
        Some(asked) => (asked.floor, asked.ceiling),
        None => (None, None),
    };
    let below_zero =
        [floor, ceiling].iter().flatten().any(|limit| limit.at.low.is_none_or(|low| !low.at.is_positive()));
    if below_zero {
        return Finding::obstacle(Reason::Incomparable);
    }
    let wanted = match (floor, ceiling, direction) {
        (Some(_), Some(_), _) | (None, None, Some(Direction::OnTarget)) => Comparison::Equal,
        (Some(limit), None, _) if limit.strict => Comparison::MoreThan,
        (Some(_), None, _) | (None, None, Some(Direction::Higher)) => Comparison::AtLeast,
        (None, Some(limit), _) if limit.strict => Comparison::LessThan,
        (None, Some(_), _) | (None, None, Some(Direction::Lower)) => Comparison::AtMost,
        (None, None, None) => return Finding::obstacle(Reason::Incomparable),
    };
    let strict = matches!(wanted, Comparison::MoreThan | Comparison::LessThan);
    if strict && percent == Exact::HUNDRED {
        return Finding::new(Verdict::Open, Evidence::Declared);
    }
    let verdict = compare(Interval::point(percent), wanted, Interval::point(Exact::HUNDRED));
    Finding::new(verdict, Evidence::Declared)
}

/// The number that follows from a reported change and the figure for the period before: a range, since the
/// change is printed rounded.
fn change_as_number(
    case: &Case<'_>,
    by: Exact,
    by_unit: ChangeUnit,
    period: Period,
) -> Result<Interval, Reason> {
    let earlier = demand::earlier(case, PREVIOUS_PERIOD, period).ok_or(Reason::ReferenceMissing)?;
    let (low, high) = value_of::rounding_range(by).ok_or(Reason::Incomparable)?;
    let change = Interval::between(low, high);
    let known = match by_unit {
        ChangeUnit::Points | ChangeUnit::Amount => earlier.plus(change),
        ChangeUnit::Percent => earlier.as_point().filter(|base| base.is_positive()).and_then(|base| {
            let hundredth = base.over(Exact::HUNDRED)?;
            change.moved(Exact::HUNDRED)?.stretched(hundredth)
        }),
    };
    known.ok_or(Reason::Incomparable)
}

/// All of the parts. What is disproved is disproved whatever else is not known; then what is open; and only
/// where all the rest is proved does a part that cannot be judged stand in the way. The evidence of a proof is
/// the weakest among the parts, that of a refutation the strongest among those that refute.
pub(super) fn all(parts: impl Iterator<Item = Finding>) -> Finding {
    let mut verdict = Verdict::Proved;
    let mut obstacle = None;
    let mut weakest = Evidence::Measured;
    let mut refuting: Option<Evidence> = None;
    for part in parts {
        if part.obstacle.is_some() {
            obstacle = obstacle.or(part.obstacle);
            continue;
        }
        verdict = verdict.and(part.verdict);
        weakest = weakest.max(part.evidence);
        if part.verdict == Verdict::Disproved {
            refuting = Some(refuting.map_or(part.evidence, |known| known.min(part.evidence)));
        }
    }
    match (verdict, obstacle) {
        (Verdict::Proved, Some(reason)) => Finding::obstacle(reason),
        (Verdict::Disproved, _) => Finding::new(verdict, refuting.unwrap_or(weakest)),
        _ => Finding::new(verdict, weakest),
    }
}

const fn settled(holds: bool) -> Verdict {
    if holds { Verdict::Proved } else { Verdict::Disproved }
}
