//! The figure that a target's words say that it starts from: 从60%提高到65%, 70% (baseline: 60%). It is no part of what is
//! asked, and says how far it should be on the way.

use super::{
    notes::base_note,
    of_year::{figure_of_a_year, printed_base},
};
use crate::domain::{
    criterion::Condition,
    indicator::Measure,
    quantity::Exact,
    reading::{
        Context,
        names::subject,
        numbers::amount::Yardstick,
        read_target,
        reworded::usual_english::StartAndGoal,
        statements::{
            bases::base,
            clause::Form,
            phrase::parts,
            sense::{Reader, Role},
        },
        wording::text::Text,
    },
};

/// A figure that a target starts from, as its words print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The year that it is of, where the words name it.
    pub year: Option<String>,
    /// The figure, in the unit.
    pub value: Exact,
}

/// Where the words of a target for a level say that it starts from, or those of a change what it is counted from; `None` where
/// they do not, or print several.
pub fn starts_at(phrase: &str, context: &Context<'_>) -> Option<Start> {
    let told = StartAndGoal::of(phrase);
    let with_verb = told.as_ref().and_then(|told| told.asked(context));
    let words = with_verb.as_deref().unwrap_or(phrase);
    let criterion = read_target(words, context).ok()?.criterion;
    let text = Text::new(words).ok()?;
    let unit = Text::new(context.unit).ok()?;
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    match criterion.condition {
        Condition::Threshold { .. } | Condition::Range { .. } if context.measure == Measure::Level => {}
        Condition::Change { to_value: None, from, .. } => return base_of_change(&text, &from, &yardstick),
        _ => return None,
    }
    match printed(&text, context, &yardstick).as_slice() {
        [one] => {
            let year = one.year.clone().or_else(|| Some(told?.since.to_string()));
            Some(Start { year, value: one.value })
        }
        _ => None,
    }
}

/// Whether the words of a target print what its amount starts from: increase from 8 million to 30 million, 30 million (baseline 8
/// million). Such an amount is that of one year, and no sum of several.
pub fn prints_a_start(phrase: &str, context: &Context<'_>) -> bool {
    let with_verb = StartAndGoal::of(phrase).and_then(|told| told.asked(context));
    let said = with_verb.as_deref().unwrap_or(phrase);
    let (Ok(text), Ok(unit)) = (Text::new(said), Text::new(context.unit)) else { return false };
    !printed(&text, context, &Yardstick::new(&unit, text.is_traditional)).is_empty()
}

/// The figures that words say that something starts from.
fn printed(text: &Text<'_>, context: &Context<'_>, yardstick: &Yardstick) -> Vec<Start> {
    let reader = Reader { context, yardstick, role: Role::Target };
    let Ok(parts) = parts(&text.plain, "") else { return Vec::new() };
    // Baseline: 60%; Target: 80%
    let names_target = parts.iter().filter(|part| !part.is_note).any(|part| {
        let words = text.plain.get(part.span.clone()).unwrap_or("");
        ["target", "目标"].iter().any(|name| words.starts_with(name))
    });
    let found = parts.into_iter().filter_map(|part| {
        let words = text.plain.get(part.span)?;
        if names_target
            && !part.is_note
            && let Some(base) = base(words, yardstick)
        {
            let year = base.year.map(str::to_owned);
            return Some(Start { year, value: yardstick.beside_in_unit(&base.amount).ok()? });
        }
        if part.is_note {
            let base = base_note(words, yardstick)?;
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
    found.collect()
}

/// What a change is counted from, where a bracket prints the figure right behind its name or with it: 2 points above 2018-19
/// (72%), (72% in 2018-19).
fn base_of_change(text: &Text<'_>, from: &str, yardstick: &Yardstick) -> Option<Start> {
    let notes = parts(&text.plain, "").ok()?.into_iter().filter(|part| part.is_note);
    let found = notes.filter_map(|part| {
        let before = text.plain.get(..part.span.start)?;
        let note = text.plain.get(part.span)?;
        let printed = printed_base(before, note, from, yardstick)
            .or_else(|| figure_of_a_year(note, yardstick).filter(|printed| printed.base.from == from))?;
        let year = Some(&printed.base).filter(|base| !base.is_previous()).map(|base| base.from.clone());
        Some(Start { year, value: yardstick.beside_in_unit(&printed.amount).ok()? })
    });
    let found: Vec<Start> = found.collect();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Start, prints_a_start, starts_at};
    use crate::domain::{
        indicator::{Direction, Measure},
        quantity::Exact,
        reading::Context,
    };

    #[test]
    fn an_amount_that_starts_from_one_of_a_year() {
        let context = |unit, direction| Context {
            unit,
            measure: Measure::Flow,
            direction: Some(direction),
            is_reduction: false,
            scale: &[],
        };
        let (visitors, people) =
            (context("million", Direction::Higher), context("万人次", Direction::Higher));
        let (emissions, tonnes) = (context("Mt", Direction::Lower), context("万吨", Direction::Lower));
        for (phrase, context, is_printed) in [
            ("increase from 8 million to 30 million", &visitors, true),
            ("Increase from 8 million in 2015 to 30 million", &visitors, true),
            ("raise from 8 million to at least 30 million", &visitors, true),
            ("at least 30 million (baseline 8 million)", &visitors, true),
            ("at least 30 million (baseline 2015: 8 million)", &visitors, true),
            ("Baseline: 8 million; Target: 30 million", &visitors, true),
            ("由800万人次增加到3000万人次", &people, true),
            ("从800万人次提高到3000万人次", &people, true),
            ("3000万人次（2015年实际800万人次）", &people, true),
            ("reduce from 600 Mt to 500 Mt", &emissions, true),
            ("lower from 600 Mt to 500 Mt", &emissions, true),
            ("由600万吨降到500万吨", &tonnes, true),
            ("30 million", &visitors, false),
            ("reach 30 million", &visitors, false),
            ("at least 30 million (cumulative)", &visitors, false),
            ("增加到3000万人次", &people, false),
            ("from 1 January", &visitors, false),
        ] {
            assert_eq!(prints_a_start(phrase, context), is_printed, "{phrase}");
        }
    }

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
            ("Baseline: 60%; Target: 80%", &share, Some((None, 60))),
            ("Baseline 60%, target 80%", &share, Some((None, 60))),
            ("raise from 58% in 2018 to 70% by 2025", &share, Some((Some("2018"), 58))),
            ("from 58% in 2018 to 70% by 2025", &share, Some((Some("2018"), 58))),
            ("70% by 2025, up from 58% in 2018", &share, Some((Some("2018"), 58))),
            ("Reduce from 20 days in 2018 to 10 days by 2025", &days, Some((Some("2018"), 20))),
            ("70%", &share, None),
            ("提高5个百分点（上年60%）", &share, None),
            ("2 percentage points above 2018–19 (72%)", &share, Some((Some("2018-19"), 72))),
            (
                "At least 2 percentage points above the 2018-19 baseline (72%)",
                &share,
                Some((Some("2018-19"), 72)),
            ),
            ("2 percentage points higher than previous year (72%)", &share, Some((None, 72))),
            ("2 points above 2018-19 (72% in 2018-19)", &share, Some((Some("2018-19"), 72))),
            ("2 points above 2018-19 (2018-19 result: 72%)", &share, Some((Some("2018-19"), 72))),
            ("2 points above 2018-19 (2018-19 baseline: 72%)", &share, Some((Some("2018-19"), 72))),
            ("2 points above 2018-19 (74% in 2020-21)", &share, None),
            ("5% decrease from 2014 (100 days in 2014)", &days, Some((Some("2014"), 100))),
            ("Increase of 2 percentage points from 2018-19 (to 74%)", &share, None),
            ("5% decrease from 2014-15 (100 days)", &days, Some((Some("2014-15"), 100))),
            ("By 2022-23, 2 points above 2018-19 (72%)", &share, Some((Some("2018-19"), 72))),
            ("2 percentage points above 2018-19 by 2022-23 (74%)", &share, None),
            ("5% decrease from 2014-15 by 2022-23 (95 days)", &days, None),
            ("提高2个百分点（72%）", &share, None),
        ] {
            let start = start.map(|(year, value): (Option<&str>, i64)| Start {
                year: year.map(str::to_owned),
                value: Exact::from(value),
            });
            assert_eq!(starts_at(phrase, context), start, "{phrase}");
        }
    }
}
