//! What webhooks were told and what is on its way to them: written together with how far the looking has come, by
//! the one process whose duty it is, so that a restart neither loses nor repeats. It does not know what an event
//! says, nor how it is sent.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::{
    Store,
    changes::{Change, ROWS_AN_INSERT, Transaction},
    connect::begin_writing,
    entities::{webhook, webhook_delivery, webhook_duty, webhook_status},
    error::StoreError,
    versions::VALUES_A_LIST,
    webhooks,
};

const DUTY: i64 = 1;

/// Where a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent, at its time.
    Pending,
    /// It was taken.
    Delivered,
    /// It was sent often enough, and is given up.
    Dead,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Dead];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

/// What a webhook was told of a target last, and what it may be told next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The key of the target.
    pub target: i64,
    /// The status that it was told, by its word.
    pub status: String,
    /// Another status, seen since a moment in microseconds.
    pub candidate: Option<(String, i64)>,
    /// How often the status turned since something was told.
    pub turns: i64,
}

/// An event that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// The key of the webhook.
    pub webhook: i64,
    /// The id of the event.
    pub event: String,
    /// What is sent.
    pub body: String,
}

/// An event on its way, or what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its key.
    pub id: i64,
    /// The key of the webhook.
    pub webhook: i64,
    /// The id of the event.
    pub event: String,
    /// What is sent.
    pub body: String,
    /// Where it is.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i64,
    /// When it is sent next, in microseconds.
    pub next_at: i64,
    /// When it came to be, in microseconds.
    pub created_at: i64,
    /// When it was taken or given up, in microseconds.
    pub ended_at: Option<i64>,
    /// The status of the last answer.
    pub answer: Option<i64>,
    /// Why there was none.
    pub fault: Option<String>,
}

/// How far the looking has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The last change that was taken into account.
    pub change: i64,
    /// The day that was judged for.
    pub day: String,
}

/// What came of an attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Where the delivery is now.
    pub state: DeliveryState,
    /// When it is sent next, in microseconds.
    pub next_at: i64,
    /// When the attempt ended, in microseconds.
    pub at: i64,
    /// The status of the answer.
    pub answer: Option<i64>,
    /// Why there was none.
    pub fault: Option<String>,
}

impl Transaction {
    /// Has a delivery sent again now, whatever became of it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no such webhook, or it has no such delivery.
    pub async fn resend_delivery(&mut self, webhook: i64, delivery: i64, now: i64) -> Result<(), StoreError> {
        let plan_id = webhooks::row(&*self.connection, webhook).await?.plan_id;
        let found = webhook_delivery::Entity::update_many()
            .col_expr(webhook_delivery::Column::State, DeliveryState::Pending.word().into())
            .col_expr(webhook_delivery::Column::Attempts, 0.into())
            .col_expr(webhook_delivery::Column::NextAt, now.into())
            .col_expr(webhook_delivery::Column::EndedAt, Expr::value(None::<i64>))
            .filter(webhook_delivery::Column::Id.eq(delivery))
            .filter(webhook_delivery::Column::WebhookId.eq(webhook))
            .exec(&*self.connection)
            .await?;
        if found.rows_affected == 0 {
            return Err(StoreError::Missing { what: "delivery", code: delivery.to_string() });
        }
        self.record(Change {
            action: "sent again",
            subject: format!("webhook/{webhook} delivery {delivery}"),
            plan_id: Some(plan_id),
            ..Change::default()
        });
        Ok(())
    }

    /// Has a webhook sent an event that someone asked for.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn add_trial(
        &mut self,
        plan_id: i64,
        delivery: &NewDelivery,
        now: i64,
    ) -> Result<(), StoreError> {
        webhook_delivery::Entity::insert(pending(delivery, now))
            .exec_without_returning(&*self.connection)
            .await?;
        self.record(Change {
            action: "tried",
            subject: format!("webhook/{}", delivery.webhook),
            plan_id: Some(plan_id),
            ..Change::default()
        });
        Ok(())
    }
}

/// The row of an event that is to be sent now.
fn pending(delivery: &NewDelivery, now: i64) -> webhook_delivery::ActiveModel {
    webhook_delivery::ActiveModel {
        webhook_id: Set(delivery.webhook),
        event: Set(delivery.event.clone()),
        body: Set(delivery.body.clone()),
        state: Set(DeliveryState::Pending.word().to_owned()),
        attempts: Set(0),
        next_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    }
}

impl Store {
    /// Takes the duty, or keeps it, until a moment; `None` where another process has it.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn take_duty(&self, me: &str, now: i64, until: i64) -> Result<Option<Progress>, StoreError> {
        let free = Expr::col(webhook_duty::Column::Holder)
            .eq(me)
            .or(Expr::col(webhook_duty::Column::UntilAt).lt(now));
        let taken = webhook_duty::Entity::update_many()
            .col_expr(webhook_duty::Column::Holder, me.into())
            .col_expr(webhook_duty::Column::UntilAt, until.into())
            .filter(webhook_duty::Column::Id.eq(DUTY))
            .filter(free)
            .exec(&self.write)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let row = webhook_duty::Entity::find_by_id(DUTY).one(&self.write).await?;
        Ok(row.map(|row| Progress { change: row.change, day: row.day }))
    }

    /// Gives the duty back, so that another process need not wait.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn leave_duty(&self, me: &str) -> Result<(), StoreError> {
        webhook_duty::Entity::update_many()
            .col_expr(webhook_duty::Column::UntilAt, 0.into())
            .filter(webhook_duty::Column::Holder.eq(me))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// What a webhook was told, by target.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn told(&self, webhook: i64) -> Result<HashMap<i64, Told>, StoreError> {
        let rows = webhook_status::Entity::find()
            .filter(webhook_status::Column::WebhookId.eq(webhook))
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let candidate = row.candidate.zip(row.since);
                (row.target_id, Told { target: row.target_id, status: row.told, candidate, turns: row.turns })
            })
            .collect())
    }

    /// Keeps what webhooks were told, what is to be sent to them and how far the looking has come, all or nothing;
    /// false, and nothing, where the duty has passed to another process.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn keep_told(
        &self,
        me: &str,
        now: i64,
        told: &[(i64, Told)],
        deliveries: &[NewDelivery],
        progress: &Progress,
    ) -> Result<bool, StoreError> {
        let connection = begin_writing(&self.write).await?;
        let kept = webhook_duty::Entity::update_many()
            .col_expr(webhook_duty::Column::Change, progress.change.into())
            .col_expr(webhook_duty::Column::Day, progress.day.as_str().into())
            .filter(webhook_duty::Column::Id.eq(DUTY))
            .filter(webhook_duty::Column::Holder.eq(me))
            .exec(&connection)
            .await?;
        if kept.rows_affected == 0 {
            connection.rollback().await?;
            return Ok(false);
        }
        let rows = told.iter().map(|(webhook, told)| webhook_status::ActiveModel {
            webhook_id: Set(*webhook),
            target_id: Set(told.target),
            told: Set(told.status.clone()),
            candidate: Set(told.candidate.as_ref().map(|(status, _)| status.clone())),
            since: Set(told.candidate.as_ref().map(|(_, since)| *since)),
            turns: Set(told.turns),
        });
        let rows: Vec<webhook_status::ActiveModel> = rows.collect();
        for chunk in rows.chunks(ROWS_AN_INSERT) {
            webhook_status::Entity::insert_many(chunk.to_vec())
                .on_conflict(
                    OnConflict::columns([
                        webhook_status::Column::WebhookId,
                        webhook_status::Column::TargetId,
                    ])
                    .update_columns([
                        webhook_status::Column::Told,
                        webhook_status::Column::Candidate,
                        webhook_status::Column::Since,
                        webhook_status::Column::Turns,
                    ])
                    .to_owned(),
                )
                .exec_without_returning(&connection)
                .await?;
        }
        let rows: Vec<webhook_delivery::ActiveModel> =
            deliveries.iter().map(|delivery| pending(delivery, now)).collect();
        for chunk in rows.chunks(ROWS_AN_INSERT) {
            webhook_delivery::Entity::insert_many(chunk.to_vec()).exec_without_returning(&connection).await?;
        }
        connection.commit().await?;
        Ok(true)
    }

    /// The deliveries that are due: of each webhook but some the oldest that is not at its end, where its time has come.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn due_deliveries(
        &self,
        now: i64,
        not_of: &[i64],
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let oldest = Query::select()
            .expr(Expr::col(webhook_delivery::Column::Id).min())
            .from(webhook_delivery::Entity)
            .and_where(Expr::col(webhook_delivery::Column::State).eq(DeliveryState::Pending.word()))
            .group_by_col(webhook_delivery::Column::WebhookId)
            .take();
        let rows = webhook_delivery::Entity::find()
            .filter(webhook_delivery::Column::Id.in_subquery(oldest))
            .filter(webhook_delivery::Column::NextAt.lte(now))
            .filter(webhook_delivery::Column::WebhookId.is_not_in(not_of.iter().copied()))
            .order_by_asc(webhook_delivery::Column::NextAt)
            .limit(u64::try_from(most).unwrap_or(u64::MAX))
            .all(&self.read)
            .await?;
        decode(rows)
    }

    /// Keeps what came of an attempt.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn end_attempt(&self, delivery: i64, attempt: &Attempt) -> Result<(), StoreError> {
        let Attempt { state, next_at, at, answer, fault } = attempt;
        let ended_at = (*state != DeliveryState::Pending).then_some(*at);
        webhook_delivery::Entity::update_many()
            .col_expr(webhook_delivery::Column::State, state.word().into())
            .col_expr(
                webhook_delivery::Column::Attempts,
                Expr::col(webhook_delivery::Column::Attempts).add(1),
            )
            .col_expr(webhook_delivery::Column::NextAt, (*next_at).into())
            .col_expr(webhook_delivery::Column::EndedAt, Expr::value(ended_at))
            .col_expr(webhook_delivery::Column::Answer, Expr::value(*answer))
            .col_expr(webhook_delivery::Column::Fault, Expr::value(fault.clone()))
            .filter(webhook_delivery::Column::Id.eq(delivery))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// A page of a webhook's deliveries in the order of their creation, after the key of the last one seen.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn list_deliveries(
        &self,
        webhook: i64,
        state: Option<DeliveryState>,
        after: i64,
        limit: u64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut query = webhook_delivery::Entity::find()
            .filter(webhook_delivery::Column::WebhookId.eq(webhook))
            .filter(webhook_delivery::Column::Id.gt(after))
            .order_by_asc(webhook_delivery::Column::Id)
            .limit(limit);
        if let Some(state) = state {
            query = query.filter(webhook_delivery::Column::State.eq(state.word()));
        }
        decode(query.all(&self.read).await?)
    }

    /// Forgets what was delivered or given up before a moment, and what is for webhooks that were removed.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn forget_deliveries(&self, before: i64) -> Result<u64, StoreError> {
        let removed: Vec<i64> = webhook::Entity::find()
            .select_only()
            .column(webhook::Column::Id)
            .filter(webhook::Column::State.eq("removed"))
            .into_tuple()
            .all(&self.read)
            .await?;
        let old = webhook_delivery::Entity::delete_many()
            .filter(webhook_delivery::Column::State.ne(DeliveryState::Pending.word()))
            .filter(webhook_delivery::Column::EndedAt.lt(before))
            .exec(&self.write)
            .await?;
        let mut count = old.rows_affected;
        for chunk in removed.chunks(VALUES_A_LIST) {
            let gone = webhook_delivery::Entity::delete_many()
                .filter(webhook_delivery::Column::WebhookId.is_in(chunk.iter().copied()))
                .exec(&self.write)
                .await?;
            webhook_status::Entity::delete_many()
                .filter(webhook_status::Column::WebhookId.is_in(chunk.iter().copied()))
                .exec(&self.write)
                .await?;
            count += gone.rows_affected;
        }
        Ok(count)
    }
}

fn decode(rows: Vec<webhook_delivery::Model>) -> Result<Vec<Delivery>, StoreError> {
    rows.into_iter()
        .map(|row| {
            let state = DeliveryState::ALL.into_iter().find(|state| state.word() == row.state);
            let state = state.ok_or_else(|| StoreError::Corrupt {
                table: "webhook_delivery",
                row: row.id.to_string(),
                column: "state",
                detail: format!("{:?} is no state", row.state),
            })?;
            Ok(Delivery {
                id: row.id,
                webhook: row.webhook_id,
                event: row.event,
                body: row.body,
                state,
                attempts: row.attempts,
                next_at: row.next_at,
                created_at: row.created_at,
                ended_at: row.ended_at,
                answer: row.answer,
                fault: row.fault,
            })
        })
        .collect()
}
