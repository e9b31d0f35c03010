//! The sign before a number, or the word for it: -3, minus 3, negative $3 million. Knows no numbers.

/// Takes a sign or the word for one; whether it is a minus.
pub(crate) fn sign(input: &mut &str) -> Option<bool> {
    let is_minus = !input.starts_with('+');
    let word = || input.strip_prefix("minus ").or_else(|| behind_negative(input));
    *input = input.strip_prefix(['-', '+']).or_else(word)?;
    Some(is_minus)
}

/// Negative $6 million, negative 2%. Behind the word a number of things may be of those with a negative result.
fn behind_negative(input: &str) -> Option<&str> {
    let rest = input.strip_prefix("negative ")?;
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_money = || {
        rest.split(|c: char| c.is_ascii_digit()).next().is_some_and(|sign| sign.ends_with(['$', '£', '€']))
    };
    (is_money() || (behind.len() < rest.len() && behind.starts_with('%'))).then_some(rest)
}
