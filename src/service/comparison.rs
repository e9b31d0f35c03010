//! A plan against another plan, a plan against its own past, and the way of one indicator through the period.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Plantrack,
    error::ServiceError,
    knowledge::{Assessed, Scope},
    scorecard::Question,
};
use crate::{
    domain::{
        assessment::{
            Assessment, Status,
            changes::{Moved, moved},
            compare::{Change, Line, compare},
        },
        code::Code,
        period::Period,
        plan::Plan,
        quantity::Exact,
        series::Series,
    },
    store::{AsOf, StoreError, Stored},
};

/// A series in two plans, with how it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedSeries {
    /// What became of it.
    pub change: Change,
    /// Its line in the earlier plan, assessed.
    pub before: Option<Assessed>,
    /// Its line in the later plan, assessed.
    pub after: Option<Assessed>,
    /// The numbers asked, earlier and later, where both ask one.
    pub numbers: Option<(Exact, Exact)>,
    /// Whether the later plan asks for more, by the direction.
    pub asks_more: Option<bool>,
}

/// What changed in a plan's assessments between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// The change numbers that the two moments stand for.
    pub changes: (i64, i64),
    /// The days judged for.
    pub days: (NaiveDate, NaiveDate),
    /// The assessments that moved, and why.
    pub moved: Vec<Moved>,
    /// Series that were asked for later only, with their status.
    pub added: Vec<(Series, Status)>,
    /// Series that were asked for earlier only, with their status then.
    pub withdrawn: Vec<(Series, Status)>,
}

/// A point on an indicator's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The period reported for.
    pub period: Period,
    /// How it stood on that period's last day, by what was reported until then.
    pub assessment: Assessment,
}

/// An indicator's way through the period of its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How it stands on the day asked for.
    pub now: Assessed,
    /// The points reported, in the order of their ends.
    pub points: Vec<Point>,
}

impl Plantrack {
    /// A plan against a later one, series by series.
    ///
    /// # Errors
    /// [`ServiceError`] where one of them does not exist.
    pub async fn compare_plans(
        &self,
        plan: &Code,
        other: &Code,
        question: &Question,
    ) -> Result<Vec<ComparedSeries>, ServiceError> {
        let as_of = self.as_of(question).await?;
        let on = question.on.unwrap_or_else(|| self.clock.today());
        let scope = Scope::Of { area: None, category: None };
        let before = self.known(plan, &scope, as_of).await?.assess(on);
        let after = self.known(other, &scope, as_of).await?.assess(on);
        let compared = compare(&lines(&before), &lines(&after), &[]);
        let find = |items: &[Assessed], line: Option<Line<'_>>| {
            let line = line?;
            items.iter().find(|item| item.target.item == *line.target).cloned()
        };
        Ok(compared
            .into_iter()
            .map(|series| ComparedSeries {
                change: series.change,
                before: find(&before, series.before),
                after: find(&after, series.after),
                numbers: series.numbers,
                asks_more: series.asks_more,
            })
            .collect())
    }

    /// Which verdicts of a plan moved between two moments, and why. Each moment is judged for its own day.
    ///
    /// # Errors
    /// [`ServiceError`] where the plan does not exist at the later moment.
    pub async fn moves(
        &self,
        plan: &Code,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Moves, ServiceError> {
        let changes = (
            self.store.change_at(from.timestamp_micros()).await?,
            self.store.change_at(to.timestamp_micros()).await?,
        );
        let days = (self.clock.day_of(from), self.clock.day_of(to));
        let scope = Scope::Of { area: None, category: None };
        let after = self.known(plan, &scope, AsOf::change(changes.1)).await?.assess(days.1);
        let before = match self.known(plan, &scope, AsOf::change(changes.0)).await {
            Ok(known) => known.assess(days.0),
            // The plan did not exist yet: all of it was added.
            Err(ServiceError::Store(StoreError::Missing { .. })) => Vec::new(),
            Err(other) => return Err(other),
        };
        let partner = |items: &[Assessed], item: &Assessed| -> Option<Assessed> {
            items.iter().find(|other| other.target.id == item.target.id).cloned()
        };
        let pairs: Vec<(Assessed, Assessed)> =
            after.iter().filter_map(|item| Some((partner(&before, item)?, item.clone()))).collect();
        let status = |item: &Assessed| (item.target.item.series.clone(), item.assessment.status);
        Ok(Moves {
            changes,
            days,
            moved: moved(
                pairs.iter().map(|(old, new)| (&new.target.item.series, &old.assessment, &new.assessment)),
                days.0 != days.1,
            ),
            added: after.iter().filter(|item| partner(&before, item).is_none()).map(status).collect(),
            withdrawn: before.iter().filter(|item| partner(&after, item).is_none()).map(status).collect(),
        })
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
    ) -> Result<(Stored<Plan>, Way), ServiceError> {
        let (card, now) = self.indicator_status(plan, indicator, period, question).await?;
        let as_of = self.as_of(question).await?;
        let scope = Scope::Of { area: question.area.clone(), category: question.category.clone() };
        let known = self.known(plan, &scope, as_of).await?;
        let asked = now.target.item.period;
        let mut periods: Vec<Period> = known
            .vintages(&now.target.item.series)
            .iter()
            .map(|vintage| vintage.outcome.period)
            .filter(|period| asked.covers(*period) && period.end() <= card.on)
            .collect();
        periods.sort_by_key(|period| (period.end(), std::cmp::Reverse(period.start())));
        periods.dedup_by_key(|period| period.end());
        let points = periods
            .into_iter()
            .filter_map(|period| {
                let assessment = known.assess_until(now.target.id, period.end())?;
                Some(Point { period, assessment })
            })
            .collect();
        Ok((card.plan, Way { now, points }))
    }
}

fn lines(items: &[Assessed]) -> Vec<Line<'_>> {
    items.iter().map(|item| Line { indicator: &item.indicator, target: &item.target.item }).collect()
}
