//! A plan by its parts: the matrix of indicators and areas or categories, and totals against their parts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    Plantrack,
    error::{Fault, ServiceError},
    knowledge::{Assessed, Scope, reported},
    scorecard::Question,
};
use crate::{
    domain::{
        area::Area,
        assessment::{
            Assessment, Reported,
            choose::choose,
            implied::implied_by,
            reconcile::{Reconciliation, reconcile},
            rollup::Part,
        },
        code::Code,
        indicator::{Aggregation, Indicator, Measure, words},
        outcome::Basis,
        period::Period,
        plan::Plan,
        quantity::Exact,
        series::Series,
        value::Figure,
    },
    store::{AsOf, CatalogueItem, Stored, Vintage},
};

words! {
    /// What the parts of a plan are.
    By, "kind of part" {
        /// Areas.
        Area = "area",
        /// Categories.
        Category = "category",
    }
}

words! {
    /// Which figure of a total and its parts is held together.
    Figured, "figure" {
        /// What was reported.
        Outcome = "outcome",
        /// The target that follows from what was reported and its share of the target.
        ImpliedTarget = "implied_target",
    }
}

/// An area or a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its code.
    pub code: Code,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// What it is a part of.
    pub parent: Option<Code>,
    /// Whether it overlaps its siblings.
    pub overlapping: bool,
}

/// An indicator for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What follows from its own target; `None` where the plan asks nothing of it.
    pub assessment: Option<Assessment>,
    /// The words as published of what was reported.
    pub outcome: Option<String>,
}

/// A plan's indicators by its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The plan.
    pub plan: Stored<Plan>,
    /// The day it was judged for.
    pub on: NaiveDate,
    /// What the members are.
    pub by: By,
    /// The members, in the order of the catalogue.
    pub members: Vec<Member>,
    /// A row for each indicator, a cell for each member; `None` where nothing is asked or reported.
    pub rows: Vec<(Indicator, Vec<Option<Cell>>)>,
}

/// A total and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciledTotal {
    /// What is measured.
    pub indicator: Indicator,
    /// The days that it is for.
    pub period: Period,
    /// What the parts are.
    pub by: By,
    /// The node that they are parts of: an area, or the root of a classification; `None` is the whole.
    pub of: Option<Code>,
    /// Which figure.
    pub figure: Figured,
    /// How they stand to one another.
    pub result: Reconciliation,
}

impl Plantrack {
    /// A plan's indicators by areas or categories: what is asked of each, and what was reported.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan.
    pub async fn matrix(&self, plan: &Code, by: By, question: &Question) -> Result<Matrix, ServiceError> {
        let on = question.on.unwrap_or_else(|| self.clock.today());
        let as_of = self.as_of(question).await?;
        let scope = match by {
            By::Area => Scope::EachArea,
            By::Category => Scope::EachCategory,
        };
        let known = self.known(plan, &scope, as_of).await?;
        let assessed = known.assess(on);
        let period = known.plan.item.period;
        let mut members = self.members(by, as_of).await?;
        members.retain(|member| Some(&member.code) != known.territory.as_ref());
        let indicators = self.indicators_of(&known.plan.item, as_of).await?;
        let series: BTreeSet<Series> = indicators
            .iter()
            .flat_map(|indicator| members.iter().map(|member| by.series(&indicator.code, &member.code)))
            .collect();
        let outcomes = self.outcomes_of(series, None, period, as_of).await?;
        let find = |series: &Series| -> Option<&Assessed> {
            assessed
                .iter()
                .find(|item| item.target.item.series == *series && item.target.item.period == period)
        };
        let mut rows = Vec::new();
        for indicator in indicators {
            let cells: Vec<Option<Cell>> = members
                .iter()
                .map(|member| {
                    let series = by.series(&indicator.code, &member.code);
                    let item = find(&series);
                    let vintages = outcomes.get(&series).map(Vec::as_slice).unwrap_or_default();
                    let outcome = item
                        .and_then(|item| item.outcome.as_ref())
                        .or_else(|| newest(vintages))
                        .map(|vintage| vintage.outcome.text.clone());
                    let assessment = item.map(|item| item.assessment.clone());
                    (assessment.is_some() || outcome.is_some()).then_some(Cell { assessment, outcome })
                })
                .collect();
            rows.push((indicator, cells));
        }
        rows.retain(|(_, cells)| cells.iter().any(Option::is_some));
        Ok(Matrix { plan: known.plan, on, by, members, rows })
    }

    /// The reported totals of a plan's indicators against their reported parts.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan.
    pub async fn reconciliation(
        &self,
        plan: &Code,
        period: Option<Period>,
        question: &Question,
    ) -> Result<Vec<ReconciledTotal>, ServiceError> {
        let as_of = self.as_of(question).await?;
        let plan = self.find_plan(plan, as_of).await?.item;
        let territory = self.territory(&plan, as_of).await?;
        let period = period.unwrap_or(plan.period);
        let indicators = self.indicators_of(&plan, as_of).await?;
        let (areas, categories) =
            (self.members(By::Area, as_of).await?, self.members(By::Category, as_of).await?);
        let families: Vec<(By, Option<Code>, Vec<&Member>)> = area_families(&areas, territory.as_ref())
            .into_iter()
            .chain(classifications(&categories))
            .collect();
        let mut totals = Vec::new();
        for indicator in indicators.iter().filter(|indicator| indicator.measure != Measure::Group) {
            let known = self.figures(indicator, &families, territory.as_ref(), period, as_of).await?;
            for (by, of, members) in &families {
                for figure in [Figured::Outcome, Figured::ImpliedTarget] {
                    let total = match (by, of) {
                        (By::Area, Some(area)) if Some(area) != territory.as_ref() => {
                            known.figure(&By::Area.series(&indicator.code, area), indicator, figure)
                        }
                        _ => known.figure(&Series::whole(indicator.code.clone()), indicator, figure),
                    };
                    let parts: Vec<Part> = members
                        .iter()
                        .map(|member| {
                            known.part(by.series(&indicator.code, &member.code), member, indicator, figure)
                        })
                        .collect();
                    if parts.iter().all(|part| part.figure.is_none()) {
                        continue;
                    }
                    let per = if indicator.unit == "%" { Exact::HUNDRED } else { Exact::ONE };
                    let total = total
                        .filter(|_| indicator.aggregation != Aggregation::RatioOfSums)
                        .or(known.own(&Series::whole(indicator.code.clone()), figure));
                    totals.push(ReconciledTotal {
                        indicator: indicator.clone(),
                        period,
                        by: *by,
                        of: of.clone(),
                        figure,
                        result: reconcile(total, indicator.aggregation, per, &parts),
                    });
                }
            }
        }
        Ok(totals)
    }

    /// The knowledge that a question asks for.
    pub(super) async fn as_of(&self, question: &Question) -> Result<AsOf, ServiceError> {
        match question.as_of {
            Some(moment) => Ok(AsOf::change(self.store.change_at(moment.timestamp_micros()).await?)),
            None => Ok(AsOf::NOW),
        }
    }

    async fn members(&self, by: By, as_of: AsOf) -> Result<Vec<Member>, ServiceError> {
        Ok(match by {
            By::Area => {
                self.store.all_areas(as_of).await?.into_iter().map(|stored| member(stored.item)).collect()
            }
            By::Category => self
                .store
                .all_categories(as_of)
                .await?
                .into_iter()
                .map(|stored| {
                    let crate::domain::category::Category { code, name_zh, name_en, parent, overlapping } =
                        stored.item;
                    Member { code, name_zh, name_en, parent, overlapping }
                })
                .collect(),
        })
    }

    /// The indicators that a plan has targets for, in the order of the plan.
    async fn indicators_of(&self, plan: &Plan, as_of: AsOf) -> Result<Vec<Indicator>, ServiceError> {
        let targets = self.store.plan_targets(&plan.code, as_of).await?;
        let mut codes: Vec<String> = Vec::new();
        for target in &targets {
            let code = target.item.series.indicator.to_string();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let mut indicators = Indicator::find_all(&self.store, codes.clone(), as_of).await?;
        indicators.sort_by_key(|stored| codes.iter().position(|code| code == stored.item.code.as_str()));
        Ok(indicators.into_iter().map(|stored| stored.item).collect())
    }

    async fn figures(
        &self,
        indicator: &Indicator,
        families: &[(By, Option<Code>, Vec<&Member>)],
        territory: Option<&Code>,
        period: Period,
        as_of: AsOf,
    ) -> Result<Figures, ServiceError> {
        let codes = [Some(&indicator.code), indicator.numerator.as_ref(), indicator.denominator.as_ref()];
        let mut series = BTreeSet::new();
        for code in codes.into_iter().flatten() {
            series.insert(Series::whole(code.clone()));
            for (by, of, members) in families {
                series.extend(members.iter().map(|member| by.series(code, &member.code)));
                if let (By::Area, Some(area)) = (by, of) {
                    series.insert(By::Area.series(code, area));
                }
            }
        }
        let outcomes = self.outcomes_of(series, territory, period, as_of).await?;
        let chosen = outcomes
            .into_iter()
            .filter_map(|(series, vintages)| {
                let reported: Vec<Reported> = vintages.iter().map(reported).collect();
                Some((series, choose(&reported, period, Basis::Forecast)?.answer.clone()))
            })
            .collect();
        Ok(Figures { chosen })
    }
}

fn member(area: Area) -> Member {
    let Area { code, name_zh, name_en, parent, overlapping } = area;
    Member { code, name_zh, name_en, parent, overlapping }
}

fn newest(vintages: &[Vintage]) -> Option<&Vintage> {
    vintages
        .iter()
        .max_by_key(|vintage| (vintage.outcome.period.end(), vintage.outcome.standing(), vintage.id))
}

impl By {
    fn series(self, indicator: &Code, member: &Code) -> Series {
        let (area, category) = match self {
            Self::Area => (Some(member.clone()), None),
            Self::Category => (None, Some(member.clone())),
        };
        Series { indicator: indicator.clone(), area, category }
    }
}

/// Each area that has parts, with its parts; the areas without a parent are the parts of the whole where no area
/// stands for it.
fn area_families<'a>(
    areas: &'a [Member],
    territory: Option<&Code>,
) -> Vec<(By, Option<Code>, Vec<&'a Member>)> {
    let mut families: BTreeMap<Option<Code>, Vec<&Member>> = BTreeMap::new();
    for area in areas {
        match (&area.parent, territory) {
            (None, Some(_)) => {}
            (parent, _) => families.entry(parent.clone()).or_default().push(area),
        }
    }
    families.into_iter().map(|(of, members)| (By::Area, of, members)).collect()
}

/// Each classification with its members: those of one parent, or, without one, those whose codes begin alike.
fn classifications(categories: &[Member]) -> Vec<(By, Option<Code>, Vec<&Member>)> {
    let has_parts = |code: &Code| categories.iter().any(|other| other.parent.as_ref() == Some(code));
    let mut families: BTreeMap<Option<Code>, Vec<&Member>> = BTreeMap::new();
    for category in categories {
        let of = category.parent.clone().or_else(|| {
            let (root, _) = category.code.as_str().rsplit_once('/')?;
            Code::new(root).ok()
        });
        if category.parent.is_none() && has_parts(&category.code) {
            continue;
        }
        families.entry(of).or_default().push(category);
    }
    families.into_iter().map(|(of, members)| (By::Category, of, members)).collect()
}

/// The vintages that answer for the period.
struct Figures {
    chosen: BTreeMap<Series, Reported>,
}

impl Figures {
    /// What a series reports itself.
    fn own(&self, series: &Series, figure: Figured) -> Option<Exact> {
        let vintage = self.chosen.get(series)?;
        match figure {
            Figured::ImpliedTarget => implied_by(vintage).map(|implied| implied.target),
            Figured::Outcome => match vintage.outcome.value.figure {
                Figure::Number { value, .. } | Figure::ShareOfTarget { value: Some(value), .. } => {
                    Some(value)
                }
                _ => None,
            },
        }
    }

    /// What goes into a roll-up for a series: its own figure, or the numerator of a ratio of sums.
    fn figure(&self, series: &Series, indicator: &Indicator, figure: Figured) -> Option<Exact> {
        match (indicator.aggregation, &indicator.numerator) {
            (Aggregation::RatioOfSums, Some(numerator)) => {
                self.own(&Series { indicator: numerator.clone(), ..series.clone() }, figure)
            }
            _ => self.own(series, figure),
        }
    }

    fn part(&self, series: Series, member: &Member, indicator: &Indicator, figure: Figured) -> Part {
        let weight = match (indicator.aggregation, &indicator.numerator, &indicator.denominator) {
            (Aggregation::RatioOfSums, _, Some(weight)) | (Aggregation::WeightedMean, Some(weight), _) => {
                self.own(&Series { indicator: weight.clone(), ..series.clone() }, Figured::Outcome)
            }
            _ => None,
        };
        Part {
            code: member.code.clone(),
            overlapping: member.overlapping,
            figure: self.figure(&series, indicator, figure),
            weight,
        }
    }
}
