//! Use cases of approval: put forward, approve, return; what waits. Four eyes: nobody approves what he recorded himself.

use std::collections::BTreeSet;

use super::{
    Caller, Pending, Plantrack,
    access::{Act, authorize},
    error::{Fault, ServiceError},
    fields::Fields,
    keys::is_same_holder,
    plans::find_in,
    targets::TargetKey,
    territory::with_its_area,
};
use crate::{
    domain::{
        approval::{Approval, ApprovalState},
        code::Code,
        plan::Plan,
        series::Series,
        target::Target,
        window::Window,
    },
    store::{ApprovalSubject, AsOf, Expect, Of, StoreError, Stored, ToApprove, Transaction, nothing_yet},
};

/// A step on the way of an outcome or a target to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state that it is to be in.
    pub to: ApprovalState,
    /// Why; needed where it is returned.
    pub reason: String,
    /// The version of the approval that the step is meant for.
    pub expect: Expect,
}

impl Step {
    /// The step that people describe.
    ///
    /// # Errors
    /// The faults of its fields.
    pub fn read(state: &str, reason: &str, expect: Expect) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::default();
        let to: Option<ApprovalState> = fields.word("state", state);
        let reason = fields.text("reason", reason);
        if to.is_some_and(ApprovalState::needs_a_reason) && reason.is_empty() {
            fields.fault("reason", "", "missing", "what is returned is returned with a reason");
        }
        if to == Some(ApprovalState::Draft) {
            let detail = "a draft is what was only recorded; write submitted, approved or returned";
            fields.fault("state", state, "no_step", detail);
        }
        fields.finish()?;
        match to {
            Some(to) => Ok(Self { to, reason, expect }),
            None => Err(Vec::new()),
        }
    }
}

/// Something that is to be approved, and where it is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is.
    pub what: ToApprove,
    /// Where it is on its way.
    pub approval: Stored<Approval>,
}

impl Plantrack {
    /// Takes a step with an outcome; gives where it is then. Whoever reports the series may put it forward; the other steps
    /// are of those who plan.
    ///
    /// # Errors
    /// [`ServiceError::NotAllowed`] where the step does not follow, [`ServiceError::FourEyes`] where the caller recorded
    /// it himself.
    pub async fn step_outcome(
        &self,
        caller: &Caller,
        id: i64,
        step: &Step,
    ) -> Result<Pending<Stored<Approval>>, ServiceError> {
        let puts_forward = step.to == ApprovalState::Submitted;
        let act = if puts_forward { Act::PutForward(&[]) } else { Act::Plan };
        let mut transaction = self.begin(caller, act, &step.reason).await?;
        let what = transaction.outcome_to_approve(id).await?;
        if puts_forward {
            // Only now is it known what the outcome is of.
            authorize(&transaction, caller, Act::PutForward(&[(&what.series).into()])).await?;
        }
        let then = take(&mut transaction, caller, &what, step).await?;
        Ok(self.pending(transaction, then))
    }

    /// Takes a step with a target as it stands now, a withdrawal included; gives where it is then.
    ///
    /// # Errors
    /// As [`Self::step_outcome`].
    pub async fn step_target(
        &self,
        caller: &Caller,
        plan: &Code,
        key: &TargetKey,
        step: &Step,
    ) -> Result<Pending<Stored<Approval>>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Plan, &step.reason).await?;
        let plan =
            with_its_area(&transaction, find_in::<Plan>(&transaction, plan, "plan").await?.item).await?;
        let (series, period) = key.within(&plan);
        let what = transaction.target_to_approve(&plan.code, &series, period).await?;
        let then = take(&mut transaction, caller, &what, step).await?;
        Ok(self.pending(transaction, then))
    }

    /// Where an outcome is on its way.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn outcome_approval(&self, id: i64) -> Result<Stored<Approval>, ServiceError> {
        let what = self.store.outcome_to_approve(id).await?;
        let mut known = self.store.outcome_approvals(&[id], AsOf::NOW).await?;
        Ok(known.remove(&what.subject).unwrap_or_else(nothing_yet))
    }

    /// Where a target as it stands now is on its way.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn target_approval(
        &self,
        plan: &Code,
        key: &TargetKey,
    ) -> Result<Stored<Approval>, ServiceError> {
        let plan = self.plan_with_its_area(plan, AsOf::NOW).await?;
        let (series, period) = key.within(&plan);
        let what = self.store.target_to_approve(&plan.code, &series, period).await?;
        let ApprovalSubject::Target(id, _) = what.subject else { return Ok(nothing_yet()) };
        let mut known = self.store.target_approvals(&[id], AsOf::NOW).await?;
        Ok(known.remove(&what.subject).unwrap_or_else(nothing_yet))
    }

    /// The targets of a plan as they stand, and the outcomes of its series for its period, in some state of approval, or
    /// in any.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is no such plan.
    pub async fn approvals_of(
        &self,
        plan: &Code,
        state: Option<ApprovalState>,
    ) -> Result<Vec<Waiting>, ServiceError> {
        let plan = self.find_plan(plan, AsOf::NOW).await?.item;
        let territory = self.territory(&plan, AsOf::NOW).await?;
        let targets = self.store.plan_targets(&plan.code, None, AsOf::NOW).await?;
        let mut series: BTreeSet<Series> = targets.iter().map(|stored| stored.item.series.clone()).collect();
        let named: Vec<Series> = series.iter().filter_map(|whole| territory.as_ref()?.named(whole)).collect();
        series.extend(named);
        let wanted: BTreeSet<&Series> = series.iter().collect();
        let all = self.store.to_approve(&plan.code, &wanted, Window::of(plan.period)).await?;
        let (mut outcomes, mut targets) = (Vec::new(), Vec::new());
        for what in &all {
            match what.subject {
                ApprovalSubject::Outcome(id) => outcomes.push(id),
                ApprovalSubject::Target(id, _) => targets.push(id),
            }
        }
        let mut known = self.store.outcome_approvals(&outcomes, AsOf::NOW).await?;
        known.extend(self.store.target_approvals(&targets, AsOf::NOW).await?);
        let mut waiting: Vec<Waiting> = all
            .into_iter()
            .map(|what| Waiting {
                approval: known.get(&what.subject).cloned().unwrap_or_else(nothing_yet),
                what,
            })
            .filter(|waiting| state.is_none_or(|state| waiting.approval.item.state == state))
            .collect();
        waiting.sort_by_key(|waiting| {
            (matches!(waiting.what.subject, ApprovalSubject::Outcome(_)), waiting.what.recorded)
        });
        Ok(waiting)
    }

    /// The targets of a plan that count: all of them, or where it asks for approval each as it was last approved.
    pub(super) async fn targets_that_count(
        &self,
        plan: &Plan,
        of: Option<Of<'_>>,
        as_of: AsOf,
    ) -> Result<Vec<Stored<Target>>, ServiceError> {
        Ok(if plan.rules.asks_for_approval {
            self.store.approved_targets(&plan.code, of, as_of).await?
        } else {
            self.store.plan_targets(&plan.code, of, as_of).await?
        })
    }
}

async fn take(
    transaction: &mut Transaction,
    caller: &Caller,
    what: &ToApprove,
    step: &Step,
) -> Result<Stored<Approval>, ServiceError> {
    let current = transaction.approval(what.subject).await?;
    if let Expect::Version(expected) = step.expect
        && expected != current.version
    {
        let code = format!("{} {}", what.series, what.period);
        return Err(
            StoreError::Conflict { what: "approval", code, expected, current: current.version }.into()
        );
    }
    let (from, to) = (current.item.state, step.to);
    if from == to {
        return Ok(current);
    }
    if !from.may_become(to) {
        return Err(ServiceError::NotAllowed(format!(
            "it is {from} and cannot become {to}; it goes from draft to submitted to approved, and back by returning it"
        )));
    }
    if to == ApprovalState::Approved {
        four_eyes(transaction, caller, what).await?;
    }
    let next = Approval { state: to, by: Some(caller.actor.clone()), reason: step.reason.clone() };
    Ok(transaction.put_approval(what, next).await?)
}

/// Nobody approves what he recorded himself, nor with the key that took over from the one he did it with. Where nobody is
/// told apart, there is nobody to compare.
async fn four_eyes(transaction: &Transaction, caller: &Caller, what: &ToApprove) -> Result<(), ServiceError> {
    let author = transaction.author_of(what.recorded).await?;
    let author = author.ok_or_else(|| {
        ServiceError::NotAllowed(
            "it was recorded this very moment; look at it again, then approve it".to_owned(),
        )
    })?;
    if author == Caller::NOBODY {
        return Ok(());
    }
    if is_same_holder(transaction, &author, &caller.actor).await? {
        return Err(ServiceError::FourEyes(format!(
            "{author} recorded it, and so cannot approve it; someone else must"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
