//! The matrix of a plan: its indicators by areas or by categories. It does not know how a cell is judged.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{
    Plantrack,
    error::ServiceError,
    ground::Ground,
    knowledge::{Assessed, Scope},
    later_words::displaced_after,
    members::{By, Member, Standpoint, with_parts},
    reported::Asked,
    scorecard::Question,
    siblings::most_apt,
};
use crate::{
    domain::{
        assessment::{Assessment, Step, explain::Together},
        code::Code,
        indicator::Indicator,
        series::Series,
        window::Window,
    },
    store::{AsOf, Vintage},
};

/// An indicator for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What follows from its own target; `None` where the plan asks nothing of it.
    pub assessment: Option<Assessment>,
    /// The words as published of what was reported, or what the parts make together.
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
    /// What all of it rests on.
    pub ground: Arc<Ground>,
    /// The number of the change up to which it is known to hold.
    pub made_at: i64,
}

impl Plantrack {
    /// A plan's indicators by areas or categories: what is asked of each, and what was reported. The areas are those
    /// within the plan's own. An area or a category that the question names leaves itself and its parts of the members
    /// where they are of its kind, and is what the members are looked at within where they are of the other. Where only
    /// some targets are asked for, it has the cells of these and no others.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan, area or category.
    pub async fn matrix(&self, plan: &Code, by: By, question: &Question) -> Result<Matrix, ServiceError> {
        let on = question.on.unwrap_or_else(|| self.clock.today());
        self.check_members(question.area.as_ref(), question.category.as_ref()).await?;
        let Question { area, category, .. } = question.clone();
        let scope = match by {
            By::Area => Scope::EachArea { category },
            By::Category => Scope::EachCategory { area },
        };
        let snapshot = self.snapshot_of(plan, &scope, question).await?;
        // What is reported for members that nothing is asked of does not touch the snapshot: it may hold further than the
        // moment that is asked for.
        let made_at = match question.as_of {
            Some(moment) => self.change_as_of(moment).await?,
            None => snapshot.checked(),
        };
        let day = snapshot.on(on);
        // A number also where the question says now, so that all reads of one answer see the same state.
        let as_of = AsOf::change(made_at);
        let (known, assessed) = (&snapshot.known, &day.assessed);
        let period = known.plan.item.period;
        let own = known.territory.as_ref();
        let (members, only) = match by {
            By::Area => (self.areas_within(own, as_of).await?, question.area.as_ref()),
            By::Category => (self.members(by, as_of).await?, question.category.as_ref()),
        };
        let members = match only {
            Some(only) if own.is_none_or(|own| by == By::Category || own.area != *only) => {
                with_parts(members, only)
            }
            _ => members,
        };
        // The plan's own area is its whole.
        let within = match by {
            By::Area => question.category.as_ref(),
            By::Category => question.area.as_ref().filter(|area| own.is_none_or(|own| own.area != **area)),
        };
        let series_of = |indicator: &Code, member: &Code| by.series_within(indicator, member, within);
        let indicators = self.indicators_of(&known.plan.item, as_of).await?;
        let series: BTreeSet<Series> = indicators
            .iter()
            .flat_map(|indicator| members.iter().map(|member| series_of(&indicator.code, &member.code)))
            .collect();
        // What is reported for a category of the plan's own area is reported for that category.
        let territory = own.filter(|_| by == By::Category && within.is_none());
        let mut ground = Ground::clone(&snapshot.ground);
        ground.rests_on(series.iter(), territory);
        let change = self.last_bearing(&ground, made_at).await?;
        let standpoint = Standpoint { plan: plan.clone(), on, as_of: question.as_of, change };
        let window = Window::of(period);
        let asked = Asked { plan: &known.plan.item, territory, own: None, window, as_of };
        let mut outcomes = self.outcomes_of(&asked, &series).await?;
        let displaced = displaced_after(outcomes.iter().map(|(series, of)| (series, of.as_slice())), on);
        if !displaced.is_empty() {
            outcomes.extend(self.every_word_of(&asked, &displaced).await?);
        }
        let mut by_series: HashMap<&Series, Vec<&Arc<Assessed>>> = HashMap::new();
        for item in assessed {
            by_series.entry(&item.target.item.series).or_default().push(item);
        }
        let find = |series: &Series| -> Option<&Arc<Assessed>> {
            most_apt(by_series.get(series)?.iter().copied(), period, on)
        };
        let mut rows = Vec::new();
        for indicator in indicators {
            let cells: Vec<Option<Cell>> = members
                .iter()
                .map(|member| {
                    let series = series_of(&indicator.code, &member.code);
                    let item = find(&series).filter(|item| question.listed.takes(item));
                    if item.is_none() && !question.listed.is_all() {
                        return None;
                    }
                    let vintages = outcomes.get(&series).map(Vec::as_slice).unwrap_or_default();
                    let outcome = match item {
                        Some(item) => added_up(&item.assessment)
                            .or_else(|| item.outcome.as_ref().map(|vintage| vintage.outcome.text.clone())),
                        None => newest(vintages, on).map(|vintage| vintage.outcome.text.clone()),
                    };
                    let assessment = item.map(|item| item.assessment.clone());
                    (assessment.is_some() || outcome.is_some()).then_some(Cell { assessment, outcome })
                })
                .collect();
            rows.push((indicator, cells));
        }
        rows.retain(|(_, cells)| cells.iter().any(Option::is_some));
        Ok(Matrix { standpoint, by, members, rows, ground: Arc::new(ground), made_at })
    }
}

fn newest(vintages: &[Vintage], on: NaiveDate) -> Option<&Vintage> {
    vintages
        .iter()
        .filter(|vintage| vintage.outcome.speaks_on(on))
        .max_by_key(|vintage| (vintage.outcome.period.end(), vintage.outcome.standing(), vintage.id))
}

/// What the parts that were reported make together, where no report says it: the completion beside it is that of the sum.
fn added_up(assessment: &Assessment) -> Option<String> {
    assessment.steps.iter().find_map(|step| match step {
        Step::AddedUp { sum, together: Together::Sum | Together::Difference, .. } => {
            Some(sum.as_point()?.to_string())
        }
        _ => None,
    })
}
