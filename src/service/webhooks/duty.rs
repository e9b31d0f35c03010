//! The duty of telling: one process at a time looks for changed statuses, keeps what is to be told together with how
//! far it looked, and sees to the deliveries. A process that ends is followed by another; what was kept is sent at
//! least once. It does not know how something is sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, Utc};
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};
use uuid::Uuid;

use super::{
    super::{
        Plantrack,
        error::ServiceError,
        knowledge::{Assessed, Scope},
    },
    beginning::{Seen, Stood},
    event::{self, StatusChanged},
    sending::{Sending, UnderWay},
    turn::{Turn, turn},
};
use crate::{
    domain::code::Code,
    outbound::Courier,
    store::{AsOf, NewDelivery, Progress, StoreError, StoredWebhook, Told},
};

/// Changes that are read at once, and how many reads before all plans are looked at instead.
const A_READ: usize = 500;
const MOST_READS: usize = 20;

/// For how long what is under way at the end is waited for, and the longest that the end may take.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
const ENDED_WITHIN: Duration = Duration::from_secs(3);

/// Nothing is delivered twice as long as the duty is held for twice as long as a delivery takes.
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
    sending: Sending,
    settings: DutySettings,
    /// The name of this process.
    me: String,
    /// Until when this process has the duty; `None` where it does not.
    held_until: Option<i64>,
    /// When a status that is seen and not told yet is due; `None` before the first look.
    next_due: Option<i64>,
    last_forgotten: Option<NaiveDate>,
}

/// The duty is kept until this is ended or dropped.
#[derive(Debug)]
pub struct Kept {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Kept {
    /// Gives the duty back, so that another process need not wait. What is under way is waited for a second; what has no
    /// answer by then is sent again by whoever comes next.
    pub async fn end(self) {
        let Self { stop, mut task } = self;
        // Where it has ended already nobody listens.
        let _ = stop.send(());
        if tokio::time::timeout(ENDED_WITHIN, &mut task).await.is_err() {
            tracing::warn!(
                "the duty of webhooks was not given back in time; another process takes it when it runs out"
            );
            task.abort();
        }
    }
}

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
        let sending = Sending { plantrack: plantrack.clone(), courier, settings };
        Self { plantrack, sending, settings, me, held_until: None, next_due: None, last_forgotten: None }
    }

    /// Keeps it from now on, in a task of its own.
    pub fn keep(mut self) -> Kept {
        let (stop, told) = oneshot::channel();
        let task = tokio::spawn(async move {
            let mut under_way = UnderWay::default();
            tokio::select! {
                () = self.keep_on(&mut under_way) => {}
                // Told to stop, or whoever began this is gone without a word.
                _ = told => {}
            }
            // Another process would send the same again meanwhile.
            let _late = tokio::time::timeout(LAST_ANSWERS, under_way.all_ended()).await;
            drop(under_way);
            if let Err(error) = self.plantrack.store.leave_duty(&self.me).await {
                tracing::debug!(%error, "the duty was not given back; another process takes it when it runs out");
            }
        });
        Kept { stop, task }
    }

    /// Looks every so often, however long deliveries take, and begins the next one where another has ended.
    async fn keep_on(&mut self, under_way: &mut UnderWay) {
        let mut looks = interval(self.settings.every);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                _moment = looks.tick() => {
                    let looked = self.look_once().await;
                    // However long it took, there is a pause before the next.
                    looks.reset();
                    looked
                }
                () = under_way.one_ended() => Ok(()),
            };
            let done = match done {
                Ok(()) => self.deliver(under_way).await,
                failed => failed,
            };
            if let Err(error) = done {
                tracing::warn!(%error, "webhooks could not be looked after; it is tried again");
                self.next_due = None;
                self.held_until = None;
            }
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.plantrack.clock.now()
    }

    async fn look_once(&mut self) -> Result<(), ServiceError> {
        let Some(progress) = self.take().await? else {
            // Whoever takes it later begins with a whole look.
            self.next_due = None;
            return Ok(());
        };
        self.look(&progress).await?;
        self.forget().await
    }

    /// Begins what is due and has a place: of each webhook the next, where none of it is under way.
    async fn deliver(&mut self, under_way: &mut UnderWay) -> Result<(), ServiceError> {
        let places = under_way.places();
        let Some(until) = self.held_until.filter(|_| places > 0) else { return Ok(()) };
        let now = self.now().timestamp_micros();
        // A delivery that is begun must end before another process may take the duty.
        if until.saturating_sub(now) < self.settings.lease / 2 && self.take().await?.is_none() {
            return Ok(());
        }
        for delivery in self.plantrack.store.due_deliveries(now, &under_way.webhooks(), places).await? {
            under_way.begin(&self.sending, delivery);
        }
        Ok(())
    }

    async fn take(&mut self) -> Result<Option<Progress>, ServiceError> {
        let now = self.now().timestamp_micros();
        let until = now.saturating_add(self.settings.lease);
        let taken = self.plantrack.store.take_duty(&self.me, now, until).await?;
        self.held_until = taken.as_ref().map(|_| until);
        Ok(taken)
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
            match self.look_at(plan, webhooks, (now, day, progress.change), &mut found).await {
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
            // Another process has the duty by now.
            self.next_due = None;
            self.held_until = None;
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
        for read in self.plantrack.store.every_webhook().await? {
            match read {
                Ok(webhook) => all.push(webhook),
                // One that cannot be read must not keep the others from being told.
                Err(error @ StoreError::Corrupt { .. }) => {
                    tracing::error!(%error, "a webhook cannot be read");
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(all)
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
        (now, on, looked): (DateTime<Utc>, NaiveDate, i64),
        found: &mut Found,
    ) -> Result<(), ServiceError> {
        // A write that came in between would mix two states, and tell a status that nobody else ever sees.
        let (assessed, change) = {
            let moment = self.plantrack.at_one_moment().await?;
            let (known, head) = moment.known_up_to(plan, &Scope::Every, AsOf::NOW).await?;
            (moment.known_on(on, &known, AsOf::NOW).await?.unwrap_or(known).assess(on), head)
        };
        let micros = now.timestamp_micros();
        let seen = Seen { plan, change, on, looked };
        let mut stood = Stood::default();
        for StoredWebhook { id, webhook, .. } in webhooks {
            let mut kept = self.plantrack.store.told(*id).await?;
            let hold = webhook.hold_ms.saturating_mul(1_000);
            let is_asked = |of: &Code| webhook.indicator.as_ref().is_none_or(|code| code == of);
            let asked: Vec<&Assessed> = assessed
                .iter()
                .map(AsRef::as_ref)
                .filter(|item| is_asked(&item.target.item.series.indicator))
                .collect();
            let new: BTreeSet<i64> =
                asked.iter().map(|item| item.target.id).filter(|id| !kept.contains_key(id)).collect();
            if !new.is_empty() {
                let begun =
                    self.plantrack.beginnings(&seen, webhook.created_at, new.clone(), &mut stood).await?;
                kept.extend(begun.into_iter().map(|told| (told.target, told)));
            }
            for item in asked {
                let (before, status) = (kept.get(&item.target.id), item.assessment.status);
                let followed = turn(before, item.target.id, status.word(), micros, hold);
                let standing = match followed {
                    Turn::Nothing => {
                        let begun = before.filter(|told| new.contains(&told.target));
                        found.told.extend(begun.map(|told| (*id, told.clone())));
                        before.cloned()
                    }
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
