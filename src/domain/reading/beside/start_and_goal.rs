//! The two figures that a bracket prints beside a change, of which the second is what it led to: increase of 5 points (60% to
//! 65%). Alone they would be a range.

use crate::domain::{
    criterion::ChangeUnit,
    quantity::Exact,
    reading::{
        numbers::amount::{Amount, Yardstick},
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::take,
        },
    },
};

/// Whether a change leads from one figure to another, as far as its decimals tell.
pub fn leads_to(by: Exact, by_unit: ChangeUnit, from: Exact, to: Exact) -> bool {
    let mut step = Exact::ONE;
    for _ in 0..by.decimals() {
        let Some(finer) = step.over(Exact::from(10)) else { return false };
        step = finer;
    }
    let off = || {
        let moved = to.minus(from)?;
        match by_unit {
            ChangeUnit::Points | ChangeUnit::Amount => Some((moved.minus(by)?.abs(), step)),
            ChangeUnit::Percent => {
                let of_it = moved.times(Exact::HUNDRED)?.minus(by.times(from)?)?.abs();
                Some((of_it, step.times(from.abs())?))
            }
        }
    };
    off().is_some_and(|(off, room)| off.is_zero() || off < room)
}

/// What a change came to, where words print no more than the figure before it and the one after it; `None` where they are
/// something else.
///
/// # Errors
/// A fault where the change does not lead from the one to the other.
pub(crate) fn reached(
    words: &str,
    by: Exact,
    by_unit: ChangeUnit,
    yardstick: &Yardstick,
) -> Parsed<Option<Exact>> {
    let Some((from, to, may_be_a_range)) = pair(words, yardstick) else { return Ok(None) };
    let (Ok(from), Ok(to)) = (yardstick.beside_in_unit(&from), yardstick.in_unit(&to)) else {
        return Ok(None);
    };
    if leads_to(by, by_unit, from, to) {
        return Ok(Some(to));
    }
    if may_be_a_range { Ok(None) } else { Err(Fault::at(words.len(), Reason::TwoNumbers)) }
}

/// Two amounts with a word or an arrow from the one to the other, or with a dash, which a range has as well.
fn pair(words: &str, yardstick: &Yardstick) -> Option<(Amount, Amount, bool)> {
    let mut rest = words;
    let _ = take(&mut rest, "from") || take(&mut rest, "由") || take(&mut rest, "从");
    let first = yardstick.amount(&mut rest).ok()?;
    rest = rest.trim_start();
    let is_led = ["to", "→", "->", "至", "到"].into_iter().any(|link| take(&mut rest, link));
    if !is_led && !take(&mut rest, "-") {
        return None;
    }
    rest = rest.trim_start();
    let second = yardstick.amount(&mut rest).ok()?;
    let are_plain = [&first, &second].iter().all(|amount| !amount.surplus);
    (rest.trim().is_empty() && are_plain).then_some((first, second, !is_led))
}

#[cfg(test)]
mod tests {
    use super::leads_to;
    use crate::domain::{criterion::ChangeUnit, quantity::Exact};

    #[test]
    fn a_change_leads_from_one_figure_to_another_as_far_as_it_is_printed() {
        for (by, unit, from, to, leads) in [
            ("5", ChangeUnit::Points, "60", "65", true),
            ("5", ChangeUnit::Points, "60.2", "65.4", true),
            ("5", ChangeUnit::Points, "60", "66", false),
            ("10", ChangeUnit::Percent, "100", "110", true),
            ("12", ChangeUnit::Percent, "250", "279", true),
            ("12", ChangeUnit::Percent, "250", "270", false),
            ("-12", ChangeUnit::Percent, "250", "220", true),
            ("0.4", ChangeUnit::Percent, "250", "251", true),
            ("45", ChangeUnit::Amount, "250", "295", true),
            ("45", ChangeUnit::Amount, "295", "250", false),
        ] {
            let exact = |text| Exact::parse(text).unwrap();
            assert_eq!(leads_to(exact(by), unit, exact(from), exact(to)), leads, "{by} {from} {to}");
        }
    }
}
