//! Whether an act that was not done is one of those that are asked. Knows no order but that of the stages.

use std::collections::BTreeSet;

use super::{
    CHINESE, OTHERWISE, OTHERWISE_EN, UPON, acts_in, are_implied, behind_complete, is_act, is_done, leading,
    without_time, without_titles,
};

/// What joins acts that are all to be done.
const JOINS: [&str; 6] = ["并", "及", "和", "且", "、", "，"];

/// Whether an act that was not done is one of several that are asked together, or comes before one of them: what refutes one of
/// them refutes them all. Nothing else may be asked beside them.
pub(super) fn refutes_one(asked: &str, missing: &str) -> bool {
    let asked = without_titles(&asked.to_lowercase());
    let asked = behind_complete(without_time(&asked));
    let missing = acts_in(missing);
    together(asked).is_some_and(|asks| {
        let comes_before = |one: &&str| are_implied(&missing, &BTreeSet::from([*one]));
        let is_one = missing.len() == 1 && asks.iter().any(comes_before);
        !missing.is_empty() && (is_one || missing.is_subset(&asks))
    })
}

/// The acts with which words begin or end, where they name no other act and say nothing else that may be one.
fn together(asked: &str) -> Option<BTreeSet<&'static str>> {
    let is_english = asked.is_ascii();
    let split =
        if is_english { [english_end(asked), english_start(asked)] } else { [end(asked), start(asked)] };
    split.into_iter().find_map(|(acts, rest)| {
        let says_more = OTHERWISE.iter().any(|word| rest.contains(word))
            || rest.contains('或')
            || rest.contains(|c: char| c.is_ascii_digit());
        let words = || rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let says_more_en = words().any(|word| OTHERWISE_EN.contains(&word) || word == "or")
            || words().next().is_some_and(|word| UPON.contains(&word));
        let acts = acts_in(acts);
        (!says_more && !says_more_en && acts_in(rest).is_empty() && !acts.is_empty()).then_some(acts)
    })
}

/// The acts at the end of Chinese words, and what stands before them.
fn end(words: &str) -> (&str, &str) {
    let mut rest = words;
    let acts = || CHINESE.iter().filter(|(_, act)| act.is_some()).map(|(word, _)| *word);
    while let Some(word) =
        acts().chain(JOINS).filter(|word| rest.ends_with(word)).max_by_key(|word| word.len())
    {
        rest = rest.strip_suffix(word).unwrap_or_default();
    }
    (words.get(rest.len()..).unwrap_or_default(), rest)
}

/// The acts at the beginning of Chinese words, and what stands behind them.
fn start(words: &str) -> (&str, &str) {
    let mut rest = words;
    loop {
        let act = leading(rest).filter(|(_, act)| act.is_some()).map(|(word, _)| word);
        let Some(word) = act.or_else(|| JOINS.into_iter().find(|join| rest.starts_with(join))) else { break };
        rest = rest.get(word.len()..).unwrap_or_default();
    }
    (words.get(..words.len().saturating_sub(rest.len())).unwrap_or_default(), rest)
}

/// The acts at the end of English words, and what stands before them.
fn english_end(words: &str) -> (&str, &str) {
    const BETWEEN: [&str; 7] = ["and", "to", "be", "is", "are", "fully", ""];
    let mut rest = words.trim_end();
    while !rest.is_empty() {
        let last = rest.rsplit(' ').next().unwrap_or_default();
        let word = last.trim_matches(',');
        if !(is_done(word) || BETWEEN.contains(&word)) {
            break;
        }
        rest = rest.strip_suffix(last).unwrap_or_default().trim_end();
    }
    (words.get(rest.len()..).unwrap_or_default(), rest)
}

/// The acts at the beginning of English words, and what stands behind them.
fn english_start(words: &str) -> (&str, &str) {
    let mut rest = words;
    while !rest.is_empty() {
        let first = rest.split(' ').next().unwrap_or_default();
        if !(is_act(first) || matches!(first, "and" | "commission" | "test")) {
            break;
        }
        rest = rest.strip_prefix(first).unwrap_or_default().trim_start();
    }
    (words.get(..words.len().saturating_sub(rest.len())).unwrap_or_default(), rest)
}

/// Whether an act that was not done is among what is asked, or comes before something that is.
pub fn bears_on(asked: &str, missing: &str) -> bool {
    if share_a_stem(asked, missing) {
        return true;
    }
    let missing = acts_in(missing);
    acts_in(&without_titles(asked))
        .iter()
        .any(|asked| missing.contains(asked) || are_implied(&missing, &BTreeSet::from([*asked])))
}

/// Whether an English word of the one is a form of a word of the other: to commission, commissioned; operationalise, operational.
fn share_a_stem(one: &str, other: &str) -> bool {
    const LETTERS: usize = 6;
    let stems = |words: &str| -> BTreeSet<String> {
        let words = words.split(|c: char| !c.is_ascii_alphabetic()).filter_map(|word| word.get(..LETTERS));
        words.map(str::to_ascii_lowercase).collect()
    };
    !stems(one).is_disjoint(&stems(other))
}

#[cfg(test)]
mod tests {
    use super::{bears_on, refutes_one};

    #[test]
    fn what_refutes_one_of_several_acts_refutes_them_all() {
        for (asked, missing) in [
            ("年底前建成通车", "通车"),
            ("年底前建成通车", "建成"),
            ("建成投用", "投入使用"),
            ("建成并投入运营", "投入运营"),
            ("建成投用市第三医院", "投用"),
            ("市第三医院建成投用", "建成投用"),
            ("2022年底前建成并验收", "验收"),
            ("built and commissioned by december 2025", "commissioned"),
            ("Plant built and commissioned by December 2022", "commissioned"),
            ("Build and operate the plant", "built"),
        ] {
            assert!(refutes_one(asked, missing), "{asked}: {missing}");
        }
        for (asked, missing) in [
            ("建成或投用", "投用"),
            ("建成", "验收"),
            ("年内开工", "建成"),
            ("完成已投产项目评估", "投产"),
            ("6月底前开工，年底建成", "验收"),
            ("建成3座、开工2座", "建成"),
            ("Built or commissioned by 2025", "commissioned"),
            ("Evaluate the plants built", "built"),
            ("建成", "建成投用"),
        ] {
            assert!(!refutes_one(asked, missing), "{asked}: {missing}");
        }
    }

    #[test]
    fn an_act_bears_on_what_is_asked_in_another_form() {
        for (asked, missing) in [
            ("Commission the plant", "commissioned"),
            ("Complete and commission the plant", "commissioned"),
            ("Operationalise the centre", "operational"),
            ("Construct and operationalize health centre", "operational"),
            ("建成并验收", "验收"),
        ] {
            assert!(bears_on(asked, missing), "{asked}: {missing}");
        }
        assert!(!bears_on("Build the school", "commissioned"));
        assert!(!bears_on("建成", "验收"));
    }
}
