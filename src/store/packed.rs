//! Many rows read as one: the database packs them into a JSON text, which takes a fraction of what it costs to hand
//! them over cell by cell. Knows no table.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, Iterable, QueryResult, QueryTrait, Select,
    sea_query::{ColumnType, Expr, Query, SelectStatement},
};
use serde::de::DeserializeOwned;

use super::error::StoreError;

/// What the cells are called.
const ROWS: &str = "packed_rows";
const MORE_ROWS: &str = "more_packed_rows";

/// All rows that a query gives, in its order.
///
/// # Errors
/// [`StoreError`] of the database; [`StoreError::Corrupt`] where a cell is not what its column says.
pub(super) async fn all_of<E>(
    select: Select<E>,
    connection: &impl ConnectionTrait,
) -> Result<Vec<E::Model>, StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned,
{
    let query = packed(select, connection.get_database_backend());
    unpacked::<E>(connection.query_one(&query).await?.as_ref(), ROWS)
}

/// All rows of two queries that do not depend on each other, in one statement.
///
/// # Errors
/// As of [`all_of`].
pub(super) async fn all_of_both<E, F>(
    one: Select<E>,
    other: Select<F>,
    connection: &impl ConnectionTrait,
) -> Result<(Vec<E::Model>, Vec<F::Model>), StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned,
    F: EntityTrait,
    F::Model: DeserializeOwned,
{
    let backend = connection.get_database_backend();
    let both = Query::select()
        .expr_as(Expr::SubQuery(None, Box::new(packed(one, backend).into())), ROWS)
        .expr_as(Expr::SubQuery(None, Box::new(packed(other, backend).into())), MORE_ROWS)
        .take();
    let row = connection.query_one(&both).await?;
    Ok((unpacked::<E>(row.as_ref(), ROWS)?, unpacked::<F>(row.as_ref(), MORE_ROWS)?))
}

/// A query for one cell with all rows of another.
fn packed<E: EntityTrait>(select: Select<E>, backend: DatabaseBackend) -> SelectStatement {
    let cells: Vec<String> = E::Column::iter().map(|column| cell(&column, backend)).collect();
    let cells = cells.join(", ");
    let rows = if backend == DatabaseBackend::Postgres {
        format!("json_agg(json_build_array({cells}))::text")
    } else {
        format!("json_group_array(json_array({cells}))")
    };
    Query::select().expr_as(Expr::cust(rows), ROWS).from_subquery(select.into_query(), "unpacked").take()
}

/// The rows in a cell.
fn unpacked<E>(row: Option<&QueryResult>, cell: &str) -> Result<Vec<E::Model>, StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned,
{
    let text: Option<String> = row.map(|row| row.try_get("", cell)).transpose()?.flatten();
    let Some(text) = text else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| StoreError::Corrupt {
        table: E::default().as_str(),
        row: "?".to_owned(),
        column: "?",
        detail: error.to_string(),
    })
}

/// A column as a value of JSON: SQLite has no truth values of its own.
fn cell(column: &impl ColumnTrait, backend: DatabaseBackend) -> String {
    let name = column.as_str();
    let is_truth = matches!(column.def().get_column_type(), ColumnType::Boolean);
    if is_truth && backend == DatabaseBackend::Sqlite {
        format!("json(iif(\"{name}\", 'true', 'false'))")
    } else {
        format!("\"{name}\"")
    }
}
