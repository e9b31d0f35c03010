//! Reading the change log: entries by what they are about, and what changed since a number. Knows no chain and no
//! subscriber.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, JoinType, Query, SelectStatement},
};

use super::{
    Store,
    catalogue::Indicators,
    entities::{change_log, indicator_version, plan_version, series, target, target_version},
    error::StoreError,
    plans::Plans,
    series::series_of,
    versions::{VALUES_A_LIST, codes_of, id_of},
};
use crate::domain::{code::Code, series::Series};

/// Entries that one step of a search looks at: a search for what is rare does not read the whole log at once.
const STEP: i64 = 50_000;

/// Steps of one search; after that it says how far it came.
const MOST_STEPS: u32 = 8;

/// Kinds of subjects that any plan may rest on.
const SHARED: [&str; 5] = ["indicator", "area", "category", "caliber", "bridge"];

/// An entry of the change log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number.
    pub number: i64,
    /// Microseconds since 1970-01-01T00:00Z.
    pub recorded_at: i64,
    /// Who made the change.
    pub actor: String,
    /// In which request.
    pub request: String,
    /// What was done.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// The key of the plan that it belongs to, as the hash has it.
    pub plan_id: Option<i64>,
    /// The key of the series that it belongs to, as the hash has it.
    pub series_id: Option<i64>,
    /// The plan that it belongs to.
    pub plan: Option<Code>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// Why, where it was said.
    pub reason: String,
    /// How it stood before, as JSON text.
    pub before: Option<String>,
    /// How it stands since, as JSON text.
    pub after: Option<String>,
    /// The hash of this entry, over the one before and all of its fields.
    pub hash: String,
}

/// Which entries to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only what was done to this subject, or to subjects whose name goes on after it with `/` or a space.
    pub subject: Option<String>,
    /// Only what belongs to this plan, and the outcomes of the indicators that it has targets for.
    pub plan: Option<Code>,
    /// Only what belongs to a series of this indicator, and the indicator itself.
    pub indicator: Option<Code>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only this action.
    pub action: Option<String>,
    /// Only in this request.
    pub request: Option<String>,
    /// Only at or after this moment, in microseconds.
    pub from: Option<i64>,
    /// Only before this moment, in microseconds.
    pub until: Option<i64>,
    /// Only from this number on.
    pub first: Option<i64>,
    /// Only up to this number.
    pub last: Option<i64>,
}

/// A page of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// The entries found.
    pub entries: Vec<LogEntry>,
    /// The number of the last entry that was looked at, where there may be more after it.
    pub next: Option<i64>,
}

/// What changed, told without who and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The number of the change.
    pub number: i64,
    /// Microseconds since 1970-01-01T00:00Z.
    pub recorded_at: i64,
    /// What was done.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// The plan that it belongs to.
    pub plan: Option<Code>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// The plans whose answers may change by it.
    pub touches: Touches,
}

/// The plans whose answers may change by a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touches {
    /// Any: what all plans share was changed.
    Any,
    /// These.
    Plans(BTreeSet<Code>),
}

impl Touches {
    /// Whether a plan's answers may change.
    pub fn includes(&self, plan: &Code) -> bool {
        match self {
            Self::Any => true,
            Self::Plans(plans) => plans.contains(plan),
        }
    }
}

type Row = (i64, i64, String, String, Option<i64>, Option<i64>);

impl Store {
    /// One entry, and the hash of the one before.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn find_entry(&self, number: i64) -> Result<(LogEntry, String), StoreError> {
        let missing = || StoreError::Missing { what: "entry", code: number.to_string() };
        let mut rows = change_log::Entity::find()
            .filter(change_log::Column::Number.between(number.saturating_sub(1), number))
            .order_by_asc(change_log::Column::Number)
            .all(&self.read)
            .await?;
        let entry = rows.pop().filter(|row| row.number == number).ok_or_else(missing)?;
        let previous = rows.pop().map(|row| row.hash).unwrap_or_default();
        let entry = self.name_entries(vec![entry]).await?.pop().ok_or_else(missing)?;
        Ok((entry, previous))
    }

    /// A page of entries, the newest first or the oldest first, beyond the number of the last one looked at.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where the filter names a plan or an indicator that does not exist.
    pub async fn list_entries(
        &self,
        filter: &LogFilter,
        newest_first: bool,
        beyond: Option<i64>,
        limit: u64,
    ) -> Result<LogPage, StoreError> {
        let mut bounds = self.bounds(filter).await?;
        match (newest_first, beyond) {
            (true, Some(number)) => bounds.1 = Ord::min(bounds.1, number.saturating_sub(1)),
            (false, Some(number)) => bounds.0 = Ord::max(bounds.0, number.saturating_add(1)),
            (_, None) => {}
        }
        let condition = self.condition(filter).await?;
        let mut rows: Vec<change_log::Model> = Vec::new();
        let mut left = limit;
        for _ in 0..MOST_STEPS {
            let (low, high) = bounds;
            if low > high || left == 0 {
                break;
            }
            let step = if newest_first {
                (Ord::max(low, high.saturating_sub(STEP - 1)), high)
            } else {
                (low, Ord::min(high, low.saturating_add(STEP - 1)))
            };
            let mut query = change_log::Entity::find()
                .filter(change_log::Column::Number.between(step.0, step.1))
                .filter(condition.clone())
                .limit(left);
            query = if newest_first {
                query.order_by_desc(change_log::Column::Number)
            } else {
                query.order_by_asc(change_log::Column::Number)
            };
            let found = query.all(&self.read).await?;
            left = left.saturating_sub(u64::try_from(found.len()).unwrap_or(u64::MAX));
            let reached = if left == 0 { found.last().map(|row| row.number) } else { None };
            rows.extend(found);
            match (newest_first, reached) {
                (true, reached) => bounds.1 = reached.unwrap_or(step.0) - 1,
                (false, reached) => bounds.0 = reached.unwrap_or(step.1) + 1,
            }
        }
        let has_more = bounds.0 <= bounds.1;
        let next = has_more.then_some(if newest_first { bounds.1 + 1 } else { bounds.0 - 1 });
        Ok(LogPage { entries: self.name_entries(rows).await?, next })
    }

    /// What changed after a number, in the order of commit, up to a limit.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn changed_after(&self, number: i64, limit: u64) -> Result<Vec<Changed>, StoreError> {
        let rows: Vec<Row> = change_log::Entity::find()
            .select_only()
            .columns([
                change_log::Column::Number,
                change_log::Column::RecordedAt,
                change_log::Column::Action,
                change_log::Column::Subject,
                change_log::Column::PlanId,
                change_log::Column::SeriesId,
            ])
            .filter(change_log::Column::Number.gt(number))
            .order_by_asc(change_log::Column::Number)
            .limit(limit)
            .into_tuple()
            .all(&self.read)
            .await?;
        self.name_changes(rows).await
    }

    /// The numbers that the filter's own numbers and moments leave.
    async fn bounds(&self, filter: &LogFilter) -> Result<(i64, i64), StoreError> {
        let mut first = Ord::max(filter.first.unwrap_or(1), 1);
        let mut last = Ord::min(self.last_change().await?, filter.last.unwrap_or(i64::MAX));
        if let Some(from) = filter.from {
            first = Ord::max(first, self.change_at(from.saturating_sub(1)).await?.saturating_add(1));
        }
        if let Some(until) = filter.until {
            last = Ord::min(last, self.change_at(until.saturating_sub(1)).await?);
        }
        Ok((first, last))
    }

    async fn condition(&self, filter: &LogFilter) -> Result<Condition, StoreError> {
        use change_log::Column;
        let LogFilter { subject, plan, indicator, actor, action, request, .. } = filter;
        let mut all = Condition::all();
        for (column, text) in [(Column::Actor, actor), (Column::Action, action), (Column::Request, request)] {
            if let Some(text) = text {
                all = all.add(column.eq(text.as_str()));
            }
        }
        if let Some(subject) = subject {
            // Of LIKE, SQLite takes capitals for small letters; of a range, PostgreSQL goes by the language of the database.
            let length = i32::try_from(subject.chars().count()).unwrap_or(i32::MAX).saturating_add(1);
            let begins = |end: char| {
                let start = Func::cust("substr").arg(Expr::col(Column::Subject)).arg(1).arg(length);
                Expr::expr(start).eq(format!("{subject}{end}"))
            };
            all = all.add(
                Condition::any().add(Column::Subject.eq(subject.as_str())).add(begins('/')).add(begins(' ')),
            );
        }
        if let Some(code) = plan {
            let plan_id = id_of::<Plans>(&self.read, code).await?;
            let indicators = Query::select()
                .column((series::Entity, series::Column::IndicatorId))
                .from(target::Entity)
                .join(
                    JoinType::InnerJoin,
                    series::Entity,
                    Expr::col((series::Entity, series::Column::Id))
                        .equals((target::Entity, target::Column::SeriesId)),
                )
                .and_where(Expr::col((target::Entity, target::Column::PlanId)).eq(plan_id))
                .take();
            let of_indicators = Condition::all()
                .add(Column::PlanId.is_null())
                .add(Column::SeriesId.in_subquery(series_with(series_of_indicators(indicators))));
            all = all.add(Condition::any().add(Column::PlanId.eq(plan_id)).add(of_indicators));
        }
        if let Some(code) = indicator {
            let id = id_of::<Indicators>(&self.read, code).await?;
            let of_it = series_with(Expr::col(series::Column::IndicatorId).eq(id));
            all = all.add(
                Condition::any()
                    .add(Column::SeriesId.in_subquery(of_it))
                    .add(Column::Subject.eq(format!("indicator/{code}"))),
            );
        }
        Ok(all)
    }

    async fn name_entries(&self, rows: Vec<change_log::Model>) -> Result<Vec<LogEntry>, StoreError> {
        let plans = codes_of::<Plans>(&self.read, rows.iter().filter_map(|row| row.plan_id)).await?;
        let series = series_of(&self.read, rows.iter().filter_map(|row| row.series_id)).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let change_log::Model {
                    number,
                    recorded_at,
                    actor,
                    request,
                    action,
                    subject,
                    plan_id,
                    series_id,
                    reason,
                    before,
                    after,
                    hash,
                } = row;
                LogEntry {
                    plan: plan_id.and_then(|id| plans.get(&id).cloned()),
                    series: series_id.and_then(|id| series.get(&id).cloned()),
                    number,
                    recorded_at,
                    actor,
                    request,
                    action,
                    subject,
                    plan_id,
                    series_id,
                    reason,
                    before,
                    after,
                    hash,
                }
            })
            .collect())
    }

    async fn name_changes(&self, rows: Vec<Row>) -> Result<Vec<Changed>, StoreError> {
        let of_series: Vec<i64> = rows.iter().filter_map(|row| row.5).collect();
        let series = series_of(&self.read, of_series.iter().copied()).await?;
        let indicators = self.indicators_of(&of_series).await?;
        let asking = self.plans_asking(&indicators.values().copied().collect()).await?;
        let own: BTreeSet<i64> = rows.iter().filter_map(|row| row.4).collect();
        let named: BTreeSet<i64> = own.iter().chain(asking.values().flatten()).copied().collect();
        let refining = self.plans_refining(&named).await?;
        let all = named.iter().chain(refining.values().flatten());
        let plans = codes_of::<Plans>(&self.read, all.copied()).await?;
        let named = |ids: &mut dyn Iterator<Item = i64>| {
            Touches::Plans(ids.filter_map(|id| plans.get(&id).cloned()).collect())
        };
        Ok(rows
            .into_iter()
            .map(|(number, recorded_at, action, subject, plan_id, series_id)| {
                let kind = subject.split('/').next().unwrap_or_default();
                let of_indicator = series_id.and_then(|id| indicators.get(&id)).and_then(|id| asking.get(id));
                // What a plan leaves to the one that it refines hangs on what that one asks, and is held against.
                let with_refining = |plan: i64| {
                    std::iter::once(plan).chain(refining.get(&plan).into_iter().flatten().copied())
                };
                let touches = match (plan_id, series_id) {
                    (Some(plan), _) => named(&mut with_refining(plan)),
                    (None, Some(_)) => {
                        named(&mut of_indicator.into_iter().flatten().copied().flat_map(with_refining))
                    }
                    (None, None) if SHARED.contains(&kind) => Touches::Any,
                    (None, None) => Touches::Plans(BTreeSet::new()),
                };
                let plan = plan_id.and_then(|id| plans.get(&id).cloned());
                let series = series_id.and_then(|id| series.get(&id).cloned());
                Changed { number, recorded_at, action, subject, plan, series, touches }
            })
            .collect())
    }

    /// The keys of the indicators of series.
    async fn indicators_of(&self, of: &[i64]) -> Result<HashMap<i64, i64>, StoreError> {
        let ids: Vec<i64> = of.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let mut found = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(VALUES_A_LIST) {
            let rows: Vec<(i64, i64)> = series::Entity::find()
                .select_only()
                .columns([series::Column::Id, series::Column::IndicatorId])
                .filter(series::Column::Id.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(&self.read)
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// The plans that have a target for one of these indicators, or one that is held against it, in whatever version: where
    /// approval is asked for, an earlier one may count; and those with a target for what is added up by a ratio with this one.
    /// By indicator.
    async fn plans_asking(
        &self,
        indicators: &BTreeSet<i64>,
    ) -> Result<HashMap<i64, BTreeSet<i64>>, StoreError> {
        let ids: Vec<i64> = indicators.iter().copied().collect();
        let mut found: HashMap<i64, BTreeSet<i64>> = HashMap::new();
        for chunk in ids.chunks(VALUES_A_LIST) {
            let own = Query::select()
                .distinct()
                .column((series::Entity, series::Column::IndicatorId))
                .column((target::Entity, target::Column::PlanId))
                .from(series::Entity)
                .join(
                    JoinType::InnerJoin,
                    target::Entity,
                    Expr::col((target::Entity, target::Column::SeriesId))
                        .equals((series::Entity, series::Column::Id)),
                )
                .and_where(
                    Expr::col((series::Entity, series::Column::IndicatorId)).is_in(chunk.iter().copied()),
                )
                .take();
            let held_against = Query::select()
                .distinct()
                .column((target_version::Entity, target_version::Column::RelativeToId))
                .column((target::Entity, target::Column::PlanId))
                .from(target_version::Entity)
                .join(
                    JoinType::InnerJoin,
                    target::Entity,
                    Expr::col((target::Entity, target::Column::Id))
                        .equals((target_version::Entity, target_version::Column::TargetId)),
                )
                .and_where(
                    Expr::col((target_version::Entity, target_version::Column::RelativeToId))
                        .is_in(chunk.iter().copied()),
                )
                .take();
            let [numerator, denominator] =
                [indicator_version::Column::NumeratorId, indicator_version::Column::DenominatorId]
                    .map(|part| asking_the_ratio_of(part, chunk));
            for query in [own, held_against, numerator, denominator] {
                for row in self.read.query_all(&query).await? {
                    let (indicator, plan): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
                    found.entry(indicator).or_default().insert(plan);
                }
            }
        }
        Ok(found)
    }

    /// The plans that refine one of these; by the plan that is refined.
    async fn plans_refining(&self, plans: &BTreeSet<i64>) -> Result<HashMap<i64, Vec<i64>>, StoreError> {
        let ids: Vec<i64> = plans.iter().copied().collect();
        let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
        for chunk in ids.chunks(VALUES_A_LIST) {
            let rows: Vec<(Option<i64>, i64)> = plan_version::Entity::find()
                .select_only()
                .columns([plan_version::Column::ParentId, plan_version::Column::PlanId])
                .filter(plan_version::Column::ParentId.is_in(chunk.iter().copied()))
                .filter(plan_version::Column::SupersededChange.is_null())
                .into_tuple()
                .all(&self.read)
                .await?;
            for (parent, plan) in rows {
                found.entry(parent.unwrap_or_default()).or_default().push(plan);
            }
        }
        Ok(found)
    }
}

/// The plans with a target for an indicator whose numerator or denominator is one of these; by what is.
fn asking_the_ratio_of(part: indicator_version::Column, indicators: &[i64]) -> SelectStatement {
    Query::select()
        .distinct()
        .column((indicator_version::Entity, part))
        .column((target::Entity, target::Column::PlanId))
        .from(indicator_version::Entity)
        .join(
            JoinType::InnerJoin,
            series::Entity,
            Expr::col((series::Entity, series::Column::IndicatorId))
                .equals((indicator_version::Entity, indicator_version::Column::IndicatorId)),
        )
        .join(
            JoinType::InnerJoin,
            target::Entity,
            Expr::col((target::Entity, target::Column::SeriesId))
                .equals((series::Entity, series::Column::Id)),
        )
        .and_where(Expr::col((indicator_version::Entity, part)).is_in(indicators.iter().copied()))
        .take()
}

fn series_of_indicators(indicators: SelectStatement) -> Expr {
    Expr::col(series::Column::IndicatorId).in_subquery(indicators)
}

/// The keys of the series that a condition holds for.
fn series_with(condition: Expr) -> SelectStatement {
    Query::select().column(series::Column::Id).from(series::Entity).and_where(condition).take()
}
