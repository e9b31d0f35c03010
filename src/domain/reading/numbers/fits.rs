//! An amount in the indicator's unit, exactly, or why it cannot be. Knows no phrase around the amount.

use super::{
    amount::{Amount, Yardstick},
    number::exact_product,
};
use crate::domain::{
    quantity::Exact,
    reading::wording::fault::{Fault, Parsed, Reason},
    unit::{Base, Fit, Unit, prefix_of},
};

impl Yardstick {
    /// The amount as a number in the indicator's unit.
    pub(crate) fn in_unit(&self, amount: &Amount) -> Parsed<Exact> {
        let number = self.beside_in_unit(amount)?;
        if number != amount.number && !number.is_zero() && self.may_lack_its_scale(amount, number) {
            return Err(Fault::at(amount.rest, Reason::Ambiguous));
        }
        Ok(number)
    }

    /// The same for what stands beside a figure or is a change, which may be far smaller than figures of the unit are.
    pub(crate) fn beside_in_unit(&self, amount: &Amount) -> Parsed<Exact> {
        let not_exact = || Fault::at(amount.rest, Reason::NotExact);
        let (up, down) = match (amount.multiplier, &amount.unit.base) {
            (Some(multiplier), _) => {
                let takes_multiplier = !matches!(
                    self.unit.base,
                    Base::Fraction
                        | Base::Points
                        | Base::Ratio
                        | Base::Times
                        | Base::Incidence(_)
                        | Base::OutOf(_)
                );
                if !takes_multiplier || self.unit.is_scale_unclear() {
                    return Err(self.other_unit(amount));
                }
                if prefix_of(&self.plain).is_some_and(|prefix| multiplier >= prefix) {
                    // A million, for an indicator in Mt: of tonnes, or of the unit?
                    return Err(Fault::at(amount.rest, Reason::Ambiguous));
                }
                if multiplier < self.unit.multiplier && multiplier < Exact::from(10_000) {
                    // 5千 for an indicator in 万人: of people, or of the unit?
                    return Err(Fault::at(amount.rest, Reason::Ambiguous));
                }
                (multiplier, self.unit.multiplier)
            }
            (None, Base::None) => return Ok(amount.number),
            (None, _) => match amount.unit.fit(&self.unit) {
                Fit::Factor(up, down) => (up, down),
                Fit::OtherCurrency => {
                    return Err(Fault::at(
                        amount.rest,
                        Reason::OtherCurrency {
                            printed: printed(&amount.unit),
                            expected: self.given.clone(),
                        },
                    ));
                }
                Fit::Other if same_money(&amount.unit, &self.unit) => {
                    // The sign is the same: what it is counted on differs.
                    let expected = self.given.clone();
                    return Err(Fault::at(amount.rest, Reason::OtherUnit { printed: None, expected }));
                }
                Fit::Other => return Err(self.other_unit(amount)),
            },
        };
        let many = amount.multiplier.unwrap_or(amount.unit.multiplier);
        // So many a year are no part of a whole, as those of each person are.
        let is_of_a_year = matches!(self.unit.per, Some((Base::Physical("time in months"), _)));
        let is_total = self.unit.per.is_some() && !is_of_a_year && amount.unit.per.is_none();
        if is_total && many >= Exact::from(1_000_000) && many > self.unit.multiplier {
            // $1.2 billion for $ per capita: the whole, most likely.
            return Err(Fault::at(amount.rest, Reason::Ambiguous));
        }
        if up == down {
            return Ok(amount.number);
        }
        exact_product(amount.number, up).and_then(|n| n.over_exactly(down)).ok_or_else(not_exact)
    }

    /// Whether an amount that prints no scale may be a number of the indicator's own unit, whose scale was left out: $1,200
    /// for an indicator in $ million.
    fn may_lack_its_scale(&self, amount: &Amount, in_unit: Exact) -> bool {
        let factor = |power: i64| Exact::from(power);
        let at_least = |number: Exact, power: i64| number.abs() >= factor(power);
        let prints_none = amount.multiplier.is_none()
            && amount.unit.multiplier == Exact::ONE
            && amount.unit.scale == self.unit.scale;
        // 元 for 亿元 is another unit by its word; the $ and the people of $ million and of thousand people stand in it.
        let is_word_of_its_own =
            self.plain.contains(['百', '千', '万', '亿', '兆']) && !amount.has_sign_of_money;
        if !prints_none || is_word_of_its_own {
            let is_tiny = exact_product(in_unit.abs(), factor(1_000)).is_some_and(|n| n < Exact::ONE);
            let is_of_one = prints_none || amount.multiplier.is_some();
            return is_tiny && is_of_one && self.unit.multiplier >= factor(1_000_000);
        }
        if self.unit.multiplier <= Exact::ONE {
            return false;
        }
        // The sign stands in every cell of such a column, whether its scale does or not; a word behind a number that counts
        // ten thousands and more counts them one by one.
        amount.has_sign_of_money || (!at_least(in_unit, 1) && !at_least(amount.number, 10_000))
    }

    /// Whether a number that prints neither unit nor scale is as large as the scale of the indicator's unit, so that it was most
    /// likely counted one by one: 24,738,924 of million visitors. A sum of money may be as large.
    pub(crate) fn is_of_ones(&self, amount: &Amount) -> bool {
        let scale = self.unit.multiplier;
        let is_money = matches!(self.unit.base, Base::Currency(_));
        amount.is_bare() && !is_money && scale >= Exact::from(1_000_000) && amount.number.abs() >= scale
    }

    /// The refusal of an amount whose unit does not fit the indicator's.
    pub(crate) fn other_unit(&self, amount: &Amount) -> Fault {
        if amount.unit.is_fraction() {
            return Fault::at(amount.rest, Reason::PercentOfWhat);
        }
        if amount.unit.base == Base::Points {
            return Fault::at(amount.rest, Reason::PointsOfWhat);
        }
        Fault::at(amount.rest, Reason::OtherUnit { printed: amount.unit_span, expected: self.given.clone() })
    }
}

/// Whether both are money in one currency.
fn same_money(one: &Unit, other: &Unit) -> bool {
    matches!(one.base, Base::Currency(_)) && one.base == other.base
}

fn printed(unit: &Unit) -> String {
    match &unit.base {
        Base::Currency(code) => (*code).to_owned(),
        Base::Counter(word) | Base::Physical(word) => (*word).to_owned(),
        Base::Fraction => "%".to_owned(),
        Base::Points => "个百分点".to_owned(),
        Base::Ratio => "∶1".to_owned(),
        Base::Times => "倍".to_owned(),
        Base::Anything => "个".to_owned(),
        Base::OutOf(most) => format!("/{most}"),
        Base::Other(word) => word.clone(),
        Base::Incidence(_) | Base::None => String::new(),
    }
}
