//! Finding the few figures for several years that reach into a plan without reading a series' whole history before it.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::columns::index;

/// The tables that have a series and a period, with the index of each.
const TABLES: [(&str, &str); 2] = [("outcome_head", "ix_outcome_head_long"), ("outcome", "ix_outcome_long")];

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_long = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => "julianday(period_end) - julianday(period_start) > 366",
            _ => "period_end - period_start > 366",
        };
        for (table, name) in TABLES {
            let mut long = index(name, table, &["series_id", "period_end"]);
            long.and_where(Expr::cust(is_long));
            manager.create_index(long).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in TABLES {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        Ok(())
    }
}
