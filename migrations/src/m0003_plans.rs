//! Plans and their targets, each an identity with versions: an adopted plan changes only by a revision, which
//! is recorded and never overwrites.

use sea_orm_migration::prelude::*;

use crate::columns::{
    current_key, day, drop, flag, id, identity, index, integer, optional_integer, optional_text, reference,
    text, versions,
};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(identity("plan")).await?;
        manager
            .create_table(
                versions("plan_version", "plan", "plan_id")
                    .col(text("title_zh"))
                    .col(text("title_en"))
                    .col(text("issuer"))
                    .col(day("period_start"))
                    .col(day("period_end"))
                    .col(optional_integer("parent_id"))
                    .col(optional_integer("area_id"))
                    .col(text("state"))
                    .col(text("tolerance"))
                    .col(text("on_track_from"))
                    .col(text("at_risk_from"))
                    .col(text("admitted_from"))
                    .col(text("profile"))
                    .col(flag("asks_for_deviation_notes"))
                    .foreign_key(&mut reference("plan_version", "parent_id", "plan"))
                    .foreign_key(&mut reference("plan_version", "area_id", "area"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_plan_current", "plan_version", "plan_id")).await?;
        manager
            .create_table(
                Table::create()
                    .table("target")
                    .col(id())
                    .col(integer("plan_id"))
                    .col(integer("series_id"))
                    .col(day("period_start"))
                    .col(day("period_end"))
                    .foreign_key(&mut reference("target", "plan_id", "plan"))
                    .foreign_key(&mut reference("target", "series_id", "series"))
                    .index(
                        Index::create()
                            .unique()
                            .name("uq_target")
                            .col("plan_id")
                            .col("series_id")
                            .col("period_start")
                            .col("period_end"),
                    )
                    .take(),
            )
            .await?;
        manager.create_index(index("ix_target_series", "target", &["series_id"])).await?;
        manager
            .create_table(
                versions("target_version", "target", "target_id")
                    .col(text("text"))
                    .col(optional_text("criterion"))
                    .col(text("nature"))
                    .col(optional_text("no"))
                    .col(optional_integer("parent_id"))
                    .col(text("section_zh"))
                    .col(text("section_en"))
                    .col(integer("position"))
                    .col(optional_integer("caliber_id"))
                    .col(optional_integer("relative_to_id"))
                    .col(optional_text("tolerance"))
                    .col(optional_text("baseline"))
                    .col(text("waypoints"))
                    .col(text("source"))
                    .col(text("note"))
                    .col(flag("withdrawn"))
                    .foreign_key(&mut reference("target_version", "parent_id", "indicator"))
                    .foreign_key(&mut reference("target_version", "caliber_id", "caliber"))
                    .foreign_key(&mut reference("target_version", "relative_to_id", "indicator"))
                    .take(),
            )
            .await?;
        manager.create_index(current_key("uq_target_current", "target_version", "target_id")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["target_version", "target", "plan_version", "plan"]).await
    }
}
