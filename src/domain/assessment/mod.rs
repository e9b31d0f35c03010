//! The engine's front door: from a target and the outcomes known, to status, evidence, reason, figures and
//! explanation. Pure: the day to judge for is an argument, and what was known then is the caller's to give.

mod answer;
mod case;
pub mod choose;
pub mod demand;
pub mod explain;
pub mod figures;
mod implied;
pub mod interval;
mod judge;
mod scale;
pub mod summary;
mod value_of;
mod weigh;

pub use self::{
    answer::{Assessment, Evidence, Implied, Reason, Status, Verdict},
    case::{Baseline, Case, Exemption, Parent, Profile, Reference, Reported, Waypoint},
    explain::{Step, sentence},
    figures::{Figures, Known, Unavailable},
    scale::WATER_CLASSES,
    summary::{Summary, summarise},
};
use self::{
    choose::{Chosen, choose},
    judge::{Decision, Facts},
    weigh::Finding,
};
use super::{
    caliber,
    criterion::Condition,
    indicator::Measure,
    outcome::Basis,
    value::{Declaration, Figure},
};

/// Assesses a case. The same case gives the same answer.
pub fn assess(case: &Case<'_>) -> Assessment {
    if case.indicator.measure == Measure::Group
        || (case.target.criterion.is_none() && !case.members.is_empty())
    {
        return assess_group(case);
    }
    let implied = if implied::is_unprinted(case) { implied::of(case) } else { None };
    let chosen = answering(case);
    let finding = chosen.as_ref().map(|chosen| weigh_whole(case, chosen.answer, implied.as_ref()));
    let decision = judge::decide(&Facts {
        exemption: case.exemption,
        whole: finding,
        target: target_obstacle(case),
        due: is_due(case),
        running: None,
    });
    let mut steps = Vec::new();
    let mut figures = Figures::none(Unavailable::NOTHING_REPORTED);
    if let Some(chosen) = &chosen {
        figures = whole_figures(case, chosen, implied.as_ref(), decision);
        tell_whole(case, chosen, implied.as_ref(), decision, &figures, &mut steps);
    }
    answer(case, decision, chosen, implied, figures, steps)
}

fn answer(
    case: &Case<'_>,
    decision: Decision,
    chosen: Option<Chosen<'_>>,
    implied: Option<Implied>,
    figures: Figures,
    steps: Vec<Step>,
) -> Assessment {
    let outcome = chosen.as_ref().map(|chosen| &chosen.answer.outcome);
    Assessment {
        status: decision.status,
        evidence: decision.evidence,
        reason: decision.reason,
        verdict: decision.verdict,
        chosen: chosen.as_ref().map(|chosen| chosen.answer.id),
        provisional: outcome
            .is_some_and(|outcome| outcome.basis != Basis::Final || !outcome.period.has_ended(case.on)),
        approximate: outcome.is_some_and(|outcome| value_of::is_approximate(&outcome.value.figure)),
        conflict: chosen
            .map_or_else(Vec::new, |chosen| chosen.conflict.iter().map(|other| other.id).collect()),
        implied,
        figures,
        steps,
    }
}

fn assess_group(case: &Case<'_>) -> Assessment {
    let decision = match case.exemption {
        Some(_) => judge::decide(&Facts {
            exemption: case.exemption,
            whole: None,
            target: None,
            due: is_due(case),
            running: None,
        }),
        None => judge::group(case.members),
    };
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let achieved = case.members.iter().filter(|member| member.status == Status::Achieved).count();
    let members = Step::Members { achieved: count(achieved), total: count(case.members.len()) };
    let provisional = case.members.iter().any(|member| member.provisional);
    Assessment {
        provisional,
        ..answer(case, decision, None, None, Figures::none(Unavailable::TARGET_WITHOUT_NUMBER), vec![members])
    }
}

/// The vintage that answers for the period asked. What is to be done once is done whenever it was reported
/// done within the period.
fn answering<'a>(case: &Case<'a>) -> Option<Chosen<'a>> {
    let asked = case.target.period;
    let whole = choose(case.reported, asked, case.admitted_from);
    let once = case
        .target
        .criterion
        .as_ref()
        .is_some_and(|criterion| matches!(criterion.condition, Condition::Milestone { .. }));
    if whole.is_some() || !once {
        return whole;
    }
    case.reported
        .iter()
        .filter(|vintage| asked.covers(vintage.outcome.period))
        .filter_map(|vintage| choose(case.reported, vintage.outcome.period, case.admitted_from))
        .filter(|chosen| {
            let value = &chosen.answer.outcome.value;
            value.figure == Figure::DeclaredAttained || value.declared == Some(Declaration::Attained)
        })
        .max_by_key(|chosen| chosen.answer.outcome.period.end())
}

/// What a vintage for the whole of the period says about the target.
fn weigh_whole(case: &Case<'_>, vintage: &Reported, implied: Option<&Implied>) -> Finding {
    if implied::is_unprinted(case) {
        let finding = implied::weigh(case, vintage, implied);
        return if finding.obstacle.is_none() && differs_in_caliber(case, vintage) {
            caliber_changed()
        } else {
            finding
        };
    }
    match &case.target.criterion {
        Some(criterion) => {
            let finding = weigh::weigh(case, criterion, vintage);
            let stands = matches!(
                finding.obstacle,
                Some(Reason::TargetQualitative | Reason::TargetDeferred | Reason::TargetNotIssued)
            );
            if !stands && differs_in_caliber(case, vintage) { caliber_changed() } else { finding }
        }
        None => implied::weigh(case, vintage, implied),
    }
}

const fn caliber_changed() -> Finding {
    Finding {
        verdict: Verdict::Open,
        evidence: Evidence::Undemonstrated,
        obstacle: Some(Reason::CaliberChanged),
    }
}

fn differs_in_caliber(case: &Case<'_>, vintage: &Reported) -> bool {
    let outcome = &vintage.outcome;
    !outcome.value.like_for_like && !caliber::is_same(case.target.caliber.as_ref(), outcome.caliber.as_ref())
}

/// Why the target as it stands cannot be judged, whatever is reported short of a declaration.
fn target_obstacle(case: &Case<'_>) -> Option<Reason> {
    match case.target.criterion.as_ref().map(|criterion| &criterion.condition) {
        None | Some(Condition::NotIssued { .. }) => Some(Reason::TargetNotIssued),
        Some(Condition::Deferred { .. }) => Some(Reason::TargetDeferred),
        Some(Condition::Qualitative) => Some(Reason::TargetQualitative),
        Some(_) => None,
    }
}

/// Whether the target is due on the day: its period is over, or the day that it names has passed.
fn is_due(case: &Case<'_>) -> bool {
    match case.target.criterion.as_ref().map(|criterion| &criterion.condition) {
        Some(Condition::Milestone { by: Some(by), .. }) => case.on > *by,
        _ => case.target.period.has_ended(case.on),
    }
}

fn whole_figures(
    case: &Case<'_>,
    chosen: &Chosen<'_>,
    implied: Option<&Implied>,
    decision: Decision,
) -> Figures {
    if decision.status == Status::NotAssessable {
        return Figures::none(Unavailable::NOT_COMPARABLE);
    }
    let outcome = &chosen.answer.outcome;
    let asked = match (&case.target.criterion, implied) {
        (_, Some(implied)) => implied::demand(implied, case.indicator.direction),
        (Some(criterion), None) => demand::of(case, &criterion.condition, outcome.period).ok().flatten(),
        (None, None) => None,
    };
    let baseline = case.baseline.map(|baseline| baseline.value);
    let figures = Figures::of(value_of::interval(&outcome.value.figure), asked.as_ref(), baseline);
    match &outcome.value.figure {
        Figure::ShareOfTarget { percent, value } if value.is_none() || implied.is_some() => {
            figures.with_printed_share(*percent)
        }
        _ => figures,
    }
}

/// The steps of a judgement on an outcome for the whole of the period.
fn tell_whole(
    case: &Case<'_>,
    chosen: &Chosen<'_>,
    implied: Option<&Implied>,
    decision: Decision,
    figures: &Figures,
    steps: &mut Vec<Step>,
) {
    let outcome = &chosen.answer.outcome;
    explain::tell_target(case, outcome.period, implied, steps);
    explain::tell_outcome(case, chosen, steps);
    match decision.reason {
        Some(Reason::CaliberChanged) => steps.push(Step::CaliberDiffers),
        Some(_) => {}
        None => explain::tell_verdict(decision.verdict, decision.evidence, &outcome.value, figures, steps),
    }
}
