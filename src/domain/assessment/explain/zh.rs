//! Every Chinese word of an explanation. Knows no rule: it says what it is given.

mod amounts;
mod labels;
mod steps;

pub(super) use labels::{evidence_words, reason_words, status_words};
pub(super) use steps::step;

use super::{
    Doubt, Step, Telling,
    number::shown,
    telling::{Deciding, How, Made},
};
use crate::domain::{
    assessment::{ByChange, Evidence, Reason, Verdict, interval::Interval},
    outcome::Basis,
    reading::Language,
};
use amounts::{change_unit, demand, difference, interval, quantity_to, said, tolerance};

pub(super) fn sentence(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
    let mut text = format!("{}：{}", status_words(assessment.status), clause(telling));
    if assessment.provisional && telling.is_judged() {
        text.push_str("；以最终数为准");
    }
    if !assessment.conflict.is_empty() {
        text.push_str("；另有数据与此不一致");
    }
    text.push('。');
    text
}

fn clause(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
    if let Some((pace, open)) = telling.kept_open() {
        let so_far = steps::running(pace, telling.unit, telling.is_near(), None);
        return format!("{so_far}；是否{}尚不可知", demand(open, telling.unit, telling.decimals()));
    }
    if let Some(why) = assessment.reason {
        return reason(why, telling);
    }
    if let Some((achieved, total)) = telling.members() {
        return format!("{total}个分项指标中{achieved}个已达成");
    }
    let (unit, decimals) = (telling.unit, telling.decimals());
    if telling.is_judged() && telling.has(&Step::HeldAgainstParent) {
        return held_against_parent(telling);
    }
    let asked = telling.asked().map(|asked| demand(asked, unit, decimals));
    let implied = telling.implied().map(|target| quantity_to(target, unit, decimals));
    let against = match (&asked, implied) {
        (Some(asked), _) => format!("，目标{asked}"),
        (None, Some(target)) => format!("，由完成比例推算的目标为{target}"),
        (None, None) => String::new(),
    };
    if let (false, Some(pace)) = (telling.is_judged(), &assessment.pace) {
        let early = if assessment.reached_early { "；已提前达到后期目标值" } else { "" };
        let compared = [placed(telling), changed(telling)].concat().join("；");
        let compared = Some(compared.as_str()).filter(|words| !words.is_empty());
        return format!("{}{early}", steps::running(pace, unit, telling.is_near(), compared));
    }
    let mut changes = changed(telling);
    if telling.asked().is_none() && !changes.is_empty() {
        return format!("{}{}", basis_word(telling.basis()), changes.join("；"));
    }
    changes.insert(0, by_figure(telling, asked, &against));
    changes.join("；")
}

/// The reported changes that decide, each against the one that is asked.
fn changed(telling: &Telling<'_>) -> Vec<String> {
    telling.changes().map(|change| by_change(change, telling.unit)).collect()
}

/// The grades and places that were reported, each against the one that is asked.
fn placed(telling: &Telling<'_>) -> Vec<String> {
    let words = telling.placed(Language::Zh);
    words.into_iter().map(|(asked, reported)| format!("{reported}，目标{asked}")).collect()
}

/// The figure that decides, made of several that were reported.
pub(super) fn made(telling: &Telling<'_>, Made { known, how }: Made) -> String {
    let figure = interval(known, telling.unit, telling.decimals());
    match how {
        How::Sum => format!("合计{figure}"),
        How::Average => format!("年均{figure}"),
        How::Cumulative => format!("累计{figure}"),
        How::Mean => format!("平均{figure}"),
    }
}

/// What the figure, or the reporter's word, says against what is asked.
fn by_figure(telling: &Telling<'_>, asked: Option<String>, against: &str) -> String {
    let (assessment, unit, decimals) = (telling.assessment, telling.unit, telling.decimals());
    match (assessment.evidence, telling.known()) {
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredOnParentPace) => {
            "目标由上级规划统筹，报告称能达到其序时进度".to_owned()
        }
        (Some(Evidence::Declared), _) if telling.share().is_some() => {
            let share = telling.share().map_or(String::new(), shown);
            format!("报告称完成目标的{share}%")
        }
        (Some(Evidence::Declared), _) if telling.has(&Step::Declared) => match telling.basis() {
            Basis::Forecast => "报告预计能完成目标".to_owned(),
            Basis::Preliminary | Basis::Final => "报告称目标已完成".to_owned(),
        },
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredMissed) => match telling.basis() {
            Basis::Forecast => "报告预计不能完成目标".to_owned(),
            Basis::Preliminary | Basis::Final => "报告称目标未完成".to_owned(),
        },
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredOnPace) => {
            "目标由上级规划统筹，报告称达到序时进度".to_owned()
        }
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredBehindPace) => {
            "目标由上级规划统筹，报告称滞后于序时进度".to_owned()
        }
        (Some(Evidence::Undemonstrated), Some((_, known))) => {
            let said = said(known, telling.is_near(), unit, decimals);
            let asked = asked.map_or_else(|| "目标已达成".to_owned(), |asked| format!("达到目标（{asked}）"));
            let (of, average) = match telling.open_years() {
                Some(years) => (format!("对{years}"), "年均"),
                None => (String::new(), ""),
            };
            format!("报告{of}仅称{said}，不足以证明{average}{asked}，举证责任在报告方")
        }
        (_, Some((basis, known))) => {
            let figure = match telling.deciding() {
                Deciding::Figure => {
                    let figure = said(known, telling.is_near(), unit, decimals);
                    format!("{}{figure}", manner(telling, known))
                }
                Deciding::Sum(sum) => format!("各年合计{}", quantity_to(sum, unit, decimals)),
                Deciding::Cumulative(change) => format!("累计{}", quantity_to(change, unit, decimals)),
                Deciding::Average(average) => format!("年均{}", quantity_to(average, unit, decimals)),
                Deciding::Mean(mean) => format!("年均{}", interval(mean, unit, decimals)),
            };
            format!("{}{figure}{against}{}", basis_word(basis), gap(telling))
        }
        (_, None) if !placed(telling).is_empty() => {
            let placed = placed(telling).join("；");
            match assessment.verdict {
                Verdict::Open => format!("报告仅称{placed}，不足以证明，举证责任在报告方"),
                Verdict::Proved | Verdict::Disproved => format!("{}{placed}", basis_word(telling.basis())),
            }
        }
        (_, None) => match assessment.verdict {
            Verdict::Proved => "所报结果证明达到目标".to_owned(),
            Verdict::Disproved => "所报结果表明未达到目标".to_owned(),
            Verdict::Open => match telling.by {
                Some(by) => format!("所报结果不足以证明已于{by}前（含当日）完成"),
                None => "所报结果不足以证明达到目标".to_owned(),
            },
        },
    }
}

/// What is said of the figure before it.
fn manner(telling: &Telling<'_>, known: Interval) -> String {
    let manner = telling.manner();
    let words = [
        (manner.bridged, "换算后"),
        (manner.like_for_like, "同口径"),
        (manner.about && known.as_point().is_some(), "约"),
    ];
    words.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
}

/// A reported change against the one that is asked.
fn by_change(change: &ByChange, unit: &str) -> String {
    let decimals = change.decimals();
    let asked = demand(&change.asked, change_unit(change.asked_in, unit), decimals);
    let said = interval(change.said, change_unit(change.said_in, unit), decimals);
    let about = if change.approximate { "约" } else { "" };
    let comparable = if change.like_for_like { "同口径" } else { "" };
    match (&change.from, change.average_per_year) {
        (_, true) => format!("{comparable}年均变动{about}{said}，目标年均变动{asked}"),
        (Some((base, _)), false) => format!("{comparable}较{base}变动{about}{said}，目标变动{asked}"),
        (None, false) => format!("{comparable}较上期变动{about}{said}，目标变动{asked}"),
    }
}

fn gap(telling: &Telling<'_>) -> String {
    telling.gap().map_or(String::new(), |gap| format!("，差额{}", difference(gap, telling.unit)))
}

/// The figure that decides, beside what the parent plan's path asks by then.
fn held_against_parent(telling: &Telling<'_>) -> String {
    let (unit, decimals, figures) = (telling.unit, telling.decimals(), &telling.assessment.figures);
    let (Ok(outcome), Ok(threshold)) = (figures.outcome, figures.threshold) else {
        return match telling.assessment.verdict {
            Verdict::Proved => "所报结果符合上级规划进度".to_owned(),
            Verdict::Disproved => "所报结果未达上级规划进度".to_owned(),
            Verdict::Open => "所报结果不足以证明符合上级规划进度".to_owned(),
        };
    };
    let figure = match telling.deciding() {
        Deciding::Figure => "结果",
        Deciding::Sum(_) => "各年合计",
        Deciding::Cumulative(_) => "累计",
        Deciding::Average(_) | Deciding::Mean(_) => "年均",
    };
    let outcome = quantity_to(outcome, unit, decimals);
    let threshold = quantity_to(threshold, unit, decimals);
    let allowed = telling.tolerance().map_or(String::new(), |allowed| tolerance(allowed, unit));
    format!("{figure}{outcome}，按上级规划进度应为{threshold}{allowed}{}", gap(telling))
}

fn reason(reason: Reason, telling: &Telling<'_>) -> String {
    let end = telling.by.unwrap_or(telling.period.end());
    match reason {
        Reason::TargetNotIssued => "目标尚未下达".to_owned(),
        Reason::TargetQualitative => "目标为定性表述，无可比数值".to_owned(),
        Reason::TargetDeferred => {
            "目标由上级规划统筹，上级规划未载入可据以衡量的目标，报告亦未说明达到上级规划进度".to_owned()
        }
        Reason::CaliberChanged => "结果与目标统计口径不同，报告未注明同口径".to_owned(),
        Reason::ReferenceMissing => "目标所参照的数据未知".to_owned(),
        Reason::Incomparable if telling.has_no_base() => {
            "此前数值为零或负数，无从按百分比衡量其变动".to_owned()
        }
        Reason::Incomparable if telling.is_growth_beside_index() => {
            "目标与结果之一为指数（100左右），另一个似为其涨跌幅（%），不可直接比较".to_owned()
        }
        Reason::Incomparable if let Some(reported) = telling.something_else() => {
            something_else(reported, telling)
        }
        Reason::Incomparable => "所报结果的形式与目标无法比较".to_owned(),
        Reason::GroupEmpty => "该组没有分项指标".to_owned(),
        Reason::Discontinued => "该指标已停止统计".to_owned(),
        Reason::NotApplicable => "该目标不适用".to_owned(),
        Reason::NotDue if telling.by.is_some() => format!("尚无可评估的结果，应于{end}前（含当日）完成"),
        // Whose day it was is told of the sub-indicator itself.
        Reason::Late if telling.members().is_some() => "有分项指标已到期，尚未报送结果".to_owned(),
        Reason::Late if telling.by.is_some() => {
            format!("应于{end}前（含当日）完成，尚无结果说明届时是否完成")
        }
        Reason::Late if telling.has_only_parts() => {
            format!("期限已于{end}届满，仅有部分时段的结果，全期结果尚未报送")
        }
        Reason::NotDue if telling.has_no_path() => {
            format!("已有结果，但缺少基期值，无从衡量目前应达到的进度，期限至{end}")
        }
        Reason::NotDue => format!("尚无可评估的结果，期限至{end}"),
        Reason::Late => format!("期限已于{end}届满，尚未报送结果"),
        Reason::Withheld => "数据暂不公布".to_owned(),
    }
}

/// What was reported beside what is asked.
fn something_else((what, not_done, doubt): (&str, bool, Option<Doubt>), telling: &Telling<'_>) -> String {
    let (asked, unit) = (telling.words, telling.unit);
    match doubt {
        Some(Doubt::Scale) => {
            return format!("所报的是“{what}”，与目标“{asked}”相比过大，似非以“{unit}”计数");
        }
        Some(Doubt::Sign) => return format!("所报的是“{what}”，其负号相对于目标“{asked}”含义不明"),
        None => {}
    }
    let not = if not_done { "未" } else { "" };
    format!("所报的是{not}“{what}”，目标要求的是“{asked}”，由前者看不出后者是否达成")
}

/// How firm the figure is, before it.
const fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Forecast => "预计",
        Basis::Preliminary => "初步统计",
        Basis::Final => "结果",
    }
}
