//! Deliveries under way: at most so many at once, of each webhook one at a time, and what comes of each is kept. It does
//! not know what is told, nor whose duty it is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use tokio::task::{Id, JoinError, JoinSet};
use uuid::Uuid;

use super::{
    super::{Plantrack, error::ServiceError},
    duty::DutySettings,
    event,
};
use crate::{
    outbound::{Courier, Destination, Undelivered},
    store::{Attempt, Delivery, DeliveryState, StoreError},
};

/// Most deliveries that are under way at once.
const AT_ONCE: usize = 32;

/// The longest text of a fault that is kept.
const LONGEST_FAULT: usize = 200;

/// What brings events to where they are sent.
#[derive(Debug, Clone)]
pub(super) struct Sending {
    pub(super) plantrack: Plantrack,
    pub(super) courier: Courier,
    pub(super) settings: DutySettings,
}

/// The deliveries that are under way, with the webhook of each. Dropped, none of them is.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    tasks: JoinSet<()>,
    webhooks: HashMap<Id, i64>,
}

impl UnderWay {
    /// How many more may be begun.
    pub(super) fn places(&self) -> usize {
        AT_ONCE.saturating_sub(self.webhooks.len())
    }

    /// The webhooks that something is under way to.
    pub(super) fn webhooks(&self) -> Vec<i64> {
        self.webhooks.values().copied().collect()
    }

    /// Begins one.
    pub(super) fn begin(&mut self, sending: &Sending, delivery: Delivery) {
        let webhook = delivery.webhook;
        let sending = sending.clone();
        let task = self.tasks.spawn(async move { sending.bring(&delivery).await });
        self.webhooks.insert(task.id(), webhook);
    }

    /// Waits until one has ended, and takes out all that have; where there is none, for ever.
    pub(super) async fn one_ended(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(ended) => self.take_out(&ended),
            None => std::future::pending().await,
        }
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.take_out(&ended);
        }
    }

    /// Waits until all have ended.
    pub(super) async fn all_ended(&mut self) {
        while let Some(ended) = self.tasks.join_next_with_id().await {
            self.take_out(&ended);
        }
    }

    fn take_out(&mut self, ended: &Result<(Id, ()), JoinError>) {
        let id = match ended {
            Ok((id, ())) => *id,
            Err(error) => {
                tracing::error!(%error, "a delivery did not come to its end");
                error.id()
            }
        };
        self.webhooks.remove(&id);
    }
}

impl Sending {
    fn now(&self) -> DateTime<Utc> {
        self.plantrack.clock.now()
    }

    /// Sends one delivery, and keeps what came of it.
    async fn bring(&self, delivery: &Delivery) {
        if let Err(error) = self.attempt(delivery).await {
            tracing::warn!(%error, "what came of a delivery could not be kept; it is tried again");
            // Until then the webhook is not free for the next one, else this one would be sent again at once.
            tokio::time::sleep(self.settings.every).await;
        }
    }

    async fn attempt(&self, delivery: &Delivery) -> Result<(), ServiceError> {
        let store = &self.plantrack.store;
        let webhook = match store.find_webhook(delivery.webhook).await {
            Ok(stored) => stored.webhook,
            Err(StoreError::Missing { .. }) => {
                return self.end(delivery, None, Some("the webhook was removed".to_owned()), true).await;
            }
            Err(other) => return Err(other.into()),
        };
        // The rules may be stricter today than when the webhook was set up.
        let destination = match Destination::parse(&webhook.url, self.courier.rules()) {
            Ok(destination) => destination,
            Err(refused) => return self.end(delivery, None, Some(refused.detail.to_owned()), false).await,
        };
        let seconds = self.now().timestamp();
        let headers = [
            ("content-type", "application/cloudevents+json; charset=utf-8".to_owned()),
            ("webhook-id", delivery.event.clone()),
            ("webhook-timestamp", seconds.to_string()),
            (
                "webhook-signature",
                event::signature(&webhook.secret, &delivery.event, seconds, &delivery.body),
            ),
        ];
        match self.courier.send(&destination, &headers, &delivery.body).await {
            Ok(status) => self.end(delivery, Some(status), None, false).await,
            Err(error) => self.end(delivery, None, Some(told(&error)), false).await,
        }
    }

    async fn end(
        &self,
        delivery: &Delivery,
        answer: Option<u16>,
        fault: Option<String>,
        is_hopeless: bool,
    ) -> Result<(), ServiceError> {
        let now = self.now().timestamp_micros();
        let attempts = delivery.attempts + 1;
        let state = match answer {
            Some(200..=299) => DeliveryState::Delivered,
            _ if is_hopeless || attempts >= self.settings.most_attempts => DeliveryState::Dead,
            _ => DeliveryState::Pending,
        };
        if state == DeliveryState::Dead {
            tracing::warn!(webhook = delivery.webhook, event = delivery.event, "a delivery is given up");
        }
        let next_at = now.saturating_add(self.pause(attempts));
        let attempt = Attempt { state, next_at, at: now, answer: answer.map(i64::from), fault };
        Ok(self.plantrack.store.end_attempt(delivery.id, &attempt).await?)
    }

    /// The pause after an attempt: it doubles with each, up to the longest, and is a fifth shorter or longer by
    /// chance, so that those who failed together do not come again together.
    fn pause(&self, attempts: i64) -> i64 {
        let doubled =
            u32::try_from(attempts.saturating_sub(1)).ok().and_then(|by| 1_i64.checked_shl(by.min(40)));
        let DutySettings { first_pause, longest_pause, .. } = self.settings;
        let pause = first_pause.saturating_mul(doubled.unwrap_or(i64::MAX)).min(longest_pause);
        let [.., chance] = Uuid::now_v7().into_bytes();
        pause / 5 * 4 + pause / 5 * 2 * i64::from(chance) / 255
    }
}

/// A fault as it is kept: what happened, with its cause.
fn told(error: &Undelivered) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    match text.char_indices().nth(LONGEST_FAULT) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    }
}
