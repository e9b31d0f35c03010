//! Every Chinese word of an explanation. Knows no rule: it says what it is given.

use super::{
    DECIMALS, DECIMALS_OF_A_SHARE, Deciding, Step, Telling, decimals_apart, shown, shown_apart, shown_share,
    shown_to,
};
use crate::domain::{
    assessment::{
        ByChange, CountedIn, Evidence, Horizon, HorizonKind, Method, Pace, Path, Projection, Reason, Status,
        Verdict, demand::Demand, interval::Interval,
    },
    criterion::ChangeUnit,
    outcome::Basis,
    quantity::Exact,
};

pub(super) fn sentence(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
    let mut text = format!("{}：{}", status(assessment.status), clause(telling));
    if assessment.provisional && telling.is_judged() {
        text.push_str("；以最终数为准");
    }
    if !assessment.conflict.is_empty() {
        text.push_str("；另有来源数据不一致");
    }
    text.push('。');
    text
}

fn clause(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
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
    let against = asked.as_ref().map_or(String::new(), |asked| format!("，目标{asked}"));
    if let (false, Some(pace)) = (telling.is_judged(), &assessment.pace) {
        let early = if assessment.reached_early { "；已提前达到后期目标值" } else { "" };
        return format!("{}{early}", running(pace, unit));
    }
    let mut changes: Vec<String> = telling.changes().map(|change| by_change(change, unit)).collect();
    if telling.asked().is_none() && !changes.is_empty() {
        return format!("{}{}", basis_word(telling.basis()), changes.join("；"));
    }
    changes.insert(0, by_figure(telling, asked, &against));
    changes.join("；")
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
        (Some(Evidence::Undemonstrated), Some((_, known))) => format!(
            "报告仅称{}，不足以证明{}，举证责任在报告方",
            interval(known, unit, decimals),
            asked.map_or_else(|| "目标已达成".to_owned(), |asked| format!("达到目标（{asked}）"))
        ),
        (_, Some((basis, known))) => {
            let figure = match telling.deciding() {
                Deciding::Figure => {
                    format!("{}{}", manner(telling, known), interval(known, unit, decimals))
                }
                Deciding::Sum(sum) => format!("各年合计{}", quantity_to(sum, unit, decimals)),
                Deciding::Average(mean) | Deciding::Mean(mean) => {
                    format!("年均{}", quantity_to(mean, unit, decimals))
                }
            };
            format!("{}{figure}{against}{}", basis_word(basis), gap(telling))
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
    let asked = demand(&change.asked, change_unit(change.asked_in, unit), DECIMALS);
    let said = interval(change.said, change_unit(change.said_in, unit), DECIMALS);
    let about = if change.approximate { "约" } else { "" };
    let comparable = if change.like_for_like { "同口径" } else { "" };
    match (&change.from, change.average_per_year) {
        (_, true) => format!("{comparable}年均变动{about}{said}，目标年均变动{asked}"),
        (Some((base, _)), false) => format!("{comparable}较{base}变动{about}{said}，目标变动{asked}"),
        (None, false) => format!("{comparable}较上期变动{about}{said}，目标变动{asked}"),
    }
}

const fn change_unit(by_unit: ChangeUnit, unit: &str) -> &str {
    match by_unit {
        ChangeUnit::Percent => "%",
        ChangeUnit::Points => "个百分点",
        ChangeUnit::Amount => unit,
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
        Deciding::Average(_) | Deciding::Mean(_) => "年均",
    };
    let outcome = quantity_to(outcome, unit, decimals);
    let threshold = quantity_to(threshold, unit, decimals);
    format!("{figure}{outcome}，按上级规划进度应为{threshold}{}", gap(telling))
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Achieved => "已达成",
        Status::NotAchieved => "未达成",
        Status::OnTrack => "符合进度",
        Status::AtRisk => "略滞后",
        Status::OffTrack => "明显滞后",
        Status::AwaitingOutcome => "待报结果",
        Status::NotAssessable => "无法评估",
    }
}

fn reason(reason: Reason, telling: &Telling<'_>) -> String {
    let end = telling.by.unwrap_or(telling.period.end());
    match reason {
        Reason::TargetNotIssued => "目标尚未下达".to_owned(),
        Reason::TargetQualitative => "目标为定性表述，无可比数值".to_owned(),
        Reason::TargetDeferred => {
            "目标由上级规划统筹，上级规划未载入可据以衡量的目标，报告亦无说明".to_owned()
        }
        Reason::CaliberChanged => "结果与目标统计口径不同，报告未注明同口径".to_owned(),
        Reason::ReferenceMissing => "目标所参照的数据未知".to_owned(),
        Reason::Incomparable if telling.has_no_base() => {
            "此前数值为零或负数，无从按百分比衡量其变动".to_owned()
        }
        Reason::Incomparable => "所报结果的形式与目标无法比较".to_owned(),
        Reason::GroupEmpty => "该组没有分项指标".to_owned(),
        Reason::Discontinued => "该指标已停止统计".to_owned(),
        Reason::NotApplicable => "该目标不适用".to_owned(),
        Reason::NotDue if telling.by.is_some() => format!("尚无可评估的结果，应于{end}前（含当日）完成"),
        Reason::Late if telling.by.is_some() => format!("应于{end}前（含当日）完成，尚未报送结果"),
        Reason::Late if telling.has_only_parts() => {
            format!("期限已于{end}届满，仅有部分时段的结果，全期结果尚未报送")
        }
        Reason::NotDue => format!("尚无可评估的结果，期限至{end}"),
        Reason::Late => format!("期限已于{end}届满，尚未报送结果"),
        Reason::Withheld => "数据暂不公布".to_owned(),
    }
}

const fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Forecast => "预计",
        Basis::Preliminary => "初步统计",
        Basis::Final => "结果",
    }
}

fn quantity(number: Exact, unit: &str) -> String {
    quantity_to(number, unit, DECIMALS)
}

fn quantity_to(number: Exact, unit: &str, decimals: u32) -> String {
    with_unit(&shown_to(number, decimals), unit)
}

/// A unit of several words stands apart from the number.
fn with_unit(number: &str, unit: &str) -> String {
    let space = if unit.contains(' ') { " " } else { "" };
    format!("{number}{space}{unit}")
}

/// The difference of two figures: between percents it is percentage points.
fn difference(number: Exact, unit: &str) -> String {
    let unit = match unit {
        "%" => "个百分点",
        // Of two ratios to one the difference is none.
        ":1" => "",
        _ => unit,
    };
    with_unit(&shown_apart(number, Exact::ZERO, DECIMALS), unit)
}

fn interval(known: Interval, unit: &str, decimals: u32) -> String {
    if let Some(number) = known.as_point() {
        return quantity_to(number, unit, decimals);
    }
    let low = known.low.map(|end| {
        format!("{}{}", if end.open { "大于" } else { "不低于" }, quantity_to(end.at, unit, decimals))
    });
    let high = known.high.map(|end| {
        format!("{}{}", if end.open { "小于" } else { "不超过" }, quantity_to(end.at, unit, decimals))
    });
    match (low, high) {
        (Some(low), Some(high)) => format!("{low}且{high}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "数值不明".to_owned(),
    }
}

/// Where a limit lies: a number, or one of which only so much is known.
fn limit(at: Interval, unit: &str, decimals: u32) -> String {
    let known = interval(at, unit, decimals);
    if at.as_point().is_some() { known } else { format!("参照值（仅知其{known}）") }
}

fn demand(demand: &Demand, unit: &str, decimals: u32) -> String {
    let tolerance = |tolerance: Exact| {
        if tolerance.is_zero() {
            String::new()
        } else {
            format!("（容差{}）", difference(tolerance, unit))
        }
    };
    if let (Some(floor), Some(ceiling)) = (demand.floor, demand.ceiling)
        && floor.at == ceiling.at
        && !floor.strict
        && !ceiling.strict
    {
        return format!("等于{}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance));
    }
    let floor = demand.floor.map(|floor| {
        let words = if floor.strict { "大于" } else { "不低于" };
        format!("{words}{}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance))
    });
    let ceiling = demand.ceiling.map(|ceiling| {
        let words = if ceiling.strict { "小于" } else { "不超过" };
        format!("{words}{}{}", limit(ceiling.at, unit, decimals), tolerance(ceiling.tolerance))
    });
    match (floor, ceiling) {
        (Some(floor), Some(ceiling)) => format!("{floor}且{ceiling}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "无数值".to_owned(),
    }
}

pub(super) fn step(step: &Step, unit: &str) -> String {
    match step {
        Step::Asked(asked) => format!("目标：{}。", demand(asked, unit, DECIMALS)),
        Step::CountedFrom { earlier, by, by_unit, years } => {
            let counted = match by_unit {
                ChangeUnit::Points => format!("{}个百分点", shown(*by)),
                ChangeUnit::Percent => format!("{}%", shown(*by)),
                ChangeUnit::Amount => quantity(*by, unit),
            };
            let times = if *years > 1 { format!("{years}年间每年") } else { String::new() };
            format!("以此前数值{}为基础，{times}变动{counted}。", interval(*earlier, unit, DECIMALS))
        }
        Step::ComparedWith { to, figure, offset } => {
            let offset = if offset.is_zero() {
                String::new()
            } else {
                format!("，另加{}", difference(*offset, unit))
            };
            format!("与{to}比较：{}{offset}。", interval(*figure, unit, DECIMALS))
        }
        Step::Chosen { id, basis, reported_on, period, known } => {
            let known = known.map_or(String::new(), |known| format!("：{}", interval(known, unit, DECIMALS)));
            format!("采用第{id}号结果（{period}，{}，{reported_on}报送）{known}。", basis_word(*basis))
        }
        Step::ByChange(change) => {
            let on_record = change.on_record.map_or(String::new(), |(earlier, on_record)| {
                format!(
                    "；按此前数值{}直接推算为{}",
                    quantity(earlier, unit),
                    quantity(on_record, change_unit(change.said_in, unit))
                )
            });
            format!("以报告所列变动为准：{}{on_record}。", by_change(change, unit))
        }
        Step::Grown { earlier, by, by_unit, known } => format!(
            "以此前数值{}和所报变动{}推算：{}。",
            interval(*earlier, unit, DECIMALS),
            quantity(*by, change_unit(*by_unit, unit)),
            interval(*known, unit, DECIMALS)
        ),
        Step::AddedUp { parts, period, sum, is_mean } => {
            let make = if *is_mean { "平均" } else { "合计" };
            format!("{parts}个部分覆盖{period}，{make}{}。", interval(*sum, unit, DECIMALS))
        }
        Step::Conflict { sources } => format!("另有{sources}个来源的现行数据不一致。"),
        Step::SetAside { vintages } => format!("{vintages}条数据的性质弱于计划所认可者，未采用。"),
        Step::Implied(implied) => format!(
            "目标未公布；由数额与完成比例推算为{}（因比例取整，介于{}与{}之间）。",
            quantity(implied.target, unit),
            quantity(implied.low, unit),
            quantity(implied.high, unit)
        ),
        Step::Share { percent } => format!("报告称完成目标的{}%。", shown(*percent)),
        Step::Declared => "报告称目标已完成。".to_owned(),
        Step::DeclaredOnParentPace => "报告称能达到上级规划的序时进度。".to_owned(),
        Step::Compared { verdict, evidence: basis } => {
            let verdict = match verdict {
                Verdict::Proved => "得到证明",
                Verdict::Disproved => "被否定",
                Verdict::Open => "既未证明也未否定",
            };
            format!("目标{verdict}（依据：{}）。", evidence_words(*basis))
        }
        Step::BurdenOfProof => "未得到证明的，按未达成计。".to_owned(),
        Step::Bridged { factor, source } => {
            format!("结果为另一统计口径，按{}换算（{source}）。", shown(*factor))
        }
        Step::LikeForLike { printed, comparable } => format!(
            "报告的数值为{}，同口径为{}，按同口径比较。",
            quantity(*printed, unit),
            quantity(*comparable, unit)
        ),
        Step::CaliberDiffers => "目标与结果的统计口径不同。".to_owned(),
        Step::Gap { outcome, threshold, gap } => format!(
            "{}与{}的差额：{}（正数为好）。",
            quantity(*outcome, unit),
            quantity(*threshold, unit),
            difference(*gap, unit)
        ),
        Step::Completion { percent } => {
            format!("完成率：{}%。", shown_apart(*percent, Exact::HUNDRED, DECIMALS_OF_A_SHARE))
        }
        Step::Pace(pace) => format!("进度：{}。", running(pace, unit)),
        Step::Years(horizon) => years(horizon, unit),
        Step::Projected(projection) => projected(projection, unit),
        Step::HeldAgainstParent => "目标由上级规划统筹，按上级规划目标衡量。".to_owned(),
        Step::Members { achieved, total } => format!("{total}个分项指标中{achieved}个已达成。"),
    }
}

fn running(pace: &Pace, unit: &str) -> String {
    let (unit, what) = match pace.counted_in {
        CountedIn::Unit => (unit, ""),
        CountedIn::ShareOfTarget => ("%", "完成目标的"),
        CountedIn::Percent => ("%", "较上期变动"),
        CountedIn::Points => ("个百分点", "较上期变动"),
        CountedIn::Amount => (unit, "较上期变动"),
    };
    let is = if what.is_empty() { "为" } else { what };
    let times = pace.ratio.map_or(String::new(), |ratio| {
        format!("，为应有进度的{}倍", shown_apart(ratio, Exact::ONE, DECIMALS_OF_A_SHARE))
    });
    let so_far = match (pace.reached, pace.expected) {
        (Ok(reached), Ok(expected)) => {
            let decimals = decimals_apart(reached, expected, DECIMALS);
            format!(
                "截至{}{is}{}，{}应达{}{times}",
                pace.until,
                quantity_to(reached, unit, decimals),
                path(pace.path),
                quantity_to(expected, unit, decimals)
            )
        }
        (Ok(reached), Err(_)) => format!("截至{}{is}{}，尚无可比进度", pace.until, quantity(reached, unit)),
        (Err(_), _) => format!("截至{}的最新结果整体比较", pace.until),
    };
    // Before the target's own period has begun, its elapsed share says nothing of the way to it.
    if pace.elapsed_percent.is_zero() {
        return so_far;
    }
    format!("{so_far}；时间已过{}%", shown_share(pace.elapsed_percent))
}

const fn path(path: Option<Path>) -> &'static str {
    match path {
        Some(Path::Linear) => "按时间进度",
        Some(Path::Seasonal) => "按往年季节进度",
        Some(Path::Waypoints) => "按计划节点",
        Some(Path::Flat) => "按全期目标",
        Some(Path::FromBaseline) => "由基数至目标",
        None => "",
    }
}

fn years(horizon: &Horizon, unit: &str) -> String {
    let unit = if horizon.kind == HorizonKind::Sum { unit } else { "%" };
    let mut text =
        format!("{}年中已报{}年，余{}年", horizon.years, horizon.years_reported, horizon.years_left);
    if let Ok(average) = horizon.average_so_far {
        text.push_str("；至今年均");
        text.push_str(&quantity(average.rounded(2), unit));
    }
    if let Ok(needed) = horizon.needed_a_year {
        text.push_str("；余下各年每年需");
        text.push_str(&quantity(needed.rounded(2), unit));
    }
    text.push('。');
    text
}

fn projected(projection: &Projection, unit: &str) -> String {
    let method = match projection.method {
        Method::RunRate => "时间进度外推",
        Method::SeasonalShare => "往年同期占比",
        Method::PlanProfile => "计划节点",
        Method::LatestFigure => "最新数据",
        Method::TrendFromBaseline => "由基数起的趋势",
    };
    let range = projection.range.map_or(String::new(), |(low, high)| {
        format!(
            "（据{}个往年误差，介于{}与{}之间）",
            projection.years,
            quantity(low, unit),
            quantity(high, unit)
        )
    });
    format!("期末预测（{method}）：{}{range}。", quantity(projection.value, unit))
}

/// A status in a few words.
pub(super) const fn status_words(word: Status) -> &'static str {
    status(word)
}

/// A reason in a few words.
pub(super) const fn reason_words(reason: Reason) -> &'static str {
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
pub(super) const fn evidence_words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Measured => "数值",
        Evidence::Bounded => "界限值",
        Evidence::Declared => "报告称",
        Evidence::Undemonstrated => "未予证明",
    }
}
