//! What a ratio of two sums is counted per in the unit of its indicator: 100 for a percentage, 1000 for 人/千人. Knows no figures.

use super::{Known, Unavailable};
use crate::domain::{
    quantity::Exact,
    reading::unit_of,
    unit::{Base, Fit, Unit},
};

/// By what the quotient of two sums is multiplied to be in the unit of their ratio, the units of the numerator and of the
/// denominator being as given; 1 where the unit does not say what it is counted on.
///
/// # Errors
/// [`Unavailable::NOT_COMPARABLE`] where the two measure other things than the unit does, [`Unavailable::OUT_OF_RANGE`] where the
/// factor cannot be represented.
pub fn counted_per(unit: &str, numerator: Option<&str>, denominator: Option<&str>) -> Known {
    let Some(own) = unit_of(unit) else { return Ok(Exact::ONE) };
    let (above, below) = (numerator.and_then(unit_of), denominator.and_then(unit_of));
    let (up, down) = if let Some((base, each)) = &own.per {
        let counted_on = Unit { base: base.clone(), multiplier: *each, ..Unit::none() };
        let counted = Unit { per: None, ..own.clone() };
        let (up, down) = between(above.as_ref(), Some(&counted))?;
        let (more, less) = between(below.as_ref(), Some(&counted_on))?;
        (up.times(less), down.times(more))
    } else {
        let each = match &own.base {
            Base::Fraction => Exact::HUNDRED.over(own.scale),
            Base::Incidence(incidence) => Some(incidence.count),
            Base::Ratio | Base::Times => Some(Exact::ONE),
            _ => return Ok(Exact::ONE),
        };
        let (up, down) = between(above.as_ref(), below.as_ref())?;
        (each.and_then(|each| up.times(each)), Some(down))
    };
    let factor = up.zip(down).and_then(|(up, down)| up.over(down));
    factor.ok_or(Unavailable::OUT_OF_RANGE)
}

/// By what a number in the one unit is multiplied and divided to be in the other. Whatever is counted by a word may be counted
/// by another word as well, and of a unit that is not known nothing says that it differs.
fn between(from: Option<&Unit>, to: Option<&Unit>) -> Result<(Exact, Exact), Unavailable> {
    let (Some(from), Some(to)) = (from, to) else { return Ok((Exact::ONE, Exact::ONE)) };
    let is_counted =
        |unit: &Unit| matches!(unit.base, Base::None | Base::Anything | Base::Counter(_) | Base::Other(_));
    let size = |unit: &Unit| unit.multiplier.times(unit.scale).ok_or(Unavailable::OUT_OF_RANGE);
    match from.fit(to) {
        Fit::Factor(up, down) => Ok((up, down)),
        Fit::Other if is_counted(from) && is_counted(to) => Ok((size(from)?, size(to)?)),
        Fit::Other | Fit::OtherCurrency => Err(Unavailable::NOT_COMPARABLE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_in_the_unit_of_its_indicator() {
        for (unit, numerator, denominator, per) in [
            ("%", "人", "人", "100"),
            ("％", "人", "人", "100"),
            ("percent", "人", "人", "100"),
            ("%", "", "", "100"),
            ("%", "家", "户", "100"),
            ("%", "亿元", "万元", "1000000"),
            ("‰", "人", "人", "1000"),
            ("‰", "人", "万人", "0.1"),
            ("人/千人", "人", "人", "1000"),
            ("张/千人", "张", "万人", "0.1"),
            ("元/人", "亿元", "万人", "10000"),
            ("万元/人", "亿元", "万人", "1"),
            ("1/10万", "人", "人", "100000"),
            ("倍", "元", "元", "1"),
            ("ratio", "万元", "元", "10000"),
            ("t", "t", "人", "1"),
            ("", "t", "人", "1"),
        ] {
            let got = counted_per(unit, Some(numerator), Some(denominator));
            assert_eq!(got, Ok(Exact::parse(per).unwrap()), "{unit}: {numerator} by {denominator}");
        }
        assert_eq!(counted_per("%", None, None), Ok(Exact::HUNDRED));
    }

    #[test]
    fn what_measures_another_thing_makes_no_ratio() {
        for (unit, numerator, denominator) in
            [("%", "亿元", "万人"), ("元/人", "吨", "人"), ("元/人", "亿元", "吨"), ("元/人", "USD", "人")]
        {
            let got = counted_per(unit, Some(numerator), Some(denominator));
            assert_eq!(got, Err(Unavailable::NOT_COMPARABLE), "{unit}: {numerator} by {denominator}");
        }
    }
}
