//! Outcomes, append-only, each a vintage; and the head of each series, period and source: the vintage that
//! answers now, so that a scorecard does not read the history.

use sea_orm_migration::prelude::*;

use crate::columns::{day, drop, index, integer, optional_integer, optional_text, reference, text};

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
                    .table("outcome")
                    // The number of the change that recorded it.
                    .col(integer("id").primary_key())
                    .col(integer("series_id"))
                    .col(day("period_start"))
                    .col(day("period_end"))
                    .col(integer("source_id"))
                    .col(text("text"))
                    .col(text("share_text"))
                    .col(text("value"))
                    .col(text("basis"))
                    .col(optional_integer("caliber_id"))
                    .col(day("reported_on"))
                    .col(optional_text("numerator"))
                    .col(optional_text("denominator"))
                    .col(text("note"))
                    .foreign_key(&mut reference("outcome", "series_id", "series"))
                    .foreign_key(&mut reference("outcome", "source_id", "source"))
                    .foreign_key(&mut reference("outcome", "caliber_id", "caliber"))
                    .take(),
            )
            .await?;
        manager
            .create_index(index(
                "ix_outcome_series",
                "outcome",
                &["series_id", "period_start", "period_end", "source_id"],
            ))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("outcome_head")
                    .col(integer("series_id"))
                    .col(day("period_start"))
                    .col(day("period_end"))
                    .col(integer("source_id"))
                    // 0 where the report names no caliber: a figure on another one does not displace it.
                    .col(integer("caliber"))
                    .col(integer("outcome_id"))
                    .primary_key(
                        Index::create()
                            .col("series_id")
                            .col("period_start")
                            .col("period_end")
                            .col("source_id")
                            .col("caliber"),
                    )
                    .foreign_key(&mut reference("outcome_head", "series_id", "series"))
                    .foreign_key(&mut reference("outcome_head", "source_id", "source"))
                    .foreign_key(&mut reference("outcome_head", "outcome_id", "outcome"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ix_outcome_head_outcome", "outcome_head", &["outcome_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["outcome_head", "outcome"]).await
    }
}
