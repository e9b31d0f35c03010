//! Gathering all that the assessments of a plan depend on, from the record as it was known at a moment. It does not know
//! how anything is assessed.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{
    Plantrack,
    error::ServiceError,
    knowledge::{Knowledge, Scope, referred_series, referred_through},
    reported::Asked,
    siblings::Siblings,
    territory::Territory,
};
use crate::{
    domain::{
        assessment::named_base,
        code::Code,
        indicator::Indicator,
        period::Period,
        plan::{PathProfile, Plan},
        series::Series,
        target::Target,
        window::Window,
    },
    store::{AsOf, Of, PlanRecord, Stored, Vintage},
};

/// Earlier years that a seasonal path is taken from, and the errors of projections.
const EARLIER_YEARS: u32 = 5;

impl Plantrack {
    /// What the record says of a plan and some of its targets, with the area that stands for the whole.
    async fn record(
        &self,
        plan: &Code,
        scope: &Scope,
        as_of: AsOf,
    ) -> Result<(PlanRecord, Option<Territory>), ServiceError> {
        let of = match scope {
            Scope::Of { area, category } => Some(Of { area: area.as_ref(), category: category.as_ref() }),
            Scope::EachArea { .. } | Scope::EachCategory { .. } | Scope::Every => None,
        };
        let mut record = self.store.plan_record(plan, of, as_of).await?;
        // What counts where approval is asked for is another version than the one that stands.
        if record.plan.item.rules.asks_for_approval {
            record.targets = self.store.approved_targets(&record.plan.item.code, of, as_of).await?;
        }
        if let Some(parent) = record.parent.as_ref().filter(|parent| parent.item.rules.asks_for_approval) {
            record.parent_targets = self.store.approved_targets(&parent.item.code, None, as_of).await?;
        }
        record.targets.retain(|stored| scope.takes(&stored.item.series));
        under_their_parents(&mut record.targets);
        let territory = Territory::of(&record.plan.item, record.sole_root.as_ref(), |area| {
            record.parts_of_larger.contains(area)
        });
        Ok((record, territory))
    }

    /// Gathers all that the assessments of some of a plan's targets for a day depend on.
    pub(super) async fn known(
        &self,
        plan: &Code,
        scope: &Scope,
        day: NaiveDate,
        as_of: AsOf,
    ) -> Result<Knowledge, ServiceError> {
        let (known, _) = self.known_up_to(plan, scope, as_of).await?;
        Ok(self.known_on(day, &known, as_of).await?.unwrap_or(known))
    }

    /// The same whatever the day: what came after one has displaced what spoke on it. With the number of the last change that
    /// was committed when it was read.
    pub(super) async fn known_up_to(
        &self,
        plan: &Code,
        scope: &Scope,
        as_of: AsOf,
    ) -> Result<(Knowledge, i64), ServiceError> {
        let (mut record, territory) = self.record(plan, scope, as_of).await?;
        let whole = territory.as_ref().and_then(|territory| scope.of_the_whole(&territory.area));
        if let Some(whole) = whole {
            record = self.record(plan, &whole, as_of).await?.0;
        }
        let PlanRecord {
            head,
            plan,
            parent,
            sole_root,
            parts_of_larger,
            targets,
            parent_targets,
            indicators,
            remarks,
            bridges,
        } = record;
        let parent_period = parent.as_ref().map(|parent| parent.item.period);
        let parent_rules = parent.as_ref().map(|parent| parent.item.rules).unwrap_or_default();
        let of_the_parent = parent.as_ref().and_then(|parent| {
            Territory::of(&parent.item, sole_root.as_ref(), |area| parts_of_larger.contains(area))
        });
        let within_parent = territory
            .as_ref()
            .filter(|own| of_the_parent.is_some_and(|whole| whole.area != own.area))
            .map(|own| own.area.clone());
        let indicators: HashMap<Code, Indicator> =
            indicators.into_iter().map(|indicator| (indicator.code.clone(), indicator)).collect();
        let series: BTreeSet<Series> = targets
            .iter()
            .flat_map(|stored| {
                let target = &stored.item;
                let of_it = parent_targets
                    .iter()
                    .filter(|parent| parent.item.series.indicator == target.series.indicator);
                let through = of_it.flat_map(|parent| referred_through(target, &parent.item));
                referred_series(target).into_iter().chain(through).chain([target.series.clone()])
            })
            .collect();
        let window = window(&plan.item, &targets, &parent_targets, parent_period);
        let mut outcomes: HashMap<Series, Arc<Vec<Vintage>>> =
            series.iter().map(|series| (series.clone(), Arc::default())).collect();
        let siblings = Siblings::of(&targets);
        let own = Some((&siblings, targets.as_slice()));
        let asked = Asked { plan: &plan.item, territory: territory.as_ref(), own, window, as_of };
        let reported = self.outcomes_of(&asked, &series).await?;
        // What was read beside it (years that reports count from, under the other name of the whole) is not rested on: else
        // the ground would depend on whether there is any.
        let asked_for = reported.into_iter().filter(|(of, _)| series.contains(of));
        outcomes.extend(asked_for.map(|(series, vintages)| (series, Arc::new(vintages))));
        let counted = targets.iter().map(|stored| Target {
            series: Series::whole(stored.item.series.indicator.clone()),
            ..stored.item.clone()
        });
        let known = Knowledge {
            counted: Arc::new(counted.collect()),
            plan,
            parent_id: parent.map(|parent| parent.id),
            territory,
            siblings: Arc::new(siblings),
            targets: Arc::new(targets),
            parent_targets: Arc::new(parent_targets),
            parent_period,
            parent_rules,
            within_parent,
            indicators: Arc::new(indicators),
            window,
            outcomes,
            remarks: Arc::new(remarks),
            bridges: Arc::new(bridges),
        };
        Ok((known, head))
    }
}

/// Puts each sub-indicator behind the target that it is a part of, wherever a table that no longer has it left it.
fn under_their_parents(targets: &mut Vec<Stored<Target>>) {
    let key = |indicator: &Code, target: &Target| {
        let Series { area, category, .. } = target.series.clone();
        (Series { indicator: indicator.clone(), area, category }, target.period)
    };
    let places: HashMap<_, usize> = targets
        .iter()
        .enumerate()
        .map(|(place, stored)| (key(&stored.item.series.indicator, &stored.item), place))
        .collect();
    let head = |place: usize, target: &Target| {
        let parent = target.parent.as_ref().and_then(|parent| places.get(&key(parent, target)));
        parent.map_or((place, false), |parent| (*parent, true))
    };
    let mut sorted: Vec<_> = std::mem::take(targets).into_iter().enumerate().collect();
    sorted.sort_by_key(|(place, stored)| head(*place, &stored.item));
    targets.extend(sorted.into_iter().map(|(_, stored)| stored));
}

/// The periods whose outcomes may take part: the plan's period, the period before it and the year before it (several years
/// where the path is seasonal), the baselines that the targets and the parent's name, and the parent's targets; of the years before those what
/// runs from their first day, for how far off projections were.
fn window(
    plan: &Plan,
    targets: &[Stored<Target>],
    parents: &[Stored<Target>],
    parent_period: Option<Period>,
) -> Window {
    let years = match plan.rules.profile {
        PathProfile::Linear => 1,
        PathProfile::Seasonal => EARLIER_YEARS,
    };
    let earlier = (0..years).try_fold(plan.period, |period, _| period.a_year_before());
    let mut start = plan.period.start();
    // A target for the last year of a longer plan counts from that plan's first, and its way from the year before.
    let longest = parent_period.map_or(start, |period| period.a_year_before().unwrap_or(period).start());
    for period in earlier.into_iter().chain(plan.period.previous()) {
        start = start.min(period.start());
    }
    for target in targets {
        let mut bases = named_base::of_target(&target.item, plan.period);
        let of_it = |parent: &&Stored<Target>| parent.item.series.indicator == target.item.series.indicator;
        for parent in parents.iter().filter(of_it) {
            start = start.min(parent.item.period.start()).min(longest);
            bases.extend(named_base::of_target(&parent.item, parent_period.unwrap_or(parent.item.period)));
        }
        start = bases.iter().fold(start, |start, base| start.min(base.start()));
    }
    let span = Period::new(start, plan.period.end()).unwrap_or(plan.period);
    Window { span, first: plan.period.start(), earlier_years: EARLIER_YEARS }
}
