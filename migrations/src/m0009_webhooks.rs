//! Webhooks: who is to be told when the status of a target changes, what each was told last, what is on its way, and
//! whose duty it is to look. None of it is a fact of the record; the record has who set a webhook up.

use sea_orm_migration::prelude::*;

use crate::columns::{drop, id, index, integer, optional_integer, optional_text, reference, text};

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
                    .table("webhook")
                    .col(id())
                    .col(integer("plan_id"))
                    .col(optional_integer("indicator_id"))
                    // A JSON list of statuses; an empty one is all of them.
                    .col(text("statuses"))
                    .col(text("url"))
                    .col(text("description"))
                    .col(integer("hold_ms"))
                    .col(text("secret"))
                    .col(text("state"))
                    .col(integer("created_at"))
                    .foreign_key(&mut reference("webhook", "plan_id", "plan"))
                    .foreign_key(&mut reference("webhook", "indicator_id", "indicator"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ix_webhook_plan", "webhook", &["plan_id", "id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("webhook_status")
                    .col(integer("webhook_id"))
                    .col(integer("target_id"))
                    // The status that was told last, or found when the webhook was set up.
                    .col(text("told"))
                    // Another status that has been seen since a moment, and not told yet.
                    .col(optional_text("candidate"))
                    .col(optional_integer("since"))
                    .col(integer("turns"))
                    .primary_key(Index::create().col("webhook_id").col("target_id"))
                    .foreign_key(&mut reference("webhook_status", "webhook_id", "webhook"))
                    .foreign_key(&mut reference("webhook_status", "target_id", "target"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("webhook_delivery")
                    .col(id())
                    .col(integer("webhook_id"))
                    .col(text("event").unique_key())
                    .col(text("body"))
                    .col(text("state"))
                    .col(integer("attempts"))
                    .col(integer("next_at"))
                    .col(integer("created_at"))
                    .col(optional_integer("ended_at"))
                    .col(optional_integer("answer"))
                    .col(optional_text("fault"))
                    .foreign_key(&mut reference("webhook_delivery", "webhook_id", "webhook"))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("ix_webhook_delivery_webhook", "webhook_delivery", &["webhook_id", "id"]))
            .await?;
        manager
            .create_index(index(
                "ix_webhook_delivery_state",
                "webhook_delivery",
                &["state", "webhook_id", "id"],
            ))
            .await?;
        // One row: who looks, until when, and how far the looking has come.
        manager
            .create_table(
                Table::create()
                    .table("webhook_duty")
                    .col(integer("id").primary_key())
                    .col(text("holder"))
                    .col(integer("until_at"))
                    .col(integer("change"))
                    .col(text("day"))
                    .take(),
            )
            .await?;
        manager
            .execute(
                Query::insert()
                    .into_table("webhook_duty")
                    .columns(["id", "holder", "until_at", "change", "day"])
                    .values_panic([1.into(), "".into(), 0.into(), 0.into(), "".into()])
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["webhook_duty", "webhook_delivery", "webhook_status", "webhook"]).await
    }
}
