//! Numbers as people read them: rounded for show, with digits enough to tell apart what was compared.

use crate::domain::quantity::Exact;

/// The decimals to which a number is rounded for people.
pub(super) const DECIMALS: u32 = 4;

/// The decimals to which a share, a ratio or a growth is rounded for people.
pub(super) const DECIMALS_OF_A_SHARE: u32 = 2;

/// A number as people read it: rounded to at most four decimals, since it is for show.
pub(super) fn shown(number: Exact) -> String {
    shown_to(number, DECIMALS)
}

pub(super) fn shown_to(number: Exact, decimals: u32) -> String {
    number.rounded(decimals).to_string()
}

/// A share, a ratio or a growth as people read it: rounded to two decimals.
pub(super) fn shown_share(number: Exact) -> String {
    shown_to(number, DECIMALS_OF_A_SHARE)
}

/// A number that is held against another one, with as many decimals more as it takes to tell them apart.
pub(super) fn shown_apart(number: Exact, from: Exact, decimals: u32) -> String {
    shown_to(number, decimals_apart(number, from, decimals))
}

/// A way to go, such as a gap: with as many decimals more as it takes to tell it from none.
pub fn shown_way(number: Exact) -> String {
    shown_apart(number, Exact::ZERO, DECIMALS)
}

/// A share of the whole, in percent: with as many decimals more as it takes to tell it from all of it.
pub fn shown_share_of(percent: Exact, decimals: u32) -> String {
    shown_apart(percent, Exact::HUNDRED, decimals)
}

/// So many decimals, or as many more as it takes to tell two numbers apart where they differ.
pub(super) fn decimals_apart(a: Exact, b: Exact, decimals: u32) -> u32 {
    let apart = |decimals: &u32| a.rounded(*decimals) != b.rounded(*decimals);
    let most = a.decimals().max(b.decimals());
    (decimals..=most).find(apart).filter(|_| a != b).unwrap_or(decimals)
}
