//! What a plan asks of one series for several periods. It does not know how a target is judged.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;

use super::knowledge::Assessed;
use crate::{
    domain::{assessment::implied::is_to_be_implied, period::Period, series::Series, target::Target},
    store::Stored,
};

/// The places of a plan's targets, by their series.
#[derive(Debug, Clone, Default)]
pub(super) struct Siblings(HashMap<Series, Vec<usize>>);

impl Siblings {
    pub(super) fn of(targets: &[Stored<Target>]) -> Self {
        let mut by_series: HashMap<Series, Vec<usize>> = HashMap::with_capacity(targets.len());
        for (place, target) in targets.iter().enumerate() {
            by_series.entry(target.item.series.clone()).or_default().push(place);
        }
        Self(by_series)
    }

    /// Those of a series among the targets that it was made of.
    pub(super) fn of_series<'a>(
        &'a self,
        targets: &'a [Stored<Target>],
        series: &Series,
    ) -> impl Iterator<Item = &'a Target> {
        let places = self.0.get(series).into_iter().flatten();
        places.filter_map(|place| targets.get(*place)).map(|stored| &stored.item)
    }

    /// What is asked of the same series for other periods.
    pub(super) fn beside<'a>(&'a self, targets: &'a [Stored<Target>], target: &Target) -> Vec<&'a Target> {
        let own = target.period;
        self.of_series(targets, &target.series).filter(|other| other.period != own).collect()
    }

    /// Whether a target of the series may follow from what is reported.
    pub(super) fn may_be_implied(&self, targets: &[Stored<Target>], series: &Series) -> bool {
        self.of_series(targets, series).any(is_to_be_implied)
    }
}

/// Of several targets of one series, the one that a question without a period is about: that of the plan's period;
/// else the one that runs or ended last on the day.
pub(super) fn most_apt<'a>(
    items: impl Iterator<Item = &'a Arc<Assessed>>,
    whole: Period,
    on: NaiveDate,
) -> Option<&'a Arc<Assessed>> {
    items.max_by_key(|item| {
        let period = item.target.item.period;
        (period == whole, period.has_begun(on), std::cmp::Reverse(period.end().max(on)), period)
    })
}
