//! Use cases of locks: a period is locked or unlocked with a reason, for one plan or for all. What is locked is kept from
//! being written further down, by the store.

use super::{
    Caller, Pending, Plantrack,
    access::Act,
    error::{Fault, ServiceError},
    fields::Fields,
    plans::find_in,
};
use crate::{
    domain::{approval::PeriodLock, code::Code, period::Period, plan::Plan},
    store::AsOf,
};

impl Plantrack {
    /// Locks a period, or unlocks it; gives whether that changed anything.
    ///
    /// # Errors
    /// [`ServiceError`]: no reason is given, or there is no such plan.
    pub async fn lock_period(
        &self,
        caller: &Caller,
        plan: Option<&Code>,
        period: Period,
        locked: bool,
        reason: &str,
    ) -> Result<Pending<(bool, PeriodLock)>, ServiceError> {
        let mut fields = Fields::default();
        let reason = fields.text("reason", reason);
        if reason.is_empty() {
            fields.fault("reason", "", "missing", "a period is locked and unlocked with a reason");
        }
        fields.finish().map_err(|faults: Vec<Fault>| ServiceError::from(faults))?;
        let mut transaction = self.begin(caller, Act::Plan, &reason).await?;
        if let Some(plan) = plan {
            find_in::<Plan>(&transaction, plan, "plan").await?;
        }
        let lock = PeriodLock { plan: plan.cloned(), period, by: caller.actor.clone(), reason };
        let changed = transaction.put_lock(&lock, locked).await?.is_some();
        Ok(self.pending(transaction, (changed, lock)))
    }

    /// The locks that stand.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn locks(&self) -> Result<Vec<PeriodLock>, ServiceError> {
        Ok(self.store.locks(AsOf::NOW).await?)
    }
}
