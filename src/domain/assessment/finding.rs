//! What follows from comparing: a verdict in three-valued logic with its evidence, or why there is none; and how several
//! go together. Knows no condition and no outcome.

use super::{
    Evidence, Reason, Verdict,
    demand::{Demand, Limit},
    interval::{Interval, compare},
};
use crate::domain::criterion::Comparison;

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

    pub(super) const DECLARED: Self = Self::new(Verdict::Proved, Evidence::Declared);

    /// Whether a report of the whole leaves open whether the target is met, or cannot be held against it: it follows another
    /// caliber, prints a growth from what is not known, or is of another kind. What keeps the target itself from being judged
    /// is no fault of the report.
    pub(super) fn settles_nothing(self) -> bool {
        match self.obstacle {
            Some(reason) => {
                matches!(reason, Reason::CaliberChanged | Reason::ReferenceMissing | Reason::Incomparable)
            }
            None => self.verdict == Verdict::Open,
        }
    }
}

/// Compares what is known of a number with what is asked of it.
pub(super) fn number_against(asked: &Demand, known: Interval) -> Finding {
    let floor = asked.floor.map(|limit| hold(known, limit, Comparison::AtLeast, Comparison::MoreThan));
    let ceiling = asked.ceiling.map(|limit| hold(known, limit, Comparison::AtMost, Comparison::LessThan));
    let verdict = [floor, ceiling].into_iter().flatten().fold(Verdict::Proved, Verdict::and);
    let exact = known.as_point().is_some() && asked.is_known();
    Finding::new(verdict, if exact { Evidence::Measured } else { Evidence::Bounded })
}

fn hold(known: Interval, limit: Limit, plain: Comparison, strict: Comparison) -> Verdict {
    let op = if limit.strict { strict } else { plain };
    let allowed = if plain == Comparison::AtLeast { limit.tolerance.negated() } else { limit.tolerance };
    limit.at.moved(allowed).map_or(Verdict::Open, |at| compare(known, op, at))
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
