//! Whether a part of a figure is said not to be done: of which 620 under construction, 其中在建620户. Closed lists; knows no times
//! but those behind “by”.

use super::part::{Part, name};
use crate::domain::{
    reading::{
        numbers::amount::Yardstick,
        reports::said::{BEGUN, Said, said},
        statements::lexicon::{Words, is_one_of, take_one_of},
        times::calendar::MONTHS,
        wording::scan::{starts_with_word, try_word},
    },
    unit::Base,
};

impl Part<'_> {
    /// Whether the words that the part is named with say that it is not done: 620 under construction, 在建620户.
    pub(crate) fn is_not_done(&self) -> bool {
        let (part, yardstick) = (self.words, self.yardstick);
        let at = part.find(|c: char| c.is_ascii_digit());
        let Some((_, from)) = at.and_then(|at| part.split_at_checked(at)) else { return false };
        let mut behind = from;
        if yardstick.amount(&mut behind).is_err() {
            behind = from.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%'));
        }
        [name(part), behind.trim()].iter().any(|said| {
            !said.is_empty()
                && (is_undone(said, yardstick) || is_undone_in_english(said))
                && !(goes_on(said) && self.counts_what_begins())
        })
    }

    /// Whether what is counted is what was begun, contracted or supported, which is so while it goes on: 开工520项，其中在建62项.
    fn counts_what_begins(&self) -> bool {
        const BEGINS: [&str; 5] = ["开工", "动工", "启动", "签约", "立项"];
        const OTHERWISE: [&str; 14] = [
            "竣工", "完工", "完成", "建成", "交付", "投产", "投用", "投入", "到位", "未", "计划", "拟", "将",
            "待",
        ];
        const BEGUN: Words = "started|begun|commenced|initiated|launched|supported|funded|financed|contracted|awarded|signed|approved";
        const BEHIND: Words = "in|during|since|this";
        const DONE: Words =
            "completed|delivered|built|finished|constructed|implemented|planned|to|not|will|expected";
        let in_chinese = BEGINS.iter().any(|word| self.before.contains(word))
            && !OTHERWISE.iter().any(|word| self.before.contains(word));
        let texts = [self.before, self.yardstick.plain.as_str()];
        // Homes started, and homes started in 2024; of approved projects it may be counted which are done.
        let is_begun = |text: &str| {
            let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
            std::iter::from_fn(|| words.next().map(|word| (word, words.peek().copied()))).any(
                |(word, next)| {
                    let bare = word.trim_end_matches([',', ';', '(', ')']);
                    let ends = bare.len() < word.len()
                        || next
                            .is_none_or(|next| next.starts_with(['(', ',', ';']) || is_one_of(next, BEHIND));
                    ends && is_one_of(bare, BEGUN)
                },
            )
        };
        let is_done =
            |text: &str| text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| is_one_of(word, DONE));
        let in_english = texts.iter().any(|text| is_begun(text)) && !texts.iter().any(|text| is_done(text));
        !self.yardstick.unit.is_fraction() && (in_chinese || in_english)
    }
}

/// 在建, 尚未完工. The money that goes into what is under construction is spent (其中在建项目投资20亿元), and who works on it is there
/// (其中在建工程620人); what is under construction is not done (其中在建项目20个).
fn is_undone(said: &str, yardstick: &Yardstick) -> bool {
    const STATES: Words = "在建|正在建设|正在施工|正在实施|正在进行|建设中|施工中|实施中|计划|计划建设|计划完成|计划实施|\
        规划|规划建设|拟建|待建|筹建|待完成|待实施|预计|预计完成|将完成|取消|已取消|停工|停建|缓建|停缓建";
    const ACTS: Words = "完工|完成|竣工|建成|开工|交付|到位|支付|拨付|投产|投用|实施|启动|动工|建";
    let is_beside_works = matches!(yardstick.unit.base, Base::Currency(_) | Base::Counter("person"));
    let mut rest = said;
    while take_one_of(&mut rest, "有|仍|尚|还|均|为|是|正处于|处于|仍在") {}
    rest = rest.trim_end_matches(['的', '为', '有', '约', ':']);
    if !is_beside_works {
        rest = ["项目", "工程", "任务"].iter().find_map(|noun| rest.strip_suffix(noun)).unwrap_or(rest);
    }
    let denied = rest.strip_prefix('未').or_else(|| rest.strip_prefix("没有"));
    is_one_of(rest, STATES) || is_one_of(rest, BEGUN) || denied.is_some_and(|act| is_one_of(act, ACTS))
}

/// Whether what is not done goes on: 在建, 未完工, under construction, and not 未开工, planned or cancelled.
fn goes_on(said: &str) -> bool {
    const ZH: [&str; 12] = [
        "在建",
        "正在",
        "建设中",
        "施工中",
        "实施中",
        "进行中",
        "推进中",
        "未完工",
        "未竣工",
        "未建成",
        "未完成",
        "继续推进",
    ];
    const EN: [&str; 10] = [
        "under construction",
        "under way",
        "underway",
        "under development",
        "under implementation",
        "in progress",
        "ongoing",
        "not completed",
        "not yet completed",
        "unfinished",
    ];
    ZH.iter().chain(&EN).any(|words| said.contains(words))
}

/// Under construction, still not completed, homes to be completed in 2025.
fn is_undone_in_english(words: &str) -> bool {
    const STATES: Words = "planned|under construction|under development|under implementation|\
        in the pipeline|in pipeline|in planning|in preparation|in development|expected|projected|forecast|scheduled|\
        proposed|anticipated|started|begun|initiated|pending|unfinished|incomplete|uncompleted|postponed|deferred|\
        suspended|cancelled|canceled|abandoned|not completed|not complete|not finished|not built|\
        not delivered|not implemented|not done|not achieved|not met|not spent|not disbursed|not paid|not constructed|\
        not commissioned|partially completed|partly completed";
    const COPULAS: Words =
        "are|were|is|was|have been|has been|had been|remain|remains|remained|still|currently|yet|being";
    const GOES_ON: Words = "in|for|by|at|to|until|till|this|next|and|but|before|during|from|with|as|on|or|within|after|over|due|later";
    // Who started or proposed it is said of what is there.
    const BY_WHOM: Words = "started|begun|initiated|proposed";
    const HAD: Words = "loans|debts|claims|appeals|cases|charges";
    let mut said = words;
    while take_one_of(&mut said, COPULAS) {
        said = said.trim_start();
    }
    if ["not yet ", "to be ", "will be ", "due to be "].iter().any(|lead| said.starts_with(lead)) {
        return true;
    }
    let is_led = |states: Words| {
        let mut rest = said;
        let is_state = take_one_of(&mut rest, states);
        let state = said.get(..said.len() - rest.len()).unwrap_or("").trim();
        let behind = rest.trim_start();
        let by = behind.strip_prefix("by ").filter(|_| is_one_of(state, BY_WHOM));
        // Forecast-based
        let is_joined = rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        // Planned inspections are a kind of inspections.
        let says_state = behind.is_empty()
            || !behind.starts_with(char::is_alphabetic)
            || GOES_ON.split('|').any(|word| starts_with_word(behind, word));
        is_state && says_state && !is_joined && by.is_none_or(is_a_day)
    };
    let has_pending = said
        .strip_prefix("with ")
        .and_then(|had| had.strip_suffix(" pending"))
        .is_some_and(|had| is_one_of(had, HAD));
    // Homes under construction.
    let ends = |state: &str| said.strip_suffix(state).is_some_and(|noun| noun.ends_with(' '));
    let lists = [STATES, BEGUN];
    lists.into_iter().any(is_led)
        || matches!(self::said(said), Some(Said::Missed | Said::Begun))
        || (!has_pending && lists.iter().flat_map(|states| states.split('|')).any(ends))
}

/// Whether words behind “by” are a time: by 2025, by the end of the year.
fn is_a_day(words: &str) -> bool {
    const TIMES: Words =
        "end|year|next|then|now|mid|early|late|spring|summer|autumn|winter|q1|q2|q3|q4|fy|close";
    let mut words = words.strip_prefix("the ").unwrap_or(words);
    words.starts_with(|c: char| c.is_ascii_digit())
        || TIMES.split('|').any(|time| starts_with_word(words, time))
        || words.starts_with("fy")
        || try_word(&mut words, MONTHS).is_some()
}

#[cfg(test)]
mod tests {
    use crate::domain::{indicator::Measure, reading::samples::code};

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
    fn of_what_is_begun_a_part_may_go_on() {
        for (phrase, unit) in [
            ("开工520项，其中在建62项", "项"),
            ("开工520项，其中在建62项，竣工458项", "项"),
            ("开工520项，其中未完工62项", "项"),
            ("新开工520套，其中在建62套", "套"),
            ("累计开工520套，其中在建62套", "套"),
            ("签约520个，其中在建62个", "个"),
            ("52 homes started, of which 12 under construction", "homes started"),
            ("52 projects supported, of which 12 ongoing", "projects supported"),
            ("52 homes started in 2024, of which 12 under construction", "homes started"),
        ] {
            assert_eq!(code(phrase, unit, Measure::Flow), None, "{phrase}");
        }
        for (phrase, unit) in [
            ("开工520项，其中未开工62项", "项"),
            ("开工520项，其中取消62项", "项"),
            ("开工520项，其中计划62项", "项"),
            ("竣工520项，其中在建62项", "项"),
            ("520项，其中在建62项", "项"),
            ("52 homes started, of which 12 cancelled", "homes started"),
            ("52 homes started, of which 12 planned", "homes started"),
            ("52 projects completed, of which 12 ongoing", "projects"),
            ("52 approved projects, of which 12 ongoing", "approved projects"),
        ] {
            assert_eq!(code(phrase, unit, Measure::Flow), Some("not_attained"), "{phrase}");
        }
    }
}
