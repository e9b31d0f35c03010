//! How a status looks: a sign of its own shape beside the colour, so that it is told apart without colour. It does
//! not know where it is drawn.

use crate::domain::assessment::Status;

/// The order in which statuses are shown: from good to bad, then what is open.
pub(super) const ORDER: [Status; 7] = [
    Status::Achieved,
    Status::OnTrack,
    Status::AtRisk,
    Status::OffTrack,
    Status::NotAchieved,
    Status::AwaitingOutcome,
    Status::NotAssessable,
];

/// The sign of a status: each has another shape.
pub(super) const fn sign(status: Status) -> &'static str {
    match status {
        Status::Achieved => "✓",
        Status::OnTrack => "▲",
        Status::AtRisk => "◆",
        Status::OffTrack => "▼",
        Status::NotAchieved => "✕",
        Status::AwaitingOutcome => "○",
        Status::NotAssessable => "–",
    }
}

/// The colour of a status where no style sheet is: on white, each with a contrast of at least 4.5 to 1.
pub(super) const fn colour(status: Status) -> &'static str {
    match status {
        Status::Achieved => "#1a7f37",
        Status::OnTrack => "#0a6c8c",
        Status::AtRisk => "#8a5a00",
        Status::OffTrack => "#b3420b",
        Status::NotAchieved => "#b3261e",
        Status::AwaitingOutcome => "#57606a",
        Status::NotAssessable => "#6b6375",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_status_is_shown_and_has_a_sign_and_a_colour_of_its_own() {
        let all: BTreeSet<Status> = Status::ALL.iter().copied().collect();
        assert_eq!(ORDER.into_iter().collect::<BTreeSet<_>>(), all);
        let signs: BTreeSet<&str> = ORDER.into_iter().map(sign).collect();
        let colours: BTreeSet<&str> = ORDER.into_iter().map(colour).collect();
        assert_eq!((signs.len(), colours.len()), (all.len(), all.len()));
    }
}
