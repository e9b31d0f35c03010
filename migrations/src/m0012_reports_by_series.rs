//! Finding the last report of a series without reading what plans have recorded for it: a plan's own changes are found
//! by the plan.

use sea_orm_migration::prelude::*;

use crate::columns::index;

const LOG: &str = "change_log";
const ALL: &str = "ix_change_log_series";
const REPORTS: &str = "ix_change_log_reports";

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut reports = index(REPORTS, LOG, &["series_id", "number"]);
        reports.and_where(Expr::col("plan_id").is_null());
        manager.create_index(reports).await?;
        manager.drop_index(Index::drop().name(ALL).table(LOG).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index(ALL, LOG, &["series_id", "number"])).await?;
        manager.drop_index(Index::drop().name(REPORTS).table(LOG).to_owned()).await
    }
}
