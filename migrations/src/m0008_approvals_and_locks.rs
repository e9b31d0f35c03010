//! Approvals of outcomes and targets, and locks of periods. Each in versions.

use sea_orm_migration::prelude::*;

use crate::columns::{current_key, day, drop, flag, index, integer, optional_integer, reference, text};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("plan_version").add_column(flag("asks_for_approval")).take())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("approval")
                    // outcome:number, or target:key:version.
                    .col(text("subject"))
                    .col(integer("version"))
                    .col(integer("recorded_change"))
                    .col(optional_integer("superseded_change"))
                    .col(optional_integer("outcome_id"))
                    .col(optional_integer("target_id"))
                    .col(optional_integer("target_version"))
                    .col(text("state"))
                    .col(text("actor"))
                    .col(text("reason"))
                    .primary_key(Index::create().col("subject").col("version"))
                    .foreign_key(&mut reference("approval", "outcome_id", "outcome"))
                    .foreign_key(&mut reference("approval", "target_id", "target"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_approval_current", "approval", "subject")).await?;
        manager.create_index(index("ix_approval_outcome", "approval", &["outcome_id"])).await?;
        manager.create_index(index("ix_approval_target", "approval", &["target_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("period_lock")
                    // The plan's key, 0 for all plans, and the first and the last day.
                    .col(text("key"))
                    .col(integer("version"))
                    .col(integer("recorded_change"))
                    .col(optional_integer("superseded_change"))
                    .col(optional_integer("plan_id"))
                    .col(day("period_start"))
                    .col(day("period_end"))
                    .col(text("actor"))
                    .col(text("reason"))
                    .col(flag("locked"))
                    .primary_key(Index::create().col("key").col("version"))
                    .foreign_key(&mut reference("period_lock", "plan_id", "plan"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_period_lock_current", "period_lock", "key")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["period_lock", "approval"]).await?;
        manager
            .alter_table(Table::alter().table("plan_version").drop_column("asks_for_approval").take())
            .await
    }
}
