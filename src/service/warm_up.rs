//! Reading before anyone asks. What a database server does for whoever is the first to read plans over a connection (it looks
//! up what tables there are, and plans the statements) takes it several times as long as the reading, and no client need
//! wait for it. Nothing that is read here is kept. An embedded database has no such first reader worth the memory.

use super::{Plantrack, error::ServiceError, knowledge::Scope};
use crate::domain::plan::Plan;

/// Connections that are made ready: clients that ask one after another are served over no more, the next one while the
/// connection of the one before is given back.
const CONNECTIONS: u32 = 3;

impl Plantrack {
    /// Makes some connections ready to read plans, and leaves as many to others.
    ///
    /// # Errors
    /// [`ServiceError`] of the database; readers are then served all the same.
    pub async fn warm_up(&self) -> Result<(), ServiceError> {
        if self.store.is_embedded() {
            return Ok(());
        }
        let Some(plan) = self.list::<Plan>(0, 1).await?.pop() else { return Ok(()) };
        let whole = Scope::Of { area: None, category: None };
        // Each is held until all have read, so that each has a connection of its own.
        let mut moments = Vec::new();
        for _ in 0..CONNECTIONS.min(self.store.most_readers() / 2) {
            let moment = self.at_one_moment().await?;
            moment.read_here(&plan.item.code, &whole, None).await?;
            moments.push(moment);
        }
        Ok(())
    }
}
