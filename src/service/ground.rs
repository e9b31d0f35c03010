//! What an answer rests on, and whether a change bears on it: how caches know that what they keep still holds. It
//! does not know what is kept.

use std::collections::{BTreeSet, HashSet};

use super::{Plantrack, error::ServiceError, territory::Territory};
use crate::{domain::series::Series, store::RecentChange};

/// What an answer rests on: some plans, some series, and the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    pub(super) plans: BTreeSet<i64>,
    pub(super) series: HashSet<Series>,
}

impl Ground {
    /// A plan's own record.
    pub(super) fn of_plan(plan: i64) -> Self {
        Self { plans: BTreeSet::from([plan]), series: HashSet::new() }
    }

    /// Rests on some series as well, and on what is reported for them under the name of the area that stands for the whole.
    pub(super) fn rests_on<'s>(
        &mut self,
        series: impl Iterator<Item = &'s Series>,
        territory: Option<&Territory>,
    ) {
        for one in series {
            self.series.extend(territory.and_then(|territory| territory.named(one)));
            self.series.insert(one.clone());
        }
    }

    /// Rests on what another rests on, too.
    pub(super) fn add(&mut self, other: Self) {
        self.plans.extend(other.plans);
        self.series.extend(other.series);
    }

    /// Whether a change bears on what rests on this. The catalogue bears on everything.
    fn is_touched_by(&self, change: &RecentChange) -> bool {
        let of_these_plans = change.plan_id.is_none_or(|plan| self.plans.contains(&plan));
        let of_these_series = change.series.as_ref().is_none_or(|series| self.series.contains(series));
        change.has_bearing && of_these_plans && (of_these_series || self.is_of_its_plans(change))
    }

    /// A plan's own record bears on it whatever series it is of.
    fn is_of_its_plans(&self, change: &RecentChange) -> bool {
        change.plan_id.is_some_and(|plan| self.plans.contains(&plan))
    }
}

/// What became of an answer's ground since it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Since {
    /// Nothing bears on it.
    Same,
    /// Outcomes were reported, and nothing else bears on it.
    Reported(Vec<RecentChange>),
    /// Something else bears on it, or too much has happened to look through.
    Other,
}

impl Plantrack {
    /// The number of the last change that an answer given now must take into account: what this process has
    /// committed, and what it has seen of others.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where nobody follows the database and it cannot be asked.
    pub async fn current_change(&self) -> Result<i64, ServiceError> {
        match self.known_change() {
            Some(number) => Ok(number),
            None => Ok(self.store.last_change().await?),
        }
    }

    /// Looks into the database for changes of others.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn look_for_changes(&self) -> Result<i64, ServiceError> {
        Ok(self.store.last_change().await?)
    }

    /// The same without a look into the database; `None` where others may have written unseen.
    pub fn known_change(&self) -> Option<i64> {
        self.store.is_followed().then(|| self.store.known_change())
    }

    /// Whether an answer that was made at a change still holds; gives the number up to which it does.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn still_holds(&self, ground: &Ground, made_at: i64) -> Result<Option<i64>, ServiceError> {
        let now = self.current_change().await?;
        if now <= made_at {
            return Ok(Some(made_at));
        }
        Ok((self.since(ground, made_at, now).await? == Since::Same).then_some(now))
    }

    /// What became of a ground by the changes after one number and up to another.
    pub(super) async fn since(&self, ground: &Ground, after: i64, up_to: i64) -> Result<Since, ServiceError> {
        let Some(mut changes) = self.store.changes_between(after, up_to).await? else {
            return Ok(Since::Other);
        };
        changes.retain(|change| ground.is_touched_by(change));
        Ok(if changes.is_empty() {
            Since::Same
        } else if changes.iter().all(|change| change.is_report && change.series.is_some()) {
            Since::Reported(changes)
        } else {
            Since::Other
        })
    }

    /// The number of the last change up to a number that an answer with this ground takes into account.
    pub(super) async fn last_bearing(&self, ground: &Ground, up_to: i64) -> Result<i64, ServiceError> {
        let series = ground.series.iter().collect();
        Ok(self.store.last_change_of(&ground.plans, &series, up_to).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Code;

    fn series(indicator: &str) -> Series {
        Series::whole(Code::new(indicator).unwrap())
    }

    fn change(plan_id: Option<i64>, of: Option<&str>) -> RecentChange {
        RecentChange {
            number: 1,
            plan_id,
            series: of.map(series),
            is_report: false,
            has_bearing: true,
            vintage: None,
        }
    }

    #[test]
    fn what_is_of_another_plan_or_series_does_not_bear() {
        let ground = Ground { plans: BTreeSet::from([1, 2]), series: HashSet::from([series("gdp")]) };
        for (plan, of, touches) in [
            (None, None, true),
            (None, Some("gdp"), true),
            (None, Some("jobs"), false),
            (Some(1), None, true),
            (Some(2), Some("jobs"), true),
            (Some(3), None, false),
            (Some(3), Some("gdp"), false),
        ] {
            assert_eq!(ground.is_touched_by(&change(plan, of)), touches, "{plan:?} {of:?}");
        }
        let of_a_key = RecentChange { has_bearing: false, ..change(None, None) };
        assert!(!ground.is_touched_by(&of_a_key));
    }
}
