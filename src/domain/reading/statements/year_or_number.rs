//! Numbers that may be the years whose figures are meant: below 2019, Maintain 2021, Keep 2021 rank.

use super::{sense::Reader, statement::Statement};
use crate::domain::{
    indicator::Measure,
    quantity::Exact,
    reading::{
        numbers::{amount::Amount, range::Span},
        wording::text::Text,
    },
};

/// Words that keep what a year came to.
const KEPT: [&str; 10] =
    ["maintain", "keep", "kept", "hold", "held", "sustain", "retain", "remain", "stay", "preserve"];

/// Words that come to it.
const REACHED: [&str; 10] =
    ["reach", "achiev", "attain", "limit", "restrict", "match", "meet", "met", "return", "restor"];

impl Reader<'_> {
    /// Whether a number may be a year that the figure is compared with: below 2019, 不高于2020 for a percentage, Maintain 2021.
    /// One with a thousands separator is a number.
    pub(crate) fn may_be_year(&self, said: &Statement, text: &Text<'_>, clause_end: usize) -> bool {
        let Span::One(amount) = &said.span else { return false };
        let at = clause_end.saturating_sub(amount.rest);
        if !may_be_a_year(amount) || text.is_grouped(at) {
            return false;
        }
        let is_limited = said.op.is_some() || said.verb.is_some();
        let is_percentage = self.yardstick.unit.is_fraction() && self.context.measure != Measure::Flow;
        if amount.looks_like_year() && is_percentage && is_limited {
            return true;
        }
        let is_recent = amount.number >= Exact::from(1990)
            && amount.number <= Exact::from(2040)
            && amount.number.over_exactly(Exact::HUNDRED).is_none_or(|hundreds| hundreds.decimals() > 0);
        is_recent && self.may_name_its_year(said, amount, text, at)
    }

    /// Whether English words keep or reach a recent year as they do its figure. Limits are set to numbers as often as not: at
    /// most 2021, over 2025 jobs.
    fn may_name_its_year(&self, said: &Statement, amount: &Amount, text: &Text<'_>, at: usize) -> bool {
        let before = text.plain.get(..at).unwrap_or("");
        let lead = before.rsplit([',', ';', '(', ':']).next().unwrap_or("");
        let has =
            |stems: &[&str]| lead.split(' ').any(|word| stems.iter().any(|stem| word.starts_with(stem)));
        let is_english = text.plain.is_ascii() && self.yardstick.plain.is_ascii();
        if amount.looks_like_year() {
            return said.is_comparative || (is_english && (has(&KEPT) || has(&REACHED)));
        }
        let is_printed_behind = amount.unit_span.is_some() && !amount.has_sign_of_money;
        let is_kept = has(&KEPT) || (has(&REACHED) && self.is_place());
        is_english && is_printed_behind && is_kept && !amount.unit.is_fraction()
    }
}

fn may_be_a_year(amount: &Amount) -> bool {
    let is_near = amount.number >= Exact::from(1900) && amount.number <= Exact::from(2100);
    amount.multiplier.is_none() && is_near && amount.number.decimals() == 0 && !amount.signed
}
