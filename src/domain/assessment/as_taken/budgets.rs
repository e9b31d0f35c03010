//! Shares of a budget, which is an amount to be spent and never the amount by which spending is to fall: 完成预算的105% of 压减10% says
//! nothing of the fall. Takes no decision.

use super::super::{Case, share_of_change::of_a_fall};
use crate::domain::{
    characters::{in_simplified, says},
    outcome::Outcome,
    value::Figure,
};

const BUDGETS: [&str; 2] = ["预算", "budget"];

/// Names of targets, which may be those of the fall: 完成压减预算任务的105%.
const TARGETS: [&str; 7] = ["目标", "任务", "计划", "指标", "target", "goal", "plan"];

/// What asks for a fall where more of it is better.
const CUTS: [&str; 9] = ["压减", "压缩", "削减", "减少", "下降", "降低", "节约", "reduc", "cut"];

/// Whether a report gives a share of a budget, where a fall is all that is asked.
pub(super) fn is_no_share_of_the_fall(case: &Case<'_>, outcome: &Outcome) -> bool {
    if !matches!(outcome.value.figure, Figure::ShareOfTarget { value: None, .. }) {
        return false;
    }
    let said = in_simplified(&outcome.text).to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let is_a_cut =
        || !case.less_is_better() && (case.indicator.is_reduction || says(&case.target.text, &CUTS));
    // 下降12%，完成预算的85% prints the fall itself.
    names(&BUDGETS) && !names(&TARGETS) && !names(&CUTS) && (of_a_fall(case).is_some() || is_a_cut())
}
