//! Whether the tables are those that the migrations make: the schema of a database is held against one that is made
//! for it in memory. What is there besides is not looked at, but for triggers and rules: they change what is written
//! past the service.

use std::collections::{BTreeMap, BTreeSet};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::{Store, error::StoreError};

/// What a schema consists of, by the names that both kinds of database share.
#[derive(Debug, Default)]
struct Parts {
    /// Whether a column may be empty, by table and column.
    columns: BTreeMap<(String, String), bool>,
    indexes: BTreeSet<Index>,
    /// Table, column, and the table referred to.
    references: BTreeSet<(String, String, String)>,
    /// Table and name, of triggers and of rules.
    triggers: BTreeSet<(String, String)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Index {
    table: String,
    columns: Vec<String>,
    is_unique: bool,
    is_partial: bool,
}

impl Store {
    /// What the schema lacks of what the applied migrations make, and which triggers act on its tables; nothing where
    /// all is well.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn schema_faults(&self) -> Result<Vec<String>, StoreError> {
        let (applied, others) = self.applied_migrations().await?;
        if applied == 0 {
            return Ok(Vec::new());
        }
        let expected = expected(applied).await?;
        let found = Parts::of(&self.read).await?;
        // A newer program may have given the tables triggers, so that both can run side by side.
        Ok(found.faults(&expected, others == 0))
    }
}

/// The schema as the first migrations make it.
async fn expected(applied: u32) -> Result<Parts, StoreError> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await?;
    Migrator::up(&database, Some(applied)).await?;
    let parts = Parts::of(&database).await?;
    database.close().await?;
    Ok(parts)
}

impl Parts {
    async fn of(database: &DatabaseConnection) -> Result<Self, StoreError> {
        let backend = database.get_database_backend();
        let [columns, indexes, references, triggers] =
            if backend == DbBackend::Sqlite { OF_SQLITE } else { OF_POSTGRES };
        let rows = async |sql: &str| database.query_all_raw(Statement::from_string(backend, sql)).await;
        let mut parts = Self::default();
        for row in rows(columns).await? {
            let column = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            parts.columns.insert(column, row.try_get_by_index(2)?);
        }
        let mut indexes_by_name: BTreeMap<(String, String), Index> = BTreeMap::new();
        for row in rows(indexes).await? {
            let table: String = row.try_get_by_index(0)?;
            let name = (table.clone(), row.try_get_by_index(1)?);
            let (is_unique, is_partial) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
            let index = indexes_by_name.entry(name);
            let index = index.or_insert_with(|| Index { table, columns: Vec::new(), is_unique, is_partial });
            index.columns.push(row.try_get_by_index(4)?);
        }
        parts.indexes = indexes_by_name.into_values().collect();
        for row in rows(references).await? {
            let to = row.try_get_by_index(2)?;
            parts.references.insert((row.try_get_by_index(0)?, row.try_get_by_index(1)?, to));
        }
        for row in rows(triggers).await? {
            parts.triggers.insert((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        }
        Ok(parts)
    }

    fn tables(&self) -> BTreeSet<&str> {
        self.columns.keys().map(|(table, _)| table.as_str()).collect()
    }

    /// What is not as expected, in words. Of a missing table nothing else is said.
    fn faults(&self, expected: &Self, are_triggers_foreign: bool) -> Vec<String> {
        let (own, there) = (expected.tables(), self.tables());
        let is_there = |table: &str| there.contains(table);
        let mut faults: Vec<String> =
            own.difference(&there).map(|table| format!("the table {table} is missing")).collect();
        for ((table, column), may_be_empty) in
            expected.columns.iter().filter(|((table, _), _)| is_there(table))
        {
            match self.columns.get(&(table.clone(), column.clone())) {
                None => faults.push(format!("the column {column} of the table {table} is missing")),
                Some(found) if found != may_be_empty => {
                    let may = if *found { "may be empty and must not" } else { "must not be empty and may" };
                    faults.push(format!("the column {column} of the table {table} {may}"));
                }
                Some(_) => {}
            }
        }
        for index in expected.indexes.difference(&self.indexes).filter(|index| is_there(&index.table)) {
            let kind = if index.is_unique { "unique index" } else { "index" };
            let columns = index.columns.join(", ");
            faults.push(format!("the {kind} of the table {} over {columns} is missing", index.table));
        }
        for (table, column, to) in expected.references.difference(&self.references) {
            if is_there(table) {
                faults.push(format!("the column {column} of the table {table} does not refer to {to}"));
            }
        }
        let foreign =
            self.triggers.iter().filter(|(table, _)| are_triggers_foreign && own.contains(&**table));
        faults.extend(foreign.map(|(table, name)| {
            format!("the table {table} has the trigger or rule {name}, which is none of plantrack's")
        }));
        faults
    }
}

/// Statements for columns, indexes, references and triggers, each row in the order of [`Parts`].
const OF_SQLITE: [&str; 4] = [
    "SELECT t.name, c.name, c.\"notnull\" = 0 FROM sqlite_schema t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'",
    "SELECT t.name, i.name, i.\"unique\", i.partial, c.name FROM sqlite_schema t, pragma_index_list(t.name) i, \
     pragma_index_info(i.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.name IS NOT NULL \
     ORDER BY t.name, i.name, c.seqno",
    "SELECT t.name, r.\"from\", r.\"table\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) r \
     WHERE t.type = 'table'",
    "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger'",
];

const OF_POSTGRES: [&str; 4] = [
    "SELECT t.relname::text, c.attname::text, NOT c.attnotnull FROM pg_class t \
     JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped \
     WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')",
    "SELECT t.relname::text, n.relname::text, i.indisunique, i.indpred IS NOT NULL, c.attname::text FROM pg_index i \
     JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class n ON n.oid = i.indexrelid \
     CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place) \
     JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.number \
     WHERE t.relnamespace = current_schema()::regnamespace AND i.indisvalid AND k.place <= i.indnkeyatts \
     ORDER BY 1, 2, k.place",
    "SELECT t.relname::text, c.attname::text, r.confrelid::regclass::text FROM pg_constraint r \
     JOIN pg_class t ON t.oid = r.conrelid JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = ANY (r.conkey) \
     WHERE r.contype = 'f' AND t.relnamespace = current_schema()::regnamespace",
    "SELECT t.relname::text, g.tgname::text FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid \
     WHERE NOT g.tgisinternal AND t.relnamespace = current_schema()::regnamespace \
     UNION ALL SELECT tablename::text, rulename::text FROM pg_rules WHERE schemaname = current_schema()",
];
