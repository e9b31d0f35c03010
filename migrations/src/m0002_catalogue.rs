//! The catalogue that all plans share: calibers, sources, areas, categories, indicators, and the series they
//! make up. An identity keeps its code; what is said of it is versions.

use sea_orm_migration::prelude::*;

use crate::columns::{
    current_key, drop, flag, id, identity, index, integer, optional_integer, optional_text, reference, text,
    versions,
};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["caliber", "area", "category", "indicator"] {
            manager.create_table(identity(table)).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("source")
                    .col(id())
                    .col(text("name").unique_key())
                    .col(integer("recorded_change"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                versions("caliber_version", "caliber", "caliber_id")
                    .col(text("name_zh"))
                    .col(text("name_en"))
                    .take(),
            )
            .await?;
        for (table, owner, owner_id) in
            [("area_version", "area", "area_id"), ("category_version", "category", "category_id")]
        {
            manager
                .create_table(
                    versions(table, owner, owner_id)
                        .col(text("name_zh"))
                        .col(text("name_en"))
                        .col(optional_integer("parent_id"))
                        .col(flag("overlapping"))
                        .foreign_key(&mut reference(table, "parent_id", owner))
                        .take(),
                )
                .await?;
        }
        manager
            .create_table(
                versions("indicator_version", "indicator", "indicator_id")
                    .col(text("name_zh"))
                    .col(text("name_en"))
                    .col(text("unit"))
                    .col(text("measure"))
                    .col(optional_text("direction"))
                    .col(text("aggregation"))
                    .col(optional_integer("numerator_id"))
                    .col(optional_integer("denominator_id"))
                    .col(text("scale"))
                    .col(optional_integer("decimals"))
                    .col(flag("is_reduction"))
                    .foreign_key(&mut reference("indicator_version", "numerator_id", "indicator"))
                    .foreign_key(&mut reference("indicator_version", "denominator_id", "indicator"))
                    .take(),
            )
            .await?;
        for (name, table, owner_id) in [
            ("uq_caliber_current", "caliber_version", "caliber_id"),
            ("uq_area_current", "area_version", "area_id"),
            ("uq_category_current", "category_version", "category_id"),
            ("uq_indicator_current", "indicator_version", "indicator_id"),
        ] {
            manager.create_index(current_key(name, table, owner_id)).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("series")
                    .col(id())
                    .col(integer("indicator_id"))
                    .col(optional_integer("area_id"))
                    .col(optional_integer("category_id"))
                    // indicator:area:category by id, 0 for the whole: NULLs would not be unique.
                    .col(text("key").unique_key())
                    .foreign_key(&mut reference("series", "indicator_id", "indicator"))
                    .foreign_key(&mut reference("series", "area_id", "area"))
                    .foreign_key(&mut reference("series", "category_id", "category"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ix_series_indicator", "series", &["indicator_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "series",
                "indicator_version",
                "category_version",
                "area_version",
                "caliber_version",
                "source",
                "indicator",
                "category",
                "area",
                "caliber",
            ],
        )
        .await
    }
}
