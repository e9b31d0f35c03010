//! Doubling and halving: 翻一番, double 2015 levels, halve. A change by percent that prints none.

use super::{clause::Form, sense::Reader};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::{
        numbers::{amount::Yardstick, number::exact_product},
        target::Target,
        times::reference::{Baseline, baseline, baseline_name, year_named},
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{Table, take, try_word},
            words,
        },
    },
    unit::Base,
};

pub(crate) fn doubled(input: &mut &str) -> Parsed<Form> {
    let words: Table<i64> = &[
        ("翻一番", 100),
        ("翻番", 100),
        ("翻两番", 300),
        ("翻了一番", 100),
        ("翻了两番", 300),
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
    // Halve by 2030 compared to 2015. Behind a year, last year may be the one before it or the one before the plan.
    let before = *input;
    if base.is_none() {
        base = baseline(input).filter(|base| !base.is_previous());
        *input = if base.is_some() { *input } else { before };
    }
    let is_limit = percent > 0 && take(input, "以上");
    Ok(Form::Doubled { percent: Exact::from(percent), baseline: base, year, is_limit })
}

/// 达到2020年的2倍, 是上年的120%: so many times what was there then.
fn times_of_level(input: &mut &str, yardstick: &Yardstick) -> Option<Form> {
    let leads: Table<()> = &[
        ("达到", ()),
        ("达", ()),
        ("是", ()),
        ("为", ()),
        ("相当于", ()),
        ("恢复到", ()),
        ("恢复至", ()),
        ("增长到", ()),
        ("增加到", ()),
        ("提高到", ()),
    ];
    let mut rest = *input;
    while try_word(&mut rest, &[("确保", ()), ("力争", ())]).is_some() {}
    let led = rest;
    let is_led = try_word(&mut rest, leads).is_some();
    let is_led_to_a_share = !yardstick.unit.is_fraction()
        && ["恢复", "相当于", "为", "是"].iter().any(|lead| led.trim_start().starts_with(lead));
    let op = try_word(&mut rest, words::BEFORE).map(|limit| limit.op);
    let baseline = baseline_name(&mut rest).filter(|_| is_led || op.is_some())?;
    let is_named = take(&mut rest, "的");
    let amount = yardstick.amount(&mut rest).ok()?;
    let is_plain = is_named && !amount.signed && !amount.in_parts && !amount.surplus;
    let times = match amount.unit.base {
        Base::Times if yardstick.unit.base != Base::Times => amount.number,
        // The percentage of an earlier year may be that year's own figure, but where the indicator is none.
        Base::Fraction if baseline.is_previous() || is_led_to_a_share => {
            exact_product(amount.number, amount.unit.scale)?.over_exactly(Exact::HUNDRED)?
        }
        _ => return None,
    };
    let about = try_word(&mut rest, words::ABOUT_BEHIND).is_some();
    let behind = take(&mut rest, "以上").then_some(Comparison::AtLeast);
    // 恢复到2019年的95% is short of that year; elsewhere a share below the whole may be one of something else.
    let recovers = is_led_to_a_share
        && amount.unit.base == Base::Fraction
        && times.is_positive()
        && ["恢复", "相当于"].iter().any(|lead| led.trim_start().starts_with(lead));
    let more =
        times.plus(Exact::ONE.negated()).filter(|more| is_plain && (more.is_positive() || recovers))?;
    if op.is_some() && behind.is_some() {
        return None;
    }
    *input = rest;
    Some(Form::OfLevel { percent: more.times(Exact::HUNDRED)?, baseline, op: op.or(behind), about })
}

/// 110% of the 2019 level: so much more than what was there then.
pub(crate) fn share_of_level(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    if let Some(times) = times_of_level(input, yardstick) {
        return Ok(times);
    }
    let start = *input;
    let op = try_word(input, words::BEFORE).map(|limit| limit.op);
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
        (Some(baseline), Some(percent)) => Ok(Form::OfLevel { percent, baseline, op, about: false }),
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

impl Reader<'_> {
    /// Whether the indicator is an amount, of which there can be so many times as much.
    pub(crate) fn can_multiply(&self) -> bool {
        matches!(self.context.measure, Measure::Flow | Measure::Level)
            && !self.yardstick.unit.is_fraction()
            && !self.context.is_reduction
    }
}

impl Target<'_> {
    /// What a doubling or a halving asks, of an amount of which as much is better.
    pub(crate) fn doubling(
        &self,
        percent: Exact,
        baseline: Option<Baseline>,
        is_dated: bool,
        words: &str,
    ) -> Parsed<Criterion> {
        let is_amount = self.reader.can_multiply();
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
    pub(crate) fn of_level(
        &self,
        percent: Exact,
        baseline: Baseline,
        (op, about): (Option<Comparison>, bool),
        words: &str,
    ) -> Parsed<Criterion> {
        if !self.reader.can_multiply() {
            return Err(Fault::firm(words, Reason::Ambiguous));
        }
        if about && op.is_some() {
            return Err(Fault::firm(words, Reason::AboutAndStrict));
        }
        // At least 50% of 1990 levels, where less is better: nobody asks for the worse side of a fall.
        let is_worse = match self.direction() {
            Some(Direction::Higher) => matches!(op, Some(Comparison::AtMost | Comparison::LessThan)),
            Some(Direction::Lower) => matches!(op, Some(Comparison::AtLeast | Comparison::MoreThan)),
            Some(Direction::OnTarget) | None => false,
        };
        if is_worse && percent.is_negative() {
            return Err(Fault::firm(words, Reason::AgainstDirection));
        }
        // To recover is to rise again, of which less is no goal.
        if words.contains("恢复") && self.reader.context.direction != Some(Direction::Higher) {
            return Err(Fault::firm(words, Reason::Ambiguous));
        }
        Ok(Condition::Change {
            op: op.map_or_else(|| self.by_direction(words.len()), Ok)?,
            by: percent,
            by_unit: ChangeUnit::Percent,
            from: baseline.from,
            to_value: None,
            about,
            average_per_year: false,
        }
        .into())
    }
}
