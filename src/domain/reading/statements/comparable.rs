//! The words for what is like for like: 同口径, and that something is taken out of the figure, or put back, so that it can be
//! compared (扣除留抵退税因素后). Growth without the change of prices is no such thing: it is the growth that is usually meant.

use super::lexicon::{bare, is_one_of, take_one_of};
use crate::domain::reading::wording::{scan::try_word, words::LIKE_FOR_LIKE};

/// Takes words that say that what follows is like for like.
pub(crate) fn says_comparable(input: &mut &str) -> bool {
    if try_word(input, LIKE_FOR_LIKE).is_some() {
        return true;
    }
    let mut rest = *input;
    let Some(behind) = taken_out(&mut rest).and_then(|_| rest.strip_prefix('后')) else { return false };
    *input = behind;
    // 还原留抵退税后同口径增长1.2%
    let _ = try_word(input, LIKE_FOR_LIKE);
    true
}

/// Takes what is taken out of a figure, or put back, up to 后, and gives it: 留抵退税因素 of 扣除留抵退税因素后.
fn taken_out<'a>(input: &mut &'a str) -> Option<&'a str> {
    const LONGEST: usize = 12;
    // What moves, compares or counts is no name of a factor, and prices are taken out of what grows anyway.
    const STOP: &str = "价后增减升降涨跌高低超较至到达为";
    if !take_one_of(input, "扣除|剔除|还原") {
        return None;
    }
    let is_named = |c: char| !c.is_ascii() && c.is_alphabetic() && !STOP.contains(c);
    let length = input.len() - input.trim_start_matches(is_named).len();
    let (what, rest) = input.split_at_checked(length)?;
    *input = rest;
    (2..=LONGEST).contains(&what.chars().count()).then_some(what)
}

/// Whether a note says like for like.
pub(crate) fn like_for_like_note(note: &str) -> bool {
    let bare = bare(note);
    let is_known = is_one_of(
        &bare,
        "同口径|按同口径|按同口径计算|可比口径|按可比口径|按可比口径计算|like-for-like|like for like|comparable basis",
    );
    let mut rest = bare.as_str();
    let what = taken_out(&mut rest);
    // 剔除重复 may be of the counting.
    let is_factor = |what: &str| ["因素", "影响", "沙尘", "退税"].iter().any(|word| what.contains(word));
    is_known || (matches!(rest, "" | "后") && what.is_some_and(is_factor))
}

#[cfg(test)]
mod tests {
    use super::{like_for_like_note, says_comparable};

    #[test]
    fn what_is_taken_out_makes_it_comparable_but_prices() {
        for (words, rest) in [
            ("同口径增长3%", "增长3%"),
            ("扣除留抵退税因素后增长5.6%", "增长5.6%"),
            ("还原留抵退税后同口径增长1.2%", "增长1.2%"),
            ("剔除特殊因素后增长2.1%", "增长2.1%"),
            ("扣除沙尘影响后86.8%", "86.8%"),
        ] {
            let mut input = words;
            assert!(says_comparable(&mut input), "{words}");
            assert_eq!(input, rest, "{words}");
        }
        for words in ["扣除价格因素后增长5%", "扣除5亿元后增长5%", "扣除增长因素后5%", "扣除5%", "后增长5%"]
        {
            assert!(!says_comparable(&mut { words }), "{words}");
        }
        for note in ["扣除沙尘", "剔除留抵退税因素后", "扣除不可比因素", "同口径"] {
            assert!(like_for_like_note(note), "{note}");
        }
        for note in ["剔除重复", "扣除价格因素", "扣除5家", "剔除"] {
            assert!(!like_for_like_note(note), "{note}");
        }
    }
}
