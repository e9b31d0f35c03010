//! The change log as caches read it: which plan or series each change was of, and the last one that bears on
//! something. It does not know what is kept of whom.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{
    Store,
    entities::{change_log, series},
    error::StoreError,
    outcomes::Vintage,
    packed::Batch,
    series::{join_keys, keys_of, series_of},
};
use crate::domain::series::Series;

/// Kinds of subjects that no answer about a plan depends on. Whatever is not named here does.
const NO_BEARING: [&str; 4] = ["source/", "key/", "webhook/", "checkpoint/"];

/// Whether any answer about a plan can depend on a subject.
pub(super) fn has_bearing(subject: &str) -> bool {
    !NO_BEARING.iter().any(|kind| subject.starts_with(kind))
}

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
    /// What was reported, where this process has reported it itself.
    pub vintage: Option<Arc<Vintage>>,
}

/// The last changes, in order and without gaps, for all that look through them. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent(Arc<Mutex<VecDeque<RecentChange>>>);

/// Changes kept in memory.
const CHANGES_KEPT: usize = 4_096;

/// Changes looked through at once, at most: after more of them it is cheaper to compute anew.
const MOST_CHANGES: i64 = 2_000;

impl Recent {
    fn lock(&self) -> MutexGuard<'_, VecDeque<RecentChange>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the changes that follow on those that are kept; others would leave a gap.
    pub(super) fn add(&self, changes: impl IntoIterator<Item = RecentChange>) {
        let mut kept = self.lock();
        for change in changes {
            match kept.back().map(|last| last.number) {
                Some(last) if change.number <= last => {}
                Some(last) if change.number > last + 1 => {
                    kept.clear();
                    kept.push_back(change);
                }
                _ => kept.push_back(change),
            }
        }
        while kept.len() > CHANGES_KEPT {
            kept.pop_front();
        }
    }

    /// The changes after one number and up to another; `None` where not all of them are kept.
    fn between(&self, after: i64, up_to: i64) -> Option<Vec<RecentChange>> {
        let kept = self.lock();
        let (first, last) = (kept.front()?.number, kept.back()?.number);
        if first > after + 1 || last < up_to {
            return None;
        }
        let start = usize::try_from(after + 1 - first).ok()?;
        Some(kept.iter().skip(start).take_while(|change| change.number <= up_to).cloned().collect())
    }
}

impl Store {
    /// The changes after one number and up to another, in order; `None` where they are too many to look through.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn changes_between(
        &self,
        after: i64,
        up_to: i64,
    ) -> Result<Option<Vec<RecentChange>>, StoreError> {
        if up_to - after > MOST_CHANGES {
            return Ok(None);
        }
        if let Some(known) = self.recent.between(after, up_to) {
            return Ok(Some(known));
        }
        let read = self.changes_after(after, MOST_CHANGES.unsigned_abs()).await?;
        self.recent.add(read.iter().cloned());
        let is_whole = read.last().is_some_and(|last| last.number >= up_to);
        Ok(is_whole.then(|| read.into_iter().filter(|change| change.number <= up_to).collect()))
    }

    async fn changes_after(&self, after: i64, limit: u64) -> Result<Vec<RecentChange>, StoreError> {
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
        let known = series_of(&self.read, rows.iter().filter_map(|row| row.2)).await?;
        Ok(rows
            .into_iter()
            .map(|(number, plan_id, series_id, action, subject)| RecentChange {
                number,
                plan_id,
                series: series_id.and_then(|id| known.get(&id).cloned()),
                is_report: action == "reported",
                has_bearing: has_bearing(&subject),
                vintage: None,
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
        let keys = keys_of(&self.read, of).await?;
        let mut of_the_catalogue = Condition::all()
            .add(change_log::Column::SeriesId.is_null())
            .add(change_log::Column::PlanId.is_null());
        for kind in NO_BEARING {
            // Written out: with a value that is bound to it, SQLite would prepare the statement anew each time.
            let is_not = Expr::cust(format!("subject NOT LIKE '{kind}%'"));
            of_the_catalogue = of_the_catalogue.add(is_not);
        }
        let mut batch = Batch::new(&self.read);
        let mut asked = vec![
            batch.number(last_where(of_the_catalogue, up_to)),
            batch.number(last_of_series(&keys, &self.read, up_to)),
        ];
        for plan in plans {
            let of_it = Condition::all().add(change_log::Column::PlanId.eq(*plan));
            asked.push(batch.number(last_where(of_it, up_to)));
        }
        let answer = batch.read(&self.read).await?;
        let mut last = 0;
        for number in asked {
            last = Ord::max(last, answer.number(&number)?.unwrap_or(0));
        }
        Ok(last)
    }
}

/// The number of the last change up to a number that meets a condition.
fn last_where(condition: Condition, up_to: i64) -> SelectStatement {
    Query::select()
        .expr(change_log::Column::Number.max())
        .from(change_log::Entity)
        .cond_where(condition)
        .and_where(change_log::Column::Number.lte(up_to))
        .take()
}

/// That of the last report on some series. The last of each is one look into an index, however long its history.
fn last_of_series(keys: &[String], connection: &impl ConnectionTrait, up_to: i64) -> SelectStatement {
    let is_of_it = Expr::col((change_log::Entity, change_log::Column::SeriesId))
        .equals((series::Entity, series::Column::Id));
    let of_it = Condition::all().add(is_of_it).add(change_log::Column::PlanId.is_null());
    let mut of_each = Query::select()
        .expr_as(Expr::SubQuery(None, Box::new(last_where(of_it, up_to).into())), "last")
        .from(series::Entity)
        .take();
    join_keys(&mut of_each, keys, connection);
    Query::select().expr(Expr::col("last").max()).from_subquery(of_each, "of_each").take()
}
