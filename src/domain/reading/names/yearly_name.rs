//! Names that say in what time the amounts of an indicator come about, or that it is an average of years: New homes per year,
//! Annual road deaths, 年均新建住房. Closed lists; a name that may say something else says nothing.

/// The words for a time, and its months.
const TIMES: [(&str, u32); 11] = [
    ("per year", 12),
    ("per annum", 12),
    ("p.a.", 12),
    ("each year", 12),
    ("every year", 12),
    ("a year", 12),
    ("annually", 12),
    ("yearly", 12),
    ("annual)", 12),
    ("per quarter", 3),
    ("per month", 1),
];

/// Words in front of a year that make it a length of time: waiting over a year.
const LENGTHS: [&str; 16] = [
    "under", "over", "than", "within", "for", "least", "after", "before", "of", "half", "to", "once",
    "twice", "aged", "about", "nearly",
];

/// What may stand behind the words for a time.
const BEHIND: [&str; 10] = [" (", ")", ",", ";", " in ", " by ", " on ", " from ", " across ", " for "];

/// Words in front of the time that a name is of.
const LEADS: [&str; 7] = ["number of ", "total ", "average ", "mean ", "new ", "net ", "the "];

/// What is itself of a year, however many there are over several: annual reports published.
const OF_A_YEAR: &[&str] = &[
    "report",
    "review",
    "audit",
    "plan",
    "survey",
    "meeting",
    "conference",
    "check",
    "inspection",
    "leave",
    "appraisal",
    "assessment",
    "statement",
    "account",
    "budget",
    "fee",
    "festival",
    "event",
    "award",
    "fair",
    "forum",
    "summit",
    "return",
    "subscription",
    "licence",
    "license",
    "permit",
    "pass",
    "ticket",
    "exam",
    "evaluation",
    "general",
    "census",
    "campaign",
    "celebration",
    "competition",
    "workshop",
    "update",
    "bulletin",
    "programme",
    "program",
];

/// The months in which the amounts come about by a name of the indicator; `None` where neither says.
pub fn months_of_name(name_zh: &str, name_en: &str) -> Option<u32> {
    const YEARLY: [&str; 2] = ["年均", "每年"];
    const BEGIN: [&str; 4] = ["年新增", "年新建", "年度新增", "年度新建"];
    let in_chinese = YEARLY.iter().any(|word| name_zh.contains(word))
        || BEGIN.iter().any(|word| name_zh.trim_start().starts_with(word));
    if in_chinese {
        return Some(12);
    }
    let name = name_en.trim().to_lowercase();
    if is_of_years(&name) {
        return Some(12);
    }
    TIMES
        .iter()
        .find(|(time, _)| name.match_indices(time).any(|(at, _)| ends_a_name(&name, at, time)))
        .map(|(_, months)| *months)
}

fn ends_a_name(name: &str, at: usize, time: &str) -> bool {
    let (before, behind) = (name.get(..at).unwrap_or(""), name.get(at + time.len()..).unwrap_or(""));
    let is_length = || before.trim_end().split(' ').next_back().is_some_and(|word| LENGTHS.contains(&word));
    let is_end = behind.is_empty() || BEHIND.iter().any(|next| behind.starts_with(next));
    is_end && before.ends_with([' ', '(']) && !(time == "a year" && is_length())
}

/// Whether a name begins with the word that says of what it counts that it is of a year: Annual road deaths.
fn is_of_years(name: &str) -> bool {
    let mut rest = name;
    while let Some(behind) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
        rest = behind;
    }
    let Some(what) = ["annual ", "yearly "].iter().find_map(|word| rest.strip_prefix(word)) else {
        return false;
    };
    let is_one = |word: &str| {
        OF_A_YEAR
            .iter()
            .any(|thing| word.strip_prefix(thing).is_some_and(|end| matches!(end, "" | "s" | "es")))
    };
    !what.split(|c: char| !c.is_alphabetic()).any(is_one)
}

/// Whether the name of a rate says that it is the average of several years: Average annual GDP growth, CAGR of exports. Of what is
/// itself an average of people, days or prices it may be the growth of that.
pub fn names_an_average_of_years(name_zh: &str, name_en: &str) -> bool {
    const CERTAIN: [&str; 7] = [
        "average annual growth",
        "annual average growth",
        "average yearly growth",
        "average annual rate of growth",
        "compound annual growth",
        "mean annual growth",
        "cagr",
    ];
    const GROWTH: [&str; 10] = [
        "average annual ",
        "annual average ",
        "mean annual ",
        "average growth",
        "average rate of growth",
        "average gdp growth",
        "average real gdp growth",
        "average economic growth",
        "(annual average)",
        "(average)",
    ];
    const AVERAGED: [&str; 15] = [
        "wage",
        "income",
        "salar",
        "earning",
        "pension",
        "price",
        "rent",
        "temperature",
        "inflation",
        "cpi",
        "per capita",
        "per person",
        "yield",
        "consumption",
        "expenditure",
    ];
    if name_zh.contains("年均") {
        return true;
    }
    let name = name_en.to_ascii_lowercase();
    if !["average", "mean", "cagr", "compound"].iter().any(|word| name.contains(word)) {
        return false;
    }
    let says = |words: &[&str]| {
        words.iter().any(|said| {
            let before = name.split_once(said).map(|(before, _)| before.trim_end());
            before.is_some_and(|before| {
                ![" of", " in", " of the", " in the"].iter().any(|of| before.ends_with(of))
            })
        })
    };
    says(&CERTAIN)
        || (name.contains("growth") && says(&GROWTH) && !AVERAGED.iter().any(|word| name.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::{months_of_name, names_an_average_of_years};

    #[test]
    fn a_name_says_in_what_time_its_amounts_come_about() {
        for (name, months) in [
            ("New homes per year", Some(12)),
            ("Homes built per annum", Some(12)),
            ("Homes built p.a.", Some(12)),
            ("Homes built a year", Some(12)),
            ("Homes built in a year", Some(12)),
            ("Homes built each year in rural areas", Some(12)),
            ("Homes built annually", Some(12)),
            ("Homes built (per year)", Some(12)),
            ("Homes built (annual)", Some(12)),
            ("Homes built per year (average)", Some(12)),
            ("Annual road deaths", Some(12)),
            ("Yearly emissions", Some(12)),
            ("Average annual new homes", Some(12)),
            ("Total annual visits", Some(12)),
            ("Average new homes per year", Some(12)),
            ("Homes built per quarter", Some(3)),
            ("Visits per month", Some(1)),
            ("年均新建住房", Some(12)),
            ("每年新建住房", Some(12)),
            ("年新建住房", Some(12)),
            ("New homes", None),
            ("Annual reports published", None),
            ("Annual health checks carried out", None),
            ("Number of annual work plans approved", None),
            ("Patients waiting over a year", None),
            ("Children under a year vaccinated", None),
            ("Pupils per year group", None),
            ("Half-yearly reports", None),
            ("Homes insulated, semi-annual", None),
            ("新建住房", None),
            ("青年就业", None),
            ("年报公示企业", None),
        ] {
            let (zh, en) = if name.is_ascii() { ("", name) } else { (name, "") };
            assert_eq!(months_of_name(zh, en), months, "{name}");
        }
    }

    #[test]
    fn a_name_says_that_a_growth_is_the_average_of_years() {
        for (name, is_average) in [
            ("Average annual growth of GDP", true),
            ("Average annual GDP growth", true),
            ("Average GDP growth", true),
            ("GDP growth (annual average)", true),
            ("Annual average GDP growth rate", true),
            ("Average growth rate of GDP", true),
            ("GDP average growth rate", true),
            ("Mean annual GDP growth", true),
            ("CAGR of exports", true),
            ("Exports, compound annual growth rate", true),
            ("Average annual growth of wages", true),
            ("国内生产总值年均增速", true),
            ("GDP growth", false),
            ("Average wage growth", false),
            ("Average annual wage growth", false),
            ("Growth of average annual sales", false),
            ("Growth in average annual wages", false),
            ("Average annual inflation", false),
            ("Average house price growth", false),
            ("国内生产总值增速", false),
        ] {
            let (zh, en) = if name.is_ascii() { ("", name) } else { (name, "") };
            assert_eq!(names_an_average_of_years(zh, en), is_average, "{name}");
        }
    }
}
