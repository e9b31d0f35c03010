//! Many rows read as one: the database packs them into a JSON text, which takes a fraction of what it costs to hand
//! them over cell by cell. Knows no table.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, Iterable, QueryTrait, Select, Statement,
    sea_query::ColumnType,
};
use serde::de::DeserializeOwned;

use super::error::StoreError;

/// What the one cell is called.
const ROWS: &str = "packed_rows";

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
    let backend = connection.get_database_backend();
    let Statement { sql, values, .. } = select.build(backend);
    let cells: Vec<String> = E::Column::iter().map(|column| cell(&column, backend)).collect();
    let cells = cells.join(", ");
    let sql = if backend == DatabaseBackend::Postgres {
        format!("SELECT json_agg(json_build_array({cells}))::text AS {ROWS} FROM ({sql}) AS unpacked")
    } else {
        format!("SELECT json_group_array(json_array({cells})) AS {ROWS} FROM ({sql})")
    };
    let row = connection.query_one_raw(Statement { sql, values, db_backend: backend }).await?;
    let text: Option<String> = row.map(|row| row.try_get("", ROWS)).transpose()?.flatten();
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
