//! When targets came to stand as they do: the moments from which a status of one may be told. It does not know what a
//! status is.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    Store,
    entities::{approval, change_log, target_version},
    error::StoreError,
    versions::VALUES_A_LIST,
};

impl Store {
    /// When a change was recorded, in microseconds; `None` where there is none of that number.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn recorded_at(&self, change: i64) -> Result<Option<i64>, StoreError> {
        Ok(change_log::Entity::find_by_id(change).one(&self.read).await?.map(|entry| entry.recorded_at))
    }

    /// When some targets were set, revised or approved after a change: each moment once.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn targets_changed_at(&self, targets: &[i64], after: i64) -> Result<BTreeSet<i64>, StoreError> {
        let mut changes: BTreeSet<i64> = BTreeSet::new();
        for chunk in targets.chunks(VALUES_A_LIST) {
            let versions: Vec<i64> = target_version::Entity::find()
                .select_only()
                .column(target_version::Column::RecordedChange)
                .filter(target_version::Column::TargetId.is_in(chunk.iter().copied()))
                .filter(target_version::Column::RecordedChange.gt(after))
                .into_tuple()
                .all(&self.read)
                .await?;
            let approvals: Vec<i64> = approval::Entity::find()
                .select_only()
                .column(approval::Column::RecordedChange)
                .filter(approval::Column::TargetId.is_in(chunk.iter().copied()))
                .filter(approval::Column::RecordedChange.gt(after))
                .into_tuple()
                .all(&self.read)
                .await?;
            changes.extend(versions.into_iter().chain(approvals));
        }
        let changes: Vec<i64> = changes.into_iter().collect();
        let mut moments = BTreeSet::new();
        for chunk in changes.chunks(VALUES_A_LIST) {
            let recorded: Vec<i64> = change_log::Entity::find()
                .select_only()
                .column(change_log::Column::RecordedAt)
                .filter(change_log::Column::Number.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(&self.read)
                .await?;
            moments.extend(recorded);
        }
        Ok(moments)
    }
}
