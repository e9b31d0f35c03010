//! Weighs a reported value against a condition, in three-valued logic: what it proves, and on what evidence.
//! Knows no day and gives no status.

use std::borrow::Cow;

pub(super) use super::finding::{Finding, all, number_against};
use super::{
    Case, Evidence, Reason, Reported, Verdict,
    demand::{self, Demand, Limit},
    index_base::are_index_and_growth,
    interval::{Interval, compare},
    part_of_work,
    reported_change::{self, ByChange},
    scale, share_of_change, value_of,
};
use crate::domain::{
    act::bears_on,
    criterion::{Comparison, Condition, Criterion},
    indicator::{Direction, Measure},
    period::Period,
    quantity::Exact,
    unit::counts_places,
    value::{Declaration, Figure, Value},
};

/// Weighs the value of a vintage against a criterion.
pub(super) fn weigh(case: &Case<'_>, criterion: &Criterion, reported: &Reported) -> Finding {
    let outcome = &reported.outcome;
    against(case, &criterion.condition, &outcome.value, outcome.period)
}

/// Weighs a value for a period against a condition.
pub(super) fn against(case: &Case<'_>, condition: &Condition, value: &Value, period: Period) -> Finding {
    let word = reporters_word(&value.figure);
    match condition {
        Condition::NotIssued { .. } => Finding::obstacle(Reason::TargetNotIssued),
        Condition::Qualitative => Finding::obstacle(Reason::TargetQualitative),
        Condition::Deferred { .. } => {
            // What is left to the parent plan has no pace but the parent's.
            let beside = value.declared.map(|declared| match declared {
                Declaration::Attained | Declaration::OnParentPace | Declaration::OnPace => Finding::DECLARED,
                Declaration::BehindPace => Finding::new(Verdict::Disproved, Evidence::Declared),
            });
            word.or(beside).unwrap_or(Finding::obstacle(Reason::TargetDeferred))
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
            let finding = word.unwrap_or_else(|| figure_against(case, condition, value, period));
            if is_too_late {
                // Done in December is no proof of June; what is not done by December was not done by June either.
                let is_refuted = finding.verdict == Verdict::Disproved;
                let open = Finding::new(Verdict::Open, Evidence::Undemonstrated);
                return if is_refuted { finding } else { open };
            }
            if word.is_some() {
                return finding;
            }
            // The reporter's word decides only what the figure leaves open.
            if finding.verdict == Verdict::Open
                && value.declared == Some(Declaration::Attained)
                && !is_without_what_is_asked(condition, &value.figure)
            {
                return Finding::DECLARED;
            }
            finding
        }
    }
}

/// Whether an act of a milestone is said not to be done, whatever else is: 已完成（未验收）, of what is to be built and accepted.
pub(super) fn is_without_what_is_asked(condition: &Condition, figure: &Figure) -> bool {
    match (condition, figure) {
        (Condition::Milestone { what: asked, .. }, Figure::Act { what, not_done: true }) => {
            bears_on(asked, what)
        }
        _ => false,
    }
}

/// What the reporter's word alone says, where the figure is no more than that.
pub(super) fn reporters_word(figure: &Figure) -> Option<Finding> {
    match figure {
        Figure::DeclaredAttained => Some(Finding::DECLARED),
        Figure::DeclaredMissed => Some(Finding::new(Verdict::Disproved, Evidence::Declared)),
        _ => None,
    }
}

fn figure_against(case: &Case<'_>, condition: &Condition, value: &Value, period: Period) -> Finding {
    match (condition, &value.figure) {
        (
            Condition::Threshold { average_per_year: true, .. }
            | Condition::Range { average_per_year: true, .. },
            _,
        ) if case.indicator.is_reduction
            && case.indicator.measure == Measure::Rate
            && period.years() > 1
            && !value.average_per_year =>
        {
            // A fall over several years that is not called an average is that of all of them together.
            Finding::obstacle(Reason::Incomparable)
        }
        (Condition::Grade { op, grade }, Figure::Grade { grade: reported, op: Some(side) }) => {
            let bound = (*side, reported.as_str());
            match scale::compare_bound(case.scale, case.indicator.direction, bound, (*op, grade)) {
                Some(verdict) => Finding::new(verdict, Evidence::Bounded),
                None => Finding::obstacle(Reason::Incomparable),
            }
        }
        (Condition::Grade { op, grade }, Figure::Grade { grade: reported, op: None }) => {
            match scale::compare(case.scale, case.indicator.direction, reported, *op, grade) {
                Some(holds) => Finding::new(settled(holds), Evidence::Measured),
                None => Finding::obstacle(Reason::Incomparable),
            }
        }
        (Condition::Rank { op, rank, among }, figure) => {
            let is_of_others = |reported: &str| !reported.is_empty() && reported != among;
            match (figure, place(case, figure)) {
                (Figure::Rank { among: reported, .. }, _) if !among.is_empty() && is_of_others(reported) => {
                    Finding::obstacle(Reason::Incomparable)
                }
                (_, Some(place)) => {
                    let asked = Interval::point(Exact::from(i64::from(*rank)));
                    let is_known = place.as_point().is_some();
                    let evidence = if is_known { Evidence::Measured } else { Evidence::Bounded };
                    Finding::new(compare(place, *op, asked), evidence)
                }
                (_, None) => Finding::obstacle(Reason::Incomparable),
            }
        }
        (Condition::Milestone { what, .. }, Figure::ShareOfTarget { percent, .. })
            if *percent < Exact::HUNDRED && part_of_work::is_asked(case, what) =>
        {
            // 45 % complete, of a dam that is to be 40 % complete: a share of the work, and none of what is asked.
            Finding::obstacle(Reason::Incomparable)
        }
        (Condition::Milestone { .. }, Figure::ShareOfTarget { percent, .. }) => {
            Finding::new(settled(*percent >= Exact::HUNDRED), Evidence::Declared)
        }
        (Condition::Milestone { what: asked, .. }, Figure::Act { what, not_done })
            if part_of_work::is_settled(case, asked, what, *not_done) =>
        {
            Finding::new(settled(!not_done), Evidence::Declared)
        }
        (
            Condition::Threshold { .. }
            | Condition::Range { .. }
            | Condition::Change { .. }
            | Condition::Relative { .. },
            Figure::Rank { .. },
        ) => match (place_as_number(case, &value.figure), demand::of(case, condition, period)) {
            // At least 30, of a place: 30th or better, or the number?
            (Some(place), Ok(Some(asked))) if asked.ceiling.is_some() => number_against(&asked, place),
            (Some(_), Err(reason)) => Finding::obstacle(reason),
            _ => Finding::obstacle(Reason::Incomparable),
        },
        (Condition::Grade { .. } | Condition::Milestone { .. }, _)
        | (_, Figure::Grade { .. } | Figure::Rank { .. } | Figure::Act { .. } | Figure::NotReported { .. }) => {
            Finding::obstacle(Reason::Incomparable)
        }
        (Condition::Change { .. }, _) => change_against(case, condition, value, period).0,
        _ => by_number(case, condition, value, period),
    }
}

/// The place that a figure gives: of an indicator that counts nothing else, a plain whole number is one as well.
pub(super) fn place(case: &Case<'_>, figure: &Figure) -> Option<Interval> {
    let unit = case.indicator.unit.as_str();
    let is_place = |number: Exact| {
        let counts_nothing_else = unit.trim().is_empty() || counts_places(unit, true);
        counts_nothing_else && number.is_positive() && number.decimals() == 0
    };
    match figure {
        Figure::Rank { rank, .. } => Some(Interval::point(Exact::from(i64::from(*rank)))),
        Figure::Number { value, approximate: false } if is_place(*value) => Some(Interval::point(*value)),
        Figure::Between { low, high } if is_place(*low) && is_place(*high) => {
            Some(Interval::between(*low, *high))
        }
        // 501+; without a unit above 30 may be a better place.
        Figure::Bound { op, value, near: false } if is_place(*value) && counts_places(unit, true) => {
            Some(Interval::bound(*op, *value))
        }
        _ => None,
    }
}

/// The number that a reported place is, of an indicator that counts nothing else, where less is better.
pub(super) fn place_as_number(case: &Case<'_>, figure: &Figure) -> Option<Interval> {
    let unit = case.indicator.unit.as_str();
    let is_place = matches!(figure, Figure::Rank { .. }) && case.less_is_better();
    (is_place && (unit.trim().is_empty() || counts_places(unit, true))).then(|| place(case, figure)).flatten()
}

/// Whether the words of a milestone print how much of something is to be done.
pub(super) fn prints_a_share(what: &str) -> bool {
    let what = what.to_lowercase();
    ["%", "％", "percent", "per cent", "百分之"].iter().any(|share| what.contains(share))
}

/// What the numbers say: the figure, or what follows from a change and the figure for the period before.
fn by_number(case: &Case<'_>, condition: &Condition, value: &Value, period: Period) -> Finding {
    let asked = demand::of(case, condition, period);
    match (asked, &value.figure) {
        (Ok(Some(asked)), Figure::Change { .. }) => match demand::number_of_change(case, value, period) {
            Ok((known, _)) => number_of(case, &asked, known),
            Err(reason) => Finding::obstacle(reason),
        },
        (asked, Figure::ShareOfTarget { percent, value: None }) => {
            share_of(case, asked.ok().flatten().as_ref(), *percent)
        }
        (Ok(Some(asked)), figure) => value_of::interval(figure)
            .map_or(Finding::obstacle(Reason::Incomparable), |known| number_of(case, &asked, known)),
        (Ok(None), _) => Finding::obstacle(Reason::Incomparable),
        (Err(reason), _) => Finding::obstacle(reason),
    }
}

/// What a value says about a change that is asked: by a change that it reports itself, or the sign of one that is counted
/// otherwise, and else by the figures on record. About as much as the year before (基本持平) goes behind those.
fn change_against(
    case: &Case<'_>,
    condition: &Condition,
    value: &Value,
    period: Period,
) -> (Finding, Option<ByChange>) {
    let by_sign = || reported_change::by_sign(case, condition, value, period);
    // Beside a figure: alone it says what the figure is, by that of the year before.
    let is_beside = !matches!(value.figure, Figure::Change { .. });
    let by_itself = reported_change::settle(case, condition, value, period)
        .or_else(|| by_sign().filter(|(_, by)| is_beside && !by.approximate));
    if let Some((finding, by)) = by_itself {
        return (finding, Some(by));
    }
    let finding = by_number(case, condition, value, period);
    let is_settled = finding.verdict != Verdict::Open;
    let is_unfit = finding.obstacle.is_some_and(|reason| reason != Reason::ReferenceMissing);
    if is_settled || is_unfit {
        return (finding, None);
    }
    by_sign().map_or((finding, None), |(finding, by)| (finding, Some(by)))
}

/// The reported changes that decide, for each part of a condition that they decide, and what they say.
pub(super) fn by_changes(
    case: &Case<'_>,
    condition: &Condition,
    value: &Value,
    period: Period,
) -> Vec<(Finding, ByChange)> {
    match condition {
        Condition::All { of } => {
            of.iter().flat_map(|part| by_changes(case, &part.condition, value, period)).collect()
        }
        Condition::Change { .. } => {
            let (finding, by) = change_against(case, condition, value, period);
            by.into_iter().map(|by| (finding, by)).collect()
        }
        _ => Vec::new(),
    }
}

/// Of the reported changes the one that decides: the first that is not what is asked, where there is one.
pub(super) fn deciding_change<'b>(findings: &[Finding], by: &'b [ByChange]) -> Option<&'b ByChange> {
    let fails = findings.iter().position(|finding| finding.verdict != Verdict::Proved);
    by.get(fails.unwrap_or(0))
}

/// What of a condition decides by what a value says: the parts that it disproves, else those that it does not prove, where
/// there are such.
pub(super) fn deciding_part<'c>(
    case: &Case<'_>,
    condition: &'c Condition,
    value: &Value,
    period: Period,
) -> Cow<'c, Condition> {
    let Condition::All { of } = condition else { return Cow::Borrowed(condition) };
    let that_are = |verdict: Verdict| -> Vec<Criterion> {
        let is = |part: &&Criterion| against(case, &part.condition, value, period).verdict == verdict;
        of.iter().filter(is).cloned().collect()
    };
    let failing = [Verdict::Disproved, Verdict::Open].into_iter().map(that_are).find(|of| !of.is_empty());
    failing.map_or(Cow::Borrowed(condition), |of| Cow::Owned(Condition::All { of }))
}

/// What of a condition no reported change decides; `None` where nothing is left.
pub(super) fn without_changes<'c>(
    case: &Case<'_>,
    condition: &'c Condition,
    value: &Value,
    period: Period,
) -> Option<Cow<'c, Condition>> {
    match condition {
        Condition::Change { .. } => {
            let by = change_against(case, condition, value, period).1;
            by.is_none().then_some(Cow::Borrowed(condition))
        }
        Condition::All { of } => {
            let left: Vec<&Criterion> = of
                .iter()
                .filter(|part| without_changes(case, &part.condition, value, period).is_some())
                .collect();
            match left.as_slice() {
                [] => None,
                [one] => Some(Cow::Borrowed(&one.condition)),
                all if all.len() == of.len() => Some(Cow::Borrowed(condition)),
                all => {
                    Some(Cow::Owned(Condition::All { of: all.iter().map(|part| (*part).clone()).collect() }))
                }
            }
        }
        _ => Some(Cow::Borrowed(condition)),
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
    match demand::number_of(case, condition, period) {
        Ok(asked) => number_of(case, &asked, known),
        Err(reason) => Finding::obstacle(reason),
    }
}

/// Compares what is known of the indicator's number with what is asked of it. The growth of an index is none beside the index.
fn number_of(case: &Case<'_>, asked: &Demand, known: Interval) -> Finding {
    if case.indicator.measure == Measure::Index && are_index_and_growth(asked, known) {
        return Finding::obstacle(Reason::Incomparable);
    }
    number_against(asked, known)
}

/// What a printed share of the target says: the whole of it or more proves where more is better, the whole of it or less
/// where less is better, exactly the whole where the target itself is best, each within the tolerance. A share is printed
/// rounded, so exactly 100 % leaves open whether a limit was passed that has to be passed.
pub(super) fn share_of(case: &Case<'_>, asked: Option<&Demand>, percent: Exact) -> Finding {
    let Some(asked) = in_percent(case, asked) else {
        return Finding::obstacle(Reason::Incomparable);
    };
    let verdict = number_against(&asked, Interval::point(percent)).verdict;
    let is_strict = [asked.floor, asked.ceiling].iter().flatten().any(|limit| limit.strict);
    if is_strict && percent == Exact::HUNDRED && verdict == Verdict::Disproved {
        return Finding::new(Verdict::Open, Evidence::Declared);
    }
    Finding::new(verdict, Evidence::Declared)
}

/// What is asked, in percent of it; the whole of it where no number is known. `None` where a share has no meaning: of what is
/// not above zero, and where nothing says which way is better. Of a fall that is asked more is better.
pub(super) fn in_percent(case: &Case<'_>, asked: Option<&Demand>) -> Option<Demand> {
    match share_of_change::of_a_fall(case) {
        Some(op) => Some(Demand::from_comparison(op, Interval::point(Exact::HUNDRED), false, Exact::ZERO)),
        None if asked.is_none() => percent_of(asked, case.indicator.direction?),
        None => percent_of(asked, case.indicator.direction.unwrap_or(Direction::Higher)),
    }
}

/// What is asked, in percent of it, where that is the number itself, or nothing but the way that is better is known.
pub(super) fn percent_of(asked: Option<&Demand>, direction: Direction) -> Option<Demand> {
    let whole = Interval::point(Exact::HUNDRED);
    let Some(asked) = asked else {
        let op = match direction {
            Direction::Higher => Comparison::AtLeast,
            Direction::Lower => Comparison::AtMost,
            Direction::OnTarget => Comparison::Equal,
        };
        return Some(Demand::from_comparison(op, whole, false, Exact::ZERO));
    };
    let number = asked.threshold();
    let end = |limit: Option<Limit>| {
        let Some(limit) = limit else { return Some(None) };
        limit.at.low.filter(|low| low.at.is_positive())?;
        // Of two ends, or of a number known only so far, nobody knows how much of it the tolerance is.
        let tolerance = match number {
            Some(number) => limit.tolerance.times(Exact::HUNDRED)?.over(number)?,
            None => Exact::ZERO,
        };
        Some(Some(Limit { at: whole, tolerance, strict: limit.strict }))
    };
    Some(Demand { floor: end(asked.floor)?, ceiling: end(asked.ceiling)? })
}

const fn settled(holds: bool) -> Verdict {
    if holds { Verdict::Proved } else { Verdict::Disproved }
}
