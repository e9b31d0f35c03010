//! The figures that an outcome's clauses give, as one: an amount and its share of the target, an amount and its
//! growth, a number and a bound that it keeps. Knows no words.

use super::fault::Reason;
use crate::domain::{
    act::contradicts,
    criterion::Comparison,
    quantity::Exact,
    value::{Change, Figure},
};

/// The figures of the parts as one: an amount and its share of the target, an amount and its growth.
pub(crate) fn joined(figures: Vec<Figure>) -> Result<Option<Figure>, Reason> {
    let mut figures = figures.into_iter();
    let Some(mut whole) = figures.next() else { return Ok(None) };
    for next in figures {
        whole = pair(whole, next)?;
    }
    Ok(Some(whole))
}

fn pair(one: Figure, other: Figure) -> Result<Figure, Reason> {
    match (one, other) {
        (Figure::Number { value, approximate: false }, Figure::ShareOfTarget { percent, value: None })
        | (Figure::ShareOfTarget { percent, value: None }, Figure::Number { value, approximate: false }) => {
            Ok(Figure::ShareOfTarget { percent, value: Some(value) })
        }
        (
            figure @ (Figure::Number { .. }
            | Figure::Bound { .. }
            | Figure::Between { .. }
            | Figure::ShareOfTarget { .. }),
            Figure::Change { .. },
        )
        | (
            Figure::Change { .. },
            figure @ (Figure::Number { .. }
            | Figure::Bound { .. }
            | Figure::Between { .. }
            | Figure::ShareOfTarget { .. }),
        )
        | (figure @ Figure::Number { .. }, Figure::Rank { .. }) => Ok(figure),
        // 已建成，投入使用
        (Figure::Act { what, not_done: false }, Figure::Act { what: next, not_done: false })
            if !what.is_ascii() && !next.is_ascii() =>
        {
            Ok(Figure::Act { what: format!("{what}并{next}"), not_done: false })
        }
        // 已建成，未验收: how far it has come, and an act that does not come before that.
        (Figure::Act { what, not_done: false }, Figure::Act { what: missing, not_done: true })
        | (Figure::Act { what: missing, not_done: true }, Figure::Act { what, not_done: false })
            if !contradicts(&what, &missing) =>
        {
            Ok(Figure::Act { what, not_done: false })
        }
        (Figure::Act { what, not_done }, Figure::Act { what: next, not_done: next_not_done }) => {
            Err(Reason::TwoActs(said(&what, not_done), said(&next, next_not_done)))
        }
        (Figure::Act { what, not_done }, Figure::ShareOfTarget { percent, .. })
        | (Figure::ShareOfTarget { percent, .. }, Figure::Act { what, not_done }) => {
            Err(Reason::TwoActs(said(&what, not_done), format!("{percent}%")))
        }
        // -0.5% (a decline of 0.5%): one figure said twice.
        (figure @ Figure::Number { value, approximate: false }, Figure::Number { value: again, .. })
            if value == again =>
        {
            Ok(figure)
        }
        // 突破1500亿元，达1523.4亿元: the number is the figure, and the bound a landmark that it has passed.
        (figure @ Figure::Number { value, .. }, Figure::Bound { op, value: bound, .. })
        | (Figure::Bound { op, value: bound, .. }, figure @ Figure::Number { value, .. }) => {
            if holds(value, op, bound) { Ok(figure) } else { Err(Reason::Contradiction) }
        }
        // The amount's about has no place beside a share.
        (Figure::Number { approximate: true, .. }, Figure::ShareOfTarget { .. })
        | (Figure::ShareOfTarget { .. }, Figure::Number { approximate: true, .. }) => Err(Reason::NotKept),
        _ => Err(Reason::TwoNumbers),
    }
}

/// An act as a report says it.
pub(crate) fn said(what: &str, not_done: bool) -> String {
    match (what.is_ascii(), not_done) {
        (true, false) => what.to_owned(),
        (true, true) => format!("not {what}"),
        (false, false) => format!("已{what}"),
        (false, true) => format!("未{what}"),
    }
}

/// The same changes, each once.
pub(crate) fn without_repeats(changes: Vec<Change>) -> Vec<Change> {
    changes.into_iter().fold(Vec::new(), |mut once, change| {
        if !once.contains(&change) {
            once.push(change);
        }
        once
    })
}

fn holds(value: Exact, op: Comparison, bound: Exact) -> bool {
    match op {
        Comparison::AtLeast => value >= bound,
        Comparison::MoreThan => value > bound,
        Comparison::AtMost => value <= bound,
        Comparison::LessThan => value < bound,
        Comparison::Equal => value == bound,
    }
}
