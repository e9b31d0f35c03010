//! Plans as they are known now, kept in memory: brought up to date from the change log instead of read anew, and
//! assessed once a day. It does not know what is asked of them.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::NaiveDate;

use super::{
    Plantrack,
    error::ServiceError,
    ground::{Ground, Since},
    knowledge::{Assessed, Knowledge, Scope},
    scorecard::Question,
};
use crate::{
    domain::{
        assessment::{Summary, summarise},
        code::Code,
        series::Series,
    },
    store::{AsOf, RecentChange, StoreError, Vintage},
};

/// Plans, each in a scope, that are kept at a time.
const MOST_KEPT: usize = 128;

/// A plan in a scope, as it is known.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) known: Knowledge,
    pub(super) ground: Arc<Ground>,
    /// The number of the last change that bears on it.
    pub(super) last: i64,
    /// The number of the change up to which it holds.
    checked: AtomicI64,
    day: Mutex<Option<Arc<Day>>>,
}

/// A plan assessed for a day.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) on: NaiveDate,
    pub(super) assessed: Vec<Arc<Assessed>>,
    pub(super) summary: Summary,
}

type Slot = Arc<tokio::sync::Mutex<Option<Arc<Snapshot>>>>;

/// The plans that are kept, as they are now or as they were at a change. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshots(Arc<Mutex<HashMap<Kept, Slot>>>);

/// What is kept: a plan in a scope, now or at a change.
type Kept = (Code, Scope, Option<i64>);

impl Snapshots {
    fn slot(&self, plan: &Code, scope: &Scope, as_of: Option<i64>) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (plan.clone(), scope.clone(), as_of);
        if slots.len() >= MOST_KEPT && !slots.contains_key(&key) {
            slots.clear();
        }
        slots.entry(key).or_default().clone()
    }
}

impl Snapshot {
    pub(super) fn new(known: Knowledge, ground: Arc<Ground>, last: i64, checked: i64) -> Self {
        Self { known, ground, last, checked: AtomicI64::new(checked), day: Mutex::default() }
    }

    /// Up to which change it holds.
    pub(super) fn checked(&self) -> i64 {
        self.checked.load(Ordering::Acquire)
    }

    /// The plan assessed for a day; that of the day asked for last is kept.
    pub(super) fn on(&self, on: NaiveDate) -> Arc<Day> {
        let mut kept = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(day) = kept.as_ref().filter(|day| day.on == on) {
            return day.clone();
        }
        let mut assessed = self.known.assess(on);
        // Of most of them the day says nothing: what was made to show them serves for this day, too.
        for (item, before) in assessed.iter_mut().zip(kept.iter().flat_map(|day| &day.assessed)) {
            if *item == *before {
                item.clone_from(before);
            }
        }
        let day = Arc::new(Day::new(on, &self.known, assessed));
        *kept = Some(day.clone());
        day
    }

    /// The same with other outcomes of some series. What does not depend on them is not assessed again.
    fn with_outcomes(&self, known: Knowledge, changed: &HashSet<Series>, last: i64, checked: i64) -> Self {
        let day = self.day.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let day = day.map(|day| {
            Arc::new(Day::new(day.on, &known, known.assess_again(day.on, &day.assessed, changed)))
        });
        let checked = AtomicI64::new(checked);
        Self { known, ground: self.ground.clone(), last, checked, day: Mutex::new(day) }
    }
}

impl Day {
    fn new(on: NaiveDate, known: &Knowledge, assessed: Vec<Arc<Assessed>>) -> Self {
        let summary = summary_of(known, &assessed);
        Self { on, assessed, summary }
    }
}

/// The counts of some of a plan's targets, which are in its order.
pub(super) fn summary_of(known: &Knowledge, assessed: &[Arc<Assessed>]) -> Summary {
    let mut all = known.targets.iter().zip(known.counted.iter());
    summarise(assessed.iter().filter_map(|item| {
        let (_, counted) = all.find(|(stored, _)| stored.id == item.target.id)?;
        Some((counted, &item.assessment))
    }))
}

impl Plantrack {
    /// A plan in a scope as it is known now.
    pub(super) async fn snapshot(&self, plan: &Code, scope: &Scope) -> Result<Arc<Snapshot>, ServiceError> {
        let slot = self.snapshots.slot(plan, scope, None);
        // Those that ask for the same wait here for the one that reads it.
        let mut kept = slot.lock().await;
        let now = self.current_change().await?;
        if let Some(snapshot) = kept.as_ref() {
            let checked = snapshot.checked();
            if now <= checked {
                return Ok(snapshot.clone());
            }
            match self.since(&snapshot.ground, checked, now).await? {
                Since::Same => {
                    snapshot.checked.store(now, Ordering::Release);
                    return Ok(snapshot.clone());
                }
                Since::Reported(reports) => {
                    let last = reports.last().map_or(checked, |report| report.number);
                    let (known, changed) = self.with_reports(&snapshot.known, &reports, now).await?;
                    let snapshot = Arc::new(snapshot.with_outcomes(known, &changed, last, now));
                    *kept = Some(snapshot.clone());
                    return Ok(snapshot);
                }
                Since::Other => {}
            }
        }
        // What is kept is no longer true, and must not outlive a failure to read it anew.
        *kept = None;
        let snapshot = Arc::new(self.read_snapshot(plan, scope, None).await?);
        *kept = Some(snapshot.clone());
        Ok(snapshot)
    }

    /// What is known with what was reported since, and the series that it is of. What this process has reported itself
    /// is at hand; what others have is read.
    async fn with_reports(
        &self,
        known: &Knowledge,
        reports: &[RecentChange],
        now: i64,
    ) -> Result<(Knowledge, HashSet<Series>), ServiceError> {
        let series = reports.iter().filter_map(|report| report.series.clone()).collect();
        let changed = known.wholes(series);
        // Where a plan asks for approval, what was reported is a draft and counts for nothing yet; where it is for a part
        // of a larger whole, what counts is another question.
        let counts_at_once = !known.plan.item.rules.asks_for_approval && !known.has_a_larger_whole();
        let counts_alone = |vintage: &&Vintage| counts_at_once && !known.asks_for_more(vintage);
        let vintages: Option<Vec<&Vintage>> =
            reports.iter().map(|report| report.vintage.as_deref().filter(counts_alone)).collect();
        let known = match vintages {
            Some(vintages) => known.with_vintages(&vintages),
            None => self.with_reported(known, &changed, AsOf::change(now)).await?,
        };
        Ok((known, changed))
    }

    /// A plan in a scope as a question wants it known.
    pub(super) async fn snapshot_of(
        &self,
        plan: &Code,
        scope: &Scope,
        question: &Question,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        let snapshot = self.snapshot_at(plan, scope, question).await?;
        let day = question.on.unwrap_or_else(|| self.clock.today());
        let checked = snapshot.checked();
        Ok(match self.known_on(day, &snapshot.known, AsOf::change(checked)).await? {
            Some(known) => Arc::new(Snapshot::new(known, snapshot.ground.clone(), snapshot.last, checked)),
            None => snapshot,
        })
    }

    async fn snapshot_at(
        &self,
        plan: &Code,
        scope: &Scope,
        question: &Question,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        let Some(moment) = question.as_of else { return self.snapshot(plan, scope).await };
        let change = self.change_as_of(moment).await?;
        // Where nothing has changed it since, it was known then as it is now. The record may know of changes by other
        // processes that this one has not looked at yet.
        let now = self.snapshot(plan, scope).await;
        if let Ok(now) = &now
            && now.last <= change
            && change <= now.checked()
        {
            return Ok(now.clone());
        }
        // What was known at a change never changes.
        let slot = self.past.slot(plan, scope, Some(change));
        let mut kept = slot.lock().await;
        if let Some(snapshot) = kept.as_ref() {
            return Ok(snapshot.clone());
        }
        let known = self.read_snapshot(plan, scope, Some(change)).await.map_err(|error| match error {
            ServiceError::Store(StoreError::Missing { what, code }) if now.is_ok() => {
                ServiceError::NotYet { what, code, moment }
            }
            other => other,
        });
        let snapshot = Arc::new(known?);
        *kept = Some(snapshot.clone());
        Ok(snapshot)
    }

    /// A plan in a scope as it was known at a change, or is now.
    pub(super) async fn read_snapshot(
        &self,
        plan: &Code,
        scope: &Scope,
        as_of: Option<i64>,
    ) -> Result<Snapshot, ServiceError> {
        // A write that came in between would mix two states.
        self.at_one_moment().await?.read_here(plan, scope, as_of).await
    }

    /// The same, where all that is read is read as it is now.
    pub(super) async fn at_one_moment(&self) -> Result<Self, ServiceError> {
        Ok(Self { store: self.store.at_one_moment().await?, ..self.clone() })
    }

    /// A plan in a scope, read by several statements.
    pub(super) async fn read_here(
        &self,
        plan: &Code,
        scope: &Scope,
        as_of: Option<i64>,
    ) -> Result<Snapshot, ServiceError> {
        let (known, head) = self.known_up_to(plan, scope, as_of.map_or(AsOf::NOW, AsOf::change)).await?;
        let change = as_of.unwrap_or(head);
        let ground = Arc::new(known.ground());
        let last = self.last_bearing(&ground, change).await?;
        Ok(Snapshot::new(known, ground, last, change))
    }
}
