//! The read path: a plan's targets with what is known of their outcomes, assessed for a day. Knows no wire.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Plantrack,
    error::{Fault, ServiceError},
};
use crate::{
    domain::{
        area::Area,
        assessment::{
            Assessment, Case, Parent, Profile, Reference, Reported, Status, Summary, assess, summarise,
        },
        category::Category,
        code::Code,
        criterion::Condition,
        indicator::{Indicator, Measure, Nature},
        period::Period,
        plan::{PathProfile, Plan},
        series::Series,
        target::Target,
    },
    store::{AsOf, CatalogueItem, StoreError, Stored, Vintage},
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
    /// Which of these targets are listed. The summary counts all of them, listed or not.
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

/// A target with what was known and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// What is measured.
    pub indicator: Indicator,
    /// What is asked.
    pub target: Stored<Target>,
    /// The outcome that was chosen.
    pub outcome: Option<Vintage>,
    /// Outcomes of other sources that disagree with it.
    pub conflict: Vec<Vintage>,
    /// What follows.
    pub assessment: Assessment,
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
    /// The counts of all its targets.
    pub summary: Summary,
    /// The targets asked for, in the order of the plan.
    pub assessed: Vec<Assessed>,
}

impl Plantrack {
    /// A plan's scorecard.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan, area or category.
    pub async fn scorecard(&self, plan: &Code, question: &Question) -> Result<Scorecard, ServiceError> {
        let mut card = self.whole_scorecard(plan, question).await?;
        let Listed { section, nature, status } = &question.listed;
        card.assessed.retain(|item| {
            let target = &item.target.item;
            section.as_ref().is_none_or(|name| *name == target.section_zh || *name == target.section_en)
                && nature.is_none_or(|nature| nature == target.nature)
                && status.is_none_or(|status| status == item.assessment.status)
        });
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
    ) -> Result<(Scorecard, Assessed), ServiceError> {
        let mut card = self.whole_scorecard(plan, question).await?;
        let (whole, on) = (card.plan.item.period, card.on);
        let best = card
            .assessed
            .iter()
            .filter(|item| &item.target.item.series.indicator == indicator)
            .filter(|item| period.is_none_or(|period| period == item.target.item.period))
            .max_by_key(|item| {
                let period = item.target.item.period;
                (period == whole, period.has_begun(on), std::cmp::Reverse(period.end().max(on)), period)
            })
            .cloned()
            .ok_or_else(|| StoreError::Missing { what: "target", code: format!("{plan}/{indicator}") })?;
        card.assessed.retain(|item| {
            item.target.item.parent.as_ref() == Some(indicator)
                && item.target.item.period == best.target.item.period
        });
        Ok((card, best))
    }

    async fn whole_scorecard(&self, plan: &Code, question: &Question) -> Result<Scorecard, ServiceError> {
        self.check_members(question).await?;
        let on = question.on.unwrap_or_else(|| self.clock.today());
        let asked = match question.as_of {
            Some(moment) => Some(self.store.change_at(moment.timestamp_micros()).await?),
            None => None,
        };
        let change = match asked {
            Some(change) => change,
            None => self.store.last_change().await?,
        };
        let as_of = asked.map_or(AsOf::NOW, AsOf::change);
        let mut known = self.known(plan, question, as_of).await;
        // A write that came in between would mix two states: the versions up to the number do not change.
        if asked.is_none() && self.store.last_change().await? != change {
            known = self.known(plan, question, AsOf::change(change)).await;
        }
        let known = known?;
        let assessed = known.assess(on);
        // Within an area or a category its own targets are the whole that is counted.
        let counted: Vec<Target> = assessed
            .iter()
            .map(|item| Target {
                series: Series::whole(item.indicator.code.clone()),
                ..item.target.item.clone()
            })
            .collect();
        let summary = summarise(counted.iter().zip(assessed.iter().map(|item| &item.assessment)));
        Ok(Scorecard { plan: known.plan, on, as_of: question.as_of, change, summary, assessed })
    }

    async fn check_members(&self, question: &Question) -> Result<(), ServiceError> {
        let unknown = |field: &str, code: &Code, error: StoreError| match error {
            StoreError::Missing { .. } => {
                let detail = format!("there is no {field} {code}");
                ServiceError::from(Fault::new(field, code.as_str(), &format!("unknown_{field}"), detail))
            }
            other => other.into(),
        };
        if let Some(code) = &question.area {
            Area::find(&self.store, code, AsOf::NOW).await.map_err(|error| unknown("area", code, error))?;
        }
        if let Some(code) = &question.category {
            Category::find(&self.store, code, AsOf::NOW)
                .await
                .map_err(|error| unknown("category", code, error))?;
        }
        Ok(())
    }

    /// All that the assessments depend on, as it was known.
    async fn known(&self, plan: &Code, question: &Question, as_of: AsOf) -> Result<Knowledge, ServiceError> {
        let plan = self.find_plan(plan, as_of).await?;
        let mut targets = self.store.plan_targets(&plan.item.code, as_of).await?;
        targets.retain(|stored| {
            let series = &stored.item.series;
            series.area == question.area && series.category == question.category
        });
        let parent_targets = match &plan.item.parent {
            Some(parent) => self.store.plan_targets(parent, as_of).await?,
            None => Vec::new(),
        };
        let codes: BTreeSet<String> =
            targets.iter().map(|stored| stored.item.series.indicator.to_string()).collect();
        let indicators = Indicator::find_all(&self.store, codes.into_iter().collect(), as_of)
            .await?
            .into_iter()
            .map(|stored| (stored.item.code.clone(), stored.item))
            .collect();
        let referred: Vec<Series> = targets.iter().flat_map(|stored| referred_series(&stored.item)).collect();
        let series: BTreeSet<&Series> =
            targets.iter().map(|stored| &stored.item.series).chain(&referred).collect();
        let window = window(&plan.item, targets.iter().map(|stored| &stored.item));
        let outcomes = self.store.current_outcomes(&series, window, as_of).await?;
        Ok(Knowledge { plan, targets, parent_targets, indicators, outcomes })
    }
}

struct Knowledge {
    plan: Stored<Plan>,
    targets: Vec<Stored<Target>>,
    parent_targets: Vec<Stored<Target>>,
    indicators: HashMap<Code, Indicator>,
    outcomes: HashMap<Series, Vec<Vintage>>,
}

impl Knowledge {
    fn assess(&self, on: NaiveDate) -> Vec<Assessed> {
        let mut done: Vec<Option<Assessed>> = vec![None; self.targets.len()];
        // Members before their groups.
        for groups in [false, true] {
            for (place, target) in self.targets.iter().enumerate() {
                let Some(indicator) = self.indicators.get(&target.item.series.indicator) else { continue };
                if (indicator.measure == Measure::Group) != groups {
                    continue;
                }
                let members: Vec<Assessment> = done
                    .iter()
                    .flatten()
                    .filter(|item| {
                        groups
                            && item.target.item.parent.as_ref() == Some(&indicator.code)
                            && item.target.item.period == target.item.period
                    })
                    .map(|item| item.assessment.clone())
                    .collect();
                let assessed = self.assess_one(target, indicator, &members, on);
                if let Some(slot) = done.get_mut(place) {
                    *slot = Some(assessed);
                }
            }
        }
        done.into_iter().flatten().collect()
    }

    fn assess_one(
        &self,
        target: &Stored<Target>,
        indicator: &Indicator,
        members: &[Assessment],
        on: NaiveDate,
    ) -> Assessed {
        let vintages = self.outcomes.get(&target.item.series).map(Vec::as_slice).unwrap_or_default();
        let reported: Vec<Reported> = vintages.iter().map(reported).collect();
        let references: Vec<Reference> = referred_series(&target.item)
            .into_iter()
            .map(|series| Reference {
                reported: self.outcomes.get(&series).into_iter().flatten().map(self::reported).collect(),
                indicator: series.indicator,
            })
            .collect();
        let parent = self.parent_targets.iter().map(|stored| &stored.item).find_map(|parent| {
            let criterion = parent.criterion.as_ref()?;
            (parent.series == target.item.series).then_some(Parent {
                criterion,
                period: parent.period,
                baseline: None,
            })
        });
        let rules = self.plan.item.rules;
        let profile = match (target.item.waypoints.as_slice(), rules.profile) {
            ([], PathProfile::Linear) => Profile::Linear,
            ([], PathProfile::Seasonal) => Profile::Seasonal,
            (points, _) => Profile::Waypoints(points),
        };
        let assessment = assess(&Case {
            rules,
            admitted_from: rules.admitted_from,
            baseline: target.item.baseline.as_ref(),
            scale: &indicator.scale,
            profile,
            reported: &reported,
            references: &references,
            members,
            parent,
            ..Case::new(indicator, &target.item, on)
        });
        let find = |id: i64| vintages.iter().find(|vintage| vintage.id == id).cloned();
        Assessed {
            indicator: indicator.clone(),
            target: target.clone(),
            outcome: assessment.chosen.and_then(find),
            conflict: assessment.conflict.iter().filter_map(|id| find(*id)).collect(),
            assessment,
        }
    }
}

fn reported(vintage: &Vintage) -> Reported {
    Reported { id: vintage.id, recorded: vintage.id, outcome: vintage.outcome.clone() }
}

/// The series that a target's relative parts refer to: of the same area and category.
fn referred_series(target: &Target) -> Vec<Series> {
    let mut codes: Vec<Code> = target.relative_to.iter().cloned().collect();
    let mut note = |condition: &Condition| {
        if let Condition::Relative { code: Some(code), .. } = condition
            && let Ok(code) = Code::new(code)
        {
            codes.push(code);
        }
    };
    if let Some(criterion) = &target.criterion {
        criterion.visit(&mut note);
    }
    codes.sort();
    codes.dedup();
    codes.into_iter().map(|indicator| Series { indicator, ..target.series.clone() }).collect()
}

/// The days whose outcomes may take part: the plan's period, the year before it, and the baselines that the
/// targets name.
fn window<'a>(plan: &Plan, targets: impl Iterator<Item = &'a Target>) -> Period {
    let mut start = plan.period.a_year_before().map_or(plan.period.start(), Period::start);
    for criterion in targets.filter_map(|target| target.criterion.as_ref()) {
        criterion.visit(&mut |condition| {
            if let Condition::Change { from, .. } = condition
                && let Ok(baseline) = Period::parse(from)
            {
                start = start.min(baseline.start());
            }
        });
    }
    Period::new(start, plan.period.end()).unwrap_or(plan.period)
}
