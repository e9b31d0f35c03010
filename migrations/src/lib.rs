//! The schema of plantrack, one portable migration a file: SQLite and PostgreSQL alike, up and down. Files are
//! only added, never changed once they have been released.

mod columns;
mod m0001_change_log;
mod m0002_catalogue;
mod m0003_plans;
mod m0004_outcomes;
mod m0005_remarks;
mod m0006_keys;
mod m0007_idempotency;
mod m0008_approvals_and_locks;
mod m0009_webhooks;
mod m0010_changes_by_series;
mod m0011_changes_by_time;
mod m0012_reports_by_series;
mod m0013_several_years;

pub use sea_orm_migration::{IntoSchemaManagerConnection, MigratorTrait};
use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{DbErr, Query},
};

/// The names of the migrations that a database has, this program's or not. It changes nothing.
///
/// # Errors
/// Of the database.
pub async fn applied<'c>(database: impl IntoSchemaManagerConnection<'c>) -> Result<Vec<String>, DbErr> {
    use sea_orm_migration::sea_orm::ConnectionTrait;
    let manager = SchemaManager::new(database);
    if !manager.has_table("seaql_migrations").await? {
        return Ok(Vec::new());
    }
    let rows = manager
        .get_connection()
        .query_all(Query::select().column("version").from("seaql_migrations"))
        .await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

/// All migrations, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_change_log::Migration),
            Box::new(m0002_catalogue::Migration),
            Box::new(m0003_plans::Migration),
            Box::new(m0004_outcomes::Migration),
            Box::new(m0005_remarks::Migration),
            Box::new(m0006_keys::Migration),
            Box::new(m0007_idempotency::Migration),
            Box::new(m0008_approvals_and_locks::Migration),
            Box::new(m0009_webhooks::Migration),
            Box::new(m0010_changes_by_series::Migration),
            Box::new(m0011_changes_by_time::Migration),
            Box::new(m0012_reports_by_series::Migration),
            Box::new(m0013_several_years::Migration),
        ]
    }
}
