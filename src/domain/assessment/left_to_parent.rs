//! A target left to the parent plan, held against the parent's own target: what the parent's path asked by the end
//! of the target's period, and what was reached by then. Gives no status.

use super::{
    Assessment, Case, CountedIn, Evidence, Figures, Pace, Parent, Reason, Standing, Status, Unavailable,
    Verdict, assess,
    horizon::{is_average_growth, is_average_level},
    interval::Interval,
    judge::Running,
    parts,
    weigh::Finding,
};
use crate::domain::{
    criterion::{Condition, Criterion},
    indicator::Measure,
    period::Period,
    plan::PlanRules,
    target::Target,
};

/// How a target that is left to the parent plan stands by the parent's own.
pub(super) struct HeldAgainst {
    /// What follows.
    pub(super) finding: Finding,
    /// The parent's target, assessed by what is for the time until the end of the case's period.
    pub(super) parent: Assessment,
    /// What was reached by then against what the parent's path asked by then.
    pub(super) figures: Figures,
}

/// Of the parent plan's targets for the series, the one that a shorter plan's target is held against: the one whose
/// period contains its period, else the one that ends soonest after it; never one that is due before it, nor one from
/// which nothing follows. Of several, that for the shortest time.
pub fn which<'a>(of_the_parent: impl Iterator<Item = &'a Target>, target: &Target) -> Option<&'a Target> {
    of_the_parent
        .filter(|longer| longer.series == target.series && longer.period.end() >= target.period.end())
        .filter(|longer| longer.criterion.as_ref().is_some_and(asks))
        .min_by_key(|longer| {
            (!longer.period.covers(target.period), longer.period.end(), longer.period.days())
        })
}

/// Whether something can follow from what is asked.
const fn asks(criterion: &Criterion) -> bool {
    !matches!(
        criterion.condition,
        Condition::Deferred { .. } | Condition::NotIssued { .. } | Condition::Qualitative
    )
}

/// The parent's target, where something can follow from it.
fn asking<'a>(case: &Case<'a>) -> Option<Parent<'a>> {
    case.parent.filter(|parent| parent.target.criterion.as_ref().is_some_and(asks))
}

/// The target on the parent's caliber, where it is on another one: what is left to the parent has no number of its own, and
/// the parent's number follows the parent's definition.
pub(super) fn on_the_parents_caliber(case: &Case<'_>) -> Option<Target> {
    let theirs = &asking(case)?.target.caliber;
    let is_deferred =
        case.target.criterion.as_ref().is_some_and(|own| matches!(own.condition, Condition::Deferred { .. }));
    let is_other = *theirs != case.target.caliber;
    (is_deferred && is_other).then(|| Target { caliber: theirs.clone(), ..case.target.clone() })
}

/// Whether there is a target to hold it against, so that only the outcome is awaited.
pub(super) fn is_loaded(case: &Case<'_>) -> bool {
    asking(case).is_some()
}

/// Holds the case against the parent's target. `None` where that or the outcomes are not known. Where a figure for the
/// whole of the case's period is reported before it is over, it is judged at once, as if the period were over.
pub(super) fn held(case: &Case<'_>, whole_is_reported: bool) -> Option<HeldAgainst> {
    let asking = asking(case)?;
    let target = Target { series: case.target.series.clone(), ..asking.target.clone() };
    // What comes after the case's own period neither mends nor spoils what was reached in it.
    let end = case.target.period.end();
    let over = whole_is_reported || case.target.period.has_ended(case.on);
    let on = if over { end.succ_opt()? } else { case.on };
    let longer = Case {
        target: &target,
        rules: PlanRules { tolerance: asking.tolerance, ..case.rules },
        baseline: target.baseline.as_ref().or(case.baseline),
        plan_period: asking.plan_period,
        profile: asking.profile,
        beside: asking.beside,
        parent: None,
        on,
        ..*case
    };
    let mut parent = assess(&longer);
    if over {
        parent.set_elapsed(longer.target.period.elapsed_percent(end));
    }
    let unfit = |reason, parent| {
        let figures = Figures::none(Unavailable::NOT_COMPARABLE);
        Some(HeldAgainst { finding: Finding::obstacle(reason), parent, figures })
    };
    if lacks_a_year(&longer) {
        return unfit(Reason::ReferenceMissing, parent);
    }
    let is_behind = |pace: &Pace| pace.until < end;
    let says_nothing = || parent.chosen.is_none() || parent.reason == Some(Reason::Late);
    if over && parent.pace.as_ref().map_or_else(|| whole_is_reported && says_nothing(), is_behind) {
        // What was reported for the period itself may be in a form that the parent's path says nothing about; where it is a
        // number, it is an earlier period that is not known.
        let reported = parts::figure_for(&longer, case.target.period);
        let is_bound = reported.is_some_and(|known| known.as_point().is_none());
        if is_bound && is_average(&longer) {
            return Some(unproved(parent));
        }
        let reason = if reported.is_some() { Reason::ReferenceMissing } else { Reason::Incomparable };
        return unfit(reason, parent);
    }
    let standing = parent.pace.as_ref().and_then(|pace| pace.standing);
    let evidence = parent.evidence.unwrap_or(Evidence::Undemonstrated);
    let finding = match (parent.verdict, standing) {
        // What is lost for good is not kept by limits that are lenient.
        (Verdict::Disproved, _) | (Verdict::Open, Some(Standing::AtRisk | Standing::OffTrack)) => {
            Finding::new(Verdict::Disproved, evidence)
        }
        (Verdict::Proved, _) | (Verdict::Open, Some(Standing::OnTrack)) => {
            Finding::new(Verdict::Proved, evidence)
        }
        (Verdict::Open, None) if parent.status == Status::NotAchieved => {
            Finding::new(Verdict::Open, evidence)
        }
        // At the end what is not proved is not achieved, here as anywhere.
        (Verdict::Open, None) if over && parent.pace.as_ref().is_some_and(is_known_only_so_far) => {
            return Some(unproved(parent));
        }
        (Verdict::Open, None) => match parent.reason {
            Some(reason @ (Reason::CaliberChanged | Reason::ReferenceMissing | Reason::Incomparable)) => {
                return unfit(reason, parent);
            }
            _ => return None,
        },
    };
    Some(HeldAgainst { finding, figures: figures(&parent), parent })
}

/// What parts of a running period say where the parent's path cannot be drawn: of what adds up an earlier year is not known; of all
/// else nothing is due yet.
pub(super) fn without_a_path(case: &Case<'_>, running: Running) -> Option<Running> {
    if running.so_far.obstacle != Some(Reason::TargetDeferred) {
        return Some(running);
    }
    let so_far = Finding::obstacle(Reason::ReferenceMissing);
    (case.indicator.measure == Measure::Flow).then_some(Running { so_far, ..running })
}

/// A case of which too little is known to say whether the parent's path is kept.
fn unproved(parent: Assessment) -> HeldAgainst {
    let finding = Finding::new(Verdict::Open, Evidence::Undemonstrated);
    HeldAgainst { finding, figures: Figures::none(Unavailable::NO_NUMBER), parent }
}

/// Whether there is a path, and of what was reached no more than a bound is known.
fn is_known_only_so_far(pace: &Pace) -> bool {
    pace.asked.is_some() && pace.known.is_some_and(|known| known.as_point().is_none())
}

/// Whether the target is an average over several years.
fn is_average(longer: &Case<'_>) -> bool {
    is_average_growth(longer) || is_average_level(longer)
}

/// Whether the target is an average over years of which one that is over is not known, while a later one is: what the
/// average has been so far nobody can say.
fn lacks_a_year(longer: &Case<'_>) -> bool {
    if !is_average(longer) {
        return false;
    }
    let years = longer.target.period.whole_years().unwrap_or_default();
    let over = years.into_iter().filter(|year| year.has_ended(longer.on));
    let reached = parts::known_years_so_far(longer).last().map(|last| last.0.end());
    let is_known = |year: Period| {
        reached.is_some_and(|reached| year.end() <= reached) || parts::figure_for(longer, year).is_some()
    };
    let known: Vec<bool> = over.map(is_known).collect();
    known.iter().zip(known.iter().skip(1)).any(|(before, after)| !before && *after)
}

/// What was reached against what the path asked by then; where the parent's own period is over, its own figures.
fn figures(parent: &Assessment) -> Figures {
    let Some(pace) = &parent.pace else { return parent.figures.clone() };
    match pace.counted_in {
        CountedIn::Unit => {
            let reached = pace.reached.ok().map(Interval::point);
            Figures::of(reached, pace.asked.as_ref(), Err(Unavailable::NO_BASELINE))
        }
        CountedIn::ShareOfTarget => Figures::none(Unavailable::NO_NUMBER),
        CountedIn::Percent | CountedIn::Points | CountedIn::Amount => {
            Figures::none(Unavailable::JUDGED_BY_CHANGE)
        }
    }
}
