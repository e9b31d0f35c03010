//! Locks of periods: what is locked is not written, whoever asks for it and by whichever way, because every write of a
//! plan, a target, a remark, an approval or an outcome asks here. It does not know who may lock.

use std::{collections::HashSet, sync::Arc};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{
    Store,
    catalogue::Indicators,
    changes::{Change, Transaction},
    entities::{period_lock, series, target},
    error::StoreError,
    names::Connection,
    plans::Plans,
    versions::{AsOf, VALUES_A_LIST, code_in, codes_of, corrupt, optional_id_of},
};
use crate::domain::{approval::PeriodLock, code::Code, period::Period};

const TABLE: &str = "period_lock";

/// A lock that stands, with what of the record it is for.
#[derive(Debug)]
pub(super) struct Standing {
    lock: PeriodLock,
    /// The plan and the indicators that it has targets for; `None` is everything.
    only: Option<(i64, HashSet<Code>)>,
}

/// What a write is about to change.
#[derive(Debug, Clone, Copy)]
pub(super) enum Touched<'a> {
    /// Something of a plan.
    Plan(i64),
    /// What is known of an indicator.
    Indicator(&'a Code),
}

impl Transaction {
    /// Refuses to change what belongs to a locked period.
    ///
    /// # Errors
    /// [`StoreError::Locked`].
    pub(super) async fn is_open(&mut self, touched: Touched<'_>, period: Period) -> Result<(), StoreError> {
        if self.locks.is_none() {
            let known = self.known().and_then(|known| known.locks.clone());
            let standing = match known {
                Some(standing) => standing,
                None => Arc::new(self.standing_locks().await?),
            };
            self.learn(|known| known.locks = Some(standing.clone()));
            self.locks = Some(standing);
        }
        let holds = |standing: &&Standing| {
            let concerns = match (&standing.only, touched) {
                (None, _) => true,
                (Some((plan, _)), Touched::Plan(id)) => *plan == id,
                (Some((_, indicators)), Touched::Indicator(code)) => indicators.contains(code),
            };
            concerns && standing.lock.holds(period)
        };
        match self.locks.iter().flat_map(|locks| locks.iter()).find(holds) {
            None => Ok(()),
            Some(Standing { lock, .. }) => Err(StoreError::Locked {
                period: lock.period.to_string(),
                plan: lock.plan.as_ref().map(Code::to_string),
                touched: period.to_string(),
                items: Vec::new(),
            }),
        }
    }

    async fn standing_locks(&self) -> Result<Vec<Standing>, StoreError> {
        let rows = standing_rows(&*self.connection, AsOf::NOW).await?;
        let mut standing = Vec::with_capacity(rows.len());
        for (plan_id, lock) in rows {
            let only = match plan_id {
                Some(id) => Some((id, self.indicators_of(id).await?)),
                None => None,
            };
            standing.push(Standing { lock, only });
        }
        Ok(standing)
    }

    /// The indicators that a plan has, or had, targets for.
    async fn indicators_of(&self, plan_id: i64) -> Result<HashSet<Code>, StoreError> {
        let targets = target::Entity::find().filter(target::Column::PlanId.eq(plan_id));
        let ids: HashSet<i64> =
            targets.all(&*self.connection).await?.into_iter().map(|row| row.series_id).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut indicators = HashSet::new();
        for chunk in ids.chunks(VALUES_A_LIST) {
            let rows = series::Entity::find().filter(series::Column::Id.is_in(chunk.iter().copied()));
            indicators.extend(rows.all(&*self.connection).await?.into_iter().map(|row| row.indicator_id));
        }
        let codes = codes_of::<Indicators>(&*self.connection, indicators).await?;
        Ok(codes.into_values().collect())
    }

    /// Locks a period, or unlocks it, with a reason; gives the number of the change, or `None` where it stood so.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where there is no such plan.
    pub async fn put_lock(&mut self, lock: &PeriodLock, locked: bool) -> Result<Option<i64>, StoreError> {
        let plan_id = optional_id_of::<Plans>(&*self.connection, lock.plan.as_ref()).await?;
        let PeriodLock { plan, period, by, reason } = lock;
        let key = format!("{}:{}:{}", plan_id.unwrap_or(0), period.start(), period.end());
        let current = period_lock::Entity::find()
            .filter(period_lock::Column::Key.eq(key.as_str()))
            .filter(period_lock::Column::SupersededChange.is_null())
            .one(&*self.connection)
            .await?;
        if current.as_ref().is_some_and(|row| row.locked) == locked {
            return Ok(None);
        }
        let named = plan.as_ref().map_or("all plans".to_owned(), Code::to_string);
        let recorded = self.record(Change {
            action: if locked { "locked" } else { "unlocked" },
            subject: format!("lock/{named} {period}"),
            plan_id,
            before: current.as_ref().map(|row| json!({ "locked": row.locked, "reason": row.reason })),
            after: Some(json!({
                "plan": plan.as_ref().map(Code::as_str), "period": period.to_string(), "locked": locked,
                "reason": reason,
            })),
            ..Change::default()
        });
        period_lock::Entity::update_many()
            .col_expr(period_lock::Column::SupersededChange, recorded.into())
            .filter(period_lock::Column::Key.eq(key.as_str()))
            .filter(period_lock::Column::SupersededChange.is_null())
            .exec(&*self.connection)
            .await?;
        let row = period_lock::ActiveModel {
            key: Set(key),
            version: Set(current.map_or(1, |row| row.version + 1)),
            recorded_change: Set(recorded),
            superseded_change: Set(None),
            plan_id: Set(plan_id),
            period_start: Set(period.start()),
            period_end: Set(period.end()),
            actor: Set(by.clone()),
            reason: Set(reason.clone()),
            locked: Set(locked),
        };
        period_lock::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        self.locks = None;
        Ok(Some(recorded))
    }
}

impl Store {
    /// The locks that stand, by their days.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn locks(&self, as_of: AsOf) -> Result<Vec<PeriodLock>, StoreError> {
        Ok(standing_rows(&self.read, as_of).await?.into_iter().map(|(_, lock)| lock).collect())
    }
}

async fn standing_rows(
    connection: &impl Connection,
    as_of: AsOf,
) -> Result<Vec<(Option<i64>, PeriodLock)>, StoreError> {
    let rows = period_lock::Entity::find()
        .filter(as_of.holds(period_lock::Column::RecordedChange, period_lock::Column::SupersededChange))
        .filter(period_lock::Column::Locked.eq(true))
        .order_by_asc(period_lock::Column::PeriodStart)
        .order_by_asc(period_lock::Column::Key)
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let plans = codes_of::<Plans>(connection, rows.iter().filter_map(|row| row.plan_id)).await?;
    rows.into_iter()
        .map(|row| {
            let plan = row.plan_id.map(|id| code_in(&plans, TABLE, id, "plan_id", id)).transpose()?;
            let period = Period::new(row.period_start, row.period_end);
            let period = corrupt(TABLE, &row.key, "period_end", period)?;
            Ok((row.plan_id, PeriodLock { plan, period, by: row.actor, reason: row.reason }))
        })
        .collect()
}
