//! What people do when a milestone is done, by the words for it: whether what was done is what was asked. Closed lists; knows
//! no day.

use std::collections::BTreeSet;

mod missing;
mod named;
mod of_counts;
mod phrased;
mod stops;
mod time_alone;
mod words;

pub use missing::bears_on;
use missing::refutes_one;
use named::{acts_done, acts_in, is_use};
pub use of_counts::{acts_said, comes_before_the_end, is_as_far, is_on_the_way};
pub use stops::denies;
use stops::{is_of_another_kind, is_stop};
pub use time_alone::is_time_alone;
use words::{CHINESE, DOCUMENTS, ENGLISH, IN_NAMES, OF_DOCUMENTS, Word};

/// Acts in the order in which something comes to be used. A later one says that those of the stages before it were done; of
/// the last stage one is as good as another. What is in use may be accepted later.
const STAGES: &[(&[&str], Reach)] = &[
    (&["set up", "start"], Reach::Alone),
    (&["begin to build"], Reach::Alone),
    (&["top out", "break through", "close the gap"], Reach::Alone),
    (&["lay the track"], Reach::Alone),
    (&["finish in the main"], Reach::Alone),
    (&["finish"], Reach::Alone),
    (&["accept", "trial", "connect", "commission"], Reach::Alone),
    (&["use", "operate", "open a line", "open to traffic", "open", "hand over"], Reach::Each),
    (&["reach capacity", "begin to teach", "move in"], Reach::Alone),
];

/// Whether an act of a stage says that the others of that stage were done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Alone,
    Each,
}

/// Acts with which what is to be built is built, so that they are all that can be asked of it but a later one.
const ENDS: &[&str] = &[
    "完工",
    "竣工",
    "竣工验收",
    "验收",
    "建成",
    "通车",
    "投用",
    "投产",
    "投运",
    "投入使用",
    "投入运营",
    "交付使用",
    "启用",
    "并网",
    "并网发电",
];

/// What joins another act, or tells one that is not to be done.
const OTHERWISE: &[&str] = &[
    "并", "及", "和", "与", "、", "，", "；", ",", ";", "&", "不", "未", "禁止", "停止", "暂停", "推迟",
    "取消",
];

/// English words that do so.
const OTHERWISE_EN: &[&str] = &["and", "or", "no", "not", "never", "without", "until", "with", "then"];

/// Words with which an English phrase begins that asks for another act on what was done: review the agreements signed.
const UPON: &[&str] = &[
    "review", "evaluate", "update", "audit", "monitor", "assess", "cancel", "delay", "revise", "improve",
    "ensure", "prepare", "develop", "maintain", "support", "report", "resolve", "increase", "reduce",
];

/// Words between what something is done with and the word for what is done.
const AUXILIARIES: &[&str] = &["is", "are", "was", "were", "to", "be", "has", "have", "been"];

/// Whether that an act was done, or was not, settles what is asked.
pub fn settles(asked: &str, act: &str, not_done: bool) -> bool {
    if not_done {
        !is_stop(&without_titles(asked)) && (is_stopped_by(asked, act) || refutes_one(asked, act))
    } else {
        is_what_is_asked(asked, act)
    }
}

/// Whether what was done is what is asked: the act with which the words begin or end, or one that comes before what was done,
/// and nothing beside it. Whatever may be another act, a condition or a number leaves it open; of what is built at the end, only
/// an act that is still to come, or of another kind. That something ends is never what was built.
pub fn is_what_is_asked(asked: &str, done: &str) -> bool {
    let was_done = acts_done(done);
    if is_stop(&without_titles(asked)) {
        return false;
    }
    if !ends_it(done) {
        return asks_for_no_more_than(asked, |asks| are_implied(asks, &was_done));
    }
    let named = without_titles(asked);
    let mut asks = acts_in(&named);
    asks.retain(|act| !matches!(*act, "complete" | "complete in the main"));
    !(asks.is_empty() && is_of_another_kind(&named)) && are_implied(&asks, &was_done)
}

/// Whether what was not done is what is asked, or comes before it.
fn is_stopped_by(asked: &str, missing: &str) -> bool {
    let missing = acts_in(missing);
    let is_all = |asked: &str| ["完成", "完成建设", "建设完成", "全面完成"].contains(&without_time(asked));
    if missing == BTreeSet::from(["finish"]) && is_all(asked) {
        return true;
    }
    asks_for_no_more_than(asked, |asks| {
        *asks == missing || missing.len() == 1 && asks.len() == 1 && are_implied(&missing, asks)
    })
}

/// Whether words say no more than that what is to be built is built, or in use: 建成, 建成并投入使用.
pub fn ends_it(done: &str) -> bool {
    let mut rest = done;
    while let Some(end) = ENDS.iter().filter(|end| rest.starts_with(**end)).max_by_key(|end| end.len()) {
        rest = behind_and(rest.get(end.len()..).unwrap_or_default());
    }
    rest.is_empty() && !done.is_empty()
}

/// What stands behind the word that joins another act. That word may be the beginning of an act itself: 建成并网.
fn behind_and(words: &str) -> &str {
    let begins_an_act = leading(words).is_some_and(|(_, act)| act.is_some());
    words.strip_prefix('并').filter(|rest| !begins_an_act && !rest.is_empty()).unwrap_or(words)
}

/// Whether that one act was done says that the other was done as well, which is denied.
pub fn contradicts(done: &str, missing: &str) -> bool {
    are_implied(&acts_in(missing), &acts_done(done))
}

/// Whether an act comes only after what is to be built is built, so that this may be done without it: 已完成，未验收.
pub fn comes_after_the_end(missing: &str) -> bool {
    let missing = acts_in(missing);
    let are_known = missing.iter().all(|act| stage(act).is_some());
    are_known && !are_implied(&missing, &BTreeSet::from(["finish"]))
}

/// Whether words name acts that are stages of what is to be built, and no others.
pub fn are_stages(what: &str) -> bool {
    let acts = acts_in(what);
    !acts.is_empty() && acts.iter().all(|act| stage(act).is_some())
}

/// How a report says that an act was done, by another form of its word: commissioned of commissioning.
pub fn done_form(word: &str) -> Option<&'static str> {
    let (_, forms) = ENGLISH.iter().find(|(_, forms)| forms.contains(&word))?;
    forms.iter().copied().find(|form| is_participle(form))
}

/// The stage to which an act belongs, where it belongs to one.
fn stage(act: &str) -> Option<usize> {
    STAGES.iter().position(|(acts, _)| acts.contains(&act))
}

/// Whether each act is among those that were done, or comes before one of them.
fn are_implied(asks: &BTreeSet<&str>, done: &BTreeSet<&str>) -> bool {
    let implies = |done: &str, asked: &str| {
        let (Some(later), Some(earlier)) = (stage(done), stage(asked)) else { return false };
        // A study that is commissioned is ordered, and nothing of it is done.
        asked != "accept" && done != "commission" && (earlier < later || (earlier == later && is_use(done)))
    };
    asks.iter().all(|asked| done.iter().any(|done| done == asked || implies(done, asked)))
}

/// Whether words begin or end with an act that they ask for, of which the acts are as they are to be, and ask for nothing beside.
fn asks_for_no_more_than(asked: &str, are_these: impl Fn(&BTreeSet<&str>) -> bool) -> bool {
    let asked = without_time(&without_titles(&asked.to_lowercase())).to_owned();
    let asked = behind_complete(&asked).to_owned();
    let words: Vec<&str> =
        asked.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let beside = beside_acts(&asked);
    let says_more = OTHERWISE.iter().any(|word| beside.contains(word))
        || words.iter().any(|word| OTHERWISE_EN.contains(word))
        || asks_for_another_act(&words)
        || asked.contains(|c: char| c.is_ascii_digit());
    let stands_at_an_end = leading(&asked).is_some_and(|(_, act)| act.is_some())
        || CHINESE.iter().any(|(word, act)| act.is_some() && asked.ends_with(word))
        || words.first().is_some_and(|word| is_act(word))
        || words.last().is_some_and(|word| is_done(word) || (*word == "open" && !stays(&words)))
        || phrased::stands_at_an_end(&asked)
        || is_handed_to_somebody(&words);
    let asks = acts_in(&asked);
    !says_more && stands_at_an_end && !asks.is_empty() && are_these(&asks)
}

/// Whether what is open is to stay so, or how much of it is to be is said: not what opening it does.
fn stays(words: &[&str]) -> bool {
    const STAYS: [&str; 13] = [
        "keep",
        "keeps",
        "kept",
        "remain",
        "remains",
        "stay",
        "stays",
        "continue",
        "continues",
        "fully",
        "half",
        "partly",
        "all",
    ];
    words.iter().any(|word| STAYS.contains(word))
}

/// The words without those for acts, of which one holds a word that joins: 并网.
fn beside_acts(asked: &str) -> String {
    let mut beside = String::new();
    let mut rest = asked;
    while let Some(first) = rest.chars().next() {
        let taken = leading(rest).map_or(first.len_utf8(), |(word, _)| {
            beside.push(' ');
            word.len()
        });
        if taken == first.len_utf8() {
            beside.push(first);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    beside
}

/// 完成立项: that an act is to be completed is that it is to be done.
fn behind_complete(asked: &str) -> &str {
    let behind = asked.strip_prefix("完成").unwrap_or(asked);
    let ends_with_act = CHINESE.iter().any(|(word, act)| act.is_some() && behind.ends_with(word));
    if ends_with_act { behind } else { asked }
}

fn is_act(word: &str) -> bool {
    ENGLISH.iter().any(|(_, forms)| forms.contains(&word))
}

fn is_done(word: &str) -> bool {
    is_act(word) && is_participle(word)
}

/// Whether the first word asks for another act on what was done. It is the name of a thing where what is done with it follows:
/// report published, review to be completed.
fn asks_for_another_act(words: &[&str]) -> bool {
    let Some((first, behind)) = words.split_first() else { return false };
    let next = behind.iter().find(|word| !AUXILIARIES.contains(word));
    UPON.contains(first) && !next.is_some_and(|word| is_done(word))
}

/// Whether something is given to somebody, who stands behind: final report submitted to Parliament.
fn is_handed_to_somebody(words: &[&str]) -> bool {
    let Some(place) = words.iter().position(|word| is_done(word)) else { return false };
    let (before, behind) = (words.iter().take(place).rev(), words.get(place + 1..).unwrap_or_default());
    let mut name = before.skip_while(|word| AUXILIARIES.contains(word));
    name.next().is_some_and(|word| DOCUMENTS.contains(word))
        && name.all(|word| OF_DOCUMENTS.contains(word))
        && (matches!(behind, ["to", whom, ..] if *whom != "be")
            || (words.get(place) == Some(&"tabled") && matches!(behind, ["in", _])))
}

/// The words without titles: 《养老服务实施方案》.
fn without_titles(words: &str) -> String {
    let mut is_within = false;
    words
        .chars()
        .filter(|c| {
            let begins = matches!(c, '《' | '“');
            let ends = matches!(c, '》' | '”');
            is_within = (is_within || begins) && !ends;
            !is_within && !ends
        })
        .collect()
}

/// The words without the time until which it is to be done (2022年6月底前, 年内, by June 2022), and without how many it is to be
/// done with, behind that.
fn without_time(words: &str) -> &str {
    let is_of_time = |c: char| c.is_ascii_digit() || "年月日底末季度上下半旬一二三四、第".contains(c);
    // 下闸蓄水, 上线: a word for an act is no time.
    let behind = words.char_indices().map(|(at, _)| words.get(at..).unwrap_or_default());
    let behind = behind.chain([""]).find(|rest| !rest.starts_with(is_of_time) || leading(rest).is_some());
    let behind = behind.unwrap_or_default();
    let behind = if behind.len() < words.len() {
        let ends = ["前", "之前", "以前", "内", "之内", "以内"];
        let behind = ends.iter().find_map(|end| behind.strip_prefix(end)).unwrap_or(behind);
        behind.trim_start_matches(|c: char| c.is_ascii_digit())
    } else {
        words
    };
    let end =
        [" by ", " before ", " no later than ", " in 20"].iter().filter_map(|when| behind.find(when)).min();
    behind.get(..end.unwrap_or(behind.len())).unwrap_or(behind).trim()
}

/// Whether words say nothing but that something was done, and what.
pub fn is_act_alone(words: &str) -> bool {
    let mut rest = words;
    let mut any = false;
    while let Some((word, _)) = leading(rest).filter(|(_, act)| act.is_some()) {
        rest = behind_and(rest.get(word.len()..).unwrap_or_default());
        any = true;
    }
    (any && rest.is_empty())
        || phrased::is_in_force(words)
        || ENGLISH.iter().any(|(_, forms)| forms.contains(&words) && is_participle(words))
}

fn is_participle(word: &str) -> bool {
    word.ends_with("ed") || matches!(word, "begun" | "built" | "operational")
}

fn leading(words: &str) -> Option<Word> {
    let (word, act) = CHINESE.iter().copied().find(|(word, _)| words.starts_with(word))?;
    let goes_on =
        words.get(word.len()..).is_some_and(|behind| behind.starts_with(|c: char| !"并、，；,;".contains(c)));
    Some((word, act.filter(|_| !(goes_on && IN_NAMES.contains(&word)))))
}

#[cfg(test)]
mod tests {
    use super::{is_act_alone, is_what_is_asked, settles};

    #[test]
    fn an_act_is_what_is_asked_where_nothing_else_is() {
        for (asked, done) in [
            ("6月底前开工建设", "开工"),
            ("项目动工", "开工"),
            ("下闸蓄水", "下闸蓄水"),
            ("上线", "上线"),
            ("上半年下闸蓄水", "下闸蓄水"),
            ("14个项目全部开工", "开工"),
            ("年内14个项目全部开工", "开工"),
            ("6月底前14个项目全部开工", "开工"),
            ("印发《养老服务实施方案》", "出台"),
            ("2022年底前启动试点", "启动"),
            ("Start construction by March 2017", "started"),
            ("Trade agreement signed by 2017", "signed"),
            ("Launch the portal by June", "launched"),
            ("Publication of the strategy", "published"),
            ("Report published by 30 September 2023", "published"),
            ("Review published", "published"),
            ("Report to be submitted by June", "submitted"),
            ("Final report submitted to Parliament", "submitted"),
            ("Update released", "released"),
            ("Bill introduced in 2023", "introduced"),
            ("2022年底前完成立项", "立项"),
            ("完成方案印发", "印发"),
            ("Start construction by March 2017", "operational"),
            ("Plant commissioned by June", "commissioned"),
        ] {
            assert!(is_what_is_asked(asked, done), "{asked}: {done}");
        }
        for (asked, done) in [
            ("6月底前开工，年底建成", "开工"),
            ("年内开工率达到80%", "开工"),
            ("年内新开工14个项目、竣工3个项目", "开工"),
            ("建成投用", "开工"),
            ("建成", "封顶"),
            ("建成", "下闸蓄水"),
            ("下闸蓄水并发电", "下闸蓄水"),
            ("新型储能项目", "开工"),
            ("Complete the bridge", "started"),
            ("Sign and ratify the treaty", "signed"),
            ("Evaluation report delivered", "commissioned"),
            ("Evaluation started", "commissioned"),
            ("Agreement signed and in force", "signed"),
            ("Evaluate the published strategy", "published"),
            ("Review the agreements signed", "signed"),
            ("No new coal plants opened", "opened"),
            ("Report on the agreements signed", "signed"),
            ("Review published strategies", "published"),
            ("Discuss the report submitted to Parliament", "submitted"),
            ("Final report submitted to be approved", "submitted"),
            ("Publish 4 reports", "published"),
            ("印发并实施方案", "印发"),
            ("启动试点，开展评估", "启动"),
            ("评估已印发规划", "印发"),
            ("推动印发方案落实", "印发"),
            ("加快已开工项目进度", "开工"),
            ("不得开工", "开工"),
            ("开工率达到80%", "开工"),
            ("Design and launch the portal, complete its evaluation", "launched"),
        ] {
            assert!(!is_what_is_asked(asked, done), "{asked}: {done}");
        }
    }

    #[test]
    fn what_is_built_settles_all_but_what_comes_later() {
        for (asked, done) in [
            ("2022年底前建成", "建成"),
            ("2022年底前开工", "建成"),
            ("6月底前开工，年底建成", "竣工"),
            ("主体工程完工", "建成"),
            ("2022年底前完成", "完工"),
            ("完成5个站点建设", "建成"),
            ("2022年底前建成", "投产"),
            ("2022年底前竣工", "通车"),
            ("建成投用", "投入使用"),
            ("建成投用", "建成并投入使用"),
            ("2022年底前通车", "投用"),
            ("完成竣工验收", "竣工验收"),
            ("2022年底前完成", "验收"),
            ("完成建设", "验收"),
            ("2022年底前完成", "启用"),
            ("建成供水工程", "建成"),
            ("新建开放大学", "建成"),
            ("启用", "启用"),
            ("2022年底前并网", "并网"),
            ("2022年底前并网", "并网发电"),
            ("建成并网", "建成并网"),
            ("实现并网发电", "投产"),
            ("向城区供水", "供水"),
            ("对外开放", "开放"),
            ("2022年底前建成", "开学"),
            ("秋季招生", "招生"),
            ("建成", "开馆试运行"),
            ("建成", "建成并试运行"),
            ("试运行", "开馆试运行"),
            ("试运行", "开馆"),
            ("开馆试运行", "开馆试运行"),
            ("开馆试运行", "试运行"),
            ("开馆试运行", "开馆"),
            ("2022年底前并网", "并网发电并试运行"),
        ] {
            assert!(is_what_is_asked(asked, done), "{asked}: {done}");
        }
        for (asked, done) in [
            ("2022年底前投产", "建成"),
            ("2022年底前通车", "竣工"),
            ("通过验收", "完工"),
            ("通过竣工验收", "投产"),
            ("开业", "建成"),
            ("投入运营", "建成"),
            ("上线运行", "建成"),
            ("印发实施方案", "建成"),
            ("签约", "投产"),
            ("建成投用", "建成"),
            ("交付使用", "竣工"),
            ("不得开工", "建成"),
            ("完成已开工项目", "开工"),
            ("2022年底前开工", "立项"),
            ("启用", "建成"),
            ("向社会开放", "建成"),
            ("并网发电", "建成"),
            ("并网发电", "并网"),
            ("建成并网", "建成"),
            ("通水", "建成"),
            ("向城区供水", "建成"),
            ("通气", "建成"),
            ("通电", "建成"),
            ("首批居民入住", "投用"),
            ("招生", "建成"),
            ("开学", "投用"),
            ("开园", "建成"),
            ("上线", "建成"),
            ("投用", "验收"),
            ("完成评估", "验收"),
            ("对外开放", "开馆试运行"),
            ("对外开放", "开放并试运行"),
            ("2022年底前投产", "试运行"),
            ("2022年底前投产", "投产并试运行"),
            ("2022年底前通车", "通车试运营"),
            ("建成投运", "开馆试运行"),
        ] {
            assert!(!is_what_is_asked(asked, done), "{asked}: {done}");
        }
        for (asked, missing, is_settled) in [
            ("2022年底前建成", "建成", true),
            ("2022年底前通车", "建成", true),
            ("2022年底前开工", "建成", false),
            ("2022年底前建成", "验收", false),
            ("通过竣工验收", "验收", true),
            ("开馆", "开馆试运行", true),
            ("开馆试运行", "开馆", false),
        ] {
            assert_eq!(settles(asked, missing, true), is_settled, "{asked}: 未{missing}");
        }
    }

    #[test]
    fn words_that_say_more_are_no_act_alone() {
        for words in ["开工", "开工建设", "印发实施", "建成并网", "建成并投用", "launched", "begun"]
        {
            assert!(is_act_alone(words), "{words}");
        }
        for words in ["", "开工一半", "实施方案", "主体封顶", "launch", "launched in part", "完成率"]
        {
            assert!(!is_act_alone(words), "{words}");
        }
    }
}
