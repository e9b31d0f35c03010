//! The read path: a plan's targets with what is known of their outcomes, assessed for a day. Knows no wire.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

pub use super::knowledge::{Assessed, ParentPath};
use super::{
    Plantrack,
    error::{Fault, ServiceError},
    ground::Ground,
    groups::members,
    knowledge::Scope,
    siblings::most_apt,
    snapshots::{Snapshot, summary_of},
};
use crate::{
    domain::{
        area::Area,
        assessment::{Status, Summary},
        category::Category,
        code::Code,
        indicator::{Indicator, Nature},
        period::Period,
        plan::Plan,
        series::Series,
    },
    store::{AsOf, CatalogueItem, StoreError, Stored},
};

/// Which scorecard is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The day it is judged for; today where nothing is said.
    pub on: Option<NaiveDate>,
    /// The moment whose knowledge counts; now where nothing is said.
    pub as_of: Option<DateTime<Utc>>,
    /// The targets for this area; for the whole where nothing is said.
    pub area: Option<Code>,
    /// The targets for this category; for all where nothing is said.
    pub category: Option<Code>,
    /// Which of these targets are listed. The summary of a scorecard counts all of them, listed or not.
    pub listed: Listed,
}

/// Which targets of a scorecard are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Only of this section, by its Chinese or English name.
    pub section: Option<String>,
    /// Only of this nature.
    pub nature: Option<Nature>,
    /// Only with this status.
    pub status: Option<Status>,
}

impl Listed {
    /// Whether all are listed.
    pub(super) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a target is.
    pub(super) fn takes(&self, item: &Assessed) -> bool {
        let Self { section, nature, status } = self;
        let target = &item.target.item;
        section.as_ref().is_none_or(|name| *name == target.section_zh || *name == target.section_en)
            && nature.is_none_or(|nature| nature == target.nature)
            && status.is_none_or(|status| status == item.assessment.status)
    }
}

/// A plan's scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    /// The plan.
    pub plan: Stored<Plan>,
    /// The day it was judged for.
    pub on: NaiveDate,
    /// The moment whose knowledge counts, where one was asked for.
    pub as_of: Option<DateTime<Utc>>,
    /// The number of the last change that it takes into account.
    pub change: i64,
    /// The counts of all its targets; of those that are listed where only counts are asked for.
    pub summary: Summary,
    /// The targets asked for, in the order of the plan.
    pub assessed: Vec<Arc<Assessed>>,
    /// What all of it rests on.
    pub ground: Arc<Ground>,
    /// The number of the change up to which it is known to hold.
    pub made_at: i64,
}

impl Plantrack {
    /// A plan's scorecard.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan, area or category.
    pub async fn scorecard(&self, plan: &Code, question: &Question) -> Result<Scorecard, ServiceError> {
        let (mut card, _) = self.whole_scorecard(plan, question).await?;
        card.assessed.retain(|item| question.listed.takes(item));
        Ok(card)
    }

    /// A plan's scorecard whose summary counts the targets that are listed and no others.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan, area or category.
    pub async fn counts(&self, plan: &Code, question: &Question) -> Result<Scorecard, ServiceError> {
        let (mut card, snapshot) = self.whole_scorecard(plan, question).await?;
        let listed = &question.listed;
        if !listed.is_all() {
            card.assessed.retain(|item| listed.takes(item));
            card.summary = summary_of(&snapshot.known, &card.assessed);
        }
        Ok(card)
    }

    /// One indicator's assessment, and those of its sub-indicators, as a scorecard of these. Where the plan has
    /// targets for several periods, the one asked for; else that of the plan's period; else the one that runs
    /// or ended last on the day.
    ///
    /// # Errors
    /// [`ServiceError`] where the plan has no target for the indicator.
    pub async fn indicator_status(
        &self,
        plan: &Code,
        indicator: &Code,
        period: Option<Period>,
        question: &Question,
    ) -> Result<(Scorecard, Arc<Assessed>), ServiceError> {
        let (mut card, _) = self.whole_scorecard(plan, question).await?;
        let (whole, on) = (card.plan.item.period, card.on);
        let asked = card
            .assessed
            .iter()
            .filter(|item| &item.target.item.series.indicator == indicator)
            .filter(|item| period.is_none_or(|period| period == item.target.item.period));
        let best = most_apt(asked, whole, on).cloned().ok_or_else(|| {
            let Question { area, category, .. } = question.clone();
            let series = Series { indicator: indicator.clone(), area, category };
            let of = period.map(|period| format!(" {period}")).unwrap_or_default();
            StoreError::Missing { what: "target", code: format!("{plan}/{series}{of}") }
        })?;
        let measure = |code: &Code| {
            let mut assessed = card.assessed.iter();
            Some(assessed.find(|item| item.indicator.code == *code)?.indicator.measure)
        };
        let under = members(&best.target.item, card.assessed.iter().map(|item| &item.target.item), measure);
        card.assessed = under.into_iter().filter_map(|place| card.assessed.get(place).cloned()).collect();
        Ok((card, best))
    }

    async fn whole_scorecard(
        &self,
        plan: &Code,
        question: &Question,
    ) -> Result<(Scorecard, Arc<Snapshot>), ServiceError> {
        self.check_members(question.area.as_ref(), question.category.as_ref()).await?;
        let on = question.on.unwrap_or_else(|| self.clock.today());
        let scope = Scope::Of { area: question.area.clone(), category: question.category.clone() };
        let snapshot = self.snapshot_of(plan, &scope, question).await?;
        let day = snapshot.on(on);
        let card = Scorecard {
            plan: snapshot.known.plan.clone(),
            on,
            as_of: question.as_of,
            change: snapshot.last,
            summary: day.summary.clone(),
            assessed: day.assessed.clone(),
            ground: snapshot.ground.clone(),
            made_at: snapshot.checked(),
        };
        Ok((card, snapshot))
    }

    /// The number of the last change that counts for a moment.
    pub(super) async fn change_as_of(&self, moment: DateTime<Utc>) -> Result<i64, ServiceError> {
        Ok(self.store.settled_change_at(moment.timestamp_micros(), self.micros()).await?)
    }

    /// Refuses an area or a category that does not exist.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with the one that is not there.
    pub async fn check_members(
        &self,
        area: Option<&Code>,
        category: Option<&Code>,
    ) -> Result<(), ServiceError> {
        self.check_named(None, area, category).await
    }

    /// Refuses an indicator, an area or a category that does not exist.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with the first that is not there.
    pub async fn check_named(
        &self,
        indicator: Option<&Code>,
        area: Option<&Code>,
        category: Option<&Code>,
    ) -> Result<(), ServiceError> {
        let unknown = |field: &str, code: &Code, error: StoreError| match error {
            StoreError::Missing { .. } => {
                let detail = format!("there is no {field} {code}");
                ServiceError::from(Fault::new(field, code.as_str(), &format!("unknown_{field}"), detail))
            }
            other => other.into(),
        };
        if let Some(code) = indicator {
            Indicator::find(&self.store, code, AsOf::NOW)
                .await
                .map_err(|error| unknown("indicator", code, error))?;
        }
        if let Some(code) = area {
            Area::find(&self.store, code, AsOf::NOW).await.map_err(|error| unknown("area", code, error))?;
        }
        if let Some(code) = category {
            Category::find(&self.store, code, AsOf::NOW)
                .await
                .map_err(|error| unknown("category", code, error))?;
        }
        Ok(())
    }
}
