//! What a report says that its share is of, against what the words of the target say that theirs is of: 96% of households, of 95% of the
//! population. Both say it, so that no name is needed; closed lists of what may be the same in other words.

use super::{share_named::spaced, things_shared::things_first};
use crate::domain::reading::wording::{singular::one, text::Text};

/// Words that say no more of what a share is of.
const NOTHING_MORE: [&str; 22] = [
    "all",
    "the",
    "total",
    "eligible",
    "overall",
    "our",
    "their",
    "its",
    "and",
    "or",
    "a",
    "an",
    "s",
    "target",
    "targeted",
    "estimated",
    "surveyed",
    "relevant",
    "applicable",
    "gross",
    "cumulative",
    "annual",
];

/// What may be said of anything that is counted.
const VAGUE: [&str; 28] = [
    "respondent",
    "case",
    "participant",
    "client",
    "customer",
    "user",
    "stakeholder",
    "beneficiary",
    "recipient",
    "member",
    "sample",
    "cohort",
    "item",
    "one",
    "those",
    "them",
    "these",
    "which",
    "it",
    "time",
    "instance",
    "occasion",
    "plan",
    "goal",
    "standard",
    "unit",
    "group",
    "applicant",
];

/// Words at the end that say what became of those in front, beside those that end as such words do.
const DONE: [&str; 12] = [
    "met",
    "seen",
    "built",
    "found",
    "held",
    "given",
    "taught",
    "annually",
    "overall",
    "nationwide",
    "nationally",
    "only",
];

/// What may be the same in other words, or counted by the other, each list parted by spaces.
const ALIKE: &[&str] = &[
    "population people person resident citizen inhabitant individual adult public canadian",
    "woman population people person adult birth mother delivery",
    "man population people person adult",
    "household home family dwelling house",
    "student pupil learner child graduate youth trainee",
    "child infant baby birth",
    "parent family caregiver mother",
    "staff employee personnel worker workforce officer",
    "enterprise firm business company",
    "expenditure spending outlay budget",
    "consumption use demand",
    "generation production output supply",
    "waste garbage refuse rubbish",
    "doctor physician",
    "road highway street",
    "request application enquiry inquiry claim complaint",
    "project programme program initiative activity",
    "recommendation action measure",
    "school institution",
    "hospital clinic facility",
    "country nation state",
    "community village municipality",
    "municipality city town",
    "agency organisation organization institution department body entity ministry",
    "bill payment invoice",
    "vehicle car",
    "revenue income receipt",
    "voter elector",
    "train service trip journey",
    "call enquiry inquiry caller",
    "inspection site facility establishment premise",
    "specie stock population",
];

/// Words in front of what a share is of that say the same.
const SAME: [(&str, &str); 8] = [
    ("national", "government"),
    ("public", "government"),
    ("state", "government"),
    ("power", "electricity"),
    ("marine", "sea"),
    ("ocean", "sea"),
    ("european", "eu"),
    ("female", "woman"),
];

/// Whether a share is said to be of another whole than the target's is.
pub(crate) fn is_of_another_whole(things: &str, target: &str, own: &str) -> bool {
    let said = words_of(things);
    let Some(head) = said.last() else { return false };
    if VAGUE.contains(&head.as_str()) {
        return false;
    }
    let Ok(text) = Text::new(target) else { return false };
    let asked = wholes(&text.plain);
    let own = each_of(spaced(own).split_whitespace());
    let are_own = said.iter().all(|word| own.contains(word));
    !asked.is_empty() && !are_own && asked.iter().all(|asked| !may_be_same(&said, asked))
}

/// What the percentages of a target are of.
fn wholes(plain: &str) -> Vec<Vec<String>> {
    let signs = ["%", "percent", "per cent"];
    let behind = signs.iter().flat_map(|sign| plain.match_indices(sign).map(|(at, _)| at + sign.len()));
    let things = behind.filter_map(|at| plain.get(at..)?.trim_start().strip_prefix("of "));
    let clauses = things.filter_map(|things| things.split([',', ';', '(', ':', '.']).next());
    clauses.map(words_of).filter(|words| !words.is_empty()).collect()
}

/// The words of the name of things with which words begin, each as of one thing.
fn words_of(words: &str) -> Vec<String> {
    let plain = spaced(words)
        .replace(" gross domestic product ", " gdp ")
        .replace(" gross national income ", " gni ");
    let mut first: Vec<&str> = things_first(&plain);
    while first.len() > 1 && first.last().is_some_and(|last| last.ends_with("ed") || DONE.contains(last)) {
        first.pop();
    }
    each_of(first)
}

fn each_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let each = words.into_iter().filter(|word| !NOTHING_MORE.contains(word));
    let as_of_one = each.map(|word| {
        let one = one(word);
        SAME.iter().find(|(other, _)| *other == one).map_or(one, |(_, same)| (*same).to_owned())
    });
    as_of_one.collect()
}

fn may_be_same(said: &[String], asked: &[String]) -> bool {
    let is_within = |some: &[String], all: &[String]| some.iter().all(|word| all.contains(word));
    let either = |one: &[String], other: &[String]| is_within(one, other) || is_within(other, one);
    let (Some((head, kind)), Some((asked_head, asked_kind))) = (said.split_last(), asked.split_last()) else {
        return true;
    };
    let are_alike = ALIKE.iter().any(|alike| {
        let has = |head: &str| alike.split(' ').any(|word| word == head);
        has(head) && has(asked_head)
    });
    let is_vague = VAGUE.contains(&asked_head.as_str());
    is_vague || either(said, asked) || (are_alike && either(kind, asked_kind))
}

#[cfg(test)]
mod tests {
    use super::is_of_another_whole;

    #[test]
    fn what_a_share_is_of_is_held_against_what_the_target_is_of() {
        for (target, things) in [
            ("95% of the population", "households"),
            ("95% of the population", "the schools"),
            ("95% of the population", "workers"),
            ("at least 15% of public expenditure", "gdp"),
            ("2% of GDP", "total public spending"),
            ("no more than 3% of GDP", "revenue"),
            ("32% of final energy consumption", "electricity"),
            ("32% of final energy consumption", "gross electricity generation"),
            ("80% of households", "the population"),
            ("80% of the rural population", "the urban population"),
            ("80% of schools", "students"),
            ("80% of patients", "hospitals"),
            ("80% of districts", "villages"),
            ("80% of farmers", "farms"),
            ("30% of land", "sea area"),
            ("30% of marine areas", "land"),
            ("20% of SMEs", "enterprises"),
            ("65% of municipal waste", "packaging waste"),
            ("95% of premises", "households"),
            ("at most 5% of children", "adults"),
            ("At least 90 per cent of women", "girls"),
            ("20% of men and 60% of women", "schools"),
        ] {
            assert!(is_of_another_whole(things, target, ""), "{target}: {things}");
        }
        for (target, things) in [
            ("95% of the population", "the population"),
            ("95% of the population", "the rural population"),
            ("95% of the population", "people"),
            ("95% of the population", "eligible people"),
            ("95% of the population", "residents"),
            ("2% of GDP", "gross domestic product"),
            ("2% of GDP", "the country's gdp"),
            ("15% of public expenditure", "total government spending"),
            ("15% of public expenditure", "the national budget"),
            ("30% of land", "land and sea"),
            ("80% of households", "homes connected"),
            ("80% of households connected", "families"),
            ("80% of women", "adults"),
            ("80% of clients", "respondents"),
            ("80% of cases", "applications"),
            ("80% of patients seen within 4 hours", "patients"),
            ("80% of electricity generation", "power generation"),
            ("20% of men and 60% of women", "women"),
            ("80%", "households"),
            ("80% satisfaction", "households"),
        ] {
            assert!(!is_of_another_whole(things, target, ""), "{target}: {things}");
        }
        assert!(!is_of_another_whole(
            "households",
            "95% of premises",
            "Share of households with broadband %"
        ));
        assert!(is_of_another_whole("rural households", "95% of premises", "Households with broadband %"));
    }
}
