//! Figures of a part of those that an indicator is about: 84% of men. Knows the indicator by its name, and reads no figure.

use super::error::Fault;
use crate::domain::indicator::Indicator;

/// Words for a part of all people or places, each with what the name of an indicator of that part may hold.
const GROUPS: [(&str, &[&str]); 17] = [
    ("men", &MEN),
    ("boys", &MEN),
    ("male", &MEN),
    ("males", &MEN),
    ("women", &WOMEN),
    ("girls", &WOMEN),
    ("female", &WOMEN),
    ("females", &WOMEN),
    ("indigenous", &FIRST),
    ("aboriginal", &FIRST),
    ("urban", &["urban", "city", "cities", "town"]),
    ("rural", &["rural", "village"]),
    ("remote", &["remote"]),
    ("youth", &["youth", "young"]),
    ("seniors", &OLD),
    ("elderly", &OLD),
    ("disabled", &["disab"]),
];

const MEN: [&str; 3] = ["men", "male", "boy"];
const WOMEN: [&str; 5] = ["women", "female", "girl", "maternal", "mother"];
const FIRST: [&str; 4] = ["indigenous", "aboriginal", "first nation", "inuit"];
const OLD: [&str; 4] = ["senior", "elderly", "older", "aged"];

/// Of firms of one size.
const SIZES: [&str; 4] = ["large", "small", "medium", "medium-sized"];

const FIRMS: [&str; 7] =
    ["firms", "businesses", "enterprises", "companies", "employers", "farms", "organizations"];

/// The fault of a report whose share is one of a part: of the whole it says nothing, unless the indicator is of that part by its
/// name or the report is for it.
pub(super) fn of_outcome(text: &str, indicator: &Indicator, is_of_a_part: bool) -> Option<Fault> {
    if is_of_a_part || !text.contains('%') && !text.contains("percent") {
        return None;
    }
    let said = text.to_lowercase();
    let name = indicator.name_en.to_lowercase();
    let is_named = |word: &str| match word {
        // Electricity is of no city, and what is managed of no age.
        "men" | "male" | "city" | "town" | "aged" | "older" => {
            name.split(|c: char| !c.is_alphabetic()).any(|own| own == word)
        }
        "small" | "medium" => name.contains(word) || name.contains("sme"),
        _ => name.contains(word),
    };
    let group = group_named(&said)?;
    let known = GROUPS.iter().find(|(known, _)| *known == group);
    if known.map_or_else(|| is_named(group), |(_, in_name)| in_name.iter().any(|word| is_named(word))) {
        return None;
    }
    let detail = format!(
        "the words are of a part alone ({group}), and the indicator does not name it; report it for the category or the area \
         of that part, or give the figure of the whole"
    );
    Some(Fault::new("outcome", text, "part_alone", detail))
}

/// The part of which a percentage is said to be the share: 84% of men, 84% among large firms.
fn group_named(text: &str) -> Option<&str> {
    let (figure, behind) = text.split_once(" of ").or_else(|| text.split_once(" among "))?;
    let is_share = figure.ends_with('%') || figure.ends_with("percent") || figure.ends_with("per cent");
    if !is_share {
        return None;
    }
    let said = behind.split([',', ';', '(', ':']).next().unwrap_or("");
    let words: Vec<&str> = said.split_whitespace().collect();
    let is_group = |(at, word): &(usize, &&str)| {
        let is_sized = SIZES.contains(*word) && words.get(at + 1).is_some_and(|next| FIRMS.contains(next));
        is_sized || GROUPS.iter().any(|(group, _)| group == *word)
    };
    let mut found = words.iter().enumerate().filter(is_group);
    let (_, first) = found.next()?;
    // Men and women are all of them.
    found.next().is_none().then_some(*first)
}

#[cfg(test)]
mod tests {
    use super::group_named;

    #[test]
    fn a_part_is_told_from_the_whole() {
        for (text, group) in [
            ("84% of men", Some("men")),
            ("84% of indigenous respondents", Some("indigenous")),
            ("84% of urban residents", Some("urban")),
            ("84% of large firms", Some("large")),
            ("84% of women satisfied", Some("women")),
            ("84 per cent of rural households", Some("rural")),
            ("84% of men and women", None),
            ("84% of urban and rural households", None),
            ("84% of clients", None),
            ("84% of large bridges", None),
            ("84% (79% of men)", None),
            ("84%, of men", None),
            ("84%", None),
        ] {
            assert_eq!(group_named(text), group, "{text}");
        }
    }
}
