//! The schema of plantrack, one portable migration a file: SQLite and PostgreSQL alike, up and down. Files are
//! only added, never changed once they have been released.

mod columns;
mod m0001_change_log;
mod m0002_catalogue;
mod m0003_plans;
mod m0004_outcomes;
mod m0005_remarks;
mod m0007_idempotency;
mod m0010_changes_by_series;

pub use sea_orm_migration::{MigrationStatus, MigratorTrait};
use sea_orm_migration::{MigrationTrait, async_trait};

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
            Box::new(m0007_idempotency::Migration),
            Box::new(m0010_changes_by_series::Migration),
        ]
    }
}
