//! Targets that are not printed and follow from an amount and the share of the target that it is said to be.
//! Gives no status.

use super::{
    Case, Evidence, Implied, Reason, Reported, Verdict,
    choose::choose_for,
    demand::{Demand, Limit},
    interval::Interval,
    value_of::{self, rounding_range},
    weigh::{Finding, number_against, reporters_word, share_of},
};
use crate::domain::{
    criterion::{Comparison, Condition},
    indicator::Direction,
    quantity::Exact,
    value::{Declaration, Figure},
};

/// Whether the plan prints no target that could be compared: none at all, or one that is still to be issued.
pub(super) fn is_unprinted(case: &Case<'_>) -> bool {
    match &case.target.criterion {
        None => true,
        Some(criterion) => matches!(criterion.condition, Condition::NotIssued { .. }),
    }
}

/// The implied target of the case: from the vintage that answers for the period, else from another vintage of
/// the period, else from the latest part of it, each with an amount and a share.
pub(super) fn of(case: &Case<'_>) -> Option<Implied> {
    let asked = case.target.period;
    let answer = choose_for(case, asked).map(|chosen| chosen.answer.id);
    case.reported
        .iter()
        .filter(|vintage| asked.covers(vintage.outcome.period) && vintage.outcome.basis >= case.admitted_from)
        .filter_map(|vintage| implied_by(vintage).map(|implied| (vintage, implied)))
        .max_by_key(|(vintage, _)| {
            let outcome = &vintage.outcome;
            (
                Some(vintage.id) == answer,
                outcome.period == asked,
                outcome.period.end(),
                outcome.basis,
                outcome.reported_on,
                vintage.recorded,
                vintage.id,
            )
        })
        .map(|(_, implied)| implied)
}

/// What one vintage implies: amount × 100 / share, with the range that the rounding of the share leaves.
pub fn implied_by(vintage: &Reported) -> Option<Implied> {
    let Figure::ShareOfTarget { percent, value: Some(amount) } = vintage.outcome.value.figure else {
        return None;
    };
    let (least, most) = rounding_range(percent)?;
    if !amount.is_positive() || !least.is_positive() {
        return None;
    }
    let whole = |percent: Exact| amount.times(Exact::HUNDRED)?.over(percent);
    Some(Implied { target: whole(percent)?, low: whole(most)?, high: whole(least)?, from: vintage.id })
}

/// What an implied target asks; the middle of its range where figures are wanted.
pub(super) fn demand(implied: &Implied, direction: Option<Direction>) -> Option<Demand> {
    asking(Interval::point(implied.target), direction)
}

fn asking(at: Interval, direction: Option<Direction>) -> Option<Demand> {
    let op = match direction? {
        Direction::Higher => Comparison::AtLeast,
        Direction::Lower => Comparison::AtMost,
        Direction::OnTarget => {
            let limit = Some(Limit { at, strict: false, tolerance: Exact::ZERO });
            return Some(Demand { floor: limit, ceiling: limit });
        }
    };
    Some(Demand::from_comparison(op, at, false, Exact::ZERO))
}

/// What an amount says against an implied target: it is compared over the whole range that the rounding of the
/// share leaves, and since the target rests on the reporter's word, so does the verdict.
pub(super) fn amount_against(case: &Case<'_>, known: Interval, implied: Option<&Implied>) -> Option<Finding> {
    let implied = implied?;
    let asked = asking(Interval::between(implied.low, implied.high), case.indicator.direction)?;
    Some(Finding::new(number_against(&asked, known).verdict, Evidence::Declared))
}

/// What a vintage says where no target is printed. A printed share decides by itself, an amount against what an
/// earlier share implies, and what they leave open the reporter's word, where there is a target that it can be about.
pub(super) fn weigh(case: &Case<'_>, vintage: &Reported, implied: Option<&Implied>) -> Finding {
    let value = &vintage.outcome.value;
    if let Figure::ShareOfTarget { percent, .. } = value.figure {
        return share_of(None, case.indicator.direction, percent);
    }
    let beside = (value.declared == Some(Declaration::Attained)).then_some(Finding::DECLARED);
    let word = reporters_word(&value.figure).or(beside).filter(|_| can_be_declared(case));
    value_of::interval(&value.figure)
        .and_then(|known| amount_against(case, known, implied))
        .filter(|finding| finding.verdict != Verdict::Open || word.is_none())
        .or(word)
        .unwrap_or(Finding::obstacle(Reason::TargetNotIssued))
}

/// Whether a report can declare that the target is attained: one that the plan does not print, or that it leaves to an
/// authority whose figure the reporter knows. Of what is yet to be set by nobody in particular nothing is attained.
fn can_be_declared(case: &Case<'_>) -> bool {
    match &case.target.criterion {
        None => true,
        Some(criterion) => matches!(criterion.condition, Condition::NotIssued { as_issued_by: Some(_) }),
    }
}
