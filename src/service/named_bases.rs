//! The earlier years that reports count from, where the plan's own time does not reach back to them: those that they name (down 5%
//! from 2015), and the year before one that is known by a growth alone. What is on record for these is read beside it. It does not
//! know what is made of their figures.

use std::collections::{BTreeSet, HashMap};

use chrono::Months;

use super::{Plantrack, error::ServiceError, reported::Asked};
use crate::{
    domain::{assessment::named_base, period::Period, series::Series},
    store::{Periods, Vintage},
};

/// How far back one growth is followed to another, in years.
const MOST_LINKS: usize = 5;

impl Asked<'_> {
    /// Whether one of a series' reports counts from a year before all that is read.
    pub(super) fn counts_from_beyond(&self, series: &Series, reports: &[Vintage]) -> bool {
        !self.bases_beyond(series, reports).is_empty()
    }

    /// The years that reports of a series count from, of which something lies before all that is read.
    fn bases_beyond(&self, series: &Series, reports: &[Vintage]) -> BTreeSet<Period> {
        let plan = self.plan.period;
        let counterpart = self.counterpart(series);
        let named = |vintage: &Vintage| {
            let of_targets = [Some(series), counterpart.as_ref()].into_iter().flatten().flat_map(|series| {
                self.own.into_iter().flat_map(|(siblings, all)| siblings.of_series(all, series))
            });
            let asked = of_targets.map(|target| target.period).chain([plan]);
            let mut bases: BTreeSet<Period> =
                asked.filter_map(|target| named_base::of_report(&vintage.outcome, target, plan)).collect();
            let period = vintage.outcome.period;
            let has_amount =
                || reports.iter().any(|other| other.outcome.period == period && !other.is_growth());
            if bases.is_empty() && period.start() < plan.start() && !has_amount() {
                bases.extend(period.a_year_before());
            }
            bases
        };
        let all = reports.iter().filter(|vintage| vintage.is_growth()).flat_map(named);
        all.filter(|base| base.start() < self.window.span.start()).collect()
    }

    /// The periods that reports count from, with their parts, by series, but for those that were read.
    fn not_read_yet(
        &self,
        outcomes: &HashMap<Series, Vec<Vintage>>,
        read: &HashMap<Series, BTreeSet<Period>>,
    ) -> HashMap<Series, BTreeSet<Period>> {
        let mut wanted: HashMap<Series, BTreeSet<Period>> = HashMap::new();
        for (series, reports) in outcomes {
            let bases = self.bases_beyond(series, reports);
            let periods: BTreeSet<Period> = bases.into_iter().flat_map(with_its_parts).collect();
            for series in [Some(series.clone()), self.counterpart(series)].into_iter().flatten() {
                let is_read = |period: &Period| read.get(&series).is_some_and(|read| read.contains(period));
                let more: BTreeSet<Period> = periods.iter().copied().filter(|it| !is_read(it)).collect();
                if !more.is_empty() {
                    wanted.entry(series).or_default().extend(more);
                }
            }
        }
        wanted
    }
}

impl Plantrack {
    /// The same outcomes with those of the years that they count from, and of those that these count from in their turn. Every
    /// word on those is read, since an earlier one may settle what the last leaves open.
    pub(super) async fn with_named_bases(
        &self,
        asked: &Asked<'_>,
        mut outcomes: HashMap<Series, Vec<Vintage>>,
    ) -> Result<HashMap<Series, Vec<Vintage>>, ServiceError> {
        let mut read: HashMap<Series, BTreeSet<Period>> = HashMap::new();
        for _ in 0..MOST_LINKS {
            let wanted = asked.not_read_yet(&outcomes, &read);
            if wanted.is_empty() {
                break;
            }
            let series: BTreeSet<&Series> = wanted.keys().collect();
            let all: BTreeSet<Period> = wanted.values().flatten().copied().collect();
            let known = self.every_word(asked, &series, Periods::These(&all)).await?;
            for (series, mut words) in known {
                let Some(periods) = wanted.get(&series) else { continue };
                words.retain(|word| periods.contains(&word.outcome.period));
                let there = outcomes.entry(series).or_default();
                // Of what a window takes some may be there already.
                there.retain(|vintage| !periods.contains(&vintage.outcome.period));
                there.extend(words);
                there.sort_by_key(|vintage| vintage.id);
            }
            for (series, periods) in wanted {
                read.entry(series).or_default().extend(periods);
            }
        }
        Ok(outcomes)
    }
}

/// A period, and of one that is no longer than a year all that its months make: they may add up to it.
fn with_its_parts(base: Period) -> Vec<Period> {
    const YEAR: u32 = 12;
    let months = base.whole_months().filter(|months| *months <= YEAR).unwrap_or(0);
    let begins = |month: u32| base.start().checked_add_months(Months::new(month));
    let part = |first, last| Period::new(begins(first)?, begins(last)?.pred_opt()?).ok();
    let parts = (0..months).flat_map(|first| (first + 1..=months).filter_map(move |last| part(first, last)));
    parts.chain([base]).collect()
}
