//! Puts the steps of an assessment together, in the order in which a person would check them. Knows no words.

use std::{borrow::Cow, collections::BTreeSet};

use super::{Doubt, Step, Together};
use crate::domain::{
    assessment::{
        Assessment, Case, Evidence, Figures, HorizonKind, Implied, Reported, Status, Verdict,
        choose::Chosen,
        demand::{self, ByParts, Demand},
        horizon::is_average_level,
        interval::Interval,
        part_of_work::is_settled,
        referred,
        under_way::UnderWay,
        unscaled::begins_out_of_scale,
        value_of, weigh,
    },
    criterion::Condition,
    outcome::Outcome,
    period::Period,
    value::{Declaration, Figure, Value},
};

/// Tells what is asked, but for what the changes decide that a vintage reports.
pub(in crate::domain::assessment) fn target(
    case: &Case<'_>,
    period: Period,
    changed: Option<&Reported>,
    implied: Option<&Implied>,
    steps: &mut Vec<Step>,
) {
    if let Some(implied) = implied {
        steps.push(Step::Implied(*implied));
        return;
    }
    let Some(criterion) = &case.target.criterion else { return };
    let condition = &criterion.condition;
    let rest = match changed.map(|vintage| &vintage.outcome) {
        Some(outcome) => weigh::without_changes(case, condition, &outcome.value, outcome.period),
        None => Some(Cow::Borrowed(condition)),
    };
    if let Some(rest) = rest {
        references(case, &rest, period, steps);
        let ByParts { together, apart } = demand::by_parts(case, &rest, period);
        let mut asked: Vec<Demand> = together.into_iter().chain(apart.into_iter().flatten()).collect();
        if let Some(outcome) = changed.map(|vintage| &vintage.outcome) {
            // What decides is told first, and is what the sentence names.
            let decides = weigh::deciding_part(case, &rest, &outcome.value, outcome.period);
            let decides = demand::known(case, &decides, period);
            asked.sort_by_key(|demand| Some(*demand) != decides);
        }
        steps.extend(asked.into_iter().map(Step::Asked));
    }
}

/// Tells which reported changes decide.
pub(in crate::domain::assessment) fn changes(case: &Case<'_>, outcome: &Outcome, steps: &mut Vec<Step>) {
    let Some(criterion) = &case.target.criterion else { return };
    let (value, period) = (&outcome.value, outcome.period);
    let by = weigh::by_changes(case, &criterion.condition, value, period);
    steps.extend(by.into_iter().map(|(_, change)| Step::ByChange(change)));
    let is_left = weigh::without_changes(case, &criterion.condition, value, period).is_some();
    let Figure::Change { by, by_unit, .. } = value.figure else { return };
    let known = demand::number_of_change(case, value, period);
    if let (true, Ok((known, earlier))) = (is_left, known) {
        steps.push(Step::Grown { earlier, by, by_unit, known });
    }
}

fn references(case: &Case<'_>, condition: &Condition, period: Period, steps: &mut Vec<Step>) {
    match condition {
        Condition::Change { by, by_unit, from, to_value: None, average_per_year, .. } => {
            if let Some((earlier, years)) = demand::counted_from(case, from, *average_per_year, period) {
                let years = i64::try_from(years).unwrap_or(i64::MAX);
                steps.push(Step::CountedFrom { earlier, by: *by, by_unit: *by_unit, years });
            }
        }
        Condition::Relative { offset, to, code, .. } => {
            if let Ok(figure) = referred::figure(case, code.as_deref(), period) {
                steps.push(Step::ComparedWith { to: to.clone(), figure, offset: *offset });
            }
        }
        Condition::All { of } => {
            for part in of {
                references(case, &part.condition, period, steps);
            }
        }
        _ => {}
    }
}

/// Tells which vintage answers, and what stands against it.
pub(in crate::domain::assessment) fn outcome(case: &Case<'_>, chosen: &Chosen<'_>, steps: &mut Vec<Step>) {
    let outcome = &chosen.answer.outcome;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let weaker = case
        .reported
        .iter()
        .filter(|other| other.outcome.period == outcome.period && other.outcome.basis < case.admitted_from)
        .count();
    if weaker > 0 {
        steps.push(Step::SetAside { vintages: count(weaker) });
    }
    steps.push(Step::Chosen {
        id: chosen.answer.id,
        basis: outcome.basis,
        reported_on: Some(outcome.reported_on),
        period: outcome.period,
        known: value_of::interval(&outcome.value.figure),
        near: is_near(&outcome.value.figure),
    });
    placed(case, &outcome.value.figure, steps);
    beside(case, &outcome.value.figure, steps);
    changes(case, outcome, steps);
    let sources: BTreeSet<&str> = chosen.conflict.iter().map(|other| other.outcome.source.as_str()).collect();
    if !sources.is_empty() {
        steps.push(Step::Conflict { sources: count(sources.len()) });
    }
}

const fn is_near(figure: &Figure) -> bool {
    matches!(figure, Figure::Bound { near: true, .. })
}

/// Tells the grade or the place that was reported beside the one that is asked.
fn placed(case: &Case<'_>, reported: &Figure, steps: &mut Vec<Step>) {
    let Some(criterion) = &case.target.criterion else { return };
    let place = weigh::place(case, reported).and_then(Interval::as_point);
    let place = place.and_then(|place| place.to_string().parse().ok());
    criterion.visit(&mut |asked| {
        let reported = match (asked, reported, place) {
            (Condition::Rank { .. }, Figure::Number { .. }, Some(rank)) => {
                Figure::Rank { rank, among: String::new() }
            }
            _ => reported.clone(),
        };
        let is_alike = matches!(
            (asked, &reported),
            (Condition::Grade { .. }, Figure::Grade { .. }) | (Condition::Rank { .. }, Figure::Rank { .. })
        );
        if is_alike {
            let asked = asked.clone();
            steps.push(Step::Placed { asked, reported, scale: case.scale.to_vec() });
        }
    });
}

/// Tells an act that says nothing of what is asked.
fn beside(case: &Case<'_>, reported: &Figure, steps: &mut Vec<Step>) {
    let (Some(criterion), Figure::Act { what, not_done }) = (&case.target.criterion, reported) else {
        return;
    };
    let mut is_asked = false;
    criterion.visit(&mut |asked| {
        is_asked |=
            matches!(asked, Condition::Milestone { what: asked, .. } if is_settled(case, asked, what, *not_done));
    });
    if !is_asked {
        let doubt = doubt(case, what);
        steps.push(Step::Beside { what: what.clone(), not_done: *not_done, doubt });
    }
}

/// What is not certain of words that are no more than a figure, or begin with one.
fn doubt(case: &Case<'_>, what: &str) -> Option<Doubt> {
    const MINUS: [char; 5] = ['-', '−', '－', '–', '﹣'];
    let figure = what.trim().strip_suffix(&case.indicator.unit).unwrap_or(what).trim();
    let is_figure_alone =
        figure.contains(|c: char| c.is_ascii_digit()) && !figure.contains(|c: char| c.is_alphabetic());
    if is_figure_alone && figure.starts_with(MINUS) {
        return Some(Doubt::Sign);
    }
    begins_out_of_scale(case, what).then_some(Doubt::Scale)
}

/// Tells what the report declares beside or instead of a number. Of what is done but for a later act (已完成，未验收) it tells what
/// decides.
pub(in crate::domain::assessment) fn declarations(value: &Value, verdict: Verdict, steps: &mut Vec<Step>) {
    if let Figure::ShareOfTarget { percent, .. } = &value.figure {
        steps.push(Step::Share { percent: *percent });
    }
    let is_done = matches!(value.figure, Figure::DeclaredAttained | Figure::Act { not_done: false, .. })
        || value.declared == Some(Declaration::Attained);
    let is_missed = matches!(value.figure, Figure::DeclaredMissed | Figure::Act { not_done: true, .. });
    let is_refuted = is_missed && verdict == Verdict::Disproved;
    if is_done && !is_refuted {
        steps.push(Step::Declared);
    }
    if is_missed && (is_refuted || !is_done) {
        steps.push(Step::DeclaredMissed);
    }
    match value.declared {
        Some(Declaration::OnParentPace) => steps.push(Step::DeclaredOnParentPace),
        Some(Declaration::OnPace) => steps.push(Step::DeclaredOnPace),
        Some(Declaration::BehindPace) => steps.push(Step::DeclaredBehindPace),
        Some(Declaration::Attained) | None => {}
    }
}

/// Tells what follows.
pub(in crate::domain::assessment) fn verdict(
    verdict: Verdict,
    evidence: Evidence,
    at_the_end: bool,
    figures: &Figures,
    steps: &mut Vec<Step>,
) {
    if at_the_end {
        steps.push(Step::Compared { verdict, evidence });
        if verdict == Verdict::Open {
            steps.push(Step::BurdenOfProof);
        }
    }
    if let (Ok(outcome), Ok(threshold), Ok(gap)) = (figures.outcome, figures.threshold, figures.gap) {
        steps.push(Step::Gap { outcome, threshold, gap });
    }
    if let Ok(percent) = figures.completion {
        steps.push(Step::Completion { percent });
    }
}

/// Tells how it stands from the parts of the period.
pub(in crate::domain::assessment) fn parts(case: &Case<'_>, parts: &UnderWay<'_>, answer: &mut Assessment) {
    let so_far = &parts.so_far;
    let Some(latest) = so_far.latest() else { return };
    let steps = &mut answer.steps;
    steps.clear();
    target(case, so_far.asked_for(case), parts.changed, answer.implied.as_ref(), steps);
    steps.push(Step::Chosen {
        id: latest.id,
        basis: latest.outcome.basis,
        reported_on: Some(latest.outcome.reported_on),
        period: latest.outcome.period,
        known: value_of::interval(&latest.outcome.value.figure),
        near: is_near(&latest.outcome.value.figure),
    });
    placed(case, &latest.outcome.value.figure, steps);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let adds_up = so_far.is_difference()
        || parts.horizon.as_ref().is_none_or(|horizon| horizon.kind == HorizonKind::Sum);
    if let (true, Some(sum)) = (so_far.parts.len() > 1 && adds_up, so_far.known) {
        let together = match so_far.is_difference() {
            true => Together::Difference,
            false if is_average_level(case) => Together::Mean,
            false => Together::Sum,
        };
        steps.push(Step::AddedUp { parts: count(so_far.parts.len()), period: so_far.covered, sum, together });
    }
    if let Some(vintage) = parts.changed {
        changes(case, &vintage.outcome, steps);
    }
    if !so_far.conflict.is_empty() {
        steps.push(Step::Conflict { sources: count(so_far.conflict.len()) });
    }
    declarations(&latest.outcome.value, answer.verdict, steps);
    let at_the_end = matches!(answer.status, Status::Achieved | Status::NotAchieved);
    let evidence = answer.evidence.unwrap_or(Evidence::Undemonstrated);
    verdict(answer.verdict, evidence, at_the_end, &answer.figures, steps);
    if !at_the_end {
        steps.push(Step::Pace(parts.pace.clone()));
    }
    if let Some(horizon) = &parts.horizon {
        steps.push(Step::Years(horizon.clone()));
    }
    if let Some(outlook) = &parts.outlook
        && !at_the_end
    {
        steps.push(Step::Projected(outlook.clone()));
    }
}
