//! The acts that a number counts: with how many things each was done. Knows no number and no milestone.

use super::{
    leading,
    named::{TRIAL, is_use},
    stage,
    words::OF_COUNTS,
};

/// The acts that words say were done with each of the things that they count: the last one, and those that stand right before it
/// (建成投用, 建成并投用). One that other words stand behind (签约项目到位资金) was done with something else.
pub fn acts_said(words: &str) -> Vec<&'static str> {
    const JOINS: [&str; 5] = ["", "并", "且", "并且", "后"];
    let (mut acts, mut behind_last, mut rest) = (Vec::new(), 0, words);
    while let Some(first) = rest.chars().next() {
        let at = words.len() - rest.len();
        let (taken, act) = counting(rest).unwrap_or((first.len_utf8(), None));
        if let Some(act) = act {
            if !words.get(behind_last..at).is_some_and(|between| JOINS.contains(&between)) {
                acts.clear();
            }
            acts.push(act);
            behind_last = at + taken;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    if acts.contains(&TRIAL) {
        acts.retain(|act| !is_use(act));
    }
    acts
}

/// The word for an act that is done with what is counted, with which words begin: its length and the act, none where it is a part
/// of a name.
fn counting(words: &str) -> Option<(usize, Option<&'static str>)> {
    let known = leading(words);
    if let Some((name, None)) = known {
        return Some((name.len(), None));
    }
    let of_counts = OF_COUNTS.iter().copied().find(|(word, _)| words.starts_with(word));
    let of_stages =
        || known.filter(|(word, act)| *word != "使用" && act.is_some_and(|act| stage(act).is_some()));
    // Homes are counted as built where they are so in the main.
    let as_counted = |act: &'static str| if act == "finish in the main" { "finish" } else { act };
    of_counts.or_else(of_stages).map(|(word, act)| (word.len(), act.map(as_counted)))
}

/// Whether what one act was done with is as far as what the other was done with, and no further.
pub fn is_as_far(act: &str, other: &str) -> bool {
    act == other || (is_use(act) && is_use(other))
}

/// Whether an act comes before what is to be built is built.
pub fn comes_before_the_end(act: &str) -> bool {
    act == "sign" || stage(act).is_some_and(|place| Some(place) < stage("finish"))
}

/// Whether an act is one of those in the order in which something comes to be used.
pub fn is_on_the_way(act: &str) -> bool {
    stage(act).is_some()
}
