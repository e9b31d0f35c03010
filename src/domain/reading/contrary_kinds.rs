//! Things of a kind that is the contrary of the one which is asked: 85% of minor projects, of major ones. Which things they are is of no
//! matter, so that no list of them is needed; the kinds are pairs of words that exclude each other.

use super::{
    share_named::{AskedShare, holds, spaced},
    things_shared::things_first,
};
use crate::domain::unit::singular;

/// Kinds right before the name of things, of which none is of both.
const CONTRARY: [(&str, &str); 20] = [
    ("major", "minor"),
    ("high risk", "low risk"),
    ("new", "existing"),
    ("marine", "terrestrial"),
    ("marine", "freshwater"),
    ("urban", "rural"),
    ("large", "small"),
    ("male", "female"),
    ("public", "private"),
    ("domestic", "foreign"),
    ("domestic", "international"),
    ("permanent", "temporary"),
    ("full time", "part time"),
    ("onshore", "offshore"),
    ("planned", "unplanned"),
    ("formal", "informal"),
    ("internal", "external"),
    ("high income", "low income"),
    ("high priority", "low priority"),
    ("paved", "unpaved"),
];

/// Whether the things with which words begin are of the kind that is the contrary of what the name or the target says of the same things.
pub(super) fn is_of_the_contrary_kind(words: &str, asked: &AskedShare<'_>) -> bool {
    let things = spaced(&things_first(words).join(" "));
    let all = format!("{}{}", spaced(asked.name), spaced(asked.target));
    let is_contrary = |kind: &str, other: &str| {
        let Some(of_it) = behind(&things, kind) else { return false };
        let is_same = |theirs: &str| one(theirs) == one(of_it);
        !holds(&all, kind) && behind(&all, other).is_some_and(is_same)
    };
    CONTRARY.iter().any(|(one, other)| is_contrary(one, other) || is_contrary(other, one))
}

/// The word right behind a kind in spaced words.
fn behind<'a>(words: &'a str, kind: &str) -> Option<&'a str> {
    let (_, behind) = words.split_once(&format!(" {kind} "))?;
    behind.split(' ').next().filter(|word| !word.is_empty())
}

fn one(word: &str) -> String {
    singular(word).map_or_else(|| word.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::is_of_the_contrary_kind;
    use crate::domain::reading::AskedShare;

    #[test]
    fn the_contrary_kind_of_the_same_things_is_seen() {
        for (name, target, things, is_contrary) in [
            ("Percentage of major projects on time", "80%", "minor projects", true),
            ("Percentage of minor projects on time", "80%", "major projects", true),
            ("Percentage of high-risk sites inspected", "80%", "the low-risk sites inspected", true),
            ("Sites inspected", "80% of high-risk sites", "low-risk sites", true),
            ("Percentage of new homes inspected", "80%", "existing homes", true),
            ("Percentage of marine areas protected", "80%", "terrestrial areas", true),
            ("Percentage of major projects on time", "80%", "major projects", false),
            ("Percentage of major projects on time", "80%", "projects", false),
            ("Percentage of new and existing homes inspected", "80%", "existing homes", false),
            // Of other things the kind says nothing.
            ("Percentage of new clients of private homes served", "80%", "public clients", false),
            ("", "80%", "minor projects", false),
        ] {
            let asked = AskedShare { name, unit: "%", target, is_of_a_part: false };
            assert_eq!(is_of_the_contrary_kind(things, &asked), is_contrary, "{name}: {things}");
        }
    }
}
