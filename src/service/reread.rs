//! Targets read again, where the indicator that their words were read for is revised: what they ask follows the words. It
//! does not know why the indicator was revised.

use super::{
    baselines,
    error::{Fault, Faults, ServiceError},
    plans::find_in,
    reading,
};
use crate::{
    domain::{
        criterion::{Condition, Criterion},
        indicator::Indicator,
        period::Period,
        plan::Plan,
        target::Target,
    },
    store::{Expect, Transaction},
};

/// Reads the standing targets of an indicator again, of all plans, and revises those that then ask something else.
///
/// # Errors
/// [`ServiceError::Refused`] with the targets whose words cannot be read so; the indicator cannot be revised so, then.
pub(super) async fn targets_of(
    transaction: &mut Transaction,
    indicator: &Indicator,
) -> Result<(), ServiceError> {
    let mut faults = Faults::default();
    for plan in transaction.plans_that_ask_of(&indicator.code).await? {
        let years = find_in::<Plan>(transaction, &plan, "plan").await?.item.period;
        for stored in transaction.plan_targets(&plan).await? {
            let target = &stored.item;
            if target.series.indicator != indicator.code {
                continue;
            }
            match read(target, indicator, years) {
                Ok(criterion) if criterion == target.criterion => {}
                Ok(criterion) => {
                    let again = Target { criterion, ..target.clone() };
                    transaction.put_target(&plan, &again, Expect::Any).await?;
                }
                Err(Fault { detail, .. }) => {
                    let detail = format!(
                        "the plan {plan} asks {:?} of it, which could then not be read: {detail}",
                        target.text
                    );
                    faults.push(Fault::new("code", indicator.code.as_str(), "target_unreadable", detail));
                }
            }
        }
    }
    faults.into_result()?;
    Ok(())
}

fn read(target: &Target, indicator: &Indicator, plan: Period) -> Result<Option<Criterion>, Fault> {
    let keeps_its_words = match &target.criterion {
        None => true,
        // Words without a number stay so: who set them said that they are kept as they are.
        Some(criterion) => matches!(criterion.condition, Condition::Qualitative),
    };
    if keeps_its_words {
        return Ok(target.criterion.clone());
    }
    let (baseline, period) = (target.baseline.as_ref(), target.period);
    if let Some(risen) = baselines::risen_in_brackets(&target.text, indicator, plan, period, baseline) {
        return Ok(Some(risen));
    }
    let (period, relative_to) = (Some(target.period), target.relative_to.as_ref());
    let text = baselines::without_its_end(
        &target.text,
        indicator,
        plan,
        Some(target.period),
        target.baseline.as_ref(),
    );
    let read = reading::criterion("target", text, indicator, period, Some(plan), relative_to)?;
    baselines::counted_from_it(read, &target.text, indicator, plan, target.period, target.baseline.as_ref())
        .map(Some)
}
