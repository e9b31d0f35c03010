//! Things of a kind that is the contrary of the one which is asked, or another one: 85% of minor projects, of major ones. Which things they
//! are is of no matter, so that no list of them is needed; the kinds are closed lists of words that exclude each other.

use super::{
    share_named::{AskedShare, holds, spaced},
    things_shared::{first_named, things_first},
};
use crate::domain::reading::wording::singular::one;

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
pub(crate) fn is_of_the_contrary_kind(words: &str, asked: &AskedShare<'_>) -> bool {
    let things = spaced(&things_first(words).join(" "));
    let all = format!("{}{}", spaced(asked.name), spaced(asked.target));
    let is_contrary = |kind: &str, other: &str| {
        let Some(of_it) = behind(&things, kind) else { return false };
        let is_same = |theirs: &str| one(theirs) == one(of_it);
        !holds(&all, kind) && behind(&all, other).is_some_and(is_same)
    };
    CONTRARY.iter().any(|(one, other)| is_contrary(one, other) || is_contrary(other, one))
}

/// Sets of kinds that exclude each other: the kinds parted by bars, and the words of one, which may mean the same, by spaces. Of any
/// other words before things it is not known that what is of the one is none of the other: tenant repairs may be emergency repairs.
const EXCLUSIVE: [&str; 12] = [
    "emergency urgent critical immediate|routine planned scheduled elective",
    "planned preventive|reactive responsive corrective",
    "major serious severe grave significant large big critical|minor slight small|moderate medium|other",
    "paper mail postal|online electronic digital web internet|telephone phone",
    "primary elementary|secondary|tertiary",
    "urban|rural",
    "new initial first|renewal repeat returning",
    "simple straightforward|complex",
    "residential|commercial business industrial",
    "adult|child juvenile",
    "inpatient|outpatient",
    "wheelchair|optical|dental",
];

/// Whether the things with which words begin are those of the name by the word for them, and of a kind which excludes that of the name:
/// routine repairs, of emergency repairs.
pub(crate) fn is_of_another_kind(words: &str, asked: &AskedShare<'_>) -> bool {
    // Of an area or a category a part is what is reported.
    if asked.is_of_a_part {
        return false;
    }
    let name = spaced(asked.name);
    let all = format!("{name}{}{}", spaced(asked.unit), spaced(asked.target));
    let said = spaced(words);
    let (own, theirs) = (first_named(asked.name, &name), first_named("", &said));
    let ([own @ .., of_name], [theirs @ .., things]) = (own.as_slice(), theirs.as_slice()) else {
        return false;
    };
    let is_joined = |kinds: &[&str]| kinds.iter().any(|word| matches!(*word, "and" | "or" | "non" | "not"));
    if one(of_name) != one(things) || one(things) == *things || is_joined(own) || is_joined(theirs) {
        return false;
    }
    let is_new = |word: &&str| !all.split(' ').any(|said| one(said) == one(word));
    let theirs: Vec<&str> = theirs.iter().copied().filter(is_new).collect();
    EXCLUSIVE.iter().any(|kinds| {
        let is_of = |kind: &str, words: &[&str]| {
            words.iter().any(|word| kind.split(' ').any(|of_it| of_it == *word || of_it == one(word)))
        };
        let of_it = || kinds.split('|').filter(|kind| is_of(kind, own));
        let others = || kinds.split('|').filter(|kind| is_of(kind, &theirs));
        of_it().next().is_some() && others().next().is_some() && !of_it().any(|kind| is_of(kind, &theirs))
    })
}

/// The word right behind a kind in spaced words.
fn behind<'a>(words: &'a str, kind: &str) -> Option<&'a str> {
    let (_, behind) = words.split_once(&format!(" {kind} "))?;
    behind.split(' ').next().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{is_of_another_kind, is_of_the_contrary_kind};
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

    #[test]
    fn another_kind_of_the_same_things_is_seen() {
        let mut wrong = Vec::new();
        for (name, things, is_another) in [
            ("Emergency repairs completed in 24 hours", "routine repairs", true),
            ("Emergency repairs completed in 24 hours", "routine repairs completed", true),
            ("Major planning applications determined in 13 weeks", "minor applications", true),
            ("Major planning applications determined", "minor planning applications", true),
            ("Serious complaints resolved", "minor complaints", true),
            ("Urgent referrals seen in two weeks", "routine referrals", true),
            ("Paper applications processed", "online applications", true),
            ("Percentage of initial applications decided", "the renewal applications", true),
            ("Wheelchair services delivered", "optical services", true),
            ("Emergency repairs completed in 24 hours", "emergency repairs", false),
            ("Emergency repairs completed in 24 hours", "urgent repairs", false),
            ("Emergency repairs completed in 24 hours", "repairs", false),
            ("Emergency repairs completed in 24 hours", "all repairs", false),
            ("Emergency repairs completed in 24 hours", "reported repairs", false),
            ("Emergency repairs completed in 24 hours", "emergency and routine repairs", false),
            ("Emergency repairs completed in 24 hours", "tenants", false),
            ("Emergency and routine repairs completed", "routine repairs", false),
            ("Repairs completed", "routine repairs", false),
            ("Major planning applications determined", "planning applications", false),
            ("Major planning applications determined", "major applications", false),
            ("Customer complaints resolved", "client complaints", false),
            ("Eligible children immunised", "rural children", false),
            ("Urban schools connected", "rural schools", true),
            ("Planned repairs completed", "reactive repairs", true),
            ("Small firms audited", "medium firms", true),
            ("Serious complaints resolved", "other complaints", true),
            // Synonyms, and words of which it is not known that they exclude the other.
            ("Urgent cases handled in 2 days", "high-priority cases", false),
            ("Urgent cases handled in 2 days", "critical cases", false),
            ("Urgent cases handled in 2 days", "client cases", false),
            ("Large firms audited", "big firms", false),
            ("Serious complaints resolved", "grave complaints", false),
            ("Serious complaints resolved", "customer complaints", false),
            ("Foreign students satisfied", "overseas students", false),
            ("Domestic flights on time", "internal flights", false),
            ("Pregnant women attending four visits", "expectant women", false),
            ("New mothers visited", "recent mothers", false),
            ("Emergency repairs completed in 24 hours", "tenant repairs", false),
            ("Emergency repairs completed in 24 hours", "responsive repairs", false),
            ("Urgent referrals seen in two weeks", "suspected cancer referrals", false),
            ("Customer complaints resolved", "written complaints", false),
            ("Passport applications processed", "complete applications", false),
            ("Online applications processed", "complete applications", false),
            ("Poor households receiving transfers", "beneficiary households", false),
            ("Audit recommendations implemented", "management recommendations", false),
            ("Primary schools inspected", "high-quality schools", false),
            ("Students' loan applications", "grant applications", false),
        ] {
            let asked = AskedShare { name, unit: "%", target: "80%", is_of_a_part: false };
            if is_of_another_kind(things, &asked) != is_another {
                wrong.push((name, things));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
        let of_a_part =
            AskedShare { name: "Emergency repairs", unit: "%", target: "80%", is_of_a_part: true };
        assert!(!is_of_another_kind("routine repairs", &of_a_part));
    }
}
