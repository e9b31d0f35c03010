//! Words of the indicator's own English name beside a figure: NPS 41 of Net promoter score (NPS), 40% women in leadership of Women in
//! leadership, no new cases of a count of cases. Without the name nobody knows what they are, so that the grammar refuses them.

use crate::domain::indicator::{Direction, Indicator, Measure};

/// How a name says that it is of a share.
const SHARES_OF: [&str; 8] = [
    "percentage of ",
    "per cent of ",
    "percent of ",
    "% of ",
    "share of ",
    "proportion of ",
    "% ",
    "percentage ",
];

/// The phrase without the words of the name; `None` where it has none of them, or may be of something else.
pub(crate) fn without(said: &str, indicator: &Indicator) -> Option<String> {
    if indicator.name_en.is_empty() || !said.contains(' ') {
        return None;
    }
    let (first, second) = (said.chars().next()?, said.trim_start_matches(|c: char| !c.is_whitespace()));
    if first.is_ascii_digit() {
        let letters = second.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
        return if letters {
            share_of_its_name(said, indicator)
                .or_else(|| share_by_its_state(said, indicator))
                .or_else(|| count_of_its_name(said, indicator))
        } else {
            None
        };
    }
    first
        .is_ascii_alphabetic()
        .then(|| behind_its_name(said, indicator).or_else(|| none_new(said, indicator)))?
}

/// The name without the bracket that ends it, and the words in that.
fn name_and_note(name: &str) -> (&str, &str) {
    let bracketed = name.trim().strip_suffix(')').and_then(|name| name.rsplit_once('('));
    bracketed.map_or((name.trim(), ""), |(name, note)| (name.trim(), note.trim()))
}

/// What stands behind the letters that the name prints, or is, where that is a figure: NPS ≥ 40, MTTR: 4h.
fn behind_its_name(said: &str, indicator: &Indicator) -> Option<String> {
    const LINKS: [&str; 5] = [":", "=", "of ", "is ", "was "];
    let (name, note) = name_and_note(&indicator.name_en);
    let is_letters = |own: &str| (3..=6).contains(&own.len()) && own.chars().all(|c| c.is_ascii_uppercase());
    // NPS (employees) may be one of several.
    let is_the_one = note.is_empty() || note.eq_ignore_ascii_case(indicator.unit.trim());
    let own = if is_letters(note) && is_abbreviation(note, name) {
        note
    } else if is_letters(name) && is_the_one {
        name
    } else {
        return None;
    };
    let rest = said.strip_prefix(own)?;
    let is_apart = rest.starts_with([' ', ':', '=', '≥', '≤', '<', '>']);
    let rest = rest.trim_start();
    let rest = LINKS.iter().find_map(|link| rest.strip_prefix(link)).unwrap_or(rest).trim_start();
    let number = rest.trim_start_matches(['≥', '≤', '<', '>', '=', ' ']);
    let is_figure = number.starts_with(|c: char| c.is_ascii_digit());
    // Of what a second name or number stands beside, nobody knows which is which.
    let is_alone = !rest.contains([',', ';', '/']) && !may_begin_with_a_year(number);
    (is_apart && is_figure && is_alone).then(|| rest.to_owned())
}

/// Whether the letters are those that the words of a name begin with, with or without the small ones: MTTR of mean time to repair.
fn is_abbreviation(letters: &str, name: &str) -> bool {
    const SMALL: [&str; 9] = ["of", "the", "and", "for", "in", "on", "to", "per", "a"];
    let begins = |counts_small: bool| -> String {
        let words = name.split([' ', '-']).filter(|word| counts_small || !SMALL.contains(word));
        words.filter_map(|word| word.chars().next()).map(|c| c.to_ascii_uppercase()).collect()
    };
    [true, false].into_iter().any(|counts_small| begins(counts_small) == letters)
}

/// Whether words begin with what may be a year: NPS 2024 41.
fn may_begin_with_a_year(words: &str) -> bool {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    digits == 4 && ["19", "20", "21"].iter().any(|century| words.starts_with(century))
}

/// 40% women in leadership, 100% renewable by 2025: a share that is said with the whole name of it, or as what the name begins with.
fn share_of_its_name(said: &str, indicator: &Indicator) -> Option<String> {
    if indicator.measure != Measure::Level || !matches!(indicator.unit.trim(), "%" | "％") {
        return None;
    }
    let (number, words) = said.split_once('%')?;
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let words = words.trim().to_lowercase();
    let (words, by) = words.find(" by 20").and_then(|at| words.split_at_checked(at)).unwrap_or((&words, ""));
    let is_year = by.is_empty() || (by.len() == 8 && by.chars().skip(4).all(|c| c.is_ascii_digit()));
    let (name, note) = name_and_note(&indicator.name_en);
    let name = name.to_lowercase();
    let name = SHARES_OF.iter().find_map(|head| name.strip_prefix(head)).unwrap_or(&name);
    // Of electricity, energy and power the kind may be said alone.
    let is_renewable = words == "renewable"
        && name.strip_prefix("renewable ").is_some_and(|of| {
            matches!(of, "electricity" | "energy" | "power" | "electricity share" | "energy share")
        });
    let is_own = (words == name && words.contains(' ')) || is_renewable;
    let has_no_note = note.is_empty() || note == "%";
    (is_number && is_year && is_own && has_no_note).then(|| format!("{number}%{by}"))
}

/// 61% in good condition, of roads in good condition: a share of which all is said that the name says of what it begins with.
fn share_by_its_state(said: &str, indicator: &Indicator) -> Option<String> {
    const LINKS: [&str; 9] =
        [" in ", " with ", " without ", " within ", " at ", " on ", " under ", " of ", " for "];
    const OTHERWISE: [&str; 10] =
        ["not", "no", "non", "fewer", "less", "more", "change", "increase", "decrease", "reduction"];
    if indicator.measure != Measure::Level || !matches!(indicator.unit.trim(), "%" | "％") {
        return None;
    }
    let (number, state) = said.split_once('%')?;
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let (name, note) = name_and_note(&indicator.name_en);
    let name = name.to_lowercase();
    let name = SHARES_OF.iter().find_map(|head| name.strip_prefix(head)).unwrap_or(&name);
    let at = LINKS.iter().filter_map(|link| name.find(link)).min()?;
    let (things, own) = name.split_at_checked(at)?;
    let is_of_them = things.split([' ', '-']).all(|word| !OTHERWISE.contains(&word))
        && things.ends_with('s')
        && !things.ends_with("ss");
    let is_own = !own.starts_with(" of ") && !own.starts_with(" for ") && state.to_lowercase() == own;
    (is_number && is_of_them && is_own && matches!(note, "" | "%")).then(|| format!("{number}%"))
}

/// 25 claims settled of Claims settled: a count with the whole name of what is counted.
fn count_of_its_name(said: &str, indicator: &Indicator) -> Option<String> {
    const HEADS: [&str; 4] = ["number of ", "total number of ", "no. of ", "total "];
    const UNITS: [&str; 5] = ["", "number", "no.", "#", "count"];
    if indicator.measure != Measure::Flow || indicator.is_reduction {
        return None;
    }
    let (number, words) = said.split_once(' ')?;
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == ',');
    let (name, note) = name_and_note(&indicator.name_en);
    let name = name.to_lowercase();
    let name = HEADS.iter().find_map(|head| name.strip_prefix(head)).unwrap_or(&name);
    let unit = indicator.unit.trim().to_lowercase();
    // Of thousands of claims, 25 claims would be a part of one.
    let (things, did) = name.rsplit_once(' ')?;
    let is_unit = UNITS.contains(&unit.as_str()) || unit == things || things.ends_with(&format!(" {unit}"));
    let is_done = did.ends_with("ed") && did.chars().all(|c| c.is_ascii_alphabetic());
    let is_own = words.to_lowercase() == name && matches!(note, "" | "number" | "no.");
    (is_number && is_own && is_unit && is_done).then(|| number.to_owned())
}

/// No new cases: of what comes up within the period there were none. Of what stays open, or runs on, no new ones leave the others.
fn none_new(said: &str, indicator: &Indicator) -> Option<String> {
    const RUNS_ON: [&str; 14] = [
        "cumulative",
        "since",
        "total",
        "active",
        "current",
        "open",
        "outstanding",
        "backlog",
        "pending",
        "ongoing",
        "existing",
        "chronic",
        "resolved",
        "closed",
    ];
    let unit = indicator.unit.trim().to_lowercase();
    let is_count = indicator.measure == Measure::Flow
        && indicator.direction == Some(Direction::Lower)
        && !indicator.is_reduction
        && unit.len() > 3
        && unit.chars().all(|c| c.is_ascii_lowercase());
    let said = said.to_lowercase();
    let thing = said.strip_prefix("no new ").filter(|_| is_count)?;
    let thing = [" reported", " recorded"].iter().find_map(|end| thing.strip_suffix(end)).unwrap_or(thing);
    let name = indicator.name_en.to_lowercase();
    let runs_on = name.split(|c: char| !c.is_alphabetic()).any(|word| RUNS_ON.contains(&word));
    (thing == unit && !runs_on).then(|| "0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::without;
    use crate::domain::indicator::{Direction, Indicator, Measure};

    fn named(name: &str, unit: &str, measure: Measure, direction: Direction) -> Indicator {
        let plain = Indicator::sample("", unit, measure, false);
        Indicator { name_en: name.to_owned(), direction: Some(direction), ..plain }
    }

    #[test]
    fn the_name_or_its_printed_abbreviation_may_stand_before_the_figure() {
        for (name, said, left) in [
            ("Net Promoter Score (NPS)", "NPS ≥ 40", Some("≥ 40")),
            ("Net Promoter Score (NPS)", "NPS 41", Some("41")),
            ("Net Promoter Score (NPS)", "NPS of 41", Some("41")),
            ("NPS", "NPS: 41", Some("41")),
            ("Mean time to repair (MTTR)", "MTTR < 4h", Some("< 4h")),
            ("MTTR", "MTTR <4h", Some("<4h")),
            // Another name, another year, a change, and what is named beside it.
            ("Net promoter score", "NPS 41", None),
            ("Employee net promoter score (eNPS)", "NPS 41", None),
            ("Employee NPS", "NPS 41", None),
            ("NPS (employees)", "NPS 41", None),
            ("Growth", "Growth of 5", None),
            ("Mean time to repair (hours)", "MTTR < 4h", None),
            ("GDP per capita (PPP)", "PPP 41", None),
            ("NPS", "NPS up 5 to 41", None),
            ("NPS", "NPS 2024: 41", None),
            ("NPS", "NPS2 41", None),
            ("NPS", "NPS of staff 41", None),
            ("NPS", "NPS 41, CSAT 80", None),
            ("NPS", "NPS 41/50", None),
            ("", "NPS 41", None),
        ] {
            let of = named(name, "", Measure::Level, Direction::Higher);
            assert_eq!(without(said, &of).as_deref(), left, "{name}: {said}");
        }
    }

    #[test]
    fn a_share_may_be_said_with_its_whole_name() {
        for (name, said, left) in [
            ("Women in leadership", "40% women in leadership", Some("40%")),
            ("Percentage of women in leadership (%)", "40% women in leadership by 2025", Some("40% by 2025")),
            ("Renewable electricity", "100% renewable by 2025", Some("100% by 2025")),
            ("Share of renewable energy", "100% renewable", Some("100%")),
            ("Women in leadership", "40% women", None),
            ("Women in leadership positions in schools", "40% women in leadership", None),
            ("Staff trained", "40% women in leadership", None),
            ("Women in leadership", "40% women in leadership and 30% on boards", None),
            ("Women in leadership", "40% women in leadership in 2019", None),
            ("Women in leadership (federal)", "40% women in leadership", None),
            ("Renewable energy jobs", "100% renewable by 2025", None),
            ("Urban and rural households with water", "80% urban", None),
            ("Non-renewable energy", "100% renewable", None),
        ] {
            let of = named(name, "%", Measure::Level, Direction::Higher);
            assert_eq!(without(said, &of).as_deref(), left, "{name}: {said}");
            let growth = named(name, "%", Measure::Rate, Direction::Higher);
            assert_eq!(without(said, &growth), None, "{name}: {said}");
        }
    }

    #[test]
    fn a_figure_may_be_said_with_the_name_of_its_state_or_of_what_was_done() {
        let share = |name| named(name, "%", Measure::Level, Direction::Higher);
        for (name, said, left) in [
            ("Roads in good condition", "61% in good condition", Some("61%")),
            ("Share of local roads in good condition (%)", "61% in good condition", Some("61%")),
            ("Households with piped water", "61% with piped water", Some("61%")),
            ("Schools without toilets", "61% without toilets", Some("61%")),
            ("Roads in good condition", "61% in good or fair condition", None),
            ("Roads in good condition", "61% in poor condition", None),
            ("Roads in good condition in rural areas", "61% in good condition", None),
            ("Roads not in good condition", "61% in good condition", None),
            ("Increase in roads in good condition", "61% in good condition", None),
            ("Roads in good condition (national)", "61% in good condition", None),
            ("Women in leadership", "61% in leadership roles", None),
            ("Progress in reading", "61% in reading", None),
        ] {
            assert_eq!(without(said, &share(name)).as_deref(), left, "{name}: {said}");
            let growth = named(name, "%", Measure::Rate, Direction::Higher);
            assert_eq!(without(said, &growth), None, "{name}: {said}");
        }
        for (name, unit, said, left) in [
            ("Claims settled", "claims", "25 claims settled", Some("25")),
            ("Number of claims settled", "", "1,025 claims settled", Some("1,025")),
            ("Land claims settled (number)", "number", "25 land claims settled", Some("25")),
            ("Claims settled", "thousand claims", "25 claims settled", None),
            ("Claims settled", "%", "25 claims settled", None),
            ("Claims settled", "claims", "25 claims paid", None),
            ("Claims settled", "claims", "25 claims settled, 3 paid", None),
            ("Claims settled out of court", "claims", "25 claims settled", None),
            ("Land claims settled", "claims", "25 claims settled", None),
            ("Claims settled (fisheries)", "claims", "25 claims settled", None),
            ("Complaints", "complaints", "25 complaints", None),
        ] {
            let of = named(name, unit, Measure::Flow, Direction::Higher);
            assert_eq!(without(said, &of).as_deref(), left, "{name}: {said}");
        }
    }

    #[test]
    fn no_new_ones_are_none_where_each_is_counted_when_it_comes_up() {
        for (name, said, left) in [
            ("Cases of measles", "no new cases", Some("0")),
            ("New cases", "No new cases reported", Some("0")),
            ("Cumulative cases", "no new cases", None),
            ("Cases since 2019", "no new cases", None),
            ("Active cases", "no new cases", None),
            ("Cases", "no new outbreaks", None),
            ("Cases", "no new cases in schools", None),
            ("Cases", "no new cases, 3 deaths", None),
        ] {
            let of = named(name, "cases", Measure::Flow, Direction::Lower);
            assert_eq!(without(said, &of).as_deref(), left, "{name}: {said}");
            for other in [
                named(name, "cases", Measure::Level, Direction::Lower),
                named(name, "cases", Measure::Flow, Direction::Higher),
                named(name, "%", Measure::Flow, Direction::Lower),
            ] {
                assert_eq!(without(said, &other), None, "{name}: {said}");
            }
        }
    }
}
