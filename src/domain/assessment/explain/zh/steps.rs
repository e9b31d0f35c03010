//! The steps of an assessment in Chinese, each in a sentence.

use super::{
    super::{
        Step, Together,
        number::{DECIMALS, DECIMALS_OF_A_SHARE, decimals_apart, shown, shown_share, shown_share_of},
        place_words,
    },
    amounts::{change_unit, demand, difference, interval, quantity, quantity_to, said},
    by_change, evidence_words,
};
use crate::domain::{
    assessment::{
        CountedIn, Horizon, HorizonKind, Method, Pace, Path, Projection, Verdict, interval::Interval,
    },
    criterion::ChangeUnit,
    period::Period,
    reading::Language,
    shown::basis_words,
};

pub(in crate::domain::assessment::explain) fn step(step: &Step, unit: &str) -> String {
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
        Step::Chosen { id, basis, reported_on, period, known, near } => {
            let known =
                known.map_or(String::new(), |known| format!("：{}", said(known, *near, unit, DECIMALS)));
            let basis = basis_words(*basis, Language::Zh);
            let day = reported_on.map_or(String::new(), |day| format!("，{day}报送"));
            format!("采用第{id}号结果（{period}，{basis}{day}）{known}。")
        }
        Step::Placed { asked, reported, scale } => {
            let (asked, reported) = place_words(asked, reported, scale, Language::Zh);
            format!("目标{asked}，所报{reported}。")
        }
        Step::Beside { what, not_done, .. } => beside(what, *not_done),
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
        Step::AddedUp { parts, period, sum, together } => {
            added_up(*parts, *period, &interval(*sum, unit, DECIMALS), *together)
        }
        Step::Conflict { sources } => format!("另有{sources}份现行报告不一致。"),
        Step::SetAside { vintages } => format!("{vintages}条数据的性质弱于计划所认可者，未采用。"),
        Step::Implied(implied) => format!(
            "目标未公布；由数额与完成比例推算为{}（因比例取整，介于{}与{}之间）。",
            quantity(implied.target, unit),
            quantity(implied.low, unit),
            quantity(implied.high, unit)
        ),
        Step::Share { percent } => format!("报告称完成目标的{}%。", shown(*percent)),
        Step::Declared => "报告称目标已完成。".to_owned(),
        Step::DeclaredMissed => "报告称目标未完成。".to_owned(),
        Step::DeclaredOnPace => "报告称达到序时进度。".to_owned(),
        Step::DeclaredBehindPace => "报告称滞后于序时进度。".to_owned(),
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
        Step::Gap { outcome, threshold, gap } => {
            let decimals = decimals_apart(*outcome, *threshold, DECIMALS);
            format!(
                "{}与{}的差额：{}（正数为好）。",
                quantity_to(*outcome, unit, decimals),
                quantity_to(*threshold, unit, decimals),
                difference(*gap, unit)
            )
        }
        Step::Completion { percent } => {
            format!("完成率：{}%。", shown_share_of(*percent, DECIMALS_OF_A_SHARE))
        }
        Step::Pace(pace) => format!("进度：{}。", running(pace, unit, false, None)),
        Step::Years(horizon) => years(horizon, unit),
        Step::Projected(projection) => projected(projection, unit),
        Step::HeldAgainstParent => "目标由上级规划统筹，按上级规划目标衡量。".to_owned(),
        Step::Members { achieved, total } => format!("{total}个分项指标中{achieved}个已达成。"),
    }
}

fn beside(what: &str, not_done: bool) -> String {
    format!("所报的是{}“{what}”。", if not_done { "未" } else { "" })
}

/// What several reports make.
fn added_up(parts: i64, period: Period, make: &str, together: Together) -> String {
    match together {
        Together::Sum => format!("{parts}个部分覆盖{period}，合计{make}。"),
        Together::Mean => format!("{parts}个部分覆盖{period}，平均{make}。"),
        Together::Difference => format!("累计数相减，{period}为{make}。"),
    }
}

/// How it stands while the period runs. `near` says that it is just under the bound, `compared` what is
/// compared where that is no number.
pub(super) fn running(pace: &Pace, unit: &str, near: bool, compared: Option<&str>) -> String {
    let changed = if pace.average_per_year {
        "年均变动".to_owned()
    } else {
        format!("较{}变动", pace.counted_from.as_deref().unwrap_or("上期"))
    };
    let (unit, what) = match pace.counted_in {
        CountedIn::Unit => (unit, ""),
        CountedIn::ShareOfTarget => ("%", "完成目标的"),
        CountedIn::Percent => ("%", changed.as_str()),
        CountedIn::Points => ("个百分点", changed.as_str()),
        CountedIn::Amount => (unit, changed.as_str()),
    };
    let times = pace.times().map_or(String::new(), |times| format!("，为应有进度的{times}倍"));
    let decimals = pace.decimals();
    let reached = |known: Interval| {
        let is = if what.is_empty() && known.as_point().is_some() { "为" } else { what };
        format!("截至{}{is}{}", pace.until, said(known, near, unit, decimals))
    };
    let so_far = match (pace.known, &pace.asked) {
        (Some(known), Some(asked)) => {
            let due = match pace.expected {
                Ok(expected) if asked.is_one_number() => {
                    format!("达{}", quantity_to(expected, unit, decimals))
                }
                _ => demand(asked, unit, decimals),
            };
            format!("{}，{}应{due}{times}", reached(known), path(pace.path))
        }
        (Some(known), None) => format!("{}，尚无可比进度", reached(known)),
        (None, _) => match compared {
            Some(compared) => format!("截至{}{compared}", pace.until),
            None => format!("截至{}的最新结果整体比较", pace.until),
        },
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
