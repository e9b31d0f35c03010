//! Whether an act that was not done is one of those that are asked. Knows no order but that of the stages.

use std::collections::BTreeSet;

use super::{acts_in, are_implied, without_titles};

/// Whether an act that was not done is among what is asked, or comes before something that is.
pub fn bears_on(asked: &str, missing: &str) -> bool {
    if share_a_stem(asked, missing) {
        return true;
    }
    let missing = acts_in(missing);
    acts_in(&without_titles(asked))
        .iter()
        .any(|asked| missing.contains(asked) || are_implied(&missing, &BTreeSet::from([*asked])))
}

/// Whether an English word of the one is a form of a word of the other: to commission, commissioned; operationalise, operational.
fn share_a_stem(one: &str, other: &str) -> bool {
    const LETTERS: usize = 6;
    let stems = |words: &str| -> BTreeSet<String> {
        let words = words.split(|c: char| !c.is_ascii_alphabetic()).filter_map(|word| word.get(..LETTERS));
        words.map(str::to_ascii_lowercase).collect()
    };
    !stems(one).is_disjoint(&stems(other))
}

#[cfg(test)]
mod tests {
    use super::bears_on;

    #[test]
    fn an_act_bears_on_what_is_asked_in_another_form() {
        for (asked, missing) in [
            ("Commission the plant", "commissioned"),
            ("Complete and commission the plant", "commissioned"),
            ("Operationalise the centre", "operational"),
            ("Construct and operationalize health centre", "operational"),
            ("建成并验收", "验收"),
        ] {
            assert!(bears_on(asked, missing), "{asked}: {missing}");
        }
        assert!(!bears_on("Build the school", "commissioned"));
        assert!(!bears_on("建成", "验收"));
    }
}
