//! Acts that English says in more than one word, or by a word that is the name of a thing as well: entered into force, commission the
//! plant. Closed lists; knows nothing of what is asked.

/// That what was adopted is in force.
const IN_FORCE: &str = "come into force";

/// That what was built is put into service, or what is wanted is ordered.
const COMMISSION: &str = "commission";

/// How a report says that something is in force.
const REPORTED_IN_FORCE: [&str; 13] = [
    "in force",
    "now in force",
    "entered into force",
    "has entered into force",
    "came into force",
    "has come into force",
    "brought into force",
    "in effect",
    "now in effect",
    "came into effect",
    "has come into effect",
    "took effect",
    "has taken effect",
];

/// How it is asked that something be in force, at the end or the beginning of the words.
const IN_FORCE_AT_END: [&str; 8] = [
    "in force",
    "into force",
    "in effect",
    "into effect",
    "take effect",
    "takes effect",
    "took effect",
    "taken effect",
];
const INTO_FORCE_AT_START: [&str; 4] =
    ["entry into force", "coming into force", "bring into force", "enter into force"];

/// What stands behind commission where it is the verb, and not the name of a body.
const COMMISSIONED: [&str; 5] = ["the", "a", "an", "all", "new"];

/// Whether words say no more than that something is in force.
pub(super) fn is_in_force(words: &str) -> bool {
    REPORTED_IN_FORCE.contains(&words)
}

/// The acts that words in lower case say so.
pub(super) fn acts(lower: &str) -> impl Iterator<Item = &'static str> {
    let padded = format!(" {} ", lower.replace(|c: char| !c.is_ascii_alphanumeric(), " "));
    let is_in_force = IN_FORCE_AT_END.iter().any(|phrase| padded.contains(&format!(" {phrase} ")));
    let commissions = begins(lower) == Some(COMMISSION);
    is_in_force.then_some(IN_FORCE).into_iter().chain(commissions.then_some(COMMISSION))
}

/// Whether words in lower case begin or end with such an act.
pub(super) fn stands_at_an_end(lower: &str) -> bool {
    let ends = |phrase: &str| {
        lower.strip_suffix(phrase).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    begins(lower).is_some() || IN_FORCE_AT_END.into_iter().any(ends)
}

/// The act with which words begin.
fn begins(lower: &str) -> Option<&'static str> {
    if INTO_FORCE_AT_START.iter().any(|start| lower.starts_with(start)) {
        return Some(IN_FORCE);
    }
    let mut words = lower.split(' ');
    let commissions =
        words.next() == Some("commission") && words.next().is_some_and(|next| COMMISSIONED.contains(&next));
    commissions.then_some(COMMISSION)
}

#[cfg(test)]
mod tests {
    use super::super::{is_what_is_asked, settles};

    #[test]
    fn what_is_in_force_or_to_be_commissioned_is_told_from_what_is_not() {
        for (asked, done) in [
            ("Enter into force by 2023", "in force"),
            ("Agreement in force", "entered into force"),
            ("Regulations come into effect by June 2022", "in force"),
            ("Entry into force of the agreement", "came into force"),
            ("Commission the plant", "commissioned"),
            ("Commission a new plant by June", "commissioned"),
            ("Commission the plant", "operational"),
        ] {
            assert!(is_what_is_asked(asked, done), "{asked}: {done}");
        }
        for (asked, done) in [
            ("Agreement signed and in force", "in force"),
            ("Report on the regulations in force", "in force"),
            ("Sign the agreement", "in force"),
            ("Agreement in force", "signed"),
            ("Commission report published", "commissioned"),
            ("Commission and test the plant", "commissioned"),
        ] {
            assert!(!is_what_is_asked(asked, done), "{asked}: {done}");
        }
        assert!(settles("Enter into force", "in force", true));
        assert!(settles("Publish the report", "published", true));
        assert!(!settles("Complete the survey", "published", true));
    }
}
