//! Whether what is asked of a milestone is no more than when, or that it be: the act is then for its name to say.

const WORDS: [&str; 48] = [
    "by",
    "before",
    "no",
    "later",
    "than",
    "in",
    "on",
    "until",
    "till",
    "end",
    "of",
    "the",
    "a",
    "due",
    "within",
    "at",
    "from",
    "year",
    "fy",
    "calendar",
    "fiscal",
    "financial",
    "q1",
    "q2",
    "q3",
    "q4",
    "quarter",
    "first",
    "second",
    "third",
    "fourth",
    "last",
    "half",
    "h1",
    "h2",
    "mid",
    "early",
    "late",
    "week",
    "month",
    "st",
    "nd",
    "rd",
    "th",
    "yes",
    "date",
    "deadline",
    "target",
];

const MONTHS: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

const SIGNS: &str = "年月日底末前之以内在于至季度上下半旬一二三四五六七八九十第是期限";

/// Whether words name no act and nothing that it is done with: by 30 June 2024, Yes, Q3, 2023年6月底前.
pub fn is_time_alone(words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_known = |word: &str| {
        let name = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = name.len() < word.len();
        (is_numbered && name.is_empty()) || WORDS.contains(&name) || MONTHS.contains(&name)
    };
    let mut any = false;
    let is_all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        any = true;
        is_known(word) || word.chars().all(|c| c.is_ascii_digit() || SIGNS.contains(c))
    });
    any && is_all
}

#[cfg(test)]
mod tests {
    use super::is_time_alone;

    #[test]
    fn a_time_or_a_yes_names_no_act() {
        for words in [
            "by 30 June 2024",
            "31 October 2023",
            "December 2023",
            "Q3 2023-24",
            "By the end of the third quarter",
            "Yes",
            "2023年6月底前",
            "上半年",
            "1st quarter",
        ] {
            assert!(is_time_alone(words), "{words}");
        }
        for words in
            ["Published by June 2024", "Hospital open by December 2023", "6月底前建成", "", "Phase 2"]
        {
            assert!(!is_time_alone(words), "{words}");
        }
    }
}
