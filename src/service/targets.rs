//! Use cases of targets: set, revise, withdraw, find, list.

use super::{
    Caller, Pending, Plantrack,
    access::Act,
    baselines,
    catalogue::find_indicator,
    error::{Conflicts, Fault, Faults, ServiceError},
    family::{self, is_for_the_same},
    fields::Fields,
    named, no_sum, other_years,
    outcomes::check_value,
    plans::open_plan,
    reading,
    references::unknown_in_items,
    territory::with_its_area,
};
use crate::{
    domain::{
        code::Code,
        criterion::{Condition, Criterion},
        indicator::{Indicator, Measure, Nature},
        period::Period,
        plan::Plan,
        series::Series,
        target::{Baseline, Target, Waypoint},
    },
    store::{AsOf, Expect, Put, StoreError, Stored, Transaction},
};

/// A target as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetDraft {
    /// The indicator's code.
    pub indicator: String,
    /// The area; `None` is the whole.
    pub area: Option<String>,
    /// The category; `None` is all of them.
    pub category: Option<String>,
    /// The period; `None` is the plan's.
    pub period: Option<String>,
    /// The words as published; empty for a group.
    pub target: String,
    /// Duty or guidance; guidance where nothing is said.
    pub nature: Option<String>,
    /// The number printed in the plan.
    pub no: Option<String>,
    /// The indicator in the plan that this is a sub-indicator of.
    pub parent: Option<String>,
    /// The section in Chinese.
    pub section_zh: String,
    /// The section in English.
    pub section_en: String,
    /// Its place in the plan; `None` puts a new target last and leaves an old one where it is.
    pub position: Option<u32>,
    /// The caliber it is set on.
    pub caliber: Option<String>,
    /// The indicator that a relative target means.
    pub relative_to: Option<String>,
    /// The tolerance it sets itself, in the unit.
    pub tolerance: Option<String>,
    /// The figure that it starts from, in the unit.
    pub baseline: Option<String>,
    /// The period of that figure, in the notation of periods.
    pub baseline_period: Option<String>,
    /// Cumulative targets for days within the period: day and figure in the unit.
    pub waypoints: Vec<(String, String)>,
    /// Where it was published.
    pub source: String,
    /// Free text.
    pub note: String,
    /// Whether words that cannot be read are to be stored as qualitative.
    pub qualitative: bool,
    /// The threshold that the words are to be read as, where it is given too.
    pub value: Option<String>,
}

impl TargetDraft {
    /// What a field of it names that must exist, but for the indicator.
    fn named(&self, field: &str) -> Option<&str> {
        let code = match field {
            "area" => &self.area,
            "category" => &self.category,
            "caliber" => &self.caliber,
            "relative_to" => &self.relative_to,
            _ => &None,
        };
        code.as_deref()
    }

    /// The target that the draft describes.
    ///
    /// # Errors
    /// The faults of its fields, the phrase included.
    pub fn read(&self, plan: &Plan, indicator: &Indicator, position: u32) -> Result<Target, Vec<Fault>> {
        let mut fields = Fields::default();
        let (area, category, period) = self.read_place(&mut fields, plan);
        if let Some(outside) = period.filter(|period| !plan.period.covers(*period)) {
            let detail = format!("the period lies outside the plan's period {}", plan.period);
            fields.fault("period", &outside.to_string(), "outside_plan", detail);
        }
        let nature = fields.optional_word("nature", self.nature.as_deref()).unwrap_or(Nature::Anticipatory);
        let parent = fields.optional_code("parent", self.parent.as_deref());
        if parent.as_ref() == Some(&indicator.code) {
            fields.fault(
                "parent",
                &self.indicator,
                "own_parent",
                "an indicator is no sub-indicator of itself",
            );
        }
        let caliber = fields.optional_code("caliber", self.caliber.as_deref());
        let relative_to = fields.optional_code("relative_to", self.relative_to.as_deref());
        if relative_to.as_ref() == Some(&indicator.code) && area.is_none() && category.is_none() {
            let detail = "the whole is compared with another indicator, not with itself; name the series that the words mean";
            fields.fault("relative_to", &self.indicator, "own_reference", detail);
        }
        let tolerance = fields.tolerance(self.tolerance.as_deref().filter(|text| !text.is_empty()));
        let given = self.read_baseline(&mut fields);
        let waypoints = self.read_waypoints(&mut fields, period);
        let text = fields.text("target", &self.target);
        let baseline = given.or_else(|| baselines::printed_baseline(&text, plan.period, indicator));
        let risen = period.and_then(|period| {
            baselines::risen_in_brackets(&text, indicator, plan.period, period, baseline.as_ref())
        });
        // What rises over the years from a figure that is given is asked by their end, and is no sum of them.
        let has_risen = risen.is_some();
        let criterion = risen.or_else(|| {
            let text = baselines::without_its_end(&text, indicator, plan.period, period, baseline.as_ref());
            self.criterion(&mut fields, text, indicator, (period, plan.period), relative_to.as_ref())
        });
        let criterion = match (criterion, period) {
            (Some(criterion), Some(period)) => {
                let (plan, baseline) = (plan.period, baseline.as_ref());
                let counted = baselines::counted_from_it(criterion, &text, indicator, plan, period, baseline);
                counted.map_err(|fault| fields.push(fault)).ok()
            }
            (criterion, _) => criterion,
        };
        let is_given = self.period.as_deref().is_some_and(|period| !period.is_empty());
        if let (Some(criterion), Some(period)) = (&criterion, period)
            && !has_risen
            && let Some(fault) =
                other_years::of_target(&text, criterion, indicator, period, plan.period, is_given)
                    .or_else(|| no_sum::of_target(&text, criterion, indicator, period, baseline.as_ref()))
                    .or_else(|| named::other_indicator("target", &text, indicator, category.as_ref()))
        {
            fields.push(fault);
        }
        if !waypoints.is_empty() && indicator.measure != Measure::Flow {
            let detail = "waypoints are cumulative amounts, which only what adds up over the period has; set a target of \
                          its own for the day, with its period";
            fields.fault("waypoints", "", "no_cumulative", detail);
        }
        if let Some(given) = self.value.as_deref().filter(|value| !value.is_empty()) {
            let read = criterion.as_ref().and_then(|criterion| criterion.condition.threshold());
            check_value(&mut fields, given, read);
        }
        let section_zh = fields.text("section_zh", &self.section_zh);
        let section_en = fields.text("section_en", &self.section_en);
        let no = self.no.as_deref().map(|no| fields.text("no", no)).filter(|no| !no.is_empty());
        let source = fields.text("source", &self.source);
        let note = fields.text("note", &self.note);
        fields.finish()?;
        let Some(period) = period else { return Err(Vec::new()) };
        Ok(Target {
            series: Series { indicator: indicator.code.clone(), area, category },
            period,
            text,
            criterion,
            nature,
            no,
            parent,
            section_zh,
            section_en,
            position: self.position.unwrap_or(position),
            caliber,
            relative_to,
            tolerance,
            baseline,
            waypoints,
            source,
            note,
        })
    }

    fn read_place(&self, fields: &mut Fields, plan: &Plan) -> (Option<Code>, Option<Code>, Option<Period>) {
        // What a plan asks of its own area it asks of the whole.
        let area = fields.optional_code("area", self.area.as_deref());
        let area = area.filter(|area| plan.area.as_ref() != Some(area));
        let category = fields.optional_code("category", self.category.as_deref());
        let period = match self.period.as_deref().filter(|period| !period.is_empty()) {
            Some(period) => fields.period("period", period),
            None => Some(plan.period),
        };
        (area, category, period)
    }

    /// The series and the period that it is for, where they can be read.
    pub(super) fn place(&self, plan: &Plan) -> Option<(Series, Period)> {
        let mut fields = Fields::default();
        let indicator = fields.code("indicator", &self.indicator);
        let (area, category, period) = self.read_place(&mut fields, plan);
        fields.finish().ok()?;
        Some((Series { indicator: indicator?, area, category }, period?))
    }

    fn read_baseline(&self, fields: &mut Fields) -> Option<Baseline> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let (value, label) = (given(&self.baseline), given(&self.baseline_period));
        let figure = value.as_deref().and_then(|value| fields.exact("baseline", value));
        let period = label.as_deref().and_then(|label| fields.period("baseline_period", label));
        match (&value, &label) {
            (Some(value), None) => {
                let detail = "a baseline needs the period that it is for; give baseline_period";
                fields.fault("baseline_period", value, "missing", detail);
            }
            (None, Some(label)) => {
                fields.fault("baseline", label, "missing", "give the figure of the baseline period");
            }
            _ => {}
        }
        Some(Baseline { label: label?, period: period?, value: figure? })
    }

    fn read_waypoints(&self, fields: &mut Fields, period: Option<Period>) -> Vec<Waypoint> {
        let mut points: Vec<Waypoint> = self
            .waypoints
            .iter()
            .filter_map(|(day, figure)| {
                let until = fields.day("waypoints", day);
                let cumulative = fields.exact("waypoints", figure);
                Some(Waypoint { until: until?, cumulative: cumulative? })
            })
            .collect();
        points.sort_by_key(|point| point.until);
        if points.windows(2).any(|pair| matches!(pair, [a, b] if a.until == b.until)) {
            fields.fault("waypoints", "", "duplicate_day", "a day has one waypoint");
        }
        if points.windows(2).any(|pair| matches!(pair, [a, b] if a.cumulative > b.cumulative)) {
            let detail = "waypoints are cumulative: a later one is not below an earlier one";
            fields.fault("waypoints", "", "falling", detail);
        }
        if let Some(outside) =
            points.iter().find(|point| period.is_some_and(|period| !period.contains(point.until)))
        {
            let detail = "a waypoint lies within the period of its target";
            fields.fault("waypoints", &outside.until.to_string(), "outside_period", detail);
        }
        points
    }

    fn criterion(
        &self,
        fields: &mut Fields,
        text: &str,
        indicator: &Indicator,
        (period, plan): (Option<Period>, Period),
        relative_to: Option<&Code>,
    ) -> Option<Criterion> {
        if indicator.measure == Measure::Group {
            if !text.is_empty() {
                let detail = "a group has no target of its own; it stands for its sub-indicators";
                fields.fault("target", text, "group_with_target", detail);
            }
            return None;
        }
        match reading::criterion("target", text, indicator, period, Some(plan), relative_to) {
            Ok(criterion) => Some(criterion),
            Err(_) if self.qualitative && !text.is_empty() => Some(Condition::Qualitative.into()),
            Err(Fault { code, detail, .. }) => {
                let detail = format!("{detail}; to keep the words without a number, say qualitative");
                fields.fault("target", text, &code, detail);
                None
            }
        }
    }
}

/// Which target of a plan is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetKey {
    /// The series.
    pub series: Series,
    /// The period; `None` is the plan's.
    pub period: Option<Period>,
}

impl TargetKey {
    /// The series and the period that are meant in a plan with its area.
    pub(super) fn within(&self, plan: &Plan) -> (Series, Period) {
        let area = self.series.area.clone().filter(|area| plan.area.as_ref() != Some(area));
        (Series { area, ..self.series.clone() }, self.period.unwrap_or(plan.period))
    }
}

impl TargetDraft {
    /// The same for the series and the period of a key, which it must not contradict.
    fn of(self, key: &TargetKey, plan: &Plan) -> Result<Self, ServiceError> {
        let code = |code: &Option<Code>| code.as_ref().map(Code::to_string).unwrap_or_default();
        let period = key.period.unwrap_or(plan.period).to_string();
        let given = self.period.as_deref().filter(|period| !period.is_empty());
        let given = given
            .map(|text| Period::parse(text).map_or_else(|_| text.to_owned(), |period| period.to_string()));
        let asked = [
            ("area", code(&key.series.area), self.area.clone()),
            ("category", code(&key.series.category), self.category.clone()),
            ("period", period.clone(), given),
        ];
        for (name, in_key, in_draft) in asked {
            if let Some(other) = in_draft.filter(|text| *text != in_key) {
                let detail = format!(
                    "the address names the {name} {in_key:?} and the body {other:?}; make them the same, or leave \
                     it out of the body"
                );
                return Err(Fault::new(name, &other, "other_series", detail).into());
            }
        }
        Ok(Self {
            area: key.series.area.as_ref().map(Code::to_string),
            category: key.series.category.as_ref().map(Code::to_string),
            period: if key.period.is_some() { Some(period) } else { self.period.clone() },
            ..self
        })
    }
}

impl Plantrack {
    /// Sets or revises targets of a plan, all or none; gives what was done to each.
    ///
    /// # Errors
    /// [`ServiceError`]; the faults name the item.
    pub async fn put_targets(
        &self,
        caller: &Caller,
        plan: &Code,
        drafts: &[TargetDraft],
        expect: Expect,
        reason: &str,
    ) -> Result<Pending<Vec<(Put, Target)>>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, reason).await?;
        let plan = with_its_area(&transaction, open_plan(&transaction, plan).await?.item).await?;
        let done = put_all(&mut transaction, &plan, drafts, expect).await?;
        Ok(self.pending(transaction, done))
    }

    /// Sets or revises the target that a key names; gives what was done.
    ///
    /// # Errors
    /// [`ServiceError`]; a draft that names another series or period than the key is refused.
    pub async fn put_target(
        &self,
        caller: &Caller,
        plan: &Code,
        key: &TargetKey,
        draft: TargetDraft,
        expect: Expect,
        reason: &str,
    ) -> Result<Pending<(Put, Target)>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, reason).await?;
        let plan = with_its_area(&transaction, open_plan(&transaction, plan).await?.item).await?;
        let draft = draft.of(key, &plan)?;
        let done = put_all(&mut transaction, &plan, &[draft], expect).await?.pop();
        let done =
            done.ok_or_else(|| StoreError::Missing { what: "target", code: key.series.to_string() })?;
        Ok(self.pending(transaction, done))
    }

    /// Withdraws a target; what was asked stays in the record.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn withdraw_target(
        &self,
        caller: &Caller,
        plan: &Code,
        key: &TargetKey,
        expect: Expect,
        reason: &str,
    ) -> Result<Pending<()>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, reason).await?;
        let plan = with_its_area(&transaction, open_plan(&transaction, plan).await?.item).await?;
        let (series, period) = key.within(&plan);
        let standing = transaction.plan_targets(&plan.code).await?;
        let standing: Vec<&Target> = standing.iter().map(|stored| &stored.item).collect();
        if let Some(target) =
            standing.iter().find(|target| (&target.series, target.period) == (&series, period))
        {
            let orphans = family::orphans(&standing, target);
            if !orphans.is_empty() {
                let named: Vec<&str> = orphans.into_iter().map(Code::as_str).collect();
                return Err(ServiceError::NotAllowed(format!(
                    "{} has sub-indicators in the plan: {}; withdraw them first, or give them another parent",
                    series.indicator,
                    named.join(", ")
                )));
            }
        }
        transaction.withdraw_target(&plan.code, &series, period, expect).await?;
        Ok(self.pending(transaction, ()))
    }

    /// One target of a plan.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn find_target(
        &self,
        plan: &Code,
        key: &TargetKey,
        as_of: AsOf,
    ) -> Result<Stored<Target>, ServiceError> {
        let plan = self.plan_with_its_area(plan, as_of).await?;
        let (series, period) = key.within(&plan);
        Ok(self.store.find_target(&plan.code, &series, period, as_of).await?)
    }

    /// A plan's targets in the order of the plan.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is no such plan.
    pub async fn list_targets(&self, plan: &Code, as_of: AsOf) -> Result<Vec<Stored<Target>>, ServiceError> {
        let plan = self.find_plan(plan, as_of).await?.item;
        Ok(self.store.plan_targets(&plan.code, None, as_of).await?)
    }
}

/// Sets or revises targets of a plan that may be changed.
async fn put_all(
    transaction: &mut Transaction,
    plan: &Plan,
    drafts: &[TargetDraft],
    expect: Expect,
) -> Result<Vec<(Put, Target)>, ServiceError> {
    let existing = transaction.plan_targets(&plan.code).await?;
    let mut next = existing.iter().map(|stored| stored.item.position + 1).max().unwrap_or(0);
    let mut faults = Faults::default();
    let mut targets = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let read = match find_indicator(transaction, &draft.indicator).await? {
            Ok(indicator) => draft.read(plan, &indicator, next),
            Err(fault) => Err(vec![fault]),
        };
        match read {
            Ok(mut target) => {
                let known = existing.iter().find(|stored| is_for_the_same(&stored.item, &target));
                match known {
                    Some(known) if draft.position.is_none() => target.position = known.item.position,
                    _ => next = next.max(target.position.saturating_add(1)),
                }
                if targets.iter().any(|other| is_for_the_same(other, &target)) {
                    let detail = "an item before it is for the same series and period; keep one of them";
                    let code = &draft.indicator;
                    faults.push(Fault::new("indicator", code, "duplicate_target", detail).of_item(number));
                }
                targets.push(target);
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| fault.of_item(number))),
        }
    }
    if faults.total == 0 {
        let (standing, new) =
            (existing.iter().map(|stored| &stored.item), targets.iter().collect::<Vec<_>>());
        let found = family::faults(standing, &new);
        faults.extend(found.into_iter().map(|(number, fault)| fault.of_item(number)));
    } else {
        let named = drafts.iter().map(|draft| (draft.indicator.as_str(), draft.parent.as_deref()));
        let found = family::strangers(existing.iter().map(|stored| &stored.item), named);
        faults.extend(found.into_iter().map(|(number, fault)| fault.of_item(number)));
    }
    if faults.total > 0 {
        faults.extend(unknown_named(transaction, drafts).await?);
    }
    faults.into_result()?;
    let mut done = Vec::with_capacity(targets.len());
    let mut conflicts = Conflicts::default();
    for (item, target) in targets.into_iter().enumerate() {
        let put = transaction.put_target(&plan.code, &target, expect).await;
        let put = match conflicts.note(put, |fault| fault.of_item(item)) {
            Err(error @ StoreError::BrokenReference { .. }) => {
                Faults::from(unknown_named(transaction, drafts).await?).into_result()?;
                return Err(error.into());
            }
            put => put?,
        };
        done.extend(put.map(|put| (put, target)));
    }
    conflicts.into_result()?;
    Ok(done)
}

/// A fault for each field that names what does not exist; parents are looked for in the plan.
async fn unknown_named(
    transaction: &Transaction,
    drafts: &[TargetDraft],
) -> Result<Vec<Fault>, ServiceError> {
    unknown_in_items(transaction, drafts, TargetDraft::named, &["relative_to"]).await
}
