//! The Chinese words for a status, a reason and an evidence, as labels.

use crate::domain::assessment::{Evidence, Reason, Status};

/// A status in a few words.
pub(in crate::domain::assessment::explain) const fn status_words(word: Status) -> &'static str {
    match word {
        Status::Achieved => "已达成",
        Status::NotAchieved => "未达成",
        Status::OnTrack => "符合进度",
        Status::AtRisk => "略滞后",
        Status::OffTrack => "明显滞后",
        Status::AwaitingOutcome => "待报结果",
        Status::NotAssessable => "无法评估",
    }
}

/// A reason in a few words.
pub(in crate::domain::assessment::explain) const fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::TargetNotIssued => "目标未下达",
        Reason::TargetQualitative => "目标无数值",
        Reason::TargetDeferred => "由上位规划统筹",
        Reason::CaliberChanged => "口径调整",
        Reason::ReferenceMissing => "参照数据缺失",
        Reason::Incomparable => "不可比",
        Reason::GroupEmpty => "无分项指标",
        Reason::Discontinued => "已停止统计",
        Reason::NotApplicable => "不适用",
        Reason::NotDue => "未到期",
        Reason::Late => "逾期未报",
        Reason::Withheld => "暂不公布",
    }
}

/// An evidence in a few words.
pub(in crate::domain::assessment::explain) const fn evidence_words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Measured => "数值",
        Evidence::Bounded => "界限值",
        Evidence::Declared => "报告称",
        Evidence::Undemonstrated => "未予证明",
    }
}
