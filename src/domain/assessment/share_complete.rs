//! Milestones that ask for all of the work by saying that it is complete: project 100% complete. Takes no decision.

use super::weigh::prints_a_share;

const SIGNS: [&str; 4] = ["%", "％", " percent", " per cent"];

/// Whether words ask for all of the work, so that less of it is not what is asked: project 100% complete.
pub(super) fn asks_it_complete(what: &str) -> bool {
    let Some(at) = what.find("100") else { return false };
    let (before, from) = what.split_at_checked(at).unwrap_or_default();
    let is_alone =
        !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')) && !prints_a_share(before);
    is_alone && complete(from).is_some_and(|behind| !prints_a_share(behind))
}

/// What stands behind the share at the beginning of words that is said to be complete.
fn complete(words: &str) -> Option<&str> {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (_, rest) = words.split_at_checked(digits)?;
    let rest = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign))?.trim_start();
    let behind = ["completed", "complete"].iter().find_map(|word| {
        let head = rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        rest.get(head.len()..)
    })?;
    let ends = !behind.starts_with(|c: char| c.is_alphanumeric());
    ends.then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::asks_it_complete;

    #[test]
    fn all_of_the_work() {
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
