//! The change log as caches read it: which plan or series each change was of, and the last one that bears on
//! something. It does not know what is kept of whom.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Order, Query},
};

use super::{
    Store,
    entities::{change_log, series},
    error::StoreError,
    series::{find_series, series_of},
    versions::VALUES_A_LIST,
};
use crate::domain::series::Series;

/// Kinds of subjects that no answer about a plan depends on. Whatever is not named here does.
const NO_BEARING: [&str; 4] = ["source/", "key/", "webhook/", "checkpoint/"];

/// Number, plan, series, action, subject.
type Row = (i64, Option<i64>, Option<i64>, String, String);

/// What a change was of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentChange {
    /// Its number.
    pub number: i64,
    /// The plan whose own record it is: the plan, a target, a remark.
    pub plan_id: Option<i64>,
    /// The series that it is of.
    pub series: Option<Series>,
    /// Whether an outcome was reported, and nothing else.
    pub is_report: bool,
    /// Whether any answer about a plan can depend on it.
    pub has_bearing: bool,
}

impl Store {
    /// The changes after a number, in order; at most so many.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn changes_after(&self, after: i64, limit: u64) -> Result<Vec<RecentChange>, StoreError> {
        let rows: Vec<Row> = change_log::Entity::find()
            .select_only()
            .column(change_log::Column::Number)
            .column(change_log::Column::PlanId)
            .column(change_log::Column::SeriesId)
            .column(change_log::Column::Action)
            .column(change_log::Column::Subject)
            .filter(change_log::Column::Number.gt(after))
            .order_by_asc(change_log::Column::Number)
            .limit(limit)
            .into_tuple()
            .all(&self.read)
            .await?;
        let unknown: BTreeSet<i64> = {
            let known = self.series.lock();
            rows.iter().filter_map(|row| row.2).filter(|id| !known.contains_key(id)).collect()
        };
        if !unknown.is_empty() {
            let found = series_of(&self.read, unknown).await?;
            self.series.lock().extend(found);
        }
        let known = self.series.lock();
        Ok(rows
            .into_iter()
            .map(|(number, plan_id, series_id, action, subject)| RecentChange {
                number,
                plan_id,
                series: series_id.and_then(|id| known.get(&id).cloned()),
                is_report: action == "reported",
                has_bearing: !NO_BEARING.iter().any(|kind| subject.starts_with(kind)),
            })
            .collect())
    }

    /// The number of the last change up to a number that is of one of some plans, of one of some series, or of the
    /// catalogue; 0 where there is none.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn last_change_of(
        &self,
        plans: &BTreeSet<i64>,
        of: &BTreeSet<&Series>,
        up_to: i64,
    ) -> Result<i64, StoreError> {
        let ids: Vec<i64> = find_series(&self.read, of).await?.into_values().collect();
        let mut of_the_catalogue = Condition::all()
            .add(change_log::Column::SeriesId.is_null())
            .add(change_log::Column::PlanId.is_null());
        for kind in NO_BEARING {
            of_the_catalogue = of_the_catalogue.add(change_log::Column::Subject.not_like(format!("{kind}%")));
        }
        let mut last = self.last_where(of_the_catalogue, up_to).await?;
        for plan in plans {
            let of_the_plan = Condition::all().add(change_log::Column::PlanId.eq(*plan));
            last = Ord::max(last, self.last_where(of_the_plan, up_to).await?);
        }
        for chunk in ids.chunks(VALUES_A_LIST) {
            // The last of each series is one look into an index, however long its history.
            let of_a_series = Query::select()
                .column(change_log::Column::Number)
                .from(change_log::Entity)
                .and_where(
                    Expr::col((change_log::Entity, change_log::Column::SeriesId))
                        .equals((series::Entity, series::Column::Id)),
                )
                .and_where(change_log::Column::PlanId.is_null())
                .and_where(change_log::Column::Number.lte(up_to))
                .order_by(change_log::Column::Number, Order::Desc)
                .limit(1)
                .take();
            let query = Query::select()
                .expr_as(Expr::SubQuery(None, Box::new(of_a_series.into())), "last")
                .from(series::Entity)
                .and_where(series::Column::Id.is_in(chunk.iter().copied()))
                .take();
            for row in self.read.query_all(&query).await? {
                last = Ord::max(last, row.try_get::<Option<i64>>("", "last")?.unwrap_or(0));
            }
        }
        Ok(last)
    }

    async fn last_where(&self, condition: Condition, up_to: i64) -> Result<i64, StoreError> {
        let last: Option<i64> = change_log::Entity::find()
            .select_only()
            .column(change_log::Column::Number)
            .filter(condition)
            .filter(change_log::Column::Number.lte(up_to))
            .order_by_desc(change_log::Column::Number)
            .limit(1)
            .into_tuple()
            .one(&self.read)
            .await?;
        Ok(last.unwrap_or(0))
    }
}

/// Series by their keys, which never change.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownSeries(std::sync::Arc<std::sync::Mutex<HashMap<i64, Series>>>);

impl KnownSeries {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, Series>> {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // A bound on memory; what is forgotten is read again.
        if known.len() > MOST_KNOWN {
            known.clear();
        }
        known
    }
}

/// Series kept in memory, at most.
const MOST_KNOWN: usize = 100_000;
