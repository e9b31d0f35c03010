//! The figure that a target's words say that it starts from: 从60%提高到65%, 70% (baseline: 60%). It is no part of what is
//! asked, and says how far it should be on the way.

use super::{
    Context,
    amount::Yardstick,
    clause::Form,
    notes::base_note,
    phrase::parts,
    read_target,
    sense::{Reader, Role},
    subject,
    text::Text,
};
use crate::domain::{criterion::Condition, indicator::Measure, quantity::Exact};

/// A figure that a target starts from, as its words print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The year that it is of, where the words name it.
    pub year: Option<String>,
    /// The figure, in the unit.
    pub value: Exact,
}

/// Where the words of a target for a level say that it starts from; `None` where they do not, or print several.
pub fn starts_at(phrase: &str, context: &Context<'_>) -> Option<Start> {
    if context.measure != Measure::Level {
        return None;
    }
    let criterion = read_target(phrase, context).ok()?.criterion;
    if !matches!(criterion.condition, Condition::Threshold { .. } | Condition::Range { .. }) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let unit = Text::new(context.unit).ok()?;
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    let reader = Reader { context, yardstick: &yardstick, role: Role::Target };
    let found = parts(&text.plain, "").ok()?.into_iter().filter_map(|part| {
        let words = text.plain.get(part.span)?;
        if part.is_note {
            let base = base_note(words, &yardstick)?;
            let year = base.year.map(str::to_owned);
            return Some(Start { year, value: yardstick.beside_in_unit(&base.amount).ok()? });
        }
        match subject::clause_with_name(words, &reader) {
            Ok(Form::Statement(said)) => {
                Some(Start { year: None, value: yardstick.beside_in_unit(said.start.as_ref()?).ok()? })
            }
            _ => None,
        }
    });
    let found: Vec<Start> = found.collect();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Start, starts_at};
    use crate::domain::{
        indicator::{Direction, Measure},
        quantity::Exact,
        reading::Context,
    };

    #[test]
    fn the_figure_that_words_start_from() {
        let context = |unit, direction| Context {
            unit,
            measure: Measure::Level,
            direction: Some(direction),
            is_reduction: false,
            scale: &[],
        };
        let share = context("%", Direction::Higher);
        let days = context("days", Direction::Lower);
        for (phrase, context, start) in [
            ("从60%提高到65%", &share, Some((None, 60))),
            ("increase from 60% to 65%", &share, Some((None, 60))),
            ("Reduce from 20 days to 10 days", &days, Some((None, 20))),
            ("70% (baseline: 60%)", &share, Some((None, 60))),
            ("82%以上（2021年实际79%）", &share, Some((Some("2021"), 79))),
            ("70% (baseline 2021: 60%)", &share, Some((Some("2021"), 60))),
            ("70%", &share, None),
            ("提高5个百分点（上年60%）", &share, None),
        ] {
            let start = start.map(|(year, value): (Option<&str>, i64)| Start {
                year: year.map(str::to_owned),
                value: Exact::from(value),
            });
            assert_eq!(starts_at(phrase, context), start, "{phrase}");
        }
    }
}
