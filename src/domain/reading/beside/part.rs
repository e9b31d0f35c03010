//! What a part beside a figure says of the figure by its time: that it is of more than the year, of which only the part is. Closed
//! lists; any other part is a group among what is counted, and says nothing of it.

use std::borrow::Cow;

use super::{another, wholes::part_named};
use crate::domain::reading::{
    numbers::amount::Yardstick,
    statements::lexicon::{Words, is_one_of},
    times::calendar::MONTHS,
    wording::scan::{starts_with_word, try_word},
};
/// The year that a figure or a part of it is of, where it is named.
const OWN: [&str; 12] = [
    "今年",
    "本年",
    "当年",
    "年度",
    "全年",
    "this year",
    "in the year",
    "during the year",
    "within the year",
    "for the year",
    "year to date",
    "reporting period",
];

/// Other times that set a part off from what there has been in all.
const TIMES: [&str; 20] = [
    "in h1",
    "in h2",
    "first half",
    "second half",
    "the period",
    "this period",
    "since ",
    "in q1",
    "in q2",
    "in q3",
    "in q4",
    "this quarter",
    "last quarter",
    "fourth quarter",
    "final quarter",
    "this month",
    "last month",
    "carried over",
    "carried forward",
    "brought forward",
];

/// Acts that were done before, of what is counted. Who was previously unemployed is counted now.
const ACTS: Words = "reported|completed|counted|delivered|built|constructed|achieved|attained|done|finished|implemented|installed|\
    recorded|announced|supported|funded|trained|reached|served|registered|approved|created";

/// Earlier years, in which nothing of the year's own was done.
const EARLIER: [&str; 7] = [
    "last year",
    "previous year",
    "prior year",
    "earlier year",
    "preceding year",
    "past year",
    "years before",
];

const EARLIER_ZH: [&str; 8] =
    ["上年结转", "去年结转", "结转", "以前年度", "往年", "历年", "上年完成", "去年完成"];

/// Parts of a year.
const PARTS_OF_YEAR: [&str; 3] = ["季度", "半年", "月"];

/// A part of a figure, what stands before the parts, and how amounts are read.
pub(crate) struct Part<'a> {
    pub(crate) words: &'a str,
    pub(crate) before: &'a str,
    pub(crate) yardstick: &'a Yardstick,
}

impl Part<'_> {
    /// Whether the part is what is new beside what has run on (累计300家，其中新增20家), or that of last year. Beside other parts the second
    /// is what another part was then: 其中民间投资320亿元，上年300亿元.
    pub(crate) fn is_of_the_year(&self) -> bool {
        let is_new = self.before.contains("累计") && self.words.contains("新增");
        let is_of_last_year = matches!(name(self.words), "上年" | "去年" | "上年度");
        (is_new || is_of_last_year) && self.may_be_beside_more()
    }

    /// Whether the part is that of a year, or of another time, so that what it is a part of is of more: 其中今年20家, of which 20 this
    /// year, of which 20 in previous years. What is said before may be of the year itself, and then a part of it is no other figure.
    pub(crate) fn is_of_more(&self) -> bool {
        // Of what was done in the year, 其中一季度120亿元 is a part; of what has run on, it is that of a part of the last year.
        let runs_on = || self.before.contains("累计") || self.is_since();
        let is_told_apart = self.is_of_a_year() || (names_a_part_of_year(self.words) && runs_on());
        EARLIER.iter().any(|earlier| self.words.contains(earlier))
            || (is_told_apart && self.may_be_beside_more())
    }

    fn is_since(&self) -> bool {
        ["截至", "截止", "as of", "as at", "since"].iter().any(|since| self.before.contains(since))
    }

    fn may_be_beside_more(&self) -> bool {
        self.is_since() || !names_its_year(self.before, self.yardstick)
    }

    /// Whether the part is that of a year, or of another time that what there is in all is not of.
    fn is_of_a_year(&self) -> bool {
        let part = self.words;
        let holds = |words: &[&str]| words.iter().any(|word| part.contains(word));
        let behind = |lead| part.match_indices(lead).filter_map(|(at, lead)| part.get(at + lead.len()..));
        let is_month = |mut rest: &str| try_word(&mut rest, MONTHS).is_some();
        // 此前未覆盖 and previously unemployed say of whom it is counted.
        let is_before = behind("此前").any(|rest| !rest.starts_with(['未', '没', '无', '从']));
        let is_previous = behind("previously").any(|rest| {
            let rest = rest.trim_start();
            !rest.starts_with(char::is_alphabetic) || ACTS.split('|').any(|act| starts_with_word(rest, act))
        });
        self.names_a_year()
            || holds(&OWN)
            || holds(&TIMES)
            || holds(&EARLIER_ZH)
            || is_within_the_year(part)
            || is_before
            || is_previous
            || behind("in ").any(is_month)
            || ["by ", "until ", "before "].iter().any(|lead| behind(*lead).any(is_time_until))
            || behind("during ").any(|rest| is_month(rest) || is_time_named(rest))
    }

    /// Whether the part names a year that is not that of a group: born after 1990, built before 2000, under Horizon 2020.
    fn names_a_year(&self) -> bool {
        const BORN: [&str; 5] = ["born in", "born after", "born before", "born since", "born between"];
        const BUILT: [&str; 2] = ["built before", "constructed before"];
        // What is counted now was built long before.
        const LONG_AGO: &str = "2000";
        const NAMES: [&str; 5] =
            ["under horizon", "under agenda", "under vision", "under strategy", "under europe"];
        let are_built = || {
            let counts = |act: &str| self.before.contains(act) || self.yardstick.plain.contains(act);
            ["built", "constructed", "completed", "delivered"].into_iter().any(counts)
        };
        let is_of_a_group = |lead: &str, number: &str| {
            let lead = lead.trim_end();
            let ends = |leads: &[&str]| leads.iter().any(|words| lead.ends_with(words));
            ends(&BORN) || ends(&NAMES) || (ends(&BUILT) && number <= LONG_AGO && !are_built())
        };
        let part = without_programme(self.words);
        numbers(&part).any(|(lead, number, _)| another::names_a_year(number) && !is_of_a_group(lead, number))
    }
}

/// Whether words say that they are of within the year, and not within several: 年内, 三年内.
fn is_within_the_year(words: &str) -> bool {
    const NUMERALS: &str = "一二两三四五六七八九十百几数多近半";
    words.match_indices("年内").any(|(at, _)| {
        let counts = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
        words.get(..at).is_some_and(|before| !before.ends_with(counts))
    })
}

/// By December, by the end of June, and not by women.
fn is_time_until(mut rest: &str) -> bool {
    const ENDS: Words = "end|the end|year-end|year end|the year|mid-year|midyear|the close|q1|q2|q3|q4";
    // May & Baker is no month.
    (try_word(&mut rest, MONTHS).is_some() && !rest.trim_start().starts_with('&'))
        || ENDS.split('|').any(|end| starts_with_word(rest, end))
}

/// During the last quarter, and not during the holidays.
fn is_time_named(words: &str) -> bool {
    const TIMES: Words = "q1|q2|q3|q4|h1|h2|first|second|third|fourth|final|last|past|previous|current|same|quarter|month|plan|phase|\
        preceding|earlier|financial|fiscal|calendar|reporting|year|years|period";
    let words = ["the ", "this "].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words);
    TIMES.split('|').any(|time| starts_with_word(words, time))
}

/// The words without the years of a programme of several: under the 2021-2027 programme.
fn without_programme(part: &str) -> Cow<'_, str> {
    const PROGRAMMES: Words = "programme|program|programming|framework|strategy|budget";
    let Some((lead, named)) = part.split_once("under ") else { return Cow::Borrowed(part) };
    let named = named.strip_prefix("the ").unwrap_or(named);
    let is_year = |year: &str| year.len() == 4 && another::names_a_year(year);
    let behind = named.split_once(' ').and_then(|(years, behind)| {
        let (first, last) = years.split_once('-')?;
        // Two years that follow each other may be one financial year.
        let is_span =
            is_year(first) && is_year(last) && last.parse::<u16>().ok()? > first.parse::<u16>().ok()? + 1;
        is_span.then_some(behind)
    });
    match behind.filter(|behind| PROGRAMMES.split('|').any(|name| starts_with_word(behind, name))) {
        Some(behind) => Cow::Owned(format!("{lead}{behind}")),
        None => Cow::Borrowed(part),
    }
}

/// The numbers in words, without separators, with what stands before and behind each.
fn numbers(words: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    words.char_indices().filter_map(move |(at, _)| {
        let (lead, rest) = words.split_at_checked(at)?;
        let digits = rest.len() - rest.trim_start_matches(is_digit).len();
        let (number, behind) = rest.split_at_checked(digits)?;
        (digits > 0 && !lead.ends_with(is_digit)).then_some((lead, number, behind))
    })
}

/// Whether words name a quarter, a half of a year or a month by its number. 3月龄 is how old they are.
fn names_a_part_of_year(words: &str) -> bool {
    let is_numbered =
        |before: &str| before.ends_with(|c: char| c.is_ascii_digit() || "一二三四上下前第".contains(c));
    PARTS_OF_YEAR.iter().any(|part| {
        words.match_indices(part).any(|(at, part)| {
            let (before, behind) = (words.get(..at), words.get(at + part.len()..));
            before.is_some_and(is_numbered) && !behind.is_some_and(|behind| behind.starts_with('龄'))
        })
    })
}

/// Whether what stands before a part says of which year it is. The figure itself may look like a year (1,980 homes) and is none.
fn names_its_year(before: &str, yardstick: &Yardstick) -> bool {
    const LEADS: Words = "in|during|for|by|until|fy|year|end";
    let is_lead = |said: &str| {
        let last = said.trim_end().rsplit([' ', '(', ',', '-']).next().unwrap_or("");
        is_one_of(last, LEADS) || MONTHS.iter().any(|(month, _)| *month == last)
    };
    let is_year = |(lead, number, behind): (&str, &str, &str)| {
        let lead = lead.trim_end();
        if number.len() == 2 && lead.ends_with("fy") {
            return true;
        }
        let is_counted = || {
            let mut rest = before.get(before.len() - number.len() - behind.len()..).unwrap_or("");
            yardstick.amount(&mut rest).is_ok_and(|amount| amount.unit_span.is_some())
        };
        let second = behind.strip_prefix(['/', '-']).unwrap_or("");
        let second =
            second.get(..second.len() - second.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let is_financial = second.is_some_and(|second| second.len() == 2);
        // (2024), (2024/25)
        let closes = || behind.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-'));
        let is_noted = || lead.ends_with('(') && closes().starts_with(')');
        another::names_a_year(number)
            && !lead.ends_with('.')
            && (behind.trim_start().starts_with(['年', ':'])
                || is_noted()
                || ((is_financial || is_lead(lead)) && !is_counted()))
    };
    OWN.iter().any(|own| before.contains(own))
        || is_within_the_year(before)
        || names_a_part_of_year(before)
        || numbers(before).any(is_year)
}

/// What stands before the number of a part.
pub(crate) fn name(part: &str) -> &str {
    let name = part.find(|c: char| c.is_ascii_digit()).and_then(|at| part.get(..at)).unwrap_or("").trim();
    name.strip_suffix("us$").unwrap_or(name).trim_end_matches([' ', '$', '£', '€', '¥', ':', ','])
}

/// The part of a figure that words name, behind the words that say that it is one.
pub(crate) fn named_part(words: &str) -> Option<&str> {
    let held = || words.strip_prefix('含').map(|part| part.trim_start_matches([',', ':', ' ']));
    part_named(words).or_else(held)
}

#[cfg(test)]
mod tests {
    use crate::domain::{indicator::Measure, reading::samples::code};

    #[test]
    fn a_part_of_the_year_says_that_the_figure_is_of_more() {
        for part in [
            "of which 620 in 2024",
            "of which 620 this year",
            "of which 620 during 2024",
            "of which 620 in the year",
            "of which 620 in the reporting period",
            "of which 620 in 2024/25",
            "of which 620 were completed in 2024",
            "of which 620 in previous years",
            "of which 620 since January",
            "of which 620 in 2022 and 600 in 2023",
            "of which 620 before May",
        ] {
            for number in ["1,980", "2,980"] {
                for phrase in [format!("{number} homes ({part})"), format!("{number} homes, {part}")] {
                    assert_eq!(code(&phrase, "homes", Measure::Flow), Some("two_numbers"), "{phrase}");
                }
            }
        }
        for part in ["今年完成620", "2024年620", "本年620", "上年结转620", "去年620", "往年620"]
        {
            for (unit, number) in [("户", "1980"), ("亿元", "1980"), ("公里", "2980")] {
                let phrase = format!("{number}{unit}，其中{part}{unit}");
                assert_eq!(code(&phrase, unit, Measure::Flow), Some("two_numbers"), "{phrase}");
            }
        }
        assert_eq!(code("累计1980户，其中四季度620户", "户", Measure::Flow), Some("two_numbers"));
        for phrase in ["1980户，其中四季度620户", "完成1980户，其中一季度完成620户"] {
            assert_eq!(code(phrase, "户", Measure::Flow), None, "{phrase}");
        }
        for part in ["620 in Q4", "620 in December", "620 by December"] {
            let phrase = format!("1,980 homes (of which {part})");
            assert_eq!(code(&phrase, "homes", Measure::Flow), Some("part_of_year"), "{phrase}");
        }
        let phrase = "US$ 1,980 million, of which US$ 620 million in 2024";
        assert_eq!(code(phrase, "US$ million", Measure::Flow), Some("two_numbers"));
    }

    #[test]
    fn what_is_of_the_year_may_be_told_by_its_parts() {
        for (phrase, unit) in [
            ("全年完成1520亿元，其中一季度620亿元、二季度500亿元", "亿元"),
            ("2024年完成1520户，其中：上半年620户，下半年900户", "户"),
            ("2024年新增就业12520人，其中应届毕业生3620人、四季度1000人", "人"),
            ("2024年完成1980户，其中农村620户、今年300户", "户"),
            ("2024 年累计完成1520户，其中四季度620户", "户"),
            ("年内累计完成1520户，其中四季度620户", "户"),
            ("1,980 homes (2024), of which 620 in Q4", "homes"),
            ("1,980 homes (2024/25), of which 620 in Q4", "homes"),
            ("1,980 homes in FY24, of which 620 in Q4", "homes"),
            ("1,980 homes in FY24, of which 620 by December", "homes"),
            ("1,980 homes, of which 620 by councils", "homes"),
            ("1,980 homes, of which 620 by marine builders", "homes"),
            ("1,980 homes, of which 620 by May & Baker", "homes"),
        ] {
            assert_eq!(code(phrase, unit, Measure::Flow), None, "{phrase}");
        }
        for (phrase, unit, refused) in [
            ("累计1980户，其中农村620户、四季度300户", "户", "two_numbers"),
            ("1980户，其中农村620户、今年300户", "户", "two_numbers"),
            ("1980户（其中农村620户、今年300户）", "户", "two_numbers"),
            ("1980户，其中农村620户、在建300户", "户", "not_attained"),
            ("1980户（其中农村620户、在建300户）", "户", "not_attained"),
            ("520项，其中完成458项，在建62项", "项", "not_attained"),
            ("1980户，其中年内完成620户", "户", "two_numbers"),
            ("1,980 homes, of which 620 in Q4", "homes", "part_of_year"),
            ("1,980 homes (2024), of which 620 in previous years", "homes", "two_numbers"),
        ] {
            assert_eq!(code(phrase, unit, Measure::Flow), Some(refused), "{phrase}");
        }
        assert!(code("三年内1980户，其中今年620户", "户", Measure::Flow).is_some());
    }

    #[test]
    fn a_group_is_told_from_a_time_and_from_a_state() {
        for part in [
            "620 previously unemployed",
            "620 during the holidays",
            "620 under Horizon 2020",
            "620 under the 2021-2027 programme",
            "620 living in homes built before 2000",
            "620 born after 1990",
            "620 started by women",
            "620 proposed by citizens",
            "620 with loans pending",
            "620 forecast-based",
        ] {
            let phrase = format!("1,980 people (of which {part})");
            assert_eq!(code(&phrase, "people", Measure::Flow), None, "{phrase}");
        }
        for (part, refused) in [
            ("620 previously completed", "two_numbers"),
            ("620 previously", "two_numbers"),
            ("620 during the last quarter", "two_numbers"),
            ("620 during May", "two_numbers"),
            ("620 during 2024", "two_numbers"),
            ("620 under the 2024 programme", "two_numbers"),
            ("620 under the 2021-2027 programme in 2024", "two_numbers"),
            ("620 before 2000", "two_numbers"),
            ("620 built before 2024", "two_numbers"),
            ("620 started by the end of the year", "not_attained"),
            ("620 proposed by 2025", "not_attained"),
            ("620 cancelled by the council", "not_attained"),
            ("620 planned by women", "not_attained"),
            ("620 with works ongoing", "not_attained"),
        ] {
            let phrase = format!("1,980 homes (of which {part})");
            assert_eq!(code(&phrase, "homes", Measure::Flow), Some(refused), "{phrase}");
        }
        let phrase = "1,980 homes built (of which 620 built before 2000)";
        assert_eq!(code(phrase, "homes", Measure::Flow), Some("two_numbers"));
        for (phrase, unit) in [
            ("累计1980人，其中3月龄620人", "人"),
            ("1980户，其中此前未覆盖620户", "户"),
            ("1980人，其中在建工程620人", "人"),
        ] {
            assert_eq!(code(phrase, unit, Measure::Flow), None, "{phrase}");
        }
        for (phrase, unit) in [
            ("累计1980人，其中3月620人", "人"),
            ("1980户，其中此前完成620户", "户"),
            ("1980人，其中在建620人", "人"),
            ("1980个，其中在建工程620个", "个"),
        ] {
            assert!(code(phrase, unit, Measure::Flow).is_some(), "{phrase}");
        }
    }

    #[test]
    fn a_part_that_is_a_group_says_neither() {
        for (phrase, unit, measure) in [
            ("1,980 people (of which 620 women)", "people", Measure::Flow),
            ("1,980 homes, of which 620 in London", "homes", Measure::Flow),
            ("1,980 homes (of which 620 affordable)", "homes", Measure::Flow),
            ("1,980 visits (of which 620 planned visits)", "visits", Measure::Flow),
            ("1,980 homes in 2024 (of which 620 in Q4)", "homes", Measure::Flow),
            ("1,980 homes (of which 620 in 2024)", "homes", Measure::Level),
            ("97% (of which 45% women)", "%", Measure::Level),
            ("US$ 1,980 million (of which US$ 620 million in grants)", "US$ million", Measure::Flow),
            ("1980户，其中农村620户", "户", Measure::Flow),
            ("1980户，其中计划生育家庭620户", "户", Measure::Flow),
            ("1980户，其中农村620户、城市300户", "户", Measure::Flow),
            ("2024年完成1980户，其中四季度620户", "户", Measure::Flow),
            ("今年改造1980户，其中上年结转620户", "户", Measure::Flow),
            ("1980亿元，其中在建项目投资620亿元", "亿元", Measure::Flow),
            ("1980亿元，其中民间投资620亿元", "亿元", Measure::Flow),
        ] {
            assert_eq!(code(phrase, unit, measure), None, "{phrase}");
        }
    }
}
