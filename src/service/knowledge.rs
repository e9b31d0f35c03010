//! All that assessments depend on: a plan's targets, the catalogue, the outcomes, the remarks; and the assessing of it
//! for a day. It knows no question of a caller, nor where it comes from.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{ground::Ground, groups::members, shown::Shown, siblings::Siblings, territory::Territory};
use crate::{
    domain::{
        assessment::{
            Assessment, Case, Exemption, Parent, Profile, Reference, Reported, Status, assess,
            left_to_parent::which,
            parent_path::{PathAsk, path_ask},
        },
        caliber::Bridge,
        code::Code,
        criterion::Condition,
        indicator::{Indicator, Measure},
        period::Period,
        plan::{PathProfile, Plan, PlanRules},
        remark::{Ruling, RulingWord},
        series::Series,
        target::Target,
        window::Window,
    },
    store::{Remarks, Stored, Vintage},
};

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
    /// What the parent plan's path asks of the period.
    pub parent_path: Option<ParentPath>,
    /// What people added beside it.
    pub remarks: Remarks,
    /// Whether the plan asks for a note on causes and measures here, and there is none.
    pub lacks_deviation_note: bool,
    /// What was made of it to show it.
    pub shown: Shown,
}

/// What the parent plan's path asks of a target's period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentPath {
    /// The parent plan.
    pub plan: Code,
    /// Its target for the same series.
    pub target: Target,
    /// What its path asks, beside what this plan asks.
    pub ask: PathAsk,
}

/// Which of a plan's targets are gathered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    /// Those for one area and one category; none is the whole.
    Of { area: Option<Code>, category: Option<Code> },
    /// Those for each area, of one category; none is all of them together.
    EachArea { category: Option<Code> },
    /// Those for each category, of one area; none is the whole.
    EachCategory { area: Option<Code> },
    /// All of them.
    Every,
}

impl Scope {
    pub(super) fn takes(&self, series: &Series) -> bool {
        match self {
            Self::Of { area, category } => series.area == *area && series.category == *category,
            Self::EachArea { category } => series.area.is_some() && series.category == *category,
            Self::EachCategory { area } => series.area == *area && series.category.is_some(),
            Self::Every => true,
        }
    }

    /// The same of the whole, where it is of the one area.
    pub(super) fn of_the_whole(&self, of: &Code) -> Option<Self> {
        match self {
            Self::Of { area, category } if area.as_ref() == Some(of) => {
                Some(Self::Of { area: None, category: category.clone() })
            }
            Self::EachCategory { area } if area.as_ref() == Some(of) => {
                Some(Self::EachCategory { area: None })
            }
            _ => None,
        }
    }
}

/// All that the assessments of a plan depend on. A clone shares all but the list of series.
#[derive(Debug, Clone)]
pub(super) struct Knowledge {
    pub(super) plan: Stored<Plan>,
    /// The key of the plan that this one refines.
    pub(super) parent_id: Option<i64>,
    /// The area that stands for the whole.
    pub(super) territory: Option<Territory>,
    pub(super) targets: Arc<Vec<Stored<Target>>>,
    pub(super) siblings: Arc<Siblings>,
    pub(super) parent_targets: Arc<Vec<Stored<Target>>>,
    pub(super) parent_period: Option<Period>,
    /// What the parent plan sets for the judging of its targets.
    pub(super) parent_rules: PlanRules,
    /// The plan's area, where the parent plan is for another one: its whole is a part there.
    pub(super) within_parent: Option<Code>,
    pub(super) indicators: Arc<HashMap<Code, Indicator>>,
    /// The periods whose outcomes may take part.
    pub(super) window: Window,
    pub(super) outcomes: HashMap<Series, Arc<Vec<Vintage>>>,
    pub(super) remarks: Arc<HashMap<i64, Remarks>>,
    pub(super) bridges: Arc<Vec<Bridge>>,
    /// The targets as a summary counts them: within an area or a category its own are the whole.
    pub(super) counted: Arc<Vec<Target>>,
}

impl Knowledge {
    /// The same knowledge with some vintages more, in the order they were recorded. Each displaces the one that answered
    /// for its slot as the record has it: where it stands at least as high.
    pub(super) fn with_vintages(&self, vintages: &[&Vintage]) -> Self {
        let mut known = self.clone();
        for vintage in vintages {
            let outcome = &vintage.outcome;
            let mut answered_for = vec![outcome.series.clone()];
            if known.is_of_the_territory(&outcome.series) {
                answered_for.push(Series { area: None, ..outcome.series.clone() });
            }
            let period = outcome.period;
            if !known.window.takes(period) {
                continue;
            }
            for series in answered_for {
                let Some(there) = known.outcomes.get_mut(&series) else { continue };
                let there = Arc::make_mut(there);
                let same_slot = |other: &Vintage| {
                    let other = &other.outcome;
                    (&other.series, other.period, &other.source, &other.caliber)
                        == (&outcome.series, period, &outcome.source, &outcome.caliber)
                };
                if there.iter().any(|other| same_slot(other) && other.outcome.standing() > outcome.standing())
                {
                    continue;
                }
                there.retain(|other| !same_slot(other));
                there.push((*vintage).clone());
            }
        }
        known
    }

    /// The same knowledge, where nothing but these outcomes is known of some series.
    pub(super) fn with_outcomes(
        &self,
        series: &BTreeSet<Series>,
        mut outcomes: HashMap<Series, Vec<Vintage>>,
    ) -> Self {
        let mut known = self.clone();
        known.outcomes.extend(series.iter().map(|series| {
            let vintages = outcomes.remove(series).unwrap_or_default();
            (series.clone(), Arc::new(vintages))
        }));
        known
    }

    /// What the assessments rest on.
    pub(super) fn ground(&self) -> Ground {
        let mut ground = Ground::of_plan(self.plan.id);
        ground.plans.extend(self.parent_id);
        ground.rests_on(self.outcomes.keys(), self.territory.as_ref());
        ground
    }

    pub(super) fn is_of_the_territory(&self, series: &Series) -> bool {
        self.territory.as_ref().is_some_and(|territory| series.area.as_ref() == Some(&territory.area))
    }

    /// Whether what is reported for one series may take the place of what was reported for another.
    pub(super) fn has_a_larger_whole(&self) -> bool {
        self.territory.as_ref().is_some_and(|territory| territory.is_part)
    }

    /// The same series; what is reported under the territory's name is the whole's.
    pub(super) fn wholes(&self, series: HashSet<Series>) -> HashSet<Series> {
        let mut all = series;
        let wholes: Vec<Series> = all
            .iter()
            .filter(|series| self.is_of_the_territory(series))
            .map(|series| Series { area: None, ..series.clone() })
            .collect();
        all.extend(wholes);
        all.retain(|series| self.outcomes.contains_key(series));
        all
    }

    /// Assesses each target for a day, in the order of the plan.
    pub(super) fn assess(&self, on: NaiveDate) -> Vec<Arc<Assessed>> {
        self.assess_each(on, |_, _| None)
    }

    /// The same, where all but the outcomes of some series is as it was assessed before for that day.
    pub(super) fn assess_again(
        &self,
        on: NaiveDate,
        before: &[Arc<Assessed>],
        changed: &HashSet<Series>,
    ) -> Vec<Arc<Assessed>> {
        if before.len() != self.targets.len() {
            return self.assess(on);
        }
        self.assess_each(on, |place, target| {
            let target = &target.item;
            let is_touched = changed.contains(&target.series)
                || self.referred_with_parents(target).iter().any(|series| changed.contains(series));
            before.get(place).filter(|_| !is_touched).cloned()
        })
    }

    fn assess_each(
        &self,
        on: NaiveDate,
        known_already: impl Fn(usize, &Stored<Target>) -> Option<Arc<Assessed>>,
    ) -> Vec<Arc<Assessed>> {
        let mut done: Vec<Option<Arc<Assessed>>> = vec![None; self.targets.len()];
        let mut groups = Vec::new();
        for ((place, target), slot) in self.targets.iter().enumerate().zip(&mut done) {
            let Some(indicator) = self.indicators.get(&target.item.series.indicator) else { continue };
            if indicator.measure == Measure::Group {
                groups.push((place, target, indicator, self.members_of(&target.item)));
                continue;
            }
            *slot = Some(known_already(place, target).unwrap_or_else(|| {
                let vintages = self.vintages(&target.item.series);
                Arc::new(self.assess_one(target, indicator, &[], vintages, on))
            }));
        }
        // Members before their groups: a group within another one before that, wherever the plan prints it.
        while !groups.is_empty() {
            let left: HashSet<usize> = groups.iter().map(|(place, ..)| *place).collect();
            let (mut ready, later): (Vec<_>, Vec<_>) = groups
                .into_iter()
                .partition(|(.., members)| members.iter().all(|member| !left.contains(member)));
            groups = later;
            if ready.is_empty() {
                // Groups that stand for one another have no first.
                ready.append(&mut groups);
            }
            for (place, target, indicator, members) in ready {
                let members = members.into_iter().filter_map(|member| done.get(member)?.as_ref());
                let members: Vec<Assessment> = members.map(|item| item.assessment.clone()).collect();
                let vintages = self.vintages(&target.item.series);
                let assessed = Arc::new(self.assess_one(target, indicator, &members, vintages, on));
                if let Some(slot) = done.get_mut(place) {
                    *slot = Some(assessed);
                }
            }
        }
        done.into_iter().flatten().collect()
    }

    fn members_of(&self, group: &Target) -> Vec<usize> {
        let measure = |indicator: &Code| self.indicators.get(indicator).map(|indicator| indicator.measure);
        members(group, self.targets.iter().map(|stored| &stored.item), measure)
    }

    /// Assesses one target as it stood on the last day of a part of its period, by what is for that part alone.
    pub(super) fn assess_until(&self, target: i64, day: NaiveDate) -> Option<Assessed> {
        let target = self.targets.iter().find(|stored| stored.id == target)?;
        let indicator = self.indicators.get(&target.item.series.indicator)?;
        let until = |vintages: &[Vintage]| -> Vec<Vintage> {
            vintages.iter().filter(|vintage| vintage.outcome.period.end() <= day).cloned().collect()
        };
        let vintages = until(self.vintages(&target.item.series));
        Some(self.assess_one(target, indicator, &[], &vintages, day))
    }

    /// The vintages that answer for a series, of each period and source.
    pub(super) fn vintages(&self, series: &Series) -> &[Vintage] {
        self.outcomes.get(series).map(|vintages| vintages.as_slice()).unwrap_or_default()
    }

    /// Whether the same is reported as at another moment of the series of a target and of those that it refers to, as far as
    /// both know them: a series and an earlier year take part only where some target asks for them.
    pub(super) fn reports_as(&self, other: &Self, target: &Target) -> bool {
        let take_part = |period: Period| self.window.takes(period) && other.window.takes(period);
        let ids = |vintages: &[Vintage]| -> Vec<i64> {
            vintages.iter().filter(|one| take_part(one.outcome.period)).map(|one| one.id).collect()
        };
        let series = std::iter::once(target.series.clone()).chain(self.referred_with_parents(target));
        series
            .filter_map(|series| self.outcomes.get(&series).zip(other.outcomes.get(&series)))
            .all(|(these, those)| ids(these) == ids(those))
    }

    /// The parent plan's target for the same series that a target is held against.
    fn of_the_parent(&self, target: &Target) -> Option<&Target> {
        let candidates = self.parent_targets.iter().map(|stored| &stored.item);
        match &self.within_parent {
            Some(area) if target.series.area.is_none() => {
                let series = Series { area: Some(area.clone()), ..target.series.clone() };
                which(candidates, &Target { series, ..target.clone() })
            }
            _ => which(candidates, target),
        }
    }

    /// The series that a target refers to, and where it is left to the parent plan those of the parent's target.
    fn referred_with_parents(&self, target: &Target) -> Vec<Series> {
        let parent = self.of_the_parent(target).filter(|_| is_deferred(target));
        let theirs = parent.map(|parent| referred_through(target, parent)).unwrap_or_default();
        referred_series(target).into_iter().chain(theirs).collect()
    }

    /// What the parent plan's path asks of the target's period, by what was reported before it.
    fn parent_path(
        &self,
        target: &Stored<Target>,
        indicator: &Indicator,
        reported: &[Reported],
    ) -> Option<ParentPath> {
        let period = target.item.period;
        let longer = self.of_the_parent(&target.item)?;
        // As the parent plan itself knows it: what that does not admit is no part of its path.
        let rules = self.parent_rules;
        let case = Case {
            rules,
            admitted_from: rules.admitted_from,
            reported,
            baseline: longer.baseline.as_ref(),
            profile: profile_of(longer, rules),
            bridges: &self.bridges,
            plan_period: self.parent_period,
            ..Case::new(indicator, longer, period.start().pred_opt()?)
        };
        let ask = path_ask(&case, indicator, &target.item)?;
        Some(ParentPath { plan: self.plan.item.parent.clone()?, target: longer.clone(), ask })
    }

    fn assess_one(
        &self,
        target: &Stored<Target>,
        indicator: &Indicator,
        members: &[Assessment],
        vintages: &[Vintage],
        on: NaiveDate,
    ) -> Assessed {
        let reported: Vec<Reported> = vintages.iter().map(reported).collect();
        let references: Vec<Reference> = self
            .referred_with_parents(&target.item)
            .into_iter()
            .map(|series| Reference {
                reported: self.vintages(&series).iter().map(self::reported).collect(),
                unit: self.indicators.get(&series.indicator).map(|other| other.unit.clone()),
                indicator: series.indicator,
            })
            .collect();
        let parent = self.of_the_parent(&target.item).filter(|parent| parent.criterion.is_some());
        let others = self.parent_targets.iter().map(|stored| &stored.item);
        let is_beside = |one: &&Target| {
            parent.is_some_and(|parent| one.series == parent.series && one.period != parent.period)
        };
        let beside_the_parent: Vec<&Target> = others.filter(is_beside).collect();
        let parent = parent.map(|parent| Parent {
            beside: &beside_the_parent,
            target: parent,
            plan_period: self.parent_period,
            tolerance: self.parent_rules.tolerance,
            profile: profile_of(parent, self.parent_rules),
        });
        let rules = self.plan.item.rules;
        let remarks = self.remarks.get(&target.id).cloned().unwrap_or_default();
        let assessment = assess(&Case {
            beside: &self.siblings.beside(&self.targets, &target.item),
            rules,
            admitted_from: rules.admitted_from,
            baseline: target.item.baseline.as_ref(),
            scale: &indicator.scale,
            profile: profile_of(&target.item, rules),
            exemption: remarks.ruling.as_ref().and_then(exemption),
            reported: &reported,
            references: &references,
            members,
            parent,
            bridges: &self.bridges,
            plan_period: Some(self.plan.item.period),
            ..Case::new(indicator, &target.item, on)
        });
        let parent_path = self.parent_path(target, indicator, &reported);
        let find = |id: i64| vintages.iter().find(|vintage| vintage.id == id).cloned();
        Assessed {
            indicator: indicator.clone(),
            target: target.clone(),
            outcome: assessment.chosen.and_then(find),
            conflict: assessment.conflict.iter().filter_map(|id| find(*id)).collect(),
            lacks_deviation_note: rules.asks_for_deviation_notes
                && matches!(assessment.status, Status::NotAchieved | Status::OffTrack)
                && remarks.deviation.is_none(),
            remarks,
            shown: Shown::default(),
            parent_path,
            assessment,
        }
    }
}

/// The shape of the path of a target in a plan with these rules.
fn profile_of(target: &Target, rules: PlanRules) -> Profile<'_> {
    match (target.waypoints.as_slice(), rules.profile) {
        ([], PathProfile::Linear) => Profile::Linear,
        ([], PathProfile::Seasonal) => Profile::Seasonal,
        (points, _) => Profile::Waypoints(points),
    }
}

/// What a ruling means for the computed status: that no figure is needed. A ruling on the verdict itself stays
/// beside it.
const fn exemption(ruling: &Ruling) -> Option<Exemption> {
    match ruling.word {
        RulingWord::Withheld => Some(Exemption::Withheld),
        RulingWord::Discontinued => Some(Exemption::Discontinued),
        RulingWord::NotApplicable => Some(Exemption::NotApplicable),
        RulingWord::Achieved | RulingWord::NotAchieved => None,
    }
}

/// A vintage as the engine takes it.
pub(super) fn reported(vintage: &Vintage) -> Reported {
    Reported { id: vintage.id, recorded: vintage.id, outcome: vintage.outcome.clone() }
}

fn is_deferred(target: &Target) -> bool {
    target.criterion.as_ref().is_some_and(|own| matches!(own.condition, Condition::Deferred { .. }))
}

/// The series that a parent plan's target refers to, beside the series of a target that is left to it.
pub(super) fn referred_through(target: &Target, parent: &Target) -> Vec<Series> {
    referred_series(&Target { series: target.series.clone(), ..parent.clone() })
}

/// The series that a target's relative parts refer to: of the same area and category, but where that is the target's own,
/// that of the whole (a district's rate against the city's average).
pub(super) fn referred_series(target: &Target) -> Vec<Series> {
    let mut codes: Vec<Code> = target.relative_to.iter().cloned().collect();
    if let Some(criterion) = &target.criterion {
        criterion.visit(&mut |condition| {
            if let Condition::Relative { code: Some(code), .. } = condition
                && let Ok(code) = Code::new(code)
            {
                codes.push(code);
            }
        });
    }
    codes.sort();
    codes.dedup();
    let referred = codes.into_iter().map(|indicator| Series { indicator, ..target.series.clone() });
    let beside = referred.map(|series| match &series {
        own if *own != target.series => series,
        Series { area: Some(_), .. } => Series { area: None, ..series },
        _ => Series { category: None, ..series },
    });
    beside.filter(|series| *series != target.series).collect()
}
