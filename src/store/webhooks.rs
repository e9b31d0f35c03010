//! Webhooks: set up and removed with an entry in the change log, and read. Their secrets are kept here and told to
//! nobody but the one who signs.

use std::{collections::BTreeSet, fmt};

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::{
    Store,
    catalogue::Indicators,
    changes::{Change, Transaction},
    entities::webhook,
    error::StoreError,
    names::Connection,
    plans::Plans,
    versions::{code_in, codes_of, corrupt, id_of, optional_id_of},
};
use crate::domain::{assessment::Status, code::Code};

const TABLE: &str = "webhook";
const ACTIVE: &str = "active";
const REMOVED: &str = "removed";
/// Rows read at once where all are read.
const A_PAGE: u64 = 200;

/// What events are signed with. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(String);

impl SigningSecret {
    /// A secret.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself: for the one who signs, and for the answer that shows it once.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(***)")
    }
}

/// Who is to be told when the status of a target changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The plan whose targets are looked at.
    pub plan: Code,
    /// Only those of this indicator.
    pub indicator: Option<Code>,
    /// Only where the new status is one of these; none is all of them.
    pub statuses: BTreeSet<Status>,
    /// Where events are sent.
    pub url: String,
    /// Scheme, host and port of it: what the record shows.
    pub origin: String,
    /// What it is for, in people's words.
    pub description: String,
    /// How long a status must stand before it is told, in milliseconds.
    pub hold_ms: i64,
    /// What events are signed with.
    pub secret: SigningSecret,
    /// When it was set up, in microseconds: the moment of that change in the record.
    pub created_at: i64,
}

/// A webhook with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredWebhook {
    /// Its key.
    pub id: i64,
    /// The key of its plan.
    pub plan_id: i64,
    /// The webhook.
    pub webhook: Webhook,
}

impl Transaction {
    /// Sets a webhook up, and gives it as it stands: it was set up when that was recorded.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where the plan or the indicator does not exist.
    pub async fn create_webhook(&mut self, mut webhook: Webhook) -> Result<StoredWebhook, StoreError> {
        webhook.created_at = self.at;
        let Webhook { plan, indicator, statuses, url, origin, description, hold_ms, secret, created_at } =
            &webhook;
        let plan_id = id_of::<Plans>(&*self.connection, plan).await?;
        let indicator_id = optional_id_of::<Indicators>(&*self.connection, indicator.as_ref()).await?;
        let words: Vec<&str> = statuses.iter().map(|status| status.word()).collect();
        let row = webhook::ActiveModel {
            plan_id: Set(plan_id),
            indicator_id: Set(indicator_id),
            statuses: Set(json!(words).to_string()),
            url: Set(url.clone()),
            description: Set(description.clone()),
            hold_ms: Set(*hold_ms),
            secret: Set(secret.expose().to_owned()),
            state: Set(ACTIVE.to_owned()),
            created_at: Set(*created_at),
            ..Default::default()
        };
        let row = webhook::Entity::insert(row).exec_with_returning(&*self.connection).await?;
        self.record(Change {
            action: "created",
            subject: format!("webhook/{}", row.id),
            plan_id: Some(plan_id),
            after: Some(json!({
                "plan": plan.as_str(), "indicator": indicator.as_ref().map(Code::as_str), "statuses": words,
                "origin": origin, "hold_ms": hold_ms, "description": description,
            })),
            ..Change::default()
        });
        Ok(StoredWebhook { id: row.id, plan_id, webhook })
    }

    /// Removes a webhook: nothing more is sent to it. Its secret is forgotten.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn remove_webhook(&mut self, id: i64) -> Result<(), StoreError> {
        let row = row(&*self.connection, id).await?;
        webhook::Entity::update_many()
            .col_expr(webhook::Column::State, REMOVED.into())
            .col_expr(webhook::Column::Secret, "".into())
            .filter(webhook::Column::Id.eq(id))
            .exec(&*self.connection)
            .await?;
        self.record(Change {
            action: "removed",
            subject: format!("webhook/{id}"),
            plan_id: Some(row.plan_id),
            before: Some(json!({ "description": row.description })),
            ..Change::default()
        });
        Ok(())
    }

    /// How many webhooks a plan has, as this transaction sees it.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn count_webhooks(&self, plan: &Code) -> Result<u64, StoreError> {
        let plan_id = id_of::<Plans>(&*self.connection, plan).await?;
        let there = webhook::Entity::find()
            .filter(webhook::Column::PlanId.eq(plan_id))
            .filter(webhook::Column::State.eq(ACTIVE));
        Ok(there.count(&*self.connection).await?)
    }
}

/// The row of a webhook that was not removed.
pub(super) async fn row(connection: &impl Connection, id: i64) -> Result<webhook::Model, StoreError> {
    let row = webhook::Entity::find_by_id(id).one(connection).await?;
    row.filter(|row| row.state != REMOVED)
        .ok_or_else(|| StoreError::Missing { what: "webhook", code: id.to_string() })
}

impl Store {
    /// One webhook.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn find_webhook(&self, id: i64) -> Result<StoredWebhook, StoreError> {
        let row = row(&self.read, id).await?;
        self.decode_webhooks(vec![row])
            .await?
            .pop()
            .unwrap_or_else(|| Err(StoreError::Missing { what: "webhook", code: id.to_string() }))
    }

    /// A page of webhooks in the order of their creation, after the key of the last one seen; of a plan or of all.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where there is no such plan.
    pub async fn list_webhooks(
        &self,
        plan: Option<&Code>,
        after: i64,
        limit: u64,
    ) -> Result<Vec<StoredWebhook>, StoreError> {
        let mut query = webhook::Entity::find()
            .filter(webhook::Column::State.ne(REMOVED))
            .filter(webhook::Column::Id.gt(after))
            .order_by_asc(webhook::Column::Id)
            .limit(limit);
        if let Some(plan) = plan {
            query = query.filter(webhook::Column::PlanId.eq(id_of::<Plans>(&self.read, plan).await?));
        }
        self.decode_webhooks(query.all(&self.read).await?).await?.into_iter().collect()
    }

    /// Every webhook there is in the order of their creation, each for itself: one whose row does not decode keeps no
    /// other from being read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn every_webhook(&self) -> Result<Vec<Result<StoredWebhook, StoreError>>, StoreError> {
        let mut all = Vec::new();
        let mut after = 0;
        loop {
            let page = webhook::Entity::find()
                .filter(webhook::Column::State.ne(REMOVED))
                .filter(webhook::Column::Id.gt(after))
                .order_by_asc(webhook::Column::Id)
                .limit(A_PAGE);
            let rows = page.all(&self.read).await?;
            let Some(last) = rows.last() else { return Ok(all) };
            after = last.id;
            all.extend(self.decode_webhooks(rows).await?);
        }
    }

    async fn decode_webhooks(
        &self,
        rows: Vec<webhook::Model>,
    ) -> Result<Vec<Result<StoredWebhook, StoreError>>, StoreError> {
        let plans = codes_of::<Plans>(&self.read, rows.iter().map(|row| row.plan_id)).await?;
        let indicators =
            codes_of::<Indicators>(&self.read, rows.iter().filter_map(|row| row.indicator_id)).await?;
        let decoded = rows
            .into_iter()
            .map(|row| {
                let id = row.id;
                let words: Vec<String> = corrupt(TABLE, id, "statuses", serde_json::from_str(&row.statuses))?;
                let statuses = words.iter().map(|word| Status::from_word(word)).collect::<Result<_, _>>();
                let indicator = row
                    .indicator_id
                    .map(|indicator| code_in(&indicators, TABLE, id, "indicator_id", indicator))
                    .transpose()?;
                Ok(StoredWebhook {
                    id,
                    plan_id: row.plan_id,
                    webhook: Webhook {
                        plan: code_in(&plans, TABLE, id, "plan_id", row.plan_id)?,
                        indicator,
                        statuses: corrupt(TABLE, id, "statuses", statuses)?,
                        url: row.url,
                        origin: String::new(),
                        description: row.description,
                        hold_ms: row.hold_ms,
                        secret: SigningSecret::new(row.secret),
                        created_at: row.created_at,
                    },
                })
            })
            .collect();
        Ok(decoded)
    }
}
