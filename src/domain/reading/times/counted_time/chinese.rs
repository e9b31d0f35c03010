//! Counted times in Chinese: 第二年底前, 中期前, 六个月内, 项目结束前.

use super::Counted;
use crate::domain::reading::{
    numbers::number::small_numeral,
    times::{
        calendar::small,
        deadline::{behind_marks, behind_verbs, ends, is_attributive},
    },
};

/// The counted time with which words go on behind what leads them.
pub(super) fn chinese(lead: &str, rest: &str) -> Option<Counted> {
    if let Some(behind) = rest.strip_prefix('第') {
        return year_by_number(lead, behind);
    }
    if let Some(behind) = rest.strip_prefix("中期") {
        return middle_of_term(lead, behind);
    }
    if let Some(behind) = rest.strip_prefix("年中") {
        let is_led =
            lead.is_empty() || lead.ends_with(['到', '至', '在', '于', ',', '、', ';', '。', ':', '(']);
        let is_due = behind.starts_with(['前', '底']) || ends(behind) || behind_verbs(behind).is_some();
        return (is_led && is_due).then_some(Counted::Unknown);
    }
    for undertaking in ["项目", "工程", "合同", "试点"] {
        let Some(behind) = rest.strip_prefix(undertaking) else { continue };
        let by_its_end = ["结束前", "结束时", "结束之前", "完成前", "期满前"];
        let due = by_its_end.iter().find_map(|end| behind.strip_prefix(end));
        // 完成前期工作 is no time.
        return due
            .filter(|behind| !behind.starts_with(['期', '置', '述', '序', '不']))
            .map(|_| Counted::Unknown);
    }
    months_inside(lead, rest)
}

/// 第二年底前, 第2年完成: of the years of the plan.
fn year_by_number(lead: &str, behind: &str) -> Option<Counted> {
    let mut rest = behind;
    let number = small(&mut rest, 10).or_else(|| small_numeral(&mut rest))?;
    rest = rest.strip_prefix('年')?;
    rest = rest.strip_prefix('度').unwrap_or(rest);
    if lead.ends_with(['续', '每', '各']) || is_attributive(rest) || rest.starts_with('的') {
        return None;
    }
    let is_part = ["上半年", "下半年", "一季度", "二季度", "三季度", "四季度", "初", "中"]
        .iter()
        .any(|part| rest.starts_with(part))
        || (rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('月')
            && rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_marked = behind_marks(rest).len() < rest.len();
    if !(is_part || is_marked || ends(rest) || behind_verbs(rest).is_some()) {
        return None;
    }
    let is_before = ["前", "之前", "以前"].iter().any(|before| rest.starts_with(before));
    let is_of_other = [
        "项目",
        "工程",
        "合同",
        "试点",
        "开工",
        "建设",
        "建设期",
        "竣工",
        "建成",
        "投产",
        "投用",
        "行动",
        "运营",
        "签约",
    ]
    .iter()
    .any(|of| lead.trim_end_matches(['的', '在', '于', '实', '施']).ends_with(of));
    // 实施第二年: of what is carried out nobody says when that began, but of the plan itself.
    let before_it = lead.trim_end_matches(['的', '在', '于']).strip_suffix("实施");
    let is_of_other = is_of_other
        || before_it.is_some_and(|of| !["规划", "方案", "计划"].iter().any(|plan| of.ends_with(plan)));
    Some(if is_part || is_before || is_of_other { Counted::Unknown } else { Counted::Year(number) })
}

/// 中期前, 到中期, 中期评估前.
fn middle_of_term(lead: &str, behind: &str) -> Option<Counted> {
    const EVENTS: [&str; 6] = ["评估", "检查", "评审", "考核", "调整", "验收"];
    if lead.ends_with(['中', '近', '长', '纪', '代']) {
        return None;
    }
    let event = EVENTS.iter().find_map(|event| behind.strip_prefix(event));
    let is_before = ["前", "之前", "以前"].iter().any(|before| event.unwrap_or(behind).starts_with(before));
    let is_led = lead.ends_with(['到', '至', '于']);
    let is_end = event.is_none()
        && (behind.starts_with(['末', '底']) || ends(behind) || behind_verbs(behind).is_some());
    (is_before || is_end || (is_led && event.is_none())).then_some(Counted::Unknown)
}

/// 六个月内, 半年内, 两年内: since when is not said. What is counted from what comes in (受理后3个月内) is a limit of each case.
fn months_inside(lead: &str, rest: &str) -> Option<Counted> {
    /// What the limit of each case stands behind: 审批时限压缩至3个月内, 每两年内, 案件六个月内审结.
    const LIMITS: [&str; 20] = [
        "保持",
        "入职",
        "竣工项目",
        "毕业",
        "出生",
        "至",
        "到",
        "在",
        "每",
        "工期",
        "周期",
        "时限",
        "期限",
        "账龄",
        "案件",
        "投诉",
        "事项",
        "诉求",
        "申请",
        "签约项目",
    ];
    const OF_THE_PLAN: [&str; 7] = ["规划", "方案", "计划", "印发", "发布", "实施", "批准"];
    let mut behind = rest;
    let half =
        behind.strip_prefix('半').filter(|_| !lead.ends_with(['上', '下', '前', '后', '每', '大', '小']));
    let months = if let Some(behind_half) = half {
        behind = behind_half.strip_prefix('个').unwrap_or(behind_half).strip_prefix('年')?;
        6
    } else {
        let count = small(&mut behind, 60).or_else(|| small_numeral(&mut behind))?;
        if let Some(of_months) = behind.strip_prefix("个月") {
            behind = of_months;
            count
        } else {
            let of_years =
                behind.strip_prefix('年').filter(|_| !lead.ends_with(['第', '十', '百']) && count <= 10)?;
            behind = of_years.strip_prefix('半').unwrap_or(of_years);
            count * 12 + if behind.len() < of_years.len() { 6 } else { 0 }
        }
    };
    behind = ["之内", "以内", "内"].iter().find_map(|inside| behind.strip_prefix(inside))?;
    let is_since = lead.trim_end().ends_with(['起', '后']) || lead.ends_with("之日");
    let is_of_cases = is_since && !OF_THE_PLAN.iter().any(|plan| lead.contains(plan));
    let is_name = behind.starts_with('的') || behind.starts_with("到期") || is_attributive(behind);
    let is_limit = LIMITS.iter().any(|limit| lead.ends_with(limit));
    let is_handled = ["办结", "审结", "答复", "回复", "办理"].iter().any(|deed| behind.starts_with(deed));
    let is_due = !is_handled && (ends(behind) || behind_verbs(behind).is_some());
    (is_due && !is_of_cases && !is_name && !is_limit).then_some(Counted::Months(months))
}
