//! The acts that words name, and what those done on trial amount to. Knows nothing of what is asked.

use std::collections::BTreeSet;

use super::{Reach, STAGES, leading, phrased, stage, words::ENGLISH};

/// The acts that words name. What is put to use on trial (开馆试运行) is on trial, and no more.
pub(super) fn acts_in(words: &str) -> BTreeSet<&'static str> {
    let mut acts = acts_named(words);
    if acts.contains(TRIAL) && !words.contains(IN_EARNEST) {
        acts.retain(|act| !is_use(act));
    }
    acts
}

/// The acts that were done by words that say so. What is put to use on trial is connected.
pub(super) fn acts_done(words: &str) -> BTreeSet<&'static str> {
    let mut acts = acts_in(words);
    if acts_named(words).iter().any(|act| is_use(act)) {
        acts.insert("connect");
    }
    acts
}

/// What is put to use before it is used in earnest.
pub(super) const TRIAL: &str = "trial";
const IN_EARNEST: &str = "正式";

/// Whether an act puts something to use.
pub(super) fn is_use(act: &str) -> bool {
    stage(act).and_then(|place| STAGES.get(place)).is_some_and(|(_, reach)| *reach == Reach::Each)
}

fn acts_named(words: &str) -> BTreeSet<&'static str> {
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
    acts.extend(phrased::acts(&lower));
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()) {
        acts.extend(ENGLISH.iter().filter(|(_, forms)| forms.contains(&word)).map(|(act, _)| *act));
    }
    acts
}
