//! What people do when a milestone is done, by the words for it: whether what was done is what was asked. Closed lists; knows
//! no day.

use std::collections::BTreeSet;

/// A word for an act, and the act; none where the word is a part of a name (实施方案).
type Word = (&'static str, Option<&'static str>);

/// Chinese words. Of two that begin alike the longer one stands first.
const CHINESE: &[Word] = &[
    ("实施方案", None),
    ("实施意见", None),
    ("实施细则", None),
    ("实施办法", None),
    ("实施规划", None),
    ("发布会", None),
    ("运营公司", None),
    ("运行机制", None),
    ("完成率", None),
    ("开工建设", Some("begin to build")),
    ("开工", Some("begin to build")),
    ("破土动工", Some("begin to build")),
    ("动工", Some("begin to build")),
    ("启动", Some("start")),
    ("封顶", Some("top out")),
    ("贯通", Some("break through")),
    ("合龙", Some("close the gap")),
    ("验收", Some("accept")),
    ("试运营", Some("trial")),
    ("试运行", Some("trial")),
    ("运营", Some("operate")),
    ("运行", Some("operate")),
    ("开通", Some("open a line")),
    ("通车", Some("open to traffic")),
    ("上线", Some("go online")),
    ("挂牌", Some("unveil")),
    ("揭牌", Some("unveil")),
    ("印发", Some("issue")),
    ("出台", Some("issue")),
    ("发布", Some("publish")),
    ("公布", Some("publish")),
    ("公示", Some("announce")),
    ("获批", Some("approve")),
    ("批复", Some("approve")),
    ("批准", Some("approve")),
    ("立项", Some("set up")),
    ("签约", Some("sign")),
    ("签订", Some("sign")),
    ("签署", Some("sign")),
    ("开业", Some("open")),
    ("开园", Some("open")),
    ("开馆", Some("open")),
    ("完工", Some("finish")),
    ("竣工", Some("finish")),
    ("建成", Some("finish")),
    ("投用", Some("use")),
    ("投产", Some("use")),
    ("投运", Some("use")),
    ("达产", Some("reach capacity")),
    ("使用", Some("use")),
    ("交付", Some("hand over")),
    ("落地", Some("land")),
    ("实施", Some("implement")),
    ("完成", Some("complete")),
    ("办结", Some("complete")),
    ("化解", Some("resolve")),
    ("销号", Some("resolve")),
    ("消除", Some("resolve")),
    ("清零", Some("resolve")),
    ("执行", Some("carry out")),
    ("落实", Some("carry out")),
    ("推广", Some("spread")),
    ("培训", Some("train")),
    ("评估", Some("evaluate")),
    ("修订", Some("revise")),
    ("生效", Some("come into force")),
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

/// What is handed to somebody, and what may stand before it in its name.
const DOCUMENTS: &[&str] = &[
    "report",
    "reports",
    "review",
    "audit",
    "update",
    "plan",
    "plans",
    "strategy",
    "policy",
    "bill",
    "legislation",
    "budget",
    "draft",
    "proposal",
    "proposals",
    "application",
    "paper",
    "study",
    "assessment",
    "accounts",
];
const OF_DOCUMENTS: &[&str] = &[
    "the",
    "a",
    "an",
    "final",
    "draft",
    "interim",
    "annual",
    "quarterly",
    "first",
    "second",
    "third",
    "progress",
    "status",
    "technical",
    "national",
    "action",
    "work",
];

/// English words, each as a whole.
const ENGLISH: &[(&str, &[&str])] = &[
    ("start", &["start", "started", "begin", "begun", "commence", "commenced", "commencement"]),
    ("launch", &["launch", "launched"]),
    ("publish", &["publish", "published", "publication"]),
    ("approve", &["approve", "approved", "approval"]),
    ("sign", &["sign", "signed", "signature", "signing"]),
    ("open", &["open", "opened", "opening"]),
    ("release", &["release", "released"]),
    ("adopt", &["adopt", "adopted", "adoption"]),
    ("issue", &["issue", "issued"]),
    ("set up", &["establish", "established", "establishment"]),
    ("submit", &["submit", "submitted", "submission"]),
    ("operate", &["operate", "operational", "operation"]),
    ("implement", &["implement", "implemented", "implementation"]),
    ("complete", &["complete", "completed", "completion", "finish", "finished"]),
    ("finish", &["build", "built", "construct", "constructed"]),
    ("evaluate", &["evaluate", "evaluated", "evaluation"]),
    ("ratify", &["ratify", "ratified", "ratification"]),
    ("hand over", &["deliver", "delivered", "delivery"]),
    ("table", &["tabled"]),
    ("introduce", &["introduce", "introduced", "introduction"]),
    ("enact", &["enact", "enacted", "enactment"]),
];

/// Whether what was done is what is asked: the act with which the words begin or end, and nothing beside it. Whatever may be
/// another act, a condition or a number leaves it open.
pub fn is_what_is_asked(asked: &str, done: &str) -> bool {
    let asked = without_time(&without_titles(&asked.to_lowercase())).to_owned();
    let words: Vec<&str> =
        asked.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_more = OTHERWISE.iter().any(|word| asked.contains(word))
        || words.iter().any(|word| OTHERWISE_EN.contains(word))
        || asks_for_another_act(&words)
        || asked.contains(|c: char| c.is_ascii_digit());
    let stands_at_an_end = leading(&asked).is_some_and(|(_, act)| act.is_some())
        || CHINESE.iter().any(|(word, act)| act.is_some() && asked.ends_with(word))
        || words.first().is_some_and(|word| is_act(word))
        || words.last().is_some_and(|word| is_done(word))
        || is_handed_to_somebody(&words);
    let (asks, was_done) = (acts_in(&asked), acts_in(done));
    !says_more && stands_at_an_end && !was_done.is_empty() && asks == was_done
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
        && matches!(behind, ["to", whom, ..] if *whom != "be")
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

/// The words without the time until which it is to be done: 2022年6月底前, by June 2022.
fn without_time(words: &str) -> &str {
    let is_of_time = |c: char| c.is_ascii_digit() || "年月日底末季度上下半旬一二三四、第".contains(c);
    let behind = words.trim_start_matches(is_of_time);
    let behind = if behind.len() < words.len() {
        ["前", "之前", "以前"].iter().find_map(|end| behind.strip_prefix(end)).unwrap_or(behind)
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
        rest = rest.get(word.len()..).unwrap_or_default();
        rest = rest.strip_prefix('并').filter(|rest| !rest.is_empty()).unwrap_or(rest);
        any = true;
    }
    (any && rest.is_empty())
        || ENGLISH.iter().any(|(_, forms)| forms.contains(&words) && is_participle(words))
}

fn is_participle(word: &str) -> bool {
    word.ends_with("ed") || matches!(word, "begun" | "built" | "operational")
}

fn leading(words: &str) -> Option<Word> {
    CHINESE.iter().copied().find(|(word, _)| words.starts_with(word))
}

fn acts_in(words: &str) -> BTreeSet<&'static str> {
    let mut acts = BTreeSet::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let taken = match leading(rest) {
            Some((word, act)) => {
                acts.extend(act);
                word.len()
            }
            None => first.len_utf8(),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    let lower = words.to_ascii_lowercase();
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()) {
        acts.extend(ENGLISH.iter().filter(|(_, forms)| forms.contains(&word)).map(|(act, _)| *act));
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::{is_act_alone, is_what_is_asked};

    #[test]
    fn an_act_is_what_is_asked_where_nothing_else_is() {
        for (asked, done) in [
            ("6月底前开工建设", "开工"),
            ("项目动工", "开工"),
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
        ] {
            assert!(is_what_is_asked(asked, done), "{asked}: {done}");
        }
        for (asked, done) in [
            ("6月底前开工，年底建成", "开工"),
            ("建成投用", "开工"),
            ("建成", "封顶"),
            ("新型储能项目", "开工"),
            ("Complete the bridge", "started"),
            ("Sign and ratify the treaty", "signed"),
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
    fn words_that_say_more_are_no_act_alone() {
        for words in ["开工", "开工建设", "印发实施", "launched", "begun"] {
            assert!(is_act_alone(words), "{words}");
        }
        for words in ["", "开工一半", "实施方案", "主体封顶", "launch", "launched in part", "完成率"]
        {
            assert!(!is_act_alone(words), "{words}");
        }
    }
}
