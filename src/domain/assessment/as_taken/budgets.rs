//! Shares of a budget, which is an amount to be spent and never the amount by which spending is to fall: 完成预算的105% of 压减10% says
//! nothing of the fall. Takes no decision.

use super::super::{Case, share_of_change::of_a_fall};
use crate::domain::{outcome::Outcome, value::Figure};

const BUDGETS: [&str; 3] = ["预算", "預算", "budget"];

/// Names of targets, which may be those of the fall: 完成压减预算任务的105%.
const TARGETS: [&str; 12] =
    ["目标", "目標", "任务", "任務", "计划", "計劃", "計畫", "指标", "指標", "target", "goal", "plan"];

/// What asks for a fall where more of it is better.
const CUTS: [&str; 14] = [
    "压减", "壓減", "压缩", "壓縮", "削减", "削減", "减少", "減少", "下降", "降低", "节约", "節約", "reduc",
    "cut",
];

/// Whether a report gives a share of a budget, where a fall is all that is asked.
pub(super) fn is_no_share_of_the_fall(case: &Case<'_>, outcome: &Outcome) -> bool {
    if !matches!(outcome.value.figure, Figure::ShareOfTarget { value: None, .. }) {
        return false;
    }
    let said = outcome.text.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let is_a_cut = || {
        let asked = case.target.text.to_lowercase();
        !case.less_is_better() && (case.indicator.is_reduction || CUTS.iter().any(|cut| asked.contains(cut)))
    };
    names(&BUDGETS) && !names(&TARGETS) && (of_a_fall(case).is_some() || is_a_cut())
}
