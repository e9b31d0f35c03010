//! What is to be as good as an earlier figure or better, in English: equal to or higher than 2019-20, maintain or improve on
//! last year, the previous year's result or better. Knows no indicator.

use super::{comparison::names_a_figure, lead::taken};
use crate::domain::{
    criterion::Comparison::{self, AtLeast, AtMost},
    reading::{
        times::reference::{Baseline, baseline, baseline_name},
        wording::{
            scan::{Table, take, try_word},
            verbs::Axis::{self, Figure, Worth},
            words,
        },
    },
};

/// How something is to stand to an earlier figure.
pub(crate) struct EqualOr {
    pub(crate) op: Comparison,
    pub(crate) axis: Axis,
    pub(crate) baseline: Baseline,
    /// Whether verbs say so, which go the way that is better: maintain or exceed.
    pub(crate) moved: bool,
}

/// As it was. Whether it is said by a verb.
const SAME: Table<bool> = &[
    ("equal to", false),
    ("equal", false),
    ("the same as", false),
    ("same as", false),
    ("the same", false),
    ("same", false),
    ("at", false),
    ("match", true),
    ("matches", true),
    ("matching", true),
    ("meet", true),
    ("meets", true),
    ("meeting", true),
    ("met", true),
    ("equals", true),
    ("maintain", true),
    ("maintains", true),
    ("maintaining", true),
    ("maintained", true),
];

/// Which side of it is as well. Whether it is said by a verb.
const SIDES: Table<(Comparison, Axis, bool)> = &[
    ("higher", (AtLeast, Figure, false)),
    ("greater", (AtLeast, Figure, false)),
    ("more", (AtLeast, Figure, false)),
    ("larger", (AtLeast, Figure, false)),
    ("above", (AtLeast, Figure, false)),
    ("lower", (AtMost, Figure, false)),
    ("less", (AtMost, Figure, false)),
    ("fewer", (AtMost, Figure, false)),
    ("smaller", (AtMost, Figure, false)),
    ("below", (AtMost, Figure, false)),
    ("better", (AtLeast, Worth, false)),
    ("exceed", (AtLeast, Figure, true)),
    ("exceeds", (AtLeast, Figure, true)),
    ("exceeding", (AtLeast, Figure, true)),
    ("exceeded", (AtLeast, Figure, true)),
    ("increase", (AtLeast, Figure, true)),
    ("increases", (AtLeast, Figure, true)),
    ("increased", (AtLeast, Figure, true)),
    ("decrease", (AtMost, Figure, true)),
    ("decreased", (AtMost, Figure, true)),
    ("reduce", (AtMost, Figure, true)),
    ("reduced", (AtMost, Figure, true)),
    ("improve", (AtLeast, Worth, true)),
    ("improves", (AtLeast, Worth, true)),
    ("improved", (AtLeast, Worth, true)),
    ("improve on", (AtLeast, Worth, true)),
    ("improve upon", (AtLeast, Worth, true)),
    ("improved on", (AtLeast, Worth, true)),
];

/// What the whole of the input says; `None` where it says something else or more.
pub(crate) fn equal_or(input: &mut &str) -> Option<EqualOr> {
    let found = in_front(input).or_else(|| behind(input))?;
    *input = "";
    Some(found)
}

/// Equal to or higher than 2019-20, better than or the same as last year.
fn in_front(input: &str) -> Option<EqualOr> {
    let mut rest = input;
    let (same, (op, axis, moves)) = if let Some(same) = try_word(&mut rest, SAME) {
        let is_either = take(&mut rest, "or");
        (same, side(&mut rest).filter(|_| is_either)?)
    } else {
        let side = side(&mut rest)?;
        let is_either = take(&mut rest, "or");
        (try_word(&mut rest, SAME).filter(|_| is_either)?, side)
    };
    let baseline = figure_named(input, &mut rest)?;
    rest.trim().is_empty().then_some(EqualOr { op, axis, baseline, moved: same || moves })
}

fn side(input: &mut &str) -> Option<(Comparison, Axis, bool)> {
    let side = try_word(input, SIDES)?;
    let _ = take(input, "than");
    Some(side)
}

/// 2019-20 result or better, the same as last year or higher.
fn behind(input: &str) -> Option<EqualOr> {
    let mut rest = input;
    let moved = try_word(&mut rest, SAME).unwrap_or(false);
    let baseline = figure_named(input, &mut rest)?;
    let limit = try_word(&mut rest, words::BEHIND).filter(|_| input.is_ascii() && input.contains(" or "))?;
    let (op, axis) = limit.map_or((AtLeast, Worth), |op| (op, Figure));
    rest.trim().is_empty().then_some(EqualOr { op, axis, baseline, moved })
}

/// Whether a year behind what is to be kept says when that is due, and not what it is compared with: maintain or improve in 2020-21.
pub(crate) fn names_when_due(before: &str, year: &str) -> bool {
    let compares = ["than", "as", "to"].iter().any(|word| before.trim_end().ends_with(word));
    year.trim_start().starts_with("in ") && !compares
}

/// An earlier figure by its name. A number that may be a year needs a word that says so.
fn figure_named(whole: &str, input: &mut &str) -> Option<Baseline> {
    let start = *input;
    if names_when_due(taken(whole, start), start) {
        return None;
    }
    let is_compared =
        ["compared", "since", "relative"].iter().any(|word| start.trim_start().starts_with(word));
    let base = baseline(input).or_else(|| baseline_name(input))?;
    let said = start.get(..start.len() - input.len())?;
    (is_compared || names_a_figure(&base, said)).then_some(base)
}
