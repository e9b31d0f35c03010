//! What English words behind a number of things say was done with them: 2,340 farmers trained, 18 schools were built; and whether
//! it is what an indicator counts by its name. Closed lists; knows no numbers.

use crate::domain::reading::wording::{
    scan::{Table, try_word},
    singular::one,
    text::Text,
};

/// What may be done with each of the things that are counted, and the stems of the words by which a name says so.
const ACTS: Table<&[&str]> = &[
    ("trained", &["train"]),
    ("built", BUILT),
    ("constructed", BUILT),
    ("reached", &["reach"]),
    ("supported", &["support"]),
    ("assisted", &["assist"]),
    ("served", &["serv"]),
    ("established", &["establish"]),
    ("opened", &["open"]),
    ("planted", &["plant"]),
    ("installed", &["install"]),
    ("connected", &["connect"]),
    ("distributed", &["distribut"]),
    ("vaccinated", &["vaccinat"]),
    ("immunised", &["immuni"]),
    ("immunized", &["immuni"]),
    ("screened", &["screen"]),
    ("treated", &["treat"]),
    ("enrolled", &["enrol"]),
    ("registered", &["regist"]),
    ("certified", &["certif"]),
    ("licensed", &["licen"]),
    ("inspected", &["inspect"]),
    ("audited", &["audit"]),
    ("assessed", &["assess"]),
    ("surveyed", &["survey"]),
    ("visited", &["visit"]),
    ("hired", &["hir"]),
    ("recruited", &["recruit"]),
    ("rehabilitated", &["rehabilit"]),
    ("renovated", &["renovat"]),
    ("upgraded", &["upgrad"]),
    ("repaired", &["repair"]),
    ("restored", &["restor"]),
    ("resettled", &["resettl"]),
    ("resurfaced", &["resurfac"]),
    ("paved", &["pav"]),
    ("sealed", &["seal"]),
    ("laid", &["lay", "laid"]),
    ("cleared", &["clear"]),
    ("reforested", &["reforest", "forest"]),
    ("irrigated", &["irrigat"]),
];

const BUILT: &[&str] = &["build", "built", "construct"];

/// Words of a name that say neither what is counted nor what was done with it.
const NEUTRAL: [&str; 12] =
    ["number", "no", "total", "of", "the", "a", "an", "new", "annual", "count", "in", "year"];

/// Takes the words that say what was done with what is counted before them.
pub(crate) fn done_behind(input: &mut &str) -> bool {
    act(input).is_some()
}

fn act(input: &mut &str) -> Option<&'static [&'static str]> {
    let mut rest = *input;
    let passive: Table<()> = &[("were", ()), ("was", ()), ("have been", ()), ("has been", ())];
    let _ = try_word(&mut rest, passive);
    let stems = try_word(&mut rest, ACTS)?;
    *input = rest;
    Some(stems)
}

/// Whether what a report counts in words is something else than what is asked by the name of the indicator, its unit and the
/// words of the target: another thing, or one with which another thing was done. Where none of them names anything, nobody knows.
pub fn counts_another(report: &str, name: &str, unit: &str, target: &str) -> bool {
    let Ok(text) = Text::new(report) else { return false };
    let Some((things, stems)) = counted(&text.plain) else { return false };
    let asked = format!("{name} {unit} {target}").to_lowercase();
    let asked: Vec<&str> =
        asked.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if asked.is_empty() {
        return false;
    }
    let is_thing = |word: &str| one(word) == one(things);
    let is_named = asked.iter().any(|word| is_thing(word));
    if !is_named && !name.is_empty() {
        return true;
    }
    let is_done = asked.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    // Schools, of which so many were built: what is new of them is what was built.
    let is_all = asked.iter().all(|word| is_thing(word) || NEUTRAL.contains(word));
    let may_be_any = name.is_empty() || (is_all && stems == BUILT);
    !is_done && !may_be_any
}

/// The name of what is counted, by its last word, and what is said to have been done with it.
fn counted(plain: &str) -> Option<(&str, &'static [&'static str])> {
    let clause = plain.split([',', ';', '(']).next()?;
    let digits = clause.find(|c: char| c.is_ascii_digit())?;
    let words = clause.get(digits..)?;
    words.match_indices(' ').find_map(|(at, _)| {
        let (before, behind) = words.split_at_checked(at)?;
        let things = before.rsplit(' ').next().filter(|things| things.chars().all(char::is_alphabetic))?;
        act(&mut behind.trim_start()).map(|stems| (things, stems))
    })
}

#[cfg(test)]
mod tests {
    use super::counts_another;

    #[test]
    fn what_is_counted_is_told_by_the_name_and_the_words() {
        for (report, name, unit, target, is_another) in [
            ("2,340 farmers trained", "Number of farmers trained", "farmers", "2,000", false),
            ("2,340 farmers trained", "Farmer training", "farmers", "2,000", false),
            ("2,340 farmers trained", "Number of farmers trained", "", "2,000", false),
            ("2,340 farmers were trained", "Number of farmers trained", "", "2,000", false),
            ("2,340 farmers trained", "Farmers", "farmers", "Train 2,000 farmers", false),
            ("2,340 farmers trained", "", "farmers", "2,000", false),
            ("18 schools built", "Schools", "schools", "20", false),
            ("18 schools built", "School construction", "schools", "20", false),
            ("2,340 farmers trained", "Farmers using certified seed", "farmers", "2,000", true),
            ("2,340 farmers trained", "Farmers", "farmers", "2,000", true),
            ("2,340 teachers trained", "Number of farmers trained", "", "2,000", true),
            ("2,340 farmers reached", "Number of farmers trained", "farmers", "2,000", true),
            ("18 schools repaired", "Schools built", "schools", "20", true),
            ("52 km laid", "Km of fibre laid", "km", "50", false),
            ("52 km laid", "Fibre", "km", "Lay 50 km", false),
            ("52 km laid", "Roads paved", "km", "50", true),
            ("2,340 farmers", "Number of farmers trained", "farmers", "2,000", false),
            ("2,340", "Number of farmers trained", "farmers", "2,000", false),
        ] {
            assert_eq!(counts_another(report, name, unit, target), is_another, "{name}: {report}");
        }
    }
}
