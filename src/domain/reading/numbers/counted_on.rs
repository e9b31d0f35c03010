//! What an amount is said to be counted on before it is printed: 人均45000元, 户均2.3万元, 地均10亿元. Knows the indicator by its
//! unit only.

use super::{
    amount::{Amount, Yardstick},
    range::Span,
};
use crate::domain::{
    quantity::Exact,
    reading::wording::{
        fault::{Fault, Parsed, Reason},
        scan::{Table, try_word},
    },
    unit::{Base, Unit},
};

/// The words, and the unit that they stand for; none where it is any area.
const WORDS: Table<Option<&str>> = &[
    ("人均", Some("/人")),
    ("每人", Some("/人")),
    ("每百人", Some("/百人")),
    ("每千人", Some("/千人")),
    ("每千人口", Some("/千人")),
    ("每万人", Some("/万人")),
    ("每万人口", Some("/万人")),
    ("户均", Some("/户")),
    ("每户", Some("/户")),
    ("生均", Some("/生")),
    ("亩均", Some("/亩")),
    ("每亩", Some("/亩")),
    ("地均", None),
];

/// What an amount is counted on.
#[derive(Debug, Clone)]
pub(crate) enum CountedOn {
    Thing(Base, Exact),
    Area,
}

/// Takes the word for what an amount is counted on.
pub(crate) fn counted_on(input: &mut &str) -> Option<CountedOn> {
    let mut rest = *input;
    let found = match try_word(&mut rest, WORDS)? {
        Some(unit) => {
            let ((base, scale), _) = Unit::denominator_starting(unit)?;
            CountedOn::Thing(base, scale)
        }
        None => CountedOn::Area,
    };
    *input = rest;
    Some(found)
}

impl CountedOn {
    /// The amounts as they are counted. What the indicator is counted on must be that, or not be said of a sum of money that is
    /// as small as one of a single person: an indicator in 元 may be a figure a head by its name.
    pub(crate) fn of(&self, span: Span, yardstick: &Yardstick, at: usize) -> Parsed<Span> {
        let unit = &yardstick.unit;
        let is_own = match (self, &unit.per) {
            (Self::Thing(thing, _), Some((base, _))) => thing == base,
            (Self::Area, Some((base, _))) => is_area(base),
            (Self::Thing(..), None) => {
                matches!(unit.base, Base::Currency(_)) && unit.multiplier == Exact::ONE
            }
            (Self::Area, None) => false,
        };
        let counted = |amount: Amount| -> Parsed<Amount> {
            let (Self::Thing(thing, scale), Some((_, own_scale))) = (self, &unit.per) else {
                return Ok(amount);
            };
            if amount.unit.base == Base::None {
                // A number alone is one in the indicator's unit.
                return if scale == own_scale { Ok(amount) } else { Err(yardstick.other_unit(&amount)) };
            }
            let is_on_something = amount.unit.per.is_some() || amount.unit.is_fraction();
            let per = if is_on_something { amount.unit.per.clone() } else { Some((thing.clone(), *scale)) };
            Ok(Amount { unit: Unit { per, ..amount.unit.clone() }, ..amount })
        };
        match span {
            _ if !is_own => {
                Err(Fault::at(at, Reason::OtherUnit { printed: None, expected: yardstick.given.clone() }))
            }
            Span::One(amount) => Ok(Span::One(counted(amount)?)),
            Span::Two(low, high) => Ok(Span::Two(counted(low)?, counted(high)?)),
        }
    }
}

fn is_area(base: &Base) -> bool {
    Unit::parse("亩").base == *base
}
