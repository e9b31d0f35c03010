//! Use cases of plans: create, revise, adopt, close, find, list.

use super::{
    Caller, Pending, Plantrack,
    access::Act,
    error::{Fault, Faults, Reference, ServiceError},
    fields::Fields,
    references::unknown_in_field,
};
use crate::{
    domain::{
        area::Area,
        code::Code,
        plan::{MOST_YEARS, Plan, PlanRules, PlanState, is_too_long},
        quantity::Exact,
    },
    store::{AsOf, CatalogueItem, Expect, Put, Stored, Transaction},
};

/// A plan as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanDraft {
    /// Its code.
    pub code: String,
    /// Its Chinese title.
    pub title_zh: String,
    /// Its English title.
    pub title_en: String,
    /// Who published it.
    pub issuer: String,
    /// Its period, in the notation of periods.
    pub period: String,
    /// The code of the longer plan that it refines.
    pub parent: Option<String>,
    /// The code of the area that it is for.
    pub area: Option<String>,
    /// How far from the number “about” may be, in the unit.
    pub tolerance: Option<String>,
    /// The pace from which on it is on track.
    pub on_track_from: Option<String>,
    /// The pace from which on it is at risk.
    pub at_risk_from: Option<String>,
    /// The weakest basis that counts.
    pub admitted_from: Option<String>,
    /// The shape of the expected path.
    pub profile: Option<String>,
    /// Whether what is off track or not achieved asks for a note on causes and measures.
    pub asks_for_deviation_notes: bool,
    /// Whether only outcomes and targets that were approved count.
    pub asks_for_approval: bool,
    /// The state that it is thought to be in; it is changed by adopting and closing alone.
    pub state: Option<String>,
}

impl PlanDraft {
    /// The same with the rules of a plan.
    #[must_use]
    pub fn with_rules(self, rules: &PlanRules) -> Self {
        let PlanRules {
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
            asks_for_approval,
        } = rules;
        Self {
            tolerance: Some(tolerance.to_string()),
            on_track_from: Some(on_track_from.to_string()),
            at_risk_from: Some(at_risk_from.to_string()),
            admitted_from: Some(admitted_from.to_string()),
            profile: Some(profile.to_string()),
            asks_for_deviation_notes: *asks_for_deviation_notes,
            asks_for_approval: *asks_for_approval,
            ..self
        }
    }

    /// The plan that the draft describes, in the given state.
    ///
    /// # Errors
    /// The faults of its fields.
    pub fn read(&self, state: PlanState) -> Result<Plan, Vec<Fault>> {
        let mut fields = Fields::default();
        let defaults = PlanRules::default();
        if let Some(other) = self.state.as_deref().filter(|given| *given != state.word()) {
            let detail =
                format!("the plan is {state}; its state is changed by adopt and close alone: leave it out");
            fields.fault("state", other, "other_state", detail);
        }
        let code = fields.code("code", &self.code);
        let period = fields.period("period", &self.period);
        if period.is_some_and(is_too_long) {
            let detail = format!("a plan lasts at most {MOST_YEARS} years; give the period of one that does");
            fields.fault("period", &self.period, "too_long", detail);
        }
        let parent = fields.optional_code("parent", self.parent.as_deref());
        let area = fields.optional_code("area", self.area.as_deref());
        if parent.is_some() && parent == code {
            fields.fault("parent", &self.code, "own_parent", "a plan cannot be its own parent");
        }
        let tolerance = fields.tolerance(self.tolerance.as_deref()).unwrap_or(defaults.tolerance);
        let mut number = |field: &str, text: &Option<String>, default: Exact| match text {
            Some(text) => fields.exact(field, text).unwrap_or(default),
            None => default,
        };
        let rules = PlanRules {
            tolerance,
            on_track_from: number("on_track_from", &self.on_track_from, defaults.on_track_from),
            at_risk_from: number("at_risk_from", &self.at_risk_from, defaults.at_risk_from),
            admitted_from: fields
                .optional_word("admitted_from", self.admitted_from.as_deref())
                .unwrap_or(defaults.admitted_from),
            profile: fields.optional_word("profile", self.profile.as_deref()).unwrap_or(defaults.profile),
            asks_for_deviation_notes: self.asks_for_deviation_notes,
            asks_for_approval: self.asks_for_approval,
        };
        if !rules.at_risk_from.is_positive() || rules.at_risk_from > rules.on_track_from {
            let detail = "the limits of pace are above zero, and at_risk_from is at most on_track_from";
            fields.fault("at_risk_from", &rules.at_risk_from.to_string(), "limits_crossed", detail);
        }
        let title_zh = fields.text("title_zh", &self.title_zh);
        let title_en = fields.text("title_en", &self.title_en);
        let issuer = fields.text("issuer", &self.issuer);
        if title_zh.is_empty() && title_en.is_empty() {
            fields.fault(
                "title_zh",
                "",
                "missing",
                "a plan has a title in Chinese or in English; give title_zh or title_en",
            );
        }
        fields.finish()?;
        let (Some(code), Some(period)) = (code, period) else { return Err(Vec::new()) };
        Ok(Plan { code, title_zh, title_en, issuer, period, parent, area, state, rules })
    }
}

impl Plantrack {
    /// Creates a plan, as a draft.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn create_plan(
        &self,
        caller: &Caller,
        draft: &PlanDraft,
    ) -> Result<Pending<Stored<Plan>>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, "").await?;
        let plan = read_in(&transaction, draft, PlanState::Draft).await?;
        check_parent(&transaction, &plan).await?;
        put(&plan, &mut transaction, Expect::New).await?;
        let stored = find_in::<Plan>(&transaction, &plan.code, "plan").await?;
        Ok(self.pending(transaction, stored))
    }

    /// Revises a plan.
    ///
    /// # Errors
    /// [`ServiceError`]; a closed plan is not revised, and the period of a plan that has targets stays.
    pub async fn revise_plan(
        &self,
        caller: &Caller,
        code: &Code,
        draft: &PlanDraft,
        expect: Expect,
        reason: &str,
    ) -> Result<Pending<Stored<Plan>>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, reason).await?;
        let current = open_plan(&transaction, code).await?;
        let draft = PlanDraft { code: code.to_string(), ..draft.clone() };
        let plan = read_in(&transaction, &draft, current.item.state).await?;
        if plan.period != current.item.period && !transaction.plan_targets(code).await?.is_empty() {
            let detail = format!(
                "the plan has targets for {}; withdraw them first, or make another plan for {}",
                current.item.period, plan.period
            );
            return Err(Fault::new("period", &draft.period, "period_in_use", detail).into());
        }
        check_parent(&transaction, &plan).await?;
        put(&plan, &mut transaction, expect).await?;
        let stored = find_in::<Plan>(&transaction, code, "plan").await?;
        Ok(self.pending(transaction, stored))
    }

    /// Moves a plan on in its life: draft → adopted → closed.
    ///
    /// # Errors
    /// [`ServiceError::NotAllowed`] where the step is not the next one.
    pub async fn move_plan(
        &self,
        caller: &Caller,
        code: &Code,
        to: PlanState,
        expect: Expect,
        reason: &str,
    ) -> Result<Pending<Stored<Plan>>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, reason).await?;
        let current = find_in::<Plan>(&transaction, code, "plan").await?;
        let from = current.item.state;
        match (from, to) {
            (PlanState::Draft, PlanState::Adopted) | (PlanState::Adopted, PlanState::Closed) => {}
            _ if from == to => {}
            _ => {
                return Err(ServiceError::NotAllowed(format!(
                    "the plan {code} is {from} and cannot become {to}; a plan goes from draft to adopted to closed"
                )));
            }
        }
        Plan { state: to, ..current.item }.put(&mut transaction, expect).await?;
        let stored = find_in::<Plan>(&transaction, code, "plan").await?;
        Ok(self.pending(transaction, stored))
    }

    /// One plan.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn find_plan(&self, code: &Code, as_of: AsOf) -> Result<Stored<Plan>, ServiceError> {
        Ok(Plan::find(&self.store, code, as_of).await?)
    }
}

/// The plan that a draft describes; the faults of its fields, and of those that name nothing.
async fn read_in(
    transaction: &Transaction,
    draft: &PlanDraft,
    state: PlanState,
) -> Result<Plan, ServiceError> {
    let read = draft.read(state);
    let parent = draft.parent.as_deref().filter(|parent| *parent != draft.code);
    let parent = unknown_in_field::<Plan>(transaction, "plan", "parent", parent).await?;
    let area = unknown_in_field::<Area>(transaction, "area", "area", draft.area.as_deref()).await?;
    let (plan, mut faults) = match read {
        Ok(plan) => (Ok(plan), Faults::default()),
        Err(found) => (Err(Faults::default()), Faults::from(found)),
    };
    faults.extend(parent.into_iter().chain(area));
    faults.into_result()?;
    plan.map_err(ServiceError::from)
}

/// A plan's parent exists, lasts for all of the plan's period, and is not, through its own parents, the plan itself.
pub(super) async fn check_parent(transaction: &Transaction, plan: &Plan) -> Result<(), ServiceError> {
    let mut next = plan.parent.clone();
    while let Some(code) = next {
        let fault = |reason, detail: String| {
            Err(ServiceError::from(Fault::new("parent", code.as_str(), reason, detail)))
        };
        if code == plan.code {
            return fault("circle", "the parents of a plan must not lead back to it".to_owned());
        }
        let parent = Plan::find_all_in(transaction, vec![code.clone()]).await?.pop();
        let Some(Stored { item: parent, .. }) = parent else {
            return fault("unknown_plan", format!("there is no plan {code}; create it first"));
        };
        if plan.parent.as_ref() == Some(&code) && !parent.period.covers(plan.period) {
            let detail = format!(
                "the plan {code} is for {}, which does not hold {}: a plan refines one that lasts at least as long",
                parent.period, plan.period
            );
            return fault("outside_parent", detail);
        }
        next = parent.parent;
    }
    Ok(())
}

async fn put(plan: &Plan, transaction: &mut Transaction, expect: Expect) -> Result<Put, ServiceError> {
    let named = [("area", "area", plan.area.as_ref())];
    plan.put(transaction, expect)
        .await
        .map_err(|error| ServiceError::of_references(error, named.map(Reference::of_code)))
}

/// Something by its code, within a transaction.
pub(super) async fn find_in<T: CatalogueItem>(
    transaction: &Transaction,
    code: &Code,
    what: &'static str,
) -> Result<Stored<T>, ServiceError> {
    T::find_all_in(transaction, vec![code.clone()])
        .await?
        .pop()
        .ok_or_else(|| crate::store::StoreError::Missing { what, code: code.to_string() }.into())
}

/// A plan that may still be changed, within a transaction.
pub(super) async fn open_plan(transaction: &Transaction, code: &Code) -> Result<Stored<Plan>, ServiceError> {
    let plan = find_in::<Plan>(transaction, code, "plan").await?;
    if plan.item.state == PlanState::Closed {
        return Err(closed(code));
    }
    Ok(plan)
}

/// That a plan is closed.
pub(super) fn closed(code: &Code) -> ServiceError {
    ServiceError::NotAllowed(format!("the plan {code} is closed and no longer changed"))
}
