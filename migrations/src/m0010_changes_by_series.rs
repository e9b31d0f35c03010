//! Finding the last change of a series without reading its history.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("ix_change_log_series", "change_log", &["series_id", "number"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::drop();
        manager.drop_index(index.name("ix_change_log_series").table("change_log").to_owned()).await
    }
}
