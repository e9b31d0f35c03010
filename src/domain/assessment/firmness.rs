//! What goes before where reports of one time stand beside one another in two periods or two forms: what was counted is not
//! displaced by what was expected, however long its period is and whatever form it has. Gives no status.

use super::{Reported, choose::is_mere_word};
use crate::domain::outcome::{Basis, Outcome};

/// Whether a report, or the least firm of several, counts what was reached: what is expected is no more than that.
pub(super) fn is_counted(basis: Option<Basis>) -> bool {
    basis.is_some_and(|basis| basis > Basis::Forecast)
}

/// How firm is what is made of several reports: as the least firm of them.
pub(super) fn least<'a>(parts: impl IntoIterator<Item = &'a Reported>) -> Option<Basis> {
    parts.into_iter().map(|part| part.outcome.basis).min()
}

/// Whether what is made of several reports goes before what is said of the whole: where it is firmer, and where it is as firm and
/// that is a mere word which it refutes, or another source's.
pub(super) fn goes_before(made_of: &[&Reported], said: &Outcome, refute: impl FnOnce() -> bool) -> bool {
    let Some(firmness) = least(made_of.iter().copied()) else { return false };
    let is_of_another = || made_of.iter().all(|part| part.outcome.source != said.source);
    firmness > said.basis
        || (firmness == said.basis && is_mere_word(&said.value.figure) && (is_of_another() || refute()))
}
