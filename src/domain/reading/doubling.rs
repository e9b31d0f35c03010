//! Doubling and halving: 翻一番, double 2015 levels, halve. A change by percent that prints none.

use super::{
    amount::Yardstick,
    clause::Form,
    fault::{Fault, Parsed, Reason},
    number::exact_product,
    reference::{Baseline, baseline, baseline_name, year_named},
    scan::{Table, take, try_word},
    target::Target,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    unit::Base,
};

pub(super) fn doubled(input: &mut &str) -> Parsed<Form> {
    let words: Table<i64> = &[
        ("翻一番", 100),
        ("翻番", 100),
        ("翻两番", 300),
        ("double", 100),
        ("doubled", 100),
        ("doubling", 100),
        ("triple", 200),
        ("减半", -50),
        ("halve", -50),
        ("halved", -50),
        ("halving", -50),
    ];
    let mut year = year_named(input);
    let mut base = baseline(input);
    year |= !year && year_named(input);
    while try_word(input, &[("力争", ()), ("实现", ()), ("确保", ())]).is_some() {}
    let Some(percent) = try_word(input, words) else { return Err(Fault::soft(input)) };
    if base.is_none() {
        base = baseline(input).or_else(|| levels(input));
    }
    year |= !year && year_named(input);
    Ok(Form::Doubled { percent: Exact::from(percent), baseline: base, year })
}

/// 110% of the 2019 level: so much more than what was there then.
pub(super) fn share_of_level(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    let start = *input;
    let amount = yardstick.amount(input)?;
    let is_plain =
        amount.unit.base == Base::Fraction && !amount.signed && !amount.in_parts && !amount.surplus;
    let of_level = take(input, "of") && {
        let _ = take(input, "the");
        true
    };
    let base = if of_level && is_plain { levels(input) } else { None };
    let percent =
        exact_product(amount.number, amount.unit.scale).and_then(|all| all.plus(Exact::HUNDRED.negated()));
    match (base, percent) {
        (Some(baseline), Some(percent)) => Ok(Form::OfLevel { percent, baseline }),
        _ => Err(Fault::soft(start)),
    }
}

/// 2015 levels: the level of a year, which is the one that is doubled.
fn levels(input: &mut &str) -> Option<Baseline> {
    let here = *input;
    let base = baseline_name(input)?;
    let said = here.get(..here.len() - input.len()).unwrap_or("");
    if said.ends_with("level") || said.ends_with("levels") {
        return Some(base);
    }
    *input = here;
    None
}

impl Target<'_> {
    /// What a doubling or a halving asks, of an amount of which as much is better.
    pub(super) fn doubling(
        &self,
        percent: Exact,
        baseline: Option<Baseline>,
        is_dated: bool,
        words: &str,
    ) -> Parsed<Criterion> {
        let is_amount = matches!(self.measure(), Measure::Flow | Measure::Level)
            && !self.reader.yardstick.unit.is_fraction()
            && !self.reader.context.is_reduction;
        let is_half = percent.is_negative();
        let direction = if is_half { Direction::Lower } else { Direction::Higher };
        // Double by 2030, or halve: of which year's figure is not said.
        let is_open = baseline.is_none() && (is_dated || is_half);
        if is_open || !is_amount || self.direction() != Some(direction) {
            return Err(Fault::firm(words, Reason::Ambiguous));
        }
        let from = baseline.map_or_else(|| PREVIOUS_PERIOD.to_owned(), |baseline| baseline.from);
        Ok(Condition::Change {
            op: if is_half { Comparison::AtMost } else { Comparison::AtLeast },
            by: percent,
            by_unit: ChangeUnit::Percent,
            from,
            to_value: None,
            about: false,
            average_per_year: false,
        }
        .into())
    }

    /// What a share of an earlier level asks of an amount.
    pub(super) fn of_level(&self, percent: Exact, baseline: Baseline, words: &str) -> Parsed<Criterion> {
        let is_amount = matches!(self.measure(), Measure::Flow | Measure::Level)
            && !self.reader.yardstick.unit.is_fraction()
            && !self.reader.context.is_reduction;
        if !is_amount {
            return Err(Fault::firm(words, Reason::Ambiguous));
        }
        Ok(Condition::Change {
            op: self.by_direction(words.len())?,
            by: percent,
            by_unit: ChangeUnit::Percent,
            from: baseline.from,
            to_value: None,
            about: false,
            average_per_year: false,
        }
        .into())
    }
}
