//! Words for a sign without a number: 正增长, unchanged. Knows nothing of amounts.

use super::{clause::Form, comparable::says_comparable};
use crate::domain::{
    criterion::Comparison::{self, AtLeast, AtMost, Equal, LessThan, MoreThan},
    reading::{
        times::reference::{baseline, baseline_name},
        wording::{
            fault::{Fault, Parsed},
            fillers,
            scan::{Table, take, try_word},
            verbs::{Axis, Nature},
        },
    },
};

const SIGNS: Table<(Comparison, bool, bool)> = &[
    ("正增长", (MoreThan, false, true)),
    ("负增长", (LessThan, false, true)),
    ("零增长", (Equal, false, true)),
    ("持平", (Equal, false, false)),
    ("基本持平", (Equal, true, false)),
    ("大体持平", (Equal, true, false)),
    ("总体持平", (Equal, true, false)),
    ("不下降", (AtLeast, false, false)),
    ("不降低", (AtLeast, false, false)),
    ("不减少", (AtLeast, false, false)),
    ("不增长", (AtMost, false, false)),
    ("不增加", (AtMost, false, false)),
    ("不上升", (AtMost, false, false)),
    ("不反弹", (AtMost, false, false)),
    ("不升高", (AtMost, false, false)),
    ("只降不升", (AtMost, false, false)),
    ("只减不增", (AtMost, false, false)),
    ("只增不减", (AtLeast, false, false)),
    ("只升不降", (AtLeast, false, false)),
    ("positive growth", (MoreThan, false, true)),
    ("positive", (MoreThan, false, true)),
    ("negative growth", (LessThan, false, true)),
    ("negative", (LessThan, false, true)),
    ("zero growth", (Equal, false, true)),
    ("no change", (Equal, false, false)),
    ("unchanged", (Equal, false, false)),
    ("remain unchanged", (Equal, false, false)),
    ("flat", (Equal, false, false)),
    ("broadly unchanged", (Equal, true, false)),
    ("largely unchanged", (Equal, true, false)),
    ("essentially unchanged", (Equal, true, false)),
    ("broadly flat", (Equal, true, false)),
    ("no increase", (AtMost, false, false)),
    ("no decrease", (AtLeast, false, false)),
    ("no decline", (AtLeast, false, false)),
    ("no reduction", (AtLeast, false, false)),
    ("no rise", (AtMost, false, false)),
];

/// Verbs of change that stand alone in a report: 有所增长, increased.
const MOVED: Table<Comparison> = &[
    ("改善", MoreThan),
    ("有所改善", MoreThan),
    ("增长", MoreThan),
    ("增加", MoreThan),
    ("提高", MoreThan),
    ("上升", MoreThan),
    ("有所增长", MoreThan),
    ("有所增加", MoreThan),
    ("有所提高", MoreThan),
    ("有所上升", MoreThan),
    ("increased", MoreThan),
    ("rose", MoreThan),
    ("下降", LessThan),
    ("减少", LessThan),
    ("降低", LessThan),
    ("有所下降", LessThan),
    ("有所减少", LessThan),
    ("有所降低", LessThan),
    ("decreased", LessThan),
    ("fell", LessThan),
];

/// Which way something has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) op: Comparison,
    /// What it is that has become more or less.
    pub(crate) axis: Axis,
    pub(crate) like_for_like: bool,
}

/// Which way a figure has gone, and whether like for like, where the words say nothing else.
pub(crate) fn moved(phrase: &str) -> Option<Moved> {
    let mut input = phrase;
    let like_for_like = says_comparable(&mut input);
    let here = input;
    if !baseline(&mut input).is_some_and(|base| base.is_previous()) {
        input = here;
    }
    let verb = input.strip_prefix("有所").unwrap_or(input);
    let op = try_word(&mut input, MOVED)?;
    input.is_empty().then_some(Moved { op, axis: Nature::of(verb).axis(), like_for_like })
}

pub(crate) fn sign(input: &mut &str) -> Parsed<Form> {
    let mut like_for_like = false;
    loop {
        let here = *input;
        if says_comparable(input) {
            like_for_like = true;
            continue;
        }
        // 与上年持平, 比上年不下降: the period before is what growth is counted from anyway.
        if take(input, "与")
            && let Some(base) = baseline_name(input)
            && base.is_previous()
        {
            continue;
        }
        *input = here;
        if let Some(base) = baseline(input) {
            if base.is_previous() {
                continue;
            }
            *input = here;
        }
        if crate::domain::reading::times::reference::year_named(input) {
            continue;
        }
        match try_word(input, fillers::FILLERS) {
            Some(false) => {}
            Some(true) => return Err(Fault::soft(here)),
            None => break,
        }
    }
    let Some((op, about, is_growth)) = try_word(input, SIGNS) else {
        return Err(Fault::soft(input));
    };
    let here = *input;
    let behind = take(input, "with") || take(input, "from") || take(input, "over") || take(input, "on");
    if !(behind && baseline_name(input).is_some_and(|base| base.is_previous())) {
        *input = here;
    }
    Ok(Form::Sign { op, about, is_growth, like_for_like })
}
