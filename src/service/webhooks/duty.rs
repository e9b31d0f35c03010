//! The duty of telling: one process at a time looks for changed statuses, keeps what is to be told together with how
//! far it looked, and sees to the deliveries. A process that ends is followed by another; what was kept is sent at
//! least once.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{StreamExt, stream};
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    super::{Plantrack, error::ServiceError, knowledge::Scope},
    event::{self, StatusChanged},
    turn::{Turn, turn},
};
use crate::{
    domain::code::Code,
    outbound::{Courier, Destination, Undelivered},
    store::{AsOf, Attempt, Delivery, DeliveryState, NewDelivery, Progress, StoreError, StoredWebhook, Told},
};

/// Webhooks that are read at once.
const A_PAGE: u64 = 500;

/// Changes that are read at once, and how many reads before all plans are looked at instead.
const A_READ: usize = 500;
const MOST_READS: usize = 20;

/// Deliveries that are taken up at once, and how many of them are under way beside one another.
const A_ROUND: u64 = 16;
const AT_ONCE: usize = 8;

/// The longest text of a fault that is kept.
const LONGEST_FAULT: usize = 200;

/// Nothing is delivered twice as long as the duty is held for longer than a round of deliveries takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutySettings {
    /// How often to look.
    pub every: Duration,
    /// For how long the duty is taken, in microseconds.
    pub lease: i64,
    /// How often a delivery is tried before it is given up.
    pub most_attempts: i64,
    /// The pause after the first attempt, in microseconds; it doubles with each.
    pub first_pause: i64,
    /// The longest pause, in microseconds.
    pub longest_pause: i64,
    /// How long deliveries are kept after their end, in microseconds.
    pub kept_for: i64,
}

/// The duty, as one process keeps it.
#[derive(Debug)]
pub struct Duty {
    plantrack: Plantrack,
    courier: Courier,
    settings: DutySettings,
    /// The name of this process.
    me: String,
    /// When a status that is seen and not told yet is due; `None` before the first look.
    next_due: Option<i64>,
    last_forgotten: Option<NaiveDate>,
}

/// The duty is kept until this is dropped.
#[derive(Debug)]
pub struct Kept(#[expect(dead_code, reason = "its end is what tells")] watch::Sender<()>);

/// The targets of one plan that are looked at, and what follows.
#[derive(Debug, Default)]
struct Found {
    told: Vec<(i64, Told)>,
    deliveries: Vec<NewDelivery>,
    /// When the first status that is not told yet is due.
    next_due: Option<i64>,
}

impl Duty {
    /// The duty of this process.
    pub fn new(plantrack: Plantrack, courier: Courier, settings: DutySettings) -> Self {
        let me = Uuid::now_v7().to_string();
        Self { plantrack, courier, settings, me, next_due: None, last_forgotten: None }
    }

    /// Keeps it from now on, in a task of its own.
    pub fn keep(mut self) -> Kept {
        let (sender, mut ended) = watch::channel(());
        tokio::spawn(async move {
            loop {
                if let Err(error) = self.once().await {
                    tracing::warn!(%error, "webhooks could not be looked after; it is tried again");
                    self.next_due = None;
                }
                tokio::select! {
                    () = tokio::time::sleep(self.settings.every) => {}
                    _gone = ended.changed() => break,
                }
            }
            if let Err(error) = self.plantrack.store.leave_duty(&self.me).await {
                tracing::debug!(%error, "the duty was not given back; another process takes it when it runs out");
            }
        });
        Kept(sender)
    }

    fn now(&self) -> DateTime<Utc> {
        self.plantrack.clock.now()
    }

    /// One round: look, then deliver what is due.
    async fn once(&mut self) -> Result<(), ServiceError> {
        let Some(progress) = self.take().await? else {
            // Whoever takes it later begins with a whole look.
            self.next_due = None;
            return Ok(());
        };
        self.look(&progress).await?;
        loop {
            let now = self.now().timestamp_micros();
            let due = self.plantrack.store.due_deliveries(now, A_ROUND).await?;
            if due.is_empty() {
                return self.forget().await;
            }
            let duty = &*self;
            let attempts = stream::iter(due)
                .map(|delivery| async move { duty.attempt(&delivery).await })
                .buffer_unordered(AT_ONCE);
            let ended: Vec<Result<(), ServiceError>> = attempts.collect().await;
            ended.into_iter().collect::<Result<(), _>>()?;
            if self.take().await?.is_none() {
                return Ok(());
            }
        }
    }

    async fn take(&self) -> Result<Option<Progress>, ServiceError> {
        let now = self.now().timestamp_micros();
        let until = now.saturating_add(self.settings.lease);
        Ok(self.plantrack.store.take_duty(&self.me, now, until).await?)
    }

    /// Looks at the plans that may have changed, and keeps what follows.
    async fn look(&mut self, progress: &Progress) -> Result<(), ServiceError> {
        let (now, day) = (self.now(), self.plantrack.clock.today());
        let micros = now.timestamp_micros();
        let head = self.plantrack.store.last_change().await?;
        let whole_look = self.next_due.is_none() || progress.day != day.to_string();
        let is_due = self.next_due.is_some_and(|due| due <= micros);
        if !whole_look && !is_due && head == progress.change {
            return Ok(());
        }
        let mut by_plan: BTreeMap<Code, Vec<StoredWebhook>> = BTreeMap::new();
        for stored in self.webhooks().await? {
            by_plan.entry(stored.webhook.plan.clone()).or_default().push(stored);
        }
        let touched =
            if whole_look || is_due { None } else { self.touched(progress.change, &by_plan).await? };
        let mut found = Found::default();
        for (plan, webhooks) in
            by_plan.iter().filter(|(plan, _)| touched.as_ref().is_none_or(|touched| touched.contains(*plan)))
        {
            match self.look_at(plan, webhooks, (now, day), &mut found).await {
                Ok(()) => {}
                // One plan that cannot be judged must not keep the others from being told.
                Err(ServiceError::Store(
                    error @ (StoreError::Corrupt { .. } | StoreError::Missing { .. }),
                )) => {
                    tracing::error!(%plan, %error, "a plan with webhooks cannot be judged");
                }
                Err(other) => return Err(other),
            }
        }
        let after = Progress { change: head, day: day.to_string() };
        let kept = self.plantrack.store.keep_told(&self.me, micros, &found.told, &found.deliveries, &after);
        if !kept.await? {
            self.next_due = None;
            return Ok(());
        }
        // What was not looked at may be due earlier than what was.
        let earlier = self.next_due.filter(|_| touched.is_some());
        let due = found.next_due.into_iter().chain(earlier).min();
        self.next_due = Some(due.unwrap_or(i64::MAX));
        Ok(())
    }

    async fn webhooks(&self) -> Result<Vec<StoredWebhook>, ServiceError> {
        let mut all: Vec<StoredWebhook> = Vec::new();
        loop {
            let after = all.last().map_or(0, |stored| stored.id);
            let page = self.plantrack.store.list_webhooks(None, after, A_PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// The plans with webhooks that the changes after a number touch; `None` is all of them.
    async fn touched(
        &self,
        number: i64,
        of: &BTreeMap<Code, Vec<StoredWebhook>>,
    ) -> Result<Option<BTreeSet<Code>>, ServiceError> {
        let mut touched = BTreeSet::new();
        let mut last = number;
        for _ in 0..MOST_READS {
            let changes = self.plantrack.changed_after(last, A_READ).await?;
            let Some(newest) = changes.last() else { return Ok(Some(touched)) };
            last = newest.number;
            for change in &changes {
                touched.extend(of.keys().filter(|plan| change.touches.includes(plan)).cloned());
            }
            if touched.len() == of.len() {
                break;
            }
        }
        Ok(None)
    }

    async fn look_at(
        &self,
        plan: &Code,
        webhooks: &[StoredWebhook],
        (now, on): (DateTime<Utc>, NaiveDate),
        found: &mut Found,
    ) -> Result<(), ServiceError> {
        // A write that came in between would mix two states, and tell a status that nobody else ever sees.
        let (assessed, change) = {
            let moment = self.plantrack.at_one_moment().await?;
            let (known, head) = moment.known_up_to(plan, &Scope::Every, AsOf::NOW).await?;
            (moment.known_on(on, &known, AsOf::NOW).await?.unwrap_or(known).assess(on), head)
        };
        let micros = now.timestamp_micros();
        for StoredWebhook { id, webhook, .. } in webhooks {
            let kept = self.plantrack.store.told(*id).await?;
            let hold = webhook.hold_ms.saturating_mul(1_000);
            for item in assessed.iter().map(AsRef::as_ref) {
                let is_asked = |code: &Code| *code == item.target.item.series.indicator;
                if !webhook.indicator.as_ref().is_none_or(is_asked) {
                    continue;
                }
                let (before, status) = (kept.get(&item.target.id), item.assessment.status);
                let followed = turn(before, item.target.id, status.word(), micros, hold);
                let standing = match followed {
                    Turn::Nothing => before.cloned(),
                    Turn::Kept(told) => {
                        found.told.push((*id, told.clone()));
                        Some(told)
                    }
                    Turn::Tell { told, from, turns } => {
                        found.told.push((*id, told));
                        if webhook.statuses.is_empty() || webhook.statuses.contains(&status) {
                            let event = Uuid::now_v7().to_string();
                            let changed = StatusChanged { plan, item, from: &from, turns, on, change, now };
                            let body = event::status_changed(&event, &changed);
                            found.deliveries.push(NewDelivery { webhook: *id, event, body });
                        }
                        None
                    }
                };
                if let Some((_, since)) = standing.and_then(|told| told.candidate) {
                    let due = since.saturating_add(hold);
                    found.next_due = Some(found.next_due.map_or(due, |earliest| earliest.min(due)));
                }
            }
        }
        Ok(())
    }

    /// Sends one delivery, and keeps what came of it.
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

    /// Once a day, what ended long ago is forgotten.
    async fn forget(&mut self) -> Result<(), ServiceError> {
        let today = self.plantrack.clock.today();
        if self.last_forgotten == Some(today) {
            return Ok(());
        }
        let before = self.now().timestamp_micros().saturating_sub(self.settings.kept_for);
        let count = self.plantrack.store.forget_deliveries(before).await?;
        if count > 0 {
            tracing::info!(count, "old deliveries of webhooks are forgotten");
        }
        self.last_forgotten = Some(today);
        Ok(())
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
