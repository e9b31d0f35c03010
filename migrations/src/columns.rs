//! The columns and keys that many tables share, in one spelling. Exact decimals and days of the domain's data
//! forms are TEXT: both databases keep them digit by digit.

use sea_orm_migration::{
    prelude::{
        ColumnDef, ConditionalStatement, DbErr, Expr, ExprTrait, ForeignKey, ForeignKeyCreateStatement,
        Index, IntoIden, SchemaManager, Table, TableCreateStatement,
    },
    sea_query::IndexCreateStatement,
};

/// A generated integer key.
pub(crate) fn id() -> ColumnDef {
    ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key().take()
}

/// Text that is always there; empty where there is nothing to say.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// Text that may be absent.
pub(crate) fn optional_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// An integer that is always there.
pub(crate) fn integer(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// An integer that may be absent.
pub(crate) fn optional_integer(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// A yes or no.
pub(crate) fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().default(false).take()
}

/// A calendar day.
pub(crate) fn day(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).date().not_null().take()
}

/// A reference to the `id` of another table, which then cannot be deleted.
pub(crate) fn reference(
    table: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("fk_{table}_{column}")).from(table, column).to(to, "id").take()
}

/// An identity table: a key and a code that no other of its kind has.
pub(crate) fn identity(table: &'static str) -> TableCreateStatement {
    Table::create().table(table).col(id()).col(text("code").unique_key()).take()
}

/// The start of a version table: whose version it is, which, and the change numbers that it was recorded and
/// superseded by. The current version is the one that is not superseded.
pub(crate) fn versions(
    table: &'static str,
    owner: &'static str,
    owner_id: &'static str,
) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(integer(owner_id))
        .col(integer("version"))
        .col(integer("recorded_change"))
        .col(optional_integer("superseded_change"))
        .primary_key(Index::create().col(owner_id).col("version"))
        .foreign_key(&mut reference(table, owner_id, owner))
        .take()
}

/// The key by which at most one version is current.
pub(crate) fn current_key(
    name: &'static str,
    table: &'static str,
    owner_id: &'static str,
) -> IndexCreateStatement {
    Index::create()
        .unique()
        .name(name)
        .table(table)
        .col(owner_id)
        .cond_where(Expr::col("superseded_change").is_null())
        .take()
}

/// A plain index.
pub(crate) fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(table).take();
    for column in columns {
        index.col(*column);
    }
    index
}

/// Drops tables, in the order given.
pub(crate) async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(table.into_iden()).take()).await?;
    }
    Ok(())
}
