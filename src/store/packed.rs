//! Many rows read as one: the database packs them into a JSON text, which takes a fraction of what it costs to hand
//! them over cell by cell; and many queries sent as one statement. Knows no table.

use std::marker::PhantomData;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, IdenStatic, Iterable, JoinType,
    QueryResult, QueryTrait, Select, Statement,
    sea_query::{ColumnType, Expr, ExprTrait, Func, Query, SelectStatement},
};
use serde::de::DeserializeOwned;

use super::error::StoreError;

/// What the column of [`listed`] is called.
pub(super) const LISTED: &str = "listed";

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
    let mut alone = Batch::new(connection);
    let rows = alone.rows(select);
    alone.read(connection).await?.take(&rows)
}

/// The text of a query for rows of a table, packed into one cell; `from` begins with FROM.
pub(super) fn rows_from<E: EntityTrait>(from: &str, connection: &impl ConnectionTrait) -> String {
    let backend = connection.get_database_backend();
    format!("SELECT {} AS {} {from}", packed(&columns_of::<E>(backend), backend), cell(0))
}

/// The rows that such a query gives.
///
/// # Errors
/// [`StoreError`] of the database; [`StoreError::Corrupt`] where a cell is not what its column says.
pub(super) async fn read_rows<E>(
    statement: Statement,
    connection: &impl ConnectionTrait,
) -> Result<Vec<E::Model>, StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned,
{
    let answer = Answer(connection.query_one_raw(statement).await?);
    answer.take(&RowsOf { place: 0, table: E::default().as_str(), row: PhantomData })
}

/// Queries that do not depend on each other, sent as one statement.
#[derive(Debug)]
pub(super) struct Batch {
    backend: DatabaseBackend,
    queries: Vec<SelectStatement>,
}

/// The rows that a query of a batch gives.
#[derive(Debug)]
pub(super) struct RowsOf<R> {
    place: usize,
    table: &'static str,
    row: PhantomData<R>,
}

/// A row of two tables that were joined, with its row of a third.
type PairWith<E, F, G> =
    (<E as EntityTrait>::Model, <F as EntityTrait>::Model, Option<<G as EntityTrait>::Model>);

/// The number that a query of a batch gives.
#[derive(Debug)]
pub(super) struct Number(usize);

/// What a batch has given.
#[derive(Debug)]
pub(super) struct Answer(Option<QueryResult>);

impl Batch {
    /// Nothing to ask yet.
    pub(super) fn new(connection: &impl ConnectionTrait) -> Self {
        Self { backend: connection.get_database_backend(), queries: Vec::new() }
    }

    /// Asks for rows.
    pub(super) fn rows<E: EntityTrait>(&mut self, select: Select<E>) -> RowsOf<E::Model> {
        let table = E::default().as_str();
        let query = Query::select().from_subquery(select.into_query(), table).take();
        self.packed(query, table, &columns_of::<E>(self.backend))
    }

    /// Asks for rows of two tables that a query has joined.
    pub(super) fn pairs<E: EntityTrait, F: EntityTrait>(
        &mut self,
        query: SelectStatement,
    ) -> RowsOf<(E::Model, F::Model)> {
        let columns = array(&[columns_of::<E>(self.backend), columns_of::<F>(self.backend)], self.backend);
        self.packed(query, E::default().as_str(), &columns)
    }

    /// Asks for rows of two tables that a query has joined, each with its row of a third, where there is one. PostgreSQL
    /// would rather read the whole of the third than look up as many rows as it expects of the others; it is made to.
    pub(super) fn pairs_with<E: EntityTrait, F: EntityTrait, G: EntityTrait>(
        &mut self,
        mut query: SelectStatement,
        its_row: Condition,
    ) -> RowsOf<PairWith<E, F, G>> {
        let [first, second, third] =
            [columns_of::<E>(self.backend), columns_of::<F>(self.backend), columns_of::<G>(self.backend)];
        let table = E::default().as_str();
        if self.backend != DatabaseBackend::Postgres {
            query.join(JoinType::InnerJoin, G::default(), its_row);
            return self.packed(query, table, &array(&[first, second, third], self.backend));
        }
        let row = Query::select().expr(Expr::cust(third)).from(G::default()).cond_where(its_row).take();
        let row = Expr::SubQuery(None, Box::new(row.into()));
        let columns = array(&[first, second, "$1".to_owned()], self.backend);
        query.expr(Expr::cust_with_expr(packed(&columns, self.backend), row));
        self.asked(query, table)
    }

    fn packed<R>(&mut self, mut query: SelectStatement, table: &'static str, columns: &str) -> RowsOf<R> {
        query.expr(Expr::cust(packed(columns, self.backend)));
        self.asked(query, table)
    }

    fn asked<R>(&mut self, query: SelectStatement, table: &'static str) -> RowsOf<R> {
        self.queries.push(query);
        RowsOf { place: self.queries.len() - 1, table, row: PhantomData }
    }

    /// Asks for one number.
    pub(super) fn number(&mut self, query: SelectStatement) -> Number {
        self.queries.push(query);
        Number(self.queries.len() - 1)
    }

    /// Asks the database.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub(super) async fn read(self, connection: &impl ConnectionTrait) -> Result<Answer, StoreError> {
        let mut all = Query::select();
        for (place, query) in self.queries.into_iter().enumerate() {
            all.expr_as(Expr::SubQuery(None, Box::new(query.into())), cell(place));
        }
        Ok(Answer(connection.query_one(&all).await?))
    }
}

impl Answer {
    /// The rows.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a cell is not what its column says.
    pub(super) fn take<R: DeserializeOwned>(&self, rows: &RowsOf<R>) -> Result<Vec<R>, StoreError> {
        let text: Option<String> =
            self.0.as_ref().map(|row| row.try_get("", &cell(rows.place))).transpose()?.flatten();
        let Some(text) = text else { return Ok(Vec::new()) };
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt {
            table: rows.table,
            row: "?".to_owned(),
            column: "?",
            detail: error.to_string(),
        })
    }

    /// The number; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub(super) fn number(&self, number: &Number) -> Result<Option<i64>, StoreError> {
        Ok(self.0.as_ref().map(|row| row.try_get("", &cell(number.0))).transpose()?.flatten())
    }
}

/// The values of all rows as one text.
fn packed(value: &str, backend: DatabaseBackend) -> String {
    match backend {
        DatabaseBackend::Postgres => format!("json_agg({value})::text"),
        _ => format!("json_group_array({value})"),
    }
}

fn cell(place: usize) -> String {
    format!("cell_{place}")
}

/// The columns of a table as one value. SQLite has no truth values of its own.
fn columns_of<E: EntityTrait>(backend: DatabaseBackend) -> String {
    let table = E::default();
    let columns: Vec<String> = E::Column::iter()
        .map(|column| {
            let name = format!("\"{}\".\"{}\"", table.as_str(), column.as_str());
            let is_truth = matches!(column.def().get_column_type(), ColumnType::Boolean);
            match backend {
                DatabaseBackend::Sqlite if is_truth => format!("json(iif({name}, 'true', 'false'))"),
                _ => name,
            }
        })
        .collect();
    array(&columns, backend)
}

fn array(values: &[String], backend: DatabaseBackend) -> String {
    let values = values.join(", ");
    match backend {
        DatabaseBackend::Postgres => format!("json_build_array({values})"),
        _ => format!("json_array({values})"),
    }
}

/// That a column is what a query for one cell gives.
pub(super) fn is_that_of(column: impl ColumnTrait, query: &SelectStatement) -> Expr {
    let cell = Expr::SubQuery(None, Box::new(query.clone().into()));
    ExprTrait::eq(column.into_expr(), cell)
}

/// Some texts as rows of [`LISTED`], of which none has a comma: one value of the statement, however many they are, so
/// that the database knows the statement again.
pub(super) fn listed(texts: &[String], backend: DatabaseBackend) -> SelectStatement {
    let mut rows = Query::select();
    if backend == DatabaseBackend::Postgres {
        let each = Expr::cust_with_values("unnest(string_to_array($1, ','))", [texts.join(",")]);
        rows.expr_as(each, LISTED);
    } else {
        let list = serde_json::Value::from(texts.to_vec()).to_string();
        rows.expr_as(Expr::cust("value"), LISTED).from_function(Func::cust("json_each").arg(list), "list");
    }
    rows
}
