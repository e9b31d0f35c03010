//! A plan against another plan, a plan against its own past, and the way of one indicator through the period. It
//! does not know how a target is judged.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Plantrack,
    error::ServiceError,
    ground::Ground,
    knowledge::{Assessed, Knowledge, Scope},
    members::Standpoint,
    scorecard::Question,
    siblings::most_apt,
};
use crate::{
    domain::{
        assessment::{
            Status,
            changes::{Cause, Moved, moved},
            compare::{Change, Line, compare},
        },
        code::Code,
        indicator::Measure,
        period::Period,
        quantity::Exact,
        series::Series,
        target::Target,
    },
    store::{AsOf, StoreError},
};

/// A series in two plans, with how it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedSeries {
    /// What became of it.
    pub change: Change,
    /// Its line in the earlier plan, assessed.
    pub before: Option<Arc<Assessed>>,
    /// Its line in the later plan, assessed.
    pub after: Option<Arc<Assessed>>,
    /// The numbers asked, earlier and later, where both ask one.
    pub numbers: Option<(Exact, Exact)>,
    /// Whether the later plan asks for more, by the direction.
    pub asks_more: Option<bool>,
}

/// What changed in a plan's assessments between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// The two moments.
    pub moments: (DateTime<Utc>, DateTime<Utc>),
    /// The change numbers that they stand for.
    pub changes: (i64, i64),
    /// The days judged for.
    pub days: (NaiveDate, NaiveDate),
    /// The assessments that moved, with the period of their target, and why.
    pub moved: Vec<(Period, Moved)>,
    /// Targets that were asked for later only, with their status.
    pub added: Vec<(Series, Period, Status)>,
    /// Targets that were asked for earlier only, with their status then.
    pub withdrawn: Vec<(Series, Period, Status)>,
}

/// A point on an indicator's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The last day of what was reported for.
    pub until: NaiveDate,
    /// How it stood on that day, by what is for the time until then.
    pub stood: Assessed,
}

/// An indicator's way through the period of its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How it stands on the day asked for.
    pub now: Arc<Assessed>,
    /// The points reported, in the order of their ends.
    pub points: Vec<Point>,
}

impl Plantrack {
    /// A plan against a later one, series by series, for the whole or for an area and a category. Of a series with targets
    /// for several periods, the one that a scorecard would show takes part.
    ///
    /// # Errors
    /// [`ServiceError`] where one of them does not exist.
    pub async fn compare_plans(
        &self,
        plan: &Code,
        other: &Code,
        question: &Question,
    ) -> Result<(Standpoint, Vec<ComparedSeries>), ServiceError> {
        self.check_members(question.area.as_ref(), question.category.as_ref()).await?;
        let standpoint = self.standpoint(plan, question).await?;
        let scope = Scope::Of { area: question.area.clone(), category: question.category.clone() };
        let (before, mut ground) = self.one_each(plan, &scope, &standpoint).await?;
        let (after, of_the_other) = self.one_each(other, &scope, &standpoint).await?;
        ground.add(of_the_other);
        let change = self.last_bearing(&ground, standpoint.change).await?;
        let compared = compare(&lines(&before), &lines(&after), &[]);
        let find = |items: &[Arc<Assessed>], line: Option<Line<'_>>| {
            let line = line?;
            items.iter().find(|item| item.target.item == *line.target).cloned()
        };
        let compared = compared
            .into_iter()
            .map(|series| ComparedSeries {
                change: series.change,
                before: find(&before, series.before),
                after: find(&after, series.after),
                numbers: series.numbers,
                asks_more: series.asks_more,
            })
            .collect();
        Ok((Standpoint { change, ..standpoint }, compared))
    }

    /// A plan's targets in a scope, assessed, one of each series, and what that rests on.
    async fn one_each(
        &self,
        plan: &Code,
        scope: &Scope,
        standpoint: &Standpoint,
    ) -> Result<(Vec<Arc<Assessed>>, Ground), ServiceError> {
        let known = self.known(plan, scope, standpoint.on, standpoint.knowledge()).await?;
        let (all, whole) = (known.assess(standpoint.on), known.plan.item.period);
        let is_the_one = |item: &Assessed| {
            let of_the_series =
                all.iter().filter(|other| other.target.item.series == item.target.item.series);
            most_apt(of_the_series, whole, standpoint.on).is_some_and(|best| best.target.id == item.target.id)
        };
        Ok((all.iter().filter(|item| is_the_one(item)).cloned().collect(), known.ground()))
    }

    /// Which verdicts of a plan moved between two moments, and why: for the whole, for areas and for categories. Each
    /// moment is judged for its own day. Without a later moment all that is known now counts: a change can be recorded
    /// a little after the clock's moment, where several come at once.
    ///
    /// # Errors
    /// [`ServiceError`] where the plan does not exist at the later moment.
    pub async fn moves(
        &self,
        plan: &Code,
        from: DateTime<Utc>,
        to: Option<DateTime<Utc>>,
    ) -> Result<Moves, ServiceError> {
        let later = match to {
            Some(to) => self.change_as_of(to).await?,
            None => self.store.last_change().await?,
        };
        let now = self.clock.now();
        let (to, last_day) = match to {
            Some(to) => (to, self.clock.day_of(to)),
            // What is known now is what was known at the last change: the answer stays the same until the next one.
            None => (Ord::max(from, self.moment_of(later).await?.unwrap_or(from)), self.clock.day_of(now)),
        };
        let changes = (self.change_as_of(from).await?, later);
        let days = (self.clock.day_of(from), last_day);
        let scope = Scope::Every;
        let known_after = self.known(plan, &scope, days.1, AsOf::change(changes.1)).await?;
        let after = known_after.assess(days.1);
        let known_before = match self.known(plan, &scope, days.0, AsOf::change(changes.0)).await {
            Ok(known) => Some(known),
            // The plan did not exist yet: all of it was added.
            Err(ServiceError::Store(StoreError::Missing { .. })) => None,
            Err(other) => return Err(other),
        };
        let before = known_before.as_ref().map(|known| known.assess(days.0)).unwrap_or_default();
        // What was known before under the rules of later.
        let ruled = known_before
            .as_ref()
            .filter(|known| known.plan.item.rules != known_after.plan.item.rules)
            .map(|known| Knowledge { plan: known_after.plan.clone(), ..known.clone() }.assess(days.0))
            .unwrap_or_default();
        let partner = |items: &[Arc<Assessed>], item: &Assessed| -> Option<Arc<Assessed>> {
            items.iter().find(|other| other.target.id == item.target.id).cloned()
        };
        let pairs: Vec<(Arc<Assessed>, Arc<Assessed>)> =
            after.iter().filter_map(|item| Some((partner(&before, item)?, item.clone()))).collect();
        let status = |item: &Arc<Assessed>| {
            let target = &item.target.item;
            (target.series.clone(), target.period, item.assessment.status)
        };
        let one = |(old, new): &(Arc<Assessed>, Arc<Assessed>)| {
            let target = &new.target.item;
            let pair = (&target.series, &old.assessment, &new.assessment);
            let mut moved = moved([pair], days.0 != days.1).pop()?;
            let nothing_else_is_known = || {
                let reported_alike = |target: &Target| {
                    known_before.as_ref().is_some_and(|known| known_after.reports_as(known, target))
                };
                reported_alike(&old.target.item) && reported_alike(target)
            };
            // What another target takes for its answer, or refers to, was not revised by that.
            if moved.cause != Cause::CaliberChanged
                && !target.asks_as(&old.target.item)
                && nothing_else_is_known()
            {
                moved.cause = Cause::TargetRevised;
            }
            let by_the_rules =
                partner(&ruled, old).map(|item| (item.assessment.status, item.assessment.evidence));
            if by_the_rules == Some(moved.to) {
                moved.cause = Cause::OtherwiseRuled;
            }
            Some((target.period, moved))
        };
        Ok(Moves {
            moments: (from, to),
            changes,
            days,
            moved: pairs.iter().filter_map(one).collect(),
            added: after.iter().filter(|item| partner(&before, item).is_none()).map(status).collect(),
            withdrawn: before.iter().filter(|item| partner(&after, item).is_none()).map(status).collect(),
        })
    }

    /// When a change was recorded; nothing before the first.
    async fn moment_of(&self, change: i64) -> Result<Option<DateTime<Utc>>, ServiceError> {
        if change == 0 {
            return Ok(None);
        }
        let (entry, _) = self.store.find_entry(change).await?;
        Ok(DateTime::from_timestamp_micros(entry.recorded_at))
    }

    /// An indicator's way through the period of its target: expected and reported.
    ///
    /// # Errors
    /// [`ServiceError`] where the plan has no such target.
    pub async fn way(
        &self,
        plan: &Code,
        indicator: &Code,
        period: Option<Period>,
        question: &Question,
    ) -> Result<(Standpoint, Way), ServiceError> {
        let (card, now) = self.indicator_status(plan, indicator, period, question).await?;
        let standpoint =
            Standpoint { plan: plan.clone(), on: card.on, as_of: card.as_of, change: card.change };
        let as_of = standpoint.knowledge();
        let scope = Scope::Of { area: question.area.clone(), category: question.category.clone() };
        let known = self.known(plan, &scope, card.on, as_of).await?;
        let says_something =
            on_the_way(now.indicator.measure, now.target.item.period, known.plan.item.period);
        let days: BTreeSet<NaiveDate> = known
            .vintages(&now.target.item.series)
            .iter()
            .map(|vintage| vintage.outcome.period)
            .filter(|period| says_something(*period) && period.end() <= card.on)
            .map(Period::end)
            .collect();
        let points = days
            .into_iter()
            .filter_map(|until| Some(Point { until, stood: known.assess_until(now.target.id, until)? }))
            .collect();
        Ok((standpoint, Way { now, points }))
    }
}

/// Which periods' figures are points on the way to a target: those within its own period; and where it is due in a later
/// year of a plan, those of the years before, which the way to it leads through.
fn on_the_way(measure: Measure, asked: Period, plan: Period) -> impl Fn(Period) -> bool {
    let years = |period: Period| period.whole_years().map_or(0, |years| years.len());
    let leads_there = years(asked) > 0 && years(asked) < years(plan) && plan.covers(asked);
    move |period| {
        let before = leads_there && plan.covers(period) && period.end() < asked.start();
        let counts = match measure {
            Measure::Level | Measure::Ratio | Measure::Grade => true,
            // An amount says something of another one for as long a time.
            Measure::Flow => years(period) == years(asked),
            Measure::Rate | Measure::Index | Measure::Milestone | Measure::Group => false,
        };
        asked.covers(period) || (before && counts)
    }
}

fn lines(items: &[Arc<Assessed>]) -> Vec<Line<'_>> {
    items.iter().map(|item| Line { indicator: &item.indicator, target: &item.target.item }).collect()
}
