//! The area that a plan is for, and what is reported for it: what bears its name, and where it is the whole of the tree
//! what bears none. It does not know what is made of the outcomes.

use std::collections::HashMap;

use super::{Plantrack, error::ServiceError};
use crate::{
    domain::{area::Area, code::Code, plan::Plan, series::Series},
    store::{AsOf, CatalogueItem as _, Transaction, Vintage},
};

/// The area that stands for the whole of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Territory {
    /// The area.
    pub(super) area: Code,
    /// Whether it is a part of a larger area: what bears no name is then of the root of its tree.
    pub(super) is_part: bool,
}

impl Territory {
    /// The area that the plan names, which may be a part of a larger one, else the only root of the tree.
    pub(super) fn of(
        plan: &Plan,
        sole_root: Option<&Code>,
        is_part: impl FnOnce(&Code) -> bool,
    ) -> Option<Self> {
        let area = plan.area.as_ref().or(sole_root)?.clone();
        let is_part = is_part(&area);
        Some(Self { area, is_part })
    }

    /// A series for the whole under the territory's name; `None` where it has an area.
    pub(super) fn named(&self, whole: &Series) -> Option<Series> {
        whole.area.is_none().then(|| Series { area: Some(self.area.clone()), ..whole.clone() })
    }

    /// Puts what is reported under the territory's name to its series for the whole. Within a larger tree nothing else is
    /// reported for a part of it; a series that it only refers to may be that of the larger whole.
    pub(super) fn take_over(
        &self,
        outcomes: &mut HashMap<Series, Vec<Vintage>>,
        whole: &Series,
        is_its_own: bool,
    ) {
        let Some(named) = self.named(whole) else { return };
        let named = outcomes.get(&named).cloned().unwrap_or_default();
        if self.is_part && (is_its_own || !named.is_empty()) {
            outcomes.remove(whole);
        }
        if !named.is_empty() {
            let all = outcomes.entry(whole.clone()).or_default();
            all.extend(named);
            all.sort_by_key(|vintage| vintage.id);
        }
    }
}

impl Plantrack {
    /// The area that stands for the whole of a plan.
    pub(super) async fn territory(
        &self,
        plan: &Plan,
        as_of: AsOf,
    ) -> Result<Option<Territory>, ServiceError> {
        let Some(area) = &plan.area else {
            let root = self.store.sole_root_area(as_of).await?;
            return Ok(Territory::of(plan, root.as_ref(), |_| false));
        };
        let area = Area::find(&self.store, area, as_of).await?;
        Ok(Territory::of(plan, None, |_| area.item.parent.is_some()))
    }

    /// A plan with the area that it is for, also where that is the root of the tree and the plan names none.
    pub(super) async fn plan_with_its_area(&self, plan: &Code, as_of: AsOf) -> Result<Plan, ServiceError> {
        let plan = self.find_plan(plan, as_of).await?.item;
        let area = self.territory(&plan, as_of).await?.map(|territory| territory.area);
        Ok(Plan { area, ..plan })
    }
}

/// The same for a write, which holds its connection and must not wait for another one.
pub(super) async fn with_its_area(transaction: &Transaction, plan: Plan) -> Result<Plan, ServiceError> {
    let area = match plan.area {
        Some(area) => Some(area),
        None => transaction.sole_root_area().await?,
    };
    Ok(Plan { area, ..plan })
}
