//! What was reported, as a plan takes it: which vintages answer, and for which series. It does not know what is made of
//! them.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Plantrack, error::ServiceError, knowledge::Knowledge, siblings::Siblings, territory::Territory};
use crate::{
    domain::{
        assessment::earlier_word, period::Period, plan::Plan, series::Series, target::Target, window::Window,
    },
    store::{AsOf, Periods, Stored, Vintage},
};

/// For what outcomes are asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The plan.
    pub(super) plan: &'a Plan,
    /// The area that stands for its whole.
    pub(super) territory: Option<&'a Territory>,
    /// Its targets: a series without one is only referred to. `None` where every series is its own.
    pub(super) own: Option<(&'a Siblings, &'a [Stored<Target>])>,
    /// The periods that may take part.
    pub(super) window: Window,
    /// The moment of the record.
    pub(super) as_of: AsOf,
}

impl<'a> Asked<'a> {
    pub(super) fn by(known: &'a Knowledge, as_of: AsOf) -> Self {
        Self {
            plan: &known.plan.item,
            territory: known.territory.as_ref(),
            own: Some((&known.siblings, &known.targets)),
            window: known.window,
            as_of,
        }
    }

    /// The series, and the wholes among them under the territory's name.
    fn named(&self, series: &BTreeSet<Series>) -> BTreeSet<Series> {
        let named = series.iter().filter_map(|whole| self.territory?.named(whole));
        series.iter().cloned().chain(named).collect()
    }

    /// The same of the whole or of the area that stands for it.
    pub(super) fn counterpart(&self, series: &Series) -> Option<Series> {
        let territory = self.territory?;
        let is_of_it = series.area.as_ref() == Some(&territory.area);
        if is_of_it { Some(Series { area: None, ..series.clone() }) } else { territory.named(series) }
    }

    /// Whether a target of the series, or of the whole that it stands for, may follow from what is reported.
    fn may_be_implied(&self, series: &Series) -> bool {
        self.own.is_some_and(|(siblings, targets)| {
            let stands_for_the_whole =
                self.territory.is_some_and(|territory| series.area.as_ref() == Some(&territory.area));
            siblings.may_be_implied(targets, series)
                || (stands_for_the_whole
                    && siblings.may_be_implied(targets, &Series { area: None, ..series.clone() }))
        })
    }

    /// Whether what the source of a vintage has said before may settle what that leaves open, beside all that answers.
    fn may_settle_more(&self, series: &Series, vintage: &Vintage, beside: &[Vintage]) -> bool {
        let stands_for = self.territory.filter(|own| series.area.as_ref() == Some(&own.area));
        let whole = stands_for.map(|_| Series { area: None, ..series.clone() });
        let of =
            |series| self.own.into_iter().flat_map(move |(siblings, all)| siblings.of_series(all, series));
        let targets = of(series).chain(whole.iter().flat_map(of));
        let is_known = |period| beside.iter().any(|other| other.outcome.period == period);
        earlier_word::may_settle_more(&vintage.outcome, targets, is_known)
    }

    /// The series of which more is to be known than what answers, with the periods for which it is. A blank takes back one
    /// word of its source, an amount that is restated leaves the target that its share implied, and a growth from what is not
    /// known the amount before it.
    fn half_said<'s>(
        &self,
        wanted: &BTreeSet<&'s Series>,
        outcomes: &HashMap<Series, Vec<Vintage>>,
    ) -> Vec<(BTreeSet<&'s Series>, Window)> {
        let (mut of_all_days, mut of_some) = (BTreeSet::new(), BTreeSet::new());
        let mut periods: Vec<Period> = Vec::new();
        for &series in wanted {
            let Some(of) = outcomes.get(series) else { continue };
            let half: Vec<Period> = of
                .iter()
                .filter(|vintage| self.may_settle_more(series, vintage, of))
                .map(|vintage| vintage.outcome.period)
                .collect();
            let is_earlier = |period: &Period| !period.overlaps(self.window.span);
            if self.may_be_implied(series) || of.iter().any(Vintage::is_blank) || half.iter().any(is_earlier)
            {
                of_all_days.insert(series);
            } else if !half.is_empty() {
                of_some.insert(series);
                periods.extend(half);
            }
        }
        let mut asked = Vec::new();
        if !of_all_days.is_empty() {
            asked.push((of_all_days, self.window));
        }
        asked.extend(self.window.around(&periods).map(|window| (of_some, window)));
        asked
    }

    /// The series of which something is known that leaves the plan's time open, and how far earlier years had come by then.
    fn earlier_runs<'s>(
        &self,
        wanted: &BTreeSet<&'s Series>,
        outcomes: &HashMap<Series, Vec<Vintage>>,
    ) -> (BTreeSet<&'s Series>, BTreeSet<Period>) {
        let Some((_, targets)) = self.own else { return Default::default() };
        let (mut open, mut days) = (BTreeSet::new(), BTreeSet::new());
        for &series in wanted {
            let of = outcomes.get(series).into_iter().flatten().map(|vintage| vintage.outcome.period);
            let parts = of.filter(|period| self.window.leaves_open(*period));
            for part in parts {
                days.insert(part.end());
                open.insert(series);
            }
        }
        if open.is_empty() {
            return Default::default();
        }
        days.extend(targets.iter().map(|target| target.item.period.end()));
        (open, self.window.earlier_runs(days.into_iter()))
    }

    /// The same outcomes, with those of the territory at their wholes.
    fn taken_over(
        &self,
        mut outcomes: HashMap<Series, Vec<Vintage>>,
        series: &BTreeSet<Series>,
    ) -> HashMap<Series, Vec<Vintage>> {
        let Some(territory) = self.territory else { return outcomes };
        let own: Option<HashSet<&Series>> =
            self.own.map(|(_, targets)| targets.iter().map(|target| &target.item.series).collect());
        for whole in series {
            let is_its_own = own.as_ref().is_none_or(|own| own.contains(whole));
            territory.take_over(&mut outcomes, whole, is_its_own);
        }
        outcomes
    }
}

impl Plantrack {
    /// The same knowledge with the outcomes of some series read again.
    pub(super) async fn with_reported(
        &self,
        known: &Knowledge,
        series: &HashSet<Series>,
        as_of: AsOf,
    ) -> Result<Knowledge, ServiceError> {
        let series: BTreeSet<Series> = series.iter().cloned().collect();
        let reported = self.outcomes_of(&Asked::by(known, as_of), &series).await?;
        Ok(known.with_outcomes(&series, reported))
    }

    /// What is known where it is judged for a day: what came only after the day does not speak on it, and what that displaced
    /// does. `None` where nothing was displaced since. Whoever judges for a day asks this first.
    pub(super) async fn known_on(
        &self,
        day: NaiveDate,
        known: &Knowledge,
        as_of: AsOf,
    ) -> Result<Option<Knowledge>, ServiceError> {
        let displaced = known.displaced_after(day);
        if displaced.is_empty() {
            return Ok(None);
        }
        let reported = self.every_word_of(&Asked::by(known, as_of), &displaced).await?;
        Ok(Some(known.with_outcomes(&displaced, reported)))
    }

    /// Every word of some series, those included that others have displaced; where a plan asks for approval, every one that
    /// was approved.
    pub(super) async fn every_word_of(
        &self,
        asked: &Asked<'_>,
        series: &BTreeSet<Series>,
    ) -> Result<HashMap<Series, Vec<Vintage>>, ServiceError> {
        let named = asked.named(series);
        let wanted = named.iter().collect();
        let words = self.every_word(asked, &wanted, Periods::Of(asked.window)).await?;
        let reported = self.with_named_bases(asked, words).await?;
        Ok(asked.taken_over(reported, series))
    }

    /// The same for some periods, as they stand in the record.
    pub(super) async fn every_word(
        &self,
        asked: &Asked<'_>,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
    ) -> Result<HashMap<Series, Vec<Vintage>>, ServiceError> {
        Ok(if asked.plan.rules.asks_for_approval {
            self.store.every_approved_outcome(series, periods, asked.as_of).await?
        } else {
            self.store.every_outcome(series, periods, asked.as_of).await?
        })
    }

    /// The vintages that answer in a plan, by series: where it asks for approval, those that were approved. What is
    /// reported for the territory is reported for the whole. Of a series that is not the plan's own the plan only refers
    /// to it.
    pub(super) async fn outcomes_of(
        &self,
        asked: &Asked<'_>,
        series: &BTreeSet<Series>,
    ) -> Result<HashMap<Series, Vec<Vintage>>, ServiceError> {
        let Asked { window, as_of, .. } = *asked;
        let named = asked.named(series);
        let wanted: BTreeSet<&Series> = named.iter().collect();
        if asked.plan.rules.asks_for_approval {
            let approved = self.store.approved_outcomes(&wanted, Periods::Of(window), as_of).await?;
            let approved = self.with_named_bases(asked, approved).await?;
            return Ok(asked.taken_over(approved, series));
        }
        // How far earlier years had come is asked only where something is left open.
        let at_once = if asked.own.is_some() { window.without_earlier_years() } else { window };
        let mut outcomes = self.store.current_outcomes(&wanted, Periods::Of(at_once), as_of).await?;
        let (open, runs) = asked.earlier_runs(&wanted, &outcomes);
        if !runs.is_empty() {
            let earlier = self.store.current_outcomes(&open, Periods::These(&runs), as_of).await?;
            for (series, earlier) in earlier {
                outcomes.entry(series).or_default().extend(earlier);
            }
        }
        for (half_said, window) in asked.half_said(&wanted, &outcomes) {
            for (series, words) in self.store.every_outcome(&half_said, Periods::Of(window), as_of).await? {
                let there = outcomes.entry(series).or_default();
                there.retain(|vintage| !window.takes(vintage.outcome.period));
                there.extend(words);
                there.sort_by_key(|vintage| vintage.id);
            }
        }
        let outcomes = self.with_named_bases(asked, outcomes).await?;
        Ok(asked.taken_over(outcomes, series))
    }
}
