//! Keys of the API: what each may do, until when, and the hash that it is known by. The key itself is never kept.

use sea_orm_migration::prelude::*;

use crate::columns::{drop, id, integer, optional_integer, optional_text, text};

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
                    .table("api_key")
                    .col(id())
                    // The part of a key that may be shown.
                    .col(text("key_id").unique_key())
                    .col(text("name"))
                    // Words with a space between them.
                    .col(text("scopes"))
                    // Codes as a JSON array; NULL is no limit.
                    .col(optional_text("indicators"))
                    .col(optional_text("areas"))
                    // SHA-256 of the whole key, in hexadecimal digits.
                    .col(text("hash"))
                    // Microseconds since 1970-01-01T00:00Z.
                    .col(integer("created_at"))
                    .col(optional_integer("expires_at"))
                    .col(optional_integer("revoked_at"))
                    // A day, ISO 8601. No change of the record: it is not in the change log.
                    .col(optional_text("last_used_on"))
                    // The part that may be shown of the key that this one takes over from.
                    .col(optional_text("replaces"))
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["api_key"]).await
    }
}
