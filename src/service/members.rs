//! The parts of a plan's whole: areas and categories, and the indicators asked of them. It does not know what is
//! shown of them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Plantrack, error::ServiceError, scorecard::Question, territory::Territory};
use crate::{
    domain::{
        area::Area,
        category::Category,
        code::Code,
        indicator::{Indicator, words},
        plan::Plan,
        series::Series,
        target::Target,
    },
    store::{AsOf, CatalogueItem, Stored},
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

/// From where an answer looks at a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standpoint {
    /// The plan's code.
    pub plan: Code,
    /// The day it was judged for.
    pub on: NaiveDate,
    /// The moment whose knowledge counts, where one was asked for.
    pub as_of: Option<DateTime<Utc>>,
    /// The number of the last change that it takes into account.
    pub change: i64,
}

impl Standpoint {
    /// The knowledge that counts. It is a number also where the question says now, so that all reads of one answer
    /// see the same state.
    pub(super) const fn knowledge(&self) -> AsOf {
        AsOf::change(self.change)
    }
}

impl Plantrack {
    /// From where a question looks at a plan.
    pub(super) async fn standpoint(
        &self,
        plan: &Code,
        question: &Question,
    ) -> Result<Standpoint, ServiceError> {
        let change = match question.as_of {
            Some(moment) => self.change_as_of(moment).await?,
            None => self.store.last_change().await?,
        };
        let on = question.on.unwrap_or_else(|| self.clock.today());
        Ok(Standpoint { plan: plan.clone(), on, as_of: question.as_of, change })
    }

    /// All areas or categories, in the order of the catalogue.
    pub(super) async fn members(&self, by: By, as_of: AsOf) -> Result<Vec<Member>, ServiceError> {
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
                    let Category { code, name_zh, name_en, parent, overlapping } = stored.item;
                    Member { code, name_zh, name_en, parent, overlapping }
                })
                .collect(),
        })
    }

    /// The areas below the one that stands for the whole; all of them where none does.
    pub(super) async fn areas_within(
        &self,
        territory: Option<&Territory>,
        as_of: AsOf,
    ) -> Result<Vec<Member>, ServiceError> {
        let areas = self.members(By::Area, as_of).await?;
        Ok(match territory {
            Some(territory) => within(areas, &territory.area),
            None => areas,
        })
    }

    /// The indicators that a plan has targets for, in the order of the plan.
    pub(super) async fn indicators_of(
        &self,
        plan: &Plan,
        as_of: AsOf,
    ) -> Result<Vec<Indicator>, ServiceError> {
        let targets = self.targets_that_count(plan, None, as_of).await?;
        self.measured_by(&targets, as_of).await
    }

    /// The indicators that targets are for, in the order of the targets.
    pub(super) async fn measured_by(
        &self,
        targets: &[Stored<Target>],
        as_of: AsOf,
    ) -> Result<Vec<Indicator>, ServiceError> {
        let mut codes: Vec<String> = Vec::new();
        for target in targets {
            let code = target.item.series.indicator.to_string();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let mut indicators = Indicator::find_all(&self.store, codes.clone(), as_of).await?;
        indicators.sort_by_key(|stored| codes.iter().position(|code| code == stored.item.code.as_str()));
        Ok(indicators.into_iter().map(|stored| stored.item).collect())
    }
}

/// The members below one.
fn within(members: Vec<Member>, of: &Code) -> Vec<Member> {
    let mut members = with_parts(members, of);
    members.retain(|member| member.code != *of);
    members
}

/// One of the members and those below it.
pub(super) fn with_parts(members: Vec<Member>, of: &Code) -> Vec<Member> {
    let mut below: HashMap<&Code, Vec<&Code>> = HashMap::new();
    for member in &members {
        if let Some(parent) = &member.parent {
            below.entry(parent).or_default().push(&member.code);
        }
    }
    let (mut inside, mut next) = (HashSet::from([of.clone()]), vec![of]);
    while let Some(node) = next.pop() {
        let parts = below.remove(node).unwrap_or_default();
        inside.extend(parts.iter().copied().cloned());
        next.extend(parts);
    }
    members.into_iter().filter(|member| inside.contains(&member.code)).collect()
}

fn member(area: Area) -> Member {
    let Area { code, name_zh, name_en, parent, overlapping } = area;
    Member { code, name_zh, name_en, parent, overlapping }
}

impl By {
    /// The series of an indicator for a member.
    pub(super) fn series(self, indicator: &Code, member: &Code) -> Series {
        self.series_within(indicator, member, None)
    }

    /// The same within one of the other kind; none is the whole.
    pub(super) fn series_within(self, indicator: &Code, member: &Code, within: Option<&Code>) -> Series {
        let (area, category) = match self {
            Self::Area => (Some(member.clone()), within.cloned()),
            Self::Category => (within.cloned(), Some(member.clone())),
        };
        Series { indicator: indicator.clone(), area, category }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_of_any_depth_is_gone_through_once() {
        let code = |number: usize| Code::new(&format!("n{number}")).unwrap();
        let node = |number: usize| Member {
            code: code(number),
            name_zh: String::new(),
            name_en: "N".to_owned(),
            parent: number.checked_sub(1).map(code),
            overlapping: false,
        };
        let all: Vec<Member> = (0..30_000).rev().map(node).collect();
        let kept = with_parts(all.clone(), &code(3));
        assert_eq!(kept.len(), 29_997);
        assert!(kept.iter().is_sorted_by_key(|member| std::cmp::Reverse(member.code.as_str().len())));
        assert_eq!(within(all, &code(29_999)), []);
        // A circle, which no program lets in, is gone through as well.
        let circle = [(1, 2), (2, 1)].map(|(own, above)| Member { parent: Some(code(above)), ..node(own) });
        assert_eq!(with_parts(circle.to_vec(), &code(1)).len(), 2);
    }
}
