//! What people add: rulings and deviation notes on targets, bridges between calibers. Each in versions.

use sea_orm_migration::prelude::*;

use crate::columns::{current_key, drop, flag, integer, optional_integer, reference, text, versions};

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
                versions("ruling", "target", "target_id")
                    .col(text("word"))
                    .col(text("person"))
                    .col(text("reason"))
                    .col(flag("withdrawn"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_ruling_current", "ruling", "target_id")).await?;
        manager
            .create_table(
                versions("deviation_note", "target", "target_id")
                    .col(text("cause"))
                    .col(text("measures"))
                    .col(text("person"))
                    .col(flag("withdrawn"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_deviation_note_current", "deviation_note", "target_id")).await?;
        manager
            .create_table(
                Table::create()
                    .table("bridge")
                    // indicator:from:to by id, 0 for the indicator's own caliber: NULLs would not be unique.
                    .col(text("key"))
                    .col(integer("version"))
                    .col(integer("recorded_change"))
                    .col(optional_integer("superseded_change"))
                    .col(integer("indicator_id"))
                    .col(integer("from_id"))
                    .col(optional_integer("to_id"))
                    .col(text("factor"))
                    .col(text("source"))
                    .col(flag("withdrawn"))
                    .primary_key(Index::create().col("key").col("version"))
                    .foreign_key(&mut reference("bridge", "indicator_id", "indicator"))
                    .foreign_key(&mut reference("bridge", "from_id", "caliber"))
                    .foreign_key(&mut reference("bridge", "to_id", "caliber"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_bridge_current", "bridge", "key")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["bridge", "deviation_note", "ruling"]).await
    }
}
