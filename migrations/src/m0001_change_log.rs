//! The change log, the spine of the record: one entry for each committed change, numbered without gaps in the
//! order of commit, each chained to the one before by its hash.

use sea_orm_migration::prelude::*;

use crate::columns::{drop, index, integer, optional_integer, optional_text, text};

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
                    .table("change_log")
                    .col(integer("number").primary_key())
                    // Microseconds since 1970-01-01T00:00Z, strictly increasing with the number.
                    .col(integer("recorded_at"))
                    .col(text("actor"))
                    .col(text("request"))
                    .col(text("action"))
                    .col(text("subject"))
                    .col(optional_integer("plan_id"))
                    .col(optional_integer("series_id"))
                    .col(text("reason"))
                    .col(optional_text("before"))
                    .col(optional_text("after"))
                    .col(text("hash"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ix_change_log_recorded_at", "change_log", &["recorded_at"])).await?;
        manager.create_index(index("ix_change_log_plan", "change_log", &["plan_id", "number"])).await?;
        // One row: the number, time and hash of the last entry. Locking it orders the writers.
        manager
            .create_table(
                Table::create()
                    .table("change_head")
                    .col(integer("id").primary_key())
                    .col(integer("number"))
                    .col(integer("recorded_at"))
                    .col(text("hash"))
                    .take(),
            )
            .await?;
        manager
            .execute(
                Query::insert()
                    .into_table("change_head")
                    .columns(["id", "number", "recorded_at", "hash"])
                    .values_panic([1.into(), 0.into(), 0.into(), "".into()])
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["change_head", "change_log"]).await
    }
}
