//! The decision table: from facts to status, evidence and reason. No arithmetic, no dates, no texts.

use super::{Assessment, Evidence, Exemption, Reason, Status, Verdict, pace::Standing, weigh::Finding};
use crate::domain::value::Missing;

/// What the decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    /// What was ruled about the target from outside.
    pub exemption: Option<Exemption>,
    /// What the outcome for the whole of the period says; `None` where there is none.
    pub whole: Option<Finding>,
    /// Why the target as it stands cannot be judged without an outcome that settles it.
    pub target: Option<Reason>,
    /// Whether the target is due: the period is over.
    pub due: bool,
    /// How it stands while the period runs; `None` where no part of it is reported.
    pub running: Option<Running>,
    /// Why the reports have no figure of the whole of the period, where they say so.
    pub missing: Option<Missing>,
}

impl Facts {
    /// What a group's decision rests on, where something was ruled about it.
    pub(super) const fn of_group(exemption: Option<Exemption>, due: bool) -> Self {
        Self { exemption, whole: None, target: None, due, running: None, missing: None }
    }
}

/// How it stands while the period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Running {
    /// What the parts reported so far say.
    pub so_far: Finding,
    /// Whether what they say cannot be turned any more: a flow that cannot fall.
    pub final_so_far: bool,
    /// The pace against the path; `None` where there is no path to hold it against.
    pub pace: Option<Standing>,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    /// The summary.
    pub status: Status,
    /// What it rests on.
    pub evidence: Option<Evidence>,
    /// Why not, where not.
    pub reason: Option<Reason>,
    /// What was proved.
    pub verdict: Verdict,
}

impl Decision {
    pub(super) const fn without_verdict(status: Status, reason: Reason) -> Self {
        Self { status, evidence: None, reason: Some(reason), verdict: Verdict::Open }
    }

    const fn judged(status: Status, finding: Finding) -> Self {
        Self { status, evidence: Some(finding.evidence), reason: None, verdict: finding.verdict }
    }
}

/// The table. Its order is the order of precedence.
pub(super) fn decide(facts: &Facts) -> Decision {
    match facts.exemption {
        Some(Exemption::Discontinued) => {
            return Decision::without_verdict(Status::NotAssessable, Reason::Discontinued);
        }
        Some(Exemption::NotApplicable) => {
            return Decision::without_verdict(Status::NotAssessable, Reason::NotApplicable);
        }
        Some(Exemption::Withheld) | None => {}
    }
    if let Some(finding) = facts.whole {
        return whole(finding);
    }
    if let Some(reason) = facts.target {
        return Decision::without_verdict(Status::NotAssessable, reason);
    }
    if facts.exemption == Some(Exemption::Withheld) {
        return Decision::without_verdict(Status::AwaitingOutcome, Reason::Withheld);
    }
    match facts.running {
        Some(running) if !facts.due || running.final_so_far => under_way(running),
        _ if let Some(why) = facts.missing => without_a_figure(why),
        _ if facts.due => Decision::without_verdict(Status::AwaitingOutcome, Reason::Late),
        _ => Decision::without_verdict(Status::AwaitingOutcome, Reason::NotDue),
    }
}

/// The reports say why there is no figure.
const fn without_a_figure(why: Missing) -> Decision {
    let (status, reason) = match why {
        Missing::Withheld => (Status::AwaitingOutcome, Reason::Withheld),
        Missing::Discontinued => (Status::NotAssessable, Reason::Discontinued),
        Missing::NotApplicable => (Status::NotAssessable, Reason::NotApplicable),
    };
    Decision::without_verdict(status, reason)
}

/// The outcome covers the whole of the period. The burden of proof is on the report.
const fn whole(finding: Finding) -> Decision {
    if let Some(reason) = finding.obstacle {
        return Decision::without_verdict(Status::NotAssessable, reason);
    }
    match finding.verdict {
        Verdict::Proved => Decision::judged(Status::Achieved, finding),
        Verdict::Disproved | Verdict::Open => Decision::judged(Status::NotAchieved, finding),
    }
}

/// Parts of the period are reported, and it runs or they settle it.
fn under_way(running: Running) -> Decision {
    let finding = running.so_far;
    if let Some(reason) = finding.obstacle {
        return Decision::without_verdict(Status::NotAssessable, reason);
    }
    match (running.final_so_far, finding.verdict, running.pace) {
        (true, Verdict::Proved, _) => Decision::judged(Status::Achieved, finding),
        (true, Verdict::Disproved, _) => Decision::judged(Status::NotAchieved, finding),
        (_, _, None) => Decision::without_verdict(Status::AwaitingOutcome, Reason::NotDue),
        (_, _, Some(standing)) => Decision {
            status: match standing {
                Standing::OnTrack => Status::OnTrack,
                Standing::AtRisk => Status::AtRisk,
                Standing::OffTrack => Status::OffTrack,
            },
            // Where the target itself is open and the pace is not, a bound settles the pace.
            evidence: Some(match finding.verdict {
                Verdict::Open => Evidence::Bounded,
                Verdict::Proved | Verdict::Disproved => finding.evidence,
            }),
            reason: None,
            verdict: Verdict::Open,
        },
    }
}

/// A group stands for its sub-indicators: achieved where all are, not achieved where one is not, else as the
/// weakest of them; and on the weakest evidence among them.
pub(super) fn group(members: &[Assessment]) -> Decision {
    let standing = |member: &&Assessment| (strength(member.status), member.reason.map(urgency));
    let Some(weakest) = members.iter().min_by_key(standing) else {
        return Decision::without_verdict(Status::NotAssessable, Reason::GroupEmpty);
    };
    Decision {
        status: weakest.status,
        evidence: match weakest.status {
            Status::NotAssessable | Status::AwaitingOutcome => None,
            _ => members.iter().filter_map(|member| member.evidence).max(),
        },
        reason: weakest.reason,
        verdict: members.iter().map(|member| member.verdict).fold(Verdict::Proved, Verdict::and),
    }
}

/// From the worst to the least of the reasons for which nothing is reported: what is due comes before what is not.
const fn urgency(reason: Reason) -> u8 {
    match reason {
        Reason::Late => 0,
        Reason::Withheld => 1,
        Reason::NotDue => 2,
        // Why a member cannot be judged: as the members are ordered.
        _ => 3,
    }
}

/// From the weakest to the strongest. What cannot be judged is weaker than what can still come, and both are
/// weaker than what goes well; what goes badly is weaker than either, since it is known.
const fn strength(status: Status) -> u8 {
    match status {
        Status::NotAchieved => 0,
        Status::OffTrack => 1,
        Status::AtRisk => 2,
        Status::NotAssessable => 3,
        Status::AwaitingOutcome => 4,
        Status::OnTrack => 5,
        Status::Achieved => 6,
    }
}
