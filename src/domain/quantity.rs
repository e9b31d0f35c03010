//! Exact decimal numbers and their canonical text. There is no binary floating point anywhere in a value, a
//! target or a comparison. Knows nothing of units.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// An exact decimal of at most 28 significant digits. Its text is canonical: no trailing zeros, no leading
/// plus, no `-0`, no exponent; so equal numbers have equal texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Decimal);

/// Decimals of a quotient that is given to whoever asks.
const DECIMALS_OF_A_QUOTIENT: u32 = 6;

/// More decimals than a figure is printed with: what has so many is a quotient or a root.
const DECIMALS_OF_A_FIGURE: u32 = 12;

/// Why a text is no exact decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ExactError {
    /// Not digits with an optional sign and an optional decimal point.
    #[error("a decimal is written with digits, an optional leading minus sign and an optional decimal point")]
    NotDecimal,
    /// It would have to be rounded to be kept.
    #[error("the number has more digits than can be kept exactly (28)")]
    TooManyDigits,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);
    /// One hundred.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    fn canonical(value: Decimal) -> Self {
        Self(value.normalize())
    }

    /// Reads plain ASCII decimal text: `-12.50`, `3`, `.5` is refused.
    ///
    /// # Errors
    /// [`ExactError`]: not a decimal, or one that cannot be kept without rounding.
    pub fn parse(text: &str) -> Result<Self, ExactError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !fraction.is_none_or(all_digits) {
            return Err(ExactError::NotDecimal);
        }
        Decimal::from_str_exact(text).map(Self::canonical).map_err(|_| ExactError::TooManyDigits)
    }

    /// The sum, or `None` where it cannot be represented.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self::canonical)
    }

    /// The difference, or `None` where it cannot be represented.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self::canonical)
    }

    /// The product, or `None` where it cannot be represented.
    pub fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self::canonical)
    }

    /// The quotient to 28 significant digits; `None` for a zero divisor or an overflow.
    pub fn over(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(Self::canonical)
    }

    /// The quotient where it is exact, that is where the product of quotient and divisor is the dividend in every
    /// digit, none of them rounded away.
    pub fn over_exactly(self, other: Self) -> Option<Self> {
        let quotient = self.over(other)?;
        let product = quotient.0.mantissa().checked_mul(other.0.mantissa())?;
        let scale = quotient.0.scale().checked_add(other.0.scale())?;
        let (dividend, product) = if scale >= self.0.scale() {
            let factor = 10_i128.checked_pow(scale.checked_sub(self.0.scale())?)?;
            (self.0.mantissa().checked_mul(factor)?, product)
        } else {
            let factor = 10_i128.checked_pow(self.0.scale().checked_sub(scale)?)?;
            (self.0.mantissa(), product.checked_mul(factor)?)
        };
        (dividend == product).then_some(quotient)
    }

    /// The number with its sign turned.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::canonical(-self.0)
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// Whether it is above zero.
    pub fn is_positive(self) -> bool {
        self > Self::ZERO
    }

    /// Rounded half away from zero to so many decimals, as printed statistics are. For show only: nothing is
    /// compared after rounding.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Self {
        Self::canonical(self.0.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
    }

    /// A quotient as it is given to whoever asks. Verdicts are reached before anything is rounded.
    #[must_use]
    pub fn as_quotient(self) -> Self {
        self.rounded(DECIMALS_OF_A_QUOTIENT)
    }

    /// A figure that may be as printed or a quotient, as it is given: the one in full, the other rounded, but never to nothing.
    #[must_use]
    pub fn as_figure(self) -> Self {
        if self.decimals() <= DECIMALS_OF_A_FIGURE {
            return self;
        }
        let rounded = self.as_quotient();
        if rounded.is_zero() { self.to_digits(DECIMALS_OF_A_QUOTIENT).unwrap_or(self) } else { rounded }
    }

    /// Rounded to so many significant digits; `None` where it cannot be represented.
    pub fn to_digits(self, digits: u32) -> Option<Self> {
        self.0.round_sf_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero).map(Self::canonical)
    }

    /// The number of decimals of the canonical text.
    pub fn decimals(self) -> u32 {
        self.0.scale()
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(Decimal::from(value))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::str::FromStr for Exact {
    type Err = ExactError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn a_quotient_is_exact_only_where_no_digit_is_rounded_away() {
        assert_eq!(exact("10000").over_exactly(exact("15")), None);
        assert_eq!(exact("1").over_exactly(exact("3")), None);
        assert_eq!(exact("10").over_exactly(exact("4")), Some(exact("2.5")));
        assert_eq!(exact("0.3").over_exactly(exact("0.0003")), Some(exact("1000")));
        assert_eq!(exact("-7.5").over_exactly(exact("2.5")), Some(exact("-3")));
        assert_eq!(exact("1").over_exactly(Exact::ZERO), None);
    }

    #[test]
    fn a_printed_figure_is_given_in_full_and_a_quotient_rounded_but_not_to_nothing() {
        for (figure, wanted) in [
            ("400.05476451259583789704271632", "400.054765"),
            ("0.00000125", "0.00000125"),
            ("33459.646144778", "33459.646144778"),
            ("-0.00000033333333333333333333", "-0.000000333333"),
            ("0", "0"),
        ] {
            assert_eq!(Exact::parse(figure).unwrap().as_figure().to_string(), wanted);
        }
    }

    #[test]
    fn text_is_canonical_and_nothing_is_rounded_in() {
        for (given, kept) in [("5.50", "5.5"), ("-0", "0"), ("0.000", "0"), ("007", "7"), ("100", "100")] {
            assert_eq!(exact(given).to_string(), kept);
        }
        for refused in ["", ".5", "5.", "+5", "1e3", "NaN", " 1", "1 ", "1_000", "-", "--1", "１"] {
            assert_eq!(Exact::parse(refused), Err(ExactError::NotDecimal), "{refused:?}");
        }
        assert_eq!(Exact::parse("0.12345678901234567890123456789"), Err(ExactError::TooManyDigits));
        assert_eq!(Exact::parse("99999999999999999999999999999999"), Err(ExactError::TooManyDigits));
    }
}
