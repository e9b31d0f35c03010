//! The matrix of a plan: its indicators by areas or by categories. It does not know how a cell is judged.

use std::collections::BTreeSet;

use super::{
    Plantrack,
    error::ServiceError,
    knowledge::{Assessed, Scope, most_apt},
    members::{By, Member, Standpoint},
    scorecard::Question,
};
use crate::{
    domain::{assessment::Assessment, code::Code, indicator::Indicator, series::Series},
    store::Vintage,
};

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
    /// From where it looks.
    pub standpoint: Standpoint,
    /// What the members are.
    pub by: By,
    /// The members, in the order of the catalogue.
    pub members: Vec<Member>,
    /// A row for each indicator, a cell for each member; `None` where nothing is asked or reported.
    pub rows: Vec<(Indicator, Vec<Option<Cell>>)>,
}

impl Plantrack {
    /// A plan's indicators by areas or categories: what is asked of each, and what was reported. The areas are those
    /// within the plan's own.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan.
    pub async fn matrix(&self, plan: &Code, by: By, question: &Question) -> Result<Matrix, ServiceError> {
        let standpoint = self.standpoint(plan, question).await?;
        let (on, as_of) = (standpoint.on, standpoint.knowledge());
        let scope = match by {
            By::Area => Scope::EachArea,
            By::Category => Scope::EachCategory,
        };
        let known = self.known(plan, &scope, as_of).await?;
        let assessed = known.assess(on);
        let period = known.plan.item.period;
        let members = match by {
            By::Area => self.areas_within(known.territory.as_ref(), as_of).await?,
            By::Category => self.members(by, as_of).await?,
        };
        let indicators = self.indicators_of(&known.plan.item, as_of).await?;
        let series: BTreeSet<Series> = indicators
            .iter()
            .flat_map(|indicator| members.iter().map(|member| by.series(&indicator.code, &member.code)))
            .collect();
        // What is reported for a category of the plan's own area is reported for that category.
        let territory = known.territory.as_ref().filter(|_| by == By::Category);
        let outcomes = self.outcomes_of(series, territory, period, as_of).await?;
        let find = |series: &Series| -> Option<&Assessed> {
            most_apt(assessed.iter().filter(|item| item.target.item.series == *series), period, on)
        };
        let mut rows = Vec::new();
        for indicator in indicators {
            let cells: Vec<Option<Cell>> = members
                .iter()
                .map(|member| {
                    let series = by.series(&indicator.code, &member.code);
                    let item = find(&series);
                    let vintages = outcomes.get(&series).map(Vec::as_slice).unwrap_or_default();
                    let outcome = match item {
                        Some(item) => item.outcome.as_ref(),
                        None => newest(vintages),
                    };
                    let outcome = outcome.map(|vintage| vintage.outcome.text.clone());
                    let assessment = item.map(|item| item.assessment.clone());
                    (assessment.is_some() || outcome.is_some()).then_some(Cell { assessment, outcome })
                })
                .collect();
            rows.push((indicator, cells));
        }
        rows.retain(|(_, cells)| cells.iter().any(Option::is_some));
        Ok(Matrix { standpoint, by, members, rows })
    }
}

fn newest(vintages: &[Vintage]) -> Option<&Vintage> {
    vintages
        .iter()
        .max_by_key(|vintage| (vintage.outcome.period.end(), vintage.outcome.standing(), vintage.id))
}
