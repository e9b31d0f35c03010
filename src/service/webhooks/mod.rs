//! Webhooks: who is told when the status of a target changes. Set up and removed here, looked after in `duty.rs`. It
//! knows no wire but the event's own form.

mod beginning;
mod duty;
mod event;
mod sending;
mod turn;

use std::collections::BTreeSet;

use uuid::Uuid;

pub use self::duty::{Duty, DutySettings, Kept};
use super::{
    Caller, Pending, Plantrack,
    access::{Act, Scope, allowed},
    error::{Fault, Faults, ServiceError},
    fields::Fields,
};
pub use crate::store::{Delivery, DeliveryState, SigningSecret, StoredWebhook};
use crate::{
    domain::{assessment::Status, code::Code},
    outbound::{Destination, Rules},
    store::{NewDelivery, Webhook},
};

/// The longest that a status may have to stand before it is told, in seconds: a month.
pub const LONGEST_HOLD: i64 = 2_678_400;

/// What holds for all webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookRules {
    /// Which destinations are taken.
    pub destinations: Rules,
    /// How long a status must stand before it is told, where the webhook does not say; in milliseconds.
    pub hold_ms: i64,
    /// Most webhooks of a plan.
    pub most_per_plan: u64,
}

impl Default for WebhookRules {
    fn default() -> Self {
        Self { destinations: Rules::default(), hold_ms: 60_000, most_per_plan: 20 }
    }
}

/// A webhook as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookDraft {
    /// The plan's code.
    pub plan: String,
    /// Only this indicator.
    pub indicator: Option<String>,
    /// Only these new statuses; none is all of them.
    pub statuses: Vec<String>,
    /// Where events are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// How long a status must stand before it is told, in seconds.
    pub hold_seconds: Option<i64>,
}

impl Plantrack {
    /// Sets a webhook up. Its secret is in what is given back, and is shown this once.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where the address is none that may be connected to.
    pub async fn create_webhook(
        &self,
        caller: &Caller,
        draft: &WebhookDraft,
    ) -> Result<Pending<StoredWebhook>, ServiceError> {
        let webhook = self.read_webhook(draft).await?;
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        let most = self.webhooks.most_per_plan;
        if transaction.count_webhooks(&webhook.plan).await? >= most {
            transaction.rollback().await?;
            let detail = format!("the plan has {most} webhooks already; remove one first");
            return Err(Fault::new("plan", webhook.plan.as_str(), "too_many_webhooks", detail).into());
        }
        let stored = transaction.create_webhook(webhook).await?;
        Ok(self.pending(transaction, stored))
    }

    async fn read_webhook(&self, draft: &WebhookDraft) -> Result<Webhook, ServiceError> {
        let WebhookDraft { plan, indicator, statuses, url, description, hold_seconds } = draft;
        let mut fields = Fields::default();
        let plan = fields.code("plan", plan);
        let indicator = fields.optional_code("indicator", indicator.as_deref());
        let description = fields.text("description", description);
        let statuses: BTreeSet<Status> =
            statuses.iter().filter_map(|word| fields.word("statuses", word)).collect();
        let destination = Destination::parse(url, self.webhooks.destinations);
        if let Err(refused) = &destination {
            fields.fault("url", url, refused.code, refused.detail);
        }
        let hold_ms = match hold_seconds {
            None => self.webhooks.hold_ms,
            Some(seconds) if (0..=LONGEST_HOLD).contains(seconds) => seconds * 1_000,
            Some(other) => {
                let detail = format!("give whole seconds from 0 to {LONGEST_HOLD}");
                fields.fault("hold_seconds", &other.to_string(), "bad_hold", detail);
                0
            }
        };
        let mut faults = fields.finish().err().map(Faults::from).unwrap_or_default();
        match self.check_subscription(plan.as_ref(), indicator.as_ref()).await {
            Err(ServiceError::Refused(unknown)) => faults.join(unknown),
            checked => checked?,
        }
        faults.into_result()?;
        let (Some(plan), Ok(destination)) = (plan, destination) else {
            return Err(Faults::default().into());
        };
        Ok(Webhook {
            plan,
            indicator,
            statuses,
            url: destination.url(),
            origin: destination.origin(),
            description,
            hold_ms,
            secret: event::new_secret()?,
            created_at: 0,
        })
    }

    /// Removes a webhook: nothing more is sent to it.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn remove_webhook(&self, caller: &Caller, id: i64) -> Result<Pending<()>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        transaction.remove_webhook(id).await?;
        Ok(self.pending(transaction, ()))
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none; [`ServiceError::Denied`] where the caller is no administrator.
    pub async fn find_webhook(&self, caller: &Caller, id: i64) -> Result<StoredWebhook, ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        Ok(self.store.find_webhook(id).await?)
    }

    /// A page of webhooks, of a plan or of all.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; [`ServiceError::Denied`] where the caller is no administrator.
    pub async fn list_webhooks(
        &self,
        caller: &Caller,
        plan: Option<&Code>,
        after: i64,
        limit: u64,
    ) -> Result<Vec<StoredWebhook>, ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        Ok(self.store.list_webhooks(plan, after, limit).await?)
    }

    /// A page of what was sent to a webhook and what is to be.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is no such webhook; [`ServiceError::Denied`] where the caller is no
    /// administrator.
    pub async fn list_deliveries(
        &self,
        caller: &Caller,
        webhook: i64,
        state: Option<DeliveryState>,
        after: i64,
        limit: u64,
    ) -> Result<Vec<Delivery>, ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        self.store.find_webhook(webhook).await?;
        Ok(self.store.list_deliveries(webhook, state, after, limit).await?)
    }

    /// Has a delivery sent again now, whatever became of it.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where the webhook has no such delivery.
    pub async fn resend_delivery(
        &self,
        caller: &Caller,
        webhook: i64,
        delivery: i64,
    ) -> Result<Pending<()>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        transaction.resend_delivery(webhook, delivery, self.micros()).await?;
        Ok(self.pending(transaction, ()))
    }

    /// Sends a webhook an event that says nothing but that it arrives; gives the event's id.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is no such webhook.
    pub async fn try_webhook(&self, caller: &Caller, id: i64) -> Result<Pending<String>, ServiceError> {
        // Asked before the webhook is looked for, so that a refusal does not tell whether it is there.
        allowed(&caller.grant, Scope::Admin)?;
        let stored = self.store.find_webhook(id).await?;
        let now = self.clock.now();
        let event = Uuid::now_v7().to_string();
        let body = event::trial(&event, id, &stored.webhook.plan, now);
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        let delivery = NewDelivery { webhook: id, event: event.clone(), body };
        transaction.add_trial(stored.plan_id, &delivery, now.timestamp_micros()).await?;
        Ok(self.pending(transaction, event))
    }
}
