//! Finding the last change before a moment, and the last one of the catalogue, without reading what was reported since:
//! all entries of an import have the same moment, and may be millions.

use sea_orm_migration::prelude::*;

use crate::columns::index;

const LOG: &str = "change_log";
const BY_TIME: &str = "ix_change_log_recorded_at";
const BY_MOMENT: &str = "ix_change_log_moment";
const OF_THE_CATALOGUE: &str = "ix_change_log_catalogue";

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index(BY_MOMENT, LOG, &["recorded_at", "number"])).await?;
        manager.drop_index(Index::drop().name(BY_TIME).table(LOG).to_owned()).await?;
        let mut of_the_catalogue = index(OF_THE_CATALOGUE, LOG, &["number"]);
        of_the_catalogue
            .and_where(Expr::col("series_id").is_null())
            .and_where(Expr::col("plan_id").is_null());
        manager.create_index(of_the_catalogue).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(OF_THE_CATALOGUE).table(LOG).to_owned()).await?;
        manager.create_index(index(BY_TIME, LOG, &["recorded_at"])).await?;
        manager.drop_index(Index::drop().name(BY_MOMENT).table(LOG).to_owned()).await
    }
}
