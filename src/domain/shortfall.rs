//! Whether the name of an indicator says that what is measured is what something is short by: a deficit, a loss. Knows no figure.

use super::characters::in_simplified;

/// Whether a name is that of a deficit, a loss or a shortfall, which is as large as its number is far from nothing. A balance has
/// a sign of its own, and so has a change.
pub fn names_a_shortfall(name_zh: &str, name_en: &str) -> bool {
    chinese(&in_simplified(name_zh)) || english(name_en)
}

fn english(name: &str) -> bool {
    const SHORT: [&str; 10] = [
        "deficit",
        "deficits",
        "loss",
        "losses",
        "shortfall",
        "shortfalls",
        "overspend",
        "overspending",
        "overrun",
        "overruns",
    ];
    const SIGNED: [&str; 35] = [
        "underspend",
        "underspending",
        "saving",
        "savings",
        "gain",
        "gains",
        "profit",
        "profits",
        "surplus",
        "balance",
        "income",
        "result",
        "position",
        "change",
        "growth",
        "reduction",
        "decrease",
        "increase",
        "variation",
        "improvement",
        "surpluses",
        "balances",
        "results",
        "earnings",
        "margin",
        "margins",
        "outcome",
        "outturn",
        "variance",
        "return",
        "returns",
        "profitability",
        "contribution",
        "flow",
        "ebitda",
    ];
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let says = |of: &[&str]| words.iter().any(|word| of.contains(word));
    // Beside another word (excess/deficit, cash flow (deficit)) it says what the minus stands for.
    let is_the_other = SHORT.iter().flat_map(|word| name.match_indices(word)).any(|(at, _)| {
        let before = name.get(..at).unwrap_or_default().trim_end();
        before.ends_with(['/', '(']) || before.ends_with(" and") || before.ends_with(" or")
    });
    says(&SHORT) && !says(&SIGNED) && !is_the_other
}

fn chinese(name: &str) -> bool {
    const SHORT: [&str; 9] = ["赤字", "逆差", "亏损", "缺口", "超支", "短收", "欠账", "欠费", "透支"];
    const SIGNED: [&str; 18] = [
        "盈亏", "盈利", "盈余", "顺差", "结余", "差额", "利润", "变动", "变化", "增减", "增长", "下降",
        "增幅", "降幅", "节约", "节余", "节支", "超收",
    ];
    SHORT.iter().any(|word| name.contains(word)) && !SIGNED.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::names_a_shortfall;

    #[test]
    fn deficits_and_losses_are_told_from_balances() {
        for name in ["亏损额", "虧損額", "貿易逆差"] {
            assert!(names_a_shortfall(name, ""), "{name}");
        }
        assert!(!names_a_shortfall("盈虧", ""));
        for name in [
            "Fiscal deficit to GDP",
            "Trade deficit",
            "Net loss",
            "Housing shortfall",
            "Budget overspend",
            "Deficit (incl. grants)",
        ] {
            assert!(names_a_shortfall("", name), "{name}");
        }
        for name in [
            "Gender pay gap",
            "Net gain/loss",
            "Profit/loss",
            "Surplus/deficit",
            "Trade balance",
            "Operating results (loss)",
            "Surpluses and deficits",
            "Net lending (+) / deficit (-)",
            "Net inflow/loss of population",
            "Return (loss) on assets",
            "Cash flow (deficit)",
        ] {
            assert!(!names_a_shortfall("", name), "{name}");
        }
        for (name, is_short) in [
            ("财政赤字率", true),
            ("贸易逆差", true),
            ("企业亏损额", true),
            ("财政收支缺口", true),
            ("预算超支额", true),
            ("收入短收额", true),
            ("历史欠账", true),
            ("收支缺口变动", false),
            ("超收（短收）额", false),
            ("盈亏", false),
            ("顺差（逆差）", false),
        ] {
            assert_eq!(names_a_shortfall(name, ""), is_short, "{name}");
        }
    }
}
