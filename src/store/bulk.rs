//! Many rows in few statements, by the fastest path that each database has: rows of values on SQLite, a column each as
//! an array on PostgreSQL. The text of a statement depends on the table and the number of rows alone, so that it is
//! prepared once. Knows no table.

use std::fmt::Write as _;

use sea_orm::{
    ConnectionTrait, DatabaseBackend, Statement,
    sea_query::{ArrayType, Value},
};

use super::error::StoreError;

/// Most rows of a statement on SQLite: about the fastest size measured. Fewer go in powers of two, so that there are few
/// texts a table and not one for each number of rows.
const ROWS_OF_VALUES: usize = 128;

/// As many rows as a group of writers often has go in one statement.
const ROWS_AT_ONCE: usize = 32;

/// Most rows of a statement on PostgreSQL.
const ROWS_OF_ARRAYS: usize = 5_000;

/// A column, by what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    /// An integer.
    Integer(&'static str),
    /// An integer other than 0, or NULL.
    Key(&'static str),
    /// Text.
    Text(&'static str),
    /// Text that is not empty, or NULL.
    Filled(&'static str),
    /// A day.
    Day(&'static str),
}

/// A table that takes many rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The columns, in the order that rows have.
    pub(super) columns: &'static [Column],
    /// What follows the rows: nothing, or `ON CONFLICT …`.
    pub(super) conflict: &'static str,
}

/// Rows to be: the values of one after the other.
#[derive(Debug)]
pub(super) struct Rows {
    table: &'static Table,
    values: Vec<Value>,
}

impl Rows {
    /// No rows yet, with room for some.
    pub(super) fn of(table: &'static Table, rows: usize) -> Self {
        Self { table, values: Vec::with_capacity(rows.saturating_mul(table.columns.len())) }
    }

    /// Adds a row: one value for each column.
    pub(super) fn add<const COLUMNS: usize>(&mut self, row: [Value; COLUMNS]) {
        debug_assert_eq!(COLUMNS, self.table.columns.len());
        self.values.extend(row);
    }

    /// Inserts them, in their order.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub(super) async fn insert(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        for statement in self.statements(connection.get_database_backend(), &Table::insertion) {
            connection.execute_raw(statement).await?;
        }
        Ok(())
    }

    /// The statements that ask with the rows as a table that has the name and the columns of theirs.
    pub(super) fn ask<'a>(
        self,
        connection: &impl ConnectionTrait,
        select: &'a str,
    ) -> impl Iterator<Item = Statement> + 'a {
        let with = move |table: &Table, rows: &str| {
            format!("WITH {} ({}) AS ({rows}) {select}", table.name, table.names())
        };
        self.statements(connection.get_database_backend(), with)
    }

    /// As many statements as it takes, each of them made around its rows.
    fn statements<F: Fn(&Table, &str) -> String>(
        self,
        backend: DatabaseBackend,
        around: F,
    ) -> impl Iterator<Item = Statement> {
        let Self { table, values } = self;
        let mut left = values.len() / table.columns.len().max(1);
        let mut values = values.into_iter();
        std::iter::from_fn(move || {
            let is_postgres = backend == DatabaseBackend::Postgres;
            let rows = if is_postgres { left.min(ROWS_OF_ARRAYS) } else { rows_at_once(left) };
            left = left.checked_sub(rows).filter(|_| rows > 0)?;
            let part = values.by_ref().take(rows * table.columns.len());
            let (text, values) = if is_postgres {
                (table.as_arrays(), table.columns_of(part, rows))
            } else {
                (table.as_values(rows), part.collect())
            };
            Some(Statement::from_sql_and_values(backend, around(table, &text), values))
        })
    }
}

/// A few rows at once; of more the largest power of two that does not exceed their number, nor the most rows of a statement.
fn rows_at_once(rows: usize) -> usize {
    if rows <= ROWS_AT_ONCE {
        return rows;
    }
    let mut power = ROWS_OF_VALUES;
    while power > rows {
        power /= 2;
    }
    power
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Integer(name)
            | Self::Key(name)
            | Self::Text(name)
            | Self::Filled(name)
            | Self::Day(name) => name,
        }
    }

    const fn array(self) -> (ArrayType, &'static str) {
        match self {
            Self::Integer(_) | Self::Key(_) => (ArrayType::BigInt, "bigint[]"),
            Self::Text(_) | Self::Filled(_) => (ArrayType::String, "text[]"),
            Self::Day(_) => (ArrayType::ChronoDate, "date[]"),
        }
    }

    /// The value that stands for NULL within an array, which has none.
    fn in_array(self, value: Value) -> Value {
        match (self, value) {
            (Self::Key(_), Value::BigInt(None)) => Value::BigInt(Some(0)),
            (Self::Filled(_), Value::String(None)) => Value::String(Some(String::new())),
            (_, value) => value,
        }
    }
}

impl Table {
    fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name()).collect();
        names.join(", ")
    }

    fn insertion(&self, rows: &str) -> String {
        format!("INSERT INTO {} ({}) {rows} {}", self.name, self.names(), self.conflict)
    }

    fn as_values(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        format!("VALUES {}", vec![row.as_str(); rows].join(", "))
    }

    fn as_arrays(&self) -> String {
        let (mut picked, mut arrays, mut names) = (String::new(), String::new(), String::new());
        for (column, number) in self.columns.iter().zip(1_u32..) {
            let comma = if number == 1 { "" } else { ", " };
            let pick = match column {
                Column::Key(_) => format!("NULLIF(c{number}, 0)"),
                Column::Filled(_) => format!("NULLIF(c{number}, '')"),
                Column::Integer(_) | Column::Text(_) | Column::Day(_) => format!("c{number}"),
            };
            // Writing to a String cannot fail.
            let _ = write!(picked, "{comma}{pick}");
            let _ = write!(arrays, "{comma}${number}::{}", column.array().1);
            let _ = write!(names, "{comma}c{number}");
        }
        format!("SELECT {picked} FROM UNNEST({arrays}) AS rows ({names})")
    }

    /// The values of rows, column by column.
    fn columns_of(&self, values: impl Iterator<Item = Value>, rows: usize) -> Vec<Value> {
        let mut arrays: Vec<Vec<Value>> = self.columns.iter().map(|_| Vec::with_capacity(rows)).collect();
        let mut values = values;
        for _ in 0..rows {
            for ((array, column), value) in arrays.iter_mut().zip(self.columns).zip(values.by_ref()) {
                array.push(column.in_array(value));
            }
        }
        let typed = arrays.into_iter().zip(self.columns);
        typed.map(|(array, column)| Value::Array(column.array().0, Some(Box::new(array)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Table = Table {
        name: "fruit",
        columns: &[Column::Integer("id"), Column::Key("tree"), Column::Filled("note"), Column::Day("picked")],
        conflict: "ON CONFLICT (id) DO NOTHING",
    };

    #[test]
    fn a_statement_depends_on_the_number_of_rows_alone() {
        assert_eq!(
            TABLE.insertion(&TABLE.as_values(2)),
            "INSERT INTO fruit (id, tree, note, picked) VALUES (?, ?, ?, ?), (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
        );
        assert_eq!(
            TABLE.insertion(&TABLE.as_arrays()),
            "INSERT INTO fruit (id, tree, note, picked) SELECT c1, NULLIF(c2, 0), NULLIF(c3, ''), c4 \
             FROM UNNEST($1::bigint[], $2::bigint[], $3::text[], $4::date[]) AS rows (c1, c2, c3, c4) \
             ON CONFLICT (id) DO NOTHING"
        );
    }

    #[test]
    fn few_rows_go_at_once_and_more_in_powers_of_two() {
        let mut left = 1_000;
        let mut parts = Vec::new();
        while left > 0 {
            let rows = rows_at_once(left);
            parts.push(rows);
            left -= rows;
        }
        assert_eq!(parts, [128, 128, 128, 128, 128, 128, 128, 64, 32, 8]);
        assert_eq!((rows_at_once(29), rows_at_once(1), rows_at_once(0)), (29, 1, 0));
    }

    #[test]
    fn a_row_becomes_a_place_in_each_array() {
        let mut rows = Rows::of(&TABLE, 2);
        let day = chrono::NaiveDate::from_ymd_opt(2022, 6, 30);
        rows.add([1_i64.into(), Value::BigInt(None), Value::String(None), Value::ChronoDate(day)]);
        rows.add([2_i64.into(), 7_i64.into(), "ripe".into(), Value::ChronoDate(day)]);
        let columns = TABLE.columns_of(rows.values.into_iter(), 2);
        assert_eq!(columns.get(1), Some(&vec![0_i64, 7].into()));
        assert_eq!(columns.get(2), Some(&vec![String::new(), "ripe".to_owned()].into()));
    }
}
