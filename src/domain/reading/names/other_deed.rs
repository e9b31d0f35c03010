//! The word for what was done that stands alone before the number of a report (新增21亿元), against what the name of the indicator or the
//! words of the target say is to be done (化解隐性债务): whether it is the opposite, or what was dealt with of what there is to be no more of, or a
//! flow of a balance. Knows no number.

use crate::domain::{
    characters::simplified,
    reading::{
        reports::deed_words::{
            BUILDS, BY_BUILDING, DEALT_WITH, FLOWS_OF_LENGTH, FLOWS_OF_MONEY, LESS, MORE, SAYS_MORE,
        },
        wording::text::Text,
    },
};

/// What a report is held against.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The Chinese name of the indicator.
    pub name: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// The words of the target.
    pub target: &'a str,
    /// Whether it measures what there is.
    pub is_level: bool,
    /// Whether less of it is better.
    pub is_lower_better: bool,
    /// Whether a change is asked, of which the words for a fall are no deed: 减少10%.
    pub is_change: bool,
}

/// What is said beside a word for what was done.
const ADVERBS: [&str; 22] = [
    "全市", "全省", "全区", "全县", "全州", "全国", "我市", "我省", "我区", "我县", "全年", "年内", "当年",
    "本年", "今年", "累计", "实际", "合计", "已", "共", "约", "近",
];

/// What is said between it and the number.
const NEARLY: [&str; 12] = ["了", "约", "近", "超", "超过", "逾", "达", "达到", "共", "总计", "突破", "各类"];

/// What is spared people, of which the new is what was spared in addition: 新增减税.
const BURDENS: [&str; 4] = ["税", "费", "负担", "支出"];

/// Names of what is there where something is got rid of, and may be new: 治理项目, 搬迁安置房.
const BUILT: [&str; 22] = [
    "项目", "工程", "设施", "中心", "平台", "示范", "能力", "体系", "机制", "机构", "社区", "就业", "安置",
    "基地", "资金", "投资", "设备", "网格", "单元", "站", "队伍", "点",
];

/// Things to be dealt with, so that what is completed is that.
const TROUBLES: [&str; 18] = [
    "投诉",
    "案件",
    "欠薪",
    "隐患",
    "违法",
    "违规",
    "违建",
    "病险",
    "撂荒",
    "危房",
    "黑臭",
    "信访",
    "纠纷",
    "积压",
    "裸露",
    "债务余额",
    "塌陷",
    "灾害",
];

/// The letters with which the words begin that say what was done: a report with none of them says nothing of it.
const FIRST_LETTERS: [char; 35] = [
    '新', '净', '建', '引', '招', '投', '化', '压', '淘', '治', '拆', '退', '关', '注', '搬', '减', '消',
    '清', '偿', '精', '盘', '改', '办', '整', '结', '销', '处', '发', '筹', '完', '回', '养', '开', '竣',
    '签',
];

/// What something is called how much of it there is.
const MEASURES: [&str; 20] = [
    "总面积",
    "面积",
    "总额",
    "金额",
    "额度",
    "额",
    "数量",
    "总量",
    "户数",
    "人数",
    "家数",
    "辆数",
    "处数",
    "套数",
    "个数",
    "任务",
    "规模",
    "工作",
    "数",
    "量",
];

/// Whether a report says by the word alone before its number that something else was done than is asked.
pub fn counts_another_deed(report: &str, asked: &Asked<'_>) -> bool {
    if !report.chars().any(|letter| FIRST_LETTERS.contains(&simplified(letter))) {
        return false;
    }
    let plain = |words: &str| Text::new(words).map(|text| text.plain).unwrap_or_default();
    let report = plain(report);
    let name = plain(asked.name);
    let name = name.split('(').next().unwrap_or_default().trim_end_matches(')');
    let Some(said) = Said::of(&report, name) else { return false };
    let (target, unit) = (plain(asked.target), plain(asked.unit));
    let asked = &Asked { unit: &unit, ..*asked };
    let asked = Plain { name, target: &target, goal: goal(&target), asked };
    asked.is_undone_by(&said)
        || asked.is_done_away_by(&said)
        || asked.is_dealt_with_by(&said)
        || asked.is_a_balance_beside(&said)
        || asked.is_told_apart_from(&said)
}

/// The words for what was done.
const DEEDS: [&[&str]; 7] =
    [&MORE, &LESS, &DEALT_WITH, &FLOWS_OF_MONEY, &FLOWS_OF_LENGTH, &BUILDS, &["签约"]];

/// What a report says was done.
struct Said<'a> {
    /// All of it.
    report: &'a str,
    /// The word before its number.
    deed: &'a str,
    /// The name of what is counted, where it stands with it.
    thing: &'a str,
    /// Whether it counts what was done since it began.
    is_in_all: bool,
}

impl<'a> Said<'a> {
    /// What stands before the first number but the name of what is counted; `None` where that is no word for a deed.
    fn of(report: &'a str, name: &str) -> Option<Self> {
        let clause = report.split([',', ';', '。', '(']).find(|clause| !before_the_number(clause).is_empty());
        let before = before_the_number(clause?);
        let said = behind_all(before, &ADVERBS);
        let known = |said: &str| {
            let known = DEEDS.iter().copied().flatten().filter(|word| said.starts_with(**word));
            known.map(|word| word.len()).max()
        };
        // 完成治理80处 is 治理80处.
        let said = said.strip_prefix("完成").filter(|done| known(done).is_some()).unwrap_or(said);
        let (deed, thing) = said.split_at_checked(known(said)?)?;
        let thing = before_all(thing, &NEARLY);
        let deed_of_it = thing.is_empty() || (thing.chars().nth(1).is_some() && name.contains(thing));
        deed_of_it.then_some(Self { report, deed, thing, is_in_all: before.contains("累计") })
    }

    fn is_one_of(&self, deeds: &[&str]) -> bool {
        deeds.contains(&self.deed)
    }
}

/// What is asked, by its words in plain letters.
struct Plain<'a> {
    name: &'a str,
    target: &'a str,
    /// The words of the target before its number.
    goal: &'a str,
    asked: &'a Asked<'a>,
}

impl Plain<'_> {
    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.name.contains(word) || self.target.contains(word))
    }

    /// Whether there is to be less of something, and it came to be more: 化解20亿元, 新增21亿元. What is built where something stood may be what
    /// is done to be rid of it.
    fn is_undone_by(&self, said: &Said<'_>) -> bool {
        if self.asked.is_level || !said.is_one_of(&MORE) || LESS.iter().any(|word| said.report.contains(word))
        {
            return false;
        }
        if self.is_more_trouble(said) {
            return true;
        }
        let is_built = ["新建", "建成", "新设"].contains(&said.deed);
        let undoes = |word: &&&str| !(is_built && BY_BUILDING.contains(word));
        let asks = |words: &str, is_name: bool| {
            let core = without_measure(words);
            LESS.iter().filter(undoes).any(|word| {
                let ends =
                    core.ends_with(word) && !(is_name && BY_BUILDING.contains(word) && *word != "减少");
                let begins = words.starts_with(word) && !BUILT.iter().any(|built| core.ends_with(built));
                ends || begins
            })
        };
        // A name that ends so says of both.
        let is_open =
            BY_BUILDING.iter().any(|word| *word != "减少" && without_measure(self.name).ends_with(word));
        let is_asked = asks(self.name, true) || (!self.asked.is_change && !is_open && asks(self.goal, false));
        is_asked && !self.says(&SAYS_MORE) && !self.says(&BURDENS)
    }

    /// Whether what is to be dealt with is a trouble, and there came to be more of it: 新增黑臭水体12条 of 黑臭水体治理, and 新增12处 of
    /// 整治违建. What is new alone may be more of what a name ends with that says how it is dealt with: 新增12条 of 黑臭水体整治.
    fn is_more_trouble(&self, said: &Said<'_>) -> bool {
        const CLEARED: [&str; 9] = ["治理", "整治", "消除", "整改", "清理", "清零", "销号", "化解", "处置"];
        let is_new = ["新增", "净增"].contains(&said.deed);
        let is_dealt_with = || CLEARED.iter().chain(&DEALT_WITH).any(|word| said.report.contains(word));
        if !is_new || is_dealt_with() {
            return false;
        }
        let is_trouble = |words: &str| TROUBLES.iter().any(|trouble| words.contains(trouble));
        let core = without_measure(self.name);
        if CLEARED.iter().any(|word| core.ends_with(word)) {
            return is_trouble(said.thing);
        }
        is_trouble(self.name) && ["整治", "清理"].iter().any(|word| self.name.contains(word))
    }

    /// Whether there is to be more of something, and it came to be less: 新增1000人, 退出1200人.
    fn is_done_away_by(&self, said: &Said<'_>) -> bool {
        let is_gone = said.is_one_of(&LESS) && !BY_BUILDING.contains(&said.deed);
        if self.asked.is_level || !is_gone || self.says(&LESS) {
            return false;
        }
        let more = ["新增", "净增", "新建", "建成", "引进", "投放", "招引"];
        let asks = |words: &str| {
            let core = without_measure(words);
            more.iter().any(|word| words.starts_with(word) || core.ends_with(word))
        };
        (asks(self.name) || asks(self.goal)) && !more.iter().any(|word| said.report.contains(word))
    }

    /// Whether there is to be no more than so much of something, and a part of it was dealt with: 100处以内, 治理80处.
    fn is_dealt_with_by(&self, said: &Said<'_>) -> bool {
        const OPEN: [&str; 6] = ["未", "待", "尚", "需", "无", "没"];
        // How long it takes (3个工作日办结), and what it costs or uses, is less by being less.
        const OF_TIME: [&str; 6] = ["天", "日", "时", "分钟", "月", "年"];
        const MEASURED: [&str; 9] = ["支出", "投资", "成本", "费用", "经费", "时限", "用时", "能耗", "时间"];
        let is_amount = !OF_TIME.iter().any(|time| self.asked.unit.ends_with(time)) && !self.says(&MEASURED);
        if !self.asked.is_lower_better || self.asked.is_change || !is_amount {
            return false;
        }
        let names_it = |words: &str| {
            words.match_indices(said.deed).any(|(at, _)| {
                let before = words.get(..at).unwrap_or_default();
                !OPEN.iter().any(|open| before.ends_with(open))
            })
        };
        let is_of_it = said.is_one_of(&DEALT_WITH)
            || (said.deed == "完成" && TROUBLES.iter().any(|trouble| self.name.contains(trouble)));
        is_of_it && !names_it(self.name) && !names_it(self.target)
    }

    /// Whether what there is is asked, and what came or went in a time is told: 累计发放1200亿元 of a balance.
    fn is_a_balance_beside(&self, said: &Said<'_>) -> bool {
        if !self.asked.is_level || self.says(&[said.deed]) {
            return false;
        }
        let is_money = self.asked.unit.contains('元');
        let is_balance = self.name.contains("余额") || (is_money && self.name.contains("存量"));
        let is_length = self.name.contains("里程") && !self.says(&FLOWS_OF_LENGTH);
        // 完成1200亿元 is also what any figure is said by that was attained.
        let is_attained = said.deed == "完成" && !self.asked.is_lower_better && !said.is_in_all;
        (is_balance && said.is_one_of(&FLOWS_OF_MONEY) && !is_attained)
            || (is_length && said.is_one_of(&FLOWS_OF_LENGTH))
    }

    /// Whether another step was taken than the name says: 销售 by 竣工, 到账 by 签约, 支出 by 筹集, 收入 by 发放.
    fn is_told_apart_from(&self, said: &Said<'_>) -> bool {
        const STEPS: [(&str, &str); 3] = [("到账", "签约"), ("支出", "筹集"), ("收入", "发放")];
        let core = without_measure(self.name);
        let goal = without_measure(self.goal);
        let asks = |words: &str, step: &str| words.starts_with(step) || words.ends_with(step);
        let is_step = |(step, other): &(&str, &str)| {
            (asks(core, step) || asks(goal, step)) && said.deed == *other && !self.says(&[other])
        };
        if STEPS.iter().any(is_step) {
            return true;
        }
        if !said.is_one_of(&BUILDS) || self.says(&["开工", "竣工", "完工", "建成", "新建", "建设", "改造"])
        {
            return false;
        }
        let are_people = self.asked.unit.contains(['户', '人']);
        // 安置房 and 拆迁项目 are built; so is what 拆迁安置 counts in homes.
        let is_thing = |words: &str| {
            const THINGS: [&str; 8] =
                ["房源", "安置房", "安置用房", "安置住房", "小区", "网点", "市场", "门店"];
            THINGS
                .iter()
                .chain(&BUILT)
                .filter(|thing| !(are_people && **thing == "安置"))
                .any(|thing| words.ends_with(thing))
        };
        let asks = |words: &str| {
            let core = without_measure(words);
            let is_of = |word: &&str| core.ends_with(*word) || (core.starts_with(*word) && !is_thing(core));
            ["销售", "分配", "拆迁", "征收"].iter().any(is_of)
                || (are_people && !core.starts_with("安置房") && is_of(&"安置"))
        };
        asks(self.name) || asks(self.goal)
    }
}

/// The words before the first number of a clause that is not a year's, a month's or a day's, behind those.
fn before_the_number(clause: &str) -> &str {
    let mut rest = clause.trim();
    loop {
        let Some(at) = rest.find(|c: char| c.is_ascii_digit()) else { return "" };
        let (before, number) = rest.split_at(at);
        let behind = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_time = ["年", "月", "日", "-", "~"].iter().any(|sign| behind.starts_with(sign));
        if !is_time {
            return before.trim();
        }
        rest = behind.trim_start_matches(['年', '月', '日', '-', '~', '底', '末', '份', '度']);
    }
}

/// The words of the target before its number, without those that say that it is one.
fn goal(target: &str) -> &str {
    const LEADS: [&str; 8] = ["力争", "确保", "计划", "完成", "不少于", "不低于", "全部", "预计"];
    let clause = target.split([',', ';', '。', '(']).find(|clause| !before_the_number(clause).is_empty());
    let words = before_the_number(clause.unwrap_or_default());
    let words = behind_all(words, &ADVERBS);
    let words = behind_all(words, &LEADS);
    let words = before_all(words, &LEADS);
    before_all(words, &NEARLY)
}

/// A name without the word for how it is counted.
fn without_measure(words: &str) -> &str {
    MEASURES.iter().find_map(|measure| words.strip_suffix(measure)).unwrap_or(words)
}

/// Words without any of those at their beginning.
fn behind_all<'a>(words: &'a str, these: &[&str]) -> &'a str {
    let mut rest = words;
    while let Some(less) = these.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = less.trim();
    }
    rest
}

/// Words without any of those at their end.
fn before_all<'a>(words: &'a str, these: &[&str]) -> &'a str {
    let mut rest = words;
    while let Some(less) = these.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = less.trim();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{DEEDS, FIRST_LETTERS, Text};

    #[test]
    fn every_word_for_what_was_done_is_seen_at_a_glance() {
        for first in DEEDS.iter().copied().flatten().filter_map(|word| word.chars().next()) {
            assert!(FIRST_LETTERS.contains(&first), "{first}");
        }
        for letter in FIRST_LETTERS {
            let plain = Text::new(&letter.to_string()).unwrap().plain;
            let is_first = |word: &&str| word.starts_with(&plain);
            assert!(DEEDS.iter().copied().flatten().any(is_first), "{letter}");
        }
    }
}
