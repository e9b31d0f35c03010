//! Things of which a share is reported against those that the name of an indicator is of: 92% of schools, of households with
//! electricity. Closed lists of things that are sure to be told apart; respondents, cases and the like may be any of them.

use super::share_named::{AskedShare, holds, spaced};
use crate::domain::reading::wording::singular::one;

/// Things that are counted, those that may be the same parted by bars.
const THINGS: &[&str] = &[
    "crime|offence|offense",
    "arrest",
    "victim",
    "suspect|offender",
    "complaint",
    "household|dwelling",
    "school",
    "classroom",
    "village",
    "clinic|hospital|health facility",
    "road|highway|street",
    "bridge",
    "sidewalk|footpath",
    "student|pupil|learner|graduate",
    "teacher",
    "course",
    "staff|employee|personnel|worker",
    "farmer",
    "trader",
    "permit",
    "licence|license",
    "patient",
    "mother",
    "child",
    "fire",
];

/// Things of which the one may be counted by the other, where the name holds a word that begins so, or in any case.
const COUNTED_BY: &[(&str, &str, &str)] = &[
    ("teacher", "staff", ""),
    ("farmer", "household", ""),
    ("child", "household", ""),
    ("student", "household", ""),
    ("child", "student", ""),
    ("student", "course", "complet"),
    ("student", "course", "pass"),
    ("crime", "victim", "report"),
    ("child", "mother", "bre"),
    ("child", "mother", "born"),
    ("child", "mother", "birth"),
    ("child", "mother", "fed"),
    ("patient", "child", ""),
    ("patient", "mother", ""),
    ("farmer", "worker", ""),
    ("household", "village", "communit"),
    ("permit", "licence", "licen"),
    ("arrest", "suspect", ""),
    ("patient", "household", ""),
    ("child", "mother", "natal"),
    ("child", "mother", "matern"),
];

/// Crimes of one kind.
const OF_CRIMES: [&str; 9] =
    ["homicides", "murders", "burglaries", "thefts", "robberies", "assaults", "rapes", "shootings", "arsons"];

/// Words for a part of some things, right before these.
const PARTS: &[(&[&str], &[&str])] = &[
    (&["postgraduate", "undergraduate", "domestic"], &["student"]),
    (&["violent", "serious", "property", "cold", "sexual"], &["crime", "case"]),
    (&["arterial", "collector", "local", "residential"], &["road"]),
    (&["secondary", "primary", "elementary", "high", "middle"], &["school"]),
    (&["head"], &["teacher"]),
    (&["large"], &["farmer"]),
    (&["urban", "rural"], &["household", "road", "school", "student", "child"]),
    (&["kitchen", "vehicle"], &["fire"]),
];

/// What those do of whom a share is given, which is another thing than what is asked of them.
const DONE_BY: [(&str, &[&str]); 3] = [
    ("responded", RESPONDED),
    ("participated", RESPONDED),
    ("aware", &["aware", "know", "recogn", "recall"]),
];

const RESPONDED: &[&str] = &["respon", "particip", "repl", "answer", "survey"];

/// Words behind which is no name of things any more.
const ENDS: [&str; 27] = [
    "who", "that", "which", "whose", "with", "without", "in", "on", "at", "within", "for", "from", "to",
    "are", "is", "were", "was", "have", "had", "has", "by", "where", "under", "using", "per", "meeting",
    "of",
];

/// Words for a share in front of the name of things.
const LEADS: [&str; 12] = [
    "percentage",
    "percent",
    "per",
    "cent",
    "share",
    "proportion",
    "rate",
    "number",
    "of",
    "the",
    "all",
    "total",
];

/// Names of what people think, behind the name of those who do.
const OF_PEOPLE: [&str; 2] = ["satisfaction", "engagement"];

/// Those who do.
const PEOPLE: [&str; 6] = ["student", "teacher", "staff", "farmer", "trader", "patient"];

/// Words that end as those do which say what is done, and are names.
const NAMES: [&str; 5] = ["training", "planning", "building", "housing", "parking"];

/// Words right behind things that say how these are or what they do, beside those that end as such words do.
const STATES: [&str; 9] = ["seen", "met", "built", "found", "held", "given", "taught", "free", "able"];

/// Words with which the name of a programme ends, which is of those for whom it is and counts others: a farmers market.
const PROGRAMMES: [&str; 8] =
    ["programme", "program", "project", "scheme", "initiative", "market", "markets", "service"];

/// Whether the things behind an “of” are other ones than those that the name is of, or a part of them.
pub(crate) fn is_of_other_things(words: &str, asked: &AskedShare<'_>) -> bool {
    let name = spaced(asked.name);
    let all = format!("{name}{}{}", spaced(asked.unit), spaced(asked.target));
    let things = things_first(words);
    let said = of_words(&things, false);
    let of_name = counted_by_name(asked.name, &name);
    if of_name.is_empty() {
        return false;
    }
    let held = of_words(&all.split_whitespace().collect::<Vec<_>>(), true);
    let are_others = !said.is_empty()
        && !said.iter().any(|thing| held.contains(thing))
        && !said.iter().any(|one| of_name.iter().any(|other| may_be_counted_by(one, other, &all)));
    if are_others || says_another_act(words, &name, &all) {
        return true;
    }
    !asked.is_of_a_part && is_a_part(&things, &of_name, &all)
}

/// The words of the name of things with which words begin.
pub(crate) fn things_first(words: &str) -> Vec<&str> {
    words.split_whitespace().take_while(|word| !ENDS.contains(word)).collect()
}

/// The things that are named among words, of several of them only, or also of one.
fn of_words(words: &[&str], or_one: bool) -> Vec<&'static str> {
    let is_said = |class: &&str| {
        class.split('|').any(|thing| {
            let parts: Vec<&str> = thing.split(' ').collect();
            words.windows(parts.len()).any(|window| {
                let singulars: Vec<String> = window.iter().map(|word| one(word)).collect();
                let is_many = window.last().is_some_and(|last| one(last) != *last || is_many_as_it_is(last));
                singulars == parts && (or_one || is_many)
            })
        })
    };
    THINGS.iter().copied().filter(is_said).collect()
}

fn is_many_as_it_is(word: &str) -> bool {
    matches!(word, "staff" | "personnel")
}

/// The words of a name, or of those behind an “of”, with which it says what is counted: those before one that says how they are. A name of
/// what belongs to some, or of a programme, says no such thing.
pub(crate) fn first_named<'a>(given: &str, spaced: &'a str) -> Vec<&'a str> {
    let words: Vec<&str> = spaced.split_whitespace().skip_while(|word| LEADS.contains(word)).collect();
    let is_of_those = given.contains("s' ") || given.contains("s’ ");
    if is_of_those || words.last().is_some_and(|last| PROGRAMMES.contains(last)) {
        return Vec::new();
    }
    // Building permits, and staff training.
    let says_how = |at: usize, word: &str| {
        at > 0 && !NAMES.contains(&word) && ["ed", "ing", "ly"].iter().any(|end| word.ends_with(end))
    };
    let is_named =
        |(at, word): &(usize, &str)| !ENDS.contains(word) && !STATES.contains(word) && !says_how(*at, word);
    words.iter().copied().enumerate().take_while(is_named).map(|(_, word)| word).collect()
}

/// The things that the name of an indicator counts: those of which it says how they are, or whose satisfaction it is.
fn counted_by_name(given: &str, name: &str) -> Vec<&'static str> {
    let first = first_named(given, name);
    match first.as_slice() {
        [.., whose, what] if OF_PEOPLE.contains(what) => {
            let of_people =
                |class: &&&str| class.split('|').any(|thing| PEOPLE.contains(&thing) && thing == one(whose));
            of_words(&[whose], true).iter().filter(of_people).copied().collect()
        }
        [.., things] => {
            let all = if first.contains(&"and") { first.as_slice() } else { &[*things] };
            of_words(all, false)
        }
        [] => Vec::new(),
    }
}

fn may_be_counted_by(one: &str, other: &str, asked: &str) -> bool {
    let is = |class: &str, thing: &str| class.split('|').any(|word| word == thing);
    COUNTED_BY.iter().any(|(this, that, stem)| {
        let are_these = (is(one, this) && is(other, that)) || (is(one, that) && is(other, this));
        are_these && (stem.is_empty() || asked.split(' ').any(|word| word.starts_with(stem)))
    })
}

/// Whether words end with what those did of whom they are, and the name is of none of it: 86% of students responded.
fn says_another_act(words: &str, name: &str, all: &str) -> bool {
    let listed: Vec<&str> = words.split_whitespace().collect();
    let [.., who, did] = listed.as_slice() else { return false };
    let is_own = |stems: &[&str]| all.split(' ').any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    !matches!(*who, "who" | "that" | "which" | "those" | "have" | "had" | "were" | "are")
        && !name.trim().is_empty()
        && DONE_BY.iter().any(|(act, stems)| act == did && !is_own(stems))
}

/// Whether the things are a part of those of the name, by a word that is not in what is asked.
fn is_a_part(things: &[&str], of_name: &[&str], asked: &str) -> bool {
    if things.contains(&"and") || things.contains(&"or") {
        return false;
    }
    let is_of_name = |thing: &str| of_name.iter().any(|class| class.split('|').any(|own| own == thing));
    let is_new = |word: &str| !holds(asked, spaced(word).trim());
    let is_crime =
        things.iter().any(|word| OF_CRIMES.contains(word) && is_new(word) && !holds(asked, &one(word)));
    if is_crime && is_of_name("crime") {
        return true;
    }
    let may_be = |head: &str| is_of_name(head) || (head == "case" && is_of_name("crime"));
    things.windows(2).any(|pair| {
        let [part, thing] = pair else { return false };
        let class = |head: &&&str| {
            THINGS.iter().any(|class| {
                class.split('|').any(|one| one == **head) && class.split('|').any(|word| word == one(thing))
            }) || one(thing) == ***head
        };
        PARTS.iter().any(|(parts, heads)| {
            parts.contains(part) && is_new(part) && heads.iter().filter(class).any(|head| may_be(head))
        })
    })
}
