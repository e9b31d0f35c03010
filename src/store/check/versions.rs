//! Versions and identities: the versions of each thing are numbered without a gap, each is superseded by the very
//! change that recorded the next, the last is current; nothing is without a version, and series are what their keys
//! say. It does not know what the versions say.

use futures_util::TryStreamExt;
use sea_orm::{
    ConnectionTrait, EntityTrait, QueryOrder, StreamTrait,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement},
};

use super::Findings;
use crate::store::{Store, entities::series, error::StoreError};

/// Tables of versions, each with the column that says whose version a row is, and whether that is a text.
const VERSIONS: [(&str, &str, bool); 9] = [
    ("caliber_version", "caliber_id", false),
    ("area_version", "area_id", false),
    ("category_version", "category_id", false),
    ("indicator_version", "indicator_id", false),
    ("plan_version", "plan_id", false),
    ("target_version", "target_id", false),
    ("ruling", "target_id", false),
    ("deviation_note", "target_id", false),
    ("bridge", "key", true),
];

/// Identities, each with the table of their versions and its column.
const IDENTITIES: [(&str, &str, &str); 6] = [
    ("caliber", "caliber_version", "caliber_id"),
    ("area", "area_version", "area_id"),
    ("category", "category_version", "category_id"),
    ("indicator", "indicator_version", "indicator_id"),
    ("plan", "plan_version", "plan_id"),
    ("target", "target_version", "target_id"),
];

const NOT_LAST: &str = "it is superseded, and there is no version after it";

struct Row {
    owner: String,
    version: i64,
    recorded: i64,
    superseded: Option<i64>,
}

impl Store {
    /// Walks all versions, each table in the order of its owners.
    pub(super) async fn check_versions(&self, findings: &mut Findings) -> Result<(), StoreError> {
        for (table, owner, is_text) in VERSIONS {
            self.check_table(table, owner, is_text, findings).await?;
        }
        for (identity, versions, owner) in IDENTITIES {
            let versioned = select(versions, owner);
            let lonely = Query::select()
                .column(Alias::new("id"))
                .from(Alias::new(identity))
                .and_where(Expr::col(Alias::new("id")).not_in_subquery(versioned))
                .limit(1_000)
                .take();
            for row in self.read.query_all(&lonely).await? {
                let id: i64 = row.try_get_by_index(0)?;
                findings.add(format!("{identity} {id}"), "it has no version");
            }
        }
        self.check_series(findings).await
    }

    async fn check_table(
        &self,
        table: &str,
        owner: &str,
        is_text: bool,
        findings: &mut Findings,
    ) -> Result<(), StoreError> {
        let query = Query::select()
            .columns([owner, "version", "recorded_change", "superseded_change"].map(Alias::new))
            .from(Alias::new(table))
            .order_by(Alias::new(owner), Order::Asc)
            .order_by(Alias::new("version"), Order::Asc)
            .take();
        let mut rows = self.read.stream(&query).await?;
        let mut before: Option<Row> = None;
        while let Some(found) = rows.try_next().await? {
            let row = Row {
                owner: if is_text {
                    found.try_get_by_index(0)?
                } else {
                    found.try_get_by_index::<i64>(0)?.to_string()
                },
                version: found.try_get_by_index(1)?,
                recorded: found.try_get_by_index(2)?,
                superseded: found.try_get_by_index(3)?,
            };
            let earlier = before.take();
            let (same, other) = match earlier {
                Some(earlier) if earlier.owner == row.owner => (Some(earlier), None),
                other => (None, other),
            };
            if let Some(wrong) = follows(same.as_ref(), &row) {
                findings.add(format!("{table} {}, version {}", row.owner, row.version), wrong);
            }
            if let Some(last) = other.filter(|last| last.superseded.is_some()) {
                findings.add(format!("{table} {}, version {}", last.owner, last.version), NOT_LAST);
            }
            before = Some(row);
        }
        if let Some(last) = before.filter(|last| last.superseded.is_some()) {
            findings.add(format!("{table} {}, version {}", last.owner, last.version), NOT_LAST);
        }
        Ok(())
    }

    /// The key of a series says what it is made of.
    async fn check_series(&self, findings: &mut Findings) -> Result<(), StoreError> {
        let mut rows = series::Entity::find().order_by_asc(series::Column::Id).stream(&**self.read).await?;
        while let Some(row) = rows.try_next().await? {
            let series::Model { id, indicator_id, area_id, category_id, key } = row;
            let made_of = format!("{indicator_id}:{}:{}", area_id.unwrap_or(0), category_id.unwrap_or(0));
            if made_of != key {
                findings.add(format!("series {id}"), format!("its key {key} is not that of {made_of}"));
            }
        }
        Ok(())
    }
}

fn select(table: &str, column: &str) -> SelectStatement {
    Query::select().column(Alias::new(column)).from(Alias::new(table)).take()
}

/// How a version does not follow from the one before.
fn follows(before: Option<&Row>, row: &Row) -> Option<&'static str> {
    match before {
        None if row.version != 1 => Some("the versions before it are missing"),
        Some(before) if row.version != before.version + 1 => Some("a version before it is missing"),
        Some(before) if before.superseded != Some(row.recorded) => {
            Some("the version before it is not superseded by the change that recorded it")
        }
        Some(before) if row.recorded <= before.recorded => {
            Some("it was recorded before the version before it")
        }
        _ => None,
    }
}
