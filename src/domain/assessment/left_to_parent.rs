//! A target left to the parent plan, held against the parent's own target: what the parent's path asked by the end
//! of the target's period, and what was reached by then. Gives no status.

use super::{
    Assessment, Case, Evidence, Figures, Parent, Path, Reason, Standing, Status, Unavailable, Verdict,
    assess, explain::Step, interval::Interval, weigh::Finding,
};
use crate::domain::{
    criterion::{Condition, Criterion},
    quantity::Exact,
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
    case.parent.filter(|parent| asks(parent.criterion))
}

/// Whether there is a target to hold it against, so that only the outcome is awaited.
pub(super) fn is_loaded(case: &Case<'_>) -> bool {
    asking(case).is_some()
}

/// Holds the case against the parent's target. `None` where that or the outcomes are not known. Where a figure for the
/// whole of the case's period is reported before it is over, it is judged at once, as if the period were over.
pub(super) fn held(case: &Case<'_>, whole_is_reported: bool) -> Option<HeldAgainst> {
    let asking = asking(case)?;
    let target =
        Target { criterion: Some(asking.criterion.clone()), period: asking.period, ..case.target.clone() };
    // What comes after the case's own period neither mends nor spoils what was reached in it.
    let end = case.target.period.end();
    let over = whole_is_reported || case.target.period.has_ended(case.on);
    let on = if over { end.succ_opt()? } else { case.on };
    let parent = assess(&Case {
        target: &target,
        baseline: asking.baseline.or(case.baseline),
        plan_period: asking.plan_period,
        parent: None,
        on,
        ..*case
    });
    // What was reported for the period itself may be in a form that the parent's path says nothing about.
    if over && parent.pace.as_ref().is_some_and(|pace| pace.until < end) {
        let (finding, figures) =
            (Finding::obstacle(Reason::Incomparable), Figures::none(Unavailable::NOT_COMPARABLE));
        return Some(HeldAgainst { finding, parent, figures });
    }
    let standing = parent.pace.as_ref().and_then(|pace| pace.standing);
    let evidence = parent.evidence.unwrap_or(Evidence::Undemonstrated);
    let finding = match (parent.verdict, standing) {
        (Verdict::Proved, _) | (_, Some(Standing::OnTrack)) => Finding::new(Verdict::Proved, evidence),
        (Verdict::Disproved, _) | (_, Some(Standing::AtRisk | Standing::OffTrack)) => {
            Finding::new(Verdict::Disproved, evidence)
        }
        (Verdict::Open, None) if parent.status == Status::NotAchieved => {
            Finding::new(Verdict::Open, evidence)
        }
        (Verdict::Open, None) => return None,
    };
    Some(HeldAgainst { finding, figures: figures(&parent), parent })
}

/// What was reached against what the path asked by then; where the parent's own period is over, its own figures.
fn figures(parent: &Assessment) -> Figures {
    let Some(pace) = &parent.pace else { return parent.figures.clone() };
    let asked = parent.steps.iter().find_map(|step| match step {
        Step::Asked(demand) => Some(*demand),
        _ => None,
    });
    let (Ok(reached), Ok(expected), Some(mut asked)) = (pace.reached, pace.expected, asked) else {
        return Figures::none(pace.expected.and(pace.reached).err().unwrap_or(Unavailable::NO_PATH));
    };
    for limit in [&mut asked.floor, &mut asked.ceiling].into_iter().flatten() {
        limit.at = Interval::point(expected);
        // What must be passed at the end need only be kept up with on the way.
        limit.strict &= pace.path == Some(Path::Flat);
        if pace.path == Some(Path::FromBaseline) {
            limit.tolerance = Exact::ZERO;
        }
    }
    Figures::of(Some(Interval::point(reached)), Some(&asked), None)
}
