//! What counts where a plan asks for approval: of each target the last version that was approved, of the outcomes those
//! that were. What is not approved yet displaces nothing. It does not know which plan asks for it.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Store,
    approvals::{ApprovalSubject, ToApprove, approvals, approved_among},
    changes::Transaction,
    entities::{approval, outcome, target, target_version},
    error::StoreError,
    outcomes::{self, Periods, Slot, Vintage, slot, standing},
    plans::Plans,
    series::Of,
    targets,
    versions::{AsOf, Stored, VALUES_A_LIST, ids_of},
};
use crate::domain::{
    approval::ApprovalState, code::Code, period::Period, series::Series, target::Target, window::Window,
};

impl Store {
    /// A plan's targets in the order of the plan, each as it was last approved. One whose withdrawal was approved is left
    /// out.
    ///
    /// # Errors
    /// [`StoreError`]; a plan that does not exist has none.
    pub async fn approved_targets(
        &self,
        plan: &Code,
        of: Option<Of<'_>>,
        as_of: AsOf,
    ) -> Result<Vec<Stored<Target>>, StoreError> {
        let Some(plan_id) = ids_of::<Plans>(&self.read, [plan.as_str()]).await?.remove(plan.as_str()) else {
            return Ok(Vec::new());
        };
        let identities: HashMap<i64, target::Model> = target::Entity::find()
            .filter(target::Column::PlanId.eq(plan_id))
            .filter(of.map_or_else(Condition::all, Of::condition))
            .all(&self.read)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let ids: Vec<i64> = identities.keys().copied().collect();
        let known = approvals(&self.read, approval::Column::TargetId, &ids, as_of).await?;
        let mut last: HashMap<i64, i64> = HashMap::new();
        for (subject, approval) in known {
            let ApprovalSubject::Target(id, version) = subject else { continue };
            if approval.item.state == ApprovalState::Approved {
                let newest = last.entry(id).or_insert(version);
                *newest = version.max(*newest);
            }
        }
        let ids: Vec<i64> = last.keys().copied().collect();
        let mut rows = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(VALUES_A_LIST) {
            let versions = target_version::Entity::find()
                .filter(target_version::Column::TargetId.is_in(chunk.iter().copied()))
                .all(&self.read)
                .await?;
            rows.extend(versions.into_iter().filter(|row| last.get(&row.target_id) == Some(&row.version)));
        }
        Ok(targets::standing(targets::decode(&self.read, &identities, rows).await?))
    }

    /// The approved vintages that answer at a moment, of each source, for some periods; by series.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn approved_outcomes(
        &self,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
        as_of: AsOf,
    ) -> Result<HashMap<Series, Vec<Vintage>>, StoreError> {
        let approved = self.approved_in(series, periods, as_of).await?;
        Ok(outcomes::by_series(outcomes::decode(&self.read, answering(approved)?).await?))
    }

    /// All vintages that were approved at a moment for some periods, those that others have displaced included; by series.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn every_approved_outcome(
        &self,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
        as_of: AsOf,
    ) -> Result<HashMap<Series, Vec<Vintage>>, StoreError> {
        let approved = self.approved_in(series, periods, as_of).await?;
        Ok(outcomes::by_series(outcomes::decode(&self.read, approved).await?))
    }

    /// The rows of the vintages that were approved at a moment.
    async fn approved_in(
        &self,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
        as_of: AsOf,
    ) -> Result<Vec<outcome::Model>, StoreError> {
        let all = self.vintages_in(series, periods, as_of.number().unwrap_or(i64::MAX)).await?;
        approved_among(&self.read, all, as_of).await
    }

    /// All that is to be approved of a plan: its targets as they stand, and every outcome of some series for periods that
    /// overlap a window.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn to_approve(
        &self,
        plan: &Code,
        series: &BTreeSet<&Series>,
        window: Window,
    ) -> Result<Vec<ToApprove>, StoreError> {
        let mut all: Vec<ToApprove> = targets::load(&self.read, plan, targets::Only::All, AsOf::NOW)
            .await?
            .into_iter()
            .map(|stored| of_target(plan, &stored))
            .collect();
        let rows = self.vintages_in(series, Periods::Of(window), i64::MAX).await?;
        all.extend(outcomes::decode(&self.read, rows).await?.iter().map(of_outcome));
        Ok(all)
    }

    /// An outcome as something to be approved.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn outcome_to_approve(&self, id: i64) -> Result<ToApprove, StoreError> {
        Ok(of_outcome(&self.find_outcome(id).await?))
    }

    /// A target as it stands, a withdrawn one too, as something to be approved.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn target_to_approve(
        &self,
        plan: &Code,
        series: &Series,
        period: Period,
    ) -> Result<ToApprove, StoreError> {
        let found =
            targets::load(&self.read, plan, targets::Only::One(series, period), AsOf::NOW).await?.pop();
        found.map(|stored| of_target(plan, &stored)).ok_or_else(|| targets::missing(plan, series, period))
    }
}

impl Transaction {
    /// As [`Store::outcome_to_approve`], within the transaction.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn outcome_to_approve(&self, id: i64) -> Result<ToApprove, StoreError> {
        let rows = outcome::Entity::find()
            .filter(outcome::Column::Id.eq(id))
            .order_by_asc(outcome::Column::Id)
            .all(&*self.connection)
            .await?;
        let found = outcomes::decode(&*self.connection, rows).await?.pop();
        found
            .map(|vintage| of_outcome(&vintage))
            .ok_or_else(|| StoreError::Missing { what: "outcome", code: id.to_string() })
    }

    /// As [`Store::target_to_approve`], within the transaction.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn target_to_approve(
        &self,
        plan: &Code,
        series: &Series,
        period: Period,
    ) -> Result<ToApprove, StoreError> {
        let found = targets::load(&*self.connection, plan, targets::Only::One(series, period), AsOf::NOW)
            .await?
            .pop();
        found.map(|stored| of_target(plan, &stored)).ok_or_else(|| targets::missing(plan, series, period))
    }
}

/// Those of some vintages that answer, one of each series, period, source and caliber.
pub(super) fn answering(vintages: Vec<outcome::Model>) -> Result<Vec<outcome::Model>, StoreError> {
    let mut heads: HashMap<Slot, outcome::Model> = HashMap::new();
    for row in vintages {
        match heads.entry(slot(&row)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(row);
            }
            std::collections::hash_map::Entry::Occupied(mut entry) => {
                if standing(&row)? >= standing(entry.get())? {
                    entry.insert(row);
                }
            }
        }
    }
    let mut rows: Vec<outcome::Model> = heads.into_values().collect();
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

fn of_outcome(vintage: &Vintage) -> ToApprove {
    ToApprove {
        subject: ApprovalSubject::Outcome(vintage.id),
        plan: None,
        series: vintage.outcome.series.clone(),
        period: vintage.outcome.period,
        recorded: vintage.id,
    }
}

fn of_target(plan: &Code, stored: &Stored<targets::StoredTarget>) -> ToApprove {
    let target = &stored.item.target;
    ToApprove {
        subject: ApprovalSubject::Target(stored.id, stored.version),
        plan: Some(plan.clone()),
        series: target.series.clone(),
        period: target.period,
        recorded: stored.recorded,
    }
}
