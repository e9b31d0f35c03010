//! Targets that are not printed and follow from an amount and the share of the target that it is said to be.
//! Gives no status.

use super::{
    Case, Evidence, Implied, Reason, Reported,
    choose::{choose_for, is_taken_back},
    demand::{Demand, Limit},
    differs_in_caliber,
    interval::Interval,
    rollup::Printed,
    value_of,
    weigh::{Finding, number_against, reporters_word, share_of},
};
use crate::domain::{
    criterion::{Comparison, Condition},
    indicator::Direction,
    period::Period,
    quantity::Exact,
    reading::{is_issued_by, issuer_named},
    target::Target,
    value::{Declaration, Figure},
};

/// Whether the plan prints no target that could be compared: none at all, or one that is still to be issued.
pub(super) fn is_unprinted(case: &Case<'_>) -> bool {
    is_to_be_implied(case.target)
}

/// The same of a target.
pub fn is_to_be_implied(target: &Target) -> bool {
    match &target.criterion {
        None => true,
        Some(criterion) => matches!(criterion.condition, Condition::NotIssued { .. }),
    }
}

/// The implied target of the case, from what is reported on its caliber.
pub(super) fn of(case: &Case<'_>) -> Option<Implied> {
    let answer = choose_for(case, case.target.period).map(|chosen| chosen.answer.id);
    let is_of_it = |vintage: &Reported| {
        vintage.outcome.basis >= case.admitted_from && !differs_in_caliber(case, vintage)
    };
    among(case.reported, case.target.period, answer, is_of_it)
}

/// The target that some vintages imply for a period: the one that answers for it, else another one for it, else the latest
/// part of it, each with an amount and a share. A later amount without a share restates what was reached, and not the
/// target; what its own source has taken back implies nothing.
pub fn among(
    reported: &[Reported],
    asked: Period,
    answer: Option<i64>,
    is_of_it: impl Fn(&Reported) -> bool,
) -> Option<Implied> {
    reported
        .iter()
        .filter(|vintage| asked.covers(vintage.outcome.period) && is_of_it(vintage))
        .filter_map(|vintage| implied_by(vintage).map(|implied| (vintage, implied)))
        .filter(|(vintage, _)| !is_taken_back(reported, vintage))
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
fn implied_by(vintage: &Reported) -> Option<Implied> {
    let Figure::ShareOfTarget { percent, value: Some(amount) } = vintage.outcome.value.figure else {
        return None;
    };
    let decimals = decimals_of_share(percent, &vintage.outcome.text);
    let (least, most) = Printed::with_decimals(percent, decimals).range()?;
    if !amount.is_positive() || !least.is_positive() {
        return None;
    }
    let whole = |percent: Exact| amount.times(Exact::HUNDRED)?.over(percent);
    Some(Implied { target: whole(percent)?, low: whole(most)?, high: whole(least)?, from: vintage.id })
}

/// The decimals with which a text prints a share: a zero at the end says how finely it was counted.
fn decimals_of_share(percent: Exact, text: &str) -> u32 {
    let is_of_a_number = |c: char| c.is_ascii_digit() || c == '.';
    let printed = ["%", "％", "percent", "per cent"].into_iter().flat_map(|sign| text.match_indices(sign));
    let decimals = printed.filter_map(|(at, _)| {
        let digits = text.get(..at)?.trim_end().rsplit(|c| !is_of_a_number(c)).next()?;
        let is_it = Exact::parse(digits).is_ok_and(|number| number == percent);
        let (_, decimals) = digits.split_once('.').filter(|_| is_it)?;
        u32::try_from(decimals.len()).ok()
    });
    decimals.max().unwrap_or_default().max(percent.decimals())
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
/// earlier share implies.
pub(super) fn weigh(case: &Case<'_>, vintage: &Reported, implied: Option<&Implied>) -> Finding {
    let figure = &vintage.outcome.value.figure;
    if let Figure::ShareOfTarget { percent, .. } = figure {
        return share_of(case, None, *percent);
    }
    if let Some(word) = reporters_word(figure).filter(|_| takes_a_word(case, vintage)) {
        return word;
    }
    let by_word = || {
        let is_attained = vintage.outcome.value.declared == Some(Declaration::Attained);
        let is_of_a_task = case.target.criterion.is_some() && takes_a_word(case, vintage);
        (is_attained && is_of_a_task).then_some(Finding::DECLARED)
    };
    value_of::interval(figure)
        .and_then(|known| amount_against(case, known, implied))
        .or_else(by_word)
        .unwrap_or(Finding::obstacle(Reason::TargetNotIssued))
}

/// Whether the reporter's word settles a target without a number: one that is not printed, and one that names the authority
/// whose task it is, where the word names no other.
fn takes_a_word(case: &Case<'_>, vintage: &Reported) -> bool {
    match case.target.criterion.as_ref().map(|criterion| &criterion.condition) {
        None => true,
        Some(Condition::NotIssued { as_issued_by: Some(by) }) => {
            issuer_named(&vintage.outcome.text).is_none_or(|named| is_issued_by(named, by))
        }
        Some(_) => false,
    }
}
