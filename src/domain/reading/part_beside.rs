//! What a part beside a figure says of the figure: that it is of more than the year, of which only the part is; or that not all of it
//! is done. Closed lists; any other part is a group among what is counted, and says neither.

use super::{
    amount::Yardstick,
    another,
    calendar::MONTHS,
    lexicon::{Words, is_one_of, take_one_of},
    said::{Said, said},
    scan::{starts_with_word, try_word},
};
use crate::domain::unit::Base;

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
const TIMES: [&str; 18] = [
    "the period",
    "this period",
    "since ",
    "during ",
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
    "previously",
    "carried over",
    "carried forward",
    "brought forward",
];

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

const EARLIER_ZH: [&str; 9] =
    ["上年结转", "去年结转", "结转", "以前年度", "往年", "历年", "此前", "上年完成", "去年完成"];

/// Parts of a year.
const PARTS_OF_YEAR: [&str; 3] = ["季度", "半年", "月"];

/// Whether words name, of a total, the part that is the year's own, or that of another time: 其中今年新增20家, of which 20 this year,
/// of which 20 in previous years. What is said before them may be of the year itself, and then a part of it is no other figure.
pub(super) fn is_part_of_the_year(words: &str, before: &str, yardstick: &Yardstick) -> bool {
    let Some(part) = named_part(words) else { return false };
    let is_new = before.contains("累计") && part.contains("新增");
    let is_since = ["截至", "截止", "as of", "as at", "since"].iter().any(|since| before.contains(since));
    let is_earlier = EARLIER.iter().any(|earlier| part.contains(earlier));
    // As a part beside others it is what another part was then: 其中民间投资320亿元，上年300亿元.
    let is_of_last_year = matches!(name(part), "上年" | "去年" | "上年度");
    // Of what was done in the year, 其中一季度120亿元 is a part; of what has run on, it is that of a part of the last year.
    let is_told_apart = is_of_a_time(part) && (is_of_a_year(part) || before.contains("累计") || is_since);
    is_earlier
        || ((is_new || is_of_last_year || is_told_apart) && (is_since || !names_its_year(before, yardstick)))
}

/// Whether a part of a figure is told from the rest by the time that it is of.
pub(super) fn is_of_a_time(part: &str) -> bool {
    is_of_a_year(part) || names_a_part_of_year(part)
}

/// Whether a part is that of a year, or of another time that what there is in all is not of.
fn is_of_a_year(part: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| part.contains(word));
    let is_in_a_month = || {
        part.match_indices("in ").any(|(at, lead)| {
            part.get(at + lead.len()..).is_some_and(|mut rest| try_word(&mut rest, MONTHS).is_some())
        })
    };
    another::names_a_year(part) || holds(&OWN) || holds(&TIMES) || holds(&EARLIER_ZH) || is_in_a_month()
}

/// Whether words name a quarter, a half of a year or a month by its number.
fn names_a_part_of_year(words: &str) -> bool {
    let is_numbered =
        |before: &str| before.ends_with(|c: char| c.is_ascii_digit() || "一二三四上下前第".contains(c));
    PARTS_OF_YEAR
        .iter()
        .any(|part| words.match_indices(part).any(|(at, _)| words.get(..at).is_some_and(is_numbered)))
}

/// Whether what stands before a part says of which year it is. The figure itself may look like a year (1,980 homes) and is none.
fn names_its_year(before: &str, yardstick: &Yardstick) -> bool {
    const LEADS: Words = "in|during|for|by|until|fy|year|end";
    let is_lead = |said: &str| {
        let last = said.trim_end().rsplit([' ', '(', ',', '-']).next().unwrap_or("");
        is_one_of(last, LEADS) || MONTHS.iter().any(|(month, _)| *month == last)
    };
    let is_year = |at: usize| {
        let Some((lead, rest)) = before.split_at_checked(at) else { return false };
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, behind) = rest.split_at_checked(digits).unwrap_or((rest, ""));
        let is_counted = || yardstick.amount(&mut { rest }).is_ok_and(|amount| amount.unit_span.is_some());
        let second = behind.strip_prefix(['/', '-']).unwrap_or("");
        let second =
            second.get(..second.len() - second.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let is_financial = second.is_some_and(|second| second.len() == 2);
        another::names_a_year(number)
            && !lead.ends_with(|c: char| c.is_ascii_digit() || c == '.')
            && (behind.starts_with(['年', ':']) || ((is_financial || is_lead(lead)) && !is_counted()))
    };
    OWN.iter().any(|own| before.contains(own))
        || names_a_part_of_year(before)
        || before.match_indices(['1', '2']).any(|(at, _)| is_year(at))
}

/// Whether words name a part of the figure before them that is not done: of which 620 under construction, 其中在建620户.
pub(super) fn is_part_not_done(words: &str, yardstick: &Yardstick) -> bool {
    named_part(words).is_some_and(|part| is_not_done(part, yardstick))
}

/// Whether the words that a part of a figure is named with say that it is not done.
pub(super) fn is_not_done(part: &str, yardstick: &Yardstick) -> bool {
    let Some((_, from)) = part.find(|c: char| c.is_ascii_digit()).and_then(|at| part.split_at_checked(at))
    else {
        return false;
    };
    let mut behind = from;
    if yardstick.amount(&mut behind).is_err() {
        behind = from.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%'));
    }
    let is_money = matches!(yardstick.unit.base, Base::Currency(_));
    [name(part), behind.trim()]
        .iter()
        .any(|said| !said.is_empty() && (is_undone(said, is_money) || is_undone_in_english(said)))
}

/// What stands before the number of a part.
fn name(part: &str) -> &str {
    let name = part.find(|c: char| c.is_ascii_digit()).and_then(|at| part.get(..at)).unwrap_or("").trim();
    name.strip_suffix("us$").unwrap_or(name).trim_end_matches([' ', '$', '£', '€', '¥', ':', ','])
}

/// The part of a figure that words name, behind the words that say that it is one.
fn named_part(words: &str) -> Option<&str> {
    let part = ["其中", "of which", "of whom", "含"].iter().find_map(|lead| words.strip_prefix(lead))?;
    Some(part.trim_start_matches([',', ':', ' ']))
}

/// 在建, 尚未完工. The money that goes into what is under construction is spent (其中在建项目投资20亿元), and what is under construction
/// is not done (其中在建项目20个).
fn is_undone(said: &str, is_money: bool) -> bool {
    const STATES: Words = "在建|正在建设|正在施工|正在实施|正在推进|正在进行|推进中|进行中|建设中|施工中|实施中|计划|计划建设|计划完成|计划实施|\
        规划|规划建设|拟建|待建|筹建|待完成|待实施|预计|预计完成|将完成|取消|已取消|停工|停建|缓建|停缓建";
    const ACTS: Words = "完工|完成|竣工|建成|开工|交付|到位|支付|拨付|投产|投用|实施|启动|动工|建";
    let mut rest = said;
    while take_one_of(&mut rest, "有|仍|尚|还|均|为|是|正处于|处于|仍在") {}
    rest = rest.trim_end_matches(['的', '为', '有', '约', ':']);
    if !is_money {
        rest = ["项目", "工程", "任务"].iter().find_map(|noun| rest.strip_suffix(noun)).unwrap_or(rest);
    }
    let denied = rest.strip_prefix('未').or_else(|| rest.strip_prefix("没有"));
    is_one_of(rest, STATES) || denied.is_some_and(|act| is_one_of(act, ACTS))
}

/// Under construction, still not completed, homes to be completed in 2025.
fn is_undone_in_english(words: &str) -> bool {
    const STATES: Words = "planned|under construction|under way|underway|under development|under implementation|in progress|\
        in the pipeline|in pipeline|in planning|in preparation|in development|ongoing|expected|projected|forecast|scheduled|\
        proposed|anticipated|started|begun|initiated|pending|unfinished|incomplete|uncompleted|delayed|postponed|deferred|\
        on hold|stalled|suspended|cancelled|canceled|abandoned|not started|not completed|not complete|not finished|not built|\
        not delivered|not implemented|not done|not achieved|not met|not spent|not disbursed|not paid|not constructed|\
        not commissioned|partially completed|partly completed|nearly completed|almost completed";
    const COPULAS: Words =
        "are|were|is|was|have been|has been|had been|remain|remains|remained|still|currently|yet|being";
    const GOES_ON: Words = "in|for|by|at|to|until|till|this|next|and|but|before|during|from|with|as|on|or|within|after|over|due|later";
    let mut said = words;
    while take_one_of(&mut said, COPULAS) {
        said = said.trim_start();
    }
    if ["not yet ", "to be ", "will be ", "due to be "].iter().any(|lead| said.starts_with(lead)) {
        return true;
    }
    let mut state = said;
    let is_led = take_one_of(&mut state, STATES) && {
        let behind = state.trim_start();
        // Planned inspections are a kind of inspections.
        behind.is_empty()
            || !behind.starts_with(char::is_alphabetic)
            || GOES_ON.split('|').any(|word| starts_with_word(behind, word))
    };
    // Homes under construction.
    let ends = |state: &str| said.strip_suffix(state).is_some_and(|noun| noun.ends_with(' '));
    is_led || matches!(self::said(said), Some(Said::Missed | Said::Begun)) || STATES.split('|').any(ends)
}

#[cfg(test)]
mod tests {
    use super::super::{Context, read_outcome};
    use crate::domain::indicator::{Direction, Measure};

    fn code(phrase: &str, unit: &str, measure: Measure) -> Option<&'static str> {
        let context =
            Context { unit, measure, direction: Some(Direction::Higher), is_reduction: false, scale: &[] };
        read_outcome(phrase, &context).err().map(|refusal| refusal.code)
    }

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
        for part in ["620 in Q4", "620 in December"] {
            let phrase = format!("1,980 homes (of which {part})");
            assert_eq!(code(&phrase, "homes", Measure::Flow), Some("part_of_year"), "{phrase}");
        }
        let phrase = "US$ 1,980 million, of which US$ 620 million in 2024";
        assert_eq!(code(phrase, "US$ million", Measure::Flow), Some("two_numbers"));
    }

    #[test]
    fn a_part_that_is_not_done_is_no_part_of_what_was() {
        for part in [
            "620 not yet completed",
            "620 planned",
            "620 under construction",
            "620 are still under construction",
            "620 homes under construction",
            "620 in progress",
            "620 in the pipeline",
            "620 expected",
            "620 expected in 2025",
            "620 to be completed in 2025",
            "620 cancelled",
            "planned 620",
        ] {
            let phrase = format!("1,980 homes (of which {part})");
            assert_eq!(code(&phrase, "homes", Measure::Flow), Some("not_attained"), "{phrase}");
        }
        for part in ["在建620", "未完工620", "尚未完成620", "计划620", "取消620"] {
            for unit in ["户", "亿元"] {
                for phrase in
                    [format!("1980{unit}，其中{part}{unit}"), format!("1980{unit}（其中：{part}{unit}）")]
                {
                    assert_eq!(code(&phrase, unit, Measure::Flow), Some("not_attained"), "{phrase}");
                }
            }
        }
        for (phrase, unit, measure) in [
            ("97% (of which 45% not completed)", "%", Measure::Level),
            ("97%, of which 45% planned", "%", Measure::Level),
            ("£4.0m (of which £2.1m planned)", "£ million", Measure::Flow),
            ("1980户（含在建620户）", "户", Measure::Flow),
            ("1980个，其中在建项目620个", "个", Measure::Flow),
            ("1980户，其中620户未完工", "户", Measure::Flow),
        ] {
            assert_eq!(code(phrase, unit, measure), Some("not_attained"), "{phrase}");
        }
        assert!(code("1980户，其中农村620户、在建300户", "户", Measure::Flow).is_some());
        assert!(code("1980户，其中农村620户、今年300户", "户", Measure::Flow).is_some());
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
