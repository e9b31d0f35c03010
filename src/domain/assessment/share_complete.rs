//! Milestones that ask for a share of the work by saying how much of it is complete: 75% complete by March 2017. Takes no
//! decision.

use super::Case;
use crate::domain::{criterion::Condition, outcome::Outcome, quantity::Exact, value::Figure};

const SIGNS: [&str; 4] = ["%", "％", " percent", " per cent"];

/// The share that words ask complete, where they say no more than that and by when.
pub(super) fn share_asked(what: &str) -> Option<Exact> {
    let (share, behind) = complete(what.trim())?;
    (behind.is_empty() || (behind.starts_with(" by ") && !prints_one(behind))).then_some(share)
}

/// Whether words ask for all of the work, so that less of it is not what is asked: project 100% complete.
pub(super) fn asks_it_complete(what: &str) -> bool {
    let Some(at) = what.find("100") else { return false };
    let (before, from) = what.split_at_checked(at).unwrap_or_default();
    let is_alone =
        !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')) && !prints_one(before);
    is_alone && complete(from).is_some_and(|(_, behind)| !prints_one(behind))
}

/// Whether a report of a share is none of the share that is asked complete: 80 % of the target, of work that is to be 75 % complete.
pub(super) fn is_another_share(case: &Case<'_>, outcome: &Outcome) -> bool {
    let Some(Condition::Milestone { what, .. }) =
        case.target.criterion.as_ref().map(|asked| &asked.condition)
    else {
        return false;
    };
    let Figure::ShareOfTarget { percent, .. } = outcome.value.figure else { return false };
    percent < Exact::HUNDRED
        && share_asked(what).is_some()
        && !asks_it_complete(what)
        && complete(outcome.text.trim()).is_none_or(|(_, behind)| !behind.is_empty())
}

/// The share at the beginning of words that is said to be complete, and what stands behind.
fn complete(words: &str) -> Option<(Exact, &str)> {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, rest) = words.split_at_checked(digits)?;
    let rest = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign))?.trim_start();
    let behind = ["completed", "complete"].iter().find_map(|word| {
        let head = rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        rest.get(head.len()..)
    })?;
    let ends = !behind.starts_with(|c: char| c.is_alphanumeric());
    Some((Exact::parse(number).ok()?, behind)).filter(|_| ends)
}

fn prints_one(words: &str) -> bool {
    ["%", "％", "percent", "per cent"].iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::{asks_it_complete, share_asked};
    use crate::domain::quantity::Exact;

    #[test]
    fn the_share_that_is_asked_complete() {
        for (words, share) in [
            ("75% complete", Some(75)),
            ("50% complete by March 2017", Some(50)),
            ("75 percent completed", Some(75)),
            ("Dam 40% complete", None),
            ("40% complete in 50% of districts", None),
            ("75% completely new", None),
        ] {
            assert_eq!(share_asked(words), share.map(|share: i64| Exact::from(share)), "{words}");
        }
        for words in ["100% complete", "Project 100% complete by March 2017"] {
            assert!(asks_it_complete(words), "{words}");
        }
        for words in
            ["75% complete", "60% of sites 100% complete", "100% complete in 50% of districts", "Phase 100"]
        {
            assert!(!asks_it_complete(words), "{words}");
        }
    }
}
