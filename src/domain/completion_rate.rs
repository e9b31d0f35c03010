//! Whether the name of an indicator says that its figure is itself a share of what was planned (预算执行率, 计划完成率), and whether the
//! share that a report prints (完成预算的97%) is that figure. Knows no figure.

use super::characters::in_simplified;

/// Whose share a report of a rate of completion prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Of what the name of the indicator says is completed: the figure itself.
    IsTheFigure,
    /// Of something else, which may be the target for the rate.
    OfSomething,
}

/// What a share is of, by the words of a report, and by those of a name.
struct Whole {
    reported: &'static [&'static str],
    named: &'static [&'static str],
}

const WHOLES: [Whole; 5] = [
    // What is executed or spent is a budget.
    Whole { reported: &["预算"], named: &["预算", "执行率", "执行进度", "支出进度"] },
    Whole {
        reported: &["投资计划", "计划投资", "完成投资占年度计划", "完成投资额占年度计划"],
        named: &["投资"],
    },
    Whole { reported: &["计划"], named: &["计划"] },
    Whole { reported: &["任务"], named: &["任务"] },
    Whole { reported: &["目标"], named: &["目标"] },
];

/// How the name of a rate at which money is paid or spent ends. What is paid is a share of the budget by its nature, and never one of
/// the target.
const PAID: [&str; 5] = ["支付率", "支出率", "拨付率", "使用率", "到位率"];

/// What says of such a rate that it is one of money.
const MONEY: [&str; 6] = ["资金", "债券", "预算", "投资", "经费", "财政"];

/// The same in English.
const WHOLES_EN: [Whole; 4] = [
    Whole { reported: &["budget"], named: &["budget"] },
    Whole { reported: &["plan"], named: &["plan"] },
    Whole { reported: &["task"], named: &["task"] },
    Whole { reported: &["target"], named: &["target"] },
];

/// What the printed share of a report is of an indicator in percent; `None` where its name says nothing of what is completed.
pub fn share_reported(name_zh: &str, name_en: &str, report: &str) -> Option<Share> {
    const RATES: [&str; 6] = ["执行率", "完成率", "达成率", "执行进度", "支出进度", "完成进度"];
    const RATES_EN: [&str; 5] =
        ["completion rate", "execution rate", "rate of completion", "rate of execution", "budget execution"];
    let (name_zh, report) = (in_simplified(name_zh), in_simplified(report));
    let named = name_zh.split(['（', '(']).next().unwrap_or_default().trim();
    if !report.is_ascii()
        && let Some(share) = share_paid(named, &report)
    {
        return Some(share);
    }
    let is_rate = RATES.iter().any(|rate| named.ends_with(rate));
    let lower = name_en.to_lowercase();
    let is_rate_en = RATES_EN.iter().any(|rate| lower.contains(rate));
    let (is_rate, named, wholes): (bool, &str, &[Whole]) =
        if report.is_ascii() { (is_rate_en, &lower, &WHOLES_EN) } else { (is_rate, named, &WHOLES) };
    let report = report.to_lowercase();
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut of_it = wholes.iter().filter(|whole| says(named, whole.named)).peekable();
    if !is_rate || of_it.peek().is_none() {
        return None;
    }
    let names_none = !wholes.iter().any(|whole| says(&report, whole.reported));
    let is_it = names_none || of_it.any(|whole| says(&report, whole.reported));
    Some(if is_it { Share::IsTheFigure } else { Share::OfSomething })
}

/// What a printed share is of a rate at which money is paid: the figure where both are of the budget. Investment in a budget
/// (中央预算内投资) is a kind of money, and no whole.
fn share_paid(named: &str, report: &str) -> Option<Share> {
    let is_paid = PAID.iter().any(|rate| named.ends_with(rate));
    if !is_paid || !MONEY.iter().any(|money| named.contains(money)) {
        return None;
    }
    let is_of_the_budget = named.replace("预算内", "").contains("预算") && report.contains("预算");
    Some(if is_of_the_budget { Share::IsTheFigure } else { Share::OfSomething })
}

#[cfg(test)]
mod tests {
    use super::{Share, share_reported};

    #[test]
    fn the_share_of_what_the_name_says_is_completed_is_the_figure() {
        for (name, report, share) in [
            ("预算执行率", "完成预算的97%", Some(Share::IsTheFigure)),
            ("一般公共预算支出执行率（%）", "完成预算的97%", Some(Share::IsTheFigure)),
            ("年度投资计划完成率", "占年度计划的92%", Some(Share::IsTheFigure)),
            ("重点项目投资完成率", "完成年度投资计划的92.5%", Some(Share::IsTheFigure)),
            ("年度目标任务完成率", "完成年度目标任务的96%", Some(Share::IsTheFigure)),
            ("预算执行率", "完成年度目标的97%", Some(Share::OfSomething)),
            ("預算執行率", "完成預算的97%", Some(Share::IsTheFigure)),
            ("預算執行率", "完成年度目標的97%", Some(Share::OfSomething)),
            ("重點項目投資完成率", "完成投資占年度計畫的102.3%", Some(Share::IsTheFigure)),
            ("重点项目投资完成率", "完成年度目标的97%", Some(Share::OfSomething)),
            ("重点项目投资完成率", "完成投资占年度计划的102.3%", Some(Share::IsTheFigure)),
            ("重点项目投资完成率", "占年度计划的102.3%", Some(Share::OfSomething)),
            ("预算支出率", "占年度预算的98.2%", Some(Share::IsTheFigure)),
            ("預算支出率", "完成預算的96%", Some(Share::IsTheFigure)),
            ("预算资金支付率", "占年度预算的98.2%", Some(Share::IsTheFigure)),
            ("预算支出率", "完成年度计划的96%", Some(Share::OfSomething)),
            ("资金支付率", "占年度预算的98.2%", Some(Share::OfSomething)),
            ("资金到位率", "完成年度目标的96%", Some(Share::OfSomething)),
            ("专项债券使用率（%）", "完成预算的96%", Some(Share::OfSomething)),
            ("中央预算内投资支付率", "完成预算的96%", Some(Share::OfSomething)),
            ("床位使用率", "完成年度计划的96%", None),
            ("项目完成率", "完成年度目标的97%", None),
            ("固定资产投资", "完成年度计划的92%", None),
            ("投资计划完成率提升项目数", "完成年度计划的92%", None),
            ("Budget execution rate", "97% of the budget", Some(Share::IsTheFigure)),
            ("Completion rate of planned inspections", "92% of the plan", Some(Share::IsTheFigure)),
            ("Completion rate of planned inspections", "92% of the target", Some(Share::OfSomething)),
            ("Primary completion rate", "97% of the target", None),
        ] {
            let (zh, en) = if name.is_ascii() { ("", name) } else { (name, "") };
            assert_eq!(share_reported(zh, en, report), share, "{name}: {report}");
        }
    }
}
