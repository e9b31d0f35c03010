//! Roots of exact decimals, for average growth. For show: nothing is decided by a root.

use crate::domain::quantity::Exact;

const STEPS: u32 = 200;
const DECIMALS: u32 = 18;

/// A whole power; `None` where it cannot be represented.
pub(super) fn power(base: Exact, exponent: usize) -> Option<Exact> {
    let mut product = Exact::ONE;
    for _ in 0..exponent {
        product = product.times(base)?;
    }
    Some(product)
}

/// The n-th root of a positive number, to 18 decimals, by Newton's method; `None` for a number that is not
/// positive or a root of order 0.
pub(super) fn root(number: Exact, order: usize) -> Option<Exact> {
    if !number.is_positive() || order == 0 {
        return None;
    }
    let two = Exact::from(2);
    // A start at or above the root, from where the method falls steadily.
    let mut guess = Exact::ONE;
    while power(guess, order).is_some_and(|power| power < number) {
        guess = guess.times(two)?;
    }
    let whole = Exact::from(i64::try_from(order).ok()?);
    let rest = whole.minus(Exact::ONE)?;
    for _ in 0..STEPS {
        let next = rest.times(guess)?.plus(number.over(power(guess, order - 1)?)?)?.over(whole)?;
        if next.rounded(DECIMALS + 2) == guess.rounded(DECIMALS + 2) {
            break;
        }
        guess = next;
    }
    Some(guess.rounded(DECIMALS))
}

/// The factor of a growth in percent: 1 + percent / 100.
pub(super) fn factor(percent: Exact) -> Option<Exact> {
    Exact::HUNDRED.plus(percent)?.over(Exact::HUNDRED)
}

/// The growth in percent of a factor.
pub(super) fn growth_percent(factor: Exact) -> Option<Exact> {
    factor.minus(Exact::ONE)?.times(Exact::HUNDRED)
}
