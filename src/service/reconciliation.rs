//! Reported totals of a plan's indicators against their reported parts. It does not know how the parts are added up.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    Plantrack,
    error::ServiceError,
    ground::Ground,
    knowledge::reported,
    members::{By, Member, Standpoint},
    reported::Asked,
    scorecard::Question,
    territory::Territory,
};
use crate::{
    domain::{
        area::MOST_LEVELS,
        assessment::{
            Case, Implied, Known, Reported, Unavailable, bridge,
            choose::choose,
            counted_per::counted_per,
            implied,
            reconcile::{Reconciliation, reconcile},
            rollup::{Part, Printed},
            total::{amount, amount_of_what_is_asked},
        },
        caliber::Bridge,
        code::Code,
        indicator::{Aggregation, Indicator, Measure, words},
        outcome::{Basis, Outcome},
        period::Period,
        plan::Plan,
        quantity::Exact,
        series::Series,
        target::Target,
        window::Window,
    },
    store::{AsOf, CatalogueItem, Stored, Vintage},
};

words! {
    /// Which figure of a total and its parts is held together.
    Figured, "figure" {
        /// What was reported.
        Outcome = "outcome",
        /// The target that follows from what was reported and its share of the target.
        ImpliedTarget = "implied_target",
    }
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
    /// The node that they are parts of: an area, a category or the root of a classification; `None` is the whole.
    pub of: Option<Code>,
    /// Which figure.
    pub figure: Figured,
    /// How they stand to one another.
    pub result: Reconciliation,
}

/// What the parts are, what they are parts of, and the parts.
type Family<'a> = (By, Option<Code>, Vec<&'a Member>);

/// What the figures of an indicator are asked of: the families of members, the area that stands for the whole, the period, the
/// plan, and the bridges between calibers.
type Scope<'a> = (&'a [Family<'a>], Option<&'a Territory>, Period, &'a Plan, &'a [Bridge]);

impl Plantrack {
    /// The reported totals of a plan's indicators against their reported parts.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such plan.
    pub async fn reconciliation(
        &self,
        plan: &Code,
        period: Option<Period>,
        question: &Question,
    ) -> Result<(Standpoint, Vec<ReconciledTotal>), ServiceError> {
        let standpoint = self.standpoint(plan, question).await?;
        let as_of = standpoint.knowledge();
        let Stored { id, item: plan, .. } = self.find_plan(plan, as_of).await?;
        let mut ground = Ground::of_plan(id);
        let territory = self.territory(&plan, as_of).await?;
        let period = period.unwrap_or(plan.period);
        let targets = self.targets_that_count(&plan, None, as_of).await?;
        let indicators = self.measured_by(&targets, as_of).await?;
        let areas = self.areas_within(territory.as_ref(), as_of).await?;
        let categories = self.members(By::Category, as_of).await?;
        let own_area = territory.as_ref().map(|territory| &territory.area);
        let below_areas = by_parent(&areas, |area| area.parent.clone());
        let below_categories = by_parent(&categories, above);
        let classified = classifications(&categories, &below_categories);
        let families: Vec<Family<'_>> =
            area_families(&areas, own_area).into_iter().chain(classified).collect();
        let parts_of_others: HashSet<&Code> =
            below_categories.values().flatten().map(|category| &category.code).collect();
        let bridges = self.store.bridges(as_of).await?;
        let mut totals = Vec::new();
        for indicator in indicators.iter().filter(|indicator| indicator.measure != Measure::Group) {
            let scope = (families.as_slice(), territory.as_ref(), period, &plan, bridges.as_slice());
            let Some(target) = asked_of(&targets, indicator, own_area, period) else { continue };
            let known = self.figures(indicator, &target, scope, as_of).await?;
            let per = self.ratio_counted_per(indicator, as_of).await?;
            ground.rests_on(known.asked.iter(), territory.as_ref());
            for (by, of, members) in &families {
                for figure in Figured::ALL.iter().copied() {
                    // Targets that follow from shares are amounts: they add up, or say nothing about the whole.
                    if figure == Figured::ImpliedTarget && indicator.aggregation != Aggregation::Sum {
                        continue;
                    }
                    let of_their_own = of.as_ref().map(|of| by.series(&indicator.code, of));
                    let whole = of_their_own
                        .filter(|series| match (by, of) {
                            (By::Area, of) => of.as_ref() != own_area,
                            // The root of a classification is the whole, unless it reports itself.
                            (By::Category, of) => {
                                of.as_ref().is_some_and(|of| parts_of_others.contains(of))
                                    || known.own(series, figure).is_ok()
                            }
                        })
                        .unwrap_or_else(|| Series::whole(indicator.code.clone()));
                    let own = |member: &Member| {
                        known.part(&by.series(&indicator.code, &member.code), member, indicator, figure)
                    };
                    let tree = if *by == By::Area { &below_areas } else { &below_categories };
                    let members = match indicator.aggregation {
                        // A mean of parts of parts is another mean.
                        Aggregation::Mean | Aggregation::None => members.clone(),
                        _ => that_speak(members, tree, MOST_LEVELS, &|member| own(member).figure.is_some()),
                    };
                    let parts: Vec<Part> = members.iter().map(|member| own(member)).collect();
                    let total = known.own(&whole, figure);
                    let is_another_thing = |member: &&Member| {
                        known.set_aside.contains(&by.series(&indicator.code, &member.code))
                    };
                    let is_set_aside = total.is_ok()
                        && figure == Figured::Outcome
                        && members.iter().copied().any(|member| is_another_thing(&member));
                    if !is_set_aside && parts.iter().all(|part| part.figure.is_none()) {
                        continue;
                    }
                    let ranges: Vec<(Exact, Exact)> = members
                        .iter()
                        .filter(|member| !member.overlapping)
                        .filter_map(|member| known.range(&by.series(&indicator.code, &member.code)))
                        .collect();
                    let result = reconcile(total, indicator.aggregation, per, &parts);
                    totals.push(ReconciledTotal {
                        indicator: indicator.clone(),
                        period,
                        by: *by,
                        of: of.clone(),
                        figure,
                        result: match figure {
                            Figured::Outcome => result,
                            Figured::ImpliedTarget => result.with_ranges(known.range(&whole), &ranges),
                        },
                    });
                }
            }
        }
        let change = self.last_bearing(&ground, standpoint.change).await?;
        Ok((Standpoint { change, ..standpoint }, totals))
    }

    /// What a ratio of sums is counted per, by the units of what it is made of; 1 for all else.
    async fn ratio_counted_per(&self, indicator: &Indicator, as_of: AsOf) -> Result<Known, ServiceError> {
        let (Aggregation::RatioOfSums, Some(numerator), Some(denominator)) =
            (indicator.aggregation, &indicator.numerator, &indicator.denominator)
        else {
            return Ok(Ok(Exact::ONE));
        };
        let codes = vec![numerator.to_string(), denominator.to_string()];
        let found = Indicator::find_all(&self.store, codes, as_of).await?;
        let unit = |code: &Code| {
            let of_it = found.iter().find(|stored| stored.item.code == *code);
            of_it.map(|stored| stored.item.unit.as_str())
        };
        Ok(counted_per(&indicator.unit, unit(numerator), unit(denominator)))
    }

    async fn figures(
        &self,
        indicator: &Indicator,
        target: &Target,
        (families, territory, period, plan, bridges): Scope<'_>,
        as_of: AsOf,
    ) -> Result<Figures, ServiceError> {
        let (admitted_from, caliber) = (plan.rules.admitted_from, target.caliber.as_ref());
        let codes = [Some(&indicator.code), indicator.numerator.as_ref(), indicator.denominator.as_ref()];
        let mut series = BTreeSet::new();
        for code in codes.into_iter().flatten() {
            series.insert(Series::whole(code.clone()));
            for (by, of, members) in families {
                series.extend(
                    members.iter().map(|member| &member.code).chain(of).map(|part| by.series(code, part)),
                );
            }
        }
        // A growth that is reported in place of an amount is counted from the year before.
        let window = Window { earlier_years: 1, ..Window::of(period) };
        let asked = Asked { plan, territory, own: None, window, as_of };
        let mut outcomes = self.outcomes_of(&asked, &series).await?;
        // An amount that is restated without its share leaves the target that the share implied.
        let is_share = |vintage: &Vintage| vintage.outcome.value.figure.is_share();
        if !plan.rules.asks_for_approval && outcomes.values().flatten().any(is_share) {
            outcomes = self.every_word_of(&asked, &series).await?;
        }
        turn_to_one_caliber(&mut outcomes, indicator, target, bridges, admitted_from);
        let whole = outcomes.get(&Series::whole(indicator.code.clone()));
        let of_the_whole: Vec<Reported> = whole.into_iter().flatten().map(reported).collect();
        // The total is the figure that the scorecard answers with: on the target's caliber where there is one.
        let mut on_the_targets = of_the_whole.clone();
        on_the_targets.retain(|vintage| follows(&vintage.outcome, caliber) == caliber);
        let on_its_own = amount_of(indicator, target, &on_the_targets, admitted_from);
        let other = choose(&of_the_whole, period, admitted_from)
            .filter(|_| on_its_own == Err(Unavailable::NOTHING_REPORTED));
        let of_the_total =
            other.as_ref().map_or(caliber, |other| follows(&other.answer.outcome, caliber)).cloned();
        let target = Target { caliber: of_the_total.clone(), ..target.clone() };
        // A total and parts on different calibers are different things: such a part counts as missing.
        let comparable = |vintage: &&Vintage| {
            vintage.outcome.series.indicator != indicator.code
                || follows(&vintage.outcome, caliber) == of_the_total.as_ref()
        };
        let (mut amounts, mut all_implied) = (BTreeMap::new(), BTreeMap::new());
        let mut set_aside_of = BTreeSet::new();
        for (series, vintages) in &outcomes {
            let all: Vec<Reported> = vintages.iter().map(reported).collect();
            let reported: Vec<Reported> = vintages.iter().filter(comparable).map(reported).collect();
            let answer = choose(&reported, period, admitted_from).map(|chosen| chosen.answer.id);
            let implied =
                implied::among(&reported, period, answer, |vintage| vintage.outcome.basis >= admitted_from);
            let amount = amount_of(indicator, &target, &reported, admitted_from);
            let set_aside = choose(&all, period, admitted_from).filter(|_| amount.is_err());
            let is_of_other_things = amount == Err(Unavailable::NOT_COMPARABLE);
            if is_of_other_things || set_aside.is_some_and(|chosen| Some(chosen.answer.id) != answer) {
                set_aside_of.insert(series.clone());
            }
            amounts.insert(series.clone(), amount);
            all_implied.extend(implied.map(|implied| (series.clone(), implied)));
        }
        Ok(Figures { asked: series, amounts, implied: all_implied, set_aside: set_aside_of })
    }
}

/// Turns figures of an indicator to the target's caliber where a bridge leads there, as the scorecard does.
fn turn_to_one_caliber(
    outcomes: &mut HashMap<Series, Vec<Vintage>>,
    indicator: &Indicator,
    target: &Target,
    bridges: &[Bridge],
    admitted_from: Basis,
) {
    if bridges.iter().all(|bridge| bridge.indicator != indicator.code) {
        return;
    }
    for (_, vintages) in outcomes.iter_mut().filter(|(series, _)| series.indicator == indicator.code) {
        let of_it: Vec<Reported> = vintages.iter().map(reported).collect();
        let case = Case {
            reported: &of_it,
            bridges,
            admitted_from,
            ..Case::new(indicator, target, target.period.end())
        };
        for (vintage, turned) in vintages.iter_mut().zip(bridge::cross(&case).into_iter().flatten()) {
            vintage.outcome = turned.outcome;
        }
    }
}

/// What a plan asks of the whole of an indicator, for the period where it has a target for that, as far as it says on which
/// caliber; on none where it asks nothing of the whole. `None` where it asks nothing of any part either.
fn asked_of(
    targets: &[Stored<Target>],
    indicator: &Indicator,
    territory: Option<&Code>,
    period: Period,
) -> Option<Target> {
    let is_of_the_whole = |series: &Series| {
        let everywhere = series.area.is_none() || series.area.as_ref() == territory;
        everywhere && series.category.is_none()
    };
    let of_it = targets.iter().map(|target| &target.item);
    let asked = of_it
        .filter(|target| target.series.indicator == indicator.code)
        .max_by_key(|target| (is_of_the_whole(&target.series), target.period == period))?;
    let caliber = asked.caliber.clone().filter(|_| is_of_the_whole(&asked.series));
    Some(Target { period, caliber, baseline: None, criterion: None, ..asked.clone() })
}

/// The amount of a series for the target's period. Of another indicator than the target's, which is a weight or a part of a
/// ratio, the target does not say what it counts.
fn amount_of(
    indicator: &Indicator,
    target: &Target,
    reported: &[Reported],
    admitted_from: Basis,
) -> Result<Printed, Unavailable> {
    // All of the period is looked at, whatever the day.
    let case = Case { reported, admitted_from, ..Case::new(indicator, target, target.period.end()) };
    let is_its_own = reported.iter().all(|vintage| vintage.outcome.series.indicator == indicator.code);
    if is_its_own { amount_of_what_is_asked(&case) } else { amount(&case) }
}

/// The caliber that an outcome follows beside a target: its own where it names one and does not say like-for-like,
/// else the target's.
fn follows<'a>(outcome: &'a Outcome, target: Option<&'a Code>) -> Option<&'a Code> {
    if outcome.value.like_for_like { target } else { outcome.caliber.as_ref().or(target) }
}

/// Each area that has parts, with its parts; the areas without a parent are the parts of the whole where no area
/// stands for it.
fn area_families<'a>(areas: &'a [Member], territory: Option<&Code>) -> Vec<Family<'a>> {
    let mut families: BTreeMap<Option<Code>, Vec<&Member>> = BTreeMap::new();
    for area in areas {
        match (&area.parent, territory) {
            (None, Some(_)) => {}
            (parent, _) => families.entry(parent.clone()).or_default().push(area),
        }
    }
    families.into_iter().map(|(of, members)| (By::Area, of, members)).collect()
}

/// The parts of each member that has some.
type Below<'a> = BTreeMap<Code, Vec<&'a Member>>;

fn by_parent(members: &[Member], above: impl Fn(&Member) -> Option<Code>) -> Below<'_> {
    let mut below = Below::new();
    for member in members {
        if let Some(parent) = above(member) {
            below.entry(parent).or_default().push(member);
        }
    }
    below
}

/// What a category is a part of: its parent or, without one, what its code begins with.
fn above(category: &Member) -> Option<Code> {
    category.parent.clone().or_else(|| {
        let (root, _) = category.code.as_str().rsplit_once('/')?;
        Code::new(root).ok()
    })
}

/// The members that are held against their whole: of one that reports nothing the parts of it that do, in its place, and with
/// them those of its parts that are missing. So many levels below them are looked at.
fn that_speak<'a>(
    members: &[&'a Member],
    below: &Below<'a>,
    levels: usize,
    reports: &impl Fn(&Member) -> bool,
) -> Vec<&'a Member> {
    let in_place_of = |member: &&'a Member| {
        let Some(levels) = levels.checked_sub(1).filter(|_| !member.overlapping && !reports(member)) else {
            return vec![*member];
        };
        let parts = below.get(&member.code).map_or(&[][..], Vec::as_slice);
        let parts = that_speak(parts, below, levels, reports);
        let is_spoken_for = parts.iter().any(|part| !part.overlapping && reports(part));
        if is_spoken_for { parts } else { vec![*member] }
    };
    members.iter().flat_map(in_place_of).collect()
}

/// Each category that has parts, with its parts, and each classification, of which no category is the root, with its members: those
/// whose codes begin alike.
fn classifications<'a>(categories: &'a [Member], below: &Below<'_>) -> Vec<Family<'a>> {
    let mut families: BTreeMap<Option<Code>, Vec<&Member>> = BTreeMap::new();
    for category in categories {
        let of = above(category);
        if of.is_some() || !below.contains_key(&category.code) {
            families.entry(of).or_default().push(category);
        }
    }
    families.into_iter().map(|(of, members)| (By::Category, of, members)).collect()
}

/// The amounts for the period, and the targets that follow.
struct Figures {
    /// The series that were asked for.
    asked: BTreeSet<Series>,
    amounts: BTreeMap<Series, Result<Printed, Unavailable>>,
    /// The series of which something is reported on another caliber than the total's, and nothing on that, or a number of other
    /// things than those that are asked.
    set_aside: BTreeSet<Series>,
    /// The targets that follow from shares, as a scorecard shows them.
    implied: BTreeMap<Series, Implied>,
}

impl Figures {
    /// What a series reports itself.
    fn own(&self, series: &Series, figure: Figured) -> Result<Printed, Unavailable> {
        let implied = || self.implied.get(series).map(|implied| Ok(Printed::from(implied.target)));
        let known = match figure {
            Figured::ImpliedTarget => implied(),
            Figured::Outcome => self.amounts.get(series).copied(),
        };
        known.unwrap_or(Err(Unavailable::NOTHING_REPORTED))
    }

    /// The range of the target that a series' share implies, the share being rounded as printed.
    fn range(&self, series: &Series) -> Option<(Exact, Exact)> {
        self.implied.get(series).map(|implied| (implied.low, implied.high))
    }

    /// What goes into a roll-up for a series: its own figure, or the numerator of a ratio of sums.
    fn figure(&self, series: &Series, indicator: &Indicator, figure: Figured) -> Option<Printed> {
        match (indicator.aggregation, &indicator.numerator) {
            (Aggregation::RatioOfSums, Some(numerator)) => {
                self.own(&Series { indicator: numerator.clone(), ..series.clone() }, figure).ok()
            }
            _ => self.own(series, figure).ok(),
        }
    }

    fn part(&self, series: &Series, member: &Member, indicator: &Indicator, figure: Figured) -> Part {
        let weight = match (indicator.aggregation, &indicator.numerator, &indicator.denominator) {
            (Aggregation::RatioOfSums, _, Some(weight)) | (Aggregation::WeightedMean, Some(weight), _) => {
                let weight = Series { indicator: weight.clone(), ..series.clone() };
                self.own(&weight, Figured::Outcome).ok().map(|weight| weight.value)
            }
            _ => None,
        };
        Part {
            code: member.code.clone(),
            overlapping: member.overlapping,
            figure: self.figure(series, indicator, figure),
            weight,
        }
    }
}
