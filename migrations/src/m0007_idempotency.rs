//! Answers that are kept under the key that the client gave its write, so that the write can be sent again.

use sea_orm_migration::prelude::*;

use crate::columns::{drop, index, integer, text};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("idempotency_key")
                    .col(text("principal"))
                    .col(text("key"))
                    .col(text("fingerprint"))
                    .col(integer("status"))
                    .col(text("headers"))
                    .col(ColumnDef::new("body").blob().not_null())
                    // The number of the last change that the answer knows of.
                    .col(integer("change"))
                    .col(integer("recorded_at"))
                    .primary_key(Index::create().col("principal").col("key"))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("ix_idempotency_key_recorded_at", "idempotency_key", &["recorded_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["idempotency_key"]).await
    }
}
