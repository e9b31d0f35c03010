//! What words that came later leave to be read of the record: what is kept does not have all that they bear on. It does not know
//! how that is read.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{knowledge::Knowledge, reported::Asked};
use crate::{
    domain::series::Series,
    store::{AsOf, Vintage},
};

/// The series of which a word that was reported only after a day may have displaced an earlier one.
pub(super) fn displaced_after<'v>(
    outcomes: impl Iterator<Item = (&'v Series, &'v [Vintage])>,
    day: NaiveDate,
) -> BTreeSet<Series> {
    let may = |vintage: &Vintage| {
        let outcome = &vintage.outcome;
        outcome.period.has_begun(day) && !outcome.speaks_on(day)
    };
    outcomes.filter(|(_, vintages)| vintages.iter().any(may)).map(|(series, _)| series.clone()).collect()
}

impl Knowledge {
    /// The same of what is known.
    pub(super) fn displaced_after(&self, day: NaiveDate) -> BTreeSet<Series> {
        displaced_after(self.outcomes.iter().map(|(series, of)| (series, of.as_slice())), day)
    }

    /// Whether a word takes one back, or stands where one was taken back or a target follows from an earlier one, or is a growth
    /// or comes after one, or is the first to say how far a part of the plan's time has come, or stands where a report counts from
    /// a year of which nothing else is read: what answers then is to be read.
    pub(super) fn asks_for_more(&self, vintage: &Vintage) -> bool {
        let is_of_growth =
            |other: &Vintage| other.is_growth() && other.outcome.period == vintage.outcome.period;
        let is_blank = |series: &Series| {
            let of = self.outcomes.get(series);
            of.is_some_and(|of| of.iter().any(|other| other.is_blank() || is_of_growth(other)))
        };
        let period = vintage.outcome.period;
        let is_known_until = |series: &Series| {
            self.vintages(series).iter().any(|other| {
                self.window.leaves_open(other.outcome.period) && other.outcome.period.end() == period.end()
            })
        };
        let asked = Asked::by(self, AsOf::NOW);
        let takes_part = |series: &Series| {
            is_blank(series)
                || asked.counts_from_beyond(series, self.vintages(series))
                || self.siblings.may_be_implied(&self.targets, series)
                || (self.window.leaves_open(period) && !is_known_until(series))
        };
        let series = &vintage.outcome.series;
        vintage.is_blank()
            || vintage.is_growth()
            || takes_part(series)
            || (self.is_of_the_territory(series) && takes_part(&Series { area: None, ..series.clone() }))
    }
}
