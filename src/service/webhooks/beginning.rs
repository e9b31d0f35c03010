//! Where a webhook begins with a target: with what stood when the webhook was set up or, later, when the target was set
//! or first counted. Whoever looks comes after that, and what turned meanwhile is to be told. It tells nothing itself.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use chrono::{DateTime, NaiveDate};

use super::super::{Plantrack, error::ServiceError, knowledge::Scope};
use crate::{
    domain::code::Code,
    store::{AsOf, StoreError, Told},
};

/// Most moments after the first that are looked back at. Where more targets were set one by one, those between two begin at the
/// later.
const MOST_MOMENTS: usize = 8;

/// What is looked at now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) plan: &'a Code,
    /// The last change that is seen.
    pub(super) change: i64,
    /// For which day is judged.
    pub(super) on: NaiveDate,
    /// The last change that was seen before: what stood then is known to those who were set up by then.
    pub(super) looked: i64,
}

/// How each target of the plan that is looked at stood after a change, judged for a day: the same for all its webhooks.
pub(super) type Stood = BTreeMap<(i64, NaiveDate), Vec<(i64, String)>>;

impl Plantrack {
    /// Where some targets of a plan begin for a webhook, as far as that is not what is seen now.
    pub(super) async fn beginnings(
        &self,
        seen: &Seen<'_>,
        set_up_at: i64,
        mut new: BTreeSet<i64>,
        stood: &mut Stood,
    ) -> Result<Vec<Told>, ServiceError> {
        let from = self.store.change_at(set_up_at).await?.max(seen.looked);
        let mut moments = BTreeSet::new();
        let ids: Vec<i64> = new.iter().copied().collect();
        for recorded_at in self.store.targets_changed_at(&ids, from).await? {
            // What was written together was set together.
            moments.insert(self.store.change_at(recorded_at).await?);
        }
        let is_later = |moment: &i64| *moment > from && *moment <= seen.change;
        let later: Vec<i64> = moments.into_iter().filter(is_later).collect();
        let step = later.len().div_ceil(MOST_MOMENTS).max(1);
        let mut begun = Vec::new();
        for change in std::iter::once(&from).chain(later.chunks(step).filter_map(<[i64]>::last)) {
            let recorded_at =
                self.store.recorded_at(*change).await?.and_then(DateTime::from_timestamp_micros);
            let on = recorded_at.map_or(seen.on, |at| self.clock.day_of(at)).min(seen.on);
            if (*change, on) == (seen.change, seen.on) {
                break;
            }
            let of_all = match stood.entry((*change, on)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(self.stood(seen.plan, *change, on).await?),
            };
            for (target, status) in of_all.iter().filter(|(target, _)| new.remove(target)) {
                begun.push(Told { target: *target, status: status.clone(), candidate: None, turns: 0 });
            }
            if new.is_empty() {
                break;
            }
        }
        Ok(begun)
    }

    /// The status of each target of a plan as it stood at a change, judged for a day.
    async fn stood(
        &self,
        plan: &Code,
        change: i64,
        on: NaiveDate,
    ) -> Result<Vec<(i64, String)>, ServiceError> {
        let as_of = AsOf::change(change);
        let moment = self.at_one_moment().await?;
        let known = match moment.known_up_to(plan, &Scope::Every, as_of).await {
            // There was no such plan yet.
            Err(ServiceError::Store(StoreError::Missing { .. })) => return Ok(Vec::new()),
            known => known?.0,
        };
        let assessed = moment.known_on(on, &known, as_of).await?.unwrap_or(known).assess(on);
        Ok(assessed.iter().map(|item| (item.target.id, item.assessment.status.word().to_owned())).collect())
    }
}
