//! What an operator watches: the connections to the database, the last change, and how the targets of the plans stand.
//! It does not know who watches, or how.

use super::{Plantrack, error::ServiceError, scorecard::Question};
use crate::domain::{assessment::Summary, code::Code, plan::Plan};

pub use crate::store::PoolUse;

/// The most plans that are looked through for the newest.
const MOST_PLANS: u64 = 1_000;

/// The counts of one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCounts {
    /// The plan.
    pub plan: Code,
    /// The counts of its targets, today.
    pub summary: Summary,
}

impl Plantrack {
    /// How the connections to the database are used.
    pub fn pool_use(&self) -> Vec<PoolUse> {
        self.store.pool_use()
    }

    /// How the targets of the newest plans stand today, the newest last.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn counts_of_plans(&self, most: u32) -> Result<Vec<PlanCounts>, ServiceError> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut plans = Vec::new();
        if most > 0 {
            plans = self.list::<Plan>(0, MOST_PLANS).await?;
        }
        let mut counts = Vec::new();
        for plan in plans.iter().skip(plans.len().saturating_sub(most)) {
            let plan = plan.item.code.clone();
            let summary = self.scorecard(&plan, &Question::default()).await?.summary;
            counts.push(PlanCounts { plan, summary });
        }
        Ok(counts)
    }
}
