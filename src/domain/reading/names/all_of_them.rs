//! Shares of all things of one name, where what is asked is of a part of them: 61% of all households, of the share of rural households
//! with water. Closed lists of words that make a part of things; any other may be the name of a place.

use super::{share_named::AskedShare, things_shared::things_first};
use crate::domain::reading::wording::singular::one;

/// Words of a report that say that it is of all of them.
const ALL: [&str; 8] =
    ["all ", "all of the ", "all the ", "the total ", "total ", "the entire ", "the whole ", "the general "];

/// Words right before things that make a part of them.
const KINDS: &str = "rural urban remote peri-urban coastal private secondary primary elementary high middle tertiary vocational \
    postgraduate undergraduate female male young younger older elderly senior junior disadvantaged vulnerable disabled indigenous \
    aboriginal poor poorest low-income high-income middle-income minority ethnic migrant immigrant refugee displaced pregnant single \
    lone unemployed employed homeless arterial local main major minor trunk regional provincial small medium medium-sized large micro \
    new existing social affordable violent serious sexual elective emergency urgent critical high-risk women-led female-headed \
    women-owned first-time part-time full-time";

/// Words behind things that make a part of them, each before what it stands for.
const BEHIND: [&str; 12] = [
    "aged",
    "under",
    "over",
    "below",
    "above",
    "with disabilities",
    "with a disability",
    "in rural",
    "in urban",
    "in remote",
    "in care",
    "in poverty",
];

/// Words behind “all” that may say the part itself, beside those that end as such words do: all eligible, sampled or participating households.
const MAY_BE_THE_PART: &str =
    "eligible such these those known beneficiary relevant applicable target intended local";

/// Those right behind the things.
const CHOSEN: &str = "surveyed sampled interviewed targeted assessed audited inspected visited enrolled registered monitored reviewed \
    tested screened identified selected invited reported recorded supported served treated";

/// Words for a part of things, with what may be the same before these.
const SAME_PART: [(&str, &str); 5] =
    [("rural", "farm"), ("rural", "village"), ("under", "young"), ("below", "young"), ("aged", "young")];

/// Whether a share is said to be of all things of which the target's words, or else the name, are of a part alone.
pub(crate) fn is_of_all_of_them(things: &str, asked: &AskedShare<'_>) -> bool {
    let Some(all) = ALL.iter().find_map(|lead| things.strip_prefix(lead)) else { return false };
    let first = things_first(all);
    let done = first.iter().position(|word| word.ends_with("ed")).filter(|at| *at > 0).unwrap_or(first.len());
    let Some((head, kinds)) = first.get(..done).and_then(<[&str]>::split_last) else { return false };
    let holds = |list: &str, word: &str| list.split_whitespace().any(|one| one == word);
    let may_be_it =
        |word: &&str| word.ends_with("ing") || word.ends_with("ed") || holds(MAY_BE_THE_PART, word);
    if kinds.iter().any(may_be_it) || first.get(done).is_some_and(|word| holds(CHOSEN, word)) {
        return false;
    }
    let is_same = |words: &str| SAME_PART.iter().any(|(part, same)| *part == words && kinds.contains(same));
    let said = |words: &str| {
        kinds.contains(&words) || format!(" {all} ").contains(&format!(" {words} ")) || is_same(words)
    };
    let of_part = |words: &str| part_of(words, head, said);
    // What the target's words say that it is of goes before the name.
    of_part(asked.target).or_else(|| of_part(asked.name)) == Some(true)
}

/// Whether words are of a part of some things; `None` where they are not of these.
fn part_of(words: &str, head: &str, is_said: impl Fn(&str) -> bool) -> Option<bool> {
    let plain = words.to_lowercase();
    let all: Vec<&str> =
        plain.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty()).collect();
    let head = one(head);
    let at = all.iter().position(|word| one(word) == head)?;
    let (before, behind) = (all.get(..at)?, all.get(at + 1..)?.join(" "));
    // Urban and rural households may be all of them.
    let are_several = before.iter().any(|word| matches!(*word, "and" | "or"));
    let is_kind = before.last().is_some_and(|kind| {
        KINDS.split_whitespace().any(|word| word == *kind) && !is_said(kind) && !are_several
    });
    let is_behind = BEHIND.iter().any(|words| {
        let begins = behind.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        // Schools over capacity are no part by a number.
        let counts = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let is_by_number = matches!(*words, "under" | "over" | "below" | "above" | "aged");
        begins && (!is_by_number || behind.strip_prefix(words).is_some_and(counts)) && !is_said(words)
    });
    Some(is_kind || (is_behind && !behind.contains(" and ")))
}

#[cfg(test)]
mod tests {
    use crate::domain::reading::{AskedShare, shares_another};

    #[test]
    fn all_of_them_are_others_than_a_part() {
        let is_other = |name: &str, target: &str, report: &str, is_of_a_part: bool| {
            shares_another(report, &AskedShare { name, unit: "%", target, is_of_a_part }, false)
        };
        for (name, target, report) in [
            ("Share of rural households with water", "60%", "61% of all households"),
            ("Share of rural households with water", "60%", "61% of all households with water"),
            ("Share of rural households with water", "60%", "61% of all households connected"),
            ("Rural population using safe water", "60%", "61% of the total population"),
            ("Rural population using safe water", "60%", "61 per cent of the entire population"),
            ("Primary schools with internet", "60%", "61% of all schools"),
            ("Disadvantaged pupils reaching the standard", "60%", "61% of all pupils"),
            ("Children under 5 vaccinated", "60%", "61% of all children"),
            ("People with disabilities in work", "60%", "61% of all people"),
            ("Households in rural areas with water", "60%", "61% of all households"),
            ("Water", "60% of rural households", "61% of all households"),
            ("Households with water", "60% of rural households", "61% of all households"),
        ] {
            assert!(is_other(name, target, report, false), "{name}: {report}");
            assert!(!is_other(name, target, report, true), "{name}: {report}");
        }
        for (name, target, report) in [
            ("Share of households with water", "60%", "61% of all households"),
            ("Share of Kenyan households with water", "60%", "61% of all households"),
            ("Share of rural households with water", "60%", "61% of all rural households"),
            ("Share of rural households with water", "60%", "61% of households"),
            ("Share of rural households with water", "60%", "61%"),
            ("Urban and rural households with water", "60%", "61% of all households"),
            ("Rural households with water", "60% of households", "61% of all households"),
            ("Rural water supply", "60%", "61% of all households"),
            ("Children under 5 vaccinated", "60%", "61% of all children under 5"),
            ("Children and adults with disabilities in work", "60%", "61% of all adults with disabilities"),
            ("Client satisfaction", "60%", "61% of all respondents"),
            ("", "60%", "61% of all households"),
            ("Children under 5 vaccinated", "60%", "92% of all eligible children"),
            ("Rural households with water", "60%", "61% of all eligible households"),
            ("Rural households with water", "60%", "61% of all the sampled households"),
            ("Rural households with water", "60%", "61% of all participating households with water"),
            ("Rural households with water", "60%", "61% of all such households"),
            ("Rural households with water", "60%", "61% of all beneficiary households"),
            ("Rural households with water", "60%", "61% of all households surveyed"),
            ("Older people receiving care", "60%", "61% of all known people"),
            ("Primary schools with internet", "60%", "61% of all these schools"),
            ("Rural households with water", "60%", "61% of all farm households"),
            ("Children under 5 vaccinated", "60%", "92% of all young children"),
        ] {
            assert!(!is_other(name, target, report, false), "{name}: {report}");
        }
    }
}
