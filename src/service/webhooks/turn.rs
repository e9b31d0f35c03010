//! When a change of a status is told: once the new one has stood for as long as the webhook wants, so that a flicker
//! tells nothing, and turns in between are told as one. Pure.

use crate::store::Told;

/// What follows from a status that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing.
    Nothing,
    /// It is kept, and nothing is told.
    Kept(Told),
    /// It is told: what it was before, and how often it turned in between.
    Tell {
        /// What is kept.
        told: Told,
        /// The status that was told before.
        from: String,
        /// How often the status turned since then.
        turns: i64,
    },
}

/// What follows from a status of a target that is seen now; `before` is what is kept of it.
pub(super) fn turn(before: Option<&Told>, target: i64, status: &str, now: i64, hold: i64) -> Turn {
    let Some(before) = before else {
        // Nothing stood before what is seen: that is where it begins.
        return Turn::Kept(Told { target, status: status.to_owned(), candidate: None, turns: 0 });
    };
    if before.status == status {
        return match before.candidate {
            Some(_) => Turn::Kept(Told { candidate: None, turns: before.turns + 1, ..before.clone() }),
            None => Turn::Nothing,
        };
    }
    let since = match &before.candidate {
        Some((candidate, since)) if candidate == status => Some(*since),
        _ => None,
    };
    if now.saturating_sub(since.unwrap_or(now)) >= hold {
        let told = Told { target, status: status.to_owned(), candidate: None, turns: 0 };
        let turns = before.turns + i64::from(since.is_none());
        return Turn::Tell { told, from: before.status.clone(), turns };
    }
    match since {
        Some(_) => Turn::Nothing,
        None => Turn::Kept(Told {
            candidate: Some((status.to_owned(), now)),
            turns: before.turns + 1,
            ..before.clone()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sees statuses at moments; gives what was told, as from, to and the turns.
    fn told(hold: i64, seen: &[(i64, &str)]) -> Vec<(String, String, i64)> {
        let mut kept: Option<Told> = None;
        let mut all = Vec::new();
        for (now, status) in seen {
            match turn(kept.as_ref(), 1, status, *now, hold) {
                Turn::Nothing => {}
                Turn::Kept(told) => kept = Some(told),
                Turn::Tell { told, from, turns } => {
                    all.push((from, told.status.clone(), turns));
                    kept = Some(told);
                }
            }
        }
        all
    }

    fn of(from: &str, to: &str, turns: i64) -> (String, String, i64) {
        (from.to_owned(), to.to_owned(), turns)
    }

    #[test]
    fn where_it_begins_is_not_told() {
        assert_eq!(told(0, &[(0, "on_track"), (1, "on_track")]), []);
    }

    #[test]
    fn without_a_hold_each_change_is_told_at_once() {
        let seen = [(0, "on_track"), (1, "at_risk"), (2, "at_risk"), (3, "on_track")];
        assert_eq!(told(0, &seen), [of("on_track", "at_risk", 1), of("at_risk", "on_track", 1)]);
    }

    #[test]
    fn a_flicker_is_not_told() {
        let seen = [
            (0, "on_track"),
            (1, "at_risk"),
            (5, "on_track"),
            (6, "at_risk"),
            (14, "on_track"),
            (99, "on_track"),
        ];
        assert_eq!(told(10, &seen), []);
    }

    #[test]
    fn what_stands_is_told_once_with_the_turns_before() {
        let seen = [
            (0, "on_track"),
            (1, "at_risk"),
            (5, "on_track"),
            (6, "off_track"),
            (7, "at_risk"),
            (16, "at_risk"),
            (17, "at_risk"),
            (18, "at_risk"),
        ];
        assert_eq!(told(10, &seen), [of("on_track", "at_risk", 4)]);
    }

    #[test]
    fn a_clock_that_runs_back_tells_nothing() {
        assert_eq!(told(10, &[(100, "on_track"), (50, "at_risk"), (20, "at_risk")]), []);
    }
}
